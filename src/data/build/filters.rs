//! What mail filters write into the header: `filters.toml` to Rust tables.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;
use super::catalogue::{camel, one_of, read, refuse};

const FILE: &str = "filters.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    field: Vec<Field>,
    key: Vec<Key>,
    value: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    names: Vec<String>,
    form: String,
    id: String,
    about: String,
    keys: String,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    set: String,
    name: String,
    about: String,
    #[serde(default)]
    values: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    set: String,
    is: Vec<String>,
    id: String,
    means: String,
}

/// Generates `FIELDS`.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let document: Document = read(data, FILE)?;
    let mut ids = BTreeSet::new();
    let mut sentence = |entry: &str, id: String, text: &str| {
        let named = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte));
        if !named || text.trim().is_empty() || text.contains(['{', '}']) {
            return Err(refuse(FILE, entry, &format!("{id}: the id must be lower case, and the text without braces")));
        }
        let literal = format!("Sentence {{ id: {id:?}, text: {text:?} }}");
        if ids.insert(id) { Ok(literal) } else { Err(refuse(FILE, entry, "the id is used twice")) }
    };
    let key_sets: BTreeSet<&str> = document.key.iter().map(|key| key.set.as_str()).collect();
    let value_sets: BTreeSet<&str> = document.value.iter().map(|value| value.set.as_str()).collect();
    let mut out = String::new();

    for set in &value_sets {
        write!(out, "static VALUES_{}: &[Meaning] = &[", set.to_uppercase()).expect("a string can be written");
        for value in document.value.iter().filter(|value| value.set == *set) {
            if value.is.is_empty() || value.is.iter().any(String::is_empty) {
                return Err(refuse(FILE, &value.id, "is must name a value"));
            }
            let means = sentence(&value.id, format!("filter.{set}.{}", value.id), &value.means)?;
            write!(out, "Meaning {{ is: &{:?}, means: {means} }}, ", value.is).expect("a string can be written");
        }
        out.push_str("];\n");
    }
    for set in &key_sets {
        write!(out, "static KEYS_{}: &[Key] = &[", set.to_uppercase()).expect("a string can be written");
        for key in document.key.iter().filter(|key| key.set == *set) {
            if !key.values.is_empty() && !value_sets.contains(key.values.as_str()) {
                return Err(refuse(FILE, &key.name, "there is no such set of values"));
            }
            let values = match key.values.as_str() {
                "" => "&[]".to_owned(),
                values => format!("VALUES_{}", values.to_uppercase()),
            };
            let id = if key.name.is_empty() { "value".to_owned() } else { key.name.to_lowercase() };
            let about = sentence(&key.name, format!("filter.key.{set}.{id}"), &key.about)?;
            write!(out, "Key {{ name: {:?}, about: {about}, values: {values} }}, ", key.name)
                .expect("a string can be written");
        }
        out.push_str("];\n");
    }

    out.push_str("/// The fields that are put into words.\npub(crate) static FIELDS: &[Field] = &[\n");
    for field in &document.field {
        one_of(FILE, &field.id, "form", &field.form, &["tags", "words", "value", "results"])?;
        if field.names.is_empty() || field.source.trim().is_empty() || !is_date(&field.date) {
            return Err(refuse(FILE, &field.id, "names and source must not be empty, and the date is YYYY-MM-DD"));
        }
        if !key_sets.contains(field.keys.as_str()) {
            return Err(refuse(FILE, &field.id, "there is no such set of keys"));
        }
        let about = sentence(&field.id, format!("filter.{}", field.id), &field.about)?;
        writeln!(
            out,
            "    Field {{ names: &{:?}, form: Form::{}, about: {about}, keys: KEYS_{}, source: {:?} }},",
            field.names,
            camel(&field.form),
            field.keys.to_uppercase(),
            field.source
        )
        .expect("a string can be written");
    }
    out.push_str("];\n");
    Ok(out)
}

fn is_date(date: &str) -> bool {
    date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}
