// The place of many messages: progress while they are read, what they show together, and the list of them. A row opens the
// message in the page's own view, with a way back. Everything is drawn from what is kept here, in whatever language.

import { append, data, h, icon, takesText } from '../dom.js';
import { analyze } from '../engine.js';
import { LABELS } from '../view/words.js';
import { duration } from '../view/timeline.js';
import { campaignSheet, campaignView } from './campaign.js';
import { exporting } from './export.js';
import { BROKEN, COLUMNS, table } from './table.js';
import { sessionFor } from './worker.js';

/** Milliseconds between two looks at the rows while they come, and how many times a look's own time at the least. */
const LOOK_EVERY = 500;
const CALM = 8;
/** The same for what they show together, which is more work. */
const SUM_UP_EVERY = 1_500;
/** Milliseconds without a key after which a search begins. */
const TYPING = 150;
/** Messages that do not fit to the others, as many as are shown at once. */
const ODD = 6;

const everything = () => ({ sort: 'index', descending: false, labels: [], providers: [], events: [], search: '', odd_only: false, failed_only: false });

/**
 * @param {object} on
 * @param {(place: 'none' | 'list' | 'message') => void} on.onShow  What takes the place of the box and of the answer.
 * @param {(bytes: Uint8Array, row: object) => Promise<void>} on.onMessage
 * @param {() => void} on.onClear
 * @param {() => object} on.judging  The options for the engine that count for every message now.
 * @param {(text: string) => void} on.announce
 */
export function many(on) {
  let words;
  let place = 'none';
  /** Counts the runs: what comes late from one before is not used. */
  let run = 0;
  let session = null;
  let worker = false;
  let sources = [];
  /** The options that the rows were judged with. */
  let judged = {};
  /** `reading`, `done`, `cancelled`, or `stopped` where the engine or the worker went. */
  let phase = 'done';
  let progress = { bytes: 0, total: 0, messages: 0 };
  let query = everything();
  /** The name of the statement whose rows are listed. */
  let chosen = '';
  let count = 0;
  let facets = null;
  let campaign = null;
  let odd = { rows: [], count: 0 };
  /** The row that was opened, and those that carry it. */
  let opened = null;
  let scrolled = 0;
  const handing = { masked: true };
  const ticked = new Set();
  const folds = new Map();

  const grid = table({ rows: (from, to) => session.selected(from, to), open: (row) => open(row), sort: (column) => sort(column) });
  const top = h('section', { class: 'many-top card', 'aria-labelledby': 'many-title' });
  const together = h('div', { class: 'together' });
  const tools = h('div', { class: 'many-tools' });
  const listing = h('section', { class: 'listing-many card', 'aria-labelledby': 'many-list' }, h('h2', { id: 'many-list' }), tools, grid.node);
  const foot = h('div', { class: 'many-foot' });
  const list = h('div', { class: 'many-list' }, top, together, listing, foot);
  const bar = h('nav', { class: 'many-bar card', hidden: true });
  const node = h('div', { class: 'many', part: 'many', hidden: true }, bar, list);

  // --- the run

  async function start(given, asked = everything()) {
    close();
    const mine = (run += 1);
    sources = given;
    judged = on.judging();
    phase = 'reading';
    progress = { bytes: 0, total: given.reduce((sum, { file }) => sum + (file?.size ?? 0), 0), messages: 0 };
    query = asked;
    search.value = query.search;
    show('list');
    draw();
    grid.update({ words, count, query, facets, fresh: true });
    top.querySelector('h2').focus({ preventScroll: true });
    node.scrollIntoView({ block: 'nearest' });
    const made = await sessionFor(given);
    // Somebody may have stopped it before there was anything to cancel.
    if (mine !== run || phase === 'cancelled') {
      made.session.close();
      return;
    }
    ({ session, worker } = made);
    drawFoot();
    const look = looker(mine);
    try {
      const { cancelled } = await session.run(given, judged, (now) => {
        if (mine !== run || phase !== 'reading') return;
        progress = now;
        drawProgress();
        look(false);
      });
      if (mine !== run) return;
      phase = cancelled ? 'cancelled' : 'done';
    } catch {
      if (mine !== run) return;
      phase = 'stopped';
    }
    await look(true);
    if (mine !== run) return;
    draw();
    if (phase === 'done' && place === 'list' && sources.length === 1 && progress.messages === 1 && facets?.failed === 0) {
      // One file with one message, though it was packed: there is nothing to list.
      await alone(mine);
      return;
    }
    on.announce(said());
  }

  async function alone(mine) {
    const [row, bytes] = await Promise.all([session.row(0), session.message(0)]);
    if (mine !== run) return;
    close();
    await on.onMessage(bytes, row);
  }

  /** Looks at what there is by now, not more often than it can be had. */
  function looker(mine) {
    let looked = { next: 0, sum: 0 };
    let busy = Promise.resolve();
    let waiting = false;
    return (last) => {
      const now = performance.now();
      if (!last && (waiting || now < looked.next || progress.messages === 0)) return busy;
      waiting = true;
      busy = busy.then(async () => {
        try {
          const begun = performance.now();
          if (last || begun >= looked.sum) {
            await sumUp(mine);
            looked.sum = performance.now() + Math.max(SUM_UP_EVERY, CALM * (performance.now() - begun));
          }
          await select(false, mine);
          looked.next = performance.now() + Math.max(LOOK_EVERY, CALM * (performance.now() - begun));
        } catch {
          // Where the session is gone, the run says so.
        }
        waiting = false;
      });
      return busy;
    };
  }

  async function sumUp(mine) {
    const [left, found] = await Promise.all([session.facets(), session.campaign()]);
    const rows = found.statements.filter(({ id }) => id.startsWith('campaign.odd')).flatMap((one) => one.rows).slice(0, ODD);
    const differing = await Promise.all(rows.map((index) => session.row(index)));
    if (mine !== run) return;
    [facets, campaign, odd] = [left, found, { rows: differing, count: left.odd }];
    drawTogether();
    drawTools();
  }

  async function select(fresh, mine = run) {
    const asked = query;
    const found = await session.select(asked);
    if (mine !== run || asked !== query) return;
    count = found;
    grid.update({ words, count, query, facets, fresh });
    drawCount();
  }

  /** Another choice of rows. */
  function choose(change, kept = '') {
    query = { ...query, ...change };
    if (chosen !== kept) {
      chosen = kept;
      if (!kept) delete query.rows;
      drawTogether();
    }
    drawTools();
    select(true).catch(() => {});
  }

  function sort(column) {
    // Once up, once down, and then as they were read.
    if (query.sort !== column) query = { ...query, sort: column, descending: false };
    else if (!query.descending) query = { ...query, descending: true };
    else query = { ...query, sort: 'index', descending: false };
    const by = COLUMNS.find(([, one]) => one === query.sort);
    on.announce(by ? words.t(query.descending ? 'many.sorted.down' : 'many.sorted.up', { column: words.t(`many.column.${by[0]}`) }) : words.t('many.sorted.read'));
    drawTools();
    select(true).catch(() => {});
  }

  function stop() {
    if (phase !== 'reading') return;
    phase = 'cancelled';
    session?.cancel();
    draw();
    top.querySelector('h2').focus({ preventScroll: true });
    on.announce(said());
  }

  function close() {
    run += 1;
    session?.close();
    session = null;
    sources = [];
    [count, facets, campaign, odd, opened, chosen] = [0, null, null, { rows: [], count: 0 }, null, ''];
    ticked.clear();
    if (place !== 'none') show('none');
    together.replaceChildren();
  }

  // --- one of them

  async function open(row) {
    if (row.failure) {
      on.announce(words.say(row.failure));
      return;
    }
    const mine = run;
    let bytes;
    let carrier = null;
    try {
      [bytes, carrier] = await Promise.all([session.message(row.index), typeof row.carrier === 'number' ? session.row(row.carrier) : null]);
    } catch {
      if (mine === run) on.announce(words.t('many.unreadable'));
      return;
    }
    if (mine !== run) return;
    opened = { row, carrier };
    if (place === 'list') scrolled = grid.scrolled;
    show('message');
    drawBar();
    await on.onMessage(bytes, row);
  }

  /** Reads everything again, since something else counts now. */
  function again() {
    // What a statement was about may not be in it any more.
    const { rows, ...asked } = query;
    start(sources, asked);
  }

  function back() {
    if (place !== 'message') return;
    const counts = ({ now, ...options }) => JSON.stringify(options);
    if (counts(on.judging()) !== counts(judged)) {
      again();
      return;
    }
    opened = null;
    show('list');
    drawBar();
    grid.scrolled = scrolled;
    grid.go(grid.active);
    node.scrollIntoView({ block: 'nearest' });
  }

  function show(now) {
    place = now;
    node.hidden = now === 'none';
    node.classList.toggle('behind', now === 'message');
    list.hidden = now !== 'list';
    bar.hidden = now !== 'message';
    on.onShow(now);
  }

  // --- what is drawn

  /** How many messages there are. A row for a file that could not be read is none. */
  const messages = () => Math.max(0, progress.messages - (facets?.failed ?? 0));

  const failed = () => (facets?.failed > 0 ? words.t('many.failed', { count: facets.failed }) : '');

  function said() {
    const { t } = words;
    if (phase === 'stopped') return t('many.stopped');
    return [t(phase === 'cancelled' ? 'many.cancelled' : 'many.read', { count: messages() }), failed()].filter(Boolean).join(' ');
  }

  function draw() {
    if (!words || place === 'none') return;
    drawTop();
    drawTogether();
    drawTools();
    drawFoot();
    drawBar();
  }

  const meter = h('progress', { max: 1, value: 0 });
  const figures = h('p', { class: 'many-figures' });

  function drawTop() {
    const { t } = words;
    const reading = phase === 'reading';
    const heading = h('h2', { id: 'many-title', tabindex: '-1' });
    const button = (id, drawing, act) => h('button', { type: 'button', class: 'plain', 'data-many': id, 'data-keep': `many ${id}`, onclick: act }, icon(drawing), t(`many.${id}`));
    top.classList.toggle('reading', reading);
    top.dataset.phase = phase;
    meter.setAttribute('aria-label', t('many.reading'));
    keeping(
      top,
      () => {
        top.replaceChildren(
          h('div', { class: 'many-head' }, heading, reading ? button('cancel', 'cross', stop) : button('again', 'file', on.onClear)),
          ...(reading ? [meter] : []),
          figures,
          h(
            'div',
            { class: 'many-head' },
            h('p', { class: 'private' }, icon('lock'), h('span', {}, t('intake.private'))),
            h('button', { type: 'button', class: 'quiet', 'data-many': 'list', 'data-keep': 'many list', onclick: () => toList() }, icon('down'), t('many.to_list')),
          ),
        );
        drawProgress();
      },
      heading,
    );
  }

  function drawProgress() {
    const { t, size } = words;
    const heading = top.querySelector('h2');
    if (!heading) return;
    if (phase !== 'reading') {
      heading.textContent = t('many.title', { count: messages() });
      figures.textContent = phase === 'done' && !failed() ? t('many.files', { count: sources.length, size: size(progress.total) }) : said();
      return;
    }
    heading.textContent = t('many.reading');
    meter.value = progress.total > 0 ? progress.bytes / progress.total : 0;
    figures.textContent = [
      t('many.progress', { done: size(progress.bytes), total: size(progress.total) }),
      t('many.read', { count: messages() }),
      failed(),
      progress.rate !== undefined && t('many.rate', { count: progress.rate }),
      progress.remaining !== undefined && t('many.remaining', { time: duration(Math.ceil(progress.remaining), words) }),
    ]
      .filter(Boolean)
      .join(' ');
  }

  function drawTogether() {
    if (!campaign || !words) return;
    keeping(together, () =>
      together.replaceChildren(
        ...campaignView(campaign, odd, { words, ticked, opened: folds, announce: on.announce, chosen, onOpen: open, onRows: (rows, id) => (rows ? listOnly({ rows }, rows.length, id) : choose({ rows: undefined })), onOdd: () => listOnly({ odd_only: true }, odd.count) }),
      ),
    );
  }

  function listOnly(these, count, id = '') {
    query = everything();
    search.value = '';
    choose(these, id);
    listing.scrollIntoView({ block: 'start' });
    on.announce(words.t('many.listed', { count }));
  }

  function toList() {
    listing.scrollIntoView({ block: 'start' });
    search.focus({ preventScroll: true });
  }

  let typing = 0;
  const search = h('input', {
    type: 'search',
    id: 'many-search',
    autocomplete: 'off',
    spellcheck: 'false',
    'data-keep': 'many search',
    // What is being composed, as Japanese is, is not there yet.
    oninput: (event) => !event.isComposing && typed(),
    oncompositionend: () => typed(),
  });

  function typed() {
    clearTimeout(typing);
    typing = setTimeout(() => choose({ search: search.value.trim() }, chosen), TYPING);
  }

  /** A choice. It stays as it is while somebody stands in it, since it may be open. */
  function pick(id, act) {
    const label = h('label', { for: `many-${id}` });
    const select = h('select', { id: `many-${id}`, 'data-keep': `many ${id}`, onchange: () => act(select.value), onblur: () => offer() });
    const part = h('p', { class: `many-pick ${id}` }, label, select);
    let wanted = [[], ''];
    let offered = '';
    function offer() {
      const [options, value] = wanted;
      const now = JSON.stringify(options);
      if (now !== offered) select.replaceChildren(...options.map(([one, word]) => h('option', { value: one }, word)));
      offered = now;
      select.value = value;
    }
    return {
      part,
      write(options, value) {
        label.textContent = words.t(`many.pick.${id}`);
        part.hidden = options.length === 0;
        wanted = [options, value];
        if (select.getRootNode().activeElement !== select) offer();
      },
    };
  }

  const picks = {
    provider: pick('provider', (id) => choose({ providers: id ? [id] : [] }, chosen)),
    event: pick('event', (id) => choose({ events: id ? [id] : [] }, chosen)),
    sort: pick('sort', (by) => choose({ sort: by, descending: false }, chosen)),
  };
  const searchName = h('label', { for: 'many-search', class: 'unseen' });
  const shown = h('output', { class: 'search-count', for: 'many-search' });
  const chips = h('div', { class: 'chips', role: 'group' });
  const resetName = h('span', {});
  const reset = h(
    'button',
    {
      type: 'button',
      class: 'quiet many-reset',
      onclick: () => {
        search.value = '';
        choose({ ...everything(), sort: query.sort, descending: query.descending, rows: undefined });
        search.focus();
      },
    },
    icon('cross'),
    resetName,
  );
  append(
    tools,
    h('div', { class: 'many-search', role: 'search' }, searchName, h('span', { class: 'search-box' }, icon('search'), search), shown),
    chips,
    h('div', { class: 'many-picks' }, Object.values(picks).map(({ part }) => part), reset),
  );

  function drawCount() {
    if (!words) return;
    shown.textContent = count === progress.messages ? words.t('many.all', { count: messages() }) : words.t('many.some', { count, total: progress.messages });
  }

  function drawTools() {
    if (!words) return;
    const { t } = words;
    listing.querySelector('h2').textContent = t('many.list');
    search.placeholder = t('many.search.placeholder');
    searchName.textContent = t('many.search');
    resetName.textContent = t('many.show_all');
    chips.setAttribute('aria-label', t('many.column.label'));
    const named = ({ id, name, count: all }) => [id, t('many.pick.one', { name, count: all })];
    const event = ({ id, title, provider_name: provider, count: all }) => named({ id, name: t('many.lane', { provider, event: words.say(title) }), count: all });
    const chip = (id, drawing, tone, word, all, checked, act) => {
      const box = h('input', { type: 'checkbox', checked, 'data-keep': `chip ${id}`, 'data-chip': id, onchange: () => act(box.checked) });
      return h('label', { class: `chip ${tone}` }, box, icon(drawing), h('span', {}, word), h('span', { class: 'chip-count' }, words.number(all)));
    };
    // What the list is narrowed to can be undone, though nothing has it any more.
    const gone = query.labels.filter((id) => !facets?.labels.some((one) => one.label === id)).map((id) => ({ label: id, count: 0 }));
    reset.hidden = !(query.rows || query.search || query.odd_only || query.failed_only || query.labels.length > 0 || query.providers.length > 0 || query.events.length > 0);
    keeping(
      chips,
      () =>
        chips.replaceChildren(
          ...[
            ...[...(facets?.labels ?? []), ...gone].map(({ label: id, count: all }) =>
              chip(id, LABELS[id].icon, LABELS[id].tone, t(`many.label.${id}`), all, query.labels.includes(id), (yes) => choose({ labels: yes ? [...query.labels, id] : query.labels.filter((one) => one !== id) }, chosen)),
            ),
            (facets?.odd > 0 || query.odd_only) && chip('odd', 'eye', 'blue', t('many.odd'), facets?.odd ?? 0, query.odd_only, (yes) => choose({ odd_only: yes }, chosen)),
            (facets?.failed > 0 || query.failed_only) && chip('failed', BROKEN.icon, BROKEN.tone, t('many.broken'), facets?.failed ?? 0, query.failed_only, (yes) => choose({ failed_only: yes }, chosen)),
          ].filter(Boolean),
        ),
      search,
    );
    const all = (facet, one) => (facet?.length > 0 ? [['', t('many.pick.any')], ...facet.map(one)] : []);
    picks.provider.write(all(facets?.providers, named), query.providers[0] ?? '');
    picks.event.write(all(facets?.events, event), query.events[0] ?? '');
    picks.sort.write([['index', t('many.sort.index')], ...COLUMNS.map(([id, by]) => [by, t(`many.column.${id}`)])], query.sort);
    drawCount();
  }

  function drawFoot() {
    const { t } = words;
    keeping(foot, () =>
      foot.replaceChildren(
        exporting({ words, handing, any: session !== null, count: () => count, part: (...asked) => session.export(...asked) }),
        h('details', { class: 'many-details' }, h('summary', {}, t('many.details')), h('p', {}, t(worker ? 'many.details.worker' : 'many.details.page')), h('p', {}, t('many.details.copies'))),
      ),
    );
  }

  function drawBar() {
    if (!words || bar.hidden) return;
    const { t } = words;
    bar.setAttribute('aria-label', t('many.bar'));
    const row = opened?.row;
    keeping(bar, () =>
      bar.replaceChildren(
        ...[
          h('button', { type: 'button', class: 'plain', 'data-many': 'back', 'data-keep': 'many back', 'aria-keyshortcuts': 'Escape', onclick: back }, icon('up'), t('many.back', { count: messages() })),
          row && h('p', { class: 'muted' }, t('many.number', { number: row.index + 1 }), ' ', data(row.name)),
          opened?.carrier &&
            h(
              'p',
              { class: 'carrier' },
              t('many.carrier'),
              ' ',
              data(opened.carrier.subject || opened.carrier.from_address || t('many.no_subject')),
              ' ',
              h('button', { type: 'button', class: 'quiet', 'data-many': 'carrier', 'data-keep': 'many carrier', onclick: () => open(opened.carrier) }, icon('up'), t('many.carrier.open')),
            ),
        ].filter(Boolean),
      ),
    );
  }

  /** Draws anew what somebody may stand in, and leaves the focus where it was; where that is gone it goes on to another place. */
  function keeping(part, act, other) {
    const root = node.getRootNode();
    const before = part.contains(root.activeElement) ? root.activeElement : null;
    act();
    if (!before) return;
    const same = [...part.querySelectorAll('[data-keep]')].find((one) => one.dataset.keep === before.dataset.keep);
    (same ?? other)?.focus({ preventScroll: true });
  }

  // --- paper

  let printed = null;
  const fold = () => {
    printed?.remove();
    printed = null;
  };
  addEventListener('beforeprint', () => {
    fold();
    if (place !== 'list' || !campaign || !node.isConnected) return;
    const { version, data_date: date } = analyze(new Uint8Array());
    printed = campaignSheet(campaign, odd, { words, masked: handing.masked, engine: words.t('handover.ticket.engine', { version, date: words.day(date) }) });
    node.append(printed);
  });
  addEventListener('afterprint', fold);

  return {
    node,
    start,
    close,
    /** Moves the focus to the way back. */
    toBack() {
      bar.querySelector('button').focus({ preventScroll: true });
    },
    get listing() {
      return place === 'list';
    },
    /** Another message is shown in the place of the list, which stays. */
    stepAside() {
      if (place === 'none') return;
      if (place === 'list') scrolled = grid.scrolled;
      opened = null;
      show('message');
      drawBar();
    },
    again,
    escape(event) {
      const from = event.composedPath()[0];
      if (event.key !== 'Escape' || event.defaultPrevented || place !== 'message' || takesText(from)) return;
      // Escape closes a list of choices. Where a browser does not tell whether it is open, it may be.
      if (from.matches?.(CSS.supports('selector(:open)') ? 'select:open' : 'select')) return;
      event.preventDefault();
      back();
    },
    /** Says everything again, in this language. */
    write(now) {
      if (words === now) return;
      words = now;
      if (place === 'none') return;
      draw();
      grid.update({ words, count, query, facets });
    },
  };
}
