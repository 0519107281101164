//! The rules of the ledger, the sentences of the verdict and the advice, from `rules.toml`,
//! `wording.toml` and `steps.toml`.

use crate::report::{Axis, Status, Urgency, Writer};

/// The texts of a rule; `{name}` stands for a value.
#[derive(Debug)]
pub(crate) struct RuleText {
    pub(crate) id: &'static str,
    pub(crate) axis: Axis,
    pub(crate) status: Status,
    pub(crate) writer: Writer,
    pub(crate) title: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) source: &'static str,
}

impl Rule {
    /// The rule's texts.
    pub(crate) fn text(self) -> &'static RuleText {
        &RULES[self as usize]
    }
}

/// The texts of a step.
#[derive(Debug)]
pub(crate) struct StepText {
    pub(crate) id: &'static str,
    pub(crate) urgency: Urgency,
    pub(crate) title: &'static str,
    pub(crate) detail: &'static str,
    /// The kind of account page that the provider's file names a path for.
    pub(crate) path: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// A template with its values filled in: `{name}` becomes the value of that name.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        filled.push_str(&rest[..open]);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_values_are_never_read_as_templates() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn every_rule_has_its_own_text() {
        assert_eq!(Rule::DkimVerified.text().id, "dkim.verified");
        assert_eq!(Rule::UnobservableFollowUp.text().id, "unobservable.follow_up");
    }
}
