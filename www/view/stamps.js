// Results of authentication, by who wrote them: the receiver's stamps, what was sealed, and what does not count.

import { data, h } from '../dom.js';
import { writer } from './ledger.js';
import { check } from './signatures.js';
import { BINDINGS, HEADER_CHECKS } from './words.js';

/** Characters that are shown of a stamp that does not count. */
const RAW_CHARS = 600;

const entries = (map) => (map instanceof Map ? [...map] : Object.entries(map));

export function stamps(report, context) {
  const { pick, copy, words } = context;
  const { t, say } = words;
  const { receiver } = report;
  // What was sealed stands in its own group.
  const ignored = receiver.ignored.filter((one) => report.arc.length === 0 || !/^arc-/i.test(one.name));
  const valueOf = new Map(report.fields.map((field) => [field.span.start, field.value]));
  return [
    h('h3', {}, t('stamps.receiver')),
    h('p', {}, receiver.name ? t(`stamps.receiver.${receiver.recognised_by}`, { name: receiver.name }) : t('stamps.receiver.unknown')),
    receiver.boundary && h('p', {}, pick(t('stamps.boundary'), [receiver.boundary])),
    h('h3', {}, t('stamps.counts')),
    receiver.stamps.length > 0
      ? h(
          'ul',
          { class: 'cards' },
          receiver.stamps.map((stamp) => {
            const name = stamp.authserv_id || receiver.name || 'Authentication-Results';
            return h('li', {}, h('div', { class: 'row-head' }, h('h4', {}, pick(name, [stamp.span])), writer('receiver', t)), copy(`Authentication-Results: ${valueOf.get(stamp.span.start) ?? ''}`, name), results(stamp.results));
          }),
        )
      : h('p', { class: 'none' }, t('stamps.counts.none')),
    report.arc.length > 0 && [
      h('h3', {}, t('stamps.sealed')),
      h('p', { class: 'hint' }, t('stamps.sealed.hint')),
      h(
        'ul',
        { class: 'cards' },
        report.arc.map((set) =>
          h(
            'li',
            {},
            h('div', { class: 'row-head' }, h('h4', {}, pick(t('stamps.sealed.by', { domain: set.domain, instance: String(set.instance) }), [set.span])), set.seal === 'verified' ? writer('signer', t) : writer('anyone', t)),
            h('p', { class: 'checks' }, check('signatures.seal', set.seal, HEADER_CHECKS, t), check('signatures.binding', set.binding, BINDINGS, t)),
            set.results.length > 0 ? results(set.results) : h('p', { class: 'none' }, t('stamps.sealed.none')),
          ),
        ),
      ),
    ],
    ignored.length > 0 && [
      h('h3', {}, t('stamps.ignored')),
      h(
        'ul',
        { class: 'rows' },
        ignored.map((one) => {
          const value = valueOf.get(one.span.start) ?? '';
          return h(
            'li',
            {},
            h('div', { class: 'row-head' }, pick(one.authserv_id ? `${one.name}: ${one.authserv_id}` : one.name, [one.span]), writer('anyone', t)),
            h('p', {}, say(one.why)),
            value && h('p', { class: 'raw' }, data(value.length > RAW_CHARS ? `${value.slice(0, RAW_CHARS)} …` : value, 'data mono')),
            copy(`${one.name}: ${value}`, one.name),
          );
        }),
      ),
    ],
  ];
}

function results(list) {
  return h(
    'ul',
    { class: 'results' },
    list.map((one) =>
      h(
        'li',
        {},
        h('strong', {}, data(`${one.method}=${one.result}`, 'data mono')),
        entries(one.properties).length > 0 && h('span', { class: 'under' }, entries(one.properties).map(([name, value], index) => [index > 0 && ', ', data(`${name}=${value}`, 'data mono')])),
        one.comment && h('span', { class: 'under' }, data(one.comment)),
      ),
    ),
  );
}
