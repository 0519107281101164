//! What holds for every input: no panic, honest spans, one answer for one input, no proof out of
//! unsigned bytes, and an answer in bounded time. How time grows is measured in `growth.rs`.

mod support;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use header_verdict::report::{Label, Origin, Report};
use header_verdict::{Options, analyze};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use support::mail::*;
use support::signer::Signer;

/// Asserts that every span of a report lies within `length` bytes.
fn spans_lie_within(value: &serde_json::Value, length: u64) {
    match value {
        serde_json::Value::Object(map) => {
            if let (2, Some(start), Some(end)) = (map.len(), map.get("start"), map.get("end")) {
                let (start, end) = (start.as_u64().expect("a number"), end.as_u64().expect("a number"));
                assert!(start <= end && end <= length, "{start}..{end} of {length}");
            }
            map.values().for_each(|value| spans_lie_within(value, length));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| spans_lie_within(value, length)),
        _ => {}
    }
}

/// Judges twice and asserts what holds for every report.
fn checked(bytes: &[u8], options: &Options) -> Report {
    let report = analyze(bytes, options);
    assert_eq!(report, analyze(bytes, options), "one input, one answer");
    spans_lie_within(&serde_json::to_value(&report).expect("a report serialises"), bytes.len() as u64);
    assert_invariants(&report);
    report
}

/// Pieces that header sections are made of, sound and broken.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&'static [u8]> = vec![
        b"From:",
        b"from :",
        b"To:",
        b"Subject:",
        b"Date:",
        b"Received:",
        b"DKIM-Signature:",
        b"ARC-Seal:",
        b"ARC-Message-Signature:",
        b"ARC-Authentication-Results:",
        b"Authentication-Results:",
        b"Content-Type:",
        b"Return-Path:",
        b"Message-ID:",
        b"X-MS-Exchange-AntiSpam-MessageData-Original-0:",
        b" ",
        b"\t",
        b"\r\n",
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b"\r\n ",
        b";",
        b":",
        b"=",
        b",",
        b"<",
        b">",
        b"(",
        b")",
        b"\"",
        b"\\",
        b"@",
        b".",
        b"[",
        b"]",
        b"=?utf-8?B?",
        b"?=",
        b"=?utf-8?q?=C3=A9?=",
        b"v=1; a=rsa-sha256; c=relaxed/relaxed;",
        b"d=accountprotection.microsoft.com; s=trap;",
        b"h=From:To:Subject;",
        b"bh=",
        b"b=",
        b"i=1;",
        b"i=50;",
        b"l=1;",
        b"x=99999999999999999999;",
        b"t=-1;",
        b"cv=none;",
        b"mx.google.com;",
        b"dkim=pass header.d=",
        b"dmarc=pass",
        b"spf=pass smtp.mailfrom=",
        b"from a by mx.google.com with ESMTPS id x; ",
        b"Wed, 04 Mar 2026 09:15:03 -0800",
        b"account-security-noreply@accountprotection.microsoft.com",
        b"Microsoft account team",
        b"no-reply@accounts.google.com",
        b"multipart/mixed; boundary=b",
        b"--b",
        b"--b--",
        b"text/html",
        b"<a href=\"https://microsoft.com\">",
        b"Read me the code",
        b"+1 888 555 0100",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc2\xa0",
        b"\xe2\x80\xae",
        b">",
        b"From jo@mailbox.example Wed Mar  4 17:15:03 2026\n",
        b"xn--",
        b"\xd0\xbc",
        b"AAAA",
        b"0",
    ];
    vec(select(words), 0..120).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_report(bytes in vec(any::<u8>(), 0..3_000)) {
        checked(&bytes, &Options::default());
    }

    #[test]
    fn any_arrangement_of_header_pieces_gives_a_report_and_no_proof(bytes in pieces()) {
        let report = checked(&bytes, &keys(&[&microsoft(), &google(), &microsoft_seal()]));
        prop_assert!(!matches!(report.verdict.origin, Origin::Proved | Origin::Sealed));
    }

    #[test]
    fn a_real_shape_with_random_bytes_in_it_gives_a_report(
        at in any::<prop::sample::Index>(), cut in 0_usize..40, bytes in vec(any::<u8>(), 0..40),
    ) {
        let mut mail = received(&outlook_pass("accountprotection.microsoft.com"), &microsoft(), MICROSOFT).into_bytes();
        let at = at.index(mail.len());
        let end = mail.len().min(at + cut);
        mail.splice(at..end, bytes);
        checked(&mail, &keys(&[&microsoft()]));
    }

    #[test]
    fn lf_and_crlf_give_the_same_verdict(bytes in pieces()) {
        // in UTF-16, one byte more is another text
        prop_assume!(!bytes.starts_with(b"\xff\xfe"));
        let lf: Vec<u8> = bytes.into_iter().filter(|&byte| byte != b'\r').collect();
        let crlf = support::signer::to_crlf(&lf);
        let options = keys(&[&microsoft()]);
        let (lf, crlf) = (analyze(&lf, &options), analyze(&crlf, &options));
        prop_assert_eq!(lf.verdict, crlf.verdict);
        prop_assert_eq!(lf.claim, crlf.claim);
    }
}

/// The signed fields and the signature of a message as relaxed canonicalisation leaves them, by a
/// reading of our own: names in lower case, folding undone, runs of white space as one space.
fn canonical(mail: &[u8], signer: &Signer) -> Vec<Vec<u8>> {
    let text = support::signer::to_crlf(mail);
    let end = text.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(text.len(), |end| end + 2);
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for line in text[..end].split_inclusive(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        match fields.last_mut() {
            Some(field) if line.starts_with(b" ") || line.starts_with(b"\t") => field.extend(line),
            _ => fields.push(line.to_vec()),
        }
    }
    let named = |field: &[u8]| {
        let colon = field.iter().position(|&byte| byte == b':')?;
        Some((field[..colon].trim_ascii_end().to_ascii_lowercase(), field[colon + 1..].to_vec()))
    };
    let words = |value: &[u8]| {
        let words: Vec<&[u8]> = value.split(|byte| b" \t".contains(byte)).filter(|word| !word.is_empty()).collect();
        words.join(&b' ')
    };
    let mut kept = Vec::new();
    for field in &fields {
        let Some((name, value)) = named(field) else { continue };
        let signed = signer.headers.iter().any(|header| header.as_bytes().eq_ignore_ascii_case(&name));
        if name == b"dkim-signature" {
            // b= is not signed, and its white space does not count
            let b = |bytes: &[u8]| b" \t;".contains(&bytes[0]) && bytes.ends_with(b"b=");
            let at = value.windows(3).position(b).map_or(value.len(), |at| at + 3);
            kept.push([&name, &b":"[..], &words(&value[..at])].concat());
            kept.push(value[at..].iter().copied().filter(|byte| !b" \t\r".contains(byte)).collect());
        } else if signed {
            kept.push([&name, &b":"[..], &words(&value)].concat());
        }
    }
    kept.sort();
    kept
}

#[test]
fn a_changed_byte_of_a_signed_field_ends_the_proof_exactly_when_canonicalisation_keeps_it() {
    let mut signer = microsoft();
    signer.headers.extend(names("To:Content-Transfer-Encoding"));
    let options = keys(&[&signer]);
    let mail = signed(&signer, MICROSOFT);
    let header = header(&mail).as_bytes();
    let whole = canonical(header, &signer);
    assert_eq!(analyze(header, &options).verdict.origin, Origin::Proved);
    let (mut kept, mut ended) = (0, 0);
    // the last character of b= has bits that base64 does not use, and the sign behind it only fills up
    let unused = mail.find("=\r\nFrom:").expect("the end of b=") - 1;
    for at in (0..header.len()).filter(|at| !(unused..unused + 2).contains(at)) {
        for new in [header[at] ^ 1, header[at] ^ 0x20, b' ', b'\n', 0] {
            let mut changed = header.to_vec();
            changed[at] = new;
            if new == header[at] {
                continue;
            }
            let report = analyze(&changed, &options);
            let proved = report.verdict.origin == Origin::Proved;
            // white space that a damaged paste would lose as well is repaired, and the repair is listed
            let repaired = header_verdict::input::read(&changed);
            let same = canonical(&repaired.bytes, &signer) == whole;
            let letters = |text: &[u8]| text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let [one, other]: [Vec<u8>; 2] = [letters(header), letters(&changed)];
            assert!(!proved || repaired.repairs.is_empty() || one == other, "byte {at} as {new} was repaired away");
            assert!(!proved || report.input.repairs.len() == repaired.repairs.len());
            let shown = String::from_utf8_lossy(&changed[at.saturating_sub(20)..(at + 20).min(changed.len())]);
            assert!(!proved || same, "byte {at} as {new}: {shown:?} is still proved");
            // a deceptive shape outside the signed fields outweighs the signature
            let deceptive = report.verdict.origin == Origin::Contradicted;
            assert!(proved || !same || deceptive, "byte {at} as {new}: {shown:?} is no longer proved");
            if proved { kept += 1 } else { ended += 1 }
        }
    }
    assert!(kept > 50 && ended > 2_000, "{kept} kept, {ended} ended");
}

/// Fields and texts that anybody can write, among them genuine signatures and seals of other
/// messages.
fn unsigned() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(make_unsigned)
}

fn make_unsigned() -> Vec<String> {
    let genuine = received(&outlook_pass(MS), &microsoft(), MICROSOFT);
    let at = |mark: &str| genuine.find(mark).expect("the mark is there");
    let signature = genuine[at("DKIM-Signature:")..at("\r\nFrom:") + 2].to_owned();
    let aar = format!(
        "mx.microsoft.com 1; spf=pass smtp.mailfrom={MS}; dmarc=pass action=none header.from={MS};\r\n dkim=pass (signature was verified) header.d={MS}; arc=none"
    );
    let sealed = text(microsoft_seal().seal(genuine.as_bytes(), 1, "none", &aar));
    let set = sealed[..sealed.find("Received:").expect("a hop")].to_owned();
    let google_mail = signed(&google(), GOOGLE);
    let mut fields = vec![
        signature,
        set,
        google_mail[..google_mail.find("\r\nDate:").expect("a date") + 2].to_owned(),
        outlook_pass(MS),
        gmail_pass(MS),
        gmail_pass("accounts.google.com"),
        FASTMAIL.to_owned(),
        format!("Authentication-Results: {}\n", outlook_results(MS, "pass", "pass (signature was verified)", "pass")),
        format!("Authentication-Results: mx.google.com; dkim=pass header.i=@{MS}; dmarc=pass header.from={MS}\n"),
        format!("ARC-Authentication-Results: i=1; {aar}\n"),
        "From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>\n".into(),
        "From: Helpdesk <desk@attack.example>\n".into(),
        "Subject: Call +1 888 555 0100\n".into(),
        "To: jo@mailbox.example\n".into(),
        "Resent-From: jo@mailbox.example\n".into(),
        "List-Id: <list.mailbox.example>\n".into(),
        "Received: from mx0a-1.pphosted.com (198.51.100.9) by relay.example; Wed, 4 Mar 2026 17:15:03 +0000\n".into(),
        "X-MS-Exchange-AntiSpam-MessageData-Original-0: dHJhcA==\n".into(),
        " folded on\n".into(),
        "no field at all\n".into(),
        "\n".into(),
        "Read the code to our support agent.\n".into(),
        "X-Junk: junk\n".repeat(40),
        junk_signatures(20),
    ];
    fields.iter_mut().for_each(|field| *field = joined("", field));
    fields
}

/// Signatures that nobody made, each of which hashes the body in a way of its own.
fn junk_signatures(count: usize) -> String {
    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let junk = |at| {
        format!("DKIM-Signature: v=1; a=rsa-sha256; d=attack.example; s=s{at}; h=From; l={at}; bh={hash}; b=AAAA\n")
    };
    (0..count).map(junk).collect()
}

const MS: &str = "accountprotection.microsoft.com";

/// Messages without a proof: a forgery, a mail with nothing signed, changed copies of signed and
/// sealed mail, a header on another text, and a mail with a receiver's failure.
fn unproved() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(make_unproved)
}

fn make_unproved() -> Vec<String> {
    let genuine = signed(&microsoft(), MICROSOFT);
    let failed = outlook("mail.attack.example", &outlook_results(MS, "fail", "none (message not signed)", "fail"));
    let none = outlook("mail.attack.example", &outlook_results(MS, "none", "none (message not signed)", "none"));
    let forged = MICROSOFT.replace(MS, "accountprotection-microsoft.com");
    let stamped = gmail("accounts.google.com", "b@attack.example", "none", "pass", "fail");
    vec![
        joined("", &MICROSOFT.replace("482913", "482914").replace("TRAP", "OTHER")),
        joined("", &forged),
        genuine.replace("TRAP00000001", "TRAP00000002"),
        genuine.replace("482913", "482914"),
        joined(&failed, &MICROSOFT.replace("TRAP", "OTHER")),
        joined(&none, &MICROSOFT.replace("TRAP", "OTHER")),
        joined(&outlook_pass("attack.example"), &forged),
        joined(&stamped, &GOOGLE.replace("TRAP", "OTHER")),
    ]
}

/// The offsets at which lines of the header section start, and the end of the text.
fn places(mail: &str) -> Vec<usize> {
    let end = mail.find("\r\n\r\n").map_or(mail.len(), |end| end + 2);
    let lines = mail[..end].match_indices("\r\n").map(|(at, _)| at + 2);
    [0].into_iter().chain(lines).chain([mail.len()]).collect()
}

/// How high an origin stands.
fn height(origin: Origin) -> u8 {
    match origin {
        Origin::Contradicted => 0,
        Origin::NotConfirmed => 1,
        Origin::AttestedWeak => 2,
        Origin::Attested => 3,
        Origin::Sealed => 4,
        Origin::Proved => 5,
    }
}

fn is_proof(origin: Origin) -> bool {
    matches!(origin, Origin::Proved | Origin::Sealed)
}

/// Everybody's key is at hand, so that only the arithmetic can refuse.
fn all_keys() -> Options {
    keys(&[&microsoft(), &microsoft_seal(), &google()])
}

#[test]
fn no_unsigned_bytes_anywhere_make_a_proof() {
    let options = all_keys();
    for (which, mail) in unproved().iter().enumerate() {
        assert!(!is_proof(analyze(mail.as_bytes(), &options).verdict.origin), "message {which}");
        for (piece, bytes) in unsigned().iter().enumerate() {
            for at in places(mail) {
                let grown = [&mail[..at], bytes, &mail[at..]].concat();
                let report = analyze(grown.as_bytes(), &options);
                assert!(!is_proof(report.verdict.origin), "piece {piece} at {at} of message {which}:\n{grown}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_heap_of_unsigned_bytes_makes_a_proof(
        which in 0_usize..8,
        insertions in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
        headers_only in any::<bool>(),
    ) {
        // together, a copied seal, its body and a forged stamp are no less than the receiver writes
        let mut mail = unproved()[which].replace("482913", "482914");
        let cut = mail.find("\r\n\r\n").expect("a body") + 2;
        // without its body, the header on another text is the header that was signed
        if headers_only && which != 3 {
            mail.truncate(cut);
        }
        let pieces = unsigned();
        for (piece, place) in insertions {
            let piece = &pieces[piece.index(pieces.len())];
            let places = places(&mail);
            // a blank line cuts the rest of the header off, and with it what the proof is refused by
            if piece == "\r\n" {
                mail.push_str(piece);
            } else {
                mail.insert_str(places[place.index(places.len())], piece);
            }
        }
        let report = checked(mail.as_bytes(), &all_keys());
        prop_assert!(!is_proof(report.verdict.origin), "{}", mail);
    }

    #[test]
    fn nothing_below_the_boundary_raises_the_origin(
        which in 4_usize..8,
        insertions in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let mut mail = unproved()[which].clone();
        let before = analyze(mail.as_bytes(), &all_keys()).verdict;
        prop_assert!(height(before.origin) <= 1);
        // all that the receiver wrote ends above the first field of the sender
        let own = mail.find("\r\nFrom:").or(mail.find("\r\nDate:")).expect("the sender's part") + 2;
        let own = mail.find("\r\nDate: ").map_or(own, |date| own.min(date + 2));
        let pieces = unsigned();
        for (piece, place) in insertions {
            let places: Vec<usize> = places(&mail).into_iter().filter(|&at| at >= own).collect();
            mail.insert_str(places[place.index(places.len())], &pieces[piece.index(pieces.len())]);
        }
        let after = checked(mail.as_bytes(), &all_keys()).verdict;
        prop_assert!(height(after.origin) <= height(before.origin).max(1), "{:?} to {:?}\n{}", before.origin, after.origin, mail);
        prop_assert!(!matches!(after.label, Label::GenuineSender | Label::GenuineSenderHostileContent));
    }
}

#[test]
fn huge_and_odd_inputs_give_a_report_in_bounded_time() {
    const MEGABYTE: usize = 1 << 20;
    let header = "From: jo@mailbox.example\nSubject: x\n\n";
    let noise: Vec<u8> =
        (0..10 * MEGABYTE as u64).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
    let cases: [(&str, Vec<u8>); 12] = [
        ("nothing", Vec::new()),
        ("one line of 10 MB", vec![b'a'; 10 * MEGABYTE]),
        ("one field of 10 MB", [b"From: jo@mailbox.example\nX-A: ".to_vec(), vec![b'a'; 10 * MEGABYTE]].concat()),
        (
            "an author of 10 MB",
            [b"From: ".to_vec(), vec![b'a'; 10 * MEGABYTE], b"@mailbox.example\n".to_vec()].concat(),
        ),
        ("a body of 50 MB", [header.as_bytes(), &vec![b'a'; 50 * MEGABYTE]].concat()),
        ("a body of 50 MB in lines", [header, &"text of a line\n".repeat(50 * MEGABYTE / 15)].concat().into_bytes()),
        ("100,000 fields", [&"X-A: b\n".repeat(100_000), header].concat().into_bytes()),
        ("NULs", vec![0; 10 * MEGABYTE]),
        ("NULs behind a header", [header.as_bytes(), &vec![0; 10 * MEGABYTE]].concat()),
        ("no UTF-8", vec![0xff; 10 * MEGABYTE]),
        ("binary", noise.clone()),
        ("binary behind a header", [header.as_bytes(), &noise].concat()),
    ];
    for (name, bytes) in cases {
        let start = Instant::now();
        let report = analyze(&bytes, &Options::default());
        let took = start.elapsed();
        println!("{name}: {} bytes, {took:?}", bytes.len());
        assert!(took < Duration::from_secs(60), "{name} took {took:?}");
        assert_eq!(report.verdict.label, Label::NotConfirmed, "{name}");
        assert_eq!(report.input.bytes as usize, bytes.len(), "{name}");
        assert_invariants(&report);
    }
}
