//! RSASSA-PKCS1-v1_5 verification (RFC 8017 section 8.2.2).
//!
//! The expected encoded message is built and compared as a whole, so that no parser of padding can
//! be fooled. Nothing here is secret, so the exponent is walked with a plain square-and-multiply.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Limb, Odd, Uint, Word};

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
    match bits(modulus) {
        // Shorter keys share this size: a size of their own would save 0.2 ms and cost 6 KB of wasm.
        0..=2048 => power::<{ 2048 / Limb::BITS as usize }>(modulus, exponent, signature, message),
        _ => power::<{ 4096 / Limb::BITS as usize }>(modulus, exponent, signature, message),
    }
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
/// long as the modulus. Leaves zeros, which no encoded message is, when the modulus is even.
fn power<const LIMBS: usize>(modulus: &[u8], exponent: u32, base: &[u8], out: &mut [u8]) {
    let Some(modulus) = Odd::new(uint::<LIMBS>(modulus)).into_option() else { return };
    let params = FixedMontyParams::new_vartime(modulus);
    let base = FixedMontyForm::new(&uint::<LIMBS>(base), &params);
    let mut value = base;
    for bit in (0..exponent.ilog2()).rev() {
        value = value.square();
        if exponent >> bit & 1 == 1 {
            value = value.mul(&base);
        }
    }
    let bytes = value.retrieve().to_words().into_iter().flat_map(Word::to_le_bytes);
    for (to, from) in out.iter_mut().rev().zip(bytes) {
        *to = from;
    }
}

/// A number from big-endian bytes that fit.
fn uint<const LIMBS: usize>(bytes: &[u8]) -> Uint<LIMBS> {
    let mut words = [0; LIMBS];
    for (word, chunk) in words.iter_mut().zip(bytes.rchunks(size_of::<Word>())) {
        *word = chunk.iter().fold(0, |value: Word, &byte| value << 8 | Word::from(byte));
    }
    Uint::from_words(words)
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
            match length {
                ..=256 => power::<{ 2048 / Limb::BITS as usize }>(&modulus, exponent, &base, &mut out),
                _ => power::<{ 4096 / Limb::BITS as usize }>(&modulus, exponent, &base, &mut out),
            }
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
