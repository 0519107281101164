//! What a text asks the reader to do, by the words in `requests.toml`; telephone numbers and codes.

use crate::data::catalogue::{CALL_WORDS, REQUESTS, RequestRule, UNLESS};
use crate::message::lower_case;
use crate::report::{Request, RequestKind};

/// Characters of a quote in the report.
const QUOTED: usize = 160;
/// Words of a sentence that are looked at.
const WORDS: usize = 400;
/// Requests, codes and numbers that are listed of each kind.
const LISTED: usize = 20;

/// What a text asks for, each request once a kind.
pub fn requests(text: &str) -> Vec<Request> {
    let mut found: Vec<Request> = Vec::new();
    for sentence in sentences(text) {
        let words: Vec<String> = words(sentence);
        if words.is_empty() {
            continue;
        }
        for rule in REQUESTS {
            if !found.iter().any(|request| request.kind == rule.kind) && fires(rule, &words) {
                found.push(Request { kind: rule.kind, quote: quote(sentence) });
            }
        }
        let calls = words.iter().any(|word| CALL_WORDS.contains(&word.as_str()));
        if calls && !found.iter().any(|request| request.kind == RequestKind::Call) && !phones(sentence).is_empty() {
            found.push(Request { kind: RequestKind::Call, quote: quote(sentence) });
        }
    }
    found
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
    let text = lower_case(text);
    WORDS.iter().any(|word| text.contains(word))
}

/// Sentences: text up to a full stop, question mark, exclamation mark or empty line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['!', '?', '。', '！', '？', ';'])
        .flat_map(|part| part.split("\n\n"))
        .flat_map(|part| part.split(". "))
        .flat_map(|part| part.split(".\n"))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

fn words(sentence: &str) -> Vec<String> {
    sentence
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| lower_case(word.replace('’', "'").trim_matches('\'')))
        .collect()
}

/// Whether every group has a word within the window, and nothing before them or between them
/// negates it. What comes behind them does not count: "read me the code, do not hang up".
fn fires(rule: &RequestRule, words: &[String]) -> bool {
    let Some((first, rest)) = rule.all.split_first() else { return false };
    words.iter().enumerate().any(|(at, word)| {
        if !first.has(word) {
            return false;
        }
        let near = &words[at + 1..words.len().min(at + 1 + rule.window)];
        let mut last = 0;
        for group in rest {
            let Some(found) = near.iter().position(|word| group.has(word)) else { return false };
            last = last.max(found);
        }
        let clause = &words[at.saturating_sub(rule.window)..=at + 1 + last];
        !clause.iter().enumerate().any(|(at, word)| UNLESS.contains(&word.as_str()) && !is_condition(&clause[..at]))
    })
}

/// Whether a "not" behind these words belongs to a condition: "if this was not you, send the code"
/// asks for the code.
fn is_condition(before: &[String]) -> bool {
    let verb = before.last().is_some_and(|verb| matches!(verb.as_str(), "was" | "is" | "did" | "were" | "have"));
    verb && before.iter().rev().skip(1).take(2).any(|word| word == "if")
}

fn quote(sentence: &str) -> String {
    let mut quote = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    if quote.len() > QUOTED {
        quote.truncate(quote.floor_char_boundary(QUOTED));
        quote.push('…');
    }
    quote
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
            let word = lower_case(word.trim_matches(|c: char| !c.is_alphanumeric()));
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
            "If this was not you, reply with the code to our support team",
            "If you did not request it send the code to us",
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
            "If you did not request this code, do not send the code to anyone, not even support.",
            "If anyone asks, do not give the code to them or to support.",
            "If support is not who you called, never read the code to them over the phone.",
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
