//! The header section, by a strict scanner of our own (RFC 5322 sections 2.1 to 2.2.3).
//!
//! A mail library is liberal by design; a judge of structure must not be. This scanner never
//! guesses: whatever is not a field is kept as a defect with its bytes, so that the ledger can
//! show it. Line ends are CRLF or LF; a CR alone is an ordinary byte here and a defect.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr2_iter};

use crate::limits;

/// One field, borrowed from the message.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The name as written, without white space before the colon.
    pub name: &'a [u8],
    /// Everything behind the colon with its folding, without the field's last line end.
    pub value: &'a [u8],
    /// The whole field, without its last line end.
    pub whole: &'a [u8],
    /// Offset of the first byte in the message.
    pub start: usize,
    /// Offset after the last line end.
    pub end: usize,
}

impl Field<'_> {
    /// Whether the field has this name; names are case-insensitive (RFC 5322 section 1.2.2).
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The bytes of the whole field, its last line end included.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Offset of the value's first byte in the message.
    pub fn value_start(&self) -> usize {
        self.start + self.whole.len() - self.value.len()
    }

    /// The value on one line (RFC 5322 section 2.2.3: unfolding removes the line end only),
    /// without white space at its ends. Bytes that are not UTF-8 become U+FFFD.
    pub fn unfolded(&self) -> String {
        let value = &self.value[..self.value.len().min(limits::FIELD_BYTES)];
        let mut kept = Vec::with_capacity(value.len());
        let mut from = 0;
        for at in memchr2_iter(b'\r', b'\n', value) {
            kept.extend_from_slice(&value[from..at]);
            from = at + 1;
        }
        kept.extend_from_slice(&value[from..]);
        let start = kept.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(kept.len());
        let end = kept.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(start, |last| last + 1);
        super::text(&kept[start..end])
    }
}

/// Something in the header section that RFC 5322 does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub kind: DefectKind,
    /// Its bytes in the message.
    pub range: Range<usize>,
}

/// The ways in which a header section can be malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefectKind {
    /// A CR that is not part of a line end.
    BareCarriageReturn,
    /// A continuation line before the first field.
    ContinuationFirst,
    /// A line that is neither a field nor a continuation.
    NotAField,
    /// A NUL byte.
    Nul,
    /// White space between the field name and the colon.
    SpaceBeforeColon,
    /// A continuation line of nothing but white space (obsolete syntax, RFC 5322 section 4.2).
    WhiteSpaceLine,
}

/// The header section and where it ends.
#[derive(Debug, Default)]
pub struct Header<'a> {
    /// The fields in order, top first.
    pub fields: Vec<Field<'a>>,
    /// What is malformed in it, in order; at most one of each kind a line.
    pub defects: Vec<Defect>,
    /// Offset of the byte after the header section and its blank line.
    pub body_start: usize,
    /// Whether a blank line ended it, so that what follows is a body, possibly an empty one.
    pub terminated: bool,
    /// Whether a limit stopped the scan.
    pub cut: bool,
}

/// Offset of the next line end at or after `from`, and the offset behind it.
pub fn line_end(bytes: &[u8], from: usize) -> (usize, usize) {
    match memchr(b'\n', &bytes[from..]) {
        Some(at) => {
            let newline = from + at;
            let content = if newline > from && bytes[newline - 1] == b'\r' { newline - 1 } else { newline };
            (content, newline + 1)
        }
        None => (bytes.len(), bytes.len()),
    }
}

/// Length of the field name at the start of a line, white space before the colon included, when
/// the line is a field: `field-name = 1*ftext` (RFC 5322 section 3.6.8), `:`; the obsolete syntax
/// allows white space before the colon.
pub fn name_length(line: &[u8]) -> Option<usize> {
    let name = line.iter().position(|&byte| !(33..=126).contains(&byte) || byte == b':')?;
    let colon = name + line[name..].iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    (name > 0 && line[colon] == b':').then_some(colon)
}

/// Scans a header section from the first byte.
pub fn scan(bytes: &[u8]) -> Header<'_> {
    let mut header = Header::default();
    let mut open: Option<(usize, usize)> = None; // start of the field, offset of its colon
    let mut last_content = 0;
    let mut at = 0;
    while at < bytes.len() {
        let (content, next) = line_end(bytes, at);
        let line = &bytes[at..content];
        if line.is_empty() {
            header.terminated = true;
            header.body_start = next;
            close(bytes, &mut header, open.take(), last_content, at);
            return header;
        }
        if at > limits::HEADER_BYTES || header.fields.len() >= limits::HEADER_FIELDS {
            header.cut = true;
            break;
        }
        note_bytes(line, at, &mut header.defects);
        if matches!(line[0], b' ' | b'\t') {
            if line.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                header.defects.push(Defect { kind: DefectKind::WhiteSpaceLine, range: at..next });
            }
            if open.is_none() {
                header.defects.push(Defect { kind: DefectKind::ContinuationFirst, range: at..next });
            }
        } else {
            close(bytes, &mut header, open.take(), last_content, at);
            match name_length(line) {
                Some(colon) => {
                    if matches!(line[colon - 1], b' ' | b'\t') {
                        header.defects.push(Defect { kind: DefectKind::SpaceBeforeColon, range: at..at + colon });
                    }
                    open = Some((at, at + colon));
                }
                None => header.defects.push(Defect { kind: DefectKind::NotAField, range: at..next }),
            }
        }
        last_content = content;
        at = next;
    }
    close(bytes, &mut header, open, last_content, at);
    header.body_start = at;
    header
}

/// Ends the open field at the end of the line before `end`.
fn close<'a>(bytes: &'a [u8], header: &mut Header<'a>, open: Option<(usize, usize)>, content: usize, end: usize) {
    let Some((start, colon)) = open else { return };
    let name = &bytes[start..colon];
    header.fields.push(Field {
        name: name.trim_ascii_end(),
        value: &bytes[colon + 1..content],
        whole: &bytes[start..content],
        start,
        end,
    });
}

/// Records bytes that no header line may hold (RFC 5322 section 2.2: CR and LF only together;
/// section 4.1: NUL only in obsolete syntax).
fn note_bytes(line: &[u8], at: usize, defects: &mut Vec<Defect>) {
    if memchr2(b'\r', 0, line).is_none() {
        return;
    }
    for (byte, kind) in [(b'\r', DefectKind::BareCarriageReturn), (0, DefectKind::Nul)] {
        if let Some(found) = line.iter().position(|&other| other == byte) {
            defects.push(Defect { kind, range: at + found..at + found + 1 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        scan(bytes).fields.iter().map(|field| String::from_utf8_lossy(field.name).into_owned()).collect()
    }

    #[test]
    fn fields_are_split_at_line_ends_that_no_white_space_follows() {
        let header = scan(b"Subject: one\r\n two\r\nTo: a@b.example\r\n\r\nbody");
        assert_eq!(header.fields.len(), 2);
        assert_eq!(header.fields[0].value, b" one\r\n two");
        assert_eq!(header.fields[0].range(), 0..20);
        assert_eq!(header.fields[1].whole, b"To: a@b.example");
        assert!(header.terminated);
        assert_eq!(header.body_start, 39);
        assert!(header.defects.is_empty());
    }

    #[test]
    fn lf_and_crlf_give_the_same_fields() {
        assert_eq!(names(b"A: 1\nB: 2\n\n"), names(b"A: 1\r\nB: 2\r\n\r\n"));
    }

    #[test]
    fn a_header_without_a_blank_line_is_not_terminated() {
        let header = scan(b"A: 1\r\nB: 2");
        assert_eq!(header.fields.len(), 2);
        assert!(!header.terminated);
        assert_eq!(header.fields[1].value, b" 2");
    }

    #[test]
    fn white_space_before_the_colon_is_a_field_and_a_defect() {
        let header = scan(b"From : a@b.example\r\n");
        assert_eq!(header.fields[0].name, b"From");
        assert_eq!(header.defects[0].kind, DefectKind::SpaceBeforeColon);
    }

    #[test]
    fn a_line_that_is_no_field_is_kept_as_a_defect() {
        let header = scan(b"A: 1\r\nno field here\r\nB: 2\r\n");
        assert_eq!(names(b"A: 1\r\nno field here\r\nB: 2\r\n"), ["A", "B"]);
        assert_eq!(header.defects, [Defect { kind: DefectKind::NotAField, range: 6..21 }]);
    }

    #[test]
    fn nul_and_bare_cr_are_defects_with_their_place() {
        let header = scan(b"A: \x00x\ry\r\n");
        let kinds: Vec<_> = header.defects.iter().map(|defect| (defect.kind, defect.range.start)).collect();
        assert_eq!(kinds, [(DefectKind::BareCarriageReturn, 5), (DefectKind::Nul, 3)]);
    }

    #[test]
    fn a_field_that_starts_with_a_space_belongs_to_the_field_above_or_is_a_defect() {
        assert_eq!(scan(b" From: a\r\nTo: b\r\n").defects[0].kind, DefectKind::ContinuationFirst);
        assert_eq!(names(b"A: 1\r\n From: a\r\nTo: b\r\n"), ["A", "To"]);
    }
}
