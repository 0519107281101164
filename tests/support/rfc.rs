//! The messages of the RFCs' own examples, checked with the records that stand beside them.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

use header_verdict::authentication::keys::{KeyRing, PastedKey};
use header_verdict::authentication::{Authentication, Context, authenticate};
use header_verdict::message::Message;

/// Checks an example of football.example.com with these records, each a DNS name and its text.
pub fn check(message: &str, records: &[(&str, &str)]) -> Authentication {
    let key = |&(name, record): &(&str, &str)| PastedKey { name: name.into(), record: record.into() };
    let pasted: Vec<PastedKey> = records.iter().map(key).collect();
    let keys = KeyRing::new(&pasted);
    let context = Context { keys: &keys, author: Some("football.example.com"), received_at: None, repairs: &[] };
    authenticate(&Message::parse(message.as_bytes()), &context)
}
