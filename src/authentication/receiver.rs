//! To be written: receiver.
