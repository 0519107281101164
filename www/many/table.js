// The table: a grid of which only the rows in sight are there. The engine holds, sorts and filters the rows; this asks for those
// that it shows.

import { data, h, icon } from '../dom.js';
import { LABELS } from '../view/words.js';

/** Rows that are asked for together. */
const PAGE = 50;
/** Pages that are kept: enough to scroll to and fro. */
const KEPT = 8;
/** Rows above and below what is seen that are there as well. */
const SPARE = 6;
/** Kinds of messages that are tried for the height of a row: those of the longest words. */
const TRIED = 12;
/** A date whose words are long in every language. */
const LONG_DATE = Date.UTC(2026, 8, 30, 22, 58, 58) / 1000;
/** No browser draws a box of more than 17 million pixels; above this the scroll bar stands for more than it is high. */
const TALLEST = 12_000_000;

/** The columns, and by what the engine sorts them. */
export const COLUMNS = [
  ['label', 'label'],
  ['message', 'subject'],
  ['provider', 'provider'],
  ['event', 'event'],
  ['date', 'date'],
  ['proof', 'origin'],
];

/** What stands for the label of a row; a file that could not be read has none. */
export const BROKEN = { icon: 'note', tone: 'amber' };
const RUNG = { not_confirmed: 'ladder.not_confirmed.name', contradicted: 'ladder.contradicted.name' };

/**
 * @param {object} on
 * @param {(from: number, to: number) => Promise<object[]>} on.rows
 * @param {(row: object, position: number) => void} on.open
 * @param {(column: string) => void} on.sort
 */
export function table(on) {
  let words;
  let count = 0;
  let query = { sort: 'index', descending: false };
  /** The row that the keyboard is on, by its place in the list. */
  let active = 0;
  /** Rows by page; the order is that of their last use. */
  let pages = new Map();
  let asking = 0;
  let height = 0;
  let tried = '';
  const drawn = new Map();

  const head = h('div', { role: 'row', 'aria-rowindex': '1', class: 'grid-row grid-names' });
  const rows = h('div', { class: 'grid-window' });
  const space = h('div', { class: 'grid-space' }, rows);
  const probe = h('div', { class: 'grid-probe', 'aria-hidden': 'true' });
  const scroller = h('div', { class: 'grid-scroll', onscroll: () => later() }, h('div', { role: 'rowgroup', class: 'grid-head' }, head), h('div', { role: 'rowgroup' }, space), probe);
  const grid = h('div', { role: 'grid', class: 'grid', 'aria-colcount': COLUMNS.length, onkeydown: keys }, scroller);
  const resized = new ResizeObserver(() => measure());
  for (const node of [scroller, probe]) resized.observe(node);

  let waiting = false;
  function later() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  /** The tallest row that there can be: each row has the height of that, whatever the size and the spacing of the letters. */
  function tryOut({ labels = [], origins = [], events = [], odd = 0 }) {
    const longest = events
      .map(({ title, provider_name: provider }) => ({ title, provider, length: words.say(title).length + provider.length }))
      .sort((one, other) => other.length - one.length)
      .slice(0, TRIED);
    const all = Array.from({ length: Math.max(1, labels.length, origins.length, longest.length) }, (_, at) => ({
      label: labels[at % labels.length]?.label ?? 'not_confirmed',
      origin: origins[at % origins.length]?.origin ?? 'not_confirmed',
      provider_name: longest[at]?.provider,
      event_title: longest[at]?.title,
      odd: odd > 0 ? [odd] : [],
      epoch: LONG_DATE,
    }));
    const now = JSON.stringify([words.tag, all]);
    if (now === tried) return;
    tried = now;
    probe.replaceChildren(
      ...all.map((row) => {
        const node = h('div', { class: 'grid-row' });
        fill(node, row);
        return node;
      }),
    );
  }

  function measure() {
    const now = probe.offsetHeight;
    if (now && now !== height) {
      const place = height ? top() / height : 0;
      height = now;
      rows.style.setProperty('--row', `${height}px`);
      spread();
      scroller.scrollTop = place * height / stretch();
    }
    later();
  }

  const whole = () => count * height;
  const view = () => Math.max(height, scroller.clientHeight - head.offsetHeight);
  /** Pixels of the list for one of the scroll bar. */
  const stretch = () => (whole() > TALLEST ? (whole() - view()) / (TALLEST - view()) : 1);
  /** How far down the list its first visible pixel is. */
  const top = () => scroller.scrollTop * stretch();

  function spread() {
    space.style.setProperty('height', `${Math.min(whole(), TALLEST)}px`);
  }

  function draw() {
    if (!words || !height) return;
    const from = top();
    const first = Math.max(0, Math.min(count, Math.floor(from / height)) - SPARE);
    const last = Math.min(count, Math.ceil((from + view()) / height) + SPARE);
    rows.style.setProperty('transform', `translateY(${Math.round(scroller.scrollTop + first * height - from)}px)`);

    // The row that has the focus stays, wherever it is, so that the keyboard goes on from there.
    const wanted = [];
    if (active < first && active < count) wanted.push(active);
    for (let at = first; at < last; at += 1) wanted.push(at);
    if (active >= last && active < count) wanted.push(active);
    const keep = new Set(wanted);
    const spare = [];
    for (const [at, node] of drawn) {
      if (keep.has(at)) continue;
      node.remove();
      drawn.delete(at);
      spare.push(node);
    }
    let next = rows.firstChild;
    for (const at of wanted) {
      let node = drawn.get(at);
      if (node) {
        next = node.nextSibling;
      } else {
        node = spare.pop() ?? line();
        drawn.set(at, node);
        place(node, at);
        rows.insertBefore(node, next);
      }
      node.classList.toggle('away', at < first || at >= last);
    }
    ask(first, last);
  }

  function line() {
    return h('div', { role: 'row', class: 'grid-row', tabindex: '-1', onclick: (event) => chosen(event.currentTarget), onfocus: (event) => stand(Number(event.currentTarget.dataset.at)) });
  }

  function place(node, at) {
    node.dataset.at = at;
    node.setAttribute('aria-rowindex', at + 2);
    node.tabIndex = at === active ? 0 : -1;
    fill(node, held(at));
  }

  const held = (at) => {
    const page = pages.get(Math.floor(at / PAGE));
    return Array.isArray(page) ? page[at % PAGE] : undefined;
  };

  /** Asks for the pages in sight, and for no others meanwhile: what was scrolled past is not waited for. */
  async function ask(first, last) {
    const missing = [];
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page += 1) if (!pages.has(page)) missing.push(page);
    if (missing.length === 0) return;
    const from = pages;
    asking += 1;
    for (const page of missing) from.set(page, null);
    try {
      for (const page of missing) {
        const found = await on.rows(page * PAGE, Math.min(count, (page + 1) * PAGE));
        if (from !== pages) return;
        from.delete(page);
        from.set(page, found);
        for (const [at, node] of drawn) if (Math.floor(at / PAGE) === page) fill(node, found[at % PAGE]);
      }
    } catch {
      // The session ended; so does the table.
    } finally {
      asking -= 1;
      grid.toggleAttribute('data-asking', asking > 0);
      for (const page of [...pages.keys()].slice(0, Math.max(0, pages.size - KEPT))) if (page * PAGE > last || (page + 1) * PAGE < first) pages.delete(page);
    }
  }

  function fill(node, row) {
    if (!row) {
      node.replaceChildren(cell('label', '…'));
      node.dataset.index = '';
      node.dataset.label = '';
      return;
    }
    const { t, say, moment } = words;
    node.dataset.index = row.index;
    node.dataset.label = row.label ?? 'broken';
    if (row.failure) {
      node.replaceChildren(
        cell('label', tag(BROKEN, t('many.broken'))),
        cell('message', h('span', { class: 'grid-main' }, data(row.name)), h('span', { class: 'grid-less' }, say(row.failure)), 5),
      );
      return;
    }
    const from = row.from_address || row.from_name || t('verdict.seen.no_address');
    node.replaceChildren(
      cell('label', tag(LABELS[row.label], t(`many.label.${row.label}`)), row.odd.length > 0 && h('span', { class: 'grid-odd' }, t('many.odd'))),
      cell('message', h('span', { class: 'grid-main' }, row.subject ? data(row.subject) : t('many.no_subject')), h('span', { class: 'grid-less' }, typeof row.carrier === 'number' && [icon('file'), h('span', { class: 'unseen' }, t('many.carried')), ' '], data(from), typeof row.copy_of === 'number' && [' ', h('span', { class: 'grid-copy' }, t('many.copy'))])),
      cell('provider', row.provider_name ? data(row.provider_name) : '–'),
      cell('event', row.event_title ? say(row.event_title) : '–'),
      cell('date', h('span', {}, moment(row.epoch) || '–'), row.epoch !== undefined && !row.received && [' ', h('span', { class: 'grid-dated' }, t('many.dated'))]),
      cell('proof', t(RUNG[row.origin] ?? `ladder.${row.origin}.name`)),
    );
  }

  function tag({ icon: drawing, tone }, word) {
    return h('span', { class: `tag ${tone}` }, icon(drawing), h('span', {}, word));
  }

  function cell(name, ...children) {
    const wide = typeof children.at(-1) === 'number' ? children.pop() : false;
    return h('div', { role: 'gridcell', class: `grid-${name}`, 'aria-colspan': wide, 'aria-colindex': COLUMNS.findIndex(([id]) => id === name) + 1 }, children);
  }

  function stand(at) {
    if (at === active) return;
    const before = drawn.get(active);
    if (before) before.tabIndex = -1;
    active = at;
    const node = drawn.get(at);
    if (node) node.tabIndex = 0;
  }

  /** Goes to a row and shows it. */
  function go(at) {
    if (count === 0) return;
    stand(Math.max(0, Math.min(count - 1, at)));
    const start = active * height;
    const from = top();
    if (start < from) scroller.scrollTop = start / stretch();
    else if (start + height > from + view()) scroller.scrollTop = (start + height - view()) / stretch();
    draw();
    drawn.get(active)?.focus({ preventScroll: true });
  }

  function keys(event) {
    const from = event.target.closest?.('[role="row"]');
    if (!from || from === head || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(view() / height) - 1);
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 };
    if (Object.hasOwn(steps, event.key)) go(steps[event.key]);
    else if (event.key === 'Enter' || event.key === ' ') chosen(from);
    else return;
    event.preventDefault();
  }

  function chosen(node) {
    const at = Number(node.dataset.at);
    const row = held(at);
    stand(at);
    if (row) on.open(row, at);
  }

  function nameColumns() {
    const { t } = words;
    grid.setAttribute('aria-label', t('many.table'));
    const focused = head.contains(head.getRootNode().activeElement) ? head.getRootNode().activeElement.dataset.column : '';
    head.replaceChildren(
      ...COLUMNS.map(([id, sort], at) => {
        const here = query.sort === sort;
        const turned = here && query.descending;
        return h(
          'div',
          { role: 'columnheader', class: `grid-${id}`, 'aria-colindex': at + 1, 'aria-sort': here ? (turned ? 'descending' : 'ascending') : 'none' },
          h('button', { type: 'button', class: 'grid-sort', 'data-column': id, onclick: () => on.sort(sort) }, t(`many.column.${id}`), here && icon(turned ? 'down' : 'up')),
          // Cards are sorted by a field above them.
          h('span', { class: 'grid-name' }, t(`many.column.${id}`)),
        );
      }),
    );
    if (focused) head.querySelector(`[data-column="${focused}"]`)?.focus({ preventScroll: true });
  }

  return {
    node: grid,
    /** The rows have changed, or the language, or how they are sorted. */
    update(now) {
      const again = now.words !== words || now.query !== query;
      ({ words, count, query } = now);
      pages = new Map();
      grid.setAttribute('aria-rowcount', count + 1);
      stand(Math.max(0, Math.min(active, count - 1)));
      if (again) nameColumns();
      tryOut(now.facets ?? {});
      measure();
      spread();
      if (now.fresh) {
        scroller.scrollTop = 0;
        stand(0);
      }
      // What stands there stays until the new rows come, so that nothing flickers.
      for (const [at, node] of drawn) {
        if (at >= count) {
          node.remove();
          drawn.delete(at);
        }
      }
      draw();
    },
    go,
    get active() {
      return active;
    },
    /** How far it is scrolled. A browser forgets that of what it does not show. */
    get scrolled() {
      return scroller.scrollTop;
    },
    set scrolled(pixels) {
      scroller.scrollTop = pixels;
    },
  };
}
