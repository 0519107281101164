// What mail filters wrote into the header, in words beside the raw value. None of it decides anything.

import { data, h } from '../dom.js';
import { writer } from './ledger.js';

export function filters(report, { pick, copy, words: { t, say } }) {
  if (report.filters.length === 0) return h('p', { class: 'none' }, t('filters.none'));
  return [
    h('h3', {}, t('filters.title')),
    h('p', { class: 'hint' }, t('filters.hint')),
    h(
      'ul',
      { class: 'cards' },
      report.filters.map((filter) => {
        const known = filter.entries.filter((one) => one.about);
        const unknown = filter.entries.filter((one) => !one.about);
        return h(
          'li',
          {},
          h('div', { class: 'row-head' }, h('h4', {}, pick(filter.name, [filter.span])), writer(filter.trusted ? 'receiver' : 'anyone', t)),
          copy(`${filter.name}: ${filter.entries.map(written).join('; ')}`, filter.name),
          h('p', { class: 'muted' }, say(filter.about)),
          known.length > 0 &&
            h(
              'dl',
              { class: 'codes' },
              known.map((one) => h('div', { class: !one.key && 'alone' }, h('dt', {}, data(written(one), 'data mono')), h('dd', {}, one.meaning && h('strong', {}, say(one.meaning)), h('span', { class: 'under' }, say(one.about))))),
            ),
          unknown.length > 0 &&
            h(
              'details',
              {},
              h('summary', {}, t('filters.unknown', { count: unknown.length })),
              h('ul', { class: 'fields' }, unknown.map((one) => h('li', {}, data(written(one), 'data mono')))),
            ),
          h('p', { class: 'source-note' }, filter.source),
        );
      }),
    ),
  ];
}

function written({ key, value }) {
  return key ? `${key}: ${value}` : value;
}
