//! From offsets in the repaired text back to offsets in the input.

use crate::report::Span;

/// A run of bytes of one repair pass.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Offset of its first byte in the output of the pass.
    output: usize,
    /// Offset of the byte it came from in the input of the pass.
    input: usize,
    /// Input bytes for one output byte: 1 for a copy, 2 for ASCII out of UTF-16, 0 for inserted bytes.
    stride: usize,
}

/// What one pass over the text did.
#[derive(Debug)]
pub struct Pass {
    pieces: Vec<Piece>,
    input_length: usize,
}

impl Pass {
    fn back(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.output <= offset);
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) => (piece.input + (offset - piece.output) * piece.stride).min(self.input_length),
            None => offset.min(self.input_length),
        }
    }
}

/// All passes, in the order in which they were made.
#[derive(Debug, Default)]
pub struct SourceMap {
    passes: Vec<Pass>,
    lost: bool,
}

impl SourceMap {
    /// A map for a text that stands nowhere in the input as it is: every span leads to nothing.
    pub fn nowhere() -> Self {
        Self { passes: Vec::new(), lost: true }
    }

    /// Adds a pass.
    pub fn push(&mut self, pass: Pass) {
        self.passes.push(pass);
    }

    /// Whether every offset stands for itself.
    pub fn is_identity(&self) -> bool {
        self.passes.is_empty() && !self.lost
    }

    /// The offset in the input of the byte that stands at `offset` in the repaired text.
    pub fn back(&self, offset: usize) -> usize {
        if self.lost {
            return 0;
        }
        self.passes.iter().rev().fold(offset, |offset, pass| pass.back(offset))
    }

    /// The span in the input of a span in the repaired text.
    pub fn span(&self, span: Span) -> Span {
        if self.lost {
            return Span { start: 0, end: 0 };
        }
        let start = self.back(span.start as usize);
        let end = if span.end > span.start { self.back(span.end as usize - 1) + 1 } else { start };
        Span { start: start as u32, end: end.max(start) as u32 }
    }
}

/// Builds the output of a pass and its map together, so that they cannot disagree.
#[derive(Debug)]
pub struct Builder<'a> {
    input: &'a [u8],
    output: Vec<u8>,
    pieces: Vec<Piece>,
}

impl<'a> Builder<'a> {
    /// Starts a pass over `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { input, output: Vec::with_capacity(input.len() + 64), pieces: Vec::new() }
    }

    /// Copies input bytes.
    pub fn copy(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let output = self.output.len();
        let continues =
            self.pieces.last().is_some_and(|piece| piece.stride == 1 && piece.input + (output - piece.output) == start);
        if !continues {
            self.pieces.push(Piece { output, input: start, stride: 1 });
        }
        self.output.extend_from_slice(&self.input[start..end]);
    }

    /// Inserts bytes that stand for the input at `at`.
    pub fn insert(&mut self, bytes: &[u8], at: usize, stride: usize) {
        self.pieces.push(Piece { output: self.output.len(), input: at, stride });
        self.output.extend_from_slice(bytes);
    }

    /// The output and its map.
    pub fn finish(self) -> (Vec<u8>, Pass) {
        (self.output, Pass { pieces: self.pieces, input_length: self.input.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_find_their_way_back_through_two_passes() {
        let mut first = Builder::new(b"> ab> cd");
        first.copy(2, 4);
        first.copy(6, 8);
        let (text, pass) = first.finish();
        assert_eq!(text, b"abcd");
        let mut second = Builder::new(&text);
        second.copy(0, 2);
        second.insert(b" ", 2, 0);
        second.copy(2, 4);
        let (text, second_pass) = second.finish();
        assert_eq!(text, b"ab cd");
        let mut map = SourceMap::default();
        map.push(pass);
        map.push(second_pass);
        assert_eq!(map.back(0), 2);
        assert_eq!(map.back(2), 6, "an inserted byte stands for the place where it was inserted");
        assert_eq!(map.back(4), 7);
        assert_eq!(map.span(Span { start: 3, end: 5 }), Span { start: 6, end: 8 });
    }

    #[test]
    fn without_passes_every_offset_stands_for_itself() {
        let map = SourceMap::default();
        assert!(map.is_identity());
        assert_eq!(map.span(Span { start: 3, end: 9 }), Span { start: 3, end: 9 });
    }
}
