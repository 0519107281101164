//! Known attacks on mail authentication and on its readers, each as a whole message with the answer
//! that it must get.

mod support;

use header_verdict::report::{ContentVerdict, HeaderCheck, Label, Origin, Report};
use support::mail::*;
use support::signer::Signer;

const MS: &str = "accountprotection.microsoft.com";
const AUTHOR: &str = "Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>";

/// The mail with another From field.
fn from(field: &str) -> String {
    MICROSOFT.replace(&["From: ", AUTHOR].concat(), field)
}

fn got(report: &Report) -> (Label, Origin) {
    (report.verdict.label, report.verdict.origin)
}

fn is_genuine(report: &Report) -> bool {
    matches!(report.verdict.label, Label::GenuineSender | Label::GenuineSenderHostileContent)
}

const FORGED: (Label, Origin) = (Label::Forged, Origin::Contradicted);
const NOT_CONFIRMED: (Label, Origin) = (Label::NotConfirmed, Origin::NotConfirmed);

#[test]
fn text_that_a_sender_puts_into_a_stamp_is_no_result() {
    for sender in [
        format!("any@legit.example(x;dkim=pass header.d={MS};dmarc=pass header.from={MS}"),
        format!("\"any;dkim=pass header.d={MS};dmarc=pass header.from={MS};\"@attack.example"),
        format!("any@attack.example;dkim=pass (signature was verified) header.d={MS};dmarc=pass header.from={MS}("),
        format!("any@attack.example'; dkim=pass header.d={MS}; dmarc=pass header.from={MS};'"),
    ] {
        let none = format!(
            "spf=pass (sender IP is 198.51.100.33)\n smtp.mailfrom={sender}; dkim=none (message not signed)\n header.d=none;dmarc=none action=none\n header.from={MS};compauth=fail reason=001"
        );
        let report = judge(&joined(&outlook("mail.attack.example", &none), MICROSOFT), &[]);
        assert_ne!(report.verdict.origin, Origin::Attested, "{sender}");
        assert!(!is_genuine(&report), "{sender}: {:?}", ids(&report));
        let stamps = gmail("attack.example", &sender, "none", "pass", "none")
            .replace("header.from=attack.example", "header.from=accountprotection.microsoft.com");
        assert!(!is_genuine(&judge(&joined(&stamps, MICROSOFT), &[])), "{sender}");
    }
}

#[test]
fn a_nul_or_other_impossible_bytes_in_a_signatures_names_are_deceptive() {
    let genuine = signed(&microsoft(), MICROSOFT);
    for selector in ["trap._domainkey.attack.example.\0.any", "trap(x", "trap\"x", "trap<x>"] {
        let mail = genuine.replace("s=trap;", &["s=", selector, ";"].concat());
        let report = judge(&joined(&outlook_pass(MS), &mail), &[&microsoft()]);
        assert_eq!(got(&report), FORGED, "{selector:?}: {:?}", ids(&report));
        assert_eq!(report.signatures[0].header, HeaderCheck::Unusable);
    }
}

#[test]
fn two_authors_in_any_disguise_are_deceptive() {
    let own = "attack.example";
    let second = "From: desk@attack.example";
    for author in [
        format!("{second}\nFrom: {AUTHOR}"),
        format!("From: {AUTHOR}\n{second}"),
        format!("From : {AUTHOR}\n{second}"),
        format!("From\n : {AUTHOR}\n{second}"),
        format!("X-A: b\nFROM: {AUTHOR}\nfrom: desk@attack.example"),
        format!("From: desk@attack.example, {AUTHOR}"),
        format!("From: {AUTHOR}, desk@attack.example"),
        format!("From: <desk@attack.example>account-security-noreply@{MS}"),
        format!("From: account-security-noreply@{MS} <desk@attack.example>"),
        format!("From: <@attack.example,@any.example:account-security-noreply@{MS}>"),
        format!("From: \"account-security-noreply@{MS}\" <desk@attack.example>"),
        "From: =?utf-8?B?YWNjb3VudC1zZWN1cml0eS1ub3JlcGx5QGFjY291bnRwcm90ZWN0aW9uLm1pY3Jvc29mdC5jb20=?= <desk@attack.example>".into(),
    ] {
        let report = judge(&joined(&outlook_pass(own), &from(&author)), &[]);
        assert_eq!(got(&report), FORGED, "{author}: {:?}", ids(&report));
        // also where the stamp was written for the other of the two
        let report = judge(&joined(&outlook_pass(MS), &from(&author)), &[]);
        assert!(!is_genuine(&report), "{author}: {:?}", ids(&report));
    }
}

#[test]
fn a_provider_in_any_other_field_is_no_sender() {
    let provider = format!("account-security-noreply@{MS}");
    for name in ["Sender", "Return-Path", "Reply-To", "Resent-From", "X-Original-From", "Errors-To"] {
        let mail = from(&format!("{name}: {provider}\nFrom: Helpdesk <desk@attack.example>"));
        let report = judge(&joined(&outlook_pass("attack.example"), &mail), &[]);
        assert!(!is_genuine(&report), "{name}: {:?}", ids(&report));
        let mail = from(&format!("{name}: {provider}\nFrom: {AUTHOR}"));
        assert_eq!(got(&judge(&mail, &[])), NOT_CONFIRMED, "{name}");
    }
}

#[test]
fn a_copied_signature_is_worth_nothing() {
    let genuine = signed(&microsoft(), MICROSOFT);
    let signature = &genuine[..genuine.find("\r\nFrom:").expect("an author") + 2];
    let other = from("From: Microsoft account team <security@attack.example>");
    assert_eq!(got(&judge(&joined(signature, &other), &[&microsoft()])), FORGED);
    let subject = MICROSOFT.replace("TRAP00000001", "TRAP00000009");
    let report = judge(&joined(signature, &subject), &[&microsoft()]);
    assert_eq!(got(&report), NOT_CONFIRMED);
    assert!(ids(&report).contains(&"dkim.mismatch"));
}

#[test]
fn hosts_that_only_contain_a_provider_are_not_the_provider() {
    for (host, wanted) in [
        ("accountprotection.microsoft.com.attack.example", FORGED),
        ("accountprotection-microsoft.example", FORGED),
        ("microsoft.account-security.example", FORGED),
        ("micros0ft.com", FORGED),
        ("mlcrosoft.com", FORGED),
        ("xn--microsft-03a.com", FORGED),
        ("notexist.accountprotection.microsoft.com", NOT_CONFIRMED),
        ("microsoft.com", NOT_CONFIRMED),
    ] {
        let mail = MICROSOFT.replace(MS, host);
        let own = Signer { domain: host.into(), ..microsoft() };
        assert_eq!(got(&judge(&joined("", &mail), &[])), wanted, "{host}");
        let report = judge(&received(&outlook_pass(host), &own, &mail), &[]);
        assert!(!is_genuine(&report), "{host}: {:?}", ids(&report));
    }
}

#[test]
fn disguised_letters_in_the_senders_name_are_read_as_what_they_look_like() {
    for name in [
        "Miсrosoft account team",         // Cyrillic es
        "Μicrosoft account team",         // Greek mu
        "Micro\u{200b}soft account team", // zero width space
        "Micro\u{ad}soft account team",   // soft hyphen
        "Ｍｉｃｒｏｓｏｆｔ account team",
        "𝐌𝐢𝐜𝐫𝐨𝐬𝐨𝐟𝐭 account team",
        "M i c r o s o f t account team",
        "MICR0SOFT account team",
    ] {
        let report = judge(&from(&format!("From: \"{name}\" <desk@attack.example>")), &[]);
        assert_eq!(got(&report), FORGED, "{name}: {:?}", report.claim.because);
    }
}

#[test]
fn letters_that_hide_or_imitate_are_named_in_the_ledger() {
    let has = |name: &str, id: &str| {
        let report = judge(&from(&format!("From: \"{name}\" <desk@attack.example>")), &[]);
        ids(&report).contains(&id)
    };
    assert!(has("Micro\u{200b}soft account team", "structure.invisible"));
    assert!(has("М\u{456}crosoft account team", "structure.disguised"));
    for id in ["structure.invisible", "structure.disguised"] {
        assert!(!has("Microsoft account team", id), "{id}");
        assert!(!has("José Peña", id), "{id}");
    }
}

#[test]
fn an_alert_whose_greeting_holds_a_lure_is_not_simply_genuine() {
    let lure = GOOGLE.replace(
        "A new sign-in on Windows",
        "Dear customer, a legal request was filed against you. Call +1 (888) 555-0100 at once\n\nA new sign-in on Windows",
    );
    let report = judge(&received(&gmail_pass("accounts.google.com"), &google(), &lure), &[&google()]);
    assert_eq!(got(&report), (Label::GenuineSenderHostileContent, Origin::Proved), "{:?}", ids(&report));
    let link = GOOGLE.replace("A new sign-in on Windows", "Answer it here: https://sites.google.com/view/case-4471");
    let report = judge(&received(&gmail_pass("accounts.google.com"), &google(), &link), &[&google()]);
    assert!(ids(&report).contains(&"content.link_redirector"), "{:?}", ids(&report));
}

#[test]
fn a_seal_that_says_that_it_passed_does_not_undo_a_failure() {
    let relay = Signer { domain: "relay.example".into(), selector: "s".into(), ..microsoft_seal() };
    let aar = format!("relay.example; dkim=pass header.d={MS}; dmarc=pass header.from={MS}; arc=pass");
    let sealed = text(relay.seal(joined("", MICROSOFT).as_bytes(), 1, "none", &aar));
    let results = outlook_results(MS, "fail", "fail (no key)", "fail")
        .replace("compauth=pass reason=100", "compauth=pass reason=130");
    let mail = joined(&outlook("relay.example", &results), &sealed);
    // its key is not carried here, so the page cannot tell that it is the relay's own word
    let report = judge(&mail, &[]);
    assert_eq!(got(&report), FORGED, "{:?}", ids(&report));
    assert!(!is_genuine(&judge(&mail, &[&relay])));
}

#[test]
fn text_that_is_hidden_is_not_what_a_reader_is_asked() {
    let html = |body: &str| {
        format!(
            "From: Shop <shop@mailbox.example>\nTo: jo@mailbox.example\nSubject: Your order\nContent-Type: text/html; charset=utf-8\n\n{body}\n"
        )
    };
    let shown = html("<p>Microsoft security team: reply with the verification code here.</p>");
    assert_eq!(judge(&shown, &[]).verdict.content, ContentVerdict::Hostile);
    let letters = html(
        "<p>Microsoft security team: reply with the verifi<span style=\"font-size:0\">zzz</span>cation co<span style=\"display:none\">zzz</span>de here.</p>",
    );
    assert_eq!(judge(&letters, &[]).verdict.content, ContentVerdict::Hostile);
}

#[test]
fn a_request_is_found_in_every_alternative_and_encoding() {
    let head = "From: Microsoft <desk@mailbox.example>\nTo: jo@mailbox.example\nSubject: Code\nMIME-Version: 1.0\n";
    for body in [
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello.\n--b\nContent-Type: text/html\n\n<p>Please read the code to our agent.</p>\n--b--\n",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlease read the code to our agent.\n--b\nContent-Type: text/html\n\n<p>Hello.</p>\n--b--\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nUGxlYXNlIHJlYWQgdGhlIGNvZGUgdG8gb3VyIGFnZW50Lg==\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nPlease read the co=\nde to our agent=2E\n",
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<b>Please read the code to our agent.</b>\n--b--\n--a--\n",
    ] {
        let report = judge(&[head, body].concat(), &[]);
        assert_eq!(report.verdict.content, ContentVerdict::Hostile, "{body}\n{}", report.content.text);
    }
}

#[test]
fn heaps_of_signatures_hide_neither_a_changed_body_nor_a_proof() {
    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let junk = |count: usize| -> String {
        let one = |at| {
            format!("DKIM-Signature: v=1; a=rsa-sha256; d=attack.example; s=s{at}; h=From; l={at}; bh={hash}; b=AAAA\n")
        };
        (0..count).map(one).collect()
    };
    let genuine = signed(&microsoft(), MICROSOFT);
    for count in [1, 7, 8, 9, 20] {
        let report = judge(&joined(&junk(count), &genuine.replace("482913", "482914")), &[&microsoft()]);
        assert_eq!(got(&report), NOT_CONFIRMED, "{count}: {:?}", ids(&report));
        let report = judge(&joined(&junk(count), &genuine), &[&microsoft()]);
        assert_eq!(got(&report), (Label::GenuineSender, Origin::Proved), "{count}: {:?}", ids(&report));
        assert_eq!(report.verdict.deciding, ["dkim.verified_pasted_key"], "{count}");
        assert_invariants(&report);
    }
    // beyond the limit nothing is checked, and so nothing is proved
    assert_eq!(got(&judge(&joined(&junk(40), &genuine), &[&microsoft()])), NOT_CONFIRMED);
}
