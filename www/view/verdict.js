// The answer: an icon, the label in words, one sentence, and whom the message shows as its sender.

import { data, h, icon } from '../dom.js';
import { prose } from './term.js';
import { LABELS } from './words.js';

/** The label of a report in words. */
export const labelled = (report, { t }) => t(`verdict.label.${report.verdict.label}`);

export function verdict(report, { words }) {
  const { say } = words;
  const { verdict: it, input } = report;
  const { icon: drawing, tone } = LABELS[it.label];
  return h(
    'section',
    {
      class: `verdict card ${tone}`,
      'aria-labelledby': 'headline',
      part: `verdict ${it.label}`,
      'data-label': it.label,
      'data-origin': it.origin,
      'data-content': it.content,
      'data-delivery': it.delivery,
    },
    h(
      'div',
      { class: 'plate' },
      h('div', { class: 'medal' }, icon(drawing)),
      h(
        'div',
        { class: 'said' },
        h('p', { class: 'label' }, labelled(report, words)),
        h('h2', { id: 'headline', tabindex: '-1' }, prose(words, say(it.headline))),
        h('p', { class: 'reason' }, prose(words, say(it.reason), new Set())),
      ),
    ),
    (input.kind === 'headers' || input.kind === 'message') && seen(report, words),
  );
}

/** What a mail program would show of it, and who took it in. */
function seen({ summary, claim, receiver }, words) {
  const { t, say, moment } = words;
  const received = moment(summary.received_epoch);
  const rows = [
    ['claims', claim.provider_name && [data(claim.provider_name, 'data name'), claim.event && [h('br', {}), say(claim.event.title)]]],
    ['from', summary.from && mailbox(summary.from, words)],
    ['reply_to', summary.reply_to.length > 0 && summary.reply_to.slice(0, 3).map((one) => h('div', {}, mailbox(one, words)))],
    ['subject', summary.subject && data(summary.subject)],
    ['received', received && (receiver.name ? t('verdict.received.by', { time: received, receiver: receiver.name }) : received)],
    ['dated', !received && (moment(summary.date_epoch) || (summary.date && data(summary.date)))],
  ].filter(([, value]) => value);
  if (rows.length === 0) return null;
  return h('dl', { class: 'seen' }, rows.map(([id, value]) => h('div', {}, h('dt', {}, t(`verdict.seen.${id}`)), h('dd', {}, value))));
}

function mailbox(one, { t }) {
  return [
    one.name && [data(one.name, 'data name'), ' '],
    one.address ? data(one.address, 'data address') : t('verdict.seen.no_address'),
    one.unicode_host && [' ', h('span', { class: 'muted' }, '(', data(one.unicode_host), ')')],
  ];
}
