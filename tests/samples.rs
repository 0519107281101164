//! The samples of the page are made here, signed by our own test keys, and judged here, so that
//! they cannot rot. `UPDATE_SAMPLES=1 cargo test --test samples` writes `www/samples.js`.

mod support;

use header_verdict::analyze;
use header_verdict::report::{ContentVerdict, Delivery, Label, Origin, RepairId};
use support::mail::{Axes, assert_judged, joined, keys, names, signed};
use support::signer::Signer;

/// A sample of the page.
struct Sample {
    id: &'static str,
    title: &'static str,
    /// With LF line ends, as a text box holds it.
    text: String,
    /// Whose keys are given with it.
    signers: Vec<Signer>,
    axes: Axes,
    rows: &'static [&'static str],
}

const CODE: &str = "\
MIME-Version: 1.0
From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>
Date: Wed, 04 Mar 2026 09:15:00 -0800
Subject: Your single-use code
To: jo@mailbox.example
Message-ID: <SAMPLE01@accountprotection.microsoft.com>
Content-Type: text/html; charset=utf-8
";

/// What was signed below it, which the sample leaves out as a paste of headers does.
const TEXT: &str = "\n<p>Your single-use code is: 482913</p>\n";

const TENANT: &str = "\
MIME-Version: 1.0
From: \"Microsoft on behalf of Billing Desk\" <msonlineservicesteam@microsoftonline.com>
Date: Fri, 06 Mar 2026 11:02:40 +0000
Subject: Order of $499.99 is paid, to cancel call +1 (888) 555-0100 account email verification code
To: jo@mailbox.example
Message-ID: <SAMPLE03@microsoftonline.com>
Content-Type: text/plain; charset=utf-8

Verify your email address

Thanks for verifying your jo@mailbox.example account!

Your code is: 771204

Sincerely,
Order of $499.99 is paid, to cancel call +1 (888) 555-0100
";

const LOOKALIKE: &str = "\
MIME-Version: 1.0
From: Microsoft account team <security@rnicrosoft-account.example>
Reply-To: desk@account-recovery.example
Date: Thu, 05 Mar 2026 14:41:12 +0000
Subject: Unusual sign-in: your security code is 204518
To: jo@mailbox.example
Message-ID: <SAMPLE02@rnicrosoft-account.example>
Content-Type: text/plain; charset=utf-8

Your security code is 204518.

If this was not you, reply with the code to our support team, and they
will close the session for you.
";

fn signer(domain: &str) -> Signer {
    Signer {
        domain: domain.into(),
        selector: "sample".into(),
        headers: names("From:Date:Subject:Message-ID:Content-Type:MIME-Version"),
        ..Signer::default()
    }
}

/// What Gmail writes above a message that passes everything.
fn gmail(sender: &str, host: &str, address: &str, date: &str, zone: &str) -> String {
    let domain = sender.rsplit('@').next().unwrap_or_default();
    format!(
        "Delivered-To: jo@mailbox.example
Received: by 2002:a05:7022:6b8c:b0:7d:3c1f:88aa with SMTP id br12csp1180321dlb;
        {date}:19 {zone}
Return-Path: <{sender}>
Received: from {host} ({host}. [{address}])
        by mx.google.com with ESMTPS id ffacd0b85a97d-39c8a1b2c3dsi1234567f8f.210
        for <jo@mailbox.example>
        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
        {date}:18 {zone}
Received-SPF: pass (google.com: domain of {sender} designates {address} as permitted sender) client-ip={address};
Authentication-Results: mx.google.com;
       dkim=pass header.i=@{domain} header.s=sample header.b=QUJDREVG;
       spf=pass (google.com: domain of {sender} designates {address} as permitted sender) smtp.mailfrom={sender};
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={domain}
"
    )
}

fn samples() -> Vec<Sample> {
    let [microsoft, tenant, other] =
        ["accountprotection.microsoft.com", "microsoftonline.com", "rnicrosoft-account.example"].map(signer);
    let outbound = "mail-westeuropeazon11010042.outbound.protection.outlook.com";
    let above = |sender: &str, host: &str, address: &str, date: &str, zone: &str, signer: &Signer, text: &str| {
        joined(&gmail(sender, host, address, date, zone), &signed(signer, text)).replace("\r\n", "\n")
    };
    let code = above(
        "account-security-noreply@accountprotection.microsoft.com",
        outbound,
        "52.101.70.42",
        "Wed, 4 Mar 2026 09:15",
        "-0800 (PST)",
        &microsoft,
        &[CODE, TEXT].concat(),
    );
    let code = code.replace(TEXT, "");
    let lookalike = above(
        "bounce@rnicrosoft-account.example",
        "relay.rnicrosoft-account.example",
        "203.0.113.77",
        "Thu, 5 Mar 2026 06:41",
        "-0800 (PST)",
        &other,
        LOOKALIKE,
    );
    let lure = above(
        "msonlineservicesteam@microsoftonline.com",
        outbound,
        "52.101.70.42",
        "Fri, 6 Mar 2026 03:02",
        "-0800 (PST)",
        &tenant,
        TENANT,
    );
    let damaged = code
        .replace("\nFrom: ", "\nFrom:\n")
        .lines()
        .map(|line| ["> ", line.trim_start(), "\n"].concat())
        .collect::<String>();
    vec![
        Sample {
            id: "code",
            title: "A code mail",
            text: code,
            signers: vec![microsoft.clone()],
            axes: (Label::GenuineSender, Origin::Proved, ContentVerdict::NotSupplied, Delivery::Direct),
            rows: &["dkim.verified_pasted_key", "dkim.body_not_supplied", "stamp.attested", "event.recognised"],
        },
        Sample {
            id: "lookalike",
            title: "A look-alike",
            text: lookalike,
            signers: vec![other],
            axes: (Label::Forged, Origin::Contradicted, ContentVerdict::Hostile, Delivery::Unknown),
            rows: &["from.lookalike", "stamp.attested", "content.request", "structure.reply_to_elsewhere"],
        },
        Sample {
            id: "tenant",
            title: "A genuine mail, misused",
            text: lure,
            signers: vec![tenant],
            axes: (Label::GenuineSenderHostileContent, Origin::Proved, ContentVerdict::Hostile, Delivery::Direct),
            rows: &["dkim.verified_pasted_key", "dkim.body_verified", "content.third_party_text"],
        },
        Sample {
            id: "damaged",
            title: "A damaged paste",
            text: damaged,
            signers: vec![microsoft],
            axes: (Label::GenuineSender, Origin::Proved, ContentVerdict::NotSupplied, Delivery::Direct),
            rows: &["dkim.verified_pasted_key", "stamp.attested"],
        },
    ]
}

/// A string of JavaScript.
fn quoted(text: &str) -> String {
    ["'", &text.replace('\\', "\\\\").replace('\'', "\\'"), "'"].concat()
}

/// The module as the page imports it.
fn module(samples: &[Sample]) -> String {
    let mut out = String::from(
        "// Samples to try, made by tests/samples.rs: our own text, signed by our own test keys. Every\n\
         // address of a person is an example.\n\n\
         const lines = (...all) => `${all.join('\\n')}\\n`;\n\n\
         /** @type {{ id: string, title: string, text: string, keys?: { name: string, record: string }[] }[]} */\n\
         export const samples = [\n",
    );
    for sample in samples {
        out +=
            &format!("  {{\n    id: {},\n    title: {},\n    text: lines(\n", quoted(sample.id), quoted(sample.title));
        for line in sample.text.lines() {
            out += &["      ", &quoted(line), ",\n"].concat();
        }
        out += "    ),\n    keys: [\n";
        for signer in &sample.signers {
            let (name, record) = (quoted(&signer.dns_name()), quoted(&signer.key.record()));
            out += &format!("      {{\n        name: {name},\n        record: {record},\n      }},\n");
        }
        out += "    ],\n  },\n";
    }
    out + "];\n"
}

#[test]
fn every_sample_of_the_page_has_the_answer_that_it_is_there_for() {
    for sample in samples() {
        let signers: Vec<&Signer> = sample.signers.iter().collect();
        let report = analyze(sample.text.as_bytes(), &keys(&signers));
        println!("{}: {}. {}", sample.id, report.verdict.headline.text, report.verdict.reason.text);
        assert_judged(&report, sample.axes, sample.rows);
        let damaged = sample.id == "damaged";
        let repairs: Vec<RepairId> = report.input.repairs.iter().map(|repair| repair.id).collect();
        let wanted = [RepairId::Quoted, RepairId::SplitName, RepairId::LostFolding];
        assert_eq!(repairs, if damaged { &wanted[..] } else { &[] }, "{}", sample.id);
    }
}

#[test]
fn the_page_carries_these_samples() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/samples.js");
    let wanted = module(&samples());
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        std::fs::write(path, &wanted).expect("the file can be written");
    }
    let carried = std::fs::read_to_string(path).expect("the page has samples");
    assert!(carried == wanted, "www/samples.js is not what is made here: run the test with UPDATE_SAMPLES=1");
}
