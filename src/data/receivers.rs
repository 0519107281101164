//! Receiving providers, gateways and forwarders: the table behind `receivers.toml`. Where each was seen and
//! when stays in that file; the build refuses an entry without it.

use std::net::IpAddr;

/// How one receiving provider writes its own part of a header section.
#[derive(Debug)]
pub struct Profile {
    /// Stable id, such as `outlook`.
    pub id: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// Patterns of hosts in `by` at which mail enters from outside.
    pub edges: &'static [&'static str],
    /// The same for a `by` that is an address; recognised only together with a stamp.
    pub edge_networks: &'static [Network],
    /// Addresses of a `from` at an edge that is the receiver itself.
    pub loop_networks: &'static [Network],
    /// Patterns of hosts in `by` and `from` of the steps inside.
    pub internal: &'static [&'static str],
    /// Addresses that the `from` of a step inside must have; empty when none is written.
    pub internal_networks: &'static [Network],
    /// The protocol of a step inside that is a submission by one of its own users; empty when unknown.
    pub submission: &'static str,
    /// Addresses in `by` of steps inside that name no `from`.
    pub bare_networks: &'static [Network],
    /// Text that the id of such a step holds.
    pub bare_id: &'static str,
    /// Patterns of the authserv-id; `""` is the form without one.
    pub authserv: &'static [&'static str],
    /// Whether the authserv-id can also be the `by` host of the boundary; then all stamps have the id of
    /// the topmost one.
    pub authserv_is_by: bool,
    /// Where its stamps stand.
    pub place: Place,
    /// Whether it writes no stamp where nothing passed, so that a sender's is then the topmost one.
    pub silent: bool,
    /// Whether its `dkim=pass` names no domain.
    pub dkim_unnamed: bool,
    /// Whether its own steps write X-OriginatorOrg.
    pub organisation: bool,
}

/// Where the stamps of a receiver stand, relative to the boundary Received field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere above it.
    Above,
    /// Above it, with no other Received field in between.
    Touching,
    /// Below it, with nothing but Received-SPF in between.
    Below,
    /// Among or below the fields of the sender, where anyone can write the same: none counts.
    Amid,
    /// It writes none.
    Nowhere,
}

/// A range of addresses. IPv4 stands in its mapped IPv6 form (RFC 4291 section 2.5.5.2).
#[derive(Debug)]
pub struct Network {
    /// The first address.
    pub first: u128,
    /// How many leading bits of the 128 are fixed.
    pub length: u8,
}

impl Network {
    /// Whether an address lies in the range.
    pub fn holds(&self, address: IpAddr) -> bool {
        let bits = match address {
            IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
            IpAddr::V6(six) => six.to_bits(),
        };
        let shift = 128 - u32::from(self.length.min(128));
        (bits ^ self.first).checked_shr(shift).unwrap_or(0) == 0
    }
}

/// A service that stands in the path of a message: a gateway or a forwarder.
#[derive(Debug)]
pub struct Service {
    /// Stable id.
    pub id: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// Patterns of its hosts.
    pub hosts: &'static [&'static str],
    /// Patterns of the authserv-id of its results, of which none counts.
    pub authserv: &'static [&'static str],
    /// Patterns of hosts of the sender addresses that it writes; empty when it keeps the sender's.
    pub authors: &'static [&'static str],
    /// Patterns of hosts of ordinary mailboxes on which it writes such addresses as well.
    pub shared_authors: &'static [&'static str],
    /// How it writes the first sender.
    pub original: Original,
    /// Fields in which it names the first sender.
    pub original_fields: &'static [&'static str],
}

/// How a mask writes the first sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Original {
    /// Not seen.
    Unseen,
    /// `name_at_host.tld_alias` in the address.
    Host,
    /// The same, with every dot of the host as an underscore.
    Underscored,
    /// In the display name.
    Name,
}

impl Service {
    /// Whether it puts an address of its own into From.
    pub fn rewrites(&self) -> bool {
        !self.authors.is_empty()
    }

    /// Whether it wrote this sender address, by the address's form. Anyone can write that form.
    fn wrote(&self, address: &str, host: &str) -> bool {
        fits_any(host, self.authors) || fits_any(host, self.shared_authors) && is_masked(address)
    }
}

/// Whether an address has the form `name_at_host_token_token`, which nobody gets who opens a mailbox: the
/// tokens are letters and digits mixed, and the whole is longer than a name that can be chosen.
fn is_masked(address: &str) -> bool {
    const CHOSEN: usize = 20;
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    let token = |part: Option<&str>| {
        part.is_some_and(|part| {
            part.len() >= 6
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && part.bytes().any(|byte| byte.is_ascii_digit())
        })
    };
    let Some((name, rest)) = local.split_once("_at_") else { return false };
    let mut parts = rest.rsplit('_');
    local.len() > CHOSEN
        && !name.is_empty()
        && token(parts.next())
        && token(parts.next())
        && parts.filter(|part| !part.is_empty()).count() >= 2
}

/// The forwarder that writes such sender addresses.
pub fn mask(address: &str, host: &str) -> Option<&'static Service> {
    FORWARDERS.iter().find(|service| service.wrote(address, host))
}

/// Whether a host fits a pattern, in which `*` stands for any text. ASCII case is ignored.
pub fn fits(host: &str, pattern: &str) -> bool {
    // what stands behind the last `*` tells nearly all pairs apart
    let end = pattern.bytes().rev().take_while(|&byte| byte != b'*');
    if !end.zip(host.bytes().rev()).all(|(one, other)| one.eq_ignore_ascii_case(&other)) {
        return false;
    }
    let Some((before, rest)) = pattern.split_once('*') else { return host.eq_ignore_ascii_case(pattern) };
    let host = host.as_bytes();
    let Some((head, mut tail)) = host.split_at_checked(before.len()) else { return false };
    if !head.eq_ignore_ascii_case(before.as_bytes()) {
        return false;
    }
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        let part = part.as_bytes();
        if parts.peek().is_none() {
            return tail.len() >= part.len() && tail[tail.len() - part.len()..].eq_ignore_ascii_case(part);
        }
        match tail.windows(part.len().max(1)).position(|window| window.eq_ignore_ascii_case(part)) {
            Some(at) => tail = &tail[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// Whether a host fits one of the patterns.
pub fn fits_any(host: &str, patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| fits(host, pattern))
}

/// The service of a table to which a host belongs.
pub fn service(table: &'static [Service], host: &str) -> Option<&'static Service> {
    table.iter().find(|service| fits_any(host, service.hosts))
}

include!(concat!(env!("OUT_DIR"), "/receivers.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_a_star_needs_both_ends() {
        assert!(fits("MAILIN034.protonmail.ch", "mailin*.protonmail.ch"));
        assert!(!fits("mailin.example", "mailin*.protonmail.ch"));
        assert!(!fits("mail.protection.outlook.com", "*.mail.protection.outlook.com"));
        assert!(!fits("xmx.google.com", "mx.google.com"));
        assert!(!fits("aba", "ab*ba"));
        assert!(fits("p1-mailgateway-smtp-5d", "p*-mailgateway-smtp-*"));
        assert!(!fits("p1-mailgateway", "p*-mailgateway-smtp-*"));
    }

    #[test]
    fn every_receiver_gateway_and_forwarder_that_was_described_is_there() {
        assert_eq!((RECEIVERS.len(), GATEWAYS.len(), FORWARDERS.len()), (18, 4, 9));
        assert_eq!(service(GATEWAYS, "mx0a-001.pphosted.com").map(|one| one.id), Some("proofpoint"));
        assert_eq!(service(FORWARDERS, "duck.com").map(|one| one.id), Some("duckduckgo"));
        assert_eq!(service(EXITS, "a.outbound.protection.outlook.com").map(|one| one.id), Some("exchange_online"));
    }

    #[test]
    fn a_mask_on_a_host_of_mailboxes_is_known_by_its_tokens() {
        let id = |address: &str| mask(address, address.rsplit('@').next().unwrap_or("")).map(|service| service.id);
        assert_eq!(id("no_reply_at_mail_sender_example_4bz7hc8n9s_e8f2bd9c@icloud.com"), Some("apple_hide_my_email"));
        for own in ["jo@icloud.com", "meet_at_noon@icloud.com", "jo_at_sender_example_today_later@icloud.com"] {
            assert_eq!(id(own), None, "{own}");
        }
        assert_eq!(id("any@duck.com"), Some("duckduckgo"));
        assert_eq!(id("any@x.mozmail.com"), Some("firefox_relay"));
        assert_eq!(id("any@duck.com.attack.example"), None);
        assert_eq!(id("any@notduck.com"), None);
    }

    #[test]
    fn a_network_holds_its_own_addresses_only() {
        let outlook = &RECEIVERS[0];
        let inside = |text: &str| outlook.internal_networks.iter().any(|net| net.holds(text.parse().unwrap()));
        assert!(inside("2603:10a6:10:28d::6") && inside("10.1.2.3") && inside("::1"));
        assert!(!inside("192.0.2.1") && !inside("2001:db8::1") && !inside("11.0.0.1"));
        assert!(Network { first: 0, length: 0 }.holds("192.0.2.1".parse().unwrap()));
    }
}
