//! Dates (RFC 5322 section 3.3).

/// Seconds since 1970-01-01T00:00:00Z of a date-time, obsolete zones included; `None` when it is
/// not one.
pub fn parse(text: &str) -> Option<i64> {
    let _ = text;
    None
}
