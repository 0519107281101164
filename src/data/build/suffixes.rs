//! To be written.

use std::path::Path;

use super::Refusal;

/// Generates the table.
pub fn generate(_data: &Path) -> Result<String, Refusal> {
    Ok(String::new())
}
