//! Which words a text can hold, told from its triples of bytes: most messages name no provider, and looking for every
//! name of every provider in them costs more than everything else that is done with them.

use std::sync::OnceLock;

use super::fold::fold;
use super::{Read, lookalike, naming};
use crate::data::providers::{PROVIDERS, Provider};

/// The triples of bytes in some texts, as bits of a hash: a triple that is not here is in none of them.
pub struct Gist([u64; 128]);

impl Default for Gist {
    fn default() -> Self {
        Self([0; 128])
    }
}

impl Gist {
    /// Of texts that are read together.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut gist = Self::default();
        for text in texts {
            for triple in text.as_bytes().windows(3) {
                gist.set(hash([triple[0], triple[1], triple[2]]));
            }
        }
        gist
    }

    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }

    /// The bits that both have.
    fn shared(&self, other: &Self) -> impl Iterator<Item = u16> {
        (0..).zip(self.0.iter().zip(&other.0)).flat_map(|(at, (one, other))| {
            let mut left = one & other;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| at * 64 + left.trailing_zeros() as u16)?;
                left &= left - 1;
                Some(bit)
            })
        })
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

/// The names and the domains of all providers, each with the place of its provider.
#[derive(Default)]
struct Named {
    /// By the bit of their first three bytes.
    words: Vec<(Ends, usize)>,
    /// The bits that words begin with.
    firsts: Gist,
    /// Names of less than three bytes, which count as a whole display name only.
    short: Vec<(&'static str, usize)>,
    /// Providers of which a name that counts anywhere is as short.
    anywhere: Vec<usize>,
    /// The names that a host can be one letter away from.
    misspelt: Vec<(&'static str, usize)>,
}

impl Named {
    fn all() -> Self {
        let mut named = Self::default();
        for (at, provider) in PROVIDERS.iter().enumerate() {
            let lists = [provider.brands, provider.common, provider.ordinary, provider.domains];
            let found = lists.into_iter().flatten().map(Ends::of);
            if found.clone().any(|ends| ends.is_none()) {
                named.anywhere.push(at);
            }
            let whole = provider.names.iter().filter_map(Ends::of);
            named.words.extend(found.flatten().chain(whole).map(|ends| (ends, at)));
            named.short.extend(provider.names.iter().filter(|name| Ends::of(name).is_none()).map(|name| (name, at)));
            named.misspelt.extend(lookalike::misspelt(provider).map(|word| (word, at)));
        }
        named.words.sort_unstable_by_key(|(Ends(first, _), _)| *first);
        for (Ends(first, _), _) in &named.words {
            named.firsts.set(*first);
        }
        named
    }
}

/// The providers that an identity can have to do with, in their order: whose names or domains it holds, or whose name
/// its host is hardly one letter away from.
pub(super) fn candidates(read: &Read) -> impl Iterator<Item = &'static Provider> {
    static NAMED: OnceLock<Named> = OnceLock::new();
    let named = NAMED.get_or_init(Named::all);
    let joined = read.host.joined();
    let rest = naming::without_addresses(read.identity.display_name).map_or_else(String::new, |rest| fold(&rest));
    let names = [&*read.name, &*rest];
    let texts = [names[0], names[1], &*read.local, &*read.subject.text, joined];
    let gist = Gist::of(texts.into_iter().chain(read.host.texts()));
    let mut may = vec![false; PROVIDERS.len()];
    for first in named.firsts.shared(&gist) {
        let start = named.words.partition_point(|(Ends(other, _), _)| *other < first);
        let same = named.words[start..].iter().take_while(|(ends, _)| ends.0 == first);
        same.filter(|(ends, _)| gist.has(ends.1)).for_each(|(_, at)| may[*at] = true);
    }
    let short = named.short.iter().filter(|(short, _)| names.contains(short));
    let misspelt = named.misspelt.iter().filter(|(word, _)| resembles(joined.as_bytes(), word.as_bytes()));
    let others = named.anywhere.iter().chain(short.chain(misspelt).map(|(_, at)| at));
    others.for_each(|at| may[*at] = true);
    PROVIDERS.iter().zip(may).filter(|(_, may)| *may).map(|(provider, _)| provider)
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
