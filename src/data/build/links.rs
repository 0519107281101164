//! Wrappers, redirectors, open hosts, consent and device pages, shops and codes that link devices: `links.toml` to Rust tables.

use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;
use super::catalogue::{camel, one_of, read, refuse};

const FILE: &str = "links.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    wrapper: Vec<Wrapper>,
    redirector: Vec<Hosts>,
    open: Vec<Hosts>,
    consent: Vec<Consent>,
    device: Vec<Device>,
    shop: Vec<Hosts>,
    social: Vec<Hosts>,
    button: Vec<Hosts>,
    closed: Vec<Hosts>,
    linking: Vec<Linking>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapper {
    host: String,
    #[serde(default)]
    path: String,
    form: String,
    #[serde(default)]
    names: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    hosts: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consent {
    host: String,
    path: String,
    names: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Device {
    pages: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Linking {
    begins: Vec<String>,
    source: String,
    date: String,
}

/// Generates the tables.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let document: Document = read(data, FILE)?;
    let mut out = String::from("pub(crate) static WRAPPERS: &[Wrapper] = &[\n");
    for wrapper in &document.wrapper {
        sourced(&wrapper.host, &wrapper.source, &wrapper.date)?;
        let forms = ["query", "host", "dashes", "underscores", "path", "host_name", "base64"];
        one_of(FILE, &wrapper.host, "form", &wrapper.form, &forms)?;
        let named = matches!(wrapper.form.as_str(), "query" | "host" | "dashes" | "base64");
        if named == wrapper.names.is_empty() {
            return Err(refuse(FILE, &wrapper.host, "names go with a form that reads parameters, and with no other"));
        }
        writeln!(
            out,
            "    Wrapper {{ host: {:?}, path: {:?}, form: Form::{}, names: &{:?} }},",
            wrapper.host,
            wrapper.path,
            camel(&wrapper.form),
            wrapper.names
        )
        .expect("a string can be written");
    }
    out.push_str("];\n");
    for (name, groups) in [
        ("REDIRECTORS", &document.redirector),
        ("OPEN", &document.open),
        ("SHOPS", &document.shop),
        ("SOCIAL", &document.social),
        ("BUTTONS", &document.button),
        ("CLOSED", &document.closed),
    ] {
        let mut hosts: Vec<&String> = Vec::new();
        for group in groups {
            sourced(name, &group.source, &group.date)?;
            for host in &group.hosts {
                if hosts.contains(&host) {
                    return Err(refuse(FILE, host, "the host is named twice"));
                }
                hosts.push(host);
            }
        }
        writeln!(out, "pub(crate) static {name}: &[&str] = &{hosts:?};").expect("a string can be written");
    }
    out.push_str("pub(crate) static CONSENT: &[Consent] = &[\n");
    for consent in &document.consent {
        sourced(&consent.host, &consent.source, &consent.date)?;
        writeln!(
            out,
            "    Consent {{ host: {:?}, path: {:?}, names: &{:?} }},",
            consent.host, consent.path, consent.names
        )
        .expect("a string can be written");
    }
    let mut pages: Vec<&String> = Vec::new();
    for device in &document.device {
        sourced("device", &device.source, &device.date)?;
        pages.extend(&device.pages);
    }
    writeln!(out, "];\npub(crate) static DEVICE_PAGES: &[&str] = &{pages:?};").expect("a string can be written");
    let mut begins: Vec<&String> = Vec::new();
    for linking in &document.linking {
        sourced("linking", &linking.source, &linking.date)?;
        begins.extend(&linking.begins);
    }
    writeln!(out, "pub(crate) static LINKING: &[&str] = &{begins:?};").expect("a string can be written");
    Ok(out)
}

fn sourced(entry: &str, source: &str, date: &str) -> Result<(), Refusal> {
    let dated = date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if source.is_empty() || !dated {
        return Err(refuse(FILE, entry, "a source and a date (YYYY-MM-DD) are needed"));
    }
    Ok(())
}
