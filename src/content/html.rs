//! HTML by a scanner that keeps what a reader sees apart from what is hidden.

use std::borrow::Cow;

use super::entities;
use super::fold::is_unspaced;
use super::images::Picture;
use super::qr;
use super::style::{self, Background, Colour, Look, Sheet};
use super::text::{Anchor, Field, FieldKind, Form, Visible, add_link, cut};
use crate::limits;
use crate::report::FoundIn;

/// What an element is by its name.
#[derive(Clone, Copy, Default)]
struct Kind {
    /// Its content is never text for a reader.
    unread: bool,
    /// Its content holds no tags.
    raw: bool,
    /// It stands on lines of its own.
    block: bool,
    /// It has no end tag.
    void: bool,
}

impl Kind {
    fn of(name: &str) -> Self {
        let kind = Self::default();
        match name {
            "style" | "script" | "title" => Self { unread: true, raw: true, ..kind },
            "template" => Self { unread: true, ..kind },
            "textarea" => Self { raw: true, ..kind },
            "br" | "hr" => Self { block: true, void: true, ..kind },
            "img" | "input" | "meta" | "link" | "area" | "base" | "col" => Self { void: true, ..kind },
            "p" | "div" | "tr" | "td" | "th" | "li" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5"
            | "h6" | "blockquote" | "center" | "form" | "section" | "pre" => Self { block: true, ..kind },
            _ => kind,
        }
    }
}

/// Elements nested deeper than this are read as if they stood at this depth.
const DEPTH: usize = 200;
/// Bytes of a tag. Pictures that stand in one are longer, and may be while the budget lasts.
const TAG: usize = 8 << 10;
/// Bytes that are looked at in vain, over all `<` that begin no tag; then a tag is at most so long. Every quote that stays
/// open costs the rest of a tag, and nothing else bounds how many there are.
const VAIN: (usize, usize) = (256 << 10, 256);
/// Bytes of longer tags in one part; each that does not end costs half of them.
const LONG_TAGS: usize = 4 << 20;
/// Bytes of a word that are looked back for.
const WORD: usize = 64;
/// Letters alone in a cell, one below the other, that are read as a word.
const LETTERS: usize = 4;

/// Reads HTML.
pub fn read(input: &str, visible: &mut Visible) {
    let input = cut(input, limits::TEXT_CHARS * 8, &mut visible.cut);
    let start = visible.text.len();
    let mut reader = Reader {
        visible,
        open: Vec::new(),
        attributes: Vec::new(),
        unread: 0,
        sheet: Sheet::default(),
        link: None,
        base: None,
        form: None,
        gap: None,
        broken: None,
        budget: LONG_TAGS,
        vain: 0,
    };
    reader.run(input);
    visible.text.push('\n');
    join_letters(&mut visible.text, start);
}

/// The value of an attribute: its entities read, its line ends as a browser reads them, whatever those of the copy are
/// (HTML Standard, "Preprocessing the input stream").
fn decoded(value: &str) -> Cow<'_, str> {
    if value.contains("\r\n") {
        return entities::decode(&value.replace("\r\n", "\n")).into_owned().into();
    }
    entities::decode(value)
}

/// An element that is open.
struct Open<'i> {
    name: Cow<'i, str>,
    sight: Sight,
    /// Whether it stands on lines of its own.
    block: bool,
    /// Where the text begins that is shown from right to left whatever its letters are.
    turned: Option<usize>,
    /// Whether its content is no text for a reader.
    unread: bool,
}

/// How a text is seen.
#[derive(Clone, Copy)]
struct Sight {
    /// Nothing inside can be seen, whatever it says.
    gone: bool,
    invisible: bool,
    tiny: bool,
    /// Fully transparent letters.
    faded: bool,
    /// `None`: the one of the program.
    colour: Option<Colour>,
    /// `None`: not known.
    background: Option<Colour>,
}

impl Sight {
    fn hidden(&self) -> bool {
        let blends = self.colour.zip(self.background).is_some_and(|(one, other)| style::alike(one, other));
        self.gone || self.invisible || self.tiny || self.faded || blends
    }
}

struct Reader<'v, 'i> {
    visible: &'v mut Visible,
    open: Vec<Open<'i>>,
    /// Room for the attributes of one tag after the other.
    attributes: Vec<(&'i str, &'i str)>,
    /// How many of the open elements are not read.
    unread: usize,
    sheet: Sheet,
    /// Where a link leads, and where its text began.
    link: Option<(String, usize)>,
    base: Option<String>,
    /// Which form the fields belong to.
    form: Option<usize>,
    /// Where hidden letters stand in the visible text, right behind a letter.
    gap: Option<usize>,
    /// Where the last word ends that hidden letters divide.
    broken: Option<usize>,
    budget: usize,
    vain: usize,
}

impl<'i> Reader<'_, 'i> {
    fn run(&mut self, input: &'i str) {
        let mut at = 0;
        while at < input.len() {
            let next = memchr::memchr(b'<', &input.as_bytes()[at..]).map_or(input.len(), |found| at + found);
            self.text(&input[at..next]);
            if next == input.len() {
                break;
            }
            let rest = &input[next..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = comment.find("-->");
                at = end.map_or(input.len(), |end| next + 4 + end + 3);
                // `<!--[if mso]>`: Outlook shows what others take for a comment
                if comment.starts_with("[if") {
                    self.aside(&without_tags(&comment[..end.unwrap_or(comment.len())]));
                }
                continue;
            }
            let Some(tag) = self.tag(rest) else {
                self.text("<");
                at = next + 1;
                continue;
            };
            at = next + tag.length;
            if tag.closing {
                self.close(&tag);
                continue;
            }
            let kind = Kind::of(&tag.name);
            let raw = kind.raw.then(|| raw_end(&input[at..], &tag.name));
            if tag.name == "style"
                && let Some(end) = raw
            {
                self.sheet.read(&input[at..at + end]);
                style::written(&input[at..at + end]).for_each(|text| self.aside(text));
            }
            self.enter(tag, kind);
            if let Some(end) = raw {
                if !kind.unread {
                    self.text(&input[at..at + end]);
                }
                at += end;
            }
        }
        self.close_link();
        self.leave(0);
    }

    fn tag(&mut self, rest: &'i str) -> Option<Tag<'i>> {
        let (most, short) = VAIN;
        let longest = if self.vain < most { TAG } else { short };
        let room = std::mem::take(&mut self.attributes);
        if let Some(tag) = Tag::parse(rest, longest, room) {
            return Some(tag);
        }
        Tag::name_start(rest.as_bytes())?;
        self.vain += rest.len().min(longest);
        if rest.len() <= TAG || self.budget == 0 {
            return None;
        }
        let tag = Tag::parse(rest, self.budget, Vec::new());
        self.budget = tag.as_ref().map_or(self.budget / 2, |tag| self.budget.saturating_sub(tag.length));
        tag
    }

    fn sight(&self) -> Sight {
        let page = (!self.sheet.paints()).then_some(style::WHITE);
        self.open.last().map_or(
            Sight { gone: false, invisible: false, tiny: false, faded: false, colour: None, background: page },
            |open| open.sight,
        )
    }

    fn enter(&mut self, tag: Tag<'i>, kind: Kind) {
        if kind.block {
            self.end_implied(&tag.name);
        }
        let look = self.look(&tag);
        let mut sight = self.sight();
        sight.gone |= look.gone == Some(true) || look.shut || kind.unread;
        sight.invisible = look.invisible.unwrap_or(sight.invisible);
        sight.tiny = look.tiny.unwrap_or(sight.tiny);
        match look.colour {
            Some(Background::Colour(colour)) => (sight.colour, sight.faded) = (Some(colour), false),
            Some(Background::Unknown) => sight.faded = true,
            None if tag.name == "a" => sight.colour = None,
            None => {}
        }
        match look.background {
            Some(Background::Colour(colour)) => sight.background = Some(colour),
            Some(Background::Unknown) => sight.background = None,
            None => {}
        }
        let block = kind.block && look.inline != Some(true) && look.gone != Some(true);
        if block {
            self.line();
        }
        match &*tag.name {
            "a" => {
                self.close_link();
                if let Some(url) = tag.attribute("href").or_else(|| tag.attribute("xlink:href")) {
                    self.link = Some((self.address(url), self.visible.text.len()));
                }
            }
            "area" => {
                if let Some(url) = tag.attribute("href") {
                    let text = decoded(tag.attribute("alt").unwrap_or("")).into_owned();
                    let url = self.address(url);
                    add_link(self.visible, Anchor { text, url, found_in: FoundIn::Text });
                }
            }
            "base" if self.base.is_none() => {
                let url = tag.attribute("href").map(|url| decoded(url.trim()).into_owned());
                self.base = url.filter(|url| super::links::host(url).is_some());
            }
            "form" => self.form(tag.attribute("action")),
            "input" | "button" | "textarea" => self.field(&tag),
            "img" => {
                self.aside(tag.attribute("alt").unwrap_or(""));
                let source = tag.attribute("src").map(str::trim_start).unwrap_or("");
                let is_data = source.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
                if is_data && self.visible.pictures.len() < limits::IMAGES {
                    self.visible.pictures.extend(Picture::of_address(source));
                }
            }
            _ => {}
        }
        if !kind.void && !tag.empty && self.open.len() < DEPTH {
            let direction = tag.attribute("dir").is_some_and(|dir| dir.trim().eq_ignore_ascii_case("rtl"));
            let overrides = look.overrides || tag.name == "bdo";
            let turned = (overrides && (look.right_to_left || direction)).then_some(self.visible.text.len());
            self.unread += usize::from(kind.unread);
            self.open.push(Open { name: tag.name, sight, block, turned, unread: kind.unread });
        }
        self.attributes = tag.attributes;
    }

    /// What sheets, attributes and the element's own style say, in this order.
    fn look(&self, tag: &Tag) -> Look {
        let mut look = self.sheet.look(tag.attribute("class").unwrap_or(""), tag.attribute("id").unwrap_or(""));
        let lower = |name: &str| tag.attribute(name).map(|value| value.trim().to_ascii_lowercase());
        if let Some(colour) = lower("bgcolor") {
            look.background = style::background(&colour).or(look.background);
        }
        if tag.attribute("background").is_some() {
            look.background = Some(Background::Unknown);
        }
        let letters = match &*tag.name {
            "font" => lower("color"),
            "body" => lower("text"),
            _ => None,
        };
        look.colour = letters.and_then(|colour| style::colour(&colour)).or(look.colour);
        if let Some(own) = tag.attribute("style") {
            look.add(&Look::of(&entities::decode(own)));
        }
        if tag.attribute("hidden").is_some() {
            look.gone = Some(true);
        }
        look
    }

    /// The ends that a browser puts before such an element.
    fn end_implied(&mut self, name: &str) {
        let ends = |open: &str| match open {
            "p" => name != "br",
            "li" => name == "li",
            "td" | "th" => matches!(name, "td" | "th" | "tr"),
            "tr" => name == "tr",
            _ => false,
        };
        while self.open.last().is_some_and(|open| ends(&open.name)) {
            self.leave(self.open.len() - 1);
        }
    }

    fn close(&mut self, tag: &Tag) {
        if tag.name == "a" {
            self.close_link();
        }
        if tag.name == "form" {
            self.form = None;
        }
        let found = self.open.iter().rposition(|open| open.name == tag.name);
        let block = found.map_or_else(|| Kind::of(&tag.name).block, |found| self.open[found].block);
        if let Some(found) = found {
            self.leave(found);
        }
        if block {
            self.line();
        }
    }

    /// Closes every element from this one on.
    fn leave(&mut self, from: usize) {
        while self.open.len() > from {
            let Some(open) = self.open.pop() else { break };
            self.unread -= usize::from(open.unread);
            if let Some(start) = open.turned {
                let tail = self.visible.text.split_off(start);
                self.visible.text.push_str(&turned(&tail));
            }
        }
    }

    fn line(&mut self) {
        if !self.visible.text.ends_with('\n') {
            self.visible.text.push('\n');
        }
    }

    /// An address as a browser completes it.
    fn address(&self, url: &str) -> String {
        let url = decoded(url);
        let Some(base) = &self.base else { return url.into_owned() };
        let path = url.trim_start();
        let scheme = path.split(['/', '?', '#', '\\']).next().is_some_and(|start| start.contains(':'));
        if scheme || path.starts_with(['#']) || path.starts_with("//") || path.starts_with("\\\\") {
            return url.into_owned();
        }
        let host = base.find("//").map_or(0, |at| at + 2);
        let end = base[host..].find(['/', '?', '#', '\\']).map_or(base.len(), |end| host + end);
        [&base[..end], "/", path.trim_start_matches(['/', '\\'])].concat()
    }

    fn form(&mut self, action: Option<&str>) {
        let action = action.map(|url| self.address(url)).unwrap_or_default();
        if !action.trim().is_empty() {
            add_link(self.visible, Anchor { text: String::new(), url: action, found_in: FoundIn::Form });
        }
        self.form = None;
        if self.visible.forms.len() < limits::FORMS {
            self.form = Some(self.visible.forms.len());
            self.visible.forms.push(Form::default());
        }
    }

    fn field(&mut self, tag: &Tag) {
        let value = |name: &str| tag.attribute(name).map(|text| decoded(text.trim()).into_owned()).unwrap_or_default();
        if let Some(url) = tag.attribute("formaction") {
            let url = self.address(url);
            add_link(self.visible, Anchor { text: value("value"), url, found_in: FoundIn::Form });
        }
        let kind = value("type").to_ascii_lowercase();
        if tag.name == "button"
            || matches!(kind.as_str(), "hidden" | "submit" | "button" | "image" | "reset" | "checkbox" | "radio")
        {
            if kind != "hidden" {
                self.aside(tag.attribute("value").unwrap_or(""));
            }
            return;
        }
        let texts = ["autocomplete", "name", "id", "placeholder", "aria-label"].map(value);
        let label = [&texts[3], &texts[4], &texts[1], &texts[2]].into_iter().find(|text| !text.is_empty());
        let kind = FieldKind::of(kind == "password", &texts);
        if self.form.is_none() && self.visible.forms.len() < limits::FORMS {
            self.form = Some(self.visible.forms.len());
            self.visible.forms.push(Form::default());
        }
        if let Some(form) = self.form.and_then(|form| self.visible.forms.get_mut(form))
            && form.fields.len() < limits::FORMS
        {
            form.fields.push(Field { kind, label: label.cloned().unwrap_or_default() });
        }
    }

    /// Keeps what is shown in another way than the text around it.
    fn aside(&mut self, raw: &str) {
        let Visible { aside, cut: was_cut, .. } = &mut *self.visible;
        let room = limits::TEXT_CHARS.saturating_sub(aside.len());
        let text = entities::decode(cut(raw, room, was_cut));
        if !text.trim().is_empty() {
            aside.push_str(&text);
            aside.push_str("\n\n");
        }
    }

    fn close_link(&mut self) {
        let Some((url, start)) = self.link.take() else { return };
        let mut text = self.visible.text.get(start..).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        if self.open.iter().filter(|open| open.turned.is_some_and(|from| from <= start)).count() % 2 == 1 {
            text = turned(&text);
        }
        add_link(self.visible, Anchor { text, url, found_in: FoundIn::Text });
    }

    fn text(&mut self, raw: &str) {
        if raw.is_empty() || self.unread > 0 {
            return;
        }
        let hidden = self.sight().hidden();
        let Visible { text: shown, hidden: unseen, broken, cut: was_cut, .. } = &mut *self.visible;
        let room = limits::TEXT_CHARS.saturating_sub(if hidden { unseen.len() } else { shown.len() });
        let text = entities::decode(cut(raw, room, was_cut));
        let letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        if hidden {
            if text.contains(char::is_alphanumeric) && shown.ends_with(letter) {
                self.gap = Some(shown.len());
            }
        } else if self.gap == Some(shown.len()) && text.starts_with(letter) {
            let after = text.split(char::is_whitespace).next().unwrap_or("");
            if self.broken == Some(shown.len()) {
                broken.last_mut().into_iter().for_each(|word: &mut String| word.push_str(after));
            } else if broken.len() < limits::LINKS {
                // a word can be as long as the text: only its end is looked for
                let near = shown.floor_char_boundary(shown.len().saturating_sub(WORD));
                let before = shown[near..].rsplit(char::is_whitespace).next().unwrap_or("");
                broken.push([before, after].concat());
            }
            self.broken = Some(shown.len() + after.len());
        }
        let target = if hidden { unseen } else { shown };
        if !text.is_ascii() && text.contains(qr::is_block) {
            // a drawing: its spaces count
            target.extend(text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
            return;
        }
        let mut space = text.starts_with(char::is_whitespace);
        let push = |word: &str| {
            if space && !target.is_empty() && !target.ends_with(['\n', ' ']) {
                target.push(' ');
            }
            target.push_str(word);
            space = true;
        };
        // the vertical tab is white space for the one and not for the other
        if text.is_ascii() && !text.contains('\u{b}') {
            text.split_ascii_whitespace().for_each(push);
        } else {
            text.split_whitespace().for_each(push);
        }
        if text.ends_with(char::is_whitespace) && !target.is_empty() && !target.ends_with(['\n', ' ']) {
            target.push(' ');
        }
    }
}

/// Where the content of a raw element ends.
fn raw_end(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |&at: &usize| {
        let tag = bytes[at + 1..].strip_prefix(b"/");
        let start = tag.and_then(|tag| tag.get(..name.len()));
        start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', bytes).find(ends).unwrap_or(text.len())
}

/// Each line as it looks when its letters are set from right to left; a carriage return belongs to its end.
pub fn turned(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            whole.push('\n');
        }
        whole.extend(line.chars().rev().filter(|&c| c != '\r'));
    }
    whole
}

/// Puts letters together that stand alone in the cells of a table, one behind the other.
fn join_letters(text: &mut String, start: usize) {
    let alone = |line: &str| {
        let mut letters = line.trim().chars();
        letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none()
    };
    let tail = text.split_off(start);
    let mut lines = tail.split_inclusive('\n').peekable();
    let mut run: Vec<&str> = Vec::new();
    while let Some(line) = lines.next() {
        if alone(line) {
            run.push(line);
            if lines.peek().is_some_and(|next| alone(next)) {
                continue;
            }
        }
        if run.len() >= LETTERS {
            text.extend(run.iter().map(|letter| letter.trim()));
            text.push('\n');
        } else if !run.is_empty() {
            text.extend(run.iter().copied());
        } else {
            text.push_str(line);
        }
        run.clear();
    }
}

/// A text with a blank in the place of every tag.
fn without_tags(text: &str) -> String {
    let mut parts = text.split('<');
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        plain.push(' ');
        plain.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    plain
}

struct Tag<'a> {
    /// In lower case.
    name: Cow<'a, str>,
    /// None are read of a closing tag.
    attributes: Vec<(&'a str, &'a str)>,
    closing: bool,
    empty: bool,
    length: usize,
}

impl<'a> Tag<'a> {
    /// A tag at the start of `text`, within this many bytes; quotes keep `>` from ending it. `attributes` is room for
    /// them.
    fn parse(text: &'a str, longest: usize, mut attributes: Vec<(&'a str, &'a str)>) -> Option<Self> {
        let bytes = &text.as_bytes()[..text.len().min(longest)];
        let start = Self::name_start(bytes)?;
        let closing = start == 2;
        let name_end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut at = name_end;
        loop {
            match bytes.get(at)? {
                b'>' => break,
                quote @ (b'"' | b'\'') if bytes[..at].trim_ascii_end().ends_with(b"=") => {
                    at += 1 + memchr::memchr(*quote, &bytes[at + 1..])?;
                }
                _ => {}
            }
            at += 1;
        }
        attributes.clear();
        if !closing {
            attributes.extend(Attributes(&text[name_end..at]));
        }
        let name = &text[start..name_end];
        let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        Some(Self {
            name: if is_lower { name.into() } else { name.to_ascii_lowercase().into() },
            attributes,
            closing,
            empty: bytes[at - 1] == b'/',
            length: at + 1,
        })
    }

    /// Where the name stands in a text that begins like a tag.
    fn name_start(text: &[u8]) -> Option<usize> {
        let start = 1 + usize::from(text.get(1) == Some(&b'/'));
        text.get(start).filter(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?')).map(|_| start)
    }

    /// The value of an attribute: of two with a name the first counts.
    fn attribute(&self, wanted: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    }
}

/// The attributes of a tag, each with its value.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let position = |text: &str, ends: fn(&u8) -> bool| text.as_bytes().iter().position(ends).unwrap_or(text.len());
        let rest = &self.0[position(self.0, |byte| !byte.is_ascii_whitespace() && *byte != b'/')..];
        if rest.is_empty() {
            return None;
        }
        let name_end = position(rest, |byte| byte.is_ascii_whitespace() || *byte == b'=').max(1);
        let (name, rest) = rest.split_at(name_end);
        let mut rest = rest.trim_ascii_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_ascii_start();
            (value, rest) = match after.as_bytes().first() {
                Some(&quote @ (b'"' | b'\'')) => {
                    let inner = &after[1..];
                    let end = memchr::memchr(quote, inner.as_bytes()).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                }
                _ => after.split_at(position(after, |byte| byte.is_ascii_whitespace())),
            };
        }
        self.0 = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(input: &str) -> Visible {
        let mut visible = Visible::default();
        read(input, &mut visible);
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
        let link = &visible.links[0];
        assert_eq!((link.text.as_str(), link.url.as_str()), ("account.microsoft.com", "https://evil.example/?a=1&b=2"));
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
        assert_eq!(html("<a title=\"x>y\" href=\"https://h.example\">t</a>").links[0].url, "https://h.example");
    }

    #[test]
    fn deep_nesting_takes_linear_time() {
        let deep = "<div>".repeat(100_000);
        assert_eq!(html(&deep).hidden, "");
    }
}
