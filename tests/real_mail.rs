//! A real code mail, by hand: point `HEADER_VERDICT_DKIM_VERIFIER` at a copy of the repository
//! lieser/dkim_verifier. The mail belongs to somebody else and is not carried here; without the
//! folder, a mail of ours in the same shape stands in for it.

mod support;

use std::path::Path;

use header_verdict::report::{BodyCheck, KeyOrigin, Label, Origin, Report};
use header_verdict::{Options, analyze};
use support::mail::{self, AMAZON, FASTMAIL, amazon, ids, keys, received, signed};

const MAIL: &str = "test/data/original/Fastmail from Amazon - Verify your new Amazon account.eml";
const SUBJECT: &str = "Subject: Verify your new Amazon account";

/// The mail, and whether it is the real one.
fn mail() -> (String, Options, bool) {
    if let Some(folder) = std::env::var_os("HEADER_VERDICT_DKIM_VERIFIER") {
        let bytes = std::fs::read(Path::new(&folder).join(MAIL)).expect("the mail is in the folder");
        return (String::from_utf8(bytes).expect("the mail is text"), Options::default(), true);
    }
    println!("HEADER_VERDICT_DKIM_VERIFIER is not set: a mail of ours in the same shape is tried");
    let (own, service) = (amazon("amazon.com"), amazon("amazonses.com"));
    (received(FASTMAIL, &own, &signed(&service, AMAZON)), keys(&[&own, &service]), false)
}

fn header(text: &str) -> &str {
    let end = text.find("\r\n\r\n").or(text.find("\n\n")).expect("a body");
    &text[..end + 1]
}

#[track_caller]
fn assert_is_amazons(report: &Report, real: bool) {
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Label::GenuineSender, Origin::Proved), "{} {:?}", report.verdict.reason.text, ids(report));
    let proof = report.signatures.iter().find(|signature| signature.domain == "amazon.com").expect("a signature");
    let carried = if real { KeyOrigin::Carried } else { KeyOrigin::Pasted };
    assert_eq!((proof.key.origin, proof.key.bits), (carried, Some(1024)));
    let row = if real { "dkim.verified" } else { "dkim.verified_pasted_key" };
    assert_eq!(report.verdict.deciding, [row]);
    assert_eq!(report.claim.provider.as_deref(), Some("amazon"));
    assert_eq!(report.claim.event.as_ref().map(|event| event.id.as_str()), Some("amazon.new_account"));
    assert_eq!(report.receiver.id.as_deref(), Some("fastmail"));
    assert_eq!(report.receiver.stamps.len(), 4);
    mail::assert_invariants(report);
}

#[test]
fn the_headers_of_amazons_code_mail_alone_prove_it() {
    let (text, options, real) = mail();
    let report = analyze(header(&text).as_bytes(), &options);
    assert_is_amazons(&report, real);
    assert_eq!(report.signatures[0].body, BodyCheck::NotSupplied);
    // also with other line ends, and on one line a field
    let lf = header(&text).replace("\r\n", "\n");
    assert_is_amazons(&analyze(lf.as_bytes(), &options), real);
    let unfolded = lf.replace("\n\t", " ").replace("\n ", " ");
    assert_is_amazons(&analyze(unfolded.as_bytes(), &options), real);
}

#[test]
fn amazons_code_mail_with_its_body_is_proved() {
    let (text, options, real) = mail();
    let report = analyze(text.as_bytes(), &options);
    assert_is_amazons(&report, real);
    assert_eq!(report.signatures[0].body, BodyCheck::Verified);
}

#[test]
fn one_changed_letter_of_amazons_headers_is_not_proved() {
    let (text, options, _) = mail();
    let header = header(&text);
    assert_eq!(header.matches(SUBJECT).count(), 1);
    let from = "Amazon <account-update@amazon.com>";
    for (old, new) in
        [(SUBJECT, "Subject: Verify your new Amazon Account"), (from, "Amazom <account-update@amazon.com>")]
    {
        assert!(header.contains(old));
        let report = analyze(header.replacen(old, new, 1).as_bytes(), &options);
        assert_ne!(report.verdict.origin, Origin::Proved, "{new}");
        assert!(ids(&report).contains(&"dkim.mismatch"), "{new}: {:?}", ids(&report));
    }
    let report = analyze([&text, "x\r\n"].concat().as_bytes(), &options);
    assert_ne!(report.verdict.origin, Origin::Proved);
}
