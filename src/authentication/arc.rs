//! ARC sets (RFC 8617): the seal of each instance, its message signature, and what binds the two
//! to this message.

use std::ops::Range;

use super::canonicalisation::{self, Canonicalisation, Hash, Hasher, Sink};
use super::dkim::{self, Algorithm, Choice, Kind};
use super::signed::Signed;
use super::{Checker, Tried, base64, keys};
use crate::data::catalogue::limit as wording;
use crate::limits;
use crate::message::auth_results;
use crate::message::field::Field;
use crate::message::tag_list::{self, TagList};
use crate::report::{ArcSet, AuthResult, Binding, HeaderCheck, Signature};

/// The fields of one instance. A second field of the same kind makes the instance unusable.
#[derive(Clone, Default)]
struct Set<'m, 'a> {
    results: Vec<&'m Field<'a>>,
    signature: Vec<&'m Field<'a>>,
    seal: Vec<&'m Field<'a>>,
}

impl<'m, 'a> Set<'m, 'a> {
    /// The three fields in signing order, when each is there exactly once.
    fn complete(&self) -> Option<[&'m Field<'a>; 3]> {
        match (&self.results[..], &self.signature[..], &self.seal[..]) {
            (&[results], &[signature], &[seal]) => Some([results, signature, seal]),
            _ => None,
        }
    }

    fn any(&self) -> Option<&'m Field<'a>> {
        self.seal.first().or(self.signature.first()).or(self.results.first()).copied()
    }
}

/// Checks all ARC sets, lowest instance first.
pub(crate) fn check_all(checker: &mut Checker) -> Vec<ArcSet> {
    let sets = collect(checker);
    let mut checked = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        if let Some(field) = set.any() {
            checked.push(check(checker, &sets[..=at], field));
        }
    }
    checked
}

/// Sorts the ARC fields by instance; the instance of a set is its place plus one.
fn collect<'m, 'a>(checker: &mut Checker<'m, 'a>) -> Vec<Set<'m, 'a>> {
    let mut sets: Vec<Set<'m, 'a>> = Vec::new();
    let message = checker.message;
    for field in message.fields() {
        let [results, signature, seal] =
            ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"].map(|name| field.is(name));
        if !(results || signature || seal) {
            continue;
        }
        let instance = if results {
            results_instance(field.value).map(|(instance, _)| instance)
        } else {
            bounded(field.value)
                .and_then(|value| tag_list::parse(value).ok())
                .and_then(|tags| instance(tags.value("i")?))
        };
        let Some(instance) = instance else { continue };
        if instance > limits::ARC_SETS {
            checker.reached("arc_sets", wording::ARC_SETS, limits::ARC_SETS);
            continue;
        }
        if sets.len() < instance {
            sets.resize_with(instance, Set::default);
        }
        let Some(set) = sets.get_mut(instance - 1) else { continue };
        let fields = if results {
            &mut set.results
        } else if signature {
            &mut set.signature
        } else {
            &mut set.seal
        };
        fields.push(field);
    }
    sets
}

/// A value that is short enough to be parsed.
fn bounded(value: &[u8]) -> Option<&[u8]> {
    (value.len() <= limits::FIELD_BYTES).then_some(value)
}

/// `position = 1*2DIGIT ; 1 - 50`; larger numbers are kept so that they can be reported.
fn instance(value: &[u8]) -> Option<usize> {
    if !(1..=3).contains(&value.len()) || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = value.iter().fold(0, |number, &byte| number * 10 + usize::from(byte - b'0'));
    (number > 0).then_some(number)
}

/// `arc-info = instance [CFWS] ";" authres-payload`: the instance, and the payload.
fn results_instance(value: &[u8]) -> Option<(usize, &[u8])> {
    let semicolon = bounded(value)?.iter().position(|&byte| byte == b';')?;
    let (head, rest) = value.split_at_checked(semicolon)?;
    let tags = tag_list::parse(head).ok()?;
    Some((instance(tags.value("i")?)?, rest.get(1..)?))
}

/// Checks the last of these sets; the others lie below it.
fn check(checker: &mut Checker, sets: &[Set], field: &Field) -> ArcSet {
    let instance = sets.len();
    let (mut set, Some(last)) = (empty(instance, field), sets.last()) else { return empty(instance, field) };
    let sealed = last.complete();
    if let Some(results) = last.results.first().and_then(|field| results_instance(field.value)) {
        set.results = sealed_results(results.1);
    }
    let mut body_bound = false;
    if let Some(&field) = last.signature.first() {
        let checked = dkim::check(checker, field, Kind::ArcMessage);
        body_bound = checked.body_bound;
        set.message_signature = Some(checked.signature);
    }
    if let Some(&seal) = last.seal.first()
        && let Some(value) = bounded(seal.value)
        && let Ok(tags) = tag_list::parse(value)
    {
        check_seal(checker, sets, seal, &tags, &mut set);
    }
    if sealed.is_none() {
        set.seal = HeaderCheck::Unusable;
    }
    if set.seal == HeaderCheck::Verified {
        set.binding = match &set.message_signature {
            Some(signature) if dkim::is_weak(signature) => Binding::NotBound,
            Some(signature) if verifies_over_from(signature) => Binding::MessageSignature,
            Some(_) if body_bound => Binding::BodyHash,
            _ => Binding::NotBound,
        };
    }
    set
}

/// Whether a message signature verifies and picks a From field that is there.
fn verifies_over_from(signature: &Signature) -> bool {
    signature.header == HeaderCheck::Verified
        && signature.covers.iter().any(|covered| covered.span.is_some() && covered.name.eq_ignore_ascii_case("From"))
}

fn empty(instance: usize, field: &Field) -> ArcSet {
    ArcSet {
        instance: u32::try_from(instance).unwrap_or(u32::MAX),
        domain: String::new(),
        selector: String::new(),
        chain_validation: String::new(),
        seal: HeaderCheck::Unusable,
        seal_key: dkim::no_key(String::new()),
        message_signature: None,
        binding: Binding::NotBound,
        results: Vec::new(),
        span: dkim::span(field),
    }
}

/// The results; none where a sender's own words could be among them.
fn sealed_results(payload: &[u8]) -> Vec<AuthResult> {
    let parsed = auth_results::parse(payload);
    if parsed.sound { parsed.results } else { Vec::new() }
}

/// The hash under a seal: these sets in their order, the seal itself without its signature (RFC 8617 section 5.1.1).
fn seal_hash(algorithm: Algorithm, sets: &[[&Field; 3]], seal: &Field, signature: &Range<usize>) -> Hash {
    let mut hasher = Hasher::new(algorithm.hash());
    for field in sets.iter().flatten() {
        if field.start == seal.start {
            dkim::own_field(Canonicalisation::Relaxed, field, signature, &mut hasher);
        } else {
            let name = dkim::name_as_written(field);
            canonicalisation::field(Canonicalisation::Relaxed, name, &[field.value], &mut hasher);
            hasher.put(b"\r\n");
        }
    }
    hasher.finish()
}

/// What the seals of a message sign, for [`super::signed`].
pub(crate) fn signed(checker: &mut Checker) -> Vec<Signed> {
    let sets = collect(checker);
    (1..=sets.len()).filter_map(|instance| signed_by(&sets[..instance])).collect()
}

/// What the last of these sets' seal signs.
fn signed_by(sets: &[Set]) -> Option<Signed> {
    let complete = sets.iter().map(Set::complete).collect::<Option<Vec<_>>>()?;
    let [.., seal] = complete.last()?;
    let tags = tag_list::parse(bounded(seal.value)?).ok()?;
    let (algorithm, tag) = (Algorithm::parse(tags.value("a")?)?, tags.get("b")?);
    Some(Signed {
        domain: String::from_utf8_lossy(tags.value("d")?).to_ascii_lowercase(),
        selector: String::from_utf8_lossy(tags.value("s")?).to_ascii_lowercase(),
        hash: seal_hash(algorithm, &complete, seal, &tag.range),
        signature: base64::decode(tag.value)?,
        rsa: algorithm != Algorithm::Ed25519Sha256,
    })
}

/// Checks an ARC-Seal (RFC 8617 section 4.1.3): its own rules, then the signature over all sets up
/// to it.
fn check_seal(checker: &mut Checker, sets: &[Set], seal: &Field, tags: &TagList, set: &mut ArcSet) {
    let text = |name: &str| tags.value(name).map(dkim::shown).unwrap_or_default();
    set.domain = text("d").to_ascii_lowercase();
    set.selector = text("s");
    set.chain_validation = text("cv").to_ascii_lowercase();
    set.seal_key = dkim::no_key(keys::dns_name(&set.domain, &set.selector));
    let names_are_good =
        ["d", "s"].iter().all(|&tag| tags.value(tag).is_some_and(|name| dkim::name_problem(tag, name).is_none()));
    let validation_fits = match set.chain_validation.as_str() {
        "none" => set.instance == 1,
        "pass" | "fail" => set.instance > 1,
        _ => false,
    };
    let (Some(algorithm), Some(tag)) = (tags.value("a").and_then(Algorithm::parse), tags.get("b")) else { return };
    let Some(signature) = base64::decode(tag.value) else { return };
    // RFC 8617 section 4.1.3: a seal has no h=. RFC 8301 section 3.1: SHA-1 verifies nothing.
    if !names_are_good || !validation_fits || tags.get("h").is_some() || algorithm == Algorithm::RsaSha1 {
        return;
    }
    let (candidates, fitting) = match dkim::choose(checker, algorithm, &set.domain, &set.selector, None) {
        Choice::NotCarried => {
            set.seal = HeaderCheck::KeyNotCarried;
            return;
        }
        Choice::Unusable(why) => {
            (_, set.seal_key) = *why;
            return;
        }
        Choice::Keys(candidates, fitting) => (candidates, fitting),
    };
    // RFC 8617 section 5.1.2: a seal that reports a broken chain covers its own set alone.
    let covered = if set.chain_validation == "fail" { &sets[sets.len() - 1..] } else { sets };
    let Some(complete) = covered.iter().map(Set::complete).collect::<Option<Vec<_>>>() else { return };
    let bytes = complete.iter().flatten().map(|field| field.whole.len()).sum();
    if !checker.may_hash(bytes) {
        return;
    }
    let hash = seal_hash(algorithm, &complete, seal, &tag.range);
    let tried = checker.try_keys(&candidates, &fitting, &hash, &signature);
    let used = match tried {
        Tried::Match(at) => Some(at),
        _ => fitting.first().copied(),
    };
    if let Some(candidate) = used.and_then(|at| candidates.get(at)) {
        set.seal_key = candidate.describe(set.seal_key.dns_name.clone());
    }
    set.seal = match tried {
        Tried::Match(_) if dkim::is_short(&set.seal_key) => HeaderCheck::Unusable,
        Tried::Match(_) => HeaderCheck::Verified,
        Tried::Mismatch => HeaderCheck::Mismatch,
        Tried::Limit => HeaderCheck::Unusable,
    };
}
