//! What the body shows: visible text, links, requests, and text that a third party could insert.

mod attachments;
mod entities;
pub mod fold;
mod html;
pub mod images;
pub mod links;
mod naming;
pub mod qr;
pub mod requests;
pub mod slots;
mod style;
pub mod text;

use crate::claim::Strength;
use crate::data::providers::Provider;
use crate::limits;
use crate::message::{Message, domain};
use crate::report::{self, FoundIn, HostRelation, LinkKind, Request, RequestKind, Text};
pub use images::ImageCode;
use requests::{Asked, is_own_phone};
pub use slots::ThirdPartyText;
use text::{FieldKind, Visible};

/// What was found in a body, or in a text without a header section.
#[derive(Clone, Debug)]
pub struct Examined {
    /// For the report.
    pub report: report::Content,
    /// Requests that no provider makes, whatever brand they carry.
    pub hostile: Vec<Request>,
    /// Requests that ordinary mail makes as well.
    pub mentioned: Vec<Request>,
    /// What else is remarkable, in the order of the ledger.
    pub findings: Vec<Finding>,
    /// Whether a limit stopped the reading.
    pub cut: bool,
}

/// Something in a body that a reader would want to know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A lot of text that is not shown, or a request in it.
    HiddenText {
        /// How it begins.
        quote: String,
    },
    /// Hidden letters inside visible words.
    HiddenLetters {
        /// The words as they are seen.
        words: String,
    },
    /// A form that asks for a password or a code, or that sends what is typed to another host.
    Form {
        /// Where it sends it; empty when it does not say.
        host: String,
        /// What the telling field is called; empty when none is telling.
        label: String,
    },
    /// What a QR code says.
    QrCode {
        /// Where it leads, or how its text begins.
        place: String,
    },
    /// A QR code that is drawn with characters.
    DrawnCode,
    /// An attached file that weighs.
    Attachment {
        /// Its name; empty when it has none.
        name: String,
        /// Why, in words.
        why: Vec<Text>,
    },
}

/// Letters and digits of hidden text, beyond those that are shown as well, from which on it is no
/// preview of the mail.
const HIDDEN: usize = 600;

/// Reads the visible text once; [`judge`] needs it and the claim that was found in it. `codes` are what
/// the QR codes in its pictures say.
pub fn read(message: Option<&Message>, plain: Option<&str>, codes: &[ImageCode]) -> Option<Visible> {
    let mut visible = match (message, plain) {
        (Some(message), _) => text::of_message(message),
        (None, Some(text)) => {
            let mut visible = Visible::default();
            text::plain(text, &mut visible);
            visible
        }
        (None, None) => return None,
    };
    let (is_drawn, drawn) = qr::drawn(&visible.text);
    visible.drawn = is_drawn;
    let codes = codes.iter().map(|code| code.text.as_str()).chain(drawn.iter().map(String::as_str));
    for code in codes.take(limits::CODES) {
        let anchor = links::in_code(code);
        if !visible.links.contains(&anchor) {
            text::add_link(&mut visible, anchor);
        }
    }
    // sentences end at empty lines, whatever the line ends of the copy are; first, so that nothing is turned around them
    if visible.text.contains('\r') {
        visible.text = visible.text.replace("\r\n", "\n");
    }
    text::undo_overrides(&mut visible.text);
    Some(visible)
}

/// Whose message the text belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The provider that the message claims to be from.
    pub provider: Option<&'static Provider>,
    /// How firm that claim is.
    pub strength: Strength,
    /// How the sender's host relates to that provider.
    pub relation: HostRelation,
    /// It came without a header section, as a text message or what a caller said.
    pub bare: bool,
    /// The sender is one of the provider's own whose ordinary mail may name its telephone number or ask
    /// for a payment.
    pub settled: bool,
    /// The sender is not one whose ordinary mail may hold a QR code for an offer.
    pub alerts: bool,
}

impl Context {
    /// Whether the message presents itself as the provider. An employer, a surname and a newsletter only name it, and
    /// who writes from another of its addresses has a telephone as everybody has.
    fn presents(&self) -> bool {
        self.strength == Strength::Strong && self.relation != HostRelation::SameOrganisation
    }

    /// Whether the sender's mail may say whom to call: that of banks and wallets does. What a stranger writes into it
    /// is judged as such.
    fn says_whom_to_call(&self) -> bool {
        self.relation == HostRelation::Allowed
            && (self.settled || self.provider.is_some_and(|provider| !provider.phones.is_empty()))
    }

    /// Whether a text that is not the provider's own asks to call about a payment or a sign-in at that provider which
    /// the reader is to disown. No number of the provider's own is one that leads astray.
    fn asks_to_call_back(&self, asked: &[Asked]) -> bool {
        let own = |named: &Provider| {
            self.relation == HostRelation::SameOrganisation && self.provider.is_some_and(|own| own.id == named.id)
        };
        let astray =
            |named: &Provider, call: &str| requests::phones(call).iter().any(|number| !is_own_phone(number, named));
        let mut calls = asked.iter().filter_map(|text| text.callback);
        self.relation != HostRelation::Allowed
            && calls.any(|(call, around)| naming::named(around).is_some_and(|named| !own(named) && astray(named, call)))
    }

    /// Whether a request is one that no provider makes. `asked` is what the text asks for and what hidden text
    /// does, `leads_away` says that it has links to elsewhere.
    fn is_hostile(&self, request: &Request, asked: &[Asked; 3], leads_away: bool) -> bool {
        match request.kind {
            RequestKind::SendCode | RequestKind::Approve | RequestKind::Credential | RequestKind::Install => {
                self.provider.is_some() || self.bare || requests::speaks_of_sign_in(&request.quote)
            }
            RequestKind::EnterCode => true,
            RequestKind::Call => self.presents() && !self.says_whom_to_call() || self.asks_to_call_back(asked),
            RequestKind::Pay => {
                self.presents() && !self.settled || self.relation != HostRelation::Allowed && asked[0].surrenders
            }
            RequestKind::SignInLink => self.presents() && leads_away,
        }
    }
}

/// Judges the visible text of a message.
pub fn judge(visible: Option<&Visible>, context: &Context) -> Examined {
    let provider = context.provider;
    let Some(visible) = visible else {
        return Examined {
            report: empty(),
            hostile: Vec::new(),
            mentioned: Vec::new(),
            findings: Vec::new(),
            cut: false,
        };
    };
    let links: Vec<_> = visible.links.iter().map(|link| links::judge(link, provider)).collect();
    // A link to elsewhere turns "sign in through the link" from ordinary into a request.
    let leads_away =
        links.iter().any(|link| matches!(link.kind, LinkKind::Other | LinkKind::Misleading) && links::leads_away(link));
    // what one mail program hides, another shows
    let asked = [&visible.text, &visible.hidden, &visible.aside].map(|text| requests::read(text));
    let unshown: Vec<&Request> = asked[1..].iter().flat_map(|text| &text.requests).filter(is_asked_unseen).collect();
    let mut found = asked[0].requests.clone();
    let linked = || visible.links.iter().any(|link| links::is_device_page(&link.url));
    found.extend(requests::device_code(&visible.text, linked));
    found.extend(typed(visible));
    for &request in &unshown {
        if found.iter().all(|other| other.kind != request.kind) {
            found.push(request.clone());
        }
    }
    let scanned: Vec<Request> = scanned(&links, context.strength == Strength::Strong && context.alerts).collect();
    let (mut hostile, mentioned): (Vec<_>, Vec<_>) =
        found.iter().cloned().partition(|request: &Request| context.is_hostile(request, &asked, leads_away));
    hostile.extend(scanned.iter().cloned());
    found.extend(scanned);
    let whole = visible.text.trim();
    let mut behind = whole.chars();
    let shown = match behind.nth(limits::SHOWN_CHARS - 1) {
        Some(_) => &whole[..whole.len() - behind.as_str().len()],
        None => whole,
    };
    let report = report::Content {
        examined: true,
        text: shown.to_owned(),
        links,
        requests: found,
        codes: requests::codes(&visible.text),
        phones: requests::phones(&visible.text),
        attachments: visible.attachments.iter().map(|file| named(&file.name)).collect(),
        images: visible
            .pictures
            .iter()
            .map(|picture| report::Image {
                name: picture.name.clone(),
                media_type: picture.media_type.to_owned(),
                width: picture.width,
                height: picture.height,
            })
            .collect(),
    };
    let findings = findings(visible, unshown.first().copied(), &report.links, provider);
    Examined { report, hostile, mentioned, findings, cut: visible.cut }
}

fn named(name: &str) -> String {
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

/// What the QR codes ask for. One that links a device lets in whoever made it. One that leads to
/// another host is a link to sign in through where the message is a provider's code or alert (`alerts`):
/// it takes the reader to a telephone, past what watches over this machine. Shops of applications are
/// where ordinary mail sends a telephone.
fn scanned(links: &[report::Link], alerts: bool) -> impl Iterator<Item = Request> {
    links.iter().filter(|link| link.found_in == FoundIn::QrCode).filter_map(move |link| {
        let away = matches!(link.kind, LinkKind::Other | LinkKind::Misleading) && !links::is_shop(&link.host);
        let kind = match () {
            () if links::lets_a_device_in(&link.url) => RequestKind::Approve,
            () if away && alerts => RequestKind::SignInLink,
            () => return None,
        };
        Some(Request { kind, quote: requests::shorten(&link.url) })
    })
}

/// Whether a request in text that is hidden, or that only some programs show, is more than what ordinary mail has there.
fn is_asked_unseen(request: &&Request) -> bool {
    !matches!(request.kind, RequestKind::SignInLink | RequestKind::Pay)
}

/// What the forms of a text ask for. No provider lets a password or a code be typed into a mail.
fn typed(visible: &Visible) -> impl Iterator<Item = Request> {
    let fields = || visible.forms.iter().flat_map(|form| &form.fields);
    [(FieldKind::Password, RequestKind::Credential), (FieldKind::Code, RequestKind::SendCode)].into_iter().filter_map(
        move |(wanted, kind)| {
            let field = fields().find(|field| field.kind == wanted)?;
            Some(Request { kind, quote: requests::shorten(&field.label) })
        },
    )
}

fn findings(
    visible: &Visible,
    unshown: Option<&Request>,
    links: &[report::Link],
    provider: Option<&Provider>,
) -> Vec<Finding> {
    const LISTED: usize = 8;
    let mut found = Vec::new();
    if !visible.broken.is_empty() {
        let words: Vec<&str> = visible.broken.iter().take(LISTED).map(String::as_str).collect();
        found.push(Finding::HiddenLetters { words: requests::shorten(&words.join(", ")) });
    }
    let quote = unshown.map(|request| request.quote.clone()).or_else(|| hidden(visible));
    found.extend(quote.map(|quote| Finding::HiddenText { quote }));
    let label = visible.forms.iter().flat_map(|form| &form.fields).find(|field| field.kind != FieldKind::Other);
    let label = label.map(|field| requests::shorten(&field.label));
    let form = links.iter().find(|link| link.found_in == FoundIn::Form && !link.host.is_empty());
    let away = provider.is_some() && form.is_some_and(|form| form.kind != LinkKind::Provider);
    if label.is_some() || away {
        let host = form.map_or_else(String::new, |form| form.host.clone());
        found.push(Finding::Form { host, label: label.unwrap_or_default() });
    }
    for link in links.iter().filter(|link| link.found_in == FoundIn::QrCode).take(LISTED) {
        let place = if link.host.is_empty() { requests::shorten(&link.url) } else { link.host.clone() };
        found.push(Finding::QrCode { place });
    }
    if visible.drawn {
        found.push(Finding::DrawnCode);
    }
    let files = visible.attachments.iter().filter_map(|file| {
        let why = attachments::remark(file)?;
        Some(Finding::Attachment { name: named(&file.name), why })
    });
    found.extend(files.take(LISTED));
    found
}

/// The beginning of the hidden text, when there is more of it than a preview has.
fn hidden(visible: &Visible) -> Option<String> {
    if visible.hidden.len() < HIDDEN {
        return None;
    }
    // the same text for another screen is ordinary
    let mut shown = vec![0_u64; 1 << 12];
    let place = |word: &str| {
        let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        (hash as usize >> 14, hash >> 8 & 63)
    };
    for word in visible.text.split_whitespace() {
        let (at, bit) = place(word);
        shown[at % (1 << 12)] |= 1 << bit;
    }
    let is_shown = |word: &str| {
        let (at, bit) = place(word);
        shown[at % (1 << 12)] >> bit & 1 == 1
    };
    let mut letters = 0;
    let mut first = None;
    for word in visible.hidden.split_whitespace().filter(|word| !is_shown(word)) {
        let here = word.chars().filter(|c| c.is_alphanumeric()).count();
        if here > 0 && first.is_none() {
            first = Some(word.as_ptr() as usize - visible.hidden.as_ptr() as usize);
        }
        letters += here;
    }
    let text = visible.hidden.get(first?..)?;
    (letters >= HIDDEN).then(|| requests::shorten(text))
}

/// The link that misleads, if there is one whose text shows a host of the claimed provider.
pub fn misleading<'a>(content: &'a report::Content, provider: Option<&Provider>) -> Option<&'a report::Link> {
    let provider = provider?;
    content.links.iter().find(|link| {
        link.kind == LinkKind::Misleading
            && links::shown_host(&link.text).is_some_and(|shown| {
                provider.domains.iter().chain(provider.link_hosts).any(|own| domain::is_under(&shown, own))
            })
    })
}

fn empty() -> report::Content {
    report::Content {
        examined: false,
        text: String::new(),
        links: Vec::new(),
        requests: Vec::new(),
        codes: Vec::new(),
        phones: Vec::new(),
        attachments: Vec::new(),
        images: Vec::new(),
    }
}
