//! What integration tests share.

pub mod signer;
