//! The rules of the ledger, the sentences of the verdict, the advice and the words of requests.

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
    never: Vec<Never>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Never {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requests {
    unless: Vec<String>,
    request: Vec<Request>,
    call: Vec<Call>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    kind: String,
    lang: String,
    window: usize,
    all: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    lang: String,
    words: Vec<String>,
}

/// Generates the tables.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let mut out = String::new();
    rules(data, &mut out)?;
    wording(data, &mut out)?;
    steps(data, &mut out)?;
    requests(data, &mut out)?;
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

fn wording(data: &Path, out: &mut String) -> Result<(), Refusal> {
    let groups: BTreeMap<String, BTreeMap<String, String>> = read(data, "wording.toml")?;
    for (group, sentences) in &groups {
        writeln!(out, "pub(crate) mod {group} {{").expect("a string can be written");
        for (name, text) in sentences {
            writeln!(out, "    pub(crate) const {}: &str = {text:?};", name.to_uppercase())
                .expect("a string can be written");
        }
        out.push_str("}\n\n");
    }
    Ok(())
}

fn steps(data: &Path, out: &mut String) -> Result<(), Refusal> {
    const FILE: &str = "steps.toml";
    let Steps { source, summary, never, step: steps } = read(data, FILE)?;
    writeln!(out, "pub(crate) const ADVICE_SOURCE: &str = {source:?};").expect("a string can be written");
    let never: Vec<_> = never.into_iter().map(|never| never.text).collect();
    writeln!(out, "pub(crate) static NEVER: &[&str] = &{never:?};").expect("a string can be written");
    out.push_str("pub(crate) mod summary {\n");
    for (name, text) in &summary {
        writeln!(out, "    pub(crate) const {}: &str = {text:?};", name.to_uppercase())
            .expect("a string can be written");
    }
    out.push_str("}\n\npub(crate) mod step {\n    use super::{StepText, Urgency};\n");
    for step in &steps {
        one_of(FILE, &step.id, "urgency", &step.urgency, &["now", "soon", "later"])?;
        writeln!(
            out,
            "    pub(crate) static {}: StepText = StepText {{ id: {:?}, urgency: Urgency::{}, title: {:?}, detail: {:?}, path: {:?} }};",
            step.id.to_uppercase(),
            step.id,
            camel(&step.urgency),
            step.title,
            step.detail,
            step.path
        )
        .expect("a string can be written");
    }
    out.push_str("}\n\n");
    Ok(())
}

fn requests(data: &Path, out: &mut String) -> Result<(), Refusal> {
    const FILE: &str = "requests.toml";
    let Requests { unless, request: requests, call: calls } = read(data, FILE)?;
    writeln!(out, "pub(crate) static UNLESS: &[&str] = &{unless:?};").expect("a string can be written");
    out.push_str("pub(crate) static REQUESTS: &[RequestRule] = &[\n");
    for (index, request) in requests.iter().enumerate() {
        let entry = format!("request {} ({})", index + 1, request.lang);
        one_of(
            FILE,
            &entry,
            "kind",
            &request.kind,
            &["send_code", "approve", "credential", "install", "pay", "sign_in_link"],
        )?;
        if request.all.len() < 2 || request.all.iter().any(Vec::is_empty) {
            return Err(refuse(FILE, &entry, "at least two groups of words are needed, and none may be empty"));
        }
        let groups: Vec<String> = request
            .all
            .iter()
            .map(|group| {
                let (starts, exact): (Vec<&str>, Vec<&str>) =
                    group.iter().map(String::as_str).partition(|word| word.ends_with('*'));
                let starts: Vec<&str> = starts.iter().map(|word| word.trim_end_matches('*')).collect();
                format!("WordGroup {{ exact: &{exact:?}, starts: &{starts:?} }}")
            })
            .collect();
        writeln!(
            out,
            "    RequestRule {{ kind: RequestKind::{}, window: {}, all: &[{}] }},",
            camel(&request.kind),
            request.window,
            groups.join(", ")
        )
        .expect("a string can be written");
    }
    let words: Vec<&String> = calls.iter().flat_map(|call| &call.words).collect();
    if let Some(call) = calls.iter().find(|call| call.words.is_empty()) {
        return Err(refuse(FILE, &format!("call ({})", call.lang), "there are no words"));
    }
    writeln!(out, "];\npub(crate) static CALL_WORDS: &[&str] = &{words:?};").expect("a string can be written");
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(data: &Path, file: &str) -> Result<T, Refusal> {
    let text = std::fs::read_to_string(data.join(file)).map_err(|error| refuse(file, "file", &error.to_string()))?;
    toml::from_str(&text).map_err(|error| refuse(file, "syntax", &error.to_string()))
}

fn refuse(file: &str, entry: &str, reason: &str) -> Refusal {
    Refusal { file: file.into(), entry: entry.into(), reason: reason.into() }
}

fn one_of(file: &str, entry: &str, key: &str, value: &str, allowed: &[&str]) -> Result<(), Refusal> {
    if allowed.contains(&value) {
        return Ok(());
    }
    Err(refuse(file, entry, &format!("{key} is {value:?}, which is none of {allowed:?}")))
}

/// `dkim.body_changed` as `DkimBodyChanged`.
fn camel(id: &str) -> String {
    id.split(['.', '_'])
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}
