//! The only wasm-bindgen code.
