//! To be written: claim.
