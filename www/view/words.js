// The words for the report's enumerations.

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

export const WRITERS = {
  signer: { word: 'written by the signer', icon: 'key', title: 'Covered by a signature that was checked here' },
  receiver: { word: 'written by your mail provider', icon: 'inbox', title: 'Inside the part that the receiving provider wrote' },
  anyone: { word: 'anyone could write this', icon: 'pen', title: 'The sender could have written this. It never raises the answer' },
  engine: { word: 'checked here', icon: 'chip', title: 'Computed in this page' },
};

export const GROUPS = [
  { status: 'confirmed', word: 'Confirmed', icon: 'check', hint: 'Holds, and not just anyone could have made it so.' },
  { status: 'contradicted', word: 'Contradicted', icon: 'cross', hint: 'Speaks against the claimed sender.' },
  { status: 'not_confirmed', word: 'Not confirmed', icon: 'question', hint: 'Could be so; nothing here shows it.' },
  { status: 'not_observable', word: 'Not observable', icon: 'eye', hint: 'No message can show it.' },
];

export const HEADER_CHECKS = {
  verified: { word: 'signature holds', tone: 'good', icon: 'check' },
  mismatch: { word: 'does not match', tone: 'warn', icon: 'cross' },
  key_not_carried: { word: 'no key at hand', tone: 'open', icon: 'question' },
  unusable: { word: 'cannot be checked', tone: 'open', icon: 'dash' },
};

export const BODY_CHECKS = {
  verified: { word: 'text is unchanged', tone: 'good', icon: 'check' },
  mismatch: { word: 'text was changed', tone: 'warn', icon: 'cross' },
  partial: { word: 'only a part is covered', tone: 'warn', icon: 'dash' },
  not_supplied: { word: 'text not supplied', tone: 'open', icon: 'question' },
  not_checked: { word: 'text not checked', tone: 'open', icon: 'dash' },
};

export const EXPIRIES = {
  none: 'has no expiry',
  valid_at_receipt: 'had not expired when it was received',
  expired_at_receipt: 'had expired when it was received',
  unknown: 'time of receipt not known',
};

export const KEY_ORIGINS = { carried: 'carried in this page', pasted: 'pasted by you', none: 'none at hand' };

export const BINDINGS = {
  message_signature: 'bound to this message by its signature',
  body_hash: 'bound to this message by its text',
  not_bound: 'not bound to this message: it could be a copy from another one',
};

export const RECOGNITIONS = {
  received_hosts: 'from the hosts that took it in',
  confirmed: 'you said so, and the header agrees',
  none: 'not recognised',
};

export const LINKS = {
  provider: { word: 'the provider’s own', tone: 'good' },
  provider_redirector: { word: 'redirects', tone: 'warn' },
  other: { word: 'another host', tone: 'open' },
  misleading: { word: 'misleading', tone: 'bad' },
  not_web: { word: 'not a web address', tone: 'open' },
};

export const REQUESTS = {
  send_code: 'asks for a code',
  approve: 'asks to approve a prompt',
  credential: 'asks for a password',
  call: 'asks to call a number',
  install: 'asks to install something or let someone in',
  pay: 'asks for money',
  sign_in_link: 'asks to sign in through a link',
};

export const REPAIRS = {
  byte_order_mark: 'byte order mark removed',
  utf16: 'read as UTF-16',
  leading_text: 'text before the header left out',
  mbox_from: 'mbox line left out',
  bare_carriage_return: 'line ends mended',
  quoted: 'quote marks removed',
  indented: 'indentation removed',
  blank_lines: 'blank lines removed',
  non_breaking_space: 'non-breaking spaces replaced',
  split_name: 'split names joined',
  lost_folding: 'folding restored',
  renamed_fields: 'renamed fields given their old names',
};
