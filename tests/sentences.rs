//! The list of sentences, which translators word, against what reports say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use header_verdict::{Options, analyze, sentences};
use serde_json::Value;

/// The texts of a report, wherever they stand in it.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(object) => {
            if object.contains_key("params") {
                found.push(value);
            }
            object.values().for_each(|item| texts(item, found));
        }
        _ => {}
    }
}

/// The names in braces.
fn names(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_sentence_of_a_report_is_in_the_list_and_has_the_values_that_its_template_names() {
    let known: BTreeMap<_, _> = sentences().collect();
    let mut files: Vec<_> =
        fs::read_dir("tests/receivers").unwrap().map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    files.extend([b"".to_vec(), b"\0\0\x01\x02".to_vec(), b"Microsoft: read the code 482913 to me".to_vec()]);
    let mut met = BTreeSet::new();
    for bytes in files {
        let report = serde_json::to_value(analyze(&bytes, &Options::default())).unwrap();
        let mut found = Vec::new();
        texts(&report, &mut found);
        for text in found {
            let id = text["id"].as_str().unwrap();
            let template = known.get(id).unwrap_or_else(|| panic!("{id} is not in the list"));
            let given: BTreeSet<_> = text["params"].as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(given, names(template), "{id}: {template}");
            if given.is_empty() {
                assert_eq!(text["text"], *template);
            }
            met.insert(id.to_owned());
        }
    }
    assert!(met.len() > 60, "only {} sentences were met", met.len());
}

#[test]
fn the_list_is_sorted_and_no_id_or_template_is_empty() {
    let ids: Vec<_> = sentences().inspect(|(id, template)| assert!(!template.trim().is_empty(), "{id}")).collect();
    assert!(ids.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn the_list_holds_each_of_the_files_that_sentences_are_written_in() {
    let ids: Vec<_> = sentences().map(|(id, _)| id).collect();
    for id in [
        "rule.dkim.verified.title",
        "rule.dkim.verified.reason",
        "headline.forged",
        "advice.incident",
        "contact.structure",
        "never.share_code",
        "step.let_expire.detail",
        "event.new_account.title",
        "event.new_account.proves.0",
        "event.new_account.does_not_prove.0",
    ] {
        assert!(ids.iter().any(|known| known == id), "{id}");
    }
}
