//! What the body shows: visible text, links, requests, and text that a third party could insert.

pub mod fold;
pub mod links;
pub mod requests;
pub mod slots;
pub mod text;

use crate::data::providers::Provider;
use crate::limits;
use crate::message::domain;
use crate::report::{self, LinkKind, Request, RequestKind};
pub use slots::ThirdPartyText;
use text::Visible;

/// What was found in a body, or in a text without a header section.
#[derive(Clone, Debug)]
pub struct Examined {
    /// For the report.
    pub report: report::Content,
    /// Requests that no provider makes, whatever brand they carry.
    pub hostile: Vec<Request>,
    /// Requests that ordinary mail makes as well.
    pub mentioned: Vec<Request>,
    /// Whether a limit stopped the reading.
    pub cut: bool,
}

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
        return Examined { report: empty(), hostile: Vec::new(), mentioned: Vec::new(), cut: false };
    };
    let links: Vec<_> = visible.links.iter().map(|(text, url)| links::judge(text, url, provider)).collect();
    // A link to elsewhere turns "sign in through the link" from ordinary into a request.
    let leads_away = links.iter().any(|link| matches!(link.kind, LinkKind::Other | LinkKind::Misleading));
    let mut found = requests::requests(&visible.text);
    let linked = visible.links.iter().any(|(_, url)| links::is_device_page(url));
    found.extend(requests::device_code(&visible.text, linked));
    let claims = provider.is_some();
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
        attachments: visible.attachments.clone(),
    };
    Examined { report, hostile, mentioned, cut: visible.cut }
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
