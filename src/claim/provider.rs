//! How names and addresses relate to the providers.

use super::lookalike::{self, Host};
use crate::data::providers::{MAILBOXES, PROVIDERS, Provider, Sender, Service, Words};
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
    } else if is_open(provider, host) {
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
    provider.domains.iter().chain(provider.top_level).any(|domain| is_under(host, domain))
}

/// Whether anybody may have a name at this host of the provider. The longer of two names that fit knows more about it,
/// and where the provider itself sends from, nobody else does.
fn is_open(provider: &Provider, host: &str) -> bool {
    let longest = |list: Words| list.iter().filter(|name| is_under(host, name)).map(str::len).max();
    let open = longest(provider.open_hosts);
    let sends = |service: &Service| service.senders.iter().any(|sender| sender.host == host);
    open.is_some() && open >= longest(provider.domains) && !provider.services.iter().any(sends)
}

/// Whether the provider is one of the firms that send from this host.
pub(super) fn sends_through(provider: &Provider, host: &str) -> bool {
    provider.sends_through.iter().any(|shared| is_under(host, shared))
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
