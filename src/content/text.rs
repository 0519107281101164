//! The text of a body as a reader sees it, over the parts of the message.

use std::ops::Range;

use super::fold::fold;
use super::images::Picture;
use super::{html, requests};
use crate::limits;
use crate::message::Message;
use crate::message::mime::{self, Part, Shown};
use crate::report::FoundIn;

/// What a body shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// The text that a reader sees.
    pub text: String,
    /// Text that is there and not shown.
    pub hidden: String,
    /// Text that some programs show in a way of their own: in the place of a picture, on a button, only in one of them, or
    /// out of a style sheet.
    pub aside: String,
    /// Words of the text that hidden letters divide, as a reader sees them.
    pub broken: Vec<String>,
    /// Links, in order.
    pub links: Vec<Anchor>,
    /// Forms to fill in.
    pub forms: Vec<Form>,
    /// What is attached.
    pub attachments: Vec<Attached>,
    /// Pictures, in the text and beside it.
    pub pictures: Vec<Picture>,
    /// Whether a QR code is drawn with characters.
    pub drawn: bool,
    /// Whether a limit stopped the reading.
    pub cut: bool,
}

/// A link as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What the reader sees.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// Where it stands.
    pub found_in: FoundIn,
}

/// A form inside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Its fields, without those that nobody types into.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What is to be typed.
    pub kind: FieldKind,
    /// What it is called.
    pub label: String,
}

/// What is to be typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A password.
    Password,
    /// A code for signing in.
    Code,
    /// Anything else.
    Other,
}

impl FieldKind {
    /// Judges a field by its names; `secret` says that it shows dots for letters.
    pub(super) fn of(secret: bool, names: &[String]) -> Self {
        const PASSWORDS: [&str; 9] = [
            "passw",
            "passphrase",
            "kennwort",
            "contrasena",
            "motdepasse",
            "senha",
            "wachtwoord",
            "パスワード",
            "密码",
        ];
        let mut password = secret;
        let mut code = false;
        for name in names {
            let folded: String = name.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).collect();
            password |= PASSWORDS.iter().any(|word| folded.contains(word));
            code |= folded == "onetimecode" || requests::names_code(name);
        }
        match (code, password) {
            (true, _) => Self::Code,
            (_, true) => Self::Password,
            _ => Self::Other,
        }
    }
}

/// Something attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its media type in lower case.
    pub media_type: String,
    /// The first bytes of its content.
    pub head: Vec<u8>,
}

/// Reads the body of a whole message.
pub fn of_message(message: &Message) -> Visible {
    let mut visible = Visible::default();
    let (parts, cut) = mime::parts(message);
    visible.cut = cut;
    // Both alternatives are read: programs choose differently, and a forger can put the harmless
    // text into one and the request into the other.
    let (rich, others): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| part.alternative);
    for part in others.into_iter().chain(rich) {
        match part.shown {
            Shown::Text => plain(&part.text(), &mut visible),
            Shown::Html => html::read(&part.text(), &mut visible),
            Shown::Attached => continue,
        }
        visible.cut |= part.is_cut();
    }
    for part in parts.into_iter().filter(|part| part.shown == Shown::Attached).take(limits::LINKS) {
        let head = part.head();
        if visible.pictures.len() < limits::IMAGES {
            visible.pictures.extend(Picture::of_part(&part));
        }
        visible.attachments.push(Attached { name: part.name, media_type: part.media_type, head });
    }
    visible
}

/// Plain text: links are what looks like one.
pub fn plain(text: &str, visible: &mut Visible) {
    let room = limits::TEXT_CHARS.saturating_sub(visible.text.len());
    let text = cut(text, room, &mut visible.cut);
    for Range { start, end } in addresses(text) {
        let word = &text[start..];
        let word = word.split(is_gap).next().unwrap_or(word).trim_end_matches(is_mark);
        if start + word.len() < end {
            continue; // "WWW." at the end of a sentence
        }
        add_link(visible, Anchor { text: word.to_owned(), url: word.to_owned(), found_in: FoundIn::Text });
    }
    visible.text.push_str(text);
    visible.text.push('\n');
}

/// Whether a character may stand around an address.
fn is_mark(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | ',' | '.' | ';' | '!' | '\'' | '*')
}

/// Whether a character divides words.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '<' | '>' | '"' | '\u{a0}')
}

/// The `http://`, `https://` and `www.` that begin a word.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let ends_with = |end: usize, word: &str| {
        let start = end.checked_sub(word.len())?;
        bytes[start..end].eq_ignore_ascii_case(word.as_bytes()).then_some(start)
    };
    let begins = move |&start: &usize| text[..start].trim_end_matches(is_mark).chars().next_back().is_none_or(is_gap);
    memchr::memchr2_iter(b':', b'.', bytes).filter_map(move |at| {
        let (start, length) = match bytes[at] {
            b'.' => (ends_with(at, "www"), 1),
            _ if bytes[at..].starts_with(b"://") => (ends_with(at, "https").or_else(|| ends_with(at, "http")), 3),
            _ => (None, 0),
        };
        start.filter(begins).map(|start| start..at + length)
    })
}

pub(super) fn cut<'t>(text: &'t str, room: usize, was_cut: &mut bool) -> &'t str {
    if text.len() <= room {
        return text;
    }
    *was_cut = true;
    &text[..text.floor_char_boundary(room)]
}

pub(super) fn add_link(visible: &mut Visible, link: Anchor) {
    if visible.links.len() < limits::LINKS {
        visible.links.push(link);
    } else {
        visible.cut = true;
    }
}

/// The text with its right-to-left overrides (UAX 9, U+202E) undone: the letters in the order in which
/// they are seen.
pub fn undo_overrides(text: &mut String) {
    const OVERRIDE: char = '\u{202e}';
    if !text.contains(OVERRIDE) {
        return;
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find(OVERRIDE) {
            whole.push_str(&rest[..at]);
            let behind = &rest[at + OVERRIDE.len_utf8()..];
            let end = behind.find(['\u{202c}', '\n', OVERRIDE]).unwrap_or(behind.len());
            whole.push_str(&html::turned(&behind[..end]));
            rest = &behind[end..];
        }
        whole.push_str(rest);
    }
    *text = whole;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alternatives_of_a_message_are_read() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain\r\n\r\nplain words\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>rich words</p>\r\n--x--\r\n";
        let visible = of_message(&Message::parse(message));
        assert!(visible.text.contains("plain words") && visible.text.contains("rich words"), "{visible:?}");
    }
}
