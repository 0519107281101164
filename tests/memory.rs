//! Memory grows with the input and no faster: at most [`TIMES`] as much as the input has bytes, beside [`FIXED`], for the
//! worst shapes that we know, for files that unpack to more than they are, and for inputs of the fuzzers' grammar.
//! Whatever the length of the input, [`TIMES`] of it is what a computer must have; `limits.rs` bounds the input.

mod fuzzing;
mod support;

use std::fs;

use fuzzing::grammar::Random;
use fuzzing::shapes::{self, PARSERS};
use fuzzing::{TARGETS, Target};
use header_verdict::limits;
use peak_alloc::PeakAlloc;

/// The folder of the project.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Counts what is allocated; what grows in place counts twice while it does.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// How many times the bytes of the input may be held at once, the report included.
const TIMES: usize = 24;
/// Bytes that may be held beside that: a field of an address list is read whole, as 36 bytes for each of its own, and is
/// [`limits::FIELD_BYTES`] long at most.
const FIXED: usize = 36 * limits::FIELD_BYTES + (256 << 10);

/// The most bytes that were held at once while this ran, beyond those held before.
fn peak(run: impl FnOnce()) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    run();
    HEAP.peak_usage().saturating_sub(before)
}

/// Measures and, when it is too much, says so.
fn measured(what: &str, bytes: &[u8], read: fn(&[u8])) -> Option<String> {
    let most = peak(|| read(bytes));
    let times = most.saturating_sub(FIXED).div_ceil(bytes.len().max(1));
    println!("{what}: {most} bytes for {}", bytes.len());
    (times > TIMES).then(|| format!("{what}: {most} bytes for {}", bytes.len()))
}

// One test, because the heap is one.
#[test]
fn memory_is_at_most_a_stated_multiple_of_the_input() {
    let mut large = Vec::new();
    for parser in PARSERS {
        for (shape, make) in parser.shapes {
            let bytes = make(parser.most.min(1 << 20));
            large.extend(measured(&format!("{}, {shape}", parser.name), &bytes, parser.read));
            let bytes = shapes::as_message(parser, bytes);
            large.extend(measured(&format!("the whole of {}, {shape}", parser.name), &bytes, shapes::whole));
        }
    }
    for target in &TARGETS {
        for seed in 0..20 {
            let bytes = (target.make)(&mut Random(seed));
            large.extend(measured(&format!("{}, seed {seed}", target.name), &bytes, shapes::whole));
        }
        large.extend(files(target).iter().filter_map(|bytes| measured(target.name, bytes, shapes::whole)));
    }
    assert!(large.is_empty(), "{large:#?}");
}

/// The seeds of a target, and what was found with it.
fn files(target: &Target) -> Vec<Vec<u8>> {
    let folders = ["seeds", "found"].map(|kind| [ROOT, "/tests/fuzzing/", kind, "/", target.name].concat());
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    files.map(|file| fs::read(file.expect("a file").path()).expect("its bytes")).collect()
}
