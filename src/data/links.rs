//! What is known of links beyond who owns the host, from `links.toml`.

/// How a destination stands in a wrapper; see `links.toml`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Query,
    Host,
    Dashes,
    Underscores,
    Path,
    HostName,
    Base64,
}

/// A service that puts its own address around a link.
#[derive(Debug)]
pub(crate) struct Wrapper {
    /// Its host and what is below; `.*` at the end stands for any public suffix.
    pub(crate) host: &'static str,
    /// What the path begins with.
    pub(crate) path: &'static str,
    pub(crate) form: Form,
    /// The parameters that can hold the destination.
    pub(crate) names: &'static [&'static str],
}

/// A page where an application is let into an account.
#[derive(Debug)]
pub(crate) struct Consent {
    pub(crate) host: &'static str,
    /// What the path contains.
    pub(crate) path: &'static str,
    /// The parameters with the address that the result goes to.
    pub(crate) names: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/links.rs"));
