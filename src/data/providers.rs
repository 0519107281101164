//! To be written: providers.
