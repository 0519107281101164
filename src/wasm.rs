//! The boundary with JavaScript: the only wasm-bindgen code.

use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::prelude::*;

use crate::Options;

#[wasm_bindgen]
extern "C" {
    /// `Object.keys`: what the caller wrote, where serde-wasm-bindgen only asks for the names that it knows.
    #[wasm_bindgen(js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Vec<String>;
}

/// The names that [`Options`] has, for the message about one that it does not have.
const OPTIONS: [&str; 5] = ["now", "receiver", "keys", "situation", "locale"];

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
    let options = read(options).map_err(|why| JsError::new(&["options: ", &why].concat()))?;
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    crate::analyze(bytes, &options).serialize(&serializer).map_err(|why| JsError::new(&why.to_string()))
}

/// Reads the options, which are absent, `null` or an object with known names.
fn read(options: JsValue) -> Result<Options, String> {
    if options.is_undefined() || options.is_null() {
        return Ok(Options::default());
    }
    if !options.is_object() {
        return Err("not an object".to_owned());
    }
    if let Some(name) = keys(&options).iter().find(|name| !OPTIONS.contains(&name.as_str())) {
        return Err(["there is no option `", name, "`"].concat());
    }
    Options::deserialize(Deserializer::from(options)).map_err(|why| why.to_string())
}

/// Decodes text in a charset that the engine carries no table for, with the decoder of the browser.
///
/// `charset` is a label of the WHATWG Encoding Standard. `None` when there is no such label; bytes that do not fit
/// become U+FFFD.
pub fn decode(charset: &str, bytes: &[u8]) -> Option<String> {
    web_sys::TextDecoder::new_with_label(charset).ok()?.decode_with_u8_array(bytes).ok()
}
