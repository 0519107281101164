//! The words of requests, from `requests.toml`.

use crate::report::RequestKind;

/// An entry: a word, or how words begin.
#[derive(Debug)]
pub(crate) struct Word {
    /// Its first letters, see [`key`].
    pub(crate) key: u32,
    /// Where the other letters stand in [`TAILS`].
    pub(crate) tail: u16,
    /// Where its classes stand in [`POOL`].
    pub(crate) classes: u16,
    pub(crate) length: u8,
    pub(crate) count: u8,
    /// Whether it stands for every word that begins so.
    pub(crate) starts: bool,
}

/// The classes of a language that concern all its rules; their meaning stands in `requests.toml`.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) code: u16,
    pub(crate) password: u16,
    pub(crate) unless: u16,
    pub(crate) excuse: u16,
    pub(crate) when: u16,
    pub(crate) heed: u16,
    pub(crate) who: u16,
    pub(crate) plea: u16,
    pub(crate) beside: u16,
    pub(crate) subject: u16,
    pub(crate) object: u16,
    pub(crate) asked: u16,
    pub(crate) unasked: u16,
    pub(crate) tell: u16,
    pub(crate) place: u16,
}

/// What the words of a rule say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// They ask for something.
    Asks(RequestKind),
    /// The reader did not do something, or wants it undone.
    Disowned,
    /// The reader began it: then nobody else asks to have it approved.
    Owned,
    /// It asks for what is as good as money, in a way that only thieves do.
    Surrender,
}

/// Classes of words that together ask for something, or say who did something.
#[derive(Debug)]
pub(crate) struct RequestRule {
    pub(crate) says: Says,
    /// Index in [`LANGUAGES`].
    pub(crate) language: u8,
    /// Words between the first and the last, at most.
    pub(crate) window: u8,
    /// Whether the first may stand in the sentence before.
    pub(crate) across: bool,
    /// The class that must not stand between.
    pub(crate) but: u16,
    /// Each must have a word. The first has to come first.
    pub(crate) all: &'static [u16],
}

/// A bit for each class.
pub(crate) type Classes = [u64; CLASSES.div_ceil(64)];

/// The class of a comma.
pub(crate) const COMMA: u16 = 0;
/// The class that no word has.
pub(crate) const NONE: u16 = 1;

/// Letters of a key.
const KEY: usize = 4;

impl Word {
    fn tail(&self) -> &'static [u8] {
        let length = (self.length as usize).saturating_sub(KEY);
        TAILS.get(self.tail as usize..self.tail as usize + length).unwrap_or_default()
    }

    /// The classes of the word.
    pub(crate) fn classes(&self) -> &'static [u16] {
        POOL.get(self.classes as usize..self.classes as usize + self.count as usize).unwrap_or_default()
    }
}

/// The rules that ask for a word of this class behind the first; each rule has one class that leads to it.
pub(crate) fn rules_of(class: usize) -> &'static [u8] {
    match LEADS.get(class..class + 2) {
        Some(&[from, to]) => LED.get(from as usize..to as usize).unwrap_or_default(),
        _ => &[],
    }
}

/// The first four letters of a word, ASCII in lower case, zeros behind a shorter one.
fn key(word: &[u8]) -> u32 {
    let letters = match word.first_chunk::<KEY>() {
        Some(&letters) => u32::from_le_bytes(letters),
        None => word.iter().rev().fold(0, |key, &letter| key << 8 | u32::from(letter)),
    };
    // all four at once: the top bit of each byte from `A` to `Z`, moved to where lower case has one
    let low = letters & 0x7f7f_7f7f;
    let capital = (low + 0x3f3f_3f3f) & !(low + 0x2525_2525) & !letters & 0x8080_8080;
    letters | capital >> 2
}

/// One of `1 << bits` places for a key. The build script computes the same.
fn place(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (32 - bits)) as usize
}

/// The longest entry that stands for `word`, a folded word or one of ASCII letters and digits.
pub(crate) fn find(word: &[u8]) -> Option<&'static Word> {
    let key = key(word);
    // what no entry begins with is most words
    let bit = place(key & 0x00ff_ffff, BEGINS_BITS);
    if BEGINS.get(bit / 64)? >> (bit % 64) & 1 == 0 {
        return None;
    }
    let tail = word.get(KEY..).unwrap_or_default();
    let stands = |entry: &&Word| {
        let length = entry.length as usize;
        (length == word.len() || entry.starts && length < word.len())
            && tail.get(..length.saturating_sub(KEY)).is_some_and(|tail| tail.eq_ignore_ascii_case(entry.tail()))
    };
    // the entries of a key stand together, the longest first; those of three and two letters have keys of their own
    let mut key = key;
    for shorter in [0x00ff_ffff, 0x0000_ffff, 0] {
        let at = place(key, PLACES_BITS);
        let (from, to) = (*PLACES.get(at)? as usize, *PLACES.get(at + 1)? as usize);
        let found = WORDS.get(from..to)?.iter().find(|entry| entry.key == key && stands(entry));
        if found.is_some() {
            return found;
        }
        key &= shorter;
    }
    None
}

include!(concat!(env!("OUT_DIR"), "/requests.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of an entry.
    fn spelling(entry: &Word) -> Vec<u8> {
        let first = entry.key.to_le_bytes();
        [&first[..KEY.min(entry.length as usize)], entry.tail()].concat()
    }

    /// What [`find`] has to find, looked for among all entries.
    fn longest(word: &[u8]) -> Option<Vec<u8>> {
        let stands = |entry: &&Word| {
            let known = spelling(entry);
            known == word || entry.starts && word.starts_with(&known)
        };
        WORDS.iter().filter(stands).max_by_key(|entry| entry.length).map(spelling)
    }

    #[test]
    fn the_longest_entry_that_stands_for_a_word_is_found() {
        for entry in WORDS {
            let word = spelling(entry);
            let found = |word: &[u8]| find(word).map(spelling);
            assert_eq!(found(&word), Some(word.clone()));
            assert_eq!(found(&word.to_ascii_uppercase()), Some(word.clone()));
            for longer in [&b"s"[..], b"xyz", b"2", "の".as_bytes()] {
                let longer = [&word, longer].concat();
                assert_eq!(found(&longer), longest(&longer), "{longer:?}");
            }
            for shorter in 0..word.len() {
                assert_eq!(found(&word[..shorter]), longest(&word[..shorter]), "{word:?}");
            }
        }
    }
}
