//! Header Verdict judges from the raw headers of a message whether a code, alert or reset mail
//! really comes from the provider that it claims to come from.
//!
//! [`analyze`] is a pure function of bytes and [`Options`]. It reads no clock, no network and no
//! locale; any bytes at all give a [`Report`]. Data flows one way, and each stage reads only the
//! stages above it:
//!
//! ```text
//! input -> message -> authentication -> claim -> content -> ledger -> verdict -> guidance -> Report
//! ```

pub mod authentication;
pub mod claim;
pub mod content;
pub mod guidance;
pub mod input;
pub mod limits;
pub mod message;
pub mod report;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
mod wasm;

/// The knowledge that the build script compiled in from `src/data/`.
pub mod data;

pub use report::Report;
