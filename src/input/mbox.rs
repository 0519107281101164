//! Files of many messages in the mbox format (RFC 4155, the manual page mbox(5) of qmail), taken
//! apart while they are read.
//!
//! A message begins behind a From_ line, `From address date`, and ends before the blank line above
//! the next one. Writers keep lines of a text from looking like a From_ line by putting `>` before
//! them; [`readings`] takes it away again.
//!
//! # What may be believed
//!
//! A file is as trustworthy as its writer. One that does not quote lets the sender of a message put a
//! From_ line into its text, and so a message that nobody received: its receiver's stamp is whatever
//! the sender wrote. A writer that counts instead of quoting (mboxcl2, as Dovecot and mutt) says in
//! `Content-Length` how long each text is. That is believed as long as it has led to a From_ line or
//! to the end of the file for every message from the first on: what a single sender wrote into that
//! field hides none of the other messages. Where nothing is counted and nothing quoted, nothing in the
//! file tells such a message from the others. Signatures are not concerned, since they are checked
//! over each message alone.
//! For the same reason nothing but From_ lines divides a text, and nothing at all when it does not
//! begin with one: header sections below each other are also what a bounce or a forwarded message
//! holds, and there the lower one is the sender's.

use std::borrow::Cow;
use std::num::ParseIntError;
use std::ops::Range;

use super::kind::weight;
use crate::limits;
use crate::message::field::name_length;

/// One message of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'p> {
    /// Offset of its first byte in the file, behind the From_ line.
    pub offset: u64,
    /// Bytes in the file, without the blank line that belongs to the format.
    pub length: u64,
    /// Those bytes as they stand in the file. Of a message that is cut, [`limits::INPUT_BYTES`] and
    /// one more, so that whoever judges them reports the limit as well.
    pub bytes: &'p [u8],
    /// Whether it has lines `>From `, which [`readings`] reads.
    pub quoted: bool,
    /// Whether it is longer than is held.
    pub cut: bool,
}

/// Bytes of a message that are held.
const KEPT: usize = limits::INPUT_BYTES + 1;

/// Bytes of a line that are looked at: the most that a line of a message may have (RFC 5322 section
/// 2.1.1). A longer one is no From_ line.
const LINE: usize = 998;

/// Takes a file apart, slice by slice. However it is sliced, the same pieces come out, in one pass;
/// no more is held than one unfinished message and the slice.
#[derive(Debug, Default)]
pub struct Splitter {
    form: Form,
    /// What was read and is not done with; a message begins at its first byte.
    held: Vec<u8>,
    /// Offset of that byte in the file.
    offset: u64,
    /// Bytes of the message that are held no more, because it is too long.
    skipped: u64,
    /// Start of the line that is being read, in `held`.
    line: usize,
    /// Whether `line` lies inside a line too long to matter.
    inside: bool,
    /// Up to where there is no line end behind `line`.
    searched: usize,
    /// Length of the line above when it is blank, its line end included.
    blank: usize,
    /// A line that the next one makes a From_ line or not.
    open: Option<Open>,
    quoted: bool,
    text: Text,
    /// Whether a message had another length than it said, or said none.
    miscounted: bool,
    /// From_ lines inside a text that is counted, each with whether what stands above it is quoted. They begin messages
    /// when the count turns out to be wrong.
    inner: Vec<(Open, bool)>,
}

/// What a message says of the length of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Text {
    /// Nothing so far, and its header section is being read.
    #[default]
    Unsaid,
    /// Its `Content-Length`, in a header section that is being read.
    Said(usize),
    /// The text is being read, and ends here in `held`.
    Until(usize),
    /// Nothing that counts.
    Uncounted,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    /// Nothing but blank lines so far.
    #[default]
    Unknown,
    /// No mbox: all of it is one message.
    Alone,
    /// An mbox, in which a message has begun.
    Mailbox,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    start: usize,
    end: usize,
    /// Length of the blank line above it.
    blank: usize,
    /// Whether it has a date.
    dated: bool,
}

/// How much a line looks like a From_ line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Dated,
    /// `From `, alone or with what could be an address: Thunderbird writes it so.
    Bare,
    Other,
}

impl Splitter {
    /// A splitter at the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next slice and calls `found` for every message that ends in it.
    pub fn push(&mut self, bytes: &[u8], found: &mut dyn FnMut(Piece)) {
        self.held.extend_from_slice(bytes);
        let mut start = 0;
        while self.form != Form::Alone {
            let Some(length) = memchr::memchr(b'\n', &self.held[self.searched..]) else {
                self.searched = self.held.len();
                break;
            };
            let next = self.searched + length + 1;
            if !self.inside {
                start = self.read_line(start, self.line..next, found);
            }
            self.inside = false;
            self.line = next;
            self.searched = next;
        }
        if !self.inside && self.form != Form::Alone && self.held.len() - self.line > LINE + 2 {
            start = self.read_line(start, self.line..self.held.len(), found);
            self.inside = true;
        }
        if self.inside && matches!(self.text, Text::Until(end) if end < self.held.len()) {
            start = self.miscount(start, found);
        }
        self.forget(start);
    }

    /// Ends the file and calls `found` for its last message. The splitter is ready for another file.
    pub fn finish(&mut self, found: &mut dyn FnMut(Piece)) {
        let mut start = 0;
        if !self.inside && self.line < self.held.len() && self.form != Form::Alone {
            start = self.read_line(0, self.line..self.held.len(), found);
        }
        // a file that ends in a From_ line of which nothing but the line below could tell
        self.open = None;
        let mut blank = if self.form == Form::Mailbox { self.blank } else { 0 };
        if let Text::Until(end) = self.text {
            match self.held.len() {
                length if length == end => blank = 0,
                length if length - blank == end => {}
                _ => start = self.miscount(start, found),
            }
        }
        self.emit(start, self.held.len(), blank, found);
        *self = Self::default();
    }

    /// Reads a line, with its line end where it has one, of the message that begins at `start`; gives
    /// the start of the message that the next line belongs to.
    fn read_line(&mut self, mut start: usize, line: Range<usize>, found: &mut dyn FnMut(Piece)) -> usize {
        let first = self.form == Form::Unknown && self.open.is_none();
        let whole = &self.held[line.clone()];
        let content = whole.strip_suffix(b"\n").map_or(whole, |line| line.strip_suffix(b"\r").unwrap_or(line));
        let is_blank = content.is_empty();
        // a byte order mark before the first line of all
        let content = content.strip_prefix(b"\xef\xbb\xbf").filter(|_| first && line.start == 0).unwrap_or(content);
        let head = &content[..content.len().min(LINE)];
        let quoted = is_quoted(head);
        let shape = if content.len() > LINE { Shape::Other } else { shape(head) };
        if let Some(open) = self.open.take() {
            // the line below a From_ line is a field, or what UUCP wrote there
            let tells = if open.dated { weight(head) > 1 } else { name_length(head).is_some() || quoted };
            if tells {
                start = self.begin_or_note(start, open, found);
            } else if self.form == Form::Unknown {
                self.form = Form::Alone;
                return start;
            }
        }
        self.count(start, line.clone(), is_blank);
        let mut blank = std::mem::take(&mut self.blank);
        let mut apart = first || blank > 0;
        if let Text::Until(end) = self.text
            && line.start >= end
            && !(is_blank && line.start == end)
        {
            if shape != Shape::Other && line.start - blank <= end {
                (blank, apart) = (line.start - end, true);
                self.quoted |= self.inner.drain(..).any(|(_, quoted)| quoted);
                self.text = Text::Uncounted;
            } else {
                start = self.miscount(start, found);
            }
        }
        if is_blank {
            self.blank = line.len();
            return start;
        }
        let from = Open { start: line.start, end: line.end, blank, dated: shape == Shape::Dated };
        match shape {
            Shape::Dated if apart => start = self.begin_or_note(start, from, found),
            Shape::Bare if apart => self.open = Some(from),
            Shape::Dated => self.open = Some(from),
            _ if first => self.form = Form::Alone,
            _ => self.quoted |= quoted,
        }
        start
    }

    /// Reads what a line says of the length of the text when it is in a header section, or ends one.
    fn count(&mut self, start: usize, line: Range<usize>, is_blank: bool) {
        let said = match self.text {
            Text::Unsaid if self.form == Form::Mailbox => None,
            Text::Said(length) => Some(length),
            _ => return,
        };
        self.text = if is_blank {
            match said.and_then(|length| line.end.checked_add(length)) {
                Some(end) if !self.miscounted && end - start <= KEPT => Text::Until(end),
                _ => Text::Uncounted,
            }
        } else {
            match content_length(&self.held[line]) {
                None => return,
                Some(Ok(length)) if said.is_none() => Text::Said(length),
                Some(_) => Text::Uncounted,
            }
        };
        self.miscounted |= self.text == Text::Uncounted;
    }

    /// Begins a message behind a From_ line that does not stand in a text that is counted.
    fn begin_or_note(&mut self, start: usize, from: Open, found: &mut dyn FnMut(Piece)) -> usize {
        if matches!(self.text, Text::Until(_)) {
            self.inner.push((from, std::mem::take(&mut self.quoted)));
            return start;
        }
        self.begin(start, from, found)
    }

    /// The text is not as long as is said: the From_ lines in it do begin messages.
    fn miscount(&mut self, mut start: usize, found: &mut dyn FnMut(Piece)) -> usize {
        let quoted = self.quoted;
        for (from, above) in std::mem::take(&mut self.inner) {
            self.quoted = above;
            start = self.begin(start, from, found);
        }
        self.quoted = quoted;
        self.text = Text::Uncounted;
        self.miscounted = true;
        start
    }

    /// Begins a message behind a From_ line and ends the one above it.
    fn begin(&mut self, start: usize, from: Open, found: &mut dyn FnMut(Piece)) -> usize {
        if self.form == Form::Mailbox {
            self.emit(start, from.start, from.blank, found);
            self.miscounted |= matches!(self.text, Text::Unsaid | Text::Said(_));
        }
        self.text = Text::Unsaid;
        self.form = Form::Mailbox;
        self.offset += self.skipped + (from.end - start) as u64;
        self.skipped = 0;
        self.quoted = false;
        from.end
    }

    /// Hands out the message that stands in `held` from `start` to `end`, where a blank line ends it.
    fn emit(&self, start: usize, end: usize, blank: usize, found: &mut dyn FnMut(Piece)) {
        let length = (end - start) as u64 + self.skipped - blank as u64;
        let kept = usize::try_from(length).unwrap_or(KEPT).min(KEPT);
        let bytes = &self.held[start..start + kept];
        if self.form == Form::Mailbox && bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        found(Piece {
            offset: self.offset,
            length,
            bytes,
            quoted: self.quoted,
            cut: length > limits::INPUT_BYTES as u64,
        });
    }

    /// Lets go of what stands before the message that begins at `start`, and of what is too long in it.
    fn forget(&mut self, start: usize) {
        self.held.drain(..start);
        let mut moved = start;
        let settled = match self.form {
            Form::Alone => self.held.len(),
            _ if self.inside => self.held.len(),
            _ => self.open.map_or(self.line, |open| open.start) - start,
        };
        if settled > KEPT {
            self.held.drain(KEPT..settled);
            self.skipped += (settled - KEPT) as u64;
            moved += settled - KEPT;
        }
        self.line = self.line.saturating_sub(moved);
        self.searched = self.held.len();
        for open in self.open.iter_mut().chain(self.inner.iter_mut().map(|(open, _)| open)) {
            open.start -= moved;
            open.end -= moved;
        }
        if let Text::Until(end) = &mut self.text {
            *end -= moved;
        }
    }
}

/// What a field says of the length of the text, when it is the one that does; an error where that is no number.
fn content_length(line: &[u8]) -> Option<Result<usize, ParseIntError>> {
    const NAME: &[u8] = b"content-length";
    if !line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
        return None;
    }
    let value = line[NAME.len()..].trim_ascii_start().strip_prefix(b":")?;
    Some(String::from_utf8_lossy(value).trim().parse())
}

/// Judges whether a line is a From_ line.
fn shape(line: &[u8]) -> Shape {
    let Some(rest) = line.strip_prefix(b"From ") else { return Shape::Other };
    let mut words = rest.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
    if has_date(words.clone()) {
        return Shape::Dated;
    }
    match words.next() {
        None | Some(b"-" | b"MAILER-DAEMON") => Shape::Bare,
        Some(word) if word.contains(&b'@') => Shape::Bare,
        _ => Shape::Other,
    }
}

/// Whether a weekday is among the words and, close behind it, a month, a day, a time and a year, in the order of
/// asctime, of `date` or of RFC 5322; a time zone may stand among them.
fn has_date<'w>(mut words: impl Iterator<Item = &'w [u8]> + Clone) -> bool {
    const DAYS: [&[u8]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];
    const MONTHS: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let is_one = |word: &[u8], of: &[&[u8]]| of.iter().any(|known| known.eq_ignore_ascii_case(word));
    while let Some(word) = words.next() {
        if !is_one(word.strip_suffix(b",").unwrap_or(word), &DAYS) {
            continue;
        }
        let is_number =
            |word: &[u8], least, most| (least..=most).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
        let is_time = |word: &[u8]| {
            let mut parts = word.split(|&byte| byte == b':');
            (2..=3).contains(&parts.clone().count()) && parts.all(|part| is_number(part, 1, 2))
        };
        let near = || words.clone().take(6);
        return near().any(|word| is_one(word, &MONTHS))
            && near().any(|word| is_number(word, 1, 2))
            && near().any(is_time)
            && near().any(|word| is_number(word, 4, 4));
    }
    false
}

/// Whether a line is `From ` behind one or more `>`.
fn is_quoted(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    marks > 0 && line[marks..].starts_with(b"From ")
}

/// The texts that a message with lines `>From ` can have had before it was written into its file, the
/// likeliest first:
///
/// 1. mboxrd, which puts `>` before every line of `>`s and `From `: one goes off each;
/// 2. mboxo, which puts it before `From ` alone: `>From ` becomes `From `, and `>>From ` stays;
/// 3. a writer that does not quote: the text as it stands.
///
/// Only who wrote the file knows. The readings differ in what the sender quoted before, so that at
/// most the hash of the body tells which is right. [`unquoted`] asks for it.
pub fn readings(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let (every, deep) = without_marks(bytes, usize::MAX);
    let Some(every) = every else { return vec![Cow::Borrowed(bytes)] };
    let mut readings = vec![Cow::Owned(every)];
    if deep {
        readings.extend(without_marks(bytes, 1).0.map(Cow::Owned));
    }
    readings.push(Cow::Borrowed(bytes));
    readings
}

/// The first of the [`readings`] that fits, or the first where none does. What fits is for the caller to
/// say: that a signature has the hash of this body.
pub fn unquoted(bytes: &[u8], fits: impl Fn(&[u8]) -> bool) -> Cow<'_, [u8]> {
    let mut readings = readings(bytes);
    let at = if readings.len() == 1 { None } else { readings.iter().position(|reading| fits(reading)) };
    readings.swap_remove(at.unwrap_or(0))
}

/// The text with one `>` less in every line of at most this many of them before `From `, when there is
/// such a line; and whether one of them has more than one.
fn without_marks(bytes: &[u8], most: usize) -> (Option<Vec<u8>>, bool) {
    let mut text: Option<Vec<u8>> = None;
    let mut deep = false;
    let (mut start, mut done) = (0, 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if line.first() == Some(&b'>') && is_quoted(line) {
            let marks = line.iter().take_while(|&&byte| byte == b'>').count();
            deep |= marks > 1;
            if marks <= most {
                let text = text.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
                text.extend_from_slice(&bytes[done..start]);
                done = start + 1;
            }
        }
        start += line.len();
    }
    if let Some(text) = &mut text {
        text.extend_from_slice(&bytes[done..]);
    }
    (text, deep)
}

/// How many messages a text holds, up to `most`: more than one only when it is an mbox.
pub fn count(bytes: &[u8], most: usize) -> usize {
    const SLICE: usize = 64 << 10;
    let mut splitter = Splitter::new();
    let mut count = 0;
    for slice in bytes.chunks(SLICE) {
        splitter.push(slice, &mut |_| count += 1);
        if count >= most {
            return most;
        }
        if splitter.form == Form::Alone {
            return 1;
        }
    }
    splitter.finish(&mut |_| count += 1);
    count.min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a file that is read in slices of this size: offset, text, whether it is quoted.
    fn pieces(file: &[u8], size: usize) -> Vec<(u64, String, bool)> {
        let mut found = Vec::new();
        let mut splitter = Splitter::new();
        let mut note = |piece: Piece| {
            assert_eq!(piece.length, piece.bytes.len() as u64);
            assert!(!piece.cut);
            let at = piece.offset as usize;
            assert_eq!(&file[at..at + piece.bytes.len()], piece.bytes);
            found.push((piece.offset, String::from_utf8_lossy(piece.bytes).into_owned(), piece.quoted));
        };
        file.chunks(size.max(1)).for_each(|slice| splitter.push(slice, &mut note));
        splitter.finish(&mut note);
        found
    }

    fn texts(file: &str) -> Vec<String> {
        let whole = pieces(file.as_bytes(), file.len());
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(pieces(file.as_bytes(), size), whole, "in slices of {size}");
        }
        whole.into_iter().map(|(_, text, _)| text).collect()
    }

    #[test]
    fn every_shape_of_a_from_line_begins_a_message() {
        for from in [
            "From jo@mailbox.example Wed Mar  4 17:15:03 2026",
            "From jo@mailbox.example  Wed Mar 04 17:15 2026 remote from host",
            "From MAILER-DAEMON Wed Mar  4 17:15:03 UTC 2026",
            "From 1858746532@xxx Wed Mar 04 17:15:03 +0000 2026",
            "From - Wed Mar 04 17:15:03 2026",
            "From jo@mailbox.example Wed, 4 Mar 2026 17:15:03 +0000",
            "From ???@??? Wed Mar 04 17:15:03 2026",
            "From \"jo roe\"@mailbox.example Wed Mar  4 17:15:03 2026",
            "From jo@mailbox.example 2026-03-04T17:15:03Z",
            "From jo@mailbox.example",
            "From MAILER-DAEMON",
            "From -",
            "From ",
        ] {
            for end in ["\n", "\r\n"] {
                let message = ["Subject: x", "", "text", ""].join(end);
                let file = [from, end, &message, end].concat().repeat(3);
                assert_eq!(texts(&file), [message.as_str(); 3], "{from}");
            }
        }
    }

    #[test]
    fn a_line_of_a_text_that_begins_with_from_is_no_from_line() {
        for line in [
            "From now on:",
            "From Jo",
            "From the desk of Jo",
            "From Jo on Wed, at 17:15",
            "from jo@mailbox.example Wed Mar  4 17:15:03 2026",
            "From: jo@mailbox.example",
            ">From jo@mailbox.example Wed Mar  4 17:15:03 2026",
            " From jo@mailbox.example Wed Mar  4 17:15:03 2026",
            "From jo@mailbox.example I heard of it",
        ] {
            let file = ["From - Wed Mar  4 17:15:03 2026\nSubject: x\n\n", line, "\nnot so\n\n", line, "\n"].concat();
            assert_eq!(texts(&file).len(), 1, "{line}");
        }
    }

    #[test]
    fn without_a_blank_line_above_it_a_from_line_needs_its_date_and_a_header_below() {
        let file = |from: &str, below: &str| {
            ["From - Wed Mar  4 17:15:03 2026\nTo: x\n\ntext\n", from, "\n", below, "\n\nmore\n"].concat()
        };
        let dated = "From jo@mailbox.example Wed Mar  4 17:15:03 2026";
        assert_eq!(texts(&file(dated, "Received: from a by b; x")).len(), 2);
        assert_eq!(texts(&file(dated, "Note: he wrote this")).len(), 1);
        assert_eq!(texts(&file("From jo@mailbox.example", "Received: from a by b; x")).len(), 1);
    }

    #[test]
    fn what_does_not_begin_with_a_from_line_is_one_message() {
        let inner = "From jo@mailbox.example Wed Mar  4 17:15:03 2026\nSubject: inner\n\ntext\n";
        for file in [
            "".to_owned(),
            "\n\n".to_owned(),
            "hello".to_owned(),
            ["Subject: outer\n\n", inner].concat(),
            ["\n\nSubject: outer\n\n", inner].concat(),
            "From now on\nwe ask\n".to_owned(),
            "From ".to_owned(),
            ["Received: a\nFrom: b\n\n", "Received: c\nFrom: d\n\n"].concat(),
        ] {
            assert_eq!(texts(&file), [file.as_str()]);
            assert_eq!(count(file.as_bytes(), 9), 1);
        }
    }

    #[test]
    fn blank_lines_and_a_mark_before_the_first_from_line_are_no_message() {
        let from = "From - Wed Mar  4 17:15:03 2026\n";
        for before in ["\n\n\r\n", "\u{feff}", ""] {
            assert_eq!(texts(&[before, from, "A: 1\n\nx\n"].concat()), ["A: 1\n\nx\n"]);
        }
        assert_eq!(texts(&[from, "\n", from, "\n", from, "A: 1\n\nx"].concat()), ["A: 1\n\nx"]);
    }

    #[test]
    fn lines_longer_than_any_from_line_are_passed_over() {
        let long = "x".repeat(5_000);
        let text = ["A: 1\n\n", &long, "\n\n", &long, "\nFrom ", &long, " Wed Mar  4 17:15:03 2026\n"].concat();
        let from = "From - Wed Mar  4 17:15:03 2026\n";
        assert_eq!(texts(&[from, &text, "\n", from, &text].concat()), [text.as_str(), &text]);
    }

    #[test]
    fn a_message_longer_than_is_held_is_cut_and_the_next_one_is_whole() {
        let from = b"From - Wed Mar  4 17:15:03 2026\n";
        let line = [&[b'x'; 70][..], b"\n"].concat();
        let slice = line.repeat(15_000);
        for long in [false, true] {
            let mut found = Vec::new();
            let mut splitter = Splitter::new();
            let mut fed = 0;
            let mut note = |piece: Piece| found.push((piece.offset, piece.length, piece.bytes.len(), piece.cut));
            for push in [&from[..], b"A: 1\n\n", b">From x\n"] {
                splitter.push(push, &mut note);
                fed += push.len();
            }
            let start = fed;
            while fed < start + limits::INPUT_BYTES + (4 << 20) {
                let slice = if long { &slice[..70] } else { &slice[..] };
                splitter.push(slice, &mut note);
                fed += slice.len();
                assert!(splitter.held.len() <= KEPT + slice.len() + 2 * LINE + 4, "no more than one message is held");
            }
            for push in [&b"\n\n"[..], from, b"B: 2\n\ny\n"] {
                splitter.push(push, &mut note);
            }
            splitter.finish(&mut note);
            let length = (fed - from.len()) as u64 + 1;
            let begin = from.len() as u64;
            let after = fed as u64 + 2 + begin;
            assert_eq!(found, [(begin, length, KEPT, true), (after, 8, 8, false)], "{long}");
        }
    }

    #[test]
    fn quoting_is_read_as_each_writer_writes_it() {
        let texts = |text: &str| -> Vec<String> {
            readings(text.as_bytes()).into_iter().map(|text| String::from_utf8_lossy(&text).into_owned()).collect()
        };
        assert_eq!(texts("a\n>From b\nc"), ["a\nFrom b\nc", "a\n>From b\nc"]);
        assert_eq!(texts(">From a\r\n>>From b"), ["From a\r\n>From b", "From a\r\n>>From b", ">From a\r\n>>From b"]);
        assert_eq!(texts(">>From a\n"), [">From a\n", ">>From a\n"]);
        for untouched in ["", "a\n> From b\n>Fromage\n>>\n> >From c\n>From"] {
            assert_eq!(texts(untouched), [untouched]);
            assert!(matches!(readings(untouched.as_bytes())[..], [Cow::Borrowed(_)]));
        }
        assert_eq!(&*unquoted(b">>From a\n", |text| text.starts_with(b">>")), b">>From a\n");
        assert_eq!(&*unquoted(b">>From a\n", |_| false), b">From a\n");
        assert_eq!(&*unquoted(b"plain", |_| unreachable!("there is one reading")), b"plain");
    }

    #[test]
    fn a_message_says_whether_it_is_quoted() {
        let from = "From - Wed Mar  4 17:15:03 2026\nA: 1\n\n";
        let file = [from, "x\n>>From y\n\n", from, "From: z\n> From y\n\n", from, ">From it"].concat();
        let quoted: Vec<bool> = pieces(file.as_bytes(), 5).into_iter().map(|(.., quoted)| quoted).collect();
        assert_eq!(quoted, [true, false, true]);
    }

    /// A message with this text, behind a From_ line, that says this of its length.
    fn counted(text: &str, length: impl std::fmt::Display) -> String {
        format!("From - Wed Mar  4 17:15:03 2026\nA: 1\nContent-Length: {length}\n\n{text}\n")
    }

    /// A text with what looks like another message.
    const INNER: &str = "x\n\nFrom a@mailbox.example Wed Mar  4 17:15:03 2026\nA: 1\n\nFrom -\nA: 1\n\ny\n>From z\n";

    #[test]
    fn a_text_that_is_counted_holds_no_other_message() {
        let file =
            [counted(INNER, INNER.len()), counted("z\n", " 2 "), counted("", 0), counted(INNER, INNER.len())].concat();
        assert_eq!(texts(&file).len(), 4);
        assert!(texts(&file)[0].ends_with(INNER));
        let quoted: Vec<bool> = pieces(file.as_bytes(), 3).into_iter().map(|(.., quoted)| quoted).collect();
        assert_eq!(quoted, [true, false, false, true]);
        let crlf = |text: &str| text.replace('\n', "\r\n");
        let inner = crlf(INNER);
        let file = crlf(&[counted(INNER, inner.len()), counted("z\n", "3")].concat());
        assert_eq!(texts(&file).len(), 2);
        // no line stands between the text and the From_ line, or the end of the file
        let bare = counted(INNER, INNER.len());
        let file = [bare.trim_end(), "\n", bare.trim_end(), "\n"].concat();
        assert_eq!(texts(&file).len(), 2);
    }

    #[test]
    fn a_count_that_leads_to_no_from_line_is_not_believed() {
        let alone = texts(&counted(INNER, "none")).len();
        assert_eq!(alone, 3);
        let length = INNER.len();
        for wrong in ["0", "1", "-5", "99999999999999999999999", &(length - 1).to_string(), &(length + 2).to_string()] {
            assert_eq!(texts(&counted(INNER, wrong)).len(), alone, "{wrong}");
        }
        let twice = counted(INNER, length).replace("A: 1\nContent", "Content-Length: 1\nContent");
        assert_eq!(texts(&twice).len(), alone);
        let long = [counted(INNER, 20_000), "x".repeat(30_000), "\n\n".to_owned(), counted("z\n", 2)].concat();
        assert_eq!(texts(&long).len(), alone + 1);
    }

    #[test]
    fn one_sender_who_counts_hides_no_other_message() {
        let plain = "From - Wed Mar  4 17:15:03 2026\nA: 1\n\nx\n\n";
        let hiding = counted("x\n", "x\n".len() + 1 + plain.len() - 1);
        assert_eq!(texts(&[plain, &hiding, plain, plain].concat()).len(), 4, "the first message says no length");
        let first = [&hiding, plain].concat();
        assert_eq!(texts(&first).len(), 1, "of a first message it is all there is to go by");
        assert_eq!(texts(&[&counted("x\n", 7), &hiding, plain, plain].concat()).len(), 4, "a length was wrong before");
        let header = "From - Wed Mar  4 17:15:03 2026\nA: 1\n";
        let hiding = hiding.replace("A: 1\nContent", "Received: from a by b; x\nContent");
        assert_eq!(texts(&[header, &hiding, plain, plain].concat()).len(), 4, "the first message has no text");
    }

    #[test]
    fn counting_stops_where_enough_is_known() {
        let file = "From - Wed Mar  4 17:15:03 2026\nA: 1\n\nx\n\n".repeat(100);
        assert_eq!(count(file.as_bytes(), 2), 2);
        assert_eq!(count(file.as_bytes(), usize::MAX), 100);
    }
}
