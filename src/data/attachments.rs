//! Kinds of attached files, from `attachments.toml`.

/// What weighs in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Risk {
    Program,
    Page,
    Archive,
    Macros,
    Calendar,
    Note,
    Message,
}

/// How a kind of file is told; all in lower case.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) risk: Risk,
    pub(crate) endings: &'static [&'static str],
    pub(crate) types: &'static [&'static str],
    /// How the content begins.
    pub(crate) marks: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/attachments.rs"));
