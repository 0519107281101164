//! Character references (HTML 13.5).

use std::borrow::Cow;

/// The named ones that mail uses. Letters with marks are composed from [`MARKS`].
const NAMED: [(&str, &str); 62] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("Tab", " "),
    ("NewLine", "\n"),
    ("zwnj", ""),
    ("zwj", ""),
    ("shy", ""),
    ("lrm", ""),
    ("rlm", ""),
    ("ZeroWidthSpace", ""),
    ("NoBreak", ""),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("colon", ":"),
    ("semi", ";"),
    ("sol", "/"),
    ("bsol", "\\"),
    ("period", "."),
    ("comma", ","),
    ("commat", "@"),
    ("num", "#"),
    ("quest", "?"),
    ("excl", "!"),
    ("lpar", "("),
    ("rpar", ")"),
    ("plus", "+"),
    ("equals", "="),
    ("percnt", "%"),
    ("lowbar", "_"),
    ("hyphen", "-"),
    ("dash", "-"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("iexcl", "¡"),
    ("iquest", "¿"),
    ("dollar", "$"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("szlig", "ß"),
    ("aelig", "æ"),
    ("oslash", "ø"),
    ("oelig", "œ"),
    ("times", "×"),
];

/// The marks in names such as `eacute`, and the letters that they give with `aeiouncyAEIOUNCY`; a blank
/// where there is no such name.
const MARKS: [(&str, &str); 7] = [
    ("acute", "áéíóú  ýÁÉÍÓÚ  Ý"),
    ("grave", "àèìòù   ÀÈÌÒÙ   "),
    ("circ", "âêîôû   ÂÊÎÔÛ   "),
    ("uml", "äëïöü  ÿÄËÏÖÜ  Ÿ"),
    ("tilde", "ã  õ ñ  Ã  Õ Ñ  "),
    ("cedil", "      ç       Ç "),
    ("ring", "å       Å       "),
];
/// The letters before the marks.
const LETTERS: &str = "aeiouncyAEIOUNCY";
/// Characters of a reference that are read.
const LONGEST: usize = 40;

/// The text with its references replaced. What is none stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find('&') {
        decoded.push_str(&rest[..found]);
        rest = &rest[found + 1..];
        let length =
            rest.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let name = &rest[..length];
        let known = match name.strip_prefix('#') {
            Some(number) => numeric(number, &mut decoded),
            None => named(name, &mut decoded),
        };
        if known {
            rest = &rest[length..];
            rest = rest.strip_prefix(';').unwrap_or(rest);
        } else {
            decoded.push('&');
        }
    }
    decoded.push_str(rest);
    decoded.into()
}

fn numeric(number: &str, decoded: &mut String) -> bool {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    };
    // numbers of windows-1252 are read as that charset (HTML 13.2.5.80)
    let code = code.map(|code| match code {
        0x80 => 0x20ac,
        0x85 => 0x2026,
        0x91 | 0x92 => 0x2019,
        0x93 => 0x201c,
        0x94 => 0x201d,
        0x95 => 0x2022,
        0x96 | 0x97 => 0x2013,
        other => other,
    });
    code.and_then(char::from_u32).map(|c| decoded.push(c)).is_some()
}

fn named(name: &str, decoded: &mut String) -> bool {
    if let Some((_, text)) = NAMED.iter().find(|(known, _)| *known == name) {
        decoded.push_str(text);
        return true;
    }
    let (Some(letter), Some(mark)) = (name.chars().next(), name.get(1..)) else { return false };
    let letters = MARKS.iter().find(|(known, _)| *known == mark).map(|(_, letters)| letters);
    let marked = letters.and_then(|letters| letters.chars().nth(LETTERS.find(letter)?));
    marked.filter(|c| *c != ' ').map(|c| decoded.push(c)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_letters_and_everything_else_stays() {
        for (text, decoded) in [
            ("482&#57;13", "482913"),
            ("&#x0000000053;end&#32;me", "Send me"),
            (
                "c&oacute;digo, se&ntilde;or, Stra&szlig;e, &Uuml;ber, fran&ccedil;ais",
                "código, señor, Straße, Über, français",
            ),
            ("it&#146;s", "it’s"),
            ("&period;com&sol;", ".com/"),
            ("a&ZeroWidthSpace;b&shy;c", "abc"),
            ("&bogus; & &#x110000; &#; &xacute; &", "&bogus; & &#x110000; &#; &xacute; &"),
            ("https://h.example/?a=1&amp;b=2&c=3", "https://h.example/?a=1&b=2&c=3"),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }
}
