//! Advice, computed from the verdict, the event and what the person says; never a fact.

pub mod situation;

use situation::Situation;

use crate::claim::Claim;
use crate::data::catalogue::{StepText, advice, step};
use crate::data::providers::Provider;
use crate::report::{Guidance, Label, PasswordKnown, Step, Urgency};

/// Steps on the screen at once, at most.
const STEPS: usize = 6;

/// What to do.
pub fn advise(label: Label, claim: &Claim, situation: &Situation, lacks_evidence: bool) -> Guidance {
    let provider = claim.provider;
    let event = claim.event;
    let password = event.map(|event| event.password_known);
    let genuine = matches!(label, Label::GenuineSender | Label::GenuineSenderHostileContent);
    let known = genuine && password == Some(PasswordKnown::Yes);
    let registering = genuine && password == Some(PasswordKnown::NotInvolved);
    let mut steps: Vec<&StepText> = Vec::new();
    let text;
    if situation.is_incident() {
        text = advice::INCIDENT;
        steps.extend([&step::CHANGE_PASSWORD, &step::SIGN_OUT_EVERYWHERE, &step::CALL_BANK]);
        steps.extend([&step::CHECK_METHODS, &step::CHECK_APPS, &step::CHECK_ACTIVITY]);
    } else {
        match label {
            Label::Forged => {
                text = advice::FORGED;
                steps.extend([&step::DO_NOTHING_IT_ASKS, &step::REFUSE_CONTACT, &step::CHECK_ACTIVITY, &step::REPORT]);
            }
            Label::HostileRequest => {
                text = advice::HOSTILE;
                steps.extend([&step::REFUSE_CONTACT, &step::DO_NOTHING_IT_ASKS, &step::CHECK_ACTIVITY, &step::REPORT]);
            }
            Label::GenuineSenderHostileContent => {
                text = advice::GENUINE_HOSTILE;
                steps.extend([&step::DO_NOTHING_IT_ASKS, &step::REFUSE_CONTACT, &step::CHECK_ACTIVITY, &step::REPORT]);
            }
            Label::GenuineSender => {
                text = match (known, registering) {
                    (true, _) => advice::GENUINE_PASSWORD,
                    (_, true) => advice::GENUINE_NEW_ACCOUNT,
                    _ => advice::GENUINE,
                };
                if known {
                    steps.extend([&step::CHANGE_PASSWORD, &step::SIGN_OUT_EVERYWHERE]);
                }
                steps.extend([&step::REFUSE_CONTACT, &step::LET_EXPIRE]);
                if !registering {
                    steps.extend([&step::CHECK_ACTIVITY, &step::CHECK_METHODS, &step::ADD_PASSKEY, &step::HIDE_ALIAS]);
                }
            }
            Label::NotConfirmed => {
                text = advice::NOT_CONFIRMED;
                steps.extend([&step::REFUSE_CONTACT, &step::LET_EXPIRE, &step::DO_NOTHING_IT_ASKS]);
                if lacks_evidence {
                    steps.push(&step::GET_EVIDENCE);
                }
                steps.extend([&step::CHECK_ACTIVITY, &step::CHECK_METHODS]);
            }
        }
    }
    // an alias can be taken out of use only where the provider has a page for it
    steps.retain(|step| step.path != Some("aliases") || path(provider, "aliases").is_some());
    steps.truncate(STEPS);
    let name = provider.map_or("The provider", |provider| provider.name);
    Guidance {
        summary: text.with(&[("provider", name)]),
        steps: [Urgency::Now, Urgency::Soon, Urgency::Later]
            .iter()
            .flat_map(|urgency| steps.iter().filter(move |step| step.urgency == *urgency))
            .map(|step| written(step, provider))
            .collect(),
        never: advice::NEVER.iter().map(|never| never.plain()).collect(),
        source: advice::SOURCE.plain(),
    }
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
