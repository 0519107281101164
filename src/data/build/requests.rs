//! The words of requests: `requests.toml` to one table of words and the rules over them.

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
    asked: Vec<String>,
    #[serde(default)]
    unasked: Vec<String>,
    #[serde(default)]
    tell: Vec<String>,
    #[serde(default)]
    place: Vec<String>,
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

/// Letters of a key, by which a word is found.
const KEY: usize = 4;
/// Places of words, as a power of two.
const PLACES_BITS: u32 = 10;
/// Bits of the table of beginnings, as a power of two.
const BEGINS_BITS: u32 = 13;

/// The key of a folded word; the reader computes the same.
fn key(word: &[u8]) -> u32 {
    word.iter().take(KEY).rev().fold(0, |key, &letter| key << 8 | u32::from(letter))
}

/// One of `1 << bits` places for a key; the reader computes the same.
fn place(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (32 - bits)) as usize
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
    let mut beside = BTreeSet::new();
    let mut spoken = String::new();
    let mut rules = String::new();
    let mut led: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
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
        let [code, password] = ["code", "password"].map(|name| named.get(name).unwrap_or(&1));
        write!(spoken, "    Language {{ code: {code}, password: {password}").expect("a string can be written");
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
            ("asked", &language.asked),
            ("unasked", &language.unasked),
            ("tell", &language.tell),
            ("place", &language.place),
        ] {
            let class = vocabulary.class(lang, words)?;
            if name == "beside" && !words.is_empty() {
                beside.insert(class);
            }
            write!(spoken, ", {name}: {class}").expect("a string can be written");
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
                &["send_code", "approve", "credential", "install", "pay", "sign_in_link", "disown", "own", "surrender"],
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
            // a rule is looked at where its rarest class is seen, of those that the sentence itself must have
            let words = |name: &&String| language.words.get(*name).map_or(0, Vec::len);
            let rarest = request.all[1..].iter().min_by_key(words).expect("there are two");
            let number = led.values().map(Vec::len).sum();
            led.entry(class(rarest)?).or_default().push(number);
            let but = if request.but.is_empty() { 1 } else { class(&request.but)? };
            let kind = match request.kind.as_str() {
                "disown" => "Disowned".to_owned(),
                "own" => "Owned".to_owned(),
                "surrender" => "Surrender".to_owned(),
                kind => format!("Asks(RequestKind::{})", camel(kind)),
            };
            writeln!(
                rules,
                "    RequestRule {{ says: Says::{kind}, language: {index}, window: {}, across: {}, but: {but}, all: &{all:?} }},",
                request.window,
                request.across
            )
            .expect("a string can be written");
        }
        if let Some(unused) = named.keys().find(|name| !used.contains(*name)) {
            return Err(refuse(FILE, lang, &format!("the words {unused:?} are in no rule")));
        }
    }
    let classes = FIXED + vocabulary.classes;
    let mut leads = vec![0];
    for class in 0..classes {
        leads.push(leads[class] + led.get(&class).map_or(0, Vec::len));
    }
    let rule_count = leads[classes];
    if rule_count > 256 {
        return Err(refuse(FILE, "request", "there are more rules than a byte can number"));
    }
    let led_classes = led.keys().copied().collect();
    let led: Vec<usize> = led.into_values().flatten().collect();
    Ok(format!(
        "pub(crate) const CLASSES: usize = {classes};\n{}\
         pub(crate) static CALL: &Classes = &{:?};\npub(crate) static BESIDE: &Classes = &{:?};\n\
         pub(crate) static LEADING: &Classes = &{:?};\nstatic LEADS: &[u16; CLASSES + 1] = &{leads:?};\n\
         static LED: &[u8] = &{led:?};\n\
         pub(crate) static LANGUAGES: &[Language] = &[\n{spoken}];\n\
         pub(crate) static REQUESTS: &[RequestRule; {rule_count}] = &[\n{rules}];\n",
        table(&vocabulary),
        bits(&calls, classes),
        bits(&beside, classes),
        bits(&led_classes, classes),
    ))
}

/// A bit for each class.
fn bits(of: &BTreeSet<usize>, classes: usize) -> Vec<u64> {
    let mut bits = vec![0; classes.div_ceil(64)];
    for class in of {
        bits[class / 64] |= 1 << (class % 64);
    }
    bits
}

fn table(vocabulary: &Vocabulary) -> String {
    // A word has the classes of every entry that stands for it; a beginning hands them down.
    let names: BTreeSet<&String> = vocabulary.words.keys().map(|(word, _)| word).collect();
    let mut names: Vec<&String> = names.into_iter().collect();
    let place_of = |name: &str| place(key(name.as_bytes()), PLACES_BITS);
    names.sort_by_key(|name| (place_of(name), std::cmp::Reverse(name.len())));
    let starts = |word: &str| vocabulary.words.contains_key(&(word.to_owned(), true));
    let (mut tails, mut entries, mut pool) = (Vec::<u8>::new(), String::new(), Vec::<usize>::new());
    let mut places = vec![0_usize; (1 << PLACES_BITS) + 1];
    let mut begins = vec![0_u64; (1 << BEGINS_BITS) / 64];
    for name in &names {
        let spaced = !name.starts_with(is_unspaced);
        let mut classes = BTreeSet::new();
        for ((other, begins), more) in &vocabulary.words {
            if other == *name || (spaced && *begins && name.starts_with(other.as_str())) {
                classes.extend(more);
            }
        }
        let classes: Vec<usize> = classes.into_iter().collect();
        let at = pool.windows(classes.len().max(1)).position(|window| window == classes).unwrap_or(pool.len());
        if at == pool.len() {
            pool.extend(&classes);
        }
        let letters = name.as_bytes();
        let tail = letters.get(KEY..).unwrap_or_default();
        let from = tails.windows(tail.len().max(1)).position(|known| known.starts_with(tail)).unwrap_or(tails.len());
        if from == tails.len() {
            tails.extend(tail);
        }
        writeln!(
            entries,
            "    Word {{ key: {}, tail: {from}, classes: {at}, length: {}, count: {}, starts: {} }},",
            key(letters),
            name.len(),
            classes.len(),
            starts(name)
        )
        .expect("a string can be written");
        // what a word may begin with, so that most words are passed over at once
        let mut mark = |beginning: &[u8]| {
            let bit = place(key(beginning), BEGINS_BITS);
            begins[bit / 64] |= 1 << (bit % 64);
        };
        mark(letters.get(..3).unwrap_or(letters));
        if let &[one, two] = letters
            && starts(name)
        {
            (1..=255).for_each(|three| mark(&[one, two, three]));
        }
        for later in &mut places[place_of(name) + 1..] {
            *later += 1;
        }
    }
    format!(
        "static TAILS: &[u8] = b\"{}\";\nconst BEGINS_BITS: u32 = {BEGINS_BITS};\nstatic BEGINS: &[u64; {}] = &{begins:?};\n\
         static POOL: &[u16] = &{pool:?};\nconst PLACES_BITS: u32 = {PLACES_BITS};\nstatic PLACES: &[u16; {}] = &{places:?};\n\
         static WORDS: &[Word] = &[\n{entries}];\n",
        tails.escape_ascii(),
        begins.len(),
        places.len()
    )
}
