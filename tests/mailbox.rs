//! Many messages: the table, what they show together, and the odd one out. Every statement of a campaign has a set of
//! messages that makes it and one that nearly does.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use header_verdict::data::providers::EventClass;
use header_verdict::mailbox::{Account, Campaign, Column, Failure, Mailbox, Query, Row, Statement};
use header_verdict::report::{Label, Origin, Status, Text, Value};
use header_verdict::{Options, sentences};
use support::mail::*;

/// A message that Gmail took. Without changes it is a code of Netflix that came at 10:00 on 4 March 2026.
#[derive(Clone)]
struct Mail {
    from: String,
    to: String,
    subject: String,
    text: String,
    /// Minutes from 10:00 on 4 March 2026, when it was received.
    minute: i64,
    /// What Gmail says of the sender: `pass`, `fail` or `none`.
    result: &'static str,
    /// The host that handed it over; that of the sender's domain when empty.
    path: String,
    /// What tells it from another one.
    id: String,
}

const NETFLIX: &str = "Netflix <info@netflix.com>";

impl Mail {
    fn of(from: &str, subject: &str) -> Self {
        Self {
            from: from.into(),
            to: "jo@mailbox.example".into(),
            subject: subject.into(),
            text: "Your code is below.".into(),
            minute: 0,
            result: "pass",
            path: String::new(),
            id: String::new(),
        }
    }

    fn code() -> Self {
        Self::of(NETFLIX, "Your Netflix verification code")
    }

    fn at(mut self, minute: i64) -> Self {
        self.minute = minute;
        self
    }

    fn to(mut self, to: &str) -> Self {
        self.to = to.into();
        self
    }

    fn named(mut self, id: &str) -> Self {
        self.id = id.into();
        self
    }

    fn leading_to(mut self, url: &str) -> Self {
        self.text = format!("Open {url} to go on.");
        self
    }

    fn handed_over_by(mut self, host: &str) -> Self {
        self.path = host.into();
        self
    }

    /// The receiver says nothing in its favour.
    fn unproved(mut self) -> Self {
        self.result = "none";
        self
    }

    fn host(&self) -> &str {
        let (_, host) = self.from.rsplit_once('@').expect("an address");
        host.trim_end_matches('>')
    }

    fn date(&self) -> String {
        let minutes = 10 * 60 + self.minute;
        let (day, minutes) = (4 + minutes.div_euclid(1440), minutes.rem_euclid(1440));
        // days of this test stay within a few months from January 2026
        let months = [("Jan", 31), ("Feb", 28), ("Mar", 31), ("Apr", 30), ("May", 31)];
        let mut day = day + 31 + 28;
        let mut month = "May";
        for (name, days) in months {
            month = name;
            if day <= days {
                break;
            }
            day -= days;
        }
        format!("{day} {month} 2026 {:02}:{:02}:00 +0000", minutes / 60, minutes % 60)
    }

    /// What Gmail wrote, and below it the sender's own.
    fn received(&self) -> String {
        let host = self.host();
        let above = gmail(host, &format!("bounce@{host}"), self.result, self.result, self.result);
        let above = if self.path.is_empty() { above } else { above.replace(&format!("mail.{host}"), &self.path) };
        let above = above.replace("Wed, 4 Mar 2026 09:15:04 -0800 (PST)", &self.date());
        let above = above.replace("Wed, 04 Mar 2026 09:15:03 -0800 (PST)", &self.date());
        joined(&above, &self.own())
    }

    /// The sender's own fields and the text.
    fn own(&self) -> String {
        let Self { from, to, subject, text, minute, id, .. } = self;
        let id =
            if id.is_empty() { format!("{minute}.{}.{}", to.replace('@', "."), subject.len()) } else { id.clone() };
        joined(
            "",
            &format!(
                "From: {from}\nTo: {to}\nDate: {}\nSubject: {subject}\nMessage-ID: <{id}@{}>\nMIME-Version: 1.0\n\
                 Content-Type: text/plain; charset=utf-8\n\n{text}\n",
                self.date(),
                self.host()
            ),
        )
    }
}

fn microsoft_code() -> Mail {
    Mail::of(
        "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
        "Your single-use code",
    )
}

fn google_alert() -> Mail {
    Mail::of("Google <no-reply@accounts.google.com>", "Security alert")
}

fn spotify_reset() -> Mail {
    Mail::of("Spotify <no-reply@spotify.com>", "Reset your password")
}

/// Codes to open accounts, each at another provider.
fn new_accounts() -> Vec<Mail> {
    vec![
        Mail::of("Amazon <account-update@amazon.com>", "Verify your new Amazon account"),
        Mail::of("GitHub <noreply@github.com>", "Your GitHub launch code"),
        Mail::of("X <info@x.com>", "123456 is your X verification code"),
        Mail::of("Discord <noreply@discord.com>", "Verify Email Address for Discord"),
    ]
}

/// The same with these minutes between one and the next.
fn every(minutes: i64, mails: impl IntoIterator<Item = Mail>) -> Vec<String> {
    (0..).zip(mails).map(|(at, mail)| mail.at(at * minutes).received()).collect()
}

/// A mailbox of files with one message each. The key of Microsoft's test signatures is pasted.
fn of(messages: &[String]) -> Mailbox {
    let mut mailbox = Mailbox::new(keys(&[&microsoft()]));
    for (at, message) in messages.iter().enumerate() {
        mailbox.open(&format!("{at}.eml"));
        mailbox.push(message.as_bytes());
        mailbox.close();
    }
    mailbox
}

fn campaign(messages: &[String]) -> Campaign {
    of(messages).campaign()
}

fn all(mailbox: &mut Mailbox) -> Vec<Row> {
    let count = mailbox.select(&Query::default());
    mailbox.selected(0, count)
}

fn statement<'c>(campaign: &'c Campaign, id: &str) -> Option<&'c Statement> {
    campaign.statements.iter().find(|statement| statement.id == ["campaign.", id].concat())
}

/// A value of a statement's sentences.
fn value(statement: &Statement, name: &str) -> String {
    match statement.title.params.get(name).or(statement.reason.params.get(name)) {
        Some(Value::Literal(value)) => value.clone(),
        other => panic!("{name} is {other:?} in {}", statement.title.text),
    }
}

fn forged(mail: Mail) -> Mail {
    Mail { from: "Netflix <info@netflix-account.example>".into(), result: "pass", ..mail }
}

fn order() -> Mail {
    Mail::of("Shop <orders@shop.example>", "Your order 1234 has shipped")
}

/// A code of Microsoft that is proved by its signature and names no receiver, by its minute.
fn signed_code(minute: i64) -> String {
    let date = Mail::code().at(minute).date();
    let text = MICROSOFT.replace("Wed, 04 Mar 2026 09:15:00 -0800", &date).replace("TRAP00000001", &minute.to_string());
    signed(&microsoft(), &text)
}

/// A genuine code that Outlook took a day and a half later from a host of somebody else.
fn sent_again(envelope: &str) -> String {
    let results = outlook_results("accountprotection.microsoft.com", "pass", "pass (signature was verified)", "pass");
    let above = outlook(
        "mail.bulk.example",
        &results.replacen("smtp.mailfrom=accountprotection.microsoft.com", &["smtp.mailfrom=", envelope].concat(), 1),
    );
    let late = MICROSOFT.replace("Wed, 04 Mar 2026 09:15:00 -0800", "Tue, 03 Mar 2026 05:15:00 +0000");
    received(&above, &microsoft(), &late)
}

/// One statement: what makes it, with the rows that it must rest on, and what nearly does.
struct Case {
    id: &'static str,
    status: Status,
    makes: Vec<String>,
    rows: Vec<u32>,
    nearly: Vec<String>,
}

fn cases() -> Vec<Case> {
    let codes = |count: usize, minutes: i64| every(minutes, std::iter::repeat_n(Mail::code(), count));
    let and = |mut messages: Vec<String>, more: Vec<String>| {
        messages.extend(more);
        messages
    };
    let case = |id, status, makes, rows, nearly| Case { id, status, makes, rows, nearly };
    let sign_ins = || [microsoft_code(), google_alert(), spotify_reset(), Mail::code()];
    let shifted = |at: i64| Mail::code().at(at).received();
    vec![
        case("sent", Status::Confirmed, codes(2, 90), vec![0, 1], codes(1, 0)),
        case("sent_plain", Status::Confirmed, codes(1, 0), vec![0], codes(2, 90)),
        case("nothing", Status::NotConfirmed, vec![Mail::code().unproved().received()], vec![], codes(1, 0)),
        case(
            "apart",
            Status::NotConfirmed,
            vec![Mail::code().unproved().received(), shifted(1)],
            vec![0],
            vec![shifted(0), Mail::of("News <news@netflix-fans.example>", "Films of the week").received()],
        ),
        // four within ten minutes, against four within eleven
        case("burst", Status::Confirmed, codes(4, 3), vec![0, 1, 2, 3], codes(4, 4)),
        // six within an hour, against six within an hour and five minutes
        case("burst", Status::Confirmed, codes(6, 12), vec![0, 1, 2, 3, 4, 5], codes(6, 13)),
        // forged ones beside genuine ones make no burst
        case(
            "burst",
            Status::Confirmed,
            codes(4, 1),
            vec![0, 1, 2, 3],
            and(codes(3, 1), (3..20).map(|at| forged(Mail::code().at(at)).received()).collect()),
        ),
        // nor do copies of one message
        case("burst", Status::Confirmed, codes(4, 1), vec![0, 1, 2, 3], vec![shifted(0); 8]),
        case(
            "repeated",
            Status::NotConfirmed,
            codes(4, 1),
            vec![0, 1, 2, 3],
            every(1, (0..4).map(|at| Mail::code().to(&format!("jo{}@mailbox.example", at % 2)))),
        ),
        case(
            "repeated",
            Status::NotConfirmed,
            codes(4, 1),
            vec![0, 1, 2, 3],
            every(1, std::iter::repeat_n(google_alert(), 4)),
        ),
        case(
            "addresses",
            Status::NotConfirmed,
            every(5, ["jo@mailbox.example", "jo+shop@mailbox.example"].map(|to| Mail::code().to(to))),
            vec![0, 1],
            // the same address in other letters, and another domain
            every(5, ["jo@mailbox.example", "Jo@Mailbox.example", "jo@other.example"].map(|to| Mail::code().to(to))),
        ),
        // each address at a provider of its own is how people who give each one an address of its own live
        case(
            "addresses",
            Status::NotConfirmed,
            every(5, ["jo@mailbox.example", "jo2@mailbox.example"].map(|to| Mail::code().to(to))),
            vec![0, 1],
            every(5, [Mail::code().to("jo+films@mailbox.example"), spotify_reset().to("jo+music@mailbox.example")]),
        ),
        case(
            "addresses",
            Status::NotConfirmed,
            every(5, ["jo@mailbox.example", "jo2@mailbox.example"].map(|to| Mail::code().to(to))),
            vec![0, 1],
            every(61, ["jo@mailbox.example", "jo2@mailbox.example"].map(|to| Mail::code().to(to))),
        ),
        // what is not established could name any address
        case(
            "addresses",
            Status::NotConfirmed,
            every(5, ["jo@mailbox.example", "jo2@mailbox.example"].map(|to| Mail::code().to(to))),
            vec![0, 1],
            every(5, ["jo@mailbox.example", "jo2@mailbox.example"].map(|to| forged(Mail::code().to(to)))),
        ),
        case("providers", Status::NotConfirmed, every(5, sign_ins()), vec![0, 1, 2, 3], every(5, new_accounts())),
        case("providers", Status::NotConfirmed, every(5, sign_ins()), vec![0, 1, 2, 3], every(31, sign_ins())),
        case("registrations", Status::Confirmed, every(90, new_accounts()), vec![0, 1, 2, 3], every(5, sign_ins())),
        case(
            "registrations_many",
            Status::NotConfirmed,
            every(5, new_accounts()),
            vec![0, 1, 2, 3],
            every(31, new_accounts()),
        ),
        case(
            "password",
            Status::Confirmed,
            vec![Mail::of("GitHub <noreply@github.com>", "[GitHub] Please verify your device").received()],
            vec![0],
            vec![Mail::of("GitHub <noreply@github.com>", "Your GitHub launch code").received()],
        ),
        case(
            "hidden",
            Status::NotConfirmed,
            and(codes(4, 1), vec![order().at(-30).unproved().received()]),
            vec![4],
            and(codes(4, 1), vec![order().at(-90).received(), order().at(90).received()]),
        ),
        // a flood without codes is no burst, and hides nothing that is known here
        case(
            "hidden",
            Status::NotConfirmed,
            and(codes(4, 1), vec![order().at(2).received()]),
            vec![4],
            and(codes(3, 1), vec![order().at(2).received()]),
        ),
        case(
            "odd_forged",
            Status::Contradicted,
            and(codes(3, 60), vec![forged(Mail::code().at(7)).received()]),
            vec![3],
            and(codes(3, 60), vec![Mail::of("Jo <jo@netflix-fans.example>", "About the code of Netflix").received()]),
        ),
        case(
            "odd",
            Status::NotConfirmed,
            and(codes(3, 60), vec![Mail::code().at(7).unproved().received()]),
            vec![3],
            and(codes(1, 60), vec![Mail::code().at(7).unproved().received()]),
        ),
        case(
            "odd_genuine",
            Status::NotConfirmed,
            and(codes(5, 60), vec![Mail::code().at(7).leading_to("https://films.example/now").received()]),
            vec![5],
            // its own host, and one that another of them has as well
            and(
                codes(5, 60),
                vec![
                    Mail::code().at(7).leading_to("https://www.netflix.com/account").received(),
                    Mail::code().at(8).leading_to("https://films.example/now").received(),
                    Mail::code().at(9).leading_to("https://films.example/then").received(),
                ],
            ),
        ),
        case("again", Status::Confirmed, vec![shifted(0), shifted(0)], vec![1], codes(2, 1)),
        // the same Message-ID from the same provider is one sending, taken in twice
        case(
            "again",
            Status::Confirmed,
            vec![Mail::code().named("one").received(), Mail::code().named("one").at(1).received()],
            vec![1],
            vec![Mail::code().named("one").received(), forged(Mail::code().named("one").at(1)).received()],
        ),
        case("burst_dated", Status::NotConfirmed, (0..4).map(signed_code).collect(), vec![0, 1, 2, 3], codes(4, 1)),
        case(
            "replayed",
            Status::NotConfirmed,
            vec![sent_again("bulk.example")],
            vec![0],
            vec![sent_again("accountprotection.microsoft.com")],
        ),
        case("failed", Status::NotConfirmed, vec!["\0\u{1}\u{2}\0".into(), shifted(0)], vec![0], codes(2, 1)),
        case("requested", Status::NotObservable, codes(1, 0), vec![0], vec![forged(Mail::code()).received()]),
        case("cause", Status::NotObservable, codes(1, 0), vec![], vec![forged(Mail::code()).received()]),
    ]
}

#[test]
fn every_statement_is_made_by_its_messages_and_not_by_those_that_nearly_do() {
    for Case { id, status, makes, rows, nearly } in cases() {
        let (made, not) = (campaign(&makes), campaign(&nearly));
        let said: Vec<_> = made.statements.iter().map(|statement| &statement.id).collect();
        let found = statement(&made, id).unwrap_or_else(|| panic!("{id} is not among {said:?}"));
        assert_eq!((found.status, &found.rows), (status, &rows), "{id}: {}", found.title.text);
        if let Some(found) = statement(&not, id) {
            panic!("{id} was made by what nearly does: {}", found.title.text);
        }
    }
}

#[test]
fn every_sentence_of_a_campaign_is_in_the_list_with_its_values_and_every_statement_has_a_case() {
    let known: BTreeMap<String, &str> = sentences().collect();
    let mut met = BTreeSet::new();
    let check = |text: &Text| {
        let template = known.get(&text.id).unwrap_or_else(|| panic!("{} is not in the list", text.id));
        let names: BTreeSet<&str> =
            template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        assert_eq!(text.params.keys().map(String::as_str).collect::<BTreeSet<_>>(), names, "{template}");
    };
    for case in cases() {
        let mut mailbox = of(&case.makes);
        let made = mailbox.campaign();
        for statement in &made.statements {
            check(&statement.title);
            check(&statement.reason);
            met.insert(statement.id.clone());
        }
        made.kinds.iter().for_each(|kind| check(&kind.title));
        made.hidden.iter().for_each(|notice| check(&notice.title));
        all(&mut mailbox).iter().flat_map(|row| row.odd.iter().chain(&row.failure)).for_each(check);
        if let Some(guidance) = made.guidance {
            check(&guidance.summary);
            guidance.steps.iter().for_each(|step| [&step.title, &step.detail].map(check).into_iter().collect());
        }
    }
    let all: BTreeSet<String> = known
        .keys()
        .filter_map(|id| id.strip_suffix(".reason"))
        .filter(|id| id.starts_with("campaign."))
        .map(str::to_owned)
        .collect();
    assert_eq!(met, all);
}

#[test]
fn words_of_a_campaign_never_say_more_than_the_ledger_would() {
    for (id, template) in sentences().filter(|(id, _)| id.starts_with("campaign.")) {
        let said = template.to_lowercase();
        for never in ["hacked", "compromised", "attacker", "attacked", "is safe", "proves", "proved", "was stolen"] {
            assert!(!said.contains(never), "{id}: {template}");
        }
    }
    let patterns = ["addresses", "providers", "repeated", "registrations_many"];
    for (id, template) in
        sentences().filter(|(id, _)| patterns.iter().any(|name| *id == format!("campaign.{name}.reason")))
    {
        assert!(template.contains("consistent with") && template.contains("the same"), "{id}: {template}");
    }
}

#[test]
fn a_forgery_among_genuine_codes_is_the_odd_one_with_each_difference_named() {
    let mut messages = every(60, std::iter::repeat_n(Mail::code(), 3));
    let odd = forged(Mail::code().at(7)).leading_to("https://films.example/now").handed_over_by("out.bulk.example");
    let text = odd.received().replace("header.i=@netflix-account.example", "header.i=@films.example");
    messages.push(text.replace(
        "\r\nFrom:",
        "\r\nDKIM-Signature: v=1; a=rsa-sha256; d=films.example; s=s; h=from; bh=QQ==; b=QQ==\r\nFrom:",
    ));
    let mut mailbox = of(&messages);
    let rows = all(&mut mailbox);
    assert_eq!((rows[3].label, rows[0].label), (Some(Label::Forged), Some(Label::GenuineSender)));
    let ids: Vec<&str> = rows[3].odd.iter().map(|text| text.id.as_str()).collect();
    let named = ["contradicted", "host", "path", "link"].map(|name| format!("campaign.difference.{name}"));
    assert!(named.iter().all(|name| ids.contains(&name.as_str())), "{ids:?}");
    assert!(rows[..3].iter().all(|row| row.odd.is_empty()));
    assert_eq!(mailbox.select(&Query { odd_only: true, ..Query::default() }), 1);
}

#[test]
fn one_genuine_code_among_many_forgeries_is_never_the_odd_one_and_keeps_its_label() {
    for genuine in [1, 2, 5] {
        let mut messages = every(60, std::iter::repeat_n(Mail::code(), genuine));
        messages.extend((0..30).map(|at| forged(Mail::code().at(at)).received()));
        let mut mailbox = of(&messages);
        let rows = all(&mut mailbox);
        for row in &rows[..genuine] {
            assert_eq!((row.label, row.odd.len()), (Some(Label::GenuineSender), 0));
        }
        // one alone is no pattern that others could differ from
        let named = rows[genuine..].iter().filter(|row| !row.odd.is_empty()).count();
        assert_eq!(named, if genuine == 1 { 0 } else { 30 });
        let campaign = mailbox.campaign();
        let said = statement(&campaign, "odd_forged").expect("both kinds are there");
        assert_eq!((value(said, "count"), value(said, "others")), ("30".into(), genuine.to_string()));
        assert!(statement(&campaign, "odd_genuine").is_none());
    }
}

#[test]
fn no_neighbour_ever_changes_a_label_or_a_rung() {
    let mut alone = Vec::new();
    let mut messages = Vec::new();
    for case in cases() {
        messages.extend(case.makes);
    }
    for message in &messages {
        let row = all(&mut of(std::slice::from_ref(message))).remove(0);
        alone.push((row.label, row.origin, row.delivery));
    }
    let together: Vec<_> =
        all(&mut of(&messages)).into_iter().map(|row| (row.label, row.origin, row.delivery)).collect();
    assert_eq!(together, alone);
}

#[test]
fn another_service_of_the_provider_is_not_odd_for_its_own_domain() {
    let mut messages = every(60, std::iter::repeat_n(microsoft_code(), 5));
    let tenant = Mail::of(
        "Microsoft on behalf of Example <msonlineservicesteam@microsoftonline.com>",
        "Example account email verification code",
    );
    messages.push(tenant.clone().at(5).received());
    messages.push(tenant.unproved().at(6).received());
    let rows = all(&mut of(&messages));
    assert_eq!(rows[5].provider, rows[0].provider);
    assert!(rows[5].odd.is_empty(), "{:?}", rows[5].odd);
    // nor is its domain odd where nothing proves it: only the proof is
    let ids: Vec<&str> = rows[6].odd.iter().map(|text| text.id.as_str()).collect();
    assert_eq!(ids, ["campaign.difference.proof"]);
}

#[test]
fn a_name_in_passing_makes_nobody_a_neighbour() {
    let mut messages = every(60, std::iter::repeat_n(Mail::code(), 5));
    messages.push(Mail::of("Films weekly <news@films.example>", "What is new at Netflix").received());
    let rows = all(&mut of(&messages));
    assert!(rows[5].odd.is_empty(), "{:?}", rows[5].odd);
}

#[test]
fn a_flood_of_weeks_is_usual_and_still_counted() {
    // a help desk that gets seven codes in an hour on each of twenty days, and forty on one
    let mut mails = Vec::new();
    for day in 0..20 {
        mails.extend((0..7).map(|at| Mail::code().at(day * 1440 + at * 8)));
    }
    let usual: Vec<String> = mails.iter().map(Mail::received).collect();
    let quiet = campaign(&usual);
    assert!(quiet.bursts.is_empty(), "{:?}", quiet.bursts);
    assert_eq!(value(statement(&quiet, "sent").unwrap(), "count"), "140");
    mails.extend((0..40).map(|at| Mail::code().at(21 * 1440 + at)));
    let flooded: Vec<String> = mails.iter().map(Mail::received).collect();
    let bursts = campaign(&flooded).bursts;
    assert_eq!(bursts.iter().map(|burst| burst.count).collect::<Vec<_>>(), [40]);
    // two days of such an hour, and nothing else, are no habit
    assert_eq!(campaign(&usual[..14]).bursts.len(), 2);
}

#[test]
fn a_date_that_anyone_wrote_stretches_no_timeline() {
    let mut messages = every(10, std::iter::repeat_n(Mail::code(), 4));
    let far = forged(Mail::code()).own().replace("4 Mar 2026", "4 Mar 1998");
    messages.push(far);
    let campaign = campaign(&messages);
    assert!(campaign.step <= 3_600, "{}", campaign.step);
    let outside: u32 = campaign.lanes.iter().map(|lane| lane.outside).sum();
    assert_eq!(outside, 1);
    assert!(campaign.lanes.iter().flat_map(|lane| &lane.bins).all(|bin| bin.start > 1_700_000_000));
}

#[test]
fn a_flood_has_advice_for_each_account_and_none_without_a_flood() {
    let mut messages = every(1, std::iter::repeat_n(Mail::code(), 4));
    messages.extend(every(1, new_accounts()));
    messages.push(Mail::of("GitHub <noreply@github.com>", "[GitHub] Please verify your device").received());
    let guidance = campaign(&messages).guidance.expect("a flood has advice");
    let steps: Vec<&str> = guidance.steps.iter().map(|step| step.id.as_str()).collect();
    for step in [
        "refuse_contact",
        "let_expire",
        "look_among_many",
        "keep_alerts",
        "check_activity_at.netflix",
        "check_activity_at.github",
        "change_password_at.github",
    ] {
        assert!(steps.contains(&step), "{step} in {steps:?}");
    }
    // there is no account at Amazon or X, only somebody's wish for one, and no password of Netflix is known
    assert!(
        !steps
            .iter()
            .any(|step| step.ends_with(".amazon") || step.ends_with(".x") || *step == "change_password_at.netflix"),
        "{steps:?}"
    );
    assert!(guidance.steps.is_sorted_by_key(|step| step.urgency));
    assert!(campaign(&every(90, std::iter::repeat_n(Mail::code(), 3))).guidance.is_none());
}

#[test]
fn what_a_message_carries_is_a_row_of_its_own_in_which_no_receiver_counts() {
    let attested = Mail::code().received();
    let proved = signed_code(3);
    let outer = |boundary: &str, parts: &[&str]| {
        let parts: String = parts
            .iter()
            .map(|part| format!("--{boundary}\r\nContent-Type: message/rfc822\r\n\r\n{part}\r\n"))
            .collect();
        let head = Mail::of("Al <al@mailbox.example>", "Look at these").own();
        let head = head.split("MIME-Version").next().expect("a header").to_owned();
        format!(
            "{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={boundary}\r\n\r\n{parts}--{boundary}--\r\n"
        )
    };
    let message = outer("b", &[&attested, &outer("c", &[&proved])]);
    let mut mailbox = of(&[message.clone(), attested.clone()]);
    let rows = all(&mut mailbox);
    let shape: Vec<(Vec<u32>, Option<u32>)> = rows.iter().map(|row| (row.place.inside.clone(), row.carrier)).collect();
    assert_eq!(shape, [(vec![], None), (vec![0], Some(0)), (vec![1], Some(0)), (vec![1, 0], Some(2)), (vec![], None)]);
    let labels: Vec<_> = rows.iter().map(|row| (row.label.unwrap(), row.origin.unwrap())).collect();
    assert_eq!(labels[1], (Label::NotConfirmed, Origin::NotConfirmed), "whoever attached it wrote the stamp");
    assert_eq!(labels[3], (Label::GenuineSender, Origin::Proved), "a signature holds wherever it is");
    assert_eq!(labels[4], (Label::GenuineSender, Origin::Attested));
    for row in &rows[..4] {
        let bytes = header_verdict::mailbox::message_at(message.as_bytes(), &row.place).expect("it is there");
        let options = Options { carried: row.carrier.is_some(), ..keys(&[&microsoft()]) };
        let verdict = header_verdict::analyze(&bytes, &options).verdict;
        assert_eq!((Some(verdict.label), Some(verdict.origin)), (row.label, row.origin));
    }
}

#[test]
fn an_mbox_gives_a_row_for_each_message_and_a_broken_one_does_not_end_it() {
    let good = Mail::code().received();
    let mbox = format!(
        "From a Wed Mar  4 10:00:00 2026\r\n{good}\r\nFrom b Wed Mar  4 10:01:00 2026\r\n\0\u{1}\u{2}\0\0\0\r\n\r\nFrom c Wed Mar  4 10:02:00 2026\r\n{good}"
    );
    let mut mailbox = Mailbox::new(Options::default());
    mailbox.open("in.mbox");
    for piece in mbox.as_bytes().chunks(7) {
        mailbox.push(piece);
    }
    mailbox.close();
    mailbox.failed("locked.zip/a.eml", Failure::Encrypted);
    mailbox.open("empty.eml");
    mailbox.close();
    let rows = all(&mut mailbox);
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            (row.name.as_str(), row.place.file, row.label.is_some(), row.failure.as_ref().map(|text| text.id.as_str()))
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("in.mbox", 0, true, None),
            ("in.mbox", 0, false, Some("failure.no_message")),
            ("in.mbox", 0, true, None),
            ("locked.zip/a.eml", 1, false, Some("failure.encrypted")),
            ("empty.eml", 2, false, Some("failure.no_message")),
        ]
    );
    assert_eq!(rows[2].copy_of, Some(0));
    for row in [&rows[0], &rows[2]] {
        let (start, end) = (row.place.offset as usize, (row.place.offset + row.place.length) as usize);
        assert_eq!(mbox[start..end].trim_end(), good.trim_end());
    }
}

#[test]
fn a_row_says_what_its_message_shows() {
    let row = all(&mut of(&[Mail::code().leading_to("https://www.netflix.com/account").received()])).remove(0);
    assert_eq!((row.label, row.origin), (Some(Label::GenuineSender), Some(Origin::Attested)));
    assert_eq!((row.provider.as_deref(), row.event.as_deref()), (Some("netflix"), Some("netflix.code")));
    assert_eq!((row.class, row.account), (Some(EventClass::SignInCode), Some(Account::Existing)));
    assert_eq!(
        (row.from_name.as_str(), row.from_address.as_str(), row.to.as_str()),
        ("Netflix", "info@netflix.com", "jo@mailbox.example")
    );
    assert_eq!(
        (row.signer.as_deref(), row.host.as_deref(), row.path.as_deref()),
        (Some("netflix.com"), Some("netflix.com"), Some("mail.netflix.com"))
    );
    assert_eq!((row.epoch, row.received), (Some(1_772_618_400), true));
    assert_eq!(row.link_hosts, ["www.netflix.com"]);
    let row = all(&mut of(&[Mail::code().own()])).remove(0);
    assert_eq!((row.received, row.signer, row.path), (false, None, None));
    assert_eq!(
        all(&mut of(&new_accounts().iter().map(Mail::received).collect::<Vec<_>>()))[0].account,
        Some(Account::New)
    );
}

#[test]
fn the_table_sorts_filters_and_searches() {
    let mut messages = every(10, [Mail::code(), google_alert(), microsoft_code().to("Zoë@mailbox.example")]);
    messages.push(forged(Mail::code().at(5)).received());
    messages.push("\0\u{1}\u{2}\0".into());
    let mut mailbox = of(&messages);
    let mut order = |query: Query| {
        let count = mailbox.select(&query);
        let rows: Vec<u32> = mailbox.selected(0, usize::MAX).iter().map(|row| row.index).collect();
        assert_eq!(rows.len(), count);
        rows
    };
    let by = |sort, descending| Query { sort: Some(sort), descending, ..Query::default() };
    assert_eq!(order(by(Column::Date, false)), [0, 3, 1, 2, 4]);
    assert_eq!(order(by(Column::Date, true)), [2, 1, 3, 0, 4], "what has no date is last");
    assert_eq!(order(by(Column::Provider, false)), [1, 2, 0, 3, 4]);
    assert_eq!(order(by(Column::Provider, true)), [0, 3, 2, 1, 4], "equal rows stay in the order of reading");
    assert_eq!(order(by(Column::Label, false))[0], 3);
    assert_eq!(order(by(Column::Origin, true))[0], 3);
    assert_eq!(order(by(Column::To, false)), [0, 1, 3, 2, 4]);
    assert_eq!(order(by(Column::Index, true)), [0, 1, 2, 3, 4].map(|at| 4 - at));
    let find = |search: &str| Query { search: search.into(), ..Query::default() };
    assert_eq!(order(find("ZOË")), [2]);
    assert_eq!(order(find("netflix")), [0, 3]);
    assert_eq!(order(find("NETFLIX account.example")), [3], "each word must be there");
    assert_eq!(order(find("google")), [0, 1, 2, 3].into_iter().filter(|at| *at == 1).collect::<Vec<_>>());
    assert_eq!(order(find("4.eml")), [4]);
    assert_eq!(order(find("nowhere")), Vec::<u32>::new());
    assert_eq!(order(Query { labels: vec![Label::Forged], ..Query::default() }), [3]);
    assert_eq!(order(Query { origins: vec![Origin::Attested], ..Query::default() }), [0, 1, 2]);
    assert_eq!(order(Query { providers: vec!["google".into(), "microsoft".into()], ..Query::default() }), [1, 2]);
    assert_eq!(order(Query { providers: vec![String::new()], ..Query::default() }), [4]);
    assert_eq!(order(Query { events: vec!["google.security_alert".into()], ..Query::default() }), [1]);
    assert_eq!(order(Query { classes: vec![EventClass::SignInNotice], ..Query::default() }), [1]);
    assert_eq!(order(Query { failed_only: true, ..Query::default() }), [4]);
    assert_eq!(order(Query { rows: Some(vec![3, 1, 99]), ..by(Column::Date, true) }), [1, 3]);
    assert_eq!(mailbox.selected(1, 1).len() + mailbox.selected(5, 2).len() + mailbox.selected(9, 12).len(), 0);
    let facets = mailbox.facets();
    assert_eq!(
        facets.labels.iter().map(|one| (one.label, one.count)).collect::<Vec<_>>(),
        [(Label::Forged, 1), (Label::GenuineSender, 3)]
    );
    assert_eq!(
        facets.providers.iter().map(|one| (one.id.as_str(), one.count)).collect::<Vec<_>>(),
        [("google", 1), ("microsoft", 1), ("netflix", 2)]
    );
    assert_eq!((facets.failed, facets.copies), (1, 0));
}
