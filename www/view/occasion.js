// The way without a message: what came, and for which account. And what somebody said about it.

import { data, h, icon } from '../dom.js';
import { prose } from './term.js';

/** What can come without a mail, with its drawing. */
export const OCCASIONS = { prompt: 'prompt', text: 'bubble', call: 'call' };

/**
 * The two questions that stand in the place of the box.
 * @param {{ words: object, occasion: string, provider: string, providers: { id: string, name: string }[],
 *   onOccasion: (id: string) => void, onProvider: (id: string) => void }} context
 */
export function chooser({ words: { t, tag }, occasion, provider, providers, onOccasion, onProvider }) {
  const order = new Intl.Collator(tag);
  const account = h(
    'select',
    { id: 'account', 'data-keep': 'account', onchange: () => onProvider(account.value) },
    h('option', { value: '' }, t('occasion.account.other')),
    [...providers].sort((one, other) => order.compare(one.name, other.name)).map(({ id, name }) => h('option', { value: id }, name)),
  );
  account.value = provider;
  return [
    h(
      'fieldset',
      { class: 'came' },
      h('legend', {}, t('occasion.question')),
      Object.entries(OCCASIONS).map(([id, drawn]) =>
        h(
          'label',
          { class: 'came-choice' },
          h('input', { type: 'radio', name: 'occasion', value: id, checked: occasion === id, 'data-keep': `occasion ${id}`, onchange: () => onOccasion(id) }),
          icon(drawn, 'icon large'),
          h('span', {}, h('strong', {}, t(`occasion.${id}`)), h('span', { class: 'muted' }, t(`occasion.${id}.example`))),
        ),
      ),
    ),
    h('div', { class: 'account' }, h('label', { for: 'account' }, t('occasion.account')), account),
  ];
}

/** What can be said of it when there is nothing to examine. */
export function meaning(occasion, { words }) {
  const { t } = words;
  const told = new Set();
  return h(
    'section',
    { class: 'verdict card blue', 'aria-labelledby': 'headline', 'data-occasion': occasion },
    h(
      'div',
      { class: 'plate' },
      h('div', { class: 'medal' }, icon(OCCASIONS[occasion])),
      h(
        'div',
        { class: 'said' },
        h('p', { class: 'label' }, t('occasion.label')),
        h('h2', { id: 'headline', tabindex: '-1' }, t(`occasion.${occasion}.headline`)),
        h('p', { class: 'reason' }, prose(words, t(`occasion.${occasion}.means`), told)),
      ),
    ),
  );
}

/**
 * A second box, for what a caller or a text said. It is judged as plain text, apart from the message.
 * @param {{ words: object, said: string, judge: (text: string) => object | null, announce: (text: string) => void, onSaid: (text: string) => void }} context
 * @param {boolean} open  Whether it stands open at first.
 */
export function followUp(context, open) {
  const { words } = context;
  const { t } = words;
  const result = h('div', { class: 'found' });
  let timer = 0;
  const box = h('textarea', {
    id: 'said',
    name: 'said',
    rows: 4,
    autocomplete: 'off',
    'data-keep': 'said',
    placeholder: t('occasion.said.example'),
    oninput: () => {
      context.onSaid(box.value);
      clearTimeout(timer);
      timer = setTimeout(() => show(true), 250);
    },
  });
  box.value = context.said;

  function show(aloud) {
    const report = box.value.trim() === '' ? null : context.judge(box.value);
    result.replaceChildren();
    delete result.dataset.said;
    if (!report) return;
    const hostile = report.verdict.content === 'hostile';
    const { requests } = report.content;
    const headline = t(hostile ? 'occasion.said.hostile' : 'occasion.said.nothing');
    result.dataset.said = report.verdict.label;
    result.append(
      h('p', { class: `finding ${hostile ? 'red' : 'blue'}` }, icon(hostile ? 'hostile' : 'open', 'icon large'), h('strong', {}, headline)),
      h('p', {}, t(hostile ? 'occasion.said.refuse' : 'occasion.said.careful')),
    );
    if (requests.length > 0) {
      result.append(h('ul', { class: 'asks' }, requests.slice(0, 6).map((one) => h('li', {}, h('span', {}, t(`text.request.${one.kind}`)), h('q', {}, data(one.quote))))));
    }
    if (aloud) context.announce(headline);
  }

  show(false);
  const why = context.judge('')?.guidance.contact;
  return h(
    'details',
    { class: 'follow-up card', open: open || context.said !== '' },
    h('summary', { 'data-keep': 'said fold' }, h('h2', {}, t('occasion.said.title'))),
    h('label', { for: 'said' }, t('occasion.said.label')),
    box,
    result,
    h('div', { class: 'structure' }, icon('hostile', 'icon'), h('p', {}, h('strong', {}, t('occasion.said.rule')), ' ', why && prose(words, words.say(why), new Set()))),
  );
}
