//! The signed message of RFC 6376 appendix A, and what tampering does to it.

mod support;

use header_verdict::authentication::Authentication;
use header_verdict::report::{BodyCheck, HeaderCheck, KeyOrigin};
use support::rfc;

/// RFC 6376 appendix A.2, with the space of RFC 4871 in the body as it was signed.
const MESSAGE: &str = "\
DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
      c=simple/simple; q=dns/txt; i=joe@football.example.com;
      h=Received : From : To : Subject : Date : Message-ID;
      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
        4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
        KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
        4bmp/YzhwvcubU4=;
Received: from client1.football.example.com  [192.0.2.1]
      by submitserver.example.com with SUBMISSION;
      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game. Are you hungry yet?

Joe.
";

/// RFC 6376 appendix C.
const RECORD: &str = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\
                      IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gb\
                      to/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

fn check(text: &str) -> Authentication {
    rfc::check(text, &[("brisbane._domainkey.example.com", RECORD)])
}

#[test]
fn the_example_verifies_with_its_body() {
    let checked = check(MESSAGE);
    let signature = &checked.signatures[0];
    assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::Verified), "{signature:?}");
    assert_eq!(signature.key.origin, KeyOrigin::Pasted);
    assert_eq!(signature.key.bits, Some(1024));
    assert_eq!(signature.canonicalisation, "simple/simple");
    assert!(signature.aligned);
    assert!(signature.covers.iter().all(|covered| covered.span.is_some()));
    assert!(signature.not_covered.is_empty());
}

#[test]
fn the_example_verifies_with_either_line_end_and_from_its_header_alone() {
    let signature = &check(&MESSAGE.replace('\n', "\r\n")).signatures[0];
    assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::Verified));
    let header = &MESSAGE[..MESSAGE.find("\n\n").unwrap()];
    for ending in ["", "\n", "\n\n", "\r\n\r\n\r\n"] {
        let signature = &check(&[header, ending].concat()).signatures[0];
        assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::NotSupplied));
    }
}

#[test]
fn a_changed_field_is_a_mismatch_and_a_changed_body_is_one_of_the_body() {
    let signature = &check(&MESSAGE.replace("dinner", "supper")).signatures[0];
    assert_eq!((signature.header, signature.body), (HeaderCheck::Mismatch, BodyCheck::Verified));
    let signature = &check(&MESSAGE.replace("hungry", "thirsty")).signatures[0];
    assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::Mismatch));
}

#[test]
fn simple_canonicalisation_is_exact_about_white_space() {
    let signature = &check(&MESSAGE.replace("Subject: Is", "Subject:  Is")).signatures[0];
    assert_eq!(signature.header, HeaderCheck::Mismatch);
    assert!(signature.explanation.iter().any(|said| said.text.contains("white space")), "{:?}", signature.explanation);
}

#[test]
fn without_the_key_nothing_is_known_and_the_name_to_ask_for_is_shown() {
    let checked = rfc::check(MESSAGE, &[]);
    assert_eq!(checked.signatures[0].header, HeaderCheck::KeyNotCarried);
    assert_eq!(checked.signatures[0].key.dns_name, "brisbane._domainkey.example.com");
    assert_eq!(checked.signatures[0].body, BodyCheck::Verified);
}
