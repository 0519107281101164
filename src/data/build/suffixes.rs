//! The Public Suffix List as one text: a trie of labels, read from the right.
//!
//! Each top-level label starts a line; lines are sorted, so that a lookup can bisect them. A label
//! is followed by `!` when the rule is an exception, by `?` when no rule ends there, and then by
//! its children in parentheses or by `,`. Siblings are sorted too, and a capital letter in front of
//! one says how much it shares with the one before: `C` is two bytes. Children that stand in
//! several places are written once, in a list; `@`, their place in it counted from `0`, and `,`
//! stand for them. Measured against a sorted list of reversed rules this text is 46 % of the size
//! raw and 81 % under brotli.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::Refusal;

const FILE: &str = "public_suffix_list.dat";

/// Bytes of children from which on they stand apart, with a table of their first letters: a lookup that reads all of
/// them takes longer than the rest of the work.
const LONG: usize = 400;

#[derive(Default)]
struct Node {
    children: BTreeMap<String, Node>,
    rule: bool,
    exception: bool,
}

impl Node {
    fn insert(&mut self, labels: &[String], exception: bool) {
        match labels.split_last() {
            Some((last, rest)) => self.children.entry(last.clone()).or_default().insert(rest, exception),
            None => (self.rule, self.exception) = (true, exception),
        }
    }

    /// The children as text, those of theirs in `shared` by reference.
    fn write(&self, shared: &HashMap<String, usize>, text: &mut String) {
        let mut before = "";
        for (label, child) in &self.children {
            let same = label.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count().min(25);
            if same > 1 {
                text.push(char::from(b'A' + same as u8));
                text.push_str(&label[same..]);
            } else {
                text.push_str(label);
            }
            child.write_rest(shared, text);
            before = label;
        }
    }

    /// What stands behind the label.
    fn write_rest(&self, shared: &HashMap<String, usize>, text: &mut String) {
        if self.exception {
            text.push('!');
        } else if !self.rule {
            text.push('?');
        }
        if self.children.is_empty() {
            text.push(',');
        } else if let Some(&place) = shared.get(&self.plain()) {
            text.extend(['@', char::from(b'0' + place as u8), ',']);
        } else {
            text.push('(');
            self.write(shared, text);
            text.push(')');
        }
    }

    /// The children with nothing shared.
    fn plain(&self) -> String {
        let mut text = String::new();
        self.write(&HashMap::new(), &mut text);
        text
    }

    /// Counts how often the same children stand somewhere.
    fn count(&self, seen: &mut BTreeMap<String, usize>) {
        for child in self.children.values().filter(|child| !child.children.is_empty()) {
            *seen.entry(child.plain()).or_default() += 1;
            child.count(seen);
        }
    }
}

/// Where the children of each first letter begin, in the text of all children. The first one of a letter shares
/// nothing with the one before, so reading can begin there.
fn letters(children: &str) -> Vec<(u8, u16)> {
    let mut places: Vec<(u8, u16)> = Vec::new();
    let (mut depth, mut begins) = (0, true);
    for (at, byte) in children.bytes().enumerate() {
        let letter = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if begins && depth == 0 && letter && places.last().is_none_or(|(before, _)| *before != byte) {
            places.push((byte, u16::try_from(at).expect("the children of one label are less than 64 KB")));
        }
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        begins = matches!(byte, b'(' | b',' | b')');
    }
    places
}

/// Generates `RULES`, the trie, `SHARED` and `LONG`, parts of it, and `LIST_DATE`, the date of the list's `VERSION` line.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let refuse = |entry: String, reason: &str| Refusal { file: FILE.into(), entry, reason: reason.into() };
    let list = fs::read_to_string(data.join(FILE))
        .map_err(|error| refuse("the file".into(), &format!("not read: {error}")))?;
    let date = list
        .lines()
        .find_map(|line| line.strip_prefix("// VERSION: ")?.get(..10))
        .filter(|date| date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
        .ok_or_else(|| refuse("the VERSION line".into(), "no date like 2026-01-31"))?;
    let mut root = Node::default();
    for (number, line) in list.lines().enumerate() {
        let rule = line.split_whitespace().next().unwrap_or_default();
        if rule.is_empty() || rule.starts_with("//") {
            continue;
        }
        let entry = format!("line {}", number + 1);
        let (exception, name) = match rule.strip_prefix('!') {
            Some(name) => (true, name),
            None => (false, rule),
        };
        let mut labels = Vec::new();
        for (at, label) in name.split('.').enumerate() {
            if label == "*" && at > 0 {
                return Err(refuse(entry, "a wildcard that is not the leftmost label"));
            }
            let label = if label.is_ascii() {
                label.to_ascii_lowercase()
            } else {
                format!("xn--{}", punycode(&label.to_lowercase()))
            };
            if label.is_empty()
                || label != "*" && !label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            {
                return Err(refuse(entry, "a label with a character that no host name has"));
            }
            labels.push(label);
        }
        if exception && labels.len() < 2 {
            return Err(refuse(entry, "an exception for a whole top-level domain"));
        }
        root.insert(&labels, exception);
    }
    if root.children.len() < 1000 {
        return Err(refuse("the file".into(), "fewer than 1000 top-level domains: not the whole list"));
    }
    let mut seen = BTreeMap::new();
    root.count(&mut seen);
    // a reference takes four bytes
    let mut often: Vec<(String, usize)> =
        seen.into_iter().filter(|(text, times)| *times > 1 && text.len() > 4).collect();
    often.sort_by_key(|(text, times)| std::cmp::Reverse(text.len() * (times - 1)));
    often.truncate(usize::from(b'z' - b'0') + 1);
    let shared: HashMap<String, usize> = often.iter().enumerate().map(|(at, (text, _))| (text.clone(), at)).collect();
    let lists: String = often.iter().map(|(text, _)| format!("    {text:?},\n")).collect();
    let mut rules = String::new();
    let mut long = String::new();
    for (label, node) in &root.children {
        rules.push_str(label);
        let mut children = String::new();
        node.write(&shared, &mut children);
        if children.len() > LONG && !node.children.contains_key("*") {
            let _ = writeln!(
                long,
                "    Long {{ label: {label:?}, letters: &{:?}, children: {children:?} }},",
                letters(&children)
            );
            Node { rule: node.rule, exception: node.exception, ..Node::default() }.write_rest(&shared, &mut rules);
        } else {
            node.write_rest(&shared, &mut rules);
        }
        rules.push('\n');
    }
    Ok(format!(
        "/// Date of the carried Public Suffix List, `YYYY-MM-DD`.\npub const LIST_DATE: &str = {date:?};\n\n\
         /// The rules as a trie of labels; see the generator for its grammar.\npub static RULES: &str = {rules:?};\n\n\
         /// Children that stand in several places of the trie.\npub static SHARED: &[&str] = &[\n{lists}];\n\n\
         /// Top-level labels with many children, which are here and not in `RULES`.\n\
         pub static LONG: &[Long] = &[\n{long}];\n"
    ))
}

/// The punycode of a label (RFC 3492 section 6.3), for a list that is known to be well formed.
fn punycode(label: &str) -> String {
    let input: Vec<u32> = label.chars().map(u32::from).collect();
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = output.len() as u32;
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while handled < input.len() as u32 {
        let next = input.iter().copied().filter(|&c| c >= n).min().unwrap_or(n);
        delta += (next - n) * (handled + 1);
        n = next;
        for &c in &input {
            if c < n {
                delta += 1;
            }
            if c == n {
                let (mut q, mut k) = (delta, 36);
                loop {
                    let t = k.clamp(bias + 1, bias + 26) - bias;
                    if q < t {
                        break;
                    }
                    let digit = t + (q - t) % (36 - t);
                    output.push(char::from(if digit < 26 { b'a' + digit as u8 } else { b'0' + digit as u8 - 26 }));
                    q = (q - t) / (36 - t);
                    k += 36;
                }
                output.push(char::from(if q < 26 { b'a' + q as u8 } else { b'0' + q as u8 - 26 }));
                delta = if handled == basic { delta / 700 } else { delta / 2 };
                delta += delta / (handled + 1);
                k = 0;
                while delta > 455 {
                    delta /= 35;
                    k += 36;
                }
                bias = k + 36 * delta / (delta + 38);
                (delta, handled) = (0, handled + 1);
            }
        }
        delta += 1;
        n += 1;
    }
    output
}
