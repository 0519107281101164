//! What mail providers write above a message that they take in.

use super::random::Random;
use super::senders::OWNER;
use super::text::date;

/// A mailbox provider.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// Outlook.com.
    Outlook,
    /// Gmail.
    Gmail,
    /// Fastmail.
    Fastmail,
}

/// What the receiver found.
pub struct Found<'a> {
    /// The host of From.
    pub from: &'a str,
    /// `d=` of the aligned signature, or the domain that sent it.
    pub domain: &'a str,
    /// The host that handed it over.
    pub host: &'a str,
    /// dkim, spf and dmarc.
    pub results: [&'static str; 3],
    /// When it was taken in.
    pub epoch: i64,
}

/// The fields above the message, CRLF.
pub fn above(receiver: Receiver, found: &Found, random: &mut Random) -> String {
    let Found { from, domain, host, results: [dkim, spf, dmarc], epoch } = found;
    let last = 1 + random.below(250);
    match receiver {
        Receiver::Outlook => {
            let (first, second, third) = (date(epoch + 6, 0), date(epoch + 3, 0), date(*epoch, 0));
            let (one, two) = (random.below(9_000) + 1_000, random.below(9_000) + 1_000);
            format!(
                "Received: from AM0PR01MB{one}.eurprd01.prod.exchangelabs.com (::1)\r\n by DB7PR02MB{two}.eurprd02.prod.outlook.com with HTTPS; {first}\r\n\
                 Received: from DU2PR04CA0003.eurprd04.prod.outlook.com (2603:10a6:10:3b::22)\r\n by AM0PR01MB{one}.eurprd01.prod.exchangelabs.com (2603:10a6:208:10e::36) with\r\n Microsoft SMTP Server (version=TLS1_2, cipher=TLS_EXAMPLE) id 15.20.9654.1;\r\n {second}\r\n\
                 Authentication-Results: spf={spf} (sender IP is 198.51.100.{last})\r\n smtp.mailfrom={domain}; dkim={dkim} (signature was checked)\r\n header.d={domain};dmarc={dmarc} action=none\r\n header.from={from};compauth={dmarc} reason=100\r\n\
                 Received-SPF: {spf} (protection.outlook.com: the sender's address was checked)\r\n receiver=protection.outlook.com;\r\n\
                 Received: from {host} (198.51.100.{last}) by\r\n DB5EUR05FT004.mail.protection.outlook.com (10.233.239.141) with Microsoft SMTP\r\n Server (version=TLS1_2, cipher=TLS_EXAMPLE) id 15.20.9654.1 via Frontend Transport;\r\n {third}\r\n"
            )
        }
        Receiver::Gmail => {
            let (first, second) = (date(epoch + 1, -8), date(*epoch, -8));
            let (id, other) = (random.hex(5), random.hex(16));
            format!(
                "Delivered-To: {OWNER}\r\nReceived: by 2002:a05:7022:6b8c:b0:7d:1:2 with SMTP id {id}csp{last};\r\n        {first} (PST)\r\n\
                 Return-Path: <bounce@{domain}>\r\n\
                 Received: from {host} ({host}. [198.51.100.{last}])\r\n        by mx.google.com with ESMTPS id {other}\r\n        for <{OWNER}>\r\n        (version=TLS1_3 cipher=TLS_EXAMPLE bits=256/256);\r\n        {second} (PST)\r\n\
                 Received-SPF: {spf} (google.com: domain of bounce@{domain}) client-ip=198.51.100.{last};\r\n\
                 Authentication-Results: mx.google.com;\r\n       dkim={dkim} header.i=@{domain} header.s=mailbox header.b=QUJDREVG;\r\n       spf={spf} (google.com: domain of bounce@{domain}) smtp.mailfrom=bounce@{domain};\r\n       dmarc={dmarc} (p=REJECT sp=REJECT dis=NONE) header.from={from}\r\n"
            )
        }
        Receiver::Fastmail => {
            let (first, second) = (date(epoch + 2, -5), date(*epoch, -5));
            let id = random.hex(9).to_ascii_uppercase();
            format!(
                "Received: from phl-compute-05.internal (phl-compute-05.phl.internal [10.202.2.45])\r\n\t by sloti22d1t06 (Cyrus 3.11.0-alpha0-fm-1) with LMTPA;\r\n\t {first}\r\n\
                 Received: from mx3 ([10.202.2.202])\r\n  by phl-compute-05.internal (MEProxy); {first}\r\n\
                 Received: from mx3.messagingengine.com (localhost [127.0.0.1])\r\n\tby mailmx.phl.internal (Postfix) with ESMTP id {id}\r\n\tfor <{OWNER}>; {first}\r\n\
                 Received: from mailmx.phl.internal (localhost [127.0.0.1])\r\n    by mx3.messagingengine.com (Authentication Milter) with ESMTP\r\n    id {id}.0;\r\n    {second}\r\n\
                 Authentication-Results: mx3.messagingengine.com;\r\n    x-csa=none;\r\n    x-me-sender=none;\r\n    x-ptr=pass smtp.helo={host}\r\n      policy.ptr={host}\r\n\
                 Authentication-Results: mx3.messagingengine.com;\r\n    dkim={dkim} (1024-bit rsa key sha256) header.d={domain}\r\n      header.i=@{domain} header.b=QUJDREVG\r\n      header.s=mailbox;\r\n    dmarc={dmarc} policy.published-domain-policy=quarantine\r\n      policy.applied-disposition=none (p=quarantine,d=none) policy.policy-from=p\r\n      header.from={from};\r\n    spf={spf}\r\n      smtp.mailfrom=bounce@{domain}\r\n      smtp.helo={host}\r\n\
                 Received: from {host} ({host} [198.51.100.{last}])\r\n\t(using TLSv1.2 with cipher TLS_EXAMPLE (256/256 bits))\r\n\t(No client certificate requested)\r\n\tby mx3.messagingengine.com (Postfix) with ESMTPS id {id}\r\n\tfor <{OWNER}>; {second}\r\n"
            )
        }
    }
}
