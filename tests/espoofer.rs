//! The cases of the tool espoofer (Chen, Paxson and Jiang, “Composition Kills”, USENIX Security 2020),
//! by their ids, as messages of our own: what lies in the mailbox after a receiver took them, with the
//! stamp of one that saw through them and with the stamp of one that was fooled. None may ever be said
//! to come from the provider whose name it borrows.

mod support;

use std::collections::BTreeSet;

use header_verdict::report::{Label, Origin, Report};
use support::mail::*;
use support::signer::Signer;

use Expected::{Forged, Unproved};

/// The provider's address that is borrowed.
const LEGIT: &str = "account-security-noreply@accountprotection.microsoft.com";
const MS: &str = "accountprotection.microsoft.com";
const ATTACK: &str = "attack.example";

/// The answer that a case must get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// `forged`, by a contradiction.
    Forged,
    /// `not_confirmed`: nothing in it shows who sent it, and nothing contradicts it.
    Unproved,
}

impl Expected {
    fn verdict(self) -> (Label, Origin) {
        match self {
            Forged => (Label::Forged, Origin::Contradicted),
            Unproved => (Label::NotConfirmed, Origin::NotConfirmed),
        }
    }
}

/// One case: its id, what it does, the fields in the place of From, the stamps that receivers write
/// above it, the answer, and the row that must say so.
struct Case {
    id: &'static str,
    does: &'static str,
    author: String,
    stamps: Vec<String>,
    expected: Expected,
    row: &'static str,
}

impl Case {
    fn new(id: &'static str, does: &'static str, author: &str) -> Self {
        Self { id, does, author: author.replace("LEGIT", LEGIT), stamps: Vec::new(), expected: Forged, row: "" }
    }

    fn stamped(mut self, stamp: String) -> Self {
        self.stamps.push(stamp);
        self
    }

    fn must_be(mut self, expected: Expected, row: &'static str) -> Self {
        (self.expected, self.row) = (expected, row);
        self
    }

    fn message(&self) -> String {
        let author = "From: Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>";
        assert!(MICROSOFT.contains(author));
        MICROSOFT.replace(author, &self.author)
    }
}

/// Outlook's stamp when it saw `sender` as MAIL FROM and `author` as the author.
fn at_outlook(sender: &str, spf: &str, signer: &str, dkim: &str, author: &str, dmarc: &str) -> String {
    let results = format!(
        "spf={spf} (sender IP is 198.51.100.33)\n smtp.mailfrom={sender}; dkim={dkim}\n header.d={signer};dmarc={dmarc} action=none\n header.from={author};compauth=pass reason=100"
    );
    outlook("mail.attack.example", &results)
}

/// Gmail's stamp when it saw `sender` as MAIL FROM and `author` as the author.
fn at_gmail(sender: &str, author: &str) -> String {
    gmail(ATTACK, sender, "none", "pass", "pass")
        .replace("dkim=none header.i=@attack.example header.s=trap header.b=QUJDREVG;\n       ", "")
        .replace("header.from=attack.example", &["header.from=", author].concat())
}

const NONE: &str = "none (message not signed)";

/// The stamps of a case that hides the author: the receiver checked the attacker's own address, which
/// passes everything, or was led to write that the provider's did.
fn hidden(case: Case) -> Case {
    case.stamped(at_outlook(ATTACK, "pass", ATTACK, "pass (signature was verified)", ATTACK, "pass"))
        .stamped(at_outlook(ATTACK, "pass", ATTACK, "pass (signature was verified)", MS, "pass"))
        .stamped(at_gmail("any@attack.example", ATTACK))
        .stamped(at_gmail("any@attack.example", MS))
        .stamped(String::new())
}

fn cases() -> Vec<Case> {
    let plain = "From: <LEGIT>";
    let below = |host: &str| ["any@", host].concat();
    let nowhere = "notexist.accountprotection.microsoft.com";
    let signature = |names: &str| {
        let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        format!(
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; {names};\n h=From:Subject; bh={hash}; b=QUJD\nFrom: <LEGIT>"
        )
    };
    vec![
        Case::new("server_a1", "a MAIL FROM below the provider that does not exist passes by the name of the host", plain)
            .stamped(at_outlook(nowhere, "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&below(nowhere), MS))
            .must_be(Unproved, "stamp.spf_elsewhere"),
        Case::new("server_a2", "a MAIL FROM that some read as empty passes by the name of the host", plain)
            .stamped(at_outlook(MS, "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&below(MS), MS))
            .must_be(Unproved, "stamp.spf_elsewhere"),
        Case::new("server_a2", "the same, stamped as it was sent", plain)
            .stamped(at_outlook(&["(any@", MS].concat(), "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&["(any@", MS].concat(), MS))
            .must_be(Unproved, "stamp.ignored"),
        Case::new(
            "server_a3",
            "a selector with a NUL sends the verifier to the attacker's key",
            &signature("d=accountprotection.microsoft.com; s=trap._domainkey.attack.example.\0.any"),
        )
        .stamped(at_outlook(ATTACK, "pass", MS, "pass (signature was verified)", MS, "pass"))
        .stamped(at_outlook(ATTACK, "pass", MS, "fail (no key for signature)", MS, "fail"))
        .stamped(String::new())
        .must_be(Forged, "structure.signature_name"),
        Case::new(
            "server_a3",
            "the same out of a program that drops the NUL",
            &signature("d=accountprotection.microsoft.com; s=trap._domainkey.attack.example..any"),
        )
        .stamped(at_outlook(ATTACK, "pass", MS, "pass (signature was verified)", MS, "pass"))
        .must_be(Forged, "structure.signature_name"),
        Case::new(
            "server_a3",
            "the same out of a program that drops the NUL and a dot",
            &signature("d=accountprotection.microsoft.com; s=trap._domainkey.attack.example.any"),
        )
        .stamped(at_outlook(ATTACK, "pass", MS, "pass (signature was verified)", MS, "pass"))
        .must_be(Forged, "structure.signature_name"),
        Case::new(
            "server_a4",
            "a signing domain with a quotation mark is cut off at it",
            &signature("d=accountprotection.microsoft.com'a.attack.example; s=trap"),
        )
        .stamped(at_outlook(ATTACK, "pass", MS, "pass (signature was verified)", MS, "pass"))
        .stamped(at_outlook(ATTACK, "pass", &[MS, "'a.attack.example"].concat(), "pass (signature was verified)", MS, "pass"))
        .must_be(Forged, "structure.signature_name"),
        Case::new("server_a5", "a MAIL FROM with a parenthesis turns its own domain into a comment", plain)
            .stamped(at_outlook(&[MS, "(a.attack.example"].concat(), "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&below(&[MS, "(a.attack.example"].concat()), MS))
            .must_be(Unproved, "from.allowed"),
        Case::new("server_a6", "a MAIL FROM with a quotation mark ends before its own domain", plain)
            .stamped(at_outlook(&below(&[MS, "'@any.attack.example"].concat()), "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&below(&[MS, "'@any.attack.example"].concat()), MS))
            .must_be(Unproved, "stamp.no_pass"),
        Case::new("server_a7", "a MAIL FROM with a route shows the first host of the route", plain)
            .stamped(at_outlook(&["@", MS, ",@any.example:'any@attack.example"].concat(), "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&["@", MS, ",@any.example:'any@attack.example"].concat(), MS))
            .must_be(Unproved, "stamp.no_pass"),
        Case::new("server_a7", "the same where the receiver stamps that host", plain)
            .stamped(at_outlook(MS, "pass", "none", NONE, MS, "pass"))
            .stamped(at_gmail(&["@", MS].concat(), MS))
            .must_be(Unproved, "stamp.spf_elsewhere"),
        hidden(Case::new("server_a8", "of two From fields one is checked and the other shown", "From: <first@attack.example>\nFrom: <LEGIT>"))
            .must_be(Forged, "structure.from_repeated"),
        hidden(Case::new("server_a9", "a From behind a space is a field for some", "X-Mailer: any\nTo: jo@mailbox.example\n From: <first@attack.example>\nFrom: <LEGIT>"))
            .must_be(Forged, "structure.folded_name"),
        hidden(Case::new("server_a10", "a From with a space behind its name is a field for some", "From: <first@attack.example>\nFrom : <LEGIT>"))
            .must_be(Forged, "structure.folded_name"),
        hidden(Case::new("server_a11", "a From whose name is folded is a field for some", "From\n : <first@attack.example>\nFrom: <LEGIT>"))
            .must_be(Forged, "structure.folded_name"),
        hidden(Case::new("server_a12", "behind a From that some overlook the Sender is shown", "Date: Wed, 4 Mar 2026 17:15:00 +0000\nFrom\n : <first@attack.example>\nSender: <LEGIT>"))
            .must_be(Forged, "structure.folded_name"),
        hidden(Case::new("server_a13", "behind a From that some overlook the Resent-From is shown", "Date: Wed, 4 Mar 2026 17:15:00 +0000\nFrom\n : <first@attack.example>\nResent-From: <LEGIT>"))
            .must_be(Forged, "structure.folded_name"),
        hidden(Case::new("server_a14", "of two addresses in From one is checked and the other shown", "From: <first@attack.example>, <LEGIT>"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("server_a15", "an address in an encoded word is decoded by some before they parse it", "From: =?utf-8?B?PGFjY291bnQtc2VjdXJpdHktbm9yZXBseUBhY2NvdW50cHJvdGVjdGlvbi5taWNyb3NvZnQuY29tPg==?=,<second@attack.example>"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("server_a16", "a route in From is an address for some", "From: <@attack.example,@any.example:LEGIT>"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("server_a17", "an escaped comma joins two addresses for some", "From: <LEGIT>\\,<second@attack.example>"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("server_a18", "a bare address before one in brackets is a name for some", "From: LEGIT,<second@attack.example>"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("server_a19", "text behind the bracket is the address for some", "From: <any@attack.example>LEGIT"))
            .must_be(Forged, "structure.from_addresses"),
        hidden(Case::new("client_a1", "an account's second From field is signed along by its mail service", "From: <attacker@attack.example>\nFrom: <LEGIT>"))
            .must_be(Forged, "structure.from_repeated"),
        hidden(Case::new("client_a2", "an account's second address in From is signed along by its mail service", "From: <attacker@attack.example>, <LEGIT>"))
            .must_be(Forged, "structure.from_addresses"),
        Case::new("client_a3", "an account writes another account's address, and its mail service signs that", "From: Microsoft account team <admin@outlook.com>")
            .stamped(outlook_pass("outlook.com"))
            .stamped(gmail_pass("outlook.com"))
            .must_be(Forged, "from.personal_mailbox"),
    ]
}

fn ever_genuine(report: &Report) -> bool {
    matches!(report.verdict.label, Label::GenuineSender | Label::GenuineSenderHostileContent)
}

#[test]
fn every_case_gets_its_answer_whatever_the_receiver_was_led_to_write() {
    for case in cases() {
        assert!(!case.stamps.is_empty(), "{}", case.id);
        for stamp in &case.stamps {
            let report = judge(&joined(stamp, &case.message()), &[]);
            let name = format!("{}: {}\n{stamp}\n{:?}", case.id, case.does, ids(&report));
            assert_eq!((report.verdict.label, report.verdict.origin), case.expected.verdict(), "{name}");
            assert!(ids(&report).contains(&case.row), "{name} lacks {}", case.row);
            assert_invariants(&report);
        }
    }
}

#[test]
fn no_case_is_genuine_when_the_receivers_own_domain_signed_it() {
    // a mail service that signs whatever its customer wrote
    for case in cases() {
        let service = Signer { domain: "outlook.com".into(), headers: names("From:Subject"), ..Signer::default() };
        let message = case.message();
        if message.contains('\0') || message.contains("From\n") {
            continue; // the test's own signer reads fields by the grammar
        }
        for stamp in &case.stamps {
            let report = judge(&joined(stamp, &signed(&service, &message)), &[&service]);
            assert!(!ever_genuine(&report), "{}: {}: {:?}", case.id, case.does, ids(&report));
        }
    }
}

#[test]
fn all_22_cases_are_here() {
    let here: BTreeSet<&str> = cases().iter().map(|case| case.id).collect();
    let server = (1..=19).map(|number| format!("server_a{number}"));
    let all: BTreeSet<String> = server.chain((1..=3).map(|number| format!("client_a{number}"))).collect();
    assert_eq!(here, all.iter().map(String::as_str).collect());
    assert_eq!(all.len(), 22);
}

#[test]
fn the_same_stamps_over_the_providers_own_mail_are_believed() {
    // the near misses of a1 and a2: the host that handed it over is the provider's
    let results = outlook_results(MS, "pass", NONE, "pass");
    for (host, origin) in [(MS, Origin::AttestedWeak), ("mail.protection.outlook.com", Origin::AttestedWeak)] {
        let report = judge(&joined(&outlook(host, &results), MICROSOFT), &[]);
        assert_eq!(report.verdict.origin, origin, "{host}: {:?}", ids(&report));
    }
    // Gmail names the host twice, and both have to be the provider's
    let at_gmail = |greeting: &str, name: &str| {
        let block = gmail(MS, &["any@", MS].concat(), "none", "pass", "pass");
        let client = format!("from mail.{MS} (mail.{MS}. ");
        assert!(block.contains(&client));
        judge(&joined(&block.replace(&client, &format!("from {greeting} ({name}. ")), MICROSOFT), &[]).verdict.origin
    };
    assert_eq!(at_gmail("mail.protection.outlook.com", MS), Origin::AttestedWeak);
    assert_eq!(at_gmail("mail.protection.outlook.com", "mail.attack.example"), Origin::NotConfirmed);
    assert_eq!(at_gmail("mail.attack.example", MS), Origin::NotConfirmed);
    // and of a3 to a19: one author, a selector of one label
    let report = judge(&received(&outlook_pass(MS), &microsoft(), MICROSOFT), &[]);
    assert_eq!(report.verdict.origin, Origin::Attested, "{:?}", ids(&report));
}
