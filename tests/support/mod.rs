//! What integration tests share.

pub mod mail;
pub mod rfc;
pub mod signer;
