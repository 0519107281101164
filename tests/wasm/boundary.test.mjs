// What JavaScript may pass, and what it is told when it passes something else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, image, odd, providers, readQr } from './engine.mjs';

const input = odd['one field'];

test('options may be absent, null, empty or partly given', () => {
  const report = analyze(input);
  for (const options of [undefined, null, {}, { now: undefined }, { receiver: undefined, keys: [] }]) {
    assert.deepEqual(analyze(input, options), report);
  }
});

test('an option of the wrong type is an Error that says so', () => {
  for (const options of [{ now: 'today' }, { now: 1.5 }, { receiver: 7 }, { locale: {} }]) {
    assert.throws(() => analyze(input, options), (error) => error instanceof Error && /^options: .+/.test(error.message));
  }
});

test('an option that does not exist is an Error that names it', () => {
  assert.throws(() => analyze(input, { reciever: 'outlook' }), { name: 'Error', message: 'options: there is no option `reciever`' });
});

test('options that are no object are an Error', () => {
  for (const options of [5, 'outlook', true]) {
    assert.throws(() => analyze(input, options), { name: 'Error', message: 'options: not an object' });
  }
});

test('an error leaves the engine usable', () => {
  const before = analyze(input);
  assert.throws(() => analyze(input, { now: 'today' }));
  assert.deepEqual(analyze(input), before);
});

test('the four axes are words of the schema', () => {
  const { label, origin, content, delivery } = analyze(input).verdict;
  for (const word of [label, origin, content, delivery]) assert.match(word, /^[a-z]+(_[a-z]+)*$/);
});

test('what the person says reaches the advice, and a wrong answer is an Error that names it', () => {
  const steps = (situation) => analyze(new Uint8Array(), { situation }).guidance.steps.map((step) => step.id);
  assert.equal(steps({ occasion: 'prompt', provider: 'microsoft' })[0], 'refuse_prompt');
  assert.equal(steps({ occasion: 'call', gave_password: true, count: 3 })[0], 'change_password');
  for (const [answers, named] of [
    [{ occasion: 'letter' }, 'situation.occasion'],
    [{ count: 'many' }, 'situation.count'],
    [{ paid: 1 }, 'situation.paid'],
    [{ shared: true }, 'situation.shared'],
  ]) {
    assert.throws(() => steps(answers), (error) => error.message.includes(named), named);
  }
});

test('the providers are listed by name', () => {
  const list = providers();
  assert.ok(list.length > 30);
  assert.ok(list.some(({ id, name }) => id === 'microsoft' && name === 'Microsoft'));
});

test('what codes in pictures say is given by picture and text, and judged as a link', () => {
  const { links } = analyze(input, { codes_in_images: [] }).content;
  assert.deepEqual(links, []);
  const mail = new TextEncoder().encode('From: Jo <jo@mailbox.example>\r\n\r\nHello\r\n');
  const codes = [{ image: 0, text: 'https://evil.example/' }, { image: 1, text: 'https://evil.example/' }];
  const found = analyze(mail, { codes_in_images: codes }).content.links;
  assert.deepEqual(found.map((link) => [link.host, link.found_in]), [['evil.example', 'qr_code']]);
  for (const wrong of ['x', [7], [{ image: -1, text: '' }], [{ image: 0.5, text: '' }], [{ image: 0 }], [{ image: 0, text: '', more: 1 }]]) {
    assert.throws(() => analyze(mail, { codes_in_images: wrong }), (error) => error instanceof Error && /^options: .+/.test(error.message));
  }
});

test('a picture that is not there and greys that are no picture give nothing', () => {
  for (const bytes of Object.values(odd)) assert.equal(image(bytes, 0), undefined);
  for (const [grey, width] of [[[], 0], [[1, 2, 3], 0], [[1, 2, 3], 2], [[1, 2, 3], 3], [[0], 4294967295]]) {
    assert.deepEqual(readQr(Uint8Array.from(grey), width), []);
  }
});
