// What the text of the message shows. Nothing here is a link.

import { data, h } from '../dom.js';
import { LINKS, REQUESTS } from './words.js';

export function text(report, { words: { say } }) {
  const { content } = report;
  if (!content.examined) return h('p', { class: 'none' }, 'The text of the message was not supplied, so it was not examined.');
  return [
    content.requests.length > 0 && [
      h('h3', {}, 'What it asks for'),
      h('ul', { class: 'rows' }, content.requests.map((one) => h('li', {}, h('strong', {}, REQUESTS[one.kind] ?? one.kind), h('p', {}, '“', data(one.quote), '”')))),
    ],
    h('h3', {}, 'Links'),
    content.links.length > 0
      ? h(
          'ul',
          { class: 'rows links' },
          content.links.map((one) =>
            h(
              'li',
              {},
              h('div', { class: 'row-head' }, h('strong', {}, data(one.host || one.url)), h('span', { class: `tag ${LINKS[one.kind].tone}` }, LINKS[one.kind].word)),
              one.text && h('p', {}, 'Shown as “', data(one.text), '”'),
              h('p', { class: 'url' }, data(one.url, 'data mono')),
              one.notes.length > 0 && h('p', { class: 'muted' }, say(one.notes)),
            ),
          ),
        )
      : h('p', { class: 'none' }, 'None.'),
    list('Codes', content.codes),
    list('Telephone numbers', content.phones),
    list('Attachments', content.attachments),
    content.text && [h('h3', {}, 'The text'), h('pre', { class: 'body-text', tabindex: '0', 'aria-label': 'The text of the message' }, content.text)],
  ];
}

function list(title, items) {
  if (items.length === 0) return null;
  return [h('h3', {}, title), h('ul', { class: 'fields' }, items.map((item) => h('li', {}, data(item))))];
}
