//! To be written: arc.
