//! A short, repeatable run of every fuzz target: its seeds, everything that it ever found, and a number of inputs of its
//! grammar. `./build.sh fuzz` runs them for longer. `FUZZ_INPUTS` is the number of inputs for each target.

mod fuzzing;
mod support;

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use fuzzing::grammar::Random;
use fuzzing::{TARGETS, Target, target};

/// The folder of the project.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Inputs of the grammar for each target in an ordinary run of the tests.
const INPUTS: u64 = 300;

/// The files of a target in `tests/fuzzing/seeds` or `tests/fuzzing/found`.
fn files(folder: &str, target: &Target) -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("tests/fuzzing").join(folder).join(target.name);
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
}

/// Runs a target and, when it fails, says with which input.
#[track_caller]
fn run(target: &Target, bytes: &[u8], which: &str) {
    if let Err(cause) = panic::catch_unwind(|| (target.run)(bytes)) {
        let path = std::env::temp_dir().join(["header-verdict-", target.name, ".failed"].concat());
        fs::write(&path, bytes).expect("the input that failed is kept");
        eprintln!("{} fails on {which}, kept as {}", target.name, path.display());
        panic::resume_unwind(cause);
    }
}

/// Bytes that a seed has at most.
const SEED: usize = 4 << 10;
/// Seeds of each target.
const SEEDS: usize = 4;

/// The seeds of a target: the first of its grammar that are short enough, and no two the same.
fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for number in 0.. {
        let made = (target.make)(&mut Random(number));
        if (16..=SEED).contains(&made.len()) && !seeds.contains(&made) {
            seeds.push(made);
        }
        if seeds.len() == SEEDS {
            break;
        }
    }
    seeds
}

fn smoke(name: &str) {
    let target = target(name);
    for kind in ["seeds", "found"] {
        for file in files(kind, target) {
            run(target, &fs::read(&file).expect("a file"), &file.display().to_string());
        }
    }
    let inputs = std::env::var("FUZZ_INPUTS").map_or(INPUTS, |number| number.parse().expect("a number"));
    let start = std::env::var("FUZZ_START").map_or(0, |number| number.parse().expect("a number"));
    for seed in start..start + inputs {
        let made = (target.make)(&mut Random(seed));
        run(target, &made, &format!("seed {seed}"));
        let changed = fuzzing::change(target, &made, seed as u32);
        run(target, &changed, &format!("the change of seed {seed}"));
    }
}

#[test]
#[ignore = "writes tests/fuzzing/seeds anew, after a change of the grammar"]
fn write_the_seeds() {
    for target in &TARGETS {
        let folder = Path::new(ROOT).join("tests/fuzzing/seeds").join(target.name);
        fs::create_dir_all(&folder).expect("the folder");
        for (number, seed) in seeds(target).into_iter().enumerate() {
            fs::write(folder.join(number.to_string()), seed).expect("a seed is written");
        }
    }
}

#[test]
fn every_target_has_its_seeds() {
    for target in &TARGETS {
        assert!(files("seeds", target).len() >= SEEDS, "{}", target.name);
    }
}

macro_rules! targets {
    ($($test:ident: $name:literal;)*) => {
        $(#[test]
        fn $test() {
            smoke($name);
        })*

        #[test]
        fn every_target_is_run_and_has_a_program_for_the_fuzzer() {
            let run = [$($name),*];
            let programs = fs::read_to_string(Path::new(ROOT).join("fuzz/Cargo.toml")).expect("the fuzzers' manifest");
            for target in TARGETS {
                assert!(run.contains(&target.name), "{}", target.name);
                assert!(programs.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
            }
            for kind in ["seeds", "found"] {
                for folder in fs::read_dir(Path::new(ROOT).join("tests/fuzzing").join(kind)).expect("the folder") {
                    let name = folder.expect("a folder").file_name();
                    assert!(run.iter().any(|&target| name == target), "{name:?} is no target");
                }
            }
        }
    };
}

targets! {
    every_byte_of_a_header_section_is_a_field_or_a_defect: "scanner";
    every_repaired_byte_leads_back_to_the_input: "repairs";
    addresses_lie_within_their_field: "addresses";
    hosts_dates_and_encoded_words_are_read_or_left: "names";
    results_of_a_stamp_are_in_lower_case_and_bounded: "stamps";
    received_fields_are_the_same_however_they_are_folded: "received";
    a_tag_is_what_stands_between_its_equals_sign_and_a_semicolon: "tags";
    no_signature_verifies_but_ours: "dkim";
    no_seal_verifies_but_ours: "arc";
    content_keeps_its_limits: "content";
    any_picture_can_be_looked_at_for_a_code: "qr";
    an_mbox_gives_the_same_messages_however_it_is_sliced: "mbox";
    an_outlook_file_is_read_or_refused: "outlook";
    entries_of_an_archive_that_may_be_read_share_no_bytes: "zip";
    what_a_message_carries_is_found_again_by_its_path: "carried";
    a_mailbox_gives_the_same_rows_however_it_is_sliced_and_each_the_answer_of_its_message: "mailbox";
    rsa_is_that_of_another_implementation: "rsa";
    a_report_is_sound_and_the_same_for_lf_and_crlf: "whole";
    a_sender_establishes_nothing_below_what_the_receiver_wrote: "sender";
    an_addition_never_raises_the_origin: "addition";
    names_in_any_case_blank_ends_and_missing_evidence_make_nothing_forged: "variations";
}
