//! Canonicalisation of fields and bodies (RFC 6376 section 3.4), streamed into a hash.
//!
//! A message may have LF or CRLF line ends, each line its own; both count as CRLF here, because
//! that is what was signed and a paste keeps neither.

use memchr::memchr;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::message::field::line_end;

/// How bytes are normalised before they are hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canonicalisation {
    /// Almost as they are (RFC 6376 sections 3.4.1 and 3.4.3).
    Simple,
    /// White space is normalised (RFC 6376 sections 3.4.2 and 3.4.4).
    Relaxed,
}

/// The hash of a signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashKind {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// Where canonical bytes go.
pub trait Sink {
    /// Takes the next bytes.
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// A hash that is being computed.
#[derive(Clone)]
pub enum Hasher {
    /// SHA-1.
    Sha1(Sha1),
    /// SHA-256.
    Sha256(Sha256),
}

/// A finished hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1.
    Sha1([u8; 20]),
    /// SHA-256.
    Sha256([u8; 32]),
}

impl Hasher {
    /// Starts a hash.
    pub fn new(kind: HashKind) -> Self {
        match kind {
            HashKind::Sha1 => Self::Sha1(Sha1::new()),
            HashKind::Sha256 => Self::Sha256(Sha256::new()),
        }
    }

    /// Ends it.
    pub fn finish(self) -> Hash {
        match self {
            Self::Sha1(hasher) => Hash::Sha1(hasher.finalize().into()),
            Self::Sha256(hasher) => Hash::Sha256(hasher.finalize().into()),
        }
    }
}

impl Sink for Hasher {
    fn put(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(hasher) => hasher.update(bytes),
            Self::Sha256(hasher) => hasher.update(bytes),
        }
    }
}

impl Hash {
    /// The bytes of the hash.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }
}

/// Writes one field in canonical form, without a line end behind it. `name` holds everything
/// before the colon; `value` is given in parts so that a `b=` can be left out without a copy.
pub fn field(how: Canonicalisation, name: &[u8], value: &[&[u8]], sink: &mut impl Sink) {
    match how {
        Canonicalisation::Simple => {
            sink.put(name);
            sink.put(b":");
            for part in value {
                lines_as_crlf(part, sink);
            }
        }
        Canonicalisation::Relaxed => {
            let length = name.len() + 1 + value.iter().map(|part| part.len()).sum::<usize>();
            let mut line = Vec::with_capacity(length);
            line.extend(name.trim_ascii_end().iter().map(u8::to_ascii_lowercase));
            line.push(b':');
            relaxed_value(value, &mut line);
            sink.put(&line);
        }
    }
}

/// Bytes with every line end as CRLF.
fn lines_as_crlf(bytes: &[u8], sink: &mut impl Sink) {
    let mut at = 0;
    while at < bytes.len() {
        let (content, next) = line_end(bytes, at);
        sink.put(&bytes[at..content]);
        if next > content {
            sink.put(b"\r\n");
        }
        at = next;
    }
}

/// RFC 6376 section 3.4.2: unfolded, runs of white space as one space, none at the ends.
fn relaxed_value(parts: &[&[u8]], sink: &mut impl Sink) {
    let (mut pending, mut started) = (false, false);
    for part in parts {
        let mut at = 0;
        while at < part.len() {
            let (content, next) = line_end(part, at);
            for word in part[at..content].split_inclusive(|&byte| is_wsp(byte)) {
                let bare = word.strip_suffix(b" ").or(word.strip_suffix(b"\t")).unwrap_or(word);
                if !bare.is_empty() {
                    if pending && started {
                        sink.put(b" ");
                    }
                    sink.put(bare);
                    (started, pending) = (true, false);
                }
                pending |= bare.len() < word.len();
            }
            at = next;
        }
    }
}

fn is_wsp(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// What hashing a body gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyHash {
    /// The hash over the canonical body, or over its first `l=` bytes.
    pub hash: Hash,
    /// Length of the whole canonical body in bytes.
    pub length: u64,
}

/// Hashes a body, at most the first `limit` canonical bytes of it.
pub fn hash_body(how: Canonicalisation, kind: HashKind, limit: Option<u64>, bytes: &[u8]) -> BodyHash {
    let mut counted = Counted { sink: Hasher::new(kind), left: limit.unwrap_or(u64::MAX), length: 0 };
    body(how, bytes, &mut counted);
    BodyHash { hash: counted.sink.finish(), length: counted.length }
}

/// Passes on a limited number of bytes and counts all.
struct Counted<S> {
    sink: S,
    left: u64,
    length: u64,
}

impl<S: Sink> Sink for Counted<S> {
    fn put(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        let kept = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
        if kept > 0 {
            self.left -= kept as u64;
            self.sink.put(&bytes[..kept]);
        }
    }
}

/// Writes a body in canonical form: no empty lines at the end, a line end behind the last line. An
/// empty body is one line end in simple form and nothing in relaxed form.
pub fn body(how: Canonicalisation, bytes: &[u8], sink: &mut impl Sink) {
    let (mut at, mut empty_lines, mut started) = (0, 0_usize, false);
    let mut run = Vec::with_capacity(2 * RUN);
    while at < bytes.len() {
        let (content, next) = line_end(bytes, at);
        let mut line = &bytes[at..content];
        if how == Canonicalisation::Relaxed {
            while let [rest @ .., b' ' | b'\t'] = line {
                line = rest;
            }
        }
        if line.is_empty() {
            empty_lines += 1;
        } else {
            for _ in 0..empty_lines {
                run.put(b"\r\n");
                pass_on(&mut run, RUN, sink);
            }
            (empty_lines, started) = (0, true);
            if line.len() > RUN {
                pass_on(&mut run, 0, sink);
                canonical_line(how, line, sink);
            } else {
                canonical_line(how, line, &mut run);
            }
            run.put(b"\r\n");
            pass_on(&mut run, RUN, sink);
        }
        at = next;
    }
    if !started && how == Canonicalisation::Simple {
        run.put(b"\r\n");
    }
    pass_on(&mut run, 0, sink);
}

/// Bytes that are collected before they are passed on: a hash takes a long run in less time than its lines one by one.
const RUN: usize = 1024;

/// Passes a run on when it is longer than `most`.
fn pass_on(run: &mut Vec<u8>, most: usize, sink: &mut impl Sink) {
    if run.len() > most {
        sink.put(run);
        run.clear();
    }
}

fn canonical_line(how: Canonicalisation, line: &[u8], sink: &mut impl Sink) {
    match how {
        Canonicalisation::Simple => sink.put(line),
        Canonicalisation::Relaxed => relaxed_line(line, sink),
    }
}

/// RFC 6376 section 3.4.4 for a line without white space at its end: every run of white space is
/// one space. Stretches that need no change are passed on whole.
fn relaxed_line(line: &[u8], sink: &mut impl Sink) {
    let is_plain = memchr(b'\t', line).is_none() && !line.windows(2).any(|pair| pair == b"  ");
    if is_plain {
        return sink.put(line);
    }
    let (mut start, mut at) = (0, 0);
    while let Some(found) = line[at..].iter().position(|&byte| is_wsp(byte)) {
        at += found;
        let run = line[at..].iter().take_while(|&&byte| is_wsp(byte)).count();
        if run > 1 || line[at] == b'\t' {
            sink.put(&line[start..at]);
            sink.put(b" ");
            start = at + run;
        }
        at += run;
    }
    sink.put(&line[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_field(how: Canonicalisation, name: &str, value: &str) -> String {
        let mut out = Vec::new();
        field(how, name.as_bytes(), &[value.as_bytes()], &mut out);
        String::from_utf8(out).unwrap()
    }

    fn canonical_body(how: Canonicalisation, text: &str) -> String {
        let mut out = Vec::new();
        body(how, text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_example_of_rfc_6376_section_3_4_5_comes_out_as_printed() {
        assert_eq!(canonical_field(Canonicalisation::Relaxed, "A", " X "), "a:X");
        assert_eq!(canonical_field(Canonicalisation::Relaxed, "B ", " Y\t\r\n\tZ  "), "b:Y Z");
        assert_eq!(canonical_field(Canonicalisation::Simple, "B ", " Y\t\r\n\tZ  "), "B : Y\t\r\n\tZ  ");
        let text = " C \r\nD \t E\r\n\r\n\r\n";
        assert_eq!(canonical_body(Canonicalisation::Relaxed, text), " C\r\nD E\r\n");
        assert_eq!(canonical_body(Canonicalisation::Simple, text), " C \r\nD \t E\r\n");
    }

    #[test]
    fn both_line_ends_are_the_same() {
        for how in [Canonicalisation::Simple, Canonicalisation::Relaxed] {
            assert_eq!(canonical_field(how, "A", " x\n y"), canonical_field(how, "A", " x\r\n y"));
            assert_eq!(canonical_body(how, "a\n\nb\n\n"), canonical_body(how, "a\r\n\r\nb"));
        }
    }

    #[test]
    fn an_empty_body_is_a_line_end_in_simple_form_and_nothing_in_relaxed_form() {
        for text in ["", "\r\n", "\n\n\n"] {
            assert_eq!(canonical_body(Canonicalisation::Simple, text), "\r\n");
            assert_eq!(canonical_body(Canonicalisation::Relaxed, text), "");
        }
        assert_eq!(canonical_body(Canonicalisation::Relaxed, " \t\r\n"), "");
    }

    #[test]
    fn a_value_in_parts_is_the_same_as_in_one() {
        let mut out = Vec::new();
        field(Canonicalisation::Relaxed, b"A", &[b" b=", b"; \r\n c", b" "], &mut out);
        assert_eq!(out, b"a:b=; c");
    }

    #[test]
    fn a_limit_cuts_the_hash_and_not_the_count() {
        let whole = hash_body(Canonicalisation::Simple, HashKind::Sha256, Some(3), b"abcdef");
        let part = hash_body(Canonicalisation::Relaxed, HashKind::Sha256, Some(3), b"abcxyz");
        assert_eq!(whole.hash, part.hash);
        assert_eq!(whole.length, 8);
    }
}
