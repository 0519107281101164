// The table as a file. It is made in parts, each of which the browser puts aside, so that no text is as long as the whole.

import { h, icon, save } from '../dom.js';

/** Rows of one part. */
const PART = 2_000;
const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' };

/**
 * @param {object} context
 * @param {{ masked: boolean }} context.handing  What the person chose; it outlives the card.
 * @param {boolean} context.any  Whether there is anything to save.
 * @param {() => number} context.count  Rows that are listed now.
 * @param {(format: string, masked: boolean, from: number, to: number) => Promise<string>} context.part
 */
export function exporting({ words, handing, any, count, part }) {
  const { t } = words;
  const status = h('p', { class: 'handover-status', 'aria-live': 'polite' });
  const box = h('input', {
    type: 'checkbox',
    role: 'switch',
    id: 'many-mask',
    'data-keep': 'many mask',
    checked: handing.masked,
    onchange: () => {
      handing.masked = box.checked;
      status.textContent = '';
    },
  });

  async function download(format) {
    const { masked } = handing;
    const rows = count();
    const parts = [];
    try {
      // Without a row there is still the head of the file.
      for (let from = 0; from === 0 || from < rows; from += PART) {
        parts.push(new Blob([await part(format, masked, from, Math.min(rows, from + PART))]));
        status.textContent = t('many.export.making', { percent: Math.floor((Math.min(rows, from + PART) / Math.max(1, rows)) * 100) });
      }
    } catch {
      status.textContent = t('many.stopped');
      return;
    }
    save(new Blob(parts, { type: TYPES[format] }), `header-verdict-messages${masked ? '-masked' : ''}.${format}`);
    status.textContent = t(masked ? 'many.export.masked' : 'many.export.open', { count: rows });
  }

  const button = (id, drawing, act) => h('button', { type: 'button', class: 'plain', 'data-many': id, 'data-keep': `many ${id}`, disabled: !any, onclick: act }, icon(drawing), t(`many.export.${id}`));
  return h(
    'section',
    { class: 'handover card', 'aria-labelledby': 'many-export' },
    h('h3', { id: 'many-export' }, t('handover.title')),
    h('div', { class: 'handover-buttons' }, button('csv', 'download', () => download('csv')), button('json', 'download', () => download('json')), button('print', 'print', () => print())),
    h('div', { class: 'choices' }, h('label', { class: 'choice', for: 'many-mask' }, box, h('span', {}, t('many.export.mask')))),
    h('p', { class: 'muted' }, t('many.export.hint')),
    status,
  );
}
