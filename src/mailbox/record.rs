//! One message as a mailbox keeps it: what the table and the campaign need, in about a hundred bytes beside its texts.

use std::hash::{DefaultHasher, Hasher};

use sha2::{Digest, Sha256};

use super::names::{Name, Names};
use super::schema::{Account, Failure};
use crate::authentication::receiver::signer;
use crate::claim::Strength;
use crate::data::providers::{EventClass, EventKind, PROVIDERS, Provider};
use crate::data::receivers;
use crate::message::{Message, address, domain};
use crate::report::{Delivery, HeaderCheck, Label, LinkKind, Origin};
use crate::{Judged, limits};

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// What is kept of one message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Offset of its first byte in its file.
    pub(super) offset: u64,
    /// Its bytes there.
    pub(super) length: u64,
    /// Ordinal of its file.
    pub(super) file: u32,
    /// The row that carries it.
    pub(super) carrier: u32,
    /// Which carried messages lead to it: numbers with a dot between them.
    pub(super) inside: Name,
    /// What only a copy of it has too.
    pub(super) digest: u64,
    /// What tells one sending from another; 0 when nothing does.
    pub(super) sending: u64,
    /// When it was received, or else its Date.
    pub(super) epoch: Option<i64>,
    /// Whether that is when it was received.
    pub(super) received: bool,
    /// Whether its file quoted lines of it.
    pub(super) quoted: bool,
    /// Why there is no answer.
    pub(super) failure: Option<Failure>,
    pub(super) label: Label,
    pub(super) origin: Origin,
    pub(super) delivery: Delivery,
    /// Whether it presents itself as the provider; else it mentions it.
    pub(super) claims: bool,
    /// Whether `signer` was verified or attested; else it is only what a signature says of itself.
    pub(super) signed: bool,
    /// Number of the provider in [`PROVIDERS`], and of its event; [`u16::MAX`] when there is none.
    pub(super) provider: u16,
    pub(super) event: u16,
    pub(super) from_name: Name,
    pub(super) from_address: Name,
    pub(super) host: Name,
    pub(super) to: Name,
    /// The display name of To, which a copy that is handed on must not show.
    pub(super) to_name: Name,
    pub(super) subject: Name,
    /// A code with letters in it that stands in the Subject too: no rule for numbers masks it.
    pub(super) code: Name,
    pub(super) signer: Name,
    pub(super) selector: Name,
    pub(super) path: Name,
    /// The registrable domain of that host.
    pub(super) organisation: Name,
    /// Hosts of links, a line each.
    pub(super) links: Name,
}

impl Record {
    /// A record of a file or a message without an answer.
    pub(super) fn failed(file: u32, failure: Failure) -> Self {
        Self {
            offset: 0,
            length: 0,
            file,
            carrier: NONE,
            inside: Name::EMPTY,
            digest: 0,
            sending: 0,
            epoch: None,
            received: false,
            quoted: false,
            failure: Some(failure),
            label: Label::NotConfirmed,
            origin: Origin::NotConfirmed,
            delivery: Delivery::Unknown,
            claims: false,
            signed: false,
            provider: u16::MAX,
            event: u16::MAX,
            from_name: Name::EMPTY,
            from_address: Name::EMPTY,
            host: Name::EMPTY,
            to: Name::EMPTY,
            to_name: Name::EMPTY,
            subject: Name::EMPTY,
            code: Name::EMPTY,
            signer: Name::EMPTY,
            selector: Name::EMPTY,
            path: Name::EMPTY,
            organisation: Name::EMPTY,
            links: Name::EMPTY,
        }
    }

    /// What is kept of a message that was judged.
    pub(super) fn of(judged: &Judged, names: &mut Names) -> Self {
        let summary = &judged.summary;
        let mut keep = |text: &str| names.add_cut(text, limits::MAILBOX_TEXT_BYTES);
        let author = summary.from.as_ref();
        let recipient = summary.to.first();
        let (from, selector, signed) = signature(judged);
        let path = sending_host(judged);
        let event = judged.claim.provider.zip(judged.claim.event);
        let event = event.and_then(|(provider, event)| provider.events.iter().position(|one| one.id == event.id));
        Self {
            failure: None,
            digest: judged.message.as_ref().map_or(0, digest),
            sending: sending(judged),
            epoch: summary.received_epoch.or(summary.date_epoch),
            received: summary.received_epoch.is_some(),
            label: judged.decision.label,
            origin: judged.decision.origin,
            delivery: judged.decision.delivery,
            claims: judged.claim.strength == Strength::Strong,
            signed,
            provider: judged.claim.provider.map_or(u16::MAX, number),
            event: event.map_or(u16::MAX, |at| at as u16),
            from_name: keep(author.map_or("", |author| &author.name)),
            from_address: keep(author.map_or("", |author| &author.address)),
            host: keep(author.map_or("", |author| &author.host)),
            to: keep(&recipient.map_or_else(|| reader(judged), |to| to.address.clone())),
            to_name: keep(recipient.map_or("", |to| &to.name)),
            subject: keep(summary.subject.as_deref().unwrap_or("")),
            code: keep(code_of_subject(judged)),
            signer: keep(&from),
            selector: keep(&selector),
            organisation: keep(domain::registrable(&path).unwrap_or("")),
            path: keep(&path),
            links: keep(&link_hosts(judged)),
            ..Self::failed(0, Failure::NoMessage)
        }
    }

    /// The claimed provider.
    pub(super) fn provider(&self) -> Option<&'static Provider> {
        PROVIDERS.get(usize::from(self.provider))
    }

    /// The number of the claimed provider.
    pub(super) fn provider_number(&self) -> Option<usize> {
        (self.provider != u16::MAX).then_some(usize::from(self.provider))
    }

    /// The number of the event among its provider's.
    pub(super) fn event_number(&self) -> Option<usize> {
        (self.event != u16::MAX).then_some(usize::from(self.event))
    }

    /// The event that it reports.
    pub(super) fn event(&self) -> Option<&'static EventKind> {
        self.provider()?.events.get(usize::from(self.event))
    }

    /// Whether a signature, a seal or the receiver's word for a signature stands behind the sender. A permitted host
    /// alone is not enough here: others send from it as well.
    pub(super) fn is_established(&self) -> bool {
        self.claims && matches!(self.origin, Origin::Proved | Origin::Sealed | Origin::Attested)
    }

    /// Whose account the event is about, where its mail tells.
    pub(super) fn account(&self) -> Option<Account> {
        match self.event()?.class {
            EventClass::NewAccount => Some(Account::New),
            EventClass::SignInCode | EventClass::PasswordReset | EventClass::SignInNotice | EventClass::Change => {
                Some(Account::Existing)
            }
            EventClass::Code | EventClass::Shared => None,
        }
    }
}

fn number(provider: &'static Provider) -> u16 {
    PROVIDERS.iter().position(|one| one.id == provider.id).map_or(u16::MAX, |at| at as u16)
}

/// A hash of the message. It need not withstand who searches for two messages of one hash: what the receiver puts on top,
/// its id and the time, is known to nobody beforehand and is as good as a key.
fn digest(message: &Message) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(message.bytes);
    hasher.finish()
}

/// The signing domain with its selector, and whether it was verified here or is attested.
fn signature(judged: &Judged) -> (String, String, bool) {
    let signatures = &judged.authentication.signatures;
    let selector = |domain: &str| {
        let of_domain = signatures.iter().find(|signature| signature.domain.eq_ignore_ascii_case(domain));
        of_domain.map_or_else(String::new, |signature| signature.selector.clone())
    };
    let proved = judged.standing.proved_by.and_then(|index| signatures.get(index));
    let verified = || signatures.iter().find(|one| one.aligned && one.header == HeaderCheck::Verified);
    if let Some(signature) = proved {
        return (signature.domain.clone(), signature.selector.clone(), true);
    }
    let host = judged.author.mailboxes.first().map_or("", |author| author.host.as_str());
    let set = judged.standing.sealed_by.and_then(|index| judged.authentication.arc.get(index));
    let sealed = set.and_then(|set| {
        let mut passed = set.results.iter().filter(|result| result.method == "dkim" && result.result == "pass");
        passed.find_map(|result| signer(result).filter(|own| domain::aligned(own, host)).map(str::to_owned))
    });
    if let Some(own) = sealed.or_else(|| judged.attestation.signed_by.first().cloned()) {
        let selector = selector(&own);
        return (own, selector, true);
    }
    match (verified(), signatures.first()) {
        (Some(own), _) => (own.domain.clone(), own.selector.clone(), true),
        (None, Some(first)) => (first.domain.clone(), first.selector.clone(), false),
        (None, None) => Default::default(),
    }
}

/// What tells one sending from another: the signature that the author's domain made for it, or else the Message-ID,
/// which anyone may repeat.
fn sending(judged: &Judged) -> u64 {
    let signatures = &judged.authentication.signatures;
    let proved = judged.standing.proved_by.and_then(|index| signatures.get(index));
    let own = proved.or_else(|| signatures.iter().find(|signature| signature.aligned));
    let field = own.zip(judged.message.as_ref()).and_then(|(own, message)| {
        let field = message.bytes.get(own.span.start as usize..own.span.end as usize)?;
        Some(field.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>())
    });
    let id = || judged.summary.message_id.as_ref().map(|id| id.as_bytes().to_vec());
    let start_of = |told: Vec<u8>| Sha256::digest(told).first_chunk().copied().map_or(0, u64::from_be_bytes);
    field.or_else(id).map_or(0, start_of)
}

/// The reader as the receiver names it; empty when it does not.
fn reader(judged: &Judged) -> String {
    let Some(message) = &judged.message else { return String::new() };
    let written = message.fields().iter().enumerate().filter(|(index, _)| judged.block.trusts(*index));
    let named = written.filter_map(|(index, field)| {
        if receivers::RECIPIENT_FIELDS.iter().any(|name| field.is(name)) {
            Some(field.unfolded())
        } else if field.is("Received") {
            judged.block.received(index).and_then(|received| received.for_address.clone())
        } else {
            None
        }
    });
    named.flat_map(|text| address::scan(&text)).next().unwrap_or_default()
}

/// The first code of the text that stands in the Subject too and is no mere number.
fn code_of_subject<'a>(judged: &'a Judged) -> &'a str {
    let subject = judged.summary.subject.as_deref().unwrap_or("");
    let codes = judged.content.report.codes.iter().map(|code| code.trim());
    let telling = |code: &&str| code.len() >= 3 && code.contains(char::is_alphabetic) && subject.contains(code);
    codes.into_iter().find(telling).unwrap_or("")
}

/// The host that handed the message to the receiver: by its address's name, or as it greeted.
fn sending_host(judged: &Judged) -> String {
    let Some(client) = judged.block.boundary.and_then(|at| judged.block.received(at)) else { return String::new() };
    let named = client.from_name.as_ref().filter(|name| !name.is_empty()).unwrap_or(&client.from);
    if named.is_empty() {
        return client.from_address.map_or_else(String::new, |address| address.to_string());
    }
    address::ascii_host(named)
}

/// The hosts that links lead to, a line each.
fn link_hosts(judged: &Judged) -> String {
    let mut hosts: Vec<&str> = Vec::new();
    for link in &judged.content.report.links {
        if link.kind != LinkKind::NotWeb && !link.host.is_empty() && !hosts.contains(&link.host.as_str()) {
            hosts.push(&link.host);
            if hosts.len() == limits::MAILBOX_LINK_HOSTS {
                break;
            }
        }
    }
    hosts.join("\n")
}
