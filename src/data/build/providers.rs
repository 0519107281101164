//! Providers: `providers/*.toml` and `mailboxes.toml` as Rust literals.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::Refusal;

#[path = "../../claim/fold.rs"]
#[allow(dead_code)] // Shared with the engine, which uses more of it.
pub(super) mod fold;

use fold::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mailboxes {
    date: String,
    sources: Vec<String>,
    mailboxes: Vec<String>,
    services: Vec<String>,
    telling: Vec<String>,
    passed_on: Vec<String>,
    means: Vec<String>,
}

/// `events.toml`: what several providers send alike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    #[serde(rename = "event")]
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    id: String,
    name: String,
    date: String,
    sources: Vec<String>,
    domains: Vec<String>,
    #[serde(default)]
    brands: Vec<String>,
    #[serde(default)]
    common: Vec<String>,
    #[serde(default)]
    ordinary: Vec<String>,
    #[serde(default)]
    products: Vec<String>,
    #[serde(default, rename = "display")]
    names: Vec<Name>,
    #[serde(default, rename = "program")]
    programs: Vec<Program>,
    link_hosts: Vec<String>,
    #[serde(default)]
    open_hosts: Vec<String>,
    #[serde(default)]
    top_level: Vec<String>,
    #[serde(default)]
    sends_through: Vec<String>,
    report: Option<Statement>,
    never_asks: Option<Statement>,
    #[serde(default, rename = "phone")]
    phones: Vec<Phone>,
    #[serde(rename = "service")]
    services: Vec<Service>,
    #[serde(rename = "path")]
    paths: Vec<PathEntry>,
    #[serde(rename = "event")]
    events: Vec<Event>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Official,
    Quoted,
    Observed,
    Curated,
    SecondHand,
    Unconfirmed,
}

impl Basis {
    /// Whether a sender known in this way may count as the provider's own.
    fn allows(self) -> bool {
        matches!(self, Basis::Official | Basis::Quoted | Basis::Observed | Basis::Curated)
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Slot {
    DisplayName,
    Subject,
    Greeting,
    Note,
    Device,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PasswordKnown {
    No,
    Yes,
    Likely,
    NotConfirmed,
    NotInvolved,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EventClass {
    SignInCode,
    Code,
    NewAccount,
    PasswordReset,
    SignInNotice,
    Change,
    Shared,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // The basis is asked of every entry; only the text is compiled in.
struct Name {
    text: String,
    basis: Basis,
}

/// A program of the provider that puts its own name before the address of whoever runs it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // As for names.
struct Program {
    name: String,
    locals: Vec<String>,
    subjects: Vec<String>,
    source: String,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // As for names.
struct Statement {
    text: String,
    source: String,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // Source and date are for the reader of the file.
struct Phone {
    number: String,
    source: String,
    date: String,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    id: String,
    name: String,
    signing: Vec<String>,
    #[serde(default)]
    slots: Vec<Slot>,
    senders: Vec<Sender>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sender {
    host: String,
    #[serde(default)]
    addresses: Vec<String>,
    #[serde(default)]
    third_party_text: bool,
    #[serde(default)]
    codes: bool,
    basis: Basis,
    date: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // As for names.
struct PathEntry {
    id: String,
    #[serde(rename = "for")]
    purpose: String,
    url: String,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    id: String,
    /// The event of `events.toml` whose entries stand for those that are left out here.
    like: Option<String>,
    class: Option<EventClass>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    proves: Vec<String>,
    #[serde(default)]
    does_not_prove: Vec<String>,
    password_known: Option<PasswordKnown>,
    #[serde(default)]
    source: String,
    basis: Option<Basis>,
    /// The hints of the event that it is like: for the Subject, for the text.
    #[serde(skip)]
    shared: [Vec<String>; 2],
    /// The events under whose ids the title, what it proves and what it does not are worded.
    #[serde(skip)]
    worded: [String; 3],
}

impl Event {
    /// Takes what is left out from the event that it is like; hints of both count.
    fn complete(&mut self, like: &Event) {
        if self.title.is_empty() {
            self.title.clone_from(&like.title);
            self.worded[0].clone_from(&like.id);
        }
        self.shared = [like.subject.clone(), like.text.clone()];
        let lists = [(&mut self.proves, &like.proves), (&mut self.does_not_prove, &like.does_not_prove)];
        for ((own, shared), worded) in lists.into_iter().zip(&mut self.worded[1..]) {
            if own.is_empty() {
                own.clone_from(shared);
                worded.clone_from(&like.id);
            }
        }
        self.class = self.class.or(like.class);
        self.password_known = self.password_known.or(like.password_known);
        if self.source.is_empty() {
            self.source.clone_from(&like.source);
        }
        self.basis = self.basis.or(like.basis);
    }
}

/// Lists of texts, each emitted once.
#[derive(Default)]
struct Pool {
    names: BTreeMap<Vec<String>, String>,
    statics: String,
}

impl Pool {
    /// The expression that stands for a list.
    fn list(&mut self, texts: Vec<String>) -> String {
        if texts.is_empty() {
            return words(&texts);
        }
        if let Some(name) = self.names.get(&texts) {
            return name.clone();
        }
        let name = format!("LIST_{}", self.names.len());
        let _ = writeln!(self.statics, "const {name}: Words = {};", words(&texts));
        self.names.insert(texts, name.clone());
        name
    }
}

/// Where in which file something is wrong.
struct Check<'a> {
    file: &'a str,
    entry: String,
}

impl Check<'_> {
    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, Refusal> {
        Err(Refusal { file: self.file.into(), entry: self.entry.clone(), reason: reason.into() })
    }

    fn id(&self, id: &str) -> Result<(), Refusal> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte);
        if id.is_empty() || !id.bytes().all(fits) { self.refuse("an id is of a-z, 0-9, _ and .") } else { Ok(()) }
    }

    fn said(&self, what: &str, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() { self.refuse(format!("{what} is empty")) } else { Ok(()) }
    }

    /// `YYYY-MM-DD`.
    fn date(&self, date: &str) -> Result<(), Refusal> {
        let parts: Vec<u32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
        match parts[..] {
            [2000..=2999, 1..=12, 1..=31] if date.len() == 10 => Ok(()),
            _ => self.refuse(format!("{date} is no date like 2026-01-31")),
        }
    }

    fn hosts(&self, hosts: &[String]) -> Result<(), Refusal> {
        for host in hosts {
            let label = |label: &str| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            };
            if !host.contains('.') || !host.split('.').all(label) {
                return self.refuse(format!("{host} is no host name in ASCII lower case"));
            }
        }
        Ok(())
    }
}

/// Generates `PROVIDERS`, `MAILBOXES`, `SERVICE_WORDS`, `TELLING_WORDS`, `PASSED_ON`, `MEANS` and
/// `KNOWLEDGE_DATE`.
pub fn generate(data: &Path) -> Result<String, Refusal> {
    let shared: Mailboxes = read(data, "mailboxes.toml")?;
    let check = Check { file: "mailboxes.toml", entry: "the lists".into() };
    check.date(&shared.date)?;
    check.hosts(&shared.mailboxes)?;
    if shared.sources.is_empty() {
        return check.refuse("sources are missing");
    }
    let (telling, passed_on, means) = (folded(&shared.telling), folded(&shared.passed_on), folded(&shared.means));
    let mut services: Vec<String> = shared.services.iter().chain(&shared.telling).map(|word| fold(word)).collect();
    services.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    services.dedup();
    if services.iter().chain(&passed_on).chain(&means).any(|word| word.is_empty()) {
        return check.refuse("a service word or a mark without a letter");
    }
    let alike: Alike = read(data, "events.toml")?;
    let alike: BTreeMap<String, Event> = alike.events.into_iter().map(|event| (event.id.clone(), event)).collect();
    let mut pool = Pool::default();

    let mut files = Vec::new();
    let folder = fs::read_dir(data.join("providers")).map_err(|error| refusal("providers", "the folder", error))?;
    for file in folder {
        let name = file.map_err(|error| refusal("providers", "the folder", error))?.file_name();
        let name = name.to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            files.push(format!("providers/{name}"));
        }
    }
    files.sort();
    let (mut ids, mut senders, mut events) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut newest = shared.date.clone();
    let mut table = String::new();
    for file in &files {
        let mut provider: Provider = read(data, file)?;
        let mut check = Check { file, entry: provider.id.clone() };
        check.id(&provider.id)?;
        check.said("name", &provider.name)?;
        check.date(&provider.date)?;
        if *file != format!("providers/{}.toml", provider.id) || !ids.insert(provider.id.clone()) {
            return check.refuse("the id is not the name of the file");
        }
        let nameless = [&provider.brands, &provider.common, &provider.ordinary].iter().all(|names| names.is_empty());
        if provider.sources.is_empty() || nameless && provider.names.is_empty() {
            return check.refuse("sources, or brands and display names, are missing");
        }
        newest = newest.max(provider.date.clone());
        for hosts in [&provider.domains, &provider.link_hosts, &provider.open_hosts, &provider.sends_through] {
            check.hosts(hosts)?;
        }
        if let Some(name) = provider.top_level.iter().find(|name| name.contains('.')) {
            return check.refuse(format!("{name} is no top-level domain"));
        }
        let run_alone: Vec<String> = provider.top_level.iter().map(|name| format!("any.{name}")).collect();
        check.hosts(&run_alone)?;
        for program in &provider.programs {
            check.entry = format!("program {}", program.name);
            check.said("name", &program.name)?;
            check.said("source", &program.source)?;
            if program.locals.iter().chain(&program.subjects).any(|text| fold(text).is_empty()) {
                return check.refuse("an address or a Subject without a letter fits everything");
            }
        }
        for phone in &provider.phones {
            let digits = phone.number.strip_prefix('+').map(|number| number.replace(' ', "")).unwrap_or_default();
            if !(9..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return check.refuse(format!("{:?} is not written as +1 800 555 0100", phone.number));
            }
            check.date(&phone.date)?;
        }
        for service in &provider.services {
            check.entry = format!("service {}", service.id);
            check.id(&service.id)?;
            check.said("name", &service.name)?;
            check.hosts(&service.signing)?;
            for sender in &service.senders {
                check.entry = format!("service {}: {}", service.id, sender.host);
                check.hosts(std::slice::from_ref(&sender.host))?;
                check.date(sender.date.as_ref().unwrap_or(&provider.date))?;
                let under = |domain: &String| {
                    sender.host == *domain
                        || sender.host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
                };
                if !provider.domains.iter().any(under) {
                    return check.refuse("the host is not under a domain of the provider");
                }
                if shared.mailboxes.contains(&sender.host) {
                    return check.refuse("anyone can open a mailbox at this host");
                }
                for address in &sender.addresses {
                    if address.rsplit_once('@').is_none_or(|(_, host)| host != sender.host)
                        || *address != address.to_ascii_lowercase()
                    {
                        return check.refuse(format!("{address} is no address at this host in lower case"));
                    }
                    if !senders.insert(address.clone()) {
                        return check.refuse(format!("{address} is listed twice"));
                    }
                }
                if sender.addresses.is_empty() && !senders.insert(sender.host.clone()) {
                    return check.refuse("the whole host is listed twice");
                }
            }
        }
        for path in &provider.paths {
            check.entry = format!("path {}", path.id);
            check.id(&path.id)?;
            check.said("url", &path.url)?;
            if path.url.contains("://") {
                return check.refuse("a path is typed: leave out the scheme");
            }
        }
        for event in &mut provider.events {
            check.entry = format!("event {}", event.id);
            check.id(&event.id)?;
            event.worded.fill(event.id.clone());
            if let Some(like) = &event.like {
                match alike.get(like) {
                    Some(like) => event.complete(like),
                    None => return check.refuse(format!("events.toml has no event {like}")),
                }
            }
            if event.class.is_none() || event.password_known.is_none() || event.basis.is_none() {
                return check.refuse("class, password_known or basis is missing");
            }
            check.said("title", &event.title)?;
            check.said("source", &event.source)?;
            if !event.id.starts_with(&format!("{}.", provider.id)) || !events.insert(event.id.clone()) {
                return check.refuse("the id does not start with the provider's, or is used twice");
            }
            if !event.service.is_empty() && provider.services.iter().all(|service| service.id != event.service) {
                return check.refuse(format!("there is no service {}", event.service));
            }
            if event.proves.is_empty() || event.does_not_prove.is_empty() {
                return check.refuse("say what it proves and what it does not");
            }
            if event.subject.iter().chain(&event.text).any(|hint| fold(hint).len() < 6) {
                return check.refuse("a hint shorter than six characters fits too much");
            }
        }
        for (what, statement) in [("report", &provider.report), ("never_asks", &provider.never_asks)] {
            if let Some(statement) = statement {
                check.entry = what.into();
                check.said("text", &statement.text)?;
                check.said("source", &statement.source)?;
            }
        }
        write_provider(&mut table, &mut pool, &provider);
    }
    let statics = pool.statics;
    Ok(format!(
        "/// Date of the newest entry about a provider, `YYYY-MM-DD`.\npub const KNOWLEDGE_DATE: &str = {newest:?};\n\n\
         /// The providers.\npub static PROVIDERS: &[Provider] = &[{table}];\n\n\
         /// Hosts where anyone can open a mailbox.\npub static MAILBOXES: &[&str] = &{:?};\n\n\
         /// Words that a provider's name stands beside in a sender's name, folded, longest first.\n\
         pub static SERVICE_WORDS: &[&str] = &{services:?};\n\n\
         /// Those of them that only a firm with accounts and customers uses, folded, longest first.\n\
         pub static TELLING_WORDS: &[&str] = &{telling:?};\n\n\
         /// Marks before the colon of a Subject that is another message's, folded.\n\
         pub static PASSED_ON: &[&str] = &{passed_on:?};\n\n\
         /// Words before a name that make it a means to sign in to somebody else, folded.\n\
         pub static MEANS: &[&str] = &{means:?};\n\n{statics}",
        shared.mailboxes,
    ))
}

fn refusal(file: &str, entry: &str, error: impl std::fmt::Display) -> Refusal {
    Refusal { file: file.into(), entry: entry.into(), reason: error.to_string() }
}

fn read<T: for<'de> Deserialize<'de>>(data: &Path, file: &str) -> Result<T, Refusal> {
    let text = fs::read_to_string(data.join(file)).map_err(|error| refusal(file, "the file", error))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        refusal(file, &format!("line {line}"), error.message())
    })
}

fn folded(texts: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    texts.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    texts.dedup();
    texts
}

/// The expression of a list: its texts in one, a line each.
fn words(texts: &[String]) -> String {
    format!("Words({:?})", texts.join("\n"))
}

// Writing to a String cannot fail. What the engine never reads, such as the sources, is for the reader of the
// file and stays there; so do senders that may not count as the provider's.
fn write_provider(out: &mut String, pool: &mut Pool, provider: &Provider) {
    let Provider { id, name, domains, open_hosts, .. } = provider;
    let (brands, common, products) = (folded(&provider.brands), folded(&provider.common), folded(&provider.products));
    let ordinary = folded(&provider.ordinary);
    let plain: Vec<String> = provider
        .brands
        .iter()
        .chain(&provider.common)
        .chain(&provider.ordinary)
        .map(|word| word.to_lowercase())
        .collect();
    let under =
        |host: &str, domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let link_hosts: Vec<String> =
        provider.link_hosts.iter().filter(|host| !domains.iter().any(|domain| under(host, domain))).cloned().collect();
    let names: Vec<String> = provider.names.iter().map(|name| fold(&name.text)).collect();
    let known = provider.phones.iter().filter(|phone| phone.basis.allows());
    let phones: Vec<String> = known.map(|phone| phone.number.replace(['+', ' '], "")).collect();
    let report = provider.report.as_ref().map(|report| report.text.as_str());
    let _ = write!(
        out,
        "Provider {{ id: {id:?}, name: {name:?}, domains: {}, brands: {}, common: {}, ordinary: {}, plain: {}, \
         products: {}, link_hosts: {}, open_hosts: {}, top_level: {}, sends_through: {}, phones: {}, names: {}, report: ",
        words(domains),
        words(&brands),
        words(&common),
        words(&ordinary),
        words(&plain),
        words(&products),
        words(&link_hosts),
        words(open_hosts),
        words(&provider.top_level),
        words(&provider.sends_through),
        words(&phones),
        words(&names),
    );
    let _ = match report {
        Some(text) => write!(out, "Some(Statement {{ text: {text:?} }}),"),
        None => write!(out, "None,"),
    };
    let _ = write!(out, "programs: &[");
    for Program { name, locals, subjects, .. } in &provider.programs {
        let (name, locals, subjects) = (fold(name), words(&folded(locals)), words(&folded(subjects)));
        let _ = write!(out, "Program {{ name: {name:?}, locals: {locals}, subjects: {subjects} }},");
    }
    let _ = write!(out, "], paths: &[");
    for PathEntry { id, url, .. } in &provider.paths {
        let _ = write!(out, "Path {{ id: {id:?}, url: {url:?} }},");
    }
    let _ = write!(out, "], services: &[");
    for Service { id, name, signing, slots, senders } in &provider.services {
        let signing = words(signing);
        let slots: String = slots.iter().map(|slot| format!("Slot::{slot:?},")).collect();
        let _ =
            write!(out, "Service {{ id: {id:?}, name: {name:?}, signing: {signing}, slots: &[{slots}], senders: &[");
        for Sender { host, addresses, third_party_text, codes, .. } in
            senders.iter().filter(|sender| sender.basis.allows())
        {
            let _ = write!(
                out,
                "Sender {{ host: {host:?}, addresses: {}, third_party_text: {third_party_text}, codes: {codes} }},",
                words(addresses),
            );
        }
        let _ = write!(out, "] }},");
    }
    let _ = write!(out, "], events: &[");
    for event in &provider.events {
        let Event { id, title, service, proves, does_not_prove, password_known, source, worded, .. } = event;
        let [shared_subject, shared_text] = &event.shared;
        let mut hints = |own: &[String], shared: &[String]| {
            let shared = folded(shared);
            let own = folded(own).into_iter().filter(|hint| !shared.contains(hint)).collect();
            format!("[{}, {}]", pool.list(own), pool.list(shared))
        };
        let (subject, text) = (hints(&event.subject, shared_subject), hints(&event.text, shared_text));
        let (proves, does_not_prove) = (pool.list(proves.clone()), pool.list(does_not_prove.clone()));
        let password = password_known.unwrap_or(PasswordKnown::NotConfirmed);
        let class = event.class.unwrap_or(EventClass::Code);
        let _ = write!(
            out,
            "EventKind {{ id: {id:?}, class: EventClass::{class:?}, worded: {worded:?}, title: {title:?}, service: {service:?}, subject: {subject}, text: {text}, \
             proves: {proves}, does_not_prove: {does_not_prove}, password_known: PasswordKnown::{password:?}, \
             source: {source:?} }},"
        );
    }
    let _ = write!(out, "] }},");
}
