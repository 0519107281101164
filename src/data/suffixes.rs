//! To be written: suffixes.
