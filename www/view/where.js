// Where each mail program keeps the headers: a choice, and a few drawn steps.

import { h } from '../dom.js';
import { prose } from './term.js';

const SVG = 'http://www.w3.org/2000/svg';

/* The drawings, on a sheet of 120 by 76. `l` is a line, `a` a line of the accent, `f` its fill, `w` its wash, `p` paper. */

const rect = (kind, x, y, width, height, rx = 3) => ['rect', { class: kind, x, y, width, height, rx }];
const line = (kind, x, y, to) => ['path', { class: kind, d: `M${x} ${y}H${to}` }];
const path = (kind, d) => ['path', { class: kind, d }];
const dot = (kind, cx, cy, r = 1.8) => ['circle', { class: kind, cx, cy, r }];
const letters = (x, y, text) => ['text', { x, y }, text];

/** A window with a bar. */
const frame = [rect('p l', 2, 2, 116, 72, 7), line('l', 2, 15, 118), dot('g', 10, 8.5), dot('g', 17, 8.5), dot('g', 24, 8.5)];
/** A mail in it: who wrote it, and its text. */
const mail = [dot('w', 18, 29, 7), line('l', 30, 26, 62), line('g', 30, 33, 50), line('g', 12, 46, 78), line('g', 12, 54, 86), line('g', 12, 62, 66)];
const dots = [rect('w a', 92, 21, 19, 15, 7.5), dot('f', 97, 28.5), dot('f', 101.5, 28.5), dot('f', 106, 28.5)];
const rows = (kind, y) => [line(kind, 12, y, 104), line(kind, 12, y + 8, 92), line(kind, 12, y + 16, 108), line(kind, 12, y + 24, 84), line(kind, 12, y + 32, 100)];
const marked = [0, 8, 16, 24, 32].map((down) => rect('w', 9, 21 + down, 102 - ((down * 7) % 19), 7, 1.5));
const pointer = (x, y) => path('f q', `M${x} ${y}l0 15 3.6-3.4 2.6 6 2.8-1.2-2.6-5.9 5-.4Z`);
const key = (x, width, text) => [rect('p l', x, 26, width, 26, 5), letters(x + width / 2, 43, text)];

const DRAWINGS = {
  open: [...frame, ...mail, pointer(60, 44)],
  computer: [rect('p l', 16, 4, 88, 54, 5), line('l', 16, 14, 104), dot('g', 22, 9), dot('g', 28, 9), dot('w', 30, 25, 5), line('l', 40, 23, 66), line('g', 40, 29, 58), line('g', 26, 40, 84), line('g', 26, 48, 72), path('l', 'M4 66h112l-7 7H11Z')],
  menu: [...frame, ...mail, ...dots, rect('p l', 58, 39, 56, 33, 4), line('g', 64, 46, 100), rect('f', 61, 50, 50, 11, 2.5), line('o', 66, 55.5, 98), line('g', 64, 67, 92)],
  bar: [...frame, ...mail, rect('w a', 34, 4, 20, 9, 3), line('g', 60, 8.5, 72), line('g', 78, 8.5, 90), rect('p l', 34, 14, 60, 42, 4), line('g', 41, 22, 76), rect('f', 37, 28, 54, 11, 2.5), line('o', 42, 33.5, 78), line('g', 41, 47, 70)],
  info: [...frame, ...mail, dot('w a', 74, 27, 7), path('a', 'M74 26.5v4.5M74 23v.1')],
  copy: [...frame, ...marked, ...rows('l', 24.5), rect('p a', 88, 44, 18, 22, 3), path('w a', 'M94 38h18v22h-6V44H94Z')],
  paste: [rect('w a', 8, 12, 104, 58, 7), ...[26, 35, 44, 53].map((y, index) => line('l', 18, y, 92 - index * 9)), path('a', 'M60 2v16M53 12l7 7 7-7')],
  keys: [...key(22, 40, 'Ctrl'), path('l', 'M67 39h6M70 36v6'), ...key(78, 22, 'U')],
  file: [path('p l', 'M14 12h26l12 12v40H14Z'), path('l', 'M40 12v12h12'), line('g', 21, 36, 45), line('g', 21, 44, 45), line('g', 21, 52, 38), path('a', 'M60 38h22M75 31l7 7-7 7'), path('w a dashed', 'M90 16h22v44H90Z')],
  phone: [rect('p l', 40, 2, 40, 72, 7), dot('g', 60, 67), line('l', 48, 18, 70), line('g', 48, 26, 64), path('cross', 'M47 36l26 20M73 36 47 56')],
  none: [rect('p l', 34, 2, 52, 72, 8), dot('w a', 60, 26, 10), path('a', 'm55 26 4 4 7-8'), line('g', 44, 46, 76), rect('f', 42, 54, 16, 9, 4), rect('p l', 62, 54, 16, 9, 4)],
};

function drawing(name) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [attribute, value] of Object.entries({ viewBox: '0 0 120 76', class: 'drawing', 'aria-hidden': 'true', focusable: 'false' })) svg.setAttribute(attribute, value);
  for (const [tag, attributes, text] of DRAWINGS[name]) {
    const shape = document.createElementNS(SVG, tag);
    for (const [attribute, value] of Object.entries(attributes)) shape.setAttribute(attribute, value);
    if (text) shape.textContent = text;
    svg.append(shape);
  }
  return svg;
}

/* A step: its drawing, its text, and what the menu calls it. */
const OPEN = ['open', 'where.open'];
const COMPUTER = ['computer', 'where.computer'];
const COPY = ['copy', 'where.copy'];
const PASTE = ['paste', 'where.paste'];
const dotted = (item) => ['menu', 'where.dots', item];
const NO_PHONE = [['phone', 'where.no_phone'], ['computer', 'where.elsewhere'], ['none', 'where.without']];

/** The programs, most used first. Each has its name in `where.program.ID`. */
export const PROGRAMS = {
  gmail: [COMPUTER, dotted('where.item.gmail'), ['copy', 'where.copy_button', 'where.item.clipboard'], PASTE],
  outlook: [OPEN, dotted('where.item.outlook'), COPY, PASTE],
  outlook_classic: [['open', 'where.own_window'], ['bar', 'where.bar', 'where.item.outlook_classic'], ['copy', 'where.internet_headers'], PASTE],
  iphone: NO_PHONE,
  apple_mail: [['open', 'where.mark'], ['bar', 'where.bar', 'where.item.apple_mail'], COPY, PASTE],
  icloud: [COMPUTER, ['menu', 'where.arrow_or_dots', 'where.item.icloud'], COPY, PASTE],
  yahoo: [COMPUTER, dotted('where.item.yahoo'), COPY, PASTE],
  gmx: [COMPUTER, ['info', 'where.info'], COPY, PASTE],
  proton: [COMPUTER, dotted('where.item.proton'), COPY, PASTE],
  thunderbird: [['open', 'where.mark'], ['keys', 'where.keys'], COPY, PASTE],
  samsung: [['phone', 'where.samsung'], ['file', 'where.save_file'], ['computer', 'where.elsewhere']],
  fastmail: [COMPUTER, dotted('where.item.fastmail'), COPY, PASTE],
  zoho: [COMPUTER, dotted('where.item.zoho'), COPY, PASTE],
  phone: NO_PHONE,
  other: [OPEN, ['menu', 'where.look_for'], COPY, ['file', 'where.or_file']],
};

/**
 * @param {{ words: object, program: string, onProgram: (id: string) => void }} context
 */
export function where({ words, program, onProgram }) {
  const { t } = words;
  const steps = h('div', { class: 'way', 'aria-live': 'polite' });
  const choice = h(
    'select',
    { id: 'program', 'data-keep': 'program', onchange: () => choose(choice.value) },
    h('option', { value: '' }, t('where.choose')),
    Object.keys(PROGRAMS).map((id) => h('option', { value: id }, t(`where.program.${id}`))),
  );

  function choose(id) {
    onProgram(id);
    steps.replaceChildren(
      h(
        'ol',
        {},
        (PROGRAMS[id] ?? PROGRAMS.other).map(([drawn, text, item]) => h('li', {}, drawing(drawn), h('span', {}, t(text, item && { item: t(item) })))),
      ),
    );
  }

  choice.value = program;
  choose(program);
  return h(
    'section',
    { class: 'where', 'aria-labelledby': 'where-title' },
    h('h2', { id: 'where-title' }, t('where.title')),
    h('p', { class: 'muted' }, prose(words, t('where.lead'), new Set())),
    h('label', { for: 'program' }, t('where.program')),
    choice,
    steps,
  );
}
