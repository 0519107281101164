//! To be written: input.
