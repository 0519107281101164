//! What the fuzzers and the tests share: targets, each with the grammar of its inputs. `fuzz/` runs a target for as long
//! as one likes; `tests/smoke.rs` runs all of them on seeds, on everything that ever failed, and on a fixed number of
//! inputs of the grammar. Whoever includes this has `support` and `ROOT`, the folder of the project, beside it.

// The fuzzers and the tests use each their own part.
#![allow(dead_code)]

pub mod files;
pub mod grammar;
pub mod holds;
pub mod shapes;
pub mod targets;

use header_verdict::message::Message;

use super::support;

use grammar::Random;

/// A target.
pub struct Target {
    /// What it is called on the command line, and the folder of its seeds.
    pub name: &'static str,
    /// Asserts what holds for these bytes.
    pub run: fn(&[u8]),
    /// An input of its grammar.
    pub make: fn(&mut Random) -> Vec<u8>,
}

/// All of them.
pub const TARGETS: [Target; 21] = [
    Target { name: "scanner", run: targets::scanner, make: mail },
    Target { name: "repairs", run: targets::repairs, make: mail },
    Target { name: "addresses", run: targets::addresses, make: grammar::addresses },
    Target { name: "names", run: targets::names, make: name },
    Target { name: "stamps", run: targets::stamps, make: grammar::stamp },
    Target { name: "received", run: targets::received_fields, make: grammar::received_value },
    Target { name: "tags", run: targets::tags, make: grammar::tags },
    Target { name: "dkim", run: targets::dkim, make: signature },
    Target { name: "arc", run: targets::arc, make: mail },
    Target { name: "content", run: targets::content, make: |random| grammar::entity(random, 4) },
    Target { name: "qr", run: targets::qr, make: picture },
    Target { name: "mbox", run: targets::mbox, make: mailbox },
    Target { name: "outlook", run: targets::outlook, make: files::outlook },
    Target { name: "zip", run: targets::zip, make: files::zip },
    Target { name: "carried", run: targets::carried, make: |random| files::carrier(random, 2) },
    Target { name: "mailbox", run: targets::mailbox, make: mailbox },
    Target { name: "rsa", run: targets::rsa, make: key_and_signature },
    Target { name: "whole", run: targets::whole, make: mail },
    Target { name: "sender", run: targets::sender, make: |random| behind(1, random) },
    Target { name: "addition", run: targets::addition, make: addition },
    Target { name: "variations", run: targets::variations, make: mail },
];

/// The target of this name.
pub fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("a target")
}

/// A changed input of a target: for libFuzzer, which tries its own changes of bytes in turn with these.
pub fn change(target: &Target, bytes: &[u8], seed: u32) -> Vec<u8> {
    let random = &mut Random(seed.into());
    match random.below(6) {
        0 => (target.make)(random),
        1 => {
            // from another input up to some place, and from this one behind it
            let other = (target.make)(random);
            let (at, end) = (random.below(other.len() + 1), random.below(bytes.len() + 1));
            [&other[..at], &bytes[end..]].concat()
        }
        2 if matches!(target.name, "outlook" | "zip") => files::renumbered(bytes, random),
        _ => grammar::changed(bytes, random),
    }
}

fn mail(random: &mut Random) -> Vec<u8> {
    if random.once_in(2) { grammar::spliced(random) } else { grammar::message(random) }
}

fn name(random: &mut Random) -> Vec<u8> {
    let mut list = grammar::addresses(random);
    let at = list.iter().position(|&byte| byte == b'@').map_or(0, |at| at + 1);
    if random.once_in(2) { list.split_off(at) } else { list }
}

fn signature(random: &mut Random) -> Vec<u8> {
    if random.once_in(2) { grammar::tags(random) } else { grammar::spliced(random) }
}

/// A byte that says how it is sliced, and messages behind From_ lines, most of them quoted.
fn mailbox(random: &mut Random) -> Vec<u8> {
    let mut out = vec![random.below(256) as u8];
    for _ in 0..=random.few().min(6) {
        let from = [
            "From jo@mailbox.example Wed Mar  4 17:15:03 2026\n",
            "From \r\n",
            "From - Wed Mar 04 17:15:03 2026\r\n",
            "From x\n",
            "",
        ];
        out.extend(from[random.below(from.len())].bytes());
        let message = mail(random);
        if random.once_in(2) {
            let text = Message::parse(&message).body.map_or(0, |body| body.len() + random.below(3));
            out.extend(["Content-Length: ", &text.to_string(), "\n"].concat().bytes());
        }
        let quoted = random.once_in(2);
        for line in message.split_inclusive(|&byte| byte == b'\n') {
            let marks = line.iter().take_while(|&&byte| byte == b'>').count();
            if quoted && line[marks..].starts_with(b"From ") {
                out.push(b'>');
            }
            out.extend(line);
        }
        out.extend(random.pick::<[u8]>(&[b"\n", b"\r\n", b"\r\n\r\n", b"\n\n", b""]));
    }
    out
}

/// Some bytes that choose, and mail behind them.
fn behind(chosen: usize, random: &mut Random) -> Vec<u8> {
    let mut out: Vec<u8> = (0..chosen).map(|_| random.below(256) as u8).collect();
    out.extend(mail(random));
    out
}

/// Sixteen bits that choose the size, the exponent, the hash and the relation of signature and modulus; and bytes for
/// both numbers, some of them all ones or all zeros.
fn key_and_signature(random: &mut Random) -> Vec<u8> {
    let mut out: Vec<u8> = (0..2).map(|_| random.below(256) as u8).collect();
    for _ in 0..random.below(40) {
        let kind = random.below(4);
        out.extend((0..32).map(|_| match kind {
            0 => 0,
            1 => 0xff,
            _ => random.below(256) as u8,
        }));
    }
    out
}

fn addition(random: &mut Random) -> Vec<u8> {
    let mut out: Vec<u8> = (0..2).map(|_| random.below(256) as u8).collect();
    out.extend(if random.once_in(3) { mail(random) } else { grammar::header(random) });
    out
}

/// Squares of black and white with noise, some in the shape of a finder pattern.
fn picture(random: &mut Random) -> Vec<u8> {
    let side = 21 + 4 * random.below(6);
    let mut out = vec![side as u8];
    for at in 0..side * side {
        let (x, y) = (at % side, at / side);
        let corner = |x: usize, y: usize| {
            (x < 7 && y < 7).then(|| {
                let ring = (x.abs_diff(3)).max(y.abs_diff(3));
                ring != 2
            })
        };
        let finder = corner(x, y).or_else(|| corner(side - 1 - x, y)).or_else(|| corner(x, side - 1 - y));
        let dark = finder.unwrap_or_else(|| random.once_in(2)) ^ random.once_in(200);
        out.push(if dark { random.below(60) as u8 } else { 200 + random.below(56) as u8 });
    }
    out
}
