// What the arrival proves and what it does not, side by side.

import { h, icon } from '../dom.js';

export function proof(report, { words: { say } }) {
  const { proves, does_not_prove: open } = report.verdict;
  if (proves.length === 0 && open.length === 0) return null;
  return h(
    'section',
    { class: 'proof card', 'aria-label': 'What this proves' },
    list('What this proves', proves.map(say), 'check', 'does', report.verdict.label === 'not_confirmed' ? 'Nothing yet.' : 'Nothing.'),
    list('What it does not prove', open.map(say), 'dash', 'does-not', ''),
    report.verdict.label.startsWith('genuine_sender') &&
      report.claim.event?.source &&
      h('p', { class: 'source-note' }, 'Where this is stated: ', report.claim.event.source),
  );
}

function list(title, items, drawing, kind, none) {
  return h(
    'div',
    { class: kind },
    h('h3', {}, title),
    items.length > 0 ? h('ul', {}, items.map((item) => h('li', {}, icon(drawing), h('span', {}, item)))) : h('p', { class: 'muted' }, none),
  );
}
