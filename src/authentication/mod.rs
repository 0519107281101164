//! Who signed the message and who stamped it: DKIM and ARC checked here, and the receiver's word.
//!
//! [`authenticate`] needs the header section alone: a signature covers its fields and a hash of
//! the body, so that it can be checked without the body. The body, when there is one, is checked
//! against that hash afterwards, and each of the two results is reported on its own.

pub mod arc;
pub(crate) mod base64;
pub mod canonicalisation;
mod der;
pub mod dkim;
pub mod fields;
pub mod keys;
pub mod receiver;
pub mod rsa;
pub mod signed;

use canonicalisation::{BodyHash, Canonicalisation, Hash, HashKind};
use fields::{FieldIndex, Renaming};
use keys::{Candidate, KeyRing, Material};

use crate::data::catalogue::{Sentence, limit as wording};
use crate::limits;
use crate::message::Message;
use crate::report::{ArcSet, BodyCheck, Limit, RepairId, Signature};

/// What the check of signatures needs to know beside the message.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The keys at hand.
    pub keys: &'a KeyRing<'a>,
    /// The host of From in its ASCII form, when there is one author.
    pub author: Option<&'a str>,
    /// When the receiver took the message, in seconds since 1970, when that is known.
    pub received_at: Option<i64>,
    /// What had to be repaired to read the input.
    pub repairs: &'a [RepairId],
}

/// What the signatures say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authentication {
    /// Every DKIM signature, top first.
    pub signatures: Vec<Signature>,
    /// The ARC sets, lowest instance first.
    pub arc: Vec<ArcSet>,
    /// Limits that were reached.
    pub limits: Vec<Limit>,
}

/// Checks every DKIM signature and every ARC set of a message.
pub fn authenticate(message: &Message, context: &Context) -> Authentication {
    if !is_signed(message) {
        return Authentication::default();
    }
    check_all(Checker::new(message, context))
}

/// The same without the body of a signature whose key is not at hand: that only a report speaks of, and hashing it
/// can cost more than everything else.
pub(crate) fn authenticate_sparing(message: &Message, context: &Context) -> Authentication {
    if !is_signed(message) {
        return Authentication::default();
    }
    check_all(Checker { sparing: true, ..Checker::new(message, context) })
}

/// Whether there is anything to check: most mail of former years has none, and an index of its fields is not needed.
fn is_signed(message: &Message) -> bool {
    message.fields().iter().any(|field| {
        let is_arc = || field.name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"ARC-"));
        field.is("DKIM-Signature") || is_arc()
    })
}

/// Whether a signature was made over this body, whoever made it.
pub(crate) fn signs_body(message: &Message) -> bool {
    if !is_signed(message) {
        return false;
    }
    let keys = KeyRing::new(&[]);
    let context = Context { keys: &keys, author: None, received_at: None, repairs: &[] };
    dkim::check_all(&mut Checker::new(message, &context)).iter().any(|signature| signature.body == BodyCheck::Verified)
}

fn check_all(mut checker: Checker) -> Authentication {
    let signatures = dkim::check_all(&mut checker);
    let arc = arc::check_all(&mut checker);
    Authentication { signatures, arc, limits: checker.limits }
}

/// Distinct hashes of a part of the body (`l=`) beyond this number are not computed: each costs a walk
/// over the body, and anybody can ask for one. Those of the whole body are four at most.
const BODY_HASHES: usize = 8;

/// The state that all checks over one message share: what is computed once, and what is left of
/// the limits.
pub(crate) struct Checker<'m, 'a> {
    pub(crate) message: &'m Message<'a>,
    pub(crate) context: &'m Context<'m>,
    pub(crate) index: FieldIndex<'m, 'a>,
    /// The same fields with Microsoft's renaming undone, when that makes a difference.
    pub(crate) renamed: Option<FieldIndex<'m, 'a>>,
    bodies: Vec<(Canonicalisation, HashKind, Option<u64>, BodyHash)>,
    /// Whether the body of a signature without a key is left alone.
    pub(crate) sparing: bool,
    operations: usize,
    signed_bytes: usize,
    limits: Vec<Limit>,
}

/// What trying the keys gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    /// The candidate at this place verifies the signature.
    Match(usize),
    /// None does.
    Mismatch,
    /// A limit was reached first.
    Limit,
}

impl<'m, 'a> Checker<'m, 'a> {
    fn new(message: &'m Message<'a>, context: &'m Context<'m>) -> Self {
        let index = FieldIndex::new(message.fields(), Renaming::AsWritten);
        let renamed = index.has_renamed().then(|| FieldIndex::new(message.fields(), Renaming::Undone));
        Self {
            message,
            context,
            index,
            renamed,
            bodies: Vec::new(),
            sparing: false,
            operations: 0,
            signed_bytes: 0,
            limits: Vec::new(),
        }
    }

    /// Records that a limit was reached, once.
    pub(crate) fn reached(&mut self, id: &str, title: Sentence, limit: usize) {
        if !self.limits.iter().any(|reached| reached.id == id) {
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            self.limits.push(Limit { id: id.to_owned(), title: title.plain(), limit });
        }
    }

    /// The hash of the supplied body, or of an empty one; `None` when a limit was reached.
    pub(crate) fn body_hash(&mut self, how: Canonicalisation, kind: HashKind, limit: Option<u64>) -> Option<BodyHash> {
        let known = self.bodies.iter().find(|known| (known.0, known.1, known.2) == (how, kind, limit));
        if let Some(known) = known {
            return Some(known.3);
        }
        if limit.is_some() && self.bodies.iter().filter(|known| known.2.is_some()).count() >= BODY_HASHES {
            self.reached("body_hashes", wording::BODY_HASHES, BODY_HASHES);
            return None;
        }
        let hash = canonicalisation::hash_body(how, kind, limit, self.message.body.unwrap_or_default());
        self.bodies.push((how, kind, limit, hash));
        Some(hash)
    }

    /// Takes bytes out of the budget for hashing header fields; false when it is used up.
    pub(crate) fn may_hash(&mut self, bytes: usize) -> bool {
        self.signed_bytes = self.signed_bytes.saturating_add(bytes);
        if self.signed_bytes > limits::SIGNED_BYTES {
            self.reached("signed_bytes", wording::SIGNED_BYTES, limits::SIGNED_BYTES);
            return false;
        }
        true
    }

    /// Tries the candidates at these places until one verifies the signature over `hash`.
    pub(crate) fn try_keys(
        &mut self,
        candidates: &[Candidate],
        fitting: &[usize],
        hash: &Hash,
        signature: &[u8],
    ) -> Tried {
        for &at in fitting {
            let Some(Ok(record)) = candidates.get(at).map(|candidate| &candidate.record) else { continue };
            if self.operations >= limits::KEY_OPERATIONS {
                self.reached("key_operations", wording::KEY_OPERATIONS, limits::KEY_OPERATIONS);
                return Tried::Limit;
            }
            self.operations += 1;
            if verifies(&record.material, hash, signature) {
                return Tried::Match(at);
            }
        }
        Tried::Mismatch
    }
}

/// A hash as RSA signs it.
fn digest(hash: &Hash) -> rsa::Digest<'_> {
    match hash {
        Hash::Sha1(bytes) => rsa::Digest::Sha1(bytes),
        Hash::Sha256(bytes) => rsa::Digest::Sha256(bytes),
    }
}

/// Whether a signature over a hash is the key's.
fn verifies(key: &Material, hash: &Hash, signature: &[u8]) -> bool {
    match key {
        Material::Rsa { modulus, exponent } => rsa::verify(modulus, *exponent, digest(hash), signature),
        // RFC 8463 section 3: the hash is what Ed25519 signs.
        Material::Ed25519(bytes) => {
            let key = ed25519_dalek::VerifyingKey::from_bytes(bytes);
            let signature = ed25519_dalek::Signature::from_slice(signature);
            match (key, signature) {
                (Ok(key), Ok(signature)) => ed25519_dalek::Verifier::verify(&key, hash.bytes(), &signature).is_ok(),
                _ => false,
            }
        }
    }
}
