//! Messages that Outlook saved as a file (MS-OXMSG): properties in a compound file.
//!
//! Outlook takes a message apart. It keeps the header section as it was received, so that signatures
//! over it can be checked. The text it keeps in a form of its own, out of which the signed body cannot
//! be made again: it is read for what it says, and is no body where a body hash asks for one.
//! A message that was never received, a draft or the sender's copy, has no header section; the fields
//! that Outlook shows stand in for it, and they are whatever the owner of the file wrote.

use mail_parser::DateTime;

use super::compound::{Compound, Entry};
use super::rtf;
use crate::limits;
use crate::message::encoded_word;
use crate::message::field::line_end;

/// What an Outlook file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The header section without the blank line behind it: byte by byte as it was received, or put
    /// together from what Outlook shows.
    pub header: Vec<u8>,
    /// Whether the header section is the one that was received.
    pub received: bool,
    /// The text and what is attached, as a MIME entity (RFC 2045 section 2.4) of our own making; `None`
    /// when there is neither.
    pub content: Option<Vec<u8>>,
}

/// Properties by their identifiers (MS-OXPROPS).
mod property {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const CLIENT_SUBMIT_TIME: u16 = 0x0039;
    pub(super) const SENT_REPRESENTING_NAME: u16 = 0x0042;
    pub(super) const SENT_REPRESENTING_ADDRESS: u16 = 0x0065;
    pub(super) const TRANSPORT_MESSAGE_HEADERS: u16 = 0x007D;
    pub(super) const SENDER_NAME: u16 = 0x0C1A;
    pub(super) const SENDER_ADDRESS: u16 = 0x0C1F;
    pub(super) const MESSAGE_DELIVERY_TIME: u16 = 0x0E06;
    pub(super) const NORMALIZED_SUBJECT: u16 = 0x0E1D;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF_COMPRESSED: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const INTERNET_MESSAGE_ID: u16 = 0x1035;
    pub(super) const DISPLAY_NAME: u16 = 0x3001;
    pub(super) const ADDRESS: u16 = 0x3003;
    pub(super) const ATTACH_DATA: u16 = 0x3701;
    pub(super) const ATTACH_FILENAME: u16 = 0x3704;
    pub(super) const ATTACH_LONG_FILENAME: u16 = 0x3707;
    pub(super) const ATTACH_MIME_TAG: u16 = 0x370E;
    pub(super) const SMTP_ADDRESS: u16 = 0x39FE;
    pub(super) const INTERNET_CODEPAGE: u16 = 0x3FDE;
    pub(super) const MESSAGE_CODEPAGE: u16 = 0x3FFD;
    pub(super) const SENDER_SMTP_ADDRESS: u16 = 0x5D01;
    pub(super) const SENT_REPRESENTING_SMTP_ADDRESS: u16 = 0x5D02;
}

/// Types of properties (MS-OXCDATA section 2.11.1).
mod kind {
    pub(super) const INTEGER: u16 = 0x0003;
    pub(super) const OBJECT: u16 = 0x000D;
    pub(super) const STRING8: u16 = 0x001E;
    pub(super) const STRING: u16 = 0x001F;
    pub(super) const TIME: u16 = 0x0040;
    pub(super) const BINARY: u16 = 0x0102;
}

/// A message, an attachment or a recipient: a storage with streams for its properties.
#[derive(Debug, Default)]
struct Properties {
    /// Identifier and type, and where the value stands.
    streams: Vec<(u16, u16, Entry)>,
    /// The values of fixed length (MS-OXMSG section 2.4).
    fixed: Vec<u8>,
    /// Codepage of text that is not Unicode.
    codepage: u32,
    attachments: Vec<Entry>,
    recipients: Vec<Entry>,
}

#[derive(Debug)]
struct Attachment {
    name: String,
    media_type: String,
    /// Its data: a stream, or the storage of a message.
    data: Option<Entry>,
}

/// Bytes of a property that is a name, an address or a subject.
const SHORT: usize = 4 << 10;
/// Bytes of a text.
const TEXT: usize = limits::PART_BYTES;
/// Bytes of an attachment that is not looked into: enough to see what kind it is.
const HEAD: usize = 512;
/// Recipients that are read.
const RECIPIENTS: usize = 20;

/// Reads an Outlook file; `None` when it is none, or has neither a field nor a text.
pub fn read(bytes: &[u8]) -> Option<Item> {
    let mut file = Compound::open(bytes)?;
    let message = Properties::of_message(&mut file)?;
    let received = message.received_header(&file);
    let content = message.content(&mut file);
    let is_received = received.is_some();
    let header = match received {
        Some(header) => header,
        None => message.shown_header(&mut file),
    };
    (!header.is_empty() || content.is_some()).then_some(Item { header, received: is_received, content })
}

/// The messages that are attached to the one in an Outlook file, one after the other: files as they
/// were attached, and messages that Outlook holds itself as Outlook files. `None` when it is no such file.
pub(super) fn carried(bytes: &[u8], found: &mut dyn FnMut(&str, Vec<u8>) -> bool) -> Option<()> {
    let mut file = Compound::open(bytes)?;
    let message = Properties::of_message(&mut file)?;
    for storage in message.attachments.iter().take(limits::CARRIED) {
        let attachment = Attachment::read(&mut file, storage);
        let bytes = match &attachment.data {
            Some(data) if !data.is_stream => file.with_root(data),
            Some(data) if attachment.is_message() => Some(file.read(data, limits::INPUT_BYTES)),
            _ => None,
        };
        if let Some(bytes) = bytes
            && !found(&attachment.name, bytes)
        {
            break;
        }
    }
    Some(())
}

impl Properties {
    /// The properties of the message in the root, when it has any: other programs keep other things in
    /// compound files.
    fn of_message(file: &mut Compound) -> Option<Self> {
        let root = file.root()?;
        let mut message = Self::of(file, &root);
        let codepage = message.integer(property::MESSAGE_CODEPAGE);
        message.codepage = codepage.or_else(|| message.integer(property::INTERNET_CODEPAGE)).unwrap_or(0);
        (!message.streams.is_empty()).then_some(message)
    }

    fn of(file: &mut Compound, storage: &Entry) -> Self {
        let mut properties = Self::default();
        for entry in file.children(storage) {
            if let Some(tag) = entry.name.strip_prefix("__substg1.0_") {
                if let Some(tag) = tag.get(..8).and_then(|tag| u32::from_str_radix(tag, 16).ok()) {
                    properties.streams.push(((tag >> 16) as u16, tag as u16, entry));
                }
            } else if entry.name == "__properties_version1.0" {
                properties.fixed = file.read(&entry, 64 << 10);
            } else if entry.name.starts_with("__attach_version1.0_#") {
                properties.attachments.push(entry);
            } else if entry.name.starts_with("__recip_version1.0_#") {
                properties.recipients.push(entry);
            }
        }
        properties
    }

    fn stream(&self, id: u16, kind: u16) -> Option<&Entry> {
        self.streams.iter().find(|(found, of, _)| (*found, *of) == (id, kind)).map(|(.., entry)| entry)
    }

    fn binary(&self, file: &Compound, id: u16, most: usize) -> Option<Vec<u8>> {
        self.stream(id, kind::BINARY).map(|entry| file.read(entry, most))
    }

    /// A text in Unicode, or in the codepage of the message.
    fn text(&self, file: &Compound, id: u16, most: usize) -> Option<String> {
        if let Some(entry) = self.stream(id, kind::STRING) {
            return Some(utf16(&file.read(entry, most.saturating_mul(2))));
        }
        let entry = self.stream(id, kind::STRING8)?;
        Some(encoded_word::decode_charset(charset(self.codepage), &file.read(entry, most)))
    }

    /// A text on one line, which is not empty.
    fn line(&self, file: &Compound, id: u16) -> Option<String> {
        let text = self.text(file, id, SHORT)?;
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Some(line.trim().to_owned()).filter(|line| !line.is_empty())
    }

    /// A value of fixed length. The entries have 16 bytes; before them stand 32, 24 or 8 of another kind.
    fn value(&self, id: u16, kind: u16) -> Option<u64> {
        let tag = u32::from(id) << 16 | u32::from(kind);
        let (entries, _) = self.fixed.get(self.fixed.len() % 16..)?.as_chunks::<16>();
        let entry = entries.iter().find(|entry| entry[..4] == tag.to_le_bytes())?;
        Some(u64::from_le_bytes(*entry.last_chunk()?))
    }

    fn integer(&self, id: u16) -> Option<u32> {
        self.value(id, kind::INTEGER).map(|value| value as u32)
    }

    /// A time in the form of RFC 5322; it is kept as the number of 100 nanoseconds since 1601.
    fn time(&self, id: u16) -> Option<String> {
        const EPOCH: i64 = 11_644_473_600;
        const YEAR_10000: i64 = 253_402_300_800;
        let seconds = (self.value(id, kind::TIME)? / 10_000_000) as i64 - EPOCH;
        (0..YEAR_10000).contains(&seconds).then(|| DateTime::from_timestamp(seconds).to_rfc822())
    }

    /// The header section as it was received, when there is one.
    fn received_header(&self, file: &Compound) -> Option<Vec<u8>> {
        const ID: u16 = property::TRANSPORT_MESSAGE_HEADERS;
        let text = match self.stream(ID, kind::STRING) {
            Some(entry) => utf16(&file.read(entry, 2 * limits::HEADER_BYTES)).into_bytes(),
            // no codepage: a signature covers the bytes
            None => file.read(self.stream(ID, kind::STRING8)?, limits::HEADER_BYTES),
        };
        let header = header_section(&text);
        (!header.is_empty()).then(|| header.to_vec())
    }

    /// The fields that Outlook shows.
    fn shown_header(&self, file: &mut Compound) -> Vec<u8> {
        use property::*;
        let address = |ids: &[u16]| {
            let mut found = ids.iter().filter_map(|&id| self.line(file, id));
            found.find(|address| is_address(address))
        };
        let author = address(&[SENT_REPRESENTING_SMTP_ADDRESS, SENT_REPRESENTING_ADDRESS])
            .map(|address| mailbox(self.line(file, SENT_REPRESENTING_NAME), &address));
        let sender = address(&[SENDER_SMTP_ADDRESS, SENDER_ADDRESS])
            .map(|address| mailbox(self.line(file, SENDER_NAME), &address));
        let date = self.time(CLIENT_SUBMIT_TIME).or_else(|| self.time(MESSAGE_DELIVERY_TIME));
        let subject = self.line(file, SUBJECT).or_else(|| self.line(file, NORMALIZED_SUBJECT));
        let message_id = self.line(file, INTERNET_MESSAGE_ID);
        let recipients: Vec<String> = self
            .recipients
            .iter()
            .take(RECIPIENTS)
            .filter_map(|storage| {
                let recipient = Self::of(file, storage);
                let mut addresses = [SMTP_ADDRESS, ADDRESS].iter().filter_map(|&id| recipient.line(file, id));
                let address = addresses.find(|address| is_address(address))?;
                Some(mailbox(recipient.line(file, DISPLAY_NAME), &address))
            })
            .collect();
        let fields = [
            ("From: ", author.or(sender)),
            ("To: ", Some(recipients.join(", ")).filter(|list| !list.is_empty())),
            ("Date: ", date),
            ("Subject: ", subject),
            ("Message-ID: ", message_id),
        ];
        let lines = fields.into_iter().filter_map(|(name, value)| Some([name, &value?, "\r\n"].concat()));
        lines.collect::<String>().into_bytes()
    }

    /// The text and the attachments as a MIME entity.
    fn content(&self, file: &mut Compound) -> Option<Vec<u8>> {
        let plain = self.text(file, property::BODY, TEXT).filter(|text| !text.trim().is_empty());
        let html = self.html(file);
        let mut entity = Entity::new();
        if let Some(text) = &plain {
            entity.add("text/plain; charset=utf-8", None, text.as_bytes());
        }
        if let Some((charset, html)) = &html {
            entity.add(&["text/html; charset=", charset].concat(), None, html);
        } else if plain.is_none()
            && let Some(text) = self.rich_text(file)
        {
            entity.add("text/plain; charset=utf-8", None, text.as_bytes());
        }
        let mut pictures = 0;
        for storage in self.attachments.iter().take(limits::LINKS) {
            let attachment = Attachment::read(file, storage);
            let is_picture = attachment.media_type.starts_with("image/") && pictures < limits::IMAGES;
            pictures += usize::from(is_picture);
            let most = if is_picture { limits::PART_BYTES } else { HEAD };
            let data = attachment.data.as_ref().filter(|data| data.is_stream);
            let bytes = data.map(|data| file.read(data, most)).unwrap_or_default();
            entity.add(&attachment.media_type, Some(&attachment.name), &bytes);
        }
        entity.finish()
    }

    /// The HTML and its charset; Outlook keeps it as it came, as text, or inside its own rich text.
    fn html(&self, file: &Compound) -> Option<(&'static str, Vec<u8>)> {
        if let Some(html) = self.text(file, property::HTML, TEXT) {
            return Some(("utf-8", html.into_bytes()));
        }
        if let Some(html) = self.binary(file, property::HTML, TEXT) {
            return Some((charset(self.integer(property::INTERNET_CODEPAGE).unwrap_or(self.codepage)), html));
        }
        let html = rtf::html(&self.rich(file)?)?;
        Some(("utf-8", html.into_bytes()))
    }

    fn rich(&self, file: &Compound) -> Option<Vec<u8>> {
        rtf::decompress(&self.binary(file, property::RTF_COMPRESSED, TEXT)?, TEXT)
    }

    fn rich_text(&self, file: &Compound) -> Option<String> {
        Some(rtf::text(&self.rich(file)?)).filter(|text| !text.trim().is_empty())
    }
}

impl Attachment {
    fn read(file: &mut Compound, storage: &Entry) -> Self {
        use property::*;
        let properties = Properties::of(file, storage);
        let line = |id| properties.line(file, id);
        let data = properties.stream(ATTACH_DATA, kind::BINARY).or(properties.stream(ATTACH_DATA, kind::OBJECT));
        let data = data.cloned();
        let is_message = data.as_ref().is_some_and(|data| !data.is_stream);
        let announced = line(ATTACH_MIME_TAG).filter(|tag| is_media_type(tag)).map(|tag| tag.to_ascii_lowercase());
        let name = line(ATTACH_LONG_FILENAME).or_else(|| line(ATTACH_FILENAME)).or_else(|| line(DISPLAY_NAME));
        Self {
            name: name.unwrap_or_default(),
            media_type: match announced {
                _ if is_message => "application/vnd.ms-outlook".to_owned(),
                Some(announced) => announced,
                None => "application/octet-stream".to_owned(),
            },
            data,
        }
    }

    fn is_message(&self) -> bool {
        super::carried::is_message(&self.media_type, &self.name)
    }
}

/// A header section out of a text that may begin with a line of old Exchange servers, and go on with
/// the headers of parts.
fn header_section(text: &[u8]) -> &[u8] {
    const MARK_OF_EXCHANGE: &[u8] = b"Microsoft Mail Internet Headers";
    let end = text.iter().position(|&byte| byte == 0).unwrap_or(text.len());
    let mut text = text[..end].trim_ascii_start();
    if text.starts_with(MARK_OF_EXCHANGE) {
        text = text[line_end(text, 0).1..].trim_ascii_start();
    }
    let mut at = 0;
    while at < text.len() {
        let (content, next) = line_end(text, at);
        if content == at {
            break;
        }
        at = next;
    }
    &text[..at]
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        let sound =
            |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"@".contains(c));
        sound(local) && sound(host)
    })
}

/// `display-name angle-addr` (RFC 5322 section 3.4).
fn mailbox(name: Option<String>, address: &str) -> String {
    match name.filter(|name| name != address) {
        Some(name) => ["\"", &name.replace('\\', "\\\\").replace('"', "\\\""), "\" <", address, ">"].concat(),
        None => address.to_owned(),
    }
}

fn is_media_type(text: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-+._".contains(c));
    text.split_once('/').is_some_and(|(kind, subtype)| sound(kind) && sound(subtype) && kind != "multipart")
}

/// UTF-16 in the order of Windows, up to the NUL that some writers put behind a text.
fn utf16(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let units = units.iter().map(|&unit| u16::from_le_bytes(unit)).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The name of a codepage of Windows; without one that is known, of the one of Western Europe.
pub(super) fn charset(codepage: u32) -> &'static str {
    match codepage {
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        20866 => "koi8-r",
        28592 => "iso-8859-2",
        28595 => "iso-8859-5",
        28597 => "iso-8859-7",
        28605 => "iso-8859-15",
        50220..=50222 => "iso-2022-jp",
        51932 => "euc-jp",
        54936 => "gb18030",
        65001 => "utf-8",
        _ => "windows-1252",
    }
}

/// A MIME entity in the making. Everything in it is in base64, so that nothing of a message can look
/// like a boundary.
struct Entity {
    bytes: Vec<u8>,
    parts: usize,
}

impl Entity {
    fn new() -> Self {
        Self { bytes: b"Content-Type: multipart/mixed; boundary=\"=_\"\r\n\r\n".to_vec(), parts: 0 }
    }

    /// Adds a text, or something attached that has a name.
    fn add(&mut self, media_type: &str, name: Option<&str>, content: &[u8]) {
        self.parts += 1;
        let mut put = |text: &str| self.bytes.extend_from_slice(text.as_bytes());
        put("--=_\r\nContent-Type: ");
        put(media_type);
        put("\r\nContent-Disposition: ");
        match name {
            None => put("inline"),
            Some(name) => {
                put("attachment; filename*=utf-8''");
                for byte in name.bytes() {
                    const DIGITS: [char; 16] =
                        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
                    let [high, low] = [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]);
                    put(&String::from_iter(['%', high, low]));
                }
            }
        }
        put("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        base64(content, &mut self.bytes);
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn finish(mut self) -> Option<Vec<u8>> {
        self.bytes.extend_from_slice(b"--=_--\r\n");
        (self.parts > 0).then_some(self.bytes)
    }
}

/// Base64 (RFC 4648 section 4).
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            out.push(if digit > group.len() { b'=' } else { DIGITS[value as usize] });
        }
    }
}
