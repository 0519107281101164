//! Many messages: the table, what they show together, and the odd one out. Every statement of a campaign has a set of
//! messages that makes it and one that nearly does.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use header_verdict::data::providers::EventClass;
use header_verdict::mailbox::{Account, Campaign, Column, Failure, Mailbox, Query, Row, Statement};
use header_verdict::report::{Label, Origin, Status, Text, Value};
use header_verdict::{Options, sentences};
use support::mail::*;
use support::signer::Signer;

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

/// A mailbox of files with one message each.
fn of(messages: &[String]) -> Mailbox {
    let mut mailbox = Mailbox::new(Options::default());
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
    let dated = |count: usize| {
        let signer = microsoft();
        (0..count as i64)
            .map(|at| {
                signed(&signer, &MICROSOFT.replace("Wed, 04 Mar 2026 09:15:00 -0800", &Mail::code().at(at).date()))
            })
            .collect::<Vec<_>>()
    };
    drop(dated);
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
