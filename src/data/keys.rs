//! The carried public keys, made from `dkim_keys.tsv`.

/// A key that is carried, with how it was found.
#[derive(Debug)]
pub struct CarriedKey {
    /// The domain, `d=`.
    pub domain: &'static str,
    /// The selector, `s=`.
    pub selector: &'static str,
    /// The key itself.
    pub material: CarriedMaterial,
    /// `h=sha256` in its record.
    pub sha256_only: bool,
    /// `t=y` in its record.
    pub testing: bool,
    /// `t=s` in its record.
    pub strict: bool,
    /// How many real signatures it verifies.
    pub verified: u32,
    /// Date of the first of them, `YYYY-MM-DD`.
    pub first_seen: &'static str,
    /// Date of the last of them, `YYYY-MM-DD`.
    pub last_seen: &'static str,
    /// Whether its modulus was computed from signatures; else its record was published.
    pub recovered: bool,
    /// Where it was found.
    pub found_in: &'static str,
}

/// The bytes of a carried key.
#[derive(Debug)]
pub enum CarriedMaterial {
    /// An RSA key: the modulus, big-endian, and the public exponent.
    Rsa {
        /// The modulus without leading zeros.
        modulus: &'static [u8],
        /// The public exponent.
        exponent: u32,
    },
    /// An Ed25519 key.
    Ed25519(&'static [u8; 32]),
}

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_one_that_the_engine_computes_with() {
        assert!(!CARRIED.is_empty());
        for key in CARRIED {
            match key.material {
                CarriedMaterial::Rsa { modulus, exponent } => {
                    assert!(crate::authentication::rsa::usable(modulus, exponent), "{}", key.domain);
                }
                CarriedMaterial::Ed25519(bytes) => {
                    assert!(ed25519_dalek::VerifyingKey::from_bytes(bytes).is_ok(), "{}", key.domain);
                }
            }
        }
    }

    #[test]
    fn the_date_of_the_table_is_the_newest_in_it() {
        assert_eq!(CARRIED.iter().map(|key| key.last_seen).max(), Some(DATA_DATE));
    }
}
