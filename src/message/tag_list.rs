//! Tag lists (RFC 6376 section 3.2).
