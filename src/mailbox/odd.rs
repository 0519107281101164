//! The odd one out: in what a message differs from those that claim the same provider.
//!
//! The measure is never the majority, which whoever floods a mailbox makes, but the messages whose origin is established
//! and that hold nothing hostile. So a genuine message among a hundred forgeries is never the odd one, and each of the
//! hundred is. A difference is named and never judged: no label comes from a neighbour.

use std::collections::{BTreeMap, BTreeSet};

use super::Records;
use super::names::{Name, Names};
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

/// What the established messages of a provider have in common. Each value with how many have it.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// How many there are.
    pub(super) count: u32,
    signers: BTreeMap<Name, u32>,
    hosts: BTreeMap<Name, u32>,
    organisations: BTreeMap<Name, u32>,
    /// Organisations by the host of From.
    by_host: BTreeMap<Name, BTreeMap<Name, u32>>,
}

/// The differences of all rows.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// By row; 0 where there is none.
    flags: Vec<u8>,
    /// By number of the provider.
    profiles: BTreeMap<usize, Profile>,
}

impl Differences {
    /// Compares every message with its neighbours. `copies` are the rows' originals.
    pub(super) fn find(rows: &Records, names: &Names, copies: &[u32]) -> Self {
        let mut profiles: BTreeMap<usize, Profile> = BTreeMap::new();
        let mut links: Links = BTreeMap::new();
        let mut leads: BTreeMap<(usize, &str), u32> = BTreeMap::new();
        for (index, record) in rows.iter() {
            let Some(number) = record.provider_number() else { continue };
            if !is_measure(record) || copies.get(index as usize).is_some_and(|&copy| copy != NONE) {
                continue;
            }
            profiles.entry(number).or_default().add(record);
            for domain in foreign(&mut links, names, record, number) {
                *leads.entry((number, domain)).or_default() += 1;
            }
        }
        let flags = rows.iter().map(|(index, record)| {
            let Some((number, profile)) = record.provider_number().and_then(|at| Some((at, profiles.get(&at)?))) else {
                return 0;
            };
            let counted = is_measure(record) && copies.get(index as usize).is_none_or(|&copy| copy == NONE);
            let own = u32::from(counted);
            let needed = if record.is_established() { GENUINE_NEIGHBOURS } else { NEIGHBOURS };
            if !record.claims || record.failure.is_some() || profile.count - own < needed {
                return 0;
            }
            let mut domains = foreign(&mut links, names, record, number).iter();
            let leads_apart = domains.any(|&domain| leads.get(&(number, domain)).copied().unwrap_or(0) <= own);
            profile.flags(record, names, own, leads_apart)
        });
        let flags = flags.collect();
        Self { flags, profiles }
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
        self.profiles.get(&number)
    }

    /// The differences of a row in words.
    pub(super) fn said(&self, index: usize, record: &Record, names: &Names) -> Vec<Text> {
        let flags = self.flags.get(index).copied().unwrap_or(0);
        let provider = record.provider();
        let profile = record.provider_number().and_then(|number| self.profiles.get(&number));
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
            (SIGNER, difference::SIGNER, record.signer, &profile.signers),
            (HOST, difference::HOST, record.host, &profile.hosts),
            (PATH, difference::PATH, record.path, &profile.organisations),
        ] {
            if flags & flag != 0 {
                said.push(sentence.with(&[("own", names.get(own)), ("others", &most(others, names))]));
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

/// The domains off the provider's own that lists of links lead to, by provider and list.
type Links<'n> = BTreeMap<(usize, Name), BTreeSet<&'n str>>;

fn foreign<'l, 'n>(
    links: &'l mut Links<'n>,
    names: &'n Names,
    record: &Record,
    number: usize,
) -> &'l BTreeSet<&'n str> {
    links.entry((number, record.links)).or_insert_with(|| {
        let hosts = PROVIDERS.get(number).into_iter().flat_map(|provider| elsewhere(names.get(record.links), provider));
        hosts.map(|host| domain::registrable(host).unwrap_or(host)).collect()
    })
}

/// The hosts of a list that are not the provider's own.
fn elsewhere<'n>(links: &'n str, provider: &'static Provider) -> impl Iterator<Item = &'n str> {
    links.lines().filter(move |host| provider::link_host(provider, host) != LinkHost::Own)
}

/// The values that most messages have, the most frequent first.
fn most(values: &BTreeMap<Name, u32>, names: &Names) -> String {
    let mut values: Vec<(Name, u32)> = values.iter().map(|(&name, &count)| (name, count)).collect();
    values.sort_by_key(|&(name, count)| (u32::MAX - count, name));
    let shown: Vec<&str> = values.iter().take(LISTED).map(|&(name, _)| names.get(name)).collect();
    shown.join(", ")
}

impl Profile {
    fn add(&mut self, record: &Record) {
        self.count += 1;
        let put = |values: &mut BTreeMap<Name, u32>, name: Name| {
            if !name.is_empty() {
                *values.entry(name).or_default() += 1;
            }
        };
        put(&mut self.signers, record.signer);
        put(&mut self.hosts, record.host);
        put(&mut self.organisations, record.organisation);
        put(self.by_host.entry(record.host).or_default(), record.organisation);
    }

    /// In what a message differs. `own` is how often it is in the profile itself.
    fn flags(&self, record: &Record, names: &Names, own: u32, leads_apart: bool) -> u8 {
        let mut flags = 0;
        let mut set = |flag: u8, differs: bool| flags |= if differs { flag } else { 0 };
        let unknown = |values: &BTreeMap<Name, u32>, name: Name| {
            !name.is_empty() && !values.is_empty() && !values.contains_key(&name)
        };
        let provider = record.provider();
        let owned = |host: Name| provider.is_some_and(|provider| provider::owns(provider, names.get(host)));
        if record.is_established() {
            // its proof, signer and host are the provider's by knowledge, whatever its neighbours have
            set(LINK, record.event().is_some() && leads_apart);
            let others = self.by_host.get(&record.host).map(|all| {
                let others =
                    all.iter().map(|(&name, &count)| (name, count - if name == record.organisation { own } else { 0 }));
                others.filter(|&(_, count)| count > 0).collect::<Vec<_>>()
            });
            let alone = others.is_some_and(|others| {
                matches!(others[..], [(name, count)] if name != record.organisation && count >= GENUINE_NEIGHBOURS)
            });
            let direct = record.delivery != Delivery::Forwarded && !record.organisation.is_empty();
            set(PATH, alone && direct && !owned(record.path));
            return flags;
        }
        set(PROOF, true);
        let signs = provider.is_some_and(|provider| provider::signs(provider, None, names.get(record.signer)));
        set(SIGNER, !signs && unknown(&self.signers, record.signer));
        let sends = provider.is_some_and(|provider| {
            let sender = provider::sender(names.get(record.from_address), names.get(record.host));
            sender.is_some_and(|(owner, _, _)| owner.id == provider.id)
        });
        set(HOST, !sends && unknown(&self.hosts, record.host));
        set(PATH, !owned(record.path) && unknown(&self.organisations, record.organisation));
        set(LINK, leads_apart);
        flags
    }
}
