// Which drawing and tone stand for the values of the report. The words for them are texts of the page.

export const LABELS = {
  forged: { word: 'Forged', icon: 'forged', tone: 'red' },
  genuine_sender_hostile_content: { word: 'Genuine sender, text by someone else', icon: 'mixed', tone: 'red' },
  hostile_request: { word: 'Hostile request', icon: 'hostile', tone: 'red' },
  genuine_sender: { word: 'Genuine sender', icon: 'genuine', tone: 'green' },
  not_confirmed: { word: 'Not confirmed', icon: 'open', tone: 'blue' },
};

export const ORIGINS = {
  proved: 'proved',
  sealed: 'sealed',
  attested: 'attested',
  attested_weak: 'weakly attested',
  not_confirmed: 'not confirmed',
  contradicted: 'contradicted',
};

export const CONTENTS = {
  not_supplied: 'not supplied',
  expected: 'as expected',
  third_party_text: 'partly by someone else',
  hostile: 'hostile',
  unknown: 'nothing known about it',
};

export const DELIVERIES = {
  direct: 'direct',
  forwarded: 'forwarded',
  replay_signs: 'signs of a replay',
  unknown: 'not known',
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
