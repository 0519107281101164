// Searching the facts and the source: literally, whatever the case, one place after the other.

import { h, icon } from '../dom.js';

/** Places that are found before the rest is not counted. */
const MOST = 1_000;
/** What a match must lie in as a whole. */
const BLOCKS = 'p, h3, h4, h5, dt, dd, pre, summary, .row-head, .fields > li, .results > li, .code';
const NAME = 'header-verdict-found';
const HERE = 'header-verdict-here';

export function search({ panels, source, show }, { t }) {
  let found = [];
  let at = -1;
  // What was found in the evidence before this one is gone.
  for (const name of [NAME, HERE]) CSS.highlights?.delete(name);
  const box = h('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: t('search.placeholder'),
    'data-keep': 'search',
    oninput: () => look(),
    onkeydown: keys,
  });
  const count = h('output', { class: 'search-count', for: 'search' });
  const previous = h('button', { type: 'button', class: 'quiet', 'aria-label': t('search.previous'), title: t('search.previous'), disabled: true, onclick: () => step(-1) }, icon('up'));
  const next = h('button', { type: 'button', class: 'quiet', 'aria-label': t('search.next'), title: t('search.next'), disabled: true, onclick: () => step(1) }, icon('down'));

  function keys(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && box.value) {
      event.preventDefault();
      box.value = '';
      look();
    }
  }

  /** Finds every place; the first is gone to with Enter. */
  function look() {
    found = [];
    at = -1;
    const wanted = box.value.toLowerCase();
    if (wanted.trim()) {
      for (const place of [...panels, source.panel.querySelector('.listing')]) {
        if (found.length >= MOST) break;
        within(place, wanted);
      }
    }
    previous.disabled = next.disabled = found.length === 0;
    paint();
    say();
  }

  function within(place, wanted) {
    const blocks = [...place.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
    for (const block of blocks) {
      const pieces = textNodes(block);
      const whole = pieces.map((piece) => piece.data).join('');
      const lower = whole.toLowerCase();
      // A letter can change its length with its case; then the places would not fit.
      if (lower.length !== whole.length) continue;
      for (let from = lower.indexOf(wanted); from >= 0 && found.length < MOST; from = lower.indexOf(wanted, from + wanted.length)) {
        found.push({ block, range: rangeOf(pieces, from, from + wanted.length) });
      }
    }
  }

  function step(by) {
    if (found.length === 0) return;
    // Marking bytes draws lines anew, and what was found in them is gone.
    if (found.some(({ range }) => !range.startContainer.isConnected || range.collapsed)) {
      const kept = at;
      look();
      if (found.length === 0) return;
      at = Math.min(kept, found.length - 1);
    }
    at = (at + by + found.length) % found.length;
    if (at < 0) at = found.length - 1;
    const { block } = found[at];
    if (block.classList.contains('code')) source.reveal(block);
    else show(block);
    paint();
    say();
    box.focus({ preventScroll: true });
  }

  /** Highlights that need no node of their own; a browser without them shows the block alone. */
  function paint() {
    for (const block of [...panels, source.panel].flatMap((place) => [...place.querySelectorAll('.found-here')])) block.classList.remove('found-here');
    found[at]?.block.classList.add('found-here');
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete(NAME);
    CSS.highlights.delete(HERE);
    if (found.length > 0) CSS.highlights.set(NAME, new Highlight(...found.map(({ range }) => range)));
    if (found[at]) {
      const here = new Highlight(found[at].range);
      here.priority = 1;
      CSS.highlights.set(HERE, here);
    }
  }

  function say() {
    const many = found.length >= MOST;
    count.textContent = !box.value.trim()
      ? ''
      : found.length === 0
        ? t('search.none')
        : at < 0
          ? t(many ? 'search.many' : 'search.count', { count: found.length })
          : t('search.at', { at: at + 1, count: found.length });
  }

  return h(
    'div',
    { class: 'search', role: 'search' },
    h('label', { for: 'search', class: 'unseen' }, t('search.label')),
    h('span', { class: 'search-box' }, icon('search'), box),
    previous,
    next,
    count,
  );
}

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) out.push(walker.currentNode);
  return out;
}

/** The range between two offsets in the joined text of nodes. */
function rangeOf(pieces, start, end) {
  const range = document.createRange();
  let passed = 0;
  let open = false;
  for (const piece of pieces) {
    const after = passed + piece.length;
    if (!open && start < after) {
      range.setStart(piece, start - passed);
      open = true;
    }
    if (open && end <= after) {
      range.setEnd(piece, end - passed);
      break;
    }
    passed = after;
  }
  return range;
}
