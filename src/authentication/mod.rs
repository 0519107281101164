//! Who signed the message and who stamped it: DKIM and ARC checked here, and the receiver's word.

pub mod arc;
pub mod canonicalisation;
pub mod dkim;
pub mod keys;
pub mod receiver;
pub mod rsa;
