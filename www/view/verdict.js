// The answer: an icon, the label in words, one sentence, and whom the message shows as its sender.

import { data, h, icon, moment } from '../dom.js';
import { CONTENTS, DELIVERIES, LABELS, ORIGINS } from './words.js';

export function verdict(report, { words }) {
  const { say } = words;
  const { verdict: it, input } = report;
  const { word, icon: drawing, tone } = LABELS[it.label];
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
      h('div', { class: 'medal' }, icon(drawing, 'icon')),
      h('div', { class: 'said' }, h('p', { class: 'label' }, word), h('h2', { id: 'headline' }, say(it.headline)), h('p', { class: 'reason' }, say(it.reason))),
    ),
    (input.kind === 'headers' || input.kind === 'message') && seen(report, say),
    h(
      'dl',
      { class: 'axes' },
      axis('Sender', ORIGINS[it.origin]),
      axis('Text', CONTENTS[it.content]),
      axis('Way here', DELIVERIES[it.delivery]),
    ),
  );
}

function axis(name, word) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, word));
}

/** What a mail program would show of it, and who took it in. */
function seen({ summary, claim, receiver }, say) {
  const received = moment(summary.received_epoch);
  const rows = [
    ['Claims', claim.provider_name && [claim.provider_name, claim.event && `: ${say(claim.event.title)}`]],
    ['From', summary.from && mailbox(summary.from)],
    ['Reply to', summary.reply_to.length > 0 && summary.reply_to.slice(0, 3).map((one, index) => [index > 0 && ', ', mailbox(one)])],
    ['Subject', summary.subject && data(summary.subject)],
    ['Received', received && [received, receiver.name && `, by ${receiver.name}`]],
    ['Dated', !received && (moment(summary.date_epoch) || (summary.date && data(summary.date)))],
  ].filter(([, value]) => value);
  if (rows.length === 0) return null;
  return h('dl', { class: 'seen' }, rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function mailbox(one) {
  return [
    one.name && [data(one.name, 'data name'), ' '],
    data(one.address || 'no address', 'data address'),
    one.unicode_host && [' ', h('span', { class: 'muted' }, '(', data(one.unicode_host), ')')],
  ];
}
