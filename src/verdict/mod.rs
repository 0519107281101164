//! To be written: verdict.
