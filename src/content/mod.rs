//! What the body shows: visible text, links, requests, and text that a third party could insert.

mod attachments;
mod entities;
pub mod fold;
mod html;
pub mod links;
pub mod requests;
pub mod slots;
mod style;
pub mod text;

use std::collections::BTreeSet;

use crate::data::providers::Provider;
use crate::limits;
use crate::message::domain;
use crate::report::{self, FoundIn, LinkKind, Request, RequestKind};
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
    /// An attached file that weighs.
    Attachment {
        /// Its name; empty when it has none.
        name: String,
        /// Why, in words.
        why: String,
    },
}

/// Letters and digits of hidden text, beyond those that are shown as well, from which on it is no
/// preview of the mail.
const HIDDEN: usize = 600;

/// Reads the visible text once; [`judge`] needs it and the claim that was found in it.
pub fn read(message: Option<&[u8]>, plain: Option<&str>) -> Option<Visible> {
    let mut visible = match (message, plain) {
        (Some(bytes), _) => text::of_message(bytes),
        (None, Some(text)) => {
            let mut visible = Visible::default();
            text::plain(text, &mut visible);
            visible
        }
        (None, None) => return None,
    };
    text::undo_overrides(&mut visible.text);
    // sentences end at empty lines, whatever the line ends of the copy are
    if visible.text.contains('\r') {
        visible.text = visible.text.replace("\r\n", "\n");
    }
    Some(visible)
}

/// Judges the visible text of a message that claims `provider`; `bare` says that it came without a
/// header section, as a text message or what a caller said. `settled` says that the sender is one of
/// the provider's own whose ordinary mail may name its telephone number or ask for a payment.
pub fn judge(visible: Option<&Visible>, provider: Option<&'static Provider>, bare: bool, settled: bool) -> Examined {
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
    let leads_away = links.iter().any(|link| matches!(link.kind, LinkKind::Other | LinkKind::Misleading));
    let mut found = requests::requests(&visible.text);
    let linked = visible.links.iter().any(|link| links::is_device_page(&link.url));
    found.extend(requests::device_code(&visible.text, linked));
    let claims = provider.is_some();
    found.extend(typed(visible));
    let (hostile, mentioned) = found.iter().cloned().partition(|request: &Request| match request.kind {
        RequestKind::SendCode | RequestKind::Approve | RequestKind::Credential | RequestKind::Install => {
            claims || bare || requests::speaks_of_sign_in(&request.quote)
        }
        RequestKind::EnterCode => true,
        RequestKind::Call | RequestKind::Pay => claims && !settled,
        RequestKind::SignInLink => claims && leads_away,
    });
    let shown: String = visible.text.trim().chars().take(limits::SHOWN_CHARS).collect();
    let report = report::Content {
        examined: true,
        text: shown,
        links,
        requests: found,
        codes: requests::codes(&visible.text),
        phones: requests::phones(&visible.text),
        attachments: visible.attachments.iter().map(|file| named(&file.name)).collect(),
    };
    let findings = findings(visible, &report.links, provider);
    Examined { report, hostile, mentioned, findings, cut: visible.cut }
}

fn named(name: &str) -> String {
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
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

fn findings(visible: &Visible, links: &[report::Link], provider: Option<&Provider>) -> Vec<Finding> {
    const LISTED: usize = 8;
    let mut found = Vec::new();
    if !visible.broken.is_empty() {
        let words: Vec<&str> = visible.broken.iter().take(LISTED).map(String::as_str).collect();
        found.push(Finding::HiddenLetters { words: requests::shorten(&words.join(", ")) });
    }
    found.extend(hidden(visible).map(|quote| Finding::HiddenText { quote }));
    let label = visible.forms.iter().flat_map(|form| &form.fields).find(|field| field.kind != FieldKind::Other);
    let label = label.map(|field| requests::shorten(&field.label));
    let form = links.iter().find(|link| link.found_in == FoundIn::Form && !link.host.is_empty());
    let away = provider.is_some() && form.is_some_and(|form| form.kind != LinkKind::Provider);
    if label.is_some() || away {
        let host = form.map_or_else(String::new, |form| form.host.clone());
        found.push(Finding::Form { host, label: label.unwrap_or_default() });
    }
    let files = visible.attachments.iter().filter_map(|file| {
        let why = attachments::remark(file)?;
        Some(Finding::Attachment { name: named(&file.name), why })
    });
    found.extend(files.take(LISTED));
    found
}

/// The beginning of the hidden text, when there is more of it than a preview has, or a request in it.
fn hidden(visible: &Visible) -> Option<String> {
    let asks = |request: &Request| {
        use RequestKind::{Approve, Credential, Install, SendCode};
        matches!(request.kind, SendCode | Approve | Credential | Install)
    };
    if let Some(request) = requests::requests(&visible.hidden).into_iter().find(asks) {
        return Some(request.quote);
    }
    // the same text for another screen is ordinary
    let shown: BTreeSet<&str> = visible.text.split_whitespace().collect();
    let mut letters = 0;
    let mut first = None;
    for word in visible.hidden.split_whitespace().filter(|word| !shown.contains(word)) {
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
    }
}
