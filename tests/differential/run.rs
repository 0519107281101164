//! Holds this engine's DKIM and ARC against mail-auth, mailauth and dkimpy on the same messages. `./build.sh differential`
//! runs the four of them.
//!
//! ```text
//! differential write FOLDER NUMBER SEED   the messages and the records, and what this engine and mail-auth say
//! differential judge FOLDER               compares what all four said; explained.toml explains what differs
//! ```
//!
//! Every verifier gives one word for each signature and one for the chain:
//!
//! * `pass`: header and body hold, and nothing keeps the signature from counting.
//! * `fail`: the signature can be computed and does not hold.
//! * `neutral`: it holds and counts for nothing: it has expired, its key is short, its algorithm was withdrawn.
//! * `permerror`: it cannot be computed: malformed, no key, a key for something else. What a verifier leaves out counts so.

#[path = "cases.rs"]
mod cases;
#[path = "../support/mail_auth.rs"]
mod mail_auth;
#[path = "../mailboxes/random.rs"]
mod random;
#[path = "../support/signer.rs"]
mod signer;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use ::mail_auth::common::crypto::CryptoError;
use ::mail_auth::dkim::DkimError;
use ::mail_auth::{AuthenticatedMessage, DkimResult, Error as Fault};
use cases::{case, records};
use header_verdict::authentication::keys::{KeyRing, PastedKey};
use header_verdict::authentication::{Authentication, Context, authenticate};
use header_verdict::message::Message;
use header_verdict::report::{BodyCheck, Expiry, HeaderCheck, Signature};
use mail_auth::{Records, Verifier};
use serde::{Deserialize, Serialize};

/// What one verifier says of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    /// Selector and word of each signature.
    signatures: Vec<(String, String)>,
    /// The word for the chain: `none`, `pass` or `fail`.
    chain: String,
}

const TOOLS: [&str; 3] = ["mail-auth", "mailauth", "dkimpy"];

/// Why verifiers differ: an entry of explained.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Explanation {
    /// Features that a message must have, all of them; one that has bars in it is met by either.
    of: Vec<String>,
    /// For each other verifier the words that it says instead.
    says: BTreeMap<String, Vec<String>>,
    /// The words that this engine says.
    ours: Vec<String>,
    /// `signature` or `chain`.
    about: String,
    /// Who is right: `ours`, `theirs` or `open`.
    right: String,
    /// Where that is written.
    source: String,
    /// Why.
    why: String,
}

#[derive(Debug, Deserialize)]
struct Explained {
    difference: Vec<Explanation>,
}

impl Explanation {
    fn fits(&self, features: &[String], about: &str, tool: &str, ours: &str, theirs: &str) -> bool {
        let met = |wanted: &String| wanted.split('|').any(|one| features.iter().any(|feature| feature == one.trim()));
        self.about == about
            && self.ours.iter().any(|word| word == ours)
            && self.says.get(tool).is_some_and(|words| words.iter().any(|word| word == theirs))
            && self.of.iter().all(met)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder, number, seed] => write(Path::new(folder), number.parse()?, seed.parse()?),
        ["judge", folder] => judge(Path::new(folder)),
        _ => Err("differential write FOLDER NUMBER SEED, or judge FOLDER".into()),
    }
}

fn write(folder: &Path, number: u64, seed: u64) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let records = records();
    let named: Vec<_> =
        records.iter().map(|(name, record)| serde_json::json!({ "name": name, "record": record })).collect();
    fs::write(folder.join("differential.keys.json"), serde_json::to_vec(&named)?)?;
    let pasted: Vec<PastedKey> =
        records.iter().map(|(name, record)| PastedKey { name: name.clone(), record: record.clone() }).collect();
    let keys = KeyRing::new(&pasted);
    // The others judge an expiry by today's date; the cases are years away from any day on which this runs.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as i64;
    let context = Context { keys: &keys, author: None, received_at: Some(now), repairs: &[] };
    let verifier = Verifier::new(Records::new(records.iter().map(|(name, record)| (name.as_str(), record.as_str()))));
    let (mut set, mut own, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let mut features = Vec::new();
    for index in 0..number {
        let made = case(seed, index);
        features.push(made.features);
        let message = made.message;
        set.extend(u32::try_from(message.len())?.to_le_bytes());
        set.extend(&message);
        own.push(ours(&authenticate(&Message::parse(&message), &context)));
        theirs.push(mail_auths(&verifier, &message));
    }
    fs::write(folder.join("differential.set"), set)?;
    fs::write(folder.join("features.json"), serde_json::to_vec(&features)?)?;
    fs::write(folder.join("ours.json"), serde_json::to_vec(&own)?)?;
    Ok(fs::write(folder.join("mail-auth.json"), serde_json::to_vec(&theirs)?)?)
}

fn ours(found: &Authentication) -> Said {
    let signatures = found.signatures.iter().map(|signature| (signature.selector.clone(), word(signature).to_owned()));
    let chain = match found.arc.last() {
        None => "none",
        Some(newest) => {
            // RFC 8617 section 5.2.
            let sealed = found.arc.iter().zip(1..).all(|(set, instance)| {
                let before = if instance == 1 { "none" } else { "pass" };
                set.instance == instance && set.seal == HeaderCheck::Verified && set.chain_validation == before
            });
            let signed = newest.message_signature.as_ref().is_some_and(|signature| word(signature) == "pass");
            if sealed && signed { "pass" } else { "fail" }
        }
    };
    Said { signatures: signatures.collect(), chain: chain.to_owned() }
}

fn word(signature: &Signature) -> &'static str {
    let short = signature.key.algorithm.as_deref() == Some("rsa") && signature.key.bits.is_some_and(|bits| bits < 1024);
    match (signature.header, signature.body) {
        (HeaderCheck::Unusable | HeaderCheck::KeyNotCarried, _) => "permerror",
        (HeaderCheck::Mismatch, _) | (_, BodyCheck::Mismatch) => "fail",
        // RFC 8301 section 3.
        _ if signature.algorithm == "rsa-sha1" || short => "neutral",
        _ if signature.expiry == Expiry::ExpiredAtReceipt => "neutral",
        (HeaderCheck::Verified, BodyCheck::Verified | BodyCheck::Partial | BodyCheck::NotSupplied) => "pass",
        (HeaderCheck::Verified, BodyCheck::NotChecked) => "permerror",
    }
}

fn mail_auths(verifier: &Verifier, message: &[u8]) -> Said {
    let Some(message) = AuthenticatedMessage::parse_with_opts(message, None, false) else { return Said::default() };
    let signatures = verifier.dkim(&message);
    let word = |result: &DkimResult| match result {
        DkimResult::Pass => "pass",
        DkimResult::Neutral(Fault::Dkim(DkimError::FailedBodyHashMatch))
        | DkimResult::Fail(Fault::Crypto(CryptoError::FailedVerification)) => "fail",
        DkimResult::Neutral(Fault::Dkim(DkimError::SignatureExpired)) => "neutral",
        _ => "permerror",
    };
    let named =
        signatures.iter().filter_map(|output| Some((output.signature()?.s.clone(), word(output.result()).to_owned())));
    let chain = match verifier.arc(&message).result() {
        DkimResult::Pass => "pass",
        DkimResult::None => "none",
        _ => "fail",
    };
    Said { signatures: named.collect(), chain: chain.to_owned() }
}

fn judge(folder: &Path) -> Result<(), Box<dyn Error>> {
    let features: Vec<Vec<String>> = serde_json::from_slice(&fs::read(folder.join("features.json"))?)?;
    let read = |name: &str| -> Result<Vec<Said>, Box<dyn Error>> {
        let said: Vec<Said> = serde_json::from_slice(&fs::read(folder.join([name, ".json"].concat()))?)?;
        if said.len() == features.len() {
            Ok(said)
        } else {
            Err(format!("{name} judged {} messages", said.len()).into())
        }
    };
    let own = read("ours")?;
    let Explained { difference: explained } = toml::from_str(include_str!("explained.toml"))?;
    let mut used = vec![[0_usize; TOOLS.len()]; explained.len()];
    let mut compared = 0;
    let mut unexplained: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, tool) in TOOLS.iter().enumerate() {
        for (index, theirs) in read(tool)?.into_iter().enumerate() {
            let features = &features[index];
            let ours = &own[index];
            for (about, our_word, their_word) in pairs(ours, &theirs) {
                compared += 1;
                if our_word == their_word {
                    continue;
                }
                match explained.iter().position(|one| one.fits(features, about, tool, &our_word, &their_word)) {
                    Some(explanation) => used[explanation][at] += 1,
                    None => {
                        let what =
                            format!("{tool}, {about}: ours {our_word}, theirs {their_word}: {}", features.join(", "));
                        unexplained.entry(what).or_insert((0, index)).0 += 1;
                    }
                }
            }
        }
    }
    let differ: usize = used.iter().flatten().sum();
    println!("{} messages: {compared} words compared, {differ} differ and are explained", own.len());
    for (explanation, used) in explained.iter().zip(&used) {
        let counts: Vec<String> = TOOLS
            .iter()
            .zip(used)
            .filter(|(_, count)| **count > 0)
            .map(|(tool, count)| format!("{tool} {count}"))
            .collect();
        println!(
            "  {} ({} right, {}): {}",
            explanation.of.join(", "),
            explanation.right,
            explanation.source,
            counts.join(", ")
        );
    }
    for (what, (count, index)) in &unexplained {
        println!("UNEXPLAINED {count} times, such as message {index}: {what}");
    }
    let idle: Vec<String> = explained
        .iter()
        .zip(&used)
        .flat_map(|(explanation, used)| {
            let named =
                TOOLS.iter().zip(used).filter(|(tool, count)| **count == 0 && explanation.says.contains_key(**tool));
            named.map(|(tool, _)| format!("{tool}: {} ({})", explanation.of.join(", "), explanation.why))
        })
        .collect();
    for never in &idle {
        println!("EXPLAINED, AND IT NEVER CAME UP: {never}");
    }
    if unexplained.is_empty() && idle.is_empty() { Ok(()) } else { Err("see above".into()) }
}

/// What both said of each signature and of the chain. Signatures are told apart by their selectors; one that a verifier
/// leaves out is one that it cannot compute.
fn pairs(ours: &Said, theirs: &Said) -> Vec<(&'static str, String, String)> {
    let mut pairs = vec![("chain", ours.chain.clone(), theirs.chain.clone())];
    let selectors: BTreeSet<&String> =
        ours.signatures.iter().chain(&theirs.signatures).map(|(selector, _)| selector).collect();
    for selector in selectors {
        let words = |said: &Said| {
            let mut words: Vec<String> =
                said.signatures.iter().filter(|(own, _)| own == selector).map(|(_, word)| word.clone()).collect();
            words.sort();
            words
        };
        let (mut own, mut other) = (words(ours), words(theirs));
        let count = own.len().max(other.len());
        own.resize(count, "permerror".into());
        other.resize(count, "permerror".into());
        pairs.extend(own.into_iter().zip(other).map(|(own, other)| ("signature", own, other)));
    }
    pairs
}
