//! The little DER (ITU-T X.690) that public keys need.

/// Modulus and public exponent of an RSA key, from a SubjectPublicKeyInfo (RFC 5280 section 4.1)
/// or a bare RSAPublicKey (RFC 8017 appendix A.1.1): the errata of RFC 6376 and real records have
/// both. The modulus has no leading zero. `None` when it is neither, or when the exponent is
/// larger than 32 bits.
pub fn rsa_public_key(bytes: &[u8]) -> Option<(&[u8], u32)> {
    let (sequence, rest) = element(bytes, SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    let key = match element(sequence, SEQUENCE) {
        Some((algorithm, rest)) => {
            if !algorithm.starts_with(RSA_ENCRYPTION) {
                return None;
            }
            let (bits, rest) = element(rest, BIT_STRING)?;
            let (&unused, key) = bits.split_first()?;
            let (key, after) = element(key, SEQUENCE)?;
            if unused != 0 || !rest.is_empty() || !after.is_empty() {
                return None;
            }
            key
        }
        None => sequence,
    };
    let (modulus, rest) = unsigned(key)?;
    let (exponent, rest) = unsigned(rest)?;
    if !rest.is_empty() || exponent.len() > 4 {
        return None;
    }
    Some((modulus, exponent.iter().fold(0, |value, &byte| value << 8 | u32::from(byte))))
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
/// 1.2.840.113549.1.1.1, rsaEncryption.
const RSA_ENCRYPTION: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// The contents of the element with this tag at the start, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first != tag {
        return None;
    }
    let (&short, rest) = rest.split_first()?;
    let (length, rest) = match short {
        ..=0x7f => (usize::from(short), rest),
        0x81 => rest.split_first().map(|(&length, rest)| (usize::from(length), rest))?,
        0x82 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// A positive INTEGER without its leading zeros, and what follows it.
fn unsigned(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mut value, rest) = element(bytes, INTEGER)?;
    if value.first().is_none_or(|&byte| byte >= 0x80) {
        return None;
    }
    while let [0, tail @ ..] = value {
        value = tail;
    }
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &[u8] = &[0x30, 0x08, 0x02, 0x03, 0x00, 0xc1, 0x01, 0x02, 0x01, 0x03];

    #[test]
    fn both_forms_of_a_key_are_read() {
        assert_eq!(rsa_public_key(BARE), Some((&[0xc1, 0x01][..], 3)));
        let mut info = vec![0x30, 0x1c, 0x30, 0x0d];
        info.extend_from_slice(RSA_ENCRYPTION);
        info.extend_from_slice(&[0x05, 0x00, 0x03, 0x0b, 0x00]);
        info.extend_from_slice(BARE);
        assert_eq!(rsa_public_key(&info), Some((&[0xc1, 0x01][..], 3)));
    }

    #[test]
    fn a_cut_or_prolonged_key_is_refused() {
        for end in 0..BARE.len() {
            assert_eq!(rsa_public_key(&BARE[..end]), None);
        }
        let mut longer = BARE.to_vec();
        longer.push(0);
        assert_eq!(rsa_public_key(&longer), None);
    }

    #[test]
    fn a_negative_modulus_is_refused() {
        assert_eq!(rsa_public_key(&[0x30, 0x07, 0x02, 0x02, 0xc1, 0x01, 0x02, 0x01, 0x03]), None);
    }
}
