//! The maintainer's search for keys: `./build.sh keys`.

mod support;

#[path = "../examples/keys/search.rs"]
mod search;

use num_bigint_dig::BigUint;
use search::modulus;
use search::{Found, Outcome};
use support::signer::{Key, Signer};

/// Numbers that look random and are the same every time.
fn number(bits: usize, seed: u64) -> BigUint {
    let mut state = seed;
    let bytes: Vec<u8> = (0..bits.div_ceil(8))
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect();
    BigUint::from_bytes_le(&bytes) >> (bytes.len() * 8 - bits)
}

#[test]
fn the_product_by_transform_is_the_product() {
    for (one, two) in [(40_000, 40_000), (50_001, 81_003), (131_072, 131_072), (40_960, 700_000)] {
        let (one, two) = (number(one, 1), number(two, 2));
        assert!(modulus::product(&one, &two) == &one * &two);
        assert!(modulus::product(&one, &one) == &one * &one);
    }
    let ones = (BigUint::from(1_u32) << 200_000) - BigUint::from(1_u32);
    assert!(modulus::product(&ones, &ones) == &ones * &ones, "the largest digits fit");
}

#[test]
fn the_divisor_by_halving_is_the_one_of_euclid() {
    let zero = BigUint::from(0_u32);
    for (common, one, two) in
        [(0, 10, 3), (64, 500, 200), (1024, 9_000, 9_000), (1024, 60_000, 60_100), (2048, 90_000, 30_000)]
    {
        let (one, two) = (number(one + 1, 3) * number(common + 1, 5), number(two + 1, 4) * number(common + 1, 5));
        let (mut large, mut small) = (one.clone(), two.clone());
        while small != zero {
            (large, small) = (small.clone(), large % small);
        }
        assert!(modulus::gcd(one, two) == large);
    }
    assert_eq!(modulus::gcd(number(100, 1), zero.clone()), number(100, 1));
}

/// A message of ours, written in March 2026, on a day of its own, and signed.
fn message(signer: &Signer, day: u32) -> Vec<u8> {
    let text = format!(
        "Received: from out.brand.example by in.mailbox.example; {day} Mar 2026 09:00:00 +0000\r\n\
         From: Brand <code@brand.example>\r\nTo: jo@mailbox.example\r\nSubject: Code {day}\r\n\
         Date: {day} Mar 2026 08:59:00 +0000\r\nMessage-ID: <{day}@brand.example>\r\n\r\nYour code is {day}.\r\n"
    );
    signer.sign(text.as_bytes())
}

fn signer(key: Key) -> Signer {
    Signer { key, ..Signer::default() }
}

fn of(messages: &[Vec<u8>]) -> Vec<Found> {
    messages.iter().flat_map(|message| search::signatures(message)).collect()
}

/// The lines as they would stand in the file, and the remarks.
fn told(outcome: &Outcome) -> (Vec<String>, String) {
    (outcome.lines.iter().map(ToString::to_string).collect(), outcome.remarks.join("\n"))
}

/// Modulus and exponent in the record of a line, read by the engine.
fn key_in(line: &str) -> (Vec<u8>, u32) {
    use header_verdict::authentication::keys::{Material, parse_record};
    let record = line.split('\t').nth(2).expect("a record");
    match parse_record(record).expect("a key").material {
        Material::Rsa { modulus, exponent } => (modulus, exponent),
        Material::Ed25519(_) => panic!("an RSA key"),
    }
}

#[test]
fn two_messages_give_the_key_and_a_third_verifies_with_it() {
    for key in [Key::Rsa1024Exponent3, Key::Rsa1024Exponent17] {
        let heap: Vec<_> = [3, 11, 7].map(|day| message(&signer(key), day)).into();
        let (lines, remarks) = told(&search::search(of(&heap), &[], "messages of ours"));
        let [line] = &lines[..] else { panic!("{lines:?} {remarks}") };
        assert_eq!(key_in(line), key.public());
        let columns: Vec<_> = line.split('\t').collect();
        assert_eq!(columns[..2], ["brand.example", "sel"]);
        assert_eq!(columns[3..], ["3", "2026-03-03", "2026-03-11", "recovered", "messages of ours"]);
        assert!(remarks.contains("sel._domainkey.brand.example: a key of 1024 bits was computed"), "{remarks}");
    }
}

#[test]
fn two_messages_alone_give_a_key_of_which_the_line_says_that_no_third_is_known() {
    let heap = [3, 4].map(|day| message(&signer(Key::Rsa1024Exponent3), day));
    let (lines, _) = told(&search::search(of(&heap), &[], "messages of ours"));
    assert!(lines[0].ends_with("\t2\t2026-03-03\t2026-03-04\trecovered\tmessages of ours; no third message known"));
}

#[test]
fn one_message_is_not_enough_even_when_it_is_there_twice() {
    let one = message(&signer(Key::Rsa1024Exponent3), 3);
    for heap in [vec![one.clone()], vec![one.clone(), one]] {
        let (lines, remarks) = told(&search::search(of(&heap), &[], "messages of ours"));
        assert!(lines.is_empty());
        assert!(remarks.contains("1 signature is left, which is not enough"), "{remarks}");
    }
}

#[test]
fn two_keys_under_one_selector_are_two_lines_and_the_change_is_said() {
    let keys = [(Key::Rsa1024Exponent3, [1, 2]), (Key::Rsa1024Exponent17, [20, 21])];
    let heap: Vec<_> = keys.iter().flat_map(|(key, days)| days.map(|day| message(&signer(*key), day))).collect();
    let (lines, remarks) = told(&search::search(of(&heap), &[], "messages of ours"));
    assert_eq!(lines.iter().map(|line| key_in(line)).collect::<Vec<_>>(), keys.map(|(key, _)| key.public()));
    assert!(lines[0].contains("\t2026-03-01\t2026-03-02\t") && lines[1].contains("\t2026-03-20\t2026-03-21\t"));
    assert!(remarks.contains("the key behind this name was changed: 2 are known"), "{remarks}");
}

#[test]
fn a_message_that_was_changed_on_its_way_is_left_over() {
    let mut heap: Vec<_> = [3, 4, 5].map(|day| message(&signer(Key::Rsa1024Exponent3), day)).into();
    heap[2] =
        String::from_utf8(heap[2].clone()).expect("text").replace("Subject: Code 5", "Subject: Changed").into_bytes();
    let (lines, remarks) = told(&search::search(of(&heap), &[], "messages of ours"));
    assert_eq!(lines[0].split('\t').nth(3), Some("2"), "{remarks}");
    assert!(remarks.contains("1 signature is left"), "{remarks}");
}

#[test]
fn seals_and_message_signatures_of_arc_count_as_signatures() {
    let signer = signer(Key::Rsa1024Exponent3);
    let heap = [3, 4].map(|day| signer.seal(&message(&signer, day), 1, "none", "mx.brand.example; none"));
    let (lines, _) = told(&search::search(of(&heap), &[], "messages of ours"));
    assert_eq!(key_in(&lines[0]), signer.key.public());
    assert_eq!(lines[0].split('\t').nth(3), Some("6"), "two of each kind");
}

#[test]
fn a_key_that_is_too_short_to_prove_anything_is_not_listed() {
    let pasted = search::pasted(&format!("sel._domainkey.brand.example 2026-03-30 dig\n{}", Key::Rsa512.record()));
    let (lines, remarks) = told(&search::search(Vec::new(), &pasted.expect("a record"), ""));
    assert!(lines.is_empty() && remarks.contains("512 bits: too short"), "{remarks}");
}

#[test]
fn a_pasted_record_is_a_line_with_the_day_on_which_it_was_read() {
    let text = format!("Sel._domainkey.Brand.example 2026-03-30 dig of our own\n\"{}\"\n", Key::Rsa2048.record());
    let pasted = search::pasted(&text).expect("a record");
    let (lines, remarks) = told(&search::search(Vec::new(), &pasted, ""));
    assert_eq!(key_in(&lines[0]), Key::Rsa2048.public());
    assert!(
        lines[0].ends_with("\t0\t2026-03-30\t2026-03-30\tpublished\tdig of our own, read on 2026-03-30"),
        "{}",
        lines[0]
    );
    assert!(remarks.contains("no message here verifies with the pasted key"));
    // With messages it counts what it verifies, and its days are theirs.
    let heap = [3, 4].map(|day| message(&signer(Key::Rsa2048), day));
    let (lines, _) = told(&search::search(of(&heap), &pasted, ""));
    assert!(lines[0].contains("\t2\t2026-03-03\t2026-03-04\tpublished\t"), "{}", lines[0]);
}

#[test]
fn flags_and_hashes_of_a_pasted_record_are_kept() {
    let record = Key::Rsa2048.record().replace("k=rsa;", "k=rsa; h=sha256; t=y:s;");
    let pasted = search::pasted(&format!("sel._domainkey.brand.example 2026-03-30 dig\n{record}")).expect("a record");
    let (lines, _) = told(&search::search(Vec::new(), &pasted, ""));
    assert!(lines[0].contains("\tv=DKIM1; k=rsa; h=sha256; t=y:s; p="), "{}", lines[0]);
}

#[test]
fn a_pasted_record_without_a_name_a_day_or_a_key_is_refused_with_its_name() {
    for (text, reason) in [
        ("brand.example 2026-03-30 dig\nv=DKIM1; p=", "brand.example 2026-03-30 dig"),
        ("sel._domainkey.brand.example yesterday dig\nv=DKIM1; p=", "yesterday"),
        ("sel._domainkey.brand.example 2026-03-30 dig\nv=DKIM1; p=", "sel._domainkey.brand.example"),
        ("sel._domainkey.brand.example", "SELECTOR._domainkey.DOMAIN YYYY-MM-DD SOURCE"),
    ] {
        let refused = search::pasted(text).err().expect("no key");
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn a_carried_key_that_is_pasted_again_is_no_second_line() {
    let carried = &header_verdict::data::keys::CARRIED[0];
    let file = include_str!("../src/data/dkim_keys.tsv");
    let line = file
        .lines()
        .find(|line| {
            line.starts_with(&format!("{}\t{}\t", carried.domain, carried.selector)) && line.contains(carried.last_seen)
        })
        .expect("its line");
    let record = line.split('\t').nth(2).expect("a record");
    let name = format!("{}._domainkey.{}", carried.selector, carried.domain);
    let pasted = search::pasted(&format!("{name} 2026-03-30 dig\n{record}")).expect("a record");
    let (lines, remarks) = told(&search::search(Vec::new(), &pasted, ""));
    assert!(lines.is_empty() && remarks.contains("the pasted key is carried already"), "{remarks}");
}

#[test]
fn a_day_is_that_of_the_calendar() {
    for (seconds, day) in [
        (0, "1970-01-01"),
        (-1, "1969-12-31"),
        (951_782_400, "2000-02-29"),
        (951_868_800, "2000-03-01"),
        (1_798_761_599, "2026-12-31"),
        (4_107_542_400, "2100-03-01"),
    ] {
        assert_eq!(search::day_of(seconds), day);
    }
}
