//! Advice, computed from the verdict, the event and what the person says; never a fact.

pub mod situation;

use situation::{Occasion, Situation};

use crate::claim::Claim;
use crate::data::catalogue::{Sentence, StepText, advice, contact, incident, plan};
use crate::data::providers::{PROVIDERS, Provider};
use crate::report::{Guidance, Label, PasswordKnown, Step, Urgency};

/// As many messages as make a flood in which one could be overlooked.
const MANY: u32 = 3;

/// What to do.
pub fn advise(label: Label, claim: &Claim, situation: &Situation, lacks_evidence: bool) -> Guidance {
    let named = situation.provider.as_deref();
    let provider = claim.provider.or_else(|| PROVIDERS.iter().find(|provider| Some(provider.id) == named));
    let (mut summary, course) = match situation.occasion {
        Some(Occasion::Prompt) => (advice::PROMPT, plan::PROMPT),
        Some(Occasion::Text) => (advice::TEXT, plan::TEXT),
        Some(Occasion::Call) => (advice::CALL, plan::CALL),
        Some(Occasion::Message) | None => for_message(label, claim, situation),
    };
    let approached = situation.contacted == Some(true) || situation.occasion == Some(Occasion::Call);
    let mut steps = Plan::default();
    if situation.is_incident() {
        summary = advice::INCIDENT;
        let given = [
            (situation.installed, incident::INSTALLED),
            (situation.paid, incident::PAID),
            (situation.gave_password, incident::GAVE_PASSWORD),
            (situation.shared_code, incident::SHARED_CODE),
            (situation.approved_prompt, incident::APPROVED_PROMPT),
        ];
        if provider.is_some_and(is_bank) {
            steps.add(incident::BANK);
        }
        for (_, more) in given.into_iter().filter(|(answer, _)| *answer == Some(true)) {
            steps.add(more);
        }
        steps.add(incident::ALWAYS);
    } else {
        if situation.contacted == Some(true) {
            summary = advice::CONTACTED;
            steps.add(plan::CONTACTED);
        }
        steps.add(course);
    }
    if situation.count.is_some_and(|count| count >= MANY) {
        steps.add(plan::MANY);
    }
    // an alias can be taken out of use only where the provider has a page for it
    steps.0.retain(|step| step.path != Some("aliases") || path(provider, "aliases").is_some());
    if !lacks_evidence {
        steps.0.retain(|step| step.id != "get_evidence");
    }
    let name = provider.map_or("The provider", |provider| provider.name);
    Guidance {
        summary: summary.with(&[("provider", name)]),
        steps: [Urgency::Now, Urgency::Soon, Urgency::Later]
            .iter()
            .flat_map(|urgency| steps.0.iter().filter(move |step| step.urgency == *urgency))
            .map(|step| written(step, provider))
            .collect(),
        never: advice::NEVER.iter().map(|never| never.plain()).collect(),
        contact: (approached || label == Label::HostileRequest).then(|| contact::STRUCTURE.plain()),
        source: advice::SOURCE.plain(),
    }
}

/// What to do in a flood of codes and alerts. `accounts` are the providers whose accounts they are about, each with a step
/// of its own, and `known` those of them whose password may be known.
pub fn in_a_flood(accounts: &[&'static Provider], known: &[&'static Provider]) -> Guidance {
    let mut steps: Vec<Step> = plan::FLOOD.iter().map(|step| written(step, None)).collect();
    for (table, providers) in [(plan::FLOOD_PASSWORD, known), (plan::FLOOD_ACCOUNT, accounts)] {
        steps.extend(providers.iter().flat_map(|provider| {
            table.iter().map(|step| Step {
                id: [step.id, ".", provider.id].concat(),
                title: step.title.with(&[("provider", provider.name)]),
                ..written(step, Some(provider))
            })
        }));
    }
    let aliases = accounts.iter().find(|provider| path(Some(provider), "aliases").is_some());
    steps.extend(
        plan::FLOOD_LATER
            .iter()
            .filter(|step| step.path != Some("aliases") || aliases.is_some())
            .map(|step| written(step, aliases.copied().filter(|_| step.path == Some("aliases")))),
    );
    steps.sort_by_key(|step| step.urgency);
    Guidance {
        summary: advice::FLOOD.plain(),
        steps,
        never: advice::NEVER.iter().map(|never| never.plain()).collect(),
        contact: None,
        source: advice::SOURCE.plain(),
    }
}

/// The advice for a message by its verdict and event.
fn for_message(label: Label, claim: &Claim, situation: &Situation) -> (Sentence, &'static [&'static StepText]) {
    let password = claim.event.map(|event| event.password_known);
    match label {
        Label::Forged => (advice::FORGED, plan::FORGED),
        Label::HostileRequest => (advice::HOSTILE, plan::HOSTILE),
        Label::GenuineSenderHostileContent => (advice::GENUINE_HOSTILE, plan::GENUINE_HOSTILE),
        Label::NotConfirmed => (advice::NOT_CONFIRMED, plan::NOT_CONFIRMED),
        Label::GenuineSender if situation.requested == Some(true) => {
            (advice::GENUINE_REQUESTED, plan::GENUINE_REQUESTED)
        }
        Label::GenuineSender => match password {
            Some(PasswordKnown::Yes) => (advice::GENUINE_PASSWORD, plan::GENUINE_PASSWORD),
            Some(PasswordKnown::Likely) => (advice::GENUINE_PASSWORD_LIKELY, plan::GENUINE_PASSWORD),
            Some(PasswordKnown::NotInvolved) => (advice::GENUINE_NEW_ACCOUNT, plan::GENUINE_NEW_ACCOUNT),
            _ => (advice::GENUINE, plan::GENUINE),
        },
    }
}

/// Steps in the order in which they were asked for, each once.
#[derive(Default)]
struct Plan(Vec<&'static StepText>);

impl Plan {
    fn add(&mut self, steps: &[&'static StepText]) {
        for step in steps {
            if !self.0.iter().any(|known| known.id == step.id) {
                self.0.push(step);
            }
        }
    }
}

/// Whether money can be moved from this provider's accounts: it sends codes as a bank does.
fn is_bank(provider: &Provider) -> bool {
    provider.events.iter().any(|event| event.worded.contains(&"bank_code"))
}

fn written(step: &StepText, provider: Option<&Provider>) -> Step {
    Step {
        id: step.id.into(),
        title: step.title.plain(),
        detail: step.detail.plain(),
        path: step.path.and_then(|kind| path(provider, kind)).map(str::to_owned),
        urgency: step.urgency,
    }
}

/// The provider's page of this kind, or the nearest that its file has.
fn path(provider: Option<&Provider>, kind: &str) -> Option<&'static str> {
    let provider = provider?;
    if kind == "report" {
        return provider.report.as_ref().map(|report| report.text);
    }
    let find = |id: &str| provider.paths.iter().find(|path| path.id == id).map(|path| path.url);
    find(kind).or_else(|| if kind == "aliases" { None } else { find("security") })
}
