//! The odd one out: in what a message differs from those that claim the same provider.
//!
//! The measure is never the majority, which whoever floods a mailbox makes, but the messages whose origin is established
//! and that hold nothing hostile. So a genuine message among a hundred forgeries is never the odd one, and each of the
//! hundred is. A difference is named and never judged: no label comes from a neighbour.

use super::Records;
use super::names::{Name, Names};
use super::order::{Counts, Groups, ordered, pair};
use super::record::{NONE, Record};
use crate::claim::provider::{self, LinkHost};
use crate::data::campaign::{GENUINE_NEIGHBOURS, NEIGHBOURS, difference};
use crate::data::providers::{PROVIDERS, Provider};
use crate::message::domain;
use crate::report::{Delivery, Label, Origin, Text};

/// Nothing establishes the origin, or only the sending host does.
const PROOF: u8 = 1;
/// Signed for another domain.
const SIGNER: u8 = 1 << 1;
/// Sent from another host.
const HOST: u8 = 1 << 2;
/// Handed over by another organisation.
const PATH: u8 = 1 << 3;
/// Leads elsewhere.
const LINK: u8 = 1 << 4;

/// Names that a sentence lists.
const LISTED: usize = 3;

/// The kinds of values that are counted.
const KINDS: [fn(&Record) -> Name; 3] = [|record| record.signer, |record| record.host, |record| record.organisation];

/// What the established messages of a provider have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// How many there are.
    pub(super) count: u32,
    /// Of each of the [`KINDS`] the values that most messages have, the most frequent first.
    most: [Vec<Name>; KINDS.len()],
}

/// The differences of all rows.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// By row; 0 where there is none.
    flags: Vec<u8>,
    /// By number of the provider.
    profiles: Vec<Profile>,
}

impl Differences {
    /// Compares every message with its neighbours. `copies` are the rows' originals.
    pub(super) fn find(rows: &Records, names: &Names, copies: &[u32]) -> Self {
        let mut neighbours = Neighbours {
            names,
            profiles: vec![Profile::default(); PROVIDERS.len()],
            values: Counts::default(),
            at_host: Counts::default(),
            organisations: Counts::default(),
            links: Groups::default(),
            domains: Vec::new(),
            texts: Names::default(),
            leads: Counts::default(),
        };
        let counted = |index: u32, record: &Record| {
            is_measure(record) && copies.get(index as usize).is_none_or(|&copy| copy == NONE)
        };
        for (index, record) in rows.iter() {
            if let Some(number) = record.provider_number().filter(|_| counted(index, record)) {
                neighbours.add(number, record);
            }
        }
        neighbours.rank();
        let mut flags = Vec::with_capacity(rows.len());
        for (index, record) in rows.iter() {
            let own = u32::from(counted(index, record));
            flags.push(record.provider_number().map_or(0, |number| neighbours.flags(number, record, own)));
        }
        Self { flags, profiles: neighbours.profiles }
    }

    /// Bytes that they take, without the few of the profiles.
    pub(super) fn bytes(&self) -> usize {
        self.flags.capacity()
    }

    /// Whether a row differs.
    pub(super) fn is_odd(&self, index: u32) -> bool {
        self.flags.get(index as usize).is_some_and(|&flags| flags != 0)
    }

    /// What the established messages of a provider have in common.
    pub(super) fn profile(&self, number: usize) -> Option<&Profile> {
        self.profiles.get(number).filter(|profile| profile.count > 0)
    }

    /// The differences of a row in words.
    pub(super) fn said(&self, index: usize, record: &Record, names: &Names) -> Vec<Text> {
        let flags = self.flags.get(index).copied().unwrap_or(0);
        let provider = record.provider();
        let profile = record.provider_number().and_then(|number| self.profile(number));
        let (Some(provider), Some(profile)) = (provider, profile) else { return Vec::new() };
        let count = profile.count.to_string();
        let mut said = Vec::new();
        if flags & PROOF != 0 {
            let sentence = match record.origin {
                Origin::Contradicted => difference::CONTRADICTED,
                Origin::AttestedWeak => difference::WEAK,
                _ => difference::PROOF,
            };
            said.push(sentence.with(&[("count", &count), ("provider", provider.name)]));
        }
        for (flag, sentence, own, others) in [
            (SIGNER, difference::SIGNER, record.signer, &profile.most[0]),
            (HOST, difference::HOST, record.host, &profile.most[1]),
            (PATH, difference::PATH, record.path, &profile.most[2]),
        ] {
            if flags & flag != 0 {
                let others: Vec<&str> = others.iter().map(|&name| names.get(name)).collect();
                said.push(sentence.with(&[("own", names.get(own)), ("others", &others.join(", "))]));
            }
        }
        if flags & LINK != 0 {
            let hosts: Vec<&str> = elsewhere(names.get(record.links), provider).take(LISTED).collect();
            said.push(difference::LINK.with(&[("own", &hosts.join(", "))]));
        }
        said
    }
}

/// Whether a message is one of those that others are measured by.
fn is_measure(record: &Record) -> bool {
    record.failure.is_none() && record.is_established() && record.label == Label::GenuineSender
}

/// The hosts of a list that are not the provider's own.
fn elsewhere<'n>(links: &'n str, provider: &'static Provider) -> impl Iterator<Item = &'n str> {
    links.lines().filter(move |host| provider::link_host(provider, host) != LinkHost::Own)
}

/// What messages are compared with.
struct Neighbours<'n> {
    names: &'n Names,
    /// By number of the provider.
    profiles: Vec<Profile>,
    /// Values by their kind and provider.
    values: Counts,
    /// Messages with an organisation, by provider and host of From.
    at_host: Counts,
    /// Organisations by the number of those two.
    organisations: Counts,
    /// Lists of links by provider, each with the domains off the provider's own that it leads to.
    links: Groups,
    domains: Vec<Vec<Name>>,
    /// The texts of these domains.
    texts: Names,
    /// Messages by provider and domain.
    leads: Counts,
}

/// A value of a provider's messages as a key.
fn value(kind: usize, number: usize, name: Name) -> u64 {
    pair((kind << 16 | number) as u32, name.index() as u32)
}

impl Neighbours<'_> {
    /// Takes a message into the measure.
    fn add(&mut self, number: usize, record: &Record) {
        self.profiles[number].count += 1;
        for (kind, of) in KINDS.iter().enumerate() {
            if !of(record).is_empty() {
                self.values.add(value(kind, number, of(record)));
            }
        }
        if !record.organisation.is_empty() {
            let (place, _) = self.at_host.add(value(0, number, record.host));
            let (_, count) = self.organisations.add(pair(place as u32, record.organisation.index() as u32));
            if count == 1 {
                // another organisation at this host
                self.at_host.add(value(1, number, record.host));
            }
        }
        let list = self.foreign(number, record);
        for &domain in &self.domains[list] {
            self.leads.add(value(0, number, domain));
        }
    }

    /// Finds the most frequent values.
    fn rank(&mut self) {
        let values = &self.values;
        let most = ordered(values.groups.len(), &|one, other| {
            let key = |at: usize| (u32::MAX - values.count(at), values.groups.key(at));
            key(one).cmp(&key(other))
        });
        for at in most {
            let key = values.groups.key(at as usize);
            let (kind, number) = ((key >> 48) as usize, (key >> 32) as usize & usize::from(u16::MAX));
            let listed = &mut self.profiles[number].most[kind];
            if listed.len() < LISTED {
                listed.push(Name::numbered(key as u32));
            }
        }
    }

    /// The number of the domains that a message's links lead to.
    fn foreign(&mut self, number: usize, record: &Record) -> usize {
        let list = self.links.of(value(0, number, record.links));
        if list == self.domains.len() {
            let mut domains = Vec::new();
            let links = self.names.get(record.links);
            for host in PROVIDERS.get(number).into_iter().flat_map(|provider| elsewhere(links, provider)) {
                let domain = self.texts.add(domain::registrable(host).unwrap_or(host));
                if !domains.contains(&domain) {
                    domains.push(domain);
                }
            }
            self.domains.push(domains);
        }
        list
    }

    /// In what a message differs. `own` is how often it is in the measure itself.
    fn flags(&mut self, number: usize, record: &Record, own: u32) -> u8 {
        let count = self.profiles.get(number).map_or(0, |profile| profile.count);
        let needed = if record.is_established() { GENUINE_NEIGHBOURS } else { NEIGHBOURS };
        // without a single one there is no profile, whatever is needed
        if count == 0 || !record.claims || record.failure.is_some() || count - own < needed {
            return 0;
        }
        let list = self.foreign(number, record);
        let leads_apart = self.domains[list].iter().any(|&domain| self.leads.of(value(0, number, domain)) <= own);
        let names = self.names;
        let mut flags = 0;
        let mut set = |flag: u8, differs: bool| flags |= if differs { flag } else { 0 };
        let unknown = |kind: usize| {
            let name = KINDS[kind](record);
            !name.is_empty()
                && !self.profiles[number].most[kind].is_empty()
                && self.values.of(value(kind, number, name)) == 0
        };
        let provider = record.provider();
        let owned = |host: Name| provider.is_some_and(|provider| provider::owns(provider, names.get(host)));
        if record.is_established() {
            // its proof, signer and host are the provider's by knowledge, whatever its neighbours have
            set(LINK, record.event().is_some() && leads_apart);
            let direct = record.delivery != Delivery::Forwarded && !record.organisation.is_empty();
            set(PATH, direct && self.is_alone(number, record, own) && !owned(record.path));
            return flags;
        }
        set(PROOF, true);
        let signs = provider.is_some_and(|provider| provider::signs(provider, None, names.get(record.signer)));
        set(SIGNER, !signs && unknown(0));
        let sends = provider.is_some_and(|provider| {
            let sender = provider::sender(names.get(record.from_address), names.get(record.host));
            sender.is_some_and(|(owner, _, _)| owner.id == provider.id)
        });
        set(HOST, !sends && unknown(1));
        set(PATH, !owned(record.path) && unknown(2));
        set(LINK, leads_apart);
        flags
    }

    /// Whether all others of its host came from one and the same other organisation, and are enough to tell.
    fn is_alone(&self, number: usize, record: &Record, own: u32) -> bool {
        let Some(place) = self.at_host.groups.find(value(0, number, record.host)) else { return false };
        let same = self.organisations.of(pair(place as u32, record.organisation.index() as u32));
        let different = self.at_host.of(value(1, number, record.host)) - u32::from(same > 0);
        same <= own && different == 1 && self.at_host.count(place) - same >= GENUINE_NEIGHBOURS
    }
}
