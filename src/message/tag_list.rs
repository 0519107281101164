//! Tag lists (RFC 6376 section 3.2).
//!
//! The scanner is strict about names and duplicates and leaves the bytes of a value as they are:
//! what a value may hold is the business of its tag, and a NUL in `d=` is a finding of its own.

use std::ops::Range;

use crate::data::catalogue::{Sentence, problem};

/// Tags beyond this number make a list malformed; real ones have fewer than twenty.
const TAGS: usize = 100;

/// One `name=value` of a tag list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The name; names are case-sensitive.
    pub name: &'a [u8],
    /// The value without the white space around it; white space inside is kept.
    pub value: &'a [u8],
    /// The bytes between `=` and `;` in the list, white space included.
    pub range: Range<usize>,
}

/// Why a tag list is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagError {
    /// A tag without `=`.
    NoEquals,
    /// A name that is not `ALPHA *(ALPHA / DIGIT / "_")`.
    Name,
    /// Two tags of the same name.
    Duplicate,
    /// More tags than any real list has.
    TooMany,
}

impl TagError {
    /// The error in words.
    pub(crate) fn text(self) -> Sentence {
        match self {
            Self::NoEquals => problem::TAG_NO_EQUALS,
            Self::Name => problem::TAG_NAME,
            Self::Duplicate => problem::TAG_DUPLICATE,
            Self::TooMany => problem::TAG_TOO_MANY,
        }
    }
}

/// A parsed tag list, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList<'a> {
    tags: Vec<Tag<'a>>,
}

impl<'a> TagList<'a> {
    /// The tag of this name.
    pub fn get(&self, name: &str) -> Option<&Tag<'a>> {
        self.tags.iter().find(|tag| tag.name == name.as_bytes())
    }

    /// The value of the tag of this name.
    pub fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.get(name).map(|tag| tag.value)
    }

    /// The name of the first tag.
    pub fn first_name(&self) -> Option<&'a [u8]> {
        self.tags.first().map(|tag| tag.name)
    }
}

/// Parses a tag list: `tag-list = tag-spec *( ";" tag-spec ) [ ";" ]`. An empty tag between two
/// semicolons is passed over, as every common verifier does.
///
/// # Errors
///
/// Says what makes the list malformed.
pub fn parse(list: &[u8]) -> Result<TagList<'_>, TagError> {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    let mut start = 0;
    for spec in list.split(|&byte| byte == b';') {
        let end = start + spec.len();
        if let Some(tag) = tag_spec(spec, start)? {
            if tags.len() >= TAGS {
                return Err(TagError::TooMany);
            }
            if tags.iter().any(|other| other.name == tag.name) {
                return Err(TagError::Duplicate);
            }
            tags.push(tag);
        }
        start = end + 1;
    }
    Ok(TagList { tags })
}

/// `tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]`; `None` when there is nothing.
fn tag_spec(spec: &[u8], start: usize) -> Result<Option<Tag<'_>>, TagError> {
    let Some(equals) = spec.iter().position(|&byte| byte == b'=') else {
        return if trim(spec).is_empty() { Ok(None) } else { Err(TagError::NoEquals) };
    };
    let name = trim(&spec[..equals]);
    if !is_name(name) {
        return Err(TagError::Name);
    }
    Ok(Some(Tag { name, value: trim(&spec[equals + 1..]), range: start + equals + 1..start + spec.len() }))
}

/// `tag-name = ALPHA *ALNUMPUNC`, `ALNUMPUNC = ALPHA / DIGIT / "_"`.
fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A value without the folding white space (`FWS`) around it.
pub fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] | [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lose_the_white_space_around_them_and_keep_what_is_inside() {
        let list = parse(b" v=1 ;\r\n\tb = ab\r\n cd ; c=").unwrap();
        assert_eq!(list.value("v"), Some(&b"1"[..]));
        assert_eq!(list.value("b"), Some(&b"ab\r\n cd"[..]));
        assert_eq!(list.value("c"), Some(&b""[..]));
        assert_eq!(list.value("d"), None);
    }

    #[test]
    fn the_range_of_a_tag_holds_all_bytes_between_equals_and_semicolon() {
        let text = b"a=x; b= y z ; c=q";
        let list = parse(text).unwrap();
        assert_eq!(&text[list.get("b").unwrap().range.clone()], b" y z ");
        assert_eq!(&text[list.get("c").unwrap().range.clone()], b"q");
    }

    #[test]
    fn an_equals_sign_inside_a_value_belongs_to_it() {
        assert_eq!(parse(b"bh=abc=; d=x").unwrap().value("bh"), Some(&b"abc="[..]));
    }

    #[test]
    fn the_same_tag_twice_is_an_error() {
        assert_eq!(parse(b"d=a; d=b"), Err(TagError::Duplicate));
        assert!(parse(b"d=a; D=b").is_ok(), "names are case-sensitive");
    }

    #[test]
    fn malformed_tags_are_errors() {
        assert_eq!(parse(b"v=1; nonsense"), Err(TagError::NoEquals));
        assert_eq!(parse(b"1v=1"), Err(TagError::Name));
        assert_eq!(parse(b"=1"), Err(TagError::Name));
    }

    #[test]
    fn a_list_of_very_many_tags_is_refused() {
        let many: String = (0..200).map(|at| format!("a{at}=1;")).collect();
        assert_eq!(parse(many.as_bytes()), Err(TagError::TooMany));
    }
}
