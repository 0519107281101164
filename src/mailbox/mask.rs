//! What names the recipient, and codes, taken out of a table before it is handed on: the same as the page takes out of a
//! report (`www/view/mask.js`).
//!
//! Every address is masked unless it is the sender's. Masked are also the names of recipients, numbers as codes are
//! written, and long runs that are no word. Whoever receives mail in one row is a recipient in all of them.

use super::Records;
use super::names::Names;
use super::order::{Groups, distinct, pair};
use super::record::Record;
use crate::claim::provider;
use crate::data::providers::{SERVICE_WORDS, TELLING_WORDS};
use crate::message::address;

/// What stands in the place of what is masked.
pub(super) const MASK: &str = "[masked]";

/// Characters of a run that is looked at as a token.
const TOKEN: usize = 16;

/// Digits of a number that may be a code.
const DIGITS: usize = 4;

/// Bytes of a local part and of a host (RFC 5321 section 4.5.3.1), with some room.
const LOCAL: usize = 128;
const HOST: usize = 253;

/// Words that greet, in the languages of the page.
const GREETINGS: [&str; 49] = [
    "hi",
    "hello",
    "hey",
    "dear",
    "good morning",
    "good afternoon",
    "good evening",
    "hallo",
    "guten tag",
    "guten morgen",
    "guten abend",
    "liebe",
    "lieber",
    "sehr geehrte",
    "sehr geehrter",
    "bonjour",
    "bonsoir",
    "salut",
    "cher",
    "chère",
    "hola",
    "estimado",
    "estimada",
    "querido",
    "querida",
    "buenos días",
    "ciao",
    "gentile",
    "salve",
    "caro",
    "cara",
    "buongiorno",
    "olá",
    "prezado",
    "prezada",
    "beste",
    "geachte",
    "cześć",
    "witaj",
    "drogi",
    "liebes",
    "sehr geehrtes",
    "szanowny",
    "szanowna",
    "droga",
    "尊敬的",
    "您好",
    "你好",
    "亲爱的",
];

/// What is masked in a mailbox.
#[derive(Debug, Default)]
pub(super) struct Masker {
    /// Addresses of recipients, in lower case and in order.
    recipients: Vec<String>,
    /// Their names, in lower case, as words with a space between them, in order.
    names: Vec<String>,
}

impl Masker {
    /// Collects who receives mail here.
    pub(super) fn of(rows: &Records, names: &Names) -> Self {
        let mut masker = Self::default();
        let mut seen = Groups::default();
        for (_, record) in rows.iter() {
            let known = seen.len();
            if seen.of(pair(record.to.index() as u32, record.to_name.index() as u32)) == known {
                masker.add(names.get(record.to), names.get(record.to_name));
            }
        }
        Self { recipients: distinct(masker.recipients), names: distinct(masker.names) }
    }

    fn add(&mut self, to: &str, name: &str) {
        let to = to.to_lowercase();
        // whoever writes to a provider is no recipient of its codes
        if provider::sender(&to, &address::host_of(&to)).is_some() {
            return;
        }
        let local = to.rsplit_once('@').map_or("", |(local, _)| local).replace('"', "");
        for whole in [local, name.to_lowercase()] {
            let words: Vec<&str> = words(&whole).map(|(_, word)| word).collect();
            let telling = |word: &&str| !SERVICE_WORDS.contains(word) && !TELLING_WORDS.contains(word);
            let length = |word: &&str| word.chars().count();
            for word in &words {
                if length(word) >= 3 && telling(word) {
                    self.names.push((*word).to_owned());
                }
            }
            if words.iter().map(length).sum::<usize>() >= 2 && words.iter().any(telling) {
                self.names.push(words.join(" "));
            }
        }
        if !to.is_empty() {
            self.recipients.push(to);
        }
    }

    /// Whether somebody receives mail at this address here.
    pub(super) fn receives(&self, address: &str) -> bool {
        self.recipients.binary_search(&address.to_lowercase()).is_ok()
    }

    /// The sender's address, which stays unless somebody receives mail by it.
    pub(super) fn sender(&self, address: &str) -> String {
        if self.receives(address) { MASK.to_owned() } else { address.to_owned() }
    }

    /// The recipient, of whom nothing stays.
    pub(super) fn recipient(&self, address: &str) -> String {
        if address.is_empty() { String::new() } else { MASK.to_owned() }
    }

    /// A name that the sender gives itself.
    pub(super) fn name(&self, text: &str, record: &Record, names: &Names) -> String {
        self.without_names(&self.soft(text, record, names), record)
    }

    /// What people write and read: a Subject, or the path of a file.
    pub(super) fn prose(&self, text: &str, record: &Record, names: &Names) -> String {
        let code = names.get(record.code);
        let text = if code.is_empty() { text.to_owned() } else { text.replace(code, MASK) };
        without_numbers(&without_greeting(&self.name(&text, record, names)))
    }

    /// Addresses, what a web address carries behind its host, and tokens.
    fn soft(&self, text: &str, record: &Record, names: &Names) -> String {
        let sender = names.get(record.from_address);
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, url, behind)) = next_url(rest) {
            out.push_str(&without_tokens(&self.addresses(before, sender)));
            out.push_str(&self.addresses(&bare_url(url), sender));
            rest = behind;
        }
        out.push_str(&without_tokens(&self.addresses(rest, sender)));
        out
    }

    /// Addresses: the sender's own stays, of others the host, of recipients nothing.
    fn addresses(&self, text: &str, sender: &str) -> String {
        let part = |c: char| !c.is_whitespace() && !"<>()\"',;:=@[]".contains(c);
        let of_host = |c: char| part(c) && !"/?#&".contains(c);
        let mut out = String::new();
        let mut done = 0;
        for (at, _) in text.match_indices('@') {
            if at < done {
                continue;
            }
            let before = text[done..at].char_indices().rev();
            let start = before
                .take_while(|&(from, c)| part(c) && at - done - from <= LOCAL)
                .last()
                .map_or(at, |(from, _)| done + from);
            let behind = text[at + 1..].char_indices();
            let end = behind
                .take_while(|&(to, c)| of_host(c) && to < HOST)
                .last()
                .map_or(at + 1, |(to, c)| at + 1 + to + c.len_utf8());
            if start == at || end == at + 1 {
                continue;
            }
            let found = text[start..end].trim_end_matches('.');
            out.push_str(&text[done..start]);
            if self.receives(found) {
                out.push_str(MASK);
            } else if found.eq_ignore_ascii_case(sender) {
                out.push_str(found);
            } else {
                out.push_str(MASK);
                out.push_str(&text[at..start + found.len()]);
            }
            done = start + found.len();
        }
        out.push_str(&text[done..]);
        out
    }

    fn without_names(&self, text: &str, record: &Record) -> String {
        let lower: Vec<(std::ops::Range<usize>, String)> =
            words(text).map(|(range, word)| (range, word.to_lowercase())).collect();
        let held = |word: &str| {
            record.provider().is_some_and(|provider| {
                provider.id == word
                    || provider.name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|own| own == word)
            })
        };
        let mut out = String::new();
        let (mut done, mut at) = (0, 0);
        while at < lower.len() {
            let word = lower[at].1.as_str();
            let first = |run: &str| run.split(' ').next().unwrap_or("").cmp(word);
            let start = self.names.partition_point(|run| first(run).is_lt());
            // the longest of the names that stand here
            let mut fit = 0;
            for run in self.names[start..].iter().take_while(|run| first(run).is_eq()) {
                let length = run.split(' ').count();
                let here = lower.get(at..at + length).unwrap_or_default();
                let same = !here.is_empty() && here.iter().zip(run.split(' ')).all(|((_, one), other)| one == other);
                if length > fit && same && !run.split(' ').all(held) {
                    fit = length;
                }
            }
            // what was masked already stays as it is
            let own = text[..lower[at].0.start].ends_with('[') && lower[at].1 == "masked";
            if fit == 0 || own {
                at += 1;
                continue;
            }
            out.push_str(&text[done..lower[at].0.start]);
            out.push_str(MASK);
            at += fit;
            done = lower[at - 1].0.end;
        }
        out.push_str(&text[done..]);
        out
    }
}

/// The runs of letters and digits in a text, with their places.
fn words(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let inside = |c: char| c.is_alphanumeric();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(inside)?;
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start..end, &text[start..end]))
    })
}

/// The next web address: what stands before it, the address, and what stands behind it.
fn next_url(text: &str) -> Option<(&str, &str, &str)> {
    let (at, _) = text.match_indices("://").find(|&(at, _)| {
        let scheme = text[..at].rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        ["http", "https", "ftp", "hxxp", "hxxps"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })?;
    let start = text[..at]
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let end =
        text[at..].find(|c: char| c.is_whitespace() || "<>\"".contains(c)).map_or(text.len(), |length| at + length);
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// A web address with its host and the short words of its path.
fn bare_url(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |length| host + length);
    let query = url[path..].find(['?', '#']).map_or(url.len(), |length| path + length);
    let telling = |part: &str| {
        part.chars().count() > 24
            || part.chars().filter(|c| c.is_numeric()).count() > 1
            || part.contains(['=', '@', '%', '~'])
    };
    let parts: Vec<&str> = url[path..query].split('/').map(|part| if telling(part) { MASK } else { part }).collect();
    let mut out = [&url[..path], &parts.join("/")].concat();
    if let Some(mark) = url[query..].chars().next() {
        out.push(mark);
        out.push_str(MASK);
    }
    out
}

/// Without long runs that are neither a host nor a word.
fn without_tokens(text: &str) -> String {
    let inside = |c: char| c.is_ascii_alphanumeric() || "_+/=~-.".contains(c);
    pieces(text, inside, |run| {
        let labels: Vec<&str> = run.split('.').collect();
        let last = labels
            .last()
            .is_some_and(|last| (2..=24).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let label = |label: &&str| (1..=63).contains(&label.len()) && !label.contains(['+', '/', '=', '~']);
        if labels.len() > 1 && last && labels.iter().all(label) && !run.starts_with("eyJ") {
            return run.to_owned();
        }
        let masked: Vec<&str> =
            labels.into_iter().map(|part| if part.len() >= TOKEN && !is_plain(part) { MASK } else { part }).collect();
        masked.join(".")
    })
}

/// Whether a run could be a word: it has no digit, and no small letter between two capitals.
fn is_plain(run: &str) -> bool {
    let first = run.find(|c: char| c.is_ascii_uppercase());
    let last = run.rfind(|c: char| c.is_ascii_uppercase());
    let between = first.zip(last).and_then(|(first, last)| run.get(first..last)).unwrap_or("");
    !run.bytes().any(|byte| byte.is_ascii_digit()) && !between.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Without numbers as codes are written: four digits at least, with a space or a hyphen in between.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (digits, length) = number(rest);
        let behind = rest[length..].chars().next();
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let length = if digits == 0 { c.len_utf8() } else { length };
        if digits >= DIGITS && alone(before) && alone(behind) {
            out.push_str(MASK);
        } else {
            out.push_str(&rest[..length]);
        }
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    out
}

/// How many digits a text begins with, single spaces and hyphens between them, and their bytes.
fn number(text: &str) -> (usize, usize) {
    let (mut digits, mut length) = (0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_numeric() {
            digits += 1;
            length = at + c.len_utf8();
        } else if digits == 0 || !matches!(c, ' ' | '-') || !chars.peek().is_some_and(|(_, next)| next.is_numeric()) {
            break;
        }
    }
    (digits, length)
}

/// Without the name behind a greeting, or before a Japanese title.
fn without_greeting(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    let lower = text.to_lowercase();
    // a text that is of another length in small letters is no greeting of ours
    let greeting = (lower.len() == text.len()).then(|| {
        let fits = |word: &&&str| {
            lower[start..].strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        GREETINGS.iter().filter(fits).max_by_key(|word| word.len())
    });
    let mut out = text.to_owned();
    if let Some(word) = greeting.flatten() {
        let gap = |c: char| " ,，、".contains(c);
        let behind = start + word.len();
        let name = behind + text[behind..].find(|c| !gap(c)).unwrap_or(text.len() - behind);
        let end = text[name..].find(|c| "\n,，、:!！.。".contains(c)).map_or(text.len(), |length| name + length);
        if end > name {
            out.replace_range(name..end, MASK);
        }
    }
    for title in ["様", "さん"] {
        if let Some(at) = out.find(title) {
            let name = out[..at].trim_end_matches(' ');
            let start = name
                .rfind(|c: char| c.is_whitespace() || "、。,".contains(c))
                .map_or(0, |before| before + name[before..].chars().next().map_or(1, char::len_utf8));
            if start < name.len() {
                let range = start..name.len();
                out.replace_range(range, MASK);
            }
        }
    }
    out
}

/// A text in which each longest run of such characters is replaced.
fn pieces(text: &str, inside: impl Fn(char) -> bool, replace: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(&inside) {
        let end = rest[start..].find(|c| !inside(c)).map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..start]);
        out.push_str(&replace(&rest[start..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
