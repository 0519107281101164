//! Knowledge as data: the tables that the build script makes from the files beside this one.
//!
//! Each submodule declares the type of one table and includes its generated contents.

pub(crate) mod attachments;
pub(crate) mod campaign;
pub(crate) mod catalogue;
pub(crate) mod filters;
pub mod keys;
pub(crate) mod links;
pub mod providers;
pub mod receivers;
pub(crate) mod requests;
pub mod suffixes;
