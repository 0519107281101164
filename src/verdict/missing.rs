//! What would settle the question, and how to get it.

use super::origin::Standing;
use super::{Case, delivery};
use crate::data::catalogue::{Sentence, missing as wording, unrecognised};
use crate::message::domain;
use crate::report::{BodyCheck, Command, HeaderCheck, InputKind, Missing, Text};

/// Keys that are asked for at once, at most.
const KEYS: usize = 3;

/// Lists what is missing, the most useful first.
pub(crate) fn list(case: &Case, standing: &Standing) -> Vec<Missing> {
    let mut missing = Vec::new();
    let Some(message) = case.message else {
        if case.kind == InputKind::Text {
            missing.push(plain("header", wording::HEADER_TITLE, wording::HEADER_HOW, &[]));
        }
        return missing;
    };
    if standing.proved_by.is_none() {
        // a key helps only when its signer speaks for the author, over the text that is here
        let mut names: Vec<&str> = Vec::new();
        for signature in &case.authentication.signatures {
            let useful = signature.header == HeaderCheck::KeyNotCarried
                && signature.aligned
                && signature.body != BodyCheck::Mismatch;
            let name = signature.key.dns_name.as_str();
            if useful && names.len() < KEYS && !names.contains(&name) && is_safe(name) {
                names.push(name);
                missing.push(key(name, &signature.domain));
            }
        }
    }
    if !standing.is_established() {
        if message.first("Received").is_none() {
            missing.push(plain("header", wording::HEADER_TITLE, wording::HEADER_HOW, &[]));
        } else if let Some(why) = case.block.why.as_ref().filter(|why| why.id != unrecognised::CARRIED.id) {
            let named = why.id != unrecognised::NOT_KNOWN.id;
            let how = if named { wording::RECEIVER_OTHER_HOW } else { wording::RECEIVER_HOW };
            missing.push(plain("receiver", wording::RECEIVER_TITLE, how, &[]));
        }
        if let Some(through) = delivery::passed_on(case) {
            missing.push(plain("original", wording::ORIGINAL_TITLE, wording::ORIGINAL_HOW, &[through]));
        }
    }
    if message.body.is_none() && !case.is_rebuilt() {
        missing.push(plain("body", wording::BODY_TITLE, wording::BODY_HOW, &[]));
    }
    missing
}

fn plain(id: &str, title: Sentence, how: Sentence, through: &[Text]) -> Missing {
    Missing {
        id: id.into(),
        title: title.plain(),
        how: how.saying(&[], &[("through", through)]),
        dns_name: None,
        commands: Vec::new(),
    }
}

fn key(name: &str, domain: &str) -> Missing {
    let command = |system: &str, start: &str| Command { system: system.into(), line: [start, name].concat() };
    Missing {
        id: "key".into(),
        title: wording::KEY_TITLE.with(&[("domain", domain)]),
        how: wording::KEY_HOW.plain(),
        dns_name: Some(name.into()),
        commands: vec![
            command("windows", "nslookup -type=TXT "),
            command("macos", "dig +short TXT "),
            command("linux", "dig +short TXT "),
        ],
    }
}

/// Whether a name can stand in a command line: letters, digits, dots, hyphens and underscores, and
/// no option. It comes out of the message.
fn is_safe(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.len() <= 253
        && domain::registrable(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_out_of_a_message_never_becomes_part_of_a_command() {
        for name in [
            "a;rm -rf ~._domainkey.b.example",
            "-f/etc/passwd",
            "$(x)._domainkey.b.example",
            "a b.example",
            "`x`.example",
        ] {
            assert!(!is_safe(name), "{name}");
        }
        assert!(is_safe("selector1._domainkey.mailbox.example"));
    }
}
