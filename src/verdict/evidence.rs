//! The facts that a case shows, each a row of the ledger.

use super::ledger::{Ledger, Rows, request_words};
use super::origin::{self, Standing};
use super::{Case, delivery};
use crate::authentication::dkim::holds_key_label;
use crate::claim::Strength;
use crate::claim::provider::owns;
use crate::content::{self, Finding};
use crate::data::catalogue::{Rule, Sentence, form, seal, sign};
use crate::data::providers::PROVIDERS;
use crate::data::receivers;
use crate::message::structure::FindingKind;
use crate::message::{address, domain};
use crate::report::{BodyCheck, ClaimSign, HeaderCheck, HostRelation, InputKind, LinkKind, Signature, Span, Text};

/// Rows of one kind beyond this number add nothing.
const ROWS: usize = 8;

/// Everything that a case shows, with where its origin stands.
pub(crate) fn compile(case: &Case, rows: Rows) -> (Ledger, Standing) {
    let mut ledger = Ledger::new(rows);
    let standing = if case.message.is_some() {
        structure(case, &mut ledger);
        sender(case, &mut ledger);
        // before the origin is decided: the names in a signature can contradict it
        signatures(case, &mut ledger);
        let standing = origin::stand(case, &mut ledger);
        seals(case, &standing, &mut ledger);
        stamps(case, &mut ledger);
        standing
    } else {
        Standing::default()
    };
    content(case, &standing, &mut ledger);
    delivery::rows(case, &standing, &mut ledger);
    if !matches!(case.kind, InputKind::Empty | InputKind::Binary) {
        event(case, &mut ledger);
        for rule in [
            Rule::UnobservableRequester,
            Rule::UnobservablePassword,
            Rule::UnobservableEarlierAttempts,
            Rule::UnobservableAccount,
            Rule::UnobservableSignIn,
            Rule::UnobservableFollowUp,
        ] {
            ledger.add(rule, &[], Vec::new());
        }
    }
    (ledger, standing)
}

fn structure(case: &Case, ledger: &mut Ledger) {
    let address = case.mailbox().map_or("", |mailbox| mailbox.address.as_str());
    for finding in case.structure {
        let spans: Vec<Span> =
            finding.ranges.iter().map(|range| Span { start: range.start as u32, end: range.end as u32 }).collect();
        match &finding.kind {
            FindingKind::AddressInName { shown } => {
                // people and lists show other addresses too; it deceives when the address is a provider's
                let host = address::host_of(shown);
                let foreign = PROVIDERS.iter().any(|provider| owns(provider, &host) && !owns(provider, case.host()));
                // a mask and a list put their own address in the place of the writer's
                let rewritten = case.claim.relation == HostRelation::Forwarder || case.claim.through_list;
                if (foreign || case.claim.strength == Strength::Strong) && !rewritten {
                    let values = [("shown", shown.as_str()), ("address", address)];
                    ledger.add(Rule::StructureAddressInName, &values, spans);
                }
            }
            FindingKind::BareCarriageReturn => ledger.add(Rule::StructureBareCr, &[], spans),
            FindingKind::FieldRepeated { name, count } => {
                let covered = case.authentication.signatures.iter().any(|signature| {
                    let covers = |name: &str| {
                        signature
                            .covers
                            .iter()
                            .filter(|c| c.name.eq_ignore_ascii_case(name) && c.span.is_some())
                            .count()
                    };
                    signature.header == HeaderCheck::Verified && covers(name) >= *count
                });
                if case.claim.strength == Strength::Strong && !covered {
                    let values = [("field", *name), ("count", &count.to_string())];
                    ledger.add(Rule::StructureFieldRepeated, &values, spans);
                }
            }
            FindingKind::FoldedName { name } => ledger.add(Rule::StructureFoldedName, &[("field", name)], spans),
            FindingKind::FromAddresses { addresses } => {
                ledger.add(Rule::StructureFromAddresses, &[("addresses", &addresses.join(", "))], spans);
            }
            // a careless sender writes so too; beside a provider's name it is no carelessness
            FindingKind::FromDangling
                if case.claim.provider.is_some() && case.claim.relation != HostRelation::Allowed =>
            {
                let values = [("provider", case.provider()), ("address", address)];
                ledger.add(Rule::StructureFromDangling, &values, spans);
            }
            FindingKind::FromDangling | FindingKind::FromMalformed => {
                ledger.add(Rule::StructureFromMalformed, &[], spans)
            }
            FindingKind::FromMissing => ledger.add(Rule::FromNone, &[], spans),
            FindingKind::FromRepeated { count } => {
                ledger.add(Rule::StructureFromRepeated, &[("count", &count.to_string())], spans);
            }
            FindingKind::Nul { field } => ledger.add(Rule::StructureNul, &[("field", field)], spans),
        }
    }
}

fn sender(case: &Case, ledger: &mut Ledger) {
    let Some(mailbox) = case.mailbox() else { return };
    let provider = case.provider();
    let spans = vec![mailbox.span];
    if case.claim.invisible {
        ledger.add(Rule::StructureInvisible, &[], spans.clone());
    }
    if case.claim.disguised || (case.claim.mixed_scripts && case.claim.provider.is_some()) {
        ledger.add(Rule::StructureDisguised, &[("provider", provider)], spans.clone());
    }
    let why = claim_words(&case.claim.signs);
    let values = [("provider", provider), ("host", mailbox.host.as_str()), ("address", mailbox.address.as_str())];
    let mut add = |rule, spans| ledger.add_saying(rule, &values, &[("why", &why)], spans);
    let strong = case.claim.strength == Strength::Strong;
    match case.claim.relation {
        HostRelation::Allowed => add(Rule::FromAllowed, spans),
        HostRelation::SameOrganisation => add(Rule::FromSameOrganisation, spans),
        HostRelation::Forwarder => {
            let mask = receivers::mask(&mailbox.address, &mailbox.host).map_or("", |mask| mask.name);
            ledger.add(Rule::FromForwarder, &[("mask", mask), ("address", mailbox.address.as_str())], spans);
        }
        HostRelation::Lookalike if strong => add(Rule::FromLookalike, spans),
        HostRelation::Unrelated if strong => add(Rule::FromUnrelated, spans),
        HostRelation::PersonalMailbox if strong => add(Rule::FromPersonalMailbox, spans),
        // a copy of what a mail program shows may leave the address out; a message as it was received has one
        HostRelation::None if strong && case.is_received() => add(Rule::FromNoAddress, spans),
        HostRelation::None if strong => {}
        _ => add(Rule::FromUnknownProvider, spans),
    }
}

/// Why a message is taken as claiming a provider, in words.
fn claim_words(signs: &[ClaimSign]) -> Vec<Text> {
    let words = signs.iter().map(|kind| match kind {
        ClaimSign::SenderHost => sign::SENDER_HOST,
        ClaimSign::DisplayName => sign::DISPLAY_NAME,
        ClaimSign::AddressText => sign::ADDRESS_TEXT,
        ClaimSign::Subject => sign::SUBJECT,
        ClaimSign::Text => sign::TEXT,
    });
    words.map(Sentence::plain).collect()
}

fn signatures(case: &Case, ledger: &mut Ledger) {
    let signatures = &case.authentication.signatures;
    if signatures.is_empty() {
        ledger.add(Rule::DkimNone, &[], Vec::new());
    }
    // one that verifies is shown wherever it stands
    let shown = |(at, signature): &(usize, &Signature)| *at < ROWS || signature.header == HeaderCheck::Verified;
    for (_, signature) in signatures.iter().enumerate().filter(shown) {
        let length = signature.length_limit.unwrap_or(0).to_string();
        let values = [
            ("domain", signature.domain.as_str()),
            ("dns_name", signature.key.dns_name.as_str()),
            ("receiver", case.receiver()),
            ("length", length.as_str()),
        ];
        let said = [
            ("provenance", signature.key.provenance.as_slice()),
            ("explanation", &signature.explanation),
            ("weakness", &signature.weaknesses),
        ];
        let mut add = |rule, spans| ledger.add_saying(rule, &values, &said, spans);
        let spans = vec![signature.span];
        match signature.header {
            HeaderCheck::Verified => {
                add(origin::reading(case, signature), spans.clone());
                if signature.body == BodyCheck::Verified {
                    add(Rule::DkimBodyVerified, spans.clone());
                } else if signature.body == BodyCheck::NotSupplied && case.is_rebuilt() {
                    add(Rule::DkimBodyRebuilt, spans.clone());
                } else if signature.body == BodyCheck::NotSupplied {
                    add(Rule::DkimBodyNotSupplied, spans.clone());
                }
                for field in signature.not_covered.iter().filter(|field| matters(field)) {
                    let values = [("domain", signature.domain.as_str()), ("field", field.as_str())];
                    ledger.add(Rule::DkimUnsignedField, &values, spans.clone());
                }
            }
            HeaderCheck::Mismatch => add(Rule::DkimMismatch, spans),
            HeaderCheck::KeyNotCarried => add(Rule::DkimKeyNotCarried, spans),
            HeaderCheck::Unusable
                if impossible(&signature.domain)
                    || impossible(&signature.selector)
                    || holds_key_label(&signature.selector) =>
            {
                add(Rule::StructureSignatureName, spans);
            }
            HeaderCheck::Unusable => add(Rule::DkimUnusable, spans),
        }
    }
}

/// Fields whose change a reader would notice.
fn matters(field: &str) -> bool {
    ["Subject", "From", "Content-Type", "Reply-To"].iter().any(|name| {
        field.eq_ignore_ascii_case(name)
            || field.strip_prefix("extra ").is_some_and(|extra| extra.eq_ignore_ascii_case(name))
    })
}

/// A name with bytes that no host name has, which is how a receiver is made to ask for another key.
fn impossible(name: &str) -> bool {
    name.bytes().any(|byte| {
        byte == 0 || byte.is_ascii_control() || matches!(byte, b'(' | b')' | b'"' | b'\'' | b'<' | b'>' | b'@')
    })
}

fn seals(case: &Case, standing: &Standing, ledger: &mut Ledger) {
    for (index, set) in case.authentication.arc.iter().enumerate().rev().take(ROWS) {
        let sealer = set.domain.as_str();
        let explanation = match set.seal {
            HeaderCheck::KeyNotCarried => seal::NO_KEY,
            HeaderCheck::Unusable => seal::UNUSABLE,
            _ => seal::NO_MATCH,
        };
        let values = [("sealer", sealer), ("domain", case.host())];
        let spans = vec![set.span];
        match set.seal {
            HeaderCheck::Verified if standing.sealed_by == Some(index) => {}
            HeaderCheck::Verified if !origin::is_provider_seal(set) => ledger.add(Rule::ArcOtherSealer, &values, spans),
            HeaderCheck::Verified if set.binding == crate::report::Binding::NotBound => {
                ledger.add(Rule::ArcNotBound, &values, spans);
            }
            HeaderCheck::Verified if origin::is_for_another_text(case, set) => {
                ledger.add(Rule::ArcOtherText, &values, spans);
            }
            HeaderCheck::Verified if origin::is_for_another_header(case, set) => {
                ledger.add(Rule::ArcOtherHeader, &values, spans);
            }
            HeaderCheck::Verified if !origin::is_own(case, set) && origin::says_passed(case, set) => {
                ledger.add(Rule::ArcPassedOn, &values, spans);
            }
            HeaderCheck::Verified => ledger.add(Rule::ArcAttestsNothing, &values, spans),
            _ => ledger.add_saying(Rule::ArcNotVerified, &values, &[("explanation", &[explanation.plain()])], spans),
        }
    }
}

fn stamps(case: &Case, ledger: &mut Ledger) {
    for stamp in case.block.receiver.ignored.iter().take(ROWS) {
        let id = if stamp.authserv_id.is_empty() { stamp.name.as_str() } else { stamp.authserv_id.as_str() };
        let why = [stamp.why.clone()];
        ledger.add_saying(Rule::StampIgnored, &[("authserv_id", id)], &[("why", &why)], vec![stamp.span]);
    }
}

fn content(case: &Case, standing: &Standing, ledger: &mut Ledger) {
    let provider = case.provider();
    let examined = case.content;
    if !examined.report.examined {
        if case.message.is_some() {
            ledger.add(Rule::ContentNotSupplied, &[], Vec::new());
        }
    } else {
        for (rule, requests) in
            [(Rule::ContentRequest, &examined.hostile), (Rule::ContentRequestMention, &examined.mentioned)]
        {
            for request in requests.iter().take(ROWS) {
                let words = [request_words(request.kind)];
                ledger.add_saying(rule, &[("quote", &request.quote)], &[("request", &words)], Vec::new());
            }
        }
        if let Some(link) = content::misleading(&examined.report, case.claim.provider) {
            let values = [("shown", link.text.as_str()), ("host", link.host.as_str())];
            ledger.add(Rule::ContentLinkMisleading, &values, Vec::new());
        }
        if case.claim.provider.is_some() {
            for (kind, rule) in [
                (LinkKind::Other, Rule::ContentLinkElsewhere),
                (LinkKind::ProviderRedirector, Rule::ContentLinkRedirector),
            ] {
                for link in
                    examined.report.links.iter().filter(|link| link.kind == kind && !link.host.is_empty()).take(ROWS)
                {
                    ledger.add(rule, &[("host", &link.host), ("provider", provider)], Vec::new());
                }
            }
        }
        findings(&examined.findings, ledger);
        if case.is_expected() {
            ledger.add(Rule::ContentExpected, &[("provider", provider)], Vec::new());
        }
    }
    let intruder = origin::intruder(case, standing);
    let page = origin::open_page(case, standing);
    for text in case.third_party.into_iter().chain(&intruder).chain(&page) {
        let values = [("quote", text.quote.as_str()), ("provider", provider)];
        ledger.add_saying(Rule::ContentThirdPartyText, &values, &[("slot", &[text.slot.plain()])], Vec::new());
    }
    if case.claim.sender.is_some_and(|sender| sender.third_party_text) {
        ledger.add(Rule::ContentThirdPartySender, &[("provider", provider)], Vec::new());
    }
    if let Some(reply) = case.summary.reply_to.first() {
        let own = case.mailbox().is_some_and(|author| domain::aligned(&author.host, &reply.host));
        if case.claim.provider.is_some() && !own && !reply.host.is_empty() {
            ledger.add(Rule::StructureReplyToElsewhere, &[("address", &reply.address)], vec![reply.span]);
        }
    }
}

/// What is hidden, to be filled in, to be scanned or attached.
fn findings(findings: &[Finding], ledger: &mut Ledger) {
    for finding in findings {
        match finding {
            Finding::HiddenLetters { words } => {
                ledger.add(Rule::ContentHiddenLetters, &[("words", words)], Vec::new());
            }
            Finding::HiddenText { quote } => ledger.add(Rule::ContentHiddenText, &[("quote", quote)], Vec::new()),
            Finding::Form { host, label } => {
                let place = match (label.is_empty(), host.is_empty()) {
                    (false, false) => form::FIELD_AND_HOST,
                    (false, true) => form::FIELD,
                    (true, false) => form::HOST,
                    (true, true) => form::NOWHERE,
                };
                let place = place.with(&[("host", host), ("label", label)]);
                ledger.add_saying(Rule::ContentForm, &[], &[("where", &[place])], Vec::new());
            }
            Finding::QrCode { place } => ledger.add(Rule::ContentQrCode, &[("place", place)], Vec::new()),
            Finding::DrawnCode => ledger.add(Rule::ContentQrDrawn, &[], Vec::new()),
            Finding::Attachment { name, why } => {
                ledger.add_saying(Rule::ContentAttachment, &[("name", name)], &[("why", why)], Vec::new());
            }
        }
    }
}

fn event(case: &Case, ledger: &mut Ledger) {
    if let Some(event) = case.claim.event {
        let title = [event.title()];
        ledger.add_saying(Rule::EventRecognised, &[("source", event.source)], &[("event", &title)], Vec::new());
    }
}
