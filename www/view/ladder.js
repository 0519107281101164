// The proof ladder, with the reached rung marked.

import { h, icon } from '../dom.js';

const RUNGS = [
  ['proved', 'Proved', 'The sender’s own signature was checked here, and it holds.'],
  ['sealed', 'Sealed', 'Your mail provider signed its own check, and that seal holds here.'],
  ['attested', 'Attested', 'Your mail provider noted that the sender’s signature passed. The note itself is not signed.'],
  ['attested_weak', 'Weakly attested', 'Your mail provider noted only that a permitted server sent it.'],
  ['not_confirmed', 'Claimed', 'The message says so. Anyone can write that.'],
];

const LOWEST = RUNGS.length - 1;

export function ladder(report) {
  // Text without a header names no sender that could be established.
  if (report.input.kind !== 'headers' && report.input.kind !== 'message') return null;
  const { origin } = report.verdict;
  const contradicted = origin === 'contradicted';
  const reached = contradicted ? RUNGS.length : RUNGS.findIndex(([id]) => id === origin);
  return h(
    'section',
    { class: 'ladder card', 'aria-labelledby': 'ladder-title' },
    h('h3', { id: 'ladder-title' }, 'How well is the sender established?'),
    h(
      'ol',
      { class: contradicted ? 'fallen' : false },
      RUNGS.map(([, name, why], index) =>
        h(
          'li',
          { class: index === reached ? 'here' : index > reached ? 'below' : 'above', 'aria-current': index === reached && 'step' },
          h('span', { class: 'rung', 'aria-hidden': 'true' }, index === reached && icon(index === LOWEST ? 'dash' : 'check')),
          h('span', { class: 'step' }, h('strong', {}, name), index === reached && h('em', {}, index === LOWEST ? 'no higher' : 'reached'), h('span', { class: 'why' }, why)),
        ),
      ),
      contradicted &&
        h(
          'li',
          { class: 'off', 'aria-current': 'step' },
          h('span', { class: 'rung', 'aria-hidden': 'true' }, icon('cross')),
          h('span', { class: 'step' }, h('strong', {}, 'Contradicted'), h('em', {}, 'off the ladder'), h('span', { class: 'why' }, 'A fact speaks against the claimed sender.')),
        ),
    ),
  );
}
