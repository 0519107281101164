//! What many messages show together: how many codes and alerts came and when, and what that is consistent with.
//!
//! Only messages whose origin is established make a burst or a pattern; whatever else claims to be a code is counted
//! apart, so that nobody can write a campaign into a mailbox. A message counts once, however often it lies in it. Times
//! are the receiver's where it is known, and where a Date had to do, the statement says so.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Records;
use super::names::{Name, Names};
use super::odd::Differences;
use super::record::{NONE, Record};
use super::schema::{Bin, Burst, Campaign, Hidden, Lane, Statement, Tally, Tried};
use crate::claim::fold::fold;
use crate::data::campaign::{
    self, ADDRESSES, BURSTS, NOTICES, Notice, PROVIDERS as SEVERAL, StatementText, Window, kind, statement,
};
use crate::data::catalogue::Sentence;
use crate::data::providers::{EventClass, PROVIDERS, Provider};
use crate::report::{Delivery, Label, PasswordKnown, Text};
use crate::{guidance, limits};

/// Seconds of a step of the timeline; the first that makes few enough steps is taken.
const STEPS: [i64; 11] = [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000];

const DAY: i64 = 86_400;

/// Everything that is looked at.
struct View<'a> {
    rows: &'a Records,
    names: &'a Names,
    differences: &'a Differences,
    /// Codes and alerts whose origin is established, each sending once, in the order of reading.
    counted: Vec<u32>,
    /// Those of them that have a time, by it.
    timed: Vec<(i64, u32)>,
    /// Codes and alerts whose origin is not established.
    others: Vec<u32>,
    /// Rows that are not counted again.
    again: Vec<u32>,
}

/// Looks at everything. `copies` are the rows' originals.
pub(super) fn of(rows: &Records, names: &Names, copies: &[u32], differences: &Differences) -> Campaign {
    let mut view = View {
        rows,
        names,
        differences,
        counted: Vec::new(),
        timed: Vec::new(),
        others: Vec::new(),
        again: Vec::new(),
    };
    view.sort_out(copies);
    let bursts = view.bursts();
    let hidden = view.hidden(&bursts);
    let lanes = view.lanes();
    let failed: Vec<u32> = rows.iter().filter(|(_, record)| record.failure.is_some()).map(|(index, _)| index).collect();
    let copied = copies.iter().filter(|&&copy| copy != NONE).count() as u32;

    let mut said = Said { view: &view, statements: Vec::new() };
    said.odd();
    said.hidden(&hidden);
    said.bursts(&bursts);
    let pattern = said.patterns(&bursts);
    said.counts();
    said.rest(&failed);
    let statements = said.statements;
    let flood = !bursts.is_empty() || pattern;
    let guidance = flood.then(|| {
        let (named, known) = view.accounts();
        guidance::in_a_flood(&named, &known)
    });
    Campaign {
        messages: rows.len() as u32 - failed.len() as u32 - copied,
        copies: copied,
        failed: failed.len() as u32,
        first: view.timed.first().map(|(epoch, _)| *epoch),
        last: view.timed.last().map(|(epoch, _)| *epoch),
        kinds: view.kinds(),
        step: lanes.0,
        lanes: lanes.1,
        bursts,
        hidden,
        addresses: view.addresses(),
        statements,
        guidance,
    }
}

/// Whether an event of this kind is a code or an alert. What somebody sends through a service is neither, and a notice of
/// a change is what a flood may hide.
fn counts(class: EventClass) -> bool {
    !matches!(class, EventClass::Change | EventClass::Shared)
}

impl<'a> View<'a> {
    fn record(&self, index: u32) -> &'a Record {
        self.rows.get(index as usize).expect("an index comes from the rows")
    }

    fn sort_out(&mut self, copies: &[u32]) {
        let mut sent = BTreeSet::new();
        for (index, record) in self.rows.iter() {
            if copies.get(index as usize).is_some_and(|&copy| copy != NONE) {
                self.again.push(index);
                continue;
            }
            let event = record.event().filter(|event| record.claims && counts(event.class));
            if record.failure.is_some() || event.is_none() {
                continue;
            }
            if !record.is_established() {
                self.others.push(index);
            } else if record.sending == 0 || sent.insert((record.provider, record.sending)) {
                self.counted.push(index);
                self.timed.extend(record.epoch.map(|epoch| (epoch, index)));
            } else {
                self.again.push(index);
            }
        }
        self.timed.sort_unstable();
    }

    fn class(&self, index: u32) -> EventClass {
        self.record(index).event().map_or(EventClass::Code, |event| event.class)
    }

    fn provider(&self, index: u32) -> Option<&'static Provider> {
        self.record(index).provider()
    }

    /// Names of the providers of these rows, each once, in the order of their ids.
    fn providers(&self, rows: &[u32]) -> Vec<&'static Provider> {
        let numbers: BTreeSet<usize> = rows.iter().filter_map(|&index| self.record(index).provider_number()).collect();
        numbers.into_iter().filter_map(|number| PROVIDERS.get(number)).collect()
    }

    fn kinds(&self) -> Vec<Tally> {
        let mut kinds: BTreeMap<EventClass, (u32, u32)> = BTreeMap::new();
        for &index in &self.counted {
            kinds.entry(self.class(index)).or_default().0 += 1;
        }
        for &index in &self.others {
            kinds.entry(self.class(index)).or_default().1 += 1;
        }
        let kinds = kinds.into_iter().map(|(class, (established, others))| {
            let title = words(class).with(&[("count", &established.to_string())]);
            Tally { class, title, established, others }
        });
        kinds.collect()
    }

    /// The step and the lanes of the timeline.
    fn lanes(&self) -> (i64, Vec<Lane>) {
        let (first, last) = self.span();
        let step = STEPS.into_iter().find(|step| last.saturating_sub(first) / step < limits::TIMELINE_STEPS);
        let step = step.unwrap_or(STEPS[STEPS.len() - 1]);
        let mut lanes: BTreeMap<(u16, u16), (Lane, BTreeMap<i64, Bin>)> = BTreeMap::new();
        for &index in self.counted.iter().chain(&self.others) {
            let record = self.record(index);
            let (Some(provider), Some(event)) = (record.provider(), record.event()) else { continue };
            let (lane, bins) = lanes.entry((record.provider, record.event)).or_insert_with(|| {
                let lane = Lane {
                    provider: provider.id.into(),
                    provider_name: provider.name.into(),
                    event: event.id.into(),
                    event_title: event.title(),
                    class: event.class,
                    established: 0,
                    others: 0,
                    forged: 0,
                    outside: 0,
                    bins: Vec::new(),
                };
                (lane, BTreeMap::new())
            });
            let (established, forged) = (record.is_established(), record.label == Label::Forged);
            let counts = [u32::from(established), u32::from(!established), u32::from(forged && !established)];
            lane.established += counts[0];
            lane.others += counts[1];
            lane.forged += counts[2];
            let Some(epoch) = record.epoch.filter(|epoch| (first..=last).contains(epoch)) else {
                lane.outside += 1;
                continue;
            };
            let start = epoch.div_euclid(step).saturating_mul(step);
            let bin = bins.entry(start).or_insert(Bin { start, established: 0, others: 0, forged: 0 });
            bin.established += counts[0];
            bin.others += counts[1];
            bin.forged += counts[2];
        }
        let mut lanes: Vec<Lane> =
            lanes.into_values().map(|(lane, bins)| Lane { bins: bins.into_values().collect(), ..lane }).collect();
        lanes.sort_by_key(|lane| std::cmp::Reverse((lane.established, lane.others)));
        (step, lanes)
    }

    /// The times that the timeline covers: those of established messages, with as much again on both sides, at least a
    /// day. A date that anyone could have written must not stretch it. Without established ones, the middle of the others.
    fn span(&self) -> (i64, i64) {
        if let (Some((first, _)), Some((last, _))) = (self.timed.first(), self.timed.last()) {
            let margin = last.saturating_sub(*first).max(DAY);
            let (from, to) = (first.saturating_sub(margin), last.saturating_add(margin));
            let times = self.others.iter().filter_map(|&index| self.record(index).epoch);
            let near = times.filter(|time| (from..=to).contains(time));
            return near.fold((*first, *last), |(first, last), time| (first.min(time), last.max(time)));
        }
        let mut times: Vec<i64> = self.others.iter().filter_map(|&index| self.record(index).epoch).collect();
        times.sort_unstable();
        let twentieth = times.len() / 20;
        let (first, last) = (times.get(twentieth), times.len().checked_sub(twentieth + 1).and_then(|at| times.get(at)));
        (first.copied().unwrap_or(0), last.copied().unwrap_or(0))
    }

    /// Bursts, the earliest first. What is in a short one is in no longer one.
    fn bursts(&self) -> Vec<Burst> {
        let mut left: Vec<(i64, u32)> = self.timed.clone();
        let mut bursts = Vec::new();
        for window in BURSTS {
            let found = dense(&left, *window);
            bursts.extend(found.iter().map(|range| self.burst(&left[range.clone()])));
            let mut rest = Vec::with_capacity(left.len());
            let mut at = 0;
            for range in &found {
                rest.extend_from_slice(&left[at..range.start]);
                at = range.end;
            }
            rest.extend_from_slice(&left[at..]);
            left = rest;
        }
        bursts.sort_by_key(|burst| std::cmp::Reverse(burst.count));
        bursts.truncate(limits::BURSTS);
        bursts.sort_by_key(|burst| burst.start);
        bursts
    }

    fn burst(&self, timed: &[(i64, u32)]) -> Burst {
        let rows: Vec<u32> = timed.iter().map(|&(_, index)| index).collect();
        Burst {
            start: timed.first().map_or(0, |&(epoch, _)| epoch),
            end: timed.last().map_or(0, |&(epoch, _)| epoch),
            count: rows.len() as u32,
            dated: rows.iter().filter(|&&index| !self.record(index).received).count() as u32,
            providers: self.providers(&rows).iter().map(|provider| provider.name.to_owned()).collect(),
            rows,
        }
    }

    /// Notices near a burst that it may hide.
    fn hidden(&self, bursts: &[Burst]) -> Vec<Hidden> {
        let mut times: Vec<(i64, i64)> = Vec::new();
        for burst in bursts {
            let start = burst.start.saturating_sub(campaign::HIDDEN_SECONDS);
            let end = burst.end.saturating_add(campaign::HIDDEN_SECONDS);
            match times.last_mut() {
                Some(last) if last.1 >= start => last.1 = last.1.max(end),
                _ => times.push((start, end)),
            }
        }
        let near = |epoch: i64| {
            let at = times.partition_point(|&(start, _)| start <= epoch);
            at.checked_sub(1).and_then(|at| times.get(at)).is_some_and(|&(_, end)| epoch <= end)
        };
        let words = Words::of(NOTICES);
        let again: BTreeSet<u32> = self.again.iter().copied().collect();
        let mut seen: BTreeMap<Name, Option<usize>> = BTreeMap::new();
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); NOTICES.len()];
        for (index, record) in self.rows.iter() {
            let event = record.event().map(|event| event.class);
            let own = record.claims && event.is_some_and(counts);
            if record.failure.is_some() || own || again.contains(&index) || !record.epoch.is_some_and(near) {
                continue;
            }
            let subject = || words.notice(self.names.get(record.subject));
            let by_words = *seen.entry(record.subject).or_insert_with(subject);
            let changed = || NOTICES.iter().position(|notice| notice.id == "change");
            let by_event = || (event == Some(EventClass::Change)).then(changed).flatten();
            if let Some(at) = by_words.or_else(by_event) {
                found[at].push(index);
            }
        }
        let found = NOTICES.iter().zip(found).filter(|(_, rows)| !rows.is_empty());
        found.map(|(notice, rows)| Hidden { id: notice.id.into(), title: notice.title.plain(), rows }).collect()
    }

    /// Addresses that counted messages were sent to.
    fn addresses(&self) -> Vec<Tried> {
        let mut addresses: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for &index in &self.counted {
            let to = self.names.get(self.record(index).to);
            if !to.is_empty() {
                addresses.entry(to.to_lowercase()).or_default().push(index);
            }
        }
        let mut addresses: Vec<Tried> = addresses
            .into_iter()
            .map(|(address, rows)| Tried {
                address,
                count: rows.len() as u32,
                providers: self.providers(&rows).iter().map(|provider| provider.name.to_owned()).collect(),
                rows,
            })
            .collect();
        addresses.sort_by_key(|tried| std::cmp::Reverse(tried.count));
        addresses.truncate(limits::TRIED);
        addresses
    }

    /// The providers whose accounts are to be looked at, the most frequent first, and those of them whose password may be
    /// known.
    fn accounts(&self) -> (Vec<&'static Provider>, Vec<&'static Provider>) {
        let mut accounts: BTreeMap<usize, (u32, bool)> = BTreeMap::new();
        for &index in &self.counted {
            let record = self.record(index);
            let (Some(number), Some(event)) = (record.provider_number(), record.event()) else { continue };
            // where somebody opens an account there is none of the reader's to look at
            if event.class == EventClass::NewAccount {
                continue;
            }
            let account = accounts.entry(number).or_default();
            account.0 += 1;
            account.1 |= password_known(event.password_known);
        }
        let mut accounts: Vec<(usize, (u32, bool))> = accounts.into_iter().collect();
        accounts.sort_by_key(|&(number, (count, _))| (std::cmp::Reverse(count), number));
        accounts.truncate(limits::ACCOUNTS);
        let named = |known: bool| {
            let chosen = accounts.iter().filter(move |(_, (_, password))| !known || *password);
            chosen.filter_map(|&(number, _)| PROVIDERS.get(number)).collect()
        };
        (named(false), named(true))
    }
}

fn password_known(known: PasswordKnown) -> bool {
    matches!(known, PasswordKnown::Yes | PasswordKnown::Likely)
}

/// The words of notices by their first one, each with its notice, and those of scripts without spaces: few of them are
/// looked for in one Subject.
struct Words {
    first: BTreeMap<&'static str, Vec<(usize, &'static str)>>,
    unspaced: Vec<(usize, &'static str)>,
}

impl Words {
    fn of(notices: &'static [Notice]) -> Self {
        let mut words = Self { first: BTreeMap::new(), unspaced: Vec::new() };
        for (at, notice) in notices.iter().enumerate() {
            for phrase in notice.subject {
                let first = phrase.split(' ').next().unwrap_or(phrase);
                if first.chars().any(|c| c >= '\u{2e80}') {
                    words.unspaced.push((at, phrase));
                } else {
                    words.first.entry(first).or_default().push((at, phrase));
                }
            }
        }
        words
    }

    /// The first of the notices whose words a Subject holds.
    fn notice(&self, subject: &str) -> Option<usize> {
        let folded = fold(subject);
        let mut found = None;
        let mut rest = folded.as_str();
        while !rest.is_empty() {
            let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            let follows =
                |phrase: &str| rest.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            let fit = self.first.get(word).into_iter().flatten().filter(|(_, phrase)| follows(phrase));
            found = fit.map(|(at, _)| *at).chain(found).min();
            rest = behind;
        }
        if !folded.is_ascii() {
            let fit = self.unspaced.iter().filter(|(_, phrase)| folded.contains(phrase));
            found = fit.map(|(at, _)| *at).chain(found).min();
        }
        found
    }
}

/// Ranges of what is in order of time in which at least so many different things lie within a window. A mailbox in which
/// that is usual needs more of them.
fn dense<K: Ord + Copy>(timed: &[(i64, K)], window: Window) -> Vec<Range<usize>> {
    let least = window.least.max(usual(timed, window.seconds)) as usize;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut held: BTreeMap<K, u32> = BTreeMap::new();
    let mut start = 0;
    for (end, &(epoch, thing)) in timed.iter().enumerate() {
        *held.entry(thing).or_default() += 1;
        while epoch.saturating_sub(timed[start].0) > window.seconds {
            let left = timed[start].1;
            if let Some(count) = held.get_mut(&left) {
                *count -= 1;
                if *count == 0 {
                    held.remove(&left);
                }
            }
            start += 1;
        }
        if held.len() < least {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.end > start => last.end = end + 1,
            _ => ranges.push(start..end + 1),
        }
    }
    ranges
}

/// As many different things in one window as are needed where some are usual: on each day the fullest window counts, and
/// the middle of these counts is what is usual. 0 where there are too few days to tell.
fn usual<K: Ord + Copy>(timed: &[(i64, K)], seconds: i64) -> u32 {
    let mut days: BTreeMap<i64, u32> = BTreeMap::new();
    for bucket in timed.chunk_by(|one, next| one.0.div_euclid(seconds) == next.0.div_euclid(seconds)) {
        let things: BTreeSet<K> = bucket.iter().map(|&(_, thing)| thing).collect();
        let day = days.entry(bucket[0].0.div_euclid(DAY)).or_default();
        *day = (*day).max(things.len() as u32);
    }
    if days.len() < campaign::USUAL_DAYS as usize {
        return 0;
    }
    let mut fullest: Vec<u32> = days.into_values().collect();
    fullest.sort_unstable();
    fullest[fullest.len() / 2] * campaign::USUAL_TIMES + 1
}

/// A time in words that are the same in every language: `40 min`, `2 h 10 min`, `5 d`.
fn span(seconds: i64) -> String {
    let parts = |more: i64, unit: &str, less: i64, part: &str| {
        if less == 0 { format!("{more} {unit}") } else { format!("{more} {unit} {less} {part}") }
    };
    match seconds {
        ..60 => format!("{} s", seconds.max(0)),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..DAY => parts(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        _ => parts(seconds / DAY, "d", seconds % DAY / 3_600, "h"),
    }
}

/// The statements, in the order in which they matter.
struct Said<'v, 'a> {
    view: &'v View<'a>,
    statements: Vec<Statement>,
}

impl Said<'_, '_> {
    fn add(&mut self, text: &StatementText, values: &[(&str, &str)], said: &[(&str, &[Text])], rows: Vec<u32>) {
        self.statements.push(Statement {
            id: text.id.into(),
            status: text.status,
            title: text.title.saying(values, said),
            reason: text.reason.saying(values, said),
            source: text.source.into(),
            rows,
        });
    }

    /// The kinds of these rows, counted, as words.
    fn kinds(&self, rows: &[u32]) -> Vec<Text> {
        let mut kinds: BTreeMap<EventClass, u32> = BTreeMap::new();
        for &index in rows {
            *kinds.entry(self.view.class(index)).or_default() += 1;
        }
        kinds.into_iter().map(|(class, count)| words(class).with(&[("count", &count.to_string())])).collect()
    }

    fn names(&self, rows: &[u32]) -> String {
        let names: Vec<&str> = self.view.providers(rows).iter().map(|provider| provider.name).collect();
        names.join(", ")
    }

    /// Seconds between the first and the last of these rows.
    fn span(&self, rows: &[u32]) -> String {
        let times = || rows.iter().filter_map(|&index| self.view.record(index).epoch);
        span(times().max().unwrap_or(0).saturating_sub(times().min().unwrap_or(0)))
    }

    /// What differs from its neighbours, by provider.
    fn odd(&mut self) {
        let mut found: BTreeMap<usize, [Vec<u32>; 3]> = BTreeMap::new();
        for (index, record) in self.view.rows.iter() {
            let Some(number) = record.provider_number().filter(|_| record.claims && record.failure.is_none()) else {
                continue;
            };
            let odd = self.view.differences.is_odd(index);
            let group = match record.label {
                Label::Forged => 0,
                _ if !odd => continue,
                _ if record.is_established() => 2,
                _ => 1,
            };
            found.entry(number).or_default()[group].push(index);
        }
        for (number, groups) in found {
            let (Some(provider), Some(profile)) = (PROVIDERS.get(number), self.view.differences.profile(number)) else {
                continue;
            };
            let texts = [&statement::ODD_FORGED, &statement::ODD, &statement::ODD_GENUINE];
            for (at, (rows, text)) in groups.into_iter().zip(texts).enumerate() {
                // a genuine one is among those that it differs from
                let others = if at == 2 { profile.count.saturating_sub(rows.len() as u32) } else { profile.count };
                if !rows.is_empty() && others > 0 {
                    let (count, others) = (rows.len().to_string(), others.to_string());
                    self.add(text, &[("provider", provider.name), ("count", &count), ("others", &others)], &[], rows);
                }
            }
        }
    }

    fn hidden(&mut self, hidden: &[Hidden]) {
        let mut rows: Vec<u32> = hidden.iter().flat_map(|notice| notice.rows.iter().copied()).collect();
        rows.sort_unstable();
        if !rows.is_empty() {
            self.add(&statement::HIDDEN, &[("count", &rows.len().to_string())], &[], rows);
        }
    }

    fn bursts(&mut self, bursts: &[Burst]) {
        for burst in largest(bursts, |burst| burst.rows.len()) {
            let (count, dated) = (burst.count.to_string(), burst.dated.to_string());
            let (span, providers) = (span(burst.end.saturating_sub(burst.start)), burst.providers.join(", "));
            let values = [("count", count.as_str()), ("dated", &dated), ("span", &span), ("providers", &providers)];
            let text = if burst.dated == 0 { &statement::BURST } else { &statement::BURST_DATED };
            self.add(text, &values, &[("kinds", &self.kinds(&burst.rows))], burst.rows.clone());
        }
    }

    /// What else is remarkable in how they came; whether anything is.
    fn patterns(&mut self, bursts: &[Burst]) -> bool {
        let before = self.statements.len();
        self.addresses();
        let sign_in = |class| {
            matches!(
                class,
                EventClass::SignInCode | EventClass::Code | EventClass::PasswordReset | EventClass::SignInNotice
            )
        };
        self.several(&statement::PROVIDERS, sign_in);
        self.several(&statement::REGISTRATIONS_MANY, |class| class == EventClass::NewAccount);
        self.repeated(bursts);
        self.statements.len() > before
    }

    /// Different addresses of one domain that one provider wrote to.
    fn addresses(&mut self) {
        let mut lower: BTreeMap<Name, String> = BTreeMap::new();
        for &(_, index) in &self.view.timed {
            let to = self.view.record(index).to;
            lower.entry(to).or_insert_with(|| self.view.names.get(to).to_lowercase());
        }
        let mut groups: BTreeMap<(u16, &str), Vec<(i64, &str)>> = BTreeMap::new();
        let mut rows: BTreeMap<(u16, &str), Vec<u32>> = BTreeMap::new();
        for &(epoch, index) in &self.view.timed {
            let record = self.view.record(index);
            let Some((_, domain)) = lower.get(&record.to).and_then(|to| to.rsplit_once('@')) else { continue };
            let key = (record.provider, domain);
            groups.entry(key).or_default().push((epoch, &lower[&record.to]));
            rows.entry(key).or_default().push(index);
        }
        let mut found: Vec<(&str, BTreeSet<&str>, Vec<u32>)> = Vec::new();
        for (key, timed) in &groups {
            for range in dense(timed, ADDRESSES) {
                let tried = timed[range.clone()].iter().map(|&(_, to)| to).collect();
                found.push((key.1, tried, rows[key][range].to_vec()));
            }
        }
        let found: Vec<_> = largest(&found, |(_, tried, _)| tried.len()).into_iter().cloned().collect();
        for (domain, tried, rows) in found {
            let Some(provider) = rows.first().and_then(|&index| self.view.provider(index)) else { continue };
            let count = tried.len().to_string();
            let mut listed: Vec<&str> = tried.iter().copied().take(limits::LISTED).collect();
            if tried.len() > listed.len() {
                listed.push("…");
            }
            let (listed, span) = (listed.join(", "), self.span(&rows));
            let values = [
                ("provider", provider.name),
                ("count", &count),
                ("domain", domain),
                ("addresses", &listed),
                ("span", &span),
            ];
            self.add(&statement::ADDRESSES, &values, &[], rows);
        }
    }

    /// Different providers that sent something of these kinds.
    fn several(&mut self, text: &StatementText, class: impl Fn(EventClass) -> bool) {
        let of_class: Vec<(i64, u32)> =
            self.view.timed.iter().copied().filter(|&(_, index)| class(self.view.class(index))).collect();
        let timed: Vec<(i64, u16)> =
            of_class.iter().map(|&(epoch, index)| (epoch, self.view.record(index).provider)).collect();
        let ranges = dense(&timed, SEVERAL);
        for range in largest(&ranges, |range| range.len()) {
            let rows: Vec<u32> = of_class[range.clone()].iter().map(|&(_, index)| index).collect();
            let providers = self.view.providers(&rows);
            let (count, span) = (providers.len().to_string(), self.span(&rows));
            let values = [("count", count.as_str()), ("span", &span), ("providers", &self.names(&rows))];
            self.add(text, &values, &[], rows);
        }
    }

    /// Codes of one provider to one address in a burst.
    fn repeated(&mut self, bursts: &[Burst]) {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for burst in bursts {
            let mut by_address: BTreeMap<(u16, String), Vec<u32>> = BTreeMap::new();
            for &index in &burst.rows {
                let record = self.view.record(index);
                if record.event().is_some_and(|event| is_code(event.class)) && !record.to.is_empty() {
                    let to = self.view.names.get(record.to).to_lowercase();
                    by_address.entry((record.provider, to)).or_default().push(index);
                }
            }
            let least = BURSTS.first().map_or(usize::MAX, |window| window.least as usize);
            groups.extend(by_address.into_values().filter(|rows| rows.len() >= least));
        }
        for rows in largest(&groups, Vec::len) {
            let Some(provider) = rows.first().and_then(|&index| self.view.provider(index)) else { continue };
            let (count, span) = (rows.len().to_string(), self.span(rows));
            let values = [("provider", provider.name), ("count", &count), ("span", &span)];
            self.add(&statement::REPEATED, &values, &[], rows.clone());
        }
    }

    /// How many there are of what.
    fn counts(&mut self) {
        let view = self.view;
        let password =
            |&index: &u32| view.record(index).event().is_some_and(|event| password_known(event.password_known));
        let known: Vec<u32> = view.counted.iter().copied().filter(password).collect();
        if !known.is_empty() {
            self.add(&statement::PASSWORD, &[("count", &known.len().to_string())], &[], known);
        }
        let count = view.counted.len().to_string();
        let kinds = self.kinds(&view.counted);
        match (view.timed.first(), view.timed.last()) {
            _ if view.counted.is_empty() => {
                if view.rows.len() > 0 {
                    self.add(&statement::NOTHING, &[], &[], Vec::new());
                }
            }
            (Some(first), Some(last)) if first.0 < last.0 => {
                let values = [("count", count.as_str()), ("span", &span(last.0.saturating_sub(first.0)))];
                self.add(&statement::SENT, &values, &[("kinds", &kinds)], view.counted.clone());
            }
            _ => self.add(&statement::SENT_PLAIN, &[("count", &count)], &[("kinds", &kinds)], view.counted.clone()),
        }
        let opened = view.counted.iter().copied().filter(|&index| view.class(index) == EventClass::NewAccount);
        let opened: Vec<u32> = opened.collect();
        if !opened.is_empty() {
            self.add(&statement::REGISTRATIONS, &[("count", &opened.len().to_string())], &[], opened);
        }
        if !view.others.is_empty() {
            self.add(&statement::APART, &[("count", &view.others.len().to_string())], &[], view.others.clone());
        }
    }

    /// What limits all of it, and what no message shows.
    fn rest(&mut self, failed: &[u32]) {
        let view = self.view;
        let replayed = view.rows.iter().filter(|(_, record)| {
            record.failure.is_none() && record.is_established() && record.delivery == Delivery::ReplaySigns
        });
        let replayed: Vec<u32> = replayed.map(|(index, _)| index).collect();
        for (text, rows) in
            [(&statement::REPLAYED, &replayed[..]), (&statement::AGAIN, &view.again), (&statement::FAILED, failed)]
        {
            if !rows.is_empty() {
                self.add(text, &[("count", &rows.len().to_string())], &[], rows.to_vec());
            }
        }
        if !view.counted.is_empty() {
            self.add(&statement::REQUESTED, &[], &[], view.counted.clone());
            self.add(&statement::CAUSE, &[], &[], Vec::new());
        }
    }
}

/// Whether a mail of this kind carries something that lets into an account.
fn is_code(class: EventClass) -> bool {
    matches!(class, EventClass::SignInCode | EventClass::Code | EventClass::PasswordReset)
}

fn words(class: EventClass) -> Sentence {
    match class {
        EventClass::SignInCode => kind::SIGN_IN_CODE,
        EventClass::Code => kind::CODE,
        EventClass::NewAccount => kind::NEW_ACCOUNT,
        EventClass::PasswordReset => kind::PASSWORD_RESET,
        EventClass::SignInNotice => kind::SIGN_IN_NOTICE,
        EventClass::Change => kind::CHANGE,
        EventClass::Shared => kind::SHARED,
    }
}

/// The largest of many patterns, in their order.
fn largest<T>(found: &[T], size: impl Fn(&T) -> usize) -> Vec<&T> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(size(&found[at])));
    order.truncate(limits::PATTERNS);
    order.sort_unstable();
    order.into_iter().map(|at| &found[at]).collect()
}
