//! What was pasted: its kind, the repairs that it needs, and the way back from every repaired byte
//! to the byte that was given.

mod kind;
pub mod mbox;
mod repair;
mod source_map;

pub use source_map::SourceMap;

use std::borrow::Cow;

use crate::data::catalogue::limit as wording;
use crate::limits;
use crate::report::{InputKind, Limit, Repair};

/// An input, ready to be read as a message or as plain text.
#[derive(Debug)]
pub struct Source<'a> {
    /// What kind of text it is. [`InputKind::Headers`] and [`InputKind::Message`] are told apart
    /// by the message stage, so here both are [`InputKind::Headers`].
    pub kind: InputKind,
    /// The text after all repairs.
    pub bytes: Cow<'a, [u8]>,
    /// The way back to the input.
    pub map: SourceMap,
    /// The repairs, in the order in which they were made; their spans count in the input.
    pub repairs: Vec<Repair>,
    /// The limits that were reached.
    pub limits: Vec<Limit>,
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
    if kept.iter().all(u8::is_ascii_whitespace) {
        return Source {
            kind: InputKind::Empty,
            bytes: Cow::Borrowed(kept),
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
    Source { kind, bytes, map, repairs, limits }
}
