//! To be written: receivers.
