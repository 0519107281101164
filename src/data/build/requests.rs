//! The words of requests: `requests.toml` to one sorted table of words and the rules over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;
use super::catalogue::{camel, one_of, read, refuse};
use super::fold::{fold, is_unspaced};

const FILE: &str = "requests.toml";
/// Longest word in bytes; what is read of a text's word.
const LONGEST: usize = 48;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    language: Vec<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    lang: String,
    unless: Vec<String>,
    #[serde(default)]
    excuse: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    heed: Vec<String>,
    #[serde(default)]
    who: Vec<String>,
    #[serde(default)]
    plea: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    neutral: Vec<String>,
    words: BTreeMap<String, Vec<String>>,
    request: Vec<Request>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    kind: String,
    window: u8,
    all: Vec<String>,
    #[serde(default)]
    but: String,
    #[serde(default)]
    across: bool,
}

/// Bits of the table of beginnings.
const BEGINS: usize = 8192;

/// The bit of the first three letters of a word; the reader computes the same.
fn spread([one, two, three]: [u8; 3]) -> usize {
    (one as usize * 961 + two as usize * 31 + three as usize) % BEGINS
}

/// Classes that every table has: a comma, and the class that no word has.
const FIXED: usize = 2;

#[derive(Default)]
struct Vocabulary {
    /// Word and whether it stands for all words that begin so, to its classes.
    words: BTreeMap<(String, bool), BTreeSet<usize>>,
    classes: usize,
}

impl Vocabulary {
    /// A class with these words; the class without words when there are none.
    fn class(&mut self, entry: &str, words: &[String]) -> Result<usize, Refusal> {
        if words.is_empty() {
            return Ok(1);
        }
        let class = FIXED + self.classes;
        self.classes += 1;
        for word in words {
            self.add(entry, word, Some(class))?;
        }
        Ok(class)
    }

    fn add(&mut self, entry: &str, word: &str, class: Option<usize>) -> Result<(), Refusal> {
        let unspaced = word.starts_with(is_unspaced);
        let bare = word.strip_suffix('*').unwrap_or(word);
        let folded: String = bare.chars().filter_map(fold).collect();
        let plain = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if folded.is_empty() || folded.len() > LONGEST || !(plain || unspaced) {
            return Err(refuse(FILE, entry, &format!("{word:?} is not one word")));
        }
        let starts = unspaced || bare != word;
        if starts && folded.len() < 2 {
            return Err(refuse(FILE, entry, &format!("{word:?} stands for too many words")));
        }
        self.words.entry((folded, starts)).or_default().extend(class);
        Ok(())
    }
}

/// Generates the tables.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let Document { language: languages } = read(data, FILE)?;
    let mut vocabulary = Vocabulary::default();
    let mut calls = BTreeSet::new();
    let mut spoken = String::new();
    let mut rules = String::new();
    for (index, language) in languages.iter().enumerate() {
        let lang = &language.lang;
        let mut named = BTreeMap::new();
        for (name, words) in &language.words {
            if words.is_empty() {
                return Err(refuse(FILE, &format!("{lang}.{name}"), "there are no words"));
            }
            named.insert(name.as_str(), vocabulary.class(lang, words)?);
        }
        for word in &language.neutral {
            vocabulary.add(lang, word, None)?;
        }
        calls.extend(named.get("call").copied());
        write!(spoken, "    Language {{ code: {}", named.get("code").unwrap_or(&1)).expect("a string can be written");
        for (name, words) in [
            ("unless", &language.unless),
            ("excuse", &language.excuse),
            ("when", &language.when),
            ("heed", &language.heed),
            ("who", &language.who),
            ("plea", &language.plea),
            ("beside", &language.beside),
            ("subject", &language.subject),
            ("object", &language.object),
        ] {
            write!(spoken, ", {name}: {}", vocabulary.class(lang, words)?).expect("a string can be written");
        }
        spoken.push_str(" },\n");
        let mut used: BTreeSet<&str> = BTreeSet::from(["call"]);
        for (number, request) in language.request.iter().enumerate() {
            let entry = format!("{lang}, request {}", number + 1);
            one_of(
                FILE,
                &entry,
                "kind",
                &request.kind,
                &["send_code", "approve", "credential", "install", "pay", "sign_in_link"],
            )?;
            let class = |name: &str| {
                named.get(name).copied().ok_or_else(|| refuse(FILE, &entry, &format!("there are no words {name:?}")))
            };
            if request.all.len() < 2 {
                return Err(refuse(FILE, &entry, "at least two classes of words are needed"));
            }
            used.extend(request.all.iter().map(String::as_str));
            used.insert(&request.but);
            let all = request.all.iter().map(|name| class(name)).collect::<Result<Vec<_>, _>>()?;
            let but = if request.but.is_empty() { 1 } else { class(&request.but)? };
            writeln!(
                rules,
                "    RequestRule {{ kind: RequestKind::{}, language: {index}, window: {}, across: {}, but: {but}, all: &{all:?} }},",
                camel(&request.kind),
                request.window,
                request.across
            )
            .expect("a string can be written");
        }
        if let Some(unused) = named.keys().find(|name| !used.contains(*name)) {
            return Err(refuse(FILE, lang, &format!("the words {unused:?} are in no rule")));
        }
    }
    let calls: Vec<usize> = calls.into_iter().collect();
    Ok(table(&vocabulary, &spoken, &rules, &calls))
}

fn table(vocabulary: &Vocabulary, spoken: &str, rules: &str, calls: &[usize]) -> String {
    // A word has the classes of every entry that stands for it; a beginning hands them down.
    let names: BTreeSet<&String> = vocabulary.words.keys().map(|(word, _)| word).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let starts = |word: &str| vocabulary.words.contains_key(&(word.to_owned(), true));
    let (mut text, mut entries, mut pool) = (String::new(), String::new(), Vec::<usize>::new());
    let mut first = [0_usize; 257];
    let mut begins = [0_u64; BEGINS / 64];
    for name in &names {
        let spaced = !name.starts_with(is_unspaced);
        let mut classes = BTreeSet::new();
        for ((other, begins), more) in &vocabulary.words {
            if other == *name || (spaced && *begins && name.starts_with(other.as_str())) {
                classes.extend(more);
            }
        }
        let parent = names
            .iter()
            .enumerate()
            .filter(|(_, other)| *other != name && name.starts_with(other.as_str()) && starts(other))
            .max_by_key(|(_, other)| other.len())
            .map_or(u16::MAX as usize, |(at, _)| at);
        let classes: Vec<usize> = classes.into_iter().collect();
        let at = pool.windows(classes.len().max(1)).position(|window| window == classes).unwrap_or(pool.len());
        if at == pool.len() {
            pool.extend(&classes);
        }
        writeln!(
            entries,
            "    Word {{ at: {}, classes: {at}, parent: {parent}, length: {}, count: {}, starts: {} }},",
            text.len(),
            name.len(),
            classes.len(),
            starts(name)
        )
        .expect("a string can be written");
        text.push_str(name);
        // what a word may begin with, so that most words are passed over at once
        let mut mark = |letters: [u8; 3]| {
            let bit = spread(letters);
            begins[bit / 64] |= 1 << (bit % 64);
        };
        match *name.as_bytes() {
            [one, two, three, ..] => mark([one, two, three]),
            [one, two] if starts(name) => (0..=255).for_each(|three| mark([one, two, three])),
            [one, two] => mark([one, two, 0]),
            [one] if !starts(name) => mark([one, 0, 0]),
            _ => {}
        }
        for later in &mut first[name.as_bytes()[0] as usize + 1..] {
            *later += 1;
        }
    }
    format!(
        "pub(crate) const CLASSES: usize = {};\npub(crate) static TEXT: &str = {text:?};\n\
         pub(crate) static BEGINS: &[u64; {}] = &{begins:?};\n\
         pub(crate) static POOL: &[u16] = &{pool:?};\npub(crate) static FIRST: &[u16; 257] = &{first:?};\n\
         pub(crate) static CALL: &[u16] = &{calls:?};\npub(crate) static WORDS: &[Word] = &[\n{entries}];\n\
         pub(crate) static LANGUAGES: &[Language] = &[\n{spoken}];\npub(crate) static REQUESTS: &[RequestRule] = &[\n{rules}];\n",
        FIXED + vocabulary.classes,
        begins.len()
    )
}
