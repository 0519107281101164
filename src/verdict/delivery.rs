//! How a message travelled after it was written: through a filter, a forwarder, a mask, a mailing list or
//! another tenant, or sent again by somebody else.
//!
//! Nearly all of it can be written by anyone. So no row here confirms an origin, and only what the
//! receiver itself saw excuses a failure that it found.

use super::Case;
use super::ledger::Ledger;
use super::origin::Standing;
use crate::authentication::receiver::{host_of, span};
use crate::claim::provider;
use crate::data::catalogue::{Rule, Sentence, through};
use crate::data::receivers::{self, Original, Service, fits_any};
use crate::message::field::Field;
use crate::message::{address, domain, lower_case};
use crate::report::{AuthResult, Binding, HeaderCheck, HostRelation, Mailbox, Signature, Span, Text};

/// A message that arrives this many seconds after its date is late: codes live for minutes.
const LATE: i64 = 3600;

/// How late it must be to look like sent again where nothing shows whom it was meant for.
const VERY_LATE: i64 = 24 * 3600;

/// Characters of a first sender that are shown.
const SHOWN: usize = 200;

/// Names of one reader that are compared: aliases and the mailbox behind them.
const READERS: usize = 8;

/// Adds what shows how the message travelled.
pub(crate) fn rows(case: &Case, standing: &Standing, ledger: &mut Ledger) {
    let boundary: Vec<Span> = case.block.receiver.boundary.into_iter().collect();
    if let Some(gateway) = case.block.gateway {
        let values = [("gateway", gateway.name), ("receiver", case.receiver())];
        ledger.add(Rule::DeliveryGateway, &values, boundary.clone());
    }
    mask_rows(case, ledger);
    // what anyone can write neither excuses a failure nor stands beside the sentence that nothing does
    if let Some((through, spans)) = forwarded(case).filter(|_| !ledger.has(Rule::StampDmarcFail)) {
        ledger.add_saying(Rule::DeliveryForwarded, &[], &[("through", &[through])], spans);
    }
    if let Some((list, spans)) = list(case) {
        ledger.add(Rule::DeliveryList, &[("list", &list)], spans);
    }
    if let Some((tenant, spans)) = foreign_tenant(case) {
        ledger.add(Rule::DeliveryForeignTenant, &[("tenant", &tenant), ("domain", case.host())], spans);
    }
    replay_rows(case, standing, boundary, ledger);
}

/// Who passed the message on, by what the sender could not have written at will.
pub(crate) fn reliably_passed_on(case: &Case) -> Option<String> {
    // a mask never leaves the sender's address in From: its mere name in the path excuses nothing
    let forwarder = case.block.forwarder.filter(|forwarder| case.block.forwarder_passed || !forwarder.rewrites());
    case.block.gateway.or(forwarder).map(|service| service.name.to_owned()).or_else(|| {
        let mut sets = case.authentication.arc.iter();
        let sealed = sets.find(|set| set.seal == HeaderCheck::Verified && set.binding != Binding::NotBound);
        sealed.map(|set| set.domain.clone())
    })
}

/// Who passed the message on, by any sign of it.
pub(crate) fn passed_on(case: &Case) -> Option<Text> {
    case.block
        .gateway
        .map(|gateway| named(gateway.name))
        .or_else(|| forwarded(case).map(|(through, _)| through))
        .or_else(|| mask(case).map(|mask| named(mask.name)))
        .or_else(|| list(case).map(|(list, _)| named(&list)))
}

fn named(name: &str) -> Text {
    through::LITERAL.with(&[("name", name)])
}

/// The forwarder that handed the message over, or a field that a forwarding mailbox writes.
fn forwarded(case: &Case) -> Option<(Text, Vec<Span>)> {
    const SIGNS: [(&str, Sentence); 4] = [
        ("Resent-From", through::BY_HAND),
        ("X-Forwarded-To", through::RULE),
        ("X-Forwarded-For", through::RULE),
        ("X-MS-Exchange-ForwardingLoop", through::RULE),
    ];
    // a mask has a row of its own, and its name alone is nothing beside a failure
    let excuses = || !case.attestation.dmarc_fail || reliably_passed_on(case).is_some();
    if let Some(forwarder) = case.block.forwarder.filter(|_| mask(case).is_none() && excuses()) {
        return Some((named(forwarder.name), case.block.receiver.boundary.into_iter().collect()));
    }
    let message = case.message?;
    SIGNS.iter().find_map(|(name, words)| Some((words.plain(), vec![span(message.first(name)?)])))
}

/// The mask whose address stands in From, unless the receiver says that its domain did not send this.
fn mask(case: &Case) -> Option<&'static Service> {
    let mailbox = case.mailbox().filter(|_| !case.attestation.dmarc_fail)?;
    receivers::mask(&mailbox.address, &mailbox.host)
}

fn mask_rows(case: &Case, ledger: &mut Ledger) {
    let (Some(mask), Some(mailbox), Some(message)) = (mask(case), case.mailbox(), case.message) else { return };
    let said = case.attestation;
    if said.disagreement.is_empty() && (said.dkim_pass || said.dmarc_pass && said.spf_pass) {
        let values = [("mask", mask.name), ("receiver", case.receiver()), ("domain", case.host())];
        ledger.add(Rule::DeliveryMasked, &values, said.spans.clone());
    }
    let named = mask.original_fields.iter().find_map(|name| {
        let field = message.first(name)?;
        let shown = address::scan(&field.unfolded()).into_iter().next()?;
        Some((shown, span(field)))
    });
    let original = named.or_else(|| Some((original(mask, mailbox)?, mailbox.span)));
    if let Some((original, span)) = original {
        let original: String = original.chars().take(SHOWN).collect();
        ledger.add(Rule::DeliveryMaskedSender, &[("mask", mask.name), ("original", &original)], vec![span]);
    }
}

/// The first sender as a mask writes it into From.
fn original(mask: &Service, mailbox: &Mailbox) -> Option<String> {
    let (local, _) = mailbox.address.rsplit_once('@')?;
    let at = |name: &str, host: &str| (!name.is_empty() && !host.is_empty()).then(|| [name, "@", host].concat());
    match mask.original {
        Original::Unseen => None,
        Original::Host => {
            let (name, rest) = local.rsplit_once("_at_")?;
            at(name, rest.rsplit_once('_')?.0)
        }
        Original::Underscored => {
            let (name, rest) = local.split_once("_at_")?;
            let mut host = rest.rsplit_once('_')?.0;
            // some write two tokens; a host's last label has no digit
            if let Some((before, last)) = host.rsplit_once('_')
                && last.bytes().any(|byte| byte.is_ascii_digit())
            {
                host = before;
            }
            at(name, host)
        }
        // some write "at" for the sign, so that no program takes it for an address
        Original::Name => address::scan(&mailbox.name.replace(" at ", "@")).into_iter().next(),
    }
}

/// The mailing list that the message came through. Senders of newsletters name a list as well, so its name
/// alone is no sign: something that only a list for discussion writes must stand beside it, and the list
/// must be somebody else's.
fn list(case: &Case) -> Option<(String, Vec<Span>)> {
    let message = case.message?;
    let foreign = |host: &str| {
        !domain::aligned(host, case.host())
            && !case.claim.provider.is_some_and(|provider| provider::owns(provider, host))
    };
    let of_list = ["X-BeenThere", "Mailing-List"].iter().find_map(|name| message.first(name));
    let Some(field) = message.first("List-Id") else {
        let field = of_list?;
        let shown = address::scan(&field.unfolded()).into_iter().next()?;
        return foreign(&address::host_of(&shown)).then(|| (shown, vec![span(field)]));
    };
    let value = field.unfolded();
    let (phrase, id) = value.rsplit_once('<').map_or(("", value.as_str()), |(phrase, id)| (phrase, id));
    let id = lower_case(host_of(id.trim().trim_end_matches('>'))?);
    if !foreign(&id) {
        return None;
    }
    let posts = message.first("List-Post").filter(|field| !field.unfolded().starts_with("NO"));
    let sign = posts.or(of_list).or_else(|| message.first("X-Mailman-Version")).map(span);
    let sealed = || {
        let own = |host: &str| domain::aligned(host, &id) && foreign(host);
        case.authentication.arc.iter().find(|set| own(&set.domain)).map(|set| set.span)
    };
    let tagged = || {
        let subject = case.summary.subject.as_deref()?;
        let tag = subject.split_once('[').filter(|(before, _)| before.len() < 8)?.1.split_once(']')?.0;
        let known = [phrase.trim().trim_matches('"'), id.split('.').next().unwrap_or("")];
        known.iter().any(|known| known.eq_ignore_ascii_case(tag)).then(|| message.first("Subject").map(span))?
    };
    let sign = sign.or_else(sealed).or_else(tagged)?;
    Some((id, vec![span(field), sign]))
}

/// Another customer of a large mail provider through whose systems the message was led.
fn foreign_tenant(case: &Case) -> Option<(String, Vec<Span>)> {
    let message = case.message?;
    let provider = case.claim.provider?;
    let tenant = |host: &str| fits_any(host, receivers::TENANT_HOSTS);
    let owned = |host: &str| domain::aligned(host, case.host()) || own(case, host);
    if tenant(case.host()) || case.claim.relation == HostRelation::None {
        return None;
    }
    if let Some((host, _, span)) = envelope(case).filter(|(host, ..)| tenant(host) && !owned(host)) {
        return Some((host, vec![span]));
    }
    if recipient(case).is_some_and(|recipient| recipient.other)
        && let Some(to) = case.summary.to.iter().find(|mailbox| tenant(&mailbox.host))
    {
        return Some((to.host.clone(), vec![to.span]));
    }
    let written = case.block.profile.is_none_or(|profile| profile.organisation);
    if let Some(field) = message.first("X-OriginatorOrg").filter(|_| !written) {
        let value = lower_case(&field.unfolded());
        let host = host_of(&value).filter(|host| !owned(host) && !provider::owns(provider, host) || tenant(host));
        if let Some(host) = host {
            return Some((host.to_owned(), vec![span(field)]));
        }
    }
    // a tenant writes its own id once; two ids are two tenants
    let ids: Vec<&Field> = message.all("X-MS-Exchange-CrossTenant-Id").take(16).collect();
    let first = ids.first()?;
    let other = ids.iter().find(|field| !field.unfolded().eq_ignore_ascii_case(&first.unfolded()))?;
    Some((other.unfolded().chars().take(64).collect(), vec![span(first), span(other)]))
}

/// Whether a host is the claimed provider's, and no name that anyone gets there.
fn own(case: &Case, host: &str) -> bool {
    case.claim.provider.is_some_and(|provider| {
        provider::owns(provider, host) && !provider.open_hosts.iter().any(|open| domain::is_under(host, open))
    })
}

/// MAIL FROM's host as the receiver checked it, with that result and the stamp that says so.
fn envelope<'a>(case: &Case<'a>) -> Option<(String, &'a AuthResult, Span)> {
    let stamps = case.block.receiver.stamps.iter();
    let mut checked = stamps.flat_map(|stamp| stamp.results.iter().map(|result| (result, stamp.span)));
    checked.find_map(|(result, span)| {
        let sender = result.properties.get("smtp.mailfrom").or_else(|| result.properties.get("smtp.mail"));
        let host = address::ascii_host(sender.filter(|_| result.method == "spf")?);
        (!host.is_empty()).then_some((host, result, span))
    })
}

/// Adds the rows about a host, a recipient and a date that do not fit, and says when they look like a
/// genuine message that somebody else sent again. Each has an innocent cause; together they have none
/// that is common. Nothing that a sender can write takes the look away.
fn replay_rows(case: &Case, standing: &Standing, boundary: Vec<Span>, ledger: &mut Ledger) {
    let Some(message) = case.message else { return };
    let late = seconds_late(case, standing);
    let hours = late.map_or(0, |late| late / 3600).to_string();
    let mut dated = boundary;
    dated.extend(message.first("Date").map(span));
    if late.is_some_and(|late| late >= LATE) {
        ledger.add(Rule::DeliveryStale, &[("hours", &hours)], dated.clone());
    }
    if case.claim.provider.is_none() {
        return;
    }
    let sent = foreign_sender(case, standing, ledger);
    let recipient = recipient(case);
    let elsewhere = recipient.as_ref().is_some_and(|recipient| recipient.other);
    if let Some(recipient) = recipient.as_ref().filter(|recipient| recipient.other) {
        let to = case.summary.to.first().map_or("", |mailbox| mailbox.address.as_str());
        let values = [("to", to), ("reader", recipient.reader.as_str())];
        ledger.add(Rule::DeliveryOtherRecipient, &values, recipient.spans.clone());
    }
    let meant =
        recipient.as_ref().is_some_and(|recipient| !recipient.other && covers(case, standing, recipient.named_in));
    let enough = if elsewhere { LATE } else { VERY_LATE };
    if let Some(sent) = sent.filter(|_| standing.is_established() && !meant && late.is_some_and(|late| late >= enough))
    {
        let mut spans = vec![sent];
        spans.extend(recipient.filter(|_| elsewhere).map_or(Vec::new(), |recipient| recipient.spans));
        spans.extend(dated);
        ledger.add(Rule::DeliveryReplay, &[("hours", &hours), ("domain", case.host())], spans);
    }
}

/// Seconds from the message's making to its receipt: from its date, or from its signing where that is
/// earlier, because a date that nothing covers can be made new.
fn seconds_late(case: &Case, standing: &Standing) -> Option<i64> {
    let signed = standing.proved_by.and_then(|index| case.authentication.signatures[index].signed_at);
    let made = match (case.summary.date_epoch, signed) {
        (Some(date), Some(signed)) => date.min(signed),
        (date, signed) => date.or(signed)?,
    };
    case.block.received_at?.checked_sub(made)
}

/// The stamp that says that the sending side has nothing to do with the author: MAIL FROM is somebody
/// else's, or the host is none of those that its domain permits.
fn foreign_sender(case: &Case, standing: &Standing, ledger: &mut Ledger) -> Option<Span> {
    let (host, result, span) = envelope(case)?;
    let signed = case
        .authentication
        .signatures
        .iter()
        .any(|signature| signature.header == HeaderCheck::Verified && domain::aligned(&signature.domain, &host));
    let values = [("envelope", host.as_str()), ("domain", case.host())];
    // where the address is not the provider's, nobody asks who sent it in its name
    if !matches!(case.claim.relation, HostRelation::Allowed | HostRelation::SameOrganisation) {
        return None;
    }
    if !domain::aligned(&host, case.host()) && !own(case, &host) && !signed {
        ledger.add(Rule::DeliveryForeignEnvelope, &values, vec![span]);
        return Some(span);
    }
    // behind a filter service the receiver checked the filter's host
    let refused = matches!(&*result.result, "fail" | "softfail") && case.block.gateway.is_none();
    if refused && standing.is_established() {
        ledger.add(Rule::DeliveryForeignHost, &values, vec![span]);
        return Some(span);
    }
    None
}

/// Whom the receiver delivered to, against whom the message names.
struct Recipient {
    /// The reader as the receiver names it.
    reader: String,
    /// Whether the reader is not among the recipients that the message names.
    other: bool,
    /// The field that names the reader.
    named_in: &'static str,
    /// The field of the receiver, and To.
    spans: Vec<Span>,
}

/// `None` when the receiver names no reader or the message no recipient.
fn recipient(case: &Case) -> Option<Recipient> {
    let message = case.message?;
    let mut readers: Vec<(String, Span)> = Vec::new();
    for (index, field) in message.fields().iter().enumerate() {
        if !case.block.trusts(index) {
            continue;
        }
        let reader = if receivers::RECIPIENT_FIELDS.iter().any(|name| field.is(name)) {
            Some(field.unfolded())
        } else if field.is("Received") {
            case.block.received(index).and_then(|received| received.for_address.clone())
        } else {
            None
        };
        readers.extend(reader.filter(|reader| reader.contains('@')).map(|reader| (reader, span(field))));
    }
    readers.truncate(READERS);
    let (reader, shown) = readers.first()?.clone();
    let copies = message.first("Cc").map(address::mailboxes).unwrap_or_default();
    let first = case.summary.to.first().or(copies.first())?;
    let names_reader = |list: &[Mailbox]| {
        list.iter().any(|mailbox| readers.iter().any(|(reader, _)| same_mailbox(&mailbox.address, reader)))
    };
    let in_to = names_reader(&case.summary.to);
    let other = !in_to && !names_reader(&copies);
    Some(Recipient { reader, other, named_in: if in_to { "To" } else { "Cc" }, spans: vec![shown, first.span] })
}

/// Whether what establishes the origin covers this field, so that nobody else can have written it.
fn covers(case: &Case, standing: &Standing, name: &str) -> bool {
    let covers = |signature: &Signature| {
        signature.covers.iter().any(|field| field.span.is_some() && field.name.eq_ignore_ascii_case(name))
    };
    match (standing.proved_by, standing.sealed_by) {
        (Some(index), _) => covers(&case.authentication.signatures[index]),
        (None, Some(index)) => case.authentication.arc[index].message_signature.as_ref().is_some_and(covers),
        (None, None) => case.authentication.signatures.iter().any(|signature| signature.aligned && covers(signature)),
    }
}

/// Whether two addresses reach one mailbox: case, dots and what stands behind a plus do not count,
/// as at Gmail.
fn same_mailbox(one: &str, other: &str) -> bool {
    let key = |address: &str| {
        let (local, host) = address.trim_matches(['<', '>', ' ']).rsplit_once('@').unwrap_or((address, ""));
        let local = local.split('+').next().unwrap_or("").replace('.', "");
        lower_case(&[&local, "@", host].concat())
    };
    key(one) == key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_of_a_mailbox_are_the_mailbox() {
        assert!(same_mailbox("J.Roe+codes@mailbox.example", "<jroe@mailbox.example>"));
        assert!(!same_mailbox("jo@mailbox.example", "al@mailbox.example"));
    }
}
