//! Which provider a text speaks of.

use super::fold::is_unspaced;
use crate::claim::fold::fold;
use crate::data::providers::{PROVIDERS, Provider, SERVICE_WORDS, TELLING_WORDS};

/// The first provider that a short text names: by a name that nothing else bears, or by one that is also a word or a
/// surname before a word for its service, as in "Apple Support" and "Chase account".
pub fn named(text: &str) -> Option<&'static Provider> {
    let folded = [" ", &fold(text), " "].concat();
    let serves = |rest: &str| {
        let next = rest.split(' ').next().unwrap_or("");
        !next.is_empty() && (TELLING_WORDS.contains(&next) || SERVICE_WORDS.contains(&next))
    };
    let places = |name: &str| -> Vec<usize> {
        let name = [" ", name, " "].concat();
        folded.match_indices(&name).map(|(at, _)| at + name.len()).collect()
    };
    // in writing without spaces a name stands anywhere
    let holds = |name: &str| match name.starts_with(is_unspaced) {
        true => folded.contains(name),
        false => !places(name).is_empty(),
    };
    PROVIDERS.iter().find(|provider| {
        let mut others = provider.common.iter().chain(provider.ordinary);
        provider.brands.iter().any(holds)
            || others.any(|name| places(name).iter().any(|&behind| serves(&folded[behind..])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_others_bear_names_a_provider_only_beside_a_word_for_its_service() {
        let id = |text: &str| named(text).map(|provider| provider.id);
        assert_eq!(id("Your PayPal account was charged"), Some("paypal"));
        assert_eq!(id("call Apple Support at"), Some("apple"));
        assert_eq!(id("your Chase account"), Some("chase"));
        for text in ["an apple a day", "Chase Miller called", "Ruf mich über Uber-Nacht an", "a slack rope", ""] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
