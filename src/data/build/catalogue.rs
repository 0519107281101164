//! The rules of the ledger, the sentences of the verdict, and the advice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    axis: String,
    status: String,
    writer: String,
    title: String,
    reason: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Steps {
    source: String,
    summary: BTreeMap<String, String>,
    contact: BTreeMap<String, String>,
    never: Vec<Never>,
    plan: BTreeMap<String, Vec<String>>,
    incident: BTreeMap<String, Vec<String>>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Never {
    id: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    id: String,
    urgency: String,
    title: String,
    detail: String,
    path: Option<String>,
}

/// Generates the tables.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let mut out = String::new();
    rules(data, &mut out)?;
    let mut said = Said::new();
    wording(data, &mut out, &mut said)?;
    steps(data, &mut out, &mut said)?;
    // Literals, not the constants: one that no code uses must stay a warning.
    out.push_str("pub(crate) static SENTENCES: &[Sentence] = &[\n");
    for (id, text) in said {
        writeln!(out, "    Sentence {{ id: {id:?}, text: {text:?} }},").expect("a string can be written");
    }
    out.push_str("];\n");
    Ok(out)
}

fn rules(data: &Path, out: &mut String) -> Result<(), Refusal> {
    const FILE: &str = "rules.toml";
    let Rules { rule: rules } = read(data, FILE)?;
    let mut seen = BTreeSet::new();
    out.push_str("/// A rule of the ledger.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub(crate) enum Rule {\n");
    for rule in &rules {
        if !seen.insert(&rule.id) {
            return Err(refuse(FILE, &rule.id, "the id is used twice"));
        }
        one_of(FILE, &rule.id, "axis", &rule.axis, &["origin", "content", "delivery", "event", "input"])?;
        one_of(
            FILE,
            &rule.id,
            "status",
            &rule.status,
            &["confirmed", "contradicted", "not_confirmed", "not_observable"],
        )?;
        one_of(FILE, &rule.id, "writer", &rule.writer, &["signer", "receiver", "anyone", "engine"])?;
        if rule.title.is_empty() || rule.reason.is_empty() || rule.source.is_empty() {
            return Err(refuse(FILE, &rule.id, "title, reason and source must not be empty"));
        }
        writeln!(out, "    {},", camel(&rule.id)).expect("a string can be written");
    }
    out.push_str("}\n\npub(crate) static RULES: &[RuleText] = &[\n");
    for rule in &rules {
        writeln!(
            out,
            "    RuleText {{ id: {:?}, axis: Axis::{}, status: Status::{}, writer: Writer::{}, title: {:?}, reason: {:?}, source: {:?} }},",
            rule.id,
            camel(&rule.axis),
            camel(&rule.status),
            camel(&rule.writer),
            rule.title,
            rule.reason,
            rule.source
        )
        .expect("a string can be written");
    }
    out.push_str("];\n\n");
    Ok(())
}

/// Every sentence that was written, with its id.
type Said = Vec<(String, String)>;

fn wording(data: &Path, out: &mut String, said: &mut Said) -> Result<(), Refusal> {
    let groups: BTreeMap<String, BTreeMap<String, String>> = read(data, "wording.toml")?;
    for (group, sentences) in &groups {
        writeln!(out, "pub(crate) mod {group} {{").expect("a string can be written");
        for (name, text) in sentences {
            sentence(out, said, &format!("{group}.{name}"), &name.to_uppercase(), text);
        }
        out.push_str("}\n\n");
    }
    Ok(())
}

/// A constant that holds a sentence with its id.
fn sentence(out: &mut String, said: &mut Said, id: &str, constant: &str, text: &str) {
    writeln!(out, "    pub(crate) const {constant}: super::Sentence = {};", literal(said, id, text))
        .expect("a string can be written");
}

fn steps(data: &Path, out: &mut String, said: &mut Said) -> Result<(), Refusal> {
    const FILE: &str = "steps.toml";
    let Steps { source, summary, contact, never, plan, incident, step: steps } = read(data, FILE)?;
    out.push_str("pub(crate) mod advice {\n");
    sentence(out, said, "advice.source", "SOURCE", &source);
    for (name, text) in &summary {
        sentence(out, said, &format!("advice.{name}"), &name.to_uppercase(), text);
    }
    let nevers: Vec<_> = never.iter().map(|never| literal(said, &format!("never.{}", never.id), &never.text)).collect();
    writeln!(out, "    pub(crate) static NEVER: &[super::Sentence] = &[{}];", nevers.join(", "))
        .expect("a string can be written");
    out.push_str("}\n\npub(crate) mod contact {\n");
    for (name, text) in &contact {
        sentence(out, said, &format!("contact.{name}"), &name.to_uppercase(), text);
    }
    for (table, plans) in [("plan", &plan), ("incident", &incident)] {
        plans_of(table, plans, &steps, out)?;
    }
    out.push_str("}\n\npub(crate) mod step {\n    use super::{StepText, Urgency};\n");
    for step in &steps {
        one_of(FILE, &step.id, "urgency", &step.urgency, &["now", "soon", "later"])?;
        writeln!(
            out,
            "    pub(crate) static {}: StepText = StepText {{ id: {:?}, urgency: Urgency::{}, title: {}, detail: {}, path: {:?} }};",
            step.id.to_uppercase(),
            step.id,
            camel(&step.urgency),
            literal(said, &format!("step.{}.title", step.id), &step.title),
            literal(said, &format!("step.{}.detail", step.id), &step.detail),
            step.path
        )
        .expect("a string can be written");
    }
    out.push_str("}\n\n");
    Ok(())
}

/// Tables of steps by the situation that they are for. A step that no table names is never given.
fn plans_of(
    table: &str,
    plans: &BTreeMap<String, Vec<String>>,
    steps: &[Step],
    out: &mut String,
) -> Result<(), Refusal> {
    writeln!(out, "}}\n\npub(crate) mod {table} {{\n    use super::{{StepText, step}};")
        .expect("a string can be written");
    for (name, ids) in plans {
        if let Some(unknown) = ids.iter().find(|id| steps.iter().all(|step| step.id != **id)) {
            return Err(refuse("steps.toml", &format!("{table}.{name}"), &format!("there is no step {unknown}")));
        }
        let list: Vec<_> = ids.iter().map(|id| format!("&step::{}", id.to_uppercase())).collect();
        writeln!(out, "    pub(crate) static {}: &[&StepText] = &[{}];", name.to_uppercase(), list.join(", "))
            .expect("a string can be written");
    }
    Ok(())
}

/// A sentence with its id, as an expression inside a module of the generated file.
fn literal(said: &mut Said, id: &str, text: &str) -> String {
    said.push((id.to_owned(), text.to_owned()));
    format!("super::Sentence {{ id: {id:?}, text: {text:?} }}")
}

pub(super) fn read<T: serde::de::DeserializeOwned>(data: &Path, file: &str) -> Result<T, Refusal> {
    let text = std::fs::read_to_string(data.join(file)).map_err(|error| refuse(file, "file", &error.to_string()))?;
    toml::from_str(&text).map_err(|error| refuse(file, "syntax", &error.to_string()))
}

pub(super) fn refuse(file: &str, entry: &str, reason: &str) -> Refusal {
    Refusal { file: file.into(), entry: entry.into(), reason: reason.into() }
}

pub(super) fn one_of(file: &str, entry: &str, key: &str, value: &str, allowed: &[&str]) -> Result<(), Refusal> {
    if allowed.contains(&value) {
        return Ok(());
    }
    Err(refuse(file, entry, &format!("{key} is {value:?}, which is none of {allowed:?}")))
}

/// `dkim.body_changed` as `DkimBodyChanged`.
pub(super) fn camel(id: &str) -> String {
    id.split(['.', '_'])
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}
