//! Inputs with the structure of mail: fields of every kind, sound and broken, splices of our own fixtures, and changes
//! that keep the structure. A seed gives one input, on every machine.

use std::fs;
use std::sync::OnceLock;

use super::support::mail::*;

/// A sequence of numbers that its seed determines (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below `bound`; 0 when there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'t, T: ?Sized>(&mut self, choices: &[&'t T]) -> &'t T {
        choices[self.below(choices.len())]
    }

    /// A small number, and rarely a larger one.
    pub fn few(&mut self) -> usize {
        if self.once_in(12) { self.below(60) } else { self.below(5) }
    }
}

/// The characters and words that parsers of headers stop at.
const ALPHABET: [&[u8]; 72] = [
    b" ",
    b"\t",
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n ",
    b"\n\t",
    b"\r\n\r\n",
    b"\n\n",
    b"\r\n \r\n",
    b";",
    b":",
    b"=",
    b",",
    b"<",
    b">",
    b"(",
    b")",
    b"\"",
    b"\\",
    b"\\\"",
    b"@",
    b".",
    b"..",
    b"[",
    b"]",
    b"|",
    b"%",
    b"+",
    b"-",
    b"_",
    b"/",
    b"{",
    b"}",
    b"{provider}",
    b"\0",
    b"\x7f",
    b"\x1b",
    b"\xff",
    b"\xfe\xff",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
    b"\xc2\xad",
    b"\xe2\x80\x8b",
    b"\xe2\x80\xae",
    b"\xd0\xb0",
    b"\xc3\xa9",
    b"\xf0\x9f\x98\x80",
    b"=?utf-8?B?",
    b"=?utf-8?q?",
    b"?=",
    b"=?utf-8?q?=C3=A9?=",
    b"=?x?B?AAAA?=",
    b"=?utf-16?B?/v8=?=",
    b"=\r\n",
    b"=3D",
    b"=C3",
    b"&#x41;",
    b"&amp",
    b"xn--",
    b"xn--mgbh0fb",
    b"0",
    b"-1",
    b"99999999999999999999",
    b"AAAA",
    b"*",
    b"> ",
    b"--",
    b"--b\r\n",
    b"From jo@mailbox.example Wed Mar  4 17:15:03 2026\n",
];

/// Names of fields that some stage reads, and some that none reads.
const NAMES: [&str; 40] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Received",
    "DKIM-Signature",
    "ARC-Seal",
    "ARC-Message-Signature",
    "ARC-Authentication-Results",
    "Authentication-Results",
    "Received-SPF",
    "Return-Path",
    "Delivered-To",
    "Message-ID",
    "Reply-To",
    "Sender",
    "Resent-From",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "MIME-Version",
    "List-Id",
    "List-Unsubscribe",
    "X-Received",
    "X-Google-Smtp-Source",
    "X-Forwarded-To",
    "X-Spam-Status",
    "X-Spam-Score",
    "X-MS-Exchange-AntiSpam-MessageData-Original-0",
    "X-MS-Exchange-AntiSpam-MessageData-0",
    "X-MS-Exchange-Organization-AuthAs",
    "X-Forefront-Antispam-Report",
    "X-Microsoft-Antispam",
    "Feedback-ID",
    "Authentication-Results-Original",
    "X-Gm-Message-State",
    "X-A",
    "x",
    "Bcc",
];

const HOSTS: [&str; 26] = [
    "accountprotection.microsoft.com",
    "microsoft.com",
    "microsoftonline.com",
    "accounts.google.com",
    "google.com",
    "gmail.com",
    "amazon.com",
    "amazonses.com",
    "mailbox.example",
    "attack.example",
    "mx.google.com",
    "mx.microsoft.com",
    "mail.protection.outlook.com",
    "DB5EUR05FT004.mail.protection.outlook.com",
    "mx3.messagingengine.com",
    "mx0a-1.pphosted.com",
    "paypal.com",
    "rnicrosoft.com",
    "micros\u{43e}ft.com",
    "xn--micrsoft-8fg.com",
    "github.com",
    "localhost",
    "a",
    "co.uk",
    "example.co.uk.",
    "[192.0.2.1]",
];

const PEOPLE: [&str; 14] = [
    "Microsoft account team",
    "Google",
    "\"Microsoft, Inc.\"",
    "Jo (Roe) Doe",
    "=?utf-8?B?TWljcm9zb2Z0?=",
    "Amazon",
    "PayPal",
    "\"security@microsoft.com\"",
    "M\u{456}crosoft",
    "",
    "Support <help",
    "\"open",
    "Equipo de cuentas Microsoft",
    "\"Microsoft on behalf of % call +1 888 555 0100\"",
];

const LOCALS: [&str; 9] = [
    "account-security-noreply",
    "no-reply",
    "jo",
    "account-update",
    "\"jo doe\"",
    "jo+tag",
    "msonlineservicesteam",
    "",
    "a.b..c",
];

const DATES: [&str; 10] = [
    "Wed, 4 Mar 2026 09:15:03 -0800 (PST)",
    "Wed, 04 Mar 2026 17:15:03 +0000",
    "4 Mar 26 17:15 GMT",
    "Sat, 1 Jun 2024 12:00:03 Z",
    "31 Feb 2026 25:61:61 +9999",
    "1 Jan 0001 00:00:00 +0000",
    "1 Jan 99999 00:00:00 -0000",
    "Wed",
    "(nested (comment)) 4 Mar 2026 17:15:03 EST",
    "",
];

const RESULTS: [&str; 9] = [
    "pass",
    "fail",
    "none",
    "neutral",
    "softfail",
    "temperror",
    "permerror",
    "pass (signature was verified)",
    "bestguesspass",
];

fn extend(out: &mut Vec<u8>, pieces: &[&str]) {
    pieces.iter().for_each(|piece| out.extend(piece.bytes()));
}

fn alphabet(random: &mut Random, out: &mut Vec<u8>) {
    out.extend(random.pick(&ALPHABET));
}

fn address(random: &mut Random, out: &mut Vec<u8>) {
    let (local, host) = (random.pick(&LOCALS), random.pick(&HOSTS));
    extend(out, &[local, "@", host]);
}

fn mailbox(random: &mut Random, out: &mut Vec<u8>) {
    match random.below(8) {
        0 => address(random, out),
        1 => {
            extend(out, &[random.pick(&PEOPLE), " (", random.pick(&PEOPLE), ") <"]);
            address(random, out);
            out.push(b'>');
        }
        2 => {
            extend(out, &["group: "]);
            address(random, out);
            out.extend(b", ");
            address(random, out);
            out.push(b';');
        }
        3 => {
            out.extend(b"<@relay.example,@other.example:");
            address(random, out);
            out.push(b'>');
        }
        _ => {
            extend(out, &[random.pick(&PEOPLE), " <"]);
            address(random, out);
            out.push(b'>');
        }
    }
}

/// The value of an address field.
pub fn addresses(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    for at in 0..=random.few() {
        if at > 0 {
            out.extend(random.pick::<[u8]>(&[b", ", b",\r\n ", b",", b", ,", b"; "]));
        }
        mailbox(random, &mut out);
    }
    disturbed(random, out)
}

/// The value of Authentication-Results.
pub fn stamp(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    if random.once_in(3) {
        extend(&mut out, &["i=", random.pick(&["1", "2", "50", "51", "0", "x"]), "; "]);
    }
    if !random.once_in(4) {
        extend(&mut out, &[random.pick(&HOSTS), random.pick(&["", " 1", "/1", " (comment)"]), ";"]);
    }
    for _ in 0..random.few() {
        let host = random.pick(&HOSTS);
        let method =
            random.pick(&["dkim", "spf", "dmarc", "arc", "compauth", "x-ptr", "dkim/1", "DKIM", "auth", "dara"]);
        let property = random.pick(&[
            "header.d",
            "header.i",
            "header.from",
            "smtp.mailfrom",
            "smtp.helo",
            "policy.published",
            "header . d",
        ]);
        extend(
            &mut out,
            &[" ", method, "=", random.pick(&RESULTS), " ", property, "=", random.pick(&["", "@", "jo@"]), host],
        );
        if random.once_in(3) {
            extend(&mut out, &[" reason=\"", random.pick(&["because", "a \\\" b", "; dmarc=pass"]), "\""]);
        }
        if random.once_in(4) {
            extend(&mut out, &[" (", random.pick(&["p=REJECT sp=NONE", "((((", "good; dkim=pass", "a)(b"]), ")"]);
        }
        extend(&mut out, &[random.pick(&[";", ";\r\n      ", " ; ", ";;", " action=none;"])]);
    }
    disturbed(random, out)
}

/// The value of Received.
pub fn received_value(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    let addresses = [
        "192.0.2.1",
        "198.51.100.33",
        "10.0.0.7",
        "::1",
        "2603:10a6:10:3b::22",
        "fe80::1%7",
        "IPv6:2001:db8::1",
        "999.1.1.1",
        "unknown",
    ];
    for _ in 0..1 + random.few().min(6) {
        let clause = random.pick(&["from", "by", "with", "id", "for", "via", "FROM"]);
        extend(&mut out, &[clause, " "]);
        match clause {
            "with" => extend(
                &mut out,
                &[random.pick(&["ESMTPS", "SMTP", "HTTPS", "Microsoft SMTP Server (version=TLS1_2)", "mapi", "LMTPA"])],
            ),
            "for" => {
                out.push(b'<');
                address(random, &mut out);
                out.push(b'>');
            }
            _ => extend(&mut out, &[random.pick(&HOSTS)]),
        }
        if random.once_in(2) {
            let (open, close) = [("(", ")"), ("([", "])"), ("[", "]"), ("(helo=x [", "])"), ("(", "")][random.below(5)];
            extend(&mut out, &[" ", open, random.pick(&addresses), close]);
        }
        out.extend(random.pick::<[u8]>(&[b" ", b"\r\n ", b"\n\t"]));
    }
    extend(&mut out, &[random.pick(&["; ", ";", "", " ;\r\n "]), random.pick(&DATES)]);
    disturbed(random, out)
}

/// A tag list: of DKIM, of ARC or of a key record.
pub fn tags(random: &mut Random) -> Vec<u8> {
    const TAGS: [(&str, &[&str]); 20] = [
        ("v", &["1", "DKIM1", "2", ""]),
        ("a", &["rsa-sha256", "rsa-sha1", "ed25519-sha256", "RSA-SHA256", "x"]),
        ("c", &["relaxed/relaxed", "simple/simple", "relaxed", "simple/relaxed", "a/b", "/"]),
        (
            "d",
            &["accountprotection.microsoft.com", "accounts.google.com", "microsoft.com", "attack.example", "a\0b", ""],
        ),
        ("s", &["trap", "arctrap", "selector1", "a.b", "x._domainkey.y", "\u{e9}"]),
        (
            "h",
            &[
                "From:To:Subject",
                "from:from",
                "From:Date:Subject:Message-ID:Content-Type:MIME-Version",
                ":",
                "Subject",
                "*",
            ],
        ),
        ("bh", &["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "AAAA", "", "!"]),
        ("b", &["AAAA", "", "QUJDREVGR0g=", "A=A", "AAAA\r\n AAAA"]),
        ("i", &["@accounts.google.com", "1", "2", "50", "51", "007", "jo@attack.example", "-1"]),
        ("l", &["0", "1", "5", "99999999999999999999", "-1"]),
        ("t", &["1772644500", "0", "99999999999999999999", "y", "s"]),
        ("x", &["1773249300", "1", "99999999999999999999", ""]),
        ("q", &["dns/txt", "dns"]),
        ("z", &["From:jo@mailbox.example|To:a"]),
        ("cv", &["none", "pass", "fail", "x"]),
        ("k", &["rsa", "ed25519", "x"]),
        ("p", &["", "AAAA", "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]),
        ("n", &["note; and", "x"]),
        ("g", &["*", ""]),
        ("_x", &["y"]),
    ];
    let mut out = Vec::new();
    for _ in 0..2 + random.few() * 2 {
        let (name, values) = TAGS[random.below(TAGS.len())];
        let value = values[random.below(values.len())];
        extend(
            &mut out,
            &[name, random.pick(&["=", " = ", "=\r\n ", "=="]), value, random.pick(&["; ", ";", ";\r\n\t", ";;"])],
        );
    }
    disturbed(random, out)
}

fn subject(random: &mut Random) -> Vec<u8> {
    let words = [
        "Your single-use code",
        "Security alert",
        "=?utf-8?B?Q8OzZGlnbw==?=",
        "=?utf-8?q?C=C3=B3digo?=",
        "482913",
        "PayPal",
        "call +1 888 555 0100",
        "Verify your new Amazon account",
        "\u{202e}edoc",
        "=?x-unknown?B?////?=",
        "=?utf-8?Q?",
    ];
    let mut out = Vec::new();
    for _ in 0..=random.few() {
        extend(&mut out, &[random.pick(&words), random.pick(&[" ", "\r\n ", "\t"])]);
    }
    disturbed(random, out)
}

fn content_type(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    extend(
        &mut out,
        &[random.pick(&[
            "text/html",
            "text/plain",
            "multipart/mixed",
            "multipart/alternative",
            "multipart/related",
            "multipart/digest",
            "message/rfc822",
            "image/png",
            "application/octet-stream",
            "text",
            "/",
        ])],
    );
    for _ in 0..random.few().min(4) {
        extend(
            &mut out,
            &[random.pick(&[
                "; boundary=b",
                "; boundary=\"b\"",
                ";\r\n boundary=b1",
                "; charset=utf-8",
                "; charset=\"iso-8859-1\"",
                "; charset=utf-16",
                "; charset=utf-7",
                "; name=invoice.html",
                "; name*=utf-8''%41%",
                "; name*0=a; name*1=b",
                "; boundary=",
                "; boundary=\"",
                "; boundary*=b",
                ";;",
            ])],
        );
    }
    disturbed(random, out)
}

/// Often as it is, sometimes with characters that the parser stops at in some places.
fn disturbed(random: &mut Random, mut out: Vec<u8>) -> Vec<u8> {
    if random.once_in(2) {
        for _ in 0..=random.few() {
            let at = random.below(out.len() + 1);
            if random.once_in(3) {
                let end = out.len().min(at + random.few());
                out.drain(at..end);
            } else {
                let mut piece = Vec::new();
                alphabet(random, &mut piece);
                out.splice(at..at, piece);
            }
        }
    }
    out
}

/// One field with its line end: of the grammar, or a valid one of a fixture.
fn field(random: &mut Random, out: &mut Vec<u8>) {
    if random.once_in(4) {
        let fields = fixture_fields();
        out.extend(&fields[random.below(fields.len())]);
        return;
    }
    let name = random.pick(&NAMES);
    match random.below(12) {
        0 => extend(out, &[&name.to_lowercase(), ":"]),
        1 => extend(out, &[&name.to_uppercase(), ": "]),
        2 => extend(out, &[name, " :"]),
        3 => extend(out, &[name, ":\r\n "]),
        _ => extend(out, &[name, ": "]),
    }
    let value = match name {
        "From" | "To" | "Cc" | "Reply-To" | "Sender" | "Resent-From" | "Return-Path" | "Delivered-To" => {
            addresses(random)
        }
        "Authentication-Results" | "ARC-Authentication-Results" | "Authentication-Results-Original" => stamp(random),
        "Received" | "X-Received" => received_value(random),
        "DKIM-Signature" | "ARC-Seal" | "ARC-Message-Signature" => tags(random),
        "Date" => random.pick(&DATES).as_bytes().to_vec(),
        "Content-Type" => content_type(random),
        "Content-Transfer-Encoding" => {
            random.pick(&["base64", "quoted-printable", "8bit", "7bit", "x-uuencode", "BASE64"]).as_bytes().to_vec()
        }
        _ => subject(random),
    };
    out.extend(value);
    out.extend(random.pick::<[u8]>(&[b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r\n\t\r\n"]));
}

/// A header section, mostly with an author.
pub fn header(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    if random.once_in(2) {
        let tops = receiver_tops();
        out.extend(tops[random.below(tops.len())].bytes());
    }
    for _ in 0..1 + random.few() {
        field(random, &mut out);
    }
    if !random.once_in(4) {
        out.extend(b"From: ");
        mailbox(random, &mut out);
        out.extend(b"\r\n");
    }
    for _ in 0..random.few() {
        field(random, &mut out);
    }
    out
}

/// HTML of known elements in any order, with styles, links, forms and text that asks for something.
pub fn html(random: &mut Random) -> Vec<u8> {
    const TAGS: [&str; 50] = [
        "<p>",
        "</p>",
        "<div style=\"display:none\">",
        "</div>",
        "<a href=\"https://microsoft.com/\">",
        "<a href='https://attack.example/?u=https://google.com'>",
        "</a>",
        "<br>",
        "<style>.a{display:none} #b{color:#fff}</style>",
        "<span class=a id=b>",
        "<span style=\"font-size:0\">",
        "</span>",
        "<table><tr><td>",
        "</table>",
        "<form action=\"https://attack.example/\">",
        "<input type=password name=passwd>",
        "<input name=code autocomplete=one-time-code>",
        "</form>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB\">",
        "<base href=\"https://attack.example/\">",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<b",
        ">",
        "<a href=\"javascript:x\">",
        "<a href=\"mailto:a@attack.example\">",
        "&nbsp;",
        "&#0;",
        "&#x1F600;",
        "&zwnj;",
        "<bdo dir=rtl>",
        "</bdo>",
        "<meta http-equiv=refresh content=\"0;url=https://attack.example\">",
        "<noscript>",
        "<plaintext>",
        "<svg><text>",
        "<a href=\"https://login.microsoftonline.com/common/oauth2/deviceauth\">",
        "<p style=\"color:white;background:white\">",
        "<font color=#fff size=1>",
        "<a href=\"https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fattack.example\">",
        "<div hidden>",
        "<button>",
    ];
    let mut out = Vec::new();
    for _ in 0..2 + random.few() * 4 {
        if random.once_in(2) {
            extend(&mut out, &[random.pick(&TAGS)]);
        } else {
            words(random, &mut out);
        }
    }
    disturbed(random, out)
}

fn words(random: &mut Random, out: &mut Vec<u8>) {
    const WORDS: [&str; 24] = [
        "Your code is 482913. ",
        "Read the code to our support agent. ",
        "Call +1 (888) 555-0100 ",
        "https://attack.example/login ",
        "approve the prompt ",
        "Enter your password ",
        "Su c\u{f3}digo de un solo uso es: 482913\r\n",
        "\u{30b3}\u{30fc}\u{30c9}\u{3092}\u{6559}\u{3048}\u{3066}",
        "pay $499.99 in gift cards ",
        "install AnyDesk ",
        "www.paypa1.example ",
        "Thanks for verifying your jo@mailbox.example account!\r\n",
        "\r\n",
        "\r\n\r\n",
        "> quoted\r\n",
        ">From here\r\n",
        "\u{2588}\u{2580}\u{2584}\u{2588}\r\n",
        "microsoft.com/devicelogin ",
        "a\u{ad}b\u{200b}c ",
        "--b\r\n",
        "--b--\r\n",
        ". ",
        "G-482913 ",
        "If you did not request this, ignore it. ",
    ];
    extend(out, &[random.pick(&WORDS)]);
}

pub fn base64(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let width = [76, 4, 60, 1000][random.below(4)];
    text.as_bytes().chunks(width).collect::<Vec<_>>().join(&b"\r\n"[..])
}

/// A body below its fields of content: text, HTML or parts, to some depth.
pub fn entity(random: &mut Random, depth: usize) -> Vec<u8> {
    let mut out = Vec::new();
    match random.below(if depth == 0 { 3 } else { 6 }) {
        0 => {
            out.extend(b"Content-Type: text/html; charset=utf-8\r\n\r\n");
            out.extend(html(random));
        }
        1 => {
            out.extend(b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            let html = html(random);
            out.extend(base64(&html, random));
        }
        2 => {
            extend(
                &mut out,
                &[
                    "Content-Type: text/plain\r\nContent-Transfer-Encoding: ",
                    random.pick(&["quoted-printable", "8bit", "base64"]),
                    "\r\n\r\n",
                ],
            );
            for _ in 0..=random.few() {
                words(random, &mut out);
            }
            out = disturbed(random, out);
        }
        3 => {
            out.extend(b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=a.eml\r\n\r\n");
            out.extend(header(random));
            out.extend(entity(random, depth - 1));
        }
        4 => {
            extend(
                &mut out,
                &[
                    "Content-Type: ",
                    random.pick(&["image/png", "application/zip", "text/html"]),
                    "; name=\"",
                    random.pick(&["a.png", "pay.html", "x.zip", "\u{202e}gnp.exe"]),
                    "\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                ],
            );
            let file: &[u8] = random.pick(&[
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10",
                b"GIF89a\x01\0\x01\0",
                b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10",
                b"RIFF\0\0\0\0WEBPVP8X",
                b"PK\x03\x04",
            ]);
            out.extend(base64(file, random));
        }
        _ => {
            let boundary = random.pick(&["b", "b1", "=_x", "b b"]);
            extend(
                &mut out,
                &[
                    "Content-Type: multipart/",
                    random.pick(&["mixed", "alternative", "related", "digest"]),
                    "; boundary=\"",
                    boundary,
                    "\"\r\n\r\npreamble\r\n",
                ],
            );
            for _ in 0..=random.few().min(4) {
                extend(&mut out, &["--", boundary, random.pick(&["", "  ", "--", "x"]), "\r\n"]);
                out.extend(entity(random, depth - 1));
                out.extend(b"\r\n");
            }
            extend(&mut out, &["--", boundary, random.pick(&["--\r\n", "--", "\r\n", ""])]);
        }
    }
    out
}

/// A whole message.
pub fn message(random: &mut Random) -> Vec<u8> {
    let mut out = header(random);
    match random.below(5) {
        0 => {}
        1 => {
            out.extend(b"\r\n");
            words(random, &mut out);
        }
        _ => out.extend(entity(random, 3)),
    }
    if random.once_in(4) {
        out.retain(|&byte| byte != b'\r');
    }
    if random.once_in(30) {
        out = [b"> ".to_vec(), out.split(|&byte| byte == b'\n').collect::<Vec<_>>().join(&b"\n> "[..])].concat();
    }
    out
}

/// A valid message of our fixtures, with some changes that keep its structure.
pub fn spliced(random: &mut Random) -> Vec<u8> {
    let all = fixtures();
    let mut out = all[random.below(all.len())].clone();
    for _ in 0..=random.few() {
        out = changed(&out, random);
    }
    out
}

/// Everything between the line ends that no white space follows.
fn fields(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match fields.last_mut() {
            Some(field) if line.starts_with(b" ") || line.starts_with(b"\t") => field.extend(line),
            _ => fields.push(line.to_vec()),
        }
    }
    fields
}

/// The same with one change that a header could have undergone.
pub fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines = fields(bytes);
    let at = random.below(lines.len());
    match random.below(14) {
        0 | 1 => {
            let mut new = Vec::new();
            field(random, &mut new);
            lines.insert(at, new);
        }
        2 if !lines.is_empty() => {
            lines.remove(at);
        }
        3 if !lines.is_empty() => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        4 if !lines.is_empty() => {
            let copy = lines[at].clone();
            let other = random.below(lines.len() + 1);
            lines.insert(other, copy);
        }
        5 if !lines.is_empty() => {
            let field = &mut lines[at];
            let colon = field.iter().position(|&byte| byte == b':').unwrap_or(0);
            let upper = random.once_in(2);
            field[..colon].iter_mut().for_each(|byte| {
                *byte = if upper { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
            });
        }
        6 if !lines.is_empty() => {
            // folded where there was white space, or where there was none
            let field = &mut lines[at];
            let place = random.below(field.len());
            let ends: &[&[u8]] = &[b"\r\n ", b"\n\t", b"\r\n  "];
            field.splice(place..place, random.pick(ends).iter().copied());
        }
        7 if !lines.is_empty() => {
            let field = &mut lines[at];
            let end = field.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
            let mut at = 0;
            field.retain(|byte| {
                at += 1;
                at > end || !b"\r\n".contains(byte)
            });
        }
        8 => {
            let mut out = bytes.to_vec();
            match random.below(3) {
                0 => out.retain(|&byte| byte != b'\r'),
                1 => out = super::support::signer::to_crlf(&out),
                _ => out.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b'\r'),
            }
            return out;
        }
        9 => {
            let mut out = bytes.to_vec();
            out.truncate(random.below(bytes.len() + 1));
            return out;
        }
        10 => {
            let mut out = bytes.to_vec();
            out.extend(entity(random, 2));
            return out;
        }
        _ => {
            let mut out = bytes.to_vec();
            let place = random.below(out.len() + 1);
            let end = out.len().min(place + if random.once_in(2) { random.few() } else { 0 });
            let mut piece = Vec::new();
            alphabet(random, &mut piece);
            out.splice(place..end, piece);
            return out;
        }
    }
    lines.concat()
}

/// Valid messages: what receivers took in, signed and sealed ones.
pub fn fixtures() -> &'static [Vec<u8>] {
    static ONCE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let mut all: Vec<Vec<u8>> = signed_messages().iter().map(|message| message.clone().into_bytes()).collect();
        let mut names: Vec<_> = fs::read_dir([crate::ROOT, "/tests/receivers"].concat())
            .expect("the fixtures are there")
            .map(|file| file.expect("a file").path())
            .collect();
        names.sort();
        for name in names {
            all.push(fs::read(name).expect("a fixture"));
        }
        all
    })
}

/// Messages with signatures and seals that verify with [`all_keys`], in the order in which [`super::targets`] knows them.
pub fn signed_messages() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let domain = "accountprotection.microsoft.com";
        let genuine = received(&outlook_pass(domain), &microsoft(), MICROSOFT);
        let results = "mx.microsoft.com 1; spf=pass smtp.mailfrom=accountprotection.microsoft.com; dmarc=pass action=none header.from=accountprotection.microsoft.com;\r\n dkim=pass (signature was verified) header.d=accountprotection.microsoft.com; arc=none";
        let sealed = text(microsoft_seal().seal(genuine.as_bytes(), 1, "none", results));
        let twice = text(microsoft_seal().seal(sealed.as_bytes(), 2, "pass", results));
        vec![
            genuine,
            sealed,
            twice,
            received(&gmail_pass("accounts.google.com"), &google(), GOOGLE),
            received(FASTMAIL, &amazon("amazon.com"), AMAZON),
            signed(&microsoft(), MICROSOFT),
        ]
    })
}

/// The keys of all who signed these.
pub fn all_keys() -> header_verdict::Options {
    keys(&[&microsoft(), &microsoft_seal(), &google(), &amazon("amazon.com")])
}

/// What a receiver wrote above a message of `attack.example`, which passes every check in its own name, or of a forger.
pub fn receiver_tops() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let domain = "accountprotection.microsoft.com";
        let crlf = |top: String| joined("", &top);
        [
            outlook("mail.attack.example", &outlook_results("attack.example", "pass", "pass (signature was verified)", "pass")),
            outlook("mail.attack.example", &outlook_results(domain, "fail", "none (message not signed)", "fail")),
            outlook("mail.attack.example", &outlook_results(domain, "none", "none (message not signed)", "none")),
            gmail("attack.example", "b@attack.example", "pass", "pass", "pass"),
            gmail("accounts.google.com", "b@attack.example", "none", "pass", "fail"),
            gmail(domain, "b@attack.example", "neutral", "softfail", "none"),
            "Received: from mail.attack.example (mail.attack.example [192.0.2.66]) by mx.small.example\n with ESMTP id 1; Wed, 4 Mar 2026 17:15:03 +0000\n".into(),
            FASTMAIL.replace("amazon.com", "attack.example").replace("amazonses.com", "attack.example"),
        ]
        .map(crlf)
        .into()
    })
}

fn fixture_fields() -> &'static [Vec<u8>] {
    static ONCE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let whole = |message: &Vec<u8>| {
            let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(message.len(), |end| end + 2);
            fields(&message[..end])
        };
        fixtures().iter().flat_map(whole).filter(|field| field.contains(&b':')).collect()
    })
}
