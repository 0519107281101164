//! Finds keys for `src/data/dkim_keys.tsv`: `./build.sh keys [--txt FILE] FOLDER...`.
//!
//! FOLDER holds messages, one to a file. For every signature of theirs it says whether a carried key verifies it, and
//! computes RSA keys from two signatures or more. FILE holds TXT records that somebody read, each below a line
//! `SELECTOR._domainkey.DOMAIN YYYY-MM-DD SOURCE` and above a blank one. New lines go to the standard output, remarks
//! beside it; no file is written.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

mod search;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (mut pasted, mut folders) = (Vec::new(), Vec::new());
    while let Some(argument) = arguments.next() {
        if argument == "--txt" {
            let path = arguments.next().ok_or("--txt: name a file")?;
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            pasted.extend(search::pasted(&text.replace("\r\n", "\n"))?);
        } else {
            folders.push(PathBuf::from(argument));
        }
    }
    if pasted.is_empty() && folders.is_empty() {
        return Err("name a folder of messages, or --txt and a file of records".into());
    }
    let mut found = Vec::new();
    let mut messages = 0;
    for path in files(&folders)? {
        found.extend(search::signatures(&fs::read(path)?));
        messages += 1;
    }
    eprintln!("{messages} files, {} signatures", found.len());
    let names: Vec<_> = folders.iter().filter_map(|folder| Some(folder.file_name()?.to_string_lossy())).collect();
    let outcome = search::search(found, &pasted, &format!("messages of {}", names.join(", ")));
    for remark in outcome.remarks {
        eprintln!("{remark}");
    }
    for line in outcome.lines {
        println!("{line}");
    }
    Ok(())
}

/// The files in these folders and below, in the order of their names.
fn files(folders: &[PathBuf]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut waiting = folders.to_vec();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        let failed = |error| format!("{}: {error}", Path::display(&path));
        // What is no folder and no file, such as a link to either, is left out.
        let kind = fs::symlink_metadata(&path).map_err(failed)?.file_type();
        if kind.is_dir() {
            for entry in fs::read_dir(&path).map_err(failed)? {
                waiting.push(entry?.path());
            }
        } else if kind.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
