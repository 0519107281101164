// What would raise the answer, and how to get it. A key can be pasted here.

import { copyButton, data, h, icon } from '../dom.js';
import { prose } from './term.js';

const SYSTEMS = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

export function missing(report, context) {
  const { words } = context;
  const { t, say } = words;
  const named = new Set(report.missing.map((one) => one.dns_name));
  // A pasted key stays on the screen after it has done its work, so that it can be taken back.
  const asked = new Set(signaturesOf(report).map((one) => one.key.dns_name));
  for (const set of report.arc) asked.add(set.seal_key.dns_name);
  const pasted = [...context.keys.keys()].filter((name) => asked.has(name) && !named.has(name));
  if (report.missing.length === 0 && pasted.length === 0) return null;
  const told = new Set();
  return h(
    'section',
    { class: 'missing card', 'aria-labelledby': 'missing-title' },
    h('h2', { id: 'missing-title' }, t(report.missing.length > 0 ? 'missing.title' : 'missing.pasted')),
    h(
      'ul',
      {},
      report.missing.map((one, index) =>
        h(
          'li',
          {},
          h('h3', {}, icon(one.dns_name ? 'key' : 'note'), h('span', {}, prose(words, say(one.title)))),
          h('p', {}, prose(words, say(one.how), told)),
          one.dns_name && fold(one.dns_name, one.commands, context, report, index),
        ),
      ),
      pasted.map((name, index) => h('li', {}, h('h3', {}, icon('key'), h('span', {}, t('missing.pasted_one'))), key(name, [], context, report, report.missing.length + index))),
    ),
  );
}

/** The way to a key, folded away while the answer does not wait for it. */
function fold(name, commands, context, report, index) {
  const open = context.opened.get(name) ?? (report.verdict.label === 'not_confirmed' || context.keys.has(name));
  return h(
    'details',
    { open, ontoggle: (event) => context.opened.set(name, event.currentTarget.open) },
    h('summary', { 'data-keep': `fold ${name}` }, context.words.t('missing.get')),
    key(name, commands, context, report, index),
  );
}

function key(name, commands, context, report, index) {
  const { words } = context;
  const { t } = words;
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
    h('div', { class: 'dns' }, h('p', { class: 'muted' }, t('missing.name')), h('div', { class: 'copy-row' }, shown, copyButton(name, t('missing.copy_name'), shown, t))),
    commands.length > 0 && [
      h('p', { class: 'muted' }, t('missing.commands')),
      h(
        'dl',
        { class: 'commands' },
        commands.map((command) => {
          const line = h('code', {}, command.line);
          const system = SYSTEMS[command.system] ?? command.system;
          return h('div', {}, h('dt', {}, system), h('dd', { class: 'copy-row' }, line, copyButton(command.line, t('missing.copy_command', { system }), line, t)));
        }),
      ),
    ],
    h('label', { for: id }, t('missing.paste')),
    box,
    box.value.trim() && result(name, report, t),
  );
}

/** Every DKIM and ARC message signature. */
function signaturesOf(report) {
  return [...report.signatures, ...report.arc.flatMap((set) => (set.message_signature ? [set.message_signature] : []))];
}

/** What became of the pasted key, by the report. */
function result(name, report, t) {
  const checks = signaturesOf(report)
    .filter((one) => one.key.dns_name === name && one.key.origin === 'pasted')
    .map((one) => one.header);
  checks.push(...report.arc.filter((set) => set.seal_key.dns_name === name && set.seal_key.origin === 'pasted').map((set) => set.seal));
  const [drawing, id] = checks.includes('verified')
    ? ['check', 'missing.holds']
    : checks.includes('mismatch')
      ? ['cross', 'missing.mismatch']
      : ['note', 'missing.unread'];
  return h('p', { class: 'result' }, icon(drawing), h('span', {}, t(id)));
}
