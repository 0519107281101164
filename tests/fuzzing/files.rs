//! Files that hold messages: of Outlook, archives, and messages inside messages.

use super::grammar::{self, Random};
use super::support::outlook::{self, Node, attachment, binary, fixed, recipient, rich, text, text8};
use super::support::zip::{archive, stored};

/// The properties of a message, of which any can be missing or stand twice.
fn properties(random: &mut Random, depth: usize) -> Vec<Node> {
    let words = |random: &mut Random| String::from_utf8_lossy(&grammar::html(random)).into_owned();
    let mut nodes = vec![fixed(if depth == 3 { 32 } else { 24 }, &[(0x3FFD_0003, 1252), (0x0E06_0040, random.next())])];
    for _ in 0..1 + random.few() {
        nodes.push(match random.below(10) {
            0 | 1 => text(0x007D, &String::from_utf8_lossy(&grammar::spliced(random))),
            2 => text8(0x007D, &grammar::header(random)),
            3 => text(0x0037, &words(random)),
            4 => text(0x1000, &words(random)),
            5 => binary(0x1013, &grammar::html(random)),
            6 => rich(&["{\\rtf1\\ansi\\fromhtml1 ", &words(random), "{\\*\\htmltag64 <a>}\\'e9\\u233? }"].concat()),
            7 => text(0x5D01, "account-security-noreply@accountprotection.microsoft.com"),
            8 => recipient(random.below(3), vec![text(0x39FE, "jo@mailbox.example")]),
            _ => attachment(random.below(3), attached(random, depth)),
        });
    }
    nodes
}

fn attached(random: &mut Random, depth: usize) -> Vec<Node> {
    let data = match random.below(3) {
        0 if depth > 0 => outlook::message(properties(random, depth - 1)),
        1 => binary(0x3701, &grammar::message(random)),
        _ => binary(0x3701, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10"),
    };
    vec![data, text(0x3707, ["a.eml", "a.msg", "pay.html", "x.png"][random.below(4)]), text8(0x370E, b"message/rfc822")]
}

/// A file of Outlook.
pub fn outlook(random: &mut Random) -> Vec<u8> {
    outlook::file(&properties(random, 3))
}

/// An archive of small files.
pub fn zip(random: &mut Random) -> Vec<u8> {
    let mut files = Vec::new();
    for _ in 0..random.few() {
        let names = ["a.eml", "b/c.msg", "b/", "\u{fffd}", "../x.eml", ""];
        let mut file = stored(names[random.below(names.len())], &vec![b'a'; random.below(40)]);
        file.flags = [0, 0, 1, 0x0800][random.below(4)];
        file.method = [0, 8, 8, 12, 99][random.below(5)];
        file.long = random.once_in(4);
        files.push(file);
    }
    let comment = vec![b'P'; random.below(30)];
    archive(&files, &comment, random.once_in(3))
}

/// A message with messages in it.
pub fn carrier(random: &mut Random, depth: usize) -> Vec<u8> {
    let mut out = grammar::header(random);
    out.extend(b"Content-Type: multipart/mixed; boundary=c\r\n\r\n");
    for _ in 0..=random.below(3) {
        out.extend(b"--c\r\n");
        let kinds: [&[u8]; 4] = [
            b"Content-Type: message/rfc822\r\n\r\n",
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            b"Content-Type: application/octet-stream; name=a.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            b"Content-Type: application/vnd.ms-outlook; name=a.msg\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        ];
        let which = random.below(kinds.len());
        out.extend(kinds[which]);
        let inner = match which {
            3 if random.once_in(2) => outlook(random),
            _ if depth > 0 => carrier(random, depth - 1),
            _ => grammar::message(random),
        };
        out.extend(if which == 0 { inner } else { grammar::base64(&inner, random) });
        out.extend(b"\r\n");
    }
    out.extend(b"--c--\r\n");
    out
}

/// The same with a number in it changed: to a small one, a large one, or one of its neighbours.
pub fn renumbered(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.few() {
        let width = [1, 2, 4, 8][random.below(4)];
        if out.len() < width {
            break;
        }
        let at = random.below(out.len() - width + 1) / width * width;
        let wide: [u64; 10] = [
            0,
            1,
            u64::MAX,
            u64::MAX - 1,
            0x7fff_ffff,
            0x8000_0000,
            0xffff_fffe,
            0xffff_fffc,
            out.len() as u64,
            random.next() % 64,
        ];
        out[at..at + width].copy_from_slice(&wide[random.below(wide.len())].to_le_bytes()[..width]);
    }
    out
}
