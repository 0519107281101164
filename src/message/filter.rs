//! What mail filters wrote into the header, put into words.
//!
//! A filter's opinion proves nothing about who sent a message, and most of these fields stand where a sender could
//! have written them as well. They are shown and never judged.

use super::auth_results;
use super::field::Field;
use super::{Message, text};
use crate::data::filters::{self, Form, Key};
use crate::limits;
use crate::report::{Filter, FilterEntry, Span};

/// Reads the fields that are known, top first. `trusted` tells whether the receiver wrote the field with this index.
pub fn read(message: &Message, trusted: impl Fn(usize) -> bool) -> Vec<Filter> {
    let known = |field: &Field| filters::FIELDS.iter().find(|known| known.names.iter().any(|name| field.is(name)));
    let fields = message.fields().iter().enumerate().filter_map(|(index, field)| Some((index, field, known(field)?)));
    let read = fields.filter_map(|(index, field, known)| {
        let entries = match known.form {
            Form::Tags => tags(&field.unfolded(), known.keys),
            Form::Words => words(&field.unfolded(), known.keys),
            Form::Value => vec![entry("", &field.unfolded(), known.keys)],
            Form::Results => results(field, known.keys),
        };
        (!entries.is_empty()).then(|| Filter {
            name: text(field.name),
            about: known.about.plain(),
            source: known.source.to_owned(),
            trusted: trusted(index),
            entries,
            span: Span { start: field.start as u32, end: field.end as u32 },
        })
    });
    read.take(limits::FILTERS).collect()
}

/// `KEY:value;KEY:value`. A value may hold colons: the address in `CIP`.
fn tags(value: &str, keys: &[Key]) -> Vec<FilterEntry> {
    let tags = value.split(';').filter_map(|tag| tag.split_once(':'));
    let tags = tags
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(name, value)| !name.is_empty() && !value.is_empty());
    tags.take(limits::FILTER_ENTRIES).map(|(name, value)| entry(name, value, keys)).collect()
}

/// `word name=value name=value`; what stands behind a value without a name of its own belongs to it.
fn words(value: &str, keys: &[Key]) -> Vec<FilterEntry> {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for word in value.split_ascii_whitespace() {
        let named = word.split_once('=');
        if named.is_some() && pairs.len() >= limits::FILTER_ENTRIES {
            break;
        }
        match (named, pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name, value.to_owned())),
            (None, None) => pairs.push(("", word.to_owned())),
            (None, Some((_, last))) if last.len() < 4 * limits::FILTER_CHARS => {
                last.push(' ');
                last.push_str(word);
            }
            (None, Some(_)) => {}
        }
    }
    pairs.iter().map(|(name, value)| entry(name, value.trim_end_matches(','), keys)).collect()
}

/// `compauth` with its reason, and the action of DMARC. Nobody but Microsoft writes the first.
fn results(field: &Field, keys: &[Key]) -> Vec<FilterEntry> {
    const METHOD: &[u8] = b"compauth";
    if !field.value.windows(METHOD.len()).any(|word| word.eq_ignore_ascii_case(METHOD)) {
        return Vec::new();
    }
    let parsed = auth_results::parse(field.value);
    if parsed.results.iter().all(|result| result.method != "compauth") {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for result in &parsed.results {
        if result.method == "compauth" {
            entries.push(entry("compauth", &result.result, keys));
        }
        for name in ["reason", "action"] {
            let own = (name == "reason") == (result.method == "compauth");
            if let Some(value) = result.properties.get(name).filter(|_| own) {
                entries.push(entry(name, value, keys));
            }
        }
    }
    entries.truncate(limits::FILTER_ENTRIES);
    entries
}

fn entry(name: &str, value: &str, keys: &[Key]) -> FilterEntry {
    let key = keys.iter().find(|key| key.name.eq_ignore_ascii_case(name));
    let meaning = key.and_then(|key| key.values.iter().find(|meaning| meaning.fits(value)));
    FilterEntry {
        key: cut(name),
        value: cut(value),
        about: key.map(|key| key.about.plain()),
        meaning: meaning.map(|meaning| meaning.means.plain()),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(limits::FILTER_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(header: &str) -> Vec<Filter> {
        super::read(&Message::parse(header.as_bytes()), |_| false)
    }

    fn said(filters: &[Filter]) -> Vec<(&str, &str, &str)> {
        let entries = filters.iter().flat_map(|filter| &filter.entries);
        entries.map(|one| (&*one.key, &*one.value, one.meaning.as_ref().map_or("", |meaning| &*meaning.id))).collect()
    }

    #[test]
    fn the_report_of_microsofts_filter_is_read_key_by_key() {
        let filters = read_from(
            "X-Forefront-Antispam-Report: CIP:2001:db8::7;CTRY:;LANG:en;SCL:-1;\r\n SFV:nspm;CAT:HPHISH;XYZ:1;DIR:INB;\r\n",
        );
        assert_eq!(
            said(&filters),
            [
                ("CIP", "2001:db8::7", ""),
                ("LANG", "en", ""),
                ("SCL", "-1", "filter.scl.skipped"),
                ("SFV", "nspm", "filter.sfv.not_spam"),
                ("CAT", "HPHISH", "filter.cat.surely_phishing"),
                ("XYZ", "1", ""),
                ("DIR", "INB", "filter.dir.inbound"),
            ]
        );
        assert!(filters[0].entries[5].about.is_none(), "an unknown key is shown without words");
    }

    #[test]
    fn every_group_of_reasons_has_a_meaning_and_the_number_itself_comes_first() {
        for (code, id) in [
            ("000", "explicit_fail"),
            ("001", "implicit_fail"),
            ("002", "forbidden_pair"),
            ("010", "own_domain"),
            ("100", "aligned"),
            ("130", "arc"),
            ("199", "pass"),
            ("202", "soft_reverse"),
            ("250", "soft"),
            ("301", "not_checked"),
            ("451", "passed_over_code"),
            ("405", "passed_over"),
            ("601", "implicit_own_domain"),
            ("680", "implicit_fail_other"),
            ("703", "history"),
            ("799", "implicit_pass"),
            ("905", "routing"),
            ("999", "passed_over_9"),
        ] {
            let filters = read_from(&format!(
                "Authentication-Results: spf=pass smtp.mailfrom=a.example; compauth=pass reason={code}\r\n"
            ));
            let reason = &filters[0].entries[1];
            assert_eq!(
                reason.meaning.as_ref().map(|text| text.id.as_str()),
                Some(&*format!("filter.reason.{id}")),
                "{code}"
            );
        }
        let odd = read_from("Authentication-Results: compauth=pass reason=13x; dmarc=fail action=oreject\r\n");
        assert_eq!(said(&odd)[1..], [("reason", "13x", ""), ("action", "oreject", "filter.action.reject")]);
    }

    #[test]
    fn results_of_others_than_microsoft_are_left_to_the_stamps() {
        assert!(
            read_from("Authentication-Results: mx.example; dkim=pass reason=100 header.d=a.example\r\n").is_empty()
        );
    }

    #[test]
    fn other_filters_are_read_in_their_own_form() {
        let filters = read_from(
            "X-Spam-Status: Yes, score=7.1 required=5.0 tests=BAYES_99,\r\n\tDKIM_SIGNED autolearn=no\r\nX-Spam-Flag: NO\r\nX-Gm-Spam: 1\r\n",
        );
        assert_eq!(
            said(&filters),
            [
                ("", "Yes", "filter.yes_no.is_so"),
                ("score", "7.1", ""),
                ("required", "5.0", ""),
                ("tests", "BAYES_99, DKIM_SIGNED", ""),
                ("autolearn", "no", ""),
                ("", "NO", "filter.yes_no.is_not_so"),
                ("", "1", "filter.yes_no.is_so"),
            ]
        );
    }

    #[test]
    fn a_field_made_to_be_long_gives_a_bounded_list() {
        let many = format!("X-Forefront-Antispam-Report: {}\r\n", "SCL:9;".repeat(20_000));
        assert_eq!(read_from(&many)[0].entries.len(), limits::FILTER_ENTRIES);
        let long = format!("X-Spam-Status: No, tests={}\r\n", "é ".repeat(60_000));
        let filters = read_from(&long);
        assert!(filters[0].entries.iter().all(|one| one.value.chars().count() <= limits::FILTER_CHARS));
        let copies = "X-Spam-Score: 1\r\n".repeat(1_000);
        assert_eq!(read_from(&copies).len(), limits::FILTERS);
        for odd in
            ["X-Forefront-Antispam-Report:\r\n", "X-Forefront-Antispam-Report: ;;::;:x;a:\r\n", "X-Spam-Status: \r\n"]
        {
            assert!(read_from(odd).is_empty(), "{odd:?}");
        }
    }

    #[test]
    fn the_place_of_a_field_says_whether_the_receiver_wrote_it() {
        let message = Message::parse(b"X-Spam-Score: 1\r\nX-Spam-Score: 2\r\n");
        let filters = read(&message, |index| index == 0);
        assert_eq!((filters[0].trusted, filters[1].trusted), (true, false));
        assert_eq!(filters[1].span, Span { start: 17, end: 34 });
    }
}
