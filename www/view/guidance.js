// Advice, kept apart from the facts.

import { h, icon } from '../dom.js';

/** Steps on the screen at once. */
const SHOWN = 6;
const WHEN = { now: 'now', soon: 'today', later: 'when there is time' };

export function guidance(report, context) {
  const { guidance: it } = report;
  const { say } = context.words;
  if (it.steps.length === 0 && it.never.length === 0) return null;
  const steps = it.steps.map((step) => item(step, context));
  const rest = steps.slice(SHOWN);
  return h(
    'section',
    { class: 'guidance card', 'aria-labelledby': 'guidance-title' },
    h('p', { class: 'kicker' }, 'Advice'),
    h('h2', { id: 'guidance-title' }, 'What to do now'),
    h('p', { class: 'case' }, 'For when you did not ask for this message.'),
    h('p', { class: 'summary' }, say(it.summary)),
    steps.length > 0 && h('ol', { class: 'steps' }, steps.slice(0, SHOWN)),
    rest.length > 0 && h('details', { class: 'rest' }, h('summary', {}, `${rest.length} more`), h('ol', { class: 'steps', start: SHOWN + 1 }, rest)),
    it.never.length > 0 && [
      h('h3', {}, 'Never, whoever asks'),
      h('ul', { class: 'never' }, it.never.map((one) => h('li', {}, icon('cross'), h('span', {}, say(one))))),
    ],
    h('p', { class: 'source-note' }, 'Where this advice comes from: ', say(it.source)),
  );
}

function item(step, context) {
  const { say } = context.words;
  const tick = h('input', {
    type: 'checkbox',
    'data-keep': `step ${step.id}`,
    checked: context.ticked.has(step.id),
    onchange: () => (tick.checked ? context.ticked.add(step.id) : context.ticked.delete(step.id)),
  });
  return h(
    'li',
    {},
    h(
      'label',
      {},
      tick,
      h('span', { class: 'step-text' }, h('span', { class: 'step-title' }, say(step.title), ' ', h('span', { class: `when ${step.urgency}` }, WHEN[step.urgency])), h('span', { class: 'detail' }, say(step.detail))),
    ),
    step.path && h('p', { class: 'path' }, h('span', {}, 'Type this into the browser: '), h('code', {}, step.path)),
  );
}
