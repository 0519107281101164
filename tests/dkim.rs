//! DKIM and ARC over messages that our own test keys signed.

mod support;

use header_verdict::authentication::keys::{KeyRing, PastedKey};
use header_verdict::authentication::{Authentication, Context, authenticate};
use header_verdict::message::Message;
use header_verdict::report::{Binding, BodyCheck, Expiry, HeaderCheck, RepairId, Signature};
use proptest::prelude::*;
use support::signer::{Key, Signer, to_crlf};

const MESSAGE: &str = "\
From: Account team <no-reply@brand.example>
To: jo@mailbox.example
Subject: Your  single-use\tcode
Date: Tue, 03 Mar 2026 10:00:00 +0000
Message-ID: <1@brand.example>
Content-Type: text/plain

Your code is  123456.\t

It ends in ten minutes. \n\n\n";

fn check_at(
    message: &[u8],
    pasted: &[(String, String)],
    received_at: Option<i64>,
    repairs: &[RepairId],
) -> Authentication {
    let pasted: Vec<PastedKey> =
        pasted.iter().map(|(name, record)| PastedKey { name: name.clone(), record: record.clone() }).collect();
    let keys = KeyRing::new(&pasted);
    let context = Context { keys: &keys, author: Some("brand.example"), received_at, repairs };
    authenticate(&Message::parse(message), &context)
}

fn check_with(signer: &Signer, message: &[u8]) -> Authentication {
    check_at(message, &[(signer.dns_name(), signer.key.record())], None, &[])
}

fn first(signer: &Signer, message: &[u8]) -> Signature {
    check_with(signer, message).signatures.into_iter().next().expect("a signature")
}

fn header_of(message: &[u8]) -> &[u8] {
    let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a blank line");
    &message[..end + 2]
}

fn signed(signer: &Signer) -> Vec<u8> {
    signer.sign(&to_crlf(MESSAGE.as_bytes()))
}

#[test]
fn every_algorithm_and_canonicalisation_verifies_with_and_without_the_body() {
    for key in [Key::Rsa512, Key::Rsa1024, Key::Rsa2048, Key::Ed25519] {
        for relaxed in [(false, false), (false, true), (true, false), (true, true)] {
            for sha1 in [false, true] {
                if key == Key::Ed25519 && sha1 {
                    continue;
                }
                let signer = Signer { key, relaxed, sha1, ..Signer::default() };
                let message = signed(&signer);
                let whole = first(&signer, &message);
                assert_eq!((whole.header, whole.body), (HeaderCheck::Verified, BodyCheck::Verified), "{signer:?}");
                let header = first(&signer, header_of(&message));
                assert_eq!((header.header, header.body), (HeaderCheck::Verified, BodyCheck::NotSupplied), "{signer:?}");
            }
        }
    }
}

#[test]
fn weak_keys_and_hashes_are_named() {
    let weaknesses = |signer: Signer| first(&signer, &signed(&signer)).weaknesses;
    let signer = Signer::default();
    assert!(weaknesses(signer.clone()).is_empty());
    assert!(weaknesses(Signer { key: Key::Rsa1024, ..signer.clone() })[0].text.contains("1024 bits"));
    assert!(weaknesses(Signer { key: Key::Rsa512, ..signer.clone() })[0].text.contains("proves nothing"));
    assert!(weaknesses(Signer { sha1: true, ..signer.clone() })[0].text.contains("SHA-1"));
    assert!(weaknesses(Signer { length: Some(10), ..signer })[0].text.contains("l="));
}

#[test]
fn a_test_key_is_named_and_a_strict_key_holds_the_identity_to_its_domain() {
    let signer = Signer { more: "i=@mail.brand.example; ".into(), ..Signer::default() };
    let record =
        |flags: &str| vec![(signer.dns_name(), signer.key.record().replace("k=rsa", &format!("k=rsa; t={flags}")))];
    let testing = &check_at(&signed(&signer), &record("y"), None, &[]).signatures[0];
    assert_eq!(testing.header, HeaderCheck::Verified);
    assert!(testing.weaknesses[0].text.contains("t=y"));
    let strict = &check_at(&signed(&signer), &record("y:s"), None, &[]).signatures[0];
    assert_eq!(strict.header, HeaderCheck::Unusable);
    assert!(strict.explanation[0].text.contains("t=s"), "{:?}", strict.explanation);
}

#[test]
fn an_identity_outside_the_domain_is_unusable() {
    for identity in ["i=@other.example; ", "i=jo@notbrand.example; ", "i=brand.example; "] {
        let signer = Signer { more: identity.into(), ..Signer::default() };
        let signature = first(&signer, &signed(&signer));
        assert_eq!(signature.header, HeaderCheck::Unusable, "{identity}");
        assert!(signature.explanation[0].text.contains("i="));
    }
}

#[test]
fn a_length_limit_covers_its_part_and_no_more() {
    let signer = Signer { length: Some(20), ..Signer::default() };
    let mut message = signed(&signer);
    assert_eq!(first(&signer, &message).body, BodyCheck::Partial);
    message.extend(b"Call +1 555 0100 now.\r\n");
    assert_eq!(first(&signer, &message).body, BodyCheck::Partial);
    assert_eq!(first(&signer, header_of(&message)).body, BodyCheck::NotSupplied);
    let longer = Signer { length: Some(100_000), ..Signer::default() };
    let signature = first(&longer, &signed(&longer));
    assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::Mismatch));
}

#[test]
fn expiry_is_judged_at_receipt_and_never_changes_the_check() {
    let signer = Signer { more: "t=1000; x=2000; ".into(), ..Signer::default() };
    let message = signed(&signer);
    let keys = [(signer.dns_name(), signer.key.record())];
    for (received_at, expiry) in
        [(None, Expiry::Unknown), (Some(2000), Expiry::ValidAtReceipt), (Some(2001), Expiry::ExpiredAtReceipt)]
    {
        let signature = &check_at(&message, &keys, received_at, &[]).signatures[0];
        assert_eq!((signature.header, signature.expiry), (HeaderCheck::Verified, expiry));
        assert_eq!((signature.signed_at, signature.expires_at), (Some(1000), Some(2000)));
    }
    // RFC 6376 section 3.5: it must be later than the time of signing, or it expired before anybody could receive it.
    for (more, expiry) in [("t=2000; x=2000; ", Expiry::ExpiredAtReceipt), ("t=1999; x=2000; ", Expiry::Unknown)] {
        let signer = Signer { more: more.into(), ..Signer::default() };
        let signature = first(&signer, &signed(&signer));
        assert_eq!((signature.header, signature.expiry), (HeaderCheck::Verified, expiry), "{more}");
    }
}

#[test]
fn tags_that_nobody_knows_are_signed_and_passed_over() {
    let signer = Signer { more: "dara=google.com; ".into(), ..Signer::default() };
    assert_eq!(first(&signer, &signed(&signer)).header, HeaderCheck::Verified);
}

#[test]
fn a_key_that_is_not_to_be_read_from_the_dns_is_not_used() {
    let header = |methods: &str| {
        let signer = Signer { more: format!("q={methods}; "), ..Signer::default() };
        first(&signer, &signed(&signer)).header
    };
    for methods in ["dns/txt", "DNS/TXT", "dns", "http/well-known : dns/txt"] {
        assert_eq!(header(methods), HeaderCheck::Verified, "{methods}");
    }
    for methods in ["http", "dns/special", ""] {
        assert_eq!(header(methods), HeaderCheck::Unusable, "{methods}");
    }
}

#[test]
fn a_signature_that_breaks_a_rule_is_unusable_and_says_which() {
    let signer = Signer::default();
    let message = String::from_utf8(signed(&signer)).expect("ASCII");
    for (from, to, why) in [
        ("v=1; ", "", "no v= tag"),
        ("v=1; ", "v=2; ", "version"),
        ("v=1; ", "v=1; d=brand.example; ", "twice"),
        ("a=rsa-sha256", "a=rsa-md5", "algorithm"),
        ("c=relaxed/relaxed", "c=strict", "canonicalisation"),
        ("d=brand.example", "d=brand.example\0.x", "NUL"),
        ("d=brand.example", "d=bränd.example", "characters"),
        ("d=brand.example", "d=", "not a DNS name"),
        ("s=sel", "s=sel/x", "characters"),
        ("s=sel", "s=sel._domainkey.attack.example.\0.any", "NUL"),
        ("h=From:", "h=", "From"),
        ("h=From:To:Subject:Date:Message-ID", "h=", "empty"),
        (" b=", " b=?", "base64"),
        ("bh=", "bh=AAAA", "bh="),
        ("c=relaxed/relaxed", "t=soon; c=relaxed/relaxed", "number"),
    ] {
        let changed = message.replacen(from, to, 1);
        assert_ne!(changed, message);
        let signature = first(&signer, changed.as_bytes());
        assert_eq!(signature.header, HeaderCheck::Unusable, "{to:?}: {:?}", signature.explanation);
        assert_eq!(signature.body, BodyCheck::NotChecked);
        assert!(signature.explanation[0].text.contains(why), "{to:?}: {:?}", signature.explanation);
    }
}

#[test]
fn a_record_that_does_not_fit_is_unusable_and_says_why() {
    let signer = Signer::default();
    for (record, why) in [
        ("v=DKIM1; p=".to_owned(), "withdrawn"),
        (Key::Ed25519.record(), "another algorithm"),
        (Key::Rsa2048.record().replace("k=rsa", "k=rsa; h=sha1"), "hash"),
        ("it was not found".to_owned(), "no DKIM key"),
    ] {
        let signature = &check_at(&signed(&signer), &[(signer.dns_name(), record)], None, &[]).signatures[0];
        assert_eq!(signature.header, HeaderCheck::Unusable);
        assert!(signature.explanation[0].text.contains(why), "{:?}", signature.explanation);
    }
}

#[test]
fn each_of_several_keys_under_a_name_is_tried() {
    let signer = Signer::default();
    let keys = [Key::Rsa1024, Key::Ed25519, Key::Rsa2048].map(|key| (signer.dns_name(), key.record()));
    let signature = &check_at(&signed(&signer), &keys, None, &[]).signatures[0];
    assert_eq!((signature.header, signature.key.bits), (HeaderCheck::Verified, Some(2048)));
}

#[test]
fn an_extra_from_above_does_not_verify_unnoticed() {
    let signer = Signer::default();
    let message = [b"From: Other <x@other.example>\r\n".as_slice(), &signed(&signer)].concat();
    let signature = first(&signer, &message);
    assert_eq!(signature.header, HeaderCheck::Verified);
    assert!(signature.not_covered.contains(&"extra From".to_owned()));
    let careful = Signer { headers: ["From", "From", "Subject"].map(String::from).into(), ..Signer::default() };
    let message = [b"From: Other <x@other.example>\r\n".as_slice(), &signed(&careful)].concat();
    assert_eq!(first(&careful, &message).header, HeaderCheck::Mismatch);
}

#[test]
fn fields_that_are_not_covered_are_named() {
    let signer = Signer { headers: vec!["From".into()], ..Signer::default() };
    assert_eq!(first(&signer, &signed(&signer)).not_covered, ["To", "Subject", "Date", "Message-ID", "Content-Type"]);
}

#[test]
fn a_signed_empty_body_is_verified_without_one() {
    let signer = Signer::default();
    let message = signer.sign(b"From: a@brand.example\r\nSubject: x\r\n\r\n");
    assert_eq!(first(&signer, &message).body, BodyCheck::Verified);
    assert_eq!(first(&signer, header_of(&message)).body, BodyCheck::Verified);
    let filled = [message.as_slice(), b"text\r\n"].concat();
    assert_eq!(first(&signer, &filled).body, BodyCheck::Mismatch);
}

#[test]
fn repairs_of_signed_bytes_are_listed_with_a_signature_that_verifies() {
    let signer = Signer::default();
    let keys = [(signer.dns_name(), signer.key.record())];
    let repairs = [RepairId::ByteOrderMark, RepairId::LostFolding, RepairId::MboxFrom];
    let signature = &check_at(&signed(&signer), &keys, None, &repairs).signatures[0];
    assert_eq!(signature.repairs, [RepairId::LostFolding]);
}

#[test]
fn signatures_beyond_the_limit_are_listed_and_said_not_to_be_checked() {
    let signer = Signer::default();
    let message = signed(&signer);
    let field = &message[..message.windows(7).position(|bytes| bytes == b"\r\nFrom:").expect("From") + 2];
    let many = [field.repeat(40), message.clone()].concat();
    let checked = check_with(&signer, &many);
    assert_eq!(checked.signatures.len(), 41);
    assert_eq!(checked.signatures.iter().filter(|one| one.header == HeaderCheck::Verified).count(), 25);
    assert!(checked.signatures[40].explanation[0].text.contains("more signatures"));
    assert_eq!(checked.limits[0].id, "signatures");
}

#[test]
fn very_many_names_and_fields_end_at_their_limits_at_once() {
    let signer = Signer::default();
    let fields: String = (0..1900).map(|at| format!("X-{at}: {at}\r\n")).collect();
    let names = ["From"; 5000].join(":");
    let message = format!(
        "DKIM-Signature: v=1; a=rsa-sha256; d=brand.example; s=sel; h={names}; bh={}=; b=AAAA\r\n{fields}From: a@b.example\r\n",
        "A".repeat(43)
    );
    let signature = first(&signer, message.as_bytes());
    assert_eq!(signature.header, HeaderCheck::Unusable);
    assert!(signature.explanation[0].text.contains("more fields"), "{:?}", signature.explanation);
    let keys = vec![(signer.dns_name(), signer.key.record()); 500];
    let many = [signed(&Signer { key: Key::Rsa1024, ..signer.clone() }).as_slice(), b""].concat();
    let checked = check_at(&many, &keys, None, &[]);
    assert_eq!(checked.signatures[0].header, HeaderCheck::Unusable);
    assert_eq!(checked.limits[0].id, "key_operations");
}

const RESULTS: &str = "mx.receiver.example; dkim=pass header.d=brand.example; dmarc=pass header.from=brand.example";

fn sealer() -> Signer {
    Signer { key: Key::Rsa1024, domain: "receiver.example".into(), selector: "arc".into(), ..Signer::default() }
}

fn sealed() -> Vec<u8> {
    sealer().seal(&to_crlf(MESSAGE.as_bytes()), 1, "none", RESULTS)
}

#[test]
fn a_sealed_message_is_bound_by_its_message_signature() {
    let message = sealed();
    let arc = check_with(&sealer(), &message).arc;
    assert_eq!(arc.len(), 1);
    assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::MessageSignature));
    assert_eq!((arc[0].instance, arc[0].chain_validation.as_str()), (1, "none"));
    let arc = check_with(&sealer(), header_of(&message)).arc;
    assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::MessageSignature));
}

#[test]
fn a_chain_of_seals_verifies_and_a_change_below_breaks_the_seals_above() {
    let second = sealer().seal(&sealed(), 2, "pass", RESULTS);
    let third = sealer().seal(&second, 3, "pass", RESULTS);
    let arc = check_with(&sealer(), &third).arc;
    assert!(arc.iter().all(|set| set.seal == HeaderCheck::Verified && set.binding == Binding::MessageSignature));
    let changed = String::from_utf8(third).expect("ASCII").replace("i=2; mx.receiver", "i=2; mx.deceiver");
    let seals: Vec<_> = check_with(&sealer(), changed.as_bytes()).arc.iter().map(|set| set.seal).collect();
    assert_eq!(seals, [HeaderCheck::Verified, HeaderCheck::Mismatch, HeaderCheck::Mismatch]);
}

#[test]
fn a_seal_that_reports_a_broken_chain_covers_its_own_set() {
    let broken = String::from_utf8(sealed()).expect("ASCII").replace("i=1; mx.receiver", "i=1; mx.deceiver");
    let second = sealer().seal(broken.as_bytes(), 2, "fail", RESULTS);
    let arc = check_with(&sealer(), &second).arc;
    assert_eq!([arc[0].seal, arc[1].seal], [HeaderCheck::Mismatch, HeaderCheck::Verified]);
}

#[test]
fn a_seal_copied_to_another_message_is_genuine_and_not_bound() {
    let message = String::from_utf8(sealed()).expect("ASCII");
    let other = message.replace("brand.example>\r\nTo", "brand.example.net>\r\nTo");
    let arc = check_with(&sealer(), header_of(other.as_bytes())).arc;
    assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::NotBound));
    let arc = check_with(&sealer(), other.as_bytes()).arc;
    assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::BodyHash));
}

#[test]
fn a_seal_that_others_could_make_is_none() {
    for weak in [Signer { sha1: true, ..sealer() }, Signer { key: Key::Rsa512, ..sealer() }] {
        let message = weak.seal(&to_crlf(MESSAGE.as_bytes()), 1, "none", RESULTS);
        let arc = check_with(&weak, &message).arc;
        assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Unusable, Binding::NotBound), "{weak:?}");
        // nor does such a message signature bind the seal above it, not even by its body
        let mut both = weak.seal(&to_crlf(MESSAGE.as_bytes()), 1, "none", RESULTS);
        let (text, own) = (String::from_utf8(both.clone()).expect("ASCII"), sealer());
        let field = |name: &str| {
            let start = text.find(name).expect("a field");
            let end = text[start..].find("\r\nARC-").or_else(|| text[start..].find("\r\nFrom:")).expect("the next");
            &text.as_bytes()[start..start + end + 2]
        };
        let (signature, results) = (field("ARC-Message-Signature"), field("ARC-Authentication-Results"));
        let seal = own.seal_field(&to_crlf(MESSAGE.as_bytes()), 1, "none", results, signature);
        both.drain(..text.find("ARC-Message-Signature").expect("a message signature"));
        let keys = [(own.dns_name(), own.key.record()), (weak.dns_name(), weak.key.record())];
        let arc = check_at(&[seal, both].concat(), &keys, None, &[]).arc;
        assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::NotBound), "{weak:?}");
    }
}

#[test]
fn a_message_signature_that_covers_a_seal_binds_nothing() {
    let over = Signer { headers: ["From", "ARC-Seal"].map(String::from).into(), ..sealer() };
    let message = over.seal(&sealed(), 2, "pass", RESULTS);
    let arc = check_with(&over, header_of(&message)).arc;
    assert_eq!((arc[1].seal, arc[1].binding), (HeaderCheck::Verified, Binding::NotBound));
}

#[test]
fn a_set_with_a_missing_or_doubled_field_or_a_wrong_start_is_unusable() {
    let message = String::from_utf8(sealed()).expect("ASCII");
    let results = message.lines().find(|line| line.starts_with("ARC-Auth")).expect("results");
    for changed in [
        message.replace(&format!("{results}\r\n"), ""),
        format!("{results}\r\n{message}"),
        message.replacen("cv=none", "cv=pass", 1),
        message.replacen("cv=none", "cv=none; h=From", 1),
    ] {
        let arc = check_with(&sealer(), changed.as_bytes()).arc;
        assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Unusable, Binding::NotBound), "{changed}");
    }
    let second = sealer().seal(message.as_bytes(), 2, "pass", RESULTS);
    let second = String::from_utf8(second).expect("ASCII").replace(&format!("{results}\r\n"), "");
    let seals: Vec<_> = check_with(&sealer(), second.as_bytes()).arc.iter().map(|set| set.seal).collect();
    assert_eq!(seals, [HeaderCheck::Unusable, HeaderCheck::Unusable]);
}

#[test]
fn fields_that_the_receiver_renamed_after_signing_are_found_again() {
    let note = "X-MS-Exchange-AntiSpam-MessageData-0";
    let signer = Signer {
        headers: ["From", "Subject", "x-ms-exchange-antispam-messagedata-0"].map(String::from).into(),
        ..sealer()
    };
    let written = [note.as_bytes(), b": aGVsbG8=\r\n", &to_crlf(MESSAGE.as_bytes())].concat();
    let message = String::from_utf8(signer.seal(&written, 1, "none", RESULTS)).expect("ASCII");
    let renamed = message.replace(note, "X-MS-Exchange-AntiSpam-MessageData-Original-0");
    let header = header_of(renamed.as_bytes());
    for header in [header.to_vec(), [note.as_bytes(), b": later\r\n", header].concat()] {
        let arc = check_with(&signer, &header).arc;
        assert_eq!((arc[0].seal, arc[0].binding), (HeaderCheck::Verified, Binding::MessageSignature));
        let signature = arc[0].message_signature.as_ref().expect("a message signature");
        assert_eq!(signature.repairs, [RepairId::RenamedFields]);
        assert!(signature.covers.iter().all(|covered| covered.span.is_some()));
    }
    let changed = renamed.replace("aGVsbG8=", "aGVsbG9=");
    assert_eq!(check_with(&signer, header_of(changed.as_bytes())).arc[0].binding, Binding::NotBound);
}

#[test]
fn numbers_that_are_no_instance_are_passed_over() {
    let signer = sealer();
    for instance in ["0", "51", "x", "999999999999999999999", "-1", ""] {
        let header = format!("ARC-Seal: i={instance}; a=rsa-sha256; cv=none; d=a.example; s=b; b=AAAA\r\n");
        assert!(check_with(&signer, header.as_bytes()).arc.is_empty(), "{instance}");
    }
}

/// The signed fields of a message in relaxed form: equal when a signature cannot tell them apart.
fn relaxed(message: &[u8]) -> Vec<(String, Vec<u8>)> {
    let message = Message::parse(message);
    message
        .fields()
        .iter()
        .filter(|field| {
            let signed = ["DKIM-Signature", "From", "To", "Subject", "Date", "Message-ID"];
            signed.iter().any(|name| field.is(name))
        })
        .map(|field| {
            // a line end is CRLF or LF; a CR alone is a character that stays
            let value = String::from_utf8_lossy(field.value).replace("\r\n", "").replace('\n', "").into_bytes();
            let words: Vec<&[u8]> = value.split(|byte| b" \t".contains(byte)).filter(|word| !word.is_empty()).collect();
            (String::from_utf8_lossy(field.name).to_ascii_lowercase(), words.join(&b' '))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_byte_that_survives_canonicalisation_ends_verified(at in 0_usize..2000, byte: u8) {
        let signer = Signer { key: Key::Rsa1024, ..Signer::default() };
        let message = signed(&signer);
        let header = header_of(&message).len();
        let mut changed = message.clone();
        changed[at % header] = byte;
        let still = check_with(&signer, &changed).signatures.iter().any(|one| one.header == HeaderCheck::Verified);
        // Changes inside the signature field are judged by its own tags; the others by their text.
        let own = message.windows(7).position(|bytes| bytes == b"\r\nFrom:").expect("From") + 2;
        if at % header >= own && relaxed(&changed) != relaxed(&message) {
            prop_assert!(!still, "{}", String::from_utf8_lossy(&changed));
        }
        if relaxed(&changed) == relaxed(&message) {
            prop_assert!(still, "{}", String::from_utf8_lossy(&changed));
        }
    }

    #[test]
    fn unsigned_bytes_never_turn_a_mismatch_into_a_proof(added in proptest::collection::vec(any::<u8>(), 0..200), above: bool) {
        let signer = Signer { key: Key::Rsa1024, ..Signer::default() };
        let message = String::from_utf8(signed(&signer)).expect("ASCII").replace("123456", "654321").replace("single", "double");
        let mut bytes = message.into_bytes();
        let place = if above { 0 } else { bytes.len() };
        bytes.splice(place..place, added);
        for signature in check_with(&signer, &bytes).signatures {
            prop_assert!(signature.header != HeaderCheck::Verified);
            prop_assert!(signature.body != BodyCheck::Verified);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in 0_usize..3000) {
        let signer = Signer { key: Key::Rsa1024, ..Signer::default() };
        let mut message = sealer().seal(&signed(&signer), 1, "none", RESULTS);
        let at = at % message.len();
        message.splice(at..at, bytes.iter().copied());
        let checked = check_at(
            &message,
            &[(signer.dns_name(), String::from_utf8_lossy(&bytes).into_owned()), (signer.dns_name(), signer.key.record())],
            Some(0),
            &[],
        );
        prop_assert!(checked.signatures.len() <= message.len());
    }
}
