//! The ledger: rows of facts, each with its writer, its status and its bytes.

use crate::data::catalogue::{Rule, request as wording};
use crate::report::{Axis, Evidence, RequestKind, Span, Status, Text};

/// The rows, in the order in which they were found.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The rows.
    pub rows: Vec<Evidence>,
}

impl Ledger {
    /// Adds a row, once.
    pub(crate) fn add(&mut self, rule: Rule, values: &[(&str, &str)], spans: Vec<Span>) {
        self.add_saying(rule, values, &[], spans);
    }

    /// Adds a row with values that are sentences or words of our own.
    pub(crate) fn add_saying(
        &mut self,
        rule: Rule,
        values: &[(&str, &str)],
        said: &[(&str, &[Text])],
        spans: Vec<Span>,
    ) {
        let text = rule.text();
        let row = Evidence {
            id: text.id.into(),
            status: text.status,
            axis: text.axis,
            writer: text.writer,
            title: rule.title(values, said),
            reason: rule.reason(values, said),
            source: rule.source(values),
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
pub(crate) fn request_words(kind: RequestKind) -> Text {
    let words = match kind {
        RequestKind::SendCode => wording::SEND_CODE,
        RequestKind::Approve => wording::APPROVE,
        RequestKind::Credential => wording::CREDENTIAL,
        RequestKind::Call => wording::CALL,
        RequestKind::Install => wording::INSTALL,
        RequestKind::Pay => wording::PAY,
        RequestKind::SignInLink => wording::SIGN_IN_LINK,
        RequestKind::EnterCode => wording::ENTER_CODE,
    };
    words.plain()
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
