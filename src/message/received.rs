//! Received (RFC 5321 section 4.4).

use std::net::IpAddr;

use memchr::{memchr2, memrchr};

use super::auth_results::skip_cfws;
use super::field::Field;
use super::{Message, date, text};
use crate::limits;
use crate::report::{Hop, Span};

/// One Received field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The host that handed the message over, as it named itself (HELO); empty when not given.
    pub from: String,
    /// Its name by reverse lookup, as the writer of the field saw it.
    pub from_name: Option<String>,
    /// Its address, as the writer of the field saw it.
    pub from_address: Option<IpAddr>,
    /// The host that wrote the field; empty when not given.
    pub by: String,
    /// The protocol.
    pub with: String,
    /// The id of the message on that host.
    pub id: String,
    /// The recipient, without angle brackets.
    pub for_address: Option<String>,
    /// Its time in seconds since 1970-01-01T00:00:00Z.
    pub date: Option<i64>,
    /// Whether it says two things about who wrote it or who handed it over: a clause given twice, two
    /// addresses, an open comment. Such a field must not be used to recognise anybody.
    pub ambiguous: bool,
}

/// The clauses of a Received field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clause {
    From,
    By,
    With,
    Id,
    For,
    Other,
}

/// Parses one field: Received = *received-token ";" date-time, as many hosts write it.
pub fn parse(field: &Field) -> Received {
    let value = &field.value[..field.value.len().min(limits::FIELD_BYTES)];
    let (clauses, time) = split_date(value);
    let date = date::parse(&String::from_utf8_lossy(time));
    let mut received = Received { date, ..Received::default() };
    let mut seen = [false; 2];
    let mut clause = Clause::Other;
    let mut expects_value = false;
    let mut with_words = 0;
    let mut literal = false; // the address found stands in the place of a name
    let mut at = 0;
    while at < clauses.len() {
        if clauses[at] == b'(' {
            // One comment at a time: each can say who the other side was.
            let end = single_comment(clauses, at);
            let inner = clauses.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
            if clause == Clause::From {
                tcp_info(inner, &mut literal, &mut received);
            }
            at = end;
            continue;
        }
        if is_space(clauses[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at += clauses[at..].iter().position(|&byte| is_space(byte) || byte == b'(').unwrap_or(clauses.len() - at);
        let word = &clauses[start..at];
        let opened = if expects_value { None } else { opens(word) };
        if let Some(next) = opened {
            clause = next;
            expects_value = true;
            match clause {
                Clause::From => received.ambiguous |= std::mem::replace(&mut seen[0], true),
                Clause::By => received.ambiguous |= std::mem::replace(&mut seen[1], true),
                Clause::With => with_words = 0,
                _ => {}
            }
            continue;
        }
        match (clause, expects_value) {
            (Clause::From, true) if received.from.is_empty() => {
                received.from = text(word);
                received.from_address = address(word);
                literal = received.from_address.is_some();
            }
            (Clause::By, true) if received.by.is_empty() => received.by = text(word),
            (Clause::Id, true) if received.id.is_empty() => received.id = text(word),
            (Clause::For, true) if received.for_address.is_none() => {
                let address = text(word);
                received.for_address = Some(address.trim_matches(['<', '>']).to_owned());
            }
            (Clause::With, _) if with_words < 4 => {
                with_words += 1;
                if !received.with.is_empty() {
                    received.with.push(' ');
                }
                received.with.push_str(&text(word));
            }
            _ => {}
        }
        expects_value = false;
    }
    received.ambiguous |= !skip_balanced(clauses);
    received
}

/// The clause that a word opens, when it stands outside of comments.
fn opens(word: &[u8]) -> Option<Clause> {
    const WORDS: [(&[u8], Clause); 6] = [
        (b"from", Clause::From),
        (b"by", Clause::By),
        (b"with", Clause::With),
        (b"id", Clause::Id),
        (b"for", Clause::For),
        (b"via", Clause::Other),
    ];
    WORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|&(_, clause)| clause)
}

/// Splits at the last `;`: the date stands behind it.
fn split_date(value: &[u8]) -> (&[u8], &[u8]) {
    match memrchr(b';', value) {
        Some(at) => (&value[..at], &value[at + 1..]),
        None => (value, b""),
    }
}

/// The offset behind the comment at `at`.
fn single_comment(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0usize;
    let mut rest = bytes.get(at..).unwrap_or_default().iter().enumerate();
    while let Some((offset, byte)) = rest.next() {
        match byte {
            b'\\' => {
                rest.next();
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + offset + 1;
        }
        if depth > limits::COMMENT_DEPTH {
            break;
        }
    }
    bytes.len()
}

/// Whether all comments are closed and no parenthesis stands alone.
fn skip_balanced(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' => {
                let cfws = skip_cfws(bytes, at);
                if !cfws.closed {
                    return false;
                }
                at = cfws.at;
            }
            b')' => return false,
            _ => at = memchr2(b'(', b')', &bytes[at..]).map_or(bytes.len(), |found| at + found),
        }
    }
    true
}

/// TCP-info = address-literal / ( Domain FWS address-literal ), and what other programs put there:
/// `rdns [address]`, `[address] helo=name`, `EHLO name`, `address`.
fn tcp_info(comment: &[u8], literal: &mut bool, received: &mut Received) {
    let mut words = comment.split(|&byte| is_space(byte) || byte == b',').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word.eq_ignore_ascii_case(b"EHLO") || word.eq_ignore_ascii_case(b"HELO") {
            if let Some(helo) = words.next() {
                take_helo(helo, received);
            }
        } else if let Some(helo) = word.strip_prefix(b"helo=") {
            take_helo(helo, received);
        } else if let Some(found) = address(word) {
            match received.from_address {
                // The address of the connection replaces one that stands in the place of a name.
                None => received.from_address = Some(found),
                Some(known) if known == found => {}
                Some(_) if *literal => received.from_address = Some(found),
                Some(_) => received.ambiguous = true,
            }
            *literal = false;
        } else if received.from_name.is_none() && received.from_address.is_none() && is_host(word) {
            received.from_name = Some(text(word).trim_end_matches('.').to_owned());
        }
    }
}

/// The name by which the other side greeted; what stood in its place is then a reverse lookup.
fn take_helo(helo: &[u8], received: &mut Received) {
    let name = std::mem::replace(&mut received.from, text(helo.strip_suffix(b")").unwrap_or(helo)));
    if received.from_name.is_none() && address(name.as_bytes()).is_none() && is_host(name.as_bytes()) {
        received.from_name = Some(name);
    }
}

/// Whether a word looks like a host name with a dot.
fn is_host(word: &[u8]) -> bool {
    word.contains(&b'.') && word.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// An address, with or without brackets (RFC 5321 section 4.1.3).
pub fn address(word: &[u8]) -> Option<IpAddr> {
    let word = word.strip_prefix(b"[").map_or(word, |inner| inner.split(|&byte| byte == b']').next().unwrap_or(inner));
    let word = if word.len() > 5 && word[..5].eq_ignore_ascii_case(b"IPv6:") { &word[5..] } else { word };
    let word = word.split(|&byte| byte == b'%').next().unwrap_or(word);
    // nearly every word is a name, and told so by its first letters
    let numeric = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    if word.len() > 45 || !word.iter().all(numeric) { None } else { std::str::from_utf8(word).ok()?.parse().ok() }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// All Received fields up to a limit, newest first, each with its index in `message.fields()`.
pub fn fields<'m, 'a>(message: &'m Message<'a>) -> impl Iterator<Item = (usize, &'m Field<'a>)> {
    message.fields().iter().enumerate().filter(|(_, field)| field.is("Received")).take(limits::HOPS)
}

/// What they say.
pub fn path(message: &Message) -> Vec<(usize, Received)> {
    fields(message).map(|(index, field)| (index, parse(field))).collect()
}

/// The path for the report. `boundary` is the index in `message.fields()` of the field by which the
/// receiver took the message from outside.
///
/// A delay is in seconds against the hop below, which is older; it is negative when the clocks
/// disagree, and absent when one of the two has no date.
pub fn hops(message: &Message, path: &[(usize, Received)], boundary: Option<usize>) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::with_capacity(path.len());
    for (index, received) in path {
        let Some(field) = message.fields().get(*index) else { continue };
        if let Some(above) = hops.last_mut() {
            above.delay = above.epoch.zip(received.date).map(|(newer, older)| newer - older);
        }
        hops.push(Hop {
            from: received.from.clone(),
            from_address: received.from_address.map(|address| address.to_string()),
            by: received.by.clone(),
            with: received.with.clone(),
            for_address: received.for_address.clone(),
            epoch: received.date,
            delay: None,
            trusted: boundary.is_some_and(|boundary| *index <= boundary),
            boundary: boundary == Some(*index),
            span: Span { start: field.start as u32, end: field.end as u32 },
        });
    }
    hops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Received {
        let bytes = ["Received: ", value, "\r\n"].concat();
        let message = Message::parse(bytes.as_bytes());
        parse(&message.fields()[0])
    }

    #[test]
    fn postfix_names_helo_reverse_name_and_address() {
        let one = read(
            "from helo.example (mail.sender.example [192.0.2.7])\r\n\t(using TLSv1.3 with cipher X (256/256 bits))\r\n\tby mx.mailbox.example (Postfix) with ESMTPS id ABC\r\n\tfor <jo@mailbox.example>; Sat,  1 Jun 2024 12:00:00 +0000 (UTC)",
        );
        assert_eq!(one.from, "helo.example");
        assert_eq!(one.from_name.as_deref(), Some("mail.sender.example"));
        assert_eq!(one.from_address, "192.0.2.7".parse().ok());
        assert_eq!((&*one.by, &*one.with, &*one.id), ("mx.mailbox.example", "ESMTPS", "ABC"));
        assert_eq!(one.for_address.as_deref(), Some("jo@mailbox.example"));
        assert_eq!(one.date, Some(1_717_243_200));
        assert!(!one.ambiguous);
    }

    #[test]
    fn exchange_gives_a_bare_address_and_via() {
        let one = read(
            "from a.eurprd05.prod.outlook.com (2603:10a6:10:28d::6) by b.namprd17.prod.outlook.com (2603:10b6:610:1f5::14) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1 via Frontend Transport; Sat, 1 Jun 2024 12:00:00 +0000",
        );
        assert_eq!((&*one.from, &*one.by), ("a.eurprd05.prod.outlook.com", "b.namprd17.prod.outlook.com"));
        assert_eq!(one.from_address, "2603:10a6:10:28d::6".parse().ok());
        assert_eq!((&*one.with, &*one.id), ("Microsoft SMTP Server", "15.20.1"));
        let local = read("from a.example ([fe80::1%7]) by a.example ([fe80::1%7]) with mapi id 15.20.1; x");
        assert_eq!(local.from_address, "fe80::1".parse().ok());
    }

    #[test]
    fn gmail_yahoo_exim_and_qmail_are_read() {
        let one =
            read("by 2002:a05:612c:711:b0:381:73ac:3a65 with SMTP id a1csp2; Sat, 1 Jun 2024 12:00:00 -0700 (PDT)");
        assert_eq!((&*one.from, &*one.by, &*one.with), ("", "2002:a05:612c:711:b0:381:73ac:3a65", "SMTP"));
        let one = read("from m.sender.example (m.sender.example. [192.0.2.7]) by mx.google.com with ESMTPS id x");
        assert_eq!(one.from_name.as_deref(), Some("m.sender.example"));
        let one = read("from 192.0.2.7 (EHLO helo.example) by 10.197.32.140 with SMTPs (version=TLS1_2)");
        assert_eq!((&*one.from, one.from_address), ("helo.example", "192.0.2.7".parse().ok()));
        let one = read("from 127.0.0.1  (EHLO helo.example) (192.0.2.7) by mta1.mail.bf1.yahoo.com with SMTPS");
        assert_eq!((&*one.from, one.from_address), ("helo.example", "192.0.2.7".parse().ok()));
        let one = read(
            "from mail.sender.example ([192.0.2.7] helo=helo.example) by mx.mailbox.example with esmtps (Exim 4.96) id 1",
        );
        assert_eq!((&*one.from, one.from_name.as_deref()), ("helo.example", Some("mail.sender.example")));
        let one = read("from unknown (HELO helo.example) (192.0.2.7) by mx.mailbox.example with SMTP; x");
        assert_eq!((&*one.from, one.from_address), ("helo.example", "192.0.2.7".parse().ok()));
        assert_eq!(read("(qmail 123 invoked by uid 0); 1 Jun 2024 12:00:00 -0000").by, "");
    }

    #[test]
    fn a_greeting_that_is_a_keyword_is_still_the_greeting() {
        let one = read("from by (mail.sender.example [192.0.2.7]) by mx.mailbox.example with SMTP");
        assert_eq!((&*one.from, &*one.by, one.ambiguous), ("by", "mx.mailbox.example", false));
    }

    #[test]
    fn a_second_by_or_an_open_comment_is_ambiguous() {
        assert!(read("from a by mx.google.com ([192.0.2.7]) by mx.mailbox.example with SMTP").ambiguous);
        assert!(read("from a (b [192.0.2.7]) ([127.0.0.1]) by mx.mailbox.example").ambiguous);
        assert!(read("from a (b [192.0.2.7] by mx.mailbox.example").ambiguous);
    }

    #[test]
    fn delays_can_be_negative_or_unknown() {
        let bytes = b"Received: by c.example; 1 Jun 2024 12:00:00 +0000\r\nReceived: by b.example; 1 Jun 2024 12:00:05 +0000\r\nReceived: by a.example\r\n";
        let message = Message::parse(bytes);
        let hops = hops(&message, &path(&message), Some(1));
        let delays: Vec<_> = hops.iter().map(|hop| (hop.delay, hop.trusted, hop.boundary)).collect();
        assert_eq!(delays, [(Some(-5), true, false), (None, true, true), (None, false, false)]);
    }

    #[test]
    fn hostile_shapes_take_linear_time() {
        for unit in ["(", ")", "()", "from (", "by ", "[", "\\("] {
            let start = std::time::Instant::now();
            assert!(read(&unit.repeat(100_000)).date.is_none());
            assert!(start.elapsed().as_millis() < 1_000, "{unit}");
        }
    }
}
