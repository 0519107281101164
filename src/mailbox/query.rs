//! The order and the choice of rows. Everything is linear in the rows, and the search in the texts that there are: each
//! is looked at once, however many rows have it.

use std::collections::BTreeMap;

use super::Records;
use super::names::{Name, Names};
use super::odd::Differences;
use super::record::{NONE, Record};
use super::schema::{Column, EventCount, Facets, LabelCount, OriginCount, ProviderCount, Query};
use crate::data::providers::PROVIDERS;

/// Chooses rows and orders them.
pub(super) fn select(
    rows: &Records,
    names: &Names,
    files: &[Name],
    differences: &Differences,
    query: &Query,
) -> Vec<u32> {
    let words: Vec<String> = query.search.split_whitespace().map(str::to_lowercase).collect();
    let found: Vec<Found> = words.iter().map(|word| Found::of(word, names)).collect();
    let among = query.rows.as_ref().map(|wanted| {
        let mut wanted = wanted.clone();
        wanted.sort_unstable();
        wanted
    });
    let mut selected: Vec<u32> = rows
        .iter()
        .filter(|(index, record)| {
            among.as_ref().is_none_or(|among| among.binary_search(index).is_ok())
                && fits(record, query)
                && (!query.odd_only || differences.is_odd(*index))
                && found.iter().all(|found| found.holds(record, files))
        })
        .map(|(index, _)| index)
        .collect();
    // rows are in the order of reading already
    if let Some(column) = query.sort.filter(|column| *column != Column::Index) {
        order(&mut selected, column, query.descending, rows, names, files);
    } else if query.descending {
        selected.reverse();
    }
    selected
}

/// Puts rows in the order of a column. Rows that are equal in it stay in the order of reading, and rows without a value
/// come last, whichever way it is sorted.
fn order(selected: &mut Vec<u32>, column: Column, descending: bool, rows: &Records, names: &Names, files: &[Name]) {
    let keys = Keys::of(column, rows, names, files, selected);
    let mut keyed: Vec<(Option<i64>, u32)> = selected
        .iter()
        .map(|&index| (rows.get(index as usize).and_then(|record| keys.of_row(record, files)), index))
        .collect();
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (Some(one), Some(other)) if descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        _ => one.is_none().cmp(&other.is_none()),
    });
    selected.clear();
    selected.extend(keyed.into_iter().map(|(_, index)| index));
}

/// How many rows have each value.
pub(super) fn facets(rows: &Records, copies: &[u32], differences: &Differences) -> Facets {
    let (mut labels, mut origins) = (BTreeMap::new(), BTreeMap::new());
    let (mut providers, mut events) = (BTreeMap::new(), BTreeMap::new());
    let mut failed = 0;
    for (_, record) in rows.iter() {
        if record.failure.is_some() {
            failed += 1;
            continue;
        }
        labels.entry(record.label as usize).or_insert((record.label, 0)).1 += 1;
        origins.entry(record.origin as usize).or_insert((record.origin, 0)).1 += 1;
        if let Some(provider) = record.provider() {
            providers.entry(provider.name).or_insert((provider, 0)).1 += 1;
        }
        if let (Some(provider), Some(event)) = (record.provider(), record.event()) {
            events.entry((provider.name, event.id)).or_insert((event, 0)).1 += 1;
        }
    }
    Facets {
        labels: labels.into_values().map(|(label, count)| LabelCount { label, count }).collect(),
        origins: origins.into_values().map(|(origin, count)| OriginCount { origin, count }).collect(),
        providers: providers
            .into_values()
            .map(|(provider, count)| ProviderCount { id: provider.id.into(), name: provider.name.into(), count })
            .collect(),
        events: events
            .into_iter()
            .map(|((name, _), (event, count))| EventCount {
                id: event.id.into(),
                title: event.title(),
                provider_name: name.into(),
                count,
            })
            .collect(),
        odd: rows.iter().filter(|(index, _)| differences.is_odd(*index)).count() as u32,
        failed,
        copies: copies.iter().filter(|&&copy| copy != NONE).count() as u32,
    }
}

/// Whether a row has the values that are asked for.
fn fits(record: &Record, query: &Query) -> bool {
    let judged = record.failure.is_none();
    let id = |ids: &[String], id: &str| ids.is_empty() || ids.iter().any(|wanted| wanted == id);
    (!query.failed_only || !judged)
        && (query.labels.is_empty() || judged && query.labels.contains(&record.label))
        && (query.origins.is_empty() || judged && query.origins.contains(&record.origin))
        && (query.classes.is_empty() || record.event().is_some_and(|event| query.classes.contains(&event.class)))
        && id(&query.providers, record.provider().map_or("", |provider| provider.id))
        && id(&query.events, record.event().map_or("", |event| event.id))
}

/// Where a word was found.
struct Found<'w> {
    word: &'w str,
    /// By text.
    texts: Vec<bool>,
}

impl<'w> Found<'w> {
    fn of(word: &'w str, names: &Names) -> Self {
        let texts = names.iter().map(|text| holds(text, word)).collect();
        Self { word, texts }
    }

    fn holds(&self, record: &Record, files: &[Name]) -> bool {
        let file = files.get(record.file as usize).copied().unwrap_or_default();
        let texts = [
            record.from_name,
            record.from_address,
            record.host,
            record.to,
            record.subject,
            record.signer,
            record.path,
            record.links,
            file,
        ];
        texts.iter().any(|name| self.texts.get(name.index()) == Some(&true))
            || record.provider().is_some_and(|provider| holds(provider.name, self.word))
    }
}

/// Whether a text holds a word that is in lower case.
fn holds(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return true };
    let starts = text.len().saturating_sub(word.len() - 1);
    (0..starts)
        .any(|at| text[at].to_ascii_lowercase() == *first && text[at..at + word.len()].eq_ignore_ascii_case(word))
}

/// What a column orders rows by.
enum Keys {
    /// A number of the row itself.
    Number(fn(&Record) -> Option<i64>),
    /// A text, by its place among those of the column.
    Text { of: fn(&Record, &[Name]) -> Name, places: Vec<u32> },
    /// The event by its title within its provider by its name, or the provider alone: places by numbers.
    Event { places: Vec<Vec<i64>>, whole: bool },
}

impl Keys {
    fn of(column: Column, rows: &Records, names: &Names, files: &[Name], selected: &[u32]) -> Self {
        let of: fn(&Record, &[Name]) -> Name = match column {
            Column::Index => return Self::Number(|_| Some(0)),
            Column::Label => return Self::Number(|record| record.failure.is_none().then_some(record.label as i64)),
            Column::Origin => return Self::Number(|record| record.failure.is_none().then_some(record.origin as i64)),
            Column::Date => return Self::Number(|record| record.epoch),
            Column::Provider => return Self::Event { places: events(), whole: false },
            Column::Event => return Self::Event { places: events(), whole: true },
            Column::From => |record, _| record.from_address,
            Column::To => |record, _| record.to,
            Column::Subject => |record, _| record.subject,
            Column::Signer => |record, _| if record.signed { record.signer } else { Name::EMPTY },
            Column::Host => |record, _| record.host,
            Column::Path => |record, _| record.path,
            Column::Name => |record, files| files.get(record.file as usize).copied().unwrap_or_default(),
        };
        let mut present: Vec<Name> =
            selected.iter().filter_map(|&index| rows.get(index as usize)).map(|record| of(record, files)).collect();
        present.sort_unstable();
        present.dedup();
        let mut folded: Vec<(String, Name)> = present.iter().map(|&name| (lower(names.get(name)), name)).collect();
        folded.sort_unstable();
        let mut places = vec![0; names.len()];
        for (place, (_, name)) in (0..).zip(folded) {
            places[name.index()] = place;
        }
        Self::Text { of, places }
    }

    fn of_row(&self, record: &Record, files: &[Name]) -> Option<i64> {
        match self {
            Self::Number(of) => of(record),
            Self::Text { of, places } => {
                let name = of(record, files);
                (!name.is_empty()).then(|| places.get(name.index()).map_or(0, |&place| i64::from(place)))
            }
            Self::Event { places, whole } => {
                let of_provider = places.get(record.provider_number()?)?;
                let event = record.event_number().filter(|_| *whole);
                if *whole && event.is_none() { None } else { of_provider.get(event.map_or(0, |at| at + 1)).copied() }
            }
        }
    }
}

/// For each provider its place by name, then those of its events by title, all in one order.
fn events() -> Vec<Vec<i64>> {
    let mut all: Vec<(String, String, usize, usize)> = Vec::new();
    for (number, provider) in PROVIDERS.iter().enumerate() {
        let name = provider.name.to_lowercase();
        all.push((name.clone(), String::new(), number, 0));
        let titled = provider.events.iter().enumerate();
        all.extend(titled.map(|(at, event)| (name.clone(), event.title.to_lowercase(), number, at + 1)));
    }
    all.sort();
    let mut places: Vec<Vec<i64>> = PROVIDERS.iter().map(|provider| vec![0; provider.events.len() + 1]).collect();
    for (place, (_, _, number, at)) in (0..).zip(all) {
        places[number][at] = place;
    }
    places
}

fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
