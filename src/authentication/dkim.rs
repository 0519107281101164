//! DKIM signatures (RFC 6376, RFC 8463, RFC 8301), header first and body second.

use std::ops::Range;

use memchr::memchr2;

use super::canonicalisation::{self, Canonicalisation, Hash, HashKind, Hasher, Sink};
use super::fields::{FieldIndex, Picked};
use super::keys::{self, Candidate, KeyRecord};
use super::signed::Signed;
use super::{Checker, Tried, base64};
use crate::data::catalogue::{key, limit as wording, problem, signature as said, weakness};
use crate::limits;
use crate::message::field::Field;
use crate::message::tag_list::{self, TagList};
use crate::message::{domain, text};
use crate::report::{
    BodyCheck, CoveredField, Expiry, HeaderCheck, KeyOrigin, RepairId, Signature, SignatureKey, Span, Text,
};

/// Checks every DKIM-Signature of the message, top first.
pub(crate) fn check_all(checker: &mut Checker) -> Vec<Signature> {
    let fields: Vec<&Field> = checker.message.all("DKIM-Signature").collect();
    let mut signatures = Vec::with_capacity(fields.len().min(limits::SIGNATURES));
    for (at, field) in fields.into_iter().enumerate() {
        if at < limits::SIGNATURES {
            signatures.push(check(checker, field, Kind::Dkim).signature);
        } else {
            checker.reached("signatures", wording::SIGNATURES, limits::SIGNATURES);
            let mut listed = unchecked(field, &parse(field.value, Kind::Dkim), checker.context.author);
            listed.explanation = vec![said::LIMIT.plain()];
            signatures.push(listed);
        }
    }
    signatures
}

/// Which field a signature stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// DKIM-Signature.
    Dkim,
    /// ARC-Message-Signature (RFC 8617 section 4.1.2): `i=` is the instance and there is no `v=`.
    ArcMessage,
}

/// A signature algorithm (RFC 6376 section 3.3, RFC 8463 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// `rsa-sha1`, which RFC 8301 withdraws.
    RsaSha1,
    /// `rsa-sha256`.
    RsaSha256,
    /// `ed25519-sha256`.
    Ed25519Sha256,
}

impl Algorithm {
    /// `sig-a-tag-alg`; the words of a grammar have no case.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        [Self::RsaSha1, Self::RsaSha256, Self::Ed25519Sha256]
            .into_iter()
            .find(|algorithm| text.eq_ignore_ascii_case(algorithm.name().as_bytes()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::RsaSha1 => "rsa-sha1",
            Self::RsaSha256 => "rsa-sha256",
            Self::Ed25519Sha256 => "ed25519-sha256",
        }
    }

    /// The hash in it.
    pub(crate) fn hash(self) -> HashKind {
        if self == Self::RsaSha1 { HashKind::Sha1 } else { HashKind::Sha256 }
    }

    /// The algorithm of its key.
    fn key(self) -> &'static str {
        if self == Self::Ed25519Sha256 { "ed25519" } else { "rsa" }
    }
}

/// The tags of a signature, read as far as they could be.
#[derive(Debug)]
pub(crate) struct Tags<'a> {
    pub(crate) domain: String,
    pub(crate) selector: String,
    identity: Option<String>,
    algorithm_text: String,
    algorithm: Option<Algorithm>,
    canonicalisation_text: String,
    header: Canonicalisation,
    body: Canonicalisation,
    names: Vec<&'a [u8]>,
    signature: Vec<u8>,
    /// The bytes of `b=` in the value, which are not signed.
    signature_range: Range<usize>,
    body_hash: Vec<u8>,
    limit: Option<u64>,
    signed_at: Option<i64>,
    expires_at: Option<i64>,
    /// Why it cannot be checked.
    problem: Option<Text>,
}

/// Text of a tag value for the report: no folding, bounded.
pub(crate) fn shown(value: &[u8]) -> String {
    if value.len() <= limits::SHOWN_CHARS && memchr2(b'\r', b'\n', value).is_none() {
        return text(value);
    }
    let kept: Vec<u8> =
        value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).take(limits::SHOWN_CHARS).collect();
    String::from_utf8_lossy(&kept).into_owned()
}

/// Why a name in `d=` or `s=` is not one; `None` when it is.
pub(crate) fn name_problem(tag: &str, name: &[u8]) -> Option<Text> {
    let what = if name.contains(&0) {
        problem::NAME_NUL
    } else if !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
        problem::NAME_CHARACTERS
    } else if name.is_empty() || name.len() > 253 || name.split(|&byte| byte == b'.').any(<[u8]>::is_empty) {
        problem::NAME_MALFORMED
    } else if tag == "s=" && holds_key_label(&String::from_utf8_lossy(name)) {
        problem::SELECTOR
    } else {
        return None;
    };
    Some(what.with(&[("tag", tag)]))
}

/// Whether a selector brings the label `_domainkey` along, which the verifier puts behind it: then it
/// names a key under another domain, for a verifier that can be made to read only a part of it.
pub(crate) fn holds_key_label(selector: &str) -> bool {
    selector.split('.').any(|label| label.eq_ignore_ascii_case("_domainkey"))
}

/// Parses the value of a signature field. Whatever is wrong is kept as the problem.
pub(crate) fn parse(value: &[u8], kind: Kind) -> Tags<'_> {
    let mut tags = Tags {
        domain: String::new(),
        selector: String::new(),
        identity: None,
        algorithm_text: String::new(),
        algorithm: None,
        canonicalisation_text: String::new(),
        header: Canonicalisation::Simple,
        body: Canonicalisation::Simple,
        names: Vec::new(),
        signature: Vec::new(),
        signature_range: 0..0,
        body_hash: Vec::new(),
        limit: None,
        signed_at: None,
        expires_at: None,
        problem: None,
    };
    if value.len() > limits::FIELD_BYTES {
        tags.problem = Some(problem::TOO_LONG.plain());
        return tags;
    }
    match tag_list::parse(value) {
        Ok(list) => tags.problem = fill(&mut tags, &list, kind).err(),
        Err(error) => tags.problem = Some(error.text().plain()),
    }
    tags
}

/// Reads the tags in the order in which a report needs them, and stops at the first problem that
/// makes the rest meaningless.
fn fill<'a>(tags: &mut Tags<'a>, list: &TagList<'a>, kind: Kind) -> Result<(), Text> {
    let required = |name: &str| list.value(name).ok_or_else(|| problem::TAG_MISSING.with(&[("tag", name)]));
    let optional = |name: &str| list.value(name).map(shown);
    tags.domain = optional("d").unwrap_or_default().to_ascii_lowercase();
    tags.selector = optional("s").unwrap_or_default();
    tags.algorithm_text = optional("a").unwrap_or_default().to_ascii_lowercase();
    if kind == Kind::Dkim {
        tags.identity = optional("i");
    }
    tags.signed_at = number(list.value("t"))?.and_then(|seconds| i64::try_from(seconds).ok());
    tags.expires_at = number(list.value("x"))?.and_then(|seconds| i64::try_from(seconds).ok());
    tags.limit = number(list.value("l"))?;
    canonicalisations(tags, list.value("c"))?;
    if kind == Kind::Dkim && required("v")? != b"1" {
        return Err(problem::VERSION.plain());
    }
    let (domain, selector) = (required("d")?, required("s")?);
    if let Some(problem) = name_problem("d=", domain).or_else(|| name_problem("s=", selector)) {
        return Err(problem);
    }
    tags.names = header_names(required("h")?)?;
    if !tags.names.iter().any(|name| name.eq_ignore_ascii_case(b"From")) {
        return Err(problem::NO_FROM.plain());
    }
    // RFC 8617 section 5.1.1: a message signature is made before the seal of its own set.
    if kind == Kind::ArcMessage && tags.names.iter().any(|name| name.eq_ignore_ascii_case(b"ARC-Seal")) {
        return Err(problem::COVERS_SEAL.plain());
    }
    if list.value("q").is_some_and(|methods| !names_dns(methods)) {
        return Err(problem::QUERY.plain());
    }
    tags.algorithm = Algorithm::parse(required("a")?);
    let Some(algorithm) = tags.algorithm else {
        return Err(problem::ALGORITHM.plain());
    };
    tags.body_hash = base64::decode(required("bh")?).ok_or_else(|| not_base64("bh="))?;
    if tags.body_hash.len() != (if algorithm.hash() == HashKind::Sha1 { 20 } else { 32 }) {
        return Err(problem::HASH_LENGTH.plain());
    }
    required("b")?;
    if let Some(tag) = list.get("b") {
        tags.signature = base64::decode(tag.value).filter(|bytes| !bytes.is_empty()).ok_or_else(|| not_base64("b="))?;
        tags.signature_range = tag.range.clone();
    }
    if let Some(identity) = &tags.identity {
        let host = identity.rsplit('@').next().unwrap_or_default();
        if !identity.contains('@') || !domain::is_under(host, &tags.domain) {
            return Err(problem::IDENTITY.plain());
        }
    }
    Ok(())
}

/// `1*DIGIT`; a number too large for 64 bits is the largest one.
fn number(value: Option<&[u8]>) -> Result<Option<u64>, Text> {
    let Some(value) = value else { return Ok(None) };
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Err(problem::NUMBER.plain());
    }
    let digit = |number: u64, byte: &u8| number.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
    Ok(Some(value.iter().fold(0, digit)))
}

/// `sig-c-tag-alg = algorithm [ "/" algorithm ]`; simple where nothing is said.
fn canonicalisations(tags: &mut Tags, value: Option<&[u8]>) -> Result<(), Text> {
    let value = value.unwrap_or(b"simple/simple");
    let mut halves = value.splitn(2, |&byte| byte == b'/');
    let mut half = || match tag_list::trim(halves.next().unwrap_or(b"simple")) {
        simple if simple.eq_ignore_ascii_case(b"simple") => Ok((Canonicalisation::Simple, "simple")),
        relaxed if relaxed.eq_ignore_ascii_case(b"relaxed") => Ok((Canonicalisation::Relaxed, "relaxed")),
        _ => Err(problem::CANONICALISATION.plain()),
    };
    tags.canonicalisation_text = shown(value);
    let (header, header_text) = half()?;
    let (body, body_text) = half()?;
    (tags.header, tags.body) = (header, body);
    tags.canonicalisation_text = [header_text, "/", body_text].concat();
    Ok(())
}

/// Whether one of the methods in `q=` is the DNS, the only one that there is (RFC 6376 section 3.5);
/// before RFC 4871 it was written without its type.
fn names_dns(methods: &[u8]) -> bool {
    methods
        .split(|&byte| byte == b':')
        .map(tag_list::trim)
        .any(|method| method.eq_ignore_ascii_case(b"dns/txt") || method.eq_ignore_ascii_case(b"dns"))
}

/// `sig-h-tag = hdr-name *( [FWS] ":" [FWS] hdr-name )`. Empty names are passed over.
fn header_names(value: &[u8]) -> Result<Vec<&[u8]>, Text> {
    let mut names = Vec::new();
    for name in value.split(|&byte| byte == b':').map(tag_list::trim) {
        if name.is_empty() {
            continue;
        }
        if !name.iter().all(|byte| (33..=126).contains(byte)) {
            return Err(problem::FIELD_NAME.plain());
        }
        if names.len() >= limits::SIGNED_FIELDS {
            return Err(problem::MANY_FIELDS.plain());
        }
        names.push(name);
    }
    if names.is_empty() {
        return Err(problem::NO_FIELDS.plain());
    }
    Ok(names)
}

/// A signature in the report before anything was checked.
fn unchecked(field: &Field, tags: &Tags, author: Option<&str>) -> Signature {
    Signature {
        domain: tags.domain.clone(),
        selector: tags.selector.clone(),
        identity: tags.identity.clone(),
        algorithm: tags.algorithm_text.clone(),
        canonicalisation: tags.canonicalisation_text.clone(),
        header: HeaderCheck::Unusable,
        body: BodyCheck::NotChecked,
        explanation: Vec::new(),
        key: no_key(keys::dns_name(&tags.domain, &tags.selector)),
        aligned: author.is_some_and(|author| !tags.domain.is_empty() && domain::aligned(&tags.domain, author)),
        covers: Vec::new(),
        not_covered: Vec::new(),
        signed_at: tags.signed_at,
        expires_at: tags.expires_at,
        expiry: Expiry::None,
        length_limit: tags.limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX)),
        weaknesses: Vec::new(),
        repairs: Vec::new(),
        span: span(field),
    }
}

/// The key of a signature that has none.
pub(crate) fn no_key(dns_name: String) -> SignatureKey {
    SignatureKey {
        dns_name,
        origin: KeyOrigin::None,
        algorithm: None,
        bits: None,
        provenance: None,
        first_seen: None,
        last_seen: None,
    }
}

/// Whether a signature that verifies proves nothing all the same: SHA-1 is withdrawn, and an RSA key
/// below 1024 bits can be broken (RFC 8301 section 3).
pub(crate) fn is_weak(signature: &Signature) -> bool {
    signature.algorithm == Algorithm::RsaSha1.name() || is_short(&signature.key)
}

/// Whether a key is an RSA key below 1024 bits.
pub(crate) fn is_short(key: &SignatureKey) -> bool {
    key.algorithm.as_deref() != Some("ed25519") && key.bits.is_some_and(|bits| bits < 1024)
}

/// The span of a whole field.
pub(crate) fn span(field: &Field) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(field.start), end: offset(field.end) }
}

/// A checked signature, and whether the supplied body, whole, is the one that was signed.
pub(crate) struct Checked {
    pub(crate) signature: Signature,
    pub(crate) body_bound: bool,
}

/// Checks one signature.
pub(crate) fn check(checker: &mut Checker, field: &Field, kind: Kind) -> Checked {
    let tags = parse(field.value, kind);
    let mut signature = unchecked(field, &tags, checker.context.author);
    signature.expiry = expiry(&tags, checker.context.received_at);
    let picked = checker.index.pick(&tags.names, field);
    cover(&mut signature, &checker.index, &picked);
    let algorithm = match (&tags.problem, tags.algorithm) {
        (None, Some(algorithm)) => algorithm,
        (found, _) => {
            signature.explanation = unusable(found.clone().unwrap_or_else(|| problem::ALGORITHM.plain()));
            return Checked { signature, body_bound: false };
        }
    };
    if algorithm == Algorithm::RsaSha1 {
        signature.weaknesses.push(weakness::SHA1.plain());
    }
    if tags.limit.is_some() {
        signature.weaknesses.push(weakness::LENGTH.plain());
    }
    let key_choice = choose(checker, algorithm, &tags.domain, &tags.selector, tags.identity.as_deref());
    // that of a message signature can bind a seal
    if !(checker.sparing && kind == Kind::Dkim && matches!(key_choice, Choice::NotCarried)) {
        signature.body = check_body(checker, &tags, algorithm);
    }
    let body_bound = signature.body == BodyCheck::Verified && tags.limit.is_none() && checker.message.body.is_some();

    let outcome = match key_choice {
        Choice::NotCarried => {
            signature.header = HeaderCheck::KeyNotCarried;
            signature.explanation = key_not_carried(&signature);
            return Checked { signature, body_bound };
        }
        Choice::Unusable(why) => {
            let (reason, key) = *why;
            signature.key = key;
            signature.explanation = unusable(reason);
            signature.body = BodyCheck::NotChecked;
            return Checked { signature, body_bound };
        }
        Choice::Keys(candidates, fitting) => {
            let mut tried = try_signature(checker, field, &tags, &picked, algorithm, (&candidates, &fitting));
            if tried == Tried::Mismatch
                && kind == Kind::ArcMessage
                && let Some(renamed) = checker.renamed.as_ref().map(|index| index.pick(&tags.names, field))
                && renamed.iter().any(|picked| picked.renamed)
            {
                tried = try_signature(checker, field, &tags, &renamed, algorithm, (&candidates, &fitting));
                if matches!(tried, Tried::Match(_))
                    && let Some(index) = &checker.renamed
                {
                    cover(&mut signature, index, &renamed);
                    signature.repairs.push(RepairId::RenamedFields);
                }
            }
            let used = match tried {
                Tried::Match(at) => Some(at),
                _ => fitting.first().copied(),
            };
            if let Some(candidate) = used.and_then(|at| candidates.get(at)) {
                signature.key = candidate.describe(signature.key.dns_name.clone());
                if let Ok(record) = &candidate.record {
                    key_weaknesses(&mut signature, record);
                }
            }
            tried
        }
    };
    match outcome {
        Tried::Match(_) => {
            signature.header = HeaderCheck::Verified;
            signature.repairs.extend(checker.context.repairs.iter().copied().filter(|repair| touches_signed(*repair)));
            signature.explanation = verified(&signature, checker.context.repairs);
        }
        Tried::Mismatch => {
            signature.header = HeaderCheck::Mismatch;
            signature.explanation = mismatch(&signature, &tags, checker.context.repairs);
        }
        Tried::Limit => {
            signature.explanation = vec![said::LIMIT.plain()];
        }
    }
    Checked { signature, body_bound }
}

/// Fills in which fields are covered and which are not.
fn cover(signature: &mut Signature, index: &FieldIndex, picked: &[Picked]) {
    signature.covers =
        picked.iter().map(|picked| CoveredField { name: shown(picked.name), span: picked.field.map(span) }).collect();
    signature.not_covered = index.left_out(picked);
}

/// Whether a repair changes bytes that a signature may cover.
fn touches_signed(repair: RepairId) -> bool {
    !matches!(
        repair,
        RepairId::ByteOrderMark
            | RepairId::MboxFrom
            | RepairId::LeadingText
            | RepairId::Outlook
            | RepairId::OutlookFields
    )
}

/// `x=` at the time of receipt.
fn expiry(tags: &Tags, received_at: Option<i64>) -> Expiry {
    match (tags.expires_at, received_at) {
        (None, _) => Expiry::None,
        // RFC 6376 section 3.5: `x=` must be later than `t=`. Nobody receives a message before it is signed.
        (Some(expires), _) if tags.signed_at.is_some_and(|signed| signed >= expires) => Expiry::ExpiredAtReceipt,
        (Some(_), None) => Expiry::Unknown,
        (Some(expires), Some(received)) if received > expires => Expiry::ExpiredAtReceipt,
        _ => Expiry::ValidAtReceipt,
    }
}

/// Compares the body with `bh=`.
fn check_body(checker: &mut Checker, tags: &Tags, algorithm: Algorithm) -> BodyCheck {
    let supplied = checker.message.body.is_some();
    if !supplied && tags.limit.is_some() {
        return BodyCheck::NotSupplied;
    }
    let Some(found) = checker.body_hash(tags.body, algorithm.hash(), tags.limit) else {
        return BodyCheck::NotChecked;
    };
    let matches = found.hash.bytes() == tags.body_hash;
    match tags.limit {
        // Without a body: an empty one was signed, or it was not pasted.
        _ if !supplied => {
            if matches {
                BodyCheck::Verified
            } else {
                BodyCheck::NotSupplied
            }
        }
        Some(limit) if !matches || limit > found.length => BodyCheck::Mismatch,
        Some(limit) if limit < found.length => BodyCheck::Partial,
        _ if matches => BodyCheck::Verified,
        _ => BodyCheck::Mismatch,
    }
}

/// The keys that a signature can be tried with.
pub(crate) enum Choice {
    /// There is none.
    NotCarried,
    /// There are some and none can be used: why, and the first of them.
    Unusable(Box<(Text, SignatureKey)>),
    /// All candidates, and the places of those that fit.
    Keys(Vec<Candidate>, Vec<usize>),
}

/// Looks up the keys for a signature and keeps those that fit its algorithm and its `i=`.
pub(crate) fn choose(
    checker: &Checker,
    algorithm: Algorithm,
    domain: &str,
    selector: &str,
    identity: Option<&str>,
) -> Choice {
    let candidates = checker.context.keys.lookup(domain, selector);
    let mut reason = None;
    let mut fitting = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        match misfit(candidate, algorithm, domain, identity) {
            None => fitting.push(at),
            why => reason = reason.or(why),
        }
    }
    match candidates.first() {
        None => Choice::NotCarried,
        Some(first) => match reason {
            Some(reason) if fitting.is_empty() => {
                Choice::Unusable(Box::new((reason, first.describe(keys::dns_name(domain, selector)))))
            }
            _ => Choice::Keys(candidates, fitting),
        },
    }
}

/// Why a key cannot be used for a signature.
fn misfit(candidate: &Candidate, algorithm: Algorithm, domain: &str, identity: Option<&str>) -> Option<Text> {
    let whose = if candidate.pasted() { problem::KEY_PASTED } else { problem::KEY_CARRIED };
    let why = match &candidate.record {
        Err(error) => error.text(),
        Ok(record) if record.algorithm() != algorithm.key() => key::OTHER_ALGORITHM,
        Ok(record) if !record.allows(algorithm.hash()) => key::OTHER_HASH,
        Ok(record)
            if record.strict
                && identity.is_some_and(|identity| {
                    !identity.rsplit('@').next().is_some_and(|host| host.eq_ignore_ascii_case(domain))
                }) =>
        {
            key::STRICT
        }
        Ok(_) => return None,
    };
    Some(whose.saying(&[], &[("why", &[why.plain()])]))
}

/// Hashes the signed fields and tries the keys.
fn try_signature(
    checker: &mut Checker,
    field: &Field,
    tags: &Tags,
    picked: &[Picked],
    algorithm: Algorithm,
    (candidates, fitting): (&[Candidate], &[usize]),
) -> Tried {
    let bytes = picked.iter().filter_map(|picked| picked.field).map(|field| field.whole.len()).sum::<usize>();
    if !checker.may_hash(bytes.saturating_add(field.whole.len())) {
        return Tried::Limit;
    }
    let hash = header_hash(tags, picked, field, algorithm.hash());
    checker.try_keys(candidates, fitting, &hash, &tags.signature)
}

/// The hash over the signed fields (RFC 6376 section 3.7).
fn header_hash(tags: &Tags, picked: &[Picked], own: &Field, kind: HashKind) -> Hash {
    let mut hasher = Hasher::new(kind);
    for picked in picked {
        if let Some(field) = picked.field {
            let name = if picked.renamed { picked.name } else { name_as_written(field) };
            canonicalisation::field(tags.header, name, &[field.value], &mut hasher);
            hasher.put(b"\r\n");
        }
    }
    own_field(tags.header, own, &tags.signature_range, &mut hasher);
    hasher.finish()
}

/// Everything before the colon.
pub(crate) fn name_as_written<'a>(field: &Field<'a>) -> &'a [u8] {
    field.whole.get(..field.whole.len().saturating_sub(field.value.len() + 1)).unwrap_or(field.name)
}

/// The signature field itself, as it was before `b=` was filled in, without a line end.
pub(crate) fn own_field(how: Canonicalisation, own: &Field, signature: &Range<usize>, hasher: &mut Hasher) {
    let before = own.value.get(..signature.start).unwrap_or_default();
    let after = own.value.get(signature.end..).unwrap_or_default();
    canonicalisation::field(how, name_as_written(own), &[before, after], hasher);
}

/// What the signature in a field signs, as the fields stand in this index; `None` when its tags cannot be read.
pub(crate) fn signed(index: &FieldIndex, field: &Field, kind: Kind) -> Option<Signed> {
    let tags = parse(field.value, kind);
    let algorithm = tags.algorithm.filter(|_| tags.problem.is_none())?;
    let picked = index.pick(&tags.names, field);
    Some(Signed {
        hash: header_hash(&tags, &picked, field, algorithm.hash()),
        domain: tags.domain,
        selector: tags.selector.to_ascii_lowercase(),
        signature: tags.signature,
        rsa: algorithm != Algorithm::Ed25519Sha256,
    })
}

fn key_weaknesses(signature: &mut Signature, record: &KeyRecord) {
    if record.algorithm() == "rsa" && record.bits() < 2048 {
        let bits = record.bits();
        let found = if bits < 1024 { weakness::SHORT_KEY } else { weakness::MODEST_KEY };
        signature.weaknesses.push(found.with(&[("bits", &bits.to_string())]));
    }
    if record.testing {
        signature.weaknesses.push(weakness::TEST_KEY.plain());
    }
}

fn not_base64(tag: &str) -> Text {
    problem::NOT_BASE64.with(&[("tag", tag)])
}

fn unusable(why: Text) -> Vec<Text> {
    vec![said::UNUSABLE.saying(&[], &[("problem", &[why])])]
}

fn key_not_carried(signature: &Signature) -> Vec<Text> {
    vec![said::KEY_NOT_CARRIED.with(&[("dns_name", &signature.key.dns_name)])]
}

fn verified(signature: &Signature, repairs: &[RepairId]) -> Vec<Text> {
    let pasted = signature.key.origin == KeyOrigin::Pasted;
    let body = match signature.body {
        BodyCheck::Verified => said::BODY_VERIFIED,
        BodyCheck::Mismatch => said::BODY_MISMATCH,
        BodyCheck::Partial => said::BODY_PARTIAL,
        BodyCheck::NotSupplied if repairs.contains(&RepairId::Outlook) => said::BODY_REBUILT,
        BodyCheck::NotSupplied => said::BODY_NOT_SUPPLIED,
        BodyCheck::NotChecked => said::BODY_NOT_CHECKED,
    };
    let header = if pasted { said::VERIFIED_PASTED } else { said::VERIFIED };
    vec![header.with(&[("domain", &signature.domain)]), body.plain()]
}

fn mismatch(signature: &Signature, tags: &Tags, repairs: &[RepairId]) -> Vec<Text> {
    let pasted = signature.key.origin == KeyOrigin::Pasted;
    let mut text = vec![if pasted { said::MISMATCH_PASTED } else { said::MISMATCH }.plain()];
    let damaging = repairs.iter().any(|repair| touches_signed(*repair));
    if tags.header == Canonicalisation::Simple {
        text.push(if damaging { said::EXACT_REPAIRED } else { said::EXACT }.plain());
    } else if damaging {
        text.push(said::REPAIRED.plain());
    }
    text
}
