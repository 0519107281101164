//! Providers: who they are, where their mail comes from and what an unrequested one proves.
//!
//! Compiled from `providers/*.toml`, one file per provider, and `mailboxes.toml`. Texts that
//! several providers share are in `events.toml`. Every entry says how it is known; a sender that is known second hand
//! only is not compiled in, so that nothing here can raise a verdict on hearsay.

use super::catalogue::say;
use crate::report::{PasswordKnown, Text, schema};
use serde::Serialize;

include!(concat!(env!("OUT_DIR"), "/providers.rs"));

/// A list of texts in one, a line each: a table of texts is twice the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(&'static str);

impl Words {
    /// The texts in their order.
    pub fn iter(self) -> Lines {
        Lines(self.0)
    }

    /// Whether one of them is this text.
    pub fn contains(self, text: &str) -> bool {
        self.iter().any(|own| own == text)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Words {
    type Item = &'static str;
    type IntoIter = Lines;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The texts of [`Words`]. They are so short that a plain loop is through one before a search for its end has begun.
#[derive(Clone, Debug)]
pub struct Lines(&'static str);

impl Iterator for Lines {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.bytes().position(|byte| byte == b'\n').unwrap_or(self.0.len());
        let (line, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        Some(line)
    }
}

/// A provider.
#[derive(Debug)]
pub struct Provider {
    /// Stable id, such as `microsoft`.
    pub id: &'static str,
    /// The name as people know it.
    pub name: &'static str,
    /// Its services, each with its senders.
    pub services: &'static [Service],
    /// Registrable domains that belong to it.
    pub domains: Words,
    /// Names that stand for it wherever they occur, folded by [`crate::claim::fold`].
    pub brands: Words,
    /// Names of it that are also common words, surnames or parts of other names, folded.
    pub common: Words,
    /// Names of it that ordinary people and firms bear too, such as `chase`, folded: they name it only beside a
    /// telling word, such as `Chase fraud alert`.
    pub ordinary: Words,
    /// All three as they are written, in lower case: a name that folds to these and is none of them is disguised.
    pub plain: Words,
    /// Names of its products, which name it only beside a brand, folded.
    pub products: Words,
    /// Display names that name it only as a whole, folded.
    pub names: Words,
    /// Programs of it that write their own name before the address of whoever runs them.
    pub programs: &'static [Program],
    /// Hosts outside its own domains that its mail links to.
    pub link_hosts: Words,
    /// Hosts on its name that lead elsewhere, or carry what anybody wrote.
    pub open_hosts: Words,
    /// Top-level domains that it runs alone.
    pub top_level: Words,
    /// Hosts from which it sends as well, and others do: a firm's that sends for many, or one where it gives out names.
    pub sends_through: Words,
    /// Its own telephone numbers, digits with the country code. Where there are any, its mail says whom to call.
    pub phones: Words,
    /// Addresses to type into a browser.
    pub paths: &'static [Path],
    /// Where to report a forged message.
    pub report: Option<Statement>,
    /// What its mails prove when nobody asked for them.
    pub events: &'static [EventKind],
}

/// A program that writes its own name before the address of whoever runs it.
#[derive(Debug)]
pub struct Program {
    /// The name, folded.
    pub name: &'static str,
    /// What stands before the `@` where it reports about a message, folded.
    pub locals: Words,
    /// The Subjects of what else it writes in this name, folded.
    pub subjects: Words,
}

/// A service of a provider: senders that share their signing domains and their meaning.
#[derive(Debug)]
pub struct Service {
    /// Stable id within the provider.
    pub id: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// Exact hosts that it sends from.
    pub senders: &'static [Sender],
    /// Signing domains (`d=`) that are the provider's own for these hosts.
    pub signing: Words,
    /// Parts of its messages that somebody else can write.
    pub slots: &'static [Slot],
}

/// An exact host in the From address of a service.
#[derive(Debug)]
pub struct Sender {
    /// The host in ASCII lower case.
    pub host: &'static str,
    /// The addresses at this host that count. Empty: every address at it.
    pub addresses: Words,
    /// Whether these addresses are known to carry text that a third party wrote.
    pub third_party_text: bool,
    /// Whether these addresses send codes and account alerts.
    pub codes: bool,
}

/// A part of a message that somebody other than the provider can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The display name of From.
    DisplayName,
    /// The Subject or a part of it.
    Subject,
    /// The name in the greeting.
    Greeting,
    /// A note, message or comment in the text.
    Note,
    /// The name of a device, an app or a file.
    Device,
}

/// An address to type.
#[derive(Debug)]
pub struct Path {
    /// Stable id: `security`, `activity`, `sessions`, `methods`, `apps`, `aliases`, `password`, `messages`.
    pub id: &'static str,
    /// The address without a scheme, or the way through the settings.
    pub url: &'static str,
}

/// Something that the provider says, in our words: not to be shown as a quotation.
#[derive(Debug)]
pub struct Statement {
    /// What it says, or the address.
    pub text: &'static str,
}

/// A kind of mail and what its genuine arrival proves when nobody asked for it.
#[derive(Debug)]
pub struct EventKind {
    /// Stable id, such as `microsoft.sign_in_code`.
    pub id: &'static str,
    /// What kind of event it is, whichever provider sends it.
    pub class: EventClass,
    /// The events, this one or a shared one, under whose ids the title, what it proves and what it does not are worded.
    pub worded: [&'static str; 3],
    /// The event in a few words.
    pub title: &'static str,
    /// The service that sends it; empty when any may.
    pub service: &'static str,
    /// Words of its Subject in several languages, folded; one of them is enough. Its own, and those that it shares
    /// with other providers' events.
    pub subject: [Words; 2],
    /// Words of its text, in the same way.
    pub text: [Words; 2],
    /// What its genuine arrival proves.
    pub proves: Words,
    /// What it does not prove.
    pub does_not_prove: Words,
    /// Whether the password may be known to whoever caused it.
    pub password_known: PasswordKnown,
    /// Where this is stated.
    pub source: &'static str,
}

schema! {

/// Kinds of events, whichever provider reports them.
#[derive(Copy, PartialOrd, Ord)]
pub enum EventClass {
    /// A code or a link for a sign-in, or for another check of an account that is there.
    SignInCode,
    /// A code whose mail does not tell what it is for.
    Code,
    /// A code or a link to open an account.
    NewAccount,
    /// A mail for a forgotten password.
    PasswordReset,
    /// A notice of a sign-in or of an attempt.
    SignInNotice,
    /// A notice that something was changed, ordered or paid.
    Change,
    /// Something that somebody sent through the service.
    Shared,
}

}

impl EventKind {
    /// The event in a few words.
    pub fn title(&self) -> Text {
        say(["event.", self.worded[0], ".title"].concat(), self.title, &[], &[])
    }

    /// What its genuine arrival proves.
    pub fn proves(&self, provider: &str) -> Vec<Text> {
        list(self.worded[1], "proves", self.proves, provider)
    }

    /// What it does not prove.
    pub fn does_not_prove(&self, provider: &str) -> Vec<Text> {
        list(self.worded[2], "does_not_prove", self.does_not_prove, provider)
    }
}

fn list(event: &str, name: &str, texts: Words, provider: &str) -> Vec<Text> {
    numbered(event, name, texts).map(|(id, text)| say(id, text, &[("provider", provider)], &[])).collect()
}

/// The templates of a list, each with its id.
fn numbered(event: &str, name: &str, texts: Words) -> impl Iterator<Item = (String, &'static str)> {
    let id = move |at: usize| ["event.", event, ".", name, ".", &at.to_string()].concat();
    texts.iter().enumerate().map(move |(at, text)| (id(at), text))
}

/// Every template of the events with its id. What several events share comes once for each of them.
pub(crate) fn sentences() -> impl Iterator<Item = (String, &'static str)> {
    PROVIDERS.iter().flat_map(|provider| provider.events).flat_map(|event| {
        let [title, proves, does_not_prove] = event.worded;
        std::iter::once((["event.", title, ".title"].concat(), event.title))
            .chain(numbered(proves, "proves", event.proves))
            .chain(numbered(does_not_prove, "does_not_prove", event.does_not_prove))
    })
}
