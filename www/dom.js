// Nodes without markup: everything that is shown goes through text nodes.

/**
 * Characters that a reader cannot see, or that reorder what a reader sees. They are drawn as escapes.
 * Tab and line feed are left alone.
 */
const HIDDEN = new RegExp(
  '[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5' +
    '\\u180B-\\u180F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0E\\uFEFF\\uFFA0\\uFFF0-\\uFFFB' +
    '\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}]',
  'gu',
);

/** The code point of one character in the form `U+202E`. */
function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Of the marks on one letter, four that take no room of their own are drawn, and six in all. Hundreds of them reach over
 * everything around.
 */
const MARK = `(?:(?!${HIDDEN.source})\\p{M})`;
const STACKED = `(?:(?!${HIDDEN.source})[\\p{Mn}\\p{Me}])`;
const OTHERWISE = new RegExp(`${HIDDEN.source}|(?=\\p{M}{5})(?:${STACKED}{5}|${MARK}{7})`, 'gu');
/** A run is counted in parts: as a whole it may be too long for a pattern. */
const PART = new RegExp(`${MARK}{1,1000}`, 'uy');

/**
 * What is drawn as an escape.
 * @param {string} text
 * @returns {Generator<{ from: number, to: number, said: string }>}
 */
function* escapes(text) {
  OTHERWISE.lastIndex = 0;
  for (let found = OTHERWISE.exec(text); found; found = OTHERWISE.exec(text)) {
    const last = [...found[0]].at(-1);
    const from = OTHERWISE.lastIndex - last.length;
    if (from === found.index) {
      yield { from, to: OTHERWISE.lastIndex, said: codePoint(last) };
      continue;
    }
    let count = 0;
    let to = from;
    PART.lastIndex = from;
    for (let part = PART.exec(text); part; part = PART.exec(text)) {
      count += [...part[0]].length;
      to = PART.lastIndex;
    }
    OTHERWISE.lastIndex = to;
    yield { from, to, said: count > 1 ? `${codePoint(last)} ×${count}` : codePoint(last) };
  }
}

/**
 * Text as nodes, with every hidden character drawn as a small escape, and so what is too much of stacked marks.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function visible(text) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const { from, to, said } of escapes(text)) {
    if (from > at) out.append(document.createTextNode(text.slice(at, from)));
    const escape = document.createElement('span');
    escape.className = 'escape';
    escape.textContent = said;
    out.append(escape);
    at = to;
  }
  if (at < text.length) out.append(document.createTextNode(at === 0 ? text : text.slice(at)));
  return out;
}

/** The same as a text, where there can be no element. */
export function written(text) {
  let out = '';
  let at = 0;
  for (const { from, to, said } of escapes(text)) {
    out += text.slice(at, from) + said;
    at = to;
  }
  return out + text.slice(at);
}

/** Appends children: nodes as they are, strings as visible text; lists are flattened and gaps skipped. */
export function append(node, ...children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, ...child);
    else if (child instanceof Node) node.append(child);
    else node.append(visible(String(child)));
  }
  return node;
}

/**
 * Creates an element. A property `onEvent` adds a listener, `class` sets the class, `true` sets an
 * empty attribute, and `false`, `null` and `undefined` set nothing.
 */
export function h(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2).toLowerCase(), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  return append(node, ...children);
}

/** A value that came out of the message: isolated, so that its direction cannot leak. */
export function data(text, className = 'data') {
  return h('bdi', { class: className }, text);
}

const SVG = 'http://www.w3.org/2000/svg';

/** The drawings, as paths on a grid of 24. */
const ICONS = {
  genuine: ['M12 3 5 5.6v5.6c0 4.3 2.9 7.9 7 9.8 4.1-1.9 7-5.5 7-9.8V5.6L12 3Z', 'm8.8 12 2.3 2.3 4.2-4.6'],
  mixed: ['M12 3 5 5.6v5.6c0 4.3 2.9 7.9 7 9.8 4.1-1.9 7-5.5 7-9.8V5.6L12 3Z', 'M12 8v4.6', 'M12 15.9v.1'],
  forged: ['M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3l4.8-4.8Z', 'm9.2 9.2 5.6 5.6', 'm14.8 9.2-5.6 5.6'],
  hostile: ['M12 4 2.9 19.5h18.2L12 4Z', 'M12 10v4.4', 'M12 17v.1'],
  open: ['M12 3.2a8.8 8.8 0 1 0 0 17.6 8.8 8.8 0 0 0 0-17.6Z', 'M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8', 'M12 16.6v.1'],
  check: ['m5 12.5 4.6 4.6L19.4 7'],
  cross: ['m6.5 6.5 11 11', 'm17.5 6.5-11 11'],
  dash: ['M6 12h12'],
  question: ['M8.6 9a3.5 3.5 0 1 1 5 3.2c-1.1.5-1.6 1.2-1.6 2.5', 'M12 18.4v.1'],
  eye: ['M3.5 3.5l17 17', 'M10 5.3A9.7 9.7 0 0 1 12 5c5 0 8.3 4 9.3 7-.4 1.2-1.2 2.6-2.4 3.8', 'M6.4 7.3A11.4 11.4 0 0 0 2.7 12c1 3 4.3 7 9.3 7 1.5 0 2.9-.4 4.1-1'],
  key: ['M8 11.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z', 'm11 12.6 8.5-8.5', 'm16.4 7.2 2.6 2.6'],
  inbox: ['M4 13.5 6.6 5h10.8l2.6 8.5V19H4v-5.5Z', 'M4 13.5h4.6l1.4 2.5h4l1.4-2.5H20'],
  pen: ['m4 20 .9-4.2L16.5 4.2l3.3 3.3L8.2 19.1 4 20Z'],
  chip: ['M7 7h10v10H7z', 'M10 3.5V7M14 3.5V7M10 17v3.5M14 17v3.5M3.5 10H7M3.5 14H7M17 10h3.5M17 14h3.5'],
  copy: ['M9 9h10v11H9z', 'M15 9V4.5H5V15.5h4'],
  file: ['M6 3.5h8l4 4v13H6z', 'M14 3.5v4h4'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  arrow: ['M5 12h13', 'm13 6.5 5.5 5.5-5.5 5.5'],
  prompt: ['M7.5 2.5h9v19h-9z', 'm10 11.2 1.6 1.6 2.6-3', 'M10.5 17.5h3'],
  bubble: ['M4 5h16v11.5h-8.5L7 20v-3.5H4Z', 'M8 9.2h8', 'M8 12.4h5'],
  call: ['M6.6 3.5 4 5.6c0 8 6.4 14.4 14.4 14.4l2.1-2.6-4.2-3-2.2 1.7c-2.4-1.2-4.2-3-5.4-5.4l1.7-2.2-3.8-5Z'],
  up: ['m6 14.5 6-6 6 6'],
  down: ['m6 9.5 6 6 6-6'],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z', 'm15.3 15.3 5.2 5.2'],
  print: ['M7 8.5V4h10v4.5', 'M7 17H4V9h16v8h-3', 'M7 14h10v6H7z'],
  download: ['M12 4v11', 'm7 10.5 5 5 5-5', 'M5 20h14'],
  ticket: ['M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4V6Z', 'M10 10h5M10 14h5'],
  link: ['M10.5 13.5a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1', 'M13.5 10.5a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1'],
  note: ['M12 3.2a8.8 8.8 0 1 0 0 17.6 8.8 8.8 0 0 0 0-17.6Z', 'M12 11v5.5', 'M12 7.6v.1'],
};

/** Creates an element of SVG: attributes and text only, in the way of [`h`]. */
export function s(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child instanceof Node) node.append(child);
    else if (child) node.append(written(String(child)));
  }
  return node;
}

/** A drawing from the list above; it is decoration, the word beside it carries the meaning. */
export function icon(name, className = 'icon') {
  return s(
    'svg',
    { viewBox: '0 0 24 24', class: className, 'aria-hidden': 'true', focusable: 'false' },
    ICONS[name].map((d) => s('path', { d })),
  );
}

/** Whether a node is a field in which text is typed. */
export const takesText = (node) => node.matches?.('textarea, input:not([type=radio], [type=checkbox], [type=file])') ?? false;

/** A name and its value in a list of such; nothing where there is no value. */
export function pair(name, value) {
  if (!value) return null;
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

/** Puts text on the clipboard. @returns {Promise<boolean>} Whether the browser allowed it. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies and says so in its own word; where the browser refuses, what is shown gets selected. */
function copying(properties, text, shown, word, said) {
  return h(
    'button',
    {
      type: 'button',
      ...properties,
      onclick: async () => {
        const done = await toClipboard(text);
        if (!done) getSelection()?.selectAllChildren(shown ?? word.parentElement.parentElement);
        word.textContent = done ? said.copied : said.selected;
      },
    },
    icon('copy'),
    word,
  );
}

/** A button with a word that copies a text. */
export function copyButton(text, label, shown, t) {
  const said = { copy: t('copy'), copied: t('copied'), selected: t('selected') };
  return copying({ class: 'quiet copy', 'aria-label': label }, text, shown, h('span', { 'aria-live': 'polite' }, said.copy), said);
}

/** The small button at the end of a row that copies what the row says. */
export function copyRow(text, label, shown, t) {
  const said = { copied: t('copied'), selected: t('selected') };
  return copying({ class: 'copy copy-row-button', 'aria-label': label, title: t('copy') }, text, shown, h('span', { class: 'copy-said', 'aria-live': 'polite' }), said);
}

/** Hands a file to the browser to save. */
export function save(blob, name) {
  const file = URL.createObjectURL(blob);
  h('a', { href: file, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
}
