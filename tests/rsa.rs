//! RSA signatures: the vectors of Project Wycheproof, and our own keys against the `rsa` crate.

mod support;

use header_verdict::authentication::rsa::{Digest, bits, verify};
use sha1::Digest as _;
use support::signer::Key;
use wycheproof::TestResult;
use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

#[test]
fn every_vector_of_wycheproof_for_sha256_is_judged_as_it_says() {
    let (mut valid, mut invalid) = (0, 0);
    for name in [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256] {
        for group in TestSet::load(name).expect("the vectors are there").test_groups {
            let exponent = group.key.e.iter().fold(0_u32, |value, &byte| value << 8 | u32::from(byte));
            for test in group.tests {
                let digest: [u8; 32] = sha2::Sha256::digest(&test.msg[..]).into();
                let verified = verify(&group.key.n, exponent, Digest::Sha256(&digest), &test.sig);
                // "Acceptable" are encodings that RFC 8017 does not allow and old software accepts.
                assert_eq!(verified, test.result == TestResult::Valid, "{name:?} {}: {}", test.tc_id, test.comment);
                if verified {
                    valid += 1;
                } else {
                    invalid += 1;
                }
            }
        }
    }
    assert!(valid > 10 && invalid > 500, "{valid} {invalid}");
}

#[test]
fn signatures_of_the_rsa_crate_verify_and_changed_ones_do_not() {
    for key in [Key::Rsa512, Key::Rsa1024, Key::Rsa2048] {
        let (modulus, exponent) = key.public();
        assert_eq!(
            bits(&modulus),
            match key {
                Key::Rsa512 => 512,
                Key::Rsa1024 => 1024,
                _ => 2048,
            }
        );
        for text in [&b"one"[..], b"", b"a longer text"] {
            let sha256: [u8; 32] = sha2::Sha256::digest(text).into();
            let sha1: [u8; 20] = sha1::Sha1::digest(text).into();
            for (digest, signature) in
                [(Digest::Sha256(&sha256), key.sign(false, text)), (Digest::Sha1(&sha1), key.sign(true, text))]
            {
                assert!(verify(&modulus, exponent, digest, &signature));
                for at in 0..signature.len() {
                    let mut changed = signature.clone();
                    changed[at] ^= 1 << (at % 8);
                    assert!(!verify(&modulus, exponent, digest, &changed));
                }
                assert!(!verify(&modulus, exponent, digest, &signature[1..]));
                assert!(!verify(&modulus, exponent, digest, &[&[0], &signature[..]].concat()));
            }
            assert!(!verify(&modulus, exponent, Digest::Sha1(&sha1), &key.sign(false, text)));
        }
    }
}
