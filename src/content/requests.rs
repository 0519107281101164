//! What a text asks the reader to do, by the words in `requests.toml`; telephone numbers, codes and
//! amounts of money.

use super::fold::{fold, is_unspaced};
use crate::data::requests::{
    self as table, CALL, CLASSES, COMMA, LANGUAGES, Language, NONE, REQUESTS, RequestRule, Word,
};
use crate::report::{Request, RequestKind};

/// Characters of a quote in the report.
const QUOTED: usize = 160;
/// Words (in unspaced writing: characters) of a sentence; a longer one is read in parts.
const WORDS: usize = 300;
/// Bytes of a word that are looked at.
const WORD_BYTES: usize = 48;
/// Requests, codes and numbers that are listed of each kind.
const LISTED: usize = 20;

/// What a text asks for, each request once a kind. Takes time linear in the text.
pub fn requests(text: &str) -> Vec<Request> {
    let mut reader =
        Reader { text, hits: Vec::new(), seen: Seen::default(), before: Seen::default(), found: Vec::new() };
    reader.read();
    reader.found
}

/// Which classes of words were seen.
#[derive(Clone, Copy)]
struct Seen([u64; CLASSES.div_ceil(64)]);

impl Default for Seen {
    fn default() -> Self {
        Self([0; CLASSES.div_ceil(64)])
    }
}

impl Seen {
    fn add(&mut self, class: u16) {
        if let Some(bits) = self.0.get_mut(class as usize / 64) {
            *bits |= 1 << (class % 64);
        }
    }

    fn has(&self, class: u16) -> bool {
        self.0.get(class as usize / 64).is_some_and(|bits| bits >> (class % 64) & 1 == 1)
    }
}

/// A word of a class in a sentence.
#[derive(Clone, Copy)]
struct Hit {
    /// Which word of the sentence, from 0.
    at: i32,
    class: u16,
    /// Where it stands in the text.
    byte: usize,
}

struct Reader<'a> {
    text: &'a str,
    /// The words of the sentence that are known, in order.
    hits: Vec<Hit>,
    seen: Seen,
    /// What was seen in the sentence before.
    before: Seen,
    found: Vec<Request>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let text = self.text;
        let mut word: Vec<u8> = Vec::with_capacity(WORD_BYTES);
        let mut begins = 0; // of the word
        let mut start = 0; // of the sentence
        let mut words = 0;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let end = at + c.len_utf8();
            let unspaced = is_unspaced(c);
            let Some(letter) = fold(c) else {
                at = end;
                continue;
            };
            // the t of "don't" belongs to the word; other apostrophes divide words
            let negates = letter == '\'' && word.ends_with(b"n") && contracts(&text[end..]);
            if !unspaced && (letter.is_alphanumeric() || negates) {
                if word.is_empty() {
                    begins = at;
                }
                if !negates && word.len() + letter.len_utf8() <= WORD_BYTES {
                    word.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                at = end;
                continue;
            }
            if !word.is_empty() {
                self.add(table::find(&word), words, begins);
                word.clear();
                words += 1;
            }
            if unspaced {
                let rest = text.as_bytes().get(at..text.len().min(at + WORD_BYTES)).unwrap_or_default();
                let entry = table::find(rest);
                self.add(entry, words, at);
                let length = entry.map_or(c.len_utf8(), |entry| entry.length as usize);
                let known = text.get(at..at + length).unwrap_or("");
                words += known.chars().count().max(1) as i32;
                at += known.len().max(c.len_utf8());
            } else {
                if matches!(letter, ',' | '、' | ':' | '–' | '—') && words > 0 {
                    self.hits.push(Hit { at: words - 1, class: COMMA, byte: at });
                }
                at = end;
            }
            if words as usize >= WORDS || ends_sentence(letter, &text[end..]) {
                self.finish(&text[start..at]);
                start = at;
                words = 0;
            }
        }
        if !word.is_empty() {
            self.add(table::find(&word), words, begins);
        }
        self.finish(&text[start..]);
    }

    fn add(&mut self, word: Option<&'static Word>, at: i32, byte: usize) {
        for &class in word.map_or(&[][..], Word::classes) {
            self.seen.add(class);
            self.hits.push(Hit { at, class, byte });
        }
    }

    /// Judges the sentence that was read, and begins another.
    fn finish(&mut self, sentence: &str) {
        if !self.hits.is_empty() {
            self.forget_other_codes();
            for rule in REQUESTS {
                let (Some((&first, rest)), Some(language)) =
                    (rule.all.split_first(), LANGUAGES.get(rule.language as usize))
                else {
                    continue;
                };
                let may = rest.iter().all(|&class| self.seen.has(class))
                    && (self.seen.has(first) || (rule.across && self.before.has(first)))
                    && !self.found.iter().any(|request| request.kind == rule.kind);
                if may && let Some(byte) = self.fires(rule, language, first, rest) {
                    self.found.push(Request { kind: rule.kind, quote: self.quote(sentence, byte) });
                }
            }
            let call = CALL.iter().any(|&class| self.seen.has(class));
            if call
                && !self.found.iter().any(|request| request.kind == RequestKind::Call)
                && !phones(sentence).is_empty()
            {
                self.found.push(Request { kind: RequestKind::Call, quote: self.quote(sentence, 0) });
            }
        }
        // a blank between two sentences is none
        if sentence.contains(char::is_alphanumeric) {
            self.before = self.seen;
        }
        self.seen = Seen::default();
        self.hits.clear();
    }

    /// A word for a code beside one that makes it another kind of code ("promo code") is dropped.
    fn forget_other_codes(&mut self) {
        for language in LANGUAGES {
            if !(self.seen.has(language.code) && self.seen.has(language.beside)) {
                continue;
            }
            let others: Vec<i32> =
                self.hits.iter().filter(|hit| hit.class == language.beside).map(|hit| hit.at).collect();
            let near = |at: i32| {
                let from = others.partition_point(|&other| other < at - 1);
                others.get(from).is_some_and(|&other| other <= at + 2)
            };
            self.hits.retain(|hit| hit.class != language.code || !near(hit.at));
            let left = self.hits.iter().any(|hit| hit.class == language.code);
            if !left && let Some(bits) = self.seen.0.get_mut(language.code as usize / 64) {
                *bits &= !(1 << (language.code % 64));
            }
        }
    }

    /// Where a rule fires: its first word.
    fn fires(&self, rule: &RequestRule, language: &Language, first: u16, rest: &[u16]) -> Option<usize> {
        let window = i32::from(rule.window);
        let starts = self.hits.iter().enumerate().filter(|(_, hit)| hit.class == first);
        let starts = starts.map(|(index, hit)| (index, hit.at, hit.byte));
        let earlier = (rule.across && self.before.has(first)).then_some((0, -1, 0));
        'starts: for (index, at, byte) in starts.chain(earlier) {
            let near = || self.hits[index..].iter().take_while(move |hit| hit.at <= at + window);
            let mut last = at;
            for &class in rest {
                let Some(hit) = near().find(|hit| hit.class == class && hit.at > at) else { continue 'starts };
                last = last.max(hit.at);
            }
            let between = |class: u16| near().any(|hit| hit.class == class && hit.at > at && hit.at <= last);
            if between(rule.but) {
                continue;
            }
            if self.holds(index, at - 1, at, language.subject) || self.holds(index, at + 1, at + 2, language.object) {
                continue;
            }
            if !self.negated(language, index, at, last, window) {
                return Some(byte);
            }
        }
        None
    }

    /// Whether a class has a word in `from..to`; `index` is of a hit nearby.
    fn holds(&self, index: usize, from: i32, to: i32, class: u16) -> bool {
        self.around(index, from, to).any(|hit| hit.class == class)
    }

    /// The hits in `from..to`, found from one nearby, so that a long sentence takes linear time.
    fn around(&self, index: usize, from: i32, to: i32) -> impl Iterator<Item = &Hit> {
        let mut start = index.min(self.hits.len());
        while start > 0 && self.hits[start - 1].at >= from {
            start -= 1;
        }
        self.hits[start..].iter().skip_while(move |hit| hit.at < from).take_while(move |hit| hit.at < to)
    }

    /// Whether something negates the request whose words stand in `first..=last`.
    fn negated(&self, language: &Language, index: usize, first: i32, last: i32, window: i32) -> bool {
        let has = |from: i32, to: i32, class: u16| self.holds(index, from, to, class);
        self.around(index, first - window, last + 4).any(|hit| {
            let at = hit.at;
            if hit.class == language.who {
                return at <= last && has(at + 1, at + 5, language.plea);
            }
            if hit.class != language.unless || has(at - 2, at + 3, language.excuse) {
                return false;
            }
            let reports = has(at - 2, at, language.when);
            if at > last {
                // "share this code with no one", but not "the code, do not hang up"
                return !has(last, at, COMMA);
            }
            if at >= first {
                return !reports;
            }
            if reports {
                return false;
            }
            // "Never, under any circumstances, ..." has its comma right behind
            if has(at, at + 1, COMMA) {
                return has(at + 1, first, COMMA);
            }
            let to = if language.heed == NONE { first } else { first.min(at + 6) };
            let comma = |before: i32| has(at, before, COMMA);
            let heeds = self.around(index, at + 1, to).any(|hit| hit.class == language.heed && !comma(hit.at));
            heeds || ((language.heed == NONE || first - at <= 10) && !comma(first))
        })
    }

    /// The sentence, from the word at `byte` on when it is long.
    fn quote(&self, sentence: &str, byte: usize) -> String {
        let trimmed = sentence.trim();
        let start = sentence.as_ptr() as usize - self.text.as_ptr() as usize;
        let from = byte.saturating_sub(start);
        let part = match trimmed.len() > QUOTED && from > QUOTED / 2 {
            true => sentence.get(from..).unwrap_or(trimmed),
            false => trimmed,
        };
        shorten(part)
    }
}

/// Whether the t of a contraction stands at the start, and the word ends with it.
fn contracts(rest: &str) -> bool {
    let mut letters = rest.chars();
    matches!(letters.next(), Some('t' | 'T')) && !letters.next().is_some_and(char::is_alphanumeric)
}

/// Whether a sentence ends with this character: a mark, a full stop before white space, an empty line.
fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '!' | '?' | ';' | '。' => true,
        '.' => rest.chars().next().is_none_or(char::is_whitespace),
        '\n' => rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
        _ => false,
    }
}

/// The first characters of a text, its white space as single spaces.
pub fn shorten(text: &str) -> String {
    let mut short = String::with_capacity(QUOTED + 8);
    for word in text.split_whitespace() {
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word.get(..word.floor_char_boundary(QUOTED)).unwrap_or(""));
        if short.len() > QUOTED {
            short.truncate(short.floor_char_boundary(QUOTED));
            short.push('…');
            break;
        }
    }
    short
}

/// Whether a text speaks of signing in, so that a code in it is not a discount or a piece of software.
pub fn speaks_of_sign_in(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "verification",
        "security",
        "one-time",
        "passcode",
        "otp",
        "digit",
        "login",
        "sign-in",
        "signin",
        "authentication",
        "bestätigungscode",
        "sicherheitscode",
        "verificación",
        "vérification",
        "verifica",
        "verificatiecode",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Telephone numbers: 10 to 15 digits (ITU-T E.164) with the marks that people put between them,
/// not part of a longer word.
pub fn phones(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{2011}' | '\u{2013}');
    let mut found = Vec::new();
    let mut run = String::new();
    let mut digits = 0;
    let mut marks = 0;
    let mut previous = ' ';
    for c in text.chars().chain([' ', '\n']) {
        let digit = c.is_ascii_digit();
        if digit || (c == '+' && run.is_empty()) || (c == '(' && run.is_empty()) || (!run.is_empty() && is_mark(c)) {
            if run.is_empty() && (previous.is_alphanumeric() || matches!(previous, '/' | '=' | '_' | '-' | '#')) {
                previous = c;
                continue;
            }
            run.push(c);
            digits += usize::from(digit);
            marks += usize::from(!digit);
        } else {
            finish(&mut found, &run, digits, marks, c);
            run.clear();
            (digits, marks) = (0, 0);
        }
        previous = c;
    }
    finish(&mut found, &run, digits, marks, ' ');
    found
}

fn finish(found: &mut Vec<String>, run: &str, digits: usize, marks: usize, next: char) {
    let number = run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(');
    // a bare run of digits is an order number as often as not
    let written = marks > 0 && (number.starts_with('+') || number.contains(['-', '(', '.', ' ', '\u{a0}']));
    let ends = !(run.ends_with(|c: char| c.is_ascii_digit()) && next.is_alphanumeric());
    if (10..=15).contains(&digits) && written && ends && found.len() < LISTED {
        let number = number.to_owned();
        if !found.contains(&number) {
            found.push(number);
        }
    }
}

/// Codes: 4 to 8 digits that stand alone on a line or behind a word for a code.
pub fn codes(text: &str) -> Vec<String> {
    const NAMES: [&str; 12] = [
        "code",
        "passcode",
        "otp",
        "pin",
        "código",
        "codigo",
        "kode",
        "codice",
        "code:",
        "código:",
        "认证码",
        "コード",
    ];
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().take(WORDS).collect();
        let names = words.iter().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            NAMES.contains(&word.as_str())
        });
        for word in &words {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let digits = bare.strip_prefix("FB-").or_else(|| bare.strip_prefix("G-")).unwrap_or(bare);
            let is_code = (4..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            if is_code && (names || words.len() == 1) && found.len() < LISTED && !found.iter().any(|code| code == bare)
            {
                found.push(bare.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<RequestKind> {
        requests(text).into_iter().map(|request| request.kind).collect()
    }

    #[test]
    fn a_request_for_the_code_is_found_in_its_usual_words() {
        for text in [
            "Please read the code to our agent.",
            "Reply with the verification code you received so that we can help you here",
            "Forward the 6-digit code to me",
            "Bitte nennen Sie unserem Mitarbeiter den Bestätigungscode",
            "Envíenos el código que ha recibido",
            "Envoyez-nous le code reçu",
        ] {
            assert_eq!(kinds(text), [RequestKind::SendCode], "{text}");
        }
    }

    #[test]
    fn a_warning_not_to_share_the_code_is_no_request() {
        for text in [
            "Never share this code with anyone, our support team will not ask for it.",
            "Don't give this code to anybody who calls you, not even support.",
            "Do not forward this code to us.",
            "Your single-use code is: 482913. Only enter this code on an official website.",
            "Geben Sie den Code niemandem weiter, auch nicht unserem Support.",
            "If you didn't request this code, you can safely ignore this email.",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn a_call_is_a_request_only_with_a_number() {
        assert_eq!(kinds("If this wasn't you, call +1 (888) 555-0100 now"), [RequestKind::Call]);
        assert_eq!(kinds("Call your bank if you are worried"), []);
    }

    #[test]
    fn other_requests_are_found() {
        assert_eq!(kinds("Approve the sign-in request on your phone"), [RequestKind::Approve]);
        assert_eq!(kinds("Download AnyDesk so that we can fix it"), [RequestKind::Install]);
        assert_eq!(kinds("Verify your account by clicking the link below"), [RequestKind::SignInLink]);
        assert_eq!(kinds("Buy three gift cards"), [RequestKind::Pay]);
        assert_eq!(kinds("Give me your password"), [RequestKind::Credential]);
    }

    #[test]
    fn telephone_numbers_are_told_from_other_numbers() {
        assert_eq!(phones("call +1 (888) 555-0100 or 0800 555 0101 x"), ["+1 (888) 555-0100", "0800 555 0101"]);
        assert_eq!(phones("order 123456789012 of 2026, id=1234567890123"), Vec::<String>::new());
    }

    #[test]
    fn codes_are_found_alone_on_a_line_or_named() {
        assert_eq!(codes("Your code is: 482913.\nOrder of 2026 pieces\n  771204  "), ["482913", "771204"]);
    }
}
