// The box, the drop zone and what helps to fill it.

import { append, count, h, icon, size } from '../dom.js';
import { samples } from '../samples.js';

const RECEIVERS = [
  ['', 'Find out from the header'],
  ['outlook', 'Outlook.com or Microsoft 365'],
  ['gmail', 'Gmail or Google Workspace'],
  ['yahoo', 'Yahoo or AOL'],
  ['icloud', 'iCloud Mail'],
  ['proton', 'Proton Mail'],
  ['fastmail', 'Fastmail'],
  ['zoho', 'Zoho Mail'],
  ['gmx', 'GMX or WEB.DE'],
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

const WHERE = [
  ['Gmail', 'Open the mail on a computer. Three dots at its top right, “Show original”, then “Copy to clipboard”.'],
  ['Outlook on the web and new Outlook', 'Open the mail. Three dots, “View”, “View message source”. Select all and copy.'],
  ['Classic Outlook for Windows', 'Open the mail in its own window. “File”, “Properties”, then the box “Internet headers”.'],
  ['Apple Mail', 'Choose the mail. Menu “View”, “Message”, “Raw Source”. Select all and copy.'],
  ['iCloud on the web', 'Open the mail. The reply arrow, “Show All Headers”.'],
  ['Yahoo and AOL', 'Open the mail. Three dots, “View raw message”.'],
  ['Proton Mail', 'Open the mail. Three dots, “View headers”.'],
  ['Fastmail', 'Open the mail. “Actions”, “Show raw message”.'],
  ['Thunderbird', 'Choose the mail, then Ctrl+U (on a Mac: Command+U).'],
  ['GMX and WEB.DE', 'Open the mail on a computer. The information sign beside the sender shows the full header.'],
  ['Zoho Mail', 'Open the mail. Three dots, “Show original”.'],
  ['A phone', 'Most mail programs for phones do not show headers. Open the mailbox in the browser of a computer.'],
];

const KINDS = {
  headers: 'Headers only. The text of the message was not supplied.',
  message: 'A whole message: headers and text.',
  text: 'Text without mail headers. It can only be judged by what it asks for.',
  binary: 'This is not text. If it is a mail saved by Outlook (.msg), save it as .eml or copy its headers.',
};

/**
 * Builds the panel. Gives back its parts, and `describe`, which shows what the engine found in the box.
 */
export function intake(on, words) {
  const box = h('textarea', {
    id: 'source',
    name: 'source',
    rows: 14,
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': 'private',
    placeholder: 'Delivered-To: …\nReceived: from …\nAuthentication-Results: …\nFrom: …\nSubject: …',
    onbeforeinput: on.onBeforeInput,
    oninput: (event) => on.onText(event),
  });
  const clear = h('button', { type: 'button', class: 'quiet clear', onclick: on.onClear }, icon('cross'), 'Clear');
  const preview = h('div', { class: 'preview', hidden: true });
  const file = h('input', {
    type: 'file',
    class: 'unseen',
    tabindex: '-1',
    'aria-hidden': 'true',
    onchange: () => {
      if (file.files[0]) on.onFile(file.files[0]);
      file.value = '';
    },
  });
  const receiver = h(
    'select',
    { id: 'receiver', onchange: () => on.onReceiver(receiver.value) },
    RECEIVERS.map(([id, name]) => h('option', { value: id }, name)),
  );
  const notes = h('div', { class: 'notes' });

  const more = h(
    'div',
    { class: 'more', id: 'more' },
    h(
      'div',
      { class: 'tools' },
      h('button', { type: 'button', class: 'plain', onclick: () => file.click() }, icon('file'), 'Choose a message file'),
      h('span', { class: 'or' }, 'or drop it here'),
      file,
    ),
    h('p', { id: 'private', class: 'private' }, icon('lock'), h('span', {}, 'Nothing you paste leaves this page.')),
    h(
      'div',
      { class: 'samples', role: 'group', 'aria-labelledby': 'samples-title' },
      h('span', { id: 'samples-title' }, 'Nothing at hand? Try'),
      samples.map((sample) => h('button', { type: 'button', class: 'sample', 'data-sample': sample.id, onclick: () => on.onSample(sample) }, sample.title)),
    ),
    h(
      'div',
      { class: 'help' },
      h(
        'div',
        { class: 'how' },
        h('h2', {}, 'How to go about it'),
        h(
          'ol',
          {},
          h('li', {}, h('span', {}, h('strong', {}, 'Open the message’s source'), 'It holds the full headers. Reading it does no harm, and no link needs a click.')),
          h('li', {}, h('span', {}, h('strong', {}, 'Copy all of it into the box'), 'More is better. The top lines matter most: your mail provider wrote them.')),
          h('li', {}, h('span', {}, h('strong', {}, 'Read the answer'), 'It names the one fact that decides, and what to do now.')),
        ),
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Where do I find the headers?'),
        h('p', {}, 'Forwarding the mail or taking a picture of it loses them. Look for the message source:'),
        h('dl', { class: 'where' }, WHERE.map(([program, how]) => h('div', {}, h('dt', {}, program), h('dd', {}, how)))),
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Which mail provider received it?'),
        h('p', {}, 'This is found out from the header. Say it yourself where that is not possible; then only that provider’s own notes count.'),
        h('label', { for: 'receiver' }, 'My mail provider'),
        receiver,
      ),
      h(
        'details',
        {},
        h('summary', {}, 'How can I check that nothing leaves?'),
        h(
          'ul',
          {},
          h('li', {}, 'Turn off the network, then paste. Everything works the same.'),
          h('li', {}, 'Look at the page’s source. Its policy starts with “default-src \'none\'”: the browser itself refuses every connection.'),
          h('li', {}, 'Save the page and open the saved file. It is complete.'),
        ),
      ),
    ),
  );
  // On a narrow screen the answer stands close under the box, and the rest of the panel is folded away.
  const unfold = h(
    'button',
    {
      type: 'button',
      class: 'quiet unfold',
      'aria-expanded': 'false',
      'aria-controls': 'more',
      onclick: () => unfold.setAttribute('aria-expanded', String(more.classList.toggle('shown'))),
    },
    'Another message, samples, help',
  );

  const panel = h(
    'section',
    { class: 'intake card', 'aria-label': 'The message' },
    h(
      'div',
      { class: 'box-head' },
      h('label', { for: 'source', class: 'box-label' }, 'Paste the full headers or the message'),
      clear,
    ),
    h('div', { class: 'box' }, box, preview, h('p', { class: 'drop-hint', 'aria-hidden': 'true' }, icon('file', 'icon large'), 'Drop the message here')),
    notes,
    unfold,
    more,
  );

  function describe(report, fileName, isSample) {
    const { input } = report;
    notes.replaceChildren();
    if (input.kind === 'empty') return;
    append(
      notes,
      isSample && h('p', {}, 'An invented sample. Where it is signed, a test key came with it; nobody real wrote it.'),
      h('p', { class: 'kind' }, h('strong', {}, KINDS[input.kind] ?? ''), ' ', h('span', {}, fileName ? `${fileName}, ` : '', size(input.bytes))),
      input.repairs.length > 0 && [
        h('p', {}, 'The paste was damaged. This was repaired before reading it:'),
        h('ul', { class: 'repairs' }, input.repairs.map((repair) => h('li', {}, words.say(repair.title), ' ', h('span', { class: 'muted' }, count(repair.count, 'place'))))),
      ],
      input.limits.length > 0 && [
        h('p', {}, 'This was too much to examine in full:'),
        h('ul', {}, input.limits.map((limit) => h('li', {}, words.say(limit.title), ' ', h('span', { class: 'muted' }, `limit ${limit.limit.toLocaleString('en-GB')}`)))),
      ],
    );
  }

  return { panel, box, clear, preview, notes, describe };
}
