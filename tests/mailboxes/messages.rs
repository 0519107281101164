//! The messages of a synthetic mailbox, and the truth about each.
//!
//! A message follows from the seed, its place and the number of messages planned, and from nothing else: parts can be made
//! side by side and in any order. Every signature is computed for its own message; none is copied from another.

use super::random::Random;
use super::received::{Found, Receiver, above};
use super::senders::{LISTED, OWN, OWNER, PEOPLE, SEAL, SENDERS, SHOPS, Sender, Signature, UNLISTED};
use super::signer::{Key, Signer};
use super::text;

/// When the mailbox begins: 2026-01-01T00:00:00Z.
const BEGIN: i64 = 1_767_225_600;
/// How long it goes on: 90 days.
const SPAN: i64 = 90 * 86_400;
/// The mean of the messages' sizes, measured; it plans how many fill a number of megabytes.
pub const MEAN_BYTES: u64 = 15_000;

/// A mailbox that does not exist yet.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// What all its randomness follows from.
    pub seed: u64,
    /// How many messages are planned. Times and campaigns spread over them.
    pub planned: u64,
    /// Short texts without attachments: about 3 KB a message, mostly header.
    pub small: bool,
}

/// What is true of a message, in the engine's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// What the generator made.
    pub kind: &'static str,
    /// The label that it must get.
    pub label: &'static str,
    /// The rung of the origin.
    pub origin: &'static str,
    /// The id of the provider that it claims, or empty.
    pub provider: &'static str,
    /// The id of the event that it reports, or empty.
    pub event: &'static str,
    /// When the receiver took it in; without a receiver the time of `Date`, and with a broken header none.
    pub epoch: Option<i64>,
    /// Messages carried inside it.
    pub carried: usize,
    /// Whether it belongs to a campaign, and whether it is the odd one out there.
    pub campaign: Option<(usize, bool)>,
}

/// A message with CRLF line ends and the truth about it.
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is true of it.
    pub truth: Truth,
}

/// Many code mails of one kind in a few hours.
struct Burst {
    first: u64,
    count: u64,
    sender: usize,
}

/// The keys to paste: DNS name and TXT record.
pub fn keys() -> Vec<(String, String)> {
    let named = SENDERS.iter().flat_map(|sender| sender.signatures).chain([&SEAL, &TENANT]);
    let mut signers: Vec<Signer> = named.map(|signature| signature.signer(LISTED, BEGIN)).collect();
    let hosts = SHOPS.iter().map(|shop| shop.1).chain(PEOPLE.iter().map(|person| host(person.1)));
    signers.extend(hosts.map(|domain| Signer { domain: domain.into(), ..OWN.signer(LISTED, BEGIN) }));
    let mut keys: Vec<_> = signers.iter().map(|signer| (signer.dns_name(), signer.key.record())).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn host(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or(address)
}

/// Fields that stand in every message, and what the parts of its body are made of.
struct Draft {
    from: String,
    to: String,
    subject: String,
    date: i64,
    id: String,
    more: String,
    body: String,
}

impl Draft {
    fn message(&self) -> Vec<u8> {
        format!(
            "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}>\r\nMIME-Version: 1.0\r\n{}{}",
            self.from,
            self.to,
            self.subject,
            text::date(self.date, 0),
            self.id,
            self.more,
            self.body
        )
        .into_bytes()
    }
}

impl Mailbox {
    /// The message at this place.
    pub fn message(&self, index: u64) -> Made {
        let mut random = Random::of(self.seed, index);
        let bursts = self.bursts();
        let burst = bursts.iter().position(|burst| (burst.first..burst.first + burst.count).contains(&index));
        if let Some(at) = burst {
            return self.of_burst(&bursts[at], at, index, &mut random);
        }
        let epoch = self.time(index) + random.below(600) as i64;
        self.of_kind(epoch, &mut random)
    }

    fn time(&self, index: u64) -> i64 {
        BEGIN + (SPAN as i128 * i128::from(index) / i128::from(self.planned.max(1))) as i64
    }

    fn bursts(&self) -> [Burst; 2] {
        let part = |percent: u64| self.planned * percent / 100;
        [
            Burst { first: part(40), count: (self.planned / 40).min(400), sender: 0 },
            Burst { first: part(70), count: (self.planned / 100).min(120), sender: 2 },
        ]
    }

    /// A campaign: one kind of code mail every 41 seconds, and every seventeenth only looks like the others.
    fn of_burst(&self, burst: &Burst, number: usize, index: u64, random: &mut Random) -> Made {
        let at = index - burst.first;
        let epoch = self.time(burst.first) + at as i64 * 41;
        let sender = &SENDERS[burst.sender];
        let odd = at % 17 == 9;
        let mut made =
            if odd { self.imitation(sender, epoch, random) } else { self.alert(sender, Proof::Key, epoch, random) };
        made.truth.campaign = Some((number, odd));
        made
    }

    fn of_kind(&self, epoch: i64, random: &mut Random) -> Made {
        let sender = random.pick(&SENDERS);
        match random.below(1_000) {
            0..250 => self.alert(sender, Proof::Key, epoch, random),
            250..300 => self.alert(sender, Proof::Stamp, epoch, random),
            300..315 => self.alert(sender, Proof::Nothing, epoch, random),
            315..330 => self.alert(&SENDERS[random.below(2)], Proof::Seal, epoch, random),
            330..380 => self.imitation(sender, epoch, random),
            380..395 => self.impostor(sender, epoch, random),
            395..405 => self.tenant(epoch, random),
            405..420 => self.request(epoch, random),
            420..740 => self.newsletter(epoch, random),
            740..900 => self.letter(epoch, random),
            900..950 => self.list(epoch, random),
            950..970 => self.forwarded(sender, epoch, random),
            970..985 => self.carrier(epoch, random),
            _ => self.broken(epoch, random),
        }
    }

    fn bytes(&self, random: &mut Random, least: usize, most: usize) -> usize {
        if self.small { 200 } else { random.tail(least, most) }
    }

    /// The text of a code or alert mail: plain and HTML, as most send it.
    fn alert_body(&self, sender: &Sender, code: &str, random: &mut Random) -> (String, String) {
        let paragraphs: Vec<String> = sender.text.iter().map(|line| line.replace('#', code)).collect();
        let plain = paragraphs.join("\r\n\r\n") + "\r\n";
        if self.small {
            return ("Content-Type: text/plain; charset=utf-8\r\n".into(), ["\r\n", &plain].concat());
        }
        let size = self.bytes(random, 1_800, 60_000);
        let page = text::quoted_printable(&text::html(random, &paragraphs, sender.links, size));
        let boundary = random.hex(24);
        (
            format!("Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n"),
            format!(
                "\r\n--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n--{boundary}\r\n\
                 Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{page}\r\n\
                 --{boundary}--\r\n"
            ),
        )
    }

    fn alert_draft(&self, sender: &Sender, epoch: i64, random: &mut Random) -> Draft {
        let code = random.code();
        let (more, body) = self.alert_body(sender, &code, random);
        // Microsoft writes and signs a field of its own.
        let own = if sender.provider == "microsoft" { "X-MS-Exchange-SenderADCheck: 1\r\n" } else { "" };
        Draft {
            from: format!("{} <{}>", sender.name, sender.address),
            to: OWNER.into(),
            subject: sender.subject.replace('#', &code),
            date: epoch - 3,
            id: format!("{}@{}", random.hex(20).to_ascii_uppercase(), host(sender.address)),
            more: [&more, own].concat(),
            body,
        }
    }

    /// A provider's real mail, as far as this proof carries it.
    fn alert(&self, sender: &Sender, proof: Proof, epoch: i64, random: &mut Random) -> Made {
        let draft = self.alert_draft(sender, epoch, random);
        let selector = if proof == Proof::Key { LISTED } else { UNLISTED };
        let mut bytes = sign(sender.signatures, selector, epoch, draft.message());
        let from = host(sender.address);
        let microsoft = sender.provider == "microsoft";
        let receiver = match proof {
            Proof::Seal => Receiver::Outlook,
            _ if microsoft => Receiver::Outlook,
            _ => *random.pick(&[Receiver::Gmail, Receiver::Fastmail, Receiver::Outlook]),
        };
        if proof != Proof::Nothing {
            let domain = sender.signatures[0].domain;
            let relay = format!("mail-{}.{from}", random.hex(4));
            let found = Found { from, domain, host: &relay, results: ["pass"; 3], epoch };
            bytes = [above(receiver, &found, random).into_bytes(), bytes].concat();
            if proof == Proof::Seal {
                let results = format!(
                    "mx.microsoft.com 1; spf=pass (sender ip is\r\n 198.51.100.33) smtp.mailfrom={domain}; dmarc=pass (p=reject\r\n \
                     sp=reject pct=100) action=none header.from={from};\r\n dkim=pass (signature was verified) header.d={domain}; arc=none"
                );
                bytes = SEAL.signer(LISTED, epoch).seal(&bytes, 1, "none", &results);
            }
        }
        let (kind, label, origin) = match proof {
            Proof::Key => ("alert", "genuine_sender", "proved"),
            Proof::Seal => ("alert sealed", "genuine_sender", "sealed"),
            Proof::Stamp => ("alert stamped", "genuine_sender", "attested"),
            Proof::Nothing => ("alert unproved", "not_confirmed", "not_confirmed"),
        };
        let epoch = if proof == Proof::Nothing { draft.date } else { epoch };
        made(bytes, kind, label, origin, (sender.provider, sender.event), epoch)
    }

    /// The same text under the provider's name, from a host of somebody else's that passes everything there.
    fn imitation(&self, sender: &Sender, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = sender.imitation;
        let draft = Draft { from: format!("{name} <{address}>"), ..self.alert_draft(sender, epoch, random) };
        let from = host(address);
        let signature = Signer { domain: from.into(), ..OWN.signer(UNLISTED, epoch) };
        let relay = format!("vps-{}.{from}", random.hex(4));
        let found = Found { from, domain: from, host: &relay, results: ["pass"; 3], epoch };
        let receiver = *random.pick(&[Receiver::Gmail, Receiver::Fastmail, Receiver::Outlook]);
        let bytes = [above(receiver, &found, random).into_bytes(), signature.sign(&draft.message())].concat();
        made(bytes, "imitation", "forged", "contradicted", (sender.provider, sender.event), epoch)
    }

    /// The provider's exact address, written by somebody else: the receiver says that nothing passes.
    fn impostor(&self, sender: &Sender, epoch: i64, random: &mut Random) -> Made {
        let draft = self.alert_draft(sender, epoch, random);
        let from = host(sender.address);
        let relay = format!("host-{}.rented.example", random.hex(6));
        let found = Found { from, domain: from, host: &relay, results: ["none", "fail", "fail"], epoch };
        let bytes = [above(Receiver::Gmail, &found, random).into_bytes(), draft.message()].concat();
        made(bytes, "impostor", "forged", "contradicted", (sender.provider, sender.event), epoch)
    }

    /// A real mail of Microsoft's into which the organisation that sent it wrote what it wanted.
    fn tenant(&self, epoch: i64, random: &mut Random) -> Made {
        let (code, order) = (random.code(), random.below(900) + 100);
        let note = format!("Order of ${order}.99 is paid, to cancel call +1 (888) 555-0100");
        let draft = Draft {
            from: "\"Microsoft on behalf of Billing Desk\" <msonlineservicesteam@microsoftonline.com>".into(),
            to: OWNER.into(),
            subject: format!("{note} account email verification code"),
            date: epoch - 2,
            id: format!("{}@microsoftonline.com", random.hex(20)),
            more: "Content-Type: text/plain; charset=utf-8\r\n".into(),
            body: format!(
                "\r\nVerify your email address\r\n\r\nThanks for verifying your {OWNER} account!\r\n\r\nYour code is: {code}\r\n\r\nSincerely,\r\n{note}\r\n"
            ),
        };
        let bytes = sign(&[TENANT], LISTED, epoch, draft.message());
        let found = Found {
            from: "microsoftonline.com",
            domain: "microsoftonline.com",
            host: "mail-a.outbound.protection.outlook.com",
            results: ["pass"; 3],
            epoch,
        };
        let bytes = [above(Receiver::Gmail, &found, random).into_bytes(), bytes].concat();
        made(bytes, "tenant", "genuine_sender_hostile_content", "proved", ("microsoft", "microsoft.tenant_code"), epoch)
    }

    /// Somebody who calls himself a help desk and asks for the code.
    fn request(&self, epoch: i64, random: &mut Random) -> Made {
        let draft = Draft {
            from: "Desk <desk@office-help.example>".into(),
            to: OWNER.into(),
            subject: "Your account".into(),
            date: epoch - 4,
            id: format!("{}@office-help.example", random.hex(16)),
            more: "Content-Type: text/plain; charset=utf-8\r\n".into(),
            body: "\r\nHello,\r\n\r\nwe are securing your account. Please reply with the verification code that you just received.\r\n\r\nThe desk\r\n".into(),
        };
        let found = Found {
            from: "office-help.example",
            domain: "office-help.example",
            host: "mx.office-help.example",
            results: ["pass"; 3],
            epoch,
        };
        let bytes = [above(Receiver::Gmail, &found, random).into_bytes(), draft.message()].concat();
        made(bytes, "request", "hostile_request", "not_confirmed", ("", ""), epoch)
    }

    fn newsletter(&self, epoch: i64, random: &mut Random) -> Made {
        let (name, from) = *random.pick(&SHOPS);
        let size = self.bytes(random, 5_500, 150_000);
        let page = text::html(random, &[format!("News from {name}")], from, size);
        let (boundary, number) = (random.hex(24), random.below(400));
        let draft = Draft {
            from: format!("\"{name}\" <news@{from}>"),
            to: OWNER.into(),
            subject: format!("No. {number}: {}", text::title(random)),
            date: epoch - 30,
            id: format!("{}@{from}", random.hex(24)),
            more: format!(
                "List-Unsubscribe: <https://{from}/leave/{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nPrecedence: bulk\r\n\
                 Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n",
                random.hex(40)
            ),
            body: format!(
                "\r\n--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--{boundary}--\r\n",
                text::prose(random, if self.small { 150 } else { 1_500 }),
                text::quoted_printable(&page)
            ),
        };
        self.own_domain("newsletter", from, draft, epoch, random)
    }

    fn letter(&self, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = *random.pick(&PEOPLE);
        let length = self.bytes(random, 500, 20_000);
        let prose = text::prose(random, length);
        let attached = !self.small && random.chance(35);
        let boundary = random.hex(24);
        let (kind, body) = if attached {
            let size = random.tail(8_000, 6_000_000);
            let file = text::base64(&text::bytes(random, size));
            (
                format!("multipart/mixed; boundary=\"{boundary}\""),
                format!(
                    "\r\n--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{prose}\r\n--{boundary}\r\nContent-Type: application/pdf; name=\"{0}.pdf\"\r\n\
                     Content-Disposition: attachment; filename=\"{0}.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}--{boundary}--\r\n",
                    random.hex(6)
                ),
            )
        } else {
            ("text/plain; charset=utf-8".into(), ["\r\n", &prose].concat())
        };
        let draft = Draft {
            from: format!("{name} <{address}>"),
            to: OWNER.into(),
            subject: text::title(random),
            date: epoch - 5,
            id: format!("{}@{}", random.hex(16), host(address)),
            more: format!("Content-Type: {kind}\r\n"),
            body,
        };
        self.own_domain("letter", host(address), draft, epoch, random)
    }

    fn own_domain(&self, kind: &'static str, from: &str, draft: Draft, epoch: i64, random: &mut Random) -> Made {
        let signed = random.chance(70);
        let mut bytes = draft.message();
        if signed {
            bytes = Signer { domain: from.into(), ..OWN.signer(LISTED, epoch) }.sign(&bytes);
        }
        let relay = format!("out-{}.{from}", random.hex(2));
        let results = if signed { ["pass"; 3] } else { ["none", "pass", "pass"] };
        let found = Found { from, domain: from, host: &relay, results, epoch };
        let receiver = *random.pick(&[Receiver::Gmail, Receiver::Fastmail, Receiver::Outlook]);
        let bytes = [above(receiver, &found, random).into_bytes(), bytes].concat();
        made(bytes, kind, "not_confirmed", "not_confirmed", ("", ""), epoch)
    }

    /// A mailing list: its footer breaks the author's signature, and lines begin as those between the messages of an mbox.
    fn list(&self, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = *random.pick(&PEOPLE);
        let length = self.bytes(random, 1_200, 40_000);
        let prose = text::prose(random, length);
        let draft = Draft {
            from: format!("{name} <{address}>"),
            to: "walkers@lists.meadow.example".into(),
            subject: format!("[walkers] {}", text::title(random)),
            date: epoch - 60,
            id: format!("{}@{}", random.hex(16), host(address)),
            more: "Content-Type: text/plain; charset=utf-8\r\n".into(),
            body: format!("\r\nFrom the hill one sees the sea.\r\n>From there it is an hour.\r\n\r\n{prose}"),
        };
        let mut bytes = Signer { domain: host(address).into(), ..OWN.signer(LISTED, epoch) }.sign(&draft.message());
        bytes.extend(b"_______________________________________________\r\nwalkers mailing list\r\n");
        let fields = "List-Id: <walkers.lists.meadow.example>\r\nPrecedence: list\r\n";
        let found = Found {
            from: host(address),
            domain: "lists.meadow.example",
            host: "lists.meadow.example",
            results: ["fail", "pass", "fail"],
            epoch,
        };
        let bytes = [above(Receiver::Fastmail, &found, random).into_bytes(), fields.into(), bytes].concat();
        made(bytes, "list", "not_confirmed", "not_confirmed", ("", ""), epoch)
    }

    /// A person sends the text of a code mail on, in a mail of his own.
    fn forwarded(&self, sender: &Sender, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = *random.pick(&PEOPLE);
        let inner = self.alert_draft(sender, epoch - 3_600, random);
        let quoted: String = sender.text.iter().map(|line| format!("> {}\r\n", line.replace('#', "123456"))).collect();
        let draft = Draft {
            from: format!("{name} <{address}>"),
            to: OWNER.into(),
            subject: format!("Fwd: {}", inner.subject),
            date: epoch - 5,
            id: format!("{}@{}", random.hex(16), host(address)),
            more: "Content-Type: text/plain; charset=utf-8\r\n".into(),
            body: format!(
                "\r\nLook what came this morning.\r\n\r\n---------- Forwarded message ----------\r\nFrom: {}\r\nDate: {}\r\nSubject: {}\r\n\r\n{quoted}",
                inner.from,
                text::date(inner.date, 0),
                inner.subject
            ),
        };
        self.own_domain("forwarded", host(address), draft, epoch, random)
    }

    /// A mail that carries others: as parts of type message/rfc822, or as files in base64.
    fn carrier(&self, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = *random.pick(&PEOPLE);
        let (boundary, count) = (random.hex(24), random.between(1, 4));
        let mut body = format!(
            "\r\n--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThese came last night.\r\n\r\n"
        )
        .into_bytes();
        for _ in 0..count {
            let sender = random.pick(&SENDERS);
            let inner = if random.chance(70) {
                self.alert(sender, Proof::Key, epoch - 7_200, random)
            } else {
                self.imitation(sender, epoch - 7_200, random)
            };
            let (fields, inner) = if random.chance(60) {
                ("Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n".to_owned(), inner.bytes)
            } else {
                (
                    format!(
                        "Content-Type: application/octet-stream; name=\"{0}.eml\"\r\nContent-Disposition: attachment; filename=\"{0}.eml\"\r\nContent-Transfer-Encoding: base64\r\n",
                        random.hex(6)
                    ),
                    text::base64(&inner.bytes).into_bytes(),
                )
            };
            body.extend(format!("--{boundary}\r\n{fields}\r\n").into_bytes());
            body.extend(inner);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").into_bytes());
        let draft = Draft {
            from: format!("{name} <{address}>"),
            to: OWNER.into(),
            subject: "Are these real?".into(),
            date: epoch - 5,
            id: format!("{}@{}", random.hex(16), host(address)),
            more: format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n"),
            body: String::from_utf8(body).expect("the parts are text"),
        };
        let mut made = self.own_domain("carrier", host(address), draft, epoch, random);
        made.truth.carried = count;
        made
    }

    /// What mailboxes also hold: damaged, cut and odd messages.
    fn broken(&self, epoch: i64, random: &mut Random) -> Made {
        let (name, address) = *random.pick(&PEOPLE);
        let draft = Draft {
            from: format!("{name} <{address}>"),
            to: OWNER.into(),
            subject: text::title(random),
            date: epoch,
            id: format!("{}@{}", random.hex(16), host(address)),
            more: "Content-Type: text/plain; charset=utf-8\r\n".into(),
            body: format!("\r\n{}", text::prose(random, 800)),
        };
        let whole = draft.message();
        let (kind, bytes) = match random.below(6) {
            0 => ("broken: cut in the header", whole[..whole.len().min(150)].to_vec()),
            1 => ("broken: Latin-1 in the header", [b"Comments: caf\xe9 \xfc\xdf\r\n", &whole[..]].concat()),
            2 => ("broken: NUL in the body", [&whole[..], b"\0\0\0\x01\x02\xff\xfe\r\n"].concat()),
            3 => {
                let long = "x".repeat(if self.small { 2_000 } else { 90_000 });
                ("broken: a long line", [format!("X-Trace: {long}\r\n").as_bytes(), &whole].concat())
            }
            4 => {
                let open = Draft {
                    more: "Content-Type: multipart/mixed; boundary=\"never\"\r\n".into(),
                    body: "\r\n--never\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n@@not base64@@\r\n".into(),
                    ..draft
                };
                ("broken: an open multipart", open.message())
            }
            _ => ("broken: a line without a colon", [b"This line is no field\r\n", &whole[..]].concat()),
        };
        let mut made = made(bytes, kind, "not_confirmed", "not_confirmed", ("", ""), epoch);
        made.truth.epoch = None;
        made
    }
}

/// How far a provider's mail can be confirmed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// Its key is given.
    Key,
    /// Its key is not given, the seal's is.
    Seal,
    /// Only the receiver's stamp is there.
    Stamp,
    /// Not even that.
    Nothing,
}

/// How Microsoft signs for organisations.
const TENANT: Signature = Signature {
    domain: "microsoftonline.com",
    key: Key::Rsa2048,
    relaxed: (true, true),
    headers: "From:Date:Subject:Message-ID:Content-Type:MIME-Version",
};

fn sign(signatures: &[Signature], selector: &str, epoch: i64, message: Vec<u8>) -> Vec<u8> {
    // The lowest is made first, so that the first in the list ends on top.
    signatures.iter().rev().fold(message, |message, signature| signature.signer(selector, epoch).sign(&message))
}

fn made(
    bytes: Vec<u8>,
    kind: &'static str,
    label: &'static str,
    origin: &'static str,
    (provider, event): (&'static str, &'static str),
    epoch: i64,
) -> Made {
    Made {
        bytes,
        truth: Truth { kind, label, origin, provider, event, epoch: Some(epoch), carried: 0, campaign: None },
    }
}
