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

pub mod authentication;
pub mod claim;
pub mod content;
pub mod guidance;
pub mod input;
pub mod limits;
pub mod message;
pub mod report;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// The knowledge that the build script compiled in from `src/data/`.
pub mod data;

pub use report::Report;

/// What the caller knows beside the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Options {
    /// The time now, in seconds since 1970-01-01T00:00:00Z.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub now: Option<i64>,
    /// Id of the person's mailbox provider, such as `outlook`.
    pub receiver: Option<String>,
    /// A BCP 47 language tag.
    pub locale: Option<String>,
}

/// Judges one input. Any bytes at all give a report.
pub fn analyze(bytes: &[u8], _options: &Options) -> Report {
    use report::*;
    Report {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_date: "2026-01-01".to_owned(),
        verdict: Verdict {
            label: Label::NotConfirmed,
            origin: Origin::NotConfirmed,
            content: ContentVerdict::NotSupplied,
            delivery: Delivery::Unknown,
            headline: String::new(),
            reason: String::new(),
            deciding: Vec::new(),
            proves: Vec::new(),
            does_not_prove: Vec::new(),
        },
        claim: Claim {
            provider: None,
            provider_name: None,
            service: None,
            because: Vec::new(),
            host: HostRelation::None,
            event: None,
        },
        ledger: vec![Evidence {
            id: "input.length".to_owned(),
            status: Status::Confirmed,
            axis: Axis::Input,
            writer: Writer::Engine,
            title: "The input has bytes".to_owned(),
            reason: String::new(),
            source: String::new(),
            params: [("bytes".to_owned(), bytes.len().to_string())].into(),
            spans: Vec::new(),
        }],
        missing: Vec::new(),
        guidance: Guidance { summary: String::new(), steps: Vec::new(), never: Vec::new(), source: String::new() },
        input: Input {
            kind: if bytes.is_empty() { InputKind::Empty } else { InputKind::Headers },
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            repairs: Vec::new(),
            limits: Vec::new(),
            header: None,
            body: None,
        },
        fields: Vec::new(),
        summary: Summary {
            from: None,
            sender: None,
            reply_to: Vec::new(),
            to: Vec::new(),
            return_path: None,
            subject: None,
            date: None,
            date_epoch: Some(i64::from(u32::MAX)),
            received_epoch: None,
            message_id: None,
        },
        signatures: Vec::new(),
        arc: Vec::new(),
        receiver: Receiver {
            id: None,
            name: None,
            recognised_by: Recognition::None,
            boundary: None,
            stamps: Vec::new(),
            ignored: Vec::new(),
        },
        hops: Vec::new(),
        content: Content {
            examined: false,
            text: String::new(),
            links: Vec::new(),
            requests: Vec::new(),
            codes: Vec::new(),
            phones: Vec::new(),
            attachments: Vec::new(),
        },
    }
}
