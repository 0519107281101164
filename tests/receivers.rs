//! How the receiver's own word is found, for every receiver that is described as data.

mod support;

use header_verdict::authentication::receiver::{Attestation, TrustedBlock, attest, recognise};
use header_verdict::data::receivers::{FORWARDERS, GATEWAYS, Place, RECEIVERS};
use header_verdict::message::Message;
use header_verdict::message::{auth_results, date, received};
use header_verdict::report::{Delivery, Label, Origin, Recognition, Report, Status, Value};
use header_verdict::{Options, analyze};
use proptest::prelude::*;
use support::receivers::{HOST, of_microsoft, read};

fn judge(text: &str) -> (TrustedBlock, Attestation) {
    let block = recognise(&Message::parse(text.as_bytes()), None);
    let said = attest(&block, HOST);
    (block, said)
}

fn fixture(name: &str) -> (TrustedBlock, Attestation) {
    judge(&read(name))
}

fn stamps(block: &TrustedBlock) -> usize {
    block.receiver.stamps.len()
}

fn confirms_nothing(said: &Attestation) -> bool {
    !said.dmarc_pass && !said.dkim_pass && !said.spf_pass
}

#[test]
fn outlook_is_recognised_through_its_internal_steps() {
    let (block, said) = fixture("outlook");
    assert_eq!(block.receiver.id.as_deref(), Some("outlook"));
    assert_eq!(stamps(&block), 1);
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass && said.disagreement.is_empty());
    assert_eq!(said.signed_by, ["sender.example"]);
    assert_eq!(block.received_at, date::parse("1 Jun 2024 12:00:03 +0000"));
    assert_eq!(block.receiver.ignored.len(), 1);
    assert!(block.receiver.ignored[0].why.text.contains("sender's side"));
}

#[test]
fn a_greeting_under_an_internal_name_does_not_move_outlooks_boundary() {
    let (block, said) = fixture("outlook_forged");
    assert_eq!(stamps(&block), 1);
    assert!(said.dmarc_fail && confirms_nothing(&said));
    assert_eq!(block.receiver.ignored.len(), 4);
}

#[test]
fn a_step_inside_outlook_needs_an_address_of_its_own() {
    for address in ["192.0.2.66", "2001:db8::1", "2603:1030:8::5"] {
        let text = read("outlook").replace("(2603:10a6:10:3b:cafe::82)", &["(", address, ")"].concat());
        let (block, said) = judge(&text);
        assert_eq!((block.receiver.id.as_deref(), stamps(&block)), (None, 0), "{address}");
        assert!(confirms_nothing(&said) && block.why.is_some());
    }
}

#[test]
fn a_submission_by_a_user_of_outlook_ends_the_walk() {
    let top = "Received: from A.eurprd02.prod.outlook.com ([fe80::1]) by A.eurprd02.prod.outlook.com\n ([fe80::1%7]) with mapi id 15.20.1; Sat, 1 Jun 2024 12:00:10 +0000\n";
    let (block, _) = judge(&(top.to_owned() + &read("outlook")));
    assert_eq!(block.receiver.id, None);
}

#[test]
fn outlook_mail_from_another_tenant_has_its_boundary_at_the_edge() {
    let text = read("outlook").replace(
        "from mail.sender.example (192.0.2.7)",
        "from EUR05-AM6-obe.outbound.protection.outlook.com (40.107.1.1)",
    );
    let (block, said) = judge(&text);
    assert!(said.dmarc_pass && stamps(&block) == 1);
}

#[test]
fn outlook_does_not_take_a_stamp_with_an_authserv_id_or_away_from_the_boundary() {
    let named = read("outlook").replace("Results: spf=pass (sender", "Results: mx.sender.example; spf=pass (sender");
    let (block, said) = judge(&named);
    assert!(stamps(&block) == 0 && confirms_nothing(&said));
    assert!(block.receiver.ignored[0].why.text.contains("form"));
    let moved = ["Authentication-Results: dmarc=pass action=none header.from=", HOST, "\n", &read("outlook")].concat();
    let (block, _) = judge(&moved);
    assert_eq!(stamps(&block), 1);
    assert!(block.receiver.ignored[0].why.text.contains("place"));
}

#[test]
fn gmails_stamp_stands_below_its_boundary_and_is_trusted() {
    let text = read("gmail");
    let message = Message::parse(text.as_bytes());
    let (block, said) = judge(&text);
    assert_eq!(block.receiver.id.as_deref(), Some("gmail"));
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass);
    let stamp = message.fields().iter().position(|field| field.is("Authentication-Results")).unwrap_or_default();
    assert!(block.trusts(stamp) && !block.trusts(stamp + 1));
}

#[test]
fn an_envelope_sender_that_could_have_written_results_makes_its_stamp_doubtful() {
    let path = |path: &str| {
        let text = read("gmail");
        let (above, below) = text.split_once("Received: from").expect("the boundary");
        judge(&[above, "Return-Path: ", path, "\nReceived: from", below].concat())
    };
    for plain in ["<bounce+a=b@sender.example>", "<>", "<a@sender.example> (kept; by us)"] {
        let (block, said) = path(plain);
        assert!(stamps(&block) == 1 && said.dmarc_pass, "{plain}");
    }
    for writing in [
        "<a;dkim=pass(x)header.i=@provider.example;x=y(z)@attack.example>",
        "<\"a b\"@attack.example>",
        "<a\\;b@attack.example>",
    ] {
        let (block, said) = path(writing);
        assert!(stamps(&block) == 0 && confirms_nothing(&said), "{writing}");
        assert!(block.receiver.ignored.iter().any(|stamp| stamp.why.id.ends_with("doubtful")), "{writing}");
    }
}

#[test]
fn a_second_stamp_below_gmails_own_is_the_senders() {
    let (block, said) = fixture("gmail_forged");
    assert_eq!(stamps(&block), 1);
    assert!(said.dmarc_fail && confirms_nothing(&said));
}

#[test]
fn a_stamp_that_differs_from_gmails_copy_above_the_boundary_does_not_count() {
    let (block, said) = fixture("gmail_forged_instead");
    assert_eq!((block.receiver.id.as_deref(), stamps(&block)), (Some("gmail"), 0));
    assert!(confirms_nothing(&said));
    assert!(block.receiver.ignored.iter().any(|one| one.why.text.contains("differs")));
}

#[test]
fn a_private_address_alone_is_not_gmail() {
    let top = "Received: from mail.attack.example (mail.attack.example [192.0.2.66]) by 10.0.0.7 with SMTP id 1csp1;\n Sat, 1 Jun 2024 12:00:10 +0000\n";
    let (block, said) = judge(&(top.to_owned() + &read("gmail")));
    assert!(block.receiver.id.is_none() && confirms_nothing(&said));
}

#[test]
fn yahoo_is_recognised_by_its_stamp_above_an_address() {
    let (block, said) = fixture("yahoo");
    assert_eq!(block.receiver.id.as_deref(), Some("yahoo"));
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass);
}

#[test]
fn yahoos_unknown_says_nothing_and_a_forged_pass_below_does_not_help() {
    let (block, said) = fixture("yahoo_forged");
    assert_eq!(stamps(&block), 1);
    assert!(confirms_nothing(&said) && !said.dmarc_fail);
}

#[test]
fn the_stamps_of_icloud_are_read_together() {
    let (block, said) = fixture("icloud");
    assert_eq!(block.receiver.id.as_deref(), Some("icloud"));
    assert_eq!(stamps(&block), 5);
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass);
    assert_eq!(said.spans.len(), 3);
    let (_, forged) = fixture("icloud_forged");
    assert!(forged.dmarc_fail && confirms_nothing(&forged));
}

#[test]
fn fastmails_first_stamp_without_results_hides_nothing() {
    let (block, said) = fixture("fastmail");
    assert_eq!(block.receiver.id.as_deref(), Some("fastmail"));
    assert_eq!(stamps(&block), 3);
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass);
    let (block, said) = fixture("fastmail_forged");
    assert_eq!(stamps(&block), 3);
    assert!(said.dmarc_fail && confirms_nothing(&said));
}

#[test]
fn protons_duplicates_agree_or_confirm_nothing() {
    let (block, said) = fixture("proton");
    assert_eq!((block.receiver.id.as_deref(), stamps(&block)), (Some("proton"), 5));
    assert!(said.dmarc_pass && said.dkim_pass);
    let (_, said) = fixture("proton_disagree");
    assert_eq!(said.disagreement, ["dkim"]);
    assert!(!said.dkim_pass && said.dmarc_pass);
}

#[test]
fn protons_stamps_have_the_id_of_the_topmost_one() {
    let (block, said) = fixture("proton_forged");
    assert_eq!(stamps(&block), 5);
    assert!(said.dmarc_fail && confirms_nothing(&said));
}

#[test]
fn a_foreign_stamp_among_the_receivers_own_is_not_trusted() {
    let text =
        ["Authentication-Results: mx.sender.example; dmarc=pass header.from=", HOST, "\n", &read("proton")].concat();
    let (block, said) = judge(&text);
    assert!(!block.trusts(0) && block.trusts(1) && stamps(&block) == 5 && said.dmarc_pass);
}

#[test]
fn a_mailbox_that_was_fetched_has_no_boundary() {
    let text = read("gmail").replace("mx.google.com with ESMTPS", "mx.google.com with POP3");
    let (block, _) = judge(&text);
    assert_eq!(block.receiver.id, None);
}

#[test]
fn a_forged_pass_beside_a_genuine_failure_is_a_disagreement() {
    let forged = "Authentication-Results: mailin034.protonmail.ch; dmarc=pass header.from=accounts.sender.example\n";
    for genuine in ["fail", "none", "temperror"] {
        let text = read("proton").replace("dmarc=pass", &["dmarc=", genuine].concat());
        let (_, said) = judge(&(forged.to_owned() + &text));
        assert_eq!(said.disagreement, ["dmarc"], "{genuine}");
        assert!(!said.dmarc_pass && !said.dmarc_fail);
    }
}

#[test]
fn zohos_unnamed_signature_counts_only_with_dmarc() {
    let (block, said) = fixture("zoho");
    assert_eq!(block.receiver.id.as_deref(), Some("zoho"));
    assert!(said.dmarc_pass && said.dkim_pass && !said.spf_pass);
    let (_, said) = judge(&read("zoho").replace("dmarc=pass", "dmarc=none"));
    assert!(confirms_nothing(&said));
    let (block, said) = fixture("zoho_forged");
    assert_eq!(stamps(&block), 1);
    assert!(confirms_nothing(&said));
}

#[test]
fn gmx_stamps_each_signature_and_says_no_dmarc() {
    let (block, said) = fixture("gmx");
    assert_eq!((block.receiver.id.as_deref(), stamps(&block)), (Some("gmx"), 2));
    assert!(said.dkim_pass && !said.dmarc_pass && !said.spf_pass);
    let (_, said) = fixture("gmx_forged");
    assert!(confirms_nothing(&said));
}

#[test]
fn below_an_unknown_receiver_nothing_is_trusted() {
    let (block, said) = fixture("unknown_forged");
    assert_eq!(block.receiver.recognised_by, Recognition::None);
    assert!(confirms_nothing(&said) && stamps(&block) == 0 && !block.trusts(0));
    assert!(block.receiver.ignored.iter().all(|one| !one.why.text.is_empty()));
}

#[test]
fn whole_genuine_messages_of_every_receiver_below_an_unknown_one_stay_untrusted() {
    let top = "Received: from HELO (unknown [192.0.2.66]) by mx1.small.example with SMTP id 1csp1;\n Sat, 1 Jun 2024 12:00:10 +0000\n";
    let greetings = ["mx3.messagingengine.com", "x.prod.outlook.com", "by", "mx.google.com", "p1.me.com", "10.0.0.1"];
    for profile in RECEIVERS {
        for greeting in greetings {
            let (block, said) = judge(&(top.replace("HELO", greeting) + &read(profile.id)));
            assert!(block.receiver.id.is_none() && confirms_nothing(&said), "{} {greeting}", profile.id);
        }
    }
}

#[test]
fn a_named_receiver_is_the_only_one_that_is_tried() {
    let text = read("outlook");
    let message = Message::parse(text.as_bytes());
    assert_eq!(recognise(&message, Some("outlook")).receiver.recognised_by, Recognition::Confirmed);
    for other in ["gmail", "nobody"] {
        let block = recognise(&message, Some(other));
        assert!(block.receiver.id.is_none() && block.why.is_some() && stamps(&block) == 0);
    }
}

#[test]
fn gateways_and_forwarders_are_named_and_a_reverse_name_beats_a_greeting() {
    let text = read("outlook").replace("from mail.sender.example (192", "from mx0a-1.pphosted.com (192");
    assert_eq!(judge(&text).0.gateway.map(|one| one.id), Some("proofpoint"));
    let lie = read("gmail").replace("from mail.sender.example (mail", "from mx0a-1.pphosted.com (mail");
    assert!(judge(&lie).0.gateway.is_none());
    let masked = read("gmail").replace("mailfrom=b@bounce.sender.example;", "mailfrom=b@duck.com;");
    assert_eq!(judge(&masked).0.forwarder.map(|one| one.id), Some("duckduckgo"));
}

#[test]
fn only_the_exact_from_host_is_attested() {
    let (block, _) = fixture("outlook");
    for host in ["sender.example", "other.accounts.sender.example", "accounts.sender.example.attack.example", ""] {
        assert!(!attest(&block, host).dmarc_pass, "{host}");
    }
    assert!(attest(&block, "ACCOUNTS.sender.example").dmarc_pass);
    let (_, said) = judge(&read("yahoo").replace("header.from=accounts", "header.from=no-reply@accounts"));
    assert!(said.dmarc_pass);
}

#[test]
fn text_injected_through_mail_from_makes_the_stamp_worthless() {
    let text = read("outlook")
        .replace("smtp.mailfrom=bounce.sender.example", "smtp.mailfrom=(any@accounts.sender.example(a.attack.example");
    let (block, said) = judge(&text);
    assert!(stamps(&block) == 0 && confirms_nothing(&said));
    assert!(block.receiver.ignored[0].why.text.contains("without a doubt"));
}

#[test]
fn what_passes_without_dmarc_is_not_dmarc() {
    for result in ["bestguesspass", "permerror", "none"] {
        let (_, said) = judge(&read("outlook").replace("dmarc=pass", &["dmarc=", result].concat()));
        assert!(!said.dmarc_pass && !said.dmarc_fail, "{result}");
    }
}

#[test]
fn dmarc_pass_beside_somebody_elses_signature_attests_no_signature() {
    let text = read("outlook").replace("=sender.example", "=other.example").replace("=bounce.sender", "=bounce.other");
    let (_, said) = judge(&text);
    assert!(said.dmarc_pass && !said.dkim_pass && !said.spf_pass && said.signed_by.is_empty());
}

#[test]
fn line_ends_do_not_matter() {
    let crlf = read("outlook").replace('\n', "\r\n");
    let (block, said) = judge(&crlf);
    assert!(stamps(&block) == 1 && said.dmarc_pass);
}

/// The names of both fixtures of every receiver.
fn pairs() -> Vec<String> {
    RECEIVERS.iter().flat_map(|profile| [profile.id.to_owned(), [profile.id, "_forged"].concat()]).collect()
}

/// Fields that a sender could add.
fn hostile_fields() -> impl Strategy<Value = String> {
    let lines = proptest::sample::select(pairs().iter().map(|name| read(name)).collect::<Vec<_>>());
    proptest::collection::vec((lines, 0..40usize, 1..12usize), 0..4).prop_map(|parts| {
        let mut out = String::new();
        for (text, from, count) in parts {
            let message = Message::parse(text.as_bytes());
            for field in message.fields().iter().skip(from % message.fields().len()).take(count) {
                out.push_str(&String::from_utf8_lossy(field.whole));
                out.push('\n');
            }
        }
        out
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = auth_results::parse(&bytes);
        let _ = date::parse(&String::from_utf8_lossy(&bytes));
        let field = [b"Received: ", bytes.as_slice(), b"\r\n\r\n"].concat();
        let message = Message::parse(&field);
        let _ = received::hops(&message, &received::path(&message), Some(0));
        let block = recognise(&message, None);
        prop_assert!(block.receiver.stamps.is_empty() || block.boundary.is_some());
    }

    #[test]
    fn text_made_of_the_grammars_own_pieces_is_read_without_a_panic(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "(", ")", "\"", "\\", ";", "=", " ", "dkim", "pass", "header.d", "@", "[", "]", "from ", "by ", "\r\n ",
            "1 Jun 2024 12:00 +0000", "IPv6:::1", "é",
        ]), 0..60)
    ) {
        let text = pieces.concat();
        let parsed = auth_results::parse(text.as_bytes());
        prop_assert!(parsed.sound || !parsed.well_formed);
        let _ = date::parse(&text);
        let field = ["Received: ", &text, "\r\n\r\n"].concat();
        let message = Message::parse(field.as_bytes());
        let _ = received::hops(&message, &received::path(&message), None);
    }

    #[test]
    fn nothing_below_what_the_receiver_wrote_changes_its_word(
        name in proptest::sample::select(pairs()),
        added in hostile_fields(),
    ) {
        let text = read(&name);
        let message = Message::parse(text.as_bytes());
        let before = recognise(&message, None);
        let last = (0..message.fields().len()).rev().find(|&index| before.trusts(index)).unwrap_or_default();
        let end = message.fields()[last].end;
        let changed = [&text[..end], &added, &text[end..]].concat();
        let after = recognise(&Message::parse(changed.as_bytes()), None);
        prop_assert_eq!(&after.receiver.stamps, &before.receiver.stamps);
        prop_assert_eq!(after.boundary, before.boundary);
        prop_assert_eq!(attest(&after, HOST), attest(&before, HOST));
        let bare = [&text[..end], &added].concat();
        let bare = recognise(&Message::parse(bare.as_bytes()), None);
        prop_assert_eq!(&bare.receiver.stamps, &before.receiver.stamps);
    }

    #[test]
    fn no_fields_below_an_unknown_receiver_are_believed(added in hostile_fields()) {
        let top = "Received: from a.prod.outlook.com (b.example [192.0.2.66]) by mx.small.example with SMTP;\n 1 Jun 2024 12:00 +0000\n";
        let (block, said) = judge(&(top.to_owned() + &added));
        prop_assert!(block.receiver.id.is_none() && block.receiver.stamps.is_empty());
        prop_assert_eq!(said, Attestation::default());
    }
}

fn analyzed(text: &str) -> Report {
    analyze(text.as_bytes(), &Options::default())
}

/// The report on a fixture with a sender that Microsoft uses.
fn report(name: &str) -> Report {
    analyzed(&of_microsoft(&read(name)))
}

/// The same, with the stamp's signature that of the provider.
fn report_signed_by_author(name: &str) -> Report {
    analyzed(
        &of_microsoft(&read(name))
            .replace("@sender.example", "@microsoft.com")
            .replace("=sender.example", "=microsoft.com"),
    )
}

fn ids(report: &Report) -> Vec<&str> {
    report.ledger.iter().map(|row| row.id.as_str()).collect()
}

/// The bytes of a row.
fn quoted<'a>(report: &Report, text: &'a str, id: &str) -> Vec<&'a str> {
    let row = report.ledger.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{id} in {:?}", ids(report)));
    row.spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect()
}

#[test]
fn every_receiver_gateway_and_forwarder_has_a_normal_message_and_one_with_forged_stamps() {
    for profile in RECEIVERS {
        let (block, said) = fixture(profile.id);
        assert_eq!(block.receiver.id.as_deref(), Some(profile.id));
        assert_eq!(!confirms_nothing(&said), !matches!(profile.place, Place::Amid | Place::Nowhere), "{}", profile.id);
        let (block, said) = fixture(&[profile.id, "_forged"].concat());
        assert_eq!(block.receiver.id.as_deref(), Some(profile.id));
        assert!(confirms_nothing(&said) && !block.receiver.ignored.is_empty(), "{}", profile.id);
    }
    for gateway in GATEWAYS {
        let (block, _) = fixture(gateway.id);
        assert_eq!(block.gateway.map(|one| one.id), Some(gateway.id));
        let (block, said) = fixture(&[gateway.id, "_forged"].concat());
        assert!(block.gateway.is_none() && confirms_nothing(&said), "{}", gateway.id);
    }
    for forwarder in FORWARDERS {
        let (block, _) = fixture(forwarder.id);
        assert_eq!(block.forwarder.map(|one| one.id), Some(forwarder.id));
        let (block, said) = fixture(&[forwarder.id, "_forged"].concat());
        assert!(block.forwarder.is_none() && confirms_nothing(&said), "{}", forwarder.id);
    }
}

#[test]
fn every_receiver_can_be_named_and_no_other_is_then_tried() {
    for profile in RECEIVERS {
        let text = read(profile.id);
        let message = Message::parse(text.as_bytes());
        let block = recognise(&message, Some(profile.id));
        assert_eq!(block.receiver.recognised_by, Recognition::Confirmed, "{}", profile.id);
        assert_eq!(block.receiver.stamps, recognise(&message, None).receiver.stamps);
        for other in RECEIVERS.iter().filter(|other| other.id != profile.id) {
            let block = recognise(&message, Some(other.id));
            assert!(block.receiver.id.is_none() && stamps(&block) == 0, "{} as {}", profile.id, other.id);
        }
    }
    // what passes mail on is no mailbox
    for service in GATEWAYS.iter().chain(FORWARDERS) {
        let text = read(service.id);
        let block = recognise(&Message::parse(text.as_bytes()), Some(service.id));
        assert!(
            block.receiver.id.is_none() && block.why.as_ref().is_some_and(|why| why.text.contains("no mailbox")),
            "{}",
            service.id
        );
    }
}

#[test]
fn posteos_three_stamps_are_read_together() {
    let (block, said) = fixture("posteo");
    assert_eq!(stamps(&block), 3);
    assert!(said.dmarc_pass && said.dkim_pass && said.spf_pass);
    let (block, said) = fixture("posteo_forged");
    assert_eq!(stamps(&block), 2);
    assert!(said.dmarc_fail && confirms_nothing(&said));
}

#[test]
fn receivers_that_check_signatures_alone_attest_by_the_signature() {
    for name in ["mail_de", "riseup", "disroot", "buzon_uy"] {
        let (block, said) = fixture(name);
        assert_eq!(stamps(&block), 1, "{name}");
        assert!(said.dkim_pass && !said.dmarc_pass && !said.spf_pass, "{name}");
    }
    // the row says no more than the stamp does
    for name in ["gmx", "mail_de", "yandex"] {
        let report = report_signed_by_author(name);
        assert_eq!((report.verdict.label, report.verdict.origin), (Label::GenuineSender, Origin::Attested), "{name}");
        assert_eq!(report.verdict.deciding, ["stamp.attested_signature"]);
        assert!(!ids(&report).contains(&"stamp.attested"));
    }
    let report = report_signed_by_author("posteo");
    assert_eq!(report.verdict.deciding, ["stamp.attested"]);
    // Yandex calls the property of MAIL FROM smtp.mail
    let (_, said) = fixture("yandex");
    assert!(said.dkim_pass && said.spf_pass && !said.dmarc_pass);
}

#[test]
fn where_a_receiver_is_silent_the_topmost_stamp_is_not_its_own() {
    for profile in RECEIVERS.iter().filter(|profile| profile.silent) {
        let report = report(&[profile.id, "_forged"].concat());
        assert!(ids(&report).contains(&"receiver.silent"), "{}: {:?}", profile.id, ids(&report));
        assert!(ids(&report).contains(&"stamp.ignored"));
        assert_eq!((report.verdict.label, report.verdict.origin), (Label::NotConfirmed, Origin::NotConfirmed));
        // a near miss: one that always writes its results
        let report = analyze(read("zoho").replace("Results: mx", "Results: my").as_bytes(), &Options::default());
        assert!(ids(&report).contains(&"stamp.none") && !ids(&report).contains(&"receiver.silent"));
    }
}

#[test]
fn stamps_that_stand_among_the_senders_fields_raise_nothing_and_a_row_says_why() {
    for profile in RECEIVERS {
        let row = match profile.place {
            Place::Amid => "receiver.stamps_amid",
            Place::Nowhere => "receiver.stamps_nowhere",
            _ => continue,
        };
        for name in [profile.id.to_owned(), [profile.id, "_forged"].concat()] {
            let report = report(&name);
            let found = report.ledger.iter().find(|one| one.id == row).expect("the row is there");
            assert_eq!((found.status, found.spans.len()), (Status::NotConfirmed, 1), "{name}");
            assert_eq!((report.verdict.label, report.verdict.origin), (Label::NotConfirmed, Origin::NotConfirmed));
            assert!(report.receiver.stamps.is_empty(), "{name}");
        }
        // and lower nothing either
        let failed = of_microsoft(&read(profile.id)).replace("dmarc=pass", "dmarc=fail");
        assert_eq!(analyzed(&failed).verdict.label, Label::NotConfirmed);
        let (block, _) = fixture(profile.id);
        assert!(!block.trusts(0) || !block.receiver.ignored.iter().any(|one| one.span.start == 0), "{}", profile.id);
    }
    assert!(fixture("mail_ru").0.receiver.ignored[0].why.text.contains("among the sender's own fields"));
}

#[test]
fn a_signature_that_verifies_here_needs_no_receiver_that_can_be_trusted() {
    use support::mail::{GOOGLE, google, judge, received};
    for name in ["mail_ru", "infomaniak", "murena", "mailo", "yandex_forged"] {
        let text = read(name);
        let above = &text[..text.find("From: Example").expect("the fixture has a sender")];
        let report = judge(&received(above, &google(), GOOGLE), &[&google()]);
        assert_eq!(report.verdict.origin, Origin::Proved, "{name}: {:?}", ids(&report));
    }
}

#[test]
fn behind_a_gateway_the_inner_receivers_failure_contradicts_nothing() {
    for gateway in GATEWAYS {
        let report = report(gateway.id);
        assert_eq!(report.verdict.label, Label::NotConfirmed, "{}", gateway.id);
        assert_eq!(report.verdict.delivery, Delivery::Forwarded);
        let text = of_microsoft(&read(gateway.id));
        let rows = quoted(&report, &text, "delivery.gateway");
        assert!(rows[0].starts_with("Received: from ") && rows[0].contains("mail.protection.outlook.com"));
        assert!(ids(&report).contains(&"stamp.dmarc_fail_forwarded") && !ids(&report).contains(&"stamp.dmarc_fail"));
        // the gateway's own results are named and not counted
        let ignored = &report.receiver.ignored;
        assert!(ignored.iter().any(|one| one.why.text.contains("filter")), "{}: {ignored:?}", gateway.id);
    }
}

#[test]
fn a_gateways_stamp_without_the_gateway_excuses_no_failure() {
    for gateway in GATEWAYS {
        let report = report(&[gateway.id, "_forged"].concat());
        assert_eq!(report.verdict.label, Label::Forged, "{}", gateway.id);
        assert_eq!(report.verdict.deciding, ["stamp.dmarc_fail"]);
        assert!(!ids(&report).contains(&"delivery.gateway"));
    }
}

#[test]
fn the_host_of_a_gateway_attests_nobody() {
    // mail in a stranger's name, led through a filter service that the stranger's SPF permits
    let text = of_microsoft(&read("proofpoint"))
        .replace("spf=softfail", "spf=pass")
        .replace("=bounce.sender.example; dkim=fail (body", "=accountprotection.microsoft.com; dkim=none (body")
        .replace("header.d=sender.example;dmarc=fail", "header.d=none;dmarc=pass");
    let report = analyzed(&text);
    assert_eq!(report.verdict.origin, Origin::NotConfirmed, "{:?}", ids(&report));
    assert!(ids(&report).contains(&"stamp.of_gateway_host"));
    // a near miss: the same from a host of the author, which is no gateway
    let direct = text.replace("from mx0a-00112233.pphosted.com (192", "from a.accountprotection.microsoft.com (192");
    let report = analyzed(&direct);
    assert_eq!(report.verdict.origin, Origin::AttestedWeak, "{:?}", ids(&report));
}

#[test]
fn a_mask_is_named_with_the_first_sender_that_it_writes_and_proves_no_provider() {
    for (name, first) in [
        ("33mail", None),
        ("addy", Some("service@paypal.com")),
        ("duckduckgo", Some("service@paypal.com")),
        ("firefox_relay", Some("service@paypal.com")),
        ("apple_hide_my_email", Some("service@mail_paypal_com")),
        ("simplelogin", Some("service@paypal_com")),
        ("cloudflare_relay", None),
        ("forward_email", None),
    ] {
        let text = read(name);
        let report = report(name);
        assert_eq!(
            (report.verdict.label, report.verdict.origin),
            (Label::NotConfirmed, Origin::NotConfirmed),
            "{name}"
        );
        assert_eq!(report.verdict.delivery, Delivery::Forwarded, "{name}");
        assert!(quoted(&report, &text, "delivery.masked").iter().any(|row| row.contains("header.from=")), "{name}");
        let named = report.ledger.iter().find(|row| row.id == "delivery.masked_sender");
        let original = named.and_then(|row| row.title.params.get("original"));
        assert_eq!(original, first.map(|first| Value::Literal(first.to_owned())).as_ref(), "{name}");
        assert!(named.is_none_or(|row| row.spans.len() == 1));
    }
}

#[test]
fn whoever_writes_as_a_mask_does_is_not_excused_by_it() {
    for mask in FORWARDERS.iter().filter(|one| one.rewrites()) {
        let forged = read(&[mask.id, "_forged"].concat());
        let report = analyzed(&forged);
        assert_eq!(report.verdict.label, Label::Forged, "{}: {:?}", mask.id, ids(&report));
        assert_eq!(report.verdict.deciding, ["stamp.dmarc_fail"]);
        assert!(!ids(&report).iter().any(|id| id.starts_with("delivery.masked")), "{:?}", ids(&report));
        // nor by greeting under its name
        let host = mask.hosts[mask.hosts.len() - 1].trim_start_matches("*.");
        let greeting = forged.replace("mail.attack.example", &["mail.", host].concat());
        let report = analyzed(&greeting);
        assert_eq!(report.verdict.label, Label::Forged, "{}: {:?}", mask.id, ids(&report));
        // a near miss: without a failure nothing contradicts it
        let unsaid = forged.replace("dmarc=fail", "dmarc=none");
        let report = analyzed(&unsaid);
        assert_eq!(report.verdict.label, Label::NotConfirmed, "{}: {:?}", mask.id, ids(&report));
        // another: a filter service in front of the mailbox explains the failure
        let filtered = forged.replace("mail.attack.example", "mx0a-1.pphosted.com");
        assert_eq!(analyzed(&filtered).verdict.label, Label::NotConfirmed, "{}", mask.id);
    }
}

#[test]
fn a_mask_in_the_path_excuses_no_providers_address_because_it_would_have_written_its_own() {
    let text = of_microsoft(&read("gmail_forged"));
    for (host, label) in [
        ("smtp-1.duckduckgo.com", Label::Forged),
        ("mail-1.simplelogin.co", Label::Forged),
        ("mail.sender.example", Label::Forged),
        // Cloudflare keeps the sender's address
        ("a1.cloudflare-email.net", Label::NotConfirmed),
    ] {
        let named =
            text.replacen("from mail.sender.example (mail.sender.example.", &format!("from {host} ({host}."), 1);
        assert_eq!(analyzed(&named).verdict.label, label, "{host}");
    }
    // a near miss: the receiver itself found that the mask sent it
    let passed = text.replacen("spf=softfail (google.com: domain of b@bounce.sender.example designates 192.0.2.7 as permitted sender) smtp.mailfrom=b@bounce.sender.example", "spf=pass smtp.mailfrom=b@duck.com", 2);
    let report = analyzed(&passed);
    assert_eq!(report.verdict.label, Label::NotConfirmed, "{:?}", ids(&report));
}

#[test]
fn cloudflares_own_results_raise_nothing_and_forwarding_explains_the_failure() {
    let passed = report("cloudflare");
    assert_eq!((passed.verdict.label, passed.verdict.delivery), (Label::NotConfirmed, Delivery::Forwarded));
    assert!(ids(&passed).contains(&"delivery.forwarded") && ids(&passed).contains(&"stamp.dmarc_fail_forwarded"));
    assert!(passed.receiver.ignored.iter().any(|one| one.authserv_id == "mx.cloudflare.net"));
    let forged = report("cloudflare_forged");
    assert_eq!(forged.verdict.deciding, ["stamp.dmarc_fail"]);
}

#[test]
fn an_address_that_apple_makes_on_a_host_of_mailboxes_is_a_mask_and_a_chosen_one_is_a_mailbox() {
    let text = read("apple_hide_my_email").replace("privaterelay.appleid.com", "icloud.com");
    let masked = analyzed(&text);
    assert_eq!(masked.verdict.label, Label::NotConfirmed, "{:?}", ids(&masked));
    assert!(ids(&masked).contains(&"from.forwarder") && ids(&masked).contains(&"delivery.masked"));
    let chosen = text.replace("service_at_mail_paypal_com_4bz7hc8n9s_e8f2bd9c", "service_at_paypal");
    assert_eq!(analyzed(&chosen).verdict.deciding, ["from.personal_mailbox"]);
}

#[test]
fn hostile_shapes_take_linear_time() {
    let start = std::time::Instant::now();
    for unit in ["(", ";", "; dkim=pass", "\"\\"] {
        let text = ["Authentication-Results: gmx.net; ", &unit.repeat(100_000), "\n", &read("gmx")].concat();
        let (block, _) = judge(&text);
        assert!((2..=3).contains(&stamps(&block)), "{unit}");
    }
    let many = "Authentication-Results: gmx.net; dkim=pass header.d=a.example\n".repeat(1_900) + &read("gmx");
    assert!(stamps(&judge(&many).0) <= header_verdict::limits::STAMPS);
    assert!(start.elapsed().as_secs() < 5);
}
