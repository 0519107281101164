//! What was pasted or dropped: its kind, the repairs that it needs, and the way back from every
//! repaired byte to the byte that was given.
//!
//! [`read`] takes one message. Files of many are taken apart first: [`file_kind`] says which way,
//! [`mbox`], [`zip`] and [`carried`] are the ways.

pub mod carried;
mod compound;
mod kind;
pub mod mbox;
pub mod outlook;
mod repair;
mod rtf;
mod source_map;
pub mod zip;

pub use source_map::SourceMap;

use std::borrow::Cow;

use crate::data::catalogue::{Sentence, limit as wording, repair as said};
use crate::limits;
use crate::report::{InputKind, Limit, Repair, RepairId};

/// An input, ready to be read as a message or as plain text.
#[derive(Debug)]
pub struct Source<'a> {
    /// What kind of text it is. [`InputKind::Headers`] and [`InputKind::Message`] are told apart
    /// by the message stage, so here both are [`InputKind::Headers`].
    pub kind: InputKind,
    /// The text after all repairs; of an Outlook file, the header section.
    pub bytes: Cow<'a, [u8]>,
    /// What an Outlook file shows, as a MIME entity. It is no body: what was signed looked otherwise.
    pub shown: Option<Vec<u8>>,
    /// The way back to the input.
    pub map: SourceMap,
    /// The repairs, in the order in which they were made; their spans count in the input.
    pub repairs: Vec<Repair>,
    /// The limits that were reached.
    pub limits: Vec<Limit>,
}

/// What a file is, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A ZIP archive, for [`zip`].
    Zip,
    /// A compound file, such as Outlook saves a message in: one input for [`read`].
    Outlook,
    /// Anything else: one message or many, for [`mbox::Splitter`].
    Mail,
}

/// Tells the kind of a file by its first bytes; eight are enough.
pub fn file_kind(first: &[u8]) -> FileKind {
    if first.starts_with(compound::MARK) {
        FileKind::Outlook
    } else if zip::MARKS.iter().any(|mark| first.starts_with(mark)) {
        FileKind::Zip
    } else {
        FileKind::Mail
    }
}

/// Whether a text that was pasted or dropped holds more messages than one, so that it is to be taken
/// apart by [`mbox::Splitter`] first.
pub fn several(input: &[u8]) -> bool {
    mbox::count(input, 2) > 1
}

/// Reads any bytes at all.
pub fn read(input: &[u8]) -> Source<'_> {
    let mut limits = Vec::new();
    let kept = &input[..input.len().min(limits::INPUT_BYTES)];
    if kept.len() < input.len() {
        limits.push(Limit {
            id: "input_bytes".into(),
            title: wording::INPUT_BYTES.plain(),
            limit: limits::INPUT_BYTES as u32,
        });
    }
    if let Some(item) = outlook::read(kept) {
        return out_of_outlook(item, limits);
    }
    if kept.iter().all(u8::is_ascii_whitespace) {
        return Source {
            kind: InputKind::Empty,
            bytes: Cow::Borrowed(kept),
            shown: None,
            map: SourceMap::default(),
            repairs: Vec::new(),
            limits,
        };
    }
    let mut repaired = repair::Repaired::new(kept);
    repaired.whole_text();
    let kind = kind::of(&repaired.bytes);
    if kind == InputKind::Headers {
        repaired.header_section();
    }
    let repair::Repaired { bytes, map, repairs } = repaired;
    Source { kind, bytes, shown: None, map, repairs, limits }
}

/// An Outlook file as an input. Its text is written there in other bytes, so no span leads to them.
fn out_of_outlook(item: outlook::Item, limits: Vec<Limit>) -> Source<'static> {
    let done = |id, title: Sentence| Repair { id, title: title.plain(), count: 1, spans: Vec::new() };
    let mut repairs = vec![done(RepairId::Outlook, said::OUTLOOK)];
    if !item.received {
        repairs.push(done(RepairId::OutlookFields, said::OUTLOOK_FIELDS));
    }
    // a note or a draft without any field is a text like one that was copied without its header
    let kind = if item.header.is_empty() { InputKind::Text } else { InputKind::Headers };
    Source { kind, bytes: Cow::Owned(item.header), shown: item.content, map: SourceMap::nowhere(), repairs, limits }
}
