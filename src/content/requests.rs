//! What a text asks the reader to do, by the words in `requests.toml`; telephone numbers, codes and
//! amounts of money.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memrchr};

use super::fold::{fold, is_unspaced};
use super::links;
use crate::data::providers::Provider;
use crate::data::requests::{
    self as table, BESIDE, CALL, COMMA, Classes, LANGUAGES, LEADING, Language, NONE, REQUESTS, RequestRule, Says, Word,
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
/// Digits of a telephone number that are written as such, at least.
const DIGITS: usize = 6;

/// What a text asks for, each request once a kind. Takes time linear in the text.
pub fn requests(text: &str) -> Vec<Request> {
    Reader::of(text).found
}

/// What a text asks for, and how.
#[derive(Debug)]
pub struct Asked<'t> {
    /// As [`requests`].
    pub requests: Vec<Request>,
    /// Where it asks to call about what it says the reader did not do ("if you did not authorize this payment, call
    /// ..."): that sentence, and what is around it, from two sentences before to what stands below, which is where the
    /// sender says who it is.
    pub callback: Option<(&'t str, &'t str)>,
    /// Whether it asks for the codes of gift cards, or to move money to a "safe" account: no bank, no firm and no
    /// colleague does.
    pub surrenders: bool,
}

/// Reads a text once for all of that.
pub fn read(text: &str) -> Asked<'_> {
    const BELOW: usize = 160;
    let Reader { found: requests, callback, surrenders, .. } = Reader::of(text);
    let callback = callback.and_then(|[before, Range { start, end }]| {
        text.get(start..end).zip(text.get(before.start..text.floor_char_boundary(end + BELOW)))
    });
    Asked { requests, callback, surrenders }
}

/// Which classes of words were seen.
#[derive(Clone, Copy, Default)]
struct Seen(Classes);

impl Seen {
    fn add(&mut self, class: u16) {
        if let Some(bits) = self.0.get_mut(class as usize / 64) {
            *bits |= 1 << (class % 64);
        }
    }

    fn has(&self, class: u16) -> bool {
        self.0.get(class as usize / 64).is_some_and(|bits| bits >> (class % 64) & 1 == 1)
    }

    /// Those of these classes that were seen.
    fn among(&self, classes: &Classes) -> Seen {
        let mut both = self.0;
        both.iter_mut().zip(classes).for_each(|(bits, other)| *bits &= other);
        Seen(both)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }
}

/// The numbers of the bits that are set, in order.
fn set_bits(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(at, &word)| {
        let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
        rest.take_while(|word| *word != 0).map(move |word| at * 64 + word.trailing_zeros() as usize)
    })
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
    /// Where the sentence begins.
    start: usize,
    /// Words of the sentence so far.
    words: i32,
    /// The words of the sentence that are known, in order.
    hits: Vec<Hit>,
    seen: Seen,
    /// What was seen in the sentence before.
    before: Seen,
    /// Where the two sentences before begin.
    starts: [usize; 2],
    /// Whether the sentence before disowns something.
    disowned: bool,
    /// The languages, a bit each, in which the sentence before says that the reader asked for nothing.
    unasked: u32,
    /// Where the first call stands about something that the reader is to disown: what is before it, and it.
    callback: Option<[Range<usize>; 2]>,
    /// Whether the reader is to hand over what is as good as money.
    surrenders: bool,
    found: Vec<Request>,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Self {
        let mut reader = Reader {
            text,
            start: 0,
            words: 0,
            hits: Vec::new(),
            seen: Seen::default(),
            before: Seen::default(),
            starts: [0; 2],
            disowned: false,
            unasked: 0,
            callback: None,
            surrenders: false,
            found: Vec::new(),
        };
        reader.read();
        reader
    }

    fn read(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        // a word that does not stand in the text as it is looked up: folded, or with something invisible in it
        let mut word: Vec<u8> = Vec::new();
        let mut begins = 0; // of the word
        let mut at = 0;
        loop {
            let plain = bytes.get(at..).unwrap_or_default();
            let run = plain.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let next = plain.get(run);
            if word.is_empty() && next.is_none_or(|next| next.is_ascii() && *next != b'\'') {
                // most of a text is plain words, which are looked up where they stand
                if run > 0 {
                    self.add(table::find(&plain[..run.min(WORD_BYTES)]), at);
                    self.words += 1;
                }
                let Some(&mark) = next else { break };
                at += run + 1;
                if mark != b' ' || self.words as usize >= WORDS {
                    self.divide(char::from(mark), at - 1, at);
                }
                continue;
            }
            if run > 0 {
                if word.is_empty() {
                    begins = at;
                }
                let room = run.min(WORD_BYTES.saturating_sub(word.len()));
                word.extend_from_slice(&plain[..room]);
                at += run;
            }
            let Some(&byte) = next else { break };
            let c = if byte.is_ascii() { char::from(byte) } else { text[at..].chars().next().unwrap_or_default() };
            let end = at + c.len_utf8();
            let unspaced = !byte.is_ascii() && is_unspaced(c);
            let Some(letter) = fold(c) else {
                at = end;
                continue;
            };
            // the t of "don't" belongs to the word; other apostrophes divide words
            let negates = letter == '\'' && matches!(word.last(), Some(b'n' | b'N')) && contracts(&text[end..]);
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
                self.add(table::find(&word), begins);
                word.clear();
                self.words += 1;
            }
            if unspaced {
                let rest = bytes.get(at..bytes.len().min(at + WORD_BYTES)).unwrap_or_default();
                let entry = table::find(rest);
                self.add(entry, at);
                let length = entry.map_or(c.len_utf8(), |entry| entry.length as usize);
                let known = text.get(at..at + length).unwrap_or("");
                self.words += known.chars().count().max(1) as i32;
                at += known.len().max(c.len_utf8());
                if self.words as usize >= WORDS {
                    self.finish(at);
                }
            } else {
                self.divide(letter, at, end);
                at = end;
            }
        }
        if !word.is_empty() {
            self.add(table::find(&word), begins);
        }
        self.finish(text.len());
    }

    fn add(&mut self, word: Option<&'static Word>, byte: usize) {
        for &class in word.map_or(&[][..], Word::classes) {
            self.seen.add(class);
            self.hits.push(Hit { at: self.words, class, byte });
        }
    }

    /// Passes over a mark between words, which stands at `at` and ends at `end`.
    fn divide(&mut self, mark: char, at: usize, end: usize) {
        if matches!(mark, ',' | '、' | ':' | '–' | '—') && self.words > 0 {
            self.hits.push(Hit { at: self.words - 1, class: COMMA, byte: at });
        }
        if self.words as usize >= WORDS || ends_sentence(mark, &self.text[end..]) {
            self.finish(end);
        }
    }

    /// Judges the sentence that was read, which ends at `end`, and begins another.
    fn finish(&mut self, end: usize) {
        let sentence = &self.text[self.start..end];
        let unasked = self.languages_of_unasked();
        let mut disowns = unasked != 0;
        let mut owns = false;
        let known = self.found.len();
        if !self.hits.is_empty() {
            self.forget_other_codes();
            for number in set_bits(&self.candidates()) {
                let Some(rule) = REQUESTS.get(number) else { continue };
                let Some((&first, rest)) = rule.all.split_first() else { continue };
                if !(self.seen.has(first) || (rule.across && self.before.has(first))) {
                    continue;
                }
                let Some(language) = LANGUAGES.get(rule.language as usize) else { continue };
                let known = match rule.says {
                    Says::Disowned => disowns,
                    Says::Owned => owns,
                    Says::Surrender => false,
                    // a code for the counter is shown to whom one stands before
                    Says::Asks(RequestKind::SendCode) if self.seen.has(language.place) => true,
                    Says::Asks(kind) => self.found.iter().any(|request| request.kind == kind),
                };
                if known || !rest.iter().all(|&class| self.seen.has(class)) {
                    continue;
                }
                let Some(byte) = self.fires(rule, language, first, rest) else { continue };
                match rule.says {
                    Says::Disowned => disowns = true,
                    Says::Owned => owns = true,
                    Says::Surrender => {
                        self.surrenders = true;
                        if !self.found.iter().any(|request| request.kind == RequestKind::Pay) {
                            let quote = self.quote(sentence, byte);
                            self.found.push(Request { kind: RequestKind::Pay, quote });
                        }
                    }
                    Says::Asks(kind) => self.found.push(Request { kind, quote: self.quote(sentence, byte) }),
                }
            }
            if owns {
                let mut at = 0;
                self.found.retain(|request| {
                    at += 1;
                    at <= known || request.kind != RequestKind::Approve
                });
            }
            let known = self.found.iter().any(|request| request.kind == RequestKind::Call);
            let about = self.callback.is_none() && (disowns || self.disowned);
            if (!known || about) && !self.seen.among(CALL).is_empty() && !phones(sentence).is_empty() {
                if !known {
                    self.found.push(Request { kind: RequestKind::Call, quote: self.quote(sentence, 0) });
                }
                let places = [self.starts[0]..self.start, self.start..end];
                self.callback = self.callback.take().or(about.then_some(places));
            }
        }
        // a blank between two sentences is none
        if sentence.contains(char::is_alphanumeric) {
            self.before = self.seen;
            self.disowned = disowns;
            self.unasked = unasked;
            self.starts = [self.starts[1], self.start];
        }
        self.seen = Seen::default();
        self.hits.clear();
        self.start = end;
        self.words = 0;
    }

    /// The rules that a class of the sentence leads to, a bit each: few of them, in most sentences none.
    fn candidates(&self) -> [u64; REQUESTS.len().div_ceil(64)] {
        let mut rules = [0; REQUESTS.len().div_ceil(64)];
        for class in set_bits(&self.seen.among(LEADING).0) {
            for &rule in table::rules_of(class) {
                if let Some(bits) = rules.get_mut(rule as usize / 64) {
                    *bits |= 1 << (rule % 64);
                }
            }
        }
        rules
    }

    /// A word for a code beside one that makes it another kind of code ("promo code") is dropped.
    fn forget_other_codes(&mut self) {
        if self.seen.among(BESIDE).is_empty() {
            return;
        }
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
            // the last place of what is asked for, and of the word that may only say "let us know"
            let named = |class: u16| class == language.code || class == language.password;
            let mut object = if named(first) { at } else { -1 };
            let mut tells = self.says(language.tell, index, at).then_some(at);
            for &class in rest {
                let Some(hit) = near().find(|hit| hit.class == class && hit.at > at) else { continue 'starts };
                last = last.max(hit.at);
                object = if named(class) { object.max(hit.at) } else { object };
                tells = tells.or(self.says(language.tell, index, hit.at).then_some(hit.at));
            }
            if tells.is_some_and(|tells| self.lets_us_know(rule, object, tells)) {
                continue;
            }
            let between = |class: u16| near().any(|hit| hit.class == class && hit.at > at && hit.at <= last);
            if between(rule.but) {
                continue;
            }
            match rule.says {
                Says::Disowned => return Some(byte),
                Says::Owned if between(language.unless) => continue,
                Says::Owned => return Some(byte),
                Says::Asks(_) | Says::Surrender => {}
            }
            let told = self.holds(index, at - 1, at, language.subject) && !self.holds(index, at - 1, at, COMMA);
            if told || self.holds(index, at + 1, at + 2, language.object) {
                continue;
            }
            if !self.negated(language, index, at, last, window) {
                return Some(byte);
            }
        }
        None
    }

    /// Whether "tell us" at `tells` is what the reader is to do who asked for nothing ("If you did not request this
    /// code, tell us."), with nothing named behind that condition that could be told; `object` is the last such word.
    fn lets_us_know(&self, rule: &RequestRule, object: i32, tells: i32) -> bool {
        let before = object < 0 && self.unasked >> rule.language & 1 == 1;
        let language = LANGUAGES.get(rule.language as usize);
        let until = language.and_then(|language| self.unasked_until(language));
        before || until.is_some_and(|until| object <= until && until < tells)
    }

    /// The last word of the clause which says that the reader asked for nothing.
    fn unasked_until(&self, language: &Language) -> Option<i32> {
        const CLAUSE: i32 = 6;
        let of = |class: u16| self.hits.iter().enumerate().filter(move |(_, hit)| hit.class == class);
        let commas = || of(COMMA).map(|(_, hit)| hit.at);
        if let Some(hit) = self.hits.iter().rfind(|hit| hit.class == language.unasked) {
            return Some(commas().find(|comma| *comma >= hit.at).unwrap_or(hit.at + CLAUSE));
        }
        of(language.asked).find_map(|(index, asked)| {
            let near = |hit: &&Hit| {
                let (from, to) = (hit.at.min(asked.at), hit.at.max(asked.at));
                hit.class == language.unless && !commas().any(|comma| (from..to).contains(&comma))
            };
            self.around(index, asked.at - CLAUSE, asked.at + CLAUSE).find(near)?;
            Some(commas().find(|comma| *comma >= asked.at).unwrap_or(self.words))
        })
    }

    /// The languages, a bit each, in which the sentence says that the reader asked for nothing.
    fn languages_of_unasked(&self) -> u32 {
        let said = |language: &&Language| self.seen.has(language.asked) || self.seen.has(language.unasked);
        let all = LANGUAGES.iter().enumerate().filter(|(_, language)| said(language));
        all.filter(|(_, language)| self.unasked_until(language).is_some()).fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// Whether the word at a place is of a class; `index` is of a hit nearby.
    fn says(&self, class: u16, index: usize, at: i32) -> bool {
        class != NONE && self.holds(index, at, at + 1, class)
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
            if hit.class != language.unless || has(at - 3, at + 3, language.excuse) {
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
                // and so has "we ask you never, ..." where that clause has one
                return has(at + 1, first, COMMA) || has(at - 3, at, language.heed);
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
        '\n' => rest.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(b'\n'),
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
    const BEGIN: [&str; 14] = [
        "verif",
        "securit",
        "segur",
        "sicherheits",
        "passcode",
        "digit",
        "login",
        "signin",
        "authent",
        "autent",
        "einmal",
        "bestatigungscode",
        "weryfik",
        "logow",
    ];
    const WHOLE: [&str; 9] = ["otp", "2fa", "mfa", "sms", "tan", "sign", "beveiligingscode", "inlogcode", "blik"];
    const UNSPACED: [&str; 8] = ["验证码", "驗證碼", "校验码", "动态", "認証", "確認コード", "ワンタイム", "暗証"];
    let folded: String = text.chars().filter_map(fold).collect();
    folded
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| WHOLE.contains(&word) || BEGIN.iter().any(|begin| word.starts_with(begin)))
        || UNSPACED.iter().any(|word| folded.contains(word))
}

/// Whether the name of a field means a code for signing in, and not one for a letter or a discount.
pub fn names_code(name: &str) -> bool {
    const CODES: [&str; 14] = [
        "code",
        "codes",
        "otp",
        "totp",
        "pin",
        "passcode",
        "codigo",
        "codice",
        "kode",
        "tan",
        "2fa",
        "mfa",
        "otc",
        "verificationcode",
    ];
    const OTHERS: [&str; 18] = [
        "zip",
        "postal",
        "post",
        "postcode",
        "promo",
        "promotional",
        "discount",
        "coupon",
        "gift",
        "voucher",
        "area",
        "country",
        "referral",
        "product",
        "item",
        "order",
        "booking",
        "tracking",
    ];
    let folded: String = name.chars().filter_map(fold).collect();
    let has = |list: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    !has(&OTHERS) && (has(&CODES) || speaks_of_sign_in(name))
}

/// Telephone numbers: 10 to 15 digits (ITU-T E.164) with the marks that people put between them, not
/// part of a longer word. Letters that are written for digits (`8OO`, `Ol2l`), full-width digits and
/// invisible characters in between are read as they look.
pub fn phones(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // no number goes on in the next line
    let lines = lines_with(text, |byte| byte.is_ascii_digit() || *byte >= FULL_WIDTH);
    for line in lines.filter(|line| has_digits(line)) {
        phones_in_line(line, &mut found);
    }
    found
}

/// Whether a number is one of the provider's own, however it is dialled: with the country code or without it.
pub fn is_own_phone(number: &str, provider: &Provider) -> bool {
    const NATIONAL: usize = 9;
    const COUNTRY: usize = 3;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    digits.len() >= NATIONAL
        && provider.phones.iter().any(|own| own.strip_suffix(digits).is_some_and(|rest| rest.len() <= COUNTRY))
}

/// How full-width characters, digits and the hyphen among them, begin in UTF-8.
const FULL_WIDTH: u8 = 0xef;

/// Whether a line has as many digits as a telephone number has to have that are written as such; in ASCII, with
/// nothing between them that divides numbers.
fn has_digits(line: &str) -> bool {
    if line.is_ascii() {
        let mut together = 0;
        return line.bytes().any(|byte| {
            match byte {
                b'0'..=b'9' => together += 1,
                b' ' | b'\t' | b'-' | b'.' | b'/' | b'(' | b')' | b'+' => {}
                b'o' | b'O' | b'i' | b'I' | b'l' | b'L' => {}
                _ => together = 0,
            }
            together >= DIGITS
        });
    }
    let digits = |c: &char| fold(*c).is_some_and(|c| c.is_ascii_digit());
    line.chars().filter(digits).take(DIGITS).count() == DIGITS
}

/// The lines of a text, with their ends, in which `wanted` finds one of the bytes that [`has_mark`] knows.
fn lines_with(text: &str, wanted: impl Fn(&u8) -> bool) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let found = first_mark(bytes, &wanted)?;
        let start = memrchr(b'\n', &bytes[..found]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &bytes[found..]).map_or(bytes.len(), |at| found + at + 1);
        let line = rest.get(start..end);
        rest = rest.get(end..)?;
        line
    })
}

/// Where the first of the bytes stands that `wanted` finds, of those that [`has_mark`] knows.
fn first_mark(bytes: &[u8], wanted: impl Fn(&u8) -> bool) -> Option<usize> {
    let mut eights = bytes.chunks(8).enumerate();
    eights.find_map(|(number, eight)| {
        let may = eight.first_chunk().is_none_or(|eight| has_mark(u64::from_le_bytes(*eight)));
        let at = may.then(|| eight.iter().position(&wanted))??;
        Some(number * 8 + at)
    })
}

/// Whether a digit, a hyphen or a byte beyond ASCII is among eight bytes, all compared at once: most of a text
/// has none for long stretches.
fn has_mark(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    const TOP: u64 = ONES << 7;
    let low = eight & !TOP;
    // the top bit of a byte says what it is; no sum carries into the next byte
    let digit = (low + ONES * (0x80 - b'0' as u64)) & !(low + ONES * (0x7f - b'9' as u64));
    let hyphen = !((low ^ (ONES * b'-' as u64)) + ONES * 0x7f);
    (digit | hyphen | eight) & TOP != 0
}

fn phones_in_line(line: &str, found: &mut Vec<String>) {
    let mut run = Number::default();
    let mut token = String::new();
    let mut blocked = false; // a path, a query or an identifier goes on
    for c in line.chars().filter_map(fold_mark).chain(['\n']) {
        if c.is_alphanumeric() && !is_unspaced(c) {
            if token.len() <= 16 {
                token.push(c);
            }
            continue;
        }
        let had_token = !token.is_empty();
        if had_token {
            match digits_of(&token) {
                Some((digits, plain)) if !(run.text.is_empty() && blocked) => run.push(&digits, plain),
                _ => run.finish(found),
            }
            token.clear();
        }
        if run.text.is_empty() {
            blocked = matches!(c, '/' | '=' | '_' | '-' | '#' | '@' | '%') || (blocked && !had_token && c == '.');
            if matches!(c, '+' | '(') && !had_token {
                run.text.push(c);
                run.marks += 1;
                blocked = false;
            }
        } else if matches!(c, ' ' | '-' | '.' | '(' | ')' | '/') && run.text.len() < 40 {
            run.text.push(c);
            run.marks += 1;
        } else {
            run.finish(found);
            blocked = matches!(c, '=' | '_' | '#' | '@');
            if c == '+' {
                run.text.push(c);
                run.marks += 1;
            }
        }
    }
}

/// A telephone number that is being read.
#[derive(Default)]
struct Number {
    text: String,
    digits: usize,
    /// Digits that are written as such.
    plain: usize,
    marks: usize,
}

impl Number {
    fn push(&mut self, digits: &str, plain: usize) {
        self.text.push_str(digits);
        self.digits += digits.len();
        self.plain += plain;
    }

    fn finish(&mut self, found: &mut Vec<String>) {
        if self.plain >= DIGITS {
            self.take(found);
        }
        self.text.clear();
        (self.digits, self.plain, self.marks) = (0, 0, 0);
    }

    fn take(&self, found: &mut Vec<String>) {
        let number = self.text.trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(');
        // a bare run of digits is an order number as often as not
        let written = self.marks > 0 && number.contains(|c: char| !c.is_ascii_digit());
        if ((10..=15).contains(&self.digits) || is_short(number))
            && written
            && !is_date_or_address(number)
            && found.len() < LISTED
            && !found.iter().any(|known| known == number)
        {
            found.push(number.to_owned());
        }
    }
}

/// Nine digits as they are written in Spain and Portugal and for free calls in Italy: `900 555 010` or
/// `912 55 01 00`, with a first digit that such numbers have.
fn is_short(number: &str) -> bool {
    let groups = number.split([' ', '-']).map(str::len).take(5);
    let groups: Vec<usize> = groups.collect();
    matches!(groups[..], [3, 3, 3] | [3, 2, 2, 2]) && number.starts_with(['6', '7', '8', '9'])
}

/// `2026-11-21 10`, `21/11/2026 10`, `192.0.2.1` and version `120.0.6099.109` are no telephone numbers.
fn is_date_or_address(number: &str) -> bool {
    let groups: Vec<usize> = number.split(|c: char| !c.is_ascii_digit()).map(str::len).take(6).collect();
    let dotted = number.split('.').count() == 4 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let version = groups.get(1) == Some(&1);
    let address = dotted && (number.split('.').all(|part| part.parse::<u8>().is_ok()) || version);
    let date = matches!(groups[..], [4, 1 | 2, 1 | 2, ..] | [1 | 2, 1 | 2, 4, ..]) && !number.starts_with('+');
    address || date
}

/// A character as it looks, the spaces of typography as one.
fn fold_mark(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c.to_ascii_lowercase()),
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' | '\t' => Some(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '·' | '•' | '∙' => Some('.'),
        _ => fold(c),
    }
}

/// A folded word as digits, with how many of them are written as such: `8oo` is 800.
fn digits_of(word: &str) -> Option<(String, usize)> {
    let plain = word.bytes().filter(u8::is_ascii_digit).count();
    let zeros = word.len() > 1 && word.bytes().all(|byte| byte == b'o');
    if plain == 0 && !zeros {
        return None;
    }
    let digits: Option<String> = word
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            _ => None,
        })
        .collect();
    digits.map(|digits| (digits, plain))
}

/// Amounts of money: a number with the sign or the name of a currency before or behind it.
pub fn money(text: &str) -> Vec<String> {
    const SIGNS: [char; 14] = ['$', '€', '£', '¥', '₹', '₿', '₩', '₺', '₽', '₫', '₱', '円', '元', '฿'];
    const NAMES: [&str; 25] = [
        "usd", "eur", "gbp", "btc", "usdt", "inr", "jpy", "cny", "brl", "chf", "cad", "aud", "mxn", "rs", "dollars",
        "euros", "pounds", "dolares", "dollar", "reais", "bitcoin", "yen", "usdc", "eth", "rmb",
    ];
    // before a number these are names of something else as often as not
    const BEHIND: [&str; 12] = [
        "euro", "libras", "pesos", "dollari", "sterline", "franken", "francs", "francos", "franchi", "ponden",
        "livres", "pfund",
    ];
    let digit = |word: &str| word.chars().filter_map(fold).any(|c| c.is_ascii_digit());
    let bare = |word: &str| -> String { word.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).collect() };
    // `USD599` and `599eur`
    let glued = |word: &str| {
        let name: String = bare(word).chars().filter(|c| !c.is_ascii_digit()).collect();
        NAMES.contains(&name.as_str()) && digit(word)
    };
    let mut found = Vec::new();
    let mut before = "";
    for word in text.split_whitespace() {
        let named = |word: &str| word.contains(SIGNS) || NAMES.contains(&bare(word).as_str());
        let amount = match (digit(word), digit(before)) {
            (true, _) if word.contains(is_unspaced) => unspaced_amount(word),
            (true, _) if touches(word, &SIGNS) || glued(word) => Some(word.to_owned()),
            (true, false) if named(before) && !before.is_empty() && !before.contains(char::is_numeric) => {
                Some([before, " ", word].concat())
            }
            (false, true) if named(word) || BEHIND.contains(&bare(word).as_str()) => Some([before, " ", word].concat()),
            _ => None,
        };
        if let Some(amount) = amount.filter(|amount| found.len() < LISTED && !found.contains(amount)) {
            found.push(amount);
        }
        before = word;
    }
    found
}

/// The first amount in writing without spaces: digits, what stands for thousands, and a currency.
fn unspaced_amount(text: &str) -> Option<String> {
    const BEHIND: [&str; 12] =
        ["円", "元", "块钱", "塊錢", "ドル", "ユーロ", "ポンド", "美元", "美金", "欧元", "歐元", "人民币"];
    let part = |c: char| {
        let plain = fold(c).unwrap_or(c);
        plain.is_ascii_digit() || matches!(plain, ',' | '.' | '万' | '萬' | '千' | '百' | '億' | '亿')
    };
    let mut rest = text;
    let mut before = ' ';
    while let Some(start) = rest.find(|c: char| fold(c).is_some_and(|c| c.is_ascii_digit())) {
        before = rest[..start].chars().next_back().unwrap_or(before);
        let number = &rest[start..];
        let end = number.find(|c: char| !part(c)).unwrap_or(number.len());
        let (number, behind) = number.split_at(end);
        if let Some(unit) = BEHIND.iter().find(|unit| behind.starts_with(**unit)) {
            return Some([number, unit].concat());
        }
        if matches!(before, '$' | '€' | '£' | '¥' | '￥') {
            return Some([before.encode_utf8(&mut [0; 4]), number].concat());
        }
        before = ' ';
        rest = behind;
    }
    None
}

/// Whether a sign stands right before or behind a digit.
fn touches(word: &str, signs: &[char]) -> bool {
    let mut previous = ' ';
    word.chars().filter_map(|c| if signs.contains(&c) { Some(c) } else { fold(c) }).any(|c| {
        let found =
            (signs.contains(&previous) && c.is_ascii_digit()) || (previous.is_ascii_digit() && signs.contains(&c));
        previous = c;
        found
    })
}

/// Codes with their shape, alone on a line or on one with a word for a code: 4 to 8 digits, `123-456`,
/// `123 456`, `FB-12345`, `G-123456`, `abc-def`, and the 8 or 9 letters and digits of a device code.
pub fn codes(text: &str) -> Vec<String> {
    const NAMES: [&str; 18] = [
        "codes",
        "kod",
        "kodu",
        "otp",
        "pin",
        "tan",
        "token",
        "codigo",
        "codigos",
        "clave",
        "contrasena",
        "codice",
        "codici",
        "senha",
        "einmalpasswort",
        "einmalkennwort",
        "passwort",
        "password",
    ];
    // `Bestätigungscode`, `verificatiecode`, `passcode`, but no code of another kind
    const ENDS: [&str; 2] = ["code", "kode"];
    const OTHERS: [&str; 5] = ["barcode", "postcode", "zipcode", "qrcode", "promocode"];
    const UNSPACED: [&str; 8] = ["コード", "番号", "パスワード", "码", "碼", "密码", "認證", "認証"];
    let named = |word: &[u8]| {
        let is = |name: &&str| name.as_bytes().eq_ignore_ascii_case(word);
        let ends =
            |end: &&str| word.last_chunk().is_some_and(|last: &[u8; 4]| last.eq_ignore_ascii_case(end.as_bytes()));
        ENDS.iter().any(ends) && !OTHERS.iter().any(is) || NAMES.iter().any(is)
    };
    let mut found: Vec<String> = Vec::new();
    for line in lines_with(text, may_be_in_code).flat_map(str::lines) {
        let line: Cow<str> = match line.is_ascii() {
            true => line.get(..WORDS * 8).unwrap_or(line).into(),
            false => line
                .chars()
                .take(WORDS * 8)
                .filter_map(|c| if c.is_ascii() { Some(c) } else { fold_mark(c) })
                .collect::<String>()
                .into(),
        };
        if !has_shape(line.as_bytes()) {
            continue;
        }
        let words = line.as_bytes().split(divides_codes).map(trim_hyphens).filter(|word| !word.is_empty());
        let words: Vec<(&[u8], Shape)> = words.take(WORDS).map(|word| (word, shape(word))).collect();
        let names = words.iter().any(|(word, _)| named(word))
            || (!line.is_ascii() && UNSPACED.iter().any(|name| line.contains(name)));
        let alone = words.len() == 1;
        for (at, &(word, shape)) in words.iter().enumerate() {
            let code = match (shape, words.get(at + 1)) {
                (Shape::Digits, _) if names || alone => word.to_vec(),
                (Shape::Half, Some((next, Shape::Half))) if names || words.len() == 2 => [word, b" ", next].concat(),
                (Shape::Letters, _) if alone || (names && line.trim_end_matches('.').as_bytes().ends_with(word)) => {
                    word.to_vec()
                }
                (Shape::Device, _) if names || alone => word.to_vec(),
                _ => continue,
            };
            let code = String::from_utf8(code).unwrap_or_default();
            if found.len() < LISTED && !found.contains(&code) {
                found.push(code);
            }
        }
    }
    found
}

/// Whether a byte is a digit or a hyphen, which every shape of a code has, or begins a character that looks like one.
fn may_be_in_code(byte: &u8) -> bool {
    const DASHES: u8 = 0xe2; // how U+2010 to U+2015 and U+2212 begin
    byte.is_ascii_digit() || matches!(*byte, b'-' | DASHES | FULL_WIDTH..)
}

/// Whether a byte stands between the words that codes are.
fn divides_codes(byte: &u8) -> bool {
    !byte.is_ascii_alphanumeric() && *byte != b'-'
}

/// Whether a word of a line has the shape of a code; only those with a digit or a hyphen can.
fn has_shape(line: &[u8]) -> bool {
    let mut rest = line;
    while let Some(mark) = first_mark(rest, |byte| byte.is_ascii_digit() || *byte == b'-') {
        let start = rest[..mark].iter().rposition(divides_codes).map_or(0, |before| before + 1);
        let end = rest[mark..].iter().position(divides_codes).map_or(rest.len(), |length| mark + length);
        if shape(trim_hyphens(&rest[start..end])) != Shape::Other {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

fn trim_hyphens(mut word: &[u8]) -> &[u8] {
    while let [b'-', rest @ ..] | [rest @ .., b'-'] = word {
        word = rest;
    }
    word
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// 4 to 8 digits, a provider's letters before them or a hyphen between.
    Digits,
    /// Three digits: half of a code.
    Half,
    /// Two groups of three small letters.
    Letters,
    /// 8 or 9 capital letters and digits, or two groups of four.
    Device,
    Other,
}

fn shape(word: &[u8]) -> Shape {
    const LONGEST: usize = 11; // `FB-` and eight digits
    let has_digit = || word.iter().any(u8::is_ascii_digit);
    if word.len() > LONGEST || !(has_digit() || word.contains(&b'-')) {
        return Shape::Other;
    }
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let capital = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let small = |text: &[u8]| text.iter().all(u8::is_ascii_lowercase);
    let mixed = || has_digit() && word.iter().any(u8::is_ascii_uppercase);
    let tail = word.strip_prefix(b"FB-").or_else(|| word.strip_prefix(b"G-")).unwrap_or(word);
    let halves = word.iter().position(|byte| *byte == b'-').map(|at| (&word[..at], &word[at + 1..]));
    match halves {
        _ if (4..=8).contains(&tail.len()) && digits(tail) => Shape::Digits,
        None if word.len() == 3 && digits(word) => Shape::Half,
        None if (8..=9).contains(&word.len()) && capital(word) && mixed() => Shape::Device,
        Some((one, other)) if one.len() == 3 && other.len() == 3 && digits(one) && digits(other) => Shape::Digits,
        Some((one, other)) if one.len() == 3 && other.len() == 3 && small(one) && small(other) => Shape::Letters,
        Some((one, other)) if one.len() == 4 && other.len() == 4 && capital(one) && capital(other) && !digits(one) => {
            Shape::Device
        }
        _ => Shape::Other,
    }
}

/// The request to type a code at a page for devices (RFC 8628), when the text names such a page or
/// `linked` says that a link leads there, and a code of that shape stands in it. A genuine code belongs
/// to a screen that the reader has opened; one that somebody sends lets that somebody in.
pub fn device_code(text: &str, linked: impl Fn() -> bool) -> Option<Request> {
    let at = device_like(text.as_bytes())?;
    if !linked() && !links::names_device_page(text) {
        return None;
    }
    let before = text.get(..at).unwrap_or("");
    let start = before.char_indices().rev().nth(QUOTED * 3 / 4).map_or(0, |(at, _)| at);
    let start = before.get(start..).and_then(|part| part.rfind("\n\n")).map_or(start, |found| start + found);
    Some(Request { kind: RequestKind::EnterCode, quote: shorten(text.get(start..).unwrap_or("")) })
}

/// Where the first word stands that has the shape of a device code, or of one of eight or nine digits.
fn device_like(text: &[u8]) -> Option<usize> {
    const SHORTEST: usize = 8;
    let belongs = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-';
    // every eighth character is in such a word or says that none is around it
    let mut at = SHORTEST - 1;
    while let Some(byte) = text.get(at) {
        if !belongs(byte) {
            at += SHORTEST;
            continue;
        }
        let around = at.saturating_sub(SHORTEST + 1)..text.len().min(at + SHORTEST + 2);
        let start = text[around.start..at]
            .iter()
            .rposition(|byte| !belongs(byte))
            .map_or(around.start, |before| around.start + before + 1);
        let end = text[at..around.end].iter().position(|byte| !belongs(byte)).map_or(around.end, |length| at + length);
        let small = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_lowercase);
        let word = &text[start..end];
        if (SHORTEST..=SHORTEST + 1).contains(&word.len())
            && !small(start.checked_sub(1))
            && !small(Some(end))
            && (word.iter().all(u8::is_ascii_digit) || shape(word) == Shape::Device)
        {
            return Some(start);
        }
        at = end + SHORTEST - 1;
    }
    None
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
    fn telephone_numbers_are_read_as_they_look() {
        for (text, number) in [
            ("call 1 (8OO) 555-Ol2l now", "1 (800) 555-0121"),
            ("call +1-8\u{200b}88-555\u{200b}-0100", "+1-888-555-0100"),
            ("電話 ０５０－５５５５－０１００ まで", "050-5555-0100"),
            ("Tel.: +44 20 7946 0100.", "+44 20 7946 0100"),
            ("𝟖𝟖𝟖-𝟓𝟓𝟓-𝟎𝟏𝟎𝟎", "888-555-0100"),
            ("+1.888.555.0100", "+1.888.555.0100"),
            ("Llame al 900 555 010", "900 555 010"),
            ("Ligue 912 55 01 00", "912 55 01 00"),
            ("Numero verde 800-555-010", "800-555-010"),
            ("Appelez le 01 55 55 01 00", "01 55 55 01 00"),
            ("Rufen Sie 030 / 5555 0100 an", "030 / 5555 0100"),
            ("Bel 020-555 0100", "020-555 0100"),
            ("Ligue para (11) 5555-0100", "(11) 5555-0100"),
            ("请致电400-555-0100", "400-555-0100"),
            ("フリーダイヤル0120-555-010まで", "0120-555-010"),
        ] {
            assert_eq!(phones(text), [number], "{text}");
        }
        for text in [
            "2026-11-21 10:33",
            "on 21/11/2026 10:33",
            "from 192.168.100.200 at",
            "https://shop.example/track/123-456-7890",
            "id 1234-5678 and 90",
            "it will 555 0100 ill",
            "Bestellung 123 456 789",
            "900.555.010 pieces",
            "code 900 555",
            "1234567890",
            "abc123-456-7890",
        ] {
            assert_eq!(phones(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn codes_have_their_shapes() {
        for (text, code) in [
            ("Your code is 123-456", "123-456"),
            ("Your code: 123 456", "123 456"),
            ("FB-12345 is your code", "FB-12345"),
            ("G-123456 is your verification code.", "G-123456"),
            ("Your code is abc-def", "abc-def"),
            ("Su código es 482913.", "482913"),
            ("验证码：482913，请勿泄露", "482913"),
            ("認証コードは４８２９１３です", "482913"),
            ("Enter code CXQ7P4M2K", "CXQ7P4M2K"),
            ("WDJB-MJHT", "WDJB-MJHT"),
            ("482913 es su clave de un solo uso", "482913"),
            ("Votre code de validation : 482913", "482913"),
            ("Ihre TAN lautet 482913", "482913"),
            ("Ihr Anmeldecode: 482913", "482913"),
            ("A sua senha é 482913", "482913"),
            ("Il codice è 482913", "482913"),
            ("Je inlogcode is 482913", "482913"),
            ("ワンタイムパスワードは482913です", "482913"),
            ("您的动态密码为482913", "482913"),
            ("校验码 482913", "482913"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
        for text in [
            "In 2026 we sold 1200 pieces",
            "one-off code",
            "a two-day code camp begins",
            "Area code: 12",
            "Barcode 482913",
            "Postcode 4829",
            "call 123 456 now",
        ] {
            assert_eq!(codes(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn amounts_are_read_in_the_writing_of_each_language() {
        for (text, amount) in [
            ("You were charged $599.99 today", "$599.99"),
            ("Se le cobrarán 499,99 € hoy", "499,99 €"),
            ("Vous payez 50 euros", "50 euros"),
            ("Es wurden 1.299,00€ abgebucht", "1.299,00€"),
            ("Foi cobrado R$ 899,00", "R$ 899,00"),
            ("Pagherà 120 euro", "120 euro"),
            ("U betaalt € 75,-", "€ 75,-"),
            ("合計５００円を請求しました", "５００円"),
            ("3万ドルを送金", "3万ドル"),
            ("您已支付499元，请联系", "499元"),
            ("扣款￥1,299.00成功", "￥1,299.00"),
        ] {
            assert_eq!(money(text), [amount], "{text}");
        }
        for text in ["room 12 of 30", "2026年11月22日", "a dollar a day", "3人のユーザー", "验证码482913"] {
            assert_eq!(money(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_device_code_is_found_wherever_it_stands() {
        for code in ["WDJB-MJHT", "CXQ7P4M2K", "48291377"] {
            for before in 0..40 {
                let text = format!("{} {code}\nat", "x".repeat(before));
                assert_eq!(device_like(text.as_bytes()), Some(before + 1), "{text}");
                for longer in ["a", "7", "-", "-ABCDEFGHIJ"] {
                    let text = format!("{}{longer}{code}{longer}", " ".repeat(before));
                    assert_eq!(device_like(text.as_bytes()), None, "{text}");
                }
            }
            let text = format!("ABCDEFGHIJKLMNOPQ {code}");
            assert_eq!(device_like(text.as_bytes()), Some(18), "{text}");
        }
    }

    #[test]
    fn marks_are_told_from_all_other_bytes() {
        for byte in 0..=u8::MAX {
            let is = byte.is_ascii_digit() || byte == b'-' || !byte.is_ascii();
            for at in 0..8 {
                let mut eight = [b'a'; 8];
                eight[at] = byte;
                assert_eq!(has_mark(u64::from_le_bytes(eight)), is, "{byte:#x}");
            }
        }
    }

    #[test]
    fn codes_are_found_alone_on_a_line_or_named() {
        assert_eq!(codes("Your code is: 482913.\nOrder of 2026 pieces\n  771204  "), ["482913", "771204"]);
    }
}
