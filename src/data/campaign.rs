//! What many messages show together, from `campaign.toml`: thresholds, notices that a flood may hide, and sentences.

use super::catalogue::Sentence;
use crate::report::Status;

/// So many of something within so many seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) seconds: i64,
    pub(crate) least: u32,
}

/// A notice that a flood may hide.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) id: &'static str,
    pub(crate) title: Sentence,
    /// Words of its Subject, folded by [`crate::claim::fold`].
    pub(crate) subject: &'static [&'static str],
}

/// The texts of a statement.
#[derive(Debug)]
pub(crate) struct StatementText {
    pub(crate) id: &'static str,
    pub(crate) status: Status,
    pub(crate) title: Sentence,
    pub(crate) reason: Sentence,
    pub(crate) source: &'static str,
}

/// Every template of the file with its id.
pub(crate) fn sentences() -> impl Iterator<Item = (String, &'static str)> {
    SENTENCES.iter().map(|sentence| (sentence.id.to_owned(), sentence.text))
}

include!(concat!(env!("OUT_DIR"), "/campaign.rs"));
