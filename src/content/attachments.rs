//! What is attached, by name, media type and first bytes. Nothing is opened.

use super::text::Attached;
use crate::data::attachments::{DOCUMENTS, KINDS, Risk};
use crate::data::catalogue::attachment;
use crate::report::Text;

/// Why an attached file weighs, in words; `None` for one that does not.
pub fn remark(file: &Attached) -> Option<Vec<Text>> {
    let shown: String = file.name.trim().trim_end_matches('.').to_ascii_lowercase();
    // letters that are turned round look like another ending
    let turns = shown.contains(['\u{202e}', '\u{202d}', '\u{2067}']);
    let name: String = shown.chars().filter(|c| super::fold::fold(*c).is_some()).collect();
    let mut endings = name.rsplit('.');
    let last = endings.next().filter(|last| last.len() < name.len()).unwrap_or("").trim();
    let before = endings.next().map(str::trim).filter(|_| name.matches('.').count() > 1).unwrap_or("");
    let by_ending = KINDS.iter().find(|kind| kind.endings.contains(&last)).map(|kind| kind.risk);
    let by_type = KINDS.iter().find(|kind| kind.types.contains(&file.media_type.as_str())).map(|kind| kind.risk);
    let by_content =
        KINDS.iter().find(|kind| kind.marks.iter().any(|mark| begins(&file.head, mark))).map(|kind| kind.risk);
    // a text part without a name is one that the message's own text goes on in
    if name.is_empty() && file.media_type.starts_with("text/") && by_type != Some(Risk::Calendar) {
        return None;
    }
    let document = DOCUMENTS.contains(&last);
    let hides = document && (by_content.is_some() || matches!(by_type, Some(Risk::Page | Risk::Program)));
    let risk = if document { by_content.or(by_type) } else { by_ending.or(by_type).or(by_content) };
    // a Word file is an archive for some senders, an XML file a text
    let risk = risk.filter(|risk| !document || hides || *risk != Risk::Archive)?;
    let why = match risk {
        Risk::Program => attachment::PROGRAM,
        Risk::Page => attachment::PAGE,
        Risk::Archive => attachment::ARCHIVE,
        Risk::Macros => attachment::MACROS,
        Risk::Calendar => attachment::CALENDAR,
        Risk::Note => attachment::NOTE,
        Risk::Message => attachment::MESSAGE,
    };
    let mut words = vec![why.plain()];
    if turns {
        words.push(attachment::TURNED.plain());
    }
    if by_ending.is_some() && DOCUMENTS.contains(&before) {
        words.push(attachment::TWO_ENDINGS.with(&[("before", before), ("last", last)]));
    }
    let picture = file.media_type.starts_with("image/") || file.media_type == "application/pdf";
    if hides || (by_ending.is_some() && by_type.is_none() && picture) {
        words.push(attachment::DISAGREES.with(&[("name", last), ("type", &file.media_type)]));
    }
    Some(words)
}

/// Whether a content begins so, white space and a byte order mark apart.
fn begins(head: &[u8], mark: &str) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
}
