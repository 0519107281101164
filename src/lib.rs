//! Header Verdict judges from the raw headers of a message whether a code, alert or reset mail
//! really comes from the provider that it claims to come from.
//!
//! [`analyze`] is a pure function of bytes and [`Options`]. It reads no clock, no network and no
//! locale; any bytes at all give a [`Report`]. Data flows one way, and each stage reads only the
//! stages above it:
//!
//! ```text
//! input -> message -> authentication -> claim -> content -> ledger -> verdict -> guidance -> Report
//! ```
//!
//! ```
//! let report = header_verdict::analyze(b"From: Jo <jo@mailbox.example>\r\n\r\n", &Default::default());
//! assert_eq!(report.verdict.label, header_verdict::report::Label::NotConfirmed);
//! ```

pub mod authentication;
pub mod claim;
pub mod content;
/// The knowledge that the build script compiled in from `src/data/`.
pub mod data;
pub mod guidance;
pub mod input;
pub mod limits;
pub mod mailbox;
pub mod message;
pub mod report;
mod spans;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use report::Report;

use std::collections::BTreeMap;

use authentication::keys::{KeyRing, PastedKey};
use authentication::receiver::{self, TrustedBlock};
use authentication::{Authentication, Context};
use claim::{Claim, Identity};
use content::ImageCode;
use data::catalogue::{limit as wording, unrecognised};
use guidance::situation::Situation;
use input::Source;
use message::address::{self, AddressList};
use message::structure::{self, Finding};
use message::{Message, date, encoded_word, filter, received};
use report::{HeaderField, Input, InputKind, Knowledge, Limit, Repair, RepairId, Span, Summary};
use verdict::ledger::{Ledger, Rows};
use verdict::origin::Standing;
use verdict::{Case, evidence, label, missing};

/// What the caller knows beside the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Options {
    /// The time now, in seconds since 1970-01-01T00:00:00Z. Nothing is judged against it: expiry
    /// counts at the time of receipt. It is taken so that a caller can pass one object everywhere.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub now: Option<i64>,
    /// Id of the person's mailbox provider, such as `outlook`; then only its results count.
    pub receiver: Option<String>,
    /// TXT records of DKIM keys that the person read and pasted.
    pub keys: Vec<PastedKey>,
    /// What the person says happened.
    pub situation: Option<Situation>,
    /// What QR codes in the pictures of the message say, as a page read them with [`image`] and
    /// [`content::qr::read`]. They are judged as links of the message.
    pub codes_in_images: Vec<ImageCode>,
    /// Whether the message was carried inside another one. Whoever attached it could have written what a receiver is
    /// made to say in it, so then no receiver counts.
    pub carried: bool,
    /// A BCP 47 language tag. The engine's own sentences are English; the ids in the report let a
    /// page word them in another language.
    pub locale: Option<String>,
}

/// Every sentence that a report can say: its id and its English template, in which `{name}` stands for
/// a value. Sorted by id; what a page in another language has to word, beside its own texts.
///
/// ```
/// let (id, template) = header_verdict::sentences().find(|(id, _)| id == "proves.genuine").unwrap();
/// assert!(template.contains("{provider}"), "{id}: {template}");
/// ```
pub fn sentences() -> impl Iterator<Item = (String, &'static str)> {
    let said = data::catalogue::sentences().chain(data::filters::sentences()).chain(data::providers::sentences());
    let said = said.chain(data::campaign::sentences());
    said.collect::<BTreeMap<_, _>>().into_iter()
}

/// Judges one input: raw headers, a whole message, or a text without headers. Any bytes at all give
/// a report.
pub fn analyze(bytes: &[u8], options: &Options) -> Report {
    let source = input::read(bytes);
    let report = judge(&source, &Setting::new(options, Rows::Worded)).report(options, bytes.len(), &source);
    spans::lead_back(report, source)
}

/// What stays the same from message to message of one run.
pub(crate) struct Setting<'o> {
    options: &'o Options,
    keys: KeyRing<'o>,
    rows: Rows,
    sparing: bool,
    carried: bool,
}

impl<'o> Setting<'o> {
    /// Prepares a run. With [`Rows::None`] a message is judged all the same, and cannot be reported.
    pub(crate) fn new(options: &'o Options, rows: Rows) -> Self {
        Self { options, keys: KeyRing::new(&options.keys), rows, sparing: false, carried: options.carried }
    }

    /// Leaves the body of a signature unchecked where there is no key for it. No label depends on that.
    pub(crate) fn sparing(self) -> Self {
        Self { sparing: true, ..self }
    }

    /// Judges messages as [`Options::carried`] ones.
    pub(crate) fn carried(self) -> Self {
        Self { carried: true, ..self }
    }
}

/// A message with all that was found out about it: what a report is written from, and a row of a list.
/// Its spans count in the repaired text.
pub(crate) struct Judged<'a> {
    /// What kind of input it is.
    pub(crate) kind: InputKind,
    /// The message, when there is a header section.
    pub(crate) message: Option<Message<'a>>,
    /// The topmost From field.
    pub(crate) author: AddressList,
    structure: Vec<Finding>,
    /// The identities that a mail program would show.
    pub(crate) summary: Summary,
    /// The part of the header section that the receiver wrote.
    pub(crate) block: TrustedBlock,
    /// What the receiver's stamps say about the author's host.
    pub(crate) attestation: receiver::Attestation,
    /// Signatures and seals.
    pub(crate) authentication: Authentication,
    /// Whom it claims to be from.
    pub(crate) claim: Claim,
    /// What its text shows.
    pub(crate) content: content::Examined,
    third_party: Option<content::ThirdPartyText>,
    ledger: Ledger,
    /// How well the author domain is established, and what proves it.
    pub(crate) standing: Standing,
    /// The label and the three axes.
    pub(crate) decision: label::Decision,
}

/// Judges one input. Everything but the words of the report is found out here.
pub(crate) fn judge<'a>(source: &'a Source, setting: &Setting) -> Judged<'a> {
    let message = (source.kind == InputKind::Headers).then(|| Message::parse(&source.bytes));
    let read = Reading::of(message.as_ref(), &source.repairs, setting);

    let plain = (source.kind == InputKind::Text).then(|| String::from_utf8_lossy(&source.bytes));
    let with_body = message.as_ref().filter(|message| message.body.is_some());
    let rebuilt = source.shown.as_deref().map(Message::parse);
    let shown = rebuilt.as_ref().or(with_body);
    let visible = content::read(shown, plain.as_deref(), &setting.options.codes_in_images);
    let mailbox = read.author.mailboxes.first();
    let claim = claim::identify(&Identity {
        display_name: mailbox.map_or("", |mailbox| &mailbox.name),
        address: mailbox.map_or("", |mailbox| &mailbox.address),
        host: mailbox.map_or("", |mailbox| &mailbox.host),
        subject: read.summary.subject.as_deref().unwrap_or(""),
        text: visible.as_ref().map(|visible| visible.text.as_str()),
    });
    let settled = claim.event.is_none() && claim.sender.is_some_and(|sender| !sender.third_party_text);
    let alerts = !settled || claim.sender.is_some_and(|sender| sender.codes);
    let context = content::Context {
        provider: claim.provider,
        strength: claim.strength,
        relation: claim.relation,
        bare: plain.is_some(),
        settled,
        alerts,
    };
    let content = content::judge(visible.as_ref(), &context);
    let third_party = claim.provider.zip(claim.service).zip(mailbox).and_then(|((provider, service), mailbox)| {
        let subject = read.summary.subject.as_deref().unwrap_or("");
        let foreign = !claim.event.is_some_and(|event| claim::event::is_subject_of(event, subject));
        let shares = claim.sender.is_some_and(|sender| sender.third_party_text);
        let copied = message.as_ref().and_then(|message| message.first("Cc")).map(address::mailboxes);
        let recipients: Vec<_> = read.summary.to.iter().cloned().chain(copied.unwrap_or_default()).collect();
        let in_body = |visible: &content::text::Visible| {
            content::slots::in_body(provider, service, shares, &recipients, &visible.text)
        };
        content::slots::in_header(service, &mailbox.name, if foreign { subject } else { "" })
            .or_else(|| content::slots::in_recipients(&recipients))
            .or_else(|| visible.as_ref().and_then(in_body))
    });

    let kind = match &message {
        Some(_) if shown.is_some() => InputKind::Message,
        _ => source.kind,
    };
    let Reading { author, structure, summary, block, attestation, authentication } = read;
    let mut judged = Judged {
        kind,
        message,
        author,
        structure,
        summary,
        block,
        attestation,
        authentication,
        claim,
        content,
        third_party,
        ledger: Ledger::default(),
        standing: Standing::default(),
        decision: label::Decision::default(),
    };
    let case = judged.case();
    let (ledger, standing) = evidence::compile(&case, setting.rows);
    let decision = label::judge(&case, &ledger, &standing);
    (judged.ledger, judged.standing, judged.decision) = (ledger, standing, decision);
    judged
}

impl Judged<'_> {
    fn case(&self) -> Case<'_> {
        Case {
            kind: self.kind,
            message: self.message.as_ref(),
            author: &self.author,
            structure: &self.structure,
            authentication: &self.authentication,
            block: &self.block,
            attestation: &self.attestation,
            claim: &self.claim,
            content: &self.content,
            third_party: self.third_party.as_ref(),
            summary: &self.summary,
        }
    }

    /// The judgement in words, with everything that it rests on. `length` is that of the input in bytes.
    fn report(self, options: &Options, length: usize, source: &Source) -> Report {
        let case = self.case();
        let verdict = label::word(&case, &self.ledger, &self.standing, self.decision);
        let missing = missing::list(&case, &self.standing);
        let situation = options.situation.clone().unwrap_or_default();
        let guidance = guidance::advise(verdict.label, &self.claim, &situation, !missing.is_empty());
        let message = self.message.as_ref();
        Report {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_date: data::keys::DATA_DATE.max(data::providers::KNOWLEDGE_DATE).to_owned(),
            knowledge: Knowledge {
                keys: data::keys::DATA_DATE.to_owned(),
                senders: data::providers::KNOWLEDGE_DATE.to_owned(),
                suffixes: data::suffixes::LIST_DATE.to_owned(),
            },
            verdict,
            claim: self.claim.report(),
            ledger: self.ledger.rows,
            missing,
            guidance,
            input: Input {
                kind: self.kind,
                bytes: u32::try_from(length).unwrap_or(u32::MAX),
                repairs: Vec::new(),
                limits: limits_reached(source, message, &self.authentication, self.content.cut),
                header: message.map(|message| Span { start: 0, end: message.header.body_start as u32 }),
                body: message.and_then(|message| {
                    message
                        .body
                        .map(|_| Span { start: message.header.body_start as u32, end: message.bytes.len() as u32 })
                }),
            },
            fields: message.map_or_else(Vec::new, |message| fields(message, &self.block)),
            summary: self.summary,
            signatures: self.authentication.signatures,
            arc: self.authentication.arc,
            hops: message.map_or_else(Vec::new, |message| {
                received::hops(message, &received::path(message), self.block.boundary)
            }),
            filters: message.map_or_else(Vec::new, |message| filter::read(message, |index| self.block.trusts(index))),
            receiver: self.block.receiver,
            content: self.content.report,
        }
    }
}

/// The known providers, each with its id and its name, in the order of their ids.
pub fn providers() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::providers::PROVIDERS.iter().map(|provider| (provider.id, provider.name))
}

/// The file of a picture that the message carries, by its place in the report's list of images. The page
/// decodes it to look for QR codes; the browser does that better than any code that could be carried.
pub fn image(bytes: &[u8], index: usize) -> Option<Vec<u8>> {
    let source = input::read(bytes);
    let message = (source.kind == InputKind::Headers).then(|| Message::parse(&source.bytes));
    let whole = message.filter(|message| message.body.is_some());
    let shown = source.shown.as_deref().map(Message::parse).or(whole)?;
    content::text::of_message(&shown).pictures.into_iter().nth(index).map(|picture| picture.bytes)
}

/// What the message and authentication stages read.
struct Reading {
    author: AddressList,
    structure: Vec<Finding>,
    summary: Summary,
    block: TrustedBlock,
    attestation: receiver::Attestation,
    authentication: Authentication,
}

impl Reading {
    fn of(message: Option<&Message>, repairs: &[Repair], setting: &Setting) -> Self {
        let empty = Message::parse(b"");
        let message = message.unwrap_or(&empty);
        let (author, mut structure) = structure::examine(message);
        if message.fields().is_empty() {
            structure.clear();
        }
        // no receiver has this name
        let chosen = if setting.carried { Some("") } else { setting.options.receiver.as_deref() };
        let mut block = receiver::recognise(message, chosen);
        if setting.carried {
            block.why = Some(unrecognised::CARRIED.plain());
        }
        let host = author.mailboxes.first().map_or("", |mailbox| mailbox.host.as_str());
        let attestation = receiver::attest(&block, host);
        let repairs: Vec<RepairId> = repairs.iter().map(|repair| repair.id).collect();
        let context = Context {
            keys: &setting.keys,
            author: (!host.is_empty()).then_some(host),
            received_at: block.received_at,
            repairs: &repairs,
        };
        let authentication = match setting.sparing {
            true => authentication::authenticate_sparing(message, &context),
            false => authentication::authenticate(message, &context),
        };
        let summary = summary(message, &author, block.received_at);
        Self { author, structure, summary, block, attestation, authentication }
    }
}

/// What a mail program would show.
fn summary(message: &Message, author: &AddressList, received_epoch: Option<i64>) -> Summary {
    let addresses = |name: &str| message.first(name).map(address::mailboxes).unwrap_or_default();
    let text = |name: &str| message.first(name).map(|field| encoded_word::decode(field.value));
    let date = message.first("Date").map(message::field::Field::unfolded);
    Summary {
        from: author.mailboxes.first().cloned(),
        sender: addresses("Sender").into_iter().next(),
        reply_to: addresses("Reply-To"),
        to: addresses("To"),
        return_path: text("Return-Path"),
        subject: text("Subject"),
        date_epoch: date.as_deref().and_then(date::parse),
        date,
        received_epoch,
        message_id: text("Message-ID"),
    }
}

fn fields(message: &Message, block: &TrustedBlock) -> Vec<HeaderField> {
    message
        .fields()
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let mut value = field.unfolded();
            if let Some((cut, _)) = value.char_indices().nth(limits::SHOWN_CHARS) {
                value.truncate(cut);
            }
            HeaderField {
                name: message::text(field.name),
                value,
                span: Span { start: field.start as u32, end: field.end as u32 },
                trusted: block.trusts(index),
            }
        })
        .collect()
}

fn limits_reached(
    source: &Source,
    message: Option<&Message>,
    authentication: &Authentication,
    text_was_cut: bool,
) -> Vec<Limit> {
    let mut reached = source.limits.clone();
    reached.extend(authentication.limits.iter().cloned());
    if message.is_some_and(|message| message.header.cut) {
        reached.push(Limit {
            id: "header_fields".into(),
            title: wording::HEADER_FIELDS.plain(),
            limit: limits::HEADER_FIELDS as u32,
        });
    }
    if text_was_cut {
        reached.push(Limit {
            id: "text_chars".into(),
            title: wording::TEXT_CHARS.plain(),
            limit: limits::TEXT_CHARS as u32,
        });
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_judged_alike_with_and_without_a_report() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/receivers");
        let mut inputs: Vec<Vec<u8>> =
            std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        inputs.push(b"From: Microsoft account team <jo@attack.example>\r\nSubject: Your code\r\n".into());
        inputs.push(b"Microsoft: reply with the code that we sent you".into());
        let mut labels = Vec::new();
        for bytes in inputs {
            let (source, options) = (input::read(&bytes), Options::default());
            let bare = judge(&source, &Setting::new(&options, Rows::None)).decision;
            assert_eq!(bare, judge(&source, &Setting::new(&options, Rows::None).sparing()).decision);
            let verdict = analyze(&bytes, &options).verdict;
            assert_eq!(
                (bare.label, bare.origin, bare.content, bare.delivery),
                (verdict.label, verdict.origin, verdict.content, verdict.delivery)
            );
            labels.push(bare.label);
        }
        use report::Label::{Forged, HostileRequest, NotConfirmed};
        for label in [Forged, HostileRequest, NotConfirmed] {
            assert!(labels.contains(&label), "{label:?}");
        }
    }
}
