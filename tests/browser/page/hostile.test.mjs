// Text out of a message stays text, wherever it stands.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WAYS, close, openSaved } from '../harness.mjs';
import { answer, box, judge, unfold } from './element.mjs';

after(close);

const PAYLOAD = '"><img src=x onerror=globalThis.injected=1><script>globalThis.injected=1</script><svg onload=globalThis.injected=1>';

/** One message whose every field, parameter and comment carries markup. */
const MESSAGE = [
  `Delivered-To: ${PAYLOAD}@mailbox.example`,
  `Return-Path: <${PAYLOAD}@mailbox.example>`,
  `Received: from ${PAYLOAD} (${PAYLOAD} [203.0.113.7]) by ${PAYLOAD} with ${PAYLOAD} id 1 for <${PAYLOAD}@mailbox.example>; Wed, 4 Mar 2026 09:15:03 +0000`,
  `Received: from a.example (a.example [203.0.113.7]) by mx.google.com with ESMTPS id 1 (${PAYLOAD}) for <jo@mailbox.example>; Wed, 4 Mar 2026 09:15:02 +0000`,
  `Authentication-Results: mx.google.com; dkim=pass (${PAYLOAD}) header.d="${PAYLOAD}"; ${PAYLOAD}=fail reason="${PAYLOAD}"`,
  `Authentication-Results: ${PAYLOAD}; spf=${PAYLOAD}`,
  `ARC-Seal: i=1; a=${PAYLOAD}; d=${PAYLOAD}; s=${PAYLOAD}; cv=${PAYLOAD}; b=AAAA`,
  `ARC-Message-Signature: i=1; a=rsa-sha256; d=${PAYLOAD}; s=${PAYLOAD}; h=from:${PAYLOAD}; bh=AAAA; b=AAAA`,
  `ARC-Authentication-Results: i=1; ${PAYLOAD}; dmarc=pass header.from=${PAYLOAD}`,
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${PAYLOAD}; s=${PAYLOAD}; i=${PAYLOAD}; h=from:subject:${PAYLOAD}; bh=AAAA; b=AAAA`,
  'DKIM-Signature: v=1; a=rsa-sha256; d=mailbox.example; s=none; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA',
  `${PAYLOAD.replace(/[^!-9;-~]/g, '')}: ${PAYLOAD}`,
  `From: Microsoft account team ${PAYLOAD} <x@rnicrosoft.example>`,
  `Sender: ${PAYLOAD} <x@mailbox.example>`,
  `Reply-To: ${PAYLOAD} <x@mailbox.example>`,
  `To: ${PAYLOAD} <jo@mailbox.example>`,
  `Subject: =?utf-8?B?${Buffer.from(`${PAYLOAD} Your security code is 123456`).toString('base64')}?=`,
  `Date: ${PAYLOAD}`,
  `Message-ID: <${PAYLOAD}>`,
  'Content-Type: text/html; charset=utf-8',
  '',
  `<p>Reply with the code. ${PAYLOAD.replaceAll('<', '&lt;')} <a href="javascript:globalThis.injected=1">${PAYLOAD.replaceAll('<', '&lt;')}</a> <a href="https://x.example/${PAYLOAD.replaceAll('"', '%22')}">x</a></p>`,
].join('\n');

for (const [way, open] of WAYS) {
  test(`${way}: script in every field of a message stays text`, async () => {
    const { page, requests, violations, errors, close: done } = await open();
    await judge(page, MESSAGE);
    await unfold(page);
    for (const tab of await page.getByRole('tab').all()) await tab.click();
    for (const row of await page.locator('#panel-text .pick, #panel-facts .pick').all()) {
      if (await row.isVisible()) await row.click();
    }
    await page.evaluate(() => new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))));
    const found = await page.evaluate(() => {
      const root = document.querySelector('header-verdict').shadowRoot;
      return {
        injected: 'injected' in globalThis,
        elements: root.querySelectorAll('img, script, iframe, object, embed, a, form, link, style, base, meta').length,
        handlers: [...root.querySelectorAll('*')].filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on') || name === 'style' || name === 'href')).length,
        text: root.querySelector('.listing').textContent.includes('<script>globalThis.injected=1</script>'),
      };
    });
    assert.deepEqual(found, { injected: false, elements: 0, handlers: 0, text: true });
    assert.deepEqual([requests, violations, errors], [[], [], []]);
    await done();
  });
}

test('hidden and reordering characters are drawn as escapes', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, 'From: "Micro\u200bsoft \u202egnp.exe" <jo@mailbox.example>\nSubject: A\u00adB\u2066C\ufeff\u{e0041}\u0007\n');
  const shown = await page.evaluate(() => {
    const root = document.querySelector('header-verdict').shadowRoot;
    const text = [...root.querySelectorAll('.answer, .slot, [role="status"]')].map((node) => node.textContent).join('');
    return {
      hidden: /[\u0007\u200b\u202e\u00ad\u2066\ufeff]|\u{e0041}/u.test(text),
      escapes: [...new Set([...root.querySelectorAll('.listing .escape')].map((node) => node.textContent))].sort(),
    };
  });
  assert.deepEqual(shown, { hidden: false, escapes: ['U+0007', 'U+00AD', 'U+200B', 'U+202E', 'U+2066', 'U+E0041', 'U+FEFF'] });
  await done();
});

test('of marks that are stacked on a letter only a few are drawn, on the screen, in drawings and in what is handed on', async () => {
  const { page, close: done } = await openSaved();
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => (globalThis.copied = text) } }));
  // Words with as many marks as writing needs, one language each.
  const words = ['ที่น้ำ', 'क्षत्रिय', 'Tiếng Việt'.normalize('NFD'), 'שָׁלוֹם בְּרֵאשִׁ֖ית', 'မျှော့', 'ཧཱུྃ', '1️⃣'];
  await judge(page, `Received: from x.example by a${'\u0300'.repeat(60)}.example; Wed, 4 Mar 2026 09:15:03 +0000\nFrom: "a${'\u0300'.repeat(300)}" <jo@mailbox.example>\nSubject: b${'\u0301\u0489\u0903'.repeat(60)} ${words.join(' ')}\n`);
  await unfold(page);
  for (const tab of await page.getByRole('tab').all()) await tab.click();
  await page.locator('[data-hand="copy"]').click();
  await page.waitForFunction(() => globalThis.copied);
  const { texts, escapes, copied } = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const root = document.querySelector('header-verdict').shadowRoot;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('textarea')) found.push(walk.currentNode.data);
    return { texts: found, escapes: [...root.querySelectorAll('.listing .escape')].map((one) => one.textContent), copied: globalThis.copied };
  });
  for (const text of [...texts, copied]) assert.doesNotMatch(text, /[\p{Mn}\p{Me}]{5}|\p{M}{7}/u);
  assert.deepEqual(escapes, ['U+0300 ×56', 'U+0300 ×296', 'U+0301 ×174']);
  for (const word of words) assert.ok(texts.some((text) => text.includes(word)), word);
  await done();
});

const line = 'X-Filler: abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz\n';
const BAD = {
  'fifty megabytes': () => `From: Jo <jo@mailbox.example>\n${line.repeat(Math.ceil(50e6 / line.length))}`,
  'fifty megabytes of body': () => `From: Jo <jo@mailbox.example>\n\n${line.repeat(Math.ceil(50e6 / line.length))}`,
  'one line of ten megabytes': () => 'a'.repeat(10e6),
  'one field of ten megabytes': () => `From: Jo <jo@mailbox.example>\nSubject: ${'a b'.repeat(3.4e6)}\n`,
  'a hundred thousand fields': () => 'X: y\n'.repeat(100_000),
  'ten megabytes of stacked marks': () => `From: "a${'\u0300'.repeat(5e6)}" <jo@mailbox.example>\nSubject: a${'\u0301'.repeat(5e5)}\n`,
  'NULs': () => `From: Jo\0 <jo@mailbox.example>\n\0\0\0${'\0'.repeat(5000)}`,
  'lone surrogates': () => 'From: \ud800\udfff\udc00 <jo@mailbox.example>\n'.repeat(50),
};

for (const [name, make] of Object.entries(BAD)) {
  test(`bad input, ${name}: an answer within two seconds and the text stays in the box`, async (t) => {
    const { page, errors, violations, close: done } = await openSaved();
    const text = make();
    // The worst case: the box was drawn before and holds the caret.
    await judge(page, 'From: Jo <jo@mailbox.example>\n');
    await page.evaluate(() => document.querySelector('header-verdict').clear());
    await answer(page).waitFor({ state: 'detached' });
    const took = await page.evaluate(async (given) => {
      const { shadowRoot } = document.querySelector('header-verdict');
      const area = shadowRoot.querySelector('textarea[name="source"]');
      // Putting so long a text into a box takes the browser itself a second; the page's time begins with the event.
      area.value = given;
      const started = performance.now();
      area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
      await new Promise((answered) => {
        const look = () => (shadowRoot.querySelector('[data-label], .stopped') ? requestAnimationFrame(() => setTimeout(answered)) : setTimeout(look, 5));
        look();
      });
      return performance.now() - started;
    }, text);
    t.diagnostic(`${Math.round(took)} ms`);
    assert.equal(await page.locator('.stopped').count(), 0, 'the engine gave a report');
    assert.equal(await box(page).evaluate((area) => area.value.length), text.length);
    assert.ok(took < 2000, `${Math.round(took)} ms`);
    assert.deepEqual([errors, violations], [[], []]);
    await done();
  });
}

test('bad input, nothing but white space: no answer and no error', async () => {
  const { page, errors, close: done } = await openSaved();
  await judge(page, 'From: Jo <jo@mailbox.example>\n');
  await box(page).fill(' \n\t\r\n ');
  await answer(page).waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await done();
});

test('bad input, a binary file: an answer in words and no crash', async () => {
  const { page, errors, close: done } = await openSaved();
  const buffer = Buffer.alloc(300_000);
  for (let i = 0; i < buffer.length; i += 1) buffer[i] = (i * 7919 + (i >> 8) * 31) & 255;
  await page.locator('input[type="file"]').setInputFiles({ name: 'photo.bin', mimeType: 'application/octet-stream', buffer });
  await page.locator('.notes .kind').waitFor();
  assert.match(await page.locator('.notes .kind').textContent(), /photo\.bin/);
  assert.deepEqual(errors, []);
  await done();
});

test('a dropped message file is judged', async () => {
  const { page, close: done } = await openSaved();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['From: Jo <jo@mailbox.example>\r\nSubject: Lunch\r\n'], 'mail.eml', { type: 'message/rfc822' }));
    const target = document.querySelector('header-verdict').shadowRoot.querySelector('.box');
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true }));
  });
  await answer(page).waitFor();
  assert.match(await box(page).inputValue(), /Subject: Lunch/);
  await done();
});
