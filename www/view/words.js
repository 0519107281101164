// Which drawing and tone stand for the values of the report. The words for them are texts of the page.

/** The labels of the verdict. */
export const LABELS = {
  forged: { icon: 'forged', tone: 'red' },
  genuine_sender_hostile_content: { icon: 'mixed', tone: 'red' },
  hostile_request: { icon: 'hostile', tone: 'red' },
  genuine_sender: { icon: 'genuine', tone: 'green' },
  not_confirmed: { icon: 'open', tone: 'blue' },
};

/** Drawings of who could have written a fact. */
export const WRITERS = { signer: 'key', receiver: 'inbox', anyone: 'pen', engine: 'chip' };

/** The groups of the ledger, in order, with their drawings. */
export const GROUPS = { confirmed: 'check', contradicted: 'cross', not_confirmed: 'question', not_observable: 'eye' };

/** What became of the check of a header or a seal. */
export const HEADER_CHECKS = {
  verified: { tone: 'good', icon: 'check' },
  mismatch: { tone: 'warn', icon: 'cross' },
  key_not_carried: { tone: 'open', icon: 'question' },
  unusable: { tone: 'open', icon: 'dash' },
};

/** What became of the check of a body. */
export const BODY_CHECKS = {
  verified: { tone: 'good', icon: 'check' },
  mismatch: { tone: 'warn', icon: 'cross' },
  partial: { tone: 'warn', icon: 'dash' },
  not_supplied: { tone: 'open', icon: 'question' },
  not_checked: { tone: 'open', icon: 'dash' },
};

/** How a seal is bound to the message. */
export const BINDINGS = {
  message_signature: { tone: 'good', icon: 'link' },
  body_hash: { tone: 'good', icon: 'link' },
  not_bound: { tone: 'warn', icon: 'cross' },
};

/** What a link is. */
export const LINKS = { provider: 'good', provider_redirector: 'warn', other: 'open', misleading: 'bad', not_web: 'open' };
