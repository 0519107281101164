//! Whom a message claims to be from, and how its From address fits that claim.
//!
//! A name in passing is not a claim: [`Strength`] tells a sender that calls itself the provider from
//! one that mentions it. Only a [`Strength::Strong`] claim may contradict a message.

pub mod event;
pub mod fold;
mod gist;
pub mod lookalike;
pub mod naming;
pub mod provider;

use std::cell::OnceCell;

use crate::data::providers::{EventKind, MAILBOXES, MEANS, PASSED_ON, Program, Provider, Sender, Service};
use crate::message::lower_case;
use crate::report::{self, ClaimSign, HostRelation};
use fold::fold;
use gist::Gist;
use lookalike::{Host, Likeness};
use naming::Naming;

/// The identity of a message as a mail program shows it.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The display name of From, decoded; empty when there is none.
    pub display_name: &'a str,
    /// The address of From; empty when none could be read.
    pub address: &'a str,
    /// The address's host in ASCII form and lower case.
    pub host: &'a str,
    /// The Subject, decoded.
    pub subject: &'a str,
    /// The visible text of the body, when one was supplied.
    pub text: Option<&'a str>,
}

/// How firmly a message claims a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It does not.
    None,
    /// It mentions the provider: an employer, a partner, a newsletter. Never a contradiction.
    Weak,
    /// It presents itself as the provider, or comes from the provider's own domain.
    Strong,
}

/// Whom a message claims to be from.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The claimed provider.
    pub provider: Option<&'static Provider>,
    /// The service that the From address belongs to, when the address is an exact sender of it.
    pub service: Option<&'static Service>,
    /// The entry of that exact sender: whether it sends codes, and whether a third party writes in it.
    pub sender: Option<&'static Sender>,
    /// Why it is taken as a claim.
    pub signs: Vec<ClaimSign>,
    /// How firm the claim is.
    pub strength: Strength,
    /// How the From host relates to the provider.
    pub relation: HostRelation,
    /// In which way the host looks like the provider's.
    pub likeness: Option<Likeness>,
    /// The event that it reports.
    pub event: Option<&'static EventKind>,
    /// Whether the display name or the address writes the provider's name in other characters that look the same.
    pub disguised: bool,
    /// Whether the display name or the Subject holds characters that draw nothing or turn the direction.
    pub invisible: bool,
    /// Whether a word of the display name mixes Latin with Cyrillic or Greek letters.
    pub mixed_scripts: bool,
    /// Whether the Subject is an answer or was passed on, so that its words are another message's.
    pub passed_on: bool,
    /// Whether From is in the form in which a mailing list names the writer before its own address.
    pub through_list: bool,
}

impl Claim {
    /// The claim as the report shows it.
    pub fn report(&self) -> report::Claim {
        let name = self.provider.map_or("", |provider| provider.name);
        report::Claim {
            provider: self.provider.map(|provider| provider.id.into()),
            provider_name: self.provider.map(|provider| provider.name.into()),
            service: self.service.map(|service| service.name.into()),
            because: self.signs.clone(),
            host: self.relation,
            event: self.event.map(|event| report::Event {
                id: event.id.into(),
                title: event.title(),
                proves: event.proves(name),
                does_not_prove: event.does_not_prove(name),
                password_known: event.password_known,
                source: event.source.into(),
            }),
        }
    }
}

/// An identity, folded once for the comparison with every provider.
struct Read<'a> {
    identity: &'a Identity<'a>,
    host: Host<'a>,
    name: String,
    local: String,
    subject: Folded,
    /// The visible text, folded when it is first asked for.
    text: OnceCell<Folded>,
    passed_on: bool,
    through_list: bool,
}

/// A folded text with its gist.
struct Folded {
    text: String,
    gist: Gist,
}

impl Folded {
    fn of(text: &str) -> Self {
        let text = fold(text);
        Self { gist: Gist::of([&*text]), text }
    }
}

impl Read<'_> {
    fn text(&self) -> &Folded {
        self.text.get_or_init(|| Folded::of(self.identity.text.unwrap_or("")))
    }
}

/// One provider as a candidate.
struct Candidate {
    provider: &'static Provider,
    signs: Vec<ClaimSign>,
    strength: Strength,
    likeness: Option<Likeness>,
}

/// Decides whom a message claims to be from. Reads nothing but the identity: where it came from and
/// whether that holds is for the verdict.
///
/// An exact sender of a provider is that provider's, whatever it calls itself: many of their services
/// let other people fill in the display name. Else the firmest candidate is taken.
pub fn identify(identity: &Identity) -> Claim {
    let local = identity.address.rsplit_once('@').map_or("", |(local, _)| local);
    let through_list = is_through_list(identity);
    let read = Read {
        identity,
        host: Host::read(identity.host),
        name: naming::name_words(identity.display_name),
        local: fold(local),
        subject: Folded::of(identity.subject),
        text: OnceCell::new(),
        passed_on: through_list || is_passed_on(identity.subject),
        through_list,
    };
    let exact = provider::sender(identity.address, identity.host);

    let mut best: Option<Candidate> = None;
    for provider in gist::candidates(&read) {
        let candidate = match exact {
            Some((owner, _, _)) if owner.id != provider.id => continue,
            _ => examine(provider, &read),
        };
        let better = |best: &Candidate| rank(&candidate) > rank(best);
        if candidate.strength > Strength::None && best.as_ref().is_none_or(better) {
            best = Some(candidate);
        }
    }
    let invisible = |text: &str| !text.is_ascii() && text.chars().any(fold::is_invisible);
    let mut claim = Claim {
        provider: None,
        service: None,
        sender: None,
        signs: Vec::new(),
        strength: Strength::None,
        relation: HostRelation::None,
        likeness: None,
        event: None,
        disguised: false,
        invisible: invisible(identity.display_name) || invisible(identity.subject),
        mixed_scripts: fold::mixes_scripts(identity.display_name),
        passed_on: read.passed_on,
        through_list,
    };
    let Some(best) = best else { return claim };
    let named = best.signs.contains(&ClaimSign::DisplayName);
    let shown = if named { lower_case(identity.display_name) } else { String::new() };
    claim.disguised = best.likeness == Some(Likeness::Confusable)
        || named
            && !best.provider.plain.iter().any(|plain| shown.contains(plain))
            && !best.provider.names.iter().any(|known| known == read.name);
    claim.relation = provider::relation(best.provider, identity.address, &read.host);
    claim.service = exact.map(|(_, service, _)| service);
    claim.sender = exact.map(|(_, _, sender)| sender);
    claim.event = event::recognise(best.provider, claim.service, &read.subject, read.text());
    claim.provider = Some(best.provider);
    claim.signs = best.signs;
    claim.strength = best.strength;
    claim.likeness = best.likeness;
    claim
}

/// Which of two candidates counts: the firmer; then who is named as the sender; then who has more signs.
fn rank(candidate: &Candidate) -> (Strength, bool, usize) {
    (candidate.strength, candidate.signs.contains(&ClaimSign::DisplayName), candidate.signs.len())
}

fn examine(provider: &'static Provider, read: &Read) -> Candidate {
    let Read { identity, host, name, local, subject, passed_on, through_list, .. } = read;
    let likeness = lookalike::likeness(host, provider);
    let mut signs = Vec::new();
    let mut strength = Strength::None;
    let mut sign = |sign, firm| {
        signs.push(sign);
        strength = strength.max(firm);
    };
    if provider::is_own(provider, identity.address, host) {
        sign(ClaimSign::SenderHost, Strength::Strong);
    }
    let named = naming::naming(provider, identity.display_name, name);
    match named {
        // A list puts its own address in From and names the writer: "'PayPal' via Support".
        Naming::Whole if *through_list => sign(ClaimSign::DisplayName, Strength::Weak),
        Naming::Whole if is_written_by_program(provider, read) || is_label(provider, read) => {
            sign(ClaimSign::DisplayName, Strength::Weak);
        }
        Naming::Whole => sign(ClaimSign::DisplayName, Strength::Strong),
        // "Chase" alone is a person, until the Subject speaks of a Chase account as well. A person has the name in the
        // address, too, and pays: there only the template tells.
        Naming::Mentioned if provider.ordinary.contains(name) => {
            let spoken_of = || event::holds(&fold::fold_unaccented(identity.subject), name);
            let telling =
                if local == name { is_template(provider, subject) } else { naming::is_telling(&subject.text) };
            let firm = !passed_on && spoken_of() && telling;
            sign(ClaimSign::DisplayName, if firm { Strength::Strong } else { Strength::Weak });
        }
        Naming::Mentioned => sign(ClaimSign::DisplayName, Strength::Weak),
        Naming::Not => {}
    }
    match likeness {
        Some(Likeness::Confusable | Likeness::WholeDomain | Likeness::Combined) => {
            sign(ClaimSign::AddressText, Strength::Strong);
        }
        Some(_) => sign(ClaimSign::AddressText, Strength::Weak),
        // "paypal-support@", but not "paypal@": people name their addresses after shops.
        None => {
            let word = provider.brands.iter().any(|word| event::places(local, word).next().is_some());
            let naming = if word { naming::naming(provider, local, local) } else { Naming::Not };
            let alone = provider.brands.contains(local);
            match naming {
                Naming::Whole if !alone && !*through_list => sign(ClaimSign::AddressText, Strength::Strong),
                Naming::Whole | Naming::Mentioned => sign(ClaimSign::AddressText, Strength::Weak),
                Naming::Not => {}
            }
        }
    }
    // The provider's template, from a sender without a name of its own. An answer carries the Subject
    // of another message, and who warns of a mail, asks about it or writes of it has a name.
    if !passed_on && names(provider, &subject.text) {
        let in_subject = is_template(provider, subject);
        let in_text = provider.events.iter().any(|event| event::longest(event.text, read.text()) > 0);
        let nameless = naming::all_service_words(name.split(' '), provider)
            && (!name.is_empty() || naming::all_service_words(local.split(' '), provider));
        if in_subject {
            let firm = nameless || named != Naming::Not && in_text;
            sign(ClaimSign::Subject, if firm { Strength::Strong } else { Strength::Weak });
        }
        if in_text {
            sign(ClaimSign::Text, Strength::Weak);
        }
    }
    // From a host that many firms share, an address tells nothing for one of them and nothing against it.
    if provider::sends_through(provider, host.name()) {
        strength = strength.min(Strength::Weak);
    }
    Candidate { provider, signs, strength, likeness }
}

/// Whether the display name is that of a program which reports about a message, or tries the account that it was set up
/// with. The address is that of whoever runs it, and so is the message.
fn is_written_by_program(provider: &Provider, read: &Read) -> bool {
    let reports = |program: &Program| read.passed_on && program.locals.contains(&read.local);
    let mut programs = provider.programs.iter().filter(|program| program.name == read.name);
    programs.any(|program| reports(program) || program.subjects.contains(&read.subject.text))
}

/// Whether a display name is one that people give themselves: a single letter, or the brand of the mailbox that they
/// write from. Where the address or the Subject speaks as a firm does, it is none.
fn is_label(provider: &Provider, read: &Read) -> bool {
    let Read { host, name, local, subject, .. } = read;
    let brand = || MAILBOXES.contains(&host.name()) && name.strip_prefix("my ").unwrap_or(name) == host.joined();
    let speaks_as_firm = |local: &str| {
        let named = naming::naming(provider, local, local) == Naming::Whole;
        named || naming::all_service_words(local.split(' '), provider) || naming::is_telling(local)
    };
    (name.len() == 1 || brand())
        && (local == name || !speaks_as_firm(local))
        && !naming::is_telling(&subject.text)
        && !is_template(provider, subject)
}

/// Whether a Subject is one of those of the provider's events.
fn is_template(provider: &Provider, subject: &Folded) -> bool {
    provider.events.iter().any(|event| event::longest(event.subject, subject) > 0)
}

/// Whether a folded Subject names the provider. A name that ordinary people and firms bear too does not: a Subject has
/// room for "steam", "chase" and "stripe" as words. Nor does a means to sign in to somebody else.
fn names(provider: &Provider, folded: &str) -> bool {
    let named = |word: &str| {
        let left_out = |rest: String, means: &&str| rest.replace(&[means, " ", word].concat(), " ");
        event::holds(folded, word) && event::holds(&MEANS.iter().fold(folded.to_owned(), left_out), word)
    };
    provider.brands.iter().chain(provider.common).any(named)
}

/// Whether the display name is a writer's as a mailing list gives it. Groups at Google put the writer in single
/// quotation marks; others end with the list's name, which is in its address too, or with its host, where the address is
/// made of the writer's. LISTSERV leaves the name alone and makes an address for the writer.
fn is_through_list(identity: &Identity) -> bool {
    if MAILBOXES.contains(&identity.host) {
        return false;
    }
    let local = identity.address.rsplit_once('@').map_or("", |(local, _)| local);
    is_made_by_listserv(local) || names_list(identity, local)
}

/// Whether a list stands behind the writer's name, as in `'Jo Roe' via Support` or `Jo Roe (via dev)`.
fn names_list(identity: &Identity, local: &str) -> bool {
    let parts = |word: &[u8]| word.eq_ignore_ascii_case(b"via ");
    if !identity.display_name.as_bytes().windows(4).any(parts) {
        return false;
    }
    let shown: String = identity.display_name.chars().take(fold::FOLDED_CHARS).flat_map(char::to_lowercase).collect();
    let Some((writer, list)) = shown.rsplit_once(" via ").or_else(|| shown.rsplit_once(" (via ")) else { return false };
    let writer = writer.trim();
    let quoted = writer.len() > 2 && writer.starts_with('\'') && writer.ends_with('\'');
    let local: String = fold(local).split(' ').collect();
    let own = |word: &str| {
        word == identity.host && identity.address.contains('=')
            || !word.contains('@') && fold(word).split(' ').any(|part| part.len() >= 3 && local.contains(part))
    };
    quoted || list.trim_end_matches(')').split_whitespace().any(own)
}

/// Whether this stands before the `@` where LISTSERV puts an address in the place of a writer's:
/// `00001a2b3c4d5e6f-dmarc-request`.
fn is_made_by_listserv(local: &str) -> bool {
    let number = local.to_ascii_lowercase().strip_suffix("-dmarc-request").map(str::to_owned);
    number.is_some_and(|number| number.len() >= 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a Subject starts with the mark of an answer, of a message passed on or of a report about one. A list or a
/// ticket system puts its own mark before it, in brackets.
fn is_passed_on(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    while let Some((_, behind)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = behind.trim_start();
    }
    rest.split_once([':', '：']).is_some_and(|(mark, _)| {
        // some programs count the answers: "Re[2]:", "Re(2):"
        let mark = mark.split(['[', '(']).next().unwrap_or_default();
        PASSED_ON.contains(&fold(mark).as_str())
    })
}
