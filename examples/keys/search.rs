//! Which keys a heap of messages gives: carried ones that verify still, pasted ones, and ones that can be computed.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use header_verdict::authentication::canonicalisation::HashKind;
use header_verdict::authentication::keys::{KeyRecord, Material, carried_record, dns_name, parse_record};
use header_verdict::authentication::rsa;
use header_verdict::authentication::signed::{Signed, signed};
use header_verdict::data::keys::CARRIED;
use header_verdict::input;
use header_verdict::message::{Message, date};
use header_verdict::report::InputKind;
use num_bigint_dig::BigUint;

#[path = "modulus.rs"]
pub mod modulus;

use modulus::Equation;

/// Pairs of signatures of one name that are tried for one key. With 2048 bits each takes some minutes.
const PAIRS: usize = 8;
/// Shorter RSA keys prove nothing (RFC 8301 section 3.2) and are not carried.
const SHORTEST: u32 = 1024;

/// A signature, and the day on which its message arrived or was written.
pub struct Found {
    signed: Signed,
    day: Option<String>,
}

/// The signatures of a message.
pub fn signatures(bytes: &[u8]) -> Vec<Found> {
    let source = input::read(bytes);
    if source.kind != InputKind::Headers {
        return Vec::new();
    }
    let message = Message::parse(&source.bytes);
    let stamp = message
        .first("Received")
        .map(|field| field.unfolded())
        .and_then(|value| date::parse(value.rsplit(';').next()?));
    let day = stamp.or_else(|| date::parse(&message.first("Date")?.unfolded())).map(day_of);
    signed(&message).into_iter().map(|signed| Found { signed, day: day.clone() }).collect()
}

/// The day of a time in seconds since 1970, `YYYY-MM-DD`, in the Gregorian calendar.
pub fn day_of(seconds: i64) -> String {
    // Counted from 1 March of the year 0, so that a leap day ends its year.
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + i64::from(month <= 2))
}

/// A TXT record that somebody read.
pub struct Pasted {
    name: String,
    day: String,
    record: KeyRecord,
    source: String,
}

/// Reads pasted records. Each begins with a line `SELECTOR._domainkey.DOMAIN YYYY-MM-DD SOURCE`, the day being that on
/// which it was read; below it stands what the command printed, up to a blank line.
///
/// # Errors
///
/// Says which record cannot be used, and why.
pub fn pasted(text: &str) -> Result<Vec<Pasted>, String> {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks
        .map(|block| {
            let (head, record) = block.split_once('\n').unwrap_or((block, ""));
            let mut words = head.trim().splitn(3, ' ');
            let (name, day, source) = (words.next(), words.next(), words.next());
            let (Some(name), Some(day), Some(source)) = (name, day, source) else {
                return Err(format!("{head:?}: not SELECTOR._domainkey.DOMAIN YYYY-MM-DD SOURCE"));
            };
            if !name.contains("._domainkey.") || !is_day(day) {
                return Err(format!("{head:?}: not SELECTOR._domainkey.DOMAIN YYYY-MM-DD SOURCE"));
            }
            let record = parse_record(record).map_err(|error| format!("{name}: {error:?}"))?;
            Ok(Pasted { name: name.to_lowercase(), day: day.to_owned(), record, source: source.to_owned() })
        })
        .collect()
}

/// Whether a text is written `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let mark = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(mark)
}

/// A line for `dkim_keys.tsv`.
pub struct Line {
    domain: String,
    selector: String,
    record: String,
    verified: usize,
    days: [String; 2],
    how: &'static str,
    source: String,
}

impl fmt::Display for Line {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let Self { domain, selector, record, verified, days: [first, last], how, source } = self;
        write!(to, "{domain}\t{selector}\t{record}\t{verified}\t{first}\t{last}\t{how}\t{source}")
    }
}

/// What the heap gave.
#[derive(Default)]
pub struct Outcome {
    /// Lines that `dkim_keys.tsv` does not have.
    pub lines: Vec<Line>,
    /// What a person should know, by name.
    pub remarks: Vec<String>,
}

/// Sorts signatures by name and looks for the keys of each; `source` says where the messages come from.
pub fn search(found: Vec<Found>, pasted: &[Pasted], source: &str) -> Outcome {
    let mut names: BTreeMap<(String, String), Vec<Found>> = BTreeMap::new();
    for found in found {
        names.entry((found.signed.domain.clone(), found.signed.selector.clone())).or_default().push(found);
    }
    for pasted in pasted {
        if let Some((selector, domain)) = pasted.name.split_once("._domainkey.") {
            names.entry((domain.to_owned(), selector.to_owned())).or_default();
        }
    }
    let mut outcome = Outcome::default();
    for ((domain, selector), mut pool) in names {
        pool.sort_by(|one, other| (&one.day, &one.signed.signature).cmp(&(&other.day, &other.signed.signature)));
        // A message that is there twice counts once.
        pool.dedup_by(|one, other| one.signed == other.signed);
        let name = Name { dns: dns_name(&domain, &selector), domain, selector, source };
        name.search(pool, pasted, &mut outcome);
    }
    outcome
}

/// One selector of one domain.
struct Name<'a> {
    dns: String,
    domain: String,
    selector: String,
    source: &'a str,
}

impl Name<'_> {
    fn search(&self, mut pool: Vec<Found>, pasted: &[Pasted], outcome: &mut Outcome) {
        let Outcome { lines, remarks } = outcome;
        let mut remark = |text: String| remarks.push(format!("{}: {text}", self.dns));
        let mut keys: Vec<Material> = Vec::new();
        for carried in CARRIED.iter().filter(|key| (key.domain, key.selector) == (&self.domain, &self.selector)) {
            let key = carried_record(carried).material;
            let taken = take(&mut pool, &key);
            keys.push(key);
            if let Some([first, last]) = days(&taken) {
                let (from, to, count) = (carried.first_seen, carried.last_seen, taken.len());
                remark(format!("the carried key of {from} to {to} verifies {count} here, of {first} to {last}"));
            }
        }
        for pasted in pasted.iter().filter(|pasted| pasted.name == self.dns) {
            if keys.contains(&pasted.record.material) {
                remark("the pasted key is carried already".to_owned());
                continue;
            }
            keys.push(pasted.record.material.clone());
            let taken = take(&mut pool, &pasted.record.material);
            if taken.is_empty() {
                remark("no message here verifies with the pasted key".to_owned());
            }
            if pasted.record.algorithm() == "rsa" && pasted.record.bits() < SHORTEST {
                remark(format!("the pasted key has {} bits: too short to be carried", pasted.record.bits()));
                continue;
            }
            let days = days(&taken).unwrap_or([pasted.day.clone(), pasted.day.clone()]);
            let source = format!("{}, read on {}", pasted.source, pasted.day);
            lines.push(self.line(&pasted.record, taken.len(), days, "published", source));
        }
        let (mut pool, others): (Vec<_>, Vec<_>) = pool.into_iter().partition(|found| found.signed.rsa);
        if !others.is_empty() {
            remark("no key can be computed from Ed25519 signatures: paste the record".to_owned());
        }
        while let Some(key) = compute(&pool) {
            let taken = take(&mut pool, &key);
            let record = KeyRecord { material: key.clone(), hashes: None, testing: false, strict: false };
            let (bits, count) = (record.bits(), taken.len());
            keys.push(key);
            match days(&taken) {
                _ if bits < SHORTEST => {
                    remark(format!("a key of {bits} bits verifies {count}: too short to be carried"))
                }
                None => {
                    remark(format!("a key of {bits} bits verifies {count}, of no day that can be read: not listed"))
                }
                Some(days) => {
                    remark(format!(
                        "a key of {bits} bits was computed, which verifies {count}, of {} to {}",
                        days[0], days[1]
                    ));
                    let doubt = if count == 2 { "; no third message known" } else { "" };
                    lines.push(self.line(&record, count, days, "recovered", format!("{}{doubt}", self.source)));
                }
            }
        }
        match pool.len() {
            0 => {}
            1 => remark("1 signature is left, which is not enough: a key is computed from two of its own".to_owned()),
            left => {
                remark(format!("{left} signatures are left of which no two that were tried are of one key, unchanged"))
            }
        }
        if keys.len() > 1 {
            let count = keys.len();
            remark(format!(
                "the key behind this name was changed: {count} are known, each keeps a line and days of its own"
            ));
        }
    }

    fn line(&self, record: &KeyRecord, verified: usize, days: [String; 2], how: &'static str, source: String) -> Line {
        let (domain, selector) = (self.domain.clone(), self.selector.clone());
        Line { domain, selector, record: written(record), verified, days, how, source }
    }
}

/// Takes out of the pool what the key verifies.
fn take(pool: &mut Vec<Found>, key: &Material) -> Vec<Found> {
    let (taken, left) = pool.drain(..).partition(|found| found.signed.verifies(key));
    *pool = left;
    taken
}

/// The first and the last day of these.
fn days(found: &[Found]) -> Option<[String; 2]> {
    let days = || found.iter().filter_map(|found| found.day.clone());
    Some([days().min()?, days().max()?])
}

/// A key that two of the signatures have in common. They are in the order of their days, so neighbours are tried first.
fn compute(pool: &[Found]) -> Option<Material> {
    let equations: Vec<_> = pool.iter().filter_map(|found| equation(&found.signed)).collect();
    let near = (1..=2).flat_map(|apart| equations.iter().zip(equations.iter().skip(apart)));
    near.take(PAIRS).find_map(|(one, two)| {
        let (modulus, exponent) = modulus::find(one, two)?;
        let modulus = modulus.to_bytes_be();
        let key = rsa::usable(&modulus, exponent).then_some(Material::Rsa { modulus, exponent })?;
        (pool.iter().filter(|found| found.signed.verifies(&key)).count() >= 2).then_some(key)
    })
}

fn equation(signed: &Signed) -> Option<Equation> {
    Some(Equation {
        signature: BigUint::from_bytes_be(&signed.signature),
        encoded: BigUint::from_bytes_be(&signed.encoded()?),
        length: signed.signature.len(),
    })
}

/// A record with what the engine reads of it (RFC 6376 section 3.6.1).
fn written(record: &KeyRecord) -> String {
    let key = match &record.material {
        Material::Rsa { modulus, exponent } => key_info(modulus, *exponent),
        Material::Ed25519(key) => key.to_vec(),
    };
    let hashes = if record.allows(HashKind::Sha1) { "" } else { " h=sha256;" };
    let flags = match (record.testing, record.strict) {
        (true, true) => " t=y:s;",
        (true, false) => " t=y;",
        (false, true) => " t=s;",
        (false, false) => "",
    };
    format!("v=DKIM1; k={};{hashes}{flags} p={}", record.algorithm(), STANDARD.encode(key))
}

/// SubjectPublicKeyInfo of an RSA key (RFC 5280 section 4.1, RFC 8017 appendix A.1.1).
fn key_info(modulus: &[u8], exponent: u32) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let bytes: Vec<u8> = bytes.iter().copied().skip_while(|&byte| byte == 0).collect();
        element(0x02, &[if bytes.first().is_some_and(|&byte| byte >= 0x80) { &[0][..] } else { &[] }, &bytes].concat())
    };
    let key = element(0x30, &[integer(modulus), integer(&exponent.to_be_bytes())].concat());
    let algorithm = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    element(0x30, &[element(0x30, &algorithm), element(0x03, &[&[0][..], &key].concat())].concat())
}

/// An element of DER (ITU-T X.690) of less than 64 KB.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let [high, low] = (contents.len() as u16).to_be_bytes();
    let head = match contents.len() {
        0..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, contents.to_vec()].concat()
}
