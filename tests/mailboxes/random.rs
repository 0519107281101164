//! A small generator of numbers (SplitMix64), so that a seed gives the same mailbox on every machine and with every
//! version of every crate.

// Not every program that uses this needs all of it.
#![allow(dead_code)]

/// Numbers that follow from a seed alone.
pub struct Random(u64);

impl Random {
    /// The numbers of one message of one mailbox.
    pub fn of(seed: u64, index: u64) -> Self {
        let mut random = Self(seed ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03));
        random.next();
        random
    }

    /// 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number in `from..to`.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from)
    }

    /// True this often in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A size with a long tail (Pareto, exponent 1.25): most are near `least`, few reach `most`.
    pub fn tail(&mut self, least: usize, most: usize) -> usize {
        let uniform = ((self.next() >> 11) + 1) as f64 / (1u64 << 53) as f64;
        // A power by whole steps of square roots: u^-0.8 to about 1 %, with operations that IEEE 754 rounds the same
        // everywhere, which powf does not promise.
        let half = uniform.sqrt();
        let quarter = half.sqrt();
        let thirty_second = quarter.sqrt().sqrt().sqrt();
        let sixty_fourth = thirty_second.sqrt();
        ((least as f64 / (half * quarter * thirty_second * sixty_fourth)) as usize).min(most)
    }

    /// This many hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.below(16)])).collect()
    }

    /// Six decimal digits.
    pub fn code(&mut self) -> String {
        format!("{:06}", self.below(1_000_000))
    }
}
