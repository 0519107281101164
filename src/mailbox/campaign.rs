//! What many messages show together.

use super::Records;
use super::names::Names;
use super::schema::Campaign;

pub(super) fn of(rows: &Records, _names: &Names) -> Campaign {
    let failed = rows.iter().filter(|(_, record)| record.failure.is_some()).count() as u32;
    Campaign {
        messages: rows.len() as u32 - failed,
        copies: 0,
        failed,
        first: None,
        last: None,
        kinds: Vec::new(),
        step: 3600,
        lanes: Vec::new(),
        bursts: Vec::new(),
        addresses: Vec::new(),
        statements: Vec::new(),
        guidance: None,
    }
}
