//! What integration tests share.

pub mod mail;
pub mod qr;
pub mod receivers;
pub mod rfc;
pub mod signer;
