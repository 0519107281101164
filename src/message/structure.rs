//! What the structure of the header section gives away: shapes on which programs disagree.

use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::Message;
use super::address::{self, AddressList};
use super::domain;
use super::field::{DefectKind, Field, line_end};

/// A shape that RFC 5322 does not allow, or that is made to be read in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The bytes.
    pub ranges: Vec<Range<usize>>,
}

/// The shapes that are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The From field shows an address of another domain in its display name.
    AddressInName {
        /// The address that is shown.
        shown: String,
    },
    /// A carriage return inside a line.
    BareCarriageReturn,
    /// A field that may stand once stands more often (RFC 5322 section 3.6).
    FieldRepeated {
        /// Its name.
        name: &'static str,
        /// How often.
        count: usize,
    },
    /// A name that is folded away from its colon, indented, or followed by a space.
    FoldedName {
        /// Its name.
        name: String,
    },
    /// From holds more than one address.
    FromAddresses {
        /// The addresses.
        addresses: Vec<String>,
    },
    /// From ends its display name in a comma, so that by the grammar the name is an address of its
    /// own without a host, and programs show one author and check another.
    FromDangling,
    /// From breaks the grammar.
    FromMalformed,
    /// There is no From field.
    FromMissing,
    /// There is more than one From field.
    FromRepeated {
        /// How many.
        count: usize,
    },
    /// A NUL byte.
    Nul {
        /// The field it stands in.
        field: String,
    },
}

/// Fields that may stand once, and whose second instance changes what a reader sees.
const ONCE: [&str; 5] = ["Subject", "Reply-To", "Sender", "Content-Type", "Content-Transfer-Encoding"];

/// Names that a disguised field is looked for under.
const DISGUISED: [&str; 4] = ["from", "sender", "subject", "reply-to"];

/// Everything that is found, with the address list of the topmost From field.
pub fn examine(message: &Message) -> (AddressList, Vec<Finding>) {
    let mut findings = Vec::new();
    let from: Vec<_> = message.all("From").collect();
    let author = from.first().map(|field| author_of(message, field)).unwrap_or_default();
    match from.len() {
        0 => findings.push(Finding { kind: FindingKind::FromMissing, ranges: Vec::new() }),
        1 => {}
        count => findings.push(Finding {
            kind: FindingKind::FromRepeated { count },
            ranges: from.iter().map(|field| field.range()).collect(),
        }),
    }
    if let Some(field) = from.first() {
        findings.extend(author_shape(&author).map(|kind| Finding { kind, ranges: vec![field.range()] }));
    }
    for name in ONCE {
        let ranges: Vec<_> = message.all(name).map(|field| field.range()).collect();
        if ranges.len() > 1 {
            findings.push(Finding { kind: FindingKind::FieldRepeated { name, count: ranges.len() }, ranges });
        }
    }
    findings.extend(defects(message));
    let is_folded = |finding: &Finding| matches!(finding.kind, FindingKind::FoldedName { .. });
    if !findings.iter().any(is_folded) {
        findings.extend(folded_author(message));
    }
    (author, findings)
}

/// The author as the field names it. The grammar counts in a message as it was received; a copy of what a mail program
/// shows has no Received field, and may have other brackets.
fn author_of(message: &Message, field: &Field) -> AddressList {
    let author = address::parse(field);
    let received = message.first("Received").is_some();
    let named = author.mailboxes.iter().any(|mailbox| !mailbox.address.is_empty());
    let copied = if received || named { None } else { address::parse_copied(field) };
    copied.unwrap_or(author)
}

/// What is odd about the author field.
fn author_shape(author: &AddressList) -> Option<FindingKind> {
    if author.mailboxes.len() > 1 {
        let addresses = author.mailboxes.iter().map(|mailbox| mailbox.address.clone()).collect();
        return Some(FindingKind::FromAddresses { addresses });
    }
    let Some(mailbox) = author.mailboxes.first() else { return Some(FindingKind::FromMalformed) };
    let own = mailbox.registrable.as_deref().unwrap_or(&mailbox.host);
    let other = author.seen.iter().find(|seen| {
        let host = address::host_of(seen);
        host != mailbox.host && domain::registrable(&host).unwrap_or(&host) != own
    });
    match other {
        Some(_) if !author.strict => Some(FindingKind::FromAddresses { addresses: author.seen.clone() }),
        Some(shown) => Some(FindingKind::AddressInName { shown: shown.clone() }),
        None if !author.strict && ends_in_comma(&mailbox.name) => Some(FindingKind::FromDangling),
        None if !author.strict => Some(FindingKind::FromMalformed),
        None => None,
    }
}

/// Whether nothing but marks stands behind the last comma of a name, as in `Brand ,_`.
fn ends_in_comma(name: &str) -> bool {
    name.rsplit_once(',').is_some_and(|(_, behind)| !behind.contains(char::is_alphanumeric))
}

/// What the scanner found, one finding of each kind.
fn defects(message: &Message) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    if message.header.defects.is_empty() {
        return findings;
    }
    // some programs write `From : x` when they show or copy a header, and then so in every field
    let spaced = |field: &Field| matches!(field.whole.get(field.name.len()), Some(b' ' | b'\t'));
    let all_spaced = message.fields().iter().all(spaced);
    let present: Vec<&str> = DISGUISED.into_iter().filter(|name| message.first(name).is_some()).collect();
    for defect in &message.header.defects {
        if all_spaced && defect.kind == DefectKind::SpaceBeforeColon {
            continue;
        }
        let line = &message.bytes[defect.range.start..line_end(message.bytes, defect.range.start).0];
        let kind = match defect.kind {
            DefectKind::BareCarriageReturn => match smuggled(&present, line) {
                Some(name) => FindingKind::FoldedName { name: name.to_owned() },
                None => FindingKind::BareCarriageReturn,
            },
            // the field is looked for once, however many there are
            DefectKind::Nul => FindingKind::Nul { field: String::new() },
            DefectKind::SpaceBeforeColon | DefectKind::ContinuationFirst | DefectKind::NotAField => {
                match disguised(line) {
                    Some(name) => FindingKind::FoldedName { name: name.to_owned() },
                    None => continue,
                }
            }
            DefectKind::WhiteSpaceLine => continue,
        };
        if !findings.iter().any(|finding| std::mem::discriminant(&finding.kind) == std::mem::discriminant(&kind)) {
            findings.push(Finding { kind, ranges: vec![defect.range.clone()] });
        }
    }
    for finding in &mut findings {
        if let FindingKind::Nul { field } = &mut finding.kind {
            let at = finding.ranges.first().map_or(0, |range| range.start);
            let holder = message.fields().iter().find(|field| field.range().contains(&at));
            *field = holder.map_or("the header".into(), |field| String::from_utf8_lossy(field.name).into_owned());
        }
    }
    findings
}

/// The second field of a name that stands behind a carriage return in a line, for programs that take
/// the return for a line end.
fn smuggled(present: &[&str], line: &[u8]) -> Option<&'static str> {
    line.split(|&byte| byte == b'\r')
        .filter(|part| part.contains(&b':'))
        .filter_map(disguised)
        .find(|name| present.contains(name))
}

/// An author with an address in a continuation line, which is a field of its own for programs that
/// overlook the white space before it. Looked for in fields that never hold such a line: a Subject
/// may, and the lists of names in a signature do.
fn folded_author(message: &Message) -> Option<Finding> {
    const STRUCTURED: [&str; 10] = [
        "Received",
        "Return-Path",
        "Delivered-To",
        "Received-SPF",
        "Authentication-Results",
        "To",
        "Cc",
        "Date",
        "Message-ID",
        "MIME-Version",
    ];
    let fields = message.fields().iter().filter(|field| STRUCTURED.iter().any(|name| field.is(name)));
    for field in fields {
        for newline in memchr_iter(b'\n', field.value) {
            let start = newline + 1;
            let line = &field.value[start..];
            let first = line.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\x0c'));
            if !first.is_some_and(|byte| byte.eq_ignore_ascii_case(&b'f')) {
                continue;
            }
            let line = &line[..memchr(b'\n', line).unwrap_or(line.len())];
            if disguised(line) == Some("from") && line.contains(&b':') && line.contains(&b'@') {
                let kind = FindingKind::FoldedName { name: "from".to_owned() };
                let at = field.value_start() + start;
                let range = at..at + line.trim_ascii_end().len();
                return Some(Finding { kind, ranges: Vec::from([range]) });
            }
        }
    }
    None
}

/// The field that a line pretends to be: its name before a colon, or alone.
fn disguised(line: &[u8]) -> Option<&'static str> {
    let name = line.split(|&byte| byte == b':').next()?.trim_ascii();
    DISGUISED.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(header: &str) -> Vec<FindingKind> {
        examine(&Message::parse(header.as_bytes())).1.into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn an_ordinary_header_has_no_findings() {
        for header in [
            "From: Jo Roe <jo@mailbox.example>\r\nTo: al@mailbox.example\r\nSubject: x\r\n",
            "From: jo@mailbox.example <jo@mailbox.example>\r\nTo: al@mailbox.example\r\n",
            "From: \"jo@mailbox.example\" <jo@news.mailbox.example>\r\nTo: al@mailbox.example\r\n",
            "From : jo@mailbox.example\r\nTo : al@mailbox.example\r\nSubject : x\r\n",
            "Subject: As you asked\r\n From: al@mailbox.example\r\nFrom: jo@mailbox.example\r\n",
            "DKIM-Signature: z=To:al@mailbox.example|\r\n From:jo@mailbox.example\r\nFrom: jo@mailbox.example\r\n",
            "To: al@mailbox.example,\r\n jo@mailbox.example\r\nFrom: jo@mailbox.example\r\n",
        ] {
            let found = kinds(header);
            assert!(found.iter().all(|kind| *kind == FindingKind::FromMalformed), "{header}: {found:?}");
        }
    }

    #[test]
    fn every_deceptive_shape_is_found() {
        let two = kinds("From: a@one.example\r\nFrom: b@two.example\r\nTo: c@d.example\r\n");
        assert_eq!(two, [FindingKind::FromRepeated { count: 2 }]);
        let shown = kinds("From: \"support@brand.example\" <x@attack.example>\r\nTo: c@d.example\r\n");
        assert_eq!(shown, [FindingKind::AddressInName { shown: "support@brand.example".to_owned() }]);
        for (from, name) in [
            ("From: <any@attack.example>admin@legit.example", "text behind"),
            ("From: a@one.example, b@two.example", "list"),
            ("From: admin@legit.example <x@attack.example>", "before the bracket"),
            ("From: <@route.example,@any.example:admin@legit.example>", "route"),
        ] {
            let found = kinds(&format!("{from}\r\nTo: c@d.example\r\n"));
            assert!(matches!(found[..], [FindingKind::FromAddresses { .. }]), "{name}: {found:?}");
        }
        for name in ["Microsoft account team ,", "Microsoft account team ,_"] {
            let found = kinds(&format!("From: {name}<x@attack.example>\r\nTo: c@d.example\r\n"));
            assert_eq!(found, [FindingKind::FromDangling], "{name}");
        }
        assert_eq!(kinds("From: Roe, Jo <jo@mailbox.example>\r\nTo: c@d.example\r\n"), [FindingKind::FromMalformed]);
        let nul = kinds("From: a@one.example\r\nDKIM-Signature: s=a\0b\r\n");
        assert_eq!(nul, [FindingKind::Nul { field: "DKIM-Signature".to_owned() }]);
        for disguise in ["From : b@two.example", "From\r\n : b@two.example"] {
            let found = kinds(&format!("To: c@d.example\r\nFrom: a@one.example\r\n{disguise}\r\n"));
            assert!(found.contains(&FindingKind::FoldedName { name: "from".to_owned() }), "{disguise}: {found:?}");
        }
        let indented = kinds(" From: b@two.example\r\nFrom: a@one.example\r\n");
        assert_eq!(indented, [FindingKind::FoldedName { name: "from".to_owned() }]);
        let smuggled = kinds("From: a@one.example\r\nX-A: b\rFrom: b@two.example\r\n");
        assert_eq!(smuggled, [FindingKind::FoldedName { name: "from".to_owned() }]);
        assert_eq!(kinds("From: a@one.example\r\nX-A: b\rnext\r\n"), [FindingKind::BareCarriageReturn]);
        let folded = kinds("Received: from x by y; today\r\n From: <b@two.example>\r\nFrom: a@one.example\r\n");
        assert_eq!(folded, [FindingKind::FoldedName { name: "from".to_owned() }]);
        let repeated = kinds("From: a@one.example\r\nSubject: x\r\nSubject: y\r\n");
        assert_eq!(repeated, [FindingKind::FieldRepeated { name: "Subject", count: 2 }]);
    }
}
