//! Host names that are made to look like a provider's.

use super::event::around;
use super::fold::fold;
use super::naming::{is_service_text, is_telling};
use crate::data::providers::Provider;
use crate::message::domain;

/// In which way a host looks like a provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Other characters that look the same: `paypa1.example`, a Cyrillic `а`.
    Confusable,
    /// The provider's name under a domain that is not known as its own: `paypal.example`.
    SameName,
    /// The provider's whole domain in front of another: `paypal.com.evil.example`.
    WholeDomain,
    /// The name beside words such as `verify` or `login`: `microsoftonline-verify.example`.
    Combined,
    /// The name beside other words, or as a subdomain: `paypal-forum.example`, `google.shop.example`.
    Mentioned,
    /// One letter away from the name: `mircosoft.example`.
    Typo,
}

/// A host name, read once for the comparison with every provider.
#[derive(Debug)]
pub struct Host<'a> {
    name: &'a str,
    /// Where the labels below the registered one begin.
    starts: Vec<usize>,
    /// The label that was registered, in Unicode form.
    registered: String,
    /// The same, folded.
    folded: String,
    /// The same without spaces.
    joined: String,
    /// The labels below it, folded, with a space between all words.
    below: String,
    /// Whether `name` is a host name at all.
    usable: bool,
}

impl<'a> Host<'a> {
    /// Reads a host in ASCII form and lower case.
    pub fn read(name: &'a str) -> Self {
        let usable = domain::is_host_name(name);
        let [registered, folded, joined, below] = Default::default();
        let mut host = Self { name, starts: Vec::new(), registered, folded, joined, below, usable };
        if usable {
            let unicode = domain::to_unicode(name).unwrap_or_else(|| name.into());
            let registrable = domain::registrable(name).unwrap_or(name);
            let below = &name[..name.len().saturating_sub(registrable.len())];
            host.starts = std::iter::once(0).chain(below.match_indices('.').map(|(at, _)| at + 1)).collect();
            host.starts.retain(|&start| start < below.len());
            let depth = registrable.matches('.').count();
            let mut labels = unicode.rsplit('.').skip(depth);
            host.registered = labels.next().unwrap_or_default().into();
            host.folded = fold(&host.registered);
            host.joined = host.folded.split(' ').collect();
            for label in labels {
                host.below.push_str(&fold(label));
                host.below.push(' ');
            }
        }
        host
    }

    /// The host as it was given.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The label that was registered, folded and without spaces.
    pub(super) fn joined(&self) -> &str {
        &self.joined
    }

    /// Everything else in which a provider's name or domain is looked for.
    pub(super) fn texts(&self) -> [&str; 3] {
        [self.name, &self.folded, &self.below]
    }
}

/// How the host looks like the provider's; `None` when it does not, and for its own hosts.
/// Linear in the length of the host.
pub fn likeness(host: &Host, provider: &Provider) -> Option<Likeness> {
    let Host { name, starts, registered, folded, joined, below, usable } = host;
    if !usable {
        return None;
    }
    let mut whole = false;
    if provider.top_level.iter().any(|domain| domain::is_under(name, domain)) {
        return None;
    }
    for domain in provider.domains {
        if domain::is_under(name, domain) {
            return None;
        }
        whole |= starts
            .iter()
            .map(|&start| &name[start..])
            .any(|rest| rest.as_bytes().get(domain.len()) == Some(&b'.') && rest.starts_with(domain));
    }
    if provider.open_hosts.iter().any(|domain| domain::is_under(name, domain)) {
        return None;
    }
    if whole {
        return Some(Likeness::WholeDomain);
    }
    let words = || names_in_hosts(provider);
    let distinct = |word: &str| provider.brands.contains(word);

    let mut best = None;
    for word in words() {
        if joined == word {
            let written = registered.replace('-', "");
            let plain = provider.plain.contains(&written);
            return Some(if plain { Likeness::SameName } else { Likeness::Confusable });
        }
        let Some((before, after)) = around(folded, word) else {
            if best.is_none() && word.len() >= 6 && one_edit(joined, word) && distinct(word) {
                best = Some(Likeness::Typo);
            }
            continue;
        };
        let mut rest = before.split(' ').chain(after.split(' ')).filter(|part| !part.is_empty());
        // `my` or `web` before a common word is anybody's; `support` or `security` is not.
        let telling = distinct(word) || before.len() + after.len() >= 6;
        if telling && rest.all(|part| is_service_text(part, provider)) {
            best = Some(Likeness::Combined);
        } else if best.is_none() {
            let apart = folded.split(' ').any(|token| token == word);
            if apart || distinct(word) && word.len() >= 6 {
                best = Some(Likeness::Mentioned);
            }
        }
    }
    let short = |word: &&str| word.len() == 4;
    for word in provider.ordinary.iter().chain(provider.brands.iter().filter(short)).filter(|word| word.len() >= 4) {
        // Ordinary people and firms have such hosts: a digit for a letter, or a telling word, takes it from them.
        if joined == word
            && word.len() >= 5
            && !registered.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        {
            return Some(Likeness::Confusable);
        }
        let apart = || word.len() >= 5 || folded.split(' ').any(|token| token == word);
        if let Some((before, after)) = around(folded, word).filter(|_| apart()) {
            let rest = [before, after].join(" ");
            if is_telling(&rest) && rest.split(' ').all(|part| part.is_empty() || is_service_text(part, provider)) {
                best = Some(Likeness::Combined);
            }
        }
    }
    let named = || below.split(' ').any(|token| token.len() >= SHORTEST && words().any(|word| word == token));
    best.or_else(|| named().then_some(Likeness::Mentioned))
}

/// Bytes of a name that hosts are made of, at least.
const SHORTEST: usize = 5;

/// The names of a provider that a host can be made of.
fn names_in_hosts(provider: &Provider) -> impl Iterator<Item = &'static str> {
    provider.brands.iter().chain(provider.common).filter(|word| word.len() >= SHORTEST && !word.contains(' '))
}

/// Those of them that are known with a letter wrong.
pub(super) fn misspelt(provider: &Provider) -> impl Iterator<Item = &'static str> {
    names_in_hosts(provider).filter(|word| provider.brands.contains(word) && word.len() >= 6)
}

/// Whether one letter was added, left out, replaced or swapped with its neighbour.
fn one_edit(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one_edit_in(one.as_bytes(), other.as_bytes());
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    one_edit_in(&one, &other)
}

fn one_edit_in<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([x, y], [v, w]) => x == w && y == v,
        _ => a.len() <= 1 && b.len() <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::providers::PROVIDERS;

    fn like(host: &str, id: &str) -> Option<Likeness> {
        let provider = PROVIDERS.iter().find(|provider| provider.id == id).expect("a provider of the data");
        likeness(&Host::read(host), provider)
    }

    #[test]
    fn hosts_made_to_look_like_a_provider_are_told_apart_by_how() {
        for (host, id, expected) in [
            ("microsoftonline-verify.com", "microsoft", Likeness::Combined),
            ("paypal-security.example", "paypal", Likeness::Combined),
            ("appleid-verify.example", "apple", Likeness::Combined),
            ("paypal.com.evil.example", "paypal", Likeness::WholeDomain),
            ("www.paypal.com.evil.example", "paypal", Likeness::WholeDomain),
            ("paypa1.com", "paypal", Likeness::Confusable),
            ("rnicrosoft.com", "microsoft", Likeness::Confusable),
            ("mail.xn--pypal-4ve.com", "paypal", Likeness::Confusable),
            ("mircosoft.com", "microsoft", Likeness::Typo),
            ("microsft.com", "microsoft", Likeness::Typo),
            ("paypal.example", "paypal", Likeness::SameName),
            ("google.shop.example", "google", Likeness::Mentioned),
            ("github-fans.example", "github", Likeness::Mentioned),
            ("apple-support.example", "apple", Likeness::Combined),
            ("amazonsecurity.example", "amazon", Likeness::Combined),
            ("my-apple.example", "apple", Likeness::Mentioned),
        ] {
            assert_eq!(like(host, id), Some(expected), "{host}");
        }
    }

    #[test]
    fn ordinary_hosts_that_share_letters_with_a_provider_are_not_look_alikes() {
        for (host, id) in [
            ("applegate.example", "apple"),
            ("amazonia-tours.example", "amazon"),
            ("pineapple.example", "apple"),
            ("myapple.example", "apple"),
            ("googlegroups.com", "google"),
            ("access-accsecurity.com", "microsoft"),
            ("metallica.example", "meta"),
            ("xerox.com", "x"),
            ("evil.onmicrosoft.com", "microsoft"),
            ("accountprotection.microsoft.com", "microsoft"),
            ("shagmail.example", "google"),
            ("192.0.2.1", "paypal"),
            ("", "paypal"),
        ] {
            assert_eq!(like(host, id), None, "{host}");
        }
    }

    #[test]
    fn one_edit_is_one_letter() {
        for (one, other, expected) in [
            ("abcd", "abdc", true),
            ("abcd", "abc", true),
            ("abcd", "abxd", true),
            ("abcd", "axxd", false),
            ("a", "a", false),
        ] {
            assert_eq!(one_edit(one, other), expected, "{one} {other}");
        }
    }
}
