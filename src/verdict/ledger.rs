//! The ledger: rows of facts, each with its writer, its status and its bytes.

use crate::data::catalogue::{Rule, request as wording};
use crate::report::{Axis, Evidence, RequestKind, Span, Status, Text};

/// Whether a ledger puts its rows into words. A judgement asks only which rules fired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rows {
    /// For a report.
    #[default]
    Worded,
    /// For the judgement alone.
    None,
}

/// The rules that fired, in the order in which they did.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The rows of the report.
    pub(crate) rows: Vec<Evidence>,
    fired: Vec<Rule>,
    wanted: Rows,
}

impl Ledger {
    /// A ledger without rows.
    pub(crate) fn new(wanted: Rows) -> Self {
        Self { rows: Vec::new(), fired: Vec::new(), wanted }
    }

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
        if !self.fired.contains(&rule) {
            self.fired.push(rule);
        }
        if self.wanted == Rows::None {
            return;
        }
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
        self.fired.contains(&rule)
    }

    /// The first row of a rule.
    pub(crate) fn first(&self, rule: Rule) -> Option<&Evidence> {
        self.rows.iter().find(|row| row.id == rule.text().id)
    }

    /// The rule that contradicts the origin: one about the sender address before one about structure,
    /// because a reader understands it at once.
    pub(crate) fn contradiction(&self) -> Option<Rule> {
        let contradicts = |rule: &Rule| rule.text().status == Status::Contradicted && rule.text().axis == Axis::Origin;
        let mut all = self.fired.iter().copied().filter(contradicts);
        let first = all.clone().next();
        all.find(|rule| rule.text().id.starts_with("from.")).or(first)
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
