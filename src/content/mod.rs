//! What the body shows: visible text, links, requests, and text that a third party could insert.

pub mod links;
pub mod requests;
pub mod text;
