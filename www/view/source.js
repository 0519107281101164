// The raw source with line numbers. Spans are byte offsets, so it is drawn from the bytes.

import { append, h, visible } from '../dom.js';

/** Lines of the header section, and of what follows it, that are drawn. */
const HEADER_LINES = 3_000;
const BODY_LINES = 300;
/** Bytes of the whole source that are drawn. */
const DRAWN_BYTES = 400_000;
/** Bytes of one line that are drawn. */
const LINE_BYTES = 4_000;

export function source(report, context, onField) {
  const { bytes, words } = context;
  const { t } = words;
  const decoder = decoderFor(bytes);
  const blocks = split(report, bytes, decoder.unit);
  const lines = blocks.flatMap((block) => block.lines);
  const notes = h('div', { class: 'source-found', 'aria-live': 'polite' });
  const listing = h('div', {
    class: lines.length > 600 ? 'listing long' : 'listing',
    role: 'listbox',
    'aria-label': t('source.label'),
    tabindex: blocks.length > 0 ? false : '0',
    onkeydown: keys,
    onclick: (event) => {
      const at = blocks.findIndex((block) => block.node.contains(event.target));
      if (at >= 0 && getSelection()?.isCollapsed !== false) choose(at);
    },
  });
  let marked = [];

  for (const block of blocks) {
    block.node = h('div', {
      class: ['block', block.trusted && 'trusted', block.gap && 'gap'].filter(Boolean).join(' '),
      role: 'option',
      'aria-selected': 'false',
      // A blank line has nothing to read out but its number.
      'aria-label': block.lines.every((line) => line.end === line.start) && String(block.lines[0].number),
      tabindex: '-1',
    });
    for (const line of block.lines) {
      line.code = h('span', { class: 'code' });
      draw(line, []);
      block.node.append(h('span', { class: 'line' }, h('span', { class: 'no', 'aria-hidden': 'true' }, String(line.number)), line.code));
    }
    listing.append(block.node);
  }
  if (blocks.length > 0) blocks[0].node.tabIndex = 0;

  function draw(line, spans) {
    line.code.replaceChildren();
    const stop = Math.min(line.end, line.start + LINE_BYTES);
    let at = line.start;
    for (const span of spans) {
      const from = Math.max(span.start, at);
      const to = Math.min(span.end, stop);
      if (to <= from) continue;
      piece(line, at, from);
      line.code.append(append(h('mark', { class: span.left ? 'left-out' : false }), ...name(line, from, to)));
      at = to;
    }
    piece(line, at, stop);
    if (line.end > stop) line.code.append(' ', h('span', { class: 'cut' }, t('source.line_cut', { count: line.end - stop })));
  }

  function piece(line, from, to) {
    if (to > from) append(line.code, ...name(line, from, to));
  }

  /** The part of a line between two offsets, with the field's name set apart. */
  function name(line, from, to) {
    if (!line.name || from >= line.name) return [visible(decoder.decode(bytes.subarray(from, to)))];
    const edge = Math.min(line.name, to);
    return [h('b', {}, visible(decoder.decode(bytes.subarray(from, edge)))), edge < to && visible(decoder.decode(bytes.subarray(edge, to)))];
  }

  /** Marks spans, and in another way those that a row leaves out. Both lists and the lines are gone through once. */
  function redraw(spans, left = []) {
    const merged = [...merge(spans), ...merge(left).map((span) => ({ ...span, left: true }))].sort((a, b) => a.start - b.start);
    for (const line of marked) draw(line, []);
    marked = [];
    let at = 0;
    for (const line of lines) {
      while (at < merged.length && merged[at].end <= line.start) at += 1;
      const mine = [];
      for (let next = at; next < merged.length && merged[next].start < line.end; next += 1) mine.push(merged[next]);
      if (mine.length === 0) continue;
      draw(line, mine);
      marked.push(line);
    }
  }

  function current(at) {
    for (const block of blocks) if (block.node.tabIndex === 0) block.node.tabIndex = -1;
    blocks[at].node.tabIndex = 0;
  }

  function choose(at) {
    current(at);
    for (const block of blocks) block.node.setAttribute('aria-selected', String(block === blocks[at]));
    redraw([]);
    onField(blocks[at]);
  }

  function keys(event) {
    const at = blocks.findIndex((block) => block.node === event.target);
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(at);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: blocks.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(blocks.length - 1, to));
    current(next);
    blocks[next].node.focus({ preventScroll: true });
    reveal(blocks[next].node);
  }

  /** Scrolls the listing, and the page only as far as it must. */
  function reveal(node) {
    const top = node.offsetTop;
    const inside = top >= listing.scrollTop && top + node.offsetHeight <= listing.scrollTop + listing.clientHeight;
    if (!inside) listing.scrollTop = Math.max(0, top - listing.clientHeight / 3);
  }

  const notShown = hidden(report, blocks, t);
  const panel = h(
    'section',
    { class: 'source card', 'aria-labelledby': 'source-title' },
    h('h3', { id: 'source-title' }, t('source.title')),
    report.fields.some((field) => field.trusted) && h('p', { class: 'legend' }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), t('source.legend')),
    listing,
    notShown && h('p', { class: 'muted' }, notShown),
    notes,
  );

  return {
    panel,
    /** Marks spans and scrolls to the first of them. */
    mark(spans, row) {
      for (const block of blocks) block.node.setAttribute('aria-selected', 'false');
      if (row?.swapped) redraw(row.others, spans);
      else redraw(spans, row?.others);
      notes.replaceChildren();
      if (spans.length === 0) return;
      if (marked.length === 0) {
        append(notes, h('p', {}, t('source.beyond')));
        return;
      }
      // The row's own bytes, and not those that it leaves out.
      const first = marked.find((line) => spans.some((span) => span.start < line.end && span.end > line.start)) ?? marked[0];
      reveal(first.code);
      const box = listing.getBoundingClientRect();
      if (box.bottom < 120 || box.top > innerHeight - 120) panel.scrollIntoView({ block: 'start' });
      append(
        notes,
        h('p', {}, t('source.marked', { line: first.number }), ' ', h('strong', {}, row.title)),
        row.others.length > 0 && h('p', { class: 'legend' }, h('mark', {}, t('source.covered')), h('mark', { class: 'left-out' }, t('source.left_out'))),
        h('button', { type: 'button', class: 'quiet', onclick: () => { row.button.focus(); row.button.scrollIntoView({ block: 'center' }); } }, t('source.back')),
      );
    },
    /** Lists the rows that rest on the chosen field. */
    list(found, all) {
      notes.replaceChildren();
      append(
        notes,
        h('p', {}, t(all > 0 ? 'source.rests' : 'source.rests.none')),
        all > 0 && h('ul', {}, found.map((one) => h('li', {}, h('button', { type: 'button', class: 'quiet', onclick: one.open }, one.title, ' ', h('span', { class: 'muted' }, one.tab))))),
        all > found.length && h('p', { class: 'muted' }, t('source.rests.more', { count: all - found.length })),
      );
    },
    /** Brings a line to the eye. */
    reveal(node) {
      panel.scrollIntoView({ block: 'nearest' });
      reveal(node);
    },
  };
}

/** The encoding by the byte order mark; everything else is read as UTF-8. */
function decoderFor(bytes) {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const decoder = new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8', { ignoreBOM: true });
  return { unit: little ? 'little' : big ? 'big' : 'byte', decode: (part) => decoder.decode(part) };
}

/** Cuts the source into fields and the stretches between them, each with its lines, up to the limits. */
function split(report, bytes, unit) {
  const { header } = report.input;
  if (!isText(report)) return [];
  const bare = report.input.repairs.some((repair) => repair.id === 'bare_carriage_return');
  const headerEnd = header ? header.end : 0;
  const blocks = [];
  let at = 0;
  let number = 1;
  let inBody = 0;

  const add = (end, extra) => {
    const block = { start: at, end, lines: [], ...extra };
    while (at < end && number <= HEADER_LINES && at < DRAWN_BYTES && (at < headerEnd || inBody < BODY_LINES)) {
      const { stop, next } = lineEnd(bytes, at, end, unit, bare);
      block.lines.push({ number, start: at, end: stop });
      if (at >= headerEnd) inBody += 1;
      number += 1;
      at = next;
    }
    block.end = Math.min(end, at);
    if (block.lines.length > 0) blocks.push(block);
    return at >= end;
  };

  for (const field of report.fields) {
    if (field.span.start > at && !add(field.span.start, { gap: true })) return blocks;
    if (field.span.end <= at) continue;
    const first = blocks.length;
    const whole = add(field.span.end, { trusted: field.trusted });
    const line = blocks[first]?.lines[0];
    if (line) {
      const colon = bytes.subarray(line.start, Math.min(line.end, line.start + 200)).indexOf(0x3a);
      if (colon > 0) line.name = line.start + colon;
    }
    if (!whole) return blocks;
  }
  add(bytes.length, { gap: true });
  return blocks;
}

/** Where the line that starts at `at` ends, without and with its line break. */
function lineEnd(bytes, at, end, unit, bare) {
  const wide = unit !== 'byte';
  for (let i = at; i < end; i += wide ? 2 : 1) {
    const character = wide ? (unit === 'little' ? bytes[i] | (bytes[i + 1] << 8) : (bytes[i] << 8) | bytes[i + 1]) : bytes[i];
    const width = wide ? 2 : 1;
    if (character === 0x0a) return { stop: i, next: i + width };
    if (character === 0x0d) {
      const after = i + width < bytes.length ? bytes[i + width + (unit === 'big' ? 1 : 0)] : 0;
      if (after === 0x0a) return { stop: i, next: Math.min(bytes.length, i + 2 * width) };
      if (bare) return { stop: i, next: i + width };
    }
  }
  return { stop: end, next: end };
}

function merge(spans) {
  const sorted = spans.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
  const out = [];
  for (const span of sorted) {
    const last = out.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else out.push(span);
  }
  return out;
}

/** Whether the input is the text that was judged; in an Outlook file that text stands in other bytes. */
function isText(report) {
  return report.input.kind !== 'binary' && !report.input.repairs.some((repair) => repair.id === 'outlook');
}

/** What is not drawn, in words. */
function hidden(report, blocks, t) {
  if (!isText(report)) return t('source.binary');
  const left = report.input.bytes - (blocks.at(-1)?.end ?? 0);
  const line = (blocks.at(-1)?.lines.at(-1)?.number ?? 0) + 1;
  return left > 0 ? t('source.more', { count: left, line }) : '';
}
