//! Messages inside a message: parts of type message/rfc822 (RFC 2046 section 5.2.1) or message/global
//! (RFC 6532 section 3.7), and files that end in .eml or .msg, as people attach what they report.
//!
//! # What may be believed
//!
//! Whoever sent the outer message wrote every byte of the inner one. What a receiver stamped into it
//! is that receiver's word only if the sender did not touch it; read on its own, an inner message is judged
//! as if its owner had pasted it. Signatures over it are arithmetic, and hold wherever it is carried.
//! Nothing of an inner message says anything about the outer one, or the other way round.

use std::borrow::Cow;

use super::{FileKind, file_kind, kind, outlook};
use crate::limits;
use crate::message::mime;
use crate::report::InputKind;

/// A message inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried<'c> {
    /// Where it stands: its place among those of the outermost message, then among those of that one, and
    /// so on. Places count from 0.
    pub path: &'c [u32],
    /// The name that it is attached under; empty when there is none.
    pub name: &'c str,
    /// The message: its own bytes, or an Outlook file.
    pub bytes: &'c [u8],
}

/// Calls `found` for every message inside a message or an Outlook file, the outer ones before those in
/// them; true when a limit left some out.
pub fn each(bytes: &[u8], found: &mut dyn FnMut(Carried)) -> bool {
    let mut walk = Walk { found, path: Vec::new(), count: 0, bytes: 0, cut: false };
    walk.inside(bytes);
    walk.cut
}

/// The message at a path; `None` when there is none. The path of the outermost message is empty.
pub fn at<'a>(bytes: &'a [u8], path: &[u32]) -> Option<Cow<'a, [u8]>> {
    if path.len() > limits::CARRIED_DEPTH {
        return None;
    }
    let mut message = Cow::Borrowed(bytes);
    for &place in path {
        let mut place = place;
        let mut inner = None;
        one_level(&message, &mut |_, bytes| {
            let here = place == 0;
            if here {
                inner = Some(bytes.into_owned());
            }
            place = place.wrapping_sub(1);
            !here
        });
        message = Cow::Owned(inner?);
    }
    Some(message)
}

/// Whether something attached is a message, by its media type or its name.
pub(super) fn is_message(media_type: &str, name: &str) -> bool {
    const TYPES: [&str; 4] = ["message/rfc822", "message/global", "message/news", "application/vnd.ms-outlook"];
    let ends = |ending: &str| {
        let start = name.len().checked_sub(ending.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    TYPES.contains(&media_type) || ends(".eml") || ends(".msg")
}

struct Walk<'f> {
    found: &'f mut dyn FnMut(Carried),
    path: Vec<u32>,
    count: usize,
    bytes: usize,
    cut: bool,
}

impl Walk<'_> {
    fn inside(&mut self, bytes: &[u8]) {
        let mut place = 0;
        one_level(bytes, &mut |name, bytes| {
            self.count += 1;
            self.bytes = self.bytes.saturating_add(bytes.len());
            if self.count > limits::CARRIED
                || self.bytes > limits::CARRIED_BYTES
                || self.path.len() >= limits::CARRIED_DEPTH
            {
                self.cut = true;
                return false;
            }
            self.path.push(place);
            (self.found)(Carried { path: &self.path, name, bytes: &bytes });
            self.inside(&bytes);
            self.path.pop();
            place += 1;
            !self.cut
        });
    }
}

/// Calls `found` with the name and the bytes of each message directly inside another, until it says no.
fn one_level(bytes: &[u8], found: &mut dyn FnMut(&str, Cow<[u8]>) -> bool) {
    if file_kind(bytes) == FileKind::Outlook {
        outlook::carried(bytes, &mut |name, bytes| !looks_like_mail(&bytes) || found(name, Cow::Owned(bytes)));
        return;
    }
    for part in mime::parts(bytes).0 {
        let announced = part.media_type.starts_with("message/");
        // a part of a digest is a message unless it says otherwise (RFC 2046 section 5.1.5)
        let unnamed = part.media_type.is_empty() && part.shown == mime::Shown::Attached;
        if !is_message(&part.media_type, &part.name) && !unnamed {
            continue;
        }
        let content = part.whole();
        if (announced || looks_like_mail(&content)) && !found(&part.name, content) {
            return;
        }
    }
}

/// Whether something that only its name calls a message has a header section, or is an Outlook file.
fn looks_like_mail(bytes: &[u8]) -> bool {
    file_kind(bytes) == FileKind::Outlook || kind::of(bytes) == InputKind::Headers
}
