// The ledger in its four groups.

import { h, icon } from '../dom.js';
import { GROUPS, WRITERS } from './words.js';

export function ledger(report, context) {
  return Object.keys(GROUPS).map((status) => group(status, report, context));
}

function group(status, report, { pick, copy, words: { t, say, number } }) {
  const rows = report.ledger.filter((row) => row.status === status);
  const deciding = new Set(report.verdict.deciding);
  return h(
    'section',
    { class: `group ${status}`, 'data-status': status },
    h('h3', {}, h('span', { class: 'dot' }, icon(GROUPS[status])), t(`evidence.status.${status}`), ' ', h('span', { class: 'number' }, number(rows.length))),
    h('p', { class: 'hint' }, t(`evidence.status.${status}.hint`)),
    rows.length > 0
      ? h(
          'ul',
          { class: 'rows' },
          rows.map((row) => {
            const title = say(row.title);
            return h(
              'li',
              { 'data-fact': row.id },
              h('div', { class: 'row-head' }, pick(title, row.spans), deciding.has(row.id) && h('span', { class: 'tag decided' }, t('evidence.decided')), status !== 'not_observable' && writer(row.writer, t)),
              h('p', {}, say(row.reason)),
              row.source && h('p', { class: 'source-note' }, row.source),
              copy([title, say(row.reason), row.source].filter(Boolean).join('\n'), title),
            );
          }),
        )
      : h('p', { class: 'none' }, t('evidence.none')),
  );
}

/** Who could have written it, as a tag. */
export function writer(id, t) {
  return h('span', { class: `tag writer ${id}`, title: t(`evidence.writer.${id}.title`) }, icon(WRITERS[id]), t(`evidence.writer.${id}`));
}
