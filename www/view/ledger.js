// The ledger in its four groups.

import { h, icon } from '../dom.js';
import { GROUPS, WRITERS } from './words.js';

export function ledger(report, { pick, words: { say } }) {
  const deciding = new Set(report.verdict.deciding);
  return GROUPS.map(({ status, word, icon: drawing, hint }) => {
    const rows = report.ledger.filter((row) => row.status === status);
    return h(
      'section',
      { class: `group ${status}`, 'data-status': status },
      h('h3', {}, h('span', { class: 'dot' }, icon(drawing)), word, ' ', h('span', { class: 'number' }, String(rows.length))),
      h('p', { class: 'hint' }, hint),
      rows.length > 0
        ? h(
            'ul',
            { class: 'rows' },
            rows.map((row) =>
              h(
                'li',
                { 'data-fact': row.id },
                h('div', { class: 'row-head' }, pick(say(row.title), row.spans), deciding.has(row.id) && h('span', { class: 'tag decided' }, 'decided'), writer(row.writer, status)),
                h('p', {}, say(row.reason)),
                row.source && h('p', { class: 'source-note' }, row.source),
              ),
            ),
          )
        : h('p', { class: 'none' }, 'None.'),
    );
  });
}

function writer(id, status) {
  if (status === 'not_observable') return null;
  const { word, icon: drawing, title } = WRITERS[id];
  return h('span', { class: `tag writer ${id}`, title }, icon(drawing), word);
}
