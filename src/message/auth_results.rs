//! Authentication-Results (RFC 8601 section 2.2).

use crate::report::AuthResult;

/// A parsed Authentication-Results, or the same without its leading `i=` from an
/// ARC-Authentication-Results (RFC 8617 section 4.1.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthResults {
    /// The authserv-id; empty when there is none, as in Microsoft's form.
    pub authserv_id: String,
    /// The results, in order.
    pub results: Vec<AuthResult>,
    /// Whether the whole value follows the grammar.
    pub well_formed: bool,
}

/// Parses the value of the field.
pub fn parse(value: &[u8]) -> AuthResults {
    let _ = value;
    AuthResults::default()
}
