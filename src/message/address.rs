//! Addresses (RFC 5322 sections 3.4 and 4.4), read twice: strictly by the grammar, and tolerantly
//! by everything that looks like an address. Where the two disagree, programs disagree as well,
//! and that is what a forger wants.

use std::ops::Range;

use super::{domain, encoded_word, field::Field};
use crate::limits;
use crate::report::{Mailbox, Span};

/// What an address field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressList {
    /// The mailboxes, in order. When the grammar is broken, the ones that could still be read.
    pub mailboxes: Vec<Mailbox>,
    /// Whether the whole value follows the grammar of RFC 5322.
    pub strict: bool,
    /// Everything in the decoded value that looks like an address, in order.
    pub seen: Vec<String>,
}

impl AddressList {
    /// Hosts of everything that looks like an address, each once, lower case.
    pub fn seen_hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for address in &self.seen {
            let host = host_of(address);
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }
}

/// Reads an address field.
pub fn parse(field: &Field) -> AddressList {
    parse_value(field.value, field.value_start())
}

/// Reads an address field of a message that a mail program copied out as text: some write the address in square
/// brackets, `PayPal [mailto:service@paypal.example]`. `None` where it is no such field.
pub fn parse_copied(field: &Field) -> Option<AddressList> {
    let value = &field.value[..field.value.len().min(limits::FIELD_BYTES)];
    let open = value.iter().rposition(|&byte| byte == b'[')?;
    let close = value.iter().rposition(|byte| !byte.is_ascii_whitespace()).filter(|&last| value[last] == b']')?;
    let inner = super::text(value.get(open + 1..close)?);
    let shown = inner.strip_prefix("mailto:").unwrap_or(&inner);
    if scan(shown) != [shown] {
        return None;
    }
    // as long as before, so that its places stay the same
    let mut written = value.to_vec();
    written[open..close - shown.len()].fill(b' ');
    (written[open], written[close]) = (b'<', b'>');
    Some(parse_value(&written, field.value_start()))
}

/// The mailboxes of an address field alone.
pub fn mailboxes(field: &Field) -> Vec<Mailbox> {
    strictly(field.value, field.value_start()).mailboxes
}

/// Reads the value of an address field that begins at `offset` in the message.
pub fn parse_value(value: &[u8], offset: usize) -> AddressList {
    let value = &value[..value.len().min(limits::FIELD_BYTES)];
    AddressList { seen: scan(&encoded_word::decode(value)), ..strictly(value, offset) }
}

/// Reads a value by the grammar alone.
fn strictly(value: &[u8], offset: usize) -> AddressList {
    let value = &value[..value.len().min(limits::FIELD_BYTES)];
    let (tokens, closed) = tokens(value);
    let mut reader = Reader { value, offset, strict: closed, mailboxes: Vec::new() };
    reader.address_list(&tokens);
    if reader.mailboxes.is_empty() {
        reader.strict = false;
    }
    AddressList { mailboxes: reader.mailboxes, strict: reader.strict, seen: Vec::new() }
}

/// The host of an address in ASCII, lower case, without a final dot.
pub fn host_of(address: &str) -> String {
    address.rsplit_once('@').map_or_else(String::new, |(_, host)| ascii_host(host))
}

/// The ASCII form of a host that stands alone or behind an `@`, without a final dot.
pub fn ascii_host(text: &str) -> String {
    domain::to_ascii(text.rsplit('@').next().unwrap_or("").trim_end_matches('.'))
}

/// Everything in a text that looks like `local@host.tld`, in order.
pub fn scan(text: &str) -> Vec<String> {
    let local = |character: &char| character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(*character);
    let host = |character: &char| character.is_alphanumeric() || matches!(character, '-' | '.');
    let mut found = Vec::new();
    let mut previous = 0; // no address begins inside the one before it
    for (at, _) in text.match_indices('@') {
        let before: usize = text[previous..at].chars().rev().take_while(local).map(char::len_utf8).sum();
        let after: usize = text[at + 1..].chars().take_while(host).map(char::len_utf8).sum();
        let address = text[at - before..at + 1 + after].trim_matches(['.', '-', '\'', '`']);
        let named = address.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains("..")
        });
        if named && found.len() < limits::ADDRESSES {
            found.push(address.to_owned());
        }
        previous = at + 1;
    }
    found
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A run of atext and dots; UTF-8 is allowed (RFC 6532).
    Atom,
    /// A quoted string with its quotes.
    Quoted,
    /// A domain literal with its brackets.
    Literal,
    /// `<`, `>`, `@`, `,`, `:`, `;`, or a character that the grammar does not allow here.
    Special(u8),
}

/// Splits a value into tokens; comments and white space (CFWS) are dropped. The second value is
/// whether every quoted string, literal and comment was closed and every character allowed.
fn tokens(value: &[u8]) -> (Vec<(Token, Range<usize>)>, bool) {
    let mut tokens = Vec::new();
    let mut sound = true;
    let mut at = 0;
    while at < value.len() {
        let start = at;
        let token = match value[at] {
            b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            b'(' => {
                let (next, closed) = comment(value, at);
                at = next;
                sound &= closed;
                continue;
            }
            b'"' => {
                let (next, closed) = until(value, at, b'"');
                at = next;
                sound &= closed;
                Token::Quoted
            }
            b'[' => {
                let (next, closed) = until(value, at, b']');
                at = next;
                sound &= closed;
                Token::Literal
            }
            special @ (b'<' | b'>' | b'@' | b',' | b':' | b';') => {
                at += 1;
                Token::Special(special)
            }
            byte if is_atext(byte) => {
                while at < value.len() && is_atext(value[at]) {
                    at += 1;
                }
                Token::Atom
            }
            other => {
                sound = false;
                at += 1;
                Token::Special(other)
            }
        };
        tokens.push((token, start..at));
    }
    (tokens, sound)
}

/// `atext` and the dot of `dot-atom` (RFC 5322 section 3.2.3), with UTF-8.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}

/// `comment = "(" *([FWS] ccontent) [FWS] ")"`, nested to a limit; returns the offset behind it.
fn comment(value: &[u8], start: usize) -> (usize, bool) {
    let mut depth = 0;
    let mut at = start;
    while at < value.len() {
        match value[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 || depth > limits::COMMENT_DEPTH {
            return (at.min(value.len()), depth == 0);
        }
    }
    (value.len(), false)
}

/// The offset behind the closing character of a quoted string or literal.
fn until(value: &[u8], start: usize, close: u8) -> (usize, bool) {
    let mut at = start + 1;
    while at < value.len() {
        match value[at] {
            b'\\' => at += 2,
            byte if byte == close => return (at + 1, true),
            _ => at += 1,
        }
    }
    (value.len(), false)
}

struct Reader<'a> {
    value: &'a [u8],
    offset: usize,
    strict: bool,
    mailboxes: Vec<Mailbox>,
}

type Tokens<'t> = &'t [(Token, Range<usize>)];

impl Reader<'_> {
    /// `address-list = (address *("," address))`; `group = display-name ":" [group-list] ";"`.
    fn address_list(&mut self, tokens: Tokens) {
        let mut in_group = false;
        let mut start = 0;
        let mut angle = false;
        let mut addressed = false; // there is an `@` since `start`
        for (at, (token, _)) in tokens.iter().enumerate() {
            match token {
                Token::Special(b'@') => addressed = true,
                Token::Special(b'<') => angle = true,
                Token::Special(b'>') => angle = false,
                Token::Special(b':') if !angle && !in_group => {
                    in_group = true;
                    addressed = false;
                    start = at + 1;
                }
                // a comma inside angle brackets separates the hosts of an obsolete route; programs
                // disagree on the rest, so it is read as a separator and as broken grammar
                Token::Special(separator @ (b',' | b';')) => {
                    self.strict &= !angle && (*separator == b',' || in_group);
                    // words without an address are the beginning of a display name with a bare comma
                    if *separator == b',' && !addressed && start < at {
                        self.strict = false;
                        continue;
                    }
                    let empty_group = *separator == b';' && start == at;
                    if !empty_group {
                        self.mailbox(&tokens[start..at]);
                    }
                    in_group &= *separator == b',';
                    angle = false;
                    addressed = false;
                    start = at + 1;
                }
                _ => {}
            }
        }
        self.strict &= !in_group && !angle;
        let after_group = start > 0 && matches!(tokens[start - 1].0, Token::Special(b';'));
        if start < tokens.len() || !after_group {
            self.mailbox(&tokens[start..]);
        }
    }

    /// `mailbox = name-addr / addr-spec`; `name-addr = [display-name] angle-addr`.
    fn mailbox(&mut self, tokens: Tokens) {
        if self.mailboxes.len() >= limits::ADDRESSES {
            return;
        }
        let Some((_, first)) = tokens.first() else {
            self.strict = false;
            return;
        };
        let span = first.start..tokens.last().map_or(first.end, |(_, last)| last.end);
        let open = tokens.iter().position(|(token, _)| *token == Token::Special(b'<'));
        let (phrase, spec) = match open {
            Some(open) => {
                let rest = &tokens[open + 1..];
                let close = rest.iter().position(|(token, _)| *token == Token::Special(b'>'));
                self.strict &= close == Some(rest.len().saturating_sub(1)) && !rest.is_empty();
                (&tokens[..open], &rest[..close.unwrap_or(rest.len())])
            }
            None => (&tokens[..0], tokens),
        };
        self.strict &= phrase.iter().all(|(token, _)| matches!(token, Token::Atom | Token::Quoted));
        let (address, sound) = self.addr_spec(spec);
        self.strict &= sound;
        let name = self.phrase(phrase);
        let host = host_of(&address);
        let unicode_host = domain::to_unicode(&host);
        let registrable = domain::registrable(&host).map(str::to_owned);
        let span = Span { start: (self.offset + span.start) as u32, end: (self.offset + span.end) as u32 };
        self.mailboxes.push(Mailbox { name, address, host, unicode_host, registrable, span });
    }

    /// `addr-spec = local-part "@" domain`. When the tokens hold more than that, what stands
    /// around the last `@` is returned and the grammar is broken.
    fn addr_spec(&self, tokens: Tokens) -> (String, bool) {
        // folding inside a quoted string or a literal is none of it (RFC 5322 section 2.2.3)
        let text = |range: &Range<usize>| {
            let mut text = super::text(&self.value[range.clone()]);
            text.retain(|c| !matches!(c, '\r' | '\n'));
            text
        };
        let Some(at) = tokens.iter().rposition(|(token, _)| *token == Token::Special(b'@')) else {
            return (String::new(), false);
        };
        let local = at.checked_sub(1).map(|index| &tokens[index]);
        let host = tokens.get(at + 1);
        match (local, host) {
            (Some((Token::Atom | Token::Quoted, local)), Some((kind @ (Token::Atom | Token::Literal), host))) => {
                let dots = |range: &Range<usize>| {
                    let bytes = &self.value[range.clone()];
                    bytes.starts_with(b".") || bytes.ends_with(b".") || bytes.windows(2).any(|pair| pair == b"..")
                };
                let sound = tokens.len() == 3 && (*kind == Token::Literal || !dots(host));
                let local = text(local);
                let local = local.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(&local);
                ([local, "@", &text(host)].concat(), sound)
            }
            _ => (String::new(), false),
        }
    }

    /// `phrase = 1*word / obs-phrase`: atoms joined by single spaces, quoted strings unquoted,
    /// encoded words decoded, inside quotes too, as mail programs do.
    fn phrase(&self, tokens: Tokens) -> String {
        let mut raw: Vec<u8> = Vec::new();
        for (token, range) in tokens {
            if !raw.is_empty() {
                raw.push(b' ');
            }
            let bytes = &self.value[range.clone()];
            if *token == Token::Quoted {
                let inner = bytes.strip_prefix(b"\"").unwrap_or(bytes);
                let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
                let mut escaped = false;
                raw.extend(inner.iter().copied().filter(|&byte| {
                    escaped = byte == b'\\' && !escaped;
                    !escaped
                }));
            } else {
                raw.extend_from_slice(bytes);
            }
        }
        encoded_word::decode(&raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> AddressList {
        parse_value(value.as_bytes(), 0)
    }

    #[test]
    fn sound_addresses_are_read_by_the_grammar() {
        let cases = [
            ("jo@mailbox.example", "", "jo@mailbox.example"),
            ("Jo Roe <jo@mailbox.example>", "Jo Roe", "jo@mailbox.example"),
            ("\"Roe, Jo\" <jo@mailbox.example>", "Roe, Jo", "jo@mailbox.example"),
            ("\"A \\\"B\\\" C\" <jo@mailbox.example>", "A \"B\" C", "jo@mailbox.example"),
            ("=?utf-8?q?Jos=C3=A9?= <jo@mailbox.example>", "José", "jo@mailbox.example"),
            ("(note) Jo <jo@MAILBOX.example> (x (y))", "Jo", "jo@MAILBOX.example"),
            ("\"jo roe\"@mailbox.example", "", "jo roe@mailbox.example"),
            ("X <jo@[192.0.2.1]>", "X", "jo@[192.0.2.1]"),
        ];
        for (value, name, address) in cases {
            let list = read(value);
            assert!(list.strict, "{value}");
            assert_eq!(list.mailboxes.len(), 1, "{value}");
            assert_eq!((list.mailboxes[0].name.as_str(), list.mailboxes[0].address.as_str()), (name, address));
        }
        assert_eq!(read("A@MailBox.Example").mailboxes[0].host, "mailbox.example");
    }

    #[test]
    fn lists_and_groups_are_read() {
        let list = read("a@one.example, B <b@two.example>");
        assert!(list.strict);
        assert_eq!(list.mailboxes.len(), 2);
        let list = read("friends: a@one.example, b@two.example;");
        assert!(list.strict, "{list:?}");
        assert_eq!(list.mailboxes.len(), 2);
        assert_eq!(read("undisclosed-recipients:;").mailboxes.len(), 0);
    }

    #[test]
    fn shapes_that_programs_read_differently_are_not_strict() {
        for value in [
            "<@route.example,@any.example:admin@legit.example>",
            "admin@legit.example <x@attack.example>",
            "<any@attack.example>admin@legit.example",
            "admin@legit.example\\,<x@attack.example>",
            "<admin@legit.example",
            "\"admin@legit.example <x@attack.example>",
            "Microsoft account team ,_<x@attack.example>",
            "admin@legit.example@attack.example",
            "a..b@x..example",
            "no address here",
            "",
        ] {
            assert!(!read(value).strict, "{value}");
        }
    }

    #[test]
    fn a_bare_comma_in_a_display_name_does_not_lose_the_address() {
        let list = read("Microsoft account team ,_<x@attack.example>");
        assert_eq!(list.mailboxes.len(), 1);
        assert_eq!(list.mailboxes[0].address, "x@attack.example");
        assert!(list.mailboxes[0].name.starts_with("Microsoft account team"));
        assert!(!list.strict);
    }

    #[test]
    fn the_tolerant_reading_sees_every_address() {
        let list = read("\"support@brand.example\" <x@attack.example>");
        assert_eq!(list.seen, ["support@brand.example", "x@attack.example"]);
        assert_eq!(list.seen_hosts(), ["brand.example", "attack.example"]);
        let encoded = read("=?utf-8?b?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?=, <x@attack.example>");
        assert_eq!(encoded.seen, ["admin@legit.example", "x@attack.example"]);
    }

    #[test]
    fn spans_count_in_the_message() {
        let list = parse_value(b" Jo <jo@mailbox.example>", 100);
        assert_eq!(list.mailboxes[0].span, Span { start: 101, end: 124 });
    }
}
