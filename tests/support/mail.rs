//! Messages of our own text in the shape of real ones, and what a test says about a report. Host
//! names of providers are facts; people, texts, ids and keys are ours.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

use header_verdict::authentication::keys::PastedKey;
use header_verdict::report::{ContentVerdict, Delivery, Label, Origin, Report};
use header_verdict::{Options, analyze};

use super::signer::{Key, Signer, to_crlf};

/// A code mail of a Microsoft account, from its first own field on.
pub const MICROSOFT: &str = "\
From: Equipo de cuentas Microsoft <account-security-noreply@accountprotection.microsoft.com>
To: jo@mailbox.example
Date: Wed, 04 Mar 2026 09:15:00 -0800
Subject: =?utf-8?B?Q8OzZGlnbyBkZSB1biBzb2xvIHVzbw==?=
Message-ID: <TRAP00000001@BL02EPF00000001>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
MIME-Version: 1.0
X-MS-Exchange-SenderADCheck: 1

Hola:

Su código de un solo uso es: 482913

Si no lo ha pedido, puede ignorar este mensaje.
";

/// A code mail of Amazon for a new account.
pub const AMAZON: &str = "\
Date: Mon, 23 Feb 2026 21:23:08 +0000
From: Amazon <account-update@amazon.com>
To: jo@mailbox.example
Message-ID: <TRAP00000002-000000@email.amazonses.com>
Subject: Verify your new Amazon account
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Feedback-ID: 1.us-east-1.TRAP:AmazonSES

To verify your email address, please use the following One Time Password (OTP):

204518

Do not share this OTP with anyone.
";

/// A security alert of Google.
pub const GOOGLE: &str = "\
Date: Wed, 04 Mar 2026 17:15:00 GMT
Message-ID: <TRAP00000003@notifications.google.com>
Subject: Security alert
From: Google <no-reply@accounts.google.com>
To: jo@mailbox.example
Content-Type: text/plain; charset=utf-8
MIME-Version: 1.0

A new sign-in on Windows

We noticed a new sign-in to your Google Account. If this was you, you don't need to do anything.
";

/// A code mail for an organisation that uses Microsoft; `%` is the name that the organisation gave
/// itself.
pub const TENANT: &str = "\
From: \"Microsoft on behalf of %\" <msonlineservicesteam@microsoftonline.com>
To: jo@mailbox.example
Date: Wed, 04 Mar 2026 17:15:00 +0000
Subject: % account email verification code
Message-ID: <TRAP00000004@microsoftonline.com>
Content-Type: text/plain; charset=utf-8
MIME-Version: 1.0

Thanks for verifying your jo@mailbox.example account!

Your code is: 771204
";

/// 4 March 2026, 17:15:03 UTC: when the receivers here took a message in.
pub const RECEIVED: i64 = 1_772_644_503;

/// How Microsoft signs account mail: 1024 bits, and To is not covered.
pub fn microsoft() -> Signer {
    Signer {
        key: Key::Rsa1024,
        domain: "accountprotection.microsoft.com".into(),
        selector: "trap".into(),
        headers: names("From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck"),
        ..Signer::default()
    }
}

/// How Microsoft seals what its mailboxes receive.
pub fn microsoft_seal() -> Signer {
    Signer {
        domain: "microsoft.com".into(),
        selector: "arctrap".into(),
        headers: names("From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck"),
        ..Signer::default()
    }
}

/// How Google signs account mail: over-signed, and expiring after seven days.
pub fn google() -> Signer {
    Signer {
        domain: "accounts.google.com".into(),
        selector: "trap".into(),
        headers: names("to:from:subject:message-id:date:from:to:cc:subject:date:message-id:reply-to"),
        more: "t=1772644500; x=1773249300; dara=google.com;\r\n ".into(),
        ..Signer::default()
    }
}

/// How Amazon signs, for this domain: twice, with 1024 bits and a simple body.
pub fn amazon(domain: &str) -> Signer {
    Signer {
        key: Key::Rsa1024,
        domain: domain.into(),
        selector: "trap".into(),
        relaxed: (true, false),
        headers: names("Date:From:To:Message-ID:Subject:MIME-Version:Content-Type"),
        more: "q=dns/txt; t=1771881788; ".into(),
        ..Signer::default()
    }
}

/// The names in an `h=` tag.
pub fn names(list: &str) -> Vec<String> {
    list.split(':').map(String::from).collect()
}

/// What Outlook.com writes above a message that it took from `from`: `results` is its stamp, in the
/// form without authserv-id.
pub fn outlook(from: &str, results: &str) -> String {
    format!(
        "Received: from AM0PR01MB1111.eurprd01.prod.exchangelabs.com (::1)
 by DB7PR02MB2222.eurprd02.prod.outlook.com with HTTPS; Wed, 4 Mar 2026 17:15:09 +0000
Received: from DU2PR04CA0003.eurprd04.prod.outlook.com (2603:10a6:10:3b::22)
 by AM0PR01MB1111.eurprd01.prod.exchangelabs.com (2603:10a6:208:10e::36) with
 Microsoft SMTP Server (version=TLS1_2, cipher=TLS_EXAMPLE) id 15.20.9654.1; Wed, 4
 Mar 2026 17:15:06 +0000
Received: from DB5EUR05FT004.eop-eur05.prod.protection.outlook.com
 (2603:10a6:10:3b:cafe::82) by DU2PR04CA0003.outlook.office365.com
 (2603:10a6:10:3b::22) with Microsoft SMTP Server (version=TLS1_2,
 cipher=TLS_EXAMPLE) id 15.20.9654.1 via Frontend Transport; Wed, 4 Mar 2026
 17:15:05 +0000
Authentication-Results: {results}
Received-SPF: Pass (protection.outlook.com: the sender's address is permitted)
 receiver=protection.outlook.com;
Received: from {from} (198.51.100.33) by
 DB5EUR05FT004.mail.protection.outlook.com (10.233.239.141) with Microsoft SMTP
 Server (version=TLS1_2, cipher=TLS_EXAMPLE) id 15.20.9654.1 via Frontend Transport;
 Wed, 4 Mar 2026 17:15:03 +0000
"
    )
}

/// Outlook's stamp for this domain: spf, dkim and dmarc with these results.
pub fn outlook_results(domain: &str, spf: &str, dkim: &str, dmarc: &str) -> String {
    format!(
        "spf={spf} (sender IP is 198.51.100.33)
 smtp.mailfrom={domain}; dkim={dkim}
 header.d={domain};dmarc={dmarc} action=none
 header.from={domain};compauth=pass reason=100"
    )
}

/// What Outlook.com writes above a message of this domain that passes everything.
pub fn outlook_pass(domain: &str) -> String {
    outlook(domain, &outlook_results(domain, "pass", "pass (signature was verified)", "pass"))
}

/// What Gmail writes above a message of this domain; its stamp stands below the boundary.
pub fn gmail(domain: &str, sender: &str, dkim: &str, spf: &str, dmarc: &str) -> String {
    format!(
        "Delivered-To: jo@mailbox.example
Received: by 2002:a05:7022:6b8c:b0:7d:1:2 with SMTP id br12csp1180321dlb;
        Wed, 4 Mar 2026 09:15:04 -0800 (PST)
Return-Path: <{sender}>
Received: from mail.{domain} (mail.{domain}. [198.51.100.42])
        by mx.google.com with ESMTPS id ffacd0b85a97d-1si1f8f.210.2026.03.04.09.15.03
        for <jo@mailbox.example>
        (version=TLS1_3 cipher=TLS_EXAMPLE bits=256/256);
        Wed, 04 Mar 2026 09:15:03 -0800 (PST)
Received-SPF: {spf} (google.com: domain of {sender}) client-ip=198.51.100.42;
Authentication-Results: mx.google.com;
       dkim={dkim} header.i=@{domain} header.s=trap header.b=QUJDREVG;
       spf={spf} (google.com: domain of {sender}) smtp.mailfrom={sender};
       dmarc={dmarc} (p=REJECT sp=REJECT dis=NONE) header.from={domain};
       dara=pass header.i=@gmail.com
"
    )
}

/// What Gmail writes above a message of this domain that passes everything.
pub fn gmail_pass(domain: &str) -> String {
    gmail(domain, &["bounce@", domain].concat(), "pass", "pass", "pass")
}

/// What Fastmail writes above Amazon's mail: four stamps of one host, of which the last has the
/// results that matter.
pub const FASTMAIL: &str = "\
Received: from phl-compute-05.internal (phl-compute-05.phl.internal [10.202.2.45])
	 by sloti22d1t06 (Cyrus 3.11.0-alpha0-fm-1) with LMTPA;
	 Mon, 23 Feb 2026 16:23:11 -0500
Received: from mx3 ([10.202.2.202])
  by phl-compute-05.internal (MEProxy); Mon, 23 Feb 2026 16:23:11 -0500
Received: from mx3.messagingengine.com (localhost [127.0.0.1])
	by mailmx.phl.internal (Postfix) with ESMTP id TRAP1
	for <jo@mailbox.example>; Mon, 23 Feb 2026 16:23:10 -0500 (EST)
Received: from mailmx.phl.internal (localhost [127.0.0.1])
    by mx3.messagingengine.com (Authentication Milter) with ESMTP
    id TRAP2.TRAP3;
    Mon, 23 Feb 2026 16:23:10 -0500
Authentication-Results: mx3.messagingengine.com;
    x-csa=none;
    x-me-sender=none;
    x-ptr=pass smtp.helo=a1.smtp-out.amazonses.com
      policy.ptr=a1.smtp-out.amazonses.com
Authentication-Results: mx3.messagingengine.com;
    bimi=pass header.d=amazon.com header.selector=default
      policy.authority=pass
Authentication-Results: mx3.messagingengine.com;
    arc=none (no signatures found)
Authentication-Results: mx3.messagingengine.com;
    dkim=pass (1024-bit rsa key sha256) header.d=amazon.com
      header.i=@amazon.com header.b=QUJDREVG
      header.s=trap;
    dkim=pass (1024-bit rsa key sha256) header.d=amazonses.com
      header.i=@amazonses.com header.b=R0hJSktM
      header.s=trap;
    dmarc=pass policy.published-domain-policy=quarantine
      policy.applied-disposition=none (p=quarantine,d=none) policy.policy-from=p
      header.from=amazon.com;
    spf=pass
      smtp.mailfrom=TRAP@bounces.amazon.com
      smtp.helo=a1.smtp-out.amazonses.com
Received: from a1.smtp-out.amazonses.com (a1.smtp-out.amazonses.com [198.51.100.167])
	(using TLSv1.2 with cipher TLS_EXAMPLE (256/256 bits))
	(No client certificate requested)
	by mx3.messagingengine.com (Postfix) with ESMTPS id TRAP4
	for <jo@mailbox.example>; Mon, 23 Feb 2026 16:23:10 -0500 (EST)
";

/// A message with CRLF line ends, signed, with these fields of a receiver above it.
pub fn received(above: &str, signer: &Signer, message: &str) -> String {
    joined(above, &signed(signer, message))
}

/// A message with CRLF line ends, signed.
pub fn signed(signer: &Signer, message: &str) -> String {
    text(signer.sign(&to_crlf(message.as_bytes())))
}

/// Fields above a message, all with CRLF line ends.
pub fn joined(above: &str, message: &str) -> String {
    text(to_crlf([above, message].concat().as_bytes()))
}

/// Bytes that are known to be text.
pub fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("the fixture is text")
}

/// The header section alone.
pub fn header(message: &str) -> &str {
    message.find("\r\n\r\n").map_or(message, |end| &message[..end + 2])
}

/// Options with the keys of these signers pasted.
pub fn keys(signers: &[&Signer]) -> Options {
    let keys = signers.iter().map(|signer| PastedKey { name: signer.dns_name(), record: signer.key.record() });
    Options { keys: keys.collect(), ..Options::default() }
}

/// Judges with the keys of these signers pasted.
pub fn judge(message: &str, signers: &[&Signer]) -> Report {
    analyze(message.as_bytes(), &keys(signers))
}

/// Label, origin, content and delivery.
pub type Axes = (Label, Origin, ContentVerdict, Delivery);

/// Asserts the axes of a report, that the ledger has these rows and that it has none of the others:
/// an id with `!` before it must not be there.
#[track_caller]
pub fn assert_judged(report: &Report, axes: Axes, rows: &[&str]) {
    let verdict = &report.verdict;
    let ids = ids(report);
    let got = (verdict.label, verdict.origin, verdict.content, verdict.delivery);
    assert_eq!(got, axes, "{}\n{}\n{ids:?}", verdict.headline.text, verdict.reason.text);
    for row in rows {
        match row.strip_prefix('!') {
            Some(row) => assert!(!ids.contains(&row), "{row} is in {ids:?}"),
            None => assert!(ids.contains(row), "{row} is not in {ids:?}"),
        }
    }
    assert_invariants(report);
}

/// What holds for every report of a message whose own words are calm.
#[track_caller]
pub fn assert_invariants(report: &Report) {
    assert_consistent(report);
    let words = [&report.verdict.headline.text, &report.verdict.reason.text].map(|words| words.to_lowercase());
    for never in ["is safe", "hacked", "compromised", "attacked"] {
        assert!(words.iter().all(|words| !words.contains(never)), "{words:?}");
    }
}

/// What holds for every report, whatever was pasted.
#[track_caller]
pub fn assert_consistent(report: &Report) {
    let ids = ids(report);
    for id in &report.verdict.deciding {
        assert!(ids.contains(&id.as_str()), "{id} decided and is not in {ids:?}");
    }
    assert!(!report.verdict.headline.text.is_empty() && !report.verdict.reason.text.is_empty());
    let genuine = matches!(report.verdict.label, Label::GenuineSender | Label::GenuineSenderHostileContent);
    assert!(!genuine || (!report.verdict.proves.is_empty() && !report.verdict.does_not_prove.is_empty()));
}

/// The ids of the ledger rows.
pub fn ids(report: &Report) -> Vec<&str> {
    report.ledger.iter().map(|row| row.id.as_str()).collect()
}
