//! Repairs of damaged pastes. Each is one pass that finds its own sign of damage, and each is
//! listed with the places it changed. A repair never adds or removes a character that relaxed
//! canonicalisation (RFC 6376 section 3.4.2) would keep, so that a signature survives it.

use std::borrow::Cow;

use super::kind::{weight, weight_of};
use super::source_map::{Builder, Pass, SourceMap};
use crate::data::catalogue::{Sentence, repair as wording};
use crate::limits;
use crate::message::field::{line_end, name_length};
use crate::report::{Repair, RepairId, Span};

/// A text on its way through the repairs.
#[derive(Debug)]
pub struct Repaired<'a> {
    /// The text so far.
    pub bytes: Cow<'a, [u8]>,
    /// The way back.
    pub map: SourceMap,
    /// What was done.
    pub repairs: Vec<Repair>,
}

/// What a pass found, when it found its damage.
type Found = Option<(Vec<u8>, Pass, Vec<usize>)>;

/// A line: its first byte, the end of its content, the start of the next line.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    content: usize,
    next: usize,
}

impl Line {
    fn of<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        &text[self.start..self.content]
    }

    fn is_blank(&self, text: &[u8]) -> bool {
        self.of(text).iter().all(u8::is_ascii_whitespace)
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = Line> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < text.len()).then(|| {
            let (content, next) = line_end(text, at);
            let line = Line { start: at, content, next };
            at = next;
            line
        })
    })
}

impl<'a> Repaired<'a> {
    /// A text that nothing has been done to.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes), map: SourceMap::default(), repairs: Vec::new() }
    }

    /// Repairs that concern every line, before it is known whether there is a header section.
    pub fn whole_text(&mut self) {
        self.pass(RepairId::Utf16, wording::UTF16, utf16);
        self.pass(RepairId::ByteOrderMark, wording::BYTE_ORDER_MARK, byte_order_mark);
        self.pass(RepairId::BareCarriageReturn, wording::BARE_CARRIAGE_RETURN, carriage_returns);
        self.pass(RepairId::Quoted, wording::QUOTED, quoted);
        self.pass(RepairId::Indented, wording::INDENTED, indented);
    }

    /// Repairs of a header section.
    pub fn header_section(&mut self) {
        self.pass(RepairId::LeadingText, wording::LEADING_TEXT, leading_text);
        self.pass(RepairId::MboxFrom, wording::MBOX_FROM, mbox_from);
        self.pass(RepairId::NonBreakingSpace, wording::NON_BREAKING_SPACE, non_breaking_spaces);
        self.pass(RepairId::BlankLines, wording::BLANK_LINES, blank_lines);
        if !is_tidy(&self.bytes) {
            self.pass(RepairId::SplitName, wording::SPLIT_NAME, split_names);
            self.pass(RepairId::LostFolding, wording::LOST_FOLDING, lost_folding);
        }
    }

    fn pass(&mut self, id: RepairId, title: Sentence, find: fn(&[u8]) -> Found) {
        let Some((bytes, pass, places)) = find(&self.bytes) else { return };
        let spans = places
            .iter()
            .take(limits::REPAIR_SPANS)
            .map(|&at| {
                let at = self.map.back(at) as u32;
                Span { start: at, end: at + 1 }
            })
            .collect();
        self.map.push(pass);
        self.bytes = Cow::Owned(bytes);
        self.repairs.push(Repair { id, title: title.plain(), count: places.len() as u32, spans });
    }
}

/// UTF-16 with its byte order mark, as some programs save text.
fn utf16(text: &[u8]) -> Found {
    let read: fn([u8; 2]) -> u16 = match text.get(..2)? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let units = text[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let mut builder = Builder::new(text);
    let mut at = 2;
    let mut run = String::new();
    let mut run_start = at;
    for character in char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)) {
        // where one output byte does not stand for two input bytes, all of them stand for the first of the character
        if !character.is_ascii() {
            if !run.is_empty() {
                builder.insert(run.as_bytes(), run_start, 2);
                run.clear();
            }
            builder.insert(character.encode_utf8(&mut [0; 4]).as_bytes(), at, 0);
            run_start = at + 2 * character.len_utf16();
        } else {
            run.push(character);
        }
        at += 2 * character.len_utf16();
    }
    builder.insert(run.as_bytes(), run_start, 2);
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, vec![0]))
}

fn byte_order_mark(text: &[u8]) -> Found {
    text.starts_with(&[0xEF, 0xBB, 0xBF]).then(|| without_start(text, 3))
}

fn without_start(text: &[u8], length: usize) -> (Vec<u8>, Pass, Vec<usize>) {
    let mut builder = Builder::new(text);
    builder.copy(length, text.len());
    let (bytes, pass) = builder.finish();
    (bytes, pass, vec![0])
}

/// Only a text without a single line feed has lost them; a stray CR in a normal text is a defect
/// that the scanner must still see.
fn carriage_returns(text: &[u8]) -> Found {
    if text.contains(&b'\n') || !text.contains(&b'\r') {
        return None;
    }
    let bytes: Vec<u8> = text.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect();
    let places = text.iter().enumerate().filter(|(_, byte)| **byte == b'\r').map(|(at, _)| at).collect();
    let mut builder = Builder::new(text);
    builder.insert(&bytes, 0, 1);
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, places))
}

/// Every line that is not blank begins with `>`.
fn quoted(text: &[u8]) -> Found {
    let mark = |line: &[u8]| line.first() == Some(&b'>');
    strip_lines(text, mark, |line| 1 + usize::from(line.get(1) == Some(&b' ')))
}

/// Every line that is not blank begins with white space.
fn indented(text: &[u8]) -> Found {
    let margin = |line: &[u8]| line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut least = usize::MAX;
    for line in lines(text).filter(|line| !line.is_blank(text)) {
        least = least.min(margin(line.of(text)));
        if least == 0 {
            return None;
        }
    }
    strip_lines(text, |line| margin(line) > 0, |_| least)
}

/// Removes bytes at the start of every line when every line that is not blank is marked.
fn strip_lines(text: &[u8], marked: impl Fn(&[u8]) -> bool, length: impl Fn(&[u8]) -> usize) -> Found {
    let mut any = false;
    for line in lines(text) {
        if !line.is_blank(text) {
            if !marked(line.of(text)) {
                return None;
            }
            any = true;
        }
    }
    if !any {
        return None;
    }
    let mut builder = Builder::new(text);
    let mut places = Vec::new();
    for line in lines(text) {
        let mut start = line.start;
        if marked(line.of(text)) {
            start = (start + length(line.of(text))).min(line.content);
            places.push(line.start);
        }
        builder.copy(start, line.next);
    }
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, places))
}

/// Blank lines or other text before the first field that only a header section has.
fn leading_text(text: &[u8]) -> Found {
    let first = lines(text).find(|line| !line.is_blank(text))?;
    if is_field(first.of(text)) || is_mbox_from(first.of(text)) {
        return (first.start > 0).then(|| without_start(text, first.start));
    }
    // A space before the first line of all is the copy's: nothing stands above that it could continue.
    // Beside another author it is the sender's, and left to the scanner.
    let margin = first.of(text).iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_author = |line: &[u8]| name_length(line).is_some_and(|end| line[..end].eq_ignore_ascii_case(b"from"));
    let field = &first.of(text)[margin..];
    if margin > 0 && weight(field) > 0 && !(is_author(field) && lines(text).any(|line| is_author(line.of(text)))) {
        return Some(without_start(text, first.start + margin));
    }
    // nor is a name whose colon stands on the next line leading text
    let (below, _) = line_end(text, first.next);
    if is_folded_name(first.of(text)) && text[first.next..below].trim_ascii_start().starts_with(b":") {
        return None;
    }
    // A line that begins with white space or has no colon is left to the scanner when fields
    // follow at once: the sender may have written it so.
    let second = lines(text).find(|line| line.start >= first.next && !line.is_blank(text))?;
    if matches!(text[first.start], b' ' | b'\t') || (second.start == first.next && weight(second.of(text)) > 1) {
        return None;
    }
    let field = lines(text).find(|line| weight(line.of(text)) > 0)?;
    Some(without_start(text, field.start))
}

/// `From address date`, the separator of RFC 4155.
fn is_mbox_from(line: &[u8]) -> bool {
    line.starts_with(b"From ") && name_length(line).is_none()
}

fn mbox_from(text: &[u8]) -> Found {
    let (content, next) = line_end(text, 0);
    (is_mbox_from(&text[..content]) || text[..content].starts_with(b">From ")).then(|| without_start(text, next))
}

/// A non-breaking space where folding or the space behind a colon belongs says that the text went
/// through a web page; then every one in the header section came from there.
fn non_breaking_spaces(text: &[u8]) -> Found {
    const SPACE: &[u8] = &[0xC2, 0xA0];
    let end = header_end(text);
    let header = &text[..end];
    if header.is_ascii() {
        return None;
    }
    let structural = lines(header).any(|line| {
        let line = line.of(header);
        line.starts_with(SPACE)
            || name_length(line).is_some_and(|colon| line.get(colon + 1..).is_some_and(|rest| rest.starts_with(SPACE)))
            || line.starts_with(b" \xC2\xA0")
    });
    if !structural {
        return None;
    }
    let mut builder = Builder::new(text);
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(found) = header[from..].windows(2).position(|pair| pair == SPACE) {
        let at = from + found;
        builder.copy(from, at);
        builder.insert(b" ", at, 0);
        places.push(at);
        from = at + 2;
    }
    builder.copy(from, text.len());
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, places))
}

/// Offset of the first blank line.
fn header_end(text: &[u8]) -> usize {
    lines(text).find(|line| line.start == line.content).map_or(text.len(), |line| line.start)
}

/// A blank line after every field, as some pages and forums copy text. The first field stands
/// alone, and so do most of the next ones; in a sound message the first block holds them all.
fn blank_lines(text: &[u8]) -> Found {
    const LOOKED_AT: usize = 8;
    let belongs = |line: &[u8]| is_field(line) || matches!(line.first(), Some(b' ' | b'\t'));
    let mut blocks = Vec::with_capacity(LOOKED_AT); // (fields in the block, whether its first line belongs)
    let mut open = false;
    for line in lines(text) {
        if line.is_blank(text) {
            open = false;
        } else if open {
            // a folded field keeps its lines together
            let folded = usize::from(matches!(line.of(text).first(), Some(b' ' | b'\t')));
            if let Some((count, _)) = blocks.last_mut() {
                *count += 1 - folded;
            }
            // most messages have more fields than one in their first block
            if blocks.first() != Some(&(1, true)) {
                return None;
            }
        } else if blocks.len() == LOOKED_AT {
            break;
        } else {
            blocks.push((1, belongs(line.of(text))));
            open = true;
        }
    }
    let single = blocks.iter().filter(|(count, belongs)| *count == 1 && *belongs).count();
    if blocks.first() != Some(&(1, true)) || single < 4 || single * 4 < blocks.len() * 3 {
        return None;
    }
    let mut builder = Builder::new(text);
    let mut places = Vec::new();
    let mut blanks = Vec::new();
    for line in lines(text) {
        if line.is_blank(text) {
            blanks.push(line.start);
            continue;
        }
        // more blank lines than between two fields, or something that is no field: the body
        if blanks.len() > 2 || (!blanks.is_empty() && !belongs(line.of(text))) {
            builder.copy(blanks[0], text.len());
            let (bytes, pass) = builder.finish();
            return Some((bytes, pass, places));
        }
        places.append(&mut blanks);
        builder.copy(line.start, line.next);
    }
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, places))
}

/// Whether every line of the header section is a field or continues one and none ends in a colon, so that no line can
/// belong to the one above it: so it is in nearly every message.
fn is_tidy(text: &[u8]) -> bool {
    lines(text)
        .map(|line| line.of(text))
        .take_while(|line| !line.is_empty())
        .all(|line| (matches!(line[0], b' ' | b'\t') || is_field(line)) && !line.trim_ascii_end().ends_with(b":"))
}

/// `Name:` alone on its line with an unfolded value below it.
fn split_names(text: &[u8]) -> Found {
    rejoin(text, |_, above, line| {
        let bare = |colon: usize| above[colon + 1..].trim_ascii().is_empty();
        above.trim_ascii_end().ends_with(b":")
            && is_field(above)
            && name_length(above).is_some_and(bare)
            && !is_field(line)
    })
}

/// A line of the header section that is neither a field nor a continuation.
fn lost_folding(text: &[u8]) -> Found {
    rejoin(text, |field, above, line| {
        let inside_list =
            above.ends_with(b":") && name_length(field).is_some_and(|colon| is_signature(&field[..colon]));
        !above.is_empty() && (inside_list || (!is_field(line) && !is_folded_name(line)))
    })
}

/// Fields whose `h=` tag holds field names, so that its continuation looks like a field.
fn is_signature(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 3] = [b"dkim-signature", b"arc-message-signature", b"x-google-dkim-signature"];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A name whose colon is folded onto the next line is the sender's doing; joining it to the field
/// above would hide it.
fn is_folded_name(line: &[u8]) -> bool {
    let name = line.trim_ascii();
    name.len() < 30
        && !name.is_empty()
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && weight_of(name) > 0
}

/// Puts a space before every line of the header section that belongs to the line above it, as
/// `joins` says of the first line of the open field, the line above and the line.
fn rejoin(text: &[u8], joins: impl Fn(&[u8], &[u8], &[u8]) -> bool) -> Found {
    let end = header_end(text);
    let header = &text[..end];
    let mut places = Vec::new();
    let mut above: &[u8] = b"";
    let mut field: &[u8] = b""; // the first line of the field that is open
    for line in lines(header) {
        let content = line.of(header);
        if !matches!(content.first(), Some(b' ' | b'\t')) {
            if joins(field, above, content) {
                places.push(line.start);
            } else {
                field = content;
            }
        }
        above = content;
    }
    if places.is_empty() {
        return None;
    }
    let mut builder = Builder::new(text);
    let mut from = 0;
    for &at in &places {
        builder.copy(from, at);
        builder.insert(b" ", at, 0);
        from = at;
    }
    builder.copy(from, text.len());
    let (bytes, pass) = builder.finish();
    Some((bytes, pass, places))
}

/// Whether a line begins a field, as a reader of a damaged paste would see it: RFC 5322 allows
/// `h=From:To` as a name, yet it is the rest of a signature that lost its folding.
fn is_field(line: &[u8]) -> bool {
    // nearly every one has a name of letters and hyphens, a colon and a space
    let plain = line.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'-')).unwrap_or(line.len());
    if matches!(line.get(plain..), Some([b':'] | [b':', b' ' | b'\t', ..])) && line[0].is_ascii_alphabetic() {
        return true;
    }
    let Some(colon) = name_length(line) else { return false };
    let name = line[..colon].trim_ascii_end();
    let plausible = name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    plausible
        && match line.get(colon + 1) {
            None | Some(b' ' | b'\t') => true,
            // `Content-Type:MIME-Version:…` is the middle of an `h=` tag, `https://…` is a link
            Some(b'/') => false,
            Some(_) => {
                let word = line[colon + 1..].iter().take_while(|byte| !byte.is_ascii_whitespace());
                weight(line) > 0 && !word.clone().any(|&byte| byte == b':')
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::read;

    const SOUND: &str = "Received: from a.example by b.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n\
        DKIM-Signature: v=1; a=rsa-sha256;\r\n h=From:\r\n Subject:Date; b=AAAA\r\n\
        From: Jo <jo@mailbox.example>\r\nSubject: hello\r\nTo: al@mailbox.example\r\n";

    fn repaired(text: &str) -> (String, Vec<RepairId>) {
        let source = read(text.as_bytes());
        (String::from_utf8_lossy(&source.bytes).into_owned(), source.repairs.iter().map(|repair| repair.id).collect())
    }

    /// The text as relaxed canonicalisation sees it.
    fn relaxed(text: &str) -> String {
        let message = text.replace("\r\n", "\n");
        let unfolded = message.replace("\n ", " ").replace("\n\t", " ");
        unfolded
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| line.split_ascii_whitespace().collect::<Vec<_>>().join(" ").replace(": ", ":"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_sound_header_is_left_alone() {
        assert_eq!(repaired(SOUND), (SOUND.to_owned(), vec![]));
        assert!(matches!(read(SOUND.as_bytes()).bytes, Cow::Borrowed(_)));
    }

    #[test]
    fn every_damage_is_undone_and_listed() {
        let lf = SOUND.replace("\r\n", "\n");
        let cases: [(&str, String, &[RepairId]); 12] = [
            ("byte order mark", format!("\u{feff}{SOUND}"), &[RepairId::ByteOrderMark]),
            (
                "mbox line",
                format!("From jo@mailbox.example Sat Nov 21 10:00:00 2026\r\n{SOUND}"),
                &[RepairId::MboxFrom],
            ),
            ("carriage returns", lf.replace('\n', "\r"), &[RepairId::BareCarriageReturn]),
            ("quoted", lf.lines().map(|line| format!("> {line}\n")).collect(), &[RepairId::Quoted]),
            ("indented", lf.lines().map(|line| format!("    {line}\n")).collect(), &[RepairId::Indented]),
            ("double spaced", lf.replace('\n', "\n\n"), &[RepairId::BlankLines]),
            ("leading blank lines", format!("\n\n{lf}"), &[RepairId::LeadingText]),
            ("leading words", format!("Here are the headers.\n\n{lf}"), &[RepairId::LeadingText]),
            ("no folding", lf.replace("\n ", "\n"), &[RepairId::LostFolding]),
            ("split names", lf.replace(": ", ":\n"), &[RepairId::SplitName]),
            ("non-breaking", lf.replace("\n ", "\n\u{a0}").replace(": ", ":\u{a0}"), &[RepairId::NonBreakingSpace]),
            (
                "quoted, then indented",
                lf.lines().map(|line| format!(">   {line}\n")).collect(),
                &[RepairId::Quoted, RepairId::Indented],
            ),
        ];
        for (name, damaged, expected) in cases {
            let (text, repairs) = repaired(&damaged);
            assert_eq!(repairs, expected, "{name}");
            assert_eq!(relaxed(&text), relaxed(SOUND), "{name}");
        }
    }

    #[test]
    fn utf16_is_read_and_its_offsets_lead_back() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(SOUND.encode_utf16().flat_map(u16::to_le_bytes));
        let source = read(&bytes);
        assert_eq!(&*source.bytes, SOUND.as_bytes());
        let at = SOUND.find("Subject: hello").unwrap();
        assert_eq!(source.map.back(at), 2 + 2 * at);
    }

    #[test]
    fn a_body_of_short_paragraphs_is_not_taken_for_fields() {
        let text = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nNote: one\r\n\r\nNote: two\r\n\r\nNote: three\r\n";
        assert_eq!(repaired(text), (text.to_owned(), vec![]));
    }

    #[test]
    fn a_name_whose_colon_is_folded_stays_visible() {
        let text = "Received: from a by b; x\r\nFrom\r\n : evil@other.example\r\nTo: c@d.example\r\n";
        assert_eq!(repaired(text), (text.to_owned(), vec![]));
        let text = "From\r\n : evil@other.example\r\nFrom: jo@mailbox.example\r\nTo: c@d.example\r\n";
        assert_eq!(repaired(text), (text.to_owned(), vec![]));
    }

    #[test]
    fn a_space_before_the_first_line_of_all_came_with_the_copy() {
        for (text, sound) in [
            (
                " From: jo@mailbox.example\nTo: c@d.example\nDate: x\n",
                "From: jo@mailbox.example\nTo: c@d.example\nDate: x\n",
            ),
            (
                "\n\t Received: from a by b; x\nTo: c@d.example\nDate: x\n",
                "Received: from a by b; x\nTo: c@d.example\nDate: x\n",
            ),
        ] {
            assert_eq!(repaired(text), (sound.to_owned(), vec![RepairId::LeadingText]));
        }
    }

    #[test]
    fn a_field_that_begins_with_a_space_is_not_an_indented_paste() {
        let text = " From: evil@other.example\r\nFrom: jo@mailbox.example\r\nTo: c@d.example\r\n";
        assert_eq!(repaired(text), (text.to_owned(), vec![]));
    }

    #[test]
    fn the_body_below_a_double_spaced_header_stays_a_body() {
        let header = SOUND.replace("\r\n", "\n").replace('\n', "\n\n");
        let (text, _) = repaired(&format!("{header}\n\nHello there\n\nbye\n"));
        assert!(text.contains("To: al@mailbox.example\n\n"), "{text}");
        assert!(text.ends_with("Hello there\n\nbye\n"));
    }
}
