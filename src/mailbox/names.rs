//! Texts, each kept once: a mailbox has few senders, hosts and recipients, and many messages.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Bytes of a block of texts. Blocks never move, so that growing copies nothing.
const BLOCK: usize = 1 << 16;

/// As many blocks as places can name: beyond 4 GiB no text is kept.
const BLOCKS: usize = 1 << 16;

/// Bytes that stand before a text and hold its length.
const PREFIX: usize = 2;

/// Places of the table that are tried. Whoever chooses texts that fall on one another costs memory, never time: beyond
/// these a text is kept a second time.
const TRIED: usize = 32;

/// A text that is kept. Equal texts nearly always have the same; compare texts where that matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(u32);

impl Name {
    /// The empty text.
    pub(super) const EMPTY: Self = Self(0);

    /// Whether the text is empty.
    pub(super) fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    /// The text of this number.
    pub(super) fn numbered(number: u32) -> Self {
        Self(number)
    }

    /// A number below [`Names::len`].
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The texts of a mailbox.
#[derive(Debug)]
pub(super) struct Names {
    blocks: Vec<Vec<u8>>,
    /// Where each text stands: its block times [`BLOCK`], and the offset in it.
    places: Vec<u32>,
    /// Open addressing over `places`; a place holds the number of a text, or none.
    table: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Default for Names {
    fn default() -> Self {
        let mut names = Self { blocks: Vec::new(), places: Vec::new(), table: vec![NONE; 1 << 10] };
        names.keep("");
        names
    }
}

impl Names {
    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text. One that is not there is empty.
    pub(super) fn get(&self, name: Name) -> &str {
        let Some(&place) = self.places.get(name.index()) else { return "" };
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        let Some(bytes) = self.blocks.get(block).and_then(|block| block.get(at..)) else { return "" };
        let Some((prefix, text)) = bytes.split_first_chunk::<PREFIX>() else { return "" };
        let text = text.get(..usize::from(u16::from_le_bytes(*prefix))).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The texts by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.places.len()).map(|number| self.get(Name(number as u32)))
    }

    /// Keeps a text, cut at this many bytes.
    pub(super) fn add_cut(&mut self, text: &str, most: usize) -> Name {
        self.add(&text[..text.floor_char_boundary(most)])
    }

    /// Keeps a text of at most [`u16::MAX`] bytes less a few; what is longer is cut.
    pub(super) fn add(&mut self, text: &str) -> Name {
        let text = &text[..text.floor_char_boundary(BLOCK - PREFIX)];
        let mut free = None;
        for place in self.tried(text) {
            match self.table[place] {
                NONE => {
                    free = Some(place);
                    break;
                }
                known if self.get(Name(known)) == text => return Name(known),
                _ => {}
            }
        }
        if text.is_empty() || self.blocks.len() >= BLOCKS {
            return Name::EMPTY;
        }
        let name = self.keep(text);
        if let Some(place) = free {
            self.table[place] = name.0;
        }
        if self.places.len() * 2 > self.table.len() {
            self.grow();
        }
        name
    }

    fn tried(&self, text: &str) -> impl Iterator<Item = usize> + use<> {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let (first, mask) = (hasher.finish() as usize, self.table.len() - 1);
        (0..TRIED).map(move |step| first.wrapping_add(step) & mask)
    }

    fn keep(&mut self, text: &str) -> Name {
        let room = self.blocks.last().map_or(0, |block| BLOCK - block.len());
        if room < PREFIX + text.len() {
            self.blocks.push(Vec::with_capacity(BLOCK));
        }
        let at = self.blocks.len() - 1;
        let block = &mut self.blocks[at];
        let name = Name(self.places.len() as u32);
        self.places.push((at * BLOCK + block.len()) as u32);
        block.extend((text.len() as u16).to_le_bytes());
        block.extend(text.as_bytes());
        name
    }

    fn grow(&mut self) {
        self.table = vec![NONE; self.table.len() * 2];
        for number in 1..self.places.len() {
            let name = Name(number as u32);
            let free = self.tried(self.get(name)).find(|&place| self.table[place] == NONE);
            if let Some(place) = free {
                self.table[place] = name.0;
            }
        }
    }

    /// Bytes that all of it takes.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.len() * BLOCK + 4 * (self.places.capacity() + self.table.capacity())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_given_back() {
        let mut names = Names::default();
        let texts: Vec<String> = (0..5_000).map(|at| format!("host-{at}.sender.example")).collect();
        let first: Vec<Name> = texts.iter().map(|text| names.add(text)).collect();
        let bytes = names.bytes();
        let again: Vec<Name> = texts.iter().map(|text| names.add(text)).collect();
        assert_eq!(first, again);
        assert_eq!(names.bytes(), bytes);
        assert!(texts.iter().zip(&first).all(|(text, &name)| names.get(name) == text));
        assert_eq!(names.add(""), Name::EMPTY);
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let mut names = Names::default();
        let name = names.add(&"ß".repeat(BLOCK));
        assert_eq!(names.get(name).len(), BLOCK - PREFIX);
        let name = names.add_cut("aß", 2);
        assert_eq!(names.get(name), "a");
    }
}
