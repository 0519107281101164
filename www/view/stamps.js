// The receiving provider's own stamps, and those that do not count.

import { data, h } from '../dom.js';
import { RECOGNITIONS } from './words.js';

const entries = (map) => (map instanceof Map ? [...map] : Object.entries(map));

export function stamps(report, { pick, words: { say } }) {
  const { receiver } = report;
  return [
    h('h3', {}, 'Your mail provider'),
    h('p', {}, h('strong', {}, receiver.name ?? 'Not recognised'), receiver.name && [', ', RECOGNITIONS[receiver.recognised_by]], receiver.boundary && ['. ', pick('Where it took the message', [receiver.boundary])]),
    h('h3', {}, 'Stamps that count'),
    receiver.stamps.length > 0
      ? h(
          'ul',
          { class: 'cards' },
          receiver.stamps.map((stamp) =>
            h(
              'li',
              {},
              h('h4', {}, pick(stamp.authserv_id || receiver.name || 'Authentication-Results', [stamp.span])),
              h(
                'ul',
                { class: 'results' },
                stamp.results.map((one) =>
                  h(
                    'li',
                    {},
                    h('strong', {}, data(`${one.method}=${one.result}`, 'data mono')),
                    entries(one.properties).length > 0 && h('span', { class: 'under' }, entries(one.properties).map(([name, value], index) => [index > 0 && ', ', data(`${name}=${value}`, 'data mono')])),
                    one.comment && h('span', { class: 'under' }, data(one.comment)),
                  ),
                ),
              ),
            ),
          ),
        )
      : h('p', { class: 'none' }, 'None.'),
    receiver.ignored.length > 0 && [
      h('h3', {}, 'Stamps that do not count'),
      h('ul', { class: 'rows' }, receiver.ignored.map((one) => h('li', {}, h('div', { class: 'row-head' }, pick(one.authserv_id ? `${one.name}: ${one.authserv_id}` : one.name, [one.span])), h('p', {}, say(one.why))))),
    ],
  ];
}
