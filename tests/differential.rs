//! The same messages through this engine and through mail-auth.
//!
//! mail-auth checks the body hash before the signature and needs a body for it; this engine
//! reports both on their own. What must be equal:
//!
//! * mail-auth passes exactly when both our checks do,
//! * mail-auth reports a wrong body hash exactly when our check of the body says so,
//! * our check of the header gives the same without the body.
//!
//! Differences that are allowed, and therefore not generated: `l=` beyond the end of the body (an
//! error here, as RFC 6376 section 3.5 says), `l=` elsewhere than at the end of a line without runs
//! of white space (mail-auth cuts the body before it canonicalises it, RFC 6376 afterwards), `l=0` (mail-auth takes it for no limit), `x=`
//! (mail-auth judges it today, this engine at receipt), carriage returns alone and white space of
//! other kinds (mail-auth drops them from relaxed fields, RFC 6376 does not), body lines of white
//! space alone at the end (mail-auth counts them in relaxed form, RFC 6376 leaves them out), white
//! space before the colon (mail-auth does not find such a field), malformed tags.

mod support;
#[path = "support/mail_auth.rs"]
mod verifier;

use header_verdict::authentication::keys::{KeyRing, PastedKey};
use header_verdict::authentication::{Context, authenticate};
use header_verdict::message::Message;
use header_verdict::report::{BodyCheck, HeaderCheck, Signature};
use mail_auth::dkim::DkimError;
use mail_auth::{AuthenticatedMessage, DkimResult, Error};
use proptest::prelude::*;
use support::signer::{Key, Signer};
use verifier::{Records, Verifier};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Pass,
    Body,
    Header,
}

fn theirs(signer: &Signer, message: &[u8]) -> Vec<Outcome> {
    let verifier = Verifier::new(Records::new([(signer.dns_name().as_str(), signer.key.record().as_str())]));
    let message = AuthenticatedMessage::parse_with_opts(message, None, false).expect("a message");
    verifier
        .dkim(&message)
        .iter()
        .map(|output| match output.result() {
            DkimResult::Pass => Outcome::Pass,
            DkimResult::Neutral(Error::Dkim(DkimError::FailedBodyHashMatch)) => Outcome::Body,
            DkimResult::Fail(_) => Outcome::Header,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn ours(signer: &Signer, message: &[u8]) -> Vec<Signature> {
    let pasted = [PastedKey { name: signer.dns_name(), record: signer.key.record() }];
    let keys = KeyRing::new(&pasted);
    let context = Context { keys: &keys, author: None, received_at: None, repairs: &[] };
    authenticate(&Message::parse(message), &context).signatures
}

fn outcome(signature: &Signature) -> Outcome {
    // mail-auth looks at the body first.
    match (signature.header, signature.body) {
        (_, BodyCheck::Mismatch) => Outcome::Body,
        (HeaderCheck::Verified, BodyCheck::Verified | BodyCheck::Partial) => Outcome::Pass,
        (HeaderCheck::Mismatch, BodyCheck::Verified | BodyCheck::Partial) => Outcome::Header,
        other => panic!("{other:?}: {:?}", signature.explanation),
    }
}

/// Text of a field: words with single and double spaces, tabs and folds between them.
fn value() -> impl Strategy<Value = String> {
    "[!-9;-~]{1,12}(( |  |\t|\r\n |\r\n\t )[!-~]{1,12}){0,5}[ \t]{0,2}"
}

/// Lines of a body with white space anywhere and empty lines at the end; never wholly blank.
fn body() -> impl Strategy<Value = String> {
    "([ -~\t]{0,30}\r\n){0,6}[!-~]{1,10}[ \t]{0,3}(\r\n){0,4}\r\n"
}

fn signer() -> impl Strategy<Value = Signer> {
    let key = prop_oneof![Just(Key::Rsa1024), Just(Key::Rsa2048), Just(Key::Ed25519)];
    let names = prop_oneof![Just("From"), Just("to"), Just("SUBJECT"), Just("X-Note"), Just("Absent"), Just("from")];
    (
        key,
        any::<(bool, bool)>(),
        any::<bool>(),
        proptest::collection::vec(names, 0..7),
        proptest::option::of(prop_oneof![Just(10_usize), Just(20), Just(32)]),
    )
        .prop_map(|(key, relaxed, sha1, names, length)| Signer {
            key,
            relaxed,
            sha1: sha1 && key != Key::Ed25519,
            headers: ["From"].into_iter().chain(names).map(String::from).collect(),
            length,
            ..Signer::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_verdict_is_mail_auths(
        signer in signer(),
        fields in proptest::collection::vec((prop_oneof![Just("From"), Just("To"), Just("Subject"), Just("X-Note")], value()), 1..8),
        text in body(),
        mutation in proptest::option::of((any::<prop::sample::Index>(), 33_u8..126)),
    ) {
        let header: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = if signer.length.is_some() { "line one\r\nline two\r\nline three\r\n".to_owned() } else { text };
        let unsigned = format!("From: a@brand.example\r\n{header}\r\n{text}");
        let mut message = signer.sign(unsigned.as_bytes());
        let own = message.len() - unsigned.len();
        if let Some((at, byte)) = mutation {
            // The signature field keeps its form: a malformed tag is reported differently.
            let at = own + at.index(unsigned.len());
            if !message[at].is_ascii_whitespace() && message[at] != b':' && byte != b':' {
                message[at] = byte;
            }
        }
        let (ours_all, theirs_all) = (ours(&signer, &message), theirs(&signer, &message));
        prop_assert_eq!(
            ours_all.iter().map(outcome).collect::<Vec<_>>(),
            theirs_all,
            "{}", String::from_utf8_lossy(&message)
        );
        // Without the body the check of the header is the same, and so it is with LF line ends.
        let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a blank line") + 2;
        for part in [message[..end].to_vec(), message.iter().copied().filter(|&byte| byte != b'\r').collect()] {
            let headers: Vec<_> = ours(&signer, &part).iter().map(|signature| signature.header).collect();
            prop_assert_eq!(headers, ours_all.iter().map(|signature| signature.header).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_message_of_the_signer_passes_in_both() {
    let signer = Signer::default();
    let message = signer.sign(b"From: a@brand.example\r\nSubject: x\r\n\r\ntext\r\n");
    assert_eq!(theirs(&signer, &message), [Outcome::Pass]);
    assert_eq!(ours(&signer, &message).iter().map(outcome).collect::<Vec<_>>(), [Outcome::Pass]);
}
