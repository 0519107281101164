//! The parts of a message (RFC 2045 and 2046): which text a reader sees, and what is attached.
//!
//! The walk is our own and one pass over the lines; mail-parser decodes base64. Its own walk brings
//! a parser for every field and a table for every charset with it, which together weigh more than
//! the public suffix list, and the page needs neither. Where a message is broken this walk shows
//! more rather than less: what one program hides, another displays.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;

use crate::limits;
use crate::message::Message;
use crate::message::field::{self, Field};
use crate::message::{encoded_word, quoted_printable};

/// What a reader sees of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its text.
    Text,
    /// Its text, which is HTML.
    Html,
    /// That it is attached.
    Attached,
}

/// A part that has no parts of its own.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// What a reader sees of it.
    pub shown: Shown,
    /// Whether it is HTML to which a plain text is the alternative, or could be.
    pub alternative: bool,
    /// The name as an attachment; empty when there is none.
    pub name: String,
    /// The media type in lower case, such as `image/png`; empty when there is none.
    pub media_type: String,
    charset: String,
    encoding: Encoding,
    raw: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Identity,
    Base64,
    QuotedPrintable,
}

impl<'a> Part<'a> {
    /// Whether the encoded content is longer than is examined.
    pub fn is_cut(&self) -> bool {
        self.raw.len() > limits::PART_BYTES
    }

    /// The content as text.
    pub fn text(&self) -> String {
        let content = self.decoded();
        // What is sent in lines holds no NUL (RFC 2045 section 2.8) and so no UTF-16, nor does what is all ASCII. Some
        // programs show such content as the text that it is, whatever its charset is called.
        let in_lines = !matches!(self.encoding, Encoding::Base64);
        let is_text = in_lines || (content.is_ascii() && !content.contains(&0));
        if is_text && encoded_word::is_wide(&self.charset) {
            let bytes: Vec<u8> = content.iter().copied().filter(|&byte| byte != 0).collect();
            return super::text(&bytes);
        }
        encoded_word::decode_charset(&self.charset, &content)
    }

    /// The first bytes of the content.
    pub fn head(&self) -> Vec<u8> {
        const HEAD: usize = 512;
        let raw = &self.raw[..self.raw.len().min(HEAD)];
        match self.encoding {
            Encoding::Base64 => {
                let mut known: Vec<u8> = raw.iter().copied().filter(is_base64).collect();
                known.truncate(known.len() / 4 * 4);
                base64_decode(&known).unwrap_or_default()
            }
            _ => raw.to_vec(),
        }
    }

    /// The content without its transfer encoding (RFC 2045 section 6), as far as it is examined.
    pub fn decoded(&self) -> Cow<'a, [u8]> {
        self.decode(limits::PART_BYTES)
    }

    /// The whole content without its transfer encoding.
    pub fn whole(&self) -> Cow<'a, [u8]> {
        self.decode(usize::MAX)
    }

    fn decode(&self, most: usize) -> Cow<'a, [u8]> {
        let raw = &self.raw[..self.raw.len().min(most)];
        match self.encoding {
            Encoding::Identity => raw.into(),
            Encoding::Base64 => base64_decode(raw).map_or_else(|| salvage(raw), Cow::from),
            Encoding::QuotedPrintable => quoted_printable::decode(raw).into(),
        }
    }
}

/// Bytes outside the alphabet are to be ignored (RFC 2045 section 6.8).
fn salvage(raw: &[u8]) -> Cow<'_, [u8]> {
    let known: Vec<u8> = raw.iter().copied().filter(is_base64).collect();
    base64_decode(&known).map_or(raw.into(), Cow::from)
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// A multipart whose parts are being read.
struct Open {
    boundary: Vec<u8>,
    /// `multipart/alternative` itself.
    alternative: bool,
    /// That, or inside one.
    inside_alternative: bool,
    related: bool,
    digest: bool,
    parts: usize,
}

/// What the lines are part of.
enum Reading<'a> {
    /// The header of a part, from this offset.
    Header(usize),
    /// The content of a part, or the preamble of a multipart, which is the content of the whole
    /// when no part follows; from this offset.
    Content(Part<'a>, usize),
    /// An epilogue.
    Nothing,
}

struct Walk<'a> {
    bytes: &'a [u8],
    open: Vec<Open>,
    parts: Vec<Part<'a>>,
}

/// The parts of a message, in order, and whether a limit cut them short. A message inside the
/// message is one part and attached.
pub fn parts<'a>(message: &Message<'a>) -> (Vec<Part<'a>>, bool) {
    let bytes = message.bytes;
    let mut walk = Walk { bytes, open: Vec::new(), parts: Vec::new() };
    let mut at = message.header.body_start;
    let mut reading = walk.enter(&message.header.fields, at);
    while at < bytes.len() {
        // in a content no other line counts
        if !matches!(reading, Reading::Header(_)) {
            match walk.next_dashes(at) {
                Some(dashes) => at = dashes,
                None => break,
            }
        }
        let (content, next) = field::line_end(bytes, at);
        let line = &bytes[at..content];
        if let Some((level, closing)) = walk.delimiter(line) {
            walk.leave(reading, at, Some((level, closing)));
            if walk.parts.len() >= limits::PARTS {
                return (walk.parts, true);
            }
            walk.open.truncate(level + usize::from(!closing));
            reading = if closing { Reading::Nothing } else { Reading::Header(next) };
        } else if let (Reading::Header(start), true) = (&reading, line.is_empty()) {
            reading = walk.enter(&field::scan(&bytes[*start..next]).fields, next);
        }
        at = next;
    }
    walk.leave(reading, bytes.len(), None);
    (walk.parts, false)
}

impl<'a> Walk<'a> {
    /// The first line from here on that could be a delimiter. `from` begins a line.
    fn next_dashes(&self, from: usize) -> Option<usize> {
        if self.open.is_empty() {
            return None;
        }
        let begins = |at: &usize| {
            self.bytes.get(at + 1) == Some(&b'-') && (*at == from || self.bytes.get(at - 1) == Some(&b'\n'))
        };
        memchr::memchr_iter(b'-', &self.bytes[from..]).map(|at| from + at).find(begins)
    }

    /// `dash-boundary := "--" boundary` at the start of a line; whatever follows it on the line is
    /// no matter (RFC 2046 section 5.1.1). Gives the level of the multipart and whether it ends.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        let rest = line.strip_prefix(b"--")?;
        let fits = self.open.iter().enumerate().filter(|(_, open)| rest.starts_with(&open.boundary));
        let (level, open) = fits.max_by_key(|(_, open)| open.boundary.len())?;
        Some((level, rest[open.boundary.len()..].starts_with(b"--")))
    }

    /// Begins a part whose header has been read, and whose content starts at `at`.
    fn enter(&mut self, fields: &[Field], at: usize) -> Reading<'a> {
        let parent = self.open.last_mut();
        let first = parent.as_ref().is_none_or(|parent| parent.parts == 0);
        let inside_alternative = parent.as_ref().is_some_and(|parent| parent.inside_alternative);
        let (mut alternative, mut related, mut digest) = (false, false, false);
        if let Some(parent) = parent {
            parent.parts += 1;
            (alternative, related, digest) = (parent.alternative, parent.related, parent.digest);
        }
        let value = |name: &str| fields.iter().find(|field| field.is(name)).map_or(&b""[..], |field| field.value);
        let (content_type, disposition) = (value("Content-Type"), value("Content-Disposition"));
        let named = parameter(content_type, "name");
        let kind = first_word(content_type);
        let is_attachment = first_word(disposition) == "attachment";
        let is_inline = alternative || !is_attachment && (first || !related && named.is_none());
        let mut boundary = None;
        let shown = match kind.split_once('/') {
            Some(("multipart", _)) => {
                boundary = parameter(content_type, "boundary");
                Shown::Text
            }
            None if digest && kind.is_empty() => Shown::Attached,
            Some(("text", "html")) if is_inline => Shown::Html,
            Some(("text", "plain")) | None if is_inline => Shown::Text,
            _ => Shown::Attached,
        };
        let part = Part {
            shown,
            alternative: inside_alternative && shown == Shown::Html,
            name: parameter(disposition, "filename").or(named).unwrap_or_default(),
            media_type: kind.clone(),
            charset: parameter(content_type, "charset").unwrap_or_default(),
            encoding: match first_word(value("Content-Transfer-Encoding")).as_str() {
                "base64" => Encoding::Base64,
                "quoted-printable" => Encoding::QuotedPrintable,
                _ => Encoding::Identity,
            },
            raw: b"",
        };
        if let Some(boundary) = boundary.filter(|boundary| !boundary.trim_end().is_empty())
            && self.open.len() < limits::PART_DEPTH
        {
            let alternative = kind.ends_with("/alternative");
            self.open.push(Open {
                boundary: boundary.trim_end().as_bytes().to_vec(),
                alternative,
                inside_alternative: inside_alternative || alternative,
                related: kind.ends_with("/related"),
                digest: kind.ends_with("/digest"),
                parts: 0,
            });
        }
        Reading::Content(part, at)
    }

    /// Ends what was being read, at a delimiter or at the end of the message.
    fn leave(&mut self, reading: Reading<'a>, end: usize, delimiter: Option<(usize, bool)>) {
        let reading = match reading {
            Reading::Header(start) if start < end => {
                let header = field::scan(&self.bytes[start..end]);
                self.enter(&header.fields, end)
            }
            other => other,
        };
        let Reading::Content(mut part, start) = reading else { return };
        let mut raw = self.bytes.get(start..end).unwrap_or_default();
        if delimiter.is_some() {
            // The line end before a delimiter belongs to the delimiter.
            raw = raw.strip_suffix(b"\n").unwrap_or(raw);
            raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        }
        part.raw = raw;
        let unread = self.open.last().is_some_and(|open| open.parts == 0);
        let preamble = unread && delimiter == Some((self.open.len() - 1, false));
        if !preamble {
            self.parts.push(part);
        }
    }
}

/// A media type, a disposition or an encoding, in lower case.
fn first_word(value: &[u8]) -> String {
    let value = &value[..value.len().min(limits::FIELD_BYTES)];
    let end = value.iter().position(|byte| matches!(byte, b';' | b'(')).unwrap_or(value.len());
    let word = value[..end].iter().filter(|byte| !byte.is_ascii_whitespace());
    word.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// The value of a parameter, decoded. RFC 2231 allows it in numbered pieces and in a charset;
/// encoded words in it are not allowed and common.
fn parameter(value: &[u8], name: &str) -> Option<String> {
    const PIECES: usize = 64;
    let parameters = parameters(&value[..value.len().min(limits::FIELD_BYTES)]);
    let find = |wanted: &str| parameters.iter().find(|(found, _)| found == wanted).map(|(_, value)| value.as_slice());
    if let Some(plain) = find(name) {
        return Some(encoded_word::decode(plain));
    }
    let mut charset = String::new();
    let mut bytes = Vec::new();
    let mut found = false;
    let mut add = |piece: &[u8], is_encoded: bool| {
        let mut rest = piece;
        if is_encoded && !found {
            // `initial-section: charset ' language ' encoded text` (RFC 2231 section 7)
            let mut sections = piece.splitn(3, |&byte| byte == b'\'');
            if let (Some(name), Some(_), Some(text)) = (sections.next(), sections.next(), sections.next()) {
                charset = String::from_utf8_lossy(name).into_owned();
                rest = text;
            }
        }
        found = true;
        if is_encoded { percent(rest, &mut bytes) } else { bytes.extend_from_slice(rest) }
    };
    if let Some(whole) = find(&[name, "*"].concat()) {
        add(whole, true);
    } else {
        for number in 0..PIECES {
            let name = [name, "*", &number.to_string()].concat();
            match (find(&name), find(&[&name, "*"].concat())) {
                (Some(piece), _) => add(piece, false),
                (None, Some(piece)) => add(piece, true),
                (None, None) => break,
            }
        }
    }
    found.then(|| encoded_word::decode_charset(&charset, &bytes))
}

/// `ext-octet = "%" 2(DIGIT / "A" / ... / "F")` (RFC 2231 section 7).
fn percent(text: &[u8], bytes: &mut Vec<u8>) {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
}

/// `*(";" attribute "=" (token / quoted-string))` (RFC 2045 section 5.1): names in lower case. A
/// value without quotes may hold spaces, as senders write file names.
fn parameters(value: &[u8]) -> Vec<(String, Vec<u8>)> {
    const MOST: usize = 64;
    let mut found = Vec::new();
    let mut rest = value;
    while let Some(at) = rest.iter().position(|&byte| byte == b';') {
        rest = &rest[at + 1..];
        let Some(name_end) = rest.iter().position(|byte| matches!(byte, b'=' | b';')) else { break };
        if rest[name_end] == b';' {
            continue;
        }
        let name = rest[..name_end].trim_ascii().to_ascii_lowercase();
        rest = rest[name_end + 1..].trim_ascii_start();
        let mut text = Vec::new();
        if rest.first() == Some(&b'"') {
            let mut escaped = false;
            let mut length = 1;
            for &byte in &rest[1..] {
                length += 1;
                match byte {
                    b'\\' if !escaped => escaped = true,
                    b'"' if !escaped => break,
                    b'\r' | b'\n' => {}
                    _ => {
                        text.push(byte);
                        escaped = false;
                    }
                }
            }
            rest = &rest[length..];
        } else {
            let end = rest.iter().position(|&byte| byte == b';').unwrap_or(rest.len());
            let comment = rest[..end].windows(2).position(|pair| matches!(pair, [b' ' | b'\t', b'(']));
            text.extend_from_slice(rest[..comment.unwrap_or(end)].trim_ascii_end());
            rest = &rest[end..];
        }
        if found.len() >= MOST {
            break;
        }
        found.push((String::from_utf8_lossy(&name).into_owned(), text));
    }
    found
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders, PartType};

    use super::*;

    /// What is shown, by kind, and the names of what is attached.
    fn ours(message: &[u8]) -> (Vec<(bool, String)>, Vec<String>) {
        let (parts, cut) = parts(&Message::parse(message));
        assert!(!cut);
        let (attached, shown): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.shown == Shown::Attached);
        let text = shown.iter().map(|part| (part.shown == Shown::Html, part.text())).collect();
        (text, attached.into_iter().map(|part| part.name).collect())
    }

    /// The same by mail-parser's own walk.
    fn theirs(message: &[u8]) -> (Vec<(bool, String)>, Vec<String>) {
        let parsed = MessageParser::default().parse(message).unwrap();
        let mut ids: Vec<u32> = parsed.text_body.iter().chain(&parsed.html_body).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let text = ids.iter().filter_map(|&id| match &parsed.parts[id as usize].body {
            PartType::Text(text) => Some((false, text.to_string())),
            PartType::Html(text) => Some((true, text.to_string())),
            _ => None,
        });
        let names = parsed.attachments().map(|part| part.attachment_name().unwrap_or_default().to_owned());
        (text.collect(), names.collect())
    }

    /// Content of parts: header fields, and what follows them.
    const LEAVES: [&str; 18] = [
        "\r\nno field at all\r\n",
        "Content-Type: text/plain\r\n\r\nplain words\r\nof two lines\r\n",
        "Content-Type: TEXT/HTML; charset=\"utf-8\"\r\n\r\n<p>caf\u{e9} &amp; more</p>\r\n",
        "content-type: text/plain;\r\n\tcharset=ISO-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe =\r\nund mehr  \r\n=3D\r\n",
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\nPHA+Y2Fmw6k8\r\nL3A+\r\n",
        "Content-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: base64\r\n\r\nGyRCRnxLXBsoQg==\r\n",
        "Content-Type: text/plain; charset=utf-7\r\n\r\n+ZeVnLIqe- is one\r\n",
        "Content-Type: text/plain; name=\"notes.txt\"\r\n\r\nnotes\r\n",
        "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"a \\\"b\\\".txt\"\r\n\r\nattached\r\n",
        "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n",
        "Content-Type: image/png; name=dot.png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n\r\niVBORw0KGgo=\r\n",
        "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*=UTF-8''r%C3%A9sum%C3%A9.pdf\r\n\r\n%PDF\r\n",
        "Content-Type: application/zip\r\nContent-Disposition: attachment; filename*0*=utf-8'en'a%20; filename*1=b;\r\n filename*2*=%C3%A9.zip\r\n\r\nPK\r\n",
        "Content-Type: application/zip; name=\"=?utf-8?B?Y2Fmw6kuemlw?=\"\r\n\r\nPK\r\n",
        "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: text/html\r\n\r\n<p>inner</p>\r\n",
        "Content-Type: text/plain; charset=us-ascii (a comment)\r\n\r\nwith a comment\r\n",
        "Content-Type: text/plain\r\n\r\n",
        "Content-Type: text/html\r\nContent-Disposition: inline\r\n\r\n<p>-- dashes\r\n--\r\n---x</p>\r\n",
    ];

    #[test]
    fn a_text_is_not_hidden_by_calling_it_utf_16() {
        let text = |encoding: &str, content: &str| {
            let head =
                ["Content-Type: text/plain; charset=UTF-16LE\r\nContent-Transfer-Encoding: ", encoding, "\r\n\r\n"];
            ours([&head.concat(), content].concat().as_bytes()).0.remove(0).1
        };
        assert_eq!(text("7bit", "Read me the code.\r\n"), "Read me the code.\r\n");
        assert_eq!(text("8bit", "R\0e\0a\0d\0 \0m\0e\0"), "Read me");
        assert_eq!(text("quoted-printable", "Read=20me caf=C3=A9"), "Read me café");
        assert_eq!(text("base64", "UmVhZCBtZQ=="), "Read me");
        assert_eq!(text("base64", "UgBlAGEAZAA="), "Read", "what is UTF-16 is read as UTF-16");
        assert_eq!(text("base64", "5WUsZw=="), "日本");
    }

    /// Numbers that look random and are the same each time.
    fn next(state: &mut u64, below: usize) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) % below as u64) as usize
    }

    fn entity(state: &mut u64, depth: usize, name: &str) -> String {
        if depth == 0 || next(state, 3) == 0 {
            return LEAVES[next(state, LEAVES.len())].to_owned();
        }
        let kind = ["mixed", "related", "report"][next(state, 3)];
        let preamble = ["", "This is a message of several parts.\r\n"][next(state, 2)];
        let mut text = ["Content-Type: multipart/", kind, "; boundary=\"=_", name, "\"\r\n\r\n", preamble].concat();
        for number in 0..=next(state, 3) {
            let inner = entity(state, depth - 1, &[name, &number.to_string(), "."].concat());
            text.push_str(&["--=_", name, ["", " "][next(state, 2)], "\r\n", &inner, "\r\n"].concat());
        }
        text + &["--=_", name, "--\r\n"].concat()
    }

    #[test]
    fn the_walk_shows_and_lists_what_mail_parser_does() {
        let mut state = 8;
        for _ in 0..3_000 {
            let message = ["From: jo@mailbox.example\r\nMIME-Version: 1.0\r\n", &entity(&mut state, 3, "x")].concat();
            assert_eq!(ours(message.as_bytes()), theirs(message.as_bytes()), "{message}");
        }
    }

    #[test]
    fn alternatives_are_read_as_mail_parser_reads_them() {
        for inner in ["alternative", "related"] {
            for leaf in LEAVES.iter().filter(|leaf| !leaf.contains("message/") && !leaf.contains("text/calendar")) {
                let message = [
                    "From: jo@mailbox.example\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n",
                    "--a\r\nContent-Type: text/plain\r\n\r\nplain\r\n",
                    "--a\r\nContent-Type: multipart/",
                    inner,
                    "; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n",
                    "--b\r\nContent-Type: image/png\r\n\r\nPNG\r\n--b--\r\n--a\r\n",
                    leaf,
                    "\r\n--a--\r\n",
                ]
                .concat();
                assert_eq!(ours(message.as_bytes()), theirs(message.as_bytes()), "{message}");
            }
        }
    }

    fn shown(message: &str) -> Vec<String> {
        ours(message.as_bytes()).0.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn what_a_broken_structure_hides_is_shown() {
        let multipart = "Content-Type: multipart/mixed; boundary=a\r\n\r\n";
        assert_eq!(shown(&[multipart, "no part follows"].concat()), ["no part follows"]);
        assert_eq!(shown(&[multipart, "--a\r\n", multipart, "never open\r\n--a--\r\n"].concat()), ["never open"]);
        assert_eq!(shown(&[multipart, "--a\r\nContent-Type: text/plain\r\n\r\nno end"].concat()), ["no end"]);
        assert_eq!(shown("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx"), ["--\r\n\r\nx"]);
        assert_eq!(shown("Content-Type: text\r\n\r\nno subtype"), ["no subtype"]);
    }

    #[test]
    fn bytes_outside_base64_are_ignored() {
        let message = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs!bG8*=\r\n";
        assert_eq!(shown(message), ["hello"]);
    }

    #[test]
    fn a_boundary_that_begins_another_does_not_end_it() {
        let message = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=ab\r\n\r\n\
            --ab\r\n\r\none\r\n--ab\r\n\r\ntwo\r\n--ab--\r\n--a\r\n\r\nthree\r\n--a--\r\n";
        assert_eq!(shown(message), ["one", "two", "three"]);
    }

    #[test]
    fn many_parts_and_deep_ones_reach_a_limit() {
        let many = ["Content-Type: multipart/mixed; boundary=x\n\n", &"--x\n\n".repeat(1_000_000)].concat();
        let (found, cut) = parts(&Message::parse(many.as_bytes()));
        assert_eq!((found.len(), cut), (limits::PARTS, true));
        let mut deep = String::new();
        for level in 0..10_000 {
            let boundary = level.to_string();
            deep.push_str(
                &["Content-Type: multipart/mixed; boundary=", &boundary, ".\n\n--", &boundary, ".\n"].concat(),
            );
        }
        let (found, cut) = parts(&Message::parse(deep.as_bytes()));
        assert_eq!((found.len(), cut), (1, false));
        assert!(found[0].text().contains("boundary=9999."));
    }
}
