//! Which fields a signature picks (RFC 6376 section 5.4.2): by name, from the bottom up.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::message::field::Field;

/// Fields that a reader sees or that decide how a body is shown, as they are usually written and in lower case.
const VISIBLE: [(&str, &str); 11] = [
    ("From", "from"),
    ("Sender", "sender"),
    ("Reply-To", "reply-to"),
    ("To", "to"),
    ("Cc", "cc"),
    ("Subject", "subject"),
    ("Date", "date"),
    ("Message-ID", "message-id"),
    ("MIME-Version", "mime-version"),
    ("Content-Type", "content-type"),
    ("Content-Transfer-Encoding", "content-transfer-encoding"),
];

/// Fields that every relay adds, so that one more of them means nothing.
const TRACE: [&str; 8] = [
    "received",
    "return-path",
    "dkim-signature",
    "authentication-results",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "delivered-to",
];

/// The prefix under which Microsoft signs its own notes, and the one it gives them afterwards.
const SIGNED_PREFIX: &[u8] = b"x-ms-exchange-antispam-messagedata-";
const RENAMED_PREFIX: &[u8] = b"x-ms-exchange-antispam-messagedata-original-";

/// How renamed fields are presented to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renaming {
    /// Every field under its own name.
    AsWritten,
    /// `...-MessageData-Original-*` under `...-MessageData-*`. A field that has such a name beside
    /// them was added later, above, and so is picked last.
    Undone,
}

/// The fields of a message by name, so that a signature finds each of its fields at once.
pub struct FieldIndex<'m, 'a> {
    fields: &'m [Field<'a>],
    /// Name in lower case and place of each field, sorted by name and then from the bottom up.
    entries: Vec<(Vec<u8>, usize)>,
}

/// A name of `h=` and the field that it picks.
#[derive(Clone, Debug)]
pub struct Picked<'m, 'a> {
    /// The name as it stands in `h=`.
    pub name: &'a [u8],
    /// The name that was signed, when it is not the field's own any more.
    pub renamed: bool,
    /// The field; `None` when `h=` names one more than there are.
    pub field: Option<&'m Field<'a>>,
}

impl<'m, 'a> FieldIndex<'m, 'a> {
    /// Indexes all fields.
    pub fn new(fields: &'m [Field<'a>], renaming: Renaming) -> Self {
        let mut entries: Vec<(Vec<u8>, usize)> = Vec::with_capacity(fields.len());
        for (at, field) in fields.iter().enumerate() {
            let mut name = field.name.to_ascii_lowercase();
            if renaming == Renaming::Undone
                && let Some(rest) = name.strip_prefix(RENAMED_PREFIX)
            {
                name = [SIGNED_PREFIX, rest].concat();
            }
            entries.push((name, at));
        }
        entries.sort_unstable_by(order);
        Self { fields, entries }
    }

    /// Whether undoing Microsoft's renaming would make a difference.
    pub fn has_renamed(&self) -> bool {
        let at = self.entries.partition_point(|entry| entry.0.as_slice() < RENAMED_PREFIX);
        self.entries.get(at).is_some_and(|entry| entry.0.starts_with(RENAMED_PREFIX))
    }

    /// Range of the entries of a name in lower case.
    fn group(&self, name: &[u8]) -> std::ops::Range<usize> {
        let start = self.entries.partition_point(|entry| entry.0.as_slice() < name);
        let length = self.entries[start..].partition_point(|entry| entry.0 == name);
        start..start + length
    }

    /// The fields that the names of an `h=` pick, in order. `own`, the signature itself, is never
    /// picked.
    pub fn pick(&self, names: &[&'a [u8]], own: &Field) -> Vec<Picked<'m, 'a>> {
        let mut next: Vec<(usize, usize)> = Vec::new(); // start of a group, its next entry; sorted
        names
            .iter()
            .map(|&name| {
                let group = self.group(&name.to_ascii_lowercase());
                if group.is_empty() {
                    return Picked { name, renamed: false, field: None };
                }
                let slot = next.binary_search_by_key(&group.start, |slot| slot.0).unwrap_or_else(|slot| {
                    next.insert(slot, (group.start, group.start));
                    slot
                });
                let mut field = None;
                while field.is_none() && next[slot].1 < group.end {
                    field = self.fields.get(self.entries[next[slot].1].1).filter(|field| field.start != own.start);
                    next[slot].1 += 1;
                }
                Picked { name, renamed: field.is_some_and(|field| !field.name.eq_ignore_ascii_case(name)), field }
            })
            .collect()
    }

    /// What a reader sees and the picked fields leave out: the name of a field of which none is
    /// covered, or `extra` and the name when there are more than are covered.
    pub fn left_out(&self, picked: &[Picked]) -> Vec<String> {
        let mut counts: Vec<(Cow<[u8]>, usize)> = VISIBLE.iter().map(|(_, name)| (name.as_bytes().into(), 0)).collect();
        let shown = counts.len();
        let present = picked.iter().filter(|picked| picked.field.is_some());
        let mut names: Vec<(Vec<u8>, usize)> = present.map(|picked| (picked.name.to_ascii_lowercase(), 0)).collect();
        names.sort_unstable_by(order);
        for same in names.chunk_by(|one, other| one.0 == other.0) {
            let Some((name, _)) = same.first() else { continue };
            match counts.iter_mut().take(shown).find(|(visible, _)| *visible == *name) {
                Some((_, count)) => *count = same.len(),
                None if name.starts_with(b"x-") || TRACE.iter().any(|trace| trace.as_bytes() == name) => {}
                None => counts.push((name.clone().into(), same.len())),
            }
        }
        let mut left_out = Vec::new();
        for (at, (name, covered)) in counts.iter().enumerate() {
            if self.group(name).len() > *covered {
                let shown = VISIBLE
                    .get(at)
                    .map_or_else(|| String::from_utf8_lossy(name).into_owned(), |(name, _)| (*name).into());
                left_out.push(if *covered == 0 { shown } else { ["extra ", &shown].concat() });
            }
        }
        left_out
    }
}

/// By name, then from the bottom up. One function for both lists, so that the sorting is compiled once.
fn order(one: &(Vec<u8>, usize), other: &(Vec<u8>, usize)) -> Ordering {
    one.0.cmp(&other.0).then(other.1.cmp(&one.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::field::scan;

    fn picked(header: &str, names: &[&'static str], renaming: Renaming) -> Vec<Option<String>> {
        let header = scan(header.as_bytes());
        let own = scan(b"Own: x\n").fields[0];
        let own = Field { start: usize::MAX, ..own };
        let names: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        FieldIndex::new(&header.fields, renaming)
            .pick(&names, &own)
            .iter()
            .map(|picked| picked.field.map(Field::unfolded))
            .collect()
    }

    fn left_out(header: &str, names: &[&'static str]) -> Vec<String> {
        let header = scan(header.as_bytes());
        let own = Field { start: usize::MAX, ..header.fields[0] };
        let names: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        let index = FieldIndex::new(&header.fields, Renaming::AsWritten);
        index.left_out(&index.pick(&names, &own))
    }

    #[test]
    fn repeated_names_pick_from_the_bottom_up_and_then_nothing() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            picked("A: 1\nB: x\na: 2\n", &["a", "b", "A", "a", "c", "d", "c"], Renaming::AsWritten),
            [some("2"), some("x"), some("1"), None, None, None, None]
        );
    }

    #[test]
    fn microsofts_renaming_is_undone_when_asked() {
        let header = "X-MS-Exchange-AntiSpam-MessageData-0: new\nX-MS-Exchange-AntiSpam-MessageData-Original-0: old\n";
        let name = &["x-ms-exchange-antispam-messagedata-0"];
        assert_eq!(picked(header, name, Renaming::AsWritten), [Some("new".to_owned())]);
        assert_eq!(picked(header, name, Renaming::Undone), [Some("old".to_owned())]);
    }

    #[test]
    fn visible_fields_that_are_not_covered_are_named() {
        assert_eq!(left_out("From: a\nSubject: b\nX-Y: z\n", &["from"]), ["Subject"]);
        assert_eq!(left_out("From: a\nFrom: b\n", &["from"]), ["extra From"]);
        assert!(left_out("From: a\nFrom: b\nReceived: c\nReceived: d\n", &["from", "from", "received"]).is_empty());
        assert_eq!(left_out("From: a\nList-Id: b\nList-Id: c\n", &["from", "list-id"]), ["extra list-id"]);
    }
}
