//! Where a link leads: the host of a URL as a browser reads it, behind the wrappers that mail
//! systems put around links.

use crate::claim::provider::{LinkHost, link_host};
use crate::data::providers::Provider;
use crate::message::domain;
use crate::report::{Link, LinkKind};

/// Wrappers: host (and what is below it), how the destination stands in them.
const WRAPPERS: [(&str, Wrapped); 4] = [
    ("safelinks.protection.outlook.com", Wrapped::Query("url")),
    ("urldefense.proofpoint.com", Wrapped::Query("u")),
    ("urldefense.com", Wrapped::Underscores),
    ("www.google.com", Wrapped::Query("q")),
];
/// Wrappers inside wrappers, at most.
const DEPTH: usize = 4;

#[derive(Clone, Copy)]
enum Wrapped {
    /// Percent-encoded in a query parameter.
    Query(&'static str),
    /// `/v3/__URL__;`.
    Underscores,
}

/// Judges a link of a message that claims `provider`.
pub fn judge(text: &str, url: &str, provider: Option<&Provider>) -> Link {
    let target = unwrap(url);
    let Some(host) = host(&target) else {
        let kind = if scheme(&target).is_some_and(|scheme| !matches!(scheme, "http" | "https")) || url.starts_with('#')
        {
            LinkKind::NotWeb
        } else {
            LinkKind::Other
        };
        return link(text, url, String::new(), kind, "It names no host.");
    };
    // An address in the text of a link counts when it names another registrable domain: `www.` and
    // tracking hosts of the same organisation are ordinary.
    let shown = shown_host(text);
    if let Some(shown) = shown.filter(|shown| !domain::aligned(shown, &host)) {
        let note = ["It shows ", &shown, "."].concat();
        return link(text, url, host, LinkKind::Misleading, &note);
    }
    match provider.map_or(LinkHost::Other, |provider| link_host(provider, &host)) {
        LinkHost::Open => {
            let note = "On the provider's name, but it leads further or holds what anybody wrote.";
            link(text, url, host, LinkKind::ProviderRedirector, note)
        }
        LinkHost::Own => link(text, url, host, LinkKind::Provider, "A host of the provider."),
        LinkHost::Other => link(text, url, host, LinkKind::Other, "Not a host of the claimed provider."),
    }
}

fn link(text: &str, url: &str, host: String, kind: LinkKind, note: &str) -> Link {
    Link { text: text.to_owned(), url: url.to_owned(), host, kind, note: note.to_owned() }
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let letters =
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    letters.then_some(scheme)
}

/// The host of a web address, read as the URL Standard does: tabs and line ends vanish, `\` is `/`,
/// what stands before the last `@` is not the host. `www.` without a scheme is one too.
pub fn host(url: &str) -> Option<String> {
    let url: String = url.trim().chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
    let lower = url.to_ascii_lowercase();
    let rest = if let Some(rest) = lower.strip_prefix("https:").or_else(|| lower.strip_prefix("http:")) {
        rest.trim_start_matches(['/', '\\'])
    } else if let Some(rest) = lower.strip_prefix("//") {
        rest
    } else if lower.starts_with("www.") {
        &lower
    } else {
        return None;
    };
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or("") };
    let host = percent_decode(host);
    let host = domain::to_ascii(host.trim_end_matches('.'));
    (!host.is_empty()).then_some(host)
}

/// The host that the text of a link shows, when the text is an address.
fn shown_host(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || text.contains('@') || !text.contains('.') {
        return None;
    }
    if let Some(host) = host(text) {
        return Some(host);
    }
    let name = text.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let ascii = domain::to_ascii(&name);
    // `Version.2` and `report.pdf` are no hosts
    const FILES: [&str; 10] = ["pdf", "doc", "docx", "xls", "xlsx", "zip", "png", "jpg", "html", "txt"];
    let last = ascii.rsplit('.').next()?;
    let named = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) && !FILES.contains(&last);
    (named && domain::is_host_name(&ascii) && domain::registrable(&ascii).is_some()).then_some(ascii)
}

/// Undoes wrappers, a few deep.
fn unwrap(url: &str) -> String {
    let mut url = url.trim().to_owned();
    for _ in 0..DEPTH {
        let Some(host) = host(&url) else { break };
        let wrapper = WRAPPERS.iter().find(|(known, _)| domain::is_under(&host, known));
        let inner = match wrapper {
            Some((_, Wrapped::Query(name))) => query(&url, name),
            Some((_, Wrapped::Underscores)) => {
                url.split_once("__").and_then(|(_, rest)| rest.rsplit_once("__")).map(|(inner, _)| inner.to_owned())
            }
            None => None,
        };
        match inner {
            Some(inner) if scheme(&inner).is_some() => url = inner,
            _ => break,
        }
    }
    url
}

/// The value of a query parameter, percent-decoded.
fn query(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next()?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| percent_decode(value))
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |byte: u8| (byte as char).to_digit(16);
        let decoded = match (first, behind) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| (high * 16 + low) as u8),
            _ => None,
        };
        bytes.push(decoded.unwrap_or(first));
        rest = if decoded.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_as_a_browser_reads_it() {
        for (url, expected) in [
            ("https://account.microsoft.com/x", "account.microsoft.com"),
            ("HTTPS://Account.Microsoft.COM:443/", "account.microsoft.com"),
            ("https://account.microsoft.com@evil.example/", "evil.example"),
            ("https:\\\\evil.example\\account.microsoft.com", "evil.example"),
            ("https://account.microsoft.com\\@evil.example", "account.microsoft.com"),
            ("https:/\t/evil.example", "evil.example"),
            ("//evil.example/x", "evil.example"),
            ("https://evil.example?https://account.microsoft.com", "evil.example"),
            ("http://%65vil.example/", "evil.example"),
        ] {
            assert_eq!(host(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(host("mailto:a@b.example"), None);
        assert_eq!(host("javascript:alert(1)"), None);
    }

    #[test]
    fn wrappers_are_undone_and_others_are_not() {
        assert_eq!(
            unwrap("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fa&data=05"),
            "https://evil.example/a"
        );
        assert_eq!(unwrap("https://urldefense.com/v3/__https://evil.example/x__;!!AAA!bbb$"), "https://evil.example/x");
        assert_eq!(unwrap("https://www.google.com/url?q=https%3A%2F%2Fevil.example"), "https://evil.example");
        let other = "https://shop.example/?url=https%3A%2F%2Fevil.example";
        assert_eq!(unwrap(other), other);
    }

    #[test]
    fn a_link_that_shows_another_domain_misleads() {
        let kind = |text: &str, url: &str| judge(text, url, None).kind;
        assert_eq!(kind("account.microsoft.com", "https://evil.example/"), LinkKind::Misleading);
        assert_eq!(kind("https://www.shop.example/a", "https://track.shop.example/b"), LinkKind::Other);
        assert_eq!(kind("Version.2", "https://shop.example/"), LinkKind::Other);
        assert_eq!(kind("Sign in", "https://evil.example/"), LinkKind::Other);
        assert_eq!(kind("call", "tel:+15555550100"), LinkKind::NotWeb);
    }
}
