//! To be written: dkim.
