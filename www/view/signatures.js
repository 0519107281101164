// DKIM signatures and ARC sets: what each covers, and what became of its check.

import { count, data, h, icon, moment } from '../dom.js';
import { BINDINGS, BODY_CHECKS, EXPIRIES, HEADER_CHECKS, KEY_ORIGINS, REPAIRS } from './words.js';

export function signatures(report, { pick, words: { say } }) {
  return [
    h('h3', {}, 'Signatures of senders (DKIM)'),
    report.signatures.length > 0 ? h('ul', { class: 'cards' }, report.signatures.map((one) => h('li', {}, signature(one, pick, 'h4', say)))) : h('p', { class: 'none' }, 'The header has none.'),
    report.arc.length > 0 && [
      h('h3', {}, 'Seals of providers on the way (ARC)'),
      h(
        'ul',
        { class: 'cards' },
        report.arc.map((set) =>
          h(
            'li',
            {},
            h('h4', {}, pick(`Seal ${set.instance} by ${set.domain}`, [set.span])),
            h('p', { class: 'checks' }, check(HEADER_CHECKS[set.seal])),
            h(
              'dl',
              { class: 'pairs' },
              pair('Binding', BINDINGS[set.binding]),
              pair('Chain', data(`cv=${set.chain_validation}`)),
              pair('Key', keyWords(set.seal_key, say)),
              set.results.length > 0 && pair('What was sealed', set.results.map((one, index) => [index > 0 && ', ', data(`${one.method}=${one.result}`)])),
            ),
            set.message_signature && h('details', {}, h('summary', {}, 'Its message signature'), signature(set.message_signature, pick, 'h5', say)),
          ),
        ),
      ),
    ],
  ];
}

function signature(one, pick, level, say) {
  return [
    h(level, {}, pick(one.domain || 'no domain', [one.span]), ' ', h('span', { class: `tag ${one.aligned ? 'good' : 'open'}` }, one.aligned ? 'same domain as From' : 'another domain than From')),
    h('p', { class: 'checks' }, check(HEADER_CHECKS[one.header]), check(BODY_CHECKS[one.body])),
    one.explanation.length > 0 && h('p', {}, say(one.explanation)),
    h(
      'dl',
      { class: 'pairs' },
      pair('Selector', data(one.selector)),
      one.identity && pair('Identity', data(one.identity)),
      pair('Algorithm', data(`${one.algorithm}, ${one.canonicalisation}`)),
      pair('Key', keyWords(one.key, say)),
      pair('Signed', moment(one.signed_at)),
      pair('Expiry', [moment(one.expires_at) && `${moment(one.expires_at)}, `, EXPIRIES[one.expiry]]),
      typeof one.length_limit === 'number' && pair('Covers only', `the first ${count(one.length_limit, 'byte')} of the text`),
      one.weaknesses.length > 0 && pair('Weaknesses', h('ul', {}, one.weaknesses.map((weakness) => h('li', {}, say(weakness))))),
      one.repairs.length > 0 && pair('Only after repair', one.repairs.map((repair) => REPAIRS[repair] ?? repair).join(', ')),
      one.covers.length > 0 && pair('Covers', h('ul', { class: 'fields' }, one.covers.map((field) => h('li', {}, field.span ? pick(field.name, [field.span]) : h('span', { class: 'fact muted' }, field.name, ' (may not be added)'))))),
      one.not_covered.length > 0 && pair('Does not cover', h('ul', { class: 'fields' }, one.not_covered.map((name) => h('li', {}, data(name))))),
    ),
  ];
}

function check({ word, tone, icon: drawing }) {
  return h('span', { class: `tag ${tone}` }, icon(drawing), word);
}

function keyWords(key, say) {
  const kind = [key.algorithm, key.bits && `${key.bits} bits`].filter(Boolean).join(', ');
  return [
    data(key.dns_name, 'data mono'),
    h('span', { class: 'under' }, KEY_ORIGINS[key.origin], kind && `; ${kind}`),
    key.provenance && h('span', { class: 'under' }, say(key.provenance)),
    key.first_seen && h('span', { class: 'under' }, `seen in use from ${key.first_seen}`, key.last_seen && ` to ${key.last_seen}`),
  ];
}

function pair(name, value) {
  if (!value) return null;
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}
