//! What integration tests share.

pub mod mail;
pub mod outlook;
pub mod qr;
pub mod receivers;
pub mod rfc;
pub mod signer;
pub mod zip;
