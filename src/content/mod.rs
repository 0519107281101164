//! To be written: content.
