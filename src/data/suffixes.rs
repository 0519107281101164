//! The Public Suffix List (publicsuffix.org, MPL-2.0), compiled from `public_suffix_list.dat`.

include!(concat!(env!("OUT_DIR"), "/suffixes.rs"));

/// A top-level label with many children.
pub struct Long {
    /// The label.
    pub label: &'static str,
    /// For each first letter, where its children begin.
    pub letters: &'static [(u8, u16)],
    /// The children, in the grammar of `RULES`.
    pub children: &'static str,
}
