//! The little of CSS that decides whether a reader sees a text: inline declarations, and the rules of a
//! style sheet that name a class or an id.

/// A colour without its transparency.
pub type Colour = [u8; 3];

/// The page of a mail program that is told nothing.
pub const WHITE: Colour = [255; 3];
/// Bytes of style sheets that are read in one part.
const SHEET: usize = 128 << 10;
/// Rules that are kept.
const RULES: usize = 2_000;
/// Pixels beside the page from which on nothing is left of a text.
const BESIDE: f32 = -400.0;
/// The largest font that nobody can read, in pixels.
const UNREADABLE: f32 = 1.9;

/// What a declaration says of a background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// This colour.
    Colour(Colour),
    /// A picture or something else that is not followed.
    Unknown,
}

/// What declarations say of a box, as far as it matters here; `None` says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// `display: none`.
    pub gone: Option<bool>,
    /// Whether the box stands in the line.
    pub inline: Option<bool>,
    /// `visibility`.
    pub invisible: Option<bool>,
    /// A font too small to be read. Not said by a size that is relative to another.
    pub tiny: Option<bool>,
    /// The box leaves no room for its text, or shows it where there is no page.
    pub shut: bool,
    /// The colour of the text; fully transparent is `Unknown` here.
    pub colour: Option<Background>,
    /// The background.
    pub background: Option<Background>,
    /// `unicode-bidi: bidi-override`.
    pub overrides: bool,
    /// `direction: rtl`.
    pub right_to_left: bool,
}

impl Look {
    /// Reads declarations.
    pub fn of(declarations: &str) -> Self {
        let mut look = Self::default();
        let (mut flat, mut clipped, mut taken_out, mut beside) = (false, false, false, false);
        let declarations = declarations.to_ascii_lowercase();
        for declaration in declarations.split(';').take(200) {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let weight = value.find('!').filter(|&at| value[at + 1..].trim_start().starts_with("important"));
            let value = value[..weight.unwrap_or(value.len())].trim();
            match name.trim() {
                "display" => {
                    look.gone = Some(value == "none");
                    look.inline = Some(value.starts_with("inline") || value == "contents");
                }
                "visibility" => look.invisible = Some(matches!(value, "hidden" | "collapse")),
                "mso-hide" if value == "all" => look.shut = true,
                "opacity" => look.shut |= number(value).is_some_and(|opacity| opacity < 0.05),
                "font-size" => look.tiny = font_size(value).or(look.tiny),
                "font" => {
                    let size = value
                        .split_whitespace()
                        .find(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
                    let size = size.filter(|word| {
                        word.ends_with(|c: char| !c.is_ascii_digit()) || word.contains('/') || *word == "0"
                    });
                    look.tiny = size.and_then(|size| font_size(size.split('/').next().unwrap_or(""))).or(look.tiny);
                }
                "height" | "max-height" => flat = pixels(value).is_some_and(|height| height < 1.0),
                "width" | "max-width" => flat |= pixels(value).is_some_and(|width| width < 1.0),
                "overflow" | "overflow-x" | "overflow-y" => clipped = matches!(value, "hidden" | "clip"),
                "position" => taken_out = matches!(value, "absolute" | "fixed"),
                "left" | "top" | "right" | "bottom" => beside |= pixels(value).is_some_and(|at| at < BESIDE),
                "margin-left" | "margin-top" | "text-indent" => {
                    look.shut |= pixels(value).is_some_and(|at| at < BESIDE);
                }
                "color" => look.colour = colour(value).or(look.colour),
                "background" | "background-color" | "background-image" => {
                    look.background = background(value).or(look.background);
                }
                "unicode-bidi" => look.overrides = value.ends_with("override"),
                "direction" => look.right_to_left = value == "rtl",
                _ => {}
            }
        }
        look.shut |= (flat && clipped) || (taken_out && beside);
        look
    }

    /// What is said later counts.
    pub fn add(&mut self, other: &Self) {
        self.gone = other.gone.or(self.gone);
        self.inline = other.inline.or(self.inline);
        self.invisible = other.invisible.or(self.invisible);
        self.tiny = other.tiny.or(self.tiny);
        self.shut |= other.shut;
        self.colour = other.colour.or(self.colour);
        self.background = other.background.or(self.background);
        self.overrides |= other.overrides;
        self.right_to_left |= other.right_to_left;
    }

    /// Whether it takes a text out of sight.
    fn hides(&self) -> bool {
        self.gone == Some(true) || self.invisible == Some(true) || self.tiny == Some(true) || self.shut
    }
}

/// What the sheets say of a class or an id, its mark before it.
#[derive(Debug)]
struct Rule {
    name: String,
    look: Look,
    /// Whether another rule speaks of it as well: under which condition, is not followed.
    doubtful: bool,
}

/// The rules of a part's style sheets that name one class or id.
#[derive(Debug, Default)]
pub struct Sheet {
    /// By name, in order. A map of the library weighs more.
    rules: Vec<Rule>,
    /// Whether a rule paints boxes that are named in another way.
    paints: bool,
    bytes: usize,
}

impl Sheet {
    /// Reads the content of a `style` element.
    pub fn read(&mut self, text: &str) {
        let room = SHEET.saturating_sub(self.bytes);
        let text = &text[..text.floor_char_boundary(room.min(text.len()))];
        self.bytes += text.len();
        let mut depth = 0; // of blocks around rules, as `@media`
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, behind) = (&rest[..at], &rest[at + 1..]);
            if rest.as_bytes()[at] == b'}' {
                depth = usize::saturating_sub(depth, 1);
                rest = behind;
                continue;
            }
            let selectors = before.rsplit("*/").next().unwrap_or("").trim();
            let selectors = selectors.trim_start_matches("<!--").trim();
            if selectors.starts_with('@') && !selectors.starts_with("@font-face") {
                depth += 1;
                rest = behind;
                continue;
            }
            let end = behind.find('}').unwrap_or(behind.len());
            self.rule(selectors, &Look::of(&behind[..end]), depth > 0);
            rest = behind.get(end + 1..).unwrap_or("");
        }
    }

    fn rule(&mut self, selectors: &str, look: &Look, conditional: bool) {
        for selector in selectors.split(',').map(str::trim) {
            let last = selector.rsplit([' ', '>', '+', '~']).next().unwrap_or("");
            let Some(at) = last.find(['.', '#']) else {
                self.paints |= look.background.is_some();
                continue;
            };
            let names = &last[at..];
            let plain = names.bytes().skip(1).all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            if plain && last.len() == selector.len() && !conditional {
                if let Some(rule) = self.entry(names) {
                    rule.look.add(look);
                }
                continue;
            }
            let names = names.split([':', '[']).next().unwrap_or("");
            for (at, _) in names.match_indices(['.', '#']) {
                let end = names[at + 1..].find(['.', '#']).map_or(names.len(), |end| at + 1 + end);
                if let Some(rule) = self.entry(&names[at..end]) {
                    rule.doubtful = true;
                }
            }
        }
    }

    /// The place of a rule by its mark and the rest of its name, whatever its case.
    fn find(&self, mark: u8, name: &str) -> Result<usize, usize> {
        let wanted = || std::iter::once(mark).chain(name.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.rules.binary_search_by(|rule| rule.name.bytes().cmp(wanted()))
    }

    /// The rule of a name with its mark before it.
    fn entry(&mut self, name: &str) -> Option<&mut Rule> {
        let (&mark, _) = name.as_bytes().split_first()?;
        let at = match self.find(mark, name.get(1..)?) {
            Ok(at) => at,
            Err(_) if self.rules.len() >= RULES => return None,
            Err(at) => {
                let name = name.to_ascii_lowercase();
                self.rules.insert(at, Rule { name, look: Look::default(), doubtful: false });
                at
            }
        };
        self.rules.get_mut(at)
    }

    /// What the sheets say of an element with these classes and this id.
    pub fn look(&self, classes: &str, id: &str) -> Look {
        let mut look = Look::default();
        if self.rules.is_empty() {
            return look;
        }
        let classes = classes.split_ascii_whitespace().take(16).map(|class| (b'.', class));
        for (mark, name) in classes.chain((!id.is_empty()).then_some((b'#', id))) {
            let Ok(at) = self.find(mark, name) else { continue };
            let rule = &self.rules[at];
            // what one program hides, another displays
            if !(rule.doubtful && rule.look.hides()) {
                look.add(&rule.look);
            }
            if rule.doubtful {
                look.background = Some(Background::Unknown);
            }
        }
        look
    }

    /// Whether the page may have another background than white.
    pub fn paints(&self) -> bool {
        self.paints
    }
}

/// The texts that a style sheet writes into the page: `content: "..."`.
pub fn written(sheet: &str) -> impl Iterator<Item = &str> {
    sheet.split("content").skip(1).filter_map(|behind| {
        let value = behind.trim_start().strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

/// Whether a text of the one colour cannot be seen on the other.
pub fn alike(one: Colour, other: Colour) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= 8)
}

/// A number at the start, and what follows it.
fn leading(value: &str) -> Option<(f32, &str)> {
    let end = value.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(value.len());
    let (digits, unit) = value.split_at(end);
    decimal(digits).map(|number| (number, unit.trim()))
}

/// A decimal number. The parser of the standard library weighs more than all of this file.
fn decimal(text: &str) -> Option<f32> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !digits(whole) || !digits(part) {
        return None;
    }
    let mut number = 0.0;
    for byte in whole.bytes().take(9) {
        number = number * 10.0 + f32::from(byte - b'0');
    }
    let mut place = 0.1;
    for byte in part.bytes().take(6) {
        number += place * f32::from(byte - b'0');
        place /= 10.0;
    }
    Some(sign * number)
}

fn number(value: &str) -> Option<f32> {
    let (number, unit) = leading(value)?;
    match unit {
        "" => Some(number),
        "%" => Some(number / 100.0),
        _ => None,
    }
}

/// A length in pixels; a relative one other than zero is not known.
fn pixels(value: &str) -> Option<f32> {
    let (number, unit) = leading(value)?;
    match unit {
        "" | "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" | "rem" => Some(number * 16.0),
        "in" => Some(number * 96.0),
        "cm" => Some(number * 37.8),
        "%" if number == 0.0 => Some(0.0),
        _ => None,
    }
}

/// Whether a font of this size cannot be read; `None` when it depends on the one around.
fn font_size(value: &str) -> Option<bool> {
    let relative = value.ends_with('%') || (value.ends_with("em") && !value.ends_with("rem"));
    match pixels(value) {
        Some(size) if size < UNREADABLE => Some(true),
        Some(_) if !relative => Some(false),
        Some(_) => None,
        None if relative => None,
        None => (!matches!(value, "inherit" | "smaller" | "larger" | "unset" | "")).then_some(false),
    }
}

/// The colour of a text.
pub fn colour(value: &str) -> Option<Background> {
    match value {
        "transparent" => Some(Background::Unknown),
        "inherit" | "initial" | "unset" | "currentcolor" => None,
        _ if value.starts_with("rgba")
            && value.trim_end_matches(')').rsplit(',').next().and_then(number) == Some(0.0) =>
        {
            Some(Background::Unknown)
        }
        _ => plain_colour(value).map(Background::Colour),
    }
}

/// The background that a value paints.
pub fn background(value: &str) -> Option<Background> {
    if value.contains("url(") || value.contains("gradient(") {
        return Some(Background::Unknown);
    }
    let transparent = |word: &str| matches!(word, "transparent" | "none" | "inherit" | "initial" | "unset" | "");
    if transparent(value) {
        return None;
    }
    let colour = plain_colour(value).or_else(|| value.split_whitespace().find_map(plain_colour));
    // a word that is not known may be a colour
    Some(colour.map_or(Background::Unknown, Background::Colour))
}

fn plain_colour(value: &str) -> Option<Colour> {
    const NAMES: [(&str, Colour); 10] = [
        ("white", WHITE),
        ("black", [0; 3]),
        ("red", [255, 0, 0]),
        ("blue", [0, 0, 255]),
        ("green", [0, 128, 0]),
        ("gray", [128; 3]),
        ("silver", [192; 3]),
        ("whitesmoke", [245; 3]),
        ("snow", [255, 250, 250]),
        ("ivory", [255, 255, 240]),
    ];
    if let Some((_, colour)) = NAMES.iter().find(|(name, _)| *name == value) {
        return Some(*colour);
    }
    if let Some(inner) = value.strip_prefix("rgb") {
        let inner = inner.trim_start_matches('a').trim_start().strip_prefix('(')?;
        let mut parts = inner.split([',', ' ', '/', ')']).filter(|part| !part.is_empty());
        let mut part = || decimal(parts.next()?).map(|part| part as u8);
        return Some([part()?, part()?, part()?]);
    }
    let hex = value.strip_prefix('#').or_else(|| (value.len() == 6).then_some(value))?;
    let digit =
        |at: usize| hex.as_bytes().get(at).and_then(|&digit| char::from(digit).to_digit(16)).map(|digit| digit as u8);
    match hex.len() {
        3 | 4 => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
        6 | 8 => Some([digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_that_hide_are_told_from_those_that_do_not() {
        for hiding in [
            "display:none",
            "DISPLAY : NONE !important",
            "visibility:hidden",
            "font-size:0",
            "font-size:0px",
            "font-size: 1px",
            "font:0/0 a",
            "opacity:0",
            "opacity: 0.01",
            "max-height:0;overflow:hidden",
            "height:0px; width:0px; overflow: hidden",
            "position:absolute; left:-9999px",
            "text-indent:-9999px",
            "mso-hide:all",
            "display:block;display:none",
        ] {
            assert!(Look::of(hiding).hides(), "{hiding}");
        }
        for shown in [
            "display:block",
            "display:none;display:block",
            "font-size:10px",
            "font:10px/0 a",
            "font: bold 14px/1.5 Arial",
            "font-size:100%",
            "opacity:0.5",
            "opacity:0.1",
            "max-height:0",
            "line-height:0",
            "height:0;overflow:visible",
            "left:-9999px",
            "text-indent:-20px",
            "margin-left:-10px",
            "border-width:0;overflow:hidden",
            "overflow:hidden",
            ":;:;none",
        ] {
            assert!(!Look::of(shown).hides(), "{shown}");
        }
    }

    #[test]
    fn colours_are_read_in_their_forms() {
        for value in ["#fff", "#FFFFFF", "white", "rgb(255, 255, 255)", "rgba(255,255,255,1)", "#ffffffff"] {
            assert_eq!(plain_colour(&value.to_ascii_lowercase()), Some(WHITE), "{value}");
        }
        assert_eq!(colour("transparent"), Some(Background::Unknown));
        assert_eq!(colour("rgba(0,0,0,0)"), Some(Background::Unknown));
        assert_eq!(background("#000 url(x.png)"), Some(Background::Unknown));
        assert_eq!(background("#000000 no-repeat"), Some(Background::Colour([0; 3])));
        assert_eq!(background("none"), None);
        assert!(alike([255; 3], [250; 3]) && !alike([255; 3], [230; 3]));
    }

    #[test]
    fn a_class_hides_only_when_no_other_rule_speaks_of_it() {
        let mut sheet = Sheet::default();
        sheet.read(
            "/* x */ .gone, td.away { display:none } .mobile{display:none} .card .btn{background:#123456}
             @media (max-width:600px){ .mobile{display:block!important} .wide{display:none} } .after{font-size:0}",
        );
        for hidden in ["gone", "x AWAY", "after"] {
            assert!(sheet.look(hidden, "").hides(), "{hidden}");
        }
        for shown in ["mobile", "wide", "btn", "unknown", ""] {
            assert!(!sheet.look(shown, "").hides(), "{shown}");
        }
        assert_eq!(sheet.look("btn", "").background, Some(Background::Unknown));
    }

    #[test]
    fn broken_sheets_end() {
        for text in ["{", "}}}}", "@media{{{", ".a{", ".a{b:c", "<!-- .x{display:none} -->", "é{é:é}"] {
            Sheet::default().read(text);
        }
    }
}
