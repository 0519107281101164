//! The public schema: what [`crate::analyze`] returns. Types only, no logic.
//!
//! Every value is plain data and serialises with serde; the TypeScript declarations are generated
//! from these same types. Enumerations serialise as the words of the verdict model in
//! `snake_case`. All spans are byte ranges in the input *as it was given*, before any repair.

use std::collections::BTreeMap;

use serde::Serialize;

/// Derives that every type of the schema shares, with a TypeScript declaration in the wasm build.
macro_rules! schema {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(hashmap_as_object))]
        $(#[$meta])*
        pub $kind $name $body
    )*};
}
pub(crate) use schema;

schema! {

/// Everything that is known about one input.
pub struct Report {
    /// Version of the engine that wrote this report.
    pub version: String,
    /// Date of the newest entry in the carried knowledge (keys, providers), `YYYY-MM-DD`.
    pub data_date: String,
    /// How old that knowledge is, by its kinds.
    pub knowledge: Knowledge,
    /// The judgement: three axes and one label.
    pub verdict: Verdict,
    /// Whom the message claims to come from and which event it reports.
    pub claim: Claim,
    /// The facts that the verdict was computed from, and those that no message can show.
    pub ledger: Vec<Evidence>,
    /// What would confirm the origin, and how to get it. Empty when nothing is missing.
    pub missing: Vec<Missing>,
    /// Advice, kept apart from the facts.
    pub guidance: Guidance,
    /// What was pasted, and what had to be repaired to read it.
    pub input: Input,
    /// The fields of the header section in order, top first.
    pub fields: Vec<HeaderField>,
    /// The identities and the text that a mail program would show.
    pub summary: Summary,
    /// Every DKIM signature (RFC 6376), top first.
    pub signatures: Vec<Signature>,
    /// The ARC sets (RFC 8617), lowest instance first.
    pub arc: Vec<ArcSet>,
    /// The receiving provider and its stamps.
    pub receiver: Receiver,
    /// The path: `Received` fields, newest first.
    pub hops: Vec<Hop>,
    /// What mail filters wrote, in words. It is shown and never judged.
    pub filters: Vec<Filter>,
    /// What the text and the links of the body show.
    pub content: Content,
}

/// Dates of the carried knowledge, `YYYY-MM-DD`. A domain that changed its key since then cannot be checked with a
/// carried one, and a sender that is new since then is not known: both are missing evidence, which contradicts nothing.
pub struct Knowledge {
    /// The newest real signature that a carried key verifies.
    pub keys: String,
    /// The newest entry about a provider.
    pub senders: String,
    /// The Public Suffix List.
    pub suffixes: String,
}

/// One sentence, or a few words of one, that the engine says.
///
/// Its wording in other languages is the host's: a template of this id with the same names in braces.
pub struct Text {
    /// Stable id of the template, such as `headline.forged`.
    pub id: String,
    /// The sentence in English, its values filled in.
    pub text: String,
    /// The values that fill the template, by name.
    pub params: BTreeMap<String, Value>,
}

/// What fills a place in a template.
#[serde(untagged)]
pub enum Value {
    /// A name, a number or words of the message: the same in every language.
    Literal(String),
    /// Sentences, or words for a list when they do not end with a full stop.
    Texts(Vec<Text>),
}

/// The judgement over a message. Three axes, never one score.
pub struct Verdict {
    /// One label, the first that fits.
    pub label: Label,
    /// How well the author domain is established.
    pub origin: Origin,
    /// What the text asks for and who wrote it.
    pub content: ContentVerdict,
    /// How the message travelled after it was signed.
    pub delivery: Delivery,
    /// The label in words.
    pub headline: Text,
    /// One sentence that names the deciding fact.
    pub reason: Text,
    /// Ids of the ledger rows that decided.
    pub deciding: Vec<String>,
    /// What the arrival of this message proves; empty when nothing is proved.
    pub proves: Vec<Text>,
    /// What it does not prove.
    pub does_not_prove: Vec<Text>,
}

/// The answer in one word.
#[derive(Copy)]
pub enum Label {
    /// A fact contradicts the claimed sender, or the structure is made to deceive.
    Forged,
    /// The provider's systems sent it, but part of the text was written by someone else.
    GenuineSenderHostileContent,
    /// It asks for what no provider asks for, and its origin is not established.
    HostileRequest,
    /// The provider's systems sent it and nothing hostile was found in what was examined.
    GenuineSender,
    /// Neither confirmed nor contradicted: what is missing is listed.
    NotConfirmed,
}

/// How well the author domain is established: the highest rung of the proof ladder that holds.
#[derive(Copy)]
pub enum Origin {
    /// The author domain's own DKIM signature verifies here, over the From field.
    Proved,
    /// The receiving provider's ARC seal verifies here, is bound to this message and attests it.
    Sealed,
    /// The receiver's own unsigned stamp attests aligned DKIM and DMARC.
    Attested,
    /// The receiver's own unsigned stamp attests DMARC through SPF alone.
    AttestedWeak,
    /// Nothing establishes it; anyone could have written this.
    NotConfirmed,
    /// A fact contradicts it.
    Contradicted,
}

/// What the text asks for and who wrote it.
#[derive(Copy)]
pub enum ContentVerdict {
    /// There was no body to examine.
    NotSupplied,
    /// The text fits what this provider sends and asks for nothing.
    Expected,
    /// A part of the text that a third party can fill holds more than a name.
    ThirdPartyText,
    /// It asks for a code, an approval, a credential, a call or a payment.
    Hostile,
    /// Nothing hostile was found, but the text is not known.
    Unknown,
}

/// How the message travelled.
#[derive(Copy)]
pub enum Delivery {
    /// From the signer's systems to the receiver.
    Direct,
    /// Through a filter service, a forwarder, a mask, a mailing list or another tenant.
    Forwarded,
    /// Signs of a genuine message sent again to somebody else.
    ReplaySigns,
    /// The path does not show it.
    Unknown,
}

/// One fact.
pub struct Evidence {
    /// Stable id of the rule, such as `dkim.verified`. One rule can give several rows.
    pub id: String,
    /// Which group of the ledger it stands in.
    pub status: Status,
    /// Which axis of the verdict it speaks to.
    pub axis: Axis,
    /// Who could have written what this fact rests on.
    pub writer: Writer,
    /// The fact in one line.
    pub title: Text,
    /// Why it counts, or why it does not.
    pub reason: Text,
    /// Where the rule comes from: an RFC section or a published source.
    pub source: String,
    /// The bytes it rests on.
    pub spans: Vec<Span>,
}

/// The group of the ledger a fact stands in.
#[derive(Copy, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Holds, and cannot be the work of just anyone.
    Confirmed,
    /// Speaks against the claim.
    Contradicted,
    /// Could be so; nothing here shows it.
    NotConfirmed,
    /// No message can show it.
    NotObservable,
}

/// The axis of the verdict a fact speaks to.
#[derive(Copy)]
pub enum Axis {
    /// Who sent it.
    Origin,
    /// What it says.
    Content,
    /// How it travelled.
    Delivery,
    /// What caused it to be sent.
    Event,
    /// What was pasted.
    Input,
}

/// Who could have written what a fact rests on.
#[derive(Copy)]
pub enum Writer {
    /// The holder of a private key: a signature checked here covers it.
    Signer,
    /// The receiving mailbox provider, inside the trusted block.
    Receiver,
    /// Anyone, the sender included. Such a fact never raises the verdict.
    Anyone,
    /// Nobody: arithmetic or knowledge carried in the page.
    Engine,
}

/// A byte range in the input as it was given; `start` is inclusive, `end` exclusive.
#[derive(Copy, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

/// Whom the message claims to come from.
pub struct Claim {
    /// Id of the claimed provider, such as `microsoft`; absent when it claims none that is known.
    pub provider: Option<String>,
    /// The provider's name as people know it.
    pub provider_name: Option<String>,
    /// Which service of the provider the sender address belongs to.
    pub service: Option<String>,
    /// Why it is taken as a claim.
    pub because: Vec<ClaimSign>,
    /// How the From host relates to the claimed provider.
    pub host: HostRelation,
    /// The event that the message reports, from the table of events, when it could be told.
    pub event: Option<Event>,
}

/// A reason to take a message as claiming a provider.
#[derive(Copy)]
pub enum ClaimSign {
    /// The From host is one of the provider's own.
    SenderHost,
    /// The provider's name stands in the display name of From.
    DisplayName,
    /// The provider's name, or a look-alike of it, stands in the From address.
    AddressText,
    /// The provider's name stands in the Subject together with a code or alert template.
    Subject,
    /// The text is the provider's code or alert template.
    Text,
}

/// How the From host relates to the claimed provider.
#[derive(Copy)]
pub enum HostRelation {
    /// An exact sender host of the provider.
    Allowed,
    /// Under the provider's own registrable domain, but not a known sender host.
    SameOrganisation,
    /// A personal mailbox that anyone can open.
    PersonalMailbox,
    /// A masking or forwarding service's address.
    Forwarder,
    /// Made to look like the provider's domain.
    Lookalike,
    /// Has nothing to do with the provider.
    Unrelated,
    /// No provider is claimed, or there is no usable From address.
    None,
}

/// What an unrequested mail of this kind proves, by the provider's own account where there is one.
pub struct Event {
    /// Stable id, such as `microsoft.sign_in_code`.
    pub id: String,
    /// The event in a few words.
    pub title: Text,
    /// What its genuine arrival proves.
    pub proves: Vec<Text>,
    /// What it does not prove.
    pub does_not_prove: Vec<Text>,
    /// Whether the account's password may be known to whoever caused it.
    pub password_known: PasswordKnown,
    /// Where this is stated.
    pub source: String,
}

/// Whether the account's password may be known to whoever caused the event.
#[derive(Copy)]
pub enum PasswordKnown {
    /// The event does not involve the password.
    No,
    /// The provider says so, or the event needs the password.
    Yes,
    /// It usually does.
    Likely,
    /// No statement either way.
    NotConfirmed,
    /// No account of the reader's is involved.
    NotInvolved,
}

/// Something that would raise the answer, and how to get it.
pub struct Missing {
    /// What is missing: `header`, `body`, `key`, `stamp` or `receiver`.
    pub id: String,
    /// In a few words.
    pub title: Text,
    /// How to get it.
    pub how: Text,
    /// The exact name of the TXT record that holds the key, when a key is missing.
    pub dns_name: Option<String>,
    /// The command that reads that record, per system.
    pub commands: Vec<Command>,
}

/// A command to type.
pub struct Command {
    /// `windows`, `macos` or `linux`.
    pub system: String,
    /// The command line.
    pub line: String,
}

/// Advice: computed from the verdict and from what the person says, never a fact.
pub struct Guidance {
    /// The advice in one sentence.
    pub summary: Text,
    /// What to do, most urgent first.
    pub steps: Vec<Step>,
    /// What never to do, whatever anybody says.
    pub never: Vec<Text>,
    /// Why anybody who asks for a code, an approval or a password is hostile by structure; there when somebody asked.
    pub contact: Option<Text>,
    /// Where this advice comes from.
    pub source: Text,
}

/// One thing to do.
pub struct Step {
    /// Stable id, so that a page can remember that it is ticked.
    pub id: String,
    /// What to do.
    pub title: Text,
    /// Why, or how.
    pub detail: Text,
    /// An address to type into the browser; never taken out of the message.
    pub path: Option<String>,
    /// How soon.
    pub urgency: Urgency,
}

/// How soon a step should be taken.
#[derive(Copy, PartialOrd, Ord)]
pub enum Urgency {
    /// Before anything else.
    Now,
    /// Today.
    Soon,
    /// When there is time.
    Later,
}

/// What was pasted.
pub struct Input {
    /// What kind of text it is.
    pub kind: InputKind,
    /// Its length in bytes.
    pub bytes: u32,
    /// What had to be undone to read it, in the order in which it was undone.
    pub repairs: Vec<Repair>,
    /// Limits that the input reached: what lies beyond them was not examined.
    pub limits: Vec<Limit>,
    /// Where the header section stands.
    pub header: Option<Span>,
    /// Where the body stands, when one was supplied.
    pub body: Option<Span>,
}

/// What kind of text was pasted.
#[derive(Copy)]
pub enum InputKind {
    /// Nothing but white space.
    Empty,
    /// A header section without a body.
    Headers,
    /// A header section and a body.
    Message,
    /// Text without a header section: an SMS, a chat, what a caller said.
    Text,
    /// Bytes that are not text.
    Binary,
}

/// A repair of a damaged paste.
pub struct Repair {
    /// Which repair.
    pub id: RepairId,
    /// In a few words.
    pub title: Text,
    /// How many places were repaired.
    pub count: u32,
    /// The places, up to a limit.
    pub spans: Vec<Span>,
}

/// The repairs that the engine knows.
#[derive(Copy)]
pub enum RepairId {
    /// A byte order mark before the text.
    ByteOrderMark,
    /// An Outlook file, in which a message stands in another form than it was sent in.
    Outlook,
    /// An Outlook file without the header section as it was received.
    OutlookFields,
    /// UTF-16 text.
    Utf16,
    /// Text or blank lines before the first header field.
    LeadingText,
    /// A line `From address date` of an mbox file before the header.
    MboxFrom,
    /// Carriage returns alone as line ends.
    BareCarriageReturn,
    /// `>` before every line.
    Quoted,
    /// White space before every line.
    Indented,
    /// A blank line between all fields.
    BlankLines,
    /// Non-breaking spaces in the place of spaces.
    NonBreakingSpace,
    /// A field name on a line of its own, its value on the next.
    SplitName,
    /// Continuation lines that had lost the white space before them.
    LostFolding,
    /// Fields that Microsoft signed under another name before it renamed them.
    RenamedFields,
}

/// A limit that the input reached.
pub struct Limit {
    /// Which limit, such as `header_fields`.
    pub id: String,
    /// What was not examined because of it.
    pub title: Text,
    /// The value of the limit.
    pub limit: u32,
}

/// One field of the header section.
pub struct HeaderField {
    /// The field's name as written.
    pub name: String,
    /// The value, unfolded; encoded words are not decoded. Cut at a limit.
    pub value: String,
    /// The whole field, its line end included.
    pub span: Span,
    /// Whether it stands inside the trusted block, that is, was written by the receiver.
    pub trusted: bool,
}

/// What a mail program would show.
pub struct Summary {
    /// The author as in From.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "NamedAddress | undefined"))]
    pub from: Option<Mailbox>,
    /// Sender (RFC 5322 section 3.6.2).
    #[cfg_attr(target_arch = "wasm32", tsify(type = "NamedAddress | undefined"))]
    pub sender: Option<Mailbox>,
    /// Reply-To.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "NamedAddress[]"))]
    pub reply_to: Vec<Mailbox>,
    /// To.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "NamedAddress[]"))]
    pub to: Vec<Mailbox>,
    /// Return-Path: the envelope sender as the receiver wrote it.
    pub return_path: Option<String>,
    /// Subject, decoded.
    pub subject: Option<String>,
    /// Date, as written.
    pub date: Option<String>,
    /// Date in seconds since 1970-01-01T00:00:00Z.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub date_epoch: Option<i64>,
    /// When the receiver took it, from the boundary Received field, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub received_epoch: Option<i64>,
    /// Message-ID.
    pub message_id: Option<String>,
}

/// A mailbox (RFC 5322 section 3.4).
#[cfg_attr(target_arch = "wasm32", tsify(rename = "NamedAddress"))]
pub struct Mailbox {
    /// The display name, decoded; empty when there is none.
    pub name: String,
    /// The address; empty when none could be read.
    pub address: String,
    /// The host in its ASCII form, lower case.
    pub host: String,
    /// The host as Unicode text, when it is an internationalised name.
    pub unicode_host: Option<String>,
    /// The registrable domain by the Public Suffix List.
    pub registrable: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// One DKIM or ARC message signature.
pub struct Signature {
    /// Signing domain, `d=`.
    pub domain: String,
    /// Selector, `s=`.
    pub selector: String,
    /// Agent or user identifier, `i=`, when given.
    pub identity: Option<String>,
    /// Algorithm, `a=`.
    pub algorithm: String,
    /// Canonicalisation, `c=`, both halves.
    pub canonicalisation: String,
    /// What became of the check over the signed header fields.
    pub header: HeaderCheck,
    /// What became of the check over the body.
    pub body: BodyCheck,
    /// In words.
    pub explanation: Vec<Text>,
    /// The key that was used or asked for.
    pub key: SignatureKey,
    /// Whether `d=` is aligned with the From host (RFC 9989 section 4.4).
    pub aligned: bool,
    /// Which fields it covers, in `h=` order.
    pub covers: Vec<CoveredField>,
    /// Fields that a reader sees and that it does not cover, such as `Subject` or a second `From`.
    pub not_covered: Vec<String>,
    /// Signing time, `t=`, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub signed_at: Option<i64>,
    /// Expiry, `x=`, in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub expires_at: Option<i64>,
    /// What `x=` says, judged at the time of receipt.
    pub expiry: Expiry,
    /// Body length limit, `l=`, in bytes.
    pub length_limit: Option<u32>,
    /// Weaknesses: a short key, SHA-1, a test key, a length limit.
    pub weaknesses: Vec<Text>,
    /// The repairs without which it would not verify.
    pub repairs: Vec<RepairId>,
    /// The signature field.
    pub span: Span,
}

/// What became of the check over the signed header fields.
#[derive(Copy)]
pub enum HeaderCheck {
    /// The signature verifies.
    Verified,
    /// The key fits the algorithm and the signature does not match.
    Mismatch,
    /// No key is carried for this selector and domain.
    KeyNotCarried,
    /// The signature cannot be checked: malformed, an unknown algorithm or an unusable key.
    Unusable,
}

/// What became of the check over the body.
#[derive(Copy)]
pub enum BodyCheck {
    /// The body's hash is the signed one.
    Verified,
    /// It is not: the body was changed after signing, or is not the one that was signed.
    Mismatch,
    /// Only a part is covered (`l=`) and that part matches.
    Partial,
    /// No body was supplied.
    NotSupplied,
    /// The signature is unusable, so the body was not hashed.
    NotChecked,
}

/// What `x=` says, judged at the time of receipt, never against today.
#[derive(Copy)]
pub enum Expiry {
    /// There is no `x=`.
    None,
    /// It had not expired when the receiver took the message.
    ValidAtReceipt,
    /// It had expired when the receiver took the message.
    ExpiredAtReceipt,
    /// The time of receipt is not known.
    Unknown,
}

/// The key of a signature.
pub struct SignatureKey {
    /// The exact DNS name of its TXT record.
    pub dns_name: String,
    /// Where the key came from.
    pub origin: KeyOrigin,
    /// `rsa` or `ed25519`.
    pub algorithm: Option<String>,
    /// Size of the key in bits.
    pub bits: Option<u32>,
    /// How the carried key was found.
    pub provenance: Option<Text>,
    /// First date of a real signature that it verifies, `YYYY-MM-DD`.
    pub first_seen: Option<String>,
    /// Last date of a real signature that it verifies, `YYYY-MM-DD`.
    pub last_seen: Option<String>,
}

/// Where a key came from.
#[derive(Copy)]
pub enum KeyOrigin {
    /// Carried in the page.
    Carried,
    /// Pasted by the person.
    Pasted,
    /// There is none.
    None,
}

/// A field that a signature covers.
pub struct CoveredField {
    /// The name in `h=`.
    pub name: String,
    /// The field it picks; absent when `h=` names one more than there are (over-signing).
    pub span: Option<Span>,
}

/// One ARC set (RFC 8617 section 4.2).
pub struct ArcSet {
    /// Its instance, `i=`.
    pub instance: u32,
    /// The sealing domain, `d=` of the ARC-Seal.
    pub domain: String,
    /// The selector of the ARC-Seal.
    pub selector: String,
    /// Chain validation status as written, `cv=`.
    pub chain_validation: String,
    /// What became of the check of the seal.
    pub seal: HeaderCheck,
    /// The key of the seal.
    pub seal_key: SignatureKey,
    /// The ARC-Message-Signature.
    pub message_signature: Option<Signature>,
    /// How the seal is bound to this message.
    pub binding: Binding,
    /// The results that were sealed; none where they cannot be read without a doubt.
    pub results: Vec<AuthResult>,
    /// The ARC-Seal field.
    pub span: Span,
}

/// How a genuine seal is bound to this message.
#[derive(Copy)]
pub enum Binding {
    /// The message signature of the same set verifies over From.
    MessageSignature,
    /// The body that was supplied is the one that was sealed.
    BodyHash,
    /// Nothing binds it: the set could be a copy from another message.
    NotBound,
}

/// The receiving provider.
pub struct Receiver {
    /// Id of the recognised receiver, such as `outlook`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How it was recognised.
    pub recognised_by: Recognition,
    /// The boundary Received field: where the receiver took the message from outside.
    pub boundary: Option<Span>,
    /// The stamps that count: inside the trusted block and in the receiver's shape.
    pub stamps: Vec<Stamp>,
    /// The stamps that were ignored, each with the reason.
    pub ignored: Vec<IgnoredStamp>,
}

/// How the receiver was recognised.
#[derive(Copy)]
pub enum Recognition {
    /// From the `by` hosts of the topmost Received fields.
    ReceivedHosts,
    /// The person said so, and the header agrees.
    Confirmed,
    /// It was not recognised.
    None,
}

/// One Authentication-Results field that counts.
pub struct Stamp {
    /// The authserv-id; empty in Microsoft's form.
    pub authserv_id: String,
    /// Its results.
    pub results: Vec<AuthResult>,
    /// Where it stands.
    pub span: Span,
}

/// One result of a stamp (RFC 8601 section 2.2).
pub struct AuthResult {
    /// `spf`, `dkim`, `dmarc`, `arc`, `compauth`, ...
    pub method: String,
    /// `pass`, `fail`, `none`, ...
    pub result: String,
    /// Properties such as `header.d`, by name.
    pub properties: BTreeMap<String, String>,
    /// The comment behind the result, without its parentheses.
    pub comment: String,
}

/// A stamp that was ignored.
pub struct IgnoredStamp {
    /// The field's name.
    pub name: String,
    /// The authserv-id.
    pub authserv_id: String,
    /// Why it does not count.
    pub why: Text,
    /// Where it stands.
    pub span: Span,
}

/// One Received field (RFC 5321 section 4.4).
pub struct Hop {
    /// The host that handed the message over, as it named itself.
    pub from: String,
    /// Its address, as the writer of the field saw it.
    pub from_address: Option<String>,
    /// The host that wrote the field.
    pub by: String,
    /// The protocol, `with`.
    pub with: String,
    /// The recipient, `for`.
    pub for_address: Option<String>,
    /// Its time in seconds since 1970.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub epoch: Option<i64>,
    /// Seconds since the hop before it; negative when the clocks disagree.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub delay: Option<i64>,
    /// Whether the receiver wrote it.
    pub trusted: bool,
    /// Whether it is the boundary between the sender's side and the receiver's.
    pub boundary: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a mail filter wrote into one field. A filter's opinion proves nothing about the sender.
pub struct Filter {
    /// The field's name as written.
    pub name: String,
    /// What the field is.
    pub about: Text,
    /// Where its meaning is stated.
    pub source: String,
    /// Whether it stands inside the trusted block; anyone could have written it otherwise.
    pub trusted: bool,
    /// Its entries, in order.
    pub entries: Vec<FilterEntry>,
    /// Where it stands.
    pub span: Span,
}

/// One entry of a filter's field.
pub struct FilterEntry {
    /// Its key as written; empty for a value without one.
    pub key: String,
    /// Its value as written, cut at a limit.
    pub value: String,
    /// What the key is, when that is known.
    pub about: Option<Text>,
    /// What this value means, when that is known.
    pub meaning: Option<Text>,
}

/// What the body shows.
pub struct Content {
    /// Whether a body was supplied and read.
    pub examined: bool,
    /// The visible text, cut at a limit.
    pub text: String,
    /// Links, in order.
    pub links: Vec<Link>,
    /// Requests that the text makes.
    pub requests: Vec<Request>,
    /// Codes that the text shows.
    pub codes: Vec<String>,
    /// Telephone numbers that the text shows.
    pub phones: Vec<String>,
    /// Names of attachments.
    pub attachments: Vec<String>,
    /// Pictures that a page can decode, to look for QR codes in them.
    pub images: Vec<Image>,
}

/// A picture that the message carries.
pub struct Image {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its media type, such as `image/png`.
    pub media_type: String,
    /// Pixels in a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
}

/// One link.
pub struct Link {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, as written.
    pub url: String,
    /// The host it leads to, in ASCII, after known wrappers are undone.
    pub host: String,
    /// What it is.
    pub kind: LinkKind,
    /// Where it stands.
    pub found_in: FoundIn,
    /// In words.
    pub notes: Vec<Text>,
}

/// Where a link stands.
#[derive(Copy)]
pub enum FoundIn {
    /// In the text.
    Text,
    /// Where a form sends what is typed into it.
    Form,
    /// In a QR code.
    QrCode,
}

/// What a link is.
#[derive(Copy)]
pub enum LinkKind {
    /// A host of the claimed provider.
    Provider,
    /// A redirector or a place for anybody's content on a provider's name.
    ProviderRedirector,
    /// Some other host.
    Other,
    /// Shows one host and leads to another.
    Misleading,
    /// Not a web address: `mailto:`, `tel:` and the like.
    NotWeb,
}

/// Something that the text asks the reader to do.
pub struct Request {
    /// What it asks for.
    pub kind: RequestKind,
    /// The words that ask for it.
    pub quote: String,
}

/// What a text can ask for.
#[derive(Copy)]
pub enum RequestKind {
    /// To send, read out, forward or type a code.
    SendCode,
    /// To approve a prompt.
    Approve,
    /// To give a password or other credential.
    Credential,
    /// To call a number.
    Call,
    /// To install a program or allow remote access.
    Install,
    /// To pay or to move money.
    Pay,
    /// To sign in through a link.
    SignInLink,
    /// To type a code that somebody sent at a page that lets a device in.
    EnterCode,
}

}

impl std::fmt::Display for Text {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}
