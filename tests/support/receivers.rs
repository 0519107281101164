//! The messages in `tests/receivers/`: one that each receiver, filter and mask took or passed on, and one
//! with forged stamps.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

/// The host of the author in these messages.
pub const HOST: &str = "accounts.sender.example";

/// The message of this name.
pub fn read(name: &str) -> String {
    let path = [env!("CARGO_MANIFEST_DIR"), "/tests/receivers/", name, ".eml"].concat();
    std::fs::read_to_string(&path).expect("the fixture is there")
}

/// The same with a sender that Microsoft uses.
pub fn of_microsoft(text: &str) -> String {
    text.replace("no-reply@accounts.sender.example", "account-security-noreply@accountprotection.microsoft.com")
        .replace(HOST, "accountprotection.microsoft.com")
}
