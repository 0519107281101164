// What the person says happened. It changes the advice and nothing else.

import { h } from '../dom.js';

/** What can be given away, by the engine's names. */
export const GIVEN = ['shared_code', 'approved_prompt', 'gave_password', 'installed', 'paid'];
/** How many came, by the least of each range. */
const COUNTS = { one: 1, few: 2, many: 6 };

/** The answers in the engine's form. What was not answered is not in it; "nothing" is a no to everything. */
export function answered({ requested, contacted, given, count }) {
  const said = {};
  if (requested) said.requested = requested === 'yes';
  if (contacted) said.contacted = contacted === 'yes';
  if (given.has('nothing')) for (const id of GIVEN) said[id] = false;
  else for (const id of GIVEN) if (given.has(id)) said[id] = true;
  if (count) said.count = COUNTS[count];
  return said;
}

/** No answer to any question. */
export const unanswered = () => ({ requested: '', contacted: '', given: new Set(), count: '' });

/**
 * The questions. They stay as they are while the advice below them changes.
 * @param {{ words: object, answers: ReturnType<typeof unanswered>, onAnswer: () => void }} context
 */
export function situation({ words: { t }, answers, onAnswer }) {
  const boxes = new Map();

  /** One of several, or no answer. */
  function one(id, values) {
    return h(
      'fieldset',
      { class: values.length > 2 ? 'question wide' : 'question', 'data-question': id },
      h('legend', {}, t(`situation.${id}.question`)),
      h(
        'div',
        { class: 'replies' },
        [...values, ''].map((value) => {
          const input = h('input', {
            type: 'radio',
            name: id,
            value,
            checked: answers[id] === value,
            'data-keep': `answer ${id} ${value}`,
            onchange: () => {
              answers[id] = value;
              onAnswer();
            },
          });
          const name = value === '' ? t('situation.unanswered') : t(id === 'count' ? `situation.count.${value}` : `situation.${value}`);
          return h('label', { class: value === '' ? 'reply faint' : 'reply' }, input, h('span', {}, name));
        }),
      ),
    );
  }

  function give(id, given) {
    if (given) answers.given.add(id);
    else answers.given.delete(id);
    // Nothing and something exclude each other.
    if (given) for (const other of [...answers.given]) if ((id === 'nothing') !== (other === 'nothing')) answers.given.delete(other);
    for (const [one, input] of boxes) input.checked = answers.given.has(one);
    onAnswer();
  }

  function several() {
    return h(
      'fieldset',
      { class: 'question wide', 'data-question': 'given' },
      h('legend', {}, t('situation.given.question')),
      h(
        'div',
        { class: 'replies' },
        [...GIVEN, 'nothing'].map((id) => {
          const input = h('input', { type: 'checkbox', name: 'given', value: id, checked: answers.given.has(id), 'data-keep': `answer given ${id}`, onchange: () => give(id, input.checked) });
          boxes.set(id, input);
          return h('label', { class: 'reply' }, input, h('span', {}, t(`situation.given.${id}`)));
        }),
      ),
    );
  }

  return h(
    'div',
    { class: 'situation', role: 'group', 'aria-labelledby': 'situation-title' },
    h('h3', { id: 'situation-title' }, t('situation.title')),
    h('p', { class: 'muted' }, t('situation.lead')),
    one('requested', ['yes', 'no']),
    one('contacted', ['yes', 'no']),
    several(),
    one('count', Object.keys(COUNTS)),
  );
}
