//! Which words a text can hold, told from its triples of bytes: most messages name no provider, and looking for every
//! name of every provider in them costs more than everything else that is done with them.

use std::sync::OnceLock;

use super::{Read, lookalike, naming};
use crate::data::providers::{PROVIDERS, Provider};

/// The triples of bytes in some texts, as bits of a hash: a triple that is not here is in none of them.
pub struct Gist([u64; 128]);

impl Gist {
    /// Of texts that are read together.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut gist = Self([0; 128]);
        for text in texts {
            for triple in text.as_bytes().windows(3) {
                let bit = hash([triple[0], triple[1], triple[2]]);
                gist.0[usize::from(bit / 64)] |= 1 << (bit % 64);
            }
        }
        gist
    }

    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }

    /// Whether a text may hold these words; true of words shorter than three bytes.
    pub fn may_hold(&self, words: &str) -> bool {
        Ends::of(words).is_none_or(|ends| self.may_have(ends))
    }

    fn may_have(&self, Ends(first, last): Ends) -> bool {
        self.has(first) && self.has(last)
    }
}

/// A bit for three bytes, by multiplication with the golden ratio.
fn hash([one, two, three]: [u8; 3]) -> u16 {
    let triple = u32::from_le_bytes([one, two, three, 0]);
    (triple.wrapping_mul(0x9e37_79b1) >> 19) as u16
}

/// The bits of the first and the last three bytes of a word.
#[derive(Clone, Copy)]
struct Ends(u16, u16);

impl Ends {
    /// `None` when there are less than three.
    fn of(word: &str) -> Option<Self> {
        Some(Self(hash(*word.as_bytes().first_chunk()?), hash(*word.as_bytes().last_chunk()?)))
    }
}

/// The names and the domains of a provider.
struct Named {
    provider: &'static Provider,
    words: Vec<Ends>,
    /// Names of less than three bytes, which count as a whole display name only.
    short: Vec<&'static str>,
    /// Whether a name that counts anywhere is as short.
    anywhere: bool,
    /// The names that a host can be one letter away from.
    misspelt: Vec<&'static str>,
}

impl Named {
    fn of(provider: &'static Provider) -> Self {
        let lists = [provider.brands, provider.common, provider.ordinary, provider.domains];
        let found = lists.into_iter().flatten().map(Ends::of);
        let anywhere = found.clone().any(|ends| ends.is_none());
        Self {
            provider,
            words: found.flatten().chain(provider.names.iter().filter_map(Ends::of)).collect(),
            short: provider.names.iter().filter(|name| Ends::of(name).is_none()).collect(),
            anywhere,
            misspelt: lookalike::misspelt(provider).collect(),
        }
    }
}

/// The providers that an identity can have to do with, in their order: whose names or domains it holds, or whose name
/// its host is hardly one letter away from.
pub(super) fn candidates(read: &Read) -> impl Iterator<Item = &'static Provider> {
    static NAMED: OnceLock<Vec<Named>> = OnceLock::new();
    let joined = read.host.joined();
    let rest = naming::without_addresses(read.identity.display_name).unwrap_or_default();
    let names = [read.name.clone(), rest];
    let texts = [&*names[0], &*names[1], &*read.local, &*read.subject.text, &*joined];
    let gist = Gist::of(texts.into_iter().chain(read.host.texts()));
    let may = move |named: &&Named| {
        named.anywhere
            || named.words.iter().any(|&ends| gist.may_have(ends))
            || named.short.iter().any(|short| names.iter().any(|name| name == short))
            || named.misspelt.iter().any(|word| resembles(joined.as_bytes(), word.as_bytes()))
    };
    let all = NAMED.get_or_init(|| PROVIDERS.iter().map(Named::of).collect());
    all.iter().filter(may).map(|named| named.provider)
}

/// Whether one can be a single edit away from the other, by their lengths and ends: of at least five letters, all but
/// two neighbours stay, so that two stay at the beginning or at the end.
fn resembles(one: &[u8], other: &[u8]) -> bool {
    const LETTER: usize = 4; // bytes of the longest in UTF-8
    one.len().abs_diff(other.len()) <= LETTER
        && (one.first_chunk::<2>() == other.first_chunk() || one.last_chunk::<2>() == other.last_chunk())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_text_holds_is_never_missed() {
        let gist = Gist::of(["your microsoft account", "x"]);
        for word in ["microsoft", "account", "you", "t a", "x", "q"] {
            assert!(gist.may_hold(word), "{word}");
        }
        for word in ["paypal", "account paypal", "paypal account"] {
            assert!(!gist.may_hold(word), "{word}");
        }
    }

    #[test]
    fn a_word_one_edit_away_resembles() {
        for (one, other) in
            [("mircosoft", "microsoft"), ("microsft", "microsoft"), ("icrosoft", "microsoft"), ("abdcef", "abcdef")]
        {
            assert!(resembles(one.as_bytes(), other.as_bytes()), "{one}");
        }
        assert!(!resembles(b"mailbox", b"microsoft"));
    }
}
