//! Public keys: the record in DNS (RFC 6376 section 3.6.1), the keys carried here and the keys
//! that the person pasted.

use std::cell::OnceCell;

use serde::Deserialize;

use super::canonicalisation::HashKind;
use super::{base64, der, rsa};
use crate::data::catalogue::{Sentence, key as wording, provenance};
use crate::data::keys::{CARRIED, CarriedKey, CarriedMaterial};
use crate::message::tag_list;
use crate::report::{KeyOrigin, SignatureKey};

/// A TXT record that the person pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PastedKey {
    /// The DNS name that was asked for, `selector._domainkey.domain`. When it is empty, the name is
    /// looked for in the pasted text.
    pub name: String,
    /// The record, or the whole output of the command that read it.
    pub record: String,
}

/// The public key in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Material {
    /// An RSA key.
    Rsa {
        /// The modulus, big-endian, without leading zeros.
        modulus: Vec<u8>,
        /// The public exponent.
        exponent: u32,
    },
    /// An Ed25519 key (RFC 8463 section 4).
    Ed25519([u8; 32]),
}

/// A key record (RFC 6376 section 3.6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key, `k=` and `p=`.
    pub material: Material,
    /// The hashes that it may be used with, `h=`; `None` means all.
    pub hashes: Option<Vec<HashKind>>,
    /// `t=y`: the domain is testing DKIM.
    pub testing: bool,
    /// `t=s`: the domain of `i=` must be `d=` itself.
    pub strict: bool,
}

/// Why a record gives no usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// Nothing in the text looks like a key record.
    NotARecord,
    /// The tag list is malformed.
    Malformed,
    /// `v=` is there and is not `DKIM1`, or not the first tag.
    Version,
    /// `k=` names an algorithm that is not known.
    Algorithm,
    /// `p=` is empty: the domain withdrew the key.
    Revoked,
    /// `p=` is not a key of that algorithm.
    Key,
    /// `s=` says that it is not for mail.
    Service,
    /// An RSA key of a size or an exponent that is not computed with.
    Size,
}

impl KeyError {
    /// The error in words that follow "the key record".
    pub(crate) fn text(self) -> Sentence {
        match self {
            Self::NotARecord => wording::NOT_A_RECORD,
            Self::Malformed => wording::MALFORMED,
            Self::Version => wording::VERSION,
            Self::Algorithm => wording::ALGORITHM,
            Self::Revoked => wording::REVOKED,
            Self::Key => wording::DAMAGED,
            Self::Service => wording::SERVICE,
            Self::Size => wording::SIZE,
        }
    }
}

impl KeyRecord {
    /// `rsa` or `ed25519`.
    pub fn algorithm(&self) -> &'static str {
        match self.material {
            Material::Rsa { .. } => "rsa",
            Material::Ed25519(_) => "ed25519",
        }
    }

    /// Size of the key in bits.
    pub fn bits(&self) -> u32 {
        match &self.material {
            Material::Rsa { modulus, .. } => rsa::bits(modulus),
            Material::Ed25519(_) => 256,
        }
    }

    /// Whether the record allows this hash.
    pub fn allows(&self, hash: HashKind) -> bool {
        self.hashes.as_ref().is_none_or(|hashes| hashes.contains(&hash))
    }
}

/// Reads a key record. The text may be the record itself, or what `nslookup -type=TXT`,
/// `dig +short TXT` or `Resolve-DnsName` print: quoted strings are joined, and what stands around
/// them is left out.
///
/// # Errors
///
/// Says why there is no usable key in it.
pub fn parse_record(text: &str) -> Result<KeyRecord, KeyError> {
    let mut first_error = KeyError::NotARecord;
    for candidate in records_in(text) {
        match key_record(candidate.as_bytes()) {
            Ok(record) => return Ok(record),
            Err(KeyError::NotARecord) => {}
            Err(error) if first_error == KeyError::NotARecord => first_error = error,
            Err(_) => {}
        }
    }
    Err(first_error)
}

/// One key record without anything around it.
fn key_record(text: &[u8]) -> Result<KeyRecord, KeyError> {
    if !text.windows(2).any(|pair| pair == b"p=") {
        return Err(KeyError::NotARecord);
    }
    let tags = tag_list::parse(text).map_err(|_| KeyError::Malformed)?;
    let key = tags.value("p").ok_or(KeyError::NotARecord)?;
    if let Some(version) = tags.value("v")
        && (version != b"DKIM1" || tags.first_name() != Some(b"v"))
    {
        return Err(KeyError::Version);
    }
    if let Some(services) = tags.value("s")
        && !list(services).any(|service| service == b"*" || service.eq_ignore_ascii_case(b"email"))
    {
        return Err(KeyError::Service);
    }
    if key.is_empty() {
        return Err(KeyError::Revoked);
    }
    let bytes = base64::decode(key).ok_or(KeyError::Key)?;
    let algorithm = tags.value("k").unwrap_or(b"rsa");
    let material = if algorithm.eq_ignore_ascii_case(b"rsa") {
        let (modulus, exponent) = der::rsa_public_key(&bytes).ok_or(KeyError::Key)?;
        if !rsa::usable(modulus, exponent) {
            return Err(KeyError::Size);
        }
        Material::Rsa { modulus: modulus.to_vec(), exponent }
    } else if algorithm.eq_ignore_ascii_case(b"ed25519") {
        Material::Ed25519(bytes.try_into().map_err(|_| KeyError::Key)?)
    } else {
        return Err(KeyError::Algorithm);
    };
    let flag = |name: &[u8]| tags.value("t").is_some_and(|flags| list(flags).any(|flag| flag == name));
    Ok(KeyRecord {
        material,
        hashes: tags.value("h").map(|hashes| list(hashes).filter_map(hash_kind).collect()),
        testing: flag(b"y"),
        strict: flag(b"s"),
    })
}

/// A colon-separated list with folding white space around its members.
fn list(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|&byte| byte == b':').map(tag_list::trim)
}

/// `key-h-tag-alg = "sha1" / "sha256" / x-key-h-tag-alg`.
fn hash_kind(name: &[u8]) -> Option<HashKind> {
    match name {
        b"sha1" => Some(HashKind::Sha1),
        b"sha256" => Some(HashKind::Sha256),
        _ => None,
    }
}

/// The texts in a paste that could be a record, best first.
fn records_in(text: &str) -> Vec<String> {
    let mut records: Vec<String> = Vec::new();
    // Quoted strings: nslookup and dig. A string that opens with a tag of its own opens a record.
    for (at, quoted) in text.split('"').enumerate() {
        if at % 2 == 1 {
            match records.last_mut() {
                Some(record) if !opens_record(quoted) => record.push_str(quoted),
                _ => records.push(quoted.to_owned()),
            }
        }
    }
    // Strings in braces, separated by commas: Resolve-DnsName.
    if let Some((_, rest)) = text.split_once('{') {
        let inside = rest.split('}').next().unwrap_or(rest);
        records.push(inside.replace([','], ""));
    }
    // Neither: from the first tag on.
    if records.is_empty() {
        let start = record_start(text).unwrap_or(0);
        records.push(text.get(start..).unwrap_or_default().to_owned());
    }
    for record in &mut records {
        record.retain(|character| !matches!(character, '\\' | '\r' | '\n'));
    }
    records
}

/// Whether a string opens a record rather than continuing one.
fn opens_record(text: &str) -> bool {
    let text = text.trim_start();
    let name = text.split('=').next().unwrap_or_default().trim_end();
    text.len() > name.len() && matches!(name, "v" | "k" | "p" | "t" | "s" | "h" | "n" | "g")
}

/// Where a record without quotes starts: at the first tag that stands at the start of a word.
fn record_start(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let starts_word = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| lower.as_bytes().get(before));
        before.is_none_or(u8::is_ascii_whitespace)
    };
    ["v=", "k=", "h=", "t=", "p="]
        .iter()
        .filter_map(|tag| lower.match_indices(tag).map(|(at, _)| at).find(starts_word))
        .min()
}

/// The DNS name of a key, in lower case: `selector._domainkey.domain` (RFC 6376 section 3.6.2.1).
pub fn dns_name(domain: &str, selector: &str) -> String {
    [selector, "._domainkey.", domain].concat().to_ascii_lowercase()
}

/// Where a candidate came from.
#[derive(Clone, Copy, Debug)]
enum Source {
    Pasted,
    Carried(&'static CarriedKey),
}

/// A key that could belong to a signature.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The record, or why it holds no key.
    pub record: Result<KeyRecord, KeyError>,
    source: Source,
}

impl Candidate {
    /// Whether the person pasted it.
    pub fn pasted(&self) -> bool {
        matches!(self.source, Source::Pasted)
    }

    /// How the report shows it.
    pub fn describe(&self, dns_name: String) -> SignatureKey {
        let record = self.record.as_ref().ok();
        let mut key = SignatureKey {
            dns_name,
            origin: KeyOrigin::Pasted,
            algorithm: record.map(|record| record.algorithm().to_owned()),
            bits: record.map(KeyRecord::bits),
            provenance: None,
            first_seen: None,
            last_seen: None,
        };
        if let Source::Carried(carried) = self.source {
            key.origin = KeyOrigin::Carried;
            key.first_seen = Some(carried.first_seen.to_owned());
            key.last_seen = Some(carried.last_seen.to_owned());
            let how = if carried.recovered { provenance::RECOVERED } else { provenance::PUBLISHED };
            let verified = carried.verified.to_string();
            key.provenance = Some(how.with(&[("verified", &verified), ("found_in", carried.found_in)]));
        }
        key
    }
}

/// A key that the person pasted.
#[derive(Clone, Debug)]
struct Pasted<'a> {
    name: String,
    key: &'a PastedKey,
    /// Its record, parsed when a signature first asks for it: many messages are signed with one key.
    record: OnceCell<Result<KeyRecord, KeyError>>,
}

impl Pasted<'_> {
    fn record(&self) -> Result<KeyRecord, KeyError> {
        self.record.get_or_init(|| parse_record(&self.key.record)).clone()
    }
}

/// All keys at hand: those that the person pasted and those carried here.
#[derive(Clone, Debug)]
pub struct KeyRing<'a> {
    pasted: Vec<Pasted<'a>>,
}

impl<'a> KeyRing<'a> {
    /// A ring of the pasted keys and the carried ones.
    pub fn new(pasted: &'a [PastedKey]) -> Self {
        let named = |key| Pasted { name: pasted_name(key), key, record: OnceCell::new() };
        Self { pasted: pasted.iter().map(named).collect() }
    }

    /// All keys for a selector of a domain: pasted ones first, then the carried ones, newest
    /// first. Several keys can share a name, because a domain can change the key behind it.
    pub fn lookup(&self, domain: &str, selector: &str) -> Vec<Candidate> {
        let name = dns_name(domain, selector);
        let mut found: Vec<Candidate> = self
            .pasted
            .iter()
            .filter(|pasted| pasted.name == name)
            .map(|pasted| Candidate { record: pasted.record(), source: Source::Pasted })
            .collect();
        let carried = CARRIED
            .iter()
            .filter(|key| key.domain.eq_ignore_ascii_case(domain) && key.selector.eq_ignore_ascii_case(selector));
        found.extend(carried.map(|key| Candidate { record: Ok(carried_record(key)), source: Source::Carried(key) }));
        found
    }
}

/// A carried key as a record.
pub fn carried_record(key: &CarriedKey) -> KeyRecord {
    KeyRecord {
        material: match key.material {
            CarriedMaterial::Rsa { modulus, exponent } => Material::Rsa { modulus: modulus.to_vec(), exponent },
            CarriedMaterial::Ed25519(bytes) => Material::Ed25519(*bytes),
        },
        hashes: key.sha256_only.then(|| vec![HashKind::Sha256]),
        testing: key.testing,
        strict: key.strict,
    }
}

/// The name that a pasted key is for: as given, or else the first word of the text that looks like
/// one; lower case, without a dot at the end.
fn pasted_name(key: &PastedKey) -> String {
    let given = key.name.trim();
    let name = if given.is_empty() {
        key.record
            .split(|character: char| character.is_whitespace() || matches!(character, '"' | ';' | ','))
            .find(|word| word.to_ascii_lowercase().contains("._domainkey."))
            .unwrap_or_default()
    } else {
        given
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    /// A key of our own, for tests.
    const RSA: &str = concat!(
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCrjcVCFMhqxc63W3hkpYimTYkdFhOQbpcglWfM4GOZFE8R1gurHARQdfiY3b8m",
        "4vZNxDoY+C5Zbved9QBe/b84GZxFsY6mYLS9w57TCjTCp+zIrQgWMvnxrgCfL+fgcMdiBKqjZ31F1iEF7F4eoOb95tdlYAe2lUfd",
        "NZqA7aAp8wIDAQAB",
    );

    #[test]
    fn the_record_of_rfc_8463_is_read() {
        let record = parse_record(ED25519).unwrap();
        assert_eq!((record.algorithm(), record.bits()), ("ed25519", 256));
        assert!(record.allows(HashKind::Sha1) && !record.testing && !record.strict);
    }

    #[test]
    fn flags_and_hashes_are_read() {
        let record = parse_record(&ED25519.replace("k=", "t=y:s; h=sha256 : x; k=")).unwrap();
        assert!(record.testing && record.strict && !record.allows(HashKind::Sha1));
    }

    #[test]
    fn a_record_that_gives_no_key_says_why() {
        for (text, error) in [
            ("v=DKIM1; p=", KeyError::Revoked),
            ("v=DKIM2; p=AAAA", KeyError::Version),
            ("p=AAAA; v=DKIM1", KeyError::Version),
            ("k=dsa; p=AAAA", KeyError::Algorithm),
            ("v=DKIM1; p=AAAA", KeyError::Key),
            ("v=DKIM1; p=????", KeyError::Key),
            ("v=DKIM1; s=tlsrpt; p=AAAA", KeyError::Service),
            ("v=DKIM1; p=AAAA; p=AAAA", KeyError::Malformed),
            ("v=spf1 -all", KeyError::NotARecord),
            ("", KeyError::NotARecord),
        ] {
            assert_eq!(parse_record(text), Err(error), "{text}");
        }
    }

    #[test]
    fn output_of_name_tools_is_read_as_it_is() {
        let expected = parse_record(&["v=DKIM1; k=rsa; p=", RSA].concat()).unwrap();
        assert_eq!((expected.algorithm(), expected.bits()), ("rsa", 1024));
        let (one, two) = RSA.split_at(100);
        for text in [
            // nslookup on Windows and elsewhere
            format!(
                "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\nsel._domainkey.example.org\ttext =\r\n\r\n\t\"v=DKIM1; k=rsa; p={one}\"\r\n\t\"{two}\"\r\n"
            ),
            // dig +short, and an older one that escapes semicolons, behind an alias
            format!("\"v=DKIM1; k=rsa; p={one}\" \"{two}\"\n"),
            format!("sel.dkim.example.net.\n\"v=DKIM1\\; k=rsa\\; p={one}\" \"{two}\"\n"),
            // dig with two records under the name
            format!("\"v=spf1 -all\"\n\"v=DKIM1; k=rsa; p={one}\" \"{two}\"\n"),
            format!("sel._domainkey.example.org. 300 IN TXT \"v=DKIM1; k=rsa; p=\" \"{one}{two}\"\n"),
            // Resolve-DnsName, with and without its table, and cut into lines
            format!("Strings : {{v=DKIM1; k=rsa; p={one}, \r\n          {two}}}\r\n"),
            format!("v=DKIM1; k=rsa; p={one}\r\n{two}\r\n"),
            format!("Strings:\n  k=rsa; p={one}\n  {two}\n"),
            format!("p={RSA}"),
        ] {
            assert_eq!(parse_record(&text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn a_name_that_was_not_given_is_found_in_the_output() {
        let record = format!("Sel._domainkey.Example.org. 300 IN TXT \"{ED25519}\"\n");
        let pasted = [PastedKey { name: String::new(), record }];
        assert!(KeyRing::new(&pasted).lookup("example.org", "sel")[0].record.is_ok());
    }

    #[test]
    fn several_carried_keys_under_one_name_are_all_offered() {
        let ring = KeyRing::new(&[]);
        let found = ring.lookup("amazonses.com", "hsbnp7p3ensaochzwyq5wwmceodymuwv");
        assert_eq!(found.len(), 2);
        let described = found[0].describe(dns_name("amazonses.com", "hsbnp7p3ensaochzwyq5wwmceodymuwv"));
        assert_eq!(described.origin, KeyOrigin::Carried);
        assert_eq!(described.last_seen.as_deref(), Some("2023-09-12"));
    }

    #[test]
    fn a_pasted_name_is_found_whatever_its_case_and_dot() {
        let pasted = [PastedKey { name: " Sel._DomainKey.Example.ORG. ".into(), record: ED25519.into() }];
        let ring = KeyRing::new(&pasted);
        assert_eq!(ring.lookup("example.org", "sel").len(), 1);
        assert!(ring.lookup("example.org", "sel")[0].pasted());
        assert!(ring.lookup("example.com", "sel").is_empty());
    }
}
