//! Where the origin stands: the highest rung of the proof ladder that holds.

use super::ledger::Ledger;
use super::{Case, delivery};
use crate::authentication::dkim::is_weak;
use crate::authentication::receiver::{sealed, signer};
use crate::claim::provider;
use crate::content::{ThirdPartyText, links, slots};
use crate::data::catalogue::{Rule, binding, slot};
use crate::data::providers::Provider;
use crate::data::receivers::Place;
use crate::message::{address, domain};
use crate::report::{
    ArcSet, AuthResult, Binding, BodyCheck, CoveredField, Expiry, HeaderCheck, HostRelation, KeyOrigin, Link, LinkKind,
    Origin, Signature, Span,
};

/// Providers whose seal is a statement about their own check of a message that they received.
const SEALERS: [&str; 2] = ["google.com", "microsoft.com"];

/// Where the origin stands.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// The rung.
    pub(crate) origin: Origin,
    /// Index of the signature that proves it.
    pub(crate) proved_by: Option<usize>,
    /// Index of the ARC set that seals it.
    pub(crate) sealed_by: Option<usize>,
}

impl Default for Standing {
    fn default() -> Self {
        Self { origin: Origin::NotConfirmed, proved_by: None, sealed_by: None }
    }
}

impl Standing {
    /// Whether some rung above `claimed` holds.
    pub(crate) fn is_established(&self) -> bool {
        !matches!(self.origin, Origin::NotConfirmed | Origin::Contradicted)
    }
}

/// Decides the rung and adds the rows that it rests on.
pub(crate) fn stand(case: &Case, ledger: &mut Ledger) -> Standing {
    let mut standing = Standing::default();
    let allowed = case.claim.relation == HostRelation::Allowed;
    let signatures = &case.authentication.signatures;
    // beyond the cut could stand a second From, or the body that a hash would refuse
    let cut = case.message.is_some_and(|message| message.header.cut);
    if cut {
        ledger.add(Rule::InputHeaderCut, &[], Vec::new());
    }
    if allowed && !cut {
        let proves = |signature: &Signature| {
            matches!(reading(case, signature), Rule::DkimVerified | Rule::DkimVerifiedPastedKey)
                && signature.header == HeaderCheck::Verified
        };
        // a carried key is better than a pasted one
        standing.proved_by = signatures
            .iter()
            .position(|signature| proves(signature) && signature.key.origin == KeyOrigin::Carried)
            .or_else(|| signatures.iter().position(proves));
        standing.sealed_by = case.authentication.arc.len().checked_sub(1).filter(|&newest| attests(case, newest));
    }
    if let Some(set) = standing.sealed_by.map(|index| &case.authentication.arc[index]) {
        let binding = match set.binding {
            Binding::BodyHash => binding::BODY,
            _ => binding::HEADER,
        };
        let values = [("sealer", set.domain.as_str()), ("domain", case.host())];
        ledger.add_saying(Rule::ArcSealed, &values, &[("binding", &[binding.plain()])], vec![set.span]);
    }
    let stamped = stamps(case, allowed, standing.proved_by.is_some() || standing.sealed_by.is_some(), ledger);
    standing.origin = if ledger.contradiction().is_some() {
        Origin::Contradicted
    } else if standing.proved_by.is_some() {
        Origin::Proved
    } else if standing.sealed_by.is_some() {
        Origin::Sealed
    } else if cut {
        Origin::NotConfirmed
    } else {
        stamped
    };
    standing
}

/// What a signature that verifies is worth.
pub(crate) fn reading(case: &Case, signature: &Signature) -> Rule {
    let own =
        case.claim.provider.is_some_and(|provider| provider::signs(provider, case.claim.service, &signature.domain));
    if is_weak(signature) {
        Rule::DkimWeakKey
    } else if signature.expiry == Expiry::ExpiredAtReceipt {
        Rule::DkimExpired
    } else if matches!(signature.body, BodyCheck::Mismatch | BodyCheck::NotChecked) {
        Rule::DkimBodyChanged
    } else if signature.length_limit.is_some() && signature.body != BodyCheck::Verified {
        Rule::DkimPartialBody
    } else if !signature.aligned {
        Rule::DkimOtherSigner
    } else if case.claim.relation != HostRelation::Allowed {
        Rule::DkimOwnDomain
    } else if !own {
        Rule::DkimOtherSigner
    } else if signature.body != BodyCheck::Verified
        && receiver_refused(case, |domain| domain.eq_ignore_ascii_case(&signature.domain))
    {
        Rule::DkimReceiverDisagrees
    } else if signature.key.origin == KeyOrigin::Pasted {
        Rule::DkimVerifiedPastedKey
    } else {
        Rule::DkimVerified
    }
}

/// Whether a trusted stamp says that the signatures of such a domain did not pass. A header that was
/// copied onto another body verifies here without that body, and not at the receiver.
fn receiver_refused(case: &Case, of: impl Fn(&str) -> bool) -> bool {
    let of_signer = case.stamped().filter(|result| result.method == "dkim" && signer(result).is_some_and(&of));
    let (mut passed, mut refused) = (false, false);
    for result in of_signer {
        match result.result.as_str() {
            "pass" => passed = true,
            "fail" | "neutral" | "policy" | "permerror" | "hardfail" => refused = true,
            _ => {}
        }
    }
    (refused && !passed) || case.attestation.dmarc_fail
}

/// Whether the maker of a seal is one of the large receivers.
pub(crate) fn is_provider_seal(set: &ArcSet) -> bool {
    SEALERS.iter().any(|sealer| sealer.eq_ignore_ascii_case(&set.domain))
}

/// Whether the ARC set with this index attests the author: sealed by the large receiver that took the message in, bound
/// to this message, and saying that both an aligned signature and DMARC passed.
fn attests(case: &Case, index: usize) -> bool {
    let set = &case.authentication.arc[index];
    // The message signature binds the author only when it leaves no second From outside.
    let extra = set.message_signature.as_ref().is_some_and(|signature| leaves_an_extra(signature, "From"));
    is_provider_seal(set)
        && set.seal == HeaderCheck::Verified
        && set.chain_validation != "fail"
        && set.binding != Binding::NotBound
        && is_own(case, set)
        && !is_for_another_text(case, set)
        && !is_for_another_header(case, set)
        && !extra
        && says_passed(case, set)
        && case.attestation.disagreement.is_empty()
}

/// Whether a set stands in the part that the receiver wrote. Whoever has a mailbox or a group at a large receiver can
/// change a message that passed its check and have it sealed again on the way out: the new text is then bound to the
/// result of the old one. Nobody can when it is the reader's own provider that seals.
pub(crate) fn is_own(case: &Case, set: &ArcSet) -> bool {
    case.block.receiver.boundary.is_some_and(|boundary| set.span.start < boundary.start)
}

/// Whether the sealed results say, and nothing among them denies, that the author's signature and DMARC passed.
pub(crate) fn says_passed(case: &Case, set: &ArcSet) -> bool {
    // On mail that a customer sends, Microsoft writes `dkim=pass` without having checked anything,
    // and without this comment.
    let checked = |result: &&AuthResult| {
        !set.domain.eq_ignore_ascii_case("microsoft.com") || result.comment.contains("signature was verified")
    };
    let passed = set.results.iter().filter(|result| result.method == "dkim" && result.result == "pass").filter(checked);
    let said = sealed(set, case.host());
    let aligned = |domain: &str| domain::aligned(domain, case.host());
    said.dmarc_pass && said.dkim_pass && passed.filter_map(signer).any(aligned)
}

/// Whether a set was made for another text than the one that came with this header: the body says
/// so, or the receiver does and there is no body that says otherwise.
pub(crate) fn is_for_another_text(case: &Case, set: &ArcSet) -> bool {
    set.message_signature.as_ref().is_some_and(|signature| match signature.body {
        BodyCheck::Verified if set.binding == Binding::MessageSignature => false,
        BodyCheck::Verified | BodyCheck::NotSupplied => {
            receiver_refused(case, |domain| domain::aligned(domain, case.host()))
        }
        BodyCheck::Mismatch | BodyCheck::Partial | BodyCheck::NotChecked => true,
    })
}

/// Whether nothing but the body binds a set, and the receiver did not write it. Anybody can copy a
/// body with its seal and write another Subject above them; nobody else can put a seal into the part
/// that the receiver wrote, and there it says what the receiver's stamp says.
pub(crate) fn is_for_another_header(case: &Case, set: &ArcSet) -> bool {
    set.binding == Binding::BodyHash && !(is_own(case, set) && case.attestation.dkim_pass)
}

/// What the receiver's own stamps establish.
fn stamps(case: &Case, allowed: bool, established: bool, ledger: &mut Ledger) -> Origin {
    let said = case.attestation;
    let values = [("receiver", case.receiver()), ("domain", case.host())];
    let spans: Vec<Span> = said.spans.clone();
    let Some(profile) = case.block.profile else {
        ledger.add_saying(Rule::ReceiverUnknown, &[], &[("why", case.block.why.as_slice())], Vec::new());
        return Origin::NotConfirmed;
    };
    if case.block.receiver.stamps.is_empty() {
        let rule = match profile.place {
            Place::Amid => Rule::ReceiverStampsAmid,
            Place::Nowhere => Rule::ReceiverStampsNowhere,
            _ if profile.silent => Rule::ReceiverSilent,
            _ => Rule::StampNone,
        };
        ledger.add(rule, &values, case.block.receiver.boundary.into_iter().collect());
        return Origin::NotConfirmed;
    }
    if !said.disagreement.is_empty() {
        ledger.add(Rule::StampDisagree, &values, spans);
        return Origin::NotConfirmed;
    }
    // a mask passes the check for its own domain, so whoever fails it only writes as the mask does
    let masked = case.claim.relation == HostRelation::Forwarder;
    if said.dmarc_fail && (allowed || masked) {
        if let Some(through) = delivery::reliably_passed_on(case) {
            let values = [("receiver", case.receiver()), ("domain", case.host()), ("through", &through)];
            ledger.add(Rule::StampDmarcFailForwarded, &values, spans);
        } else if !established && !header_verifies(case) {
            ledger.add(Rule::StampDmarcFail, &values, spans);
        }
        return Origin::NotConfirmed;
    }
    // GMX and others stamp no DMARC result; an aligned signature that passed is what it consists of
    let no_dmarc = !case.stamped().any(|result| result.method == "dmarc");
    if said.dkim_pass && (said.dmarc_pass || no_dmarc) {
        let rule = if said.dmarc_pass { Rule::StampAttested } else { Rule::StampAttestedSignature };
        ledger.add(rule, &values, spans);
        if allowed { Origin::Attested } else { Origin::NotConfirmed }
    } else if let Some(shared) = case.block.gateway.or(case.block.exit).filter(|_| said.dmarc_pass && said.spf_pass) {
        // the host that was checked is not the author's alone: other customers send through it as well
        let values = [("receiver", case.receiver()), ("domain", case.host()), ("through", shared.name)];
        ledger.add(Rule::StampOfGatewayHost, &values, spans);
        Origin::NotConfirmed
    } else if said.dmarc_pass
        && said.spf_pass
        && let Some(through) = foreign_client(case)
    {
        let values = [values[0], values[1], ("through", through.as_str())];
        ledger.add(Rule::StampSpfElsewhere, &values, spans);
        Origin::NotConfirmed
    } else if said.dmarc_pass && said.spf_pass {
        ledger.add(Rule::StampAttestedWeak, &values, spans);
        if allowed { Origin::AttestedWeak } else { Origin::NotConfirmed }
    } else {
        ledger.add(Rule::StampNoPass, &values, spans);
        Origin::NotConfirmed
    }
}

/// The name of the host that handed the message over, when it is neither the author's nor the
/// provider's. An SPF pass counts for less then: receivers were led to check the name that a host
/// greets with (RFC 7208 section 2.3) in the place of a MAIL FROM that they could not read or find,
/// and no host can pass under a name that is not its own.
fn foreign_client(case: &Case) -> Option<String> {
    let client = case.block.received(case.block.boundary?)?;
    let foreign = |name: &&str| {
        let host = address::ascii_host(name);
        let own = |provider: &Provider| provider::owns(provider, &host);
        !domain::aligned(&host, case.host()) && !case.claim.provider.is_some_and(own)
    };
    let named = [client.from.as_str(), client.from_name.as_deref().unwrap_or_default()];
    if named.iter().all(|name| name.is_empty()) {
        return Some(client.from_address.map_or("?".into(), |address| address.to_string()));
    }
    named.into_iter().filter(|name| !name.is_empty()).find(foreign).map(str::to_owned)
}

/// Whether the header part of an aligned signature verifies and no body says otherwise: then the
/// author domain did write this header, and a failure at the receiver has another cause.
fn header_verifies(case: &Case) -> bool {
    case.authentication.signatures.iter().any(|signature| {
        signature.header == HeaderCheck::Verified && signature.aligned && signature.body != BodyCheck::Mismatch
    })
}

/// What somebody added to a message after the provider had sent it: a Subject with a lure that nothing
/// covers, or an address for answers that nothing covers. What establishes the origin still holds.
pub(crate) fn intruder(case: &Case, standing: &Standing) -> Option<ThirdPartyText> {
    let uncovered = |name: &str| match (standing.proved_by, standing.sealed_by) {
        (Some(index), _) => leaves_out(&case.authentication.signatures[index], name),
        (None, Some(index)) => {
            let set = &case.authentication.arc[index];
            set.binding == Binding::BodyHash || set.message_signature.as_ref().is_none_or(|ams| leaves_out(ams, name))
        }
        (None, None) => false,
    };
    let subject = case.summary.subject.as_deref().unwrap_or("");
    if uncovered("Subject") && slots::lures(subject) {
        return Some(ThirdPartyText { slot: slot::SUBJECT_UNCOVERED, quote: subject.chars().take(200).collect() });
    }
    let reply = case.summary.reply_to.first()?;
    let foreign = case.claim.provider.is_some_and(|provider| !provider::owns(provider, &reply.host));
    (foreign && uncovered("Reply-To") && !domain::aligned(&reply.host, case.host()))
        .then(|| ThirdPartyText { slot: slot::REPLY_UNCOVERED, quote: reply.address.clone() })
}

/// A page of anybody's that a provider's own code or alert leads to. Its words came through a place in
/// the template that a stranger fills: no provider keeps the pages of its alerts there.
pub(crate) fn open_page(case: &Case, standing: &Standing) -> Option<ThirdPartyText> {
    if !standing.is_established() || case.claim.event.is_none() {
        return None;
    }
    let leads_there =
        |link: &&Link| !matches!(link.kind, LinkKind::NotWeb | LinkKind::Provider) && links::is_open(&link.host);
    let link = case.content.report.links.iter().find(leads_there)?;
    Some(ThirdPartyText { slot: slot::OPEN_PAGE, quote: link.host.clone() })
}

fn leaves_out(signature: &Signature, name: &str) -> bool {
    let covered = |field: &CoveredField| field.span.is_some() && field.name.eq_ignore_ascii_case(name);
    !signature.covers.iter().any(covered) || leaves_an_extra(signature, name)
}

/// Whether there are more fields of this name than the signature covers.
fn leaves_an_extra(signature: &Signature, name: &str) -> bool {
    let extra = ["extra ", name].concat();
    signature.not_covered.iter().any(|other| other.eq_ignore_ascii_case(&extra))
}
