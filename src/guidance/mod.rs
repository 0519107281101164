//! To be written: guidance.
