//! The worst shapes that we know for each parser, at any size: what their time and their memory are measured with.

use header_verdict::authentication::keys::{self, KeyRing};
use header_verdict::authentication::receiver::recognise;
use header_verdict::authentication::{Context, authenticate};
use header_verdict::claim::Strength;
use header_verdict::content;
use header_verdict::input::{self, carried, mbox, outlook, zip};
use header_verdict::message::{
    Message, address, auth_results, date, domain, encoded_word, filter, mime, received, structure, tag_list,
};
use header_verdict::report::HostRelation;
use header_verdict::{Options, analyze};

use super::grammar::{self, Random, all_keys, signed_messages};
use super::support;

/// A shape, and what makes about as many bytes of it as it is told.
pub type Shape = (&'static str, fn(usize) -> Vec<u8>);

/// A parser, by itself or as a part of the whole.
pub struct Parser {
    /// Its name.
    pub name: &'static str,
    /// Reads an input.
    pub read: fn(&[u8]),
    /// The sizes in bytes up to which it reads everything; beyond, it takes no more time.
    pub most: usize,
    /// Its worst shapes.
    pub shapes: &'static [Shape],
}

/// `before`, then as many of `piece` as fit, then `after`.
fn filled(before: &str, piece: &str, after: &str, size: usize) -> Vec<u8> {
    let room = size.saturating_sub(before.len() + after.len());
    [before, &piece.repeat(room / piece.len()), after].concat().into_bytes()
}

/// The same with pieces that differ.
fn numbered(before: &str, after: &str, size: usize, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut out = before.as_bytes().to_vec();
    for number in 0.. {
        let next = piece(number);
        if out.len() + next.len() + after.len() > size {
            break;
        }
        out.extend(next.bytes());
    }
    out.extend(after.bytes());
    out
}

macro_rules! filled {
    ($before:expr, $piece:expr, $after:expr) => {
        |size| filled($before, $piece, $after, size)
    };
}

const AUTHOR: &str = "From: jo@mailbox.example\r\n";
const HTML: &str = "From: jo@mailbox.example\r\nContent-Type: text/html\r\n\r\n";
const MIXED: &str =
    "From: jo@mailbox.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
const PLAIN: &str = "From: Microsoft <jo@mailbox.example>\r\nSubject: x\r\n\r\n";

/// Nearly as long as a field is read.
const FIELD: usize = header_verdict::limits::FIELD_BYTES - 1_024;
/// As long as a test has time for; there are limits at which less is read.
const FILE: usize = 2 << 20;

fn read_message(bytes: &[u8]) {
    let message = Message::parse(bytes);
    structure::examine(&message);
    recognise(&message, None);
    received::hops(&message, &received::path(&message), None);
    filter::read(&message, |_| false);
}

fn read_signatures(bytes: &[u8]) {
    let message = Message::parse(bytes);
    let options = all_keys();
    let context =
        Context { keys: &KeyRing::new(&options.keys), author: Some("microsoft.com"), received_at: None, repairs: &[] };
    authenticate(&message, &context);
}

fn read_content(bytes: &[u8]) {
    let message = Message::parse(bytes);
    mime::parts(&message);
    let visible = content::read(Some(&message), None, &[]);
    let provider = header_verdict::data::providers::PROVIDERS.first();
    let (strength, relation) = (Strength::Strong, HostRelation::Unrelated);
    let context = content::Context { provider, strength, relation, bare: false, settled: false, alerts: true };
    content::judge(visible.as_ref(), &context);
}

fn read_received(bytes: &[u8]) {
    let text = [b"Received: ", bytes, b"\r\n"].concat();
    Message::parse(&text).fields().iter().for_each(|field| {
        received::parse(field);
    });
}

fn read_mbox(bytes: &[u8]) {
    for slice in [1_000, 64 << 10] {
        let mut splitter = mbox::Splitter::new();
        let mut read = |piece: mbox::Piece| {
            mbox::readings(piece.bytes);
        };
        bytes.chunks(slice).for_each(|slice| splitter.push(slice, &mut read));
        splitter.finish(&mut read);
    }
}

fn read_names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    domain::to_unicode(&domain::to_ascii(&text));
    domain::registrable(&text);
    date::parse(&text);
    encoded_word::decode(bytes);
    address::scan(&text);
}

fn read_whole(bytes: &[u8]) {
    analyze(bytes, &all_keys());
}

/// A signature of ours over other fields, with its line end.
fn signature() -> String {
    let message = &signed_messages()[5];
    message[..message.find("\r\nFrom:").expect("an author") + 2].to_owned()
}

fn arc_sets(size: usize) -> Vec<u8> {
    let set = |i: usize| {
        let i = i % 50 + 1;
        format!(
            "ARC-Authentication-Results: i={i}; mx.microsoft.com; dkim=pass\r\nARC-Message-Signature: i={i}; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arctrap; h=From:Subject; bh=Mdo7xt8I+IWiJRfOr6YYhu5mGC3lrTECC5hQSxdE380=; b=AAAA\r\nARC-Seal: i={i}; a=rsa-sha256; cv=pass; d=microsoft.com; s=arctrap; b=AAAA\r\n"
        )
    };
    numbered("", AUTHOR, size, set)
}

fn nested_parts(size: usize) -> Vec<u8> {
    let part = |i| format!("Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
    numbered("From: jo@mailbox.example\r\nMIME-Version: 1.0\r\n", "", size, part)
}

fn compound(size: usize) -> Vec<u8> {
    let text = "a".repeat(size / 4);
    let attached = |number| support::outlook::attachment(number, vec![support::outlook::binary(0x3701, b"x")]);
    let mut nodes = vec![support::outlook::text(0x007D, AUTHOR), support::outlook::text(0x1000, &text)];
    nodes.extend((0..size / 1_000).map(attached));
    support::outlook::file(&nodes)
}

fn rich(size: usize) -> Vec<u8> {
    let text = ["{\\rtf1\\ansi\\fromhtml1 ", &"{\\*\\htmltag64 <a>}\\'e9".repeat(size / 23), "}"].concat();
    support::outlook::file(&[support::outlook::text(0x007D, AUTHOR), support::outlook::rich(&text)])
}

/// Rich text whose every token repeats up to 17 bytes of what was written before (MS-OXRTFCP section 2.2): it unpacks to
/// more than eight times its size and says that it is 4 GB.
fn rich_bomb(size: usize) -> Vec<u8> {
    let mut packed = b"LZFu\0\0\0\0".to_vec();
    while packed.len() < size {
        packed.push(0xFF);
        packed.extend([0x00, 0x0F].repeat(8));
    }
    let bytes = [&(packed.len() as u32 + 4).to_le_bytes(), &u32::MAX.to_le_bytes(), packed.as_slice()].concat();
    support::outlook::file(&[support::outlook::text(0x007D, AUTHOR), support::outlook::binary(0x1009, &bytes)])
}

fn archive(size: usize) -> Vec<u8> {
    let file = |number: usize| support::zip::stored(&format!("{number}.eml"), b"");
    support::zip::archive(&(0..size / 110).map(file).collect::<Vec<_>>(), b"", false)
}

/// Entries that all claim the bytes of one.
fn overlapping(size: usize) -> Vec<u8> {
    let one = support::zip::archive(&[support::zip::stored("a.eml", &[b'a'; 40])], b"", false);
    let start = one.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let end = one.windows(4).position(|bytes| bytes == b"PK\x05\x06").expect("its end");
    one[start..end].repeat(size / (end - start))
}

fn carrier(size: usize) -> Vec<u8> {
    let inner =
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: jo@mailbox.example\r\nTo: al@mailbox.example\r\n\r\ntext\r\n";
    filled(MIXED, inner, "--b--\r\n", size)
}

/// Messages in messages, each in base64.
fn nested_carriers(size: usize) -> Vec<u8> {
    let mut out = filled(PLAIN, "a line of text\r\n", "", size / 3);
    for _ in 0..4 {
        let text = grammar::base64(&out, &mut Random(0));
        let head = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        out = [MIXED.as_bytes(), b"--b\r\n", head.as_bytes(), &text, b"\r\n--b--\r\n"].concat();
    }
    out
}

/// Every parser with its worst shapes.
pub const PARSERS: &[Parser] = &[
    Parser {
        name: "header section",
        read: read_message,
        most: FILE,
        shapes: &[
            ("fields", filled!("", "X-A: b\r\n", AUTHOR)),
            ("lines that are no field", filled!(AUTHOR, "no field\r\n", "")),
            ("endless folding", filled!("From: jo@mailbox.example\r\nX-A: b", "\r\n c", "\r\n")),
            ("folding of nothing", filled!("From: jo@mailbox.example", "\r\n ", "\r\n")),
            ("names without a colon", filled!(AUTHOR, "aaaaaaaaaaaaaaaa", "")),
            ("authors in fields of their own", filled!("", AUTHOR, "")),
            ("hops", filled!(AUTHOR, "Received: from a by mx.google.com; Wed, 04 Mar 2026 09:15:03 -0800\r\n", "")),
            ("stamps", filled!(AUTHOR, "Authentication-Results: mx.google.com; dkim=pass header.d=a.example\r\n", "")),
            ("filters", filled!(AUTHOR, "X-Forefront-Antispam-Report: SCL:1;IPV:NLI;CTRY:US;H:a;X:y\r\n", "")),
            ("one filter", filled!("From: jo@mailbox.example\r\nX-Forefront-Antispam-Report: ", "SCL:1;", "\r\n")),
        ],
    },
    Parser {
        name: "repairs",
        read: |bytes| drop(input::read(bytes)),
        most: FILE,
        shapes: &[
            ("quoted lines", filled!("> From: jo@mailbox.example\r\n", "> a: b\r\n", "> Received: x\r\n")),
            ("indented lines", filled!("  From: jo@mailbox.example\r\n", "  a: b\r\n", "  Received: x\r\n")),
            ("blank lines between fields", filled!("Received: x\r\n\r\n", "X-Abc: b\r\n\r\n", AUTHOR)),
            ("names on lines of their own", filled!("Received: x\r\n", "X-Abc:\r\nb\r\n", AUTHOR)),
            ("lost folding", filled!("Received: x\r\n", "X-Abc: b\r\nc\r\n", AUTHOR)),
            ("spaces that do not break", filled!("Received: x\r\n", "X-Abc:\u{a0}b\u{a0}c\r\n", AUTHOR)),
            ("carriage returns", filled!("Received: x\r", "X-Abc: b\r", "From: jo@mailbox.example\r")),
            ("UTF-16", |size| {
                let text =
                    String::from_utf8(filled("Received: x\n", "X-Abc: b\u{e9}\n", AUTHOR, size / 2)).expect("text");
                [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
            }),
            ("text in front", filled!("", "some text\r\n", "Received: x\r\nFrom: jo@mailbox.example\r\n")),
        ],
    },
    Parser {
        name: "addresses",
        read: |bytes| drop(address::parse_value(bytes, 0)),
        most: FIELD,
        shapes: &[
            ("mailboxes", filled!("", "Al <al@mailbox.example>, ", "jo@mailbox.example")),
            ("nested comments", filled!("", "(", "jo@mailbox.example")),
            ("closed comments", filled!("", "(a)", "jo@mailbox.example")),
            ("open quotes", filled!("\"", "\\\"", "jo@mailbox.example")),
            ("open literals", filled!("", "[", "jo@mailbox.example")),
            ("brackets", filled!("", "<", "jo@mailbox.example")),
            ("groups", filled!("", "a:b@c.example;", "")),
            ("signs", filled!("", "@", "")),
            ("words without an address", filled!("", "a, ", "jo@mailbox.example")),
            ("a route", filled!("<", "@a.example,", ":jo@mailbox.example>")),
            ("dots", filled!("jo@", "a.", "example")),
            ("one long name", filled!("", "a", " <jo@mailbox.example>")),
        ],
    },
    Parser {
        name: "names",
        read: read_names,
        most: FIELD,
        shapes: &[
            ("encoded words", filled!("", "=?utf-8?B?TWljcm9zb2Z0?= ", "")),
            ("encoded words that never end", filled!("", "=?utf-8?Q?", "")),
            ("labels", filled!("", "a.", "example")),
            ("punycode", filled!("xn--", "a9", ".example")),
            ("letters beyond ASCII", filled!("", "\u{43e}", ".example")),
            ("many labels of them", filled!("", "\u{43e}.", "example")),
            ("comments of a date", filled!("4 Mar 2026 17:15:03 ", "(", "+0000")),
            ("signs", filled!("a", "@a", ".example")),
        ],
    },
    Parser {
        name: "Authentication-Results",
        read: |bytes| drop(auth_results::parse(bytes)),
        most: FIELD,
        shapes: &[
            ("results", filled!("mx.google.com", "; dkim=pass header.d=a.example", "")),
            ("properties", filled!("mx.google.com; dkim=pass", " header.a=b", "")),
            ("properties that differ", |size| {
                numbered("mx.google.com; dkim=pass", "", size, |i| format!(" header.a{i}=b"))
            }),
            ("nested comments", filled!("mx.google.com; dkim=pass ", "(", "")),
            ("comments beside each other", filled!("mx.google.com; dkim=pass ", "()", "")),
            ("open quotes", filled!("mx.google.com; dkim=pass reason=", "\"a ", "")),
            ("escapes", filled!("mx.google.com; dkim=pass reason=\"", "\\\"", "")),
            ("stray words", filled!("mx.google.com; ", "a ", "")),
            ("equals signs", filled!("mx.google.com; ", "=", "")),
            ("spaces", filled!("mx.google.com; dkim=", " \r\n", "pass")),
        ],
    },
    Parser {
        name: "Received",
        read: read_received,
        most: FIELD,
        shapes: &[
            ("clauses", filled!("", "from a by b with c id d for <e@f.example> ", "; Wed, 04 Mar 2026 09:15:03 -0800")),
            ("nested comments", filled!("from a ", "(", " by b; x")),
            ("comments", filled!("from a ", "(b [192.0.2.1]) ", " by b; x")),
            ("semicolons", filled!("from a by b", ";", "")),
            ("dates", filled!("from a by b", "; Wed, 04 Mar 2026 09:15:03 -0800", "")),
            ("open brackets", filled!("from a ", "[", " by b; x")),
        ],
    },
    Parser {
        name: "tag lists",
        read: |bytes| {
            drop(tag_list::parse(bytes));
            drop(keys::parse_record(&String::from_utf8_lossy(bytes)));
        },
        most: FIELD,
        shapes: &[
            ("tags", |size| numbered("", "", size, |i| format!("a{i}=b; "))),
            ("empty tags", filled!("a=b", ";", "")),
            ("a long key", filled!("v=DKIM1; p=", "AAAA", "")),
            ("flags", filled!("v=DKIM1; t=", "y:", "s; p=AAAA")),
            ("spaces", filled!("a=", " \r\n", "b")),
        ],
    },
    Parser {
        name: "DKIM and ARC",
        read: read_signatures,
        most: FILE,
        shapes: &[
            ("signatures", |size| filled(&signature().repeat(2), &signature(), AUTHOR, size)),
            ("signatures nobody made", |size| {
                let one = |i| {
                    format!(
                        "DKIM-Signature: v=1; a=rsa-sha256; d=attack.example; s=s{i}; h=From; l={i}; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
                    )
                };
                numbered("", &[AUTHOR, "\r\ntext\r\n"].concat(), size, one)
            }),
            ("partial hashes of a long body", |size| {
                let one = |i: usize| {
                    format!(
                        "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=microsoft.com; s=arctrap; h=From; l={i}; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
                    )
                };
                let head: String = (0..40).map(one).chain([AUTHOR.to_owned(), "\r\n".to_owned()]).collect();
                filled(&head, "a line of text\r\n", "", size)
            }),
            ("long fields under every signature", |size| {
                let one = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arctrap; h=From:X-A; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n".repeat(header_verdict::limits::SIGNATURES);
                // as many signatures as are read at all, so that what grows is the field; it is hashed for each of them
                let above = [&one, AUTHOR, "X-A: "].concat();
                filled(&above, "a ", "\r\n", above.len() + size)
            }),
            (
                "signed names",
                filled!(
                    "From: jo@mailbox.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=microsoft.com; s=arctrap; bh=AAAA; b=AAAA; h=From",
                    ":X-A",
                    "\r\n"
                ),
            ),
            (
                "a long signature",
                filled!(
                    "From: jo@mailbox.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=microsoft.com; s=arctrap; bh=AAAA; h=From; b=",
                    "AAAA",
                    "\r\n"
                ),
            ),
            ("ARC sets", arc_sets),
            ("blank lines at the end of the body", |size| filled(&signed_messages()[5], "\r\n", "", size)),
            ("spaces at the end of a line", |size| filled(&signed_messages()[5], " ", "", size)),
        ],
    },
    Parser {
        name: "content",
        read: read_content,
        most: FILE / 2,
        shapes: &[
            ("parts", filled!(MIXED, "--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n", "--b--\r\n")),
            ("parts within parts", nested_parts),
            ("lines like delimiters", filled!(MIXED, "--\r\n", "")),
            ("parameters", filled!("From: jo@mailbox.example\r\nContent-Type: text/html", "; a=b", "\r\n\r\nx")),
            ("numbered parameters", |size| {
                numbered("From: jo@mailbox.example\r\nContent-Type: text/html", "\r\n\r\nx", size, |i| {
                    format!("; name*{i}=b")
                })
            }),
            (
                "broken base64",
                filled!("From: jo@mailbox.example\r\nContent-Transfer-Encoding: base64\r\n\r\n", "AA!A", ""),
            ),
            (
                "quoted-printable",
                filled!(
                    "From: jo@mailbox.example\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                    "=C3=A9=\r\n",
                    ""
                ),
            ),
            ("elements", filled!(HTML, "<div><a href=\"https://attack.example/\">x", "")),
            ("open elements", filled!(HTML, "<", "")),
            ("open comments", filled!(HTML, "<!--", "")),
            ("open attributes", filled!(HTML, "<a b=\"", "")),
            ("attributes", filled!("From: jo@mailbox.example\r\nContent-Type: text/html\r\n\r\n<a", " b=c", ">")),
            ("scripts", filled!(HTML, "<script>", "")),
            ("entities", filled!(HTML, "&amp;&#65;&x", "")),
            ("hidden text", filled!(HTML, "<p style=\"display:none\">word ", "")),
            ("rules of style", |size| {
                numbered(HTML, "<p class=a>", size / 2, |i| format!("<style>.a{i}{{display:none}}</style>"))
            }),
            ("rules and elements", |size| {
                let rules = numbered(HTML, "", size / 2, |i| format!("<style>.a{i}{{display:none}}</style>"));
                [rules, numbered("", "", size / 2, |i| format!("<p class=a{i}>x"))].concat()
            }),
            ("tables", filled!(HTML, "<table><tr><td>", "")),
            ("forms", filled!(HTML, "<form><input name=a>", "")),
            ("overrides", filled!(HTML, "\u{202e}ab", "")),
            ("turned text", filled!(HTML, "<bdo dir=rtl>ab", "")),
            ("links", filled!(PLAIN, "https://attack.example/ ", "")),
            ("wrapped links", filled!(PLAIN, "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2F", "")),
            ("one long link", filled!("From: jo@mailbox.example\r\n\r\nhttps://attack.example/", "%2525", "")),
            ("requests", filled!(PLAIN, "read the code to ", "")),
            ("requests in Japanese", filled!(PLAIN, "\u{30b3}\u{30fc}\u{30c9}\u{3092}\u{6559}\u{3048}\u{3066}", "")),
            ("telephone numbers", filled!(PLAIN, "1 888 ", "")),
            ("one long number", filled!(PLAIN, "1", "")),
            ("money", filled!(PLAIN, "$1,", "")),
            ("codes", filled!(PLAIN, "code 482913\r\n", "")),
            ("one long word", filled!(PLAIN, "a", "")),
            ("letters with marks", filled!(PLAIN, "a\u{301}\u{302}", "")),
            ("blocks", filled!(PLAIN, "\u{2588}\u{2580}\u{2584}", "")),
            (
                "lines of blocks",
                filled!(
                    PLAIN,
                    "\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\u{2588}\u{2580}\u{2584}\r\n",
                    ""
                ),
            ),
            ("blank lines", filled!(PLAIN, "\r\n", "")),
            ("carriage returns", filled!(PLAIN, "a\r", "")),
        ],
    },
    Parser {
        name: "mbox",
        read: read_mbox,
        most: FILE,
        shapes: &[
            ("messages", filled!("", "From jo@mailbox.example Wed Mar  4 17:15:03 2026\nFrom: a\n\n", "")),
            ("From_ lines alone", filled!("", "From \n", "")),
            (
                "quoted From_ lines",
                filled!("From jo@mailbox.example Wed Mar  4 17:15:03 2026\nFrom: a\n\n", ">>From a\n", ""),
            ),
            ("one line", filled!("From jo@mailbox.example Wed Mar  4 17:15:03 2026\nFrom: a\n\n", "a", "")),
            ("blank lines", filled!("From jo@mailbox.example Wed Mar  4 17:15:03 2026\nFrom: a\n\n", "\n", "")),
        ],
    },
    Parser {
        name: "Outlook files",
        read: |bytes| {
            drop(outlook::read(bytes));
            carried::each(bytes, &mut |_| {});
        },
        most: FILE,
        shapes: &[("attachments", compound), ("rich text", rich), ("rich text that unpacks to more", rich_bomb)],
    },
    Parser {
        name: "archives",
        read: |bytes| {
            drop(zip::entries(bytes));
            if let Some(directory) = zip::tail(&bytes[bytes.len().saturating_sub(zip::TAIL)..], bytes.len() as u64) {
                drop(zip::entries(&bytes[directory.offset as usize..]));
            }
        },
        most: FILE,
        shapes: &[
            ("entries", archive),
            ("entries that overlap", overlapping),
            ("ends of a directory", filled!("", "PK\u{5}\u{6}", "")),
        ],
    },
    Parser {
        name: "carried messages",
        read: |bytes| {
            carried::each(bytes, &mut |_| {});
        },
        most: FILE / 2,
        shapes: &[("messages", carrier), ("messages in messages", nested_carriers)],
    },
    Parser {
        name: "QR codes",
        read: |bytes| drop(content::qr::read(bytes, bytes.len().isqrt())),
        most: 1 << 20,
        shapes: &[
            ("noise", |size| (0..size as u64).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect()),
            ("stripes", |size| (0..size).map(|at| if at % 14 < 7 { 0 } else { 255 }).collect()),
            ("finder patterns", |size| {
                let side = size.isqrt();
                let dark = |x: usize, y: usize| x < 7 && y < 7 && x.abs_diff(3).max(y.abs_diff(3)) != 2;
                (0..size).map(|at| if dark(at % side % 9, at / side % 9) { 0 } else { 255 }).collect()
            }),
        ],
    },
];

/// Judges an input as the whole does, without and with keys.
pub fn whole(bytes: &[u8]) {
    read_whole(bytes);
}

/// Judges an input without any key.
pub fn keyless(bytes: &[u8]) {
    analyze(bytes, &Options::default());
}

/// A shape that is the value of a field as a part of a message: on top of it, under the name of a field that is read.
pub fn as_message(parser: &Parser, shape: Vec<u8>) -> Vec<u8> {
    let name: &[u8] = match parser.name {
        "addresses" => b"From: ",
        "names" => b"Subject: ",
        "Authentication-Results" => b"Authentication-Results: ",
        "Received" => b"Received: ",
        "tag lists" => b"DKIM-Signature: ",
        _ => return shape,
    };
    [name, &shape, b"\r\n", AUTHOR.as_bytes()].concat()
}
