//! The receiver's own word: which header fields the receiving mailbox provider wrote, and what its
//! stamps say (RFC 8601 sections 5 and 7).
//!
//! A receiver prepends. Its part of the header section ends at the *boundary* Received field, by
//! which it took the message from outside. Everything below is the sender's, and so is the name in
//! the boundary's `from`. Two rules keep a sender from moving the boundary down:
//!
//! * the first field written by an edge host is the boundary, whatever its `from` says;
//! * a step inside needs a `by` and a `from` of the receiver, and the address that the writer saw must
//!   be one of the receiver's own. A sender can choose the name, not the address.
//!
//! So a lie can make the block shorter or unrecognised, never longer.

use crate::data::catalogue::{Sentence, stamp, unrecognised};
use crate::data::receivers::{self, Network, Place, Profile, Service};
use crate::limits;
use crate::message::auth_results;
use crate::message::field::Field;
use crate::message::received::{self, Received};
use crate::message::{Message, domain, text};
use crate::report::{self, ArcSet, AuthResult, IgnoredStamp, Recognition, Span, Stamp, Text};

/// The part of the header section that the receiver wrote.
#[derive(Debug)]
pub struct TrustedBlock {
    /// The receiver with its stamps, for the report.
    pub receiver: report::Receiver,
    /// Index of the boundary Received field in `message.fields()`.
    pub boundary: Option<usize>,
    /// When the receiver took the message: the date of the boundary, in seconds since 1970.
    pub received_at: Option<i64>,
    /// The recognised receiver.
    pub profile: Option<&'static Profile>,
    /// The filter service that handed the message to the receiver, whose checks of the sending host and
    /// of the text then mean nothing. A sender may greet under such a name, so this only ever weakens a
    /// statement.
    pub gateway: Option<&'static Service>,
    /// The provider through whose hosts for all of its customers it came.
    pub exit: Option<&'static Service>,
    /// The forwarding or masking service that handed the message to the receiver.
    pub forwarder: Option<&'static Service>,
    /// Whether the receiver found that the forwarder's own domain sent it. Else it rests on a name.
    pub forwarder_passed: bool,
    /// Why nobody was recognised; absent when somebody was.
    pub why: Option<Text>,
    /// The Received fields, newest first, each with its index in `message.fields()`: at least down to the boundary.
    path: Vec<(usize, Received)>,
    /// Index of the last field that the receiver wrote.
    last: Option<usize>,
    /// Indices of stamps above it that are not the receiver's: some receivers group them all.
    foreign: Vec<usize>,
}

impl TrustedBlock {
    /// What the Received field with this index in `message.fields()` says.
    pub fn received(&self, field_index: usize) -> Option<&Received> {
        self.path.iter().find(|(index, _)| *index == field_index).map(|(_, received)| received)
    }

    /// Whether the receiver wrote the field with this index in `message.fields()`.
    pub fn trusts(&self, field_index: usize) -> bool {
        self.last.is_some_and(|last| field_index <= last) && !self.foreign.contains(&field_index)
    }
}

/// What the trusted stamps say about one From host. Stamps that disagree confirm nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attestation {
    /// `dmarc=pass` with `header.from` exactly this host, and no other stamp says otherwise. Alone it is
    /// not enough: Outlook.com was seen to write it beside spf and dkim of somebody else only.
    pub dmarc_pass: bool,
    /// `dmarc=fail` with `header.from` exactly this host, and no other stamp says otherwise.
    pub dmarc_fail: bool,
    /// `dkim=pass` by a domain aligned with this host (RFC 9989 section 4.4).
    pub dkim_pass: bool,
    /// `spf=pass` for a MAIL FROM domain aligned with this host.
    pub spf_pass: bool,
    /// The aligned domains with `dkim=pass`, each once, in lower case.
    pub signed_by: Vec<String>,
    /// Methods about which trusted stamps disagree: `dmarc`, `dkim`, `spf`.
    pub disagreement: Vec<&'static str>,
    /// The stamps that say any of this.
    pub spans: Vec<Span>,
}

/// Finds what the receiver wrote. `chosen` is the id of the receiver that the person named: then only
/// that one is tried.
pub fn recognise(message: &Message, chosen: Option<&str>) -> TrustedBlock {
    let mut path = Path::of(message);
    let mut block = TrustedBlock {
        receiver: report::Receiver {
            id: None,
            name: None,
            recognised_by: Recognition::None,
            boundary: None,
            stamps: Vec::new(),
            ignored: Vec::new(),
        },
        boundary: None,
        received_at: None,
        profile: None,
        gateway: None,
        exit: None,
        forwarder: None,
        forwarder_passed: false,
        why: Some(
            match chosen {
                Some(id) if passes_on(id) => unrecognised::NO_MAILBOX,
                Some(id) if receivers::RECEIVERS.iter().all(|profile| profile.id != id) => unrecognised::UNKNOWN_NAME,
                Some(_) => unrecognised::NOT_THE_NAMED,
                None if path.fields.is_empty() => unrecognised::NO_RECEIVED,
                None => unrecognised::NOT_KNOWN,
            }
            .plain(),
        ),
        path: Vec::new(),
        last: None,
        foreign: Vec::new(),
    };
    for profile in receivers::RECEIVERS.iter().filter(|profile| chosen.is_none_or(|id| id == profile.id)) {
        let Some((step, certain)) = walk(profile, &mut path) else { continue };
        let Some((boundary, from)) = path.read.get(step) else { continue };
        let above = step.checked_sub(1).and_then(|step| path.read.get(step)).map(|(index, _)| *index);
        let (stamps, last) = stamps(message, profile, *boundary, &from.by, above);
        if stamps.is_empty() && !certain {
            continue;
        }
        block.receiver.id = Some(profile.id.to_owned());
        block.receiver.name = Some(profile.name.to_owned());
        block.receiver.recognised_by =
            if chosen.is_some() { Recognition::Confirmed } else { Recognition::ReceivedHosts };
        block.receiver.boundary = message.fields().get(*boundary).map(span);
        block.receiver.stamps = stamps;
        block.boundary = Some(*boundary);
        block.received_at = from.date;
        block.profile = Some(profile);
        block.last = Some(last);
        block.why = None;
        let sender = from.from_name.as_deref().unwrap_or(&from.from);
        block.gateway = receivers::service(receivers::GATEWAYS, sender);
        block.exit = receivers::service(receivers::EXITS, sender);
        let passed = return_path_forwarder(&block.receiver.stamps);
        block.forwarder_passed = passed.is_some();
        block.forwarder = passed.or_else(|| receivers::service(receivers::FORWARDERS, sender));
        break;
    }
    block.path = path.read;
    ignore_the_rest(message, &mut block);
    block
}

/// Whether an id is that of a gateway or a forwarder.
fn passes_on(id: &str) -> bool {
    receivers::GATEWAYS.iter().chain(receivers::FORWARDERS).any(|service| service.id == id)
}

/// The forwarder whose domain stands in MAIL FROM with `spf=pass`.
fn return_path_forwarder(stamps: &[Stamp]) -> Option<&'static Service> {
    let mut results = stamps.iter().flat_map(|stamp| &stamp.results);
    results.find_map(|result| {
        let from = result.properties.get("smtp.mailfrom").filter(|_| result.method == "spf" && result.result == "pass");
        receivers::service(receivers::FORWARDERS, host_of(from?)?)
    })
}

/// The Received fields, newest first, each read when a receiver is looked for in it: below the boundary none is.
struct Path<'m, 'a> {
    fields: Vec<(usize, &'m Field<'a>)>,
    read: Vec<(usize, Received)>,
}

impl<'m, 'a> Path<'m, 'a> {
    fn of(message: &'m Message<'a>) -> Self {
        Self { fields: received::fields(message).collect(), read: Vec::new() }
    }

    fn get(&mut self, step: usize) -> Option<&Received> {
        for &(index, field) in self.fields.get(self.read.len()..=step).unwrap_or_default() {
            self.read.push((index, received::parse(field)));
        }
        self.read.get(step).map(|(_, received)| received)
    }
}

/// Reads down the path to the boundary: its place in the path, and whether the receiver is certain
/// without a stamp.
fn walk(profile: &Profile, path: &mut Path) -> Option<(usize, bool)> {
    for step in 0.. {
        let received = path.get(step)?;
        // A mailbox that was fetched elsewhere was stamped elsewhere, if at all.
        if received.ambiguous || received.by.is_empty() || received.with.starts_with("POP3") {
            return None;
        }
        let inside_from = || receivers::fits_any(&received.from, profile.internal);
        let seen_in = |networks: &[Network]| {
            received.from_address.is_some_and(|address| networks.iter().any(|network| network.holds(address)))
        };
        if receivers::fits_any(&received.by, profile.edges) {
            if inside_from() && seen_in(profile.loop_networks) {
                continue;
            }
            return Some((step, true));
        }
        let by_in = |networks: &[Network]| {
            !networks.is_empty()
                && received::address(received.by.as_bytes())
                    .is_some_and(|by| networks.iter().any(|network| network.holds(by)))
        };
        let bare = received.from.is_empty()
            && by_in(profile.bare_networks)
            && received.with.eq_ignore_ascii_case("SMTP")
            && received.id.contains(profile.bare_id);
        let submitted = !profile.submission.is_empty() && received.with.eq_ignore_ascii_case(profile.submission);
        let inside = receivers::fits_any(&received.by, profile.internal)
            && inside_from()
            && !submitted
            && (profile.internal_networks.is_empty() || seen_in(profile.internal_networks));
        if bare || inside {
            continue;
        }
        // Anybody's private address can be such an edge, but only the writer of the topmost field
        // can have put a stamp above it.
        return (step == 0 && by_in(profile.edge_networks)).then_some((0, false));
    }
    None
}

/// The stamps that count, and the index of the last field that the receiver wrote.
fn stamps(
    message: &Message,
    profile: &Profile,
    boundary: usize,
    by: &str,
    above: Option<usize>,
) -> (Vec<Stamp>, usize) {
    let fields = message.fields();
    let writes = writes_results(message);
    let accept = |field: &Field| {
        let is_stamp = field.is("Authentication-Results");
        let parsed = is_stamp.then(|| auth_results::parse(field.value))?;
        let counts = in_shape(profile, by, &parsed.authserv_id) && parsed.sound && !writes;
        counts.then(|| Stamp { authserv_id: parsed.authserv_id, results: parsed.results, span: span(field) })
    };
    match profile.place {
        Place::Amid | Place::Nowhere => (Vec::new(), boundary),
        Place::Above | Place::Touching => {
            let first = if profile.place == Place::Touching { above.map_or(0, |above| above + 1) } else { 0 };
            let block = fields.get(first..boundary).unwrap_or_default().iter();
            let stamps = block.filter(|field| field.is("Authentication-Results")).take(limits::STAMPS);
            let mut stamps: Vec<Stamp> = stamps.filter_map(accept).collect();
            if let Some(first) =
                stamps.first().map(|stamp| stamp.authserv_id.clone()).filter(|_| profile.authserv_is_by)
            {
                stamps.retain(|stamp| stamp.authserv_id == first);
            }
            (stamps, boundary)
        }
        Place::Below => {
            let mut below = fields.iter().enumerate().skip(boundary + 1).take(3);
            let Some((index, field)) = below.find(|(_, field)| !field.is("Received-SPF")) else {
                return (Vec::new(), boundary);
            };
            match accept(field).filter(|stamp| agrees_with_copy(message, boundary, stamp)) {
                Some(stamp) => (vec![stamp], index),
                None => (Vec::new(), boundary),
            }
        }
    }
}

/// Whether the envelope sender has characters with which results are written. A receiver that puts it into its stamp
/// without quoting it lets the sender write there, in words that read like its own.
fn writes_results(message: &Message) -> bool {
    message.all("Return-Path").any(|field| {
        let end = field.value.iter().rposition(|&byte| byte == b'@').unwrap_or(0);
        let start = field.value[..end].iter().position(|&byte| byte == b'<').map_or(0, |at| at + 1);
        field.value[start..end].iter().any(|byte| b";()\"\\".contains(byte))
    })
}

/// Whether a stamp below the boundary says what the receiver's own ARC copy above the boundary says
/// (RFC 8617 section 4.1.1), where there is one. A sender cannot write above the boundary.
fn agrees_with_copy(message: &Message, boundary: usize, stamp: &Stamp) -> bool {
    let above = message.fields().get(..boundary).unwrap_or_default();
    above.iter().find(|field| field.is("ARC-Authentication-Results")).is_none_or(|field| {
        let copy = auth_results::parse(without_instance(field.value));
        copy.authserv_id.eq_ignore_ascii_case(&stamp.authserv_id) && copy.results == stamp.results
    })
}

/// The value of an ARC-Authentication-Results behind its `i=N;`.
fn without_instance(value: &[u8]) -> &[u8] {
    match value.iter().position(|&byte| byte == b';') {
        Some(at) if value[..at].trim_ascii().starts_with(b"i") => &value[at + 1..],
        _ => value,
    }
}

/// Whether a stamp has the authserv-id of this receiver.
fn in_shape(profile: &Profile, by: &str, authserv_id: &str) -> bool {
    receivers::fits_any(authserv_id, profile.authserv)
        || (profile.authserv_is_by && authserv_id.eq_ignore_ascii_case(by))
}

/// Lists every stamp that does not count, with the reason.
fn ignore_the_rest(message: &Message, block: &mut TrustedBlock) {
    const NAMES: [(&str, Option<Sentence>); 5] = [
        ("Authentication-Results", None),
        ("Authentication-Results-Original", Some(stamp::RENAMED)),
        ("X-MS-Exchange-Authentication-Results", Some(stamp::EXCHANGE)),
        ("X-AnonAddy-Authentication-Results", Some(stamp::FORWARDER)),
        ("ARC-Authentication-Results", Some(stamp::SEALED)),
    ];
    let by =
        block.boundary.and_then(|boundary| block.received(boundary)).map_or_else(String::new, |one| one.by.clone());
    for (index, field) in message.fields().iter().enumerate() {
        let Some((_, fixed)) = NAMES.iter().find(|(name, _)| field.is(name)) else { continue };
        let place = span(field);
        if block.receiver.stamps.iter().any(|stamp| stamp.span == place) {
            continue;
        }
        if block.receiver.ignored.len() >= limits::STAMPS {
            break;
        }
        let sealed = field.is("ARC-Authentication-Results");
        let value = if sealed { without_instance(field.value) } else { field.value };
        let authserv_id = auth_results::authserv_id(value);
        let is_sound = || auth_results::parse(value).sound && !writes_results(message);
        let inside = fixed.is_none()
            && block.profile.is_some()
            && block.boundary.is_some_and(|boundary| index < boundary || block.trusts(index));
        if inside {
            block.foreign.push(index);
        }
        let services = || receivers::GATEWAYS.iter().chain(receivers::FORWARDERS);
        let why = match (fixed, block.profile, block.boundary) {
            (Some(why), ..) => *why,
            (None, Some(profile), _) if profile.place == Place::Amid && in_shape(profile, &by, &authserv_id) => {
                stamp::AMID
            }
            (None, ..) if services().any(|one| receivers::fits_any(&authserv_id, one.authserv)) => stamp::PASSED_ON,
            (None, Some(profile), _) if inside => {
                if !in_shape(profile, &by, &authserv_id) {
                    stamp::FORM
                } else if !is_sound() {
                    stamp::DOUBTFUL
                } else {
                    stamp::PLACE
                }
            }
            (None, Some(profile), Some(boundary)) if profile.place == Place::Below && index <= boundary + 2 => {
                if !in_shape(profile, &by, &authserv_id) {
                    stamp::BELOW_FORM
                } else if !is_sound() {
                    stamp::DOUBTFUL
                } else {
                    stamp::DIFFERS
                }
            }
            (None, Some(_), _) => stamp::BELOW,
            (None, None, _) => stamp::NO_RECEIVER,
        };
        block.receiver.ignored.push(IgnoredStamp {
            name: text(field.name),
            authserv_id,
            why: why.plain(),
            span: place,
        });
    }
}

/// What the accepted stamps say about `author_host`, the ASCII host of the From address.
pub fn attest(block: &TrustedBlock, author_host: &str) -> Attestation {
    let stamps = block.receiver.stamps.iter().map(|stamp| (&stamp.results[..], stamp.span));
    say(stamps, block.profile.is_some_and(|profile| profile.dkim_unnamed), author_host)
}

/// What the results of one ARC set say about it.
pub(crate) fn sealed(set: &ArcSet, author_host: &str) -> Attestation {
    say([(&set.results[..], set.span)], false, author_host)
}

/// What these stamps say, each with its place. `unnamed` tells whether a `dkim=pass` that names no signer can count.
fn say<'s>(
    stamps: impl IntoIterator<Item = (&'s [AuthResult], Span)>,
    unnamed: bool,
    author_host: &str,
) -> Attestation {
    let mut said = Attestation::default();
    let mut dmarc = [false; 3]; // pass, fail, anything else
    let mut spf = [false; 2];
    let mut unnamed_dkim = false;
    // Aligned domains with dkim=pass and dkim=fail, with the number of their stamp.
    let mut passed: Vec<(usize, String)> = Vec::new();
    let mut failed: Vec<(usize, String)> = Vec::new();
    for (number, (results, span)) in stamps.into_iter().enumerate() {
        let mut counts = false;
        for result in results {
            let pass = result.result == "pass";
            let fail = matches!(&*result.result, "fail" | "hardfail" | "policy");
            match &*result.method {
                "dmarc" => {
                    let about = property_host(result, "header.from");
                    if about.is_some_and(|host| host.eq_ignore_ascii_case(author_host)) {
                        dmarc[if pass { 0 } else { 2 - usize::from(fail) }] = true;
                        counts = true;
                    }
                }
                "dkim" if pass || fail => match signer(result) {
                    Some(signer) if domain::aligned(signer, author_host) => {
                        let list = if pass { &mut passed } else { &mut failed };
                        list.push((number, signer.to_ascii_lowercase()));
                        counts = true;
                    }
                    Some(_) => {}
                    None => unnamed_dkim |= pass && !result.properties.contains_key("header.d"),
                },
                "spf" if pass || fail || result.result == "softfail" => {
                    let sender = property_host(result, "smtp.mailfrom").or(property_host(result, "smtp.mail"));
                    if sender.is_some_and(|sender| domain::aligned(sender, author_host)) {
                        spf[usize::from(!pass)] = true;
                        counts = true;
                    }
                }
                _ => {}
            }
        }
        if counts {
            said.spans.push(span);
        }
    }
    // One stamp can hold several signatures of one domain, of which one fails. Two stamps that say
    // the opposite about one domain are another matter.
    let doubted = passed.iter().any(|(one, domain)| failed.iter().any(|(other, name)| one != other && domain == name));
    for (method, disagrees) in
        [("dmarc", dmarc[0] && (dmarc[1] || dmarc[2])), ("dkim", doubted), ("spf", spf == [true; 2])]
    {
        if disagrees {
            said.disagreement.push(method);
        }
    }
    said.dmarc_pass = dmarc == [true, false, false];
    said.dmarc_fail = dmarc[1] && !dmarc[0];
    said.spf_pass = spf == [true, false];
    said.dkim_pass = !passed.is_empty() && !doubted;
    if said.dkim_pass {
        for (_, domain) in passed {
            if !said.signed_by.contains(&domain) {
                said.signed_by.push(domain);
            }
        }
    }
    // dmarc=pass needs an aligned pass (RFC 9989 section 4.4). Where SPF gives none, a dkim=pass
    // without a domain must be the aligned one.
    said.dkim_pass |= unnamed && unnamed_dkim && said.dmarc_pass && spf == [false; 2] && failed.is_empty();
    said
}

/// The signing domain of a dkim result: `header.d`, or the domain of `header.i`.
pub(crate) fn signer(result: &AuthResult) -> Option<&str> {
    match result.properties.contains_key("header.d") {
        true => property_host(result, "header.d"),
        false => property_host(result, "header.i"),
    }
}

/// The host in a property, when it has the shape of one.
pub(crate) fn property_host<'a>(result: &'a AuthResult, name: &str) -> Option<&'a str> {
    host_of(result.properties.get(name)?)
}

/// The host of an address or a host alone; `None` when it has characters or a shape that no host
/// has.
pub(crate) fn host_of(value: &str) -> Option<&str> {
    let host = value.rsplit('@').next()?;
    let host = host.strip_suffix('>').unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (host.len() <= 253 && host.contains('.') && host.split('.').all(label)).then_some(host)
}

/// Where a field stands.
pub(crate) fn span(field: &Field) -> Span {
    Span { start: field.start as u32, end: field.end as u32 }
}
