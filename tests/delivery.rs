//! How a message travelled: what is said of it, which bytes show it, and what must not be taken for it.

mod support;

use header_verdict::report::Delivery::{Direct, Forwarded, ReplaySigns, Unknown};
use header_verdict::report::Label::{GenuineSender, GenuineSenderHostileContent, NotConfirmed};
use header_verdict::report::{Delivery, Label, Origin, Report};
use support::mail::*;

const GOOGLE_HOST: &str = "accounts.google.com";
const MICROSOFT_HOST: &str = "accountprotection.microsoft.com";

/// The bytes of each row with this id.
fn bytes<'a>(report: &Report, text: &'a str, id: &str) -> Vec<&'a str> {
    let row = report.ledger.iter().find(|row| row.id == id);
    let row = row.unwrap_or_else(|| panic!("{id} is not in {:?}", ids(report)));
    assert!(!row.spans.is_empty(), "{id} names no bytes");
    row.spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect()
}

#[track_caller]
fn assert_delivered(report: &Report, label: Label, delivery: Delivery, rows: &[&str]) {
    let ids = ids(report);
    assert_eq!((report.verdict.label, report.verdict.delivery), (label, delivery), "{ids:?}");
    for row in rows {
        match row.strip_prefix('!') {
            Some(row) => assert!(!ids.contains(&row), "{row} is in {ids:?}"),
            None => assert!(ids.contains(row), "{row} is not in {ids:?}"),
        }
    }
    assert_invariants(report);
}

/// A genuine alert that was made for somebody else, these days before.
fn made_for_another(day: &str) -> String {
    GOOGLE.replace("To: jo@mailbox.example", "To: me@attack.example").replace("04 Mar", day)
}

#[test]
fn a_replayed_alert_names_the_recipient_the_envelope_and_the_date() {
    let block = gmail(GOOGLE_HOST, "b@relay.example", "pass", "pass", "pass");
    let mail = received(&block, &google(), &made_for_another("03 Mar"));
    let report = judge(&mail, &[&google()]);
    let rows = ["delivery.replay", "delivery.stale", "delivery.other_recipient", "delivery.foreign_envelope"];
    assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &rows);
    assert_eq!(report.verdict.origin, Origin::Proved);
    let named = bytes(&report, &mail, "delivery.other_recipient");
    assert!(named[0].contains("jo@mailbox.example") && named[1].contains("me@attack.example"), "{named:?}");
    assert!(bytes(&report, &mail, "delivery.foreign_envelope")[0].contains("smtp.mailfrom=b@relay.example"));
    let dated = bytes(&report, &mail, "delivery.stale");
    assert!(dated[0].starts_with("Received: from ") && dated[1].starts_with("Date: Wed, 03 Mar"), "{dated:?}");
    assert_eq!(bytes(&report, &mail, "delivery.replay").len(), 5);
}

#[test]
fn an_ordinary_automatic_forward_is_no_replay() {
    // on time, from the forwarder's host, to an address of the reader's elsewhere
    let block = gmail(GOOGLE_HOST, "SRS0=x=google.com=b@old.example", "pass", "pass", "pass");
    let mail = GOOGLE.replace("To: jo@mailbox.example", "To: jo@old.example");
    let report = judge(&received(&block, &google(), &mail), &[&google()]);
    let rows = ["delivery.other_recipient", "delivery.foreign_envelope", "!delivery.stale", "!delivery.replay"];
    assert_delivered(&report, GenuineSender, Forwarded, &rows);
    // one that keeps the envelope, so that the check of the host fails
    let block = gmail(GOOGLE_HOST, "b@accounts.google.com", "pass", "softfail", "pass");
    let report = judge(&received(&block, &google(), &mail), &[&google()]);
    let rows = ["delivery.other_recipient", "delivery.foreign_host", "!delivery.replay"];
    assert_eq!(report.verdict.label, GenuineSender);
    assert_delivered(&report, GenuineSender, Forwarded, &rows);
}

#[test]
fn a_late_message_from_the_providers_own_host_is_late_and_nothing_else() {
    let late = GOOGLE.replace("04 Mar 2026 17", "04 Mar 2026 11");
    let report = judge(&received(&gmail_pass(GOOGLE_HOST), &google(), &late), &[&google()]);
    let rows = ["delivery.stale", "!delivery.replay", "!delivery.foreign_envelope", "!delivery.other_recipient"];
    assert_delivered(&report, GenuineSender, Direct, &rows);
    // also when it was made for another address of the reader
    let late = made_for_another("01 Mar");
    let report = judge(&received(&gmail_pass(GOOGLE_HOST), &google(), &late), &[&google()]);
    assert_delivered(&report, GenuineSender, Direct, &["delivery.other_recipient", "!delivery.replay"]);
}

#[test]
fn a_recipient_that_nothing_covers_does_not_vouch_for_the_reader() {
    // Microsoft's account mail leaves To unsigned: whoever sends it again can write the reader's address
    let block = gmail(MICROSOFT_HOST, "b@relay.example", "pass", "pass", "pass");
    let again = MICROSOFT.replace("04 Mar", "02 Mar");
    let report = judge(&received(&block, &microsoft(), &again), &[&microsoft()]);
    let rows = ["delivery.replay", "!delivery.other_recipient"];
    assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &rows);
    // a near miss: some hours are too little without a recipient that shows it
    let hours = MICROSOFT.replace("09:15:00 -0800", "05:15:00 -0800");
    let report = judge(&received(&block, &microsoft(), &hours), &[&microsoft()]);
    assert_delivered(&report, GenuineSender, Unknown, &["delivery.stale", "!delivery.replay"]);
    // another: Google covers To, so a late message to the reader was meant for the reader
    let block = gmail(GOOGLE_HOST, "b@relay.example", "pass", "pass", "pass");
    let report = judge(&received(&block, &google(), &GOOGLE.replace("04 Mar", "02 Mar")), &[&google()]);
    assert_delivered(&report, GenuineSender, Unknown, &["delivery.stale", "!delivery.replay"]);
}

#[test]
fn a_receiver_that_names_no_reader_shows_a_replay_by_a_day_and_a_foreign_envelope() {
    let results = outlook_results(GOOGLE_HOST, "pass", "pass (signature was verified)", "pass")
        .replace(&["smtp.mailfrom=", GOOGLE_HOST].concat(), "smtp.mailfrom=relay.example");
    let block = outlook("mail.relay.example", &results);
    let report = judge(&received(&block, &google(), &made_for_another("02 Mar")), &[&google()]);
    assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &["delivery.replay"]);
    let hours = made_for_another("04 Mar").replace("17:15:00 GMT", "13:15:00 GMT");
    let report = judge(&received(&block, &google(), &hours), &[&google()]);
    assert_delivered(&report, GenuineSender, Unknown, &["delivery.stale", "!delivery.replay"]);
}

#[test]
fn a_date_that_is_made_new_does_not_hide_when_it_was_signed() {
    // nothing covers Date here, and the time of signing is always covered
    let mut signer = google();
    signer.headers = names("to:from:subject:message-id");
    signer.more = "t=1772400000; ".into();
    let block = gmail(GOOGLE_HOST, "b@relay.example", "pass", "pass", "pass");
    let report = judge(&received(&block, &signer, &made_for_another("04 Mar")), &[&signer]);
    assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &["delivery.replay", "delivery.stale"]);
}

#[test]
fn nothing_that_a_sender_writes_takes_the_look_of_a_replay_away() {
    let block = gmail(GOOGLE_HOST, "b@relay.example", "pass", "pass", "pass");
    let signed = signed(&google(), &made_for_another("01 Mar"));
    for added in [
        "Resent-From: jo@mailbox.example\n",
        "Delivered-To: me@attack.example\n",
        "X-Forwarded-To: jo@mailbox.example\nX-Forwarded-For: me@attack.example jo@mailbox.example\n",
        "List-Id: <friends.lists.example>\nList-Post: <mailto:friends@lists.example>\n",
        "Received: from a.example by b.example for <me@attack.example>; Sun, 1 Mar 2026 17:15:03 +0000\n",
    ] {
        let report = judge(&joined(&[&block, added].concat(), &signed), &[&google()]);
        assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &["delivery.replay"]);
    }
    // a copy to the reader that nothing covers
    let mut signer = google();
    signer.headers = names("to:from:subject:message-id:date");
    let copied = ["Cc: jo@mailbox.example\r\n", &signed_by(&signer)].concat();
    let report = judge(&joined(&block, &copied), &[&signer]);
    let rows = ["delivery.replay", "!delivery.other_recipient"];
    assert_delivered(&report, GenuineSenderHostileContent, ReplaySigns, &rows);
}

fn signed_by(signer: &support::signer::Signer) -> String {
    signed(signer, &made_for_another("01 Mar"))
}

#[test]
fn the_reader_is_read_from_the_receivers_own_fields_only() {
    let block = gmail(GOOGLE_HOST, "b@relay.example", "pass", "pass", "pass");
    let unnamed =
        block.replace("Delivered-To: jo@mailbox.example\n", "").replace("        for <jo@mailbox.example>\n", "");
    let below = [&unnamed, "Delivered-To: somebody@else.example\n"].concat();
    let report = judge(&received(&below, &google(), GOOGLE), &[&google()]);
    assert_delivered(&report, GenuineSender, Unknown, &["!delivery.other_recipient"]);
    // an alias that the receiver resolved is the reader, too
    let alias = block.replace("Delivered-To: jo@mailbox.example", "Delivered-To: box17@mailbox.example");
    let report = judge(&received(&alias, &google(), GOOGLE), &[&google()]);
    assert_delivered(&report, GenuineSender, Unknown, &["!delivery.other_recipient"]);
}

#[test]
fn fields_of_a_forwarding_mailbox_are_named_with_their_bytes() {
    for (field, words) in [
        ("X-Forwarded-To: jo@mailbox.example", "a forwarding rule"),
        ("X-MS-Exchange-ForwardingLoop: jo@old.example;1", "a forwarding rule"),
        ("Resent-From: al@mailbox.example", "sent it again by hand"),
    ] {
        let block = [&gmail_pass(GOOGLE_HOST), field, "\n"].concat();
        let mail = received(&block, &google(), GOOGLE);
        let report = judge(&mail, &[&google()]);
        assert_delivered(&report, GenuineSender, Forwarded, &["delivery.forwarded"]);
        assert_eq!(bytes(&report, &mail, "delivery.forwarded"), [[field, "\r\n"].concat()]);
        assert!(report.ledger.iter().any(|row| row.title.text.contains(words)), "{words}");
    }
}

#[test]
fn what_anyone_can_write_about_forwarding_never_stands_beside_a_failure_that_counts() {
    // what a university sends on to a mailbox at Gmail, and what anybody sends who writes the same
    let block = gmail(GOOGLE_HOST, "SRS0=a=b=accounts.google.com=no-reply@uni.example", "fail", "pass", "fail");
    let alert = GOOGLE.replace("To: jo@mailbox.example", "To: jo@uni.example");
    for added in
        ["", "X-Forwarded-To: jo@mailbox.example\n", "Resent-From: jo@uni.example\nResent-To: jo@mailbox.example\n"]
    {
        let report = judge(&joined(&[&block, added].concat(), &alert), &[]);
        assert_delivered(&report, Label::Forged, Unknown, &["stamp.dmarc_fail", "!delivery.forwarded"]);
    }
    // where the receiver itself found who passed it on, both are said
    let host = "from mail.accounts.google.com (mail.accounts.google.com.";
    let through = block.replace(host, "from a1.cloudflare-email.net (a1.cloudflare-email.net.");
    assert_ne!(through, block);
    let report = judge(&joined(&through, &alert), &[]);
    let rows = ["stamp.dmarc_fail_forwarded", "delivery.forwarded", "!stamp.dmarc_fail"];
    assert_delivered(&report, Label::NotConfirmed, Forwarded, &rows);
}

#[test]
fn a_mailing_list_is_told_by_what_only_a_list_for_discussion_writes() {
    let list = "List-Id: Friends of locks <friends.lists.example>\n";
    let shown = |added: &str, subject: &str| {
        let mail = GOOGLE.replace("Subject: Security alert", &["Subject: ", subject].concat());
        let mail = joined(
            &gmail(GOOGLE_HOST, "friends-bounces@lists.example", "fail", "pass", "none"),
            &[list, added, &mail].concat(),
        );
        let report = judge(&mail, &[]);
        let listed = ids(&report).contains(&"delivery.list");
        if listed {
            let bytes = bytes(&report, &mail, "delivery.list");
            assert!(bytes.len() == 2 && bytes[0].starts_with("List-Id:"), "{bytes:?}");
            assert_eq!(report.verdict.delivery, Forwarded);
        }
        assert_eq!(report.verdict.label, NotConfirmed);
        listed
    };
    assert!(shown("List-Post: <mailto:friends@lists.example>\n", "Security alert"));
    assert!(shown("X-BeenThere: friends@lists.example\n", "Security alert"));
    assert!(shown("", "[friends] Security alert"));
    assert!(shown("", "Re: [Friends of locks] Security alert"));
    // near misses: a newsletter names a list as well
    assert!(!shown("List-Unsubscribe: <https://lists.example/u>\n", "Security alert"));
    assert!(!shown("List-Post: NO\n", "Security alert"));
    assert!(!shown("", "[urgent] Security alert"));
}

#[test]
fn the_seal_of_the_lists_own_host_shows_the_list() {
    let mut signer = google();
    signer.domain = "lists.example".into();
    let seal = "ARC-Seal: i=1; a=rsa-sha256; t=1772644500; cv=none; d=lists.example; s=arc; b=QUJD\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=lists.example; s=arc; h=from:to; bh=QUJD; b=QUJD\nARC-Authentication-Results: i=1; lists.example; dkim=pass header.d=accounts.google.com; dmarc=pass header.from=accounts.google.com\n";
    let list = "List-Id: <friends.lists.example>\n";
    let block = gmail(GOOGLE_HOST, "friends-bounces@lists.example", "fail", "pass", "none");
    let mail = joined(&block, &[seal, list, GOOGLE].concat());
    let report = judge(&mail, &[]);
    assert_delivered(&report, NotConfirmed, Forwarded, &["delivery.list", "!arc.sealed"]);
    let other = mail.replace("d=lists.example", "d=attack.example");
    assert_delivered(&judge(&other, &[]), NotConfirmed, Unknown, &["!delivery.list"]);
}

#[test]
fn a_providers_own_list_is_not_led_through_a_list() {
    let own = "List-Id: <alerts.google.com>\nList-Post: <mailto:alerts@google.com>\n";
    let mail = received(&[&gmail_pass(GOOGLE_HOST), own].concat(), &google(), GOOGLE);
    let report = judge(&mail, &[&google()]);
    assert_delivered(&report, GenuineSender, Direct, &["!delivery.list"]);
}

#[test]
fn another_organisations_tenant_in_the_path_is_named() {
    let tenant = "attack.onmicrosoft.com";
    // by the envelope, as the receiver checked it
    let block = gmail(MICROSOFT_HOST, "bounces+SRS=x=y@attack.onmicrosoft.com", "pass", "pass", "pass");
    let mail = received(&block, &microsoft(), MICROSOFT);
    let report = judge(&mail, &[&microsoft()]);
    let rows = ["delivery.foreign_tenant", "delivery.foreign_envelope", "!delivery.replay"];
    assert_delivered(&report, GenuineSender, Forwarded, &rows);
    assert!(bytes(&report, &mail, "delivery.foreign_tenant")[0].contains(tenant));
    // by the recipient
    let to = MICROSOFT.replace("To: jo@mailbox.example", "To: all@attack.onmicrosoft.com");
    let mail = received(&gmail_pass(MICROSOFT_HOST), &microsoft(), &to);
    let report = judge(&mail, &[&microsoft()]);
    assert_delivered(&report, GenuineSender, Forwarded, &["delivery.foreign_tenant", "delivery.other_recipient"]);
    assert_eq!(bytes(&report, &mail, "delivery.foreign_tenant"), ["all@attack.onmicrosoft.com"]);
    // by what the tenant's own systems write
    for fields in [
        "X-OriginatorOrg: attack.onmicrosoft.com\n",
        "X-OriginatorOrg: attack.example\n",
        "X-MS-Exchange-CrossTenant-Id: 11111111-2222-3333-4444-555555555555\nX-MS-Exchange-CrossTenant-Id: 66666666-2222-3333-4444-555555555555\n",
    ] {
        let mail = received(&[&gmail_pass(MICROSOFT_HOST), fields].concat(), &microsoft(), MICROSOFT);
        let report = judge(&mail, &[&microsoft()]);
        assert_delivered(&report, GenuineSender, Forwarded, &["delivery.foreign_tenant"]);
    }
}

#[test]
fn the_fields_of_the_readers_own_organisation_are_no_foreign_tenant() {
    // Outlook writes its own organisation into what it receives
    let own = "X-OriginatorOrg: outlook.com\nX-MS-Exchange-CrossTenant-Id: 84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa\n";
    let mail = received(&[&outlook_pass(MICROSOFT_HOST), own].concat(), &microsoft(), MICROSOFT);
    let report = judge(&mail, &[&microsoft()]);
    assert_delivered(&report, GenuineSender, Direct, &["!delivery.foreign_tenant"]);
    // the provider's own organisation, and a reader whose address is a tenant's
    let own = [&gmail_pass(MICROSOFT_HOST), "X-OriginatorOrg: microsoft.com\n"].concat();
    let report = judge(&received(&own, &microsoft(), MICROSOFT), &[&microsoft()]);
    assert_delivered(&report, GenuineSender, Direct, &["!delivery.foreign_tenant"]);
    let reader = gmail_pass(MICROSOFT_HOST).replace("jo@mailbox.example", "jo@fabrikam.onmicrosoft.com");
    let to = MICROSOFT.replace("jo@mailbox.example", "jo@fabrikam.onmicrosoft.com");
    let report = judge(&received(&reader, &microsoft(), &to), &[&microsoft()]);
    assert_delivered(&report, GenuineSender, Direct, &["!delivery.foreign_tenant"]);
}

#[test]
fn how_a_message_travelled_never_contradicts_its_origin() {
    let fields = "X-OriginatorOrg: attack.onmicrosoft.com\nResent-From: a@b.example\nList-Id: <x.lists.example>\nList-Post: <mailto:x@lists.example>\n";
    let bare = judge(&joined("", &[fields, GOOGLE].concat()), &[]);
    assert_delivered(&bare, NotConfirmed, Forwarded, &["delivery.forwarded", "delivery.list"]);
    assert_eq!(bare.verdict.origin, Origin::NotConfirmed);
}
