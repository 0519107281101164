//! The synthetic mailbox: it is the same everywhere, it is as large as it says, and the engine finds in it what the
//! generator put there.

mod containers;
mod messages;
mod random;
mod received;
mod senders;
#[path = "../support/signer.rs"]
mod signer;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use containers::{Container, Mbox};
use header_verdict::authentication::keys::PastedKey;
use header_verdict::{Options, analyze};
use messages::{MEAN_BYTES, Mailbox, keys};
use sha2::{Digest, Sha256};

fn options() -> Options {
    let keys = keys().into_iter().map(|(name, record)| PastedKey { name, record });
    Options { keys: keys.collect(), ..Options::default() }
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).expect("a value").as_str().expect("a word").to_owned()
}

#[test]
fn the_engine_finds_what_the_generator_put_there() {
    let options = options();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (seed, small) in [(1, false), (2, true)] {
        let mailbox = Mailbox { seed, planned: 600, small };
        for index in 0..mailbox.planned {
            let made = mailbox.message(index);
            let report = analyze(&made.bytes, &options);
            let truth = &made.truth;
            let event = report.claim.event.as_ref().map_or("", |event| event.id.as_str());
            let got = [
                word(report.verdict.label),
                word(report.verdict.origin),
                report.claim.provider.clone().unwrap_or_default(),
                event.to_owned(),
            ];
            let epoch = report.summary.received_epoch.or(report.summary.date_epoch);
            if got != [truth.label, truth.origin, truth.provider, truth.event]
                || truth.epoch.is_some_and(|at| epoch != Some(at))
            {
                let rows: Vec<&str> = report.ledger.iter().map(|row| row.id.as_str()).collect();
                wrong.push(format!("{index} {small}: {truth:?}, found {got:?} {epoch:?} {rows:?}"));
            }
            *kinds.entry(truth.kind).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of 1,200:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(kinds.len(), 19, "every kind of message came up: {kinds:?}");
}

#[test]
fn a_seed_gives_the_same_bytes_in_parts_and_as_a_whole() {
    let mailbox = Mailbox { seed: 7, planned: 60, small: false };
    let whole: Vec<Vec<u8>> = (0..60).map(|index| mailbox.message(index).bytes).collect();
    for index in (0..60).rev().step_by(7) {
        assert_eq!(mailbox.message(index).bytes, whole[index as usize]);
    }
    let mut file = Mbox(Vec::new());
    for index in 0..60 {
        file.add(index, &mailbox.message(index)).expect("memory takes it");
    }
    let hash: String = Sha256::digest(&file.0).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hash, "07a4c06f273a67ee",
        "the generator writes other bytes than before: say so, and put the new hash here"
    );
    let other = Mailbox { seed: 8, ..mailbox };
    assert_ne!(other.message(0).bytes, whole[0]);
}

#[test]
fn sizes_are_those_of_a_mailbox() {
    let mailbox = Mailbox { seed: 3, planned: 3_000, small: false };
    let mut sizes: Vec<usize> = (0..300).map(|index| mailbox.message(index * 10).bytes.len()).collect();
    sizes.sort_unstable();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((MEAN_BYTES as usize / 2..MEAN_BYTES as usize * 2).contains(&mean), "{mean}");
    assert!(
        sizes[150] < mean && *sizes.last().unwrap() > 5 * mean,
        "a long tail: {} {mean} {:?}",
        sizes[150],
        sizes.last()
    );
}

#[test]
fn every_key_is_listed_once() {
    let keys = keys();
    let names: BTreeSet<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), keys.len());
}
