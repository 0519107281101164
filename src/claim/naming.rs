//! How a text names a provider: as the sender, in passing, or not.

use super::event::{holds, places};
use super::fold::{fold, fold_unaccented};
use crate::data::providers::{Provider, SERVICE_WORDS, TELLING_WORDS};

/// How a display name names a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// Not at all.
    Not,
    /// Among other words: an employer, a partner, a newsletter.
    Mentioned,
    /// As the sender: the name alone, or beside words such as "account team" only.
    Whole,
}

/// How a folded name, as from a display name, names the provider. `raw` is the text before folding.
pub fn naming(provider: &Provider, raw: &str, folded: &str) -> Naming {
    if folded.is_empty() {
        return Naming::Not;
    }
    if provider.names.iter().any(|name| name == folded && !(name.len() == 1 && raw.trim().len() > 1)) {
        return Naming::Whole;
    }
    let mut named: Vec<&str> =
        provider.brands.iter().chain(provider.common).filter(|word| holds(folded, word)).collect();
    let distinct = !named.is_empty();
    named.extend(provider.ordinary.iter().filter(|word| holds(folded, word) && holds(&fold_unaccented(raw), word)));
    if let Some(rest) = without_addresses(raw)
        && fold(&rest) != folded
        && naming(provider, &rest, &fold(&rest)) == Naming::Whole
    {
        return Naming::Whole;
    }
    if named.is_empty() {
        // "PayPalSupport", "microsoft365team": one word of a name and words of service.
        let glued = provider.brands.iter().any(|word| {
            places(folded, word).next().is_some()
                && folded.split(' ').any(|token| token.contains(word))
                && all_service_words(folded.split(' ').flat_map(|token| token.split(word)), provider)
        });
        return if glued { Naming::Whole } else { Naming::Not };
    }
    let mut rest = folded.to_owned();
    for word in named {
        rest = rest.replace(word, " ");
    }
    let whole = all_service_words(rest.split(' '), provider) && (distinct || is_telling(&rest));
    if whole { Naming::Whole } else { Naming::Mentioned }
}

/// A name of several words without the addresses in it: whose address it is in "Microsoft account team
/// jo@mailbox.example", is no other name. `None` when there are none.
pub(super) fn without_addresses(raw: &str) -> Option<String> {
    if !(raw.trim().contains([' ', '\t']) && raw.contains('@')) {
        return None;
    }
    let words: Vec<&str> = raw.split_whitespace().filter(|word| !word.contains('@')).collect();
    (words.len() < 24).then(|| words.join(" "))
}

/// Whether a folded text holds a word that tells a firm with accounts and customers from a person.
pub(super) fn is_telling(folded: &str) -> bool {
    TELLING_WORDS.iter().any(|word| holds(folded, word))
}

/// Whether every part is a word that a sender puts beside a provider's name, or nothing.
pub(super) fn all_service_words<'a>(mut parts: impl Iterator<Item = &'a str>, provider: &Provider) -> bool {
    parts.all(|part| part.is_empty() || is_service_text(part, provider))
}

/// Whether a folded word is made of such words only, written together.
pub(super) fn is_service_text(word: &str, provider: &Provider) -> bool {
    let mut rest = word;
    // Longest first, so at most a few rounds: no word of service is empty.
    for _ in 0..8 {
        if rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        let known = |word: &&str| rest.starts_with(*word) && (word.len() > 2 || rest.len() == word.len());
        let product = provider.products.iter().find(known);
        let service = SERVICE_WORDS.iter().copied().find(known);
        let longest = match (product, service) {
            (Some(a), Some(b)) => a.len().max(b.len()),
            (Some(a), None) => a.len(),
            (None, Some(b)) => b.len(),
            (None, None) => return false,
        };
        rest = rest.get(longest..).unwrap_or_default();
    }
    rest.is_empty()
}

/// The folded words of a display name, with letters that were set apart joined again.
pub(super) fn name_words(display_name: &str) -> String {
    let folded = fold(display_name);
    let single = folded.split(' ').filter(|word| word.chars().count() == 1).count();
    if single < 5 {
        return folded;
    }
    let mut joined = String::with_capacity(folded.len());
    let mut after_single = false;
    for word in folded.split(' ') {
        let is_single = word.chars().count() == 1;
        if !(joined.is_empty() || after_single && is_single) {
            joined.push(' ');
        }
        joined.push_str(word);
        after_single = is_single;
    }
    // Set apart, `r n` is no `rn`; joined it is.
    fold(&joined)
}
