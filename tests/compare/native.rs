//! The native side of the comparison of speed: makes the messages, and measures this engine and mail-auth on them.
//!
//! ```text
//! compare sets FOLDER      writes the sets of messages, each with its keys
//! compare engine FOLDER    answers on its standard input, as tests/compare/compare.mjs asks
//! compare rows FOLDER      the same with the rows of a mailbox instead of reports
//! compare mail-auth FOLDER
//! ```

#[path = "../mailboxes/containers.rs"]
mod containers;
#[path = "../support/mail_auth.rs"]
mod mail_auth;
#[path = "../mailboxes/messages.rs"]
mod messages;
#[path = "../mailboxes/random.rs"]
mod random;
#[path = "../mailboxes/received.rs"]
mod received;
#[path = "../mailboxes/senders.rs"]
mod senders;
#[path = "../support/signer.rs"]
mod signer;
#[path = "../mailboxes/text.rs"]
mod text;

use std::error::Error;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

use ::mail_auth::{AuthenticatedMessage, DkimResult};
use containers::{Container, Mbox};
use header_verdict::authentication::keys::PastedKey;
use header_verdict::report::{BodyCheck, HeaderCheck, Signature};
use header_verdict::{Options, analyze};
use mail_auth::{Records, Verifier};
use messages::Mailbox;
use random::Random;
use signer::{Key, Signer};

/// Messages of a set that is not a mailbox: distinct ones, so that nothing remembered from one helps with the next.
const EACH: u64 = 64;
/// Bytes of the generated mailbox.
const MAILBOX_BYTES: usize = 8_000_000;
/// Bytes of a long header section.
const HEADER_BYTES: usize = 20_480;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sets", folder] => write_sets(Path::new(folder)),
        ["engine", folder] => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as i64;
            answer(|name| {
                let (messages, options) = (read_set(Path::new(folder), name)?, options(Path::new(folder), name)?);
                Ok(move || {
                    let reports = messages.iter().map(|message| analyze(message, &options));
                    reports.map(|report| report.signatures.iter().filter(|one| passes(one, now)).count()).sum()
                })
            })
        }
        ["rows", folder] => answer(|name| {
            let file = fs::read(Path::new(folder).join([name, ".mbox"].concat()))?;
            let options = options(Path::new(folder), name)?;
            Ok(move || {
                let mut rows = header_verdict::mailbox::Mailbox::new(options.clone());
                rows.open("all.mbox");
                file.chunks(1 << 20).for_each(|piece| rows.push(piece));
                rows.close();
                rows.len()
            })
        }),
        ["mail-auth", folder] => answer(|name| {
            let (messages, keys) = (read_set(Path::new(folder), name)?, keys(Path::new(folder), name)?);
            let records = keys.iter().map(|(name, record)| (name.as_str(), record.as_str()));
            let verifier = Verifier::new(Records::new(records));
            let passed = move |message: &Vec<u8>| {
                let Some(message) = AuthenticatedMessage::parse(message) else { return 0 };
                let dkim = verifier.dkim(&message);
                let arc = verifier.arc(&message);
                std::hint::black_box(arc.result());
                dkim.iter().filter(|output| *output.result() == DkimResult::Pass).count()
            };
            Ok(move || messages.iter().map(&passed).sum())
        }),
        _ => Err("compare sets|engine|rows|mail-auth FOLDER".into()),
    }
}

/// What the others call a pass. They judge an expiry by today's date; this engine reports it and judges it at receipt.
fn passes(signature: &Signature, now: i64) -> bool {
    signature.header == HeaderCheck::Verified
        && matches!(signature.body, BodyCheck::Verified | BodyCheck::Partial)
        && signature.expires_at.is_none_or(|expires| expires > now)
}

fn keys(folder: &Path, set: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let keys: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(folder.join([set, ".keys.json"].concat()))?)?;
    let text = |key: &serde_json::Value, name: &str| key[name].as_str().unwrap_or_default().to_owned();
    Ok(keys.iter().map(|key| (text(key, "name"), text(key, "record"))).collect())
}

fn options(folder: &Path, set: &str) -> Result<Options, Box<dyn Error>> {
    let keys = keys(folder, set)?.into_iter().map(|(name, record)| PastedKey { name, record });
    Ok(Options { keys: keys.collect(), ..Options::default() })
}

/// Messages behind their lengths, which are 32 bits, little-endian.
fn read_set(folder: &Path, set: &str) -> io::Result<Vec<Vec<u8>>> {
    let bytes = fs::read(folder.join([set, ".set"].concat()))?;
    let mut rest = bytes.as_slice();
    let mut messages = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (message, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        messages.push(message.to_vec());
        rest = after;
    }
    Ok(messages)
}

/// Reads lines `SET MILLISECONDS` and answers each with how often the whole set was walked over in about this time, how
/// long that took and what one walk counted. `walk_of` gives the walk over a set.
fn answer<W: FnMut() -> usize>(walk_of: impl Fn(&str) -> Result<W, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, milliseconds) = line.split_once(' ').ok_or("SET MILLISECONDS")?;
        let milliseconds: f64 = milliseconds.parse()?;
        let mut walk = walk_of(name)?;
        let passed = walk();
        let start = Instant::now();
        let mut walks = 0;
        while walks == 0 || start.elapsed().as_secs_f64() * 1_000.0 < milliseconds {
            std::hint::black_box(walk());
            walks += 1;
        }
        let seconds = start.elapsed().as_secs_f64();
        let answer = serde_json::json!({ "walks": walks, "seconds": seconds, "passed": passed });
        writeln!(io::stdout(), "{answer}")?;
        io::stdout().flush()?;
    }
    Ok(())
}

fn write_sets(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut records = messages::keys();
    let long = Signer { domain: "long.example".into(), ..Signer::default() };
    records.push((long.dns_name(), long.key.record()));

    let code = |signer: Signer, twice: bool| {
        move |random: &mut Random| {
            let message = code_mail(&signer.domain, random);
            let mut signed = signer.sign(&message);
            if twice {
                signed = Signer { domain: "amazonses.com".into(), ..signer.clone() }.sign(&signed);
            }
            signed
        }
    };
    let of = |domain: &str, key: Key| Signer {
        key,
        domain: domain.into(),
        selector: senders::LISTED.into(),
        ..Signer::default()
    };
    type Make<'s> = Box<dyn Fn(&mut Random) -> Vec<u8> + 's>;
    let sets: [(&str, Make); 5] = [
        ("code-rsa1024-twice", Box::new(code(of("amazon.com", Key::Rsa1024), true))),
        ("code-rsa2048", Box::new(code(of("accounts.google.com", Key::Rsa2048), false))),
        ("code-ed25519", Box::new(code(of("redditmail.com", Key::Ed25519), false))),
        ("header-20k", Box::new(|random| long_header(&long, 0, random))),
        ("header-20k-arc", Box::new(|random| long_header(&long, 3, random))),
    ];
    for (name, make) in &sets {
        let messages: Vec<_> = (0..EACH).map(|index| make(&mut Random::of(1, index))).collect();
        write_set(folder, name, &messages, &records)?;
    }
    let mailbox = Mailbox { seed: 1, planned: MAILBOX_BYTES as u64 / messages::MEAN_BYTES, small: false };
    let mut bytes = 0;
    let mut all = Vec::new();
    let mut file = Mbox(Vec::new());
    for index in 0.. {
        let made = mailbox.message(index);
        bytes += made.bytes.len();
        file.add(index, &made)?;
        all.push(made.bytes);
        if bytes >= MAILBOX_BYTES {
            break;
        }
    }
    fs::write(folder.join("mailbox.mbox"), file.0)?;
    write_set(folder, "mailbox", &all, &records)
}

/// Writes messages, and those of the keys that they need.
fn write_set(
    folder: &Path,
    name: &str,
    messages: &[Vec<u8>],
    records: &[(String, String)],
) -> Result<(), Box<dyn Error>> {
    let domain = |name: &str| name.rsplit("._domainkey.").next().map(|domain| format!("d={domain};"));
    let text: String = messages.iter().map(|message| String::from_utf8_lossy(message)).collect();
    let needed = records.iter().filter(|(name, _)| domain(name).is_some_and(|domain| text.contains(&domain)));
    let keys: Vec<_> = needed.map(|(name, record)| serde_json::json!({ "name": name, "record": record })).collect();
    fs::write(folder.join([name, ".keys.json"].concat()), serde_json::to_vec(&keys)?)?;
    let mut out = Vec::new();
    for message in messages {
        out.extend(u32::try_from(message.len())?.to_le_bytes());
        out.extend(message);
    }
    Ok(fs::write(folder.join([name, ".set"].concat()), out)?)
}

/// A short code mail: text alone, about 600 bytes of header.
fn code_mail(domain: &str, random: &mut Random) -> Vec<u8> {
    let (id, code) = (random.hex(20), random.code());
    format!(
        "From: Accounts <no-reply@{domain}>\r\nTo: {}\r\nSubject: Your code is {code}\r\nDate: {}\r\nMessage-ID: <{id}@{domain}>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour code is {code}.\r\n\r\n{}",
        senders::OWNER,
        text::date(1_772_644_500, 0),
        text::prose(random, 1_500),
    )
    .into_bytes()
}

/// A header section of 20 KB with one signature, and with this many ARC sets; the text is short.
fn long_header(signer: &Signer, sets: u32, random: &mut Random) -> Vec<u8> {
    let mut message = signer.sign(&code_mail(&signer.domain, random));
    for instance in 1..=sets {
        let results = format!("relay{instance}.long.example; dkim=pass header.d={}; arc=pass", signer.domain);
        message = signer.seal(&message, instance, if instance == 1 { "none" } else { "pass" }, &results);
    }
    let header = message.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a blank line");
    let mut above = String::new();
    for hop in 0.. {
        if header + above.len() >= HEADER_BYTES {
            break;
        }
        above.push_str(&match hop {
            0..8 => format!(
                "Received: from out{hop}.long.example (out{hop}.long.example [192.0.2.{hop}])\r\n by in{hop}.long.example with ESMTPS id {}\r\n for <{}>; {}\r\n",
                random.hex(12),
                senders::OWNER,
                text::date(1_772_644_560 - i64::from(hop), 0)
            ),
            _ => format!("X-Diagnostics-{hop}: {}\r\n {}\r\n {}\r\n", random.hex(60), random.hex(70), random.hex(70)),
        });
    }
    [above.into_bytes(), message].concat()
}
