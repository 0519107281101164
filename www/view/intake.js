// The box, the drop zone and what helps to fill it; or, without a message, what came instead.

import { append, data, h, icon } from '../dom.js';
import { samples } from '../samples.js';
import { chooser } from './occasion.js';
import { term } from './term.js';
import { where } from './where.js';

/** The mailbox providers whose notes the engine can tell apart, by its ids and by their own names. */
export const RECEIVERS = [
  ['outlook', 'Outlook.com, Microsoft 365'],
  ['gmail', 'Gmail, Google Workspace'],
  ['yahoo', 'Yahoo, AOL'],
  ['icloud', 'iCloud Mail'],
  ['proton', 'Proton Mail'],
  ['fastmail', 'Fastmail'],
  ['zoho', 'Zoho Mail'],
  ['gmx', 'GMX, WEB.DE, mail.com'],
  ['mail_ru', 'Mail.ru'],
  ['yandex', 'Yandex Mail'],
  ['infomaniak', 'Infomaniak'],
  ['posteo', 'Posteo'],
  ['mail_de', 'mail.de'],
  ['mailo', 'Mailo'],
  ['murena', 'Murena'],
  ['riseup', 'Riseup'],
  ['disroot', 'Disroot'],
  ['buzon_uy', 'buzon.uy'],
];

/**
 * Builds the panel. The box, the field for files and what holds them stay for good, with all that is in them; `write`
 * words everything else, again in another language, from the state that it is given.
 */
export function intake(on) {
  const box = h('textarea', {
    id: 'source',
    name: 'source',
    rows: 14,
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': 'private box-hint',
    'aria-keyshortcuts': 'Control+Enter Meta+Enter',
    placeholder: 'Delivered-To: …\nReceived: from …\nAuthentication-Results: …\nFrom: …\nSubject: …',
    onbeforeinput: on.onBeforeInput,
    oninput: (event) => on.onText(event),
    onkeydown: (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      on.onGo();
    },
  });
  const file = h('input', {
    type: 'file',
    multiple: true,
    class: 'unseen',
    tabindex: '-1',
    'aria-hidden': 'true',
    onchange: () => {
      if (file.files.length > 0) on.onFiles([...file.files]);
      file.value = '';
    },
  });
  /** One field for both, since a field asks for either files or a folder. */
  const choose = (folder) => {
    file.webkitdirectory = folder;
    file.click();
  };
  const clearWord = h('span', {});
  const clear = h('button', { type: 'button', class: 'quiet clear', onclick: on.onClear }, icon('cross'), clearWord);
  const label = h('label', { for: 'source', class: 'box-label' });
  const headers = h('p', { class: 'box-term' });
  const preview = h('div', { class: 'preview', hidden: true });
  const dropHint = h('p', { class: 'drop-hint', 'aria-hidden': 'true' });
  const notes = h('div', { class: 'notes' });
  const ways = h('fieldset', { class: 'ways' });
  const more = h('div', { class: 'more', id: 'more' });
  // On a narrow screen the answer stands close under the box, and the rest of the panel is folded away.
  const unfold = h('button', {
    type: 'button',
    class: 'quiet unfold',
    'aria-expanded': 'false',
    'aria-controls': 'more',
    onclick: () => unfold.setAttribute('aria-expanded', String(more.classList.toggle('shown'))),
  });
  const withMessage = h(
    'div',
    { class: 'with-message' },
    h('div', { class: 'box-head' }, label, clear),
    headers,
    h('div', { class: 'box' }, box, preview, dropHint),
    notes,
    unfold,
    more,
    file,
  );
  const without = h('div', { class: 'without', hidden: true });
  const panel = h('section', { class: 'intake card' }, ways, withMessage, without);

  /** Shows the mailbox provider that counts, also on what folds the choice away. */
  let receive;

  function way(id, { words: { t }, mode }) {
    return h('label', { class: 'reply' }, h('input', { type: 'radio', name: 'mode', value: id, checked: mode === id, 'data-keep': `mode ${id}`, onchange: () => on.onMode(id) }), h('span', {}, t(`intake.way.${id}`)));
  }

  function write(state) {
    const { words, mode } = state;
    const { t } = words;
    panel.setAttribute('aria-label', t('intake.title'));
    ways.replaceChildren(h('legend', { class: 'unseen' }, t('intake.way')), way('message', state), way('occasion', state));
    withMessage.hidden = mode !== 'message';
    without.hidden = mode !== 'occasion';
    label.textContent = t('intake.box');
    headers.replaceChildren(...term(words, 'header', t('intake.what')));
    clearWord.textContent = t('intake.clear');
    dropHint.replaceChildren(icon('file', 'icon large'), t('intake.drop'));

    const choice = h(
      'select',
      { id: 'receiver', 'data-keep': 'receiver', onchange: () => on.onReceiver(choice.value) },
      h('option', { value: '' }, t('intake.receiver.unknown')),
      RECEIVERS.map(([id, name]) => h('option', { value: id }, name)),
    );
    const chosen = [h('span', { class: 'chosen' }), h('span', { class: 'chosen' })];
    const received = h(
      'details',
      { class: 'received' },
      h('summary', {}, t('intake.receiver.title'), ' ', chosen[0]),
      h('p', {}, t('intake.receiver.lead')),
      h('label', { for: 'receiver' }, t('intake.receiver')),
      choice,
    );
    unfold.replaceChildren(t('intake.unfold'), ' ', chosen[1]);
    receive = (id) => {
      choice.value = id;
      received.open ||= id !== '';
      const provider = RECEIVERS.find(([known]) => known === id)?.[1];
      for (const node of chosen) node.textContent = provider ? t('intake.receiver.chosen', { provider }) : '';
    };
    receive(state.receiver);
    more.replaceChildren(
      h(
        'div',
        { class: 'tools' },
        h('button', { type: 'button', class: 'plain', onclick: () => choose(false) }, icon('file'), t('intake.file')),
        // A telephone has no folders to choose from.
        'webkitdirectory' in file && h('button', { type: 'button', class: 'plain folder', onclick: () => choose(true) }, icon('inbox'), t('many.folder')),
        h('span', { class: 'or' }, t('intake.or_drop')),
        h('p', { class: 'many-hint muted' }, t('many.hint')),
        h('span', { id: 'box-hint', class: 'unseen' }, t('intake.hint')),
      ),
      h('div', { class: 'private' }, icon('lock'), h('p', {}, h('span', { id: 'private' }, t('intake.private')), ' ', h('slot', { name: 'private' }))),
      h(
        'div',
        { class: 'samples', role: 'group', 'aria-labelledby': 'samples-title' },
        h('span', { id: 'samples-title' }, t('intake.samples')),
        samples.map((sample) => h('button', { type: 'button', class: 'sample', 'data-sample': sample.id, onclick: () => on.onSample(sample) }, t(`intake.sample.${sample.id}`))),
      ),
      h(
        'div',
        { class: 'help' },
        where({ words, program: state.program, onProgram: on.onProgram }),
        received,
      ),
    );
    without.replaceChildren(
      h('p', { class: 'muted' }, t('occasion.lead')),
      ...chooser({ words, occasion: state.occasion, provider: state.provider, providers: state.providers, onOccasion: on.onOccasion, onProvider: on.onProvider }),
      h('p', { class: 'private' }, icon('lock'), h('span', {}, t('occasion.private'))),
    );
  }

  /** Says what the engine found in the box. */
  function describe(report, { words: { t, say, size }, file: name, sample }) {
    const { input } = report;
    notes.replaceChildren();
    notes.hidden = input.kind === 'empty';
    if (notes.hidden) return;
    append(
      notes,
      sample && h('p', {}, t('intake.invented')),
      h('p', { class: 'kind' }, h('strong', {}, t(`intake.kind.${input.kind}`)), ' ', h('span', {}, name ? [data(name), ', ', size(input.bytes)] : size(input.bytes))),
      input.repairs.length > 0 && [
        h('p', {}, t('intake.repaired')),
        h('ul', { class: 'repairs' }, input.repairs.map((repair) => h('li', {}, say(repair.title), ' ', h('span', { class: 'muted' }, t('intake.places', { count: repair.count }))))),
      ],
      input.limits.length > 0 && [
        h('p', {}, t('intake.limited')),
        h('ul', {}, input.limits.map((limit) => h('li', {}, say(limit.title), ' ', h('span', { class: 'muted' }, t('intake.limit', { limit: limit.limit }))))),
      ],
    );
  }

  return { panel, box, clear, preview, notes, write, describe, receive: (id) => receive(id) };
}
