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

test('in a list of many messages, its details, its campaign and its files, payloads stay text', { timeout: 300_000 }, async () => {
  const { page, requests, violations, errors, close: done } = await openSaved();
  // A subject is what a row shows; the name of the file stands beside it.
  const subjects = Object.values(PAYLOADS).map((make, at) => make(`zq${at}k`, out.url));
  const files = subjects.map((payload, at) => ({
    name: `${payload.replaceAll('/', '∕')}.eml`,
    mimeType: 'message/rfc822',
    buffer: Buffer.from(`From: ${payload} <x@rnicrosoft.example>\nTo: jo@mailbox.example\nSubject: ${payload} code\nDate: Wed, 4 Mar 2026 09:${String(at).padStart(2, '0')}:00 +0000\n\nReply with the code. ${payload}\n`),
  }));
  await page.locator('input[type="file"]').setInputFiles(files);
  await page.locator('.many-top[data-phase="done"]').waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    globalThis.made = [];
    const real = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      globalThis.made.push(blob);
      return real.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => {};
    for (const details of document.querySelector('header-verdict').shadowRoot.querySelectorAll('details')) details.open = true;
  });
  const found = await page.evaluate(() => {
    const root = document.querySelector('header-verdict').shadowRoot;
    return {
      rows: root.querySelectorAll('.grid-window [role="row"]').length,
      elements: root.querySelectorAll('img, script, iframe, object, embed, a, form, link, style, base, meta, math, header-verdict').length,
      attributes: [...root.querySelectorAll('*')].flatMap((node) =>
        [...node.attributes].filter(({ name, value }) => /^on|^href$|^src|^style$|^slot$/.test(name) ? !(name === 'style' && !/zq\d/.test(value)) : /zq\d+k/.test(value) && !/^(?:aria-label|title|data-keep|value)$/.test(name)).map(({ name }) => `${node.localName} ${name}`),
      ),
      injected: globalThis.injected,
    };
  });
  assert.ok(found.rows > 5);
  assert.deepEqual({ ...found, rows: 0 }, { rows: 0, elements: 0, attributes: [], injected: undefined });
  await page.locator('#many-mask').uncheck();
  for (const format of ['csv', 'json']) {
    const before = await page.evaluate(() => globalThis.made.length);
    await page.locator(`[data-many="${format}"]`).click();
    await page.waitForFunction((count) => globalThis.made.length > count, before);
  }
  const [csv, json] = await page.evaluate(() => Promise.all(globalThis.made.map((blob) => blob.text())));
  assert.equal(JSON.stringify(JSON.parse(json)).includes('zq26k'), true);
  const cells = [...csv.matchAll(/(?:^|,|\n)("(?:[^"]|"")*"|[^,\n]*)/g)].map(([, cell]) => cell.replace(/^"|"$/g, ''));
  assert.ok(cells.some((cell) => cell.includes('HYPERLINK')));
  assert.deepEqual(cells.filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell)), []);
  // Each message opened in the page's own view.
  for (const at of [0, 2, 4]) {
    await page.locator(`.grid-window [role="row"][data-index="${at}"]`).click();
    await page.locator('[data-label][part]').waitFor();
    assert.match(await page.locator('.listing').textContent(), /zq\d+k/);
    assert.equal(await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.querySelectorAll('img, script, iframe, a, form, link, style, meta, math').length), 0);
    await page.keyboard.press('Escape');
    await page.locator(`.grid-window [role="row"][data-index="${at}"]`).waitFor();
  }
  assert.deepEqual([requests.filter((url) => !url.startsWith('blob:')), violations, errors, out.reached], [[], [], [], []]);
  await done();
});
