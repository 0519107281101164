//! Text as a reader takes it in at a glance: what names are compared in.
//!
//! The build script folds the names of the providers with this same file, so both sides of every
//! comparison went through it. The tables hold what is used against brand names, not all of UTS 39.

/// Characters beyond this number are not folded.
pub const FOLDED_CHARS: usize = 2_000;

/// The plain letters of U+00C0 to U+017F.
const LATIN: &[u8; 192] =
    b"aaaaaaaceeeeiiiidnoooooxouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypyaaaaaaccccccccddddeeeeeeeeeegggg\
    gggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Letters of other scripts beside the Latin letter that they look like, sorted.
const LOOKALIKES: &[(char, char)] = &[
    ('ɑ', 'a'),
    ('ɡ', 'g'),
    ('ɢ', 'g'),
    ('ɩ', 'i'),
    ('ɪ', 'i'),
    ('ɴ', 'n'),
    ('ʀ', 'r'),
    ('ʏ', 'y'),
    ('ʙ', 'b'),
    ('ʜ', 'h'),
    ('ʟ', 'l'),
    ('Α', 'a'),
    ('Β', 'b'),
    ('Ε', 'e'),
    ('Ζ', 'z'),
    ('Η', 'h'),
    ('Ι', 'i'),
    ('Κ', 'k'),
    ('Μ', 'm'),
    ('Ν', 'n'),
    ('Ο', 'o'),
    ('Ρ', 'p'),
    ('Τ', 't'),
    ('Υ', 'y'),
    ('Χ', 'x'),
    ('α', 'a'),
    ('γ', 'y'),
    ('ε', 'e'),
    ('η', 'n'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('μ', 'u'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('σ', 'o'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('ω', 'w'),
    ('ϲ', 'c'),
    ('ϳ', 'j'),
    ('Ϲ', 'c'),
    ('Ё', 'e'),
    ('Ѕ', 's'),
    ('І', 'i'),
    ('Ї', 'i'),
    ('Ј', 'j'),
    ('А', 'a'),
    ('В', 'b'),
    ('Е', 'e'),
    ('К', 'k'),
    ('М', 'm'),
    ('Н', 'h'),
    ('О', 'o'),
    ('Р', 'p'),
    ('С', 'c'),
    ('Т', 't'),
    ('У', 'y'),
    ('Х', 'x'),
    ('Ь', 'b'),
    ('а', 'a'),
    ('в', 'b'),
    ('г', 'r'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('п', 'n'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('ё', 'e'),
    ('є', 'e'),
    ('ѕ', 's'),
    ('і', 'i'),
    ('ї', 'i'),
    ('ј', 'j'),
    ('ѡ', 'w'),
    ('ѵ', 'v'),
    ('ғ', 'f'),
    ('ү', 'y'),
    ('һ', 'h'),
    ('Ӏ', 'i'),
    ('ӏ', 'l'),
    ('ө', 'o'),
    ('Ԁ', 'd'),
    ('ԁ', 'd'),
    ('Ԍ', 'g'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ᴀ', 'a'),
    ('ᴄ', 'c'),
    ('ᴅ', 'd'),
    ('ᴇ', 'e'),
    ('ᴋ', 'k'),
    ('ᴍ', 'm'),
    ('ᴏ', 'o'),
    ('ᴘ', 'p'),
    ('ᴛ', 't'),
    ('ᴜ', 'u'),
    ('ᴠ', 'v'),
    ('ᴡ', 'w'),
    ('ᴢ', 'z'),
    ('ℓ', 'l'),
    ('ⅼ', 'l'),
];

/// Folds a text: invisible characters and accents fall away, look-alike letters and digits become
/// one plain letter, everything else that is no letter or digit becomes one space.
///
/// `i`, `l` and `1` all become `l`; `rn` becomes `m` and `vv` becomes `w`. A number stays as it is.
/// Chinese, Japanese and Korean text is set apart from Latin by a space.
pub fn fold(text: &str) -> String {
    let mut rest = cut(text);
    let mut folded = Vec::with_capacity(rest.len());
    let mut word = String::new();
    // An ASCII character that is no letter or digit ends a word whatever stands around it.
    while !rest.is_empty() {
        let ends = |byte: u8| LETTERS.get(usize::from(byte)) == Some(&0);
        let end = rest.bytes().position(ends).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if part.is_ascii() {
            push_ascii(&mut folded, part);
        } else {
            fold_part(&mut folded, &mut word, part);
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    String::from_utf8(folded).unwrap_or_default()
}

/// Folds a text without the words that bear accents. A name that is also a word of some language is one word with
/// accents and another one without: German "über" is not Uber.
pub fn fold_unaccented(text: &str) -> String {
    if text.is_ascii() {
        return fold(text);
    }
    let bears = |word: &str| word.chars().any(|c| is_mark(c) || matches!(c, '\u{c0}'..='\u{17f}'));
    let words = cut(text).split(|c: char| !c.is_alphanumeric() && !is_invisible(c) && !is_mark(c));
    fold(&words.filter(|word| !bears(word)).collect::<Vec<_>>().join(" "))
}

/// The first [`FOLDED_CHARS`] characters.
fn cut(text: &str) -> &str {
    if text.len() <= FOLDED_CHARS {
        return text;
    }
    text.char_indices().nth(FOLDED_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// Folds a stretch of letters and digits with characters beyond ASCII. `word` is empty before and after.
fn fold_part(folded: &mut Vec<u8>, word: &mut String, part: &str) {
    let mut wide = false;
    for c in part.chars().filter(|&c| !is_invisible(c) && !is_mark(c)) {
        for c in plain(c).to_lowercase() {
            if !c.is_alphanumeric() {
                push_word(folded, word);
                word.clear();
            } else {
                let c_wide = c >= '\u{2e80}';
                if c_wide != wide {
                    push_word(folded, word);
                    word.clear();
                }
                wide = c_wide;
                word.push(c);
            }
        }
    }
    push_word(folded, word);
    word.clear();
}

/// Whether a character draws nothing: zero-width, bidirectional control, soft hyphen, tag, filler.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a word of the text mixes Latin letters with Cyrillic or Greek ones.
pub fn mixes_scripts(text: &str) -> bool {
    !text.is_ascii()
        && text.split(|c: char| !c.is_alphanumeric() && !is_invisible(c)).any(|word| {
            let latin = word.chars().any(|c| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}'));
            latin && word.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}'))
        })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

/// The plain letter that a character looks like, or the character.
fn plain(c: char) -> char {
    let code = c as u32;
    let letter = |from: u32| char::from(b'a' + ((code - from) % 26) as u8);
    match code {
        0..=0x7f => c,
        0xc0..=0x17f => LATIN.get(code as usize - 0xc0).map_or(c, |&byte| char::from(byte)),
        // Letterlike, enclosed, mathematical and fullwidth forms are the alphabet over and over.
        0x24b6..=0x24e9 => letter(0x24b6),
        0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        0x1d400..=0x1d6a3 => letter(0x1d400),
        0x1d7ce..=0x1d7ff => char::from(b'0' + ((code - 0x1d7ce) % 10) as u8),
        0x1f130..=0x1f149 => letter(0x1f130),
        0x1f150..=0x1f169 => letter(0x1f150),
        0x1f170..=0x1f189 => letter(0x1f170),
        _ => LOOKALIKES.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| LOOKALIKES[at].1),
    }
}

/// The letter that an ASCII letter or digit among letters stands for; 0 for what ends a word.
const LETTERS: [u8; 128] = {
    let mut letters = [0; 128];
    let mut at = 0;
    while at < letters.len() {
        letters[at] = match (at as u8).to_ascii_lowercase() {
            b'i' | b'1' => b'l',
            b'0' => b'o',
            b'3' => b'e',
            b'4' => b'a',
            b'5' => b's',
            byte if byte.is_ascii_alphanumeric() => byte,
            _ => 0,
        };
        at += 1;
    }
    letters
};

/// Adds a word: digits among letters become the letters they stand for.
fn push_word(folded: &mut Vec<u8>, word: &str) {
    if word.is_empty() {
        return;
    }
    if !folded.is_empty() {
        folded.push(b' ');
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        folded.extend_from_slice(word.as_bytes());
        return;
    }
    let mut last = None;
    for c in word.chars() {
        let c = LETTERS.get(c as usize).map_or(c, |&byte| char::from(byte));
        match (last, c) {
            (Some('r'), 'n') => {
                folded.pop();
                folded.push(b'm');
                last = None;
            }
            (Some('v'), 'v') => {
                folded.pop();
                folded.push(b'w');
                last = None;
            }
            _ => {
                folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                last = Some(c);
            }
        }
    }
}

/// Adds an ASCII word at once, unless letters of it become one.
fn push_ascii(folded: &mut Vec<u8>, word: &str) {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return push_word(folded, word);
    }
    let before = folded.len();
    if before > 0 {
        folded.push(b' ');
    }
    folded.extend(word.bytes().map(|byte| LETTERS[usize::from(byte & 127)]));
    if folded[before..].windows(2).any(|pair| pair == b"rn" || pair == b"vv") {
        folded.truncate(before);
        push_word(folded, word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn look_alike_letters_fold_to_the_same_word() {
        let plain = fold("Microsoft");
        for text in [
            "MICROSOFT",
            "Micros0ft",
            "Mlcr0s0ft",
            "\u{39c}icrosoft",
            "М\u{456}сr\u{43e}s\u{43e}ft",
            "ｍｉｃｒｏｓｏｆｔ",
            "rnicrosoft",
            "Micro\u{200b}soft",
            "Mícrósoft",
            "𝐌𝐢𝐜𝐫𝐨𝐬𝐨𝐟𝐭",
            "ⓜicrosoft",
            "\u{202e}Microsoft",
        ] {
            assert_eq!(fold(text), plain, "{text}");
        }
        assert_ne!(fold("Microsort"), plain);
        assert_eq!(fold("PayPaI"), fold("paypal"));
        assert_eq!(fold("tvvitter"), fold("Twitter"));
    }

    #[test]
    fn punctuation_is_one_space_and_numbers_stay() {
        assert_eq!(fold("  no-reply: Office 365!  "), fold("NO REPLY office 365"));
        assert!(fold("Office 365").ends_with("365"));
        assert_eq!(fold("帐户Xbox团队"), "帐户 xbox 团队");
        assert_eq!(fold("\u{200b}..\u{202e}"), "");
    }

    #[test]
    fn a_word_with_accents_is_another_word_than_the_one_without() {
        for text in ["Neu über uns", "NEU ÜBER UNS", "neu u\u{308}ber uns"] {
            assert_eq!(fold_unaccented(text), "neu uns", "{text}");
        }
        // a letter of another script is a disguise, and no accent
        assert_eq!(fold_unaccented("Ub\u{435}r, überall"), "uber");
        assert_eq!(fold_unaccented("Uber Support"), fold("Uber Support"));
    }

    #[test]
    fn only_a_word_of_two_scripts_is_mixed() {
        assert!(mixes_scripts("Аpple"));
        assert!(mixes_scripts("Αpple ID"));
        assert!(!mixes_scripts("Apple Поддержка"));
        assert!(!mixes_scripts("Crédit Ærø"));
    }

    #[test]
    fn the_table_of_look_alikes_is_sorted() {
        assert!(LOOKALIKES.is_sorted_by(|a, b| a.0 < b.0));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more_than_digits(text in ".{0,200}") {
            let once = fold(&text);
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }
    }
}
