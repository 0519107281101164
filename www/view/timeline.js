// The path as a drawing: time from left to right, one line for each step, oldest first. The list of the steps says the
// same in words.

import { h, s } from '../dom.js';

/** Steps further than this from the others are not on the scale: anyone can write a date. */
export const REACH = 30 * 86_400;
const ROW = 40;
/** From this number of steps on, the lines stand closer. */
const MANY = 30;
const TIGHT = 27;
const EDGE = 34;

/** A length of time without its sign, in the unit that suits it. */
export function duration(seconds, { tag }) {
  const length = Math.abs(seconds);
  const [unit, value] =
    length < 120 ? ['second', length] : length < 7200 ? ['minute', length / 60] : length < 172_800 ? ['hour', length / 3600] : ['day', length / 86_400];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
}

/**
 * The scale of a path: the first and the last time that belong together. Times far from where the receiver took the
 * message, or else from the middle one, are left out.
 */
export function scale(hops) {
  const timed = hops.filter((hop) => Number.isFinite(hop.epoch));
  if (timed.length === 0) return null;
  const middle = timed.map((hop) => hop.epoch).sort((a, b) => a - b)[timed.length >> 1];
  const anchor = timed.find((hop) => hop.boundary)?.epoch ?? middle;
  const near = (epoch) => Number.isFinite(epoch) && Math.abs(epoch - anchor) <= REACH;
  const times = timed.map((hop) => hop.epoch).filter(near);
  const first = Math.min(...times);
  const last = Math.max(...times);
  const width = Math.max(1, last - first);
  return { first, last, near, at: (epoch) => (first === last ? 50 : Math.round(((epoch - first) / width) * 1000) / 10) };
}

export function timeline(hops, words) {
  const { t, moment } = words;
  const range = scale(hops);
  if (!range) return h('p', { class: 'none' }, t('path.no_times'));
  const row = hops.length > MANY ? TIGHT : ROW;
  const drawn = [];
  let y = 4;
  let before = null;
  for (const hop of [...hops].reverse()) {
    if (hop.boundary) {
      drawn.push(boundary(y, t));
      y += EDGE;
    }
    drawn.push(step(hop, y, before, range, words));
    if (range.near(hop.epoch)) before = hop.epoch;
    y += row;
  }
  drawn.push(axis(y, range, moment));
  const spread = duration(range.last - range.first, words);
  return h(
    'figure',
    { class: 'timeline' },
    h(
      'figcaption',
      {},
      h('p', {}, t('path.took', { length: spread })),
      h('p', { class: 'key' }, swatch('untrusted', t('path.side.sender')), hops.some((hop) => hop.trusted) && swatch('trusted', t('path.side.receiver'))),
    ),
    s('svg', { width: '100%', height: y + 44, role: 'img', 'aria-label': t('path.chart', { count: hops.length, length: spread }), focusable: 'false' }, drawn),
  );
}

function swatch(side, word) {
  return h('span', {}, s('svg', { width: 26, height: 12, 'aria-hidden': 'true', focusable: 'false' }, s('rect', { class: `bar ${side}`, x: 1, y: 2, width: 24, height: 8, rx: 3 })), word);
}

/** One step: its host and delay above, and the time since the step before as a bar that ends in a dot. */
function step(hop, y, before, range, words) {
  const { t } = words;
  const side = hop.trusted ? 'trusted' : 'untrusted';
  const timed = range.near(hop.epoch);
  const skewed = timed && before !== null && hop.epoch < before;
  const at = timed ? range.at(hop.epoch) : 0;
  const from = timed && before !== null ? range.at(before) : at;
  const said = !Number.isFinite(hop.epoch)
    ? t('path.no_time')
    : !timed
      ? t('path.off_scale')
      : skewed
        ? t('path.skew', { length: duration(hop.epoch - before, words) })
        : before === null
          ? ''
          : t('path.delay', { length: duration(hop.epoch - before, words) });
  // A drawing inside the drawing cuts a long name off; the list has it in full.
  return s(
    'g',
    { class: skewed ? 'step skewed' : 'step' },
    s('svg', { x: 0, y, width: '50%', height: 18 }, s('text', { x: 0, y: 13, class: 'host' }, (hop.by || t('path.unnamed')).slice(0, 80))),
    s('text', { x: '100%', y: y + 13, 'text-anchor': 'end', class: 'delay' }, said),
    // The inset keeps a dot at either end whole.
    s(
      'svg',
      { x: 0, y: y + 17, width: '100%', height: 12, overflow: 'visible' },
      s('line', { class: 'track', x1: 0, y1: 5, x2: '100%', y2: 5 }),
      timed && s('rect', { class: `bar ${side}`, x: `${inset(Math.min(from, at))}%`, y: 2, width: `${Math.max(0, inset(Math.max(from, at)) - inset(Math.min(from, at)))}%`, height: 6 }),
      timed && s('circle', { class: `dot-at ${side}`, cx: `${inset(at)}%`, cy: 5, r: 5 }),
    ),
  );
}

const inset = (percent) => Math.round((2 + percent * 0.96) * 100) / 100;

function boundary(y, t) {
  return s(
    'g',
    { class: 'border' },
    s('line', { x1: 0, y1: y + 6, x2: '100%', y2: y + 6 }),
    s('text', { x: 0, y: y + 22 }, t('path.boundary')),
  );
}

function axis(y, range, moment) {
  return s(
    'g',
    { class: 'axis' },
    s('line', { x1: 0, y1: y + 4, x2: '100%', y2: y + 4 }),
    s('text', { x: 0, y: y + 20 }, moment(range.first)),
    range.last > range.first && s('text', { x: '100%', y: y + 38, 'text-anchor': 'end' }, moment(range.last)),
  );
}
