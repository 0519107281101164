//! Addresses (RFC 5322 section 3.4), strict and tolerant.
