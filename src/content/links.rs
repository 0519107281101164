//! Where a link leads: the host of a URL as a browser reads it, behind the wrappers that mail
//! systems put around links.

use std::borrow::Cow;
use std::net::Ipv4Addr;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::fold::fold;
use super::text::Anchor;
use crate::authentication::base64;
use crate::claim::provider::{LinkHost, link_host};
use crate::data::catalogue::link as notes;
use crate::data::links::{
    BUTTONS, CLOSED, CONSENT, DEVICE_PAGES, Form, LINKING, OPEN, REDIRECTORS, SHOPS, SOCIAL, WRAPPERS, Wrapper,
};
use crate::data::providers::Provider;
use crate::message::domain;
use crate::report::{FoundIn, Link, LinkKind, Text};

/// Wrappers inside wrappers, at most.
const DEPTH: usize = 6;
/// Bytes of an address that are read; browsers take no longer ones from a mail.
const LONGEST: usize = 8 << 10;

/// Judges a link of a message that claims `provider`. A host of the provider's is consistent with
/// the claim, never proof of it.
pub fn judge(anchor: &Anchor, provider: Option<&Provider>) -> Link {
    let Anchor { text, url, found_in } = anchor;
    let url = url.get(..url.floor_char_boundary(LONGEST)).unwrap_or(url);
    let (first, web) = unwrap(url);
    let Some(web) = web else {
        let scheme = scheme(url.trim());
        let kind = match scheme.as_deref() {
            _ if *found_in == FoundIn::QrCode => LinkKind::NotWeb,
            Some("http" | "https") => LinkKind::Other,
            Some(_) => LinkKind::NotWeb,
            None if url.trim_start().starts_with('#') => LinkKind::NotWeb,
            None => LinkKind::Other,
        };
        let note = match scheme.as_deref() {
            Some("data" | "javascript" | "vbscript" | "blob") => notes::PROGRAM,
            Some("file") => notes::FILE,
            _ if *found_in == FoundIn::QrCode => notes::QR_CODE,
            _ => notes::NO_HOST,
        };
        return link(anchor, String::new(), kind, vec![note.plain()]);
    };
    let host = web.host.as_str();
    let mut said: Vec<Text> = Vec::new();
    if *found_in == FoundIn::Form {
        said.push(notes::FORM.plain());
    }
    if *found_in == FoundIn::QrCode {
        said.push(notes::QR_CODE.plain());
    }
    if let Some(first) = first.filter(|first| *first != host) {
        said.push(notes::BEHIND.with(&[("host", &first)]));
    }
    if web.authority().contains('@') {
        said.push(notes::BEFORE_AT.plain());
    }
    if is_address(host) {
        said.push(notes::ADDRESS.plain());
    }
    if let Some(port) = odd_port(web.authority()) {
        said.push(notes::PORT.with(&[("port", port)]));
    }
    if let Some(written) = domain::to_unicode(host).filter(|written| *written != host) {
        said.push(notes::WRITTEN.with(&[("host", host), ("written", &written)]));
    }
    // An address in the text of a link counts when it names another registrable domain: `www.` and
    // tracking hosts of the same organisation are ordinary.
    if let Some(shown) = shown_host(text).filter(|shown| !domain::aligned(shown, host)) {
        said.insert(0, notes::SHOWS.with(&[("host", &shown)]));
        return link(anchor, web.host, LinkKind::Misleading, said);
    }
    let under = |list: &[&str]| list.iter().any(|known| domain::is_under(host, known));
    let owner = provider.map_or(LinkHost::Other, |provider| link_host(provider, host));
    let onward = onward(&web, provider);
    let mut kind = match owner {
        LinkHost::Own => LinkKind::Provider,
        LinkHost::Open => LinkKind::ProviderRedirector,
        LinkHost::Other => LinkKind::Other,
    };
    if let Some((consent, next)) = onward {
        let note = if consent { notes::CONSENT } else { notes::ONWARD };
        said.push(note.with(&[("host", &next)]));
        if kind == LinkKind::Provider {
            kind = LinkKind::ProviderRedirector;
        }
    }
    if web.is_device_page() {
        said.push(notes::DEVICE_PAGE.plain());
        if kind == LinkKind::Provider {
            kind = LinkKind::ProviderRedirector;
        }
    }
    if under(REDIRECTORS) {
        said.push(notes::SHORT.plain());
    } else if is_open(host) {
        said.push(notes::OPEN.plain());
    }
    said.push(
        match kind {
            LinkKind::ProviderRedirector => notes::REDIRECTOR,
            LinkKind::Provider => notes::PROVIDER,
            _ if provider.is_some() => notes::ELSEWHERE,
            _ => notes::OTHER,
        }
        .plain(),
    );
    link(anchor, web.host, kind, said)
}

/// Whether anybody can put a page, a form or a file on this host.
pub fn is_open(host: &str) -> bool {
    OPEN.iter().any(|known| domain::is_under(host, known))
}

fn link(anchor: &Anchor, host: String, kind: LinkKind, notes: Vec<Text>) -> Link {
    Link { text: anchor.text.clone(), url: anchor.url.clone(), host, kind, found_in: anchor.found_in, notes }
}

/// The scheme of an address, in lower case, as a browser reads it: white space in it vanishes.
fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let mut scheme: String = scheme.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    scheme.make_ascii_lowercase();
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (letters && scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)).then_some(scheme)
}

/// A web address, taken apart as the URL Standard reads it: tabs and line ends vanish, `\` is `/`. `www.`
/// without a scheme is an address too.
struct Web<'u> {
    /// As it is written.
    written: Cow<'u, str>,
    /// Without what vanishes, when there is any.
    cleaned: Option<String>,
    /// What stands between the scheme and the path.
    authority: Range<usize>,
    /// The host, in ASCII and lower case. What stands before the last `@` is not the host; numbers that a
    /// browser takes as an IPv4 address are written as one.
    host: String,
}

impl<'u> Web<'u> {
    /// `None` when it is not for the web, or has no host.
    fn read(written: Cow<'u, str>) -> Option<Self> {
        let vanishes = |c: char| matches!(c, '\t' | '\r' | '\n');
        let trimmed = written.trim();
        let any_vanishes = || memchr3(b'\t', b'\r', b'\n', trimmed.as_bytes()).is_some();
        let cleaned = (trimmed.len() < written.len() || any_vanishes())
            .then(|| trimmed.chars().filter(|&c| !vanishes(c)).collect::<String>());
        let url = cleaned.as_deref().unwrap_or(&written);
        let begins = |prefix: &str| url.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let rest = if begins("https:") {
            url[6..].trim_start_matches(['/', '\\'])
        } else if begins("http:") {
            url[5..].trim_start_matches(['/', '\\'])
        } else if begins("//") {
            &url[2..]
        } else if begins("www.") {
            url
        } else {
            return None;
        };
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#')).unwrap_or(rest.len());
        let start = url.len() - rest.len();
        let (authority, host) = (start..start + end, host_in(&rest[..end]));
        (!host.is_empty()).then_some(Self { written, cleaned, authority, host })
    }

    fn url(&self) -> &str {
        self.cleaned.as_deref().unwrap_or(&self.written)
    }

    fn authority(&self) -> &str {
        &self.url()[self.authority.clone()]
    }

    /// What follows the authority.
    fn path(&self) -> &str {
        &self.url()[self.authority.end..]
    }

    /// Whether it is a page where a code from another device is typed.
    fn is_device_page(&self) -> bool {
        let host = self.host.as_str();
        let below = |page: &'static str, host| page.strip_prefix(host).and_then(|rest| rest.strip_prefix('/'));
        let bare = host.strip_prefix("www.").unwrap_or(host);
        DEVICE_PAGES.iter().filter_map(|page| below(page, host).or_else(|| below(page, bare))).any(|rest| {
            let ends = |path: &[u8]| matches!(path.first(), None | Some(b'/' | b'?' | b'#'));
            let path = self.path().as_bytes().strip_prefix(b"/").and_then(|path| path.split_at_checked(rest.len()));
            path.is_some_and(|(begin, behind)| begin.eq_ignore_ascii_case(rest.as_bytes()) && ends(behind))
        })
    }
}

/// The host of a web address.
pub fn host(url: &str) -> Option<String> {
    Web::read(url.into()).map(|web| web.host)
}

fn host_in(authority: &str) -> String {
    // nearly every authority is a host name and nothing else
    if authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
        let host = authority.trim_end_matches('.').to_ascii_lowercase();
        return ipv4(&host).unwrap_or(host);
    }
    let host = authority.rsplit('@').next().unwrap_or("").to_ascii_lowercase();
    let host = match host.find(']').filter(|_| host.starts_with('[')) {
        Some(end) => &host[..=end],
        None if host.starts_with('[') => host.as_str(),
        None => host.split(':').next().unwrap_or(""),
    };
    let host = percent_decode(host);
    let host = domain::to_ascii(host.trim_end_matches('.'));
    ipv4(&host).unwrap_or(host)
}

/// A port that no web site has that expects visitors.
fn odd_port(authority: &str) -> Option<&str> {
    let behind = authority.rsplit(['@', ']']).next()?;
    let (_, port) = behind.split_once(':')?;
    let port = port.trim_start_matches('0');
    let number = !port.is_empty() && port.len() < 6 && port.bytes().all(|byte| byte.is_ascii_digit());
    (number && !matches!(port, "80" | "443")).then_some(port)
}

/// An IPv4 address in any of the forms that browsers take: one to four decimal, octal or hexadecimal
/// numbers (URL Standard section 3.5).
fn ipv4(host: &str) -> Option<String> {
    host.starts_with(|c: char| c.is_ascii_digit() || c == '+').then_some(())?;
    let numbers: Vec<u64> = host
        .splitn(5, '.')
        .map(|part| match part.strip_prefix("0x") {
            Some("") => Some(0),
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None if part.len() > 1 && part.starts_with('0') => u64::from_str_radix(part, 8).ok(),
            None => part.parse().ok(),
        })
        .collect::<Option<_>>()?;
    let (&last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|&number| number > 255) || last >= 1 << (8 * (4 - first.len())) {
        return None;
    }
    let high = first.iter().zip([24, 16, 8]).map(|(&number, shift)| number << shift).sum::<u64>();
    Some(Ipv4Addr::from_bits((high + last) as u32).to_string())
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

/// The host that the text of a link shows: the text is an address, or an address with its scheme
/// stands in it.
pub fn shown_host(text: &str) -> Option<String> {
    let is_dotted = memchr2(b'.', b'/', text.as_bytes()).is_some() || !text.is_ascii() && text.contains('。');
    is_dotted.then_some(())?;
    // fullwidth dots and invisible characters are made for the eye, not for a browser
    let read = |c| if c == '。' { Some('.') } else { fold(c).map(|_| c) };
    let text: Cow<str> = match text.is_ascii() {
        true => text.into(),
        false => text.chars().filter_map(read).collect::<String>().into(),
    };
    let text = text.trim();
    let with_scheme = |text: &str| memchr_iter(b':', text.as_bytes()).any(|at| text[at..].starts_with("://"));
    if with_scheme(text) {
        let mut words = text.split_whitespace().map(|word| word.trim_matches(['(', ')', '<', '>', '"']));
        return host(words.find(|word| with_scheme(word))?);
    }
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

/// A link out of what a QR code says. Telephones take a bare host as an address too.
pub fn in_code(text: &str) -> Anchor {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    let bare = scheme(text).is_none() && host(text).is_none() && shown_host(text).is_some();
    let url = if bare { ["https://", text].concat() } else { text.to_owned() };
    Anchor { text: String::new(), url, found_in: FoundIn::QrCode }
}

/// Whether a code links a device to an account when it is scanned, and so lets in who made it.
pub fn lets_a_device_in(url: &str) -> bool {
    LINKING.iter().any(|begins| url.get(..begins.len()).is_some_and(|start| start.eq_ignore_ascii_case(begins)))
}

/// Whether a host is a shop for applications.
pub fn is_shop(host: &str) -> bool {
    SHOPS.iter().any(|shop| domain::is_under(host, shop))
}

/// Whether a judged link leads the reader away from the provider. What stands at the foot of ordinary mail does not: shops
/// for applications, the firm's pages in social networks, a filter's button to report the mail.
pub fn leads_away(link: &Link) -> bool {
    let is = |list: &[&str]| list.iter().any(|known| *known == link.host);
    match link.kind {
        LinkKind::Provider | LinkKind::NotWeb => false,
        LinkKind::Misleading => true,
        LinkKind::Other => !(is_shop(&link.host) || is(BUTTONS) || is_social_page(link)),
        LinkKind::ProviderRedirector => !is(CLOSED),
    }
}

/// Whether a judged link leads to somebody's page in a social network, and not on from there.
fn is_social_page(link: &Link) -> bool {
    const PARTS: usize = 2;
    let host = link.host.strip_prefix("www.").unwrap_or(&link.host);
    if link.found_in == FoundIn::QrCode || !SOCIAL.contains(&host) {
        return false;
    }
    let url = link.url.get(..link.url.floor_char_boundary(LONGEST)).unwrap_or(&link.url);
    unwrap(url).1.is_some_and(|web| {
        let path = web.path().split(['?', '#']).next().unwrap_or_default();
        path.split('/').filter(|part| !part.is_empty()).count() <= PARTS && onward(&web, None).is_none()
    })
}

/// Undoes wrappers, a few deep: the host of the outermost, when there is one, and where the link leads. `None` when
/// that is not to the web, which is so from the beginning.
fn unwrap(url: &str) -> (Option<String>, Option<Web<'_>>) {
    let (mut first, mut target) = (None, Web::read(url.trim().into()));
    for _ in 0..DEPTH {
        let Some(web) = &target else { break };
        let path = web.path();
        let wrapped = |wrapper: &&Wrapper| path.starts_with(wrapper.path) && is_host(&web.host, wrapper.host);
        let inner = WRAPPERS.iter().filter(wrapped).find_map(|wrapper| destination(wrapper, web));
        let Some(inner) = inner else { break };
        first = first.or_else(|| target.take().map(|outer| outer.host));
        target = Some(inner);
    }
    (first, target)
}

/// Whether a host is a wrapper's: under it, or with any public suffix in the place of `*`.
fn is_host(host: &str, known: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => {
            let start = start.strip_suffix('.').unwrap_or(start);
            let name = start.rsplit('.').next().unwrap_or("");
            host.contains(name)
                && domain::registrable(host).is_some_and(|own| {
                    own.split('.').next() == Some(name) && host.strip_suffix(own) == start.strip_suffix(name)
                })
        }
        None => domain::is_under(host, known),
    }
}

/// The destination in a wrapper, when it has one.
fn destination(wrapper: &Wrapper, web: &Web) -> Option<Web<'static>> {
    let value = || wrapper.names.iter().find_map(|name| query(&web.written, name));
    let inner = match wrapper.form {
        Form::Query => value()?.into_owned(),
        Form::Host => ["https://", &value()?].concat(),
        Form::Dashes => percent_decode(&value()?.replace('-', "%").replace('_', "/")).into_owned(),
        Form::Underscores => {
            let (_, rest) = web.written.split_once("__")?;
            let inner = rest.rsplit_once("__").map_or(rest, |(inner, _)| inner);
            // some mail systems fold the two slashes into one
            inner.replacen(":/", "://", 1).replacen(":///", "://", 1)
        }
        Form::Path if !wrapper.path.is_empty() => ["https://", web.path().strip_prefix(wrapper.path)?].concat(),
        Form::Path => {
            let mut parts = web.path().split(['/', '?']).map(percent_decode);
            parts.find(|part| part.contains("://"))?.into_owned()
        }
        Form::HostName => {
            let label = web.host.split('.').next()?;
            ["https://", &label.replace("--", "\0").replace('-', ".").replace('\0', "-")].concat()
        }
        Form::Base64 => {
            let coded = value()?;
            let mut coded = coded.strip_prefix("a1")?.trim_end_matches('=').replace('-', "+").replace('_', "/");
            while coded.len() % 4 != 0 {
                coded.push('=');
            }
            String::from_utf8(base64::decode(coded.as_bytes())?).ok()?
        }
    };
    Web::read(inner.into())
}

/// Where a link leads on to behind its host: the address that a consent page hands its result to
/// (`true`), or a host that is not the provider's in any parameter or in the path.
fn onward(web: &Web, provider: Option<&Provider>) -> Option<(bool, String)> {
    let (own, path) = (&web.host, web.path());
    let foreign = |value: &str| {
        let value = percent_decode(value);
        let start = value.trim_start().as_bytes();
        let begins = |prefix: &[u8]| start.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if !(begins(b"http:") || begins(b"https:") || begins(b"//")) {
            return None;
        }
        host(&value).filter(|next| {
            !domain::aligned(next, own) && provider.is_none_or(|provider| link_host(provider, next) != LinkHost::Own)
        })
    };
    let consent = CONSENT.iter().find(|consent| domain::is_under(own, consent.host) && path.contains(consent.path));
    if let Some(consent) = consent {
        return consent
            .names
            .iter()
            .find_map(|name| query(&web.written, name))
            .and_then(|value| foreign(&value))
            .map(|next| (true, next));
    }
    let (before, after) = path.split_once('?').unwrap_or((path, ""));
    // no address is without one of these, however it is coded
    let addressed = memchr3(b':', b'/', b'%', after.as_bytes()).is_some();
    let pairs = addressed.then(|| after.split(['&', '#', ';', '?'])).into_iter().flatten();
    let mut values = pairs.filter_map(|pair| pair.split_once('=')).map(|(_, value)| percent_decode(value));
    let found = values.find_map(|value| foreign(&value));
    // https://provider.example/redirect/https://elsewhere.example
    let http = || memchr_iter(b'h', before.as_bytes()).find(|&at| before.as_bytes()[at..].starts_with(b"http"));
    let in_path = || http().and_then(|at| foreign(before.get(at..)?)).filter(|next| next.contains('.'));
    found.or_else(in_path).map(|next| (false, next))
}

/// Whether an address is a page where a code from another device is typed.
pub fn is_device_page(url: &str) -> bool {
    Web::read(url.into()).is_some_and(|web| web.is_device_page())
}

/// Whether a text names such a page.
pub fn names_device_page(text: &str) -> bool {
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '<' | '>' | '"' | '“' | '”' | '。' | '，' | '、');
    // such a word has a slash in it, and few words have
    let mut from = 0;
    while let Some(found) = memchr(b'/', &text.as_bytes()[from..]) {
        let at = from + found;
        let before = text[from..at].rsplit(ends).next().unwrap_or_default();
        let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
        let word = &text[at - before.len()..end];
        if word.contains('.') && word.len() < 200 {
            let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if is_device_page(word) || is_device_page(&["//", word].concat()) {
                return true;
            }
        }
        from = end;
    }
    false
}

/// The value of a query parameter, percent-decoded.
fn query<'u>(url: &'u str, name: &str) -> Option<Cow<'u, str>> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next()?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| percent_decode(value))
}

fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
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
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(link: &Link) -> String {
        link.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join(" ")
    }
    use crate::data::providers::PROVIDERS;

    fn judge(text: &str, url: &str, provider: Option<&Provider>) -> Link {
        super::judge(&Anchor { text: text.into(), url: url.into(), found_in: FoundIn::Text }, provider)
    }

    fn unwrapped(url: &str) -> String {
        unwrap(url).1.expect("an address").written.into_owned()
    }

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
    fn numbers_are_addresses_as_in_a_browser() {
        for (url, expected) in [
            ("http://3221225985/", "192.0.2.1"),
            ("http://0xC0.0.02.1/", "192.0.2.1"),
            ("http://192.0.2.1.example/", "192.0.2.1.example"),
            ("http://192.0.513/", "192.0.2.1"),
            ("http://256.0.0.1/", "256.0.0.1"),
        ] {
            assert_eq!(host(url).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn wrappers_are_undone_and_others_are_not() {
        for (url, inner) in [
            (
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fa&data=05",
                "https://evil.example/a",
            ),
            ("https://urldefense.com/v3/__https://evil.example/x__;!!AAA!bbb$", "https://evil.example/x"),
            ("https://urldefense.com/v3/__https:/evil.example/x__;!!AAA!bbb$", "https://evil.example/x"),
            ("https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_x&d=DwM", "https://evil.example/x"),
            ("https://protect-us.mimecast.com/s/AbCd?domain=evil.example", "https://evil.example"),
            ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.example%2fx&c=E", "https://evil.example/x"),
            ("https://secure-web.cisco.com/1AbC/https%3A%2F%2Fevil.example%2Fx", "https://evil.example/x"),
            ("https://www.google.com/url?q=https%3A%2F%2Fevil.example", "https://evil.example"),
            ("https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fevil.example", "https://evil.example"),
            ("https://www.google.com/amp/s/evil.example/x", "https://evil.example/x"),
            ("https://translate.google.com/translate?sl=de&u=https://evil.example", "https://evil.example"),
            ("https://very--evil-example.translate.goog/x", "https://very-evil.example"),
            ("https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fevil.example", "https://evil.example"),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example&h=1", "https://evil.example"),
            ("https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9ldmlsLmV4YW1wbGU", "https://evil.example"),
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fevil.example",
                "https://evil.example",
            ),
        ] {
            assert_eq!(unwrapped(url), inner, "{url}");
        }
        for other in [
            "https://shop.example/?url=https%3A%2F%2Fevil.example",
            "https://www.google.evil.example/url?q=https://x.example",
            "https://www.google.com/search?q=https://x.example",
            "https://urldefense.com/about",
        ] {
            assert_eq!(unwrapped(other), other);
        }
    }

    #[test]
    fn wrappers_without_end_are_left_at_a_depth() {
        let mut url = "https://evil.example/".to_owned();
        for _ in 0..40 {
            url = ["https://l.facebook.com/l.php?u=", &url].concat();
        }
        assert!(unwrapped(&url).starts_with("https://l.facebook.com/"));
    }

    #[test]
    fn a_link_that_shows_another_domain_misleads() {
        let kind = |text: &str, url: &str| judge(text, url, None).kind;
        for text in [
            "account.microsoft.com",
            "https://account.microsoft.com/x",
            "Open https://account.microsoft.com/x now",
            "account。microsoft．com",
        ] {
            assert_eq!(kind(text, "https://evil.example/"), LinkKind::Misleading, "{text}");
        }
        assert_eq!(kind("https://www.shop.example/a", "https://track.shop.example/b"), LinkKind::Other);
        assert_eq!(kind("Version.2", "https://shop.example/"), LinkKind::Other);
        assert_eq!(kind("Sign in", "https://evil.example/"), LinkKind::Other);
        assert_eq!(kind("call", "tel:+15555550100"), LinkKind::NotWeb);
        assert_eq!(kind("open", "data:text/html;base64,AAAA"), LinkKind::NotWeb);
        assert_eq!(kind("open", "java\nscript:alert(1)"), LinkKind::NotWeb);
    }

    fn microsoft() -> Option<&'static Provider> {
        PROVIDERS.iter().find(|provider| provider.id == "microsoft")
    }

    #[test]
    fn a_provider_host_that_leads_on_is_a_redirector() {
        for (url, note) in [
            ("https://aka.ms/xyz", "A short link"),
            (
                "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&redirect_uri=https%3A%2F%2Fevil.example%2Fcb&prompt=none",
                "let an application in",
            ),
            ("https://account.microsoft.com/go?next=https%3A%2F%2Fevil.example", "Leads on to evil.example"),
            ("https://account.microsoft.com/go?next=https%253A%252F%252Fevil.example", "Leads on to evil.example"),
            ("https://account.microsoft.com/go?next=//evil.example", "Leads on to evil.example"),
            ("https://account.microsoft.com/to/https://evil.example", "Leads on to evil.example"),
            ("https://microsoft.com/devicelogin", "their device"),
        ] {
            let link = judge("Open", url, microsoft());
            assert_eq!(link.kind, LinkKind::ProviderRedirector, "{url}: {}", said(&link));
            assert!(said(&link).contains(note), "{url}: {}", said(&link));
        }
        for url in [
            "https://account.microsoft.com/security?ref=mail",
            "https://login.live.com/login.srf?wreply=https%3A%2F%2Faccount.live.com%2Fx",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?redirect_uri=https%3A%2F%2Fwww.office.com%2F",
            "https://www.microsoft.com/devicelogins",
        ] {
            let link = judge("Open", url, microsoft());
            assert_eq!(link.kind, LinkKind::Provider, "{url}: {}", said(&link));
        }
    }

    #[test]
    fn what_an_address_hides_is_named() {
        for (url, host, note) in [
            ("https://account.microsoft.com@evil.example/", "evil.example", "before the @"),
            ("http://192.0.2.1/login", "192.0.2.1", "bare IP"),
            ("http://[2001:db8::1]/login", "[2001:db8::1]", "bare IP"),
            ("https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example", "münchen.example"),
            ("https://login.example:8443/x", "login.example", "port 8443"),
            ("https://[2001:db8::1]:444/login", "[2001:db8::1]", "port 444"),
            ("https://bit.ly/abc", "bit.ly", "cannot be seen"),
            ("https://login-page.web.app/", "login-page.web.app", "Anybody can"),
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example",
                "evil.example",
                "Behind a link of l.facebook.com",
            ),
        ] {
            let link = judge("Open", url, microsoft());
            assert_eq!((link.host.as_str(), link.kind), (host, LinkKind::Other), "{url}");
            assert!(said(&link).contains(note), "{url}: {}", said(&link));
        }
    }

    #[test]
    fn pages_for_device_codes_are_found_in_text() {
        for text in
            ["Go to microsoft.com/devicelogin and", "https://www.microsoft.com/devicelogin.", "(aka.ms/DeviceLogin)"]
        {
            assert!(names_device_page(text), "{text}");
        }
        assert!(!names_device_page("microsoft.com/devicelogin.evil.example evil.example/microsoft.com/devicelogin"));
    }
}
