//! What many messages show together: `campaign.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;
use super::catalogue::{camel, one_of, read, refuse};
use super::providers::fold::fold;

const FILE: &str = "campaign.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    date: String,
    sources: Vec<String>,
    burst: Vec<Burst>,
    addresses: Several,
    providers: Several,
    usual: Usual,
    hidden: Hidden,
    odd: Odd,
    kind: BTreeMap<String, String>,
    difference: BTreeMap<String, String>,
    notice: Vec<Notice>,
    statement: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Burst {
    seconds: i64,
    messages: u32,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    seconds: i64,
    least: u32,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    days: u32,
    times: u32,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hidden {
    seconds: i64,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Odd {
    neighbours: u32,
    genuine_neighbours: u32,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    id: String,
    title: String,
    subject: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    id: String,
    status: String,
    title: String,
    reason: String,
    source: String,
}

/// Generates the thresholds, the notices and the sentences.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let document: Document = read(data, FILE)?;
    check(&document)?;
    let mut out = String::new();
    let mut said = Vec::new();
    out.push_str("pub(crate) static BURSTS: &[Window] = &[\n");
    for burst in &document.burst {
        put(&mut out, &format!("    {},", window(burst.seconds, burst.messages)));
    }
    put(&mut out, "];");
    for (name, several) in [("ADDRESSES", &document.addresses), ("PROVIDERS", &document.providers)] {
        put(&mut out, &format!("pub(crate) const {name}: Window = {};", window(several.seconds, several.least)));
    }
    for (name, value) in [
        ("USUAL_DAYS", document.usual.days),
        ("USUAL_TIMES", document.usual.times),
        ("NEIGHBOURS", document.odd.neighbours),
        ("GENUINE_NEIGHBOURS", document.odd.genuine_neighbours),
    ] {
        put(&mut out, &format!("pub(crate) const {name}: u32 = {value};"));
    }
    put(&mut out, &format!("pub(crate) const HIDDEN_SECONDS: i64 = {};", document.hidden.seconds));
    for (group, sentences) in [("kind", &document.kind), ("difference", &document.difference)] {
        put(&mut out, &format!("pub(crate) mod {group} {{"));
        for (name, text) in sentences {
            let sentence = sentence(&mut said, &format!("campaign.{group}.{name}"), text);
            put(
                &mut out,
                &format!("    pub(crate) const {}: super::Sentence = super::{sentence};", name.to_uppercase()),
            );
        }
        put(&mut out, "}");
    }
    put(&mut out, "pub(crate) static NOTICES: &[Notice] = &[");
    for notice in &document.notice {
        let title = sentence(&mut said, &format!("campaign.notice.{}", notice.id), &notice.title);
        let mut words: Vec<String> = notice.subject.iter().map(|word| fold(word)).collect();
        words.sort();
        words.dedup();
        put(&mut out, &format!("    Notice {{ id: {:?}, title: {title}, subject: &{words:?} }},", notice.id));
    }
    put(
        &mut out,
        "];\npub(crate) mod statement {\n    use super::{Sentence, StatementText};\n    use crate::report::Status;",
    );
    for statement in &document.statement {
        let Statement { id, status, source, .. } = statement;
        let title = sentence(&mut said, &format!("campaign.{id}.title"), &statement.title);
        let reason = sentence(&mut said, &format!("campaign.{id}.reason"), &statement.reason);
        put(
            &mut out,
            &format!(
                "    pub(crate) static {}: StatementText = StatementText {{ id: {:?}, status: Status::{}, title: {title}, \
                 reason: {reason}, source: {source:?} }};",
                id.to_uppercase(),
                format!("campaign.{id}"),
                camel(status),
            ),
        );
    }
    // Literals, not the constants: one that no code uses must stay a warning.
    put(&mut out, "}\npub(crate) static SENTENCES: &[Sentence] = &[");
    for sentence in said {
        put(&mut out, &format!("    {sentence},"));
    }
    put(&mut out, "];");
    Ok(out)
}

fn check(document: &Document) -> Result<(), Refusal> {
    let wrong = |entry: &str, reason: &str| Err(refuse(FILE, entry, reason));
    if document.date.len() != 10 || document.sources.is_empty() {
        return wrong("the file", "a date (YYYY-MM-DD) and sources are needed");
    }
    let windows = document.burst.iter().map(|burst| ("burst", burst.seconds, burst.messages, &burst.reason));
    let others = [("addresses", &document.addresses), ("providers", &document.providers)];
    let others = others.map(|(entry, one)| (entry, one.seconds, one.least, &one.reason));
    for (entry, seconds, least, reason) in windows.chain(others) {
        if seconds < 1 || least < 2 || reason.is_empty() {
            return wrong(entry, "seconds, at least two of what is counted, and a reason are needed");
        }
    }
    if !document.burst.is_sorted_by(|one, next| one.seconds < next.seconds && one.messages < next.messages) {
        return wrong("burst", "the windows must grow, and what is counted in them with them");
    }
    let Usual { days, times, reason } = &document.usual;
    if *days < 2 || *times < 2 || reason.is_empty() {
        return wrong("usual", "days, times and a reason are needed");
    }
    if document.hidden.seconds < 0 || document.hidden.reason.is_empty() {
        return wrong("hidden", "seconds and a reason are needed");
    }
    let Odd { neighbours, genuine_neighbours, reason } = &document.odd;
    if *neighbours < 1 || genuine_neighbours < neighbours || reason.is_empty() {
        return wrong("odd", "a genuine message needs no fewer neighbours than others, and a reason");
    }
    for notice in &document.notice {
        if notice.title.is_empty() || notice.subject.iter().any(|words| fold(words).is_empty()) {
            return wrong(&notice.id, "a title, and words with letters, are needed");
        }
    }
    let mut seen = BTreeSet::new();
    for Statement { id, status, title, reason, source } in &document.statement {
        one_of(FILE, id, "status", status, &["confirmed", "contradicted", "not_confirmed", "not_observable"])?;
        if !seen.insert(id) || [title, reason, source].iter().any(|text| text.is_empty()) {
            return wrong(id, "the id is used twice, or a text is missing");
        }
    }
    Ok(())
}

fn window(seconds: i64, least: u32) -> String {
    format!("Window {{ seconds: {seconds}, least: {least} }}")
}

/// The expression of a sentence.
fn sentence(said: &mut Vec<String>, id: &str, text: &str) -> String {
    let sentence = format!("Sentence {{ id: {id:?}, text: {text:?} }}");
    said.push(sentence.clone());
    sentence
}

fn put(out: &mut String, line: &str) {
    writeln!(out, "{line}").expect("a string can be written");
}
