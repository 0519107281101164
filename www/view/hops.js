// The path: every Received field, newest first, under its drawing.

import { data, h, pair } from '../dom.js';
import { writer } from './ledger.js';
import { duration, REACH, timeline } from './timeline.js';

export function hops(report, { pick, copy, words }) {
  const { t, moment } = words;
  if (report.hops.length === 0) return h('p', { class: 'none' }, t('path.none'));
  return [
    timeline(report.hops, words),
    h('h3', {}, t('path.steps')),
    h('p', { class: 'hint' }, t('path.hint')),
    h(
      'ol',
      { class: 'hops' },
      report.hops.map((hop) => {
        const from = [hop.from, hop.from_address && `[${hop.from_address}]`].filter(Boolean);
        const name = hop.by || t('path.unnamed');
        return h(
          'li',
          { class: [hop.trusted ? 'trusted' : 'untrusted', hop.boundary && 'boundary'].filter(Boolean).join(' ') },
          h('div', { class: 'row-head' }, pick(name, [hop.span]), writer(hop.trusted ? 'receiver' : 'anyone', t), delay(hop.delay, words)),
          h(
            'dl',
            { class: 'pairs' },
            pair(t('path.from'), from.length > 0 && data(from.join(' '))),
            pair(t('path.with'), hop.with && data(hop.with)),
            pair(t('path.for'), hop.for_address && data(hop.for_address)),
            pair(t('path.at'), moment(hop.epoch) || t('path.no_time')),
          ),
          copy([name, from.join(' '), hop.with, moment(hop.epoch)].filter(Boolean).join('\n'), name),
          hop.boundary && h('p', { class: 'edge' }, t('path.edge')),
        );
      }),
    ),
  ];
}

/** The time since the step before; a negative one is a difference between clocks. */
function delay(seconds, words) {
  if (typeof seconds !== 'number') return null;
  if (Math.abs(seconds) > REACH) return h('span', { class: 'tag warn' }, words.t('path.off_scale'));
  const length = duration(seconds, words);
  return h('span', { class: `tag ${seconds < 0 ? 'warn' : 'time'}` }, words.t(seconds < 0 ? 'path.skew' : 'path.delay', { length }));
}
