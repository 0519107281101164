// The proof ladder: five rungs between two rails, the reached one marked, and what would lift it.

import { h, icon } from '../dom.js';

/** From the highest to the lowest. */
const RUNGS = ['proved', 'sealed', 'attested', 'attested_weak', 'not_confirmed'];
const LOWEST = RUNGS.length - 1;

export function ladder(report, { words: { t, say } }) {
  // Text without a header names no sender that could be established.
  if (report.input.kind !== 'headers' && report.input.kind !== 'message') return null;
  const { origin } = report.verdict;
  const contradicted = origin === 'contradicted';
  const reached = contradicted ? RUNGS.length : RUNGS.indexOf(origin);
  // The text of a message says nothing of who sent it.
  const lifts = contradicted || reached === 0 ? [] : report.missing.filter((one) => one.id !== 'body');
  const lift = h(
    'span',
    { class: 'lift' },
    icon('up'),
    h('span', {}, reached === 0 ? t('ladder.highest') : t('ladder.lift'), lifts.length > 0 && h('ul', {}, lifts.map((one) => h('li', {}, say(one.title))))),
  );

  return h(
    'section',
    { class: 'ladder card', 'aria-labelledby': 'ladder-title' },
    h('h3', { id: 'ladder-title' }, t('ladder.title')),
    h(
      'ol',
      { class: contradicted ? 'fallen' : false },
      RUNGS.map((id, index) =>
        step({
          place: index === reached ? 'here' : index > reached ? 'below' : 'above',
          drawing: index === LOWEST ? 'dash' : 'check',
          name: t(`ladder.${id}.name`),
          mark: index === reached && t(index === LOWEST ? 'ladder.lowest' : 'ladder.reached'),
          why: t(`ladder.${id}.why`),
          more: index === reached && (lifts.length > 0 || reached === 0) && lift,
        }),
      ),
      contradicted && step({ place: 'off', drawing: 'cross', name: t('ladder.contradicted.name'), mark: t('ladder.off'), why: t('ladder.contradicted.why') }),
    ),
  );
}

function step({ place, drawing, name, mark, why, more }) {
  return h(
    'li',
    { class: place, 'aria-current': mark ? 'step' : false },
    h('span', { class: 'rung', 'aria-hidden': 'true' }, mark && icon(drawing)),
    h('span', { class: 'step' }, h('strong', {}, name), mark && h('em', {}, mark), h('span', { class: 'why' }, why), more),
  );
}
