// The evidence: tabs at one side, the source at the other, and the marks between them.

import { copyRow, h } from '../dom.js';
import { filters } from './filters.js';
import { hops } from './hops.js';
import { ledger } from './ledger.js';
import { search } from './search.js';
import { signatures } from './signatures.js';
import { source } from './source.js';
import { stamps } from './stamps.js';
import { text } from './text.js';

const TABS = { facts: ledger, signatures, path: hops, stamps, filters, text };

/** Rows that are listed of those that rest on a field. */
const LISTED = 20;

export function evidence(report, context) {
  const { t } = context.words;
  const rows = [];
  let chosen = null;
  const view = source(report, context, chooseBytes);

  /** Makes a button of a row's title. Choosing it marks the row's bytes, and in another way those that it leaves out. */
  function pick(title, spans, tab, others = [], swapped = false) {
    const usable = spans.filter((span) => span && span.end > span.start);
    if (usable.length === 0) return h('span', { class: 'fact' }, title);
    const button = h('button', { type: 'button', class: 'fact pick', 'aria-pressed': 'false', title: t('evidence.show'), onclick: () => chooseRow(row) }, title);
    const row = { button, spans: usable, others, swapped, tab, title: button.textContent };
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
    const linked = rows.filter((row) => !row.swapped && row.spans.some((one) => one.start < span.end && one.end > span.start));
    for (const row of linked) row.button.classList.add('linked');
    view.list(
      linked.slice(0, LISTED).map((row) => ({
        title: row.title,
        tab: t(`evidence.tab.${row.tab}`),
        open: () => show(row.button),
      })),
      linked.length,
    );
  }

  /** Brings a node of a tab to the eye: its tab, what is folded around it, and its place on the screen. */
  function show(node, focus = true) {
    const panel = node.closest('[role="tabpanel"]');
    if (panel) choose(panel.id.replace('panel-', ''));
    for (let at = node; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
    if (focus) node.focus();
    node.scrollIntoView({ block: 'center' });
  }

  const tabs = new Map();
  const panels = new Map();
  for (const [id, render] of Object.entries(TABS)) {
    const content = render(report, {
      ...context,
      pick: (label, spans, others, swapped) => pick(label, spans, id, others, swapped),
      copy: (value, name) => copyRow(value, t('evidence.copy', { name: name || value.slice(0, 60) }), null, t),
    });
    const tab = h('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}`, 'data-keep': `tab ${id}`, onclick: () => choose(id), onkeydown: move }, t(`evidence.tab.${id}`));
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
  const found = search({ panels: [...panels.values()], source: view, show: (node) => show(node, false) }, context.words);
  return h(
    'section',
    { class: 'evidence', 'aria-labelledby': 'evidence-title' },
    h('h2', { id: 'evidence-title' }, t('evidence.title')),
    h('p', { class: 'lead' }, t('evidence.lead')),
    found,
    h(
      'div',
      { class: 'sides' },
      h('div', { class: 'facts card' }, h('div', { role: 'tablist', class: 'tabs', 'aria-label': t('evidence.tabs') }, [...tabs.values()]), [...panels.values()]),
      view.panel,
    ),
  );
}
