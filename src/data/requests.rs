//! The words of requests, from `requests.toml`.

use crate::report::RequestKind;

/// A word in [`TEXT`] and its classes in [`POOL`].
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) at: u16,
    pub(crate) classes: u16,
    /// The longest shorter entry that stands for words that begin so, and for this one.
    pub(crate) parent: u16,
    pub(crate) length: u8,
    pub(crate) count: u8,
    /// Whether it stands for every word that begins so.
    pub(crate) starts: bool,
}

/// The classes of a language that concern all its rules; their meaning stands in `requests.toml`.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) code: u16,
    pub(crate) unless: u16,
    pub(crate) excuse: u16,
    pub(crate) when: u16,
    pub(crate) heed: u16,
    pub(crate) who: u16,
    pub(crate) plea: u16,
    pub(crate) beside: u16,
    pub(crate) subject: u16,
    pub(crate) object: u16,
}

/// Classes of words that together ask for something.
#[derive(Debug)]
pub(crate) struct RequestRule {
    pub(crate) kind: RequestKind,
    /// Index in [`LANGUAGES`].
    pub(crate) language: u8,
    /// Words between the first and the last, at most.
    pub(crate) window: u8,
    /// Whether the first may stand in the sentence before.
    pub(crate) across: bool,
    /// The class that must not stand between.
    pub(crate) but: u16,
    /// Each must have a word.
    pub(crate) all: &'static [u16],
}

/// The class of a comma.
pub(crate) const COMMA: u16 = 0;
/// The class that no word has.
pub(crate) const NONE: u16 = 1;

impl Word {
    fn bytes(&self) -> &'static [u8] {
        TEXT.as_bytes().get(self.at as usize..self.at as usize + self.length as usize).unwrap_or_default()
    }

    /// The classes of the word.
    pub(crate) fn classes(&self) -> &'static [u16] {
        POOL.get(self.classes as usize..self.classes as usize + self.count as usize).unwrap_or_default()
    }
}

/// The longest entry that stands for `word`, a folded word.
pub(crate) fn find(word: &[u8]) -> Option<&'static Word> {
    let letter = |at: usize| word.get(at).map_or(0, |&letter| letter as usize);
    let bit = (letter(0) * 961 + letter(1) * 31 + letter(2)) % (BEGINS.len() * 64);
    if BEGINS[bit / 64] >> (bit % 64) & 1 == 0 {
        return None;
    }
    let first = *word.first()? as usize;
    let (low, high) = (FIRST[first] as usize, FIRST[first + 1] as usize);
    let near = WORDS.get(low..high)?;
    let behind = near.partition_point(|entry| entry.bytes() <= word);
    // Every entry that begins `word` begins its neighbour as well.
    let mut entry = near.get(behind.checked_sub(1)?)?;
    loop {
        let known = entry.bytes();
        if known == word || (entry.starts && word.starts_with(known)) {
            return Some(entry);
        }
        entry = WORDS.get(entry.parent as usize)?;
    }
}

include!(concat!(env!("OUT_DIR"), "/requests.rs"));
