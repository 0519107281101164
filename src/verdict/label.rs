//! Three axes and one label, computed from the ledger.

use super::Case;
use super::ledger::{Ledger, request_words};
use super::origin::Standing;
use crate::content::{self, links};
use crate::data::catalogue::{Rule, Sentence, does_not_prove, headline, proves, reason};
use crate::report::{
    ContentVerdict, Delivery, Evidence, HostRelation, InputKind, KeyOrigin, Label, Link, LinkKind, Origin, Text,
    Verdict,
};

/// The label and the axes that it is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The first label that fits.
    pub(crate) label: Label,
    /// How well the author domain is established.
    pub(crate) origin: Origin,
    /// What the text asks for and who wrote it.
    pub(crate) content: ContentVerdict,
    /// How it came.
    pub(crate) delivery: Delivery,
}

impl Default for Decision {
    fn default() -> Self {
        Self {
            label: Label::NotConfirmed,
            origin: Origin::NotConfirmed,
            content: ContentVerdict::Unknown,
            delivery: Delivery::Unknown,
        }
    }
}

/// Judges a case by its ledger.
pub(crate) fn judge(case: &Case, ledger: &Ledger, standing: &Standing) -> Decision {
    let content = content_axis(case, ledger);
    let delivery = delivery_axis(case, ledger, standing);
    let established = standing.is_established();
    let hostile = content == ContentVerdict::Hostile;
    let label = if standing.origin == Origin::Contradicted {
        Label::Forged
    } else if established && (hostile || content == ContentVerdict::ThirdPartyText || delivery == Delivery::ReplaySigns)
    {
        Label::GenuineSenderHostileContent
    } else if hostile {
        Label::HostileRequest
    } else if established {
        Label::GenuineSender
    } else {
        Label::NotConfirmed
    };
    Decision { label, origin: standing.origin, content, delivery }
}

/// The judgement in words.
pub(crate) fn word(case: &Case, ledger: &Ledger, standing: &Standing, decision: Decision) -> Verdict {
    let Decision { label, origin, content, delivery } = decision;
    let (reason, deciding) = deciding(case, ledger, standing, label);
    let (proves, does_not_prove) = meaning(case, label);
    let headline = headline(case, ledger, label);
    Verdict { label, origin, content, delivery, headline, reason, deciding, proves, does_not_prove }
}

fn content_axis(case: &Case, ledger: &Ledger) -> ContentVerdict {
    let examined = case.content;
    let misleads = content::misleading(&examined.report, case.claim.provider).is_some();
    if !examined.hostile.is_empty() || misleads {
        return ContentVerdict::Hostile;
    }
    if ledger.has(Rule::ContentThirdPartyText) || lures_through_a_sharing_sender(case) {
        return ContentVerdict::ThirdPartyText;
    }
    if !examined.report.examined {
        ContentVerdict::NotSupplied
    } else if case.is_expected() {
        ContentVerdict::Expected
    } else {
        ContentVerdict::Unknown
    }
}

/// Words of a mail that only says what was shared, its foot included; beyond them somebody wrote a message to go with it.
const NOTICE: usize = 80;

/// Whether a sender that passes strangers' text on carries a link that leads away, or a message beside the link to what
/// was shared. A number or a request in it is a row of its own.
fn lures_through_a_sharing_sender(case: &Case) -> bool {
    let content = &case.content.report;
    let notice = content.text.split_whitespace().nth(NOTICE).is_none();
    let shared = |link: &Link| notice && link.kind == LinkKind::ProviderRedirector && links::is_open(&link.host);
    case.claim.sender.is_some_and(|sender| sender.third_party_text)
        && content.examined
        && content.links.iter().any(|link| links::leads_away(link) && !shared(link))
}

fn delivery_axis(case: &Case, ledger: &Ledger, standing: &Standing) -> Delivery {
    let passed_on = [
        Rule::DeliveryGateway,
        Rule::DeliveryForwarded,
        Rule::DeliveryMasked,
        Rule::DeliveryMaskedSender,
        Rule::DeliveryList,
        Rule::DeliveryForeignTenant,
    ];
    if ledger.has(Rule::DeliveryReplay) {
        Delivery::ReplaySigns
    } else if ledger.has(Rule::StampDmarcFail) {
        // the failure is held against it because nothing reliable shows that it was passed on
        Delivery::Unknown
    } else if passed_on.iter().any(|&rule| ledger.has(rule))
        || (ledger.has(Rule::DeliveryOtherRecipient)
            && (ledger.has(Rule::DeliveryForeignEnvelope) || ledger.has(Rule::DeliveryForeignHost)))
        || (ledger.has(Rule::FromForwarder) && standing.origin != Origin::Contradicted)
    {
        Delivery::Forwarded
    } else if case.block.boundary.is_some() && standing.is_established() && case.attestation.spf_pass {
        Delivery::Direct
    } else {
        Delivery::Unknown
    }
}

fn headline(case: &Case, ledger: &Ledger, label: Label) -> Text {
    let provider = case.provider();
    let claims = !provider.is_empty();
    // whoever wrote a request that stands in no place for strangers, the text itself does not say
    let asks = ledger.has(Rule::ContentRequest) || ledger.has(Rule::ContentLinkMisleading);
    let authored = ledger.has(Rule::ContentThirdPartyText) || !asks;
    let text = match (label, case.kind) {
        (Label::NotConfirmed, InputKind::Empty) => headline::EMPTY,
        (Label::NotConfirmed, InputKind::Binary) => headline::BINARY,
        (Label::NotConfirmed, InputKind::Text) => headline::TEXT,
        (Label::Forged, _) if claims => headline::FORGED_CLAIM,
        (Label::Forged, _) => headline::FORGED,
        (Label::GenuineSenderHostileContent, _) if authored => headline::GENUINE_HOSTILE,
        (Label::GenuineSenderHostileContent | Label::HostileRequest, _) => headline::HOSTILE_REQUEST,
        (Label::GenuineSender, _) if case.content.report.examined => headline::GENUINE,
        (Label::GenuineSender, _) => headline::GENUINE_HEADERS_ONLY,
        (Label::NotConfirmed, _) if claims => headline::NOT_CONFIRMED_CLAIM,
        (Label::NotConfirmed, _) => headline::NOT_CONFIRMED,
    };
    text.with(&[("provider", provider)])
}

/// The sentence that names the deciding fact, and the rows it rests on.
fn deciding(case: &Case, ledger: &Ledger, standing: &Standing, label: Label) -> (Text, Vec<String>) {
    let row = |row: Option<&Evidence>| row.map(|row| row.id.clone()).into_iter().collect::<Vec<_>>();
    match label {
        Label::Forged => {
            let contradiction = ledger.contradiction().and_then(|rule| ledger.first(rule));
            (in_full(contradiction), row(contradiction))
        }
        Label::GenuineSenderHostileContent => {
            let deciding = [
                Rule::ContentRequest,
                Rule::ContentLinkMisleading,
                Rule::ContentThirdPartyText,
                Rule::DeliveryReplay,
                Rule::ContentThirdPartySender,
            ];
            let found = deciding.iter().find_map(|&rule| ledger.first(rule));
            (in_full(found), row(found))
        }
        Label::HostileRequest => {
            let found = ledger.first(Rule::ContentRequest).or_else(|| ledger.first(Rule::ContentLinkMisleading));
            let text = match case.content.hostile.first() {
                Some(request) => reason::HOSTILE.saying(&[], &[("request", &[request_words(request.kind)])]),
                None => in_full(found),
            };
            (text, row(found))
        }
        Label::GenuineSender => established(case, ledger, standing),
        Label::NotConfirmed => {
            let text = match case.kind {
                InputKind::Empty => reason::EMPTY,
                InputKind::Binary => reason::BINARY,
                InputKind::Text => reason::TEXT,
                _ if case.mailbox().is_none_or(|author| author.address.is_empty()) => reason::NO_FROM,
                _ if case.claim.provider.is_none() || case.claim.relation == HostRelation::None => reason::NO_PROVIDER,
                _ => reason::NOT_CONFIRMED,
            };
            let telling = [
                Rule::InputHeaderCut,
                Rule::DkimReceiverDisagrees,
                Rule::DkimBodyChanged,
                Rule::DkimPartialBody,
                Rule::DkimExpired,
                Rule::DkimWeakKey,
                Rule::StampDmarcFailForwarded,
                Rule::StampDisagree,
                Rule::FromForwarder,
                Rule::FromSameOrganisation,
            ];
            let claims = case.claim.provider.is_some();
            match telling.iter().find_map(|&rule| ledger.first(rule)).filter(|_| claims) {
                found @ Some(_) => (in_full(found), row(found)),
                None => (text.plain(), Vec::new()),
            }
        }
    }
}

/// A row in full: the fact and why it counts.
fn in_full(row: Option<&Evidence>) -> Text {
    let (title, reason) = row.map_or_else(Default::default, |row| (vec![row.title.clone()], vec![row.reason.clone()]));
    reason::ROW.saying(&[], &[("title", &title), ("reason", &reason)])
}

/// Which rung holds, in a sentence.
fn established(case: &Case, ledger: &Ledger, standing: &Standing) -> (Text, Vec<String>) {
    let signature = standing.proved_by.map(|index| &case.authentication.signatures[index]);
    let sealer = standing.sealed_by.map_or("", |index| case.authentication.arc[index].domain.as_str());
    let domain = signature.map_or(case.host(), |signature| signature.domain.as_str());
    let pasted = signature.is_some_and(|signature| signature.key.origin == KeyOrigin::Pasted);
    let sealed_pasted =
        standing.sealed_by.is_some_and(|index| case.authentication.arc[index].seal_key.origin == KeyOrigin::Pasted);
    let (text, rule) = match standing.origin {
        Origin::Proved if pasted => (reason::PROVED_PASTED, Rule::DkimVerifiedPastedKey),
        Origin::Proved => (reason::PROVED, Rule::DkimVerified),
        Origin::Sealed if sealed_pasted => (reason::SEALED_PASTED, Rule::ArcSealed),
        Origin::Sealed => (reason::SEALED, Rule::ArcSealed),
        Origin::Attested if case.attestation.dmarc_pass => (reason::ATTESTED, Rule::StampAttested),
        Origin::Attested => (reason::ATTESTED, Rule::StampAttestedSignature),
        _ => (reason::ATTESTED_WEAK, Rule::StampAttestedWeak),
    };
    let values = [("domain", domain), ("sealer", sealer), ("receiver", case.receiver())];
    (text.with(&values), ledger.first(rule).map(|row| row.id.clone()).into_iter().collect())
}

/// What the arrival proves, and what it does not.
fn meaning(case: &Case, label: Label) -> (Vec<Text>, Vec<Text>) {
    let provider = [("provider", case.provider())];
    let mut yes = Vec::new();
    let mut no = Vec::new();
    let say = |list: &mut Vec<Text>, sentence: Sentence| {
        let text = sentence.with(&provider);
        if !list.iter().any(|said| said.text == text.text) {
            list.push(text);
        }
    };
    match label {
        Label::Forged => {
            let claims = !case.provider().is_empty();
            if claims {
                say(&mut yes, proves::FORGED);
            }
            say(&mut no, does_not_prove::FORGED_ACCOUNT);
        }
        Label::GenuineSender | Label::GenuineSenderHostileContent => {
            say(&mut yes, proves::GENUINE);
            match case.claim.event {
                Some(event) => {
                    yes.extend(event.proves(case.provider()));
                    no.extend(event.does_not_prove(case.provider()));
                }
                None => {
                    say(&mut no, does_not_prove::HACKED);
                    say(&mut no, does_not_prove::PASSWORD);
                }
            }
            if case.claim.event.is_none() && case.claim.sender.is_some_and(|sender| sender.codes) {
                say(&mut yes, proves::ADDRESS);
            }
            say(&mut no, does_not_prove::CALLER);
            if !case.content.report.examined {
                say(&mut no, does_not_prove::TEXT);
            } else if case.is_rebuilt() {
                say(&mut no, does_not_prove::TEXT_REBUILT);
            }
        }
        Label::HostileRequest => {
            say(&mut yes, proves::TEXT_HOSTILE);
            say(&mut no, does_not_prove::HACKED);
        }
        Label::NotConfirmed => {
            if case.kind == InputKind::Headers || case.kind == InputKind::Message {
                say(&mut no, does_not_prove::NOT_CONFIRMED);
                say(&mut no, does_not_prove::HACKED);
            }
        }
    }
    (yes, no)
}
