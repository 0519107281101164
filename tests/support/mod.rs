//! What integration tests share.

pub mod mail;
pub mod signer;
