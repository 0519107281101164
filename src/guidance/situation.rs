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
    /// Whether the person installed something or let somebody into a device.
    pub installed: Option<bool>,
    /// Whether the person paid or moved money.
    pub paid: Option<bool>,
    /// How many such messages, prompts or calls came.
    pub count: Option<u32>,
    /// What came, where there is no message to paste.
    pub occasion: Option<Occasion>,
    /// Id of the provider whose account it is about, where no message names one.
    pub provider: Option<String>,
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Occasion {
    /// A mail.
    Message,
    /// A prompt to approve a sign-in.
    Prompt,
    /// A text message with a code.
    Text,
    /// A call.
    Call,
}

impl Situation {
    /// Whether something was given away.
    pub fn is_incident(&self) -> bool {
        [self.shared_code, self.approved_prompt, self.gave_password, self.installed, self.paid].contains(&Some(true))
    }
}
