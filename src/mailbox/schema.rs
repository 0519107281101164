//! What a mailbox tells: rows of the table, what is asked of it, and the campaign. Types only, no logic.

use serde::Serialize;

use crate::data::providers::EventClass;
use crate::report::{Delivery, Guidance, Label, Origin, Status, Text, schema};

schema! {

/// One message of many, or one file that holds none that can be read.
pub struct Row {
    /// Its number, from 0, in the order in which the messages were read.
    pub index: u32,
    /// The path of its file.
    pub name: String,
    /// Where it stands in that file.
    pub place: Place,
    /// The row of the message that carries it as an attachment.
    pub carrier: Option<u32>,
    /// The first row with the same message, to the byte. A copy is not counted again.
    pub copy_of: Option<u32>,
    /// Why there is no answer; the rest of the row is then empty.
    pub failure: Option<Text>,
    /// The answer in one word.
    pub label: Option<Label>,
    /// The rung of proof.
    pub origin: Option<Origin>,
    /// How it travelled.
    pub delivery: Option<Delivery>,
    /// Id of the claimed provider.
    pub provider: Option<String>,
    /// Its name.
    pub provider_name: Option<String>,
    /// Id of the event that it reports.
    pub event: Option<String>,
    /// The event in a few words.
    pub event_title: Option<Text>,
    /// What kind of event it is.
    pub class: Option<EventClass>,
    /// Whether the event is about an account that is there, or about one that somebody opens.
    pub account: Option<Account>,
    /// The display name of From; empty when there is none.
    pub from_name: String,
    /// The address of From.
    pub from_address: String,
    /// The address that it was sent to: that of To, or the one that the receiver names.
    pub to: String,
    /// Subject, decoded, cut at a limit.
    pub subject: String,
    /// When the receiver took it, or else its Date, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub epoch: Option<i64>,
    /// Whether that time is the receiver's. Anyone could have written a Date.
    pub received: bool,
    /// The aligned signing domain that was verified here or that the receiver attests.
    pub signer: Option<String>,
    /// The selector of its signature.
    pub selector: Option<String>,
    /// The host of From in ASCII.
    pub host: Option<String>,
    /// The host that handed it to the receiver, as the receiver names it.
    pub path: Option<String>,
    /// Hosts that its links lead to, each once, up to a limit.
    pub link_hosts: Vec<String>,
    /// In what it differs from those that claim the same provider and whose origin is established. It never changes the
    /// label.
    pub odd: Vec<Text>,
}

/// Where a message stands.
pub struct Place {
    /// The ordinal of its file: how many were opened, or failed, before it.
    pub file: u32,
    /// Offset of its first byte in the file.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub offset: u64,
    /// Its bytes in the file.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub length: u64,
    /// Whether its file quoted lines of it, which was undone.
    pub quoted: bool,
    /// Which of the carried messages, from the outermost inwards; empty when it stands in the file itself.
    pub inside: Vec<u32>,
}

/// Whose account an event is about.
#[derive(Copy)]
pub enum Account {
    /// Somebody opens one.
    New,
    /// One that is there, or is taken to be.
    Existing,
}

/// Why there is no answer about a file or a message.
#[derive(Copy)]
pub enum Failure {
    /// The file could not be read.
    Unreadable,
    /// It is longer than is read.
    TooLarge,
    /// It is encrypted.
    Encrypted,
    /// It is packed in a way that is not known.
    Packing,
    /// It is damaged, or no file of its kind.
    Damaged,
    /// An archive inside an archive.
    Nested,
    /// The engine stopped at it.
    Stopped,
    /// There is no message in it.
    NoMessage,
}

/// A column of the table.
#[derive(Copy)]
pub enum Column {
    /// The order in which the messages were read.
    Index,
    /// The answer, the worst first.
    Label,
    /// The rung of proof, the highest first.
    Origin,
    /// The provider's name.
    Provider,
    /// The event's title in English, within its provider.
    Event,
    /// The time, the earliest first.
    Date,
    /// The address of From.
    From,
    /// The address that it was sent to.
    To,
    /// Subject.
    Subject,
    /// The signing domain.
    Signer,
    /// The host of From.
    Host,
    /// The sending host.
    Path,
    /// The path of the file.
    Name,
}

/// How a table is written into a file.
#[derive(Copy)]
pub enum Format {
    /// Comma-separated values (RFC 4180) with a line of names. A cell that a spreadsheet would take for a formula begins
    /// with an apostrophe.
    Csv,
    /// An array of objects (RFC 8259).
    Json,
}

/// What is there to choose from: how many rows have each value, in all of the mailbox.
pub struct Facets {
    /// By label, in the order of the column.
    pub labels: Vec<LabelCount>,
    /// By rung of proof, in the order of the column.
    pub origins: Vec<OriginCount>,
    /// By provider, in the order of their names. Rows without one are not counted.
    pub providers: Vec<ProviderCount>,
    /// By event, in the order of the providers' names. Rows without one are not counted.
    pub events: Vec<EventCount>,
    /// Rows that differ from their neighbours.
    pub odd: u32,
    /// Rows without an answer.
    pub failed: u32,
    /// Rows with a message that was there before.
    pub copies: u32,
}

/// How many rows have a label.
pub struct LabelCount {
    /// The label.
    pub label: Label,
    /// How many rows have it.
    pub count: u32,
}

/// How many rows stand on a rung.
pub struct OriginCount {
    /// The rung.
    pub origin: Origin,
    /// How many rows stand on it.
    pub count: u32,
}

/// How many rows claim a provider.
pub struct ProviderCount {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many rows claim it.
    pub count: u32,
}

/// How many rows report an event.
pub struct EventCount {
    /// Its id.
    pub id: String,
    /// The event in a few words.
    pub title: Text,
    /// The provider's name.
    pub provider_name: String,
    /// How many rows report it.
    pub count: u32,
}

/// What many messages show together.
pub struct Campaign {
    /// Messages, without copies and failures.
    pub messages: u32,
    /// Rows with a message that was there before.
    pub copies: u32,
    /// Rows without an answer.
    pub failed: u32,
    /// The time of the first code or alert whose origin is established, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub first: Option<i64>,
    /// The time of the last one.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub last: Option<i64>,
    /// Codes and alerts by kind, each kind that there is.
    pub kinds: Vec<Tally>,
    /// Seconds of one step of the timeline.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub step: i64,
    /// The timeline, by provider and event, those with the most established messages first.
    pub lanes: Vec<Lane>,
    /// Times in which unusually many came, the earliest first.
    pub bursts: Vec<Burst>,
    /// Notices that came in the time of a burst, which it may hide.
    pub hidden: Vec<Hidden>,
    /// Addresses that codes and alerts were sent to, the most frequent first.
    pub addresses: Vec<Tried>,
    /// What it shows, in the words of a ledger.
    pub statements: Vec<Statement>,
    /// What to do, when there is a flood.
    pub guidance: Option<Guidance>,
}

/// How many messages report a kind of event.
pub struct Tally {
    /// The kind.
    pub class: EventClass,
    /// The kind in words, with the number of established messages.
    pub title: Text,
    /// Messages whose origin is established.
    pub established: u32,
    /// Messages that claim it, and whose origin is not established.
    pub others: u32,
}

/// The timeline of one event.
pub struct Lane {
    /// Id of the provider.
    pub provider: String,
    /// Its name.
    pub provider_name: String,
    /// Id of the event.
    pub event: String,
    /// The event in a few words.
    pub event_title: Text,
    /// The kind of event.
    pub class: EventClass,
    /// Messages whose origin is established.
    pub established: u32,
    /// Messages that claim it, and whose origin is not established.
    pub others: u32,
    /// Those of them that are forged.
    pub forged: u32,
    /// Messages without a time, or with one far from the others, which stand in no step.
    pub outside: u32,
    /// The steps in which there are any, in order.
    pub bins: Vec<Bin>,
}

/// One step of a timeline.
pub struct Bin {
    /// When it begins, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub start: i64,
    /// Messages whose origin is established.
    pub established: u32,
    /// The others.
    pub others: u32,
    /// Those of them that are forged.
    pub forged: u32,
}

/// A time in which unusually many codes and alerts came whose origin is established.
pub struct Burst {
    /// The time of its first message, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub start: i64,
    /// The time of its last.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub end: i64,
    /// How many came.
    pub count: u32,
    /// How many of them are counted by a Date, which anyone could have written.
    pub dated: u32,
    /// Names of the providers that sent them.
    pub providers: Vec<String>,
    /// The rows.
    pub rows: Vec<u32>,
}

/// Notices of one kind that came in the time of a burst. They are found by words that anyone can write.
pub struct Hidden {
    /// `order`, `payment` or `change`.
    pub id: String,
    /// What it is about.
    pub title: Text,
    /// The rows.
    pub rows: Vec<u32>,
}

/// An address that codes and alerts were sent to.
pub struct Tried {
    /// The address, in lower case.
    pub address: String,
    /// How many came to it whose origin is established.
    pub count: u32,
    /// Names of the providers that sent them.
    pub providers: Vec<String>,
    /// The rows.
    pub rows: Vec<u32>,
}

/// What a campaign shows, or does not show.
pub struct Statement {
    /// Stable id, such as `campaign.burst`. One rule can give several statements.
    pub id: String,
    /// Which group of the ledger it stands in.
    pub status: Status,
    /// The statement in one line.
    pub title: Text,
    /// What it rests on, and what else would look the same.
    pub reason: Text,
    /// Where the rule comes from.
    pub source: String,
    /// The rows that it rests on.
    pub rows: Vec<u32>,
}

}

/// What is asked of the table. An empty list asks for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(default))]
pub struct Query {
    /// The column that decides the order; without one the order of reading.
    pub sort: Option<Column>,
    /// Whether the last comes first. Rows without a value are at the end either way.
    pub descending: bool,
    /// Labels.
    pub labels: Vec<Label>,
    /// Rungs of proof.
    pub origins: Vec<Origin>,
    /// Ids of providers; the empty id is that of rows without one.
    pub providers: Vec<String>,
    /// Ids of events; the empty id is that of rows without one.
    pub events: Vec<String>,
    /// Kinds of events.
    pub classes: Vec<EventClass>,
    /// Words that each must stand in the sender, the recipient, the Subject, the provider, a host or the file's path,
    /// whatever their case.
    pub search: String,
    /// Whether only rows are asked for that differ from their neighbours.
    pub odd_only: bool,
    /// Whether only rows without an answer are asked for.
    pub failed_only: bool,
    /// Rows to choose from, such as those of a statement.
    pub rows: Option<Vec<u32>>,
}
