//! What holds for every report, whatever was pasted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use header_verdict::limits;
use header_verdict::report::{Axis, InputKind, Label, Origin, RepairId, Report, Status, Writer};
use serde_json::Value;

use super::support::mail::assert_consistent;

/// Asserts all of it, and gives the report as JSON.
pub fn every_report(bytes: &[u8], report: &Report) -> Value {
    let json = serde_json::to_value(report).expect("a report serialises");
    spans(&json, bytes.len() as u64);
    sentences(&json);
    places(bytes, report);
    counts(report);
    verdict(report);
    json
}

/// Every span lies within the input.
fn spans(value: &Value, length: u64) {
    match value {
        Value::Object(map) => {
            if let (2, Some(start), Some(end)) = (map.len(), map.get("start"), map.get("end")) {
                let (start, end) = (start.as_u64().expect("a number"), end.as_u64().expect("a number"));
                assert!(start <= end && end <= length, "{start}..{end} of {length}");
            }
            map.values().for_each(|value| spans(value, length));
        }
        Value::Array(values) => values.iter().for_each(|value| spans(value, length)),
        _ => {}
    }
}

/// Every sentence is one of the list, has the values that its template names, and says the template around them.
fn sentences(value: &Value) {
    static KNOWN: OnceLock<BTreeMap<String, &str>> = OnceLock::new();
    match value {
        Value::Object(map) => {
            if let (Some(id), Some(text), Some(params)) = (map.get("id"), map.get("text"), map.get("params")) {
                let known = KNOWN.get_or_init(|| header_verdict::sentences().collect());
                let (id, text) = (id.as_str().expect("an id"), text.as_str().expect("a text"));
                let template = known.get(id).unwrap_or_else(|| panic!("{id} is not in the list of sentences"));
                let mut names = BTreeSet::new();
                let mut rest = text;
                for (at, piece) in template.split('{').enumerate() {
                    let (name, words) = if at == 0 { ("", piece) } else { piece.split_once('}').expect("a name") };
                    if at == 0 {
                        rest = rest.strip_prefix(words).unwrap_or_else(|| panic!("{id}: {text:?}"));
                        continue;
                    }
                    names.insert(name);
                    let found = rest.find(words).unwrap_or_else(|| panic!("{id}: {words:?} is not in {text:?}"));
                    rest = &rest[found + words.len()..];
                }
                let given: BTreeSet<&str> = params.as_object().expect("an object").keys().map(String::as_str).collect();
                assert_eq!(given, names, "{id}");
            }
            map.values().for_each(sentences);
        }
        Value::Array(values) => values.iter().for_each(sentences),
        _ => {}
    }
}

/// The fields stand one after the other inside the header section; where nothing was repaired, each begins with its own
/// name at the start of a line and ends with a line.
fn places(bytes: &[u8], report: &Report) {
    // an Outlook file holds the text in other bytes, so no span leads to them
    if report.input.repairs.iter().any(|repair| repair.id == RepairId::Outlook) {
        return;
    }
    let spans: Vec<_> = report.fields.iter().map(|field| field.span).collect();
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0].start < pair[1].start));
    if let (Some(header), Some(last)) = (report.input.header, spans.last()) {
        assert!(header.start <= spans[0].start && last.end <= header.end, "{last:?} of {header:?}");
    }
    if let (Some(header), Some(body)) = (report.input.header, report.input.body) {
        // a repair can have taken away what stood between them
        assert!(header.end <= body.start && body.start < body.end);
        assert!(header.end == body.start || !report.input.repairs.is_empty());
    }
    if report.input.repairs.is_empty() {
        for field in &report.fields {
            let (start, end) = (field.span.start as usize, field.span.end as usize);
            assert!(start == 0 || bytes[start - 1] == b'\n', "a field begins inside a line, at {start}");
            assert!(end == bytes.len() || bytes[end - 1] == b'\n', "a field ends inside a line, at {end}");
            assert!(bytes[start..end].starts_with(field.name.as_bytes()), "{:?} at {start}", field.name);
            assert!(!field.value.contains(['\r', '\n']));
        }
    }
    let of_a_field = |at: u32| spans.iter().any(|span| span.start <= at && at < span.end);
    for hop in &report.hops {
        assert!(of_a_field(hop.span.start));
    }
    for mailbox in report.summary.from.iter().chain(&report.summary.to).chain(&report.summary.reply_to) {
        assert!(of_a_field(mailbox.span.start), "{mailbox:?}");
    }
    let trusted = report.fields.iter().rposition(|field| field.trusted);
    assert!(trusted.is_none() || report.receiver.boundary.is_some(), "nothing is trusted without a boundary");
}

/// Nothing is listed beyond its limit.
fn counts(report: &Report) {
    assert!(report.fields.len() <= limits::HEADER_FIELDS);
    assert!(report.fields.iter().all(|field| field.value.chars().count() <= limits::SHOWN_CHARS + 1));
    assert!(report.arc.len() <= limits::ARC_SETS);
    assert!(report.arc.iter().all(|set| set.results.len() <= limits::RESULTS));
    assert!(report.hops.len() <= limits::HOPS);
    assert!(report.receiver.stamps.len() + report.receiver.ignored.len() <= limits::STAMPS);
    assert!(report.receiver.stamps.iter().all(|stamp| stamp.results.len() <= limits::RESULTS));
    assert!(report.filters.len() <= limits::FILTERS);
    for entry in report.filters.iter().flat_map(|filter| &filter.entries) {
        assert!(entry.value.chars().count() <= limits::FILTER_CHARS + 1);
    }
    assert!(report.filters.iter().all(|filter| filter.entries.len() <= limits::FILTER_ENTRIES));
    assert!(report.summary.to.len().max(report.summary.reply_to.len()) <= limits::ADDRESSES);
    let content = &report.content;
    assert!(content.text.chars().count() <= limits::TEXT_CHARS + 1);
    assert!(content.links.len() <= limits::LINKS + limits::CODES);
    assert!(content.images.len() <= limits::IMAGES && content.attachments.len() <= limits::PARTS);
    let pixels = |image: &header_verdict::report::Image| u64::from(image.width) * u64::from(image.height);
    assert!(content.images.iter().all(|image| pixels(image) <= limits::IMAGE_PIXELS));
    assert!(report.input.repairs.iter().all(|repair| repair.spans.len() <= limits::REPAIR_SPANS));
    let mut limits: Vec<&str> = report.input.limits.iter().map(|limit| limit.id.as_str()).collect();
    limits.sort_unstable();
    assert!(limits.windows(2).all(|pair| pair[0] != pair[1]), "{limits:?} names a limit twice");
}

/// The label follows from the axes, and the axes from rows of which none was anybody's to write.
fn verdict(report: &Report) {
    assert_consistent(report);
    let origin = report.verdict.origin;
    let established = !matches!(origin, Origin::NotConfirmed | Origin::Contradicted);
    let label = report.verdict.label;
    assert_eq!(label == Label::Forged, origin == Origin::Contradicted);
    assert_eq!(matches!(label, Label::GenuineSender | Label::GenuineSenderHostileContent), established);
    let contradicts =
        |status| move |row: &&header_verdict::report::Evidence| row.axis == Axis::Origin && row.status == status;
    assert_eq!(origin == Origin::Contradicted, report.ledger.iter().any(|row| contradicts(Status::Contradicted)(&row)));
    let mut confirming = report.ledger.iter().filter(contradicts(Status::Confirmed));
    assert!(!established || confirming.any(|row| matches!(row.writer, Writer::Signer | Writer::Receiver)));
    assert!(report.ledger.iter().all(|row| row.status != Status::Confirmed || row.writer != Writer::Anyone));
    if !matches!(report.input.kind, InputKind::Headers | InputKind::Message) {
        assert!(!established && report.fields.is_empty() && report.signatures.is_empty());
    }
    // a command line is made of a name in the message and must hold nothing that a shell reads
    for line in report.missing.iter().flat_map(|missing| &missing.commands).map(|command| &command.line) {
        assert!(line.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .-_+=".contains(&byte)), "{line:?}");
    }
}

/// A report without what counts bytes: all spans, and the length of the input.
pub fn without_places(mut json: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.len() == 2 && map.contains_key("start") && map.contains_key("end") {
                    *value = Value::Null;
                    return;
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut json);
    json["input"]["bytes"] = Value::Null;
    json
}

/// Names the first place where two values differ, which a person can read.
#[track_caller]
pub fn same(one: &Value, other: &Value, what: &str) {
    if let Some(difference) = difference(one, other) {
        panic!("{what}: {difference}");
    }
}

fn difference(one: &Value, other: &Value) -> Option<String> {
    let below =
        |name: String, one: &Value, other: &Value| difference(one, other).map(|deeper| format!("{name}{deeper}"));
    match (one, other) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().zip(b.values()).find_map(|((name, a), b)| below(format!(".{name}"), a, b))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| below(format!("[{at}]"), a, b))
        }
        _ => (one != other).then(|| format!(" is {one} and {other}")),
    }
}
