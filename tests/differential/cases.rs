//! Messages on which verifiers could differ, made from a number and a seed: ordinary signatures in every form, and one
//! thing out of the ordinary in each.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::random::Random;
use super::signer::{Key, Signer};

/// A message and what was done to it.
pub struct Case {
    /// The bytes that all verifiers get.
    pub message: Vec<u8>,
    /// The features by which differences are explained: the canonicalisation, the key, and what is out of the ordinary.
    pub features: Vec<String>,
}

const DOMAIN: &str = "diff.example";
/// 2020-01-01, long past; 2040-01-01, far ahead; 2021-01-01.
const TIMES: [&str; 3] = ["1577836800", "2208988800", "1609459200"];

/// The records of DNS: selectors whose names say what is special about them.
pub fn records() -> Vec<(String, String)> {
    let rsa = Key::Rsa2048.record();
    let p = rsa.split("p=").nth(1).expect("a key");
    let name = |selector: &str| format!("{selector}._domainkey.{DOMAIN}");
    let mut records: Vec<(String, String)> = Vec::new();
    for (kind, key) in KEYS {
        for copy in 0..4 {
            records.push((name(&format!("{kind}{copy}")), key.record()));
        }
    }
    let special = [
        ("k-hash-sha1", format!("v=DKIM1; k=rsa; h=sha1; p={p}")),
        ("k-hash-both", format!("v=DKIM1; k=rsa; h=sha1:sha256; p={p}")),
        ("k-hash-unknown", format!("v=DKIM1; k=rsa; h=sha512; p={p}")),
        ("k-service-other", format!("v=DKIM1; k=rsa; s=other; p={p}")),
        ("k-service-email", format!("v=DKIM1; k=rsa; s=email; p={p}")),
        ("k-service-list", format!("v=DKIM1; k=rsa; s=other:email; p={p}")),
        ("k-granularity", format!("v=DKIM1; k=rsa; g=other; p={p}")),
        ("k-version-2", format!("v=DKIM2; k=rsa; p={p}")),
        ("k-version-last", format!("k=rsa; p={p}; v=DKIM1")),
        ("k-version-absent", format!("k=rsa; p={p}")),
        ("k-type-absent", format!("v=DKIM1; p={p}")),
        ("k-type-unknown", format!("v=DKIM1; k=mystery; p={p}")),
        ("k-type-upper", format!("v=DKIM1; k=RSA; p={p}")),
        ("k-type-other", format!("v=DKIM1; k=ed25519; p={p}")),
        ("k-revoked", "v=DKIM1; k=rsa; p=".to_owned()),
        ("k-testing", format!("v=DKIM1; k=rsa; t=y; p={p}")),
        ("k-strict", format!("v=DKIM1; k=rsa; t=s; p={p}")),
        ("k-notes", format!("v=DKIM1; n=a=20note; x_own=1; k=rsa; p={p}")),
        ("k-tag-name-with-hyphen", format!("v=DKIM1; x-own=1; k=rsa; p={p}")),
        ("k-spaced", format!("v=DKIM1 ; k = rsa ; p= {} {} ;", &p[..80], &p[80..])),
        ("k-damaged", format!("v=DKIM1; k=rsa; p={}", &p[..p.len() - 60])),
        ("k-not-base64", format!("v=DKIM1; k=rsa; p=@@{p}")),
        ("k-duplicate-tag", format!("v=DKIM1; k=rsa; k=rsa; p={p}")),
        ("k-subject-public-key-info", format!("v=DKIM1; k=rsa; p={}", subject_public_key_info(p))),
    ];
    records.extend(special.map(|(selector, record)| (name(selector), record)));
    records
}

/// Ordinary keys, by the start of their selectors.
const KEYS: [(&str, Key); 4] =
    [("rsa", Key::Rsa2048), ("short", Key::Rsa1024), ("ed", Key::Ed25519), ("tiny", Key::Rsa512)];

/// The key in the form in which most are published (RFC 5280 section 4.1), around the one of RFC 8017 that RFC 6376
/// names.
fn subject_public_key_info(p: &str) -> String {
    let key = STANDARD.decode(p).expect("a key");
    let length = |length: usize| [0x82, (length >> 8) as u8, length as u8];
    let algorithm = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0];
    let bits = [&[3][..], &length(key.len() + 1), &[0], &key].concat();
    let inside = [&algorithm[..], &bits].concat();
    STANDARD.encode([&[0x30][..], &length(inside.len()), &inside].concat())
}

/// What can be out of the ordinary. `-` stands for nothing.
const SPECIALS: [&str; 117] = [
    "-",
    "-",
    "-",
    "-",
    "-",
    // The message as it is signed.
    "empty body",
    "no blank line",
    "blank body",
    "body ends in blanks",
    "body without last line end",
    "body of one blank",
    "8-bit header",
    "8-bit body",
    "space before a colon",
    "empty value",
    "blank continuation",
    "only folds in a value",
    "control characters in a value",
    "carriage return in a value",
    "carriage return in the body",
    "NUL in the body",
    "line feeds alone in the body",
    "line feeds everywhere",
    "long line",
    "repeated fields",
    "no space behind a colon",
    "field of another case",
    // Tags.
    "l exact",
    "l shorter",
    "l beyond",
    "l zero",
    "l not a number",
    "x past",
    "x ahead",
    "x before t",
    "x is t",
    "t ahead",
    "t not a number",
    "i subdomain",
    "i other domain",
    "i without at",
    "i suffix of the domain",
    "i quoted-printable",
    "no c",
    "c header only",
    "c in capitals",
    "c unknown",
    "a in capitals",
    "a unknown",
    "no v",
    "v 2",
    "v last",
    "unknown tag",
    "duplicate tag",
    "semicolon at the end",
    "two semicolons",
    "no bh",
    "no h",
    "no d",
    "no s",
    "no a",
    "h without From",
    "h with empty names",
    "h with spaces",
    "h twice a field",
    "h more than there are",
    "h names the signature",
    "q other",
    "q dns alone",
    "q list",
    "d in capitals",
    "d with a dot at the end",
    "spaces around equals",
    "tag without equals",
    "bh of another length",
    "bh not base64",
    "tag name in capitals",
    "folded bh",
    "s with a dot",
    // Signatures.
    "two signatures",
    "three signatures",
    "two of one selector",
    "signature covers a signature",
    "rsa-sha1",
    "512 bits",
    "no key",
    "key of another algorithm",
    // What happens on the way.
    "body changed",
    "body appended",
    "body spaces widened",
    "body blank lines appended",
    "field changed",
    "unsigned field changed",
    "field spaces widened",
    "field name in capitals",
    "field folded anew",
    "field removed",
    "field moved",
    "From added above",
    "From added below",
    "Subject added above",
    "Received added above",
    "repeated fields swapped",
    "b changed",
    "b cut",
    "b not base64",
    "b empty",
    "b folded anew",
    "b padding removed",
    "bh changed",
    "selector changed",
    "domain changed",
    "v changed",
    "signature field removed",
    "signature at the bottom",
    "line feeds instead of line ends",
    "mbox line above",
];

/// The ARC chains.
const CHAINS: [&str; 27] = [
    "chain",
    "chain",
    "chain",
    "chain body changed",
    "chain signed field changed",
    "chain unsigned field changed",
    "chain changed between sets",
    "chain cv none above",
    "chain cv pass first",
    "chain cv fail last",
    "chain cv fail between",
    "chain cv unknown",
    "chain gap",
    "chain duplicate set",
    "chain without results",
    "chain without signature",
    "chain without seal",
    "chain instance zero",
    "chain instance 51",
    "chain seal with h",
    "chain signature covers seal",
    "chain no c",
    "chain seal changed",
    "chain older seal changed",
    "chain results changed",
    "chain no key",
    "chain cv in capitals",
];

/// The case of this number.
pub fn case(seed: u64, number: u64) -> Case {
    let mut random = Random::of(seed, number);
    let all = SPECIALS.len() + CHAINS.len() + KEY_CASES.len();
    let at = number as usize % all;
    if at < SPECIALS.len() {
        signed(SPECIALS[at], None, &mut random)
    } else if at < SPECIALS.len() + CHAINS.len() {
        chained(CHAINS[at - SPECIALS.len()], &mut random)
    } else {
        signed("-", Some(KEY_CASES[at - SPECIALS.len() - CHAINS.len()]), &mut random)
    }
}

/// Records of their own, and whether `i=` is a subdomain with them.
const KEY_CASES: [(&str, bool); 26] = [
    ("k-hash-sha1", false),
    ("k-hash-both", false),
    ("k-hash-unknown", false),
    ("k-service-other", false),
    ("k-service-email", false),
    ("k-service-list", false),
    ("k-granularity", false),
    ("k-version-2", false),
    ("k-version-last", false),
    ("k-version-absent", false),
    ("k-type-absent", false),
    ("k-type-unknown", false),
    ("k-type-upper", false),
    ("k-type-other", false),
    ("k-revoked", false),
    ("k-testing", false),
    ("k-strict", false),
    ("k-strict", true),
    ("k-notes", false),
    ("k-tag-name-with-hyphen", false),
    ("k-spaced", false),
    ("k-damaged", false),
    ("k-not-base64", false),
    ("k-duplicate-tag", false),
    ("k-subject-public-key-info", false),
    ("k-testing", true),
];

fn word(random: &mut Random) -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789.,;:!?()<>@=-_/'\"";
    (0..random.between(1, 12)).map(|_| char::from(*random.pick(letters))).collect()
}

/// Words with white space of every kind between them.
fn value(random: &mut Random) -> String {
    let mut text = word(random);
    for _ in 0..random.below(7) {
        text.push_str(random.pick::<&str>(&[" ", " ", "  ", "\t", "\r\n ", "\r\n\t ", " \t "]));
        text.push_str(&word(random));
    }
    text.push_str(random.pick::<&str>(&["", "", "", " ", "\t", "  "]));
    text
}

fn body(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.between(1, 9) {
        for _ in 0..random.below(8) {
            text.push_str(random.pick::<&str>(&["", " ", "  ", "\t"]));
            text.push_str(&word(random));
        }
        text.push_str(random.pick::<&str>(&["\r\n", "\r\n", " \r\n", "\t\r\n", "\r\n\r\n"]));
    }
    text.push_str(&word(random));
    text.push_str(random.pick::<&str>(&["\r\n", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n"]));
    text
}

/// A message before it is signed: fields, and the body with its blank line.
struct Draft {
    fields: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Draft {
    fn new(random: &mut Random) -> Self {
        let mut fields: Vec<(String, String)> = vec![("From".into(), format!("A <a@{DOMAIN}>"))];
        for name in ["To", "Subject", "Date", "Message-ID", "X-Note", "X-Other"] {
            if random.chance(85) {
                fields.push((name.into(), value(random)));
            }
        }
        Self { fields, body: ["\r\n", &body(random)].concat().into_bytes() }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|field| !field.0.trim().eq_ignore_ascii_case(name.trim()));
        self.fields.push((name.into(), value.into()));
    }

    fn bytes(&self, separator: &str) -> Vec<u8> {
        let fields: String =
            self.fields.iter().map(|(name, value)| [name, separator, value, "\r\n"].concat()).collect();
        [fields.as_bytes(), &self.body].concat()
    }
}

fn signer(kind: &str, copy: usize, random: &mut Random) -> Signer {
    let mut headers: Vec<String> = ["From", "To", "Subject", "Date", "Message-ID"].map(String::from).into();
    for extra in ["X-Note", "from", "SUBJECT", "Absent", "x-note", "X-Other"] {
        if random.chance(25) {
            headers.insert(random.below(headers.len() + 1), extra.into());
        }
    }
    Signer {
        key: KEYS.iter().find(|(name, _)| *name == kind).map_or(Key::Rsa2048, |(_, key)| *key),
        domain: DOMAIN.into(),
        selector: format!("{kind}{copy}"),
        relaxed: (random.chance(50), random.chance(50)),
        headers,
        more: (*random.pick(&[
            "",
            "",
            "t=1600000000; ",
            "q=dns/txt; ",
            "i=@diff.example; ",
            "t=1600000000; x=4000000000; ",
        ]))
        .to_owned(),
        ..Signer::default()
    }
}

fn features(signer: &Signer, special: &str) -> Vec<String> {
    let word = |relaxed: bool| if relaxed { "relaxed" } else { "simple" };
    vec![
        special.to_owned(),
        format!("header {}", word(signer.relaxed.0)),
        format!("body {}", word(signer.relaxed.1)),
        signer.selector.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned(),
    ]
}

/// The first place of a text; every special makes sure that it is there.
fn find(bytes: &[u8], text: &str) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text.as_bytes())
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    match find(bytes, from) {
        Some(at) => [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat(),
        None => bytes.to_vec(),
    }
}

fn signed(special: &str, key: Option<(&str, bool)>, random: &mut Random) -> Case {
    let mut draft = Draft::new(random);
    let kind = *random.pick(&["rsa", "rsa", "short", "ed"]);
    let mut own = signer(kind, 0, random);
    let mut separator = ": ";
    if let Some((selector, subdomain)) = key {
        own = Signer { key: Key::Rsa2048, selector: selector.into(), more: String::new(), ..own };
        if subdomain {
            own.more = format!("i=jo@mail.{DOMAIN}; ");
        }
    }
    match special {
        "empty body" => draft.body = b"\r\n".into(),
        "no blank line" => draft.body = Vec::new(),
        "blank body" => draft.body = b"\r\n\r\n\r\n\r\n".into(),
        "body of one blank" => draft.body = b"\r\n \r\n".into(),
        "body ends in blanks" => draft.body.extend(b"last  \t \r\n \t \r\n  \r\n\r\n"),
        "body without last line end" => draft.body = b"\r\nfirst line \r\nlast  line".into(),
        "8-bit header" => draft.set("Subject", "Gr\u{fc}\u{df}e \u{1f511}"),
        "8-bit body" => draft.body.extend("caf\u{e9} \u{1f511}\r\n".bytes().chain(*b"\xff\xfe\x80\r\n")),
        "space before a colon" => draft.set("Subject ", "of this"),
        "empty value" => draft.set("Subject", ""),
        "blank continuation" => draft.set("Subject", "one\r\n \t \r\n two"),
        "only folds in a value" => draft.set("Subject", "\r\n \r\n\t\r\n "),
        "control characters in a value" => draft.set("Subject", "one\x0btwo \x0c three\x01\x7f"),
        "carriage return in a value" => draft.set("Subject", "one\rtwo \r three"),
        "carriage return in the body" => draft.body.extend(b"one\rtwo \r three\r\n"),
        "line feeds alone in the body" => draft.body.extend(b"one\ntwo\n\nthree\n"),
        "NUL in the body" => draft.body.extend(b"one\0two\0\0\r\n"),
        "long line" => draft.body.extend([b"x".repeat(4_000), b"\r\n".into()].concat()),
        "repeated fields" | "repeated fields swapped" => {
            draft.fields.extend([("X-Note".into(), "upper".into()), ("X-Note".into(), "lower".into())]);
            own.headers = ["From", "X-Note", "X-Note", "x-note"].map(String::from).into();
        }
        "no space behind a colon" => separator = ":",
        "field of another case" => draft.set("sUBJECT", "mixed"),
        "l exact" => {
            draft.body = b"\r\nline one\r\nline two\r\n".into();
            own.length = Some(20);
        }
        "l shorter" => {
            draft.body = b"\r\nline one\r\nline two\r\nline three\r\n".into();
            own.length = Some(*random.pick(&[10, 20]));
        }
        "l beyond" => {
            draft.body = b"\r\nline one\r\nline two\r\n".into();
            own.more = "l=99; ".into();
        }
        "l zero" => own.length = Some(0),
        "l not a number" => own.more = "l=ten; ".into(),
        "x past" => own.more = format!("t=1500000000; x={}; ", TIMES[0]),
        "x ahead" => own.more = format!("x={}; ", TIMES[1]),
        "x before t" => own.more = format!("t={}; x=2200000000; ", TIMES[1]),
        "x is t" => own.more = format!("t={0}; x={0}; ", TIMES[2]),
        "t ahead" => own.more = format!("t={}; ", TIMES[1]),
        "t not a number" => own.more = "t=yesterday; ".into(),
        "i subdomain" => own.more = format!("i=jo@mail.{DOMAIN}; "),
        "i other domain" => own.more = "i=jo@other.example; ".into(),
        "i without at" => own.more = format!("i={DOMAIN}; "),
        "i suffix of the domain" => own.more = format!("i=jo@not{DOMAIN}; "),
        "i quoted-printable" => own.more = format!("i=jo=20h=3B@{DOMAIN}; "),
        "h without From" => own.headers = ["To", "Subject"].map(String::from).into(),
        "h with empty names" => own.headers = ["From", "", "Subject", ""].map(String::from).into(),
        "h with spaces" => own.headers = ["From ", " To", "\r\n\tSubject "].map(String::from).into(),
        "h twice a field" => own.headers = ["From", "Subject", "Subject"].map(String::from).into(),
        "h more than there are" => {
            own.headers = ["From", "From", "To", "To", "To", "Absent", "Absent"].map(String::from).into()
        }
        "h names the signature" => own.headers.push("DKIM-Signature".into()),
        "q other" => own.more = "q=http/well-known; ".into(),
        "q dns alone" => own.more = "q=dns; ".into(),
        "q list" => own.more = "q=http/x:dns/txt; ".into(),
        "d in capitals" => own.domain = DOMAIN.to_ascii_uppercase(),
        "d with a dot at the end" => own.domain = format!("{DOMAIN}."),
        "s with a dot" => own.selector = "never.there".into(),
        "rsa-sha1" => own = Signer { key: Key::Rsa2048, selector: "rsa0".into(), sha1: true, ..own },
        "512 bits" => own = Signer { key: Key::Rsa512, selector: "tiny0".into(), ..own },
        "no key" => own.selector = "unknown0".into(),
        "key of another algorithm" => own.selector = if own.key == Key::Ed25519 { "rsa1" } else { "ed1" }.into(),
        _ => {}
    }
    if special == "no c" {
        own.relaxed = (false, false);
    } else if special == "c header only" {
        own.relaxed.1 = false;
    }
    let edit = |unsigned: String| {
        let tag = |name: &str| {
            let start = unsigned.find(&format!("{name}=")).unwrap_or(0);
            let end = unsigned[start..].find(';').map_or(unsigned.len(), |end| start + end + 1);
            unsigned[start..end].to_owned()
        };
        let swap = |name: &str, to: &str| unsigned.replacen(&tag(name), to, 1);
        match special {
            "no c" => swap("c", ""),
            "c header only" => swap("c", if own.relaxed.0 { "c=relaxed;" } else { "c=simple;" }),
            "c in capitals" => swap("c", &tag("c").to_ascii_uppercase().replace("C=", "c=")),
            "c unknown" => swap("c", "c=nowsp/relaxed;"),
            "a in capitals" => swap("a", &tag("a").to_ascii_uppercase().replace("A=", "a=")),
            "a unknown" => swap("a", "a=rsa-sha512;"),
            "no v" => swap("v", ""),
            "v 2" => swap("v", "v=2;"),
            "v last" => swap("v", "").replace(" b=", " v=1; b="),
            "unknown tag" => unsigned.replace(" b=", " zz=unknown words; b="),
            "duplicate tag" => unsigned.replace(" b=", " s=rsa3; b="),
            "two semicolons" => unsigned.replace("; h=", ";; h="),
            "no bh" => swap("bh", ""),
            "no h" => swap("h", ""),
            "no d" => swap("d", ""),
            "no s" => unsigned.replacen(&format!(" s={};", own.selector), "", 1),
            "no a" => swap("a", ""),
            "spaces around equals" => unsigned.replacen("d=", "d = ", 1).replacen("h=", "h =\r\n ", 1),
            "tag without equals" => unsigned.replace(" b=", " alone; b="),
            "bh of another length" => swap("bh", "bh=AAAA;"),
            "bh not base64" => unsigned.replacen("bh=", "bh=@", 1),
            "tag name in capitals" => unsigned.replacen("d=", "D=", 1),
            "folded bh" => unsigned.replacen(&tag("bh"), &[&tag("bh")[..10], "\r\n  ", &tag("bh")[10..]].concat(), 1),
            _ => unsigned,
        }
    };
    let mut message = own.sign_edited(&draft.bytes(separator), edit);
    let own_length = message.len() - draft.bytes(separator).len();
    match special {
        "semicolon at the end" => {
            message = [&message[..own_length - 2], b";\r\n", &message[own_length..]].concat();
        }
        "two signatures" | "three signatures" => {
            for copy in 1..(if special == "two signatures" { 2 } else { 3 }) {
                let kind = *random.pick(&["rsa", "short", "ed"]);
                message = signer(kind, copy, random).sign(&message);
            }
        }
        "two of one selector" => message = own.sign(&message),
        "signature covers a signature" => {
            let mut upper = signer("rsa", 1, random);
            upper.headers.push("DKIM-Signature".into());
            message = upper.sign(&message);
        }
        _ => {}
    }
    message = on_the_way(special, message, own_length, random);
    let name = key.map_or(special.to_owned(), |(selector, subdomain)| {
        [selector, if subdomain { " and i subdomain" } else { "" }].concat()
    });
    Case { features: features(&own, &name), message }
}

/// What relays and others do to a message that is signed. `own` is the length of its signature field.
fn on_the_way(special: &str, message: Vec<u8>, own: usize, random: &mut Random) -> Vec<u8> {
    let end = find(&message, "\r\n\r\n").map_or(message.len(), |at| at + 4);
    let (field, rest) = message.split_at(own);
    let b = find(field, " b=").map_or(0, |at| at + 3);
    let from = find(&message, "\r\nFrom: ").map_or(0, |at| at + 2);
    let insert = |at: usize, text: &[u8]| [&message[..at], text, &message[at..]].concat();
    let changed = |at: usize| {
        let mut changed = message.clone();
        if let Some(byte) = changed.get_mut(at) {
            *byte = if byte.eq_ignore_ascii_case(&b'q') { b'w' } else { b'q' };
        }
        changed
    };
    let letter = |from: usize, to: usize, random: &mut Random| {
        let places: Vec<usize> = (from..to).filter(|&at| message[at].is_ascii_alphanumeric()).collect();
        if places.is_empty() { from } else { *random.pick(&places) }
    };
    match special {
        "line feeds everywhere" | "line feeds instead of line ends" => {
            message.iter().copied().filter(|&byte| byte != b'\r').collect()
        }
        "body changed" => changed(letter(end, message.len(), random)),
        "body appended" => insert(message.len(), b"more\r\n"),
        "body spaces widened" => insert(end, b" \t"),
        "body blank lines appended" => insert(message.len(), b"\r\n\r\n"),
        "field changed" => changed(from + 7),
        "unsigned field changed" => insert(own, b"X-Unsigned: added\r\n"),
        "field spaces widened" => insert(from + 7, b"  \t"),
        "field name in capitals" => replace(&message, "\r\nFrom:", "\r\nFROM:"),
        "field folded anew" => insert(from + 7, b"\r\n "),
        "field removed" => {
            let next = message[from..].windows(2).position(|pair| pair == b"\r\n").map_or(from, |at| from + at + 2);
            [&message[..from], &message[next..]].concat()
        }
        "field moved" => {
            let next = message[from..].windows(2).position(|pair| pair == b"\r\n").map_or(from, |at| from + at + 2);
            [&message[from..next], &message[..from], &message[next..]].concat()
        }
        "From added above" => insert(0, b"From: B <b@other.example>\r\n"),
        "From added below" => insert(end - 2, b"From: B <b@other.example>\r\n"),
        "Subject added above" => insert(0, b"Subject: another\r\n"),
        "Received added above" => insert(0, b"Received: from a by b; Wed, 4 Mar 2026 17:15:03 +0000\r\n"),
        "repeated fields swapped" => replace(
            &replace(&replace(&message, "X-Note: upper", "X-Note: @"), "X-Note: lower", "X-Note: upper"),
            "X-Note: @",
            "X-Note: lower",
        ),
        "b changed" => changed(letter(b, own - 6, random)),
        "b cut" => [&message[..own - 22], b"\r\n", rest].concat(),
        "b not base64" => insert(b + 5, b"*"),
        "b empty" => [&message[..b], b"\r\n", rest].concat(),
        "b folded anew" => insert(b + 10, b"\r\n\t \r\n "),
        "b padding removed" => {
            [field.strip_suffix(b"==\r\n").or(field.strip_suffix(b"=\r\n")).unwrap_or(field), b"\r\n", rest].concat()
        }
        "bh changed" => changed(find(field, "bh=").map_or(0, |at| at + 5)),
        "selector changed" => replace(&message, " s=", " s=x"),
        "domain changed" => replace(&message, "d=diff", "d=dift"),
        "v changed" => replace(&message, "v=1;", "v=3;"),
        "signature field removed" => rest.to_vec(),
        "signature at the bottom" => {
            let end = find(rest, "\r\n\r\n").map_or(rest.len(), |at| at + 2);
            [&rest[..end], field, &rest[end..]].concat()
        }
        "mbox line above" => insert(0, b"From jo@mailbox.example Wed Mar  4 17:15:03 2026\r\n"),
        _ => message,
    }
}

fn chained(special: &str, random: &mut Random) -> Case {
    let draft = Draft::new(random);
    let base = signer("rsa", 0, random);
    let mut message = Signer { more: String::new(), ..base.clone() }.sign(&draft.bytes(": "));
    let sets = if matches!(special, "chain") { random.between(1, 5) as u32 } else { 3 };
    let mut last = base.clone();
    let mut ed25519 = false;
    for instance in 1..=sets {
        let kind = *random.pick(&["rsa", "short", "ed"]);
        let mut sealer = Signer {
            relaxed: (true, true),
            headers: ["From", "To", "Subject", "Date", "Message-ID", "DKIM-Signature"].map(String::from).into(),
            more: String::new(),
            ..signer(kind, instance as usize % 4, random)
        };
        ed25519 |= sealer.key == Key::Ed25519;
        let newest = instance == sets;
        let validation = match (special, instance) {
            ("chain cv none above", 2) => "none",
            ("chain cv pass first", 1) => "pass",
            ("chain cv fail last", 3) => "fail",
            ("chain cv fail between", 2) => "fail",
            ("chain cv unknown", 3) => "maybe",
            ("chain cv in capitals", 3) => "PASS",
            (_, 1) => "none",
            _ => "pass",
        };
        if special == "chain no key" && newest {
            sealer.selector = "unknown1".into();
        }
        if special == "chain signature covers seal" && newest {
            sealer.headers.push("ARC-Seal".into());
        }
        let number = match special {
            "chain instance zero" if newest => 0,
            "chain instance 51" if newest => 51,
            _ => instance,
        };
        let results = format!("relay{instance}.example; dkim=pass header.d={DOMAIN}; arc=pass");
        message = if newest && matches!(special, "chain no c" | "chain seal with h") {
            let aar = format!("ARC-Authentication-Results: i={instance}; {results}\r\n").into_bytes();
            let cut = |unsigned: String| match special {
                "chain no c" => unsigned.replace(" c=relaxed/relaxed;", ""),
                _ => unsigned,
            };
            // Without c= both halves are simple (RFC 8617 section 4.1.2, RFC 6376 section 3.5).
            let how = if special == "chain no c" { (false, false) } else { (true, true) };
            let ams = Signer { relaxed: how, ..sealer.clone() }.edited_field(
                &message,
                "ARC-Message-Signature",
                &format!("i={instance}; "),
                |unsigned| cut(unsigned.replace(" c=simple/simple;", "")),
            );
            let seal = sealer.seal_field(&message, instance, validation, &aar, &ams);
            let seal = if special == "chain seal with h" { replace(&seal, "cv=", "h=from; cv=") } else { seal };
            [seal, ams, aar, message].concat()
        } else if number == instance {
            sealer.seal(&message, instance, validation, &results)
        } else {
            let renamed = sealer.seal(&message, instance, validation, &results);
            let added = renamed.len() - message.len();
            let own =
                String::from_utf8_lossy(&renamed[..added]).replace(&format!("i={instance};"), &format!("i={number};"));
            [own.as_bytes(), &message].concat()
        };
        if special == "chain changed between sets" && instance == 1 {
            message = replace(&message, "A <a@", "B <a@");
        }
        last = sealer;
    }
    let set = |message: &[u8], instance: u32, kind: &str| {
        let start = find(message, &format!("{kind}: i={instance};"))?;
        let mut end = start;
        loop {
            end += message[end..].windows(2).position(|pair| pair == b"\r\n")? + 2;
            if !message.get(end).is_some_and(|byte| b" \t".contains(byte)) {
                return Some(start..end);
            }
        }
    };
    let without = |message: &[u8], instance: u32, kinds: &[&str]| {
        kinds.iter().fold(message.to_vec(), |message, kind| match set(&message, instance, kind) {
            Some(range) => [&message[..range.start], &message[range.end..]].concat(),
            None => message,
        })
    };
    const SEAL: &str = "ARC-Seal";
    const SIGNATURE: &str = "ARC-Message-Signature";
    const RESULTS: &str = "ARC-Authentication-Results";
    let message = match special {
        "chain body changed" => [&message[..], b"more\r\n"].concat(),
        "chain signed field changed" => replace(&message, "A <a@", "B <a@"),
        "chain unsigned field changed" => [b"X-Unsigned: added\r\n", &message[..]].concat(),
        "chain gap" => without(&message, 2, &[SEAL, SIGNATURE, RESULTS]),
        "chain duplicate set" => match set(&message, 2, SEAL) {
            Some(range) => [&message[range], &message[..]].concat(),
            None => message,
        },
        "chain without results" => without(&message, 2, &[RESULTS]),
        "chain without signature" => without(&message, 2, &[SIGNATURE]),
        "chain without seal" => without(&message, 2, &[SEAL]),
        "chain seal changed" => replace(&message, "t=1700000000", "t=1700000001"),
        "chain older seal changed" => match set(&message, 1, SEAL) {
            Some(range) => {
                let at = range.end - 12;
                let other = if message[at] == b'q' { b'w' } else { b'q' };
                [&message[..at], &[other], &message[at + 1..]].concat()
            }
            None => message,
        },
        "chain results changed" => replace(&message, "relay2.example", "relay9.example"),
        _ => message,
    };
    let mut features = features(&last, special);
    if ed25519 {
        features.push("a set of ed25519".into());
    }
    Case { features, message }
}
