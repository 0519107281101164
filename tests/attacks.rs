//! Known attacks on mail authentication and on its readers, each as a whole message with the answer
//! that it must get. The first table numbers them all; what follows looks at some of them from more
//! sides. The second table holds what looks odd and must not be accused.

mod support;

use std::collections::BTreeSet;

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
const GENUINE: (Label, Origin) = (Label::GenuineSender, Origin::Proved);
const MISUSED: (Label, Origin) = (Label::GenuineSenderHostileContent, Origin::Proved);
const HOSTILE: (Label, Origin) = (Label::HostileRequest, Origin::NotConfirmed);

/// How many attacks the table has to hold.
const ATTACKS: usize = 32;

/// One attack in one form.
struct Attack {
    number: usize,
    does: &'static str,
    message: String,
    /// Whose keys are pasted.
    keys: Vec<Signer>,
    wanted: (Label, Origin),
    /// The row that must name it.
    row: &'static str,
    /// The very bytes that the row must point at, where the attack is one of structure.
    bytes: Vec<String>,
}

/// An attack that is told without any key.
fn attack(number: usize, does: &'static str, message: String, wanted: (Label, Origin), row: &'static str) -> Attack {
    Attack { number, does, message, keys: Vec::new(), wanted, row, bytes: Vec::new() }
}

impl Attack {
    fn with(mut self, keys: &[Signer]) -> Self {
        self.keys = keys.to_vec();
        self
    }

    fn at<T: AsRef<str>>(mut self, bytes: &[T]) -> Self {
        self.bytes = bytes.iter().map(|bytes| bytes.as_ref().replace('\n', "\r\n")).collect();
        self
    }

    fn report(&self) -> Report {
        judge(&self.message, &self.keys.iter().collect::<Vec<_>>())
    }
}

/// A text from a mailbox that claims nothing but what the text says.
fn text_mail(kind: &str, body: &str) -> String {
    let head = "From: Jo Roe <desk@mailbox.example>\nTo: jo@mailbox.example\nSubject: Microsoft security code\nMIME-Version: 1.0\n";
    joined("", &format!("{head}Content-Type: {kind}; charset=utf-8\n\n{body}\n"))
}

/// Google's alert, genuine, with this in the place of its first line.
fn google_alert(line: &str) -> String {
    received(&gmail_pass("accounts.google.com"), &google(), &GOOGLE.replace("A new sign-in on Windows", line))
}

fn attacks() -> Vec<Attack> {
    let passed = outlook_pass("attack.example");
    let own = |author: &str| joined(&passed, &from(author));
    let genuine = signed(&microsoft(), MICROSOFT);
    let signature = genuine[..genuine.find("\r\nFrom:").expect("an author") + 2].replace("\r\n", "\n");
    let none = outlook("mail.attack.example", &outlook_results(MS, "none", "none (message not signed)", "none"));
    let forged_stamp =
        format!("Authentication-Results: mx.google.com; dkim=pass header.i=@{MS}; dmarc=pass header.from={MS}\n");
    let injected = format!(
        "Authentication-Results: spf=pass (sender IP is 198.51.100.33)\n smtp.mailfrom=any@{MS}(a.attack.example; dkim=pass\n header.d={MS};dmarc=pass action=none\n header.from={MS};compauth=pass reason=100\n"
    );
    let entra = Signer { domain: "microsoftonline.com".into(), selector: "trap".into(), ..Signer::default() };
    let mut rows = Vec::new();
    let mut add = |attack: Attack| rows.push(attack);

    add(attack(
        1,
        "a stamp of the sender's own below the boundary",
        joined(&[&none, forged_stamp.as_str()].concat(), MICROSOFT),
        NOT_CONFIRMED,
        "stamp.ignored",
    )
    .at(&[&forged_stamp]));
    add(attack(
        1,
        "a stamp of the sender's own in the receiver's shape",
        joined(
            &[
                none.as_str(),
                "Authentication-Results: ",
                &outlook_results(MS, "pass", "pass (signature was verified)", "pass"),
                "\n",
            ]
            .concat(),
            MICROSOFT,
        ),
        NOT_CONFIRMED,
        "stamp.ignored",
    ));
    add(attack(
        1,
        "a stamp where the receiver wrote none",
        joined(&forged_stamp, MICROSOFT),
        NOT_CONFIRMED,
        "receiver.unknown",
    ));
    add(attack(
        2,
        "text of the sender's inside the receiver's stamp",
        joined(
            &outlook("mail.attack.example", injected.trim_start_matches("Authentication-Results: ").trim_end()),
            MICROSOFT,
        ),
        NOT_CONFIRMED,
        "stamp.ignored",
    )
    .at(&[&injected]));
    let nul = signature.replace("s=trap;", "s=trap._domainkey.attack.example.\0.any;");
    add(attack(
        3,
        "a NUL cuts the name of the key",
        joined(&outlook_pass(MS), &[&nul, MICROSOFT].concat()),
        FORGED,
        "structure.signature_name",
    )
    .at(&[&nul]));
    add(attack(
        3,
        "the same, by its byte",
        joined(&outlook_pass(MS), &[&nul, MICROSOFT].concat()),
        FORGED,
        "structure.nul",
    )
    .at(&["\0"]));
    let second = "From: desk@attack.example\n";
    let first = format!("From: {AUTHOR}\n");
    add(attack(
        4,
        "two From fields",
        own([second, first.trim_end()].concat().as_str()),
        FORGED,
        "structure.from_repeated",
    )
    .at(&[second, &first]));
    add(attack(
        4,
        "a From with a space behind its name",
        own(&[second, "From : ", AUTHOR].concat()),
        FORGED,
        "structure.folded_name",
    )
    .at(&["From "]));
    add(attack(
        4,
        "a From whose name is folded",
        own(&["From\n : <desk@attack.example>\nFrom: ", AUTHOR].concat()),
        FORGED,
        "structure.folded_name",
    )
    .at(&["From\n"]));
    add(attack(
        4,
        "a From behind a space",
        own(&["Date: Wed, 4 Mar 2026 17:15:00 +0000\n From: <desk@attack.example>\nFrom: ", AUTHOR].concat()),
        FORGED,
        "structure.folded_name",
    )
    .at(&[" From: <desk@attack.example>"]));
    for (does, author) in [
        ("two addresses in From", format!("From: desk@attack.example, {AUTHOR}\n")),
        ("an address in an encoded word", "From: =?utf-8?B?YWNjb3VudC1zZWN1cml0eS1ub3JlcGx5QGFjY291bnRwcm90ZWN0aW9uLm1pY3Jvc29mdC5jb20=?=, <desk@attack.example>\n".into()),
        ("a route in From", format!("From: <@attack.example,@any.example:account-security-noreply@{MS}>\n")),
        ("an escaped comma between two addresses", format!("From: <account-security-noreply@{MS}>\\,<desk@attack.example>\n")),
        ("a bare address before one in brackets", format!("From: account-security-noreply@{MS},<desk@attack.example>\n")),
        ("an address behind the bracket", format!("From: <desk@attack.example>account-security-noreply@{MS}\n")),
    ] {
        add(attack(5, does, own(author.trim_end()), FORGED, "structure.from_addresses").at(&[&author]));
    }
    add(attack(
        5,
        "a provider's name cut off by a comma",
        own("From: Microsoft account team ,_<desk@attack.example>"),
        FORGED,
        "structure.from_dangling",
    )
    .at(&["From: Microsoft account team ,_<desk@attack.example>\n"]));
    let shown = format!("From: \"account-security-noreply@{MS}\" <desk@attack.example>\n");
    add(attack(6, "an address in the display name", own(shown.trim_end()), FORGED, "structure.address_in_name")
        .at(&[&shown]));
    let tenant = "tenant4471.onmicrosoft.com";
    let sender = format!("Sender: <account-security-noreply@{MS}>\nFrom: Microsoft account team <desk@{tenant}>");
    let failed = outlook_results(tenant, "pass", "fail (body hash did not verify)", "bestguesspass")
        .replace("reason=100", "reason=109");
    add(attack(
        7,
        "the provider as Sender above a tenant of its own",
        joined(&outlook("mail.attack.example", &failed), &from(&sender)),
        FORGED,
        "from.unrelated",
    ));
    add(attack(
        7,
        "the provider as Return-Path, Sender and Reply-To",
        joined(
            &format!("Return-Path: <account-security-noreply@{MS}>\n"),
            &from(&format!(
                "Sender: <account-security-noreply@{MS}>\nReply-To: <account-security-noreply@{MS}>\nFrom: Helpdesk <desk@attack.example>"
            )),
        ),
        NOT_CONFIRMED,
        "from.unknown_provider",
    ));
    let copied = MICROSOFT.replace("TRAP00000001", "TRAP00000009");
    add(attack(
        8,
        "a signature copied from a genuine mail",
        joined(&signature, &copied),
        NOT_CONFIRMED,
        "dkim.mismatch",
    )
    .with(&[microsoft()])
    .at(&[&signature]));
    add(attack(8, "the same without its key", joined(&signature, &copied), NOT_CONFIRMED, "dkim.key_not_carried")
        .at(&[&signature]));
    let nowhere = ["notexist.", MS].concat();
    add(attack(
        9,
        "a MAIL FROM below the provider that does not exist",
        joined(
            &outlook(
                "mail.attack.example",
                &outlook_results(MS, "pass", "none (message not signed)", "pass")
                    .replace("smtp.mailfrom=", "smtp.mailfrom=notexist."),
            ),
            MICROSOFT,
        ),
        NOT_CONFIRMED,
        "stamp.spf_elsewhere",
    ));
    add(attack(
        9,
        "a From below the provider that does not exist",
        joined(&outlook_pass(&nowhere), &MICROSOFT.replace(MS, &nowhere)),
        NOT_CONFIRMED,
        "from.same_organisation",
    ));
    add(attack(
        9,
        "a provider's whole name before somebody else's",
        joined(&outlook_pass("microsoft.com.attack.example"), &MICROSOFT.replace(MS, "microsoft.com.attack.example")),
        FORGED,
        "from.lookalike",
    ));
    for host in ["access-microsoft-account.example", "micros0ft-verify.example", "mlcrosoft.com"] {
        add(attack(
            10,
            "a look-alike that passes everything",
            joined(&outlook_pass(host), &MICROSOFT.replace(MS, host)),
            FORGED,
            "from.lookalike",
        ));
    }
    add(attack(
        11,
        "a name in letters of another script",
        own("From: М\u{456}crosoft account team <desk@attack.example>"),
        FORGED,
        "structure.disguised",
    ));
    add(attack(
        11,
        "a host in letters of another script",
        joined("", &MICROSOFT.replace(MS, "xn--microsft-03a.com")),
        FORGED,
        "from.lookalike",
    ));
    add(attack(
        12,
        "a zero width space in the name",
        own("From: Micro\u{200b}soft account team <desk@attack.example>"),
        FORGED,
        "structure.invisible",
    ));
    add(attack(
        12,
        "a turned direction in the name",
        own("From: \u{202e}Microsoft account team <desk@attack.example>"),
        FORGED,
        "structure.invisible",
    ));
    add(attack(
        13,
        "a field behind a carriage return",
        joined(
            &outlook_pass(MS),
            &MICROSOFT.replace("MIME-Version: 1.0", "MIME-Version: 1.0\nX-A: b\rFrom: Helpdesk <desk@attack.example>"),
        ),
        FORGED,
        "structure.folded_name",
    )
    .at(&["\r"]));
    add(attack(
        13,
        "a carriage return in a line",
        joined("", &MICROSOFT.replace("SenderADCheck: 1", "SenderADCheck: 1\rnext")),
        NOT_CONFIRMED,
        "structure.bare_cr",
    )
    .at(&["\r"]));
    add(attack(
        13,
        "a NUL in a line",
        joined("", &MICROSOFT.replace("SenderADCheck: 1", "SenderADCheck: 1\0")),
        FORGED,
        "structure.nul",
    )
    .at(&["\0"]));
    let replayed =
        GOOGLE.replace("To: jo@mailbox.example", "To: me@attack.example").replace("04 Mar 2026 17", "01 Mar 2026 17");
    let relay = gmail("accounts.google.com", "b@relay.example", "pass", "pass", "pass");
    add(attack(
        14,
        "a genuine alert sent again to others",
        received(&relay, &google(), &replayed),
        MISUSED,
        "delivery.replay",
    )
    .with(&[google()]));
    add(attack(
        15,
        "a lure as the name of an application",
        google_alert(
            "App name: A legal request was filed against you, answer at https://sites.google.com/view/case-4471\n",
        ),
        MISUSED,
        "content.third_party_text",
    )
    .with(&[google()]));
    add(attack(15, "an application whose name is a letter", google_alert("A court asked us for a copy of your files.\nOur case officer rings you today; have your sign-in figures at hand.\n\nCase desk was granted access to your Google Account\njo@mailbox.example\n"), MISUSED, "content.third_party_text").with(&[google()]));
    add(attack(15, "a page of anybody's below the provider's name", google_alert("Google Legal Support was granted access to your Google Account\n\nhttps://sites.google.com/view/case-4471/upload"), MISUSED, "content.link_redirector").with(&[google()]));
    let limited = Signer {
        length: Some(MICROSOFT.split_once("\n\n").expect("a body").1.replace('\n', "\r\n").len()),
        ..microsoft()
    };
    add(attack(
        16,
        "text behind the signed length",
        [signed(&limited, MICROSOFT).as_str(), "\r\nLlame al +34 600 555 010\r\n"].concat(),
        HOSTILE,
        "dkim.partial_body",
    )
    .with(std::slice::from_ref(&limited)));
    let bare = Signer { headers: names("From:Date"), ..microsoft() };
    let unsigned = signed(&bare, MICROSOFT);
    let unsigned_field = unsigned[..unsigned.find("\r\nFrom:").expect("an author") + 2].replace("\r\n", "\n");
    let lure = unsigned
        .replace("Subject: =?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=", "Subject: Call +1 888 555 0100 at once");
    assert_ne!(lure, unsigned);
    add(attack(17, "a Subject that the signature leaves out", lure.clone(), MISUSED, "content.third_party_text")
        .with(std::slice::from_ref(&bare)));
    add(attack(17, "the same, by its signature", lure, MISUSED, "dkim.unsigned_field")
        .with(&[bare])
        .at(&[&unsigned_field]));
    let forgotten = Signer { domain: "campaign.microsoft.com".into(), ..microsoft() };
    add(attack(
        18,
        "a forgotten name below the provider that passes everything",
        received(&outlook_pass("campaign.microsoft.com"), &forgotten, &MICROSOFT.replace(MS, "campaign.microsoft.com")),
        NOT_CONFIRMED,
        "from.same_organisation",
    )
    .with(&[forgotten]));
    add(attack(
        19,
        "the provider's own relay signs somebody else's text",
        received(
            &outlook_pass(MS),
            &microsoft(),
            &MICROSOFT.replace("Si no", "Reply with the code so that our agent can stop it. Si no"),
        ),
        MISUSED,
        "content.request",
    )
    .with(&[microsoft()]));
    let sealer = Signer { domain: "relay.example".into(), selector: "s".into(), ..microsoft_seal() };
    let aar = format!("relay.example; dkim=pass header.d={MS}; dmarc=pass header.from={MS}; arc=pass");
    let sealed = text(sealer.seal(joined("", MICROSOFT).as_bytes(), 1, "none", &aar));
    let overridden = outlook_results(MS, "fail", "fail (no key)", "fail")
        .replace("compauth=pass reason=100", "compauth=pass reason=130");
    add(attack(
        20,
        "a sealer that vouches for what failed",
        joined(&outlook("relay.example", &overridden), &sealed),
        FORGED,
        "stamp.dmarc_fail",
    ));
    add(attack(20, "a sealer of the attacker's own", sealed, NOT_CONFIRMED, "arc.other_sealer").with(&[sealer]));
    let direct = outlook_results("fabrikam.example", "fail", "none (message not signed)", "fail")
        .replace("compauth=pass reason=100", "compauth=fail reason=000");
    let inside = |author: &str| {
        joined(
            &outlook("unknown.attack.example", &direct),
            &from(author)
                .replace("Message-ID: <TRAP00000001@BL02EPF00000001>", "X-MS-Exchange-Organization-AuthAs: Internal"),
        )
    };
    add(attack(
        21,
        "a colleague's address put straight into the organisation's mailbox",
        inside("From: Jo Roe <jo@fabrikam.example>"),
        NOT_CONFIRMED,
        "from.unknown_provider",
    ));
    add(attack(
        21,
        "the reader's own address under the provider's name",
        inside("From: Microsoft account team <jo@fabrikam.example>"),
        FORGED,
        "from.unrelated",
    ));
    add(attack(
        22,
        "a lure as the name of an organisation",
        received(
            &outlook_pass("microsoftonline.com"),
            &entra,
            &TENANT.replace('%', "Call +1 888 555 0100 about your order of $499.99"),
        ),
        MISUSED,
        "content.third_party_text",
    )
    .with(&[entra]));
    add(attack(
        23,
        "a number to call, in letters and digits",
        text_mail("text/plain", "Microsoft account\n\nIf this was not you, call +1 (888) 555-O1OO now."),
        HOSTILE,
        "content.request",
    ));
    add(attack(
        23,
        "a number to call in a genuine alert",
        google_alert("Dear customer, call +1 (888) 555-0100 at once"),
        MISUSED,
        "content.request",
    )
    .with(&[google()]));
    add(attack(
        24,
        "a picture that leads somewhere",
        joined(
            &outlook_pass("attack.example"),
            &from("From: Microsoft account team <desk@attack.example>")
                .replace("Su código de un solo uso es: 482913", "█▀▀▀█ ▄▀ █▀▀▀█\n█ █ █ ▀▄ █ █ █\n▀▀▀▀▀ ▀ ▀▀▀▀▀"),
        ),
        FORGED,
        "from.unrelated",
    ));
    add(attack(
        25,
        "words that are cut by hidden letters",
        text_mail(
            "text/html",
            "<p>Microsoft security team: reply with the verifi<span style=\"font-size:0\">zzz</span>cation co<span style=\"display:none\">zzz</span>de here.</p>",
        ),
        HOSTILE,
        "content.request",
    ));
    let parts = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nYour security code is in the file.\n--b\nContent-Type: image/svg+xml; name=code.svg\nContent-Disposition: attachment; filename=code.svg\n\n<svg/>\n--b--\n";
    add(attack(26, "a code in a file that runs", joined(&outlook_pass("attack.example"), &["From: Microsoft account team <desk@attack.example>\nTo: jo@mailbox.example\nSubject: Microsoft security code\n", parts].concat()), FORGED, "from.unrelated"));
    add(attack(
        27,
        "a wrapper around somebody else's page",
        text_mail(
            "text/html",
            "<p>Your Microsoft security code is 482913.</p><a href=\"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flogin.attack.example%2F&data=x\">account</a>",
        ),
        NOT_CONFIRMED,
        "content.link_elsewhere",
    ));
    add(attack(
        27,
        "a genuine host that leads on",
        text_mail(
            "text/html",
            "<p>Your Google security code is 482913.</p><a href=\"https://www.google.com/url?q=https%3A%2F%2Flogin.attack.example%2F\">account</a>",
        ),
        NOT_CONFIRMED,
        "content.link_elsewhere",
    ));
    add(attack(
        28,
        "a code to be typed at a page that lets a device in",
        text_mail(
            "text/plain",
            "Microsoft account\n\nGo to https://microsoft.com/devicelogin and enter the code HQ7TKM2XP to join the meeting.",
        ),
        HOSTILE,
        "content.request",
    ));
    add(attack(
        29,
        "a genuine page that lets an application in",
        text_mail(
            "text/html",
            "<p>Your Microsoft security code is 482913.</p><a href=\"https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&response_type=code&redirect_uri=https%3A%2F%2Flogin.attack.example%2F&scope=Mail.Read\">account</a>",
        ),
        NOT_CONFIRMED,
        "content.link_redirector",
    ));
    add(attack(
        30,
        "a prompt that is to be approved",
        text_mail("text/plain", "Microsoft account\n\nApprove the sign-in request on your phone."),
        HOSTILE,
        "content.request",
    ));
    add(attack(
        30,
        "what follows a genuine code",
        received(&outlook_pass(MS), &microsoft(), MICROSOFT),
        GENUINE,
        "unobservable.follow_up",
    )
    .with(&[microsoft()]));
    let listed = MICROSOFT
        .replace("To: jo@mailbox.example", "To: all@tenant4471.onmicrosoft.com")
        .replace("MIME-Version", "Resent-From: <all@tenant4471.onmicrosoft.com>\nMIME-Version");
    add(attack(
        31,
        "a genuine mail passed on by a list of somebody's tenant",
        received(&outlook_pass(MS), &microsoft(), &listed),
        GENUINE,
        "delivery.forwarded",
    )
    .with(&[microsoft()]));
    add(attack(
        32,
        "an account opened in the reader's name",
        received(FASTMAIL, &amazon("amazon.com"), AMAZON),
        GENUINE,
        "event.recognised",
    )
    .with(&[amazon("amazon.com")]));
    rows
}

#[test]
fn every_attack_gets_its_answer_and_a_row_that_names_it() {
    let mut wrong = Vec::new();
    for attack in attacks() {
        let report = attack.report();
        assert_invariants(&report);
        if got(&report) != attack.wanted || !ids(&report).contains(&attack.row) {
            let wanted = (attack.wanted, attack.row);
            wrong.push(format!(
                "{}, {}: {:?} {:?} for {wanted:?}",
                attack.number,
                attack.does,
                got(&report),
                ids(&report)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn attacks_on_structure_are_shown_by_their_very_bytes() {
    for attack in attacks().into_iter().filter(|attack| !attack.bytes.is_empty()) {
        let report = attack.report();
        let rows = report.ledger.iter().filter(|row| row.id == attack.row);
        let shown: Vec<Vec<&str>> = rows
            .map(|row| row.spans.iter().map(|span| &attack.message[span.start as usize..span.end as usize]).collect())
            .collect();
        let wanted: Vec<&str> = attack.bytes.iter().map(String::as_str).collect();
        assert!(shown.contains(&wanted), "{}: {} shows {shown:?}", attack.number, attack.does);
    }
    let structural: BTreeSet<usize> =
        attacks().iter().filter(|attack| !attack.bytes.is_empty()).map(|attack| attack.number).collect();
    for number in [2, 3, 4, 5, 6, 8, 13, 17] {
        assert!(structural.contains(&number), "{number}");
    }
}

#[test]
fn all_32_attacks_are_here() {
    let numbers: BTreeSet<usize> = attacks().iter().map(|attack| attack.number).collect();
    assert_eq!(numbers, (1..=ATTACKS).collect());
}

/// What looks odd and is no attack: what it is, the message, the keys, the answer, and the rows that
/// must not be there.
type Innocent = (&'static str, String, Vec<Signer>, (Label, Origin), &'static [&'static str]);

fn innocents() -> Vec<Innocent> {
    let attested = (Label::GenuineSender, Origin::Attested);
    let weakly = (Label::GenuineSender, Origin::AttestedWeak);
    let genuine = signed(&microsoft(), MICROSOFT);
    let at_outlook = joined(&outlook_pass(MS), &genuine);
    let inside = format!(
        "X-MS-Exchange-Authentication-Results: spf=none (sender IP is )\n smtp.mailfrom={MS}; dkim=none (message not signed)\n header.d=none;dmarc=none action=none\n header.from={MS};\n"
    );
    let unsigned = MICROSOFT.replace(MS, "account.microsoft.com");
    let by_host = outlook_results("account.microsoft.com", "pass", "none (message not signed)", "pass");
    let broken = Signer { domain: "bounces.google.com".into(), ..google() };
    let both = signed(&google(), GOOGLE);
    let second = signed(&broken, GOOGLE).replace("b=", "b=AA").replace("bh=AA", "bh=");
    let second = &second[..second.find("\r\nDate:").expect("the first field") + 2];
    let listed =
        outlook_results(MS, "fail", "fail (body hash did not verify)", "fail").replace("reason=100", "reason=000");
    let through = |host: &str| joined(&outlook(host, &listed), MICROSOFT);
    let copy = |text: &str| joined("", text);
    vec![
        (
            "the sender's own side says that nothing was signed",
            joined(&[outlook_pass(MS), inside].concat(), &genuine),
            vec![microsoft()],
            GENUINE,
            &["stamp.disagree", "stamp.dmarc_fail"],
        ),
        ("a key of 1024 bits", at_outlook.clone(), vec![microsoft()], GENUINE, &["dkim.weak_key"]),
        ("line feeds alone", at_outlook.replace("\r\n", "\n"), vec![microsoft()], GENUINE, &["structure.bare_cr"]),
        (
            "an old mail without a signature",
            joined(&outlook("account.microsoft.com", &by_host), &unsigned),
            Vec::new(),
            weakly,
            &["stamp.dmarc_fail", "stamp.spf_elsewhere"],
        ),
        (
            "an old mail without a signature or a stamp",
            copy(&unsigned),
            Vec::new(),
            NOT_CONFIRMED,
            &["stamp.dmarc_fail"],
        ),
        (
            "one of two signatures is broken",
            joined(&gmail_pass("accounts.google.com"), &[second, &both].concat()),
            vec![google(), broken.clone()],
            GENUINE,
            &["structure.signature_name"],
        ),
        (
            "a forwarder broke the signature",
            through("a.cloudflare-email.net"),
            Vec::new(),
            NOT_CONFIRMED,
            &["stamp.dmarc_fail"],
        ),
        (
            "a gateway broke the signature",
            through("mx0a-1.pphosted.com"),
            Vec::new(),
            NOT_CONFIRMED,
            &["stamp.dmarc_fail"],
        ),
        (
            "a Return-Path in the middle",
            copy(&genuine.replace(
                "\r\nContent-Type: text",
                "\r\nReturn-Path: <bounce@accountprotection.microsoft.com>\r\nContent-Type: text",
            )),
            vec![microsoft()],
            GENUINE,
            &["structure.folded_name"],
        ),
        (
            "a local time eight hours behind",
            at_outlook.clone(),
            vec![microsoft()],
            GENUINE,
            &["delivery.stale", "delivery.replay"],
        ),
        (
            "a name in another language and script",
            copy(&from(
                "From: =?utf-8?B?44Oe44Kk44Kv44Ot44K944OV44OI?= <account-security-noreply@accountprotection.microsoft.com>",
            )),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.disguised", "structure.invisible"],
        ),
        (
            "an alias with dots and a plus",
            received(
                &gmail("accounts.google.com", "b@relay.example", "pass", "pass", "pass"),
                &google(),
                &GOOGLE.replace("To: jo@", "To: J.O+codes@").replace("04 Mar 2026 17", "01 Mar 2026 17"),
            ),
            vec![google()],
            GENUINE,
            &["delivery.replay"],
        ),
        (
            "a link without encryption, and one that leads on below the provider",
            signed(
                &microsoft(),
                &MICROSOFT.replace(
                    "Si no lo",
                    "http://account.microsoft.com/ https://go.microsoft.com/fwlink/?linkid=1 Si no lo",
                ),
            ),
            vec![microsoft()],
            GENUINE,
            &["content.link_misleading", "content.third_party_text"],
        ),
        (
            "a colon with a space before it in every line",
            copy("From : Google <no-reply@accounts.google.com>\nTo : jo@mailbox.example\nSubject : Security alert\n"),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.folded_name"],
        ),
        (
            "a space before the whole copy",
            copy(" From: Google <no-reply@accounts.google.com>\nTo: jo@mailbox.example\nSubject: Security alert\n"),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.folded_name", "from.none"],
        ),
        (
            "a Subject that speaks of a sender",
            copy(
                "Subject: As you asked\n From: al@mailbox.example\nFrom: Jo Roe <jo@mailbox.example>\nTo: al@mailbox.example\n",
            ),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.folded_name"],
        ),
        (
            "a name with a comma in it",
            copy("From: Roe, Jo <jo@mailbox.example>\nTo: al@mailbox.example\nSubject: Lunch\n"),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.from_addresses", "structure.from_dangling"],
        ),
        (
            "an address as its own name",
            copy("From: \"jo@mailbox.example\" <jo@news.mailbox.example>\nTo: al@mailbox.example\nSubject: Lunch\n"),
            Vec::new(),
            NOT_CONFIRMED,
            &["structure.address_in_name"],
        ),
        (
            "a sender who writes of a provider",
            copy("From: Jo Roe <jo@mailbox.example>\nTo: al@mailbox.example\nSubject: Microsoft security code\n"),
            Vec::new(),
            NOT_CONFIRMED,
            &["from.unrelated"],
        ),
        (
            "a forged stamp that says fail below a genuine one",
            joined(
                &[
                    outlook_pass(MS),
                    format!("Authentication-Results: mx.google.com; dkim=fail; dmarc=fail header.from={MS}\n"),
                ]
                .concat(),
                &genuine,
            ),
            Vec::new(),
            attested,
            &["stamp.dmarc_fail", "stamp.disagree"],
        ),
    ]
}

#[test]
fn what_only_looks_odd_is_not_accused() {
    let mut wrong = Vec::new();
    for (what, message, keys, wanted, absent) in innocents() {
        let report = judge(&message, &keys.iter().collect::<Vec<_>>());
        assert_invariants(&report);
        let accused = ids(&report).into_iter().filter(|id| absent.contains(id)).count() > 0;
        if got(&report) != wanted || accused {
            wrong.push(format!("{what}: {:?} {:?} for {wanted:?}", got(&report), ids(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

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
    assert_eq!(got(&report), MISUSED, "{:?}", ids(&report));
    let own = GOOGLE.replace("A new sign-in on Windows", "See https://myaccount.google.com/notifications");
    let report = judge(&received(&gmail_pass("accounts.google.com"), &google(), &own), &[&google()]);
    assert_eq!(got(&report), GENUINE, "{:?}", ids(&report));
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
