//! What many messages show together: how many codes and alerts came and when, and what that is consistent with.
//!
//! Only messages whose origin is established make a burst or a pattern; whatever else claims to be a code is counted
//! apart, so that nobody can write a campaign into a mailbox. A message counts once, however often it lies in it. Times
//! are the receiver's where it is known, and where a Date had to do, the statement says so.

use std::cmp::Reverse;
use std::ops::Range;

use super::Records;
use super::names::Names;
use super::odd::Differences;
use super::order::{Groups, ascending, ordered, pair, sort};
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
    /// Addresses that counted messages were sent to, in lower case, each by its number.
    people: Vec<String>,
    /// The numbers in the order of the addresses, one for each that there is.
    by_address: Vec<u32>,
    /// The numbers by the text of the address as it is written.
    lower: Vec<u32>,
}

/// No address.
const NOBODY: u32 = u32::MAX;

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
        people: Vec::new(),
        by_address: Vec::new(),
        lower: vec![NOBODY; names.len()],
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
        let mut sent: Vec<u32> = Vec::new();
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
            } else if record.sending == 0 {
                self.counted.push(index);
            } else {
                sent.push(index);
            }
        }
        let sending = |index: u32| (self.record(index).provider, self.record(index).sending);
        sort(&mut sent, &|one, other| sending(one).cmp(&sending(other)));
        let mut last = None;
        let (mut first, mut again) = (Vec::new(), Vec::new());
        for index in sent {
            let sending = Some(sending(index));
            if last == sending {
                again.push(index)
            } else {
                first.push(index)
            }
            last = sending;
        }
        self.counted.extend(first);
        self.again.extend(again);
        ascending(&mut self.counted);
        ascending(&mut self.again);
        self.number_people();
        let mut timed: Vec<u32> =
            self.counted.iter().copied().filter(|&index| self.record(index).epoch.is_some()).collect();
        sort(&mut timed, &|one, other| self.record(one).epoch.cmp(&self.record(other).epoch));
        self.timed = timed.iter().filter_map(|&index| Some((self.record(index).epoch?, index))).collect();
    }

    /// Numbers the addresses in the order in which they are first seen: one number for each, however its letters are
    /// written.
    fn number_people(&mut self) {
        for at in 0..self.counted.len() {
            let to = self.record(self.counted[at]).to;
            if self.lower[to.index()] == NOBODY {
                self.lower[to.index()] = self.people.len() as u32;
                self.people.push(self.names.get(to).to_lowercase());
            }
        }
        let people = &self.people;
        let order = ordered(people.len(), &|one, other| people[one].cmp(&people[other]));
        let mut same = vec![NOBODY; people.len()];
        for number in order {
            match self.by_address.last() {
                Some(&last) if people[last as usize] == people[number as usize] => same[number as usize] = last,
                _ => {
                    same[number as usize] = number;
                    self.by_address.push(number);
                }
            }
        }
        for number in self.lower.iter_mut().filter(|number| **number != NOBODY) {
            *number = same[*number as usize];
        }
    }

    fn class(&self, index: u32) -> EventClass {
        self.record(index).event().map_or(EventClass::Code, |event| event.class)
    }

    fn provider(&self, index: u32) -> Option<&'static Provider> {
        self.record(index).provider()
    }

    /// Names of the providers of these rows, each once, in the order of their ids.
    fn providers(&self, rows: &[u32]) -> Vec<&'static Provider> {
        let mut there = vec![false; PROVIDERS.len()];
        for number in rows.iter().filter_map(|&index| self.record(index).provider_number()) {
            there[number] = true;
        }
        PROVIDERS.iter().zip(there).filter(|(_, there)| *there).map(|(provider, _)| provider).collect()
    }

    /// How many of these rows report an event of each kind.
    fn by_class(&self, rows: &[u32]) -> [u32; CLASSES.len()] {
        let mut counts = [0; CLASSES.len()];
        for &index in rows {
            counts[self.class(index) as usize] += 1;
        }
        counts
    }

    fn kinds(&self) -> Vec<Tally> {
        let (counted, others) = (self.by_class(&self.counted), self.by_class(&self.others));
        let mut kinds = Vec::new();
        for (at, class) in CLASSES.into_iter().enumerate() {
            let (established, others) = (counted[at], others[at]);
            if established + others > 0 {
                let title = words(class).with(&[("count", &established.to_string())]);
                kinds.push(Tally { class, title, established, others });
            }
        }
        kinds
    }

    /// The step and the lanes of the timeline.
    fn lanes(&self) -> (i64, Vec<Lane>) {
        let (first, last) = self.span();
        let step = STEPS.into_iter().find(|step| last.saturating_sub(first) / step < limits::TIMELINE_STEPS);
        let step = step.unwrap_or(STEPS[STEPS.len() - 1]);
        let start = first.div_euclid(step);
        let (mut events, mut steps) = (Groups::default(), Groups::default());
        let (mut lanes, mut bins): (Vec<Lane>, Vec<Bin>) = Default::default();
        for &index in self.counted.iter().chain(&self.others) {
            let record = self.record(index);
            let (Some(provider), Some(event)) = (record.provider(), record.event()) else { continue };
            let lane = events.of(pair(record.provider, record.event));
            if lane == lanes.len() {
                lanes.push(Lane {
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
                });
            }
            let number = lane as u64;
            let lane = &mut lanes[lane];
            let (established, forged) = (record.is_established(), record.label == Label::Forged);
            let counts = [u32::from(established), u32::from(!established), u32::from(forged && !established)];
            lane.established += counts[0];
            lane.others += counts[1];
            lane.forged += counts[2];
            let Some(epoch) = record.epoch.filter(|epoch| (first..=last).contains(epoch)) else {
                lane.outside += 1;
                continue;
            };
            let at = epoch.div_euclid(step);
            // even if a step is a year there are fewer of them than fit beside the number of a lane
            let bin = steps.of(number << 48 | (at - start) as u64);
            if bin == bins.len() {
                bins.push(Bin { start: at.saturating_mul(step), established: 0, others: 0, forged: 0 });
            }
            let bin = &mut bins[bin];
            bin.established += counts[0];
            bin.others += counts[1];
            bin.forged += counts[2];
        }
        for at in steps.ordered() {
            lanes[(steps.key(at as usize) >> 48) as usize].bins.push(bins[at as usize].clone());
        }
        let order = ordered(lanes.len(), &|one, other| {
            let key = |at: usize| (Reverse((lanes[at].established, lanes[at].others)), events.key(at));
            key(one).cmp(&key(other))
        });
        (step, order.into_iter().map(|at| lanes[at as usize].clone()).collect())
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
        let times: Vec<i64> = self.others.iter().filter_map(|&index| self.record(index).epoch).collect();
        let order = ordered(times.len(), &|one, other| times[one].cmp(&times[other]));
        let time = |at: usize| order.get(at).map_or(0, |&at| times[at as usize]);
        let twentieth = times.len() / 20;
        (time(twentieth), times.len().checked_sub(twentieth + 1).map_or(0, time))
    }

    /// Bursts, the earliest first. What is in a short one is in no longer one.
    fn bursts(&self) -> Vec<Burst> {
        let mut left: Vec<(i64, u32)> = self.timed.clone();
        let mut bursts: Vec<Vec<(i64, u32)>> = Vec::new();
        for window in BURSTS {
            let found = dense(&left, *window);
            let mut rest = Vec::with_capacity(left.len());
            let mut at = 0;
            for range in found {
                rest.extend_from_slice(&left[at..range.start]);
                at = range.end;
                bursts.push(left[range].to_vec());
            }
            rest.extend_from_slice(&left[at..]);
            left = rest;
        }
        let mut order = ordered(bursts.len(), &|one, other| bursts[other].len().cmp(&bursts[one].len()));
        order.truncate(limits::BURSTS);
        let start = |at: u32| bursts[at as usize].first().map(|&(epoch, _)| epoch);
        sort(&mut order, &|one, other| start(one).cmp(&start(other)));
        order.into_iter().map(|at| self.burst(&bursts[at as usize])).collect()
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
        let mut seen: Vec<Option<Option<usize>>> = vec![None; self.names.len()];
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); NOTICES.len()];
        for (index, record) in self.rows.iter() {
            let event = record.event().map(|event| event.class);
            let own = record.claims && event.is_some_and(counts);
            if record.failure.is_some()
                || own
                || self.again.binary_search(&index).is_ok()
                || !record.epoch.is_some_and(near)
            {
                continue;
            }
            let subject = || words.notice(self.names.get(record.subject));
            let by_words = *seen[record.subject.index()].get_or_insert_with(subject);
            let changed = || NOTICES.iter().position(|notice| notice.id == "change");
            let by_event = || (event == Some(EventClass::Change)).then(changed).flatten();
            if let Some(at) = by_words.or_else(by_event) {
                found[at].push(index);
            }
        }
        let found = NOTICES.iter().zip(found).filter(|(_, rows)| !rows.is_empty());
        found.map(|(notice, rows)| Hidden { id: notice.id.into(), title: notice.title.plain(), rows }).collect()
    }

    /// The number of the address that a counted message was sent to.
    fn person(&self, index: u32) -> u32 {
        self.lower.get(self.record(index).to.index()).copied().unwrap_or(NOBODY)
    }

    /// Addresses that counted messages were sent to.
    fn addresses(&self) -> Vec<Tried> {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); self.people.len()];
        for &index in &self.counted {
            if let Some(rows) = rows.get_mut(self.person(index) as usize) {
                rows.push(index);
            }
        }
        let mut order = self.by_address.clone();
        order.retain(|&person| !self.people[person as usize].is_empty());
        sort(&mut order, &|one, other| rows[other as usize].len().cmp(&rows[one as usize].len()));
        order.truncate(limits::TRIED);
        let tried = order.into_iter().map(|person| {
            let rows = std::mem::take(&mut rows[person as usize]);
            Tried {
                address: self.people[person as usize].clone(),
                count: rows.len() as u32,
                providers: self.providers(&rows).iter().map(|provider| provider.name.to_owned()).collect(),
                rows,
            }
        });
        tried.collect()
    }

    /// The providers whose accounts are to be looked at, the most frequent first, and those of them whose password may be
    /// known.
    fn accounts(&self) -> (Vec<&'static Provider>, Vec<&'static Provider>) {
        let mut accounts: Vec<(u32, bool)> = vec![(0, false); PROVIDERS.len()];
        for &index in &self.counted {
            let record = self.record(index);
            let (Some(number), Some(event)) = (record.provider_number(), record.event()) else { continue };
            // where somebody opens an account there is none of the reader's to look at
            if event.class == EventClass::NewAccount {
                continue;
            }
            let account = &mut accounts[number];
            account.0 += 1;
            account.1 |= password_known(event.password_known);
        }
        let mut order = ordered(accounts.len(), &|one, other| accounts[other].0.cmp(&accounts[one].0));
        order.retain(|&number| accounts[number as usize].0 > 0);
        order.truncate(limits::ACCOUNTS);
        let named = |known: bool| {
            let chosen = order.iter().filter(|number| !known || accounts[**number as usize].1);
            chosen.map(|&number| &PROVIDERS[number as usize]).collect()
        };
        (named(false), named(true))
    }
}

fn password_known(known: PasswordKnown) -> bool {
    matches!(known, PasswordKnown::Yes | PasswordKnown::Likely)
}

/// The words of notices in order, each with its notice, and those of scripts without spaces: few of them are looked for
/// in one Subject.
struct Words {
    spaced: Vec<(usize, &'static str)>,
    unspaced: Vec<(usize, &'static str)>,
}

/// The first of the words of a phrase.
fn first_word(phrase: &str) -> &str {
    phrase.split_once(' ').map_or(phrase, |(first, _)| first)
}

impl Words {
    fn of(notices: &'static [Notice]) -> Self {
        let (mut spaced, mut unspaced) = (Vec::new(), Vec::new());
        for (at, notice) in notices.iter().enumerate() {
            for phrase in notice.subject {
                let words =
                    if first_word(phrase).chars().any(|c| c >= '\u{2e80}') { &mut unspaced } else { &mut spaced };
                words.push((at, *phrase));
            }
        }
        let first = |at: usize| first_word(spaced[at].1);
        let order = ordered(spaced.len(), &|one, other| first(one).cmp(first(other)));
        Self { spaced: order.into_iter().map(|at| spaced[at as usize]).collect(), unspaced }
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
            let start = self.spaced.partition_point(|(_, phrase)| first_word(phrase) < word);
            let same = self.spaced[start..].iter().take_while(|(_, phrase)| first_word(phrase) == word);
            for &(at, phrase) in same {
                if found.is_none_or(|found| at < found) && follows(phrase) {
                    found = Some(at);
                }
            }
            rest = behind;
        }
        if !folded.is_ascii() {
            for &(at, phrase) in &self.unspaced {
                if found.is_none_or(|found| at < found) && folded.contains(phrase) {
                    found = Some(at);
                }
            }
        }
        found
    }
}

/// Ranges of what is in order of time in which at least so many different things lie within a window. A mailbox in which
/// that is usual needs more of them.
fn dense(timed: &[(i64, u32)], window: Window) -> Vec<Range<usize>> {
    let mut groups = Groups::default();
    let things: Vec<usize> = timed.iter().map(|&(_, thing)| groups.of(thing.into())).collect();
    let least = window.least.max(usual(timed, &things, groups.len(), window.seconds)) as usize;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut held, mut different) = (vec![0_u32; groups.len()], 0);
    let mut start = 0;
    for (end, &(epoch, _)) in timed.iter().enumerate() {
        let count = &mut held[things[end]];
        different += usize::from(*count == 0);
        *count += 1;
        while epoch.saturating_sub(timed[start].0) > window.seconds {
            let count = &mut held[things[start]];
            *count -= 1;
            different -= usize::from(*count == 0);
            start += 1;
        }
        if different < least {
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
/// the middle of these counts is what is usual. 0 where there are too few days to tell. The things are below `different`.
fn usual(timed: &[(i64, u32)], things: &[usize], different: usize, seconds: i64) -> u32 {
    // the counts of the days, which are in order as the times are
    let mut days: Vec<(i64, u32)> = Vec::new();
    // by thing the last window that it was seen in
    let mut seen = vec![None; different];
    let (mut bucket, mut count) = (None, 0);
    for (&(epoch, _), &thing) in timed.iter().zip(things) {
        let now = Some(epoch.div_euclid(seconds));
        if now != bucket {
            (bucket, count) = (now, 0);
            let day = epoch.div_euclid(DAY);
            if days.last().is_none_or(|&(last, _)| last != day) {
                days.push((day, 0));
            }
        }
        if seen[thing] != now {
            seen[thing] = now;
            count += 1;
        }
        if let Some((_, fullest)) = days.last_mut() {
            *fullest = count.max(*fullest);
        }
    }
    if days.len() < campaign::USUAL_DAYS as usize {
        return 0;
    }
    let mut fullest: Vec<u32> = days.into_iter().map(|(_, count)| count).collect();
    ascending(&mut fullest);
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
        let counts = CLASSES.into_iter().zip(self.view.by_class(rows)).filter(|&(_, count)| count > 0);
        counts.map(|(class, count)| words(class).with(&[("count", &count.to_string())])).collect()
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
        let mut found: Vec<[Vec<u32>; 3]> = vec![Default::default(); PROVIDERS.len()];
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
            found[number][group].push(index);
        }
        for ((number, groups), provider) in found.into_iter().enumerate().zip(PROVIDERS) {
            let Some(profile) = self.view.differences.profile(number) else { continue };
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
        ascending(&mut rows);
        if !rows.is_empty() {
            self.add(&statement::HIDDEN, &[("count", &rows.len().to_string())], &[], rows);
        }
    }

    fn bursts(&mut self, bursts: &[Burst]) {
        for at in largest(bursts.len(), &|at| bursts[at].rows.len()) {
            let burst = &bursts[at];
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
        self.several(&statement::PROVIDERS, &sign_in);
        self.several(&statement::REGISTRATIONS_MANY, &|class| class == EventClass::NewAccount);
        self.repeated(bursts);
        self.statements.len() > before
    }

    /// Different addresses of one domain that one provider wrote to.
    fn addresses(&mut self) {
        let people = &self.view.people;
        let domain = |person: u32| people[person as usize].rsplit_once('@').map_or("", |(_, domain)| domain);
        // the domains by address, numbered in their order
        let mut order = self.view.by_address.clone();
        sort(&mut order, &|one, other| domain(one).cmp(domain(other)));
        let (mut domains, mut number) = (vec![0_u32; people.len()], 0);
        for (at, &person) in order.iter().enumerate() {
            number += u32::from(at > 0 && domain(order[at - 1]) != domain(person));
            domains[person as usize] = number;
        }
        // by provider and domain the times with the addresses, and the rows
        type Members = (Vec<(i64, u32)>, Vec<u32>);
        let (mut groups, mut members): (Groups, Vec<Members>) = Default::default();
        for &(epoch, index) in &self.view.timed {
            let person = self.view.person(index);
            if person == NOBODY || domain(person).is_empty() {
                continue;
            }
            let group = groups.of(pair(self.view.record(index).provider, domains[person as usize]));
            if group == members.len() {
                members.push(Default::default());
            }
            members[group].0.push((epoch, person));
            members[group].1.push(index);
        }
        let mut found: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
        for group in groups.ordered() {
            let (timed, rows) = &members[group as usize];
            for range in dense(timed, ADDRESSES) {
                let mut tried: Vec<u32> = timed[range.clone()].iter().map(|&(_, person)| person).collect();
                sort(&mut tried, &|one, other| people[one as usize].cmp(&people[other as usize]));
                tried.dedup();
                found.push((tried, rows[range].to_vec()));
            }
        }
        for at in largest(found.len(), &|at| found[at].0.len()) {
            let (tried, rows) = &found[at];
            let Some(&person) = tried.first() else { continue };
            let Some(provider) = rows.first().and_then(|&index| self.view.provider(index)) else { continue };
            let count = tried.len().to_string();
            let mut listed: Vec<&str> =
                tried.iter().take(limits::LISTED).map(|&person| people[person as usize].as_str()).collect();
            if tried.len() > listed.len() {
                listed.push("…");
            }
            let (listed, span) = (listed.join(", "), self.span(rows));
            let values = [
                ("provider", provider.name),
                ("count", &count),
                ("domain", domain(person)),
                ("addresses", &listed),
                ("span", &span),
            ];
            self.add(&statement::ADDRESSES, &values, &[], rows.clone());
        }
    }

    /// Different providers that sent something of these kinds.
    fn several(&mut self, text: &StatementText, class: &dyn Fn(EventClass) -> bool) {
        let of_class: Vec<(i64, u32)> =
            self.view.timed.iter().copied().filter(|&(_, index)| class(self.view.class(index))).collect();
        let timed: Vec<(i64, u32)> =
            of_class.iter().map(|&(epoch, index)| (epoch, self.view.record(index).provider.into())).collect();
        let ranges = dense(&timed, SEVERAL);
        for at in largest(ranges.len(), &|at| ranges[at].len()) {
            let rows: Vec<u32> = of_class[ranges[at].clone()].iter().map(|&(_, index)| index).collect();
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
            let (mut by_address, mut members): (Groups, Vec<Vec<u32>>) = Default::default();
            for &index in &burst.rows {
                let record = self.view.record(index);
                if record.event().is_some_and(|event| is_code(event.class)) && !record.to.is_empty() {
                    let at = by_address.of(pair(record.provider, self.view.person(index)));
                    if at == members.len() {
                        members.push(Vec::new());
                    }
                    members[at].push(index);
                }
            }
            let least = BURSTS.first().map_or(usize::MAX, |window| window.least as usize);
            let ordered = by_address.ordered().into_iter().map(|at| std::mem::take(&mut members[at as usize]));
            groups.extend(ordered.filter(|rows| rows.len() >= least));
        }
        for at in largest(groups.len(), &|at| groups[at].len()) {
            let rows = &groups[at];
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

/// Every kind of event.
const CLASSES: [EventClass; 7] = [
    EventClass::SignInCode,
    EventClass::Code,
    EventClass::NewAccount,
    EventClass::PasswordReset,
    EventClass::SignInNotice,
    EventClass::Change,
    EventClass::Shared,
];

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

/// The numbers of the largest of many patterns, in their order.
fn largest(count: usize, size: &dyn Fn(usize) -> usize) -> impl Iterator<Item = usize> + use<> {
    let mut order = ordered(count, &|one, other| size(other).cmp(&size(one)));
    order.truncate(limits::PATTERNS);
    ascending(&mut order);
    order.into_iter().map(|at| at as usize)
}
