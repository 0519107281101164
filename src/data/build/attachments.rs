//! Kinds of attached files: `attachments.toml` to a Rust table.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;
use super::catalogue::{camel, one_of, read, refuse};

const FILE: &str = "attachments.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    kind: Vec<Kind>,
    documents: Documents,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    id: String,
    endings: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Documents {
    endings: Vec<String>,
}

/// Generates the table.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let document: Document = read(data, FILE)?;
    let mut seen = BTreeSet::new();
    let mut out = String::from("pub(crate) static KINDS: &[Kind] = &[\n");
    for kind in &document.kind {
        let ids = ["program", "page", "archive", "macros", "calendar", "note", "message"];
        one_of(FILE, &kind.id, "id", &kind.id, &ids)?;
        if kind.source.is_empty() || kind.date.len() != 10 {
            return Err(refuse(FILE, &kind.id, "a source and a date (YYYY-MM-DD) are needed"));
        }
        for word in kind.endings.iter().chain(&kind.types).chain(&kind.marks) {
            if word.is_empty() || *word != word.to_ascii_lowercase() || !seen.insert(word) {
                return Err(refuse(FILE, word, "the word is empty, not in lower case or named twice"));
            }
        }
        writeln!(
            out,
            "    Kind {{ risk: Risk::{}, endings: &{:?}, types: &{:?}, marks: &{:?} }},",
            camel(&kind.id),
            kind.endings,
            kind.types,
            kind.marks
        )
        .expect("a string can be written");
    }
    let documents = &document.documents.endings;
    writeln!(out, "];\npub(crate) static DOCUMENTS: &[&str] = &{documents:?};").expect("a string can be written");
    Ok(out)
}
