//! Twice the input takes about twice the time, in every parser and in the whole, on the worst shapes that we know.
//!
//! What is measured is the processor time of the thread, so that other work on the machine does not count, and of
//! several measurements the least: nothing makes a computation faster than it is. Time that grows with the square would
//! be four times as much. Threads share caches and the heap, so that one shape is measured at a time.

mod fuzzing;
mod support;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cpu_time::ThreadTime;
use fuzzing::shapes::{self, PARSERS, Parser, Shape};

/// The folder of the project.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// How much more time twice the input may take.
const MOST: f64 = 2.3;
/// Below this, the clock decides.
const MEASURABLE: Duration = Duration::from_millis(12);
/// Measurements of one shape where it happens to lie in memory.
const ATTEMPTS: usize = 10;
/// How often it is laid out anew before it counts as too slow.
const LAYOUTS: usize = 4;

/// Held while one shape is measured.
static MEASURING: Mutex<()> = Mutex::new(());

fn time(read: fn(&[u8]), bytes: &[u8]) -> Duration {
    let start = ThreadTime::now();
    read(bytes);
    start.elapsed()
}

/// Judges one shape, at the first size at which the time can be measured; says what is wrong with it.
fn grows(what: &str, read: fn(&[u8]), most: usize, make: impl Fn(usize) -> Vec<u8>) -> Option<String> {
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut size = 8 << 10;
    while 4 * size <= most && time(read, &make(size)) <= MEASURABLE {
        size *= 2;
    }
    let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
    let mut lengths = (0, 0);
    for _ in 0..LAYOUTS {
        let (half, whole) = (make(size), make(2 * size));
        lengths = (half.len(), whole.len());
        for _ in 0..ATTEMPTS {
            once = once.min(time(read, &half));
            twice = twice.min(time(read, &whole));
            let ratio = twice.as_secs_f64() / once.as_secs_f64();
            // as much of it as is read at all, in no time
            if twice < MEASURABLE || ratio < MOST {
                println!("{what}: {} bytes {once:?}, {} bytes {twice:?}, {ratio:.2} times", lengths.0, lengths.1);
                return None;
            }
        }
    }
    Some(format!("{what}: {} bytes take {once:?} and {} bytes {twice:?}", lengths.0, lengths.1))
}

fn parser(name: &str) {
    let parser = PARSERS.iter().find(|parser| parser.name == name).expect("a parser");
    let slow = |(shape, make): &Shape| grows(&format!("{name}, {shape}"), parser.read, parser.most, make);
    let slow: Vec<String> = parser.shapes.iter().filter_map(slow).collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

/// The shapes of a parser in the whole, with all the stages behind it.
fn in_the_whole(names: &[&str]) {
    let chosen: Vec<&Parser> = PARSERS.iter().filter(|parser| names.contains(&parser.name)).collect();
    assert_eq!(chosen.len(), names.len());
    let mut slow = Vec::new();
    for parser in chosen {
        for (shape, make) in parser.shapes {
            let what = format!("the whole of {}, {shape}", parser.name);
            slow.extend(grows(&what, shapes::whole, parser.most, |size| shapes::as_message(parser, make(size))));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

macro_rules! parsers {
    ($($test:ident: $name:literal;)*) => {
        $(#[test]
        fn $test() {
            parser($name);
        })*

        #[test]
        fn every_parser_is_measured() {
            let measured = [$($name),*];
            PARSERS.iter().for_each(|parser| assert!(measured.contains(&parser.name), "{}", parser.name));
        }
    };
}

parsers! {
    the_scanner_is_linear: "header section";
    repairs_are_linear: "repairs";
    addresses_are_linear: "addresses";
    names_dates_and_encoded_words_are_linear: "names";
    stamps_are_linear: "Authentication-Results";
    received_fields_are_linear: "Received";
    tag_lists_are_linear: "tag lists";
    signatures_and_seals_are_linear: "DKIM and ARC";
    content_is_linear: "content";
    mbox_files_are_linear: "mbox";
    outlook_files_are_linear: "Outlook files";
    archives_are_linear: "archives";
    carried_messages_are_linear: "carried messages";
    pictures_are_linear: "QR codes";
}

#[test]
fn headers_are_judged_in_linear_time() {
    in_the_whole(&[
        "header section",
        "repairs",
        "addresses",
        "names",
        "Authentication-Results",
        "Received",
        "tag lists",
    ]);
}

#[test]
fn signatures_and_bodies_are_judged_in_linear_time() {
    in_the_whole(&["DKIM and ARC", "content", "Outlook files"]);
}
