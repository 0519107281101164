//! The ledger: rows of facts, each with its writer, its status and its bytes.

use std::collections::BTreeMap;

use crate::data::catalogue::{Rule, fill, request as wording};
use crate::report::{Axis, Evidence, RequestKind, Span, Status};

/// The rows, in the order in which they were found.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The rows.
    pub rows: Vec<Evidence>,
}

impl Ledger {
    pub(crate) fn add(&mut self, rule: Rule, values: &[(&str, &str)], spans: Vec<Span>) {
        let text = rule.text();
        // one by one: to collect them would bring a sorting algorithm along
        let mut params = BTreeMap::new();
        for (name, value) in values {
            params.insert((*name).into(), (*value).into());
        }
        let row = Evidence {
            id: text.id.into(),
            status: text.status,
            axis: text.axis,
            writer: text.writer,
            title: fill(text.title, values),
            reason: fill(text.reason, values),
            source: fill(text.source, values),
            params,
            spans,
        };
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    pub(crate) fn has(&self, rule: Rule) -> bool {
        self.first(rule).is_some()
    }

    pub(crate) fn first(&self, rule: Rule) -> Option<&Evidence> {
        self.rows.iter().find(|row| row.id == rule.text().id)
    }

    /// The row that contradicts the origin: one about the sender address before one about structure,
    /// because a reader understands it at once.
    pub(crate) fn contradiction(&self) -> Option<&Evidence> {
        let contradicts = |row: &&Evidence| row.status == Status::Contradicted && row.axis == Axis::Origin;
        let about_sender = |row: &&Evidence| row.id.starts_with("from.");
        self.rows
            .iter()
            .find(|row| contradicts(row) && about_sender(row))
            .or_else(|| self.rows.iter().find(|row| contradicts(row)))
    }
}

/// What is asked for, in words.
pub(crate) fn request_words(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::SendCode => wording::SEND_CODE,
        RequestKind::Approve => wording::APPROVE,
        RequestKind::Credential => wording::CREDENTIAL,
        RequestKind::Call => wording::CALL,
        RequestKind::Install => wording::INSTALL,
        RequestKind::Pay => wording::PAY,
        RequestKind::SignInLink => wording::SIGN_IN_LINK,
        RequestKind::EnterCode => wording::ENTER_CODE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::catalogue;
    use crate::report::Writer;

    #[test]
    fn no_fact_that_anyone_could_have_written_confirms_the_origin() {
        for rule in catalogue::RULES {
            assert!(
                !(rule.status == Status::Confirmed && rule.writer == Writer::Anyone),
                "{} would raise the verdict",
                rule.id
            );
        }
    }
}
