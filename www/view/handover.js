// Handing the answer on: printed, as text, as a paragraph for a ticket, or as JSON. Recipient, names, codes and tokens
// are masked unless the person says otherwise.

import { data, h, icon, pair, save, toClipboard } from '../dom.js';
import { wayOf } from './guidance.js';
import { inert } from './inert.js';
import { masker } from './mask.js';

/** Bytes that are hashed. */
const HASHED = 16 << 20;
/** Milliseconds after which a browser that has not begun to print does not print. */
const PRINTING = 1_000;
/** Rows of one kind that are printed. */
const PRINTED = 24;
const RUNGS = { not_confirmed: 'ladder.not_confirmed.name', contradicted: 'ladder.contradicted.name' };

const hashes = new WeakMap();

/** SHA-256 of the input in hexadecimal; empty where the browser has none, as on plain http. */
export function hashOf(bytes) {
  if (!globalThis.crypto?.subtle || bytes.length > HASHED) return Promise.resolve('');
  if (!hashes.has(bytes)) {
    hashes.set(
      bytes,
      crypto.subtle.digest('SHA-256', bytes).then((sum) => Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join(''), () => ''),
    );
  }
  return hashes.get(bytes);
}

const decidingRows = (report) => report.ledger.filter((row) => report.verdict.deciding.includes(row.id));
const rung = (origin) => RUNGS[origin] ?? `ladder.${origin}.name`;
const addressOf = (one) => (one ? [one.name, one.address && `<${one.address}>`].filter(Boolean).join(' ') : '');

/** One paragraph for a ticket. */
export function ticket(report, words, hash) {
  const { t, say, day } = words;
  const { verdict, claim, summary } = report;
  const facts = decidingRows(report).map((row) => say(row.title));
  return [
    t('handover.ticket.answer', { headline: say(verdict.headline), label: verdict.label }),
    claim.provider_name && t('handover.ticket.provider', { provider: claim.provider_name }),
    summary.from?.address && t('handover.ticket.from', { address: summary.from.address }),
    t('handover.ticket.reason', { reason: say(verdict.reason) }),
    facts.length > 0 && t('handover.ticket.facts', { facts: facts.join('; ') }),
    hash && t('handover.ticket.hash', { hash }),
    t('handover.ticket.engine', { version: report.version, date: day(report.data_date) }),
  ]
    .filter(Boolean)
    .map((sentence) => inert(sentence.replace(/\s+/g, ' ')))
    .join(' ');
}

/** Who, what and when, as pairs. */
function identity(report, { t, say, moment }) {
  const { claim, summary, receiver, verdict } = report;
  return [
    [t('print.claims'), claim.provider_name && [claim.provider_name, claim.event && say(claim.event.title)].filter(Boolean).join(': ')],
    [t('print.from'), addressOf(summary.from)],
    [t('print.reply_to'), summary.reply_to.slice(0, 3).map(addressOf).join(', ')],
    [t('print.subject'), summary.subject],
    [t('print.received'), moment(summary.received_epoch) || moment(summary.date_epoch)],
    [t('print.receiver'), receiver.name],
    [t('print.origin'), t(rung(verdict.origin))],
  ].filter(([, value]) => value);
}

function hopOf(hop, { moment }) {
  const from = [hop.from, hop.from_address && `[${hop.from_address}]`].filter(Boolean).join(' ');
  return { by: hop.by, from, at: moment(hop.epoch) };
}

/** Where a step leads, in sentences. */
function way(path, { t }) {
  if (!path) return [];
  const { does, address, opens, menus } = wayOf(path);
  return [address && `${t(does)} ${address}`, menus && `${t(opens)} ${menus}`].filter(Boolean);
}

/** The whole answer as plain text. */
export function plain(report, words, hash, withFields) {
  const { t, say, day } = words;
  const { verdict, guidance } = report;
  const out = [];
  const section = (title, lines) => lines.length > 0 && out.push('', title, ...lines);
  const bullets = (texts) => texts.map((one) => `- ${say(one)}`);
  out.push(say(verdict.headline), say(verdict.reason), '');
  for (const [name, value] of identity(report, words)) out.push(`${name}: ${value}`);
  section(t('print.proves'), bullets(verdict.proves));
  section(t('print.not_proves'), bullets(verdict.does_not_prove));
  section(t('print.steps'), guidance.steps.flatMap((step, index) => [`${index + 1}. ${say(step.title)}`, `   ${say(step.detail)}`, ...way(step.path, words).map((one) => `   ${one}`)]));
  section(t('print.facts'), report.ledger.map((row) => `- ${t(`evidence.status.${row.status}`)}: ${say(row.title)}`));
  section(t('print.path'), report.hops.map((hop) => hopOf(hop, words)).map(({ by, from, at }) => `- ${[by, from && t('print.hop', { from }), at].filter(Boolean).join(', ')}`));
  // Indented, so that no name of a field begins a formula where lines become rows of a table.
  if (withFields) section(t('print.fields'), report.fields.map((field) => `  ${field.name}: ${field.value}`));
  out.push('', t('handover.ticket.engine', { version: report.version, date: day(report.data_date) }));
  if (hash) out.push(t('handover.ticket.hash', { hash }));
  return `${out.map(inert).join('\n')}\n`;
}

/** The sheet that is printed in the place of the page. */
function sheet(report, words, { masked, fields }, hash) {
  const { t, say, day } = words;
  const { verdict, guidance } = report;
  // What speaks against it comes first.
  const facts = ['contradicted', 'confirmed', 'not_confirmed'].flatMap((status) => report.ledger.filter((row) => row.status === status)).slice(0, PRINTED);
  const open = report.ledger.filter((row) => row.status === 'not_observable');
  const list = (title, texts) => texts.length > 0 && h('div', {}, h('h3', {}, title), h('ul', {}, texts.map((one) => h('li', {}, say(one)))));
  return h(
    'section',
    { class: 'sheet' },
    h('p', { class: 'sheet-kicker' }, 'Header Verdict'),
    h('h2', {}, say(verdict.headline)),
    h('p', { class: 'sheet-reason' }, say(verdict.reason)),
    h('dl', { class: 'sheet-pairs' }, identity(report, words).map(([name, value]) => pair(name, data(value)))),
    h('div', { class: 'sheet-sides' }, list(t('print.proves'), verdict.proves), list(t('print.not_proves'), verdict.does_not_prove)),
    guidance.steps.length > 0 && [
      h('h3', {}, t('print.steps')),
      h('ol', { class: 'sheet-steps' }, guidance.steps.map((step) => h('li', {}, h('strong', {}, say(step.title)), ' ', say(step.detail), way(step.path, words).map((one) => [' ', one])))),
    ],
    guidance.never.length > 0 && list(t('print.never'), guidance.never),
    h('h3', {}, t('print.facts')),
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('print.status')), h('th', { scope: 'col' }, t('print.fact')), h('th', { scope: 'col' }, t('print.writer')))),
      h('tbody', {}, facts.map((row) => h('tr', {}, h('td', {}, t(`evidence.status.${row.status}`)), h('td', {}, say(row.title)), h('td', {}, t(`evidence.writer.${row.writer}`))))),
    ),
    open.length > 0 && h('div', { class: 'sheet-small' }, h('p', {}, t('print.not_observable')), h('ul', {}, open.map((row) => h('li', {}, say(row.title))))),
    report.hops.length > 0 && [
      h('h3', {}, t('print.path')),
      h('ol', { class: 'sheet-path' }, report.hops.slice(0, PRINTED).map((hop) => {
        const { by, from, at } = hopOf(hop, words);
        return h('li', {}, data(by || t('path.unnamed')), from && [' ', data(t('print.hop', { from }))], at && [', ', at], hop.boundary && [' ', h('em', {}, t('path.boundary'))]);
      })),
      report.hops.length > PRINTED && h('p', { class: 'sheet-small' }, t('print.more', { count: report.hops.length - PRINTED })),
    ],
    fields && [h('h3', {}, t('print.fields')), h('div', { class: 'sheet-fields' }, report.fields.slice(0, 200).map((field) => h('p', {}, h('b', {}, field.name, ': '), data(field.value.slice(0, 600)))))],
    h('p', { class: 'sheet-foot' }, t('handover.ticket.engine', { version: report.version, date: day(report.data_date) }), hash && [' ', t('handover.ticket.hash', { hash })], masked && [' ', t('print.masked')]),
  );
}

/**
 * The bar under the answer.
 * @param {{ masked: boolean, fields: boolean, stop?: AbortController }} context.handing  What the person chose; it
 *   outlives the bar, which is drawn anew with every answer.
 */
export function handover(report, context) {
  const { words, bytes, handing } = context;
  const { t } = words;
  let hash = '';
  hashOf(bytes).then((sum) => {
    hash = sum;
  });
  let mask = null;
  /** The report as it may leave, or a part of it. */
  const shown = (part) => {
    if (!handing.masked) return part;
    mask ??= masker(report);
    return mask(part);
  };
  /** Without the text of the message, and without its header unless that was asked for. */
  const brief = () => shown({ ...report, fields: handing.fields ? report.fields : [], content: { ...report.content, text: '', links: [] } });

  const status = h('p', { class: 'handover-status', 'aria-live': 'polite' });
  const fallback = h('textarea', { class: 'handover-text', readonly: true, hidden: true, rows: 6, 'aria-label': t('handover.text') });
  const button = (id, drawing, act) => h('button', { type: 'button', class: 'plain', 'data-hand': id, 'data-keep': `hand ${id}`, onclick: act }, icon(drawing), t(`handover.${id}`));
  const choice = (id, name) => {
    const box = h('input', {
      type: 'checkbox',
      id: `hand-${id}`,
      role: id === 'mask' ? 'switch' : false,
      'data-keep': `hand ${id}`,
      checked: handing[name],
      onchange: () => {
        handing[name] = box.checked;
        status.textContent = '';
        fallback.hidden = true;
      },
    });
    return h('label', { class: 'choice', for: `hand-${id}` }, box, h('span', {}, t(`handover.${id}`)));
  };

  async function copy(make) {
    const text = make(await hashOf(bytes));
    if (await toClipboard(text)) {
      fallback.hidden = true;
      status.textContent = t(handing.masked ? 'handover.copied.masked' : 'handover.copied.open');
      return;
    }
    fallback.hidden = false;
    fallback.value = text;
    fallback.select();
    status.textContent = t('handover.select');
  }

  async function download() {
    const sum = await hashOf(bytes);
    const whole = { masked: handing.masked, ...(sum && { input_sha256: sum }), report: shown(report) };
    const file = new Blob([`${JSON.stringify(whole, plainMaps, 2)}\n`], { type: 'application/json' });
    save(file, `header-verdict-${report.verdict.label}${handing.masked ? '-masked' : ''}.json`);
    status.textContent = t(handing.masked ? 'handover.saved.masked' : 'handover.saved.open');
  }

  /** A browser inside another program may have no printing, or do nothing: then no event says that it began. */
  function toPrinter() {
    let begun = false;
    addEventListener('beforeprint', () => (begun = true), { once: true, signal });
    setTimeout(() => {
      if (!begun) status.textContent = t('handover.print_failed');
    }, PRINTING);
    globalThis.print?.();
  }

  const bar = h(
    'section',
    { class: 'handover card', 'aria-labelledby': 'handover-title' },
    h('h3', { id: 'handover-title' }, t('handover.title')),
    h(
      'div',
      { class: 'handover-buttons' },
      button('print', 'print', toPrinter),
      button('copy', 'copy', () => copy((sum) => plain(brief(), words, sum, handing.fields))),
      button('ticket_copy', 'ticket', () => copy((sum) => ticket(brief(), words, sum))),
      button('download', 'download', download),
    ),
    h('div', { class: 'choices' }, choice('mask', 'masked'), choice('with_fields', 'fields')),
    h('p', { class: 'muted' }, t('handover.hint')),
    status,
    fallback,
  );

  // The sheet stands in the page only while it is printed, whoever asked for it.
  handing.stop?.abort();
  handing.stop = new AbortController();
  const { signal } = handing.stop;
  let printed = null;
  const fold = () => {
    printed?.remove();
    printed = null;
  };
  addEventListener('beforeprint', () => { fold(); if (bar.isConnected) bar.after((printed = sheet(brief(), words, handing, hash))); }, { signal });
  addEventListener('afterprint', fold, { signal });
  signal.addEventListener('abort', fold);
  return bar;
}

/** A map as an object of its entries. */
function plainMaps(_key, value) {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
