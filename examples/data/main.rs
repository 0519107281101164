//! Lists the knowledge that has aged: `./build.sh data [DAYS]`.
//!
//! That it runs at all says that no data file is malformed: the build script refuses one with its entry and the reason.

use std::error::Error;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, process};

mod age;

/// Days after which an entry should be looked at again, as long as the page takes to call itself old.
const OLD: i64 = 180;

fn main() -> Result<(), Box<dyn Error>> {
    let old =
        env::args().nth(1).map_or(Ok(OLD), |days| days.parse().map_err(|_| format!("{days}: not a number of days")))?;
    let today = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400)?;
    let age = age::read(Path::new("src/data")).unwrap_or_else(|reason| {
        eprintln!("src/data/{reason}");
        process::exit(1);
    });
    let since = |date: &str| age::days(date).map_or(0, |day| today - day);
    let mut files: Vec<&str> = age.entries.iter().map(|entry| entry.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let entries: Vec<_> = age.entries.iter().filter(|entry| entry.file == file).collect();
        let aged: Vec<_> = entries.iter().filter(|entry| since(&entry.date) > old).collect();
        let newest = entries.last().map_or("", |entry| &entry.date);
        let count = entries.len();
        println!("{file}: {count} entries, the newest of {newest}; {} older than {old} days", aged.len());
        for entry in aged {
            println!("  {}  {} days  {}\n      look at: {}", entry.date, since(&entry.date), entry.name, entry.source);
        }
        for entry in entries.iter().filter(|entry| since(&entry.date) < 0) {
            println!("  {}  is in the future: {}", entry.date, entry.name);
        }
    }
    println!("without a date, since they are our own words: {}", age.undated.join(", "));
    Ok(())
}
