//! How names and addresses relate to the providers.

use super::event::holds;
use super::fold::fold;
use super::lookalike::{self, Host};
use crate::data::providers::{MAILBOXES, PROVIDERS, Provider, SERVICE_WORDS, Sender, Service, TELLING_WORDS, Words};
use crate::data::receivers;
use crate::message::domain::is_under;
use crate::report::HostRelation;

/// The provider whose exact sender this is, with the service and the entry.
pub fn sender(address: &str, host: &str) -> Option<(&'static Provider, &'static Service, &'static Sender)> {
    let all = PROVIDERS.iter().flat_map(|provider| {
        provider
            .services
            .iter()
            .flat_map(move |service| service.senders.iter().map(move |sender| (provider, service, sender)))
    });
    let fits = all.filter(|(_, _, sender)| sender.host == host);
    // An entry that names the address knows more about it than one for the whole host.
    fits.filter_map(|found| {
        let named = found.2.addresses.iter().any(|known| known.eq_ignore_ascii_case(address));
        (named || found.2.addresses.is_empty()).then_some((named, found))
    })
    .max_by_key(|(named, _)| *named)
    .map(|(_, found)| found)
}

/// Whether a From address is at the provider's own domains, and no mailbox or page that anybody can open there.
pub(super) fn is_own(provider: &Provider, address: &str, read: &Host) -> bool {
    // Every exact sender is under a domain of its provider, so most providers are done after this line.
    owns(provider, read.name())
        && matches!(relation(provider, address, read), HostRelation::Allowed | HostRelation::SameOrganisation)
}

/// How a From address relates to a provider.
pub fn relation(provider: &Provider, address: &str, read: &Host) -> HostRelation {
    let host = read.name();
    if host.is_empty() {
        HostRelation::None
    } else if sender(address, host).is_some_and(|(owner, _, _)| owner.id == provider.id) {
        HostRelation::Allowed
    } else if receivers::mask(address, host).is_some() {
        HostRelation::Forwarder
    } else if MAILBOXES.contains(&host) {
        HostRelation::PersonalMailbox
    } else if provider.open_hosts.iter().any(|open| is_under(host, open)) {
        HostRelation::Unrelated
    } else if owns(provider, host) {
        HostRelation::SameOrganisation
    } else if lookalike::likeness(read, provider).is_some() {
        HostRelation::Lookalike
    } else {
        HostRelation::Unrelated
    }
}

/// Whether a host is one of the provider's own domains or below one. `host` is in ASCII form.
pub fn owns(provider: &Provider, host: &str) -> bool {
    provider.domains.iter().any(|domain| is_under(host, domain))
}

/// What a host that a link leads to is to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkHost {
    /// Under one of its own domains.
    Own,
    /// On its name, but it leads on to anywhere or carries what anybody wrote.
    Open,
    /// Somebody else's.
    Other,
}

/// What a link's host is to a provider. `host` is in ASCII form. An own host is consistent with the
/// provider, no proof of it.
pub fn link_host(provider: &Provider, host: &str) -> LinkHost {
    let under = |list: Words| list.iter().any(|domain| is_under(host, domain));
    if under(provider.open_hosts) {
        LinkHost::Open
    } else if under(provider.domains) || under(provider.link_hosts) {
        LinkHost::Own
    } else {
        LinkHost::Other
    }
}

/// Whether a signing domain (`d=`) is the provider's own: one of the service's, or of any of its
/// services when the service is not known. ASCII case is ignored.
pub fn signs(provider: &Provider, service: Option<&Service>, domain: &str) -> bool {
    let holds = |service: &Service| service.signing.iter().any(|own| own.eq_ignore_ascii_case(domain));
    match service {
        Some(service) => holds(service),
        None => provider.services.iter().any(holds),
    }
}

/// How a display name names a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// Not at all.
    Not,
    /// Among other words: an employer, a partner, a newsletter.
    Mentioned,
    /// As the sender: the name alone, or beside words such as "account team" only.
    Whole,
}

/// How a folded name, as from a display name, names the provider. `raw` is the text before folding.
pub fn naming(provider: &Provider, raw: &str, folded: &str) -> Naming {
    if folded.is_empty() {
        return Naming::Not;
    }
    if provider.names.iter().any(|name| name == folded && !(name.len() == 1 && raw.trim().len() > 1)) {
        return Naming::Whole;
    }
    let mut named: Vec<&str> =
        provider.brands.iter().chain(provider.common).filter(|word| holds(folded, word)).collect();
    let distinct = !named.is_empty();
    named.extend(provider.ordinary.iter().filter(|word| holds(folded, word)));
    // "Microsoft account team jo@mailbox.example": whose address it is, is no other name.
    if raw.trim().contains([' ', '\t']) && raw.contains('@') {
        let words: Vec<&str> = raw.split_whitespace().filter(|word| !word.contains('@')).collect();
        let rest = fold(&words.join(" "));
        if rest != folded && words.len() < 24 && naming(provider, "", &rest) == Naming::Whole {
            return Naming::Whole;
        }
    }
    if named.is_empty() {
        // "PayPalSupport", "microsoft365team": one word of a name and words of service.
        let glued = provider.brands.iter().any(|word| {
            folded.split(' ').any(|token| token.contains(word))
                && all_service_words(folded.split(' ').flat_map(|token| token.split(word)), provider)
        });
        return if glued { Naming::Whole } else { Naming::Not };
    }
    let mut rest = folded.to_owned();
    for word in named {
        rest = rest.replace(word, " ");
    }
    let whole = all_service_words(rest.split(' '), provider) && (distinct || is_telling(&rest));
    if whole { Naming::Whole } else { Naming::Mentioned }
}

/// Whether a folded text holds a word that tells a firm with accounts and customers from a person.
pub(super) fn is_telling(folded: &str) -> bool {
    TELLING_WORDS.iter().any(|word| holds(folded, word))
}

/// Whether every part is a word that a sender puts beside a provider's name, or nothing.
pub(super) fn all_service_words<'a>(mut parts: impl Iterator<Item = &'a str>, provider: &Provider) -> bool {
    parts.all(|part| part.is_empty() || is_service_text(part, provider))
}

/// Whether a folded word is made of such words only, written together.
pub(super) fn is_service_text(word: &str, provider: &Provider) -> bool {
    let mut rest = word;
    // Longest first, so at most a few rounds: no word of service is empty.
    for _ in 0..8 {
        if rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        let known = |word: &&str| rest.starts_with(*word) && (word.len() > 2 || rest.len() == word.len());
        let product = provider.products.iter().find(known);
        let service = SERVICE_WORDS.iter().copied().find(known);
        let longest = match (product, service) {
            (Some(a), Some(b)) => a.len().max(b.len()),
            (Some(a), None) => a.len(),
            (None, Some(b)) => b.len(),
            (None, None) => return false,
        };
        rest = rest.get(longest..).unwrap_or_default();
    }
    rest.is_empty()
}

/// The folded words of a display name, with letters that were set apart joined again.
pub(super) fn name_words(display_name: &str) -> String {
    let folded = fold(display_name);
    let single = folded.split(' ').filter(|word| word.chars().count() == 1).count();
    if single < 5 {
        return folded;
    }
    let mut joined = String::with_capacity(folded.len());
    let mut after_single = false;
    for word in folded.split(' ') {
        let is_single = word.chars().count() == 1;
        if !(joined.is_empty() || after_single && is_single) {
            joined.push(' ');
        }
        joined.push_str(word);
        after_single = is_single;
    }
    // Set apart, `r n` is no `rn`; joined it is.
    fold(&joined)
}
