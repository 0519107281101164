//! RSASSA-PKCS1-v1_5 verification (RFC 8017 section 8.2.2).
//!
//! The expected encoded message is built and compared as a whole, so that no parser of padding can
//! be fooled. Nothing here is secret, so the exponent is walked with a plain square-and-multiply. The arithmetic is
//! our own: it is small, made for what WebAssembly is fast at, the same on every machine, and checked here against the
//! rsa crate.

/// The smallest modulus that is computed with, in bits (RFC 6376 section 3.3.3).
pub const SMALLEST: u32 = 512;
/// The largest modulus that is computed with, in bits.
pub const LARGEST: u32 = 4096;

/// The DER of DigestInfo before the digest (RFC 8017 section 9.2, note 1).
const SHA256_INFO: &[u8] =
    &[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
const SHA1_INFO: &[u8] = &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// The digest of the signed data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest<'a> {
    /// SHA-1.
    Sha1(&'a [u8; 20]),
    /// SHA-256.
    Sha256(&'a [u8; 32]),
}

/// The number of bits of a modulus, big-endian.
pub fn bits(modulus: &[u8]) -> u32 {
    let significant = strip(modulus);
    significant.first().map_or(0, |first| significant.len() as u32 * 8 - first.leading_zeros())
}

/// Whether this code computes with a key: 512 to 4096 bits, an odd modulus and an odd exponent of
/// at least 3.
pub fn usable(modulus: &[u8], exponent: u32) -> bool {
    (SMALLEST..=LARGEST).contains(&bits(modulus))
        && modulus.last().is_some_and(|last| last & 1 == 1)
        && exponent >= 3
        && exponent & 1 == 1
}

/// Whether `signature` is the signature of `digest` under the key. A key that is not [`usable`]
/// verifies nothing.
pub fn verify(modulus: &[u8], exponent: u32, digest: Digest, signature: &[u8]) -> bool {
    let modulus = strip(modulus);
    if !usable(modulus, exponent) || signature.len() != modulus.len() || signature >= modulus {
        return false;
    }
    let mut message = [0; LARGEST as usize / 8];
    let Some(message) = message.get_mut(..modulus.len()) else { return false };
    power(modulus, exponent, signature, message);
    is_encoded(message, digest)
}

/// The bytes without leading zeros.
fn strip(mut bytes: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

/// RSAVP1 (RFC 8017 section 5.2.2): writes `base ^ exponent mod modulus` to `out`, which is as
/// long as the modulus. The key is [`usable`] and the base is smaller than the modulus.
fn power(modulus: &[u8], exponent: u32, base: &[u8], out: &mut [u8]) {
    let modulus = Modulus::new(modulus);
    let plain = number(base);
    let base = modulus.residue(&plain);
    let mut value = base;
    for bit in (1..exponent.ilog2()).rev() {
        modulus.square(&mut value);
        if exponent >> bit & 1 == 1 {
            modulus.multiply(&mut value, &base);
        }
    }
    // the last bit is set, and a factor that is no residue leads the product back from the residues
    modulus.square(&mut value);
    modulus.multiply(&mut value, &plain);
    modulus.subtract_once(&mut value);
    for (at, byte) in out.iter_mut().rev().enumerate() {
        let (limb, shift) = (8 * at / LIMB_BITS, 8 * at % LIMB_BITS);
        *byte = ((value[limb] as u64 | (value[limb + 1] as u64) << LIMB_BITS) >> shift) as u8;
    }
}

/// Limbs, and the columns of products before anything is carried, are integers in floating point, which is exact up
/// to 2^53: a vector of WebAssembly multiplies two of them in one instruction of the machine, where it needs eight for
/// integers as wide. A limb has so few bits that a whole column is summed up without a carry, so that no column waits
/// for another.
const LIMB_BITS: usize = 22;
const LIMB: f64 = (1 << LIMB_BITS) as f64;
const MASK: u64 = (1 << LIMB_BITS) - 1;

/// So many rows of a product are added in one pass over its columns, which saves most of the loads and stores.
const ROWS: usize = 4;

/// The limbs of the [`LARGEST`] modulus.
const LIMBS: usize = length(LARGEST as usize);

/// The limbs to compute with for a modulus of so many bits: for two bits more, and a multiple of `ROWS`.
const fn length(bits: usize) -> usize {
    (bits + 2).div_ceil(LIMB_BITS).next_multiple_of(ROWS)
}

// A column takes at most one product of two limbs for each limb of the factors, one for each limb of the modulus while
// it is reduced, and a carry, which is less than one more.
const _: () = assert!((2 * LIMBS as u64 + 1) << (2 * LIMB_BITS) <= 1 << f64::MANTISSA_DIGITS, "a column is not exact");

/// A number, its lowest limb first, and zeros for a pass that runs beyond its end.
type Number = [f64; LIMBS + ROWS];

/// The columns of a product, the lowest first.
type Columns = [f64; 2 * LIMBS];

/// A number from big-endian bytes that fit.
fn number(bytes: &[u8]) -> Number {
    let mut number = [0.0; LIMBS + ROWS];
    for (at, &byte) in bytes.iter().rev().enumerate() {
        let (limb, shift) = (8 * at / LIMB_BITS, 8 * at % LIMB_BITS);
        let bits = u64::from(byte) << shift;
        number[limb] += (bits & MASK) as f64;
        number[limb + 1] += (bits >> LIMB_BITS) as f64;
    }
    number
}

/// Adds `ROWS` multiples of a number, each a column above the one before; `number` starts with `ROWS - 1` zeros.
fn add_rows(columns: &mut [f64], times: [f64; ROWS], number: &[f64]) {
    for (column, limbs) in columns.iter_mut().zip(number.windows(ROWS)) {
        for (times, limb) in times.iter().zip(limbs.iter().rev()) {
            *column += times * limb;
        }
    }
}

/// Leaves a limb in each column, which may be negative before, and carries the rest of it to the next.
fn carry(columns: &[f64], mut carry: i64, limbs: &mut Number) {
    for (limb, &column) in limbs.iter_mut().zip(columns) {
        let sum = column as i64 + carry;
        *limb = (sum as u64 & MASK) as f64;
        carry = sum >> LIMB_BITS;
    }
}

/// An odd modulus, for arithmetic after Montgomery ("Modular multiplication without trial division", 1985): with `R`
/// as 2 to the bits of `length` limbs, a product comes out divided by `R`, and a number `x` stands for its residue as
/// `xR`. Factors and products are below twice the modulus, and only the last is brought below the modulus itself:
/// as `R` is more than four times the modulus `m`, a product of such factors is reduced to less than
/// `(2m * 2m + Rm) / R`, which is at most `2m`. Only public numbers are computed with, so time may depend on them.
struct Modulus {
    limbs: Number,
    /// How many limbs are computed with.
    length: usize,
    /// How many limbs the modulus has itself.
    significant: usize,
    /// The inverse of the negated lowest limb, in the bits of a limb.
    inverse: u64,
}

impl Modulus {
    fn new(bytes: &[u8]) -> Self {
        let limbs = number(bytes);
        // each round of Newton's doubles the bits that are right; of an odd number three are to begin with
        let lowest = limbs[0] as u64;
        let mut inverse = lowest;
        for _ in 0..3 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        }
        let bits = self::bits(bytes) as usize;
        let (length, significant) = (self::length(bits), bits.div_ceil(LIMB_BITS));
        Self { limbs, length, significant, inverse: inverse.wrapping_neg() & MASK }
    }

    /// The residue of a number below the modulus, by long division of `number * R`. Each round draws down a limb and
    /// takes off the nearest multiple of the modulus; the quotient comes from three limbs, and what that leaves out and
    /// rounds is below 2^-12, so that the rest is hardly more than half of the modulus, above or below zero. It is
    /// all exact: a multiple is at most 2^22, so that a column stays within `LIMBS` products of two limbs; and the
    /// highest, to which the one above it is drawn, is the head of a rest below 2^22 times the modulus: below 2^45.
    fn residue(&self, number: &Number) -> Number {
        let modulus = &self.limbs[..self.significant];
        let last = self.significant - 1;
        let leading = |limbs: &[f64]| (limbs[last] * LIMB + limbs[last - 1]) * LIMB + limbs[last - 2];
        let divisor = leading(modulus);
        let mut columns = [0.0; 2 * LIMBS];
        columns[self.length..][..=last].copy_from_slice(&number[..=last]);
        for at in (0..self.length).rev() {
            let rest = &mut columns[at..=at + self.significant];
            rest[last] += rest[last + 1] * LIMB;
            let times = (leading(rest) / divisor).round_ties_even();
            for (column, limb) in rest.iter_mut().zip(modulus) {
                *column -= times * limb;
            }
        }
        let rest = &mut columns[..self.length];
        rest[self.significant..].fill(0.0);
        for (column, limb) in rest.iter_mut().zip(modulus) {
            *column += limb;
        }
        let mut residue = [0.0; LIMBS + ROWS];
        carry(rest, 0, &mut residue);
        residue
    }

    fn multiply(&self, value: &mut Number, by: &Number) {
        let mut shifted = [0.0; LIMBS + 2 * ROWS];
        shifted[ROWS - 1..][..self.length].copy_from_slice(&by[..self.length]);
        let mut columns = [0.0; 2 * LIMBS];
        for (block, &times) in value[..self.length].as_chunks().0.iter().enumerate() {
            add_rows(&mut columns[ROWS * block..][..self.length + ROWS], times, &shifted);
        }
        self.reduce(&mut columns, value);
    }

    /// The products of different limbs come twice, so that they are computed once.
    fn square(&self, value: &mut Number) {
        let mut columns = [0.0; 2 * LIMBS];
        for at in (0..self.length).step_by(ROWS) {
            // the rows that are taken leave the zeros with which the limbs above them have to start
            let mut times = [0.0; ROWS];
            times.swap_with_slice(&mut value[at..at + ROWS]);
            for (row, one) in times.iter().enumerate() {
                for (column, other) in times.iter().enumerate() {
                    columns[2 * at + row + column] += one * other;
                }
            }
            let above = &mut columns[2 * at + ROWS..at + ROWS + self.length];
            add_rows(above, times.map(|limb| 2.0 * limb), &value[at + 1..]);
        }
        self.reduce(&mut columns, value);
    }

    /// Divides by `R`: adds the multiples of the modulus that make the lower half of the columns zero, and leaves the
    /// upper half.
    fn reduce(&self, columns: &mut Columns, quotient: &mut Number) {
        let lowest: [u64; ROWS] = std::array::from_fn(|at| self.limbs[at] as u64);
        let mut carried = 0;
        for at in (0..self.length).step_by(ROWS) {
            let mut times = [0; ROWS];
            for row in 0..ROWS {
                let sum = (0..row)
                    .fold(columns[at + row] as u64 + carried, |sum, other| sum + times[other] * lowest[row - other]);
                times[row] = sum.wrapping_mul(self.inverse) & MASK;
                carried = (sum + times[row] * lowest[0]) >> LIMB_BITS;
            }
            add_rows(&mut columns[at + ROWS..][..self.length], times.map(|times| times as f64), &self.limbs[1..]);
        }
        carry(&columns[self.length..2 * self.length], carried as i64, quotient);
    }

    /// Takes the modulus off a number below twice the modulus, when it is not below it.
    fn subtract_once(&self, value: &mut Number) {
        if value.iter().rev().lt(self.limbs.iter().rev()) {
            return;
        }
        let less: Number = std::array::from_fn(|at| value[at] - self.limbs[at]);
        carry(&less, 0, value);
    }
}

/// The encoded message of a digest for a modulus of so many bytes (RFC 8017 section 9.2); `None` when it is too short.
pub fn encode(digest: Digest, length: usize) -> Option<Vec<u8>> {
    let (info, digest) = match digest {
        Digest::Sha1(digest) => (SHA1_INFO, &digest[..]),
        Digest::Sha256(digest) => (SHA256_INFO, &digest[..]),
    };
    let fill = length.checked_sub(info.len() + digest.len() + 3).filter(|&fill| fill >= 8)?;
    Some([&[0, 1][..], &vec![0xff; fill], &[0], info, digest].concat())
}

/// EMSA-PKCS1-v1_5 (RFC 8017 section 9.2): `00 01 FF.. 00 DigestInfo`, with at least eight FF.
fn is_encoded(message: &[u8], digest: Digest) -> bool {
    let (info, digest) = match digest {
        Digest::Sha1(digest) => (SHA1_INFO, &digest[..]),
        Digest::Sha256(digest) => (SHA256_INFO, &digest[..]),
    };
    let Some(padding) = message.len().checked_sub(info.len() + digest.len()) else { return false };
    let (padding, encoded) = message.split_at(padding);
    let (encoded_info, encoded_digest) = encoded.split_at(info.len());
    matches!(padding, [0, 1, ones @ .., 0] if ones.len() >= 8 && ones.iter().all(|&byte| byte == 0xff))
        && encoded_info == info
        && encoded_digest == digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_from_the_first_that_is_set() {
        assert_eq!(bits(&[0, 0, 1, 0]), 9);
        assert_eq!(bits(&[0x80]), 8);
        assert_eq!(bits(&[]), 0);
    }

    #[test]
    fn keys_of_other_sizes_and_even_numbers_are_not_used() {
        let mut modulus = vec![0xff; 64];
        assert!(usable(&modulus, 3));
        assert!(!usable(&modulus, 1));
        assert!(!usable(&modulus, 4));
        assert!(!usable(&modulus[1..], 3));
        assert!(!usable(&[0xff; 513], 3));
        modulus[63] = 0xfe;
        assert!(!usable(&modulus, 3));
        assert!(!verify(&modulus, 3, Digest::Sha1(&[0; 20]), &[1; 64]));
    }

    #[test]
    fn the_power_is_the_one_that_the_rsa_crate_computes_at_every_size() {
        let mut state = 1_u64;
        let mut byte = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        for length in (64..=512).step_by(7).chain([128, 129, 256, 257, 512]) {
            let mut modulus: Vec<u8> = (0..length).map(|_| byte()).collect();
            modulus[0] |= 1;
            modulus[length - 1] |= 1;
            let base: Vec<u8> = std::iter::once(0).chain((1..length).map(|_| byte())).collect();
            let exponent = u32::from_be_bytes([byte(), byte(), byte(), byte()]) | 3;
            let mut out = vec![0; length];
            power(&modulus, exponent, &base, &mut out);
            let number = ::rsa::BigUint::from_bytes_be;
            let expected = number(&base).modpow(&exponent.into(), &number(&modulus));
            assert_eq!(number(&out), expected, "{length} bytes");
        }
    }

    #[test]
    fn the_power_is_right_where_limbs_and_columns_are_fullest_and_emptiest() {
        use ::rsa::BigUint;
        let one = BigUint::from(1_u8);
        for bits in (512..=4096).step_by(397).chain([513, 514, 515, 1024, 2048, 4095, 4096]) {
            let [least, half, full] = [bits - 1, bits / 2, bits].map(|bits| &one << bits);
            for modulus in [&full - &one, &least + &one, &full - &half - &one, &least + &half + &one] {
                for base in [&least - &one, &modulus - &one, &modulus - &half] {
                    for exponent in [3, 65537] {
                        let mut out = vec![0; bits.div_ceil(8)];
                        power(&modulus.to_bytes_be(), exponent, &base.to_bytes_be(), &mut out);
                        let expected = base.modpow(&exponent.into(), &modulus);
                        assert_eq!(BigUint::from_bytes_be(&out), expected, "{base:x} mod {modulus:x}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_signature_that_is_not_smaller_than_the_modulus_is_refused() {
        let modulus = [0xff; 64];
        assert!(!verify(&modulus, 3, Digest::Sha1(&[0; 20]), &modulus));
        assert!(!verify(&modulus, 3, Digest::Sha1(&[0; 20]), &[1; 63]));
    }
}
