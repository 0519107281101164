//! The carried public keys: `dkim_keys.tsv`, one key a line in eight columns.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::Refusal;

#[path = "../../authentication/base64.rs"]
mod base64;
#[path = "../../authentication/der.rs"]
mod der;

const FILE: &str = "dkim_keys.tsv";

/// Generates the table.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    println!("cargo::rerun-if-changed=src/authentication/base64.rs");
    println!("cargo::rerun-if-changed=src/authentication/der.rs");
    let text = fs::read_to_string(data.join(FILE)).map_err(|error| refusal(0, error.to_string()))?;
    let mut entries = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        entries.push(key(line).map_err(|reason| refusal(at + 1, reason))?);
    }
    entries.sort_by(|(_, one), (_, other)| other.cmp(one));
    let newest = entries.first().map_or("", |(_, last)| last);
    let mut keys = String::from("/// The carried keys, newest first.\npub static CARRIED: &[CarriedKey] = &[\n");
    keys.extend(entries.iter().map(|(entry, _)| entry.as_str()));
    let _ = write!(
        keys,
        "];\n/// Date of the newest real signature that a carried key verifies, `YYYY-MM-DD`.\n\
         pub const DATA_DATE: &str = {newest:?};\n"
    );
    Ok(keys)
}

fn refusal(line: usize, reason: String) -> Refusal {
    Refusal { file: FILE.to_owned(), entry: format!("line {line}"), reason }
}

/// One line as a Rust literal, and its last date.
fn key(line: &str) -> Result<(String, &str), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [domain, selector, record, verified, first, last, how, source] = columns[..] else {
        return Err(format!("{} columns instead of 8", columns.len()));
    };
    for name in [domain, selector] {
        if name.is_empty() || !name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_')) {
            return Err(format!("{name:?} is not a name in lower case"));
        }
    }
    let verified: u32 = verified.parse().map_err(|_| format!("{verified:?} is not a number of signatures"))?;
    for date in [first, last] {
        if !is_date(date) {
            return Err(format!("{date:?} is not a date YYYY-MM-DD"));
        }
    }
    if first > last {
        return Err(format!("{first} is after {last}"));
    }
    let recovered = match how {
        "recovered" => true,
        "published" => false,
        _ => return Err(format!("{how:?} is neither \"recovered\" nor \"published\"")),
    };
    if source.is_empty() {
        return Err("no source".to_owned());
    }
    let record = record_of(record)?;
    let literal = format!(
        "CarriedKey {{ domain: {domain:?}, selector: {selector:?}, material: {}, sha256_only: {}, testing: {}, \
         strict: {}, verified: {verified}, first_seen: {first:?}, last_seen: {last:?}, recovered: {recovered}, \
         found_in: {source:?} }},\n",
        record.material, record.sha256_only, record.testing, record.strict
    );
    Ok((literal, last))
}

struct Record {
    material: String,
    sha256_only: bool,
    testing: bool,
    strict: bool,
}

/// The parts of a TXT record that the table keeps.
fn record_of(text: &str) -> Result<Record, String> {
    let (mut key_type, mut hashes, mut flags, mut key) = ("rsa", "", "", None);
    for tag in text.split(';').map(str::trim).filter(|tag| !tag.is_empty()) {
        match tag.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
            Some(("v", "DKIM1") | ("n", _)) => {}
            Some(("k", value)) => key_type = value,
            Some(("h", value)) => hashes = value,
            Some(("t", value)) => flags = value,
            Some(("p", value)) => key = Some(value),
            _ => return Err(format!("{tag:?} is not a tag that a carried record has")),
        }
    }
    let key = key.ok_or("no p= tag")?;
    let bytes = base64::decode(key.as_bytes()).ok_or("p= is not base64")?;
    let material = match key_type {
        "rsa" => {
            let (modulus, exponent) = der::rsa_public_key(&bytes).ok_or("p= is not an RSA key")?;
            format!("CarriedMaterial::Rsa {{ modulus: b\"{}\", exponent: {exponent} }}", modulus.escape_ascii())
        }
        "ed25519" if bytes.len() == 32 => format!("CarriedMaterial::Ed25519(b\"{}\")", bytes.escape_ascii()),
        _ => return Err(format!("k={key_type} is not a key that is known")),
    };
    let has = |list: &str, member: &str| list.split(':').any(|other| other.trim() == member);
    if !matches!(hashes, "" | "sha256" | "sha1:sha256" | "sha256:sha1" | "*") {
        return Err(format!("h={hashes} is not a list of hashes that is known"));
    }
    Ok(Record { material, sha256_only: hashes == "sha256", testing: has(flags, "y"), strict: has(flags, "s") })
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}
