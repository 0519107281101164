//! The order and the choice of rows. Everything is linear in the rows, and the search in the texts that there are: each
//! is looked at once, however many rows have it.

use super::Records;
use super::names::{Name, Names};
use super::odd::Differences;
use super::order::{Counts, ordered, pair, sort};
use super::record::{NONE, Record};
use super::schema::{Column, EventCount, Facets, LabelCount, OriginCount, ProviderCount, Query};
use crate::data::providers::PROVIDERS;
use crate::report::{Label, Origin};

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
        let mut among = vec![false; rows.len()];
        for &index in wanted {
            if let Some(wanted) = among.get_mut(index as usize) {
                *wanted = true;
            }
        }
        among
    });
    let mut selected: Vec<u32> = rows
        .iter()
        .filter(|(index, record)| {
            among.as_ref().is_none_or(|among| among[*index as usize])
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
fn order(selected: &mut [u32], column: Column, descending: bool, rows: &Records, names: &Names, files: &[Name]) {
    let keys = Keys::of(column, rows, names, files, selected);
    let keys: Vec<Option<i64>> = rows.iter().map(|(_, record)| keys.of_row(record, files)).collect();
    sort(selected, &|one, other| match (keys[one as usize], keys[other as usize]) {
        (Some(one), Some(other)) if descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => one.is_none().cmp(&other.is_none()),
    });
}

/// The labels and the rungs of proof, in the order of their columns.
const LABELS: [Label; 5] = [
    Label::Forged,
    Label::GenuineSenderHostileContent,
    Label::HostileRequest,
    Label::GenuineSender,
    Label::NotConfirmed,
];
const ORIGINS: [Origin; 6] = [
    Origin::Proved,
    Origin::Sealed,
    Origin::Attested,
    Origin::AttestedWeak,
    Origin::NotConfirmed,
    Origin::Contradicted,
];

/// How many rows have each value.
pub(super) fn facets(rows: &Records, copies: &[u32], differences: &Differences) -> Facets {
    let (mut labels, mut origins) = ([0; LABELS.len()], [0; ORIGINS.len()]);
    let (mut providers, mut events) = (vec![0; PROVIDERS.len()], Counts::default());
    let mut failed = 0;
    for (_, record) in rows.iter() {
        if record.failure.is_some() {
            failed += 1;
            continue;
        }
        labels[record.label as usize] += 1;
        origins[record.origin as usize] += 1;
        let Some(number) = record.provider_number() else { continue };
        providers[number] += 1;
        if let Some(event) = record.event_number() {
            events.add(pair(number as u32, event as u32));
        }
    }
    let provider = |number: usize| &PROVIDERS[number];
    let by_name = ordered(PROVIDERS.len(), &|one, other| provider(one).name.cmp(provider(other).name)).into_iter();
    let event = |at: usize| {
        let key = events.groups.key(at);
        let provider = provider((key >> 32) as usize);
        (provider.name, &provider.events[key as u32 as usize])
    };
    let by_title = ordered(events.groups.len(), &|one, other| {
        let ((name, event), (other_name, other)) = (event(one), event(other));
        name.cmp(other_name).then_with(|| event.id.cmp(other.id))
    });
    Facets {
        labels: (LABELS.into_iter().zip(labels))
            .filter(|&(_, count)| count > 0)
            .map(|(label, count)| LabelCount { label, count })
            .collect(),
        origins: (ORIGINS.into_iter().zip(origins))
            .filter(|&(_, count)| count > 0)
            .map(|(origin, count)| OriginCount { origin, count })
            .collect(),
        providers: by_name
            .map(|number| (provider(number as usize), providers[number as usize]))
            .filter(|&(_, count)| count > 0)
            .map(|(provider, count)| ProviderCount { id: provider.id.into(), name: provider.name.into(), count })
            .collect(),
        events: (by_title.into_iter())
            .map(|at| {
                let (name, event) = event(at as usize);
                let count = events.count(at as usize);
                EventCount { id: event.id.into(), title: event.title(), provider_name: name.into(), count }
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
        let mut places = vec![0; names.len()];
        for record in selected.iter().filter_map(|&index| rows.get(index as usize)) {
            places[of(record, files).index()] = 1;
        }
        let present: Vec<Name> =
            (0..).zip(&places).filter(|&(_, &place)| place > 0).map(|(number, _)| Name::numbered(number)).collect();
        let folded: Vec<String> = present.iter().map(|&name| lower(names.get(name))).collect();
        let order = ordered(folded.len(), &|one, other| folded[one].cmp(&folded[other]));
        for (place, at) in (0..).zip(order) {
            places[present[at as usize].index()] = place;
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
    let mut all: Vec<([String; 2], usize, usize)> = Vec::new();
    for (number, provider) in PROVIDERS.iter().enumerate() {
        let name = provider.name.to_lowercase();
        all.push(([name.clone(), String::new()], number, 0));
        for (at, event) in provider.events.iter().enumerate() {
            all.push(([name.clone(), event.title.to_lowercase()], number, at + 1));
        }
    }
    let order = ordered(all.len(), &|one, other| all[one].0.cmp(&all[other].0));
    let mut places: Vec<Vec<i64>> = PROVIDERS.iter().map(|provider| vec![0; provider.events.len() + 1]).collect();
    for (place, row) in (0..).zip(order) {
        let (_, number, at) = all[row as usize];
        places[number][at] = place;
    }
    places
}

fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
