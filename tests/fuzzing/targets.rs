//! The targets: each takes any bytes and asserts what holds for them.

use header_verdict::authentication::keys::{self, KeyRing};
use header_verdict::authentication::rsa::{Digest, usable, verify};
use header_verdict::authentication::{self, Authentication, Context, authenticate};
use header_verdict::claim::Strength;
use header_verdict::content;
use header_verdict::input::{self, carried, mbox, zip};
use header_verdict::mailbox::{Format, Mailbox, Query, Row, message_at};
use header_verdict::message::field::{self, DefectKind};
use header_verdict::message::{
    Message, address, auth_results, date, domain, encoded_word, mime, received, structure, tag_list,
};
use header_verdict::report::{BodyCheck, HeaderCheck, HostRelation, Label, Origin, Report, Signature, Verdict};
use header_verdict::{Options, analyze, limits};

use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use sha2::Digest as _;

use super::grammar::{all_keys, receiver_tops, signed_messages};
use super::holds::{every_report, same, without_places};
use super::support::signer::{Key, to_crlf};

/// The DER of DigestInfo before a digest of SHA-256 and of SHA-1 (RFC 8017 section 9.2, note 1).
const SHA256_INFO: &[u8] = b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
const SHA1_INFO: &[u8] = b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14";

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|&byte| byte != b'\r').collect()
}

/// The input as the value of a field of this name, when that is what a scanner makes of it.
fn as_field<T>(name: &str, value: &[u8], read: impl FnOnce(&field::Field) -> T) -> Option<T> {
    let text = [name.as_bytes(), b":", value, b"\r\n"].concat();
    let header = field::scan(&text);
    header.fields.first().map(read)
}

/// The header section: every byte of it is in one field or is a defect.
pub fn scanner(bytes: &[u8]) {
    let message = Message::parse(bytes);
    let header = &message.header;
    let mut at = 0;
    for field in &header.fields {
        assert!(at <= field.start && field.start < field.end && field.end <= header.body_start);
        // what no field holds is a line that is none
        for line in bytes[at..field.start].split_inclusive(|&byte| byte == b'\n') {
            assert!(line.starts_with(b" ") || line.starts_with(b"\t") || field::name_length(line).is_none());
        }
        assert!(field.start == 0 || bytes[field.start - 1] == b'\n');
        assert!(!field.name.is_empty() && field.name.iter().all(|byte| (33..=126).contains(byte) && *byte != b':'));
        assert_eq!(&bytes[field.value_start()..field.value_start() + field.value.len()], field.value);
        assert_eq!(&bytes[field.range()][..field.whole.len()], field.whole);
        assert!(!field.unfolded().contains(['\r', '\n']));
        at = field.end;
    }
    let kinds = |kind| header.defects.iter().filter(move |defect| defect.kind == kind).count();
    assert!(
        header.defects.iter().all(|defect| defect.range.start < defect.range.end && defect.range.end <= bytes.len())
    );
    assert_eq!(kinds(DefectKind::Nul) > 0, bytes[..header.body_start].contains(&0));
    assert!(message.body.is_none() || header.terminated);
    let (authors, findings) = structure::examine(&message);
    let inside = |start: u32, end: u32| start <= end && end as usize <= bytes.len();
    assert!(authors.mailboxes.iter().all(|mailbox| inside(mailbox.span.start, mailbox.span.end)));
    assert!(
        findings.iter().flat_map(|finding| &finding.ranges).all(|range| inside(range.start as u32, range.end as u32))
    );

    let lf = without_cr(bytes);
    let crlf = to_crlf(&lf);
    let (lf, crlf) = (field::scan(&lf), field::scan(&crlf));
    assert_eq!(lf.fields.len(), crlf.fields.len());
    assert_eq!(lf.terminated, crlf.terminated);
    for (one, other) in lf.fields.iter().zip(&crlf.fields) {
        assert_eq!((one.name, one.unfolded()), (other.name, other.unfolded()));
    }
}

/// The repairs of a paste: the way back from every byte, and a text that needs no second repair of the same kind.
pub fn repairs(bytes: &[u8]) {
    let source = input::read(bytes);
    let mut last = 0;
    for at in 0..=source.bytes.len() {
        let back = source.map.back(at);
        assert!(back <= bytes.len());
        assert!(last <= back, "the way back leads forwards: {at} is {back} after {last}");
        last = back;
    }
    if source.map.is_identity() {
        assert_eq!(source.bytes.as_ref(), bytes);
    } else {
        assert!(!source.repairs.is_empty());
    }
    for span in source.repairs.iter().flat_map(|repair| &repair.spans) {
        assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{span:?} of {}", bytes.len());
    }
}

/// An address field.
pub fn addresses(bytes: &[u8]) {
    const OFFSET: usize = 1_000;
    let list = address::parse_value(bytes, OFFSET);
    assert!(list.mailboxes.len() <= limits::ADDRESSES);
    for mailbox in &list.mailboxes {
        let (start, end) = (mailbox.span.start as usize, mailbox.span.end as usize);
        assert!(OFFSET <= start && start <= end && end <= OFFSET + bytes.len(), "{start}..{end}");
        assert!(mailbox.host.is_empty() || !mailbox.address.is_empty());
        assert!(!mailbox.host.bytes().any(|byte| byte.is_ascii_uppercase()), "{:?}", mailbox.host);
        if let Some(registrable) = &mailbox.registrable {
            assert!(domain::is_under(&mailbox.host, registrable), "{registrable:?} of {:?}", mailbox.host);
        }
        if list.strict {
            let at = mailbox.address.rfind('@');
            assert!(at.is_some_and(|at| at > 0 && at + 1 < mailbox.address.len()), "{:?}", mailbox.address);
        }
    }
    assert!(list.seen.iter().all(|address| address.contains('@')));
    assert_eq!(list, address::parse_value(bytes, OFFSET));
    let (lf, crlf) = (without_cr(bytes), to_crlf(&without_cr(bytes)));
    let [lf, crlf] = [&lf, &crlf].map(|bytes| address::parse_value(bytes, 0));
    let plain = |list: &address::AddressList| -> Vec<(String, String)> {
        list.mailboxes.iter().map(|mailbox| (mailbox.name.clone(), mailbox.address.clone())).collect()
    };
    assert_eq!((plain(&lf), lf.strict, &lf.seen), (plain(&crlf), crlf.strict, &crlf.seen));
}

/// Names: hosts, dates, encoded words.
pub fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let host = address::ascii_host(&text);
    assert!(!host.bytes().any(|byte| byte.is_ascii_uppercase()));
    if let Some(registrable) = domain::registrable(&host) {
        assert!(domain::is_under(&host, registrable));
        assert_eq!(domain::registrable(registrable), Some(registrable));
        assert!(domain::aligned(&host, registrable) && domain::aligned(&host, &host));
    }
    let ascii = domain::to_ascii(&text);
    if ascii.is_ascii() && domain::is_host_name(&ascii) {
        assert_eq!(domain::to_ascii(&ascii), ascii, "a name in ASCII stays as it is");
    }
    let _ = domain::to_unicode(&ascii);
    let _ = date::parse(&text);
    let decoded = encoded_word::decode(bytes);
    let plain = text.replace(['\r', '\n'], "");
    if !plain.contains("=?") && bytes.is_ascii() {
        assert_eq!(decoded.trim(), plain.trim(), "without an encoded word a text is as it is written");
    }
    let _ = encoded_word::decode_charset("utf-16", bytes);
    let (first, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let charset = ["utf-8", "us-ascii", "iso-8859-1", "utf-7", "windows-1252", "iso-2022-jp", "gb18030", "x"];
    let _ = encoded_word::decode_charset(charset[usize::from(*first) % charset.len()], rest);
}

/// Authentication-Results.
pub fn stamps(bytes: &[u8]) {
    let parsed = auth_results::parse(bytes);
    assert!(parsed.results.len() <= limits::RESULTS);
    for result in &parsed.results {
        assert!(!result.method.is_empty() && !result.method.bytes().any(|byte| byte.is_ascii_uppercase()));
        assert!(!result.result.bytes().any(|byte| byte.is_ascii_uppercase()));
    }
    assert_eq!(parsed, auth_results::parse(bytes));
    let lf = without_cr(bytes);
    assert_eq!(auth_results::parse(&lf), auth_results::parse(&to_crlf(&lf)));
}

/// Received.
pub fn received_fields(bytes: &[u8]) {
    let read = |bytes: &[u8]| as_field("Received", bytes, received::parse);
    let Some(parsed) = read(bytes) else { return };
    assert_eq!(Some(&parsed), read(bytes).as_ref());
    for name in [&parsed.from, &parsed.by, &parsed.with] {
        assert!(!name.contains(['\r', '\n']), "{name:?}");
    }
    let lf = without_cr(bytes);
    // what stands behind an empty line is no part of the field
    assert_eq!(read(&lf), read(&to_crlf(&lf)));
    let _ = received::address(bytes);
}

/// Tag lists (RFC 6376 section 3.2), and key records, which are one.
pub fn tags(bytes: &[u8]) {
    if let Ok(list) = tag_list::parse(bytes) {
        for name in ["v", "a", "b", "bh", "c", "d", "h", "i", "k", "l", "p", "s", "t", "x"] {
            let Some(tag) = list.get(name) else { continue };
            assert_eq!(tag_list::trim(&bytes[tag.range.clone()]), tag.value);
            assert_eq!(bytes[tag.range.start - 1], b'=');
            assert!(tag.range.end == bytes.len() || bytes[tag.range.end] == b';');
        }
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(record) = keys::parse_record(&text) {
        assert!(record.bits() > 0 && !record.algorithm().is_empty());
    }
}

/// Authenticates a message with the keys of all who signed our fixtures.
fn authenticated(message: &Message, mut judge: impl FnMut(&Authentication)) {
    let options = all_keys();
    let ring = KeyRing::new(&options.keys);
    let context = Context {
        keys: &ring,
        author: Some("accountprotection.microsoft.com"),
        received_at: Some(1_772_644_503),
        repairs: &[],
    };
    let read = authenticate(message, &context);
    assert_eq!(read, authenticate(message, &context));
    judge(&read);
}

/// The values of a field of this name in our own signed messages, without their folding.
fn signed_values(name: &str) -> Vec<String> {
    let value = |message: &String| Message::parse(message.as_bytes()).first(name).map(|field| words(&field.unfolded()));
    signed_messages().iter().filter_map(value).collect()
}

fn words(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// A signature under one of our keys covers one of the messages that we signed: nobody can have made another.
fn is_ours(message: &Message, signature: &Signature) {
    assert!(signature.header != HeaderCheck::Verified || signature.span.start < signature.span.end);
    let of_ours = ["accountprotection.microsoft.com", "accounts.google.com", "amazon.com", "microsoft.com"];
    if signature.header != HeaderCheck::Verified || !of_ours.contains(&signature.domain.as_str()) {
        return;
    }
    for name in ["From", "Subject"] {
        for covered in signature.covers.iter().filter(|field| field.name.eq_ignore_ascii_case(name)) {
            let Some(span) = covered.span else { continue };
            let field = message.fields().iter().find(|field| field.start == span.start as usize).expect("the field");
            assert!(signed_values(name).contains(&words(&field.unfolded())), "{:?} is signed", field.unfolded());
        }
    }
}

/// DKIM signatures in a message, or in a field of their own above one.
pub fn dkim(bytes: &[u8]) {
    let above = ["From: jo@mailbox.example\r\nDKIM-Signature: ".as_bytes(), bytes, b"\r\n"].concat();
    for text in [bytes, &above] {
        let message = Message::parse(text);
        authenticated(&message, |read| {
            let fields = message.all("DKIM-Signature").count();
            assert_eq!(read.signatures.len(), fields);
            let tried =
                |signature: &&Signature| matches!(signature.header, HeaderCheck::Verified | HeaderCheck::Mismatch);
            assert!(read.signatures.iter().filter(tried).count() <= limits::SIGNATURES);
            read.signatures.iter().for_each(|signature| is_ours(&message, signature));
        });
    }
}

/// ARC sets in a message.
pub fn arc(bytes: &[u8]) {
    let message = Message::parse(bytes);
    authenticated(&message, |read| {
        assert!(read.arc.len() <= limits::ARC_SETS);
        assert!(read.arc.windows(2).all(|pair| pair[0].instance < pair[1].instance));
        for set in &read.arc {
            assert!(set.results.len() <= limits::RESULTS);
            set.message_signature.iter().for_each(|signature| is_ours(&message, signature));
            if set.seal == HeaderCheck::Verified && set.domain == "microsoft.com" {
                let results = message.all("ARC-Authentication-Results").map(|field| words(&field.unfolded()));
                let ours = signed_values("ARC-Authentication-Results");
                // the second of our seals names its instance, and says the same
                let said = |value: &str| value.split_once(';').map(|(_, said)| said.to_owned());
                assert!(
                    results
                        .filter_map(|value| said(&value))
                        .any(|value| ours.iter().any(|our| said(our).as_ref() == Some(&value)))
                );
            }
        }
    });
}

/// The body: its parts, their text, links, forms, pictures, and what they ask for.
pub fn content(bytes: &[u8]) {
    let (parts, _) = mime::parts(&Message::parse(bytes));
    assert!(parts.len() <= limits::PARTS);
    for part in &parts {
        let (text, head) = (part.text(), part.head());
        assert!(head.len() <= 512 && text.len() <= 4 * limits::PART_BYTES);
    }
    let read = |bytes: &[u8]| content::read(Some(&Message::parse(bytes)), None, &[]).expect("a body");
    let visible = read(bytes);
    assert!(visible.text.chars().count() <= limits::TEXT_CHARS + 1, "{}", visible.text.len());
    assert!(visible.links.len() <= limits::LINKS + limits::CODES && visible.forms.len() <= limits::FORMS);
    assert!(visible.forms.iter().all(|form| form.fields.len() <= limits::FORMS));
    assert!(visible.pictures.len() <= limits::IMAGES);
    assert!(visible.text.len() + visible.hidden.len() <= 8 * bytes.len() + 1_024, "no encoding grows so much");
    for provider in [None, header_verdict::data::providers::PROVIDERS.first()] {
        for bare in [false, true] {
            let (strength, relation) = (Strength::Strong, HostRelation::Unrelated);
            let context = content::Context { provider, strength, relation, bare, settled: false, alerts: true };
            let examined = content::judge(Some(&visible), &context);
            assert_eq!(examined.report.links.len(), visible.links.len());
        }
    }
    let lf = without_cr(bytes);
    let (lf, crlf) = (read(&lf), read(&to_crlf(&lf)));
    assert_eq!(lf.text.replace('\r', ""), crlf.text.replace('\r', ""));
    assert_eq!(lf.links.len(), crlf.links.len());
    let plain = String::from_utf8_lossy(bytes);
    let _ = content::read(None, Some(&plain), &[]);
}

/// A file of messages. The first byte says how it is sliced: however that is, the same messages come out.
pub fn mbox(bytes: &[u8]) {
    let Some((&slice, file)) = bytes.split_first() else { return };
    let split = |size: usize| {
        let mut splitter = mbox::Splitter::new();
        let mut pieces = Vec::new();
        let mut keep = |piece: mbox::Piece| {
            let place = piece.offset as usize..(piece.offset + piece.length) as usize;
            assert!(!piece.cut && piece.bytes == &file[place.clone()]);
            pieces.push((place, piece.quoted));
        };
        file.chunks(size).for_each(|slice| splitter.push(slice, &mut keep));
        splitter.finish(&mut keep);
        pieces
    };
    let whole = split(file.len().max(1));
    assert_eq!(whole, split(usize::from(slice) + 1), "in slices of {}", usize::from(slice) + 1);
    assert!(whole.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
    assert_eq!(mbox::count(file, 2) > 1, whole.len() > 1);
    let alone = whole.first().is_some_and(|(place, _)| place.start == 0);
    for (place, quoted) in whole {
        let message = &file[place];
        let readings = mbox::readings(message);
        // a file without a From_ line is one message as it stands, in which nobody put a mark
        assert!((1..=3).contains(&readings.len()) && (quoted || alone || readings.len() == 1));
        assert!(readings.iter().all(|reading| reading.len() <= message.len()));
        assert!(mbox::unquoted(message, |_| false).len() <= message.len());
    }
}

/// Many messages at once. The first byte says how the file is sliced: however that is, the same rows come out, each
/// with the answer that its message gets by itself.
pub fn mailbox(bytes: &[u8]) {
    let Some((&slice, file)) = bytes.split_first() else { return };
    let options = all_keys();
    let read = |size: usize| {
        let mut mailbox = Mailbox::new(options.clone());
        mailbox.open("a.mbox");
        file.chunks(size).for_each(|slice| mailbox.push(slice));
        mailbox.close();
        let count = mailbox.select(&Query::default());
        assert_eq!(count, mailbox.len());
        mailbox
    };
    let mut mailbox = read(file.len().max(1));
    let rows = mailbox.selected(0, usize::MAX);
    let sliced = read(usize::from(slice) + 1).selected(0, usize::MAX);
    assert_eq!(rows, sliced, "in slices of {}", usize::from(slice) + 1);
    assert!(!rows.is_empty() && rows.len() <= file.len().div_ceil(5) * (limits::CARRIED + 1) + 1);
    rows.iter().for_each(|row| of_its_message(row, file, &options));

    let campaign = serde_json::to_value(mailbox.campaign()).expect("a campaign serialises");
    assert_eq!(campaign, serde_json::to_value(mailbox.campaign()).expect("a campaign serialises"));
    numbers_of_rows(&campaign, rows.len());
    for masked in [false, true] {
        let part = usize::from(slice) % 3 + 1;
        let mut export = |format| -> String {
            (0..rows.len()).step_by(part).map(|from| mailbox.export(format, masked, from, from + part)).collect()
        };
        let json: serde_json::Value = serde_json::from_str(&export(Format::Json)).expect("JSON");
        assert_eq!(json.as_array().expect("an array").len(), rows.len());
        let csv = records(&export(Format::Csv));
        assert_eq!(csv.len(), rows.len() + 1);
        assert!(csv.iter().all(|cells| cells.len() == csv[0].len()));
        let formula = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        assert!(!csv.iter().flatten().any(formula), "no cell is a formula");
    }
}

/// What a row says is what [`analyze`] says of the bytes at its place.
fn of_its_message(row: &Row, file: &[u8], options: &Options) {
    let texts = [&row.from_name, &row.from_address, &row.to, &row.subject];
    assert!(texts.iter().all(|text| text.len() <= limits::MAILBOX_TEXT_BYTES), "{texts:?}");
    assert!(row.link_hosts.len() <= limits::MAILBOX_LINK_HOSTS);
    assert_eq!(row.failure.is_some(), row.label.is_none());
    assert!(row.copy_of.is_none_or(|copy| copy < row.index) && row.carrier.is_none_or(|carrier| carrier < row.index));
    assert_eq!(row.carrier.is_some(), !row.place.inside.is_empty());
    let place = row.place.offset as usize..(row.place.offset + row.place.length) as usize;
    if row.failure.is_some() {
        assert!(place.end <= file.len());
        return;
    }
    let message = message_at(&file[place], &row.place).expect("the message of a row is at its place");
    let report = analyze(&message, &Options { carried: !row.place.inside.is_empty(), ..options.clone() });
    let verdict = &report.verdict;
    assert_eq!(
        (row.label, row.origin, row.delivery),
        (Some(verdict.label), Some(verdict.origin), Some(verdict.delivery)),
        "row {}",
        row.index
    );
}

/// Whatever lists rows names rows that there are.
fn numbers_of_rows(value: &serde_json::Value, rows: usize) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(name, value)| {
            let list = value.as_array().filter(|_| name == "rows");
            let inside = |number: &serde_json::Value| number.as_u64().is_none_or(|number| number < rows as u64);
            assert!(list.is_none_or(|list| list.iter().all(inside)), "{value} of {rows}");
            numbers_of_rows(value, rows);
        }),
        serde_json::Value::Array(values) => values.iter().for_each(|value| numbers_of_rows(value, rows)),
        _ => {}
    }
}

/// The records of a CSV file (RFC 4180 section 2).
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a record ends with CRLF");
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\n' if !quoted => panic!("a record ends with CRLF"),
            c => cell.push(c),
        }
    }
    assert!(!quoted && record.is_empty() && cell.is_empty(), "the file ends in the midst of a record");
    records
}

/// Our RSA against the `rsa` crate: for a number of any size as the modulus, and a number below, at or above it as the
/// signature, both give the same answer; a signature of ours verifies, and with one bit changed does not.
pub fn rsa(bytes: &[u8]) {
    let Some((choice, numbers)) = bytes.split_first_chunk::<2>() else { return };
    let size = [64, 65, 96, 127, 128, 129, 256, 255, 384, 512, 511, 136][usize::from(choice[0]) % 12];
    let exponent = [3_u32, 17, 65_537, 5, 0x8000_0001, 0xffff_ffff][usize::from(choice[0] / 12) % 6];
    let filled =
        |from: usize| -> Vec<u8> { (from..from + size).map(|at| numbers.get(at).map_or(0x5a, |&byte| byte)).collect() };
    let (mut modulus, mut signature) = (filled(0), filled(size));
    modulus[0] |= 1 << (choice[1] >> 5);
    *modulus.last_mut().expect("a byte") |= 1;
    match choice[1] % 8 {
        0 => signature.clone_from(&modulus),
        1 => signature = vec![0; size],
        2 => {
            signature.clone_from(&modulus);
            *signature.last_mut().expect("a byte") -= 1;
        }
        3 => drop(signature.pop()),
        4 => signature.insert(0, 0),
        5 => signature = [vec![0; size - 1], vec![1]].concat(),
        // below the modulus, whatever the bytes are
        _ => signature[0] = signature[0].min(modulus[0].saturating_sub(1)),
    }
    let digest: [u8; 32] = sha2::Sha256::digest(numbers).into();
    let short: [u8; 20] = sha1::Sha1::digest(numbers).into();
    let ours =
        [Digest::Sha256(&digest), Digest::Sha1(&short)].map(|digest| verify(&modulus, exponent, digest, &signature));
    let key = RsaPublicKey::new_with_max_size(
        BigUint::from_bytes_be(&modulus),
        BigUint::from(exponent),
        authentication::rsa::LARGEST as usize,
    );
    // the crate takes no exponent above 2^33 and none below 2; of what both compute with, they say the same
    if let Ok(key) = key
        && usable(&modulus, exponent)
    {
        let theirs = [
            key.verify(Pkcs1v15Sign { hash_len: Some(32), prefix: SHA256_INFO.into() }, &digest, &signature),
            key.verify(Pkcs1v15Sign { hash_len: Some(20), prefix: SHA1_INFO.into() }, &short, &signature),
        ];
        assert_eq!(ours, theirs.map(|answer| answer.is_ok()), "{size} bytes, {exponent}");
    } else if !usable(&modulus, exponent) {
        assert_eq!(ours, [false; 2], "{size} bytes, {exponent}");
    }
    // and one bit makes a signature none
    if choice[1] & 0x18 == 0x18 {
        let key = [Key::Rsa512, Key::Rsa1024, Key::Rsa1024Exponent3, Key::Rsa2048][usize::from(choice[0]) % 4];
        let ((modulus, exponent), mut signature) = (key.public(), key.sign(false, numbers));
        assert!(verify(&modulus, exponent, Digest::Sha256(&digest), &signature));
        let at = usize::from(choice[1]) % signature.len();
        signature[at] ^= 1 << (choice[0] % 8);
        assert!(!verify(&modulus, exponent, Digest::Sha256(&digest), &signature));
    }
}

/// A message that Outlook saved.
pub fn outlook(bytes: &[u8]) {
    let item = input::outlook::read(bytes);
    assert_eq!(item, input::outlook::read(bytes));
    if let Some(item) = item {
        assert!(!item.header.windows(4).any(|end| end == b"\r\n\r\n"), "a header section holds no blank line");
        if let Some(content) = &item.content {
            self::content(content);
        }
        let report = analyze(bytes, &Options::default());
        every_report(bytes, &report);
        assert!(report.signatures.iter().all(|signature| signature.body != BodyCheck::Mismatch));
    }
    carried(bytes);
}

/// The directory of an archive.
pub fn zip(bytes: &[u8]) {
    let entries = |bytes: &[u8]| {
        let entries = zip::entries(bytes);
        assert!(entries.len() <= limits::ARCHIVE_ENTRIES && entries.len() * 46 <= bytes.len());
        assert_eq!(entries, zip::entries(bytes));
        // no two entries that may be read share bytes, so that no archive unpacks one block many times
        let mut open: Vec<_> = entries.into_iter().filter(|entry| entry.refusal().is_none()).collect();
        open.sort_by_key(|entry| entry.offset);
        assert!(open.windows(2).all(|pair| pair[0].offset.saturating_add(pair[0].compressed) <= pair[1].offset));
    };
    entries(bytes);
    let last = &bytes[bytes.len().saturating_sub(zip::TAIL)..];
    if let Some(directory) = zip::tail(last, bytes.len() as u64) {
        let end = directory.offset.checked_add(directory.length).expect("a directory ends");
        assert!(end <= bytes.len() as u64);
        entries(&bytes[directory.offset as usize..end as usize]);
    }
    assert!(zip::data_start(bytes).is_none_or(|start| start >= zip::LOCAL as u32));
}

/// The messages inside a message.
pub fn carried(bytes: &[u8]) {
    let mut paths = Vec::new();
    let mut total = 0;
    carried::each(bytes, &mut |inner| {
        assert!(inner.path.len() <= limits::CARRIED_DEPTH && !inner.path.is_empty());
        total += inner.bytes.len();
        paths.push((inner.path.to_vec(), inner.bytes.to_vec()));
    });
    assert!(paths.len() <= limits::CARRIED && total <= limits::CARRIED_BYTES);
    for (path, inner) in paths.iter().take(6) {
        assert_eq!(carried::at(bytes, path).as_deref(), Some(inner.as_slice()), "{path:?}");
    }
}

/// A picture in shades of grey, the first byte of which is its width.
pub fn qr(bytes: &[u8]) {
    let Some((&width, grey)) = bytes.split_first() else { return };
    assert!(content::qr::read(grey, width.into()).len() <= limits::CODES);
    let _ = content::qr::drawn(&String::from_utf8_lossy(bytes));
}

fn judged(bytes: &[u8], options: &Options) -> serde_json::Value {
    every_report(bytes, &analyze(bytes, options))
}

/// Whether one byte more at a line end is nothing but a line end: in UTF-16, and behind the first byte of a character in
/// some other charsets, it makes another text.
fn line_ends_are_bytes(bytes: &[u8]) -> bool {
    const SINGLE: [&str; 4] = ["utf-8", "us-ascii", "iso-8859-", "windows-125"];
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !wide
        && text.match_indices("charset").all(|(at, word)| {
            let behind = text[at + word.len()..].trim_start_matches([' ', '=', '"']);
            SINGLE.iter().any(|name| behind.starts_with(name))
        })
}

/// Everything at once. One input gives one report, and LF and CRLF give the same: every sentence, every axis, every
/// list; only what counts bytes differs, which is the spans and the length of the input.
pub fn whole(bytes: &[u8]) {
    let options = all_keys();
    let report = analyze(bytes, &options);
    assert_eq!(report, analyze(bytes, &options), "one input, one answer");
    every_report(bytes, &report);
    if !line_ends_are_bytes(bytes) {
        return;
    }
    let lf = without_cr(bytes);
    let crlf = to_crlf(&lf);
    let [lf, crlf] = [lf, crlf].map(|bytes| without_places(judged(&bytes, &options)));
    same(&lf, &crlf, "LF and CRLF");
}

/// How high an origin stands. Whoever writes may always choose to be believed less.
fn height(origin: Origin) -> u8 {
    match origin {
        Origin::Contradicted | Origin::NotConfirmed => 1,
        Origin::AttestedWeak => 2,
        Origin::Attested => 3,
        Origin::Sealed => 4,
        Origin::Proved => 5,
    }
}

/// What a sender can do and what it gains: nothing. The first byte chooses what the receiver wrote on top; all below is
/// the sender's, any bytes at all. No key is at hand that ever signed any of it.
pub fn sender(bytes: &[u8]) {
    let Some((&which, written)) = bytes.split_first() else { return };
    let tops = receiver_tops();
    let text = [tops[usize::from(which) % tops.len()].as_bytes(), written].concat();
    let report = analyze(&text, &Options::default());
    every_report(&text, &report);
    assert!(height(report.verdict.origin) <= 1, "{:?}", report.verdict.origin);
    assert!(!matches!(report.verdict.label, Label::GenuineSender | Label::GenuineSenderHostileContent));
}

/// What somebody can add to a message of the provider: below what the receiver wrote, or in the body. The first two bytes
/// choose the message and the place; the rest is added there.
pub fn addition(bytes: &[u8]) {
    let [which, place, added @ ..] = bytes else { return };
    let all = signed_messages();
    let message = &all[usize::from(*which) % all.len()];
    // without a key, what is established is what a receiver wrote on top; where none did, anybody writes the top
    let received = message.starts_with("Received") || message.starts_with("Delivered") || message.starts_with("ARC");
    let options = if which & 0x80 == 0 || !received { all_keys() } else { Options::default() };
    let before = analyze(message.as_bytes(), &options);
    // the sender's part begins below the field that the receiver wrote last
    let own =
        before.fields.iter().rposition(|field| field.trusted).map_or(0, |last| before.fields[last].span.end as usize);
    let lines: Vec<usize> = message.match_indices("\r\n").map(|(at, _)| at + 2).filter(|&at| at >= own).collect();
    let at = lines[usize::from(*place) % lines.len()];
    let text = [&message.as_bytes()[..at], added, &message.as_bytes()[at..]].concat();
    let after = analyze(&text, &options);
    every_report(&text, &after);
    let (was, is) = (before.verdict.origin, after.verdict.origin);
    assert!(height(is) <= height(was), "{was:?} became {is:?} by {:?} at {at}", String::from_utf8_lossy(added));
}

/// What must not matter, and what may only lower: the case of field names, empty lines at the end, and missing evidence.
pub fn variations(bytes: &[u8]) {
    let options = all_keys();
    let report = analyze(bytes, &options);
    let was = &report.verdict;
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return;
    }
    // a text without a line feed has carriage returns for line ends
    if bytes.contains(&b'\n') || !bytes.contains(&b'\r') {
        let longer = analyze(&[bytes, b"\r\n\r\n\r\n"].concat(), &options);
        assert_eq!((was, &report.claim), (&longer.verdict, &longer.claim), "empty lines at the end");
    }

    // simple canonicalisation signs names as they are written (RFC 6376 section 3.4.1)
    let simple = report.signatures.iter().any(|signature| !signature.canonicalisation.starts_with("relaxed"));
    if report.input.repairs.is_empty() && !simple {
        for upper in [false, true] {
            let mut changed = bytes.to_vec();
            for field in &report.fields {
                let start = field.span.start as usize;
                let name = &mut changed[start..start + field.name.len()];
                if upper {
                    name.make_ascii_uppercase()
                } else {
                    name.make_ascii_lowercase()
                };
            }
            let changed = analyze(&changed, &options);
            // sentences quote a name as it is written
            let axes = |verdict: &Verdict| {
                (verdict.label, verdict.origin, verdict.content, verdict.delivery, verdict.deciding.clone())
            };
            assert_eq!((axes(was), &report.claim), (axes(&changed.verdict), &changed.claim), "the case of names");
        }
        without_evidence(bytes, &report, &options);
    }
}

/// Takes away all that can establish the origin: then nothing is established, and no missing thing contradicts.
fn without_evidence(bytes: &[u8], report: &Report, options: &Options) {
    const EVIDENCE: [&str; 6] = [
        "DKIM-Signature",
        "ARC-Seal",
        "ARC-Message-Signature",
        "ARC-Authentication-Results",
        "Authentication-Results",
        "Received-SPF",
    ];
    let is_evidence = |name: &str| EVIDENCE.iter().any(|known| known.eq_ignore_ascii_case(name));
    let mut bare = bytes.to_vec();
    for field in report.fields.iter().rev() {
        if is_evidence(&field.name) {
            bare.drain(field.span.start as usize..field.span.end as usize);
        }
    }
    let bare = analyze(&bare, options);
    // where what holds a damaged header section together goes with them, another part is read as the header section
    let others = || report.fields.iter().filter(|field| !is_evidence(&field.name));
    if bare.fields.is_empty() || !bare.fields.iter().map(|field| &field.name).eq(others().map(|field| &field.name)) {
        return;
    }
    let bare = bare.verdict;
    assert!(height(bare.origin) <= 1, "{:?} without evidence", bare.origin);
    let forged = bare.origin == Origin::Contradicted;
    assert!(
        !forged || report.verdict.origin == Origin::Contradicted,
        "missing evidence made {:?} forged: {}",
        report.verdict.origin,
        bare.reason.text
    );
}
