//! The message of RFC 8463 appendix A.3: one Ed25519 and one RSA signature.

mod support;

use header_verdict::authentication::Authentication;
use header_verdict::report::{BodyCheck, HeaderCheck};
use support::rfc;

const MESSAGE: &str = "\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
";

/// RFC 8463 appendix A.2.
const RECORDS: [(&str, &str); 2] = [
    ("brisbane._domainkey.football.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
    (
        "test._domainkey.football.example.com",
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi\
         Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3\
         Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
    ),
];

fn check(text: &str) -> Authentication {
    rfc::check(text, &RECORDS)
}

#[test]
fn both_signatures_verify() {
    let checked = check(MESSAGE);
    assert_eq!(checked.signatures.len(), 2);
    for signature in &checked.signatures {
        assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::Verified), "{signature:?}");
        assert_eq!(signature.signed_at, Some(1_528_637_909));
    }
    assert_eq!(checked.signatures[0].key.algorithm.as_deref(), Some("ed25519"));
    assert_eq!(checked.signatures[1].key.algorithm.as_deref(), Some("rsa"));
}

#[test]
fn over_signing_shows_as_covered_names_without_a_field() {
    let signature = &check(MESSAGE).signatures[0];
    let empty: Vec<_> =
        signature.covers.iter().filter(|covered| covered.span.is_none()).map(|covered| &covered.name).collect();
    assert_eq!(empty, ["from", "subject", "date"]);
}

#[test]
fn a_field_added_to_an_over_signed_name_breaks_both() {
    for added in ["From: x@example.net\n", "Subject: y\n"] {
        let checked = check(&[added, MESSAGE].concat());
        assert!(checked.signatures.iter().all(|signature| signature.header == HeaderCheck::Mismatch), "{added}");
    }
}

#[test]
fn a_field_added_to_a_name_that_is_not_over_signed_is_named() {
    let checked = check(&["To: other@example.net\n", MESSAGE].concat());
    assert!(checked.signatures.iter().all(|signature| signature.header == HeaderCheck::Verified));
    assert!(checked.signatures.iter().all(|signature| signature.not_covered == ["extra To"]));
}

#[test]
fn an_ed25519_signature_that_was_changed_does_not_verify() {
    let signature = &check(&MESSAGE.replace("/gCrinp", "/gCrinq")).signatures[0];
    assert_eq!(signature.header, HeaderCheck::Mismatch);
}
