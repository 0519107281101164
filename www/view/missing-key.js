// What would raise the answer, and how to get it. A key can be pasted here.

import { copyButton, data, h, icon } from '../dom.js';

const SYSTEMS = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

export function missing(report, context) {
  const named = new Set(report.missing.map((one) => one.dns_name));
  // A pasted key stays on the screen after it has done its work, so that it can be taken back.
  const asked = new Set(signaturesOf(report).map((one) => one.key.dns_name));
  for (const set of report.arc) asked.add(set.seal_key.dns_name);
  const pasted = [...context.keys.keys()].filter((name) => asked.has(name) && !named.has(name));
  if (report.missing.length === 0 && pasted.length === 0) return null;
  return h(
    'section',
    { class: 'missing card', 'aria-labelledby': 'missing-title' },
    h('h3', { id: 'missing-title' }, report.missing.length > 0 ? 'What is missing, and how to get it' : 'Keys that you pasted'),
    h(
      'ul',
      {},
      report.missing.map((one, index) =>
        h('li', {}, h('h4', {}, icon(one.dns_name ? 'key' : 'note'), context.words.say(one.title)), h('p', {}, context.words.say(one.how)), one.dns_name && fold(one.dns_name, one.commands, context, report, index)),
      ),
      pasted.map((name, index) => h('li', {}, h('h4', {}, icon('key'), 'A key that you pasted'), key(name, [], context, report, report.missing.length + index))),
    ),
  );
}

/** The way to a key, folded away while the answer does not wait for it. */
function fold(name, commands, context, report, index) {
  const open = context.opened.get(name) ?? (report.verdict.label === 'not_confirmed' || context.keys.has(name));
  return h(
    'details',
    { open, ontoggle: (event) => context.opened.set(name, event.currentTarget.open) },
    h('summary', { 'data-keep': `fold ${name}` }, 'Get this key and paste it here'),
    key(name, commands, context, report, index),
  );
}

function key(name, commands, context, report, index) {
  const shown = data(name, 'data mono');
  const id = `record-${index}`;
  const box = h('textarea', {
    id,
    rows: 3,
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'v=DKIM1; k=rsa; p=…',
    'data-keep': `key ${name}`,
    oninput: () => context.onKey(name, box.value),
  });
  box.value = context.keys.get(name) ?? '';
  return h(
    'div',
    { class: 'key' },
    h('p', { class: 'dns' }, h('span', { class: 'muted' }, 'Name of the TXT record'), h('span', { class: 'copy-row' }, shown, copyButton(name, 'Copy the name of the record', shown))),
    commands.length > 0 && [
      h('p', { class: 'muted' }, 'Read it with one of these commands:'),
      h(
        'dl',
        { class: 'commands' },
        commands.map((command) => {
          const line = h('code', {}, command.line);
          return h('div', {}, h('dt', {}, SYSTEMS[command.system] ?? command.system), h('dd', { class: 'copy-row' }, line, copyButton(command.line, `Copy the command for ${SYSTEMS[command.system] ?? command.system}`, line)));
        }),
      ),
    ],
    h('label', { for: id }, 'Paste what it answers'),
    box,
    box.value.trim() && h('p', { class: 'result' }, result(name, report)),
  );
}

/** Every DKIM and ARC message signature. */
function signaturesOf(report) {
  return [...report.signatures, ...report.arc.flatMap((set) => (set.message_signature ? [set.message_signature] : []))];
}

/** What became of the pasted key, by the report. */
function result(name, report) {
  const checks = signaturesOf(report)
    .filter((one) => one.key.dns_name === name && one.key.origin === 'pasted')
    .map((one) => one.header);
  checks.push(...report.arc.filter((set) => set.seal_key.dns_name === name && set.seal_key.origin === 'pasted').map((set) => set.seal));
  if (checks.includes('verified')) return [icon('check'), 'With this key the signature holds.'];
  if (checks.includes('mismatch')) return [icon('cross'), 'This key was used, and the signature does not match.'];
  return [icon('note'), 'No usable key was read from this yet.'];
}
