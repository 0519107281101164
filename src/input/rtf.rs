//! Rich text as Outlook keeps it: compressed (MS-OXRTFCP), and often with the HTML of the message
//! inside (MS-OXRTFEX).
//!
//! Only what is needed to read a text: no fonts, no tables, no pictures. One pass over the bytes, and
//! what is not understood is left out.

use crate::message::encoded_word;

use super::outlook::charset;

/// What the dictionary holds at the start (MS-OXRTFCP section 2.1.2.1).
const DICTIONARY: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
    \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\
    \\fs20\\b\\i\\u\\tab\\tx";
/// Bytes of the dictionary.
const WINDOW: usize = 4096;

/// The rich text out of its compressed form, `most` bytes of it at most; `None` when it is in no form that is
/// known. The sizes and the checksum in it are not needed.
pub(super) fn decompress(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let (header, data) = bytes.split_first_chunk::<16>()?;
    match &header[8..12] {
        b"MELA" => return Some(data[..data.len().min(most)].to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut window = [0; WINDOW];
    window[..DICTIONARY.len()].copy_from_slice(DICTIONARY);
    let mut at = DICTIONARY.len();
    let mut text = Vec::new();
    let mut put = |byte: u8, window: &mut [u8; WINDOW], at: &mut usize| {
        text.push(byte);
        window[*at] = byte;
        *at = (*at + 1) % WINDOW;
        text.len() < most
    };
    let mut data = data.iter().copied();
    // eight flags, then as many bytes alone or references, the lowest flag first
    'runs: while let Some(flags) = data.next() {
        for flag in 0..8 {
            let Some(first) = data.next() else { break 'runs };
            if flags >> flag & 1 == 0 {
                if !put(first, &mut window, &mut at) {
                    break 'runs;
                }
                continue;
            }
            let Some(second) = data.next() else { break 'runs };
            let reference = usize::from(first) << 8 | usize::from(second);
            let (from, length) = (reference >> 4, (reference & 15) + 2);
            if from == at {
                break 'runs;
            }
            for step in 0..length {
                let byte = window[(from + step) % WINDOW];
                if !put(byte, &mut window, &mut at) {
                    break 'runs;
                }
            }
        }
    }
    Some(text)
}

/// The HTML inside a rich text, when it was made out of HTML.
pub(super) fn html(rich: &[u8]) -> Option<String> {
    // the word stands before any text (MS-OXRTFEX section 2.1.3.1)
    const LOOKED_AT: usize = 4 << 10;
    let start = &rich[..rich.len().min(LOOKED_AT)];
    start.windows(10).any(|word| word == b"\\fromhtml1").then(|| text(rich))
}

/// The text of a rich text; with its tags, where HTML is inside.
pub(super) fn text(rich: &[u8]) -> String {
    let mut reader = Reader {
        rest: rich,
        group: Group { silent: false, rich_only: false, fallback: 1 },
        outer: Vec::new(),
        codepage: 0,
        bytes: Vec::new(),
        text: String::new(),
        pending: 0,
    };
    reader.read();
    reader.flush();
    reader.text
}

/// What holds until the end of a group.
#[derive(Clone, Copy)]
struct Group {
    /// A destination that is no text.
    silent: bool,
    /// Between `\htmlrtf` and `\htmlrtf0`: there only for programs that show no HTML.
    rich_only: bool,
    /// Characters behind a `\u` for programs that do not know it (`\uc`).
    fallback: u8,
}

struct Reader<'r> {
    rest: &'r [u8],
    group: Group,
    outer: Vec<Group>,
    codepage: u32,
    /// Text in the codepage that is not decoded yet.
    bytes: Vec<u8>,
    text: String,
    /// Characters that stand in for one that was read.
    pending: u8,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'{' => self.outer.push(self.group),
                b'}' => {
                    self.pending = 0;
                    self.group = self.outer.pop().unwrap_or(self.group);
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
    }

    /// A control word or symbol.
    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            match first {
                b'\'' => {
                    let digit = |at: usize| rest.get(at).and_then(|&byte| char::from(byte).to_digit(16));
                    if let (Some(high), Some(low)) = (digit(0), digit(1)) {
                        self.rest = &rest[2..];
                        self.byte((high * 16 + low) as u8);
                    }
                }
                b'{' | b'}' | b'\\' => self.byte(first),
                b'~' => self.character('\u{a0}'),
                b'_' => self.character('\u{2011}'),
                // `\*`: what follows is a destination that not every program knows
                b'*' => self.group.silent |= !self.rest.starts_with(b"\\htmltag"),
                _ => {}
            }
            return;
        }
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = self.rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..sign + digits]).ok().and_then(|number| number.parse::<i32>().ok());
        let rest = if digits > 0 { &rest[sign + digits..] } else { rest };
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        match word {
            b"par" | b"line" | b"row" => self.string("\r\n"),
            b"tab" | b"cell" => self.character('\t'),
            b"lquote" => self.character('\u{2018}'),
            b"rquote" => self.character('\u{2019}'),
            b"ldblquote" => self.character('\u{201c}'),
            b"rdblquote" => self.character('\u{201d}'),
            b"bullet" => self.character('\u{2022}'),
            b"endash" => self.character('\u{2013}'),
            b"emdash" => self.character('\u{2014}'),
            b"ansicpg" => self.codepage = number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
            b"uc" => self.group.fallback = number.and_then(|number| u8::try_from(number).ok()).unwrap_or(1),
            b"u" => self.unit(number.unwrap_or(0) as u16),
            b"htmlrtf" => self.group.rich_only = number != Some(0),
            b"bin" => {
                let length = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"pntext" | b"themedata" => {
                self.group.silent = true;
            }
            _ => {}
        }
    }

    fn is_shown(&self) -> bool {
        !self.group.silent && !self.group.rich_only
    }

    /// A byte in the codepage.
    fn byte(&mut self, byte: u8) {
        if self.pending > 0 {
            self.pending -= 1;
        } else if self.is_shown() {
            self.bytes.push(byte);
        }
    }

    fn character(&mut self, character: char) {
        self.string(character.encode_utf8(&mut [0; 4]));
    }

    fn string(&mut self, text: &str) {
        if self.pending > 0 {
            self.pending -= 1;
        } else if self.is_shown() {
            self.flush();
            self.text.push_str(text);
        }
    }

    /// A unit of UTF-16. Characters beyond the first 65,536 are two, the second of which stands behind the
    /// characters that stand in for the first.
    fn unit(&mut self, unit: u16) {
        self.pending = 0;
        if self.is_shown() {
            self.flush();
            let character = match unit {
                0xD800..0xDC00 => {
                    let low = self.low_surrogate().unwrap_or(0);
                    char::decode_utf16([unit, low]).next().and_then(Result::ok)
                }
                _ => char::from_u32(u32::from(unit)),
            };
            self.text.extend(character.filter(|&character| character != '\0'));
        }
        self.pending = self.group.fallback;
    }

    /// Takes the second unit of a character, where it follows.
    fn low_surrogate(&mut self) -> Option<u16> {
        let mut rest = self.rest;
        for _ in 0..self.group.fallback {
            rest = match rest {
                [b'\\', b'\'', _, _, rest @ ..] | [b'?', rest @ ..] => rest,
                _ => rest,
            };
        }
        let number = rest.strip_prefix(b"\\u")?;
        let length = number.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        let unit = std::str::from_utf8(&number[..length]).ok()?.parse::<i32>().ok()? as u16;
        self.rest = number[length..].strip_prefix(b" ").unwrap_or(&number[length..]);
        Some(unit)
    }

    fn flush(&mut self) {
        match std::str::from_utf8(&self.bytes) {
            Ok(ascii) if self.bytes.is_ascii() => self.text.push_str(ascii),
            _ => self.text.push_str(&encoded_word::decode_charset(charset(self.codepage), &self.bytes)),
        }
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compressed rich text with this data.
    fn compressed(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&[0; 8], &kind[..], &[0; 4], data].concat()
    }

    #[test]
    fn references_into_the_dictionary_and_into_the_text_are_followed() {
        // `{\rtf1` out of the dictionary, ` a`, ` a` six times more out of what was just written, `}` and the end
        let data = [0b0010_1001, 0x00, 0x04, b' ', b'a', 0x0D, 0x5A, b'}', 0x0E, 0x40, b'x'];
        let text = decompress(&compressed(b"LZFu", &data), 1_000).unwrap();
        assert_eq!(DICTIONARY.len(), 207);
        assert_eq!(String::from_utf8(text).unwrap(), "{\\rtf1 a a a a a a a}");
    }

    #[test]
    fn uncompressed_text_is_taken_as_it_is_and_unknown_forms_are_refused() {
        assert_eq!(decompress(&compressed(b"MELA", b"{\\rtf1 x}"), 6).as_deref(), Some(&b"{\\rtf1"[..]));
        assert_eq!(decompress(&compressed(b"LZMA", b"x"), 6), None);
        assert_eq!(decompress(b"too short", 6), None);
    }

    #[test]
    fn a_small_file_cannot_become_a_large_text() {
        let data = [0xFF, 0, 0xFF].repeat(100_000);
        assert_eq!(decompress(&compressed(b"LZFu", &data), 5_000).unwrap().len(), 5_000);
    }

    #[test]
    fn html_is_found_in_rich_text() {
        let rich = b"{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl\\red0;}\r\n\
            {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Gr\\'fc\\'dfe, \\u8364?5\\{\\}\r\n\
            {\\*\\htmltag84 <a href=\"https://one.example/\">}\\htmlrtf {\\field x\\htmlrtf0 here{\\*\\htmltag92 </a>}\
            {\\*\\mhtmltag84 <a href=\"other\">}\\htmlrtf }\\htmlrtf0\\line\\u-10179?\\u-8704?{\\*\\generator none}{\\*\\htmltag72 </p>}}";
        let html = html(rich).unwrap();
        assert_eq!(html, "<p>Gr\u{fc}\u{df}e, \u{20ac}5{}<a href=\"https://one.example/\">here</a>\r\n\u{1f600}</p>");
    }

    #[test]
    fn plain_rich_text_gives_its_words() {
        let rich = b"{\\rtf1\\ansi{\\info{\\title secret}}Your code is\\tab 482913\\par\\bin3 {{{Do not share\\~it.}";
        assert_eq!(html(rich), None);
        assert_eq!(text(rich), "Your code is\t482913\r\nDo not share\u{a0}it.");
    }

    #[test]
    fn broken_rich_text_ends() {
        for rich in [
            &b"\\"[..],
            b"\\u",
            b"\\'",
            b"\\'f",
            b"}}}{{{",
            b"\\bin99999999999 x",
            b"\\bin2147483647 x",
            b"\\u-10179\\u",
        ] {
            text(rich);
        }
        text(&b"{".repeat(100_000));
    }
}
