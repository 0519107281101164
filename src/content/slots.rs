//! Text that a third party can put into a provider's own mail.

use super::requests;
use crate::data::providers::{Service, Slot};
use crate::message::lower_case;

/// A place that a stranger can fill, with more in it than a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThirdPartyText {
    /// Which place, in words.
    pub slot: &'static str,
    /// What stands in it.
    pub quote: String,
}

/// Words in a slot beyond which it holds more than a name.
const NAME_WORDS: usize = 12;

/// The first slot of the header that holds more than a name. `display_name` and `subject` are decoded.
pub fn in_header(service: &Service, display_name: &str, subject: &str) -> Option<ThirdPartyText> {
    service.slots.iter().find_map(|slot| {
        let (slot, text) = match slot {
            Slot::DisplayName => ("the display name", display_name),
            Slot::Subject => ("the Subject", subject),
            Slot::Greeting | Slot::Note | Slot::Device => return None,
        };
        lures(text).then(|| ThirdPartyText { slot, quote: text.chars().take(200).collect() })
    })
}

/// Whether a text holds what no name holds: a telephone number, an amount of money, an address, or
/// whole sentences.
pub fn lures(text: &str) -> bool {
    !requests::phones(text).is_empty()
        || !requests::requests(text).is_empty()
        || money(text)
        || text.contains("://")
        || text.split_whitespace().any(address_like)
        || text.split_whitespace().count() > NAME_WORDS
}

/// A currency sign or code beside digits.
fn money(text: &str) -> bool {
    const SIGNS: [char; 6] = ['$', '€', '£', '¥', '₹', '₿'];
    const CODES: [&str; 6] = ["usd", "eur", "gbp", "btc", "usdt", "inr"];
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        let near = words.get(at + 1).is_some_and(|next| has_digit(next))
            || at.checked_sub(1).is_some_and(|before| has_digit(words[before]));
        let bare = lower_case(word.trim_matches(|c: char| !c.is_alphanumeric()));
        (word.contains(SIGNS) && (has_digit(word) || near)) || (CODES.contains(&bare.as_str()) && near)
    })
}

/// `pay-now.example`: letters, a dot, and a top-level domain of letters.
fn address_like(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(name, last)| {
        name.len() > 2
            && (2..=12).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_names() {
        for name in [
            "Contoso",
            "Contoso Ltd. account email verification code",
            "Microsoft on behalf of Fabrikam, Inc.",
            "St. Mary's School",
        ] {
            assert!(!lures(name), "{name}");
        }
    }

    #[test]
    fn lures_are_no_names() {
        for text in [
            "Your order of $499.99 is confirmed account email verification code",
            "Call +1 888 555 0100 account email verification code",
            "599 USD charged",
            "refund at pay-back.example today",
            "https://evil.example",
        ] {
            assert!(lures(text), "{text}");
        }
    }
}
