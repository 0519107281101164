//! The rules of the ledger, the sentences of the verdict and the advice, from `rules.toml`,
//! `wording.toml` and `steps.toml`.

use std::collections::BTreeMap;

use crate::report::{Axis, Status, Text, Urgency, Value, Writer};

/// A template with its id; `{name}` stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) id: &'static str,
    pub(crate) text: &'static str,
}

impl Sentence {
    /// The sentence, where it holds no values.
    pub(crate) fn plain(self) -> Text {
        Text { id: self.id.into(), text: self.text.into(), params: BTreeMap::new() }
    }

    /// The sentence with its values.
    pub(crate) fn with(self, values: &[(&str, &str)]) -> Text {
        self.saying(values, &[])
    }

    /// The sentence with its values, some of which are sentences or words of our own.
    pub(crate) fn saying(self, values: &[(&str, &str)], said: &[(&str, &[Text])]) -> Text {
        say(self.id.into(), self.text, values, said)
    }
}

/// A template with its values filled in: `{name}` becomes the value of that name, and no value is read as a template.
pub(super) fn say(id: String, template: &str, values: &[(&str, &str)], said: &[(&str, &[Text])]) -> Text {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut params = BTreeMap::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        filled.push_str(&rest[..open]);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
            params.insert(name.into(), Value::Literal((*value).into()));
        } else if let Some((_, texts)) = said.iter().find(|(known, _)| *known == name) {
            join(texts, &mut filled);
            params.insert(name.into(), Value::Texts(texts.to_vec()));
        } else {
            filled.push_str(&rest[open..=open + close]);
        }
        rest = &rest[open + close + 1..];
    }
    filled.push_str(rest);
    Text { id, text: filled, params }
}

/// Sentences one after the other; words as a list.
fn join(texts: &[Text], out: &mut String) {
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(if texts[at - 1].text.ends_with('.') { " " } else { ", " });
        }
        out.push_str(&text.text);
    }
}

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

    /// The fact in one line.
    pub(crate) fn title(self, values: &[(&str, &str)], said: &[(&str, &[Text])]) -> Text {
        let text = self.text();
        say(["rule.", text.id, ".title"].concat(), text.title, values, said)
    }

    /// Where the rule comes from.
    pub(crate) fn source(self, values: &[(&str, &str)]) -> String {
        say(String::new(), self.text().source, values, &[]).text
    }

    /// Why it counts, or why it does not.
    pub(crate) fn reason(self, values: &[(&str, &str)], said: &[(&str, &[Text])]) -> Text {
        let text = self.text();
        say(["rule.", text.id, ".reason"].concat(), text.reason, values, said)
    }
}

/// The texts of a step.
#[derive(Debug)]
pub(crate) struct StepText {
    pub(crate) id: &'static str,
    pub(crate) urgency: Urgency,
    pub(crate) title: Sentence,
    pub(crate) detail: Sentence,
    /// The kind of account page that the provider's file names a path for.
    pub(crate) path: Option<&'static str>,
}

/// Every template of the three files with its id.
pub(crate) fn sentences() -> impl Iterator<Item = (String, &'static str)> {
    let rules = RULES.iter().flat_map(|rule| {
        let id = |part| ["rule.", rule.id, part].concat();
        [(id(".title"), rule.title), (id(".reason"), rule.reason)]
    });
    rules.chain(SENTENCES.iter().map(|sentence| (sentence.id.to_owned(), sentence.text)))
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_values_are_never_read_as_templates() {
        let said = |template, values: &[(&str, &str)]| say(String::new(), template, values, &[]).text;
        assert_eq!(said("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(said("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn sentences_follow_each_other_and_words_make_a_list() {
        let text = |text| Sentence { id: "x", text }.plain();
        let outer = Sentence { id: "outer", text: "({inner})" };
        assert_eq!(outer.saying(&[], &[("inner", &[text("One."), text("Two.")])]).text, "(One. Two.)");
        assert_eq!(outer.saying(&[], &[("inner", &[text("one"), text("two")])]).text, "(one, two)");
    }

    #[test]
    fn every_rule_has_its_own_text() {
        assert_eq!(Rule::DkimVerified.text().id, "dkim.verified");
        assert_eq!(Rule::UnobservableFollowUp.text().id, "unobservable.follow_up");
    }
}
