// The path: every Received field, newest first.

import { data, h, icon, moment } from '../dom.js';

export function hops(report, { pick }) {
  if (report.hops.length === 0) return h('p', { class: 'none' }, 'The header has no Received field, so it shows no path.');
  return [
    h('p', { class: 'hint' }, 'Newest first. Only the part above the boundary was written by your mail provider.'),
    h(
      'ol',
      { class: 'hops' },
      report.hops.map((hop) =>
        h(
          'li',
          { class: [hop.trusted ? 'trusted' : 'untrusted', hop.boundary && 'boundary'].filter(Boolean).join(' ') },
          h(
            'div',
            { class: 'row-head' },
            pick(hop.by || 'unnamed host', [hop.span]),
            h('span', { class: `tag ${hop.trusted ? 'good' : 'open'}` }, icon(hop.trusted ? 'inbox' : 'pen'), hop.trusted ? 'your mail provider' : 'anyone'),
            hop.delay !== undefined && hop.delay !== null && h('span', { class: 'tag time' }, delay(hop.delay)),
          ),
          h(
            'dl',
            { class: 'pairs' },
            pair('From', (hop.from || hop.from_address) && [hop.from && data(hop.from), hop.from_address && [' ', data(`[${hop.from_address}]`, 'data mono')]]),
            pair('With', hop.with && data(hop.with)),
            pair('For', hop.for_address && data(hop.for_address)),
            pair('At', moment(hop.epoch)),
          ),
          hop.boundary && h('p', { class: 'edge' }, 'Boundary: here your mail provider took the message from outside. Everything below was written before.'),
        ),
      ),
    ),
  ];
}

/** Seconds in words; a negative number is a difference between clocks. */
function delay(seconds) {
  const length = Math.abs(seconds);
  const words =
    length < 120 ? `${length} s` : length < 7200 ? `${Math.round(length / 60)} min` : length < 172800 ? `${Math.round(length / 3600)} h` : `${Math.round(length / 86400)} days`;
  return seconds < 0 ? `−${words}, clock difference` : `+${words}`;
}

function pair(name, value) {
  if (!value) return null;
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}
