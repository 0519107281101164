//! A signer of our own test keys, for tests only. It shares no code with the engine, so that a
//! defect that both have cannot hide: canonical forms are built by hand here and RSA is the `rsa`
//! crate's.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Which of our test keys signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// 512 bits: too short to prove anything.
    Rsa512,
    /// 1024 bits.
    Rsa1024,
    /// 1024 bits and the exponent 3, quick to compute from signatures.
    Rsa1024Exponent3,
    /// 1024 bits and the exponent 17.
    Rsa1024Exponent17,
    /// 2048 bits.
    Rsa2048,
    /// Ed25519.
    Ed25519,
}

const ED25519_SEED: [u8; 32] = *b"a seed for tests and for nothing";

impl Key {
    fn rsa(self) -> &'static RsaPrivateKey {
        static KEYS: [OnceLock<RsaPrivateKey>; 5] = [const { OnceLock::new() }; 5];
        let (at, pem) = match self {
            Self::Rsa512 => (0, include_str!("../keys/rsa512.pem")),
            Self::Rsa1024 => (1, include_str!("../keys/rsa1024.pem")),
            Self::Rsa1024Exponent3 => (3, include_str!("../keys/rsa1024_exponent3.pem")),
            Self::Rsa1024Exponent17 => (4, include_str!("../keys/rsa1024_exponent17.pem")),
            _ => (2, include_str!("../keys/rsa2048.pem")),
        };
        KEYS[at].get_or_init(|| RsaPrivateKey::from_pkcs8_pem(pem).expect("a PKCS#8 key"))
    }

    /// The TXT record of the key.
    pub fn record(self) -> String {
        match self {
            Self::Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(&ED25519_SEED).verifying_key();
                format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.as_bytes()))
            }
            _ => format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(self.public_der())),
        }
    }

    /// Modulus and public exponent.
    pub fn public(self) -> (Vec<u8>, u32) {
        let key = self.rsa();
        let exponent = key.e().to_bytes_be().iter().fold(0, |value, &byte| value << 8 | u32::from(byte));
        (key.n().to_bytes_be(), exponent)
    }

    /// RSAPublicKey in DER.
    fn public_der(self) -> Vec<u8> {
        let key = self.rsa();
        let integer = |mut bytes: Vec<u8>| {
            if bytes[0] >= 0x80 {
                bytes.insert(0, 0);
            }
            element(0x02, &bytes)
        };
        element(0x30, &[integer(key.n().to_bytes_be()), integer(key.e().to_bytes_be())].concat())
    }

    /// Signs the data: rsa-sha256, rsa-sha1 or ed25519-sha256.
    pub fn sign(self, sha1: bool, data: &[u8]) -> Vec<u8> {
        if self == Self::Ed25519 {
            return ed25519_dalek::SigningKey::from_bytes(&ED25519_SEED)
                .sign(&Sha256::digest(data))
                .to_bytes()
                .to_vec();
        }
        let sha1_info: &[u8] = &[0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 20];
        let sha256_info: &[u8] = &[0x30, 0x31, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 32];
        let (prefix, digest) =
            if sha1 { (sha1_info, Sha1::digest(data).to_vec()) } else { (sha256_info, Sha256::digest(data).to_vec()) };
        let scheme = Pkcs1v15Sign { hash_len: Some(digest.len()), prefix: prefix.into() };
        self.rsa().sign(scheme, &digest).expect("the key is long enough")
    }
}

fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut out = vec![tag];
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(contents);
    out
}

/// How to sign.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The key.
    pub key: Key,
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// `c=`, both halves: true is relaxed.
    pub relaxed: (bool, bool),
    /// rsa-sha1 instead of rsa-sha256.
    pub sha1: bool,
    /// `h=`, in order; a name more than there are fields is over-signing.
    pub headers: Vec<String>,
    /// `l=`.
    pub length: Option<usize>,
    /// More tags, such as `t=1; x=2; i=@d; `, with the semicolon and the space behind each.
    pub more: String,
}

impl Default for Signer {
    fn default() -> Self {
        Self {
            key: Key::Rsa2048,
            domain: "brand.example".into(),
            selector: "sel".into(),
            relaxed: (true, true),
            sha1: false,
            headers: ["From", "To", "Subject", "Date", "Message-ID"].map(String::from).into(),
            length: None,
            more: String::new(),
        }
    }
}

impl Signer {
    /// The DNS name of the key.
    pub fn dns_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    fn algorithm(&self) -> &'static str {
        match (self.key, self.sha1) {
            (Key::Ed25519, _) => "ed25519-sha256",
            (_, true) => "rsa-sha1",
            _ => "rsa-sha256",
        }
    }

    /// The message with a DKIM-Signature on top.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let field = self.field(message, "DKIM-Signature", "v=1; ");
        [field.as_slice(), message].concat()
    }

    /// The same with tags changed before the signature is computed over them. What is changed ends with `b=`.
    pub fn sign_edited(&self, message: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
        let field = self.edited_field(message, "DKIM-Signature", "v=1; ", edit);
        [field.as_slice(), message].concat()
    }

    /// A signature field with its line end.
    fn field(&self, message: &[u8], name: &str, first: &str) -> Vec<u8> {
        self.edited_field(message, name, first, |unsigned| unsigned)
    }

    /// The signature field of an ARC set, its tags changed before it is signed.
    pub fn edited_field(&self, message: &[u8], name: &str, first: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
        let (fields, body) = split(message);
        let mut canonical_body = if self.relaxed.1 { relaxed_body(&body) } else { simple_body(&body) };
        if let Some(length) = self.length {
            canonical_body.truncate(length);
        }
        let word = |relaxed: bool| if relaxed { "relaxed" } else { "simple" };
        let hash =
            if self.sha1 { Sha1::digest(&canonical_body).to_vec() } else { Sha256::digest(&canonical_body).to_vec() };
        let unsigned = edit(format!(
            "{name}: {first}a={}; c={}/{}; d={};\r\n s={}; {}{}h={};\r\n\tbh={}; b=",
            self.algorithm(),
            word(self.relaxed.0),
            word(self.relaxed.1),
            self.domain,
            self.selector,
            self.more,
            self.length.map(|length| format!("l={length}; ")).unwrap_or_default(),
            self.headers.join(":"),
            STANDARD.encode(hash),
        ));
        let mut data = Vec::new();
        let mut taken = vec![false; fields.len()];
        for wanted in &self.headers {
            let found = (0..fields.len()).rev().find(|&at| !taken[at] && is_named(&fields[at], wanted));
            if let Some(at) = found {
                taken[at] = true;
                data.extend(canonical_field(self.relaxed.0, &fields[at]));
                data.extend(b"\r\n");
            }
        }
        data.extend(canonical_field(self.relaxed.0, unsigned.as_bytes()));
        finish(&unsigned, &self.key.sign(self.sha1, &data))
    }

    /// The message with one ARC set on top: `instance` is its number, `validation` its `cv=`, and
    /// `results` the ARC-Authentication-Results behind `i=N; `. Sets below it must already be
    /// there.
    pub fn seal(&self, message: &[u8], instance: u32, validation: &str, results: &str) -> Vec<u8> {
        let aar = format!("ARC-Authentication-Results: i={instance}; {results}\r\n").into_bytes();
        let ams = self.field(message, "ARC-Message-Signature", &format!("i={instance}; "));
        let seal = self.seal_field(message, instance, validation, &aar, &ams);
        [seal, ams, aar, message.to_vec()].concat()
    }

    /// The ARC-Seal over the sets in the message and these two new fields.
    pub fn seal_field(&self, message: &[u8], instance: u32, validation: &str, aar: &[u8], ams: &[u8]) -> Vec<u8> {
        let (fields, _) = split(message);
        let unsigned = format!(
            "ARC-Seal: i={instance}; a={}; t=1700000000; cv={validation}; d={}; s={};\r\n b=",
            self.algorithm(),
            self.domain,
            self.selector
        );
        let mut data = Vec::new();
        if validation != "fail" {
            for below in 1..instance {
                for name in ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"] {
                    let field = fields
                        .iter()
                        .find(|field| {
                            is_named(field, name) && String::from_utf8_lossy(field).contains(&format!(": i={below};"))
                        })
                        .expect("the sets below are there");
                    data.extend(canonical_field(true, field));
                    data.extend(b"\r\n");
                }
            }
        }
        for field in [aar, ams] {
            data.extend(canonical_field(true, field.strip_suffix(b"\r\n").expect("a whole field")));
            data.extend(b"\r\n");
        }
        data.extend(canonical_field(true, unsigned.as_bytes()));
        finish(&unsigned, &self.key.sign(self.sha1, &data))
    }
}

/// Fills in `b=`, folded as signers fold it.
fn finish(unsigned: &str, signature: &[u8]) -> Vec<u8> {
    let mut field = unsigned.as_bytes().to_vec();
    for (at, chunk) in STANDARD.encode(signature).as_bytes().chunks(64).enumerate() {
        if at > 0 {
            field.extend(b"\r\n ");
        }
        field.extend(chunk);
    }
    field.extend(b"\r\n");
    field
}

/// Fields without their last line end, in CRLF form, and the body in CRLF form.
fn split(message: &[u8]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let text = to_crlf(message);
    let end = text.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let (header, body) = end.map_or((&text[..], &b""[..]), |end| (&text[..end + 2], &text[end + 4..]));
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for line in header.split_inclusive(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        match fields.last_mut() {
            Some(field) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                field.extend(b"\r\n");
                field.extend(line);
            }
            _ => fields.push(line.to_vec()),
        }
    }
    (fields, body.to_vec())
}

/// Every line end as CRLF.
pub fn to_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for &byte in bytes {
        if byte == b'\n' && out.last() != Some(&b'\r') {
            out.push(b'\r');
        }
        out.push(byte);
    }
    out
}

fn is_named(field: &[u8], name: &str) -> bool {
    let colon = field.iter().position(|&byte| byte == b':').unwrap_or(field.len());
    field[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes())
}

fn canonical_field(relaxed: bool, field: &[u8]) -> Vec<u8> {
    if !relaxed {
        return field.to_vec();
    }
    let colon = field.iter().position(|&byte| byte == b':').expect("a field has a colon");
    let mut out = field[..colon].trim_ascii().to_ascii_lowercase();
    out.push(b':');
    let value: Vec<u8> = field[colon + 1..].iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect();
    out.extend(words(&value).join(&b' '));
    out
}

/// The stretches between runs of spaces and tabs, without empty ones.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|byte| b" \t".contains(byte)).filter(|word| !word.is_empty()).collect()
}

fn simple_body(body: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = lines(body);
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    if lines.is_empty() {
        return b"\r\n".to_vec();
    }
    lines.iter().flat_map(|line| [line, &b"\r\n"[..]].concat()).collect()
}

fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out: Vec<Vec<u8>> = lines(body)
        .iter()
        .map(|line| {
            let lead = if line.first().is_some_and(|byte| b" \t".contains(byte)) { &b" "[..] } else { b"" };
            let words = words(line);
            if words.is_empty() { Vec::new() } else { [lead, &words.join(&b' ')].concat() }
        })
        .collect();
    while out.last().is_some_and(Vec::is_empty) {
        out.pop();
    }
    out.iter().flat_map(|line| [line, &b"\r\n"[..]].concat()).collect()
}

fn lines(body: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> =
        body.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    if lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}
