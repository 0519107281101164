//! Encoded words (RFC 2047) and charsets: mail-parser's decoders, and in the page the browser's
//! own for the charsets beyond Unicode, whose tables are too large to carry.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
#[cfg(not(target_arch = "wasm32"))]
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use memchr::{memchr_iter, memchr2};

use crate::limits;

/// The text of an unstructured field or a display name, on one line, its encoded words decoded.
/// Bytes that are not text become U+FFFD.
pub fn decode(raw: &[u8]) -> String {
    let raw = raw[..raw.len().min(limits::FIELD_BYTES)].trim_ascii();
    let raw: Cow<[u8]> = match memchr2(b'\r', b'\n', raw) {
        Some(_) => raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect::<Vec<u8>>().into(),
        None => raw.into(),
    };
    if mark(&raw).is_none() {
        return super::text(&raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut pending: Option<(&[u8], Vec<u8>)> = None; // charset and bytes of the words so far
    let mut at = 0;
    let mut plain = 0; // start of the text that no word has taken
    while let Some(found) = mark(&raw[at..]) {
        at += found;
        let Some(word) = encoded_word(&raw[at..]) else {
            at += 2;
            continue;
        };
        let between = &raw[plain..at];
        // White space between two encoded words is not shown (section 6.2). Words of one charset
        // are joined before they are decoded: some senders split inside a character.
        let joins = between.trim_ascii().is_empty();
        match &mut pending {
            Some((charset, bytes)) if joins && charset.eq_ignore_ascii_case(word.charset) => bytes.extend(word.bytes),
            _ => {
                flush(&mut pending, &mut text);
                if !joins || text.is_empty() {
                    text.push_str(&String::from_utf8_lossy(between));
                }
                pending = Some((word.charset, word.bytes));
            }
        }
        at += word.length;
        plain = at;
    }
    flush(&mut pending, &mut text);
    text.push_str(&String::from_utf8_lossy(&raw[plain..]));
    text
}

/// Where an encoded word can begin.
fn mark(raw: &[u8]) -> Option<usize> {
    memchr_iter(b'=', raw).find(|at| raw.get(at + 1) == Some(&b'?'))
}

fn flush(pending: &mut Option<(&[u8], Vec<u8>)>, text: &mut String) {
    if let Some((charset, bytes)) = pending.take() {
        text.push_str(&decode_charset(&String::from_utf8_lossy(charset), &bytes));
    }
}

struct EncodedWord<'a> {
    charset: &'a [u8],
    bytes: Vec<u8>,
    length: usize,
}

/// `encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="` (RFC 2047
/// section 2, RFC 2231 section 5).
fn encoded_word(raw: &[u8]) -> Option<EncodedWord<'_>> {
    const LONGEST: usize = 1024; // the RFC allows 75; senders exceed it
    let raw = &raw[..raw.len().min(LONGEST)];
    let charset_end = 2 + raw.get(2..)?.iter().position(|&byte| byte == b'?')?;
    let charset = raw[2..charset_end].split(|&byte| byte == b'*').next()?;
    let (encoding, mark) = (*raw.get(charset_end + 1)?, *raw.get(charset_end + 2)?);
    let text = charset_end + 3;
    let end = text + raw.get(text..)?.windows(2).position(|pair| pair == b"?=")?;
    if charset.is_empty() || mark != b'?' {
        return None;
    }
    let bytes = match encoding {
        b'B' | b'b' => base64_decode(&raw[text..end]),
        // mail-parser's decoder of such words reads up to and including the closing `?=`
        b'Q' | b'q' => MessageStream::new(&raw[text..end + 2]).decode_quoted_printable_word(),
        _ => None,
    }?;
    Some(EncodedWord { charset, bytes, length: end + 2 })
}

/// Bytes in a named charset as text. An unknown charset is read as UTF-8.
pub fn decode_charset(charset: &str, bytes: &[u8]) -> String {
    let name = charset.trim().to_ascii_lowercase();
    match name.as_str() {
        "" | "utf-8" | "utf8" => None,
        // what these charsets have in common
        plain
            if bytes.is_ascii()
                && ["us-ascii", "ascii", "iso-8859-", "windows-125"].iter().any(|one| plain.starts_with(one)) =>
        {
            None
        }
        "utf-7" | "unicode-1-1-utf-7" => Some(utf7(bytes)),
        _ => by_table(&name, bytes),
    }
    .unwrap_or_else(|| super::text(bytes))
}

/// Whether a charset has more than one byte for every character, as UTF-16 has.
pub fn is_wide(charset: &str) -> bool {
    const WIDE: [&str; 15] = [
        "utf-16",
        "utf-16le",
        "utf-16be",
        "utf16",
        "ucs-2",
        "iso-10646-ucs-2",
        "csunicode",
        "unicode",
        "unicodefeff",
        "unicodefffe",
        "utf-32",
        "utf-32le",
        "utf-32be",
        "ucs-4",
        "iso-10646-ucs-4",
    ];
    WIDE.iter().any(|name| charset.trim().eq_ignore_ascii_case(name))
}

/// The charsets of the WHATWG Encoding Standard, by the tables of the browser.
#[cfg(target_arch = "wasm32")]
fn by_table(charset: &str, bytes: &[u8]) -> Option<String> {
    crate::wasm::decode(charset, bytes)
}

/// The same charsets, by the tables of mail-parser.
#[cfg(not(target_arch = "wasm32"))]
fn by_table(charset: &str, bytes: &[u8]) -> Option<String> {
    charset_decoder(charset.as_bytes()).map(|decoder| decoder(bytes))
}

/// UTF-7 (RFC 2152): browsers do not decode it and some mail programs do. `+` starts UTF-16 in
/// base64, which a byte outside that alphabet ends; `-` is taken with it, and `+-` is a `+`.
fn utf7(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|&byte| byte == b'+') {
        text.push_str(&String::from_utf8_lossy(&rest[..at]));
        rest = &rest[at + 1..];
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let length = rest.iter().take_while(|byte| is_base64(byte)).count();
        let units = base64_decode(&rest[..length]).unwrap_or_default();
        let units = units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
        text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        rest = &rest[length..];
        if let Some(after) = rest.strip_prefix(b"-") {
            rest = after;
            if length == 0 {
                text.push('+');
            }
        }
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_and_the_space_between_them_is_dropped() {
        assert_eq!(decode(b"=?utf-8?q?caf=C3=A9?= =?utf-8?q?_noir?= fin"), "café noir fin");
        assert_eq!(decode(b"Re: =?utf-8?B?0JrQvtC0?="), "Re: Код");
        assert_eq!(decode(b"=?iso-8859-1?q?Gr=FC=DFe?="), "Grüße");
    }

    #[test]
    fn a_character_split_between_two_words_is_whole_again() {
        assert_eq!(decode(b"=?utf-8?q?caf=C3?=\r\n =?utf-8?q?=A9?="), "café");
    }

    #[test]
    fn japanese_text_in_its_own_charset_is_read() {
        assert_eq!(decode(b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?="), "日本");
    }

    #[test]
    fn utf_7_is_read() {
        for (written, text) in [
            ("A+ImIDkQ.", "A\u{2262}\u{391}."),
            ("Hi Mom -+Jjo--!", "Hi Mom -\u{263a}-!"),
            ("+ZeVnLIqe-", "\u{65e5}\u{672c}\u{8a9e}"),
            ("Item 3 is +AKM-1.", "Item 3 is £1."),
            ("1 +- 1", "1 + 1"),
            ("+2D3eAA-", "\u{1f600}"),
            ("+2D0-", "\u{fffd}"),
        ] {
            assert_eq!(decode_charset("UTF-7", written.as_bytes()), text);
        }
    }

    #[test]
    fn what_is_no_encoded_word_stays_as_it_is() {
        assert_eq!(decode(b"1 =? 2 ?= 3 =?x?"), "1 =? 2 ?= 3 =?x?");
        assert_eq!(decode(b"=?utf-8?z?abc?="), "=?utf-8?z?abc?=");
    }
}
