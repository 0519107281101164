//! To be written: canonicalisation.
