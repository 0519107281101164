//! Receivers, gateways and forwarders: `receivers.toml` to Rust tables.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;

const FILE: &str = "receivers.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    recipient_fields: Vec<String>,
    tenant_hosts: Vec<String>,
    receiver: Vec<Receiver>,
    gateway: Vec<Service>,
    forwarder: Vec<Service>,
    exit: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Receiver {
    id: String,
    name: String,
    source: String,
    date: String,
    edges: Vec<String>,
    #[serde(default)]
    edge_networks: Vec<String>,
    #[serde(default)]
    loop_networks: Vec<String>,
    #[serde(default)]
    internal: Vec<String>,
    #[serde(default)]
    internal_networks: Vec<String>,
    #[serde(default)]
    submission: String,
    #[serde(default)]
    bare_networks: Vec<String>,
    #[serde(default)]
    bare_id: String,
    authserv: Vec<String>,
    #[serde(default)]
    authserv_is_by: bool,
    place: String,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    dkim_unnamed: bool,
    #[serde(default)]
    organisation: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    id: String,
    name: String,
    source: String,
    date: String,
    hosts: Vec<String>,
    #[serde(default)]
    authserv: Vec<String>,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    shared_authors: Vec<String>,
    #[serde(default)]
    original: String,
    #[serde(default)]
    original_fields: Vec<String>,
}

fn refuse(entry: &str, reason: impl Into<String>) -> Refusal {
    Refusal { file: FILE.to_owned(), entry: entry.to_owned(), reason: reason.into() }
}

/// Generates `RECEIVERS`, `GATEWAYS`, `FORWARDERS`, `EXITS`, `RECIPIENT_FIELDS` and `TENANT_HOSTS`.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let text = fs::read_to_string(data.join(FILE)).map_err(|error| refuse("file", error.to_string()))?;
    let document: Document = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start].lines().count());
        refuse(&format!("line {line}"), error.message())
    })?;
    field_names("recipient_fields", &document.recipient_fields)?;
    patterns("tenant_hosts", "tenant_hosts", &document.tenant_hosts)?;
    let mut out = format!(
        "/// Fields in which a receiver names the mailbox that it delivered to.\n\
         pub static RECIPIENT_FIELDS: &[&str] = &{:?};\n\n\
         /// Patterns of hosts on which every customer of a large mail provider has a name.\n\
         pub static TENANT_HOSTS: &[&str] = &{:?};\n\n\
         /// The receiving providers.\npub static RECEIVERS: &[Profile] = &[\n",
        document.recipient_fields, document.tenant_hosts,
    );
    let mut ids: Vec<&str> = Vec::new();
    for receiver in &document.receiver {
        common(&mut ids, &receiver.id, [&receiver.name, &receiver.source], &receiver.date)?;
        out.push_str(&profile(receiver)?);
    }
    for (name, doc, services) in [
        ("GATEWAYS", "Filter services that stand in front of mailboxes.", &document.gateway),
        ("FORWARDERS", "Forwarding and masking services.", &document.forwarder),
        (
            "EXITS",
            "Hosts through which a large mail provider sends its own mail and that of all its customers.",
            &document.exit,
        ),
    ] {
        out.push_str(&format!("];\n\n/// {doc}\npub static {name}: &[Service] = &[\n"));
        for service in services {
            common(&mut ids, &service.id, [&service.name, &service.source], &service.date)?;
            if name != "FORWARDERS" && !(service.authors.is_empty() && service.original.is_empty()) {
                return Err(refuse(&service.id, "it keeps the sender: authors and original are a forwarder's"));
            }
            out.push_str(&passed_on(service)?);
        }
    }
    out.push_str("];\n");
    Ok(out)
}

fn passed_on(service: &Service) -> Result<String, Refusal> {
    let Service { id, name, hosts, authserv, authors, shared_authors, original, original_fields, .. } = service;
    patterns(id, "hosts", hosts)?;
    for (key, list) in [("authserv", authserv), ("authors", authors), ("shared_authors", shared_authors)] {
        if !list.is_empty() {
            patterns(id, key, list)?;
        }
    }
    if authors.is_empty() && !(shared_authors.is_empty() && original.is_empty() && original_fields.is_empty()) {
        return Err(refuse(id, "shared_authors and original need authors"));
    }
    field_names(id, original_fields)?;
    let original = match original.as_str() {
        "" => "Unseen",
        "host" => "Host",
        "underscored" => "Underscored",
        "name" => "Name",
        other => return Err(refuse(id, format!("original: {other:?} is not host, underscored or name"))),
    };
    Ok(format!(
        "Service {{ id: {id:?}, name: {name:?}, hosts: &{hosts:?}, \
         authserv: &{authserv:?}, authors: &{authors:?}, shared_authors: &{shared_authors:?}, \
         original: Original::{original}, original_fields: &{original_fields:?} }},\n"
    ))
}

fn field_names(entry: &str, names: &[String]) -> Result<(), Refusal> {
    let fits =
        |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if names.iter().all(fits) { Ok(()) } else { Err(refuse(entry, "a field name is of letters, digits and -")) }
}

/// What every entry must have: an id of its own, a name, a source and a date.
fn common<'a>(ids: &mut Vec<&'a str>, id: &'a str, texts: [&String; 2], date: &str) -> Result<(), Refusal> {
    let named =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !named {
        return Err(refuse(id, "the id must be lower-case letters, digits and _"));
    }
    if ids.contains(&id) {
        return Err(refuse(id, "the id is used twice"));
    }
    ids.push(id);
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(refuse(id, "name and source must not be empty"));
    }
    let shape = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { Ok(()) } else { Err(refuse(id, "the date must be YYYY-MM-DD")) }
}

fn patterns(id: &str, key: &str, hosts: &[String]) -> Result<(), Refusal> {
    if hosts.is_empty() {
        return Err(refuse(id, format!("{key} must not be empty")));
    }
    for host in hosts {
        let allowed =
            host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-*_".contains(&byte));
        if !allowed || host.starts_with('*') && !host.starts_with("*.") {
            return Err(refuse(
                id,
                format!("{key}: {host:?} is no host pattern: lower case, and a * at the start only before a dot"),
            ));
        }
    }
    Ok(())
}

fn networks(id: &str, key: &str, texts: &[String]) -> Result<String, Refusal> {
    let mut out = String::from("&[");
    for text in texts {
        let wrong = || refuse(id, format!("{key}: {text:?} is not address/length"));
        let (address, length) = text.split_once('/').ok_or_else(wrong)?;
        let length: u8 = length.parse().map_err(|_| wrong())?;
        let (first, length) = match address.parse().map_err(|_| wrong())? {
            IpAddr::V4(four) if length <= 32 => (four.to_ipv6_mapped().to_bits(), length + 96),
            IpAddr::V6(six) if length <= 128 => (six.to_bits(), length),
            _ => return Err(wrong()),
        };
        if first & u128::MAX.checked_shr(length.into()).unwrap_or(0) != 0 {
            return Err(refuse(id, format!("{key}: {text:?} has bits behind its length")));
        }
        out.push_str(&format!("Network {{ first: {first:#x}, length: {length} }}, "));
    }
    out.push(']');
    Ok(out)
}

fn profile(receiver: &Receiver) -> Result<String, Refusal> {
    let Receiver {
        id,
        name,
        edges,
        internal,
        bare_id,
        submission,
        authserv,
        authserv_is_by,
        silent,
        dkim_unnamed,
        organisation,
        ..
    } = receiver;
    patterns(id, "edges", edges)?;
    if !internal.is_empty() {
        patterns(id, "internal", internal)?;
    }
    if authserv.iter().any(|pattern| pattern.is_empty()) {
        if authserv.len() > 1 {
            return Err(refuse(id, "authserv: \"\" must stand alone"));
        }
    } else if receiver.place != "nowhere" {
        patterns(id, "authserv", authserv)?;
    } else if !authserv.is_empty() {
        return Err(refuse(id, "authserv: stamps that stand nowhere have none"));
    }
    if receiver.bare_networks.is_empty() != bare_id.is_empty() {
        return Err(refuse(id, "bare_networks and bare_id go together"));
    }
    let place = match receiver.place.as_str() {
        "above" => "Above",
        "touching" => "Touching",
        "below" => "Below",
        "amid" => "Amid",
        "nowhere" => "Nowhere",
        other => return Err(refuse(id, format!("place: {other:?} is not above, touching, below, amid or nowhere"))),
    };
    let edge_networks = networks(id, "edge_networks", &receiver.edge_networks)?;
    let loop_networks = networks(id, "loop_networks", &receiver.loop_networks)?;
    let internal_networks = networks(id, "internal_networks", &receiver.internal_networks)?;
    let bare_networks = networks(id, "bare_networks", &receiver.bare_networks)?;
    Ok(format!(
        "Profile {{ id: {id:?}, name: {name:?}, edges: &{edges:?}, \
         edge_networks: {edge_networks}, loop_networks: {loop_networks}, internal: &{internal:?}, \
         internal_networks: {internal_networks}, submission: {submission:?}, bare_networks: {bare_networks}, bare_id: {bare_id:?}, \
         authserv: &{authserv:?}, authserv_is_by: {authserv_is_by}, place: Place::{place}, silent: {silent}, dkim_unnamed: {dkim_unnamed}, \
         organisation: {organisation} }},\n"
    ))
}
