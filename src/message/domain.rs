//! Host names: ASCII and Unicode form (RFC 3492), and the registrable domain by the Public Suffix List.

use memchr::{memchr, memchr2, memchr2_iter, memrchr};

use crate::data::suffixes::{LONG, Long, RULES, SHARED};

pub use crate::data::suffixes::LIST_DATE;

/// A host name has at most this many bytes (RFC 1035 section 2.3.4, without the root's).
const HOST_BYTES: usize = 253;
/// A label has at most this many bytes.
const LABEL_BYTES: usize = 63;

/// The registrable domain of an ASCII host name: its public suffix and one label more.
/// `None` when the host is itself a public suffix or has a single label, and for what is no host
/// name at all: an address literal, an empty label, more than 253 bytes. One final dot is allowed
/// and not part of the answer. ASCII case is ignored.
pub fn registrable(host: &str) -> Option<&str> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.len() > HOST_BYTES || host.split('.').any(str::is_empty) || is_numeric(host) {
        return None;
    }
    let wanted = suffix_labels(host) + 1;
    let mut start = host.len();
    let mut labels = host.rsplit('.');
    for at in 0..wanted {
        start -= labels.next()?.len() + usize::from(at > 0);
    }
    host.get(start..)
}

/// Whether two hosts have the same registrable domain: relaxed alignment (RFC 9989 section 4.4.1),
/// with the Public Suffix List in the place of the DNS tree walk, which needs a network.
pub fn aligned(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || registrable(one).is_some_and(|domain| {
            // most hosts are told apart by this, without a second look into the list
            is_under(other.strip_suffix('.').unwrap_or(other), domain)
                && registrable(other).is_some_and(|other| other.eq_ignore_ascii_case(domain))
        })
}

/// Whether `host` is `parent` or a name below it; ASCII case is ignored.
#[inline]
pub fn is_under(host: &str, parent: &str) -> bool {
    let (host, parent) = (host.as_bytes(), parent.as_bytes());
    let Some(at) = host.len().checked_sub(parent.len()) else { return false };
    // the dot first: it alone tells nearly all pairs apart
    (at == 0 || host[at - 1] == b'.') && host[at..].eq_ignore_ascii_case(parent)
}

/// Whether this is a host name of RFC 1123 section 2.1: labels of letters, digits and inner
/// hyphens, 63 bytes at most each and 253 together, the last one not a number. ASCII form only.
pub fn is_host_name(host: &str) -> bool {
    host.len() <= HOST_BYTES
        && !is_numeric(host)
        && host.split('.').all(|label| {
            (1..=LABEL_BYTES).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

/// The Unicode form of an ASCII host name, or `None` when it has no `xn--` label that decodes.
/// A label that does not decode, or would not encode to itself again, stays as it is.
pub fn to_unicode(host: &str) -> Option<String> {
    let is_coded = |label: &str| label.as_bytes().get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
    if host.len() > HOST_BYTES || !host.split('.').any(is_coded) {
        return None;
    }
    let mut changed = false;
    let mut unicode = String::with_capacity(host.len());
    for (at, label) in host.split('.').enumerate() {
        if at > 0 {
            unicode.push('.');
        }
        let code = label.get(4..).filter(|_| is_coded(label)).unwrap_or_default();
        let decoded = decode(code).filter(|text| encode(text).is_some_and(|again| again.eq_ignore_ascii_case(code)));
        changed |= decoded.is_some();
        unicode.push_str(decoded.as_deref().unwrap_or(label));
    }
    changed.then_some(unicode)
}

/// The ASCII form of a host name in lower case. Ideographic full stops count as dots and fullwidth
/// letters as their plain ones, as in a browser; no other mapping of UTS 46 is applied. A label
/// too long for the DNS stays as it is, so the result need not be a host name: see [`is_host_name`].
pub fn to_ascii(host: &str) -> String {
    if host.is_ascii() {
        return host.to_ascii_lowercase();
    }
    let plain = |c: char| match c {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let lower = super::lower_case(&host.chars().map(plain).collect::<String>());
    let mut ascii = String::with_capacity(lower.len());
    for (at, label) in lower.split('.').enumerate() {
        if at > 0 {
            ascii.push('.');
        }
        match encode(label).filter(|_| !label.is_ascii()) {
            Some(code) => {
                ascii.push_str("xn--");
                ascii.push_str(&code);
            }
            None => ascii.push_str(label),
        }
    }
    ascii
}

/// Whether the last label is a number or ends an address literal: nothing that can be registered.
fn is_numeric(host: &str) -> bool {
    host.ends_with(']') || host.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How many labels the public suffix of `host` has: the longest rule that matches, one label less
/// for an exception, and the top-level label alone when none matches (the list's rule `*`).
fn suffix_labels(host: &str) -> usize {
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let Some(second) = labels.next() else { return 1 };
    let mut children = match LONG.iter().find(|long| long.label.eq_ignore_ascii_case(top)) {
        Some(long) => children_from(long, second),
        None => top_level(top).and_then(|entry| entry.children()),
    };
    let (mut depth, mut longest) = (1, 1);
    for label in std::iter::once(second).chain(labels) {
        let Some(siblings) = children else { break };
        let Found { exact, wildcard } = find(siblings, label);
        if wildcard {
            longest = depth + 1;
        }
        let Some(next) = exact else { break };
        match next.mark {
            Some(b'!') => return depth,
            Some(_) => {}
            None => longest = depth + 1,
        }
        (children, depth) = (next.children(), depth + 1);
    }
    longest
}

/// One label of the trie: the mark behind it, and the text from its children on.
struct Entry {
    mark: Option<u8>,
    rest: &'static [u8],
}

impl Entry {
    fn children(&self) -> Option<&'static [u8]> {
        match *self.rest {
            [b'(', ref children @ ..] => Some(children),
            [b'@', place, ..] => SHARED.get(usize::from(place.wrapping_sub(b'0'))).map(|children| children.as_bytes()),
            _ => None,
        }
    }
}

struct Found {
    exact: Option<Entry>,
    wildcard: bool,
}

/// Splits `label[!?]` from the rest of a text of the trie.
fn entry(text: &'static [u8]) -> (&'static [u8], Entry) {
    let end =
        text.iter().position(|byte| matches!(byte, b'!' | b'?' | b'(' | b'@' | b',' | b')')).unwrap_or(text.len());
    let (label, rest) = text.split_at(end);
    match rest.split_first() {
        Some((&mark @ (b'!' | b'?'), rest)) => (label, Entry { mark: Some(mark), rest }),
        _ => (label, Entry { mark: None, rest }),
    }
}

/// Bisects the lines of the table for a top-level label.
fn top_level(label: &str) -> Option<Entry> {
    let rules = RULES.as_bytes();
    let (mut low, mut high) = (0, rules.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memrchr(b'\n', &rules[low..middle]).map_or(low, |at| low + at + 1);
        let end = memchr(b'\n', &rules[middle..high]).map_or(high, |at| middle + at);
        let (name, found) = entry(&rules[start..end]);
        match name.iter().copied().cmp(label.bytes().map(|byte| byte.to_ascii_lowercase())) {
            std::cmp::Ordering::Equal => return Some(found),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The children of a top-level label that begin with the first letter of `label`, and what follows them.
fn children_from(long: &Long, label: &str) -> Option<&'static [u8]> {
    let first = label.as_bytes().first()?.to_ascii_lowercase();
    let (_, at) = long.letters.iter().find(|(letter, _)| *letter == first)?;
    long.children.as_bytes().get(usize::from(*at)..)
}

/// Looks among siblings for a label and for the wildcard; children are passed over unread.
fn find(mut text: &'static [u8], label: &str) -> Found {
    let mut found = Found { exact: None, wildcard: false };
    let label = label.as_bytes();
    // how many bytes of the label the sibling before begins with
    let mut common = 0;
    while !text.is_empty() && text[0] != b')' {
        let (written, this) = entry(text);
        let (same, own) = match *written {
            [letter @ b'A'..=b'Z', ref own @ ..] => (usize::from(letter - b'A'), own),
            _ => (0, written),
        };
        if written == b"*" {
            found.wildcard = true;
        } else if same <= common {
            // One that shares more with the sibling before differs from the label where that did.
            let rest = label.get(same..).unwrap_or_default();
            let agree = own.iter().zip(rest).take_while(|(one, other)| **one == other.to_ascii_lowercase()).count();
            common = same + agree;
            // Siblings are sorted and `*` sorts first, so nothing of interest follows a greater one.
            match (own.get(agree), rest.get(agree)) {
                (None, None) => {
                    found.exact = Some(this);
                    break;
                }
                (Some(one), Some(other)) if *one > other.to_ascii_lowercase() => break,
                (Some(_), None) => break,
                _ => {}
            }
        }
        text = behind(this.rest);
    }
    found
}

/// What follows an entry, of which `rest` stands behind the label.
fn behind(rest: &'static [u8]) -> &'static [u8] {
    let end = match rest.first() {
        Some(b'(') => {
            let mut depth = 0usize;
            memchr2_iter(b'(', b')', rest).find(|&at| {
                depth = if rest[at] == b'(' { depth + 1 } else { depth - 1 };
                depth == 0
            })
        }
        _ => memchr2(b',', b')', rest),
    };
    end.and_then(|at| rest.get(at + 1..)).unwrap_or_default()
}

// RFC 3492 section 5: the parameters of punycode.
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// RFC 3492 section 6.1.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

/// RFC 3492 section 6.2. `None` for what is no punycode or longer than a label can be.
fn decode(code: &str) -> Option<String> {
    if code.is_empty() || code.len() > LABEL_BYTES || !code.is_ascii() || code.ends_with('-') {
        return None;
    }
    let (basic, extended) = code.rsplit_once('-').unwrap_or(("", code));
    let mut output: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = extended.bytes().peekable();
    while digits.peek().is_some() {
        let (old, mut weight, mut k) = (i, 1u32, BASE);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => byte - b'a',
                byte @ b'A'..=b'Z' => byte - b'A',
                byte @ b'0'..=b'9' => byte - b'0' + 26,
                _ => return None,
            };
            let digit = u32::from(digit);
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
        }
        let points = output.len() as u32 + 1;
        bias = adapt(i - old, points, old == 0);
        n = n.checked_add(i / points)?;
        i %= points;
        output.insert(i as usize, char::from_u32(n).filter(|c| !c.is_ascii() && !c.is_control())?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

/// RFC 3492 section 6.3. `None` for a label longer than a label can be.
fn encode(label: &str) -> Option<String> {
    // A character costs at least one byte of the code, so this also bounds the time.
    if label.chars().take(LABEL_BYTES + 1).count() > LABEL_BYTES {
        return None;
    }
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = output.len() as u32;
    let length = label.chars().count() as u32;
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (INITIAL_N, 0u32, INITIAL_BIAS, basic);
    while handled < length {
        let next = label.chars().map(u32::from).filter(|&c| c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for c in label.chars().map(u32::from) {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                let (mut q, mut k) = (delta, BASE);
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    output.push(digit(t + (q - t) % (BASE - t)));
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                output.push(digit(q));
                bias = adapt(delta, handled + 1, handled == basic);
                (delta, handled) = (0, handled + 1);
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    (output.len() + 4 <= LABEL_BYTES).then_some(output)
}

fn digit(value: u32) -> char {
    char::from(if value < 26 { b'a' + value as u8 } else { b'0' + (value - 26).min(9) as u8 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(host: &str, expected: Option<&str>) {
        let ascii = to_ascii(host);
        assert_eq!(registrable(&ascii), expected.map(to_ascii).as_deref(), "{host}");
    }

    #[test]
    fn the_published_vectors_of_the_public_suffix_list_hold() {
        // The cases of publicsuffix.org's test file, without those for a null and a leading dot.
        for (host, expected) in [
            ("COM", None),
            ("example.COM", Some("example.com")),
            ("WwW.example.COM", Some("example.com")),
            ("example", None),
            ("example.example", Some("example.example")),
            ("b.example.example", Some("example.example")),
            ("a.b.example.example", Some("example.example")),
            ("biz", None),
            ("domain.biz", Some("domain.biz")),
            ("b.domain.biz", Some("domain.biz")),
            ("a.b.domain.biz", Some("domain.biz")),
            ("com", None),
            ("example.com", Some("example.com")),
            ("b.example.com", Some("example.com")),
            ("a.b.example.com", Some("example.com")),
            ("uk.com", None),
            ("example.uk.com", Some("example.uk.com")),
            ("b.example.uk.com", Some("example.uk.com")),
            ("a.b.example.uk.com", Some("example.uk.com")),
            ("test.ac", Some("test.ac")),
            ("mm", None),
            ("c.mm", None),
            ("b.c.mm", Some("b.c.mm")),
            ("a.b.c.mm", Some("b.c.mm")),
            ("jp", None),
            ("test.jp", Some("test.jp")),
            ("www.test.jp", Some("test.jp")),
            ("ac.jp", None),
            ("test.ac.jp", Some("test.ac.jp")),
            ("www.test.ac.jp", Some("test.ac.jp")),
            ("kyoto.jp", None),
            ("test.kyoto.jp", Some("test.kyoto.jp")),
            ("ide.kyoto.jp", None),
            ("b.ide.kyoto.jp", Some("b.ide.kyoto.jp")),
            ("a.b.ide.kyoto.jp", Some("b.ide.kyoto.jp")),
            ("c.kobe.jp", None),
            ("b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("a.b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("city.kobe.jp", Some("city.kobe.jp")),
            ("www.city.kobe.jp", Some("city.kobe.jp")),
            ("ck", None),
            ("test.ck", None),
            ("b.test.ck", Some("b.test.ck")),
            ("a.b.test.ck", Some("b.test.ck")),
            ("www.ck", Some("www.ck")),
            ("www.www.ck", Some("www.ck")),
            ("us", None),
            ("test.us", Some("test.us")),
            ("www.test.us", Some("test.us")),
            ("ak.us", None),
            ("test.ak.us", Some("test.ak.us")),
            ("www.test.ak.us", Some("test.ak.us")),
            ("k12.ak.us", None),
            ("test.k12.ak.us", Some("test.k12.ak.us")),
            ("www.test.k12.ak.us", Some("test.k12.ak.us")),
            ("食狮.com.cn", Some("食狮.com.cn")),
            ("食狮.公司.cn", Some("食狮.公司.cn")),
            ("www.食狮.公司.cn", Some("食狮.公司.cn")),
            ("shishi.公司.cn", Some("shishi.公司.cn")),
            ("公司.cn", None),
            ("食狮.中国", Some("食狮.中国")),
            ("www.食狮.中国", Some("食狮.中国")),
            ("shishi.中国", Some("shishi.中国")),
            ("中国", None),
        ] {
            check(host, expected);
        }
    }

    #[test]
    fn every_rule_of_the_list_gives_what_a_plain_reading_of_the_list_gives() {
        let list = include_str!("../data/public_suffix_list.dat");
        let rules: std::collections::HashSet<String> = list
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .filter(|rule| !rule.starts_with("//"))
            .map(to_ascii)
            .collect();
        // The algorithm as publicsuffix.org words it, over whole rules.
        let plain = |host: &str| -> Option<String> {
            let labels: Vec<&str> = host.split('.').collect();
            let from = |at: usize| labels[at..].join(".");
            let mut suffix = labels.len() - 1;
            for at in (0..labels.len()).rev() {
                let wildcard = format!("*.{}", labels[(at + 1).min(labels.len())..].join("."));
                if rules.contains(&from(at)) || at + 1 < labels.len() && rules.contains(&wildcard) {
                    suffix = at;
                }
            }
            if let Some(at) = (0..labels.len()).find(|&at| rules.contains(&format!("!{}", from(at)))) {
                suffix = at + 1;
            }
            suffix.checked_sub(1).map(from)
        };
        assert!(rules.len() > 10_000);
        for rule in &rules {
            let base = rule.trim_start_matches(['!', '*']).trim_start_matches('.');
            for host in [base.to_owned(), format!("a.{base}"), format!("b.a.{base}")] {
                assert_eq!(registrable(&host), plain(&host).as_deref(), "{host}");
            }
        }
    }

    #[test]
    fn hosts_of_anybody_on_a_shared_name_are_apart() {
        for (host, expected) in [
            ("one.github.io", Some("one.github.io")),
            ("a.b.blogspot.com", Some("b.blogspot.com")),
            ("x.s3.amazonaws.com", Some("x.s3.amazonaws.com")),
            ("accountprotection.microsoft.com", Some("microsoft.com")),
            ("paypal.com.evil.example", Some("evil.example")),
        ] {
            check(host, expected);
        }
        assert!(!aligned("one.github.io", "two.github.io"));
        assert!(aligned("accounts.google.com", "GAIA.bounces.google.com"));
    }

    #[test]
    fn what_is_no_host_name_has_no_registrable_domain() {
        for host in ["", ".", "..", ".com", ".example.com", "a..com", "192.0.2.1", "[192.0.2.1]", "1"] {
            assert_eq!(registrable(host), None, "{host}");
        }
        assert_eq!(registrable("www.example.com."), Some("example.com"));
        assert_eq!(registrable(&"a.".repeat(200)), None);
    }

    #[test]
    fn the_date_of_the_list_is_carried() {
        assert_eq!(LIST_DATE, "2026-10-22");
    }

    #[test]
    fn a_parent_is_matched_at_a_dot_only() {
        assert!(is_under("Account.Microsoft.com", "microsoft.com"));
        assert!(is_under("microsoft.com", "microsoft.com"));
        assert!(!is_under("notmicrosoft.com", "microsoft.com"));
        assert!(!is_under("com", "microsoft.com"));
    }

    #[test]
    fn punycode_reads_and_writes_the_samples_of_its_rfc() {
        // RFC 3492 section 7.1, (B), (D) in lower case, (I) and (L).
        for (unicode, ascii) in [
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ] {
            assert_eq!(encode(unicode).as_deref(), Some(ascii));
            assert_eq!(decode(ascii).as_deref(), Some(unicode));
        }
        assert_eq!(to_ascii("Bücher.EXAMPLE"), "xn--bcher-kva.example");
        assert_eq!(to_unicode("xn--bcher-kva.example").as_deref(), Some("bücher.example"));
        assert_eq!(to_ascii("ｅxample。com"), "example.com");
    }

    #[test]
    fn a_label_that_does_not_decode_stays_as_it_is() {
        for host in ["example.com", "xn--.com", "xn--a.com", "xn--99999999999.com", "xn--bücher.com", "xn--a-.com"] {
            assert_eq!(to_unicode(host), None, "{host}");
        }
    }

    #[test]
    fn a_host_name_has_letters_digits_and_inner_hyphens() {
        for host in ["a", "example.com", "xn--bcher-kva.example", "3com.com", "a-b.c"] {
            assert!(is_host_name(host), "{host}");
        }
        for host in ["", ".", "a.", "-a.com", "a-.com", "a_b.com", "bücher.com", "192.0.2.1", "a b.com", "a\0.com"] {
            assert!(!is_host_name(host), "{host}");
        }
        assert!(!is_host_name(&"a".repeat(64)));
        assert!(!is_host_name(&["abcdefghi"; 26].join(".")));
    }

    proptest! {
        #[test]
        fn no_host_makes_a_panic(host in ".{0,300}", other in "[a-z0-9.-]{0,80}") {
            let ascii = to_ascii(&host);
            prop_assert!(registrable(&host).is_none_or(|domain| host.contains(domain)));
            prop_assert!(registrable(&ascii).is_none_or(|domain| ascii.contains(domain)));
            prop_assert!(registrable(&other).is_none_or(|domain| is_under(&other, domain)
                || other.strip_suffix('.').is_some_and(|host| is_under(host, domain))));
            prop_assert!(to_unicode(&other).is_none_or(|unicode| !unicode.is_ascii()));
        }

        #[test]
        fn the_ascii_form_leads_back_to_the_unicode_form(label in "[a-zа-яα-ω一-龥]{1,14}") {
            let host = format!("{label}.example");
            let ascii = to_ascii(&host);
            prop_assert!(is_host_name(&ascii) || ascii.len() > 60);
            if !host.is_ascii() && is_host_name(&ascii) {
                prop_assert_eq!(to_unicode(&ascii).map(|unicode| to_ascii(&unicode)), Some(ascii));
            }
        }
    }
}
