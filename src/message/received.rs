//! Received (RFC 5321 section 4.4).
