// Script, markup, styles and addresses in every place of a message, in names of files, in what is pasted beside it and in
// what the page around sets: all of it stays text, in the page, in print and in what is handed on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analyze } from '../../wasm/engine.mjs';
import { inert } from '../../../www/view/inert.js';
import { elsewhere } from '../attempts.mjs';
import { close, dist, openHosted, openSaved } from '../harness.mjs';
import { FORMS, PAYLOADS, cases, inject } from './payloads.mjs';

const forms = Object.keys(FORMS);
const built = readFileSync(join(dist, 'header-verdict.html'), 'utf8');
let out;
before(async () => {
  out = await elsewhere();
});
after(async () => {
  out.close();
  await close();
});

for (const [at, form] of forms.entries()) {
  test(`${Object.keys(PAYLOADS).length} payloads ${form} stay text`, { timeout: 300_000 }, async () => {
    const { page, requests, violations, errors, close: done } = await openSaved();
    const given = cases(out.url, (_payload, other) => other === at);
    assert.ok(given.length >= 25 && given.every(({ text }) => text.includes('zq')));
    assert.deepEqual(await page.evaluate(`(${inject})(${JSON.stringify(given)}, false)`), []);
    await page.waitForTimeout(300);
    assert.deepEqual([requests, violations, errors, out.reached, page.context().pages().length], [[], [], [], [], 1]);
    await done();
  });
}

test('they stay text without the policy, too: it is the second wall and not the first', { timeout: 300_000 }, async () => {
  const free = built.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const { page, requests, errors, close: done } = await openHosted({
    before: (given) => given.route('**/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: free })),
  });
  assert.equal(await page.evaluate('new Function("return 1")()'), 1, 'nothing is refused here');
  const given = cases(out.url, (payload, form) => form === payload % forms.length || form === 0);
  assert.deepEqual(await page.evaluate(`(${inject})(${JSON.stringify(given)}, true)`), []);
  await page.waitForTimeout(300);
  assert.deepEqual([requests, errors, out.reached], [[], [], []]);
  await done();
});

test('what looks for payloads finds one that is let in', async () => {
  const free = built.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const { page, close: done } = await openHosted({
    before: (given) => given.route('**/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: free })),
  });
  await page.evaluate(() => {
    const real = document.createTextNode;
    document.createTextNode = (text) => (/zq\d+k/.test(text) ? document.createRange().createContextualFragment(text) : real.call(document, text));
  });
  const given = cases(out.url, (payload, form) => payload < 2 && form === 0);
  const wrong = await page.evaluate(`(${inject})(${JSON.stringify(given)}, true)`);
  assert.ok(wrong.some((line) => line.includes('there is <img>')) && wrong.some((line) => line.includes('not shown as it is')), wrong.slice(0, 5).join('\n'));
  await done();
});

test('text in an option of the engine comes out where it is about that option, as it went in, and nowhere else', () => {
  const message = new TextEncoder().encode('From: Microsoft <x@rnicrosoft.example>\nDKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=y; h=from; bh=AAAA; b=AAAA\n\nReply with the code.\n');
  for (const [name, make] of Object.entries(PAYLOADS)) {
    const payload = make('zq0k', 'https://out.example/');
    for (const options of [
      { receiver: payload },
      { locale: payload },
      { keys: [{ name: payload, record: payload }] },
      { keys: [{ name: 'y._domainkey.x.example', record: payload }] },
      { keys: [{ name: '', record: `y._domainkey.x.example text = "${payload}"` }] },
      { situation: { occasion: 'text', provider: payload } },
    ]) {
      const said = JSON.stringify(analyze(message, options));
      assert.ok(!said.includes('zq0k'), `${name} ${JSON.stringify(options)}`);
    }
    for (const options of [{ [payload]: 1 }, { situation: { [payload]: true } }, { situation: { occasion: payload } }, { now: payload }]) {
      assert.throws(() => analyze(message, options), Error);
    }
    const { content } = analyze(message, { codes_in_images: [{ image: 0, text: payload }] });
    assert.ok(content.links.every(({ url }) => typeof url === 'string'));
  }
});

test('what is copied is written so that it stays readable', () => {
  for (const [given, wanted] of [
    ['Jo <jo@mailbox.example>', 'Jo ‹jo@mailbox.example›'],
    ['https://login.example/?a=b', 'https[:]//login.example/?a=b'],
    ['www.login.example', 'www[.]login.example'],
    ['[here](https://x.example)', '[here] (https[:]//x.example)'],
    ['one\r\n# two', 'one # two'],
    ['a\u202eb', 'aU+202Eb'],
    ['[masked] (dkim=pass), 100 % | x_y *z*', '[masked] (dkim=pass), 100 % | x_y *z*'],
    ['Größe: 3 › 2, „Zitat“, 日本語', 'Größe: 3 › 2, „Zitat“, 日本語'],
  ]) {
    assert.equal(inert(given), wanted);
    assert.equal(inert(wanted), wanted, 'a second time changes nothing');
  }
});
