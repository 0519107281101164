//! mail-auth without a network: its questions to DNS are answered from records at hand.

// Every program that uses this is its own crate and uses its own part of it.
#![allow(dead_code)]

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::{ArcOutput, AuthenticatedMessage, DkimOutput, DnsError, Error, MessageAuthenticator, Parameters};
use mail_auth::{ResolverCache, Txt};

/// Records that are parsed once, as a verifier's cache holds them.
pub struct Records(HashMap<Box<str>, Txt>);

impl Records {
    /// The records by their DNS names.
    pub fn new<'a>(records: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let parse = |record: &str| match DomainKey::parse(record.as_bytes()) {
            Ok(key) => Txt::DomainKey(Arc::new(key)),
            Err(error) => Txt::Error(error),
        };
        Self(records.into_iter().map(|(name, record)| ([name, "."].concat().into(), parse(record))).collect())
    }
}

impl ResolverCache<Box<str>, Txt> for Records {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // What is not at hand does not exist: nothing is asked for.
        Some(self.0.get(name).cloned().unwrap_or(Txt::Error(Error::Dns(DnsError::InvalidRecordType))))
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

/// mail-auth and the records that it uses.
pub struct Verifier {
    resolver: MessageAuthenticator,
    records: Records,
}

impl Verifier {
    /// A verifier that knows these records and no others.
    pub fn new(records: Records) -> Self {
        Self { resolver: MessageAuthenticator::new_cloudflare().expect("a resolver that is never asked"), records }
    }

    /// What it says of each signature.
    pub fn dkim<'m>(&'m self, message: &'m AuthenticatedMessage<'m>) -> Vec<DkimOutput<'m>> {
        run(self.resolver.verify_dkim(Parameters::new(message).with_txt_cache(&self.records)))
    }

    /// What it says of the chain.
    pub fn arc<'m>(&'m self, message: &'m AuthenticatedMessage<'m>) -> ArcOutput<'m> {
        run(self.resolver.verify_arc(Parameters::new(message).with_txt_cache(&self.records)))
    }
}

/// Runs a future that never waits, because every record is at hand.
fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a record was missing"),
    }
}
