//! Judges one mbox file and writes its rows as CSV: `rows KEYS.json PART.mbox ROWS.csv`. What `examples/duckdb/worker.mjs`
//! does with the wasm, natively.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::{env, path::Path};

use header_verdict::Options;
use header_verdict::mailbox::{Format, Mailbox, Query};

/// Rows that are written at a time.
const STEP: usize = 5_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [keys, part, rows] = &arguments[..] else { return Err("rows KEYS.json PART.mbox ROWS.csv".into()) };
    let options = Options { keys: serde_json::from_slice(&fs::read(keys)?)?, ..Options::default() };
    let mut mailbox = Mailbox::new(options);
    let mut file = File::open(part)?;
    let mut piece = vec![0; 1 << 20];
    mailbox.open(&Path::new(part).file_name().unwrap_or_default().to_string_lossy());
    loop {
        match file.read(&mut piece)? {
            0 => break,
            count => mailbox.push(&piece[..count]),
        }
    }
    mailbox.close();
    let count = mailbox.select(&Query::default());
    let mut out = BufWriter::new(File::create(rows)?);
    for from in (0..count).step_by(STEP) {
        out.write_all(mailbox.export(Format::Csv, false, from, from + STEP).as_bytes())?;
    }
    Ok(out.flush()?)
}
