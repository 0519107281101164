//! The advice follows from the verdict and from what the person says. It never changes a fact.

mod support;

use header_verdict::guidance::situation::{Occasion, Situation};
use header_verdict::report::{Label, Report, Urgency};
use header_verdict::{Options, analyze, providers};
use support::mail::*;

/// The steps of an answer, by id.
fn steps(report: &Report) -> Vec<&str> {
    report.guidance.steps.iter().map(|step| step.id.as_str()).collect()
}

/// A genuine Microsoft code, judged with an answer of the person.
fn genuine(situation: Situation) -> Report {
    let signer = microsoft();
    let mail = received(&outlook_pass("accountprotection.microsoft.com"), &signer, MICROSOFT);
    analyze(mail.as_bytes(), &Options { situation: Some(situation), ..keys(&[&signer]) })
}

fn nothing(situation: Situation) -> Report {
    analyze(b"", &Options { situation: Some(situation), ..Options::default() })
}

fn path<'a>(report: &'a Report, step: &str) -> Option<&'a str> {
    report.guidance.steps.iter().find(|one| one.id == step)?.path.as_deref()
}

#[test]
fn answers_change_the_advice_and_nothing_else() {
    let plain = genuine(Situation::default());
    assert_eq!(plain.verdict.label, Label::GenuineSender);
    assert_eq!(steps(&plain)[..2], ["refuse_contact", "let_expire"]);
    let mut told = genuine(Situation { gave_password: Some(true), contacted: Some(true), ..Situation::default() });
    assert_ne!(told.guidance, plain.guidance);
    told.guidance = plain.guidance.clone();
    assert_eq!(told, plain);
}

#[test]
fn a_code_that_was_asked_for_is_used_where_it_was_asked_for() {
    let report = genuine(Situation { requested: Some(true), ..Situation::default() });
    assert_eq!(steps(&report), ["use_where_asked", "refuse_contact"]);
}

#[test]
fn what_was_given_away_decides_what_comes_first() {
    let first = |situation: Situation| steps(&genuine(situation))[0].to_owned();
    let none = Situation::default;
    assert_eq!(first(Situation { gave_password: Some(true), ..none() }), "change_password");
    assert_eq!(first(Situation { shared_code: Some(true), ..none() }), "sign_out_everywhere");
    assert_eq!(first(Situation { approved_prompt: Some(true), ..none() }), "change_password");
    assert_eq!(first(Situation { installed: Some(true), ..none() }), "disconnect_device");
    assert_eq!(first(Situation { paid: Some(true), ..none() }), "call_bank");
    let all = Situation { shared_code: Some(true), gave_password: Some(true), installed: Some(true), ..none() };
    let report = genuine(all);
    let order = steps(&report);
    let at = |step| order.iter().position(|one| *one == step).unwrap_or_else(|| panic!("{step} in {order:?}"));
    assert!(at("other_device") < at("change_password"), "a password typed on a watched device is known again");
    for step in ["check_methods", "check_recovery", "check_forwarding", "check_apps", "check_activity"] {
        at(step);
    }
    assert!(order.len() == order.iter().collect::<std::collections::BTreeSet<_>>().len(), "{order:?}");
}

#[test]
fn nothing_given_away_is_no_incident() {
    let no = Some(false);
    let answered = Situation {
        shared_code: no,
        approved_prompt: no,
        gave_password: no,
        installed: no,
        paid: no,
        ..Situation::default()
    };
    assert_eq!(steps(&genuine(answered)), steps(&genuine(Situation::default())));
}

#[test]
fn whoever_asks_about_the_code_is_named_as_the_attack_and_the_reason_is_given() {
    let silent = genuine(Situation::default());
    assert_eq!(silent.guidance.contact, None);
    let report = genuine(Situation { contacted: Some(true), ..Situation::default() });
    assert_eq!(steps(&report)[0], "end_contact");
    assert_eq!(report.guidance.contact.as_ref().map(|text| text.id.as_str()), Some("contact.structure"));
    let said = analyze("Please read me the code that we just sent you.".as_bytes(), &Options::default());
    assert_eq!(said.verdict.label, Label::HostileRequest);
    assert!(said.guidance.contact.is_some());
}

#[test]
fn without_a_message_the_advice_is_for_what_came() {
    let about = |occasion| {
        nothing(Situation { occasion: Some(occasion), provider: Some("microsoft".into()), ..Situation::default() })
    };
    let prompt = about(Occasion::Prompt);
    assert_eq!(steps(&prompt)[0], "refuse_prompt");
    assert!(path(&prompt, "check_activity").is_some_and(|path| path.contains("live.com")), "{:?}", prompt.guidance);
    assert_eq!(steps(&about(Occasion::Call))[0], "hang_up");
    assert!(about(Occasion::Call).guidance.contact.is_some());
    assert!(steps(&about(Occasion::Text)).contains(&"report_text"));
    assert!(about(Occasion::Text).ledger.is_empty(), "nothing was read, so nothing is a fact");
}

#[test]
fn an_account_that_is_not_known_gets_steps_without_an_address() {
    let report = nothing(Situation {
        occasion: Some(Occasion::Prompt),
        provider: Some("nobody".into()),
        ..Situation::default()
    });
    assert!(!report.guidance.steps.is_empty());
    assert!(report.guidance.steps.iter().all(|step| step.path.is_none()), "{:?}", report.guidance.steps);
}

#[test]
fn the_provider_of_the_message_counts_before_the_one_that_was_named() {
    let report = genuine(Situation { provider: Some("google".into()), ..Situation::default() });
    assert!(path(&report, "check_activity").is_some_and(|path| path.contains("live.com")));
}

#[test]
fn a_flood_asks_for_the_one_that_matters() {
    let one = genuine(Situation { count: Some(1), ..Situation::default() });
    assert!(!steps(&one).contains(&"look_among_many"));
    let many = genuine(Situation { count: Some(40), ..Situation::default() });
    assert!(steps(&many).contains(&"look_among_many"));
}

#[test]
fn money_accounts_call_the_bank_first() {
    let incident = |provider: &str| {
        nothing(Situation {
            occasion: Some(Occasion::Call),
            provider: Some(provider.into()),
            shared_code: Some(true),
            ..Situation::default()
        })
    };
    assert_eq!(steps(&incident("chase"))[0], "call_bank");
    assert!(!steps(&incident("spotify")).contains(&"call_bank"));
}

#[test]
fn the_most_urgent_comes_first_in_every_situation() {
    let answers = [None, Some(true)];
    for occasion in [None, Some(Occasion::Prompt), Some(Occasion::Text), Some(Occasion::Call)] {
        for (contacted, shared_code, paid) in
            answers.into_iter().flat_map(|a| answers.into_iter().flat_map(move |b| answers.map(|c| (a, b, c))))
        {
            let report = genuine(Situation { occasion, contacted, shared_code, paid, ..Situation::default() });
            let urgencies: Vec<Urgency> = report.guidance.steps.iter().map(|step| step.urgency).collect();
            assert!(urgencies.is_sorted(), "{:?}", steps(&report));
            assert!(!report.guidance.never.is_empty());
        }
    }
}

#[test]
fn the_providers_are_listed_once_each() {
    let known: Vec<&str> = providers().map(|(id, _)| id).collect();
    assert!(known.is_sorted_by(|a, b| a < b) && known.len() > 30, "{known:?}");
    assert!(providers().any(|(id, name)| (id, name) == ("microsoft", "Microsoft")));
}
