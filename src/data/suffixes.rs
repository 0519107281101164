//! The Public Suffix List (publicsuffix.org, MPL-2.0), compiled from `public_suffix_list.dat`.

include!(concat!(env!("OUT_DIR"), "/suffixes.rs"));
