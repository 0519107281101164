// The path as a drawing: time from left to right, one line for each step, oldest first. The list of the steps says the
// same in words.

import { h, s } from '../dom.js';

/** Steps further than this from the others are not on the scale: anyone can write a date. */
export const REACH = 30 * 86_400;
const ROW = 40;
/** From this number of steps on, the lines stand closer. */
const MANY = 30;
const TIGHT = 27;
/** Longer words about the time of a step stand on a line of their own, below. */
const BESIDE = 13;
const BELOW = 14;

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
  const parts = [];
  let drawn = [];
  let y = 4;
  let before = null;
  const sheet = (height) => s('svg', { width: '100%', height, focusable: 'false' }, drawn);
  for (const hop of [...hops].reverse()) {
    if (hop.boundary) {
      // A text inside a drawing has one line, however narrow the screen is: the boundary stands between two drawings.
      if (drawn.length > 0) parts.push(sheet(y));
      parts.push(h('p', { class: 'border' }, t('path.boundary')));
      drawn = [];
      y = 4;
    }
    const said = delay(hop, before, range, words);
    const long = said.length > BESIDE;
    drawn.push(step(hop, y, before, range, words, said, long));
    if (range.near(hop.epoch)) before = hop.epoch;
    y += row + (long ? BELOW : 0);
  }
  drawn.push(axis(y, range, moment));
  parts.push(sheet(y + 44));
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
    h('div', { class: 'course', role: 'img', 'aria-label': t('path.chart', { count: hops.length, length: spread }) }, parts),
  );
}

function swatch(side, word) {
  return h('span', {}, s('svg', { width: 26, height: 12, 'aria-hidden': 'true', focusable: 'false' }, s('rect', { class: `bar ${side}`, x: 1, y: 2, width: 24, height: 8, rx: 3 })), word);
}

/** The time since the step before, in words. */
function delay(hop, before, range, words) {
  if (!Number.isFinite(hop.epoch)) return words.t('path.no_time');
  if (!range.near(hop.epoch)) return words.t('path.off_scale');
  if (before === null) return '';
  return words.t(hop.epoch < before ? 'path.skew' : 'path.delay', { length: duration(hop.epoch - before, words) });
}

/** One step: its host, and the time since the step before as a bar that ends in a dot. */
function step(hop, y, before, range, { t }, said, long) {
  const side = hop.trusted ? 'trusted' : 'untrusted';
  const timed = range.near(hop.epoch);
  const skewed = timed && before !== null && hop.epoch < before;
  const at = timed ? range.at(hop.epoch) : 0;
  const from = timed && before !== null ? range.at(before) : at;
  // A drawing inside the drawing cuts a long name off; the list has it in full.
  return s(
    'g',
    { class: skewed ? 'step skewed' : 'step' },
    s('svg', { x: 0, y, width: long ? '100%' : '55%', height: 18 }, s('text', { x: 0, y: 13, class: 'host' }, (hop.by || t('path.unnamed')).slice(0, 80))),
    s('text', { x: '100%', y: long ? y + 41 : y + 13, 'text-anchor': 'end', class: 'delay' }, said),
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

function axis(y, range, moment) {
  return s(
    'g',
    { class: 'axis' },
    s('line', { x1: 0, y1: y + 4, x2: '100%', y2: y + 4 }),
    s('text', { x: 0, y: y + 20 }, moment(range.first)),
    range.last > range.first && s('text', { x: '100%', y: y + 38, 'text-anchor': 'end' }, moment(range.last)),
  );
}
