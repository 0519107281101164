//! To be written: keys.
