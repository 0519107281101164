//! Text that a third party can put into a provider's own mail.

use super::fold::{fold, is_unspaced};
use super::requests;
use crate::claim::provider::{LinkHost, link_host};
use crate::data::catalogue::{Sentence, slot as wording};
use crate::data::providers::{Provider, Service, Slot};
use crate::report::{Mailbox, Request, RequestKind};

/// A place that a stranger can fill, with more in it than a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThirdPartyText {
    /// Which place, in words.
    pub(crate) slot: Sentence,
    /// What stands in it.
    pub quote: String,
}

/// Words in a slot beyond which it holds more than a name.
const NAME_WORDS: usize = 12;
/// Digits in a slot from which on it holds more than a name.
const NAME_DIGITS: usize = 7;
/// Characters of a quote in the report.
const QUOTED: usize = 200;
/// Lines at the top of a text in which a greeting stands.
const GREETING_LINES: usize = 12;
/// Lines of a note, its first one included.
const NOTE_LINES: usize = 6;

/// Folded words at the start of a line.
struct Words {
    list: &'static [&'static str],
    /// With which letters they begin: a bit for each of ASCII, and one for all others.
    first: u32,
}

impl Words {
    const OTHERS: u32 = 1 << 31;

    const fn new(list: &'static [&'static str]) -> Self {
        let (mut first, mut at) = (0, 0);
        while at < list.len() {
            first |= Self::bit(list[at].as_bytes()[0]);
            at += 1;
        }
        Self { list, first }
    }

    const fn bit(byte: u8) -> u32 {
        match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            0x80.. => Self::OTHERS,
            _ => 0,
        }
    }

    /// Whether a line begins as one of them: most do not, and need no more looking.
    fn may_begin(&self, line: &str) -> bool {
        line.chars().find_map(fold).is_some_and(|first| {
            let byte = u8::try_from(first).ok().filter(u8::is_ascii).unwrap_or(0x80);
            self.first & Self::bit(byte) != 0
        })
    }
}

/// Words with which a greeting begins.
const GREETINGS: Words = Words::new(&[
    "hi",
    "hello",
    "dear",
    "hey",
    "hola",
    "estimado",
    "estimada",
    "bonjour",
    "cher",
    "chere",
    "hallo",
    "guten tag",
    "liebe",
    "lieber",
    "sehr geehrte",
    "sehr geehrter",
    "ola",
    "prezado",
    "prezada",
    "caro",
    "cara",
    "ciao",
    "gentile",
    "beste",
    "geachte",
    "cher client",
    "querido",
    "querida",
    "prezado cliente",
    "goededag",
    "尊敬的",
    "亲爱的",
    "親愛的",
    "您好",
    "你好",
]);
/// What stands before the name of a device, an application or a file.
const DEVICES: Words = Words::new(&[
    "device",
    "device name",
    "app",
    "app name",
    "application",
    "file",
    "file name",
    "dispositivo",
    "aplicacion",
    "appareil",
    "application name",
    "gerat",
    "anwendung",
    "aplicativo",
    "applicazione",
    "apparaat",
    "デバイス",
    "设备",
    "nombre del dispositivo",
    "nom de l'appareil",
    "nome do dispositivo",
    "nome del dispositivo",
    "gerate name",
    "geratename",
    "apparaatnaam",
    "toestel",
    "archivo",
    "fichier",
    "datei",
    "arquivo",
    "bestand",
    "デバイス名",
    "端末",
    "アプリ",
    "アプリ名",
    "ファイル",
    "设备名称",
    "应用",
    "应用名称",
    "文件",
]);
/// What stands before a note.
const NOTES: Words = Words::new(&[
    "note",
    "note from",
    "note to",
    "seller note",
    "message",
    "message from",
    "comment",
    "nota",
    "mensaje",
    "commentaire",
    "message de",
    "nachricht",
    "mitteilung",
    "hinweis",
    "mensagem",
    "messaggio",
    "opmerking",
    "bericht",
    "メッセージ",
    "备注",
    "留言",
    "nota del vendedor",
    "comentario",
    "remarque",
    "anmerkung",
    "kommentar",
    "verwendungszweck",
    "observacao",
    "comentario do vendedor",
    "commento",
    "causale",
    "omschrijving",
    "備考",
    "コメント",
    "消息",
    "附言",
]);
/// Calls to get in touch, folded. A space at the end keeps a longer word out.
const CALLS: [&str; 23] = [
    "call now",
    "call us",
    "call immediately",
    "call support",
    "call the",
    "contact us",
    "contact support",
    "llame a",
    "llame al",
    "llame ahora",
    "appelez",
    "rufen sie",
    "jetzt anrufen",
    "ligue para",
    "ligue agora",
    "chiami",
    "chiama ora",
    "bel nu ",
    "bel direct",
    "お電話ください",
    "致电",
    "拨打",
    "联系客服",
];
/// Other calls to action, as above: no name holds them, but a Subject of the provider's own may.
const ACTIONS: [&str; 21] = [
    "click here",
    "click the",
    "log in now",
    "login now",
    "act now",
    "act immediately",
    "verify your",
    "verify now",
    "pay now",
    "if this was not you",
    "if you did not",
    "not authorized",
    "haga clic",
    "cliquez",
    "klicken sie",
    "clique aqui",
    "clicca qui",
    "clicchi",
    "klik hier",
    "こちらをクリック",
    "点击",
];

/// The first slot of the header that holds more than a name. `display_name` and `subject` are decoded.
pub fn in_header(service: &Service, display_name: &str, subject: &str) -> Option<ThirdPartyText> {
    service.slots.iter().find_map(|slot| {
        let (slot, text) = match slot {
            Slot::DisplayName => (wording::DISPLAY_NAME, display_name),
            Slot::Subject => (wording::SUBJECT, subject),
            Slot::Greeting | Slot::Note | Slot::Device => return None,
        };
        // where strangers write whole texts, the Subject is one, or the provider's own about one
        let lured = match slot == wording::SUBJECT && service.slots.contains(&Slot::Note) {
            true => leads(text),
            false => lures(text),
        };
        lured.then(|| ThirdPartyText { slot, quote: quoted(text) })
    })
}

/// The first recipient whose name is none: whoever opened the account chose it.
pub fn in_recipients(recipients: &[Mailbox]) -> Option<ThirdPartyText> {
    // people are also called by the number that is their address
    let named = recipients.iter().filter(|mailbox| !mailbox.address.starts_with(mailbox.name.trim()));
    let found = named.map(|mailbox| mailbox.name.as_str()).find(|name| lures(name))?;
    Some(ThirdPartyText { slot: wording::RECIPIENT, quote: quoted(found) })
}

/// The first slot of the text that holds more than belongs there. `shares` says that the sender passes
/// on what strangers write: then a request or a telephone number anywhere in the text is theirs.
pub fn in_body(
    provider: &Provider,
    service: &Service,
    shares: bool,
    recipients: &[Mailbox],
    text: &str,
) -> Option<ThirdPartyText> {
    let found = service.slots.iter().find_map(|slot| match slot {
        Slot::Greeting => greeting(text),
        Slot::Device => labelled(text, &DEVICES)
            .map(|(name, _)| name)
            .chain(applicant(text))
            .find_map(|name| lures(name).then(|| ThirdPartyText { slot: wording::DEVICE, quote: quoted(name) })),
        Slot::Note => labelled(text, &NOTES)
            .find_map(|(_, note)| urges_in_note(note, provider))
            .map(|quote| ThirdPartyText { slot: wording::NOTE, quote }),
        Slot::DisplayName | Slot::Subject => None,
    });
    let slot = wording::SHARED;
    let names_only = !service.slots.contains(&Slot::Note);
    let shared =
        || urges(text, provider).or_else(|| names_only.then(|| leads_elsewhere(text, provider, recipients))?);
    found.or_else(|| shares.then(shared).flatten().map(|quote| ThirdPartyText { slot, quote }))
}

/// The name of an application that was let in. Such a mail begins with it, so everything above these words is the name.
fn applicant(text: &str) -> Option<&str> {
    const GRANTED: &str = " was granted access to your google account";
    let at = text.to_ascii_lowercase().find(GRANTED)?;
    Some(text[..at].trim())
}

/// A greeting whose name is none.
fn greeting(text: &str) -> Option<ThirdPartyText> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(GREETING_LINES);
    // in Japanese the name comes first
    let honoured = |line: &'_ str| {
        let line = line.trim_end_matches(['、', '，', ',', ':', '：']);
        ["様", "さま", "さん"].iter().find_map(|title| line.strip_suffix(title)).map(str::len)
    };
    let names = lines.filter_map(|line| begins(line, &GREETINGS).or_else(|| line.get(..honoured(line)?)));
    names.into_iter().find_map(|rest| {
        let name = match rest.trim_end().strip_suffix([',', ':', '!', '，']) {
            Some(whole) => whole,
            None => rest.split([',', '，']).next().unwrap_or(rest),
        };
        lures(name).then(|| ThirdPartyText { slot: wording::GREETING, quote: quoted(name) })
    })
}

/// The lines that a label begins, each with what follows the label in it, and with the lines below.
fn labelled<'a>(text: &'a str, labels: &'static Words) -> impl Iterator<Item = (&'a str, &'a str)> {
    let lines = text.split('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    lines.filter_map(move |(start, line)| {
        let line = line.trim();
        let rest = if is_label(line, labels) { "" } else { begins(line, labels)? };
        let from = text.get(start..)?;
        let name = match rest.split_once([':', '：']).filter(|(before, _)| before.len() < 60) {
            Some((_, name)) if !name.trim().is_empty() => name,
            // in a table what is labelled stands in the next cell
            None if !rest.trim().is_empty() => return None,
            _ => from.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or(""),
        };
        let end = from.match_indices('\n').nth(NOTE_LINES - 1).map_or(from.len(), |(end, _)| end);
        Some((name.trim(), &from[..end]))
    })
}

/// Whether a line is one of these words and nothing else.
fn is_label(line: &str, words: &Words) -> bool {
    line.len() < 60
        && words.may_begin(line)
        && words.list.contains(&line.chars().filter_map(fold).collect::<String>().as_str())
}

/// What follows one of these words at the start of a line, the longest of them.
fn begins<'a>(line: &'a str, words: &Words) -> Option<&'a str> {
    const LONGEST: usize = 24;
    if !words.may_begin(line) {
        return None;
    }
    let mut folded = String::new();
    let mut after = None;
    for (at, c) in line.char_indices().take(LONGEST) {
        let ends = !c.is_alphanumeric() || folded.ends_with(is_unspaced);
        if ends && words.list.contains(&folded.as_str()) {
            after = line.get(at..);
        }
        folded.extend(fold(c));
    }
    after
}

/// The words of a text that ask for something, or give a number to call beside an amount of money. Nobody is lured to
/// the provider's own numbers, and one alone is a detail, as of a shop or a hotel.
fn urges(text: &str, provider: &Provider) -> Option<String> {
    let foreign = |number: &String| !requests::is_own_phone(number, provider);
    let number = requests::phones(text).into_iter().find(foreign);
    let asks = |request: &Request| request.kind != RequestKind::Call || number.is_some();
    if let Some(request) = requests::requests(text).into_iter().find(asks) {
        return Some(request.quote);
    }
    number?;
    let charged = |line: &&str| requests::phones(line).iter().any(foreign) && !requests::money(line).is_empty();
    text.lines().find(charged).map(requests::shorten)
}

/// As [`urges`], and any number to call: in a note it is the writer's.
fn urges_in_note(note: &str, provider: &Provider) -> Option<String> {
    let foreign = |number: &String| !requests::is_own_phone(number, provider);
    let line = || note.lines().find(|line| requests::phones(line).iter().any(foreign));
    urges(note, provider).or_else(|| line().map(requests::shorten))
}

fn quoted(text: &str) -> String {
    text.trim().chars().take(QUOTED).collect()
}

/// The line of a text with an address or a number in it that is neither the provider's nor a recipient's. In mail where
/// strangers fill in names and nothing else, such a line is one of those names.
fn leads_elsewhere(text: &str, provider: &Provider, recipients: &[Mailbox]) -> Option<String> {
    // codes are shorter
    const DIGITS: usize = 9;
    let own = |host: &str| link_host(provider, host) != LinkHost::Other;
    let to = |word: &str| recipients.iter().any(|mailbox| mailbox.address.eq_ignore_ascii_case(word));
    let mail = |line: &str| {
        let words = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let mut hosts = words.filter(|word| !to(word)).filter_map(|word| word.rsplit_once('@'));
        hosts.any(|(local, host)| !local.is_empty() && host.contains('.') && !own(host))
    };
    let own_number = |line: &str| requests::phones(line).iter().any(|number| requests::is_own_phone(number, provider));
    let line = text
        .lines()
        .find(|line| mail(line) || addressed(line, &own) || has_number(line, DIGITS) && !own_number(line))?;
    Some(requests::shorten(line))
}

/// Whether a text holds what no name holds: something to follow, an amount of money, a call to action, or whole sentences.
pub fn lures(text: &str) -> bool {
    leads(text)
        || has_number(text, NAME_DIGITS)
        || !requests::money(text).is_empty()
        || holds(text, &ACTIONS)
        || text.split_whitespace().count() > NAME_WORDS
}

/// Whether a text holds something to follow: a telephone number, an address, a request or a call.
fn leads(text: &str) -> bool {
    !requests::phones(text).is_empty()
        || !requests::requests(text).is_empty()
        || text.contains("://")
        || addressed(text, &|_| false)
        || holds(text, &CALLS)
}

/// Whether a run of at least so many digits of any script stands in a text, whatever marks are between them. Dates,
/// network addresses and versions are none, and digits that belong to a word have to be as many as those of a telephone.
fn has_number(text: &str, least: usize) -> bool {
    const BETWEEN: usize = 3;
    const GLUED: usize = 10;
    let mut run = Run::default();
    let long = |run: &Run| run.digits >= if run.glued { GLUED.max(least) } else { least } && !run.is_other();
    let mut before = ' ';
    for c in text.chars().filter(|c| fold(*c).is_some()) {
        match digit(c) {
            Some(_) => run.push(before.is_alphabetic()),
            None if c.is_alphabetic() && !is_unspaced(c) || run.gap.len() >= BETWEEN => {
                run.glued |= c.is_alphabetic() && run.gap.is_empty();
                if long(&run) {
                    return true;
                }
                run = Run::default();
            }
            None => run.gap.push(c),
        }
        before = c;
    }
    long(&run)
}

/// The ASCII digit that a character shows: a digit of any script, one in a circle or in brackets, or one that is set above
/// or below the line.
fn digit(c: char) -> Option<char> {
    let code = c as u32;
    let value = match code {
        0xb9 => 1,
        0xb2 | 0xb3 => code - 0xb0,
        0x2070 | 0x2074..=0x2079 => code - 0x2070,
        0x2080..=0x2089 => code - 0x2080,
        0x2460..=0x2468 => code - 0x245f,
        0x2474..=0x247c => code - 0x2473,
        0x2488..=0x2490 => code - 0x2487,
        0x24f5..=0x24fd => code - 0x24f4,
        0x24ea | 0x24ff => 0,
        0x2776..=0x277e => code - 0x2775,
        0x2780..=0x2788 => code - 0x277f,
        0x278a..=0x2792 => code - 0x2789,
        _ => return fold(c).filter(char::is_ascii_digit),
    };
    char::from_digit(value, 10)
}

/// Digits with marks between them.
#[derive(Default)]
struct Run {
    digits: usize,
    /// How many digits stand together, in order.
    groups: Vec<usize>,
    /// The marks since the last digit.
    gap: String,
    /// Whether only full stops were between the groups.
    dotted: bool,
    /// Whether it touches letters.
    glued: bool,
}

impl Run {
    fn push(&mut self, glued: bool) {
        if self.digits == 0 {
            *self = Run { dotted: true, glued, ..Run::default() };
        }
        let divided = !self.gap.is_empty() || self.digits == 0;
        self.dotted &= self.gap.is_empty() || self.gap == ".";
        self.gap.clear();
        self.digits += 1;
        match self.groups.last_mut().filter(|_| !divided) {
            Some(group) => *group += 1,
            None => self.groups.push(1),
        }
    }

    /// Whether it has the shape of a date, with a time or without, of a network address or of a version.
    fn is_other(&self) -> bool {
        let date = matches!(self.groups[..], [4, 1 | 2, 1 | 2, ..] | [1 | 2, 1 | 2, 4, ..]);
        let short = self.groups.iter().all(|group| *group <= 3) && self.groups.len() == 4;
        let version = matches!(self.groups[..], [_, 1, _] | [_, 1, _, _]);
        date && self.digits <= 14 || self.dotted && (short && self.groups[0] > 1 || version)
    }
}

/// Whether one of these calls stands in a text.
fn holds(text: &str, calls: &[&str]) -> bool {
    let mut folded = String::from(" ");
    for c in text.chars().take(1000).filter_map(fold) {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        if c != ' ' || !folded.ends_with(' ') {
            folded.push(c);
        }
    }
    folded.push(' ');
    let mut before = ' ';
    folded.char_indices().any(|(at, c)| {
        let begins = std::mem::replace(&mut before, c) == ' ' || is_unspaced(c);
        begins && calls.iter().any(|call| call.as_bytes()[0] == folded.as_bytes()[at] && folded[at..].starts_with(call))
    })
}

/// Whether an address stands in a text. `Booking.com` alone is the name of a company; it is an address
/// behind a word that leads to one, or with a path. `own` says which hosts are the provider's.
fn addressed(text: &str, own: &dyn Fn(&str) -> bool) -> bool {
    const LEADS: [&str; 18] = [
        "at", "visit", "on", "to", "go", "via", "see", "open", "en", "sur", "bei", "auf", "unter", "su", "op", "em",
        "www", "here",
    ];
    let mut leads = false;
    text.split_whitespace().take(200).any(|word| {
        let name = word.split('/').next().unwrap_or("");
        let path = name.len() + 1 < word.len();
        let host = || name.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        let found = address_like(name) && (leads || path || name.starts_with("www.")) && !own(&host());
        let bare: String = word.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).collect();
        leads = LEADS.contains(&bare.as_str());
        found
    })
}

/// `pay-now.example`: letters, a dot, and a top-level domain of letters.
fn address_like(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(name, last)| {
        name.len() > 2
            && (2..=12).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::providers::PROVIDERS;

    #[test]
    fn a_number_in_a_name_is_one_in_any_script_and_with_any_marks() {
        for text in [
            "paid, helpdesk 18055550142",
            "1_805_555_0142",
            "1~805~555~0142",
            "1|805|555|0142",
            "1: 805, 555* 0142",
            "[1] [805] [555] [0142]",
            "0800-0142",
            "800.555.014",
            "08005550142",
            "🕿 1️⃣8️⃣0️⃣5️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣2️⃣",
            "➊➑⓿➎-➎➎➎-⓿➊➍➋",
            "①⑧⓪⑤⑤⑤⑤⓪①④②",
            "⁸⁰⁵⁵⁵⁵⁰¹⁴²",
            "٨٠٥ ٥٥٥ ٠١٤٢",
            "८०५ ५५५ ०१४२",
            "８０５　５５５　０１４２",
            "電話8055550142",
            "Tel8055550142",
        ] {
            assert!(lures(text), "{text}");
        }
        for text in [
            "Contoso 2026",
            "Chrome 120.0.6099.109 on Windows",
            "Firefox 128.0.3",
            "192.0.2.117",
            "2026-11-22 10:33",
            "22/11/2026",
            "player1234567",
            "iPhone 15 Pro Max 512",
            "4711 and 0815 GmbH",
            "① first ② second ③ third",
        ] {
            assert!(!lures(text), "{text}");
        }
    }

    #[test]
    fn names_are_names() {
        for name in [
            "Contoso",
            "Contoso Ltd. account email verification code",
            "Microsoft on behalf of Fabrikam, Inc.",
            "St. Mary's School",
            "Booking.com",
            "Monday.com Ltd account email verification code",
            "Amazonia Tours",
            "Call of Duty Club",
            "Ligue 1 Uber Eats",
            "Jean-Pierre d'Artagnan",
            "María José Pérez Núñez",
            "Jürgen Groß GmbH & Co. KG",
            "O'Neil, Chase & Miller LLP",
            "Clique Studios",
            "3M Company",
            "24 Hour Fitness 2026",
            "Ke$ha",
            "Euro 2024 Fan Shop",
            "株式会社電話の友",
            "山田太郎",
            "北京点心有限公司",
            "Associazione Chiamata di Roma",
            "De Bel en Zonen B.V.",
            "Phone House",
            "Code for America",
            "Gift Card Mall",
            "Support",
            "iPhone 15 Pro",
            "Chrome on Windows 11",
            "LAPTOP-8F3K2L1M",
        ] {
            assert!(!lures(name), "{name}");
        }
    }

    #[test]
    fn lures_are_no_names() {
        for text in [
            "Your order of $499.99 is confirmed account email verification code",
            "Call +1 888 555 0100 account email verification code",
            "Support 1 (8OO) 555-Ol2l",
            "599 USD charged",
            "USD599 charged",
            "Rs. 4999 paid",
            "49,99 € abgebucht",
            "已扣款 500元",
            "refund at pay-back.example today",
            "pay-back.example/refund",
            "https://evil.example",
            "Account locked, contact support",
            "Not you? Call us",
            "Llame ahora a soporte",
            "Appelez le service client",
            "Bitte rufen Sie an",
            "Ligue para o suporte",
            "Chiami il servizio clienti",
            "Bel direct de helpdesk",
            "お電話ください",
            "请致电客服",
            "Approve the sign-in request on your phone",
        ] {
            assert!(lures(text), "{text}");
        }
    }

    fn service(slots: &'static [Slot]) -> Service {
        Service { slots, ..*PROVIDERS.iter().flat_map(|provider| provider.services).next().expect("there is one") }
    }

    #[test]
    fn a_slot_of_the_text_is_named() {
        let all = service(&[Slot::Greeting, Slot::Device, Slot::Note]);
        for (text, slot) in [
            ("Dear $599.99 was charged, call +1 888 555 0100,\nYour code is 482913.", "the greeting"),
            ("Bonjour Appelez le 01 99 00 55 01 22,\nVotre code", "the greeting"),
            (
                "A new sign-in.\nDevice: Call +1 888 555 0100 to cancel\nTime: today",
                "the name of a device or an application",
            ),
            (
                "A new sign-in.\nDevice\nCall +1 888 555 0100 to cancel\nTime\ntoday",
                "the name of a device or an application",
            ),
            (
                "Nuevo acceso.\nNombre del dispositivo:\nLlame ahora al 900 555 010",
                "the name of a device or an application",
            ),
            ("新しいサインイン\nデバイス名\n0120-555-010 までお電話ください", "the name of a device or an application"),
            ("新设备登录\n设备：请致电 400-555-0100", "the name of a device or an application"),
            ("尊敬的请致电400-555-0100，\n您的验证码", "the greeting"),
            ("今すぐ0120-555-010へお電話ください様\n認証コード", "the greeting"),
            ("You have an invoice.\nMessage\nIf this was not you call +1 888 555 0100", "a note"),
            ("Eine Zahlung.\nVerwendungszweck: Rufen Sie an: +49 30 555 0100 1", "a note"),
            ("You have an invoice.\nSeller note to customer: \nIf this was not you call +1 888 555 0100", "a note"),
        ] {
            let found = in_body(&PROVIDERS[0], &all, false, &[], text);
            assert_eq!(found.as_ref().map(|found| found.slot.text), Some(slot), "{text}: {found:?}");
        }
        for text in [
            "Hi Jo,\nYou paid $20.00 to Contoso.\nDevice: Chrome on Windows 11\nNote: Thanks for lunch!",
            "Hallo Frau Groß,\nGerät: iPhone 15 Pro",
            "山田太郎 様\nデバイス名\niPhone 15 Pro\n場所\n東京",
            "尊敬的王小明，\n设备：iPhone 15 Pro",
            "Device\nChrome on Windows 11\nMessage\nThanks for lunch!",
            "Devices\n12 were sold for $20.00 each",
            "Hi Jo, you sent a payment of $20.00 to Contoso today and it has arrived.",
        ] {
            assert_eq!(in_body(&PROVIDERS[0], &all, true, &[], text), None, "{text}");
        }
    }

    #[test]
    fn a_sender_that_shares_is_quoted() {
        let plain = service(&[]);
        let text = "Jo shared a file with you.\nYour subscription renews today, call +1 888 555 0100.\nOpen";
        assert_eq!(in_body(&PROVIDERS[0], &plain, false, &[], text), None);
        let found = in_body(&PROVIDERS[0], &plain, true, &[], text).expect("it is a lure");
        assert!(found.quote.contains("+1 888 555 0100"), "{found:?}");
    }
}
