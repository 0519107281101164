//! To be written: rsa.
