// The evidence: tabs at one side, the source at the other, and the marks between them.

import { h } from '../dom.js';
import { hops } from './hops.js';
import { ledger } from './ledger.js';
import { signatures } from './signatures.js';
import { source } from './source.js';
import { stamps } from './stamps.js';
import { text } from './text.js';

const TABS = [
  ['facts', 'Facts', ledger],
  ['signatures', 'Signatures', signatures],
  ['path', 'Path', hops],
  ['stamps', 'Stamps', stamps],
  ['text', 'Text', text],
];

export function evidence(report, context) {
  const rows = [];
  let chosen = null;
  const view = source(report, context, chooseBytes);

  /** Makes a button of a row's title. Choosing it marks the row's bytes. */
  function pick(title, spans, tab) {
    const usable = spans.filter((span) => span && span.end > span.start);
    if (usable.length === 0) return h('span', { class: 'fact' }, title);
    const button = h('button', { type: 'button', class: 'fact pick', 'aria-pressed': 'false', title: 'Show in the source', onclick: () => chooseRow(row) }, title);
    const row = { button, spans: usable, tab, title: button.textContent };
    rows.push(row);
    return button;
  }

  function unmark() {
    chosen?.button.setAttribute('aria-pressed', 'false');
    chosen = null;
    for (const row of rows) row.button.classList.remove('linked');
  }

  function chooseRow(row) {
    const again = chosen === row;
    unmark();
    if (again) {
      view.mark([]);
      return;
    }
    chosen = row;
    row.button.setAttribute('aria-pressed', 'true');
    view.mark(row.spans, row);
  }

  /** Choosing bytes lists the rows that rest on them and marks those. */
  function chooseBytes(span) {
    unmark();
    const linked = rows.filter((row) => row.spans.some((one) => one.start < span.end && one.end > span.start));
    for (const row of linked) row.button.classList.add('linked');
    view.list(
      linked.map((row) => ({
        title: row.title,
        tab: TABS.find(([id]) => id === row.tab)[1],
        open: () => {
          choose(row.tab);
          for (let node = row.button; node; node = node.parentElement) if (node.localName === 'details') node.open = true;
          row.button.focus();
          row.button.scrollIntoView({ block: 'center' });
        },
      })),
    );
  }

  const tabs = new Map();
  const panels = new Map();
  for (const [id, title, render] of TABS) {
    const content = render(report, { ...context, pick: (label, spans) => pick(label, spans, id) });
    const tab = h('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}`, 'data-keep': `tab ${id}`, onclick: () => choose(id), onkeydown: move }, title);
    tabs.set(id, tab);
    panels.set(id, h('div', { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, tabindex: '0' }, content));
  }

  function choose(id) {
    context.onTab(id);
    for (const [one, tab] of tabs) {
      tab.setAttribute('aria-selected', String(one === id));
      tab.tabIndex = one === id ? 0 : -1;
      panels.get(one).hidden = one !== id;
    }
  }

  function move(event) {
    const ids = [...tabs.keys()];
    const at = ids.findIndex((id) => tabs.get(id) === event.currentTarget);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const id = ids[(to + ids.length) % ids.length];
    choose(id);
    tabs.get(id).focus();
  }

  choose(tabs.has(context.tab) ? context.tab : 'facts');
  return h(
    'section',
    { class: 'evidence', 'aria-labelledby': 'evidence-title' },
    h('h2', { id: 'evidence-title' }, 'The evidence'),
    h('p', { class: 'lead' }, 'Choose a fact to see the bytes it rests on. Choose a field of the source to see what rests on it.'),
    h(
      'div',
      { class: 'sides' },
      h('div', { class: 'facts card' }, h('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Evidence' }, [...tabs.values()]), [...panels.values()]),
      view.panel,
    ),
  );
}
