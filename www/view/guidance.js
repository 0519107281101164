// Advice, kept apart from the facts: what to do, by the verdict and by what the person says.

import { copyButton, h, icon } from '../dom.js';
import { situation } from './situation.js';
import { prose } from './term.js';

/** Steps to be done that are on the screen at once. */
const SHOWN = 6;

/**
 * Gives the part back, and `update`, which fits the advice to a new report and leaves the questions alone. Without answers in
 * the context, as for many messages, nothing is asked.
 */
export function guidance(first, context) {
  const { words, title = 'guidance-title' } = context;
  const { t, say } = words;
  const summary = h('p', { class: 'summary' });
  const plan = h('div', { class: 'plan' });
  const section = h(
    'section',
    { class: 'guidance card', 'aria-labelledby': title },
    h('p', { class: 'kicker' }, t('guidance.kicker')),
    h('h2', { id: title }, t('guidance.title')),
    summary,
    context.answers && situation(context),
    plan,
  );
  let report = first;

  const done = () => report.guidance.steps.filter((step) => context.ticked.has(step.id)).length;
  const progress = () => t('guidance.done', { count: report.guidance.steps.length, done: done() });

  function tick(step, on) {
    if (on) context.ticked.add(step.id);
    else context.ticked.delete(step.id);
    fill();
    plan.querySelector(`[data-keep="step ${step.id}"]`)?.focus({ preventScroll: true });
    context.announce(progress());
  }

  function fill() {
    const { steps, never, source } = report.guidance;
    const told = new Set();
    const shown = [];
    const rest = [];
    let open = 0;
    for (const step of steps) {
      const ticked = context.ticked.has(step.id);
      if (ticked) shown.push(step);
      else if (open < SHOWN) {
        shown.push(step);
        open += 1;
      } else rest.push(step);
    }
    const list = (some) => h('ol', { class: 'steps' }, some.map((step) => item(step, context, told, tick)));
    plan.replaceChildren();
    if (steps.length > 0) {
      plan.append(
        h(
          'div',
          { class: 'plan-head' },
          h('h3', {}, t('guidance.steps')),
          h('p', { class: 'progress' }, h('progress', { max: steps.length, value: done(), 'aria-hidden': 'true' }), h('span', {}, progress())),
        ),
        list(shown),
      );
    }
    if (rest.length > 0) {
      const more = h('details', { class: 'rest', open: context.opened.get('rest'), ontoggle: () => context.opened.set('rest', more.open) }, h('summary', { 'data-keep': 'rest' }, t('guidance.more', { count: rest.length })), list(rest));
      plan.append(more);
    }
    if (never.length > 0) {
      plan.append(h('h3', {}, t('guidance.never')), h('ul', { class: 'never' }, never.map((one) => h('li', {}, icon('cross'), h('span', {}, prose(words, say(one), told))))));
    }
    plan.append(h('p', { class: 'source-note' }, t('guidance.source', { source: say(source) })));
  }

  function update(next) {
    report = next;
    const given = context.answers?.given;
    const incident = given?.size > 0 && !given.has('nothing');
    section.classList.toggle('incident', Boolean(incident));
    section.dataset.summary = report.guidance.summary.id;
    summary.replaceChildren(prose(words, say(report.guidance.summary)));
    fill();
  }

  update(first);
  return { section, update, progress };
}

function item(step, context, told, onTick) {
  const { words } = context;
  const { t, say } = words;
  const ticked = context.ticked.has(step.id);
  const box = h('input', { type: 'checkbox', 'data-keep': `step ${step.id}`, checked: ticked, onchange: () => onTick(step, box.checked) });
  return h(
    'li',
    { class: ticked && 'ticked', 'data-step': step.id, 'data-urgency': step.urgency },
    h('label', {}, box, h('span', { class: 'step-title' }, say(step.title)), ' ', !ticked && h('span', { class: `when ${step.urgency}` }, t(`guidance.when.${step.urgency}`))),
    !ticked && [
      h('p', { class: 'detail' }, prose(words, say(step.detail), told)),
      step.path && way(step.path, words),
    ],
  );
}

/** Where to go: what is done with the address, the address, and the way through menus; what is not there is empty. */
export function wayOf(path) {
  const [first, ...menus] = path.split(' > ');
  const kind = first.includes('@') ? 'send' : /^[^\s.]+\.\S+$/.test(first) ? 'type' : 'go';
  if (kind === 'go') menus.unshift(first);
  return { does: `guidance.path.${kind}`, address: kind === 'go' ? '' : first, opens: kind === 'go' ? 'guidance.path.go' : 'guidance.path.then', menus: menus.join(' › ') };
}

/** Where to go, as text. It is never a link. */
function way(path, { t }) {
  const { does, address, opens, menus } = wayOf(path);
  const shown = h('code', {}, address);
  return h(
    'dl',
    { class: 'path' },
    address && h('div', {}, h('dt', {}, t(does)), h('dd', { class: 'copy-row' }, shown, copyButton(address, t('guidance.path.copy', { address }), shown, t))),
    menus && h('div', {}, h('dt', {}, t(opens)), h('dd', {}, h('bdi', { class: 'menus' }, menus))),
  );
}
