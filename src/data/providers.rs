//! Providers: who they are, where their mail comes from and what an unrequested one proves.
//!
//! Compiled from `providers/*.toml`, one file per provider, and `mailboxes.toml`. Every entry that
//! can raise a verdict says how it is known ([`Basis`]).

use crate::report::PasswordKnown;

include!(concat!(env!("OUT_DIR"), "/providers.rs"));

/// How an entry is known, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The provider's own page or documentation.
    Official,
    /// The provider's own words, quoted by somebody else.
    Quoted,
    /// Seen in a real message.
    Observed,
    /// A curated public list.
    Curated,
    /// Second hand: articles and answers by other people.
    SecondHand,
    /// General knowledge that no page confirmed.
    Unconfirmed,
}

impl Basis {
    /// Whether a sender known in this way may count as the provider's own.
    pub fn allows(self) -> bool {
        self <= Basis::Curated
    }
}

/// A provider.
#[derive(Debug)]
pub struct Provider {
    /// Stable id, such as `microsoft`.
    pub id: &'static str,
    /// The name as people know it.
    pub name: &'static str,
    /// Date of the newest entry, `YYYY-MM-DD`.
    pub date: &'static str,
    /// Where the entries come from.
    pub sources: &'static [&'static str],
    /// Its services, each with its senders.
    pub services: &'static [Service],
    /// Registrable domains that belong to it.
    pub domains: &'static [&'static str],
    /// Names that stand for it wherever they occur, folded by [`crate::claim::fold`].
    pub brands: &'static [&'static str],
    /// Names of it that are also common words, surnames or parts of other names, folded.
    pub common: &'static [&'static str],
    /// Both as they are written, in lower case: a name that folds to these and is none of them is disguised.
    pub plain: &'static [&'static str],
    /// Names of its products, which name it only beside a brand, folded.
    pub products: &'static [&'static str],
    /// Display names that name it only as a whole, folded.
    pub names: &'static [Name],
    /// Hosts that its own mail links to.
    pub link_hosts: &'static [&'static str],
    /// Hosts on its name that lead elsewhere, or carry what anybody wrote.
    pub open_hosts: &'static [&'static str],
    /// Addresses to type into a browser.
    pub paths: &'static [Path],
    /// Where to report a forged message.
    pub report: Option<Statement>,
    /// What it says that it never asks for.
    pub never_asks: Option<Statement>,
    /// What its mails prove when nobody asked for them.
    pub events: &'static [EventKind],
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
    pub signing: &'static [&'static str],
    /// Parts of its messages that somebody else can write.
    pub slots: &'static [Slot],
}

/// An exact host in the From address of a service.
#[derive(Debug)]
pub struct Sender {
    /// The host in ASCII lower case.
    pub host: &'static str,
    /// The addresses at this host that count. Empty: every address at it.
    pub addresses: &'static [&'static str],
    /// Whether these addresses are known to carry text that a third party wrote.
    pub third_party_text: bool,
    /// Whether these addresses send codes and account alerts.
    pub codes: bool,
    /// How it is known.
    pub basis: Basis,
    /// When it was checked, `YYYY-MM-DD`.
    pub date: &'static str,
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

/// A display name.
#[derive(Debug)]
pub struct Name {
    /// The whole display name, folded.
    pub text: &'static str,
    /// How it is known.
    pub basis: Basis,
}

/// An address to type.
#[derive(Debug)]
pub struct Path {
    /// Stable id: `security`, `activity`, `sessions`, `methods`, `apps`, `aliases`, `password`, `messages`.
    pub id: &'static str,
    /// What it is for, in a few words.
    pub purpose: &'static str,
    /// The address without a scheme, or the way through the settings.
    pub url: &'static str,
    /// How it is known.
    pub basis: Basis,
}

/// Something that the provider says, in our words: not to be shown as a quotation.
#[derive(Debug)]
pub struct Statement {
    /// What it says, or the address.
    pub text: &'static str,
    /// Where it stands.
    pub source: &'static str,
    /// How it is known.
    pub basis: Basis,
}

/// A kind of mail and what its genuine arrival proves when nobody asked for it.
#[derive(Debug)]
pub struct EventKind {
    /// Stable id, such as `microsoft.sign_in_code`.
    pub id: &'static str,
    /// The event in a few words.
    pub title: &'static str,
    /// The service that sends it; empty when any may.
    pub service: &'static str,
    /// Words of its Subject in several languages, folded; one of them is enough.
    pub subject: &'static [&'static str],
    /// Words of its text, folded; one of them is enough.
    pub text: &'static [&'static str],
    /// What its genuine arrival proves.
    pub proves: &'static [&'static str],
    /// What it does not prove.
    pub does_not_prove: &'static [&'static str],
    /// Whether the password may be known to whoever caused it.
    pub password_known: PasswordKnown,
    /// Where this is stated.
    pub source: &'static str,
    /// How it is known.
    pub basis: Basis,
}
