//! Every rule of `src/data/rules.toml` with a message that fires it and a near miss that does not: the
//! same message with one condition taken away. A rule without an entry fails. To add one, add a line
//! `rule("group.name", FIRES, NEAR_MISS)` to [`table`].

mod support;

use std::collections::BTreeSet;

use header_verdict::analyze;
use header_verdict::content::ImageCode;
use support::mail::*;
use support::outlook::{self, file};
use support::qr::drawn;
use support::receivers::read;
use support::signer::{Key, Signer};

const MS: &str = "accountprotection.microsoft.com";
const AUTHOR: &str = "From: Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>";
const SUBJECT: &str = "Subject: =?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=";

/// A message, the keys that are pasted with it and what QR codes in its pictures say.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sample {
    message: Vec<u8>,
    keys: Vec<(String, String)>,
    scanned: Vec<ImageCode>,
}

impl Sample {
    fn with(mut self, signer: &Signer) -> Self {
        self.keys.push((signer.dns_name(), signer.key.record()));
        self
    }

    fn with_code(mut self, text: &str) -> Self {
        self.scanned.push(ImageCode { image: 0, text: text.into() });
        self
    }

    fn fires(&self, id: &str) -> (bool, String) {
        let mut options = keys(&[]);
        for (name, record) in &self.keys {
            let (name, record) = (name.clone(), record.clone());
            options.keys.push(header_verdict::authentication::keys::PastedKey { name, record });
        }
        options.codes_in_images.clone_from(&self.scanned);
        let report = analyze(&self.message, &options);
        assert_invariants(&report);
        (ids(&report).contains(&id), format!("{:?}", ids(&report)))
    }
}

/// A message alone, with CRLF line ends.
fn mail(text: &str) -> Sample {
    Sample { message: joined("", text).into_bytes(), ..Sample::default() }
}

/// A header section in an Outlook file with this text.
fn saved(header: &Sample, words: &str) -> Sample {
    let text = std::str::from_utf8(&header.message).expect("the fixture is text");
    Sample { message: file(&[outlook::text(0x007D, text), outlook::text(0x1000, words)]), ..header.clone() }
}

/// One rule: the message that fires it, and the near miss.
struct Entry {
    id: &'static str,
    fires: Sample,
    near: Sample,
}

fn rule(id: &'static str, fires: Sample, near: Sample) -> Entry {
    Entry { id, fires, near }
}

/// The code mail with another author.
fn from(author: &str) -> String {
    MICROSOFT.replace(AUTHOR, &["From: ", author].concat())
}

/// A message as a server took it in.
fn through(message: &str) -> String {
    ["Received: from a.example by mx.mailbox.example; Wed, 4 Mar 2026 17:15:03 +0000\n", message].concat()
}

/// A mail of a person, who claims nothing, with this text.
fn person(subject: &str, text: &str) -> String {
    format!(
        "From: Jo Roe <jo@mailbox.example>\nTo: al@mailbox.example\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n{text}\n"
    )
}

/// The code mail under Outlook's stamp about its domain: spf, dkim and dmarc, handed over by `host`.
fn stamped(host: &str, spf: &str, dkim: &str, dmarc: &str) -> String {
    joined(&outlook(host, &outlook_results(MS, spf, dkim, dmarc)), MICROSOFT)
}

/// The results that Outlook.com seals for a mail that passes.
fn sealed_results() -> String {
    format!(
        "mx.microsoft.com 1; dmarc=pass action=none header.from={MS};\r\n dkim=pass (signature was verified) header.d={MS}"
    )
}

/// The signed code mail as it lies at Outlook.com, sealed by this sealer with these results.
fn sealed(sealer: &Signer, results: &str) -> String {
    text(sealer.seal(received(&outlook_pass(MS), &microsoft(), MICROSOFT).as_bytes(), 1, "none", results))
}

/// Rules that no message of ours can fire: a signature by a key that is carried is made by its owner
/// alone. `tests/real_mail.rs` fires it with a real mail; its near misses are in the table.
const ONLY_ITS_OWNER: [&str; 1] = ["dkim.verified"];

fn table() -> Vec<Entry> {
    const PASSED: &str = "pass (signature was verified)";
    const UNSIGNED: &str = "none (message not signed)";
    const REFUSED: &str = "fail (body hash did not verify)";
    let (own, seal) = (microsoft(), microsoft_seal());
    let genuine = signed(&own, MICROSOFT);
    let other_subject = |text: &str| text.replace(SUBJECT, "Subject: Another");
    let other_text = |text: &str| text.replace("482913", "482914");
    let proved = mail(&genuine).with(&own);
    let plain = mail(MICROSOFT);
    let header_only = mail(header(&genuine)).with(&own);
    let by = |signer: Signer| mail(&signed(&signer, MICROSOFT)).with(&signer);
    let sealed_mail = sealed(&seal, &sealed_results());
    let is_sealed = mail(&sealed_mail).with(&seal);
    let passed_on = text(seal.seal(genuine.as_bytes(), 1, "none", &sealed_results()));
    let refused = |dkim: &str| {
        let stamp = outlook("relay.example", &outlook_results(MS, "none", dkim, "none"));
        mail(header(&received(&stamp, &own, MICROSOFT))).with(&own)
    };
    let body = MICROSOFT.split_once("\n\n").expect("a body").1.replace('\n', "\r\n").len();
    let limited = Signer { length: Some(body), ..microsoft() };
    let limited_mail = signed(&limited, MICROSOFT);
    let expired = Signer { more: "t=1772000000; x=1772604800; ".into(), ..google() };
    let alert = |signer: &Signer| mail(&received(&gmail_pass("accounts.google.com"), signer, GOOGLE)).with(signer);
    let weak = Signer { key: Key::Rsa512, ..microsoft() };
    let attacker = Signer { domain: "attack.example".into(), ..microsoft() };
    let persons = Signer { domain: "mailbox.example".into(), headers: names("From:Subject"), ..Signer::default() };
    let relay = Signer { domain: "relay.example".into(), ..microsoft_seal() };
    let lunch = person("Lunch", "At twelve?");
    let few_fields = Signer { headers: names("From:Date"), ..microsoft() };
    let conflicting =
        FASTMAIL.replace("bimi=pass header.d=amazon.com header.selector=default", "dmarc=fail header.from=amazon.com");
    let unstamped = {
        let block = outlook_pass(MS);
        let (start, end) = (block.find("Authentication-Results").expect("a stamp"), block.find("Received-SPF"));
        [&block[..start], &block[end.expect("the next field")..]].concat()
    };
    let forged_stamp = format!("Authentication-Results: mx.google.com; dmarc=pass header.from={MS}\n");
    let signature = |selector: &str| genuine.replace("s=trap;", &format!("s={selector};"));
    let many = |count: usize| {
        let (above, below) = MICROSOFT.split_once("MIME-Version").expect("a field");
        mail(&[above, &"X-A: b\n".repeat(count), "MIME-Version", below].concat())
    };
    let code_page = |text: &str| mail(&person("Microsoft security code", text));
    let tenant = |name: &str| mail(&TENANT.replace('%', name));
    let replay = |to: &str, day: &str| {
        let block = gmail("accounts.google.com", "b@relay.example", "pass", "pass", "pass");
        let again = GOOGLE.replace("To: jo@mailbox.example", to).replace("04 Mar 2026 17", day);
        mail(&received(&block, &google(), &again)).with(&google())
    };
    let mut table = vec![
        rule("dkim.verified_pasted_key", proved.clone(), mail(&other_subject(&genuine)).with(&own)),
        rule("dkim.body_verified", proved.clone(), header_only.clone()),
        rule("dkim.body_changed", mail(&other_text(&genuine)).with(&own), proved.clone()),
        rule("dkim.body_not_supplied", header_only.clone(), proved.clone()),
        rule("dkim.body_rebuilt", saved(&header_only, "Hola"), saved(&header_only, "")),
        rule("dkim.receiver_disagrees", refused(REFUSED), refused(PASSED)),
        rule(
            "dkim.partial_body",
            mail(&[&limited_mail, "more\r\n"].concat()).with(&limited),
            mail(&limited_mail).with(&limited),
        ),
        rule("dkim.expired", alert(&expired), alert(&google())),
        rule("dkim.weak_key", by(weak), by(microsoft())),
        rule("dkim.other_signer", by(attacker), by(microsoft())),
        rule(
            "dkim.own_domain",
            mail(&signed(&persons, &lunch)).with(&persons),
            mail(&signed(&persons, &lunch.replace("jo@mailbox", "jo@elsewhere"))).with(&persons),
        ),
        rule("dkim.mismatch", mail(&other_subject(&genuine)).with(&own), proved.clone()),
        rule("dkim.key_not_carried", mail(&genuine), proved.clone()),
        rule("dkim.unusable", mail(&genuine.replace("a=rsa-sha256", "a=rsa-md5")).with(&own), proved.clone()),
        rule("dkim.none", plain.clone(), mail(&genuine)),
        rule("dkim.unsigned_field", by(few_fields), proved.clone()),
        rule("arc.sealed", is_sealed.clone(), mail(&passed_on).with(&seal)),
        rule(
            "arc.not_bound",
            mail(header(&other_subject(&sealed_mail))).with(&seal),
            mail(header(&sealed_mail)).with(&seal),
        ),
        rule(
            "arc.attests_nothing",
            mail(&sealed(&seal, &sealed_results().replace("dmarc=pass", "dmarc=none"))).with(&seal),
            is_sealed.clone(),
        ),
        rule("arc.other_text", mail(&other_text(&sealed_mail)).with(&seal), is_sealed.clone()),
        rule("arc.other_header", mail(&other_subject(&passed_on)).with(&seal), is_sealed.clone()),
        rule("arc.passed_on", mail(&passed_on).with(&seal), is_sealed.clone()),
        rule("arc.other_sealer", mail(&sealed(&relay, &sealed_results())).with(&relay), is_sealed.clone()),
        rule("arc.not_verified", mail(&sealed_mail), is_sealed),
        rule(
            "stamp.attested",
            mail(&stamped(MS, "pass", PASSED, "pass")),
            mail(&stamped(MS, "pass", UNSIGNED, "pass")),
        ),
        rule(
            "stamp.attested_weak",
            mail(&stamped(MS, "pass", UNSIGNED, "pass")),
            mail(&stamped(MS, "none", UNSIGNED, "pass")),
        ),
        rule(
            "stamp.spf_elsewhere",
            mail(&stamped("mail.attack.example", "pass", UNSIGNED, "pass")),
            mail(&stamped(MS, "pass", UNSIGNED, "pass")),
        ),
        rule(
            "stamp.dmarc_fail",
            mail(&stamped("mail.attack.example", "fail", UNSIGNED, "fail")),
            mail(&stamped("mail.attack.example", "fail", UNSIGNED, "none")),
        ),
        rule(
            "stamp.dmarc_fail_forwarded",
            mail(&stamped("mx0a-1.pphosted.com", "fail", UNSIGNED, "fail")),
            mail(&stamped("mail.attack.example", "fail", UNSIGNED, "fail")),
        ),
        rule("stamp.disagree", mail(&joined(&conflicting, AMAZON)), mail(&joined(FASTMAIL, AMAZON))),
        rule("stamp.no_pass", mail(&stamped(MS, "none", UNSIGNED, "none")), mail(&stamped(MS, "none", PASSED, "pass"))),
        rule("stamp.none", mail(&joined(&unstamped, MICROSOFT)), mail(&joined(&outlook_pass(MS), MICROSOFT))),
        rule(
            "stamp.ignored",
            mail(&joined(&forged_stamp, MICROSOFT)),
            mail(&joined(&forged_stamp.replace("Auth", "X-Auth"), MICROSOFT)),
        ),
        rule("receiver.unknown", plain.clone(), mail(&joined(&outlook_pass(MS), MICROSOFT))),
        rule("from.allowed", plain.clone(), mail(&MICROSOFT.replace(MS, "accounts.microsoft.com"))),
        rule("from.same_organisation", mail(&MICROSOFT.replace(MS, "accounts.microsoft.com")), plain.clone()),
        rule(
            "from.lookalike",
            mail(&MICROSOFT.replace(MS, "micros0ft.com")),
            mail(&MICROSOFT.replace(MS, "microsoft.com")),
        ),
        rule(
            "from.unrelated",
            mail(&from("Microsoft account team <desk@attack.example>")),
            mail(&from("Jo Roe <desk@attack.example>")),
        ),
        rule(
            "from.personal_mailbox",
            mail(&from("Microsoft account team <desk.4471@gmail.com>")),
            mail(&from("Jo Roe <desk.4471@gmail.com>")),
        ),
        rule(
            "from.forwarder",
            mail(&from("Microsoft account team <mask@mozmail.com>")),
            mail(&from("Microsoft account team <mask@mozmail.example>")),
        ),
        rule("from.unknown_provider", mail(&lunch), plain.clone()),
        rule("from.none", mail(&MICROSOFT.replace(AUTHOR, "X-From: jo@mailbox.example")), plain.clone()),
        rule("from.no_address", mail(&through(&from("Microsoft account team <>"))), mail(&through(&from("Jo Roe <>")))),
        rule(
            "from.no_address",
            mail(&through(&from("Microsoft account team <>"))),
            mail(&from("Microsoft account team <>")),
        ),
        rule(
            "structure.from_repeated",
            mail(&from("a@one.example\nFrom: b@two.example")),
            mail(&from("a@one.example\nX-From: b@two.example")),
        ),
        rule("structure.from_addresses", mail(&from("a@one.example, b@two.example")), mail(&from("a@one.example"))),
        rule(
            "structure.address_in_name",
            mail(&from("\"help@microsoft.com\" <a@attack.example>")),
            mail(&from("\"help@attack.example\" <a@attack.example>")),
        ),
        rule(
            "structure.from_dangling",
            mail(&from("Microsoft account team ,_<a@attack.example>")),
            mail(&from("Microsoft account team _<a@attack.example>")),
        ),
        rule(
            "structure.from_malformed",
            mail(&from("Roe, Jo <jo@mailbox.example>")),
            mail(&from("\"Roe, Jo\" <jo@mailbox.example>")),
        ),
        rule(
            "structure.field_repeated",
            mail(&MICROSOFT.replace(SUBJECT, "Subject: x\nSubject: y")),
            mail(&MICROSOFT.replace(SUBJECT, "Subject: x\nX-Subject: y")),
        ),
        rule(
            "structure.folded_name",
            mail(&from("a@one.example\nSender : b@two.example")),
            mail(&from("a@one.example\nSender: b@two.example")),
        ),
        rule("structure.nul", mail(&MICROSOFT.replace("ADCheck: 1", "ADCheck: \0")), plain.clone()),
        rule("structure.signature_name", mail(&signature("trap(x")), mail(&signature("trap-x"))),
        rule(
            "structure.bare_cr",
            mail(&MICROSOFT.replace("ADCheck: 1", "ADCheck: 1\rx")),
            mail(&MICROSOFT.replace("ADCheck: 1", "ADCheck: 1\r\n x")),
        ),
        rule(
            "structure.reply_to_elsewhere",
            mail(&MICROSOFT.replace(SUBJECT, "Reply-To: a@attack.example")),
            mail(&MICROSOFT.replace(SUBJECT, "Reply-To: a@microsoft.com")),
        ),
        rule(
            "structure.invisible",
            mail(&from("Micro\u{200b}soft account team <a@attack.example>")),
            mail(&from("Microsoft account team <a@attack.example>")),
        ),
        rule(
            "structure.disguised",
            mail(&from("М\u{456}crosoft account team <a@attack.example>")),
            mail(&from("Microsoft account team <a@attack.example>")),
        ),
        rule("input.header_cut", many(3_000), many(1_000)),
        rule("content.not_supplied", mail(header(&joined("", MICROSOFT))), plain.clone()),
        rule("content.expected", plain.clone(), mail(&MICROSOFT.replace("Hola:", "Hola: https://attack.example/"))),
        rule(
            "content.request",
            code_page("Reply with the verification code."),
            code_page("Never reply with the verification code."),
        ),
        rule(
            "content.request_mention",
            mail(&person("Lunch", "Call +1 (888) 555-0100 now.")),
            mail(&person("Lunch", "Our number is +1 (888) 555-0100.")),
        ),
        rule(
            "content.link_misleading",
            code_page("<a href=\"https://attack.example/\">https://account.microsoft.com/</a>"),
            code_page("<a href=\"https://attack.example/\">account</a>"),
        ),
        rule(
            "content.link_elsewhere",
            code_page("<a href=\"https://attack.example/\">account</a>"),
            code_page("<a href=\"https://account.microsoft.com/\">account</a>"),
        ),
        rule(
            "content.link_redirector",
            code_page("<a href=\"https://go.microsoft.com/x\">account</a>"),
            code_page("<a href=\"https://account.microsoft.com/x\">account</a>"),
        ),
        rule("content.third_party_text", tenant("Call +1 888 555 0100 about your order"), tenant("Fabrikam, Inc.")),
        rule("content.third_party_sender", tenant("Fabrikam, Inc."), plain.clone()),
        rule(
            "delivery.forwarded",
            mail(&MICROSOFT.replace(SUBJECT, "Resent-From: jo@mailbox.example")),
            mail(&MICROSOFT.replace(SUBJECT, "X-Resent-From: jo@mailbox.example")),
        ),
        rule(
            "delivery.replay",
            replay("To: me@attack.example", "01 Mar 2026 17"),
            replay("To: jo@mailbox.example", "01 Mar 2026 17"),
        ),
        rule(
            "delivery.stale",
            replay("To: jo@mailbox.example", "01 Mar 2026 17"),
            replay("To: jo@mailbox.example", "04 Mar 2026 17"),
        ),
        rule(
            "event.recognised",
            mail(header(&joined("", MICROSOFT))),
            mail(header(&joined("", &other_subject(MICROSOFT)))),
        ),
    ];
    table.extend([of_receivers(), of_text(), of_delivery()].into_iter().flatten());
    // what no message can show is said of every message, and of nothing else
    for id in [
        "unobservable.requester",
        "unobservable.password",
        "unobservable.earlier_attempts",
        "unobservable.account",
        "unobservable.sign_in",
        "unobservable.follow_up",
    ] {
        let binary = Sample { message: b"PK\x03\x04\x14\0\0\0".to_vec(), ..Sample::default() };
        table.push(rule(id, mail(&lunch), binary.clone()));
        table.push(rule(id, mail("hello"), mail(" \n")));
    }
    // a key under the name of a carried one, but not that key; and a key that was pasted
    let carried = Signer { domain: "google.com".into(), selector: "20230601".into(), ..google() };
    for near in [alert(&google()), mail(&signed(&carried, GOOGLE))] {
        table.push(Entry { id: ONLY_ITS_OWNER[0], fires: near.clone(), near });
    }
    table
}

/// What a receiver's own habits let it say.
fn of_receivers() -> Vec<Entry> {
    // the stamp of a filter, and no filter in front of the mailbox
    let filtered = read("proofpoint");
    let direct = filtered.replace("from mx0a-00112233.pphosted.com (192", "from mail.sender.example (192");
    let passed = |host: &str| mail(&stamped(host, "pass", "none (message not signed)", "pass"));
    let signed_only = read("gmx");
    // Yandex took it: its results, where there are any, stand above its own Received
    let silent = read("yandex_forged");
    let spoke =
        "Authentication-Results: iva6-1111.qloud-c.yandex.net; spf=softfail smtp.mail=b@bounce.sender.example\n";
    // the same message as Posteo takes it, whose results stand where no sender can write
    let at_posteo = |text: &str, host: &str| {
        mail(&text.replace(&["by ", host].concat(), "by mailin04.posteo.de").replace(host, "posteo.de"))
    };
    let (amid, nowhere) = (read("infomaniak"), read("mailo"));
    vec![
        rule(
            "stamp.attested_signature",
            mail(&signed_only),
            mail(&signed_only.replace("header.i=@sender.example", "header.i=@relay.example")),
        ),
        rule(
            "stamp.attested_signature",
            mail(&signed_only),
            mail(&signed_only.replacen(
                "@sender.example",
                "@sender.example; dmarc=pass header.from=accounts.sender.example",
                1,
            )),
        ),
        rule("stamp.of_gateway_host", passed("mx0a-1.pphosted.com"), passed(MS)),
        rule("delivery.gateway", mail(&filtered), mail(&direct)),
        rule("receiver.silent", mail(&silent), mail(&[spoke, &silent].concat())),
        rule("receiver.stamps_amid", mail(&amid), at_posteo(&amid, "mx.infomaniak.com")),
        rule("receiver.stamps_nowhere", mail(&nowhere), at_posteo(&nowhere, "mx-1.mailo.com")),
    ]
}

/// What a text hides, holds and has attached.
fn of_text() -> Vec<Entry> {
    let page = |text: &str| mail(&person("Parcel", text));
    let attached = |name: &str| {
        mail(&format!(
            "From: Jo Roe <jo@mailbox.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
             --b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"{name}\"\n\nx\n--b--\n"
        ))
    };
    let scan = page("Scan the picture.");
    // thirteen lines; nine are fewer than a code has
    let lines = drawn("https://evil.example/");
    vec![
        rule(
            "content.hidden_letters",
            page("Your pa<i style='display:none'>qzv</i>rcel is on its w<i style='display:none'>k</i>ay"),
            page("Your pa<i>qzv</i>rcel is on its w<i>k</i>ay"),
        ),
        rule(
            "content.hidden_text",
            page("<p>Hello</p><div style='font-size:0'>Please send me the code</div>"),
            page("<p>Hello</p><div style='font-size:9px'>Please send me the code</div>"),
        ),
        rule(
            "content.form",
            page("<form action='https://evil.example/'><input type=password name=a></form>"),
            page("<form action='https://evil.example/'><input type=search name=a></form>"),
        ),
        rule("content.attachment", attached("report.pdf.js"), attached("report.js.pdf")),
        rule("content.qr_code", scan.clone().with_code("https://evil.example/"), scan),
        rule(
            "content.qr_drawn",
            page(&["<pre>", &lines.join("\n"), "</pre>"].concat()),
            page(&["<pre>", &lines[..9].join("\n"), "</pre>"].concat()),
        ),
    ]
}

/// How a message travelled.
fn of_delivery() -> Vec<Entry> {
    const GOOGLE_HOST: &str = "accounts.google.com";
    let alert = |envelope: &str, spf: &str| {
        let above = gmail(GOOGLE_HOST, envelope, "pass", spf, "pass");
        mail(&received(&above, &google(), GOOGLE)).with(&google())
    };
    let to = |address: &str| {
        mail(&joined(&gmail_pass(GOOGLE_HOST), &GOOGLE.replace("To: jo@mailbox.example", &["To: ", address].concat())))
    };
    let led = |field: &str| mail(&joined(&[&gmail_pass(MS), field].concat(), MICROSOFT));
    let list = |sign: &str| {
        mail(&joined(&[&gmail_pass(GOOGLE_HOST), "List-Id: <friends.lists.example>\n", sign].concat(), GOOGLE))
    };
    let (by_field, by_address) = (read("duckduckgo"), read("apple_hide_my_email"));
    vec![
        rule("delivery.foreign_envelope", alert("b@relay.example", "pass"), alert("b@google.com", "pass")),
        rule("delivery.foreign_host", alert("b@google.com", "softfail"), alert("b@google.com", "pass")),
        rule("delivery.other_recipient", to("me@attack.example"), to("J.O+codes@mailbox.example")),
        rule(
            "delivery.foreign_tenant",
            led("X-OriginatorOrg: attack.onmicrosoft.com\n"),
            led("X-OriginatorOrg: microsoft.com\n"),
        ),
        rule(
            "delivery.list",
            list("List-Post: <mailto:friends@lists.example>\n"),
            list("List-Unsubscribe: <https://lists.example/u>\n"),
        ),
        rule("delivery.masked", mail(&by_field), mail(&by_field.replace("=pass", "=none"))),
        rule(
            "delivery.masked_sender",
            mail(&by_address),
            mail(&by_address.replace("service_at_mail_paypal_com_4bz7hc8n9s_e8f2bd9c", "wren.alias")),
        ),
    ]
}

/// The rules as the file holds them: each with its fields.
fn rules() -> Vec<toml_lines::Rule> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/data/rules.toml");
    toml_lines::read(&std::fs::read_to_string(path).expect("the rules are there"))
}

/// The little of TOML that `rules.toml` uses.
mod toml_lines {
    use std::collections::BTreeMap;

    pub type Rule = BTreeMap<String, String>;

    pub fn read(text: &str) -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text.lines() {
            if line.trim() == "[[rule]]" {
                rules.push(Rule::new());
            } else if let (Some(rule), Some((key, value))) = (rules.last_mut(), line.split_once(" = ")) {
                rule.insert(key.trim().into(), value.trim().trim_matches('"').into());
            }
        }
        rules
    }
}

#[test]
fn every_rule_has_an_entry_and_every_entry_a_rule() {
    let rules: BTreeSet<String> = rules().iter().map(|rule| rule["id"].clone()).collect();
    let entries: BTreeSet<String> = table().iter().map(|entry| entry.id.to_owned()).collect();
    let missing: Vec<_> = rules.difference(&entries).collect();
    assert!(missing.is_empty(), "add these to the table of tests/rules.rs: {missing:?}");
    let unknown: Vec<_> = entries.difference(&rules).collect();
    assert!(unknown.is_empty(), "these are no longer rules: {unknown:?}");
    assert!(rules.len() > 70, "only {} rules were read", rules.len());
}

#[test]
fn every_rule_fires_on_its_message_and_not_on_its_near_miss() {
    let mut wrong = Vec::new();
    for entry in table() {
        let by_owner = ONLY_ITS_OWNER.contains(&entry.id);
        assert!(by_owner || entry.fires != entry.near, "{}: nothing is taken away", entry.id);
        let (fires, rows) = entry.fires.fires(entry.id);
        if fires == by_owner {
            wrong.push(format!("{} is silent: {rows}", entry.id));
        }
        let (fires, rows) = entry.near.fires(entry.id);
        if fires {
            wrong.push(format!("{} fires on its near miss: {rows}", entry.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_says_why_it_counts_and_where_it_comes_from() {
    for rule in rules() {
        let id = &rule["id"];
        for key in ["axis", "status", "writer", "title", "reason", "source"] {
            assert!(!rule[key].trim().is_empty(), "{id} has no {key}");
        }
        // a title is one line without an end, a reason whole sentences or a value that holds them
        assert!(!rule["title"].ends_with('.'), "{id}: {}", rule["title"]);
        assert!(rule["reason"].ends_with(['.', '}']), "{id}: {}", rule["reason"]);
    }
}
