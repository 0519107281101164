//! Prints the native engine's reports as JSON, one line each: `report OPTIONS FILE...`, with the options as JSON.
//! The wasm tests compare them with what the built wasm says.

use std::error::Error;
use std::io::Write;
use std::{env, fs, io};

use header_verdict::{Options, analyze};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let options: Options = serde_json::from_str(&arguments.next().ok_or("report OPTIONS FILE...")?)?;
    let mut out = io::stdout().lock();
    for path in arguments {
        serde_json::to_writer(&mut out, &analyze(&fs::read(path)?, &options))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
