//! Shapes of real mail that lead other programs astray, and forgeries in the same shapes. Every row
//! of the label table and every rung of the proof ladder is reached here, each with a near miss.

mod support;

use header_verdict::report::{
    Binding, BodyCheck, ContentVerdict, Delivery, Expiry, HeaderCheck, Label, Origin, RepairId,
};
use header_verdict::{Options, analyze};
use support::mail::*;
use support::signer::{Key, Signer};

use ContentVerdict::{Expected, Hostile, NotSupplied, ThirdPartyText};
use Delivery::{Direct, Forwarded, ReplaySigns};
use Label::{Forged, GenuineSender, GenuineSenderHostileContent, HostileRequest};
use Origin::{Attested, AttestedWeak, Contradicted, Proved, Sealed};

const MS: &str = "accountprotection.microsoft.com";

/// The sender-side stamps of a genuine Microsoft account mail, which say that nothing was signed.
fn microsoft_inside(message: &str) -> String {
    let inside = "X-MS-Exchange-Authentication-Results: spf=none (sender IP is )\n smtp.mailfrom=accountprotection.microsoft.com; dkim=none (message not signed)\n header.d=none;dmarc=none action=none\n header.from=accountprotection.microsoft.com;\n";
    let none = "mx.microsoft.com 1; spf=none;\r\n dmarc=none; dkim=none (message not signed); arc=none";
    text(microsoft_seal().seal(joined(inside, message).as_bytes(), 1, "none", none))
}

/// The results that Outlook.com seals in its second set.
fn sealed_pass() -> String {
    format!(
        "mx.microsoft.com 1; spf=pass (sender ip is\r\n 198.51.100.33) smtp.mailfrom={MS}; dmarc=pass (p=reject\r\n sp=reject pct=100) action=none header.from={MS};\r\n dkim=pass (signature was verified) header.d={MS}; arc=pass\r\n (0 oda=0 ltdi=1)"
    )
}

/// A Microsoft account mail as it lies in a mailbox at Outlook.com, with both sets.
fn microsoft_at_outlook(message: &str) -> String {
    let below = microsoft_inside(&signed(&microsoft(), message));
    let stamped = joined(&outlook_pass(MS), &below);
    text(microsoft_seal().seal(stamped.as_bytes(), 2, "pass", &sealed_pass()))
}

#[test]
fn microsoft_account_mail_at_outlook_is_proved_though_its_inner_stamps_say_none() {
    let mail = microsoft_at_outlook(MICROSOFT);
    let report = judge(&mail, &[&microsoft(), &microsoft_seal()]);
    let rows = ["dkim.verified_pasted_key", "dkim.body_verified", "arc.sealed", "stamp.attested", "stamp.ignored"];
    assert_judged(&report, (GenuineSender, Proved, Expected, Direct), &rows);
    assert_eq!(report.verdict.deciding, ["dkim.verified_pasted_key"]);
    assert_eq!(report.claim.provider.as_deref(), Some("microsoft"));
    assert_eq!(report.summary.received_epoch, Some(RECEIVED));
    let signature = &report.signatures[0];
    assert_eq!(signature.key.bits, Some(1024));
    assert!(signature.not_covered.iter().any(|field| field == "To"), "{:?}", signature.not_covered);
    assert_eq!(report.receiver.id.as_deref(), Some("outlook"));
    assert_eq!(report.receiver.stamps.len(), 1, "the one without an id, under two Received");
    assert_eq!(report.receiver.stamps[0].authserv_id, "");
    assert_eq!(report.arc.iter().map(|set| set.seal).collect::<Vec<_>>(), [HeaderCheck::Verified; 2]);
}

#[test]
fn the_headers_of_microsoft_account_mail_are_enough() {
    let mail = microsoft_at_outlook(MICROSOFT);
    let report = judge(header(&mail), &[&microsoft(), &microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Proved, NotSupplied, Direct), &["dkim.body_not_supplied", "arc.sealed"]);
    assert_eq!(report.signatures[0].body, BodyCheck::NotSupplied);
    assert!(report.verdict.headline.text.contains("not examined"), "{}", report.verdict.headline.text);
    assert!(report.missing.iter().any(|missing| missing.id == "body"));
}

#[test]
fn without_its_key_microsoft_account_mail_is_sealed_by_the_receiver() {
    let report = judge(&microsoft_at_outlook(MICROSOFT), &[&microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Sealed, Expected, Direct), &["arc.sealed", "dkim.key_not_carried"]);
    assert_eq!(report.arc[1].binding, Binding::MessageSignature);
    assert_eq!(report.verdict.deciding, ["arc.sealed"]);
    assert!(report.verdict.reason.text.contains("the key that you pasted"), "{}", report.verdict.reason.text);
}

#[test]
fn without_any_key_microsoft_account_mail_is_attested_and_the_key_is_asked_for() {
    let report = judge(&microsoft_at_outlook(MICROSOFT), &[]);
    assert_judged(&report, (GenuineSender, Attested, Expected, Direct), &["stamp.attested", "dkim.key_not_carried"]);
    assert!(report.missing.iter().any(|missing| missing.id == "key"), "it would raise the proof");
    let bare = signed(&microsoft(), MICROSOFT);
    let report = judge(header(&bare), &[]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, NotSupplied, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.key_not_carried", "receiver.unknown", "from.allowed"]);
    let key = report.missing.iter().find(|missing| missing.id == "key").expect("the key is asked for");
    assert_eq!(key.dns_name.as_deref(), Some("trap._domainkey.accountprotection.microsoft.com"));
    assert_eq!(key.commands.len(), 3);
}

/// The mail at Outlook.com whose message signature covers a note that Microsoft renamed afterwards.
fn microsoft_renamed() -> String {
    let note = "X-MS-Exchange-AntiSpam-MessageData-ChunkCount: 1\nX-MS-Exchange-AntiSpam-MessageData-0: dHJhcA==\n";
    let mut sealer = microsoft_seal();
    sealer.headers.extend(names("X-MS-Exchange-AntiSpam-MessageData-ChunkCount:X-MS-Exchange-AntiSpam-MessageData-0"));
    let below = joined(note, &signed(&microsoft(), MICROSOFT));
    let stamped = joined(&outlook_pass(MS), &below);
    let sealed = text(sealer.seal(stamped.as_bytes(), 1, "none", &sealed_pass()));
    sealed.replace("\r\nX-MS-Exchange-AntiSpam-MessageData-", "\r\nX-MS-Exchange-AntiSpam-MessageData-Original-")
}

#[test]
fn a_seal_that_binds_only_once_microsofts_renaming_is_undone_is_a_seal_and_says_so() {
    let mail = microsoft_renamed();
    let report = judge(header(&mail), &[&microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Sealed, NotSupplied, Direct), &["arc.sealed"]);
    let signature = report.arc[0].message_signature.as_ref().expect("a message signature");
    assert_eq!(
        (signature.header, signature.repairs.as_slice()),
        (HeaderCheck::Verified, &[RepairId::RenamedFields][..])
    );
    // a near miss: the note has another value
    let changed = mail.replace("dHJhcA==", "dHJhcB==");
    let report = judge(header(&changed), &[&microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Attested, NotSupplied, Direct), &["arc.not_bound", "!arc.sealed"]);
}

#[test]
fn the_body_hash_binds_a_seal_whose_message_signature_was_broken() {
    let mail = microsoft_renamed().replace("dHJhcA==", "dHJhcB==");
    let report = judge(&mail, &[&microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Sealed, Expected, Direct), &["arc.sealed"]);
    assert_eq!(report.arc[0].binding, Binding::BodyHash);
}

#[test]
fn a_body_copied_with_its_seal_does_not_bind_another_subject() {
    let subject = ["Subject: Call us at once\r\n", "Subject: =?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=\r\n"];
    let aar = text(microsoft_seal().seal(signed(&microsoft(), MICROSOFT).as_bytes(), 1, "none", &sealed_pass()));
    let copied = aar.replace(subject[1], subject[0]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, ContentVerdict::Unknown, Delivery::Unknown);
    assert_judged(&judge(&copied, &[&microsoft_seal()]), axes, &["arc.other_header", "!arc.sealed"]);
    // a receiver that stamped nothing of the kind does not make it better
    let none = outlook("mail.attack.example", &outlook_results(MS, "none", "none (message not signed)", "none"));
    let report = judge(&joined(&none, &copied), &[&microsoft_seal()]);
    assert_judged(&report, axes, &["arc.other_header", "stamp.no_pass", "!arc.sealed"]);
    // a near miss: the Subject is the one that was sealed
    let report = judge(&microsoft_at_outlook(MICROSOFT), &[&microsoft_seal()]);
    assert_judged(&report, (GenuineSender, Sealed, Expected, Direct), &["arc.sealed"]);
}

#[test]
fn a_seal_that_was_made_on_the_way_vouches_for_no_text_that_was_changed_before_it() {
    // the mail went to somebody's own mailbox at a large receiver, which says what it found there, and was changed, sent
    // on and sealed as it was then
    let google_seal = Signer { domain: "google.com".into(), selector: "arctrap".into(), ..Signer::default() };
    let google =
        format!("mx.google.com; dkim=pass header.i=@{MS}; spf=pass smtp.mailfrom=x@{MS}; dmarc=pass header.from={MS}");
    let original = signed(&microsoft(), MICROSOFT);
    let changed = original.replace("Si no lo ha pedido", "Si no lo ha pedido, llame al 805-555-0142");
    let unsigned = joined("", &MICROSOFT.replace("Si no lo ha pedido", "Si no lo ha pedido, llame al 805-555-0142"));
    for (sealer, results) in [(microsoft_seal(), sealed_pass()), (google_seal, google)] {
        for message in [&original, &changed, &unsigned] {
            let sent_on = text(sealer.seal(message.as_bytes(), 1, "none", &results));
            let failed =
                outlook("relay.example", &outlook_results(MS, "none", "fail (body hash did not verify)", "fail"));
            for mail in [sent_on.clone(), joined(&failed, &sent_on)] {
                let report = judge(&mail, &[&sealer]);
                assert_eq!(report.verdict.origin, Origin::NotConfirmed, "{:?}", ids(&report));
                assert!(!ids(&report).contains(&"arc.sealed"));
            }
        }
        let report = judge(&text(sealer.seal(original.as_bytes(), 1, "none", &results)), &[&sealer]);
        assert!(ids(&report).contains(&"arc.passed_on"), "{:?}", ids(&report));
    }
}

#[test]
fn sealed_results_that_a_sender_could_have_written_or_that_deny_each_other_attest_nothing() {
    let sealed = |results: &str| {
        let none = outlook_results(MS, "none", "none (message not signed)", "none");
        let mail = joined(&outlook("mail.attack.example", &none), MICROSOFT);
        judge(&text(microsoft_seal().seal(mail.as_bytes(), 1, "none", results)), &[&microsoft_seal()]).verdict.origin
    };
    let pass = format!("dkim=pass (signature was verified) header.d={MS}; dmarc=pass header.from={MS}");
    assert_eq!(sealed(&format!("mx.microsoft.com 1; {pass}")), Sealed, "a near miss");
    for results in [
        // what the sender chose as its MAIL FROM ends a comment
        format!(
            "mx.microsoft.com 1; spf=none (sender is x) ; {pass}; y=z (w) smtp.mailfrom=a@b.example); dmarc=fail header.from={MS}"
        ),
        format!("mx.microsoft.com 1; spf=none smtp.mailfrom=\"a; {pass}; dmarc=pass header.from={MS}"),
        format!("mx.microsoft.com 1; {pass}; dmarc=fail header.from={MS}"),
        format!("mx.microsoft.com 1; {pass}; dmarc=none header.from={MS}"),
    ] {
        assert_eq!(sealed(&results), Origin::NotConfirmed, "{results}");
    }
    let disagreeing = outlook_pass(MS).replace("Received-SPF", &format!("Authentication-Results: spf=pass smtp.mailfrom={MS};\n dkim=fail header.d={MS};dmarc=fail header.from={MS}\nReceived-SPF"));
    let mail = joined(&disagreeing, MICROSOFT);
    let report = judge(&text(microsoft_seal().seal(mail.as_bytes(), 1, "none", &sealed_pass())), &[&microsoft_seal()]);
    assert!(report.verdict.origin != Sealed, "{:?}", ids(&report));
}

#[test]
fn a_seal_that_reports_a_broken_chain_attests_nothing() {
    let first = joined(&outlook_pass(MS), &microsoft_inside(&signed(&microsoft(), MICROSOFT)));
    for (chain, origin) in [("pass", Sealed), ("fail", Attested)] {
        let mail = text(microsoft_seal().seal(first.as_bytes(), 2, chain, &sealed_pass()));
        assert_eq!(judge(&mail, &[&microsoft_seal()]).verdict.origin, origin, "cv={chain}");
    }
}

#[test]
fn a_seal_copied_from_another_message_is_not_bound() {
    let genuine = microsoft_at_outlook(MICROSOFT);
    let copied = genuine.replace("=?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=", "Call us now").replace("482913", "1");
    let start = copied.find("Received: from mail").or(copied.find("Received: ")).expect("a hop");
    let seals = &copied[..start];
    let author = &copied[copied.find("ARC-Seal: i=1").expect("the first set")..];
    let report = judge(&[seals, author].concat(), &[&microsoft_seal()]);
    let rows = ["arc.not_bound", "!arc.sealed", "receiver.unknown"];
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Label::NotConfirmed, Origin::NotConfirmed), "{:?}", ids(&report));
    for row in rows {
        assert_eq!(ids(&report).contains(&row.trim_start_matches('!')), !row.starts_with('!'), "{row}");
    }
}

#[test]
fn a_seal_over_another_text_does_not_vouch_for_the_one_supplied() {
    // the header and its seal are genuine, the body is not the one that was sealed
    let mail = microsoft_at_outlook(MICROSOFT);
    let below = &mail[..mail.find("Received: ").expect("a hop")];
    let author = &mail[mail.find("ARC-Seal: i=1").expect("the first set")..];
    let swapped = [below, author].concat().replace("Si no lo ha pedido", "Si no lo ha hecho");
    let report = judge(&swapped, &[&microsoft_seal()]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["arc.other_text", "!arc.sealed"]);
    // a near miss: the body that was sealed, where the reader's provider received it
    assert_eq!(judge(&mail, &[&microsoft_seal()]).verdict.origin, Sealed);
    let report = judge(&mail.replace("Si no lo ha pedido", "Si no lo ha hecho"), &[&microsoft_seal()]);
    assert!(ids(&report).contains(&"arc.other_text"), "{:?}", ids(&report));
}

#[test]
fn a_seal_never_overrides_what_the_receiver_itself_found() {
    // sealed at Google, then its header was sent on over another body, and Outlook.com saw that
    let google_seal = Signer { domain: "google.com".into(), selector: "arctrap".into(), ..Signer::default() };
    let aar =
        format!("mx.google.com; dkim=pass header.i=@{MS}; spf=pass smtp.mailfrom=x@{MS}; dmarc=pass header.from={MS}");
    let sealed = text(google_seal.seal(signed(&microsoft(), MICROSOFT).as_bytes(), 1, "none", &aar));
    let failed = outlook_results("relay.example", "pass", "fail (body hash did not verify)", "fail")
        .replace("header.d=relay.example", "header.d=accountprotection.microsoft.com")
        .replace("header.from=relay.example", "header.from=accountprotection.microsoft.com");
    let mail = joined(&outlook("relay.example", &failed), &sealed);
    let report = judge(header(&mail), &[&google_seal]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, NotSupplied, Delivery::Unknown);
    assert_judged(&report, axes, &["arc.other_text", "stamp.dmarc_fail_forwarded", "!arc.sealed"]);
    // the same with a stamp that agrees: it is the stamp that attests
    let report = judge(header(&joined(&outlook_pass(MS), &sealed)), &[&google_seal]);
    let rows = ["stamp.attested", "arc.passed_on", "!arc.sealed"];
    assert_judged(&report, (GenuineSender, Attested, NotSupplied, Direct), &rows);
}

#[test]
fn a_seal_of_anybody_else_attests_nothing() {
    let own = Signer { domain: "relay.example".into(), selector: "s".into(), ..microsoft_seal() };
    let sealed = text(own.seal(signed(&microsoft(), MICROSOFT).as_bytes(), 1, "none", &sealed_pass()));
    let report = judge(&sealed, &[&own]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["arc.other_sealer", "!arc.sealed"]);
}

#[test]
fn a_seal_over_mail_that_a_customer_of_microsoft_sent_attests_nothing() {
    let unchecked = sealed_pass().replace(" (signature was verified)", "");
    let mail = text(microsoft_seal().seal(signed(&microsoft(), MICROSOFT).as_bytes(), 1, "none", &unchecked));
    let report = judge(&mail, &[&microsoft_seal()]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["arc.attests_nothing", "!arc.sealed"]);
}

/// Amazon's mail at Fastmail, signed twice.
fn amazon_at_fastmail() -> String {
    received(FASTMAIL, &amazon("amazon.com"), &signed(&amazon("amazonses.com"), AMAZON))
}

#[test]
fn amazons_mail_at_fastmail_is_proved_by_the_one_of_two_signatures_that_is_aligned() {
    let (own, service) = (amazon("amazon.com"), amazon("amazonses.com"));
    let report = judge(&amazon_at_fastmail(), &[&own, &service]);
    let rows = ["dkim.verified_pasted_key", "dkim.other_signer", "stamp.attested", "event.recognised"];
    assert_judged(&report, (GenuineSender, Proved, Expected, Direct), &rows);
    assert_eq!(report.receiver.stamps.len(), 4);
    assert_eq!(report.claim.event.as_ref().map(|event| event.id.as_str()), Some("amazon.new_account"));
    let service_alone = judge(&amazon_at_fastmail(), &[&service]);
    assert_judged(&service_alone, (GenuineSender, Attested, Expected, Direct), &["dkim.other_signer"]);
    let report = judge(header(&amazon_at_fastmail()), &[&own]);
    assert_judged(&report, (GenuineSender, Proved, NotSupplied, Direct), &["dkim.verified_pasted_key"]);
}

#[test]
fn one_changed_letter_of_amazons_subject_ends_the_proof() {
    let (own, service) = (amazon("amazon.com"), amazon("amazonses.com"));
    let changed = signed(&own, &signed(&service, AMAZON)).replace("Verify your new", "Verify your now");
    let report = judge(header(&changed), &[&own, &service]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, NotSupplied, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.mismatch", "!dkim.verified_pasted_key"]);
}

#[test]
fn a_google_alert_is_proved_a_month_after_its_signature_expired() {
    let mail = received(&gmail_pass("accounts.google.com"), &google(), GOOGLE);
    let options = Options { now: Some(RECEIVED + 30 * 86_400), ..keys(&[&google()]) };
    let report = analyze(mail.as_bytes(), &options);
    let rows = ["dkim.verified_pasted_key", "stamp.attested", "event.recognised", "!dkim.expired"];
    assert_judged(&report, (GenuineSender, Proved, Expected, Direct), &rows);
    assert_eq!(report.signatures[0].expiry, Expiry::ValidAtReceipt);
    assert_eq!(report.signatures[0].expires_at, Some(1_773_249_300));
    let stamp = &report.receiver.stamps[0];
    assert!(stamp.results.iter().any(|result| (result.method.as_str(), result.result.as_str()) == ("dara", "pass")));
}

#[test]
fn a_signature_that_had_expired_at_receipt_proves_nothing() {
    let mut expired = google();
    expired.more = "t=1772000000; x=1772604800; dara=google.com;\r\n ".into();
    let signed = signed(&expired, GOOGLE);
    let stamps = gmail("accounts.google.com", "b@accounts.google.com", "neutral", "none", "none");
    let report = judge(&joined(&stamps, &signed), &[&expired]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.expired", "!dkim.verified_pasted_key"]);
    // nobody can tell without the time of receipt
    let report = judge(&signed, &[&expired]);
    assert_eq!((report.verdict.origin, report.signatures[0].expiry), (Proved, Expiry::Unknown));
}

#[test]
fn an_old_mail_without_a_signature_is_weakly_attested_by_its_sending_host() {
    let old = MICROSOFT.replace("accountprotection.microsoft.com", "account.microsoft.com");
    let stamps = outlook(
        "account.microsoft.com",
        &outlook_results("account.microsoft.com", "pass", "none (message not signed)", "pass"),
    );
    let report = judge(&joined(&stamps, &old), &[]);
    let rows = ["stamp.attested_weak", "dkim.none", "!stamp.attested"];
    assert_judged(&report, (GenuineSender, AttestedWeak, Expected, Direct), &rows);
    // a near miss: dmarc=pass with neither of the two aligned
    let neither = stamps.replace("smtp.mailfrom=account.microsoft.com", "smtp.mailfrom=relay.example");
    let report = judge(&joined(&neither, &old), &[]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["stamp.no_pass", "!stamp.attested_weak"]);
    // another: the host is one through which all customers of Exchange Online send
    let results = outlook_results("account.microsoft.com", "pass", "none (message not signed)", "pass");
    let shared = outlook("NAM10-MW2-obe.outbound.protection.outlook.com", &results);
    let report = judge(&joined(&shared, &old), &[]);
    assert_judged(&report, axes, &["stamp.of_gateway_host", "!stamp.attested_weak"]);
    // another: none at all, which is missing evidence and no contradiction
    let none = outlook("account.microsoft.com", &outlook_results("account.microsoft.com", "none", "none", "none"));
    let report = judge(&joined(&none, &old), &[]);
    assert_judged(&report, axes, &["stamp.no_pass"]);
}

#[test]
fn headers_copied_onto_another_body_are_not_proved() {
    let other = signed(&microsoft(), MICROSOFT).replace("482913", "482914");
    let report = judge(&other, &[&microsoft()]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.body_changed", "!dkim.verified_pasted_key", "!dkim.body_verified"]);
    assert_eq!(report.signatures[0].header, HeaderCheck::Verified);
}

#[test]
fn headers_copied_onto_another_body_are_not_genuine_without_that_body_when_the_receiver_saw_it() {
    for dmarc in ["fail", "none"] {
        let results = outlook_results("relay.example", "pass", "fail (body hash did not verify)", dmarc)
            .replace("header.d=relay.example", "header.d=accountprotection.microsoft.com")
            .replace("header.from=relay.example", "header.from=accountprotection.microsoft.com");
        let mail = received(&outlook("relay.example", &results), &microsoft(), MICROSOFT);
        let report = judge(header(&mail), &[&microsoft()]);
        let got = (report.verdict.label, report.verdict.origin);
        assert_eq!(got, (Label::NotConfirmed, Origin::NotConfirmed), "dmarc={dmarc}");
        assert!(ids(&report).contains(&"dkim.receiver_disagrees"), "{:?}", ids(&report));
        // with the body at hand, the arithmetic decides, whatever went wrong at the receiver
        assert_eq!(judge(&mail, &[&microsoft()]).verdict.origin, Proved, "dmarc={dmarc}");
    }
}

#[test]
fn a_trusted_dmarc_failure_of_a_providers_host_is_a_forgery() {
    let stamps = outlook(
        "mail.attack.example",
        &outlook_results("attack.example", "pass", "none (message not signed)", "fail")
            .replace("header.from=attack.example", "header.from=accountprotection.microsoft.com"),
    );
    let report = judge(&joined(&stamps, MICROSOFT), &[]);
    let axes = (Forged, Contradicted, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["stamp.dmarc_fail"]);
    assert_eq!(report.verdict.deciding, ["stamp.dmarc_fail"]);
    // a near miss: a filter service stood in front of the mailbox, so the failure is of its making
    let gateway = stamps.replace("from mail.attack.example", "from mx0a-1.pphosted.com");
    let report = judge(&joined(&gateway, MICROSOFT), &[]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Forwarded);
    assert_judged(&report, axes, &["stamp.dmarc_fail_forwarded", "delivery.gateway", "!stamp.dmarc_fail"]);
}

#[test]
fn a_forged_stamp_above_or_below_the_boundary_counts_for_nothing() {
    let forged = [
        format!(
            "Authentication-Results: mx.google.com; dkim=pass header.i=@{MS}; spf=pass smtp.mailfrom={MS}; dmarc=pass header.from={MS}\n"
        ),
        format!("Authentication-Results: {}\n", outlook_results(MS, "pass", "pass (signature was verified)", "pass")),
        format!(
            "Authentication-Results: mx3.messagingengine.com; dkim=pass header.d={MS}; dmarc=pass header.from={MS}\n"
        ),
    ];
    let none = outlook_results(MS, "none", "none (message not signed)", "none");
    let block = outlook("mail.attack.example", &none);
    for stamp in &forged {
        let below = judge(&joined(&[block.as_str(), stamp].concat(), MICROSOFT), &[]);
        let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
        assert_judged(&below, axes, &["stamp.no_pass", "stamp.ignored", "!stamp.attested"]);
        // on top stands what the receiver wrote; a stamp there that is not in its place is ignored
        let above = judge(&joined(&[stamp.as_str(), &block].concat(), MICROSOFT), &[]);
        assert_judged(&above, axes, &["stamp.no_pass", "stamp.ignored", "!stamp.attested"]);
    }
    // headers of the sender alone, with a stamp that the sender wrote
    let report = judge(&joined(&forged[0], MICROSOFT), &[]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["receiver.unknown", "stamp.ignored"]);
}

#[test]
fn a_forged_stamp_that_says_fail_does_not_make_a_genuine_mail_forged() {
    let lower = format!("Authentication-Results: mx.google.com; spf=fail; dkim=fail; dmarc=fail header.from={MS}\n");
    let mail = received(&[&outlook_pass(MS), lower.as_str()].concat(), &microsoft(), MICROSOFT);
    let report = judge(&mail, &[]);
    assert_judged(&report, (GenuineSender, Attested, Expected, Direct), &["stamp.attested", "stamp.ignored"]);
}

#[test]
fn a_look_alike_that_passes_everything_is_a_forgery() {
    for host in
        ["accountprotection-microsoft.com", "rnicrosoft.com", "accountprotection.microsoft.com.secure-login.example"]
    {
        let own = Signer { domain: host.into(), headers: names("From:To:Subject:Date"), ..microsoft() };
        let mail = received(&outlook_pass(host), &own, &MICROSOFT.replace(MS, host));
        let report = judge(&mail, &[&own]);
        let got = (report.verdict.label, report.verdict.origin);
        assert_eq!(got, (Forged, Contradicted), "{host}: {:?}", ids(&report));
        assert!(ids(&report).contains(&"stamp.attested"), "it did pass: {:?}", ids(&report));
        assert!(report.verdict.reason.text.contains(host), "the reason names the host: {}", report.verdict.reason.text);
    }
    // a near miss: a host of Microsoft's own that is not known as a sender
    let report = judge(&MICROSOFT.replace(MS, "accounts.microsoft.com"), &[]);
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Label::NotConfirmed, Origin::NotConfirmed));
    assert!(ids(&report).contains(&"from.same_organisation"));
}

#[test]
fn free_mail_under_a_providers_name_is_a_forgery() {
    let from = |address: &str| {
        let old = "Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>";
        MICROSOFT.replace(old, &["Microsoft account team <", address, ">"].concat())
    };
    let gmail_com = Signer { domain: "gmail.com".into(), headers: names("From:To:Subject"), ..Signer::default() };
    let mail = received(&gmail_pass("gmail.com"), &gmail_com, &from("account.team.4412@gmail.com"));
    let report = judge(&mail, &[&gmail_com]);
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Forged, Contradicted), "{:?}", ids(&report));
    // Microsoft's own free mail is no more Microsoft than that
    let outlook_com = Signer { domain: "outlook.com".into(), ..gmail_com };
    let mail = received(&outlook_pass("outlook.com"), &outlook_com, &from("account.team.4412@outlook.com"));
    let report = judge(&mail, &[&outlook_com]);
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Forged, Contradicted), "{:?}", ids(&report));
    assert!(ids(&report).contains(&"from.personal_mailbox"));
    // a near miss: a person at outlook.com who claims nothing
    let person = MICROSOFT
        .replace(
            "Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>",
            "Jo Roe <jo.roe.4412@outlook.com>",
        )
        .replace("=?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=", "Lunch on Friday");
    let report = judge(&joined(&outlook_pass("outlook.com"), &person[..person.find("\n\n").expect("a body")]), &[]);
    let got = (report.verdict.label, report.verdict.origin);
    assert_eq!(got, (Label::NotConfirmed, Origin::NotConfirmed), "{:?}", ids(&report));
}

#[test]
fn a_name_in_passing_is_no_claim() {
    let cases = [
        ("Amazonia Tours <news@amazonia-tours.example>", "Five days on the river", "Book before the rain comes."),
        (
            "The Weekly Byte <news@weekly-byte.example>",
            "What Microsoft changed in Outlook this week",
            "Microsoft changed three buttons.",
        ),
        ("Jo Apple <jo@mailbox.example>", "Lunch on Friday", "At twelve?"),
        ("Gift Corner <shop@gift-corner.example>", "Your order has shipped", "Your Amazon gift card is on its way."),
        ("PayPal Users Club <club@mailbox.example>", "Re: Meeting notes", "See you there."),
    ];
    for (from, subject, text) in cases {
        let domain = from.rsplit('@').next().unwrap_or_default().trim_end_matches('>');
        let own = Signer { domain: domain.into(), headers: names("From:Subject"), ..Signer::default() };
        let mail = format!(
            "From: {from}\nSubject: {subject}\nTo: jo@mailbox.example\nDate: Wed, 4 Mar 2026 17:15:00 +0000\n\n{text}\n"
        );
        let report = judge(&received(&outlook_pass(domain), &own, &mail), &[&own]);
        let got = (report.verdict.label, report.verdict.origin);
        assert_eq!(got, (Label::NotConfirmed, Origin::NotConfirmed), "{from}: {}", report.verdict.reason.text);
    }
}

#[test]
fn a_length_limit_leaves_what_is_added_behind_it_unproved() {
    let body = MICROSOFT.split_once("\n\n").expect("a body").1.replace('\n', "\r\n").len();
    let limited = Signer { length: Some(body), ..microsoft() };
    let whole = signed(&limited, MICROSOFT);
    let added = [whole.as_str(), "\r\nLlame al +34 600 555 010\r\n"].concat();
    let report = judge(&added, &[&limited]);
    assert_eq!(report.signatures[0].body, BodyCheck::Partial);
    assert_ne!(report.verdict.origin, Proved);
    assert!(ids(&report).contains(&"dkim.partial_body"), "{:?}", ids(&report));
    // the headers alone say nothing about what was added
    assert_ne!(judge(header(&whole), &[&limited]).verdict.origin, Proved);
    // a near miss: the whole body is the part that is covered
    assert_eq!(judge(&whole, &[&limited]).verdict.origin, Proved);
}

#[test]
fn a_second_from_or_subject_that_is_not_signed_is_deceptive_wherever_it_stands() {
    let mail = signed(&microsoft(), MICROSOFT);
    let from = "From: Helpdesk <desk@attack.example>\r\n";
    let subject = "Subject: Call +1 888 555 0100\r\n";
    for (field, row) in [(from, "structure.from_repeated"), (subject, "structure.field_repeated")] {
        let above = [field, &mail].concat();
        let below = mail.replace("MIME-Version:", &[field, "MIME-Version:"].concat());
        for changed in [above, below] {
            let report = judge(&changed, &[&microsoft()]);
            let got = (report.verdict.label, report.verdict.origin);
            assert_eq!(got, (Forged, Contradicted), "{row}: {:?}", ids(&report));
            assert!(ids(&report).contains(&row), "{row}: {:?}", ids(&report));
        }
    }
}

#[test]
fn a_second_from_behind_thousands_of_fields_is_not_overlooked() {
    let mail = signed(&microsoft(), MICROSOFT);
    let (above, body) = mail.split_once("\r\n\r\n").expect("a body");
    let junk = "X-A: b\r\n".repeat(3_000);
    let many = [above, "\r\n", &junk, "From: Helpdesk <desk@attack.example>\r\n\r\n", body].concat();
    let report = judge(&many, &[&microsoft()]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, NotSupplied, Delivery::Unknown);
    assert_judged(&report, axes, &["input.header_cut"]);
    assert_eq!(report.verdict.deciding, ["input.header_cut"]);
    assert!(report.input.limits.iter().any(|limit| limit.id == "header_fields"));
    // also where the receiver's stamp says that it passed
    let report = judge(&joined(&outlook_pass(MS), &many), &[]);
    assert_eq!(report.verdict.origin, Origin::NotConfirmed, "{:?}", ids(&report));
}

#[test]
fn weak_arithmetic_proves_nothing() {
    for (weak, name) in
        [(Signer { sha1: true, ..microsoft() }, "rsa-sha1"), (Signer { key: Key::Rsa512, ..microsoft() }, "512 bits")]
    {
        let mail = signed(&weak, MICROSOFT);
        let report = judge(&mail, &[&weak]);
        let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
        assert_judged(&report, axes, &["dkim.weak_key", "!dkim.verified_pasted_key"]);
        assert_eq!(report.signatures[0].header, HeaderCheck::Verified, "{name}");
        assert!(!report.signatures[0].weaknesses.is_empty(), "{name}");
    }
    for key in [Key::Rsa2048, Key::Ed25519] {
        let strong = Signer { key, ..microsoft() };
        assert_eq!(judge(&signed(&strong, MICROSOFT), &[&strong]).verdict.origin, Proved, "{key:?}");
    }
}

#[test]
fn a_valid_signature_of_somebody_else_proves_only_somebody_else() {
    let other = Signer { domain: "attack.example".into(), ..microsoft() };
    let report = judge(&signed(&other, MICROSOFT), &[&other]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.other_signer", "!dkim.verified_pasted_key"]);
    // of the same organisation, but not one of its own signing domains
    let cousin = Signer { domain: "lab.microsoft.com".into(), ..microsoft() };
    let report = judge(&signed(&cousin, MICROSOFT), &[&cousin]);
    assert_judged(&report, axes, &["dkim.other_signer"]);
    // and a key under another name does not help a copied field
    let report = judge(&signed(&microsoft(), MICROSOFT), &[&Signer { key: Key::Rsa2048, ..microsoft() }]);
    assert_judged(&report, axes, &["dkim.mismatch"]);
}

/// How Microsoft signs codes for organisations.
fn entra() -> Signer {
    Signer { domain: "microsoftonline.com".into(), ..google_like() }
}

fn google_like() -> Signer {
    Signer { selector: "trap".into(), headers: names("From:Date:Subject:Message-ID:Content-Type"), ..Signer::default() }
}

#[test]
fn a_lure_in_a_tenants_name_is_a_genuine_sender_with_hostile_content() {
    for lure in [
        "Call +1 888 555 0100 about your order of $499.99",
        "Your payment of 599.99 USD is confirmed. Visit refund-desk.example",
        "Bitcoin purchase of 0.5 BTC, dial (888) 555-0100",
    ] {
        let mail = received(&outlook_pass("microsoftonline.com"), &entra(), &TENANT.replace('%', lure));
        let report = judge(&mail, &[&entra()]);
        let got = (report.verdict.label, report.verdict.origin);
        assert_eq!(got, (GenuineSenderHostileContent, Proved), "{lure}: {:?}", ids(&report));
        assert!(matches!(report.verdict.content, ThirdPartyText | Hostile), "{lure}: {:?}", report.verdict.content);
        // the lure stands in the Subject, so the headers are enough to see it
        let report = judge(header(&mail), &[&entra()]);
        assert_judged(
            &report,
            (GenuineSenderHostileContent, Proved, ThirdPartyText, Direct),
            &["content.third_party_text"],
        );
    }
    // a near miss: an organisation with an ordinary name
    let mail = received(&outlook_pass("microsoftonline.com"), &entra(), &TENANT.replace('%', "Fabrikam, Inc."));
    assert_judged(
        &judge(&mail, &[&entra()]),
        (GenuineSender, Proved, Expected, Direct),
        &["content.third_party_sender"],
    );
}

#[test]
fn a_genuine_mail_that_was_sent_on_to_somebody_else_shows_signs_of_replay() {
    let replayed = GOOGLE.replace("To: jo@", "To: me@attack.example, x@").replace("04 Mar 2026 17", "01 Mar 2026 17");
    let block = gmail("accounts.google.com", "b@relay.example", "pass", "pass", "pass");
    let mail = received(&block, &google(), &replayed.replace("x@mailbox.example", "x@attack.example"));
    let report = judge(&mail, &[&google()]);
    assert_judged(
        &report,
        (GenuineSenderHostileContent, Proved, Expected, ReplaySigns),
        &["delivery.replay", "delivery.stale"],
    );
    assert_eq!(report.verdict.deciding, ["delivery.replay"]);
    // a near miss: as late, but addressed to the reader
    let late = GOOGLE.replace("04 Mar 2026 17", "01 Mar 2026 17");
    let report = judge(&received(&block, &google(), &late), &[&google()]);
    assert_eq!((report.verdict.label, report.verdict.origin), (GenuineSender, Proved));
    assert!(ids(&report).contains(&"delivery.stale") && !ids(&report).contains(&"delivery.replay"));
}

#[test]
fn a_request_for_the_code_is_hostile_whoever_makes_it() {
    let axes = (HostileRequest, Origin::NotConfirmed, Hostile, Delivery::Unknown);
    for text in [
        "This is Microsoft support. Read me the code we just sent to your phone.",
        "hi its me, can you text the 6 digit code back to me? i typed your number by accident",
        "Bitte nennen Sie unserem Mitarbeiter den Bestätigungscode",
    ] {
        assert_judged(&judge(text, &[]), axes, &["content.request"]);
    }
    let mail = "From: Support <desk@mailbox.example>\nTo: jo@mailbox.example\nSubject: Verification\n\nReply with the verification code that you received, so that our security team can help you.\n";
    assert_judged(&judge(mail, &[]), axes, &["content.request", "dkim.none"]);
    // a near miss: the warning that providers give
    let warning = "From: Support <desk@mailbox.example>\nTo: jo@mailbox.example\nSubject: Verification\n\nNever share this verification code with anyone. We will not ask for it.\n";
    let report = judge(warning, &[]);
    assert_eq!(report.verdict.label, Label::NotConfirmed, "{:?}", ids(&report));
    // in a mail that is genuine, the sender is genuine and the content is not
    let genuine = signed(&microsoft(), &MICROSOFT.replace("Si no", "Read the code to our support agent. Si no"));
    let report = judge(&genuine, &[&microsoft()]);
    assert_judged(
        &report,
        (GenuineSenderHostileContent, Proved, Hostile, Delivery::Unknown),
        &["content.request", "dkim.body_verified"],
    );
}

#[test]
fn a_link_that_shows_a_provider_and_leads_elsewhere_is_hostile() {
    let mail = "From: Security <desk@mailbox.example>\nTo: jo@mailbox.example\nSubject: Microsoft security code\nContent-Type: text/html; charset=utf-8\n\n<p>Microsoft account</p><a href=\"https://login.attack.example/\">https://account.microsoft.com/security</a>\n";
    let report = judge(mail, &[]);
    assert_eq!(report.verdict.content, Hostile, "{:?}", ids(&report));
    assert!(ids(&report).contains(&"content.link_misleading"));
    let honest = mail.replace("https://login.attack.example/", "https://account.microsoft.com/security");
    assert_ne!(judge(&honest, &[]).verdict.content, Hostile);
}

#[test]
fn what_has_no_header_section_is_not_confirmed_and_says_what_it_is() {
    use header_verdict::report::InputKind::{Binary, Empty, Text};
    for (bytes, kind) in [
        (&b" \r\n"[..], Empty),
        (b"PK\x03\x04\x14\x00\x00\x00", Binary),
        ("Use 482913 to sign in to your Microsoft account.".as_bytes(), Text),
    ] {
        let report = analyze(bytes, &Options::default());
        assert_eq!((report.input.kind, report.verdict.label), (kind, Label::NotConfirmed));
        assert_eq!(report.verdict.origin, Origin::NotConfirmed);
        assert_invariants(&report);
    }
}

#[test]
fn a_message_without_evidence_is_never_forged() {
    let report = judge(MICROSOFT, &[]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    assert_judged(&report, axes, &["dkim.none", "receiver.unknown", "from.allowed"]);
    assert!(!report.missing.is_empty());
}

#[test]
fn an_address_that_a_list_shows_for_the_writer_is_no_deception_and_no_proof() {
    let mail = |from: &str, host: &str| {
        let text =
            format!("From: {from}\nTo: jo@mailbox.example\nSubject: Your PayPal code\n\nYour PayPal code is 482913\n");
        judge(&joined(&outlook_pass(host), &text), &[])
    };
    for (from, host) in [
        ("\"'service@paypal.com' via Accounts Payable\" <ap@contoso.example>", "contoso.example"),
        ("\"service@paypal.com via dev Mailing List\" <dev@lists.example>", "lists.example"),
        ("PayPal <000001a2b3c4-dmarc-request@listserv.example>", "listserv.example"),
    ] {
        let report = mail(from, host);
        let (label, origin) = (report.verdict.label, report.verdict.origin);
        assert_eq!((label, origin), (Label::NotConfirmed, Origin::NotConfirmed), "{from}: {:?}", ids(&report));
    }
    for (from, host) in [
        ("\"service@paypal.com\" <ap@contoso.example>", "contoso.example"),
        ("\"service@paypal.com via Team\" <x@evil.example>", "evil.example"),
        ("\"'service@paypal.com' via PayPal\" <service@paypal-code.example>", "paypal-code.example"),
    ] {
        assert_eq!(mail(from, host).verdict.label, Forged, "{from}");
    }
}

#[test]
fn a_copy_that_leaves_the_address_out_or_brackets_it_is_no_forgery() {
    let copy =
        |from: &str| format!("From: {from}\nTo: Jo Roe\nSubject: Your PayPal code\n\nYour PayPal code is 482913\n");
    let label = |text: &str| judge(text, &[]).verdict.label;
    for from in
        ["PayPal", "PayPal [mailto:service@paypal.com]", "PayPal [service@paypal.com]", "[mailto:service@paypal.com]"]
    {
        assert_eq!(label(&copy(from)), Label::NotConfirmed, "{from}");
    }
    let report = judge(&copy("PayPal [mailto:service@paypal.com]"), &[]);
    assert_judged(
        &report,
        (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown),
        &["from.allowed", "!structure.from_malformed"],
    );
    let author = report.summary.from.expect("the author");
    assert_eq!((author.name.as_str(), author.address.as_str()), ("PayPal", "service@paypal.com"));
    assert_eq!(&copy("PayPal [mailto:service@paypal.com]")[author.span.start as usize..][..6], "PayPal");
    // in brackets as well an address is judged
    for from in ["PayPal [mailto:service@paypal.evil.example]", "PayPal [service@gmail.com]"] {
        assert_eq!(label(&copy(from)), Forged, "{from}");
    }
    // what a server took in names its sender as the grammar asks; who leaves that out deceives
    for from in ["PayPal", "PayPal <>", "PayPal [mailto:service@paypal.com]", "PayPal [service@paypal.com]"] {
        assert_eq!(label(&joined(&outlook_pass("evil.example"), &copy(from))), Forged, "{from}");
    }
}

/// Every way in which a paste is damaged, with the repair that undoes it.
fn damages(mail: &str) -> Vec<(&'static str, String, Option<RepairId>)> {
    let lines: Vec<&str> = mail.lines().collect();
    let each = |change: &dyn Fn(&str) -> String| lines.iter().map(|line| change(line) + "\n").collect::<String>();
    let field = |line: &str| !line.starts_with([' ', '\t']);
    vec![
        ("with CRLF", mail.to_owned(), None),
        ("with LF", mail.replace("\r\n", "\n"), None),
        ("with CR", mail.replace("\r\n", "\r"), Some(RepairId::BareCarriageReturn)),
        ("with LF and CRLF mixed", mail.replacen("\r\n", "\n", 7), None),
        ("with a byte order mark", ["\u{feff}", mail].concat(), Some(RepairId::ByteOrderMark)),
        (
            "out of a mailbox file",
            ["From jo@mailbox.example Wed Mar  4 17:15:03 2026\n", mail].concat(),
            Some(RepairId::MboxFrom),
        ),
        (
            "below a sentence",
            ["Here is the header that you asked for.\n\n", mail].concat(),
            Some(RepairId::LeadingText),
        ),
        ("quoted", each(&|line| ["> ", line].concat()), Some(RepairId::Quoted)),
        ("quoted without a space", each(&|line| [">", line].concat()), Some(RepairId::Quoted)),
        ("indented", each(&|line| ["    ", line].concat()), Some(RepairId::Indented)),
        ("without folding", each(&|line| line.trim_start().to_owned()), Some(RepairId::LostFolding)),
        (
            "with a blank line after every field",
            lines
                .iter()
                .enumerate()
                .map(|(at, line)| {
                    let gap = if at > 0 && field(line) { "\n" } else { "" };
                    [gap, line, "\n"].concat()
                })
                .collect(),
            Some(RepairId::BlankLines),
        ),
        ("with a blank line after every line", each(&|line| [line, "\n"].concat()), Some(RepairId::BlankLines)),
        (
            "with the values below their names",
            each(&|line| match line.split_once(": ") {
                Some((name, value)) if field(line) => [name, ":\n", value].concat(),
                _ => line.to_owned(),
            }),
            Some(RepairId::SplitName),
        ),
        (
            "with non-breaking spaces",
            each(&|line| match line.strip_prefix([' ', '\t']) {
                Some(rest) => [" \u{a0}", rest].concat(),
                None => line.replace(": ", ":\u{a0}"),
            }),
            Some(RepairId::NonBreakingSpace),
        ),
        ("with tabs for spaces", mail.replace("\r\n ", "\r\n\t\t"), None),
        ("on long lines", mail.replace("\r\n ", " ").replace("\r\n\t", "\t"), None),
        ("as UTF-16", String::new(), Some(RepairId::Utf16)),
    ]
}

#[test]
fn every_damaged_paste_is_still_proved_and_lists_its_repair() {
    let mail = received(&gmail_pass("accounts.google.com"), &google(), GOOGLE);
    let header = header(&mail);
    for (name, damaged, repair) in damages(header) {
        let bytes = if repair == Some(RepairId::Utf16) {
            let units = ["\u{feff}", header].concat();
            units.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            damaged.into_bytes()
        };
        let report = analyze(&bytes, &keys(&[&google()]));
        let repairs: Vec<RepairId> = report.input.repairs.iter().map(|repair| repair.id).collect();
        assert_eq!(
            report.verdict.origin,
            Proved,
            "{name}: {repairs:?} {:?}",
            report.signatures.first().map(|s| &s.explanation)
        );
        assert_eq!(report.verdict.label, GenuineSender, "{name}: {}", report.verdict.reason.text);
        assert!(repair.is_none_or(|repair| repairs.contains(&repair)), "{name}: {repairs:?}");
        // what may have changed signed bytes is named on the signature as well
        let harmless = [RepairId::ByteOrderMark, RepairId::MboxFrom, RepairId::LeadingText];
        let touching: Vec<RepairId> = repairs.into_iter().filter(|repair| !harmless.contains(repair)).collect();
        assert_eq!(report.signatures[0].repairs, touching, "{name}");
    }
}

#[test]
fn no_repair_of_a_changed_message_brings_its_proof_back() {
    let mail = received(&gmail_pass("accounts.google.com"), &google(), GOOGLE);
    let changed = header(&mail).replace("Subject: Security alert", "Subject: Security aIert");
    for (name, damaged, _) in damages(&changed) {
        let report = analyze(damaged.as_bytes(), &keys(&[&google()]));
        assert_ne!(report.verdict.origin, Proved, "{name}");
    }
}

#[test]
fn all_line_ends_give_the_same_verdict_with_a_body() {
    let mail = microsoft_at_outlook(MICROSOFT);
    for (name, text) in [("CRLF", mail.clone()), ("LF", mail.replace("\r\n", "\n")), ("CR", mail.replace("\r\n", "\r"))]
    {
        let report = judge(&text, &[&microsoft()]);
        assert_judged(&report, (GenuineSender, Proved, Expected, Direct), &["dkim.body_verified"]);
        assert!(!report.summary.date.as_deref().unwrap_or_default().is_empty(), "{name}");
    }
}

#[test]
fn a_person_who_names_another_receiver_gets_only_that_ones_word() {
    let mail = joined(&outlook_pass(MS), MICROSOFT);
    let named = |id: &str| analyze(mail.as_bytes(), &Options { receiver: Some(id.into()), ..Options::default() });
    assert_judged(&named("outlook"), (GenuineSender, Attested, Expected, Direct), &["stamp.attested"]);
    let axes = (Label::NotConfirmed, Origin::NotConfirmed, Expected, Delivery::Unknown);
    for other in ["gmail", "fastmail", "nobody"] {
        assert_judged(&named(other), axes, &["receiver.unknown", "stamp.ignored"]);
    }
}

#[test]
fn a_provider_that_was_named_and_did_not_receive_the_message_is_called_so() {
    let how = |receiver: Option<&str>, message: &str| {
        let options = Options { receiver: receiver.map(str::to_owned), ..Options::default() };
        let report = analyze(message.as_bytes(), &options);
        report.missing.into_iter().find(|missing| missing.id == "receiver").map(|missing| missing.how.id)
    };
    let mail = joined(&outlook_pass(MS), MICROSOFT);
    assert_eq!(how(None, &mail), None);
    assert_eq!(how(Some("outlook"), &mail), None);
    assert_eq!(how(Some("gmail"), &mail).as_deref(), Some("missing.receiver_other_how"));
    assert_eq!(how(Some("nobody"), &mail).as_deref(), Some("missing.receiver_other_how"));
    let elsewhere =
        joined("Received: from a.example by mx.elsewhere.example; Wed, 4 Mar 2026 17:15:09 +0000\n", MICROSOFT);
    assert_eq!(how(None, &elsewhere).as_deref(), Some("missing.receiver_how"));
    let carried = Options { carried: true, ..Options::default() };
    assert!(analyze(mail.as_bytes(), &carried).missing.iter().all(|missing| missing.id != "receiver"));
}

#[test]
fn a_subject_that_is_wholly_the_providers_own_is_no_strangers_text() {
    let label = |subject: &str| {
        let fields =
            ["From: Reddit <noreply@redditmail.com>\nTo: jo@mailbox.example\nSubject: ", subject, "\n\nHello.\n"];
        judge(&joined(&gmail_pass("redditmail.com"), &fields.concat()), &[]).verdict.label
    };
    assert_eq!(label("Verify your Reddit email address"), GenuineSender);
    assert_eq!(label("Verify your Reddit email address at evil.example now"), GenuineSenderHostileContent);
}
