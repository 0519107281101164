//! Authentication-Results (RFC 8601 section 2.2).

use std::collections::BTreeMap;

use memchr::{memchr2, memrchr};

use super::text;
use crate::limits;
use crate::report::AuthResult;

/// A parsed Authentication-Results, or the same without its leading `i=` from an
/// ARC-Authentication-Results (RFC 8617 section 4.1.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthResults {
    /// The authserv-id; empty when there is none, as in Microsoft's form.
    pub authserv_id: String,
    /// The version behind the authserv-id; empty when there is none.
    pub version: String,
    /// The results, in order. Methods, results and property names are in lower case.
    pub results: Vec<AuthResult>,
    /// Whether the whole value follows the grammar.
    pub well_formed: bool,
    /// Whether it could be read without a doubt, the habits of large receivers included (no
    /// authserv-id, `action=none`, a trailing `;`). An open comment or quote, a parenthesis inside a
    /// value, a property given twice or a stray word are signs that text chosen by a sender was
    /// written into it: such a value must not be believed.
    pub sound: bool,
}

/// Where white space and comments end, and what the comments were.
pub(crate) struct Cfws<'a> {
    /// Offset of the first byte behind them.
    pub at: usize,
    /// The first comment, without its parentheses.
    pub comment: Option<&'a [u8]>,
    /// Whether every comment is closed, not too deep, and holds no open quote.
    pub closed: bool,
}

/// `CFWS = (1*([FWS] comment) [FWS]) / FWS` (RFC 5322 section 3.2.2), possibly empty. A comment
/// that is never closed, or too deep, reaches to the end.
pub(crate) fn skip_cfws(bytes: &[u8], mut at: usize) -> Cfws<'_> {
    let (mut comment, mut closed) = (None, true);
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'(') => {
                let (end, ended, quotes) = comment_end(bytes, at);
                closed &= ended && quotes % 2 == 0;
                let inner = bytes.get(at + 1..end - usize::from(ended)).unwrap_or_default();
                comment.get_or_insert(inner);
                at = end;
            }
            _ => return Cfws { at, comment, closed },
        }
    }
}

/// `comment = "(" *([FWS] ccontent) [FWS] ")"` at `at`: the offset behind it, whether it is closed,
/// and how many unescaped quotation marks it holds.
fn comment_end(bytes: &[u8], mut at: usize) -> (usize, bool, usize) {
    let (mut depth, mut quotes) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' => quotes += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at, true, quotes);
        }
        if depth > limits::COMMENT_DEPTH {
            break;
        }
    }
    (bytes.len(), false, quotes)
}

/// `quoted-string` at `at` (RFC 5322 section 3.2.4): its content without the quoting, and the offset
/// behind it; `None` when it is not closed.
fn quoted(bytes: &[u8], at: usize) -> Option<(Vec<u8>, usize)> {
    let mut content = Vec::new();
    let mut rest = bytes.get(at + 1..)?.iter().enumerate();
    while let Some((offset, &byte)) = rest.next() {
        match byte {
            b'"' => return Some((content, at + 1 + offset + 1)),
            b'\\' => content.push(*rest.next()?.1),
            b'\r' | b'\n' => {}
            _ => content.push(byte),
        }
    }
    None
}

/// The authserv-id alone, as [`parse`] reads it.
pub(crate) fn authserv_id(value: &[u8]) -> String {
    let mut parser = Parser::new(value);
    let (id, _) = parser.authserv_id();
    if parser.peek() == Some(b'=') { String::new() } else { unfolded(&id) }
}

/// Parses the value of the field.
pub fn parse(value: &[u8]) -> AuthResults {
    let mut parser = Parser::new(value);
    let mut parsed = AuthResults::default();
    parser.payload(&mut parsed);
    parsed.well_formed = parser.strict && parser.sound;
    parsed.sound = parser.sound;
    parsed
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The first comment that the last `skip` passed.
    comment: Option<&'a [u8]>,
    /// Offset of the last quotation mark: no quote that opens here or behind it is closed.
    last_quote: usize,
    strict: bool,
    sound: bool,
}

impl<'a> Parser<'a> {
    fn new(value: &'a [u8]) -> Self {
        Self {
            bytes: &value[..value.len().min(limits::FIELD_BYTES)],
            at: 0,
            comment: None,
            last_quote: memrchr(b'"', value).unwrap_or(0),
            strict: value.len() <= limits::FIELD_BYTES,
            sound: value.len() <= limits::FIELD_BYTES,
        }
    }

    fn skip(&mut self) {
        let cfws = skip_cfws(self.bytes, self.at);
        self.at = cfws.at;
        self.comment = cfws.comment;
        self.sound &= cfws.closed;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn run(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let run = &rest[..rest.iter().position(|&byte| !keep(byte)).unwrap_or(rest.len())];
        self.at += run.len();
        run
    }

    fn keyword(&mut self) -> String {
        lower(self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
    }

    /// What stands in the place of the authserv-id, the white space around it passed, and where it begins. It is none
    /// when `=` follows.
    fn authserv_id(&mut self) -> (Vec<u8>, usize) {
        self.skip();
        let start = self.at;
        let id = match self.quoted() {
            Some(id) => id,
            None => self.run(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b'"' | b'=')).to_vec(),
        };
        self.skip();
        (id, start)
    }

    /// authres-payload = [CFWS] authserv-id [CFWS authres-version] (no-result / 1*resinfo) [CFWS]
    fn payload(&mut self, parsed: &mut AuthResults) {
        let (id, start) = self.authserv_id();
        if self.peek() == Some(b'=') {
            // Microsoft's form starts with the first result.
            self.at = start;
            self.strict = false;
            self.statement(parsed);
        } else {
            parsed.authserv_id = unfolded(&id);
            self.strict &= !id.is_empty();
            // authres-version = 1*DIGIT
            parsed.version = text(self.run(|byte| byte.is_ascii_digit()));
            self.skip();
        }
        let mut statements = 0;
        loop {
            if self.peek().is_none() {
                break;
            }
            if !self.eat(b';') {
                self.stray();
                continue;
            }
            self.skip();
            if matches!(self.peek(), None | Some(b';')) {
                self.strict = false; // an empty statement
                continue;
            }
            statements += 1;
            if parsed.results.len() >= limits::RESULTS {
                (self.strict, self.sound) = (false, false);
                return;
            }
            self.statement(parsed);
        }
        self.strict &= statements > 0;
    }

    /// no-result = [CFWS] ";" [CFWS] "none"
    /// resinfo = [CFWS] ";" methodspec [CFWS reasonspec] [CFWS 1*propspec]
    fn statement(&mut self, parsed: &mut AuthResults) {
        // methodspec = [CFWS] method [CFWS] "=" [CFWS] result
        let method = self.keyword();
        self.skip();
        if method == "none" && matches!(self.peek(), None | Some(b';')) {
            self.strict &= parsed.results.is_empty();
            return;
        }
        // method = Keyword [ [CFWS] "/" [CFWS] method-version ]
        if self.eat(b'/') {
            self.skip();
            self.sound &= !self.run(|byte| byte.is_ascii_digit()).is_empty();
            self.skip();
        }
        if method.is_empty() || !self.eat(b'=') {
            self.stray();
            return self.pass_statement();
        }
        self.skip();
        let result = self.keyword();
        if result.is_empty() {
            self.stray();
            return self.pass_statement();
        }
        self.skip();
        let comment = unfolded(self.comment.unwrap_or_default());
        let mut properties = BTreeMap::new();
        while !matches!(self.peek(), None | Some(b';')) {
            match self.property() {
                Some((name, value)) if !properties.contains_key(&name) => {
                    properties.insert(name, value);
                }
                Some(_) => self.sound = false,
                None => self.stray(),
            }
            self.skip();
        }
        parsed.results.push(AuthResult { method, result, properties, comment });
    }

    /// propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" [CFWS] pvalue
    /// reasonspec = "reason" [CFWS] "=" [CFWS] value
    fn property(&mut self) -> Option<(String, String)> {
        let mut name = self.keyword();
        self.skip();
        if self.eat(b'.') {
            self.skip();
            name.push('.');
            name.push_str(&lower(self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))));
            self.skip();
        } else {
            self.strict &= name == "reason"; // Microsoft's `action=none`
        }
        if name.is_empty() || name.ends_with('.') || !self.eat(b'=') {
            return None;
        }
        let value = self.pvalue();
        Some((name, value))
    }

    /// pvalue = value / [ [ local-part ] "@" ] domain-name
    ///
    /// A value ends at white space or `;`. A parenthesis that touches it is kept as a part of it, so
    /// that `legit.example(attacker.example` is never read as `legit.example`.
    fn pvalue(&mut self) -> String {
        if matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            let before = self.at;
            self.skip();
            let start = self.at;
            let next = self.run(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'='));
            let is_value = !next.is_empty() && self.peek() != Some(b'=');
            self.at = if is_value { start } else { before };
            if !is_value {
                self.strict = false;
                return String::new();
            }
        }
        let start = self.at;
        if let Some(content) = self.quoted()
            && matches!(self.peek(), None | Some(b' ' | b'\t' | b'\r' | b'\n' | b';'))
        {
            return unfolded(&content);
        }
        // A quoted local part and what stands behind it, kept as written.
        loop {
            self.run(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b')' | b'"'));
            match self.peek() {
                Some(b'"') => {
                    if self.quoted().is_none() {
                        self.sound = false;
                        self.at += 1;
                    }
                }
                Some(b'(' | b')') => {
                    self.sound = false;
                    self.at += 1;
                }
                _ => break,
            }
        }
        let value = self.bytes.get(start..self.at).unwrap_or_default();
        self.strict &= !value.is_empty();
        unfolded(value)
    }

    fn quoted(&mut self) -> Option<Vec<u8>> {
        if self.peek() != Some(b'"') || self.at >= self.last_quote {
            return None;
        }
        match quoted(self.bytes, self.at) {
            Some((content, end)) => {
                self.at = end;
                Some(content)
            }
            None => {
                // One open quote: no quotation mark is read as one any more, or this would be quadratic.
                self.last_quote = 0;
                self.sound = false;
                None
            }
        }
    }

    /// Passes something that has no place here.
    fn stray(&mut self) {
        self.sound = false;
        if self.quoted().is_none() {
            let passed = self.run(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b'"'));
            if passed.is_empty() && !matches!(self.peek(), None | Some(b';')) {
                self.at += 1;
            }
        }
        self.skip();
    }

    fn pass_statement(&mut self) {
        while !matches!(self.peek(), None | Some(b';')) {
            self.stray();
        }
    }
}

fn lower(bytes: &[u8]) -> String {
    let mut lower = text(bytes);
    lower.make_ascii_lowercase();
    lower
}

/// A comment or the content of a quoted string, without its folding (RFC 5322 section 2.2.3).
fn unfolded(bytes: &[u8]) -> String {
    let mut text = text(bytes);
    if memchr2(b'\r', b'\n', bytes).is_some() {
        text.retain(|c| !matches!(c, '\r' | '\n'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `method=result` of all results.
    fn results(value: &str) -> Vec<String> {
        parse(value.as_bytes()).results.iter().map(|one| [&*one.method, &*one.result].join("=")).collect()
    }

    fn property(value: &str, index: usize, name: &str) -> String {
        parse(value.as_bytes()).results[index].properties.get(name).cloned().unwrap_or_default()
    }

    #[test]
    fn the_grammar_of_the_rfc_is_followed() {
        let value = " mx.mailbox.example 1;\r\n dkim/1=pass reason=\"good \\\"key\\\"\" (a (nested) one)\r\n header.d=sender.example; spf = pass smtp . mailfrom = jo@sender.example";
        let parsed = parse(value.as_bytes());
        assert_eq!((&*parsed.authserv_id, &*parsed.version), ("mx.mailbox.example", "1"));
        assert!(parsed.well_formed && parsed.sound);
        assert_eq!(results(value), ["dkim=pass", "spf=pass"]);
        assert_eq!(property(value, 0, "reason"), "good \"key\"");
        assert_eq!(property(value, 1, "smtp.mailfrom"), "jo@sender.example");
    }

    #[test]
    fn none_is_no_result() {
        let parsed = parse(b"mx.mailbox.example; none");
        assert!(parsed.well_formed && parsed.results.is_empty());
    }

    #[test]
    fn a_form_without_authserv_id_starts_with_its_first_result() {
        let value = "spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=a.example; dkim=pass (signature was verified)\r\n header.d=a.example;dmarc=pass action=none header.from=a.example;compauth=pass reason=100";
        let parsed = parse(value.as_bytes());
        assert_eq!(parsed.authserv_id, "");
        assert!(parsed.sound && !parsed.well_formed);
        assert_eq!(results(value), ["spf=pass", "dkim=pass", "dmarc=pass", "compauth=pass"]);
        assert_eq!(parsed.results[0].comment, "sender IP is 192.0.2.1");
        assert_eq!(property(value, 2, "action"), "none");
        assert_eq!(property(value, 3, "reason"), "100");
    }

    #[test]
    fn a_comment_may_touch_the_result_and_a_semicolon_may_end_the_value() {
        let value =
            "atlas1.free.mail.bf1.yahoo.com; dkim=unknown; dmarc=pass(p=NONE,sp=QUARANTINE) header.from=a.example;";
        let parsed = parse(value.as_bytes());
        assert!(parsed.sound);
        assert_eq!(results(value), ["dkim=unknown", "dmarc=pass"]);
        assert_eq!(parsed.results[1].comment, "p=NONE,sp=QUARANTINE");
        assert_eq!(property(value, 1, "header.from"), "a.example");
    }

    #[test]
    fn the_authserv_id_alone_is_the_one_that_a_whole_reading_gives() {
        for value in [
            "mx.mailbox.example 1; dkim=pass",
            " (a comment) \"mx.mailbox\r\n .example\" (another); none",
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example",
            "dkim =pass",
            "\"open; dkim=pass",
            "; dkim=pass",
            "",
        ] {
            assert_eq!(authserv_id(value.as_bytes()), parse(value.as_bytes()).authserv_id, "{value}");
        }
    }

    #[test]
    fn an_empty_stamp_is_sound_and_says_nothing() {
        let parsed = parse(b"mx.zohomail.eu;");
        assert!(parsed.sound && !parsed.well_formed && parsed.results.is_empty());
    }

    #[test]
    fn a_parenthesis_in_a_value_stays_in_it_and_makes_the_stamp_unsound() {
        let value = "mx.mailbox.example; spf=pass smtp.mailfrom=(any@legit.example(a.attack.example; dmarc=none";
        assert_eq!(property(value, 0, "smtp.mailfrom"), "(any@legit.example(a.attack.example");
        assert!(!parse(value.as_bytes()).sound);
        let value = "mx.mailbox.example; dkim=pass header.d=legit.example(.attack.example)";
        assert_eq!(property(value, 0, "header.d"), "legit.example(.attack.example)");
        assert!(!parse(value.as_bytes()).sound);
    }

    #[test]
    fn quotes_in_a_value_cannot_start_a_result() {
        let value = "mx.mailbox.example; spf=pass smtp.mailfrom=\"x; dkim=pass header.d=legit.example\"@attack.example; dkim=none";
        assert_eq!(results(value), ["spf=pass", "dkim=none"]);
        let open = "mx.mailbox.example; spf=pass smtp.mailfrom=any@legit.example\"a.attack.example; dkim=none";
        assert_eq!(property(open, 0, "smtp.mailfrom"), "any@legit.example\"a.attack.example");
        assert!(!parse(open.as_bytes()).sound);
    }

    #[test]
    fn a_comment_cannot_be_closed_from_inside_a_quoted_local_part() {
        let value = "mx.mailbox.example; spf=pass (domain of \"x) smtp.mailfrom=legit.example; dkim=pass header.i=@legit.example; dmarc=pass (y\"@attack.example designates 192.0.2.1) header.from=legit.example";
        assert!(!parse(value.as_bytes()).sound);
        let value = "mx.mailbox.example; spf=pass (domain of x); dkim=pass header.d=legit.example is permitted) smtp.mailfrom=a.example";
        assert!(!parse(value.as_bytes()).sound);
    }

    #[test]
    fn a_result_counts_only_at_the_start_of_a_statement() {
        let value = "mx.mailbox.example; spf=none dkim=pass header.d=legit.example";
        assert_eq!(results(value), ["spf=none"]);
        let value = "mx.mailbox.example; arc=pass (i=1 dkim=pass dkdomain=legit.example); spf=none";
        assert_eq!(results(value), ["arc=pass", "spf=none"]);
    }

    #[test]
    fn a_property_given_twice_makes_the_stamp_unsound() {
        let value = "mx.mailbox.example; dkim=pass header.d=attack.example header.d=legit.example";
        assert_eq!(property(value, 0, "header.d"), "attack.example");
        assert!(!parse(value.as_bytes()).sound);
    }

    #[test]
    fn an_empty_value_does_not_swallow_the_next_property() {
        let value = "spf=none (sender IP is 192.0.2.1) smtp.mailfrom= smtp.helo=a.example; dkim=none header.d=none";
        assert_eq!(property(value, 0, "smtp.mailfrom"), "");
        assert_eq!(property(value, 0, "smtp.helo"), "a.example");
        assert!(parse(value.as_bytes()).sound);
    }

    #[test]
    fn hostile_shapes_take_linear_time() {
        for unit in ["(", ")", ";", "\"", "a=b", ";a=b c.d=\"", ";a=", "; (", "\\", "\"\\", ";a=b c=\"\\\""] {
            let value = unit.repeat(100_000);
            let start = std::time::Instant::now();
            let parsed = parse(value.as_bytes());
            assert!(parsed.results.len() <= limits::RESULTS);
            assert!(start.elapsed().as_millis() < 1_000, "{unit}");
        }
    }
}
