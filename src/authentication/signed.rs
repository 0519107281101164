//! What the signatures of a message sign, for whoever looks for the key rather than checks with it.
//!
//! The page never asks for this: the keys that it carries were found and are kept with it (`./build.sh keys`).

use super::canonicalisation::Hash;
use super::dkim::{self, Kind};
use super::fields::FieldIndex;
use super::keys::{KeyRing, Material};
use super::{Checker, Context, arc, rsa};
use crate::limits;
use crate::message::Message;

/// A signature with the hash that it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `d=`, in lower case.
    pub domain: String,
    /// `s=`, in lower case.
    pub selector: String,
    /// The hash over the signed fields.
    pub hash: Hash,
    /// `b=`, decoded.
    pub signature: Vec<u8>,
    /// Whether it is an RSA signature; else it is Ed25519's.
    pub rsa: bool,
}

impl Signed {
    /// Whether it is the key's.
    pub fn verifies(&self, key: &Material) -> bool {
        self.rsa == matches!(key, Material::Rsa { .. }) && super::verifies(key, &self.hash, &self.signature)
    }

    /// The hash as the power of an RSA signature should show it; `None` when the signature is too short for one.
    pub fn encoded(&self) -> Option<Vec<u8>> {
        rsa::encode(super::digest(&self.hash), self.signature.len())
    }
}

/// The signatures of a message: DKIM, ARC message signatures and seals. A message signature over fields that Microsoft
/// renamed is listed twice, for the fields as they stand and as they were.
pub fn signed(message: &Message) -> Vec<Signed> {
    let keys = KeyRing::new(&[]);
    let context = Context { keys: &keys, author: None, received_at: None, repairs: &[] };
    let mut checker = Checker::new(message, &context);
    let dkim = |index: &FieldIndex, name, kind| -> Vec<Signed> {
        message.all(name).take(limits::SIGNATURES).filter_map(|field| dkim::signed(index, field, kind)).collect()
    };
    let mut found = dkim(&checker.index, "DKIM-Signature", Kind::Dkim);
    found.extend(dkim(&checker.index, "ARC-Message-Signature", Kind::ArcMessage));
    if let Some(renamed) = &checker.renamed {
        found.extend(dkim(renamed, "ARC-Message-Signature", Kind::ArcMessage));
    }
    found.extend(arc::signed(&mut checker));
    found
}
