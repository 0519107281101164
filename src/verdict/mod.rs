//! The judgement: evidence first, then three axes, then one label.

mod delivery;
pub mod evidence;
pub mod label;
pub mod ledger;
pub mod missing;
pub(crate) mod origin;

use crate::authentication::Authentication;
use crate::authentication::receiver::{Attestation, TrustedBlock};
use crate::claim::Claim;
use crate::content::{Examined, ThirdPartyText, links};
use crate::message::Message;
use crate::message::address::AddressList;
use crate::message::structure::Finding;
use crate::report::{AuthResult, InputKind, Mailbox, Summary};

/// Everything that the stages above found out.
#[derive(Debug)]
pub struct Case<'a> {
    /// What kind of input it is.
    pub kind: InputKind,
    /// The message, when there is a header section.
    pub message: Option<&'a Message<'a>>,
    /// The topmost From field.
    pub author: &'a AddressList,
    /// What its structure gives away.
    pub structure: &'a [Finding],
    /// Signatures and seals.
    pub authentication: &'a Authentication,
    /// The receiver.
    pub block: &'a TrustedBlock,
    /// What the receiver's stamps say about the author's host.
    pub attestation: &'a Attestation,
    /// Whom it claims to be from.
    pub claim: &'a Claim,
    /// What its text shows.
    pub content: &'a Examined,
    /// Text in the header that a stranger could put there.
    pub third_party: Option<&'a ThirdPartyText>,
    /// The identities.
    pub summary: &'a Summary,
}

impl Case<'_> {
    /// The author, when there is one that can be read.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        self.author.mailboxes.first()
    }

    /// The author's host in ASCII; empty when there is none.
    pub fn host(&self) -> &str {
        self.mailbox().map_or("", |mailbox| mailbox.host.as_str())
    }

    /// Whether the header is one of a message as it was received, and no copy of what a mail program shows.
    pub fn is_received(&self) -> bool {
        self.message.is_some_and(|message| message.first("Received").is_some())
    }

    /// Whether there is a text, and not in the form in which it was sent.
    pub fn is_rebuilt(&self) -> bool {
        self.kind == InputKind::Message && self.message.is_some_and(|message| message.body.is_none())
    }

    /// The results of the receiver's own stamps, in order.
    pub fn stamped(&self) -> impl Iterator<Item = &AuthResult> {
        self.block.receiver.stamps.iter().flat_map(|stamp| &stamp.results)
    }

    /// The claimed provider's name.
    pub fn provider(&self) -> &'static str {
        self.claim.provider.map_or("", |provider| provider.name)
    }

    /// The receiver's name.
    pub fn receiver(&self) -> &str {
        self.block.receiver.name.as_deref().unwrap_or("the receiver")
    }

    /// Whether the text is the provider's template and nothing more.
    pub(crate) fn is_expected(&self) -> bool {
        let content = &self.content.report;
        content.examined
            && self.claim.event.is_some()
            && content.requests.is_empty()
            && content.phones.is_empty()
            && content.attachments.is_empty()
            && !content.links.iter().any(links::leads_away)
    }
}
