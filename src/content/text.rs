//! The text of a body as a reader sees it: the parts of the message, and HTML by a scanner that
//! keeps what is shown apart from what is hidden.

use crate::limits;
use crate::message::mime::{self, Part, Shown};

/// What a body shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// The text that a reader sees.
    pub text: String,
    /// Text that is there and not shown.
    pub hidden: String,
    /// Links: what the reader sees, and where it leads as written.
    pub links: Vec<(String, String)>,
    /// Names of attachments.
    pub attachments: Vec<String>,
    /// Whether a limit stopped the reading.
    pub cut: bool,
}

/// Reads the body of a whole message.
pub fn of_message(bytes: &[u8]) -> Visible {
    let mut visible = Visible::default();
    let (parts, cut) = mime::parts(bytes);
    visible.cut = cut;
    // Both alternatives are read: programs choose differently, and a forger can put the harmless
    // text into one and the request into the other.
    let (rich, others): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| part.alternative);
    for part in others.into_iter().chain(rich) {
        match part.shown {
            Shown::Text => plain(&part.text(), &mut visible),
            Shown::Html => html_into(&part.text(), &mut visible),
            Shown::Attached => continue,
        }
        visible.cut |= part.is_cut();
    }
    for part in parts.into_iter().filter(|part| part.shown == Shown::Attached).take(limits::LINKS) {
        visible.attachments.push(if part.name.is_empty() { "unnamed".to_owned() } else { part.name });
    }
    visible
}

/// Plain text: links are what looks like one.
pub fn plain(text: &str, visible: &mut Visible) {
    let room = limits::TEXT_CHARS.saturating_sub(visible.text.len());
    let text = cut(text, room, &mut visible.cut);
    for word in text.split([' ', '\t', '\r', '\n', '<', '>', '"', '\u{a0}']) {
        let word = word.trim_matches(['(', ')', '[', ']', ',', '.', ';', '!', '\'', '*']);
        let lower = word.get(..8).unwrap_or(word).to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
            add_link(visible, word, word);
        }
    }
    visible.text.push_str(text);
    visible.text.push('\n');
}

fn cut<'t>(text: &'t str, room: usize, was_cut: &mut bool) -> &'t str {
    if text.len() <= room {
        return text;
    }
    *was_cut = true;
    &text[..text.floor_char_boundary(room)]
}

fn add_link(visible: &mut Visible, text: &str, url: &str) {
    if visible.links.len() < limits::LINKS {
        visible.links.push((text.to_owned(), url.to_owned()));
    } else {
        visible.cut = true;
    }
}

/// Elements whose content is never text for a reader.
const UNREAD: [&str; 6] = ["style", "script", "title", "template", "noscript", "head"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 16] =
    ["p", "div", "br", "tr", "td", "th", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "blockquote"];
/// Elements that have no end tag.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "area", "base", "col"];
/// Elements nested deeper than this are read as if they stood at this depth.
const DEPTH: usize = 200;

/// Reads HTML.
pub fn html_into(input: &str, visible: &mut Visible) {
    let input = cut(input, limits::TEXT_CHARS * 8, &mut visible.cut);
    let mut open: Vec<(String, bool)> = Vec::new(); // element, whether it and what is in it is hidden
    let mut link: Option<(String, usize)> = None; // destination, where its text began
    let mut at = 0;
    while at < input.len() {
        let next = input[at..].find('<').map_or(input.len(), |found| at + found);
        push_text(&input[at..next], &open, visible);
        if next == input.len() {
            break;
        }
        let rest = &input[next..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = comment.find("-->").map_or(input.len(), |end| next + 4 + end + 3);
            continue;
        }
        let Some(tag) = Tag::parse(rest) else {
            push_text("<", &open, visible);
            at = next + 1;
            continue;
        };
        at = next + tag.length;
        if BLOCKS.contains(&tag.name.as_str()) && !visible.text.ends_with('\n') {
            visible.text.push('\n');
        }
        if tag.closing {
            if tag.name == "a" {
                close_link(&mut link, visible);
            }
            if let Some(found) = open.iter().rposition(|(name, _)| *name == tag.name) {
                open.truncate(found);
            }
            continue;
        }
        match tag.name.as_str() {
            "a" | "area" => {
                close_link(&mut link, visible);
                if let Some(url) = tag.attribute("href") {
                    link = Some((entities(url), visible.text.len()));
                }
            }
            "form" => {
                if let Some(url) = tag.attribute("action") {
                    add_link(visible, "form", &entities(url));
                }
            }
            _ => {}
        }
        if !VOID.contains(&tag.name.as_str()) && !tag.empty && open.len() < DEPTH {
            let hidden = open.last().is_some_and(|(_, hidden)| *hidden) || tag.hides();
            open.push((tag.name, hidden));
        }
    }
    close_link(&mut link, visible);
    visible.text.push('\n');
}

fn close_link(link: &mut Option<(String, usize)>, visible: &mut Visible) {
    if let Some((url, start)) = link.take() {
        let text = visible.text.get(start..).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        add_link(visible, &text, &url);
    }
}

fn push_text(raw: &str, open: &[(String, bool)], visible: &mut Visible) {
    if raw.is_empty() || open.iter().any(|(name, _)| UNREAD.contains(&name.as_str())) {
        return;
    }
    let hidden = open.last().is_some_and(|(_, hidden)| *hidden);
    let room = limits::TEXT_CHARS.saturating_sub(if hidden { visible.hidden.len() } else { visible.text.len() });
    let text = entities(cut(raw, room, &mut visible.cut));
    let target = if hidden { &mut visible.hidden } else { &mut visible.text };
    let mut space = text.starts_with(char::is_whitespace);
    for word in text.split_whitespace() {
        if space && !target.is_empty() && !target.ends_with(['\n', ' ']) {
            target.push(' ');
        }
        target.push_str(word);
        space = true;
    }
    if text.ends_with(char::is_whitespace) && !target.is_empty() && !target.ends_with(['\n', ' ']) {
        target.push(' ');
    }
}

struct Tag<'a> {
    name: String,
    attributes: &'a str,
    closing: bool,
    empty: bool,
    length: usize,
}

impl<'a> Tag<'a> {
    /// A tag at the start of `text`; quotes keep `>` from ending it.
    fn parse(text: &'a str) -> Option<Self> {
        const LONGEST: usize = 8192;
        let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
        let closing = bytes.get(1) == Some(&b'/');
        let start = 1 + usize::from(closing);
        if !bytes.get(start).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'!' || *byte == b'?') {
            return None;
        }
        let name_length = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut quote = None;
        let mut at = start + name_length;
        while at < bytes.len() {
            match (quote, bytes[at]) {
                (None, b'>') => {
                    return Some(Self {
                        name: text[start..start + name_length].to_ascii_lowercase(),
                        attributes: &text[start + name_length..at],
                        closing,
                        empty: bytes[at - 1] == b'/',
                        length: at + 1,
                    });
                }
                (None, b'"' | b'\'') if bytes[..at].trim_ascii_end().ends_with(b"=") => quote = Some(bytes[at]),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// The value of an attribute.
    fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let name_end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
            if rest.is_empty() {
                return None;
            }
            let name = &rest[..name_end.max(1).min(rest.len())];
            rest = rest.get(name_end.max(1)..).unwrap_or("").trim_ascii_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_ascii_start();
                let (found, behind) = match after.as_bytes().first() {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let inner = &after[1..];
                        let end = inner.find(quote as char).unwrap_or(inner.len());
                        (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                    }
                    _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
                };
                value = found;
                rest = behind;
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
        }
    }

    /// Whether the element hides its content from a reader.
    fn hides(&self) -> bool {
        const STYLES: [&str; 9] = [
            "display:none",
            "visibility:hidden",
            "font-size:0;",
            "font-size:0px",
            "font-size:0pt",
            "font-size:1px",
            "opacity:0;",
            "max-height:0",
            "mso-hide:all",
        ];
        if self.attribute("hidden").is_some() {
            return true;
        }
        self.attribute("style").is_some_and(|style| {
            let mut style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.make_ascii_lowercase();
            style.push(';');
            STYLES.iter().any(|hiding| style.contains(hiding))
        })
    }
}

/// Character references (HTML 13.5): the numeric ones and those that mail uses.
pub fn entities(text: &str) -> String {
    const NAMED: [(&str, &str); 12] = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", " "),
        ("zwnj", ""),
        ("zwj", ""),
        ("shy", ""),
        ("copy", "©"),
        ("colon", ":"),
        ("sol", "/"),
    ];
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find('&') {
        decoded.push_str(&rest[..found]);
        rest = &rest[found..];
        let name_end =
            rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').map_or(rest.len(), |end| end + 1);
        let name = &rest[1..name_end.min(12)];
        let value = match name.strip_prefix('#') {
            Some(number) => {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                };
                code.and_then(char::from_u32).map(String::from)
            }
            None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()),
        };
        match value {
            Some(value) => {
                decoded.push_str(&value);
                rest = &rest[1 + name.len()..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(input: &str) -> Visible {
        let mut visible = Visible::default();
        html_into(input, &mut visible);
        visible
    }

    #[test]
    fn markup_is_dropped_and_words_stay_apart() {
        let visible = html("<p>Your&nbsp;code is <b>482&#57;13</b></p><style>p{x:y}</style><p>Bye</p>");
        assert_eq!(visible.text.trim(), "Your code is 482913\nBye");
    }

    #[test]
    fn links_keep_what_is_shown_and_where_they_lead() {
        let visible = html("<a href='https://evil.example/?a=1&amp;b=2'><b>account.microsoft.com</b></a>");
        assert_eq!(visible.links, [("account.microsoft.com".to_owned(), "https://evil.example/?a=1&b=2".to_owned())]);
    }

    #[test]
    fn hidden_text_is_kept_apart() {
        for style in ["display:none", "DISPLAY : none", "font-size: 0px", "color:#fff; max-height:0;"] {
            let visible = html(&format!("<div style=\"{style}\">secret <i>words</i></div>shown"));
            assert_eq!((visible.text.trim(), visible.hidden.trim()), ("shown", "secret words"), "{style}");
        }
    }

    #[test]
    fn broken_markup_ends_and_loses_nothing_that_is_shown() {
        for input in
            ["a < b", "<a href=\"x", "<<<<", "<p", "</", "<!-- never closed", "<a b=\"c>d\">e", "&#x110000; &#; &"]
        {
            let visible = html(input);
            assert!(visible.text.len() <= input.len() + 8, "{input}");
        }
        assert_eq!(html("a < b").text.trim(), "a < b");
        assert_eq!(html("<a title=\"x>y\" href=\"https://h.example\">t</a>").links[0].1, "https://h.example");
    }

    #[test]
    fn both_alternatives_of_a_message_are_read() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain\r\n\r\nplain words\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>rich words</p>\r\n--x--\r\n";
        let visible = of_message(message);
        assert!(visible.text.contains("plain words") && visible.text.contains("rich words"), "{visible:?}");
    }

    #[test]
    fn deep_nesting_takes_linear_time() {
        let deep = "<div>".repeat(100_000);
        assert_eq!(html(&deep).hidden, "");
    }
}
