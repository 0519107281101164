//! Which event a message reports. A template hint only: anyone can write it, and it never decides
//! the origin.

use memchr::memchr_iter;

use super::Folded;
use super::fold::fold;
use crate::data::providers::{EventKind, Provider, Service, Words};

/// The event that the folded Subject, or else the visible text, is the template of. An event of the service that
/// sent the message is preferred to one of another service of the provider.
pub(super) fn recognise(
    provider: &'static Provider,
    service: Option<&'static Service>,
    subject: &Folded,
    text: &Folded,
) -> Option<&'static EventKind> {
    let mut best: Option<(u32, &'static EventKind)> = None;
    for event in provider.events {
        let (in_subject, in_text) = (longest(event.subject, subject), longest(event.text, text));
        if in_subject + in_text == 0 {
            continue;
        }
        let of_service = service.is_some_and(|service| service.id == event.service);
        let score = 2 * in_subject.min(200) + in_text.min(200) + if of_service { 1_000 } else { 0 };
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, event));
        }
    }
    best.map(|(_, event)| event)
}

/// Whether a Subject is one of the event's own and nothing more: then nobody else wrote in it.
pub fn is_subject_of(event: &EventKind, subject: &str) -> bool {
    let [own, _] = event.subject;
    let subject = fold(subject);
    own.iter().any(|words| words == subject.trim())
}

/// The length of the longest hint that a folded text holds; 0 when it holds none.
pub(super) fn longest(hints: [Words; 2], Folded { text, gist }: &Folded) -> u32 {
    let held = hints.into_iter().flatten().filter(|hint| gist.may_hold(hint) && holds(text, hint));
    held.map(|hint| hint.len() as u32).max().unwrap_or(0)
}

/// Whether a folded text holds these folded words as whole words. Text without spaces between its
/// words, such as Chinese, is matched at any place.
pub(super) fn holds(text: &str, words: &str) -> bool {
    let wide = |c: Option<char>| c.is_none_or(|c| c == ' ' || c >= '\u{2e80}');
    !words.is_empty()
        && places(text, words).any(|at| {
            wide(text.get(..at).and_then(|before| before.chars().next_back()))
                && wide(text.get(at + words.len()..).and_then(|after| after.chars().next()))
        })
}

/// Where a text holds a word, one place after the other. What is looked for here is short and mostly not there: the
/// standard library's searcher takes longer to set up than this takes to find out.
pub(super) fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut from = 0;
    std::iter::from_fn(move || {
        let last = text.len().checked_sub(word.len())?;
        let begins = text.get(from..=last)?;
        let at = from + memchr_iter(*word.first()?, begins).find(|at| begins_with(&text[from + at..], word))?;
        from = at + word.len();
        Some(at)
    })
}

/// Whether a text that has its first byte begins with a word.
fn begins_with(text: &[u8], word: &[u8]) -> bool {
    // the second byte tells most apart, without a call to compare
    text.get(1) == word.get(1).or(text.get(1)) && text.starts_with(word)
}

/// What stands before and behind the first place of a word in a text.
pub(super) fn around<'t>(text: &'t str, word: &'t str) -> Option<(&'t str, &'t str)> {
    let at = places(text, word).next()?;
    Some((&text[..at], &text[at + word.len()..]))
}
