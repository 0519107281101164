//! Build script: turns the data files under `src/data/` into Rust tables in `OUT_DIR`.
//!
//! A malformed data file stops the build with the file, the entry and the reason.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

#[path = "build/attachments.rs"]
mod attachments;
#[path = "build/campaign.rs"]
mod campaign;
#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/filters.rs"]
mod filters;
#[path = "../content/fold.rs"]
mod fold;
#[path = "build/keys.rs"]
mod keys;
#[path = "build/links.rs"]
mod links;
#[path = "build/providers.rs"]
mod providers;
#[path = "build/receivers.rs"]
mod receivers;
#[path = "build/requests.rs"]
mod requests;
#[path = "build/suffixes.rs"]
mod suffixes;

/// Why a data file was refused.
pub struct Refusal {
    /// The file, relative to `src/data/`.
    pub file: String,
    /// The entry in it: a line, or a key.
    pub entry: String,
    /// What is wrong with it.
    pub reason: String,
}

/// A generator: reads its files below the data folder and returns the text of a Rust file.
type Generator = fn(&Path) -> Result<String, Refusal>;

const TABLES: [(&str, Generator); 10] = [
    ("attachments.rs", attachments::generate),
    ("campaign.rs", campaign::generate),
    ("catalogue.rs", catalogue::generate),
    ("filters.rs", filters::generate),
    ("keys.rs", keys::generate),
    ("links.rs", links::generate),
    ("providers.rs", providers::generate),
    ("receivers.rs", receivers::generate),
    ("requests.rs", requests::generate),
    ("suffixes.rs", suffixes::generate),
];

fn main() {
    println!("cargo::rerun-if-changed=src/data");
    println!("cargo::rerun-if-changed=src/content/fold.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for (name, generate) in TABLES {
        match generate(Path::new("src/data")) {
            Ok(text) => fs::write(out.join(name), text).expect("OUT_DIR can be written"),
            Err(Refusal { file, entry, reason }) => {
                eprintln!("src/data/{file}: {entry}: {reason}");
                process::exit(1);
            }
        }
    }
}
