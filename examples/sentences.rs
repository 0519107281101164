//! Prints every sentence that a report can say as one JSON object, id to English template: `cargo run --example sentences`.
//! Translators word these, and the tests compare the languages with them.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;

fn main() -> Result<(), Box<dyn Error>> {
    let sentences: BTreeMap<_, _> = header_verdict::sentences().collect();
    serde_json::to_writer_pretty(io::stdout().lock(), &sentences)?;
    println!();
    Ok(())
}
