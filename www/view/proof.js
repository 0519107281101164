// What the arrival proves and what it does not, side by side, under the three axes of the verdict.

import { h, icon } from '../dom.js';
import { prose } from './term.js';

export function proof(report, { words }) {
  const { t, say } = words;
  const { proves, does_not_prove: open } = report.verdict;
  if (proves.length === 0 && open.length === 0) return null;
  const told = new Set();
  const list = (kind, sentences, drawing, none) =>
    h(
      'div',
      { class: kind },
      h('h2', {}, t(`proof.${kind}`)),
      sentences.length > 0
        ? h('ul', {}, sentences.map((one) => h('li', {}, icon(drawing), h('span', {}, prose(words, say(one), told)))))
        : h('p', { class: 'muted' }, none),
    );
  const { event } = report.claim;
  return h(
    'section',
    { class: 'proof card', 'aria-label': t('proof.title') },
    h(
      'dl',
      { class: 'axes' },
      ['origin', 'content', 'delivery'].map((axis) => h('div', {}, h('dt', {}, t(`verdict.${axis}`)), h('dd', {}, t(`verdict.${axis}.${report.verdict[axis]}`)))),
    ),
    list('does', proves, 'check', t(report.verdict.label === 'not_confirmed' ? 'proof.nothing_yet' : 'proof.nothing')),
    list('does-not', open, 'dash', ''),
    report.verdict.label.startsWith('genuine_sender') &&
      event?.source &&
      h('p', { class: 'source-note' }, t('proof.source', { source: typeof event.source === 'string' ? event.source : say(event.source) })),
  );
}
