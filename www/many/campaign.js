// What many messages show together: the statements of the engine, the time line, who was tried, and what to do.

import { data, h, icon, s } from '../dom.js';
import { guidance } from '../view/guidance.js';
import { MASK } from '../view/mask.js';
import { prose } from '../view/term.js';
import { GROUPS, LABELS } from '../view/words.js';

/** Lines of the drawing, and addresses, that are shown; the table has them all. */
const LANES = 10;
const ADDRESSES = 8;
/** Height of a line's words, of its bars, and between lines. */
const WORDS = 18;
const BARS = 26;
const GAP = 14;
/** Steps of time that the drawing has at the least. */
const STEPS = 24;
const EDGE = 22;

const title = (lane, { t, say }) => t('many.lane', { provider: lane.provider_name, event: say(lane.event_title) });

/** The button that lists the rows of something. */
function lists(rows, id, { words: { t }, onRows, chosen }) {
  if (rows.length === 0) return null;
  return h(
    'button',
    { type: 'button', class: 'quiet lists', 'data-keep': `rows ${id}`, 'data-rows': id, 'aria-pressed': String(chosen === id), onclick: () => onRows(chosen === id ? null : rows, id) },
    icon('search'),
    t('many.list_rows', { count: rows.length }),
  );
}

/**
 * @param {object} campaign
 * @param {{ rows: object[], count: number }} odd  The rows that differ from the others, as many as are shown, and how many there are.
 * @param {object} context
 */
export function campaignView(campaign, odd, context) {
  const { words } = context;
  const { t, say } = words;
  const { statements } = campaign;
  return [
    odd.rows.length > 0 && oddOnes(odd, context),
    campaign.guidance && guidance({ guidance: campaign.guidance }, { ...context, title: 'many-guidance' }).section,
    (statements.length > 0 || campaign.lanes.length > 0) &&
      h(
        'section',
        { class: 'campaign card', 'aria-labelledby': 'many-campaign' },
        h('h2', { id: 'many-campaign' }, t('many.campaign')),
        statements.length > 0 &&
          h(
            'ul',
            { class: 'statements' },
            statements.map((one, at) =>
              h(
                'li',
                { class: `statement ${one.status}`, 'data-statement': one.id },
                icon(GROUPS[one.status]),
                h('div', {}, h('p', { class: 'statement-title' }, prose(words, say(one.title))), h('p', { class: 'muted' }, prose(words, say(one.reason))), lists(one.rows, `${one.id} ${at}`, context)),
              ),
            ),
          ),
        timeline(campaign, context),
        campaign.bursts.length > 0 && bursts(campaign, context),
        campaign.addresses.length > 0 && tried(campaign, context),
      ),
  ].filter(Boolean);
}

/** The messages that do not fit to the others of their sender, each with the reason. */
function oddOnes({ rows, count }, { words, onOpen, onOdd }) {
  const { t, say } = words;
  return h(
    'section',
    { class: 'odd-ones card', 'aria-labelledby': 'many-odd' },
    h('h2', { id: 'many-odd' }, t('many.odd_ones')),
    h('p', { class: 'muted' }, t('many.odd_ones.lead')),
    h(
      'ul',
      {},
      rows.map((row) => {
        const { icon: drawing, tone } = LABELS[row.label];
        return h(
          'li',
          { 'data-odd': row.index },
          h('p', { class: `tag ${tone}` }, icon(drawing), h('span', {}, t(`many.label.${row.label}`))),
          h('div', {}, h('p', { class: 'statement-title' }, row.subject ? data(row.subject) : t('many.no_subject')), h('p', { class: 'muted' }, data(row.from_address || row.from_name)), h('ul', { class: 'why-odd' }, row.odd.map((why) => h('li', {}, say(why))))),
          h('button', { type: 'button', class: 'plain', 'data-keep': `odd ${row.index}`, onclick: () => onOpen(row) }, t('many.open')),
        );
      }),
    ),
    count > rows.length && [
      h('p', { class: 'muted' }, t('print.more', { count: count - rows.length })),
      h('button', { type: 'button', class: 'quiet lists', 'data-keep': 'rows odd', 'data-rows': 'odd', onclick: onOdd }, icon('search'), t('many.list_rows', { count })),
    ],
  );
}

/** When they came, by provider and event. */
function timeline(campaign, { words, opened }) {
  const { t, moment, day, number } = words;
  const lanes = campaign.lanes.filter(({ bins }) => bins.length > 0);
  if (lanes.length === 0) return null;
  const shown = lanes.slice(0, LANES);
  const starts = lanes.flatMap(({ bins }) => [bins[0].start, bins.at(-1).start]);
  const begun = Math.min(...starts);
  const ended = Math.max(...starts) + campaign.step;
  // Few steps stand in the middle, and are no wider than a bar should be.
  const room = Math.max(0, STEPS * campaign.step - (ended - begun)) / 2;
  const [first, last] = [begun - room, ended + room];
  const percent = (epoch) => Math.round(Math.min(1, Math.max(0, (epoch - first) / (last - first))) * 10_000) / 100;
  const top = EDGE;
  const height = top + shown.length * (WORDS + BARS + GAP);
  const sum = (lane) => lane.established + lane.others;
  const drawn = shown.map((lane, at) => {
    const y = top + at * (WORDS + BARS + GAP);
    const most = Math.max(...lane.bins.map(sum));
    const bars = lane.bins.flatMap((bin) => {
      let foot = y + WORDS + BARS;
      const x = `${percent(bin.start)}%`;
      const width = `${Math.max(0.35, percent(bin.start + campaign.step) - percent(bin.start) - 0.08)}%`;
      return [['established', bin.established], ['others', bin.others - bin.forged], ['forged', bin.forged]].map(([kind, count]) => {
        if (count <= 0) return null;
        const tall = Math.max(3, (count / most) * BARS);
        foot -= tall;
        return s('rect', { class: `bar-${kind}`, x, y: foot, width, height: tall });
      });
    });
    return s(
      'g',
      {},
      s('svg', { x: 0, y, width: '88%', height: WORDS }, s('text', { x: 0, y: 13, class: 'lane' }, title(lane, words).slice(0, 90))),
      s('text', { x: '100%', y: y + 13, 'text-anchor': 'end', class: 'lane-count' }, number(sum(lane))),
      s('line', { class: 'track', x1: 0, y1: y + WORDS + BARS + 0.5, x2: '100%', y2: y + WORDS + BARS + 0.5 }),
      bars,
    );
  });
  const bands = campaign.bursts.map((burst, at) => {
    const x = percent(burst.start);
    const width = Math.max(0.6, percent(burst.end) - x);
    return s('g', { class: 'burst' }, s('rect', { x: `${x}%`, y: top - 4, width: `${width}%`, height: height - top }), s('text', { x: `${Math.min(98, x + width / 2)}%`, y: 13, 'text-anchor': x > 96 ? 'end' : x < 2 ? 'start' : 'middle' }, number(at + 1)));
  });
  // Within a few days the hour counts.
  const edge = (epoch) => (last - first < 3 * 86_400 ? moment(epoch) : day(new Date(epoch * 1000).toISOString().slice(0, 10)));
  const total = (name) => lanes.reduce((count, lane) => count + lane[name], 0);
  const table = h('details', { class: 'lanes', open: opened.get('lanes'), ontoggle: () => opened.set('lanes', table.open) }, h('summary', { 'data-keep': 'lanes' }, t('many.timeline.table')), laneTable(lanes, words));
  const swatch = (kind, word) => h('span', {}, s('svg', { width: 16, height: 14, 'aria-hidden': 'true', focusable: 'false' }, s('rect', { class: `bar-${kind}`, x: 1, y: 1, width: 14, height: 12 })), word);
  return h(
    'figure',
    { class: 'many-timeline' },
    h(
      'figcaption',
      {},
      h('h3', {}, t('many.timeline')),
      h('p', { class: 'many-legend' }, swatch('established', t('many.established')), swatch('others', t('many.others')), total('forged') > 0 && swatch('forged', t('verdict.label.forged')), campaign.bursts.length > 0 && h('span', {}, h('b', { class: 'burst-number' }, number(1)), t('many.burst.mark'))),
    ),
    s('svg', { width: '100%', height: height + 42, role: 'img', 'aria-label': t('many.timeline.chart', { count: lanes.length, from: moment(first), to: moment(last) }), focusable: 'false' }, bands, drawn, s('text', { class: 'axis', x: 0, y: height + 16 }, edge(first)), s('text', { class: 'axis', x: '100%', y: height + 34, 'text-anchor': 'end' }, edge(last))),
    table,
  );
}

/** The time line in figures. */
function laneTable(lanes, words) {
  const { t, moment, number } = words;
  const name = (id) => h('th', { scope: 'col' }, t(id));
  return h(
    'div',
    { class: 'lane-table', tabindex: '0', role: 'group', 'aria-label': t('many.timeline') },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, name('many.column.event'), name('many.established'), name('many.others'), name('verdict.label.forged'), name('many.first'), name('many.last'))),
      h(
        'tbody',
        {},
        lanes.map((lane) =>
          h('tr', {}, h('th', { scope: 'row' }, data(title(lane, words))), [lane.established, lane.others, lane.forged].map((count) => h('td', {}, number(count))), [lane.bins[0], lane.bins.at(-1)].map((bin) => h('td', {}, bin ? moment(bin.start) : '–'))),
        ),
      ),
    ),
  );
}

function bursts(campaign, context) {
  const { t, moment, list } = context.words;
  return h(
    'div',
    { class: 'bursts' },
    h('h3', {}, t('many.bursts')),
    h(
      'ol',
      {},
      campaign.bursts.map((burst, at) =>
        h(
          'li',
          {},
          h('p', {}, t('many.burst', { count: burst.count, from: moment(burst.start), to: moment(burst.end) }), ' ', data(list(burst.providers))),
          burst.dated > 0 && h('p', { class: 'muted' }, t('many.burst.dated', { count: burst.dated })),
          lists(burst.rows, `burst ${at}`, context),
        ),
      ),
    ),
  );
}

function tried(campaign, context) {
  const { t, list } = context.words;
  const rest = campaign.addresses.length - ADDRESSES;
  return h(
    'div',
    { class: 'tried' },
    h('h3', {}, t('many.tried')),
    h(
      'ul',
      {},
      campaign.addresses.slice(0, ADDRESSES).map((one, at) =>
        h('li', {}, h('p', {}, data(one.address, 'data mono'), ' ', h('span', { class: 'muted' }, t('many.tried.count', { count: one.count }), ' ', data(list(one.providers)))), lists(one.rows, `address ${at}`, context)),
      ),
    ),
    rest > 0 && h('p', { class: 'muted' }, t('print.more', { count: rest })),
  );
}

/** The page of the campaign that is printed in the place of everything else. */
export function campaignSheet(campaign, odd, { words, engine, masked }) {
  const { t, moment, number } = words;
  /** A text in which no address names a person. */
  const hide = (text) => (masked ? text.replace(/[^\s<>"'(),;:]+(?=@)/g, MASK) : text);
  const say = (text) => hide(words.say(text));
  const more = (count, shown) => count > shown && h('p', { class: 'sheet-small' }, t('print.more', { count: count - shown }));
  return h(
    'section',
    { class: 'sheet many-sheet' },
    h('p', { class: 'sheet-kicker' }, 'Header Verdict'),
    h('h2', {}, t('many.title', { count: campaign.messages })),
    h('p', { class: 'sheet-small' }, t('many.sheet.counts', { copies: campaign.copies, failed: campaign.failed })),
    odd.rows.length > 0 && [
      h('h3', {}, t('many.odd_ones')),
      h('ul', {}, odd.rows.map((row) => h('li', {}, h('b', {}, t(`many.label.${row.label}`)), ': ', data(row.from_address || row.from_name), [...row.odd].map((why) => [' ', say(why)])))),
      more(odd.count, odd.rows.length),
    ],
    h('h3', {}, t('many.campaign')),
    h('ul', {}, campaign.statements.map((one) => h('li', {}, h('strong', {}, say(one.title)), ' ', say(one.reason)))),
    campaign.lanes.length > 0 && [h('h3', {}, t('many.timeline')), laneTable(campaign.lanes.slice(0, 2 * LANES), words), more(campaign.lanes.length, 2 * LANES)],
    campaign.bursts.length > 0 && [h('h3', {}, t('many.bursts')), h('ol', {}, campaign.bursts.slice(0, LANES).map((burst) => h('li', {}, t('many.burst', { count: burst.count, from: moment(burst.start), to: moment(burst.end) })))), more(campaign.bursts.length, LANES)],
    campaign.addresses.length > 0 && [h('h3', {}, t('many.tried')), h('ul', {}, campaign.addresses.slice(0, ADDRESSES).map((one) => h('li', {}, data(hide(one.address)), ': ', number(one.count)))), more(campaign.addresses.length, ADDRESSES)],
    campaign.guidance && [
      h('h3', {}, t('print.steps')),
      h('p', {}, say(campaign.guidance.summary)),
      h('ol', { class: 'sheet-steps' }, campaign.guidance.steps.map((step) => h('li', {}, h('strong', {}, say(step.title)), ' ', say(step.detail)))),
    ],
    h('p', { class: 'sheet-foot' }, engine, masked && [' ', t('many.sheet.masked')]),
  );
}
