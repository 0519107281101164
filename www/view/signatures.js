// DKIM signatures and ARC sets: what each covers and leaves out, and what became of its check.

import { data, h, icon, pair } from '../dom.js';
import { BINDINGS, BODY_CHECKS, HEADER_CHECKS } from './words.js';

/** Signatures beyond this number are drawn when they are unfolded. */
const OPEN = 10;
/** Names that are listed in a group before the rest is only counted. */
const NAMES = 60;

export function signatures(report, context) {
  const { t } = context.words;
  const all = report.signatures;
  return [
    h('h3', {}, t('signatures.title')),
    all.length > 0
      ? h('ul', { class: 'cards' }, all.map((one, index) => h('li', {}, index < OPEN ? signature(one, 'h4', report, context) : later(one, report, context))))
      : h('p', { class: 'none' }, t('signatures.none')),
    report.arc.length > 0 && [
      h('h3', {}, t('signatures.arc')),
      h('p', { class: 'hint' }, t('signatures.arc.hint')),
      h('ol', { class: 'chain' }, report.arc.map((set, index) => h('li', {}, seal(set, index, report, context)))),
    ],
  ];
}

/** A signature that is drawn when it is unfolded: a message can carry a hundred. */
function later(one, report, context) {
  const { t } = context.words;
  return folded([data(one.domain || t('signatures.no_domain')), ' ', check('signatures.header', one.header, HEADER_CHECKS, t)], () => signature(one, 'h4', report, context));
}

function folded(summary, content) {
  const details = h(
    'details',
    {
      ontoggle: () => {
        if (details.childElementCount === 1) details.append(h('div', { class: 'unfolded' }, content()));
      },
    },
    h('summary', {}, summary),
  );
  return details;
}

function signature(one, level, report, context) {
  const { pick, copy, words } = context;
  const { t, say, moment, number } = words;
  const expires = moment(one.expires_at);
  return [
    h('div', { class: 'row-head' }, h(level, {}, pick(one.domain || t('signatures.no_domain'), [one.span])), h('span', { class: `tag ${one.aligned ? 'good' : 'open'}` }, t(one.aligned ? 'signatures.aligned' : 'signatures.not_aligned'))),
    copy(`${one.selector}._domainkey.${one.domain}`, one.domain),
    h('p', { class: 'checks' }, check('signatures.header', one.header, HEADER_CHECKS, t), check('signatures.body', one.body, BODY_CHECKS, t)),
    one.explanation.length > 0 && h('p', {}, say(one.explanation)),
    h(
      'dl',
      { class: 'pairs' },
      pair(t('signatures.selector'), one.selector && data(one.selector)),
      pair(t('signatures.identity'), one.identity && data(one.identity)),
      pair(t('signatures.algorithm'), data(`${one.algorithm}, ${one.canonicalisation}`)),
      pair(t('signatures.key'), key(one.key, words)),
      pair(t('signatures.signed'), moment(one.signed_at)),
      pair(t('signatures.expiry'), [expires && `${expires}. `, t(`signatures.expiry.${one.expiry}`)]),
      pair(t('signatures.length'), typeof one.length_limit === 'number' && t('signatures.length.value', { size: words.size(one.length_limit) })),
      pair(t('signatures.weaknesses'), one.weaknesses.length > 0 && h('ul', {}, one.weaknesses.map((weakness) => h('li', {}, say(weakness))))),
      pair(t('signatures.repairs'), one.repairs.length > 0 && h('ul', {}, one.repairs.map((repair) => h('li', {}, t(`signatures.repair.${repair}`))))),
    ),
    coverage(one, report, pick, t, number),
  ];
}

/** The fields that it covers and those that it does not, side by side. Choosing either marks both in the source. */
function coverage(one, report, pick, t, number) {
  const inside = one.covers.flatMap((field) => (field.span ? [field.span] : []));
  const covered = new Set(inside.map((span) => span.start));
  const outside = report.fields.filter((field) => !covered.has(field.span.start) && field.span.start !== one.span.start);
  const seen = new Set(one.not_covered.map((name) => name.toLowerCase()));
  const first = outside.filter((field) => seen.has(field.name.toLowerCase()));
  const rest = outside.filter((field) => !seen.has(field.name.toLowerCase()));
  const spans = outside.map((field) => field.span);
  // Names that stand in h= and in no field: nothing may be added under them.
  const reserved = one.covers.filter((field) => !field.span);
  return h(
    'div',
    { class: 'coverage' },
    h(
      'div',
      { class: 'inside' },
      h('h5', {}, icon('lock'), pick(t('signatures.covers', { count: inside.length }), inside, spans)),
      h('ul', { class: 'fields' }, one.covers.filter((field) => field.span).slice(0, NAMES).map((field) => h('li', {}, pick(field.name, [field.span])))),
      inside.length > NAMES && h('p', { class: 'muted' }, t('signatures.more', { count: inside.length - NAMES })),
      reserved.length > 0 && h('p', { class: 'muted' }, t('signatures.reserved'), ' ', h('span', {}, reserved.slice(0, NAMES).map((field, index) => [index > 0 && ', ', data(field.name)]))),
    ),
    h(
      'div',
      { class: 'outside' },
      h('h5', {}, icon('pen'), outside.length > 0 ? pick(t('signatures.outside', { count: outside.length }), spans.slice(0, 2_000), inside, true) : t('signatures.outside.none')),
      first.length > 0 && [h('p', { class: 'muted' }, t('signatures.outside.seen')), h('ul', { class: 'fields' }, first.slice(0, NAMES).map((field) => h('li', {}, pick(field.name, [field.span], [], true))))],
      rest.length > 0 && h('p', { class: 'muted' }, first.length > 0 ? t('signatures.more', { count: rest.length }) : t('signatures.outside.unseen', { count: rest.length })),
    ),
  );
}

/** One ARC set, a link of the chain. */
function seal(set, index, report, context) {
  const { pick, copy, words } = context;
  const { t } = words;
  return [
    h('div', { class: 'row-head' }, h('span', { class: 'link-number' }, `i=${set.instance}`), h('h4', {}, pick(t('signatures.seal', { domain: set.domain }), [set.span]))),
    copy(`i=${set.instance} d=${set.domain} s=${set.selector} cv=${set.chain_validation}`, set.domain),
    h('p', { class: 'checks' }, check('signatures.seal', set.seal, HEADER_CHECKS, t), check('signatures.binding', set.binding, BINDINGS, t)),
    h(
      'dl',
      { class: 'pairs' },
      pair(t('signatures.chain'), [data(`cv=${set.chain_validation}`, 'data mono'), chained(set.chain_validation, t)]),
      pair(t('signatures.key'), key(set.seal_key, words)),
      pair(t('signatures.sealed'), set.results.length > 0 && set.results.map((one, index) => [index > 0 && ', ', data(`${one.method}=${one.result}`, 'data mono')])),
    ),
    set.message_signature &&
      (index < OPEN
        ? h('details', {}, h('summary', {}, t('signatures.message')), h('div', { class: 'unfolded' }, signature(set.message_signature, 'h5', report, context)))
        : folded(t('signatures.message'), () => signature(set.message_signature, 'h5', report, context))),
  ];
}

function chained(value, t) {
  const known = ['none', 'pass', 'fail'].includes(value);
  return known && h('span', { class: 'under' }, t(`signatures.chain.${value}`));
}

/** What became of a check, as a tag. */
export function check(group, value, kinds, t) {
  const { tone, icon: drawing } = kinds[value];
  return h('span', { class: `tag ${tone}` }, icon(drawing), t(`${group}.${value}`));
}

function key(one, { t, say, day, number }) {
  const kind = [one.algorithm, one.bits && t('signatures.key.bits', { count: one.bits })].filter(Boolean).join(', ');
  return [
    data(one.dns_name, 'data mono'),
    h('span', { class: 'under' }, t(`signatures.key.${one.origin}`), kind && `; ${kind}`),
    one.provenance && h('span', { class: 'under' }, say(one.provenance)),
    one.first_seen && h('span', { class: 'under' }, t('signatures.key.seen', { from: day(one.first_seen), to: day(one.last_seen ?? one.first_seen) })),
  ];
}
