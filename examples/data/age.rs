//! How old each entry of the data files is.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// An entry with a date.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file, relative to the data folder.
    pub file: String,
    /// Which entry of it.
    pub name: String,
    /// When it was last seen to hold, `YYYY-MM-DD`.
    pub date: String,
    /// Where to look whether it still does.
    pub source: String,
}

/// What a data folder holds.
#[derive(Debug, Default)]
pub struct Age {
    /// Every entry with a date, the oldest first.
    pub entries: Vec<Entry>,
    /// Files in which nothing has a date.
    pub undated: Vec<String>,
}

/// Reads every data file of a folder.
///
/// # Errors
///
/// Names the file that cannot be read, or an entry of it whose date is none.
pub fn read(folder: &Path) -> Result<Age, String> {
    let mut age = Age::default();
    for path in files(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let file = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let before = age.entries.len();
        let mut add = |name: String, date: &str, source: String| {
            age.entries.push(Entry { file: file.clone(), name, date: date.to_owned(), source });
        };
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("tsv") => {
                for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                    let columns: Vec<&str> = line.split('\t').collect();
                    let [domain, selector, _, verified, _, last, _, source] = columns[..] else {
                        return Err(format!("{file}: {} columns instead of 8", columns.len()));
                    };
                    add(format!("{selector}._domainkey.{domain}, which verifies {verified}"), last, source.to_owned());
                }
            }
            Some("dat") => {
                let date =
                    text.lines().find_map(|line| line.strip_prefix("// VERSION: ")?.get(..10)).unwrap_or_default();
                add("the list".to_owned(), date, "https://publicsuffix.org/list/public_suffix_list.dat".to_owned());
            }
            _ => {
                let table: Table = text.parse().map_err(|error| format!("{file}: {error}"))?;
                dated(&table, "the file", "", &mut add);
            }
        }
        if age.entries.len() == before {
            age.undated.push(file);
        }
    }
    if let Some(wrong) = age.entries.iter().find(|entry| days(&entry.date).is_none()) {
        return Err(format!("{}: {}: {:?} is not a date YYYY-MM-DD", wrong.file, wrong.name, wrong.date));
    }
    age.entries.sort_by(|one, other| (&one.date, &one.file, &one.name).cmp(&(&other.date, &other.file, &other.name)));
    Ok(age)
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else if path.extension().is_some_and(|ending| ["toml", "tsv", "dat"].iter().any(|known| ending == *known)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Finds every table with a date. One without a source of its own has that of the table around it.
fn dated(table: &Table, name: &str, source: &str, add: &mut impl FnMut(String, &str, String)) {
    let text = |key: &str| table.get(key).and_then(Value::as_str);
    let name = ["id", "host", "name"].into_iter().find_map(text).unwrap_or(name);
    let list = table.get("sources").and_then(Value::as_array);
    let sources = list.map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "));
    let source = text("source").map(str::to_owned).or(sources).unwrap_or_else(|| source.to_owned());
    if let Some(date) = text("date") {
        add(name.to_owned(), date, source.clone());
    }
    for (key, value) in table {
        for inner in value.as_array().into_iter().flatten().chain(Some(value)).filter_map(Value::as_table) {
            dated(inner, key, &source, add);
        }
    }
}

/// The days from 1970-01-01 to a date `YYYY-MM-DD` of the Gregorian calendar; `None` when it is none.
pub fn days(date: &str) -> Option<i64> {
    let [year, month, day] = date.split('-').map(str::parse).collect::<Result<Vec<i64>, _>>().ok()?[..] else {
        return None;
    };
    if date.len() != 10 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Counted from March, so that a leap day ends its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468)
}
