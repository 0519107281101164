//! The message: header fields with their bytes, and the nouns of RFC 5322 and RFC 8601 in them.

pub mod address;
pub mod auth_results;
pub mod date;
pub mod domain;
pub mod encoded_word;
pub mod field;
pub mod filter;
pub mod mime;
pub mod quoted_printable;
pub mod received;
pub mod structure;
pub mod tag_list;

use field::{Field, Header};

/// The text in lower case, letter by letter. The standard library's also knows that a Greek sigma ends a word
/// differently; nothing here asks, and its tables weigh 5 KB.
pub fn lower_case(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Bytes as text; what is not UTF-8 becomes U+FFFD. Nearly everything is UTF-8, and told so at once.
pub fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A message: a header section and, when one was supplied, a body.
#[derive(Debug)]
pub struct Message<'a> {
    /// All bytes that were read, after repairs; every offset counts in these.
    pub bytes: &'a [u8],
    /// The header section.
    pub header: Header<'a>,
    /// The body, when one was supplied. A header that only ends in blank lines has none.
    pub body: Option<&'a [u8]>,
}

impl<'a> Message<'a> {
    /// Splits bytes into header section and body (RFC 5322 section 2.1). Nothing but line ends
    /// behind the header section is no body: a paste of headers often ends in blank lines.
    pub fn parse(bytes: &'a [u8]) -> Self {
        let header = field::scan(bytes);
        let rest = &bytes[header.body_start..];
        let supplied = header.terminated && rest.iter().any(|byte| !byte.is_ascii_whitespace());
        Self { bytes, header, body: supplied.then_some(rest) }
    }

    /// The fields, top first.
    pub fn fields(&self) -> &[Field<'a>] {
        &self.header.fields
    }

    /// The fields of this name, top first.
    pub fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Field<'a>> {
        self.header.fields.iter().filter(move |field| field.is(name))
    }

    /// The topmost field of this name.
    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.header.fields.iter().find(|field| field.is(name))
    }
}
