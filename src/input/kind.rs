//! Whether a text has a header section, is text without one, or is no text at all.

use memchr::memchr;

use crate::message::field::{line_end, name_length};
use crate::report::InputKind;

/// Names that only a header section has; one of them is enough.
const TELLING: [&str; 14] = [
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
    "authentication-results",
    "delivered-to",
    "dkim-signature",
    "message-id",
    "mime-version",
    "received",
    "received-spf",
    "return-path",
    "x-originating-ip",
    "x-received",
    "x-ms-exchange-organization-authas",
];

/// Names that a quoted letter has as well; two of them are needed.
const COMMON: [&str; 10] =
    ["from", "to", "cc", "subject", "date", "reply-to", "sender", "content-type", "list-id", "list-unsubscribe"];

/// Lines that are looked at to find the header section.
const LOOKED_AT: usize = 400;

/// How much a line speaks for a header section: 2 for a name that only headers have, 1 for a
/// common one, 0 for anything else.
pub fn weight(line: &[u8]) -> u32 {
    name_length(line).map_or(0, |length| weight_of(line[..length].trim_ascii_end()))
}

/// The same of a field name.
pub fn weight_of(name: &[u8]) -> u32 {
    let is = |list: &[&str]| list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
    if is(&TELLING) {
        2
    } else if is(&COMMON) {
        1
    } else {
        u32::from(name.len() > 4 && name[..2].eq_ignore_ascii_case(b"x-"))
    }
}

/// What kind of text this is. Marks before the lines (`>`, indentation) are gone by now.
pub fn of(bytes: &[u8]) -> InputKind {
    let mut found = 0;
    let mut author = false;
    let mut at = 0;
    for _ in 0..LOOKED_AT {
        if at >= bytes.len() {
            break;
        }
        let (content, next) = line_end(bytes, at);
        let line = &bytes[at..content];
        found += weight(line);
        author |= line.len() > 5 && line[..5].eq_ignore_ascii_case(b"from:") && line.contains(&b'@');
        if found >= 2 {
            return InputKind::Headers;
        }
        at = next;
    }
    if author {
        InputKind::Headers
    } else if is_binary(bytes) {
        InputKind::Binary
    } else {
        InputKind::Text
    }
}

/// Text has no NUL bytes and hardly any control characters. Line ends of another kind, and more of them at the end, make
/// no text of it.
fn is_binary(bytes: &[u8]) -> bool {
    const SAMPLE: usize = 4096;
    let bytes = bytes.trim_ascii_end();
    let mut sample = Vec::with_capacity(SAMPLE);
    let mut rest = bytes;
    while !rest.is_empty() && sample.len() < SAMPLE {
        let run = &rest[..memchr(b'\r', rest).unwrap_or(rest.len())];
        sample.extend_from_slice(&run[..run.len().min(SAMPLE - sample.len())]);
        rest = rest.get(run.len() + 1..).unwrap_or_default();
    }
    let odd = sample.iter().filter(|&&byte| byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 12 | 27)).count();
    memchr(0, &sample).is_some()
        || odd * 20 > sample.len()
        || std::str::from_utf8(&sample).is_err_and(|error| {
            // a sample can end inside a character; anything else that is not UTF-8 counts byte by byte
            error.error_len().is_some() && sample.iter().filter(|byte| !byte.is_ascii()).count() * 3 > sample.len()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telling_field_or_two_common_ones_make_a_header_section() {
        assert_eq!(of(b"Received: from a by b; x\r\n"), InputKind::Headers);
        assert_eq!(of(b"Subject: hi\nTo: a@b.example\n"), InputKind::Headers);
        assert_eq!(of(b"From: Jo <jo@mailbox.example>\n"), InputKind::Headers);
    }

    #[test]
    fn a_text_message_with_a_colon_is_text() {
        assert_eq!(of(b"Microsoft: use 482913 as your code"), InputKind::Text);
        assert_eq!(of("Mum: did you get a code? Read it to me".as_bytes()), InputKind::Text);
    }

    #[test]
    fn bytes_that_are_no_text_are_binary() {
        assert_eq!(of(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), InputKind::Binary);
        assert_eq!(of(b"PK\x03\x04\x14\x00\x00"), InputKind::Binary);
        assert_eq!(of("コードを教えてください".as_bytes()), InputKind::Text);
    }
}
