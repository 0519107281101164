// Words of the trade, explained where they stand.

import { append, h } from '../dom.js';

/** Each has `term.ID`, what it means, and `term.ID.words`, how it is written, in the texts of a language. */
export const TERMS = ['header', 'signature', 'seal', 'key', 'record', 'dmarc', 'spf', 'selector', 'passkey', 'authenticator', 'session', 'alias', 'recovery'];

/**
 * Letters that run from right to left, with what stands between them. They are isolated, so that a name out of a message
 * cannot reorder the sentence around it.
 */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}](?:[^\p{Script=Latin}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])?/gu;

/** How each language writes the terms, compiled once for it. */
const patterns = new WeakMap();

function pattern(words) {
  if (!patterns.has(words)) {
    const written = TERMS.flatMap((id) => words.t(`term.${id}.words`).split('|').map((one) => [one.toLowerCase(), id]));
    // The longest first: a TXT record is not just a record.
    written.sort(([one], [other]) => other.length - one.length);
    const any = written.map(([one]) => one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
    // Part of a host name or of a longer word is none. Where words are not spaced, every place is the edge of one.
    const [before, behind] = words.spaced ? ['(?<![\\p{L}\\p{N}@._-])', '(?![\\p{L}\\p{N}@_-]|\\.\\p{L})'] : ['', ''];
    patterns.set(words, { find: new RegExp(`${before}(?:${any})${behind}`, 'giu'), ids: new Map(written) });
  }
  return patterns.get(words);
}

let serial = 0;

/** A term as a button that unfolds its meaning right behind it. */
export function term(words, id, shown) {
  serial += 1;
  const meaning = h('span', { class: 'meaning', id: `meaning-${serial}`, hidden: true }, words.t(`term.${id}`));
  const button = h(
    'button',
    {
      type: 'button',
      class: 'term',
      'aria-expanded': 'false',
      'aria-controls': meaning.id,
      'data-term': id,
      onclick: () => {
        meaning.hidden = !meaning.hidden;
        button.setAttribute('aria-expanded', String(!meaning.hidden));
      },
    },
    shown,
  );
  return [button, meaning];
}

/**
 * A sentence as nodes, in which names that run from right to left are isolated.
 * @param {string} text
 * @param {Set<string>} [told]  Explains the terms that are not in it yet, and adds them: once for each part of the page.
 */
export function prose(words, text, told) {
  const out = document.createDocumentFragment();
  let from = 0;
  if (told) {
    const { find, ids } = pattern(words);
    for (const found of text.matchAll(find)) {
      const id = ids.get(found[0].toLowerCase());
      if (id === undefined || told.has(id)) continue;
      told.add(id);
      isolate(out, text.slice(from, found.index));
      append(out, ...term(words, id, found[0]));
      from = found.index + found[0].length;
    }
  }
  isolate(out, text.slice(from));
  return out;
}

function isolate(out, text) {
  let from = 0;
  for (const found of text.matchAll(RIGHT_TO_LEFT)) {
    append(out, text.slice(from, found.index), h('bdi', {}, found[0]));
    from = found.index + found[0].length;
  }
  append(out, text.slice(from));
}

/** Escape folds what is unfolded around the focus, and leaves the focus on what unfolds it. */
export function closeOnEscape(root) {
  root.addEventListener('keydown', (event) => {
    const from = event.composedPath()[0];
    if (event.key !== 'Escape' || event.defaultPrevented || !(from instanceof Element) || from.matches('textarea, select')) return;
    const open = from.closest('[aria-expanded="true"]') ?? from.closest('p, li, dd, div')?.querySelector('.term[aria-expanded="true"]');
    if (open) {
      event.preventDefault();
      open.click();
      open.focus();
      return;
    }
    const fold = from.closest('details[open]');
    if (!fold) return;
    event.preventDefault();
    fold.open = false;
    fold.querySelector('summary').focus();
  });
}
