//! RSASSA-PKCS1-v1_5 verification (RFC 8017 section 8.2.2).
//!
//! The expected encoded message is built and compared as a whole, so that no parser of padding can
//! be fooled. Nothing here is secret, so the exponent is walked with a plain square-and-multiply. The arithmetic is
//! our own: for numbers of any size that is small, fast on 32 bits and on 64, and checked here against the rsa crate.

#[cfg(target_pointer_width = "64")]
type Limb = u64;
#[cfg(target_pointer_width = "64")]
type Wide = u128;
/// Half of the widest product of the machine: WebAssembly multiplies 64 bits and gives no more.
#[cfg(not(target_pointer_width = "64"))]
type Limb = u32;
#[cfg(not(target_pointer_width = "64"))]
type Wide = u64;

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
    let mut base = plain;
    modulus.multiply(&mut base, &modulus.square_of_r());
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
    for (chunk, limb) in out.rchunks_mut(size_of::<Limb>()).zip(value) {
        let bytes = limb.to_be_bytes();
        chunk.copy_from_slice(&bytes[bytes.len() - chunk.len()..]);
    }
}

const LIMBS: usize = (LARGEST / Limb::BITS) as usize;

/// A number, its lowest limb first.
type Number = [Limb; LIMBS];

/// A number from big-endian bytes that fit.
fn number(bytes: &[u8]) -> Number {
    let mut limbs = [0; LIMBS];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.rchunks(size_of::<Limb>())) {
        *limb = chunk.iter().fold(0, |value: Limb, &byte| value << 8 | Limb::from(byte));
    }
    limbs
}

/// An odd modulus, for arithmetic after Montgomery ("Modular multiplication without trial division", 1985): with
/// `R` as the first power of a limb's range that is above the modulus, a product comes out divided by `R`, and a
/// number `x` stands for its residue as `xR`. Only public numbers are computed with, so time may depend on them.
struct Modulus {
    limbs: Number,
    /// How many of them count.
    length: usize,
    bits: u32,
    /// The inverse of the negated lowest limb.
    inverse: Limb,
}

impl Modulus {
    fn new(bytes: &[u8]) -> Self {
        let limbs = number(bytes);
        // each round of Newton's doubles the bits that are right; of an odd number three are to begin with
        let mut inverse = limbs[0];
        for _ in 0..Limb::BITS.ilog2() - 1 {
            inverse = inverse.wrapping_mul((2 as Limb).wrapping_sub(limbs[0].wrapping_mul(inverse)));
        }
        let length = bytes.len().div_ceil(size_of::<Limb>());
        Self { limbs, length, bits: bits(bytes), inverse: inverse.wrapping_neg() }
    }

    /// `R * R`, which takes a number to its residue.
    fn square_of_r(&self) -> Number {
        const DOUBLED: u32 = 64; // costs as much as one squaring
        let length = self.length as u32 * Limb::BITS;
        let squared = (length / DOUBLED).ilog2().min(length.trailing_zeros());
        let mut value = [0; LIMBS];
        let top = self.bits - 1;
        value[(top / Limb::BITS) as usize] = 1 << (top % Limb::BITS);
        // from a power of two below the modulus to 2^k R, and on to 2^2k R, 2^4k R, ...
        for _ in 0..length - top + (length >> squared) {
            self.double(&mut value);
        }
        for _ in 0..squared {
            self.square(&mut value);
        }
        value
    }

    fn double(&self, value: &mut Number) {
        let mut carry = 0;
        for limb in &mut value[..self.length] {
            (*limb, carry) = (*limb << 1 | carry, *limb >> (Limb::BITS - 1));
        }
        self.subtract_once(&mut value[..self.length], carry);
    }

    fn multiply(&self, value: &mut Number, by: &Number) {
        let length = self.length;
        let mut product = [0; 2 * LIMBS];
        for (at, &limb) in value[..length].iter().enumerate() {
            product[at + length] = add_multiple(&mut product[at..at + length], limb, &by[..length]);
        }
        self.reduce(&mut product, value);
    }

    /// The products of different limbs come twice, so that they are computed once.
    fn square(&self, value: &mut Number) {
        let length = self.length;
        let mut product = [0; 2 * LIMBS];
        for at in 0..length {
            let (limb, above) = (value[at], &value[at + 1..length]);
            product[at + length] = add_multiple(&mut product[2 * at + 1..at + length], limb, above);
        }
        let (mut bit, mut carry) = (0, 0);
        for (pair, &limb) in product.chunks_exact_mut(2).zip(&value[..length]) {
            let square = Wide::from(limb) * Wide::from(limb);
            let doubled = [pair[0] << 1 | bit, pair[1] << 1 | pair[0] >> (Limb::BITS - 1)];
            bit = pair[1] >> (Limb::BITS - 1);
            let low = Wide::from(doubled[0]) + Wide::from(square as Limb) + carry;
            let high = Wide::from(doubled[1]) + (square >> Limb::BITS) + (low >> Limb::BITS);
            (pair[0], pair[1], carry) = (low as Limb, high as Limb, high >> Limb::BITS);
        }
        self.reduce(&mut product, value);
    }

    /// Divides by `R`: each round adds the multiple of the modulus that makes the lowest limb zero.
    fn reduce(&self, product: &mut [Limb; 2 * LIMBS], out: &mut Number) {
        let length = self.length;
        let mut carry = 0;
        for at in 0..length {
            let times = product[at].wrapping_mul(self.inverse);
            let added = add_multiple(&mut product[at..at + length], times, &self.limbs[..length]);
            let sum = Wide::from(product[at + length]) + Wide::from(added) + carry;
            product[at + length] = sum as Limb;
            carry = sum >> Limb::BITS;
        }
        let high = &mut product[length..2 * length];
        self.subtract_once(high, carry as Limb);
        out[..length].copy_from_slice(high);
    }

    /// Takes the modulus off a number below twice the modulus, whose highest bit is `carry`, when it is not below it.
    fn subtract_once(&self, value: &mut [Limb], carry: Limb) {
        let modulus = &self.limbs[..self.length];
        if carry == 0 && value.iter().rev().lt(modulus.iter().rev()) {
            return;
        }
        let mut borrow = false;
        for (limb, &other) in value.iter_mut().zip(modulus) {
            let (less, one) = limb.overflowing_sub(other);
            let (less, two) = less.overflowing_sub(Limb::from(borrow));
            (*limb, borrow) = (less, one || two);
        }
    }
}

/// Adds a multiple of a number to one as long, and gives the limb that is carried out of it.
fn add_multiple(to: &mut [Limb], times: Limb, number: &[Limb]) -> Limb {
    let mut carry = 0;
    for (to, &limb) in to.iter_mut().zip(number) {
        let sum = Wide::from(limb) * Wide::from(times) + Wide::from(*to) + carry;
        *to = sum as Limb;
        carry = sum >> Limb::BITS;
    }
    carry as Limb
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
    fn a_signature_that_is_not_smaller_than_the_modulus_is_refused() {
        let modulus = [0xff; 64];
        assert!(!verify(&modulus, 3, Digest::Sha1(&[0; 20]), &modulus));
        assert!(!verify(&modulus, 3, Digest::Sha1(&[0; 20]), &[1; 63]));
    }
}
