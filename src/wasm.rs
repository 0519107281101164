//! The boundary with JavaScript: the only wasm-bindgen code.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::Options;
use crate::authentication::keys::PastedKey;
use crate::content::{ImageCode, qr};
use crate::data::providers::EventClass;
use crate::guidance::situation::{Occasion, Situation};
use crate::input::zip::{self, Refusal};
use crate::input::{self, FileKind};
use crate::mailbox::{self, Column, Failure, Format, Query};
use crate::report::{Label, Origin};

#[wasm_bindgen]
extern "C" {
    /// `Object.keys`: what the caller wrote. It throws only for a proxy that throws.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn names(object: &JsValue) -> Result<Vec<String>, JsValue>;
    /// `Reflect.get`. It throws when a getter does.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn property(object: &JsValue, name: &JsValue) -> Result<JsValue, JsValue>;
}

/// Runs once when the module is instantiated: a panic would be a defect, and this names its place in the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Judges the raw headers of a message, a whole message, or a text, and returns the report.
///
/// Any bytes at all give a report. It throws an `Error` when `options` is not of its declared shape.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn analyze(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_optional_param_type = "Options")] options: JsValue,
) -> Result<JsValue, JsError> {
    handed(&crate::analyze(bytes, &read(&options)?))
}

/// A value as plain data of JavaScript.
fn handed(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|why| JsError::new(&why.to_string()))
}

fn read(options: &JsValue) -> Result<Options, JsError> {
    read_options(options).map_err(|why| JsError::new(&["options: ", &why].concat()))
}

/// Reads the options, which are absent, `null` or an object with known names. By hand: what serde writes for it is five
/// times as large.
fn read_options(options: &JsValue) -> Result<Options, String> {
    let mut read = Options::default();
    if is_absent(options) {
        return Ok(read);
    }
    let object =
        Object::of(options, "", &["now", "receiver", "keys", "situation", "codes_in_images", "carried", "locale"])?;
    read.now = object.get("now", "a whole number", seconds)?;
    read.receiver = object.get("receiver", "a string", JsValue::as_string)?;
    read.carried = object.get("carried", "a boolean", JsValue::as_bool)?.unwrap_or_default();
    read.locale = object.get("locale", "a string", JsValue::as_string)?;
    read.keys = object.list("keys", &["name", "record"], |key| {
        Ok(PastedKey { name: key.text("name")?, record: key.text("record")? })
    })?;
    read.codes_in_images = object.list("codes_in_images", &["image", "text"], |code| {
        let image = code.get("image", "a whole number", seconds)?.and_then(|image| u32::try_from(image).ok());
        let image = image.ok_or_else(|| code.wrong("image", "a whole number"))?;
        Ok(ImageCode { image, text: code.text("text")? })
    })?;
    let situation = object.get("situation", "an object", |value| Some(value.clone()))?;
    if let Some(situation) = situation {
        let known = [
            "requested",
            "contacted",
            "shared_code",
            "approved_prompt",
            "gave_password",
            "installed",
            "paid",
            "count",
            "occasion",
            "provider",
        ];
        let answers = Object::of(&situation, "situation", &known)?;
        let answer = |name| answers.get(name, "a boolean", JsValue::as_bool);
        read.situation = Some(Situation {
            requested: answer("requested")?,
            contacted: answer("contacted")?,
            shared_code: answer("shared_code")?,
            approved_prompt: answer("approved_prompt")?,
            gave_password: answer("gave_password")?,
            installed: answer("installed")?,
            paid: answer("paid")?,
            count: answers
                .get("count", "a whole number", seconds)?
                .map(|count| u32::try_from(count.max(0)).unwrap_or(u32::MAX)),
            occasion: answers.get("occasion", "`message`, `prompt`, `text` or `call`", occasion)?,
            provider: answers.get("provider", "a string", JsValue::as_string)?,
        });
    }
    Ok(read)
}

fn occasion(value: &JsValue) -> Option<Occasion> {
    Some(match value.as_string()?.as_str() {
        "message" => Occasion::Message,
        "prompt" => Occasion::Prompt,
        "text" => Occasion::Text,
        "call" => Occasion::Call,
        _ => return None,
    })
}

/// The providers that the engine knows, in the order of their ids.
#[wasm_bindgen(unchecked_return_type = "{ id: string, name: string }[]")]
pub fn providers() -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Known {
        id: &'static str,
        name: &'static str,
    }
    let known: Vec<Known> = crate::providers().map(|(id, name)| Known { id, name }).collect();
    handed(&known)
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// A number that JavaScript holds exactly.
fn seconds(value: &JsValue) -> Option<i64> {
    const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;
    let number = value.as_f64()?;
    let whole = number as i64;
    (whole as f64 == number && whole.abs() <= MAX_SAFE_INTEGER).then_some(whole)
}

/// An object that has no name beside the known ones.
struct Object<'a> {
    value: &'a JsValue,
    /// The option that it stands in; empty for the options themselves.
    inside: &'a str,
}

impl<'a> Object<'a> {
    fn of(value: &'a JsValue, inside: &'a str, known: &[&str]) -> Result<Self, String> {
        let object = Self { value, inside };
        if !value.is_object() {
            return Err(if inside.is_empty() { "not an object".to_owned() } else { object.wrong("", "an object") });
        }
        let names = names(value).map_err(|_| "the names cannot be read".to_owned())?;
        match names.iter().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(["there is no option `", &object.path(name), "`"].concat()),
            None => Ok(object),
        }
    }

    /// The value of a name; `None` when it is absent, undefined or null.
    fn get<T>(&self, name: &str, wanted: &str, read: impl Fn(&JsValue) -> Option<T>) -> Result<Option<T>, String> {
        let value = property(self.value, &name.into()).map_err(|_| self.wrong(name, wanted))?;
        if is_absent(&value) {
            return Ok(None);
        }
        read(&value).map(Some).ok_or_else(|| self.wrong(name, wanted))
    }

    /// The text of a name that must be there.
    fn text(&self, name: &str) -> Result<String, String> {
        self.get(name, "a string", JsValue::as_string)?.ok_or_else(|| self.wrong(name, "a string"))
    }

    /// The objects of an array, which is empty when it is absent. Each has no name beside the known ones.
    fn list<T>(
        &self,
        name: &str,
        known: &[&str],
        read: impl Fn(&Object) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let list = self.get(name, "an array", |value| value.is_array().then(|| value.clone()))?;
        let Some(list) = list else { return Ok(Vec::new()) };
        let length = property(&list, &"length".into()).ok().and_then(|length| length.as_f64()).unwrap_or(0.0);
        let mut items = Vec::new();
        for at in 0..length as u32 {
            let item = property(&list, &at.into()).map_err(|_| ["`", name, "` cannot be read"].concat())?;
            items.push(read(&Object::of(&item, name, known)?)?);
        }
        Ok(items)
    }

    /// The values of an array; `None` when it is absent.
    fn values<T>(
        &self,
        name: &str,
        wanted: &str,
        read: impl Fn(&JsValue) -> Option<T>,
    ) -> Result<Option<Vec<T>>, String> {
        let list = self.get(name, "an array", |value| value.is_array().then(|| value.clone()))?;
        let Some(list) = list else { return Ok(None) };
        let length = property(&list, &"length".into()).ok().and_then(|length| length.as_f64()).unwrap_or(0.0);
        let item = |at: u32| property(&list, &at.into()).ok().and_then(|item| read(&item));
        let items: Option<Vec<T>> = (0..length as u32).map(item).collect();
        items.map(Some).ok_or_else(|| ["`", &self.path(name), "` must hold ", wanted].concat())
    }

    fn wrong(&self, name: &str, wanted: &str) -> String {
        ["`", &self.path(name), "` must be ", wanted].concat()
    }

    fn path(&self, name: &str) -> String {
        let dot = if self.inside.is_empty() || name.is_empty() { "" } else { "." };
        [self.inside, dot, name].concat()
    }
}

/// Many messages: a table of them, and what they show together.
#[wasm_bindgen]
pub struct Mailbox(mailbox::Mailbox);

#[wasm_bindgen]
impl Mailbox {
    /// An empty mailbox. The options count for every message. It throws an `Error` when they are not of their shape.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_optional_param_type = "Options")] options: JsValue) -> Result<Self, JsError> {
        Ok(Self(mailbox::Mailbox::new(read(&options)?)))
    }

    /// Begins a file of this path. What is open ends.
    pub fn open(&mut self, name: &str) {
        self.0.open(name);
    }

    /// Reads the next bytes of the open file; without one they are left out.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// Ends the open file.
    pub fn close(&mut self) {
        self.0.close();
    }

    /// Adds a row for a file of this path about which there is no answer.
    pub fn failed(
        &mut self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "Failure")] failure: &str,
    ) -> Result<(), JsError> {
        let failure =
            word(&FAILURES, failure).ok_or_else(|| JsError::new(&["there is no failure `", failure, "`"].concat()))?;
        self.0.failed(name, failure);
        Ok(())
    }

    /// How many rows there are.
    #[expect(clippy::len_without_is_empty, reason = "JavaScript compares a number; what is not called is not shipped")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One row; undefined when there is none.
    #[wasm_bindgen(unchecked_return_type = "Row | undefined")]
    pub fn row(&self, index: usize) -> Result<JsValue, JsError> {
        self.0.row(index).map_or(Ok(JsValue::UNDEFINED), |row| handed(&row))
    }

    /// Chooses and orders rows, and gives how many there are. It throws an `Error` when the query is not of its shape.
    pub fn select(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: JsValue,
    ) -> Result<usize, JsError> {
        let query = read_query(&query).map_err(|why| JsError::new(&["query: ", &why].concat()))?;
        Ok(self.0.select(&query))
    }

    /// A part of what was selected last, in its order.
    #[wasm_bindgen(unchecked_return_type = "Row[]")]
    pub fn selected(&self, from: usize, to: usize) -> Result<JsValue, JsError> {
        handed(&self.0.selected(from, to))
    }

    /// How many rows have each value, for whoever chooses among them.
    #[wasm_bindgen(unchecked_return_type = "Facets")]
    pub fn facets(&mut self) -> Result<JsValue, JsError> {
        handed(&self.0.facets())
    }

    /// What all of it shows together.
    #[wasm_bindgen(unchecked_return_type = "Campaign")]
    pub fn campaign(&mut self) -> Result<JsValue, JsError> {
        handed(&self.0.campaign())
    }

    /// A part of what was selected last as a file: all parts after one another, from the first row to the last, are the
    /// whole of it.
    pub fn export(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Format")] format: &str,
        masked: bool,
        from: usize,
        to: usize,
    ) -> Result<String, JsError> {
        let format =
            word(&FORMATS, format).ok_or_else(|| JsError::new(&["there is no format `", format, "`"].concat()))?;
        Ok(self.0.export(format, masked, from, to))
    }
}

/// The bytes of a message as they were judged, out of those at the place of its row; undefined when there are none. What
/// stands inside another message is to be judged with the option `carried`.
#[wasm_bindgen(js_name = messageAt)]
pub fn message_at(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_param_type = "Place")] place: JsValue,
) -> Result<Option<Vec<u8>>, JsError> {
    let place = read_place(&place).map_err(|why| JsError::new(&["place: ", &why].concat()))?;
    Ok(mailbox::message_at(bytes, &place).map(|message| message.into_owned()))
}

fn read_place(place: &JsValue) -> Result<mailbox::Place, String> {
    let object = Object::of(place, "", &["file", "offset", "length", "quoted", "inside"])?;
    let number = |value: &JsValue| u32::try_from(seconds(value)?).ok();
    Ok(mailbox::Place {
        file: 0,
        offset: 0,
        length: 0,
        quoted: object.get("quoted", "a boolean", JsValue::as_bool)?.unwrap_or_default(),
        inside: object.values("inside", "whole numbers", number)?.unwrap_or_default(),
    })
}

/// What a file is by its first bytes, of which eight are enough.
#[wasm_bindgen(js_name = fileKind, unchecked_return_type = "'zip' | 'outlook' | 'mail'")]
pub fn file_kind(first: &[u8]) -> String {
    match input::file_kind(first) {
        FileKind::Zip => "zip",
        FileKind::Outlook => "outlook",
        FileKind::Mail => "mail",
    }
    .to_owned()
}

/// Where the directory of an archive stands, by its last bytes and its size; undefined when there is none.
#[wasm_bindgen(js_name = zipTail, unchecked_return_type = "{ offset: number; length: number } | undefined")]
pub fn zip_tail(last: &[u8], size: f64) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Directory {
        offset: f64,
        length: f64,
    }
    zip::tail(last, size as u64).map_or(Ok(JsValue::UNDEFINED), |found| {
        handed(&Directory { offset: found.offset as f64, length: found.length as f64 })
    })
}

/// The files in an archive, by its directory. `failure` says why one cannot be read.
#[wasm_bindgen(
    js_name = zipEntries,
    unchecked_return_type = "{ name: string; method: number; offset: number; compressed: number; size: number; encrypted: boolean; failure: Failure | undefined }[]"
)]
pub fn zip_entries(directory: &[u8]) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Entry {
        name: String,
        method: u16,
        offset: f64,
        compressed: f64,
        size: f64,
        encrypted: bool,
        failure: Option<Failure>,
    }
    let entries: Vec<Entry> = zip::entries(directory)
        .into_iter()
        .map(|entry| Entry {
            failure: entry.refusal().map(|why| match why {
                Refusal::Encrypted => Failure::Encrypted,
                Refusal::Method(_) => Failure::Packing,
                Refusal::Overlaps => Failure::Damaged,
            }),
            name: entry.name,
            method: entry.method,
            offset: entry.offset as f64,
            compressed: entry.compressed as f64,
            size: entry.size as f64,
            encrypted: entry.encrypted,
        })
        .collect();
    handed(&entries)
}

/// Where the data of an entry begins, in bytes behind the start of its local header, of which thirty are needed; undefined
/// when no entry begins there.
#[wasm_bindgen(js_name = zipData)]
pub fn zip_data(local: &[u8]) -> Option<u32> {
    zip::data_start(local)
}

/// Words of an enumeration beside their values.
type Words<T, const N: usize> = [(&'static str, T); N];

const FAILURES: Words<Failure, 8> = [
    ("unreadable", Failure::Unreadable),
    ("too_large", Failure::TooLarge),
    ("encrypted", Failure::Encrypted),
    ("packing", Failure::Packing),
    ("damaged", Failure::Damaged),
    ("nested", Failure::Nested),
    ("stopped", Failure::Stopped),
    ("no_message", Failure::NoMessage),
];
const FORMATS: Words<Format, 2> = [("csv", Format::Csv), ("json", Format::Json)];
const COLUMNS: Words<Column, 13> = [
    ("index", Column::Index),
    ("label", Column::Label),
    ("origin", Column::Origin),
    ("provider", Column::Provider),
    ("event", Column::Event),
    ("date", Column::Date),
    ("from", Column::From),
    ("to", Column::To),
    ("subject", Column::Subject),
    ("signer", Column::Signer),
    ("host", Column::Host),
    ("path", Column::Path),
    ("name", Column::Name),
];
const LABELS: Words<Label, 5> = [
    ("forged", Label::Forged),
    ("genuine_sender_hostile_content", Label::GenuineSenderHostileContent),
    ("hostile_request", Label::HostileRequest),
    ("genuine_sender", Label::GenuineSender),
    ("not_confirmed", Label::NotConfirmed),
];
const ORIGINS: Words<Origin, 6> = [
    ("proved", Origin::Proved),
    ("sealed", Origin::Sealed),
    ("attested", Origin::Attested),
    ("attested_weak", Origin::AttestedWeak),
    ("not_confirmed", Origin::NotConfirmed),
    ("contradicted", Origin::Contradicted),
];
const CLASSES: Words<EventClass, 7> = [
    ("sign_in_code", EventClass::SignInCode),
    ("code", EventClass::Code),
    ("new_account", EventClass::NewAccount),
    ("password_reset", EventClass::PasswordReset),
    ("sign_in_notice", EventClass::SignInNotice),
    ("change", EventClass::Change),
    ("shared", EventClass::Shared),
];

/// The value that a word stands for.
fn word<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Reads a query, which is absent, `null` or an object with known names.
fn read_query(query: &JsValue) -> Result<Query, String> {
    if is_absent(query) {
        return Ok(Query::default());
    }
    let known = [
        "sort",
        "descending",
        "labels",
        "origins",
        "providers",
        "events",
        "classes",
        "search",
        "odd_only",
        "failed_only",
        "rows",
    ];
    let object = Object::of(query, "", &known)?;
    let flag = |name| Ok::<_, String>(object.get(name, "a boolean", JsValue::as_bool)?.unwrap_or_default());
    let text = |value: &JsValue| value.as_string();
    Ok(Query {
        sort: object.get("sort", "a column", |value| word(&COLUMNS, &value.as_string()?))?,
        descending: flag("descending")?,
        labels: object.values("labels", "labels", |value| word(&LABELS, &value.as_string()?))?.unwrap_or_default(),
        origins: object.values("origins", "origins", |value| word(&ORIGINS, &value.as_string()?))?.unwrap_or_default(),
        providers: object.values("providers", "strings", text)?.unwrap_or_default(),
        events: object.values("events", "strings", text)?.unwrap_or_default(),
        classes: object
            .values("classes", "kinds of events", |value| word(&CLASSES, &value.as_string()?))?
            .unwrap_or_default(),
        search: object.get("search", "a string", JsValue::as_string)?.unwrap_or_default(),
        odd_only: flag("odd_only")?,
        failed_only: flag("failed_only")?,
        rows: object.values("rows", "whole numbers", |value| u32::try_from(seconds(value)?).ok())?,
    })
}

/// Decodes text in a charset that the engine carries no table for, with the decoder of the browser.
///
/// `charset` is a label of the WHATWG Encoding Standard. `None` when there is no such label; bytes that do not fit
/// become U+FFFD.
pub fn decode(charset: &str, bytes: &[u8]) -> Option<String> {
    web_sys::TextDecoder::new_with_label(charset).ok()?.decode_with_u8_array(bytes).ok()
}

/// The file of a picture that a message carries, by its place in the report's `content.images`; undefined when there
/// is none.
#[wasm_bindgen]
pub fn image(bytes: &[u8], index: u32) -> Option<Vec<u8>> {
    crate::image(bytes, index as usize)
}

/// The texts of the QR codes in a picture of `width` columns, one byte of grey a pixel.
#[wasm_bindgen(js_name = readQr)]
pub fn read_qr(grey: &[u8], width: u32) -> Vec<String> {
    qr::read(grey, width as usize)
}
