//! What mail filters write into the header, from `filters.toml`.

use super::catalogue::Sentence;

/// How a filter writes its field; see `filters.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Tags,
    Words,
    Value,
    Results,
}

/// A field that is put into words.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) names: &'static [&'static str],
    pub(crate) form: Form,
    pub(crate) about: Sentence,
    pub(crate) keys: &'static [Key],
    pub(crate) source: &'static str,
}

/// A key in such a field.
#[derive(Debug)]
pub(crate) struct Key {
    /// As written; empty for a value without a name.
    pub(crate) name: &'static str,
    pub(crate) about: Sentence,
    pub(crate) values: &'static [Meaning],
}

/// What a value means.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// As written; `#` stands for one digit.
    pub(crate) is: &'static [&'static str],
    pub(crate) means: Sentence,
}

impl Meaning {
    /// Whether it is the meaning of this value.
    pub(crate) fn fits(&self, value: &str) -> bool {
        self.is.iter().any(|pattern| {
            pattern.len() == value.len()
                && pattern.bytes().zip(value.bytes()).all(|(wanted, byte)| match wanted {
                    b'#' => byte.is_ascii_digit(),
                    _ => wanted.eq_ignore_ascii_case(&byte),
                })
        })
    }
}

/// Every sentence of the file with its id. What several fields share comes once for each of them.
pub(crate) fn sentences() -> impl Iterator<Item = (String, &'static str)> {
    let keys = FIELDS.iter().flat_map(|field| field.keys);
    let meanings = keys.clone().flat_map(|key| key.values).map(|meaning| meaning.means);
    let said = FIELDS.iter().map(|field| field.about).chain(keys.map(|key| key.about)).chain(meanings);
    said.map(|sentence| (sentence.id.to_owned(), sentence.text))
}

include!(concat!(env!("OUT_DIR"), "/filters.rs"));
