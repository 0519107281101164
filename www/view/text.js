// What the text of the message shows. Nothing here is a link.

import { data, h } from '../dom.js';
import { LINKS } from './words.js';

/** Links that are drawn; the engine lists up to three hundred. */
const SHOWN = 100;

export function text(report, { copy, words: { t, say, number } }) {
  const { content } = report;
  if (!content.examined) return h('p', { class: 'none' }, t('text.not_supplied'));
  const left = content.links.length - SHOWN;
  return [
    content.requests.length > 0 && [
      h('h3', {}, t('text.requests')),
      h('ul', { class: 'rows' }, content.requests.map((one) => h('li', {}, h('strong', {}, t(`text.request.${one.kind}`)), h('p', {}, h('q', {}, data(one.quote)))))),
    ],
    h('h3', {}, t('text.links'), ' ', h('span', { class: 'number' }, number(content.links.length))),
    content.links.length > 0
      ? h(
          'ul',
          { class: 'rows links' },
          content.links.slice(0, SHOWN).map((one) =>
            h(
              'li',
              {},
              h('div', { class: 'row-head' }, h('strong', {}, data(one.host || one.url)), h('span', { class: `tag ${LINKS[one.kind]}` }, t(`text.link.${one.kind}`))),
              one.text && h('p', {}, h('span', { class: 'muted' }, t('text.shown_as')), ' ', h('q', {}, data(one.text))),
              h('p', { class: 'url' }, data(one.url, 'data mono')),
              one.notes.length > 0 && h('p', { class: 'muted' }, say(one.notes)),
              copy(one.url, one.host || one.url),
            ),
          ),
        )
      : h('p', { class: 'none' }, t('text.links.none')),
    left > 0 && h('p', { class: 'muted' }, t('text.links.more', { count: left })),
    list(t('text.codes'), content.codes),
    list(t('text.phones'), content.phones),
    list(t('text.attachments'), content.attachments),
    content.text && [h('h3', {}, t('text.title')), h('pre', { class: 'body-text', tabindex: '0', 'aria-label': t('text.title.label') }, content.text)],
  ];
}

function list(title, items) {
  if (items.length === 0) return null;
  return [h('h3', {}, title), h('ul', { class: 'fields' }, items.slice(0, SHOWN).map((item) => h('li', {}, data(item))))];
}
