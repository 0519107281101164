//! What the person says happened. Nothing of it can be read out of a message.

/// Answers; an absent one is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Situation {
    /// Whether the person asked for the code or the mail.
    pub requested: Option<bool>,
    /// Whether anybody contacted the person about it.
    pub contacted: Option<bool>,
    /// Whether the person entered, read out or passed on a code.
    pub shared_code: Option<bool>,
    /// Whether the person approved a prompt.
    pub approved_prompt: Option<bool>,
    /// Whether the person gave a password or another secret.
    pub gave_password: Option<bool>,
}

impl Situation {
    /// Whether something was given away.
    pub fn is_incident(&self) -> bool {
        [self.shared_code, self.approved_prompt, self.gave_password].contains(&Some(true))
    }
}
