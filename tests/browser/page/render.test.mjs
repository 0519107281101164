// From paste to rendered report, and what a row and its bytes do for each other.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WAYS, close, openSaved } from '../harness.mjs';
import { answer, box, judge, labelOf, sample } from './element.mjs';

after(close);

const LABELS = /^(forged|genuine_sender_hostile_content|hostile_request|genuine_sender|not_confirmed)$/;
const ORIGINS = /^(proved|sealed|attested|attested_weak|not_confirmed|contradicted)$/;
const CONTENTS = /^(not_supplied|expected|third_party_text|hostile|unknown)$/;
const DELIVERIES = /^(direct|forwarded|replay_signs|unknown)$/;
const HEADER = 'From: Jo <jo@mailbox.example>\nTo: sam@mailbox.example\nSubject: Lunch\n';

for (const [way, open] of WAYS) {
  test(`${way}: pasted headers are judged at once and the answer is complete`, async () => {
    const { page, requests, violations, errors, close: done } = await open();
    assert.equal(await answer(page).count(), 0, 'nothing is judged before there is something');
    await judge(page, HEADER);
    for (const [name, words] of [
      ['data-label', LABELS],
      ['data-origin', ORIGINS],
      ['data-content', CONTENTS],
      ['data-delivery', DELIVERIES],
    ]) {
      assert.match(await answer(page).getAttribute(name), words, name);
    }
    assert.notEqual((await page.locator('.verdict h2').textContent()).trim(), '');
    assert.notEqual((await page.locator('.verdict .label').textContent()).trim(), '', 'the label stands there in words');
    assert.equal(await page.locator('.verdict .medal svg').count(), 1, 'with a drawing');
    assert.equal(await page.locator('.ladder [aria-current="step"]').count(), 1, 'one rung is marked');
    assert.equal(await page.locator('.evidence [data-status]').count(), 4, 'the ledger has its four groups');
    assert.ok((await page.locator('[data-status="not_observable"] li').count()) > 0);
    assert.equal(await page.locator('.listing [role="option"]').count(), 3, 'one field of the source each');
    assert.deepEqual([requests, violations, errors], [[], [], []]);
    await done();
  });
}

test('the box is in an open shadow root and clearing it takes the answer away', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, HEADER);
  assert.equal(
    await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.querySelector('textarea[name="source"]').value),
    HEADER,
  );
  await page.getByRole('button', { name: 'Clear' }).click();
  await answer(page).waitFor({ state: 'detached' });
  assert.equal(await box(page).inputValue(), '');
  await done();
});

test('every sample gives an answer', async () => {
  const { page, errors, close: done } = await openSaved();
  const ids = await page.locator('[data-sample]').evaluateAll((all) => all.map((one) => one.dataset.sample));
  assert.ok(ids.length >= 3);
  for (const id of ids) {
    await sample(page, id);
    assert.match(await labelOf(page), LABELS, id);
  }
  assert.deepEqual(errors, []);
  await done();
});

test('choosing a fact marks its bytes and choosing the bytes marks the fact', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'lookalike');
  const fact = page.locator('#panel-facts .pick').first();
  await fact.click();
  assert.equal(await fact.getAttribute('aria-pressed'), 'true');
  const marks = page.locator('.listing mark');
  assert.ok((await marks.count()) > 0, 'bytes are marked');
  const seen = await marks.first().evaluate((mark) => {
    const list = mark.getRootNode().querySelector('.listing').getBoundingClientRect();
    const one = mark.getBoundingClientRect();
    return one.top >= list.top - 1 && one.top < list.bottom;
  });
  assert.ok(seen, 'and scrolled to');

  await page.locator('.listing [role="option"]', { has: page.locator('mark') }).first().click();
  assert.equal(await marks.count(), 0);
  assert.ok((await page.locator('.pick.linked').count()) > 0, 'rows are marked');
  await page.locator('.source-found button').first().click();
  const linked = await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement.className);
  assert.match(linked, /linked/, 'and the list leads to them');
  await done();
});

test('marked bytes are the bytes of the span in text with characters of several bytes and CRLF', async () => {
  const { page, close: done } = await openSaved();
  const text = 'X-One: äöü €uro 😀\r\nFrom: "Jo Grün" <jo@mailbox.example>\r\nSubject: 😀 Grüße\r\n';
  await page.locator('input[type="file"]').setInputFiles({ name: 'mail.eml', mimeType: 'message/rfc822', buffer: Buffer.from(text) });
  await answer(page).waitFor();
  const wanted = await page.evaluate(() => {
    const { report, shadowRoot } = document.querySelector('header-verdict');
    return {
      spans: report.fields.map((field) => [field.span.start, field.span.end]),
      shown: [...shadowRoot.querySelectorAll('.listing .code')].map((code) => code.textContent),
    };
  });
  const bytes = Buffer.from(text);
  assert.deepEqual(
    wanted.spans.map(([start, end]) => bytes.subarray(start, end).toString().trimEnd()),
    wanted.shown,
  );
  await done();
});

test('a pasted key record is used at once and the person keeps the focus', async () => {
  const { page, close: done } = await openSaved();
  await judge(
    page,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mailbox.example; s=none; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\n b=AAAA\nFrom: Jo <jo@mailbox.example>\nSubject: Lunch\n',
  );
  const record = page.locator('.missing textarea').first();
  if ((await page.locator('.missing details:not([open])').count()) > 0) await page.locator('.missing summary').first().click();
  assert.equal(await page.locator('.missing .dns bdi').first().textContent(), 'none._domainkey.mailbox.example');
  assert.ok((await page.locator('.missing .commands dt').count()) >= 3, 'a command for each system');
  await record.focus();
  await page.keyboard.insertText('v=DKIM1; p=');
  assert.equal(await page.locator('.missing textarea').first().inputValue(), 'v=DKIM1; p=');
  await page.keyboard.insertText('AAAA');
  assert.equal(await page.locator('.missing textarea').first().inputValue(), 'v=DKIM1; p=AAAA');
  assert.notEqual((await page.locator('.missing .result').first().textContent()).trim(), '');
  await done();
});

test('ticked advice stays ticked while the answer changes', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const first = page.locator('.steps input').first();
  await first.check();
  const name = await page.locator('.steps .step-title').first().textContent();
  await box(page).press('End');
  await box(page).pressSequentially('X');
  await answer(page).waitFor();
  const again = page.locator('.steps > li', { hasText: name }).locator('input');
  assert.equal(await again.isChecked(), true);
  assert.ok((await page.locator('.steps').first().locator('> li').count()) <= 6, 'never more than six at once');
  assert.equal(await page.locator('.steps a, .path a').count(), 0, 'a path is text to type');
  await done();
});

test('nothing of a message becomes a link', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, `${HEADER}Content-Type: text/html\n\n<a href="https://login.example/x">https://account.microsoft.com</a> https://other.example\n`);
  const links = await page.evaluate(() => [
    ...document.querySelector('header-verdict').shadowRoot.querySelectorAll('a, [href], [src], iframe, form'),
  ].length);
  assert.equal(links, 0);
  await done();
});

test('the answer to what is typed is announced once it is still', async () => {
  const { page, close: done } = await openSaved();
  await box(page).pressSequentially('From: jo@mailbox.example');
  await answer(page).waitFor();
  const status = page.locator('header-verdict .unseen[role="status"]');
  await page.waitForFunction(() => document.querySelector('header-verdict').shadowRoot.querySelector('[role="status"]').textContent !== '');
  const said = await status.textContent();
  assert.ok(said.includes(await page.locator('.verdict h2').textContent()));
  assert.ok(said.startsWith(await page.locator('.verdict .label').textContent()));
  await done();
});

test('the saved page says that it is one, and the hosted page offers the same bytes', async () => {
  const saved = await openSaved();
  assert.equal(await saved.page.locator('a[download]').isVisible(), false);
  assert.match(await saved.page.locator('#version').textContent(), /version \d+\.\d+\.\d+/);
  assert.match(await saved.page.locator('#age').textContent(), /\d{4}.*does not update itself/, 'and how old its knowledge is');
  await saved.close();
  const hosted = await WAYS.find(([way]) => way === 'hosted')[1]();
  const waiting = hosted.page.waitForEvent('download');
  await hosted.page.locator('a[download]').click();
  assert.equal((await waiting).suggestedFilename(), 'header-verdict.html');
  await hosted.close();
});

test('the test key of a sample vouches for no other message', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  assert.equal(await answer(page).getAttribute('data-origin'), 'proved');
  assert.match(await page.locator('.notes, [class*="note"]').first().textContent(), /invented sample/);
  const text = await box(page).inputValue();
  await box(page).fill(`${text}\n`);
  await page.locator('[data-origin]:not([data-origin="proved"])').waitFor();
  assert.equal(await answer(page).getAttribute('data-origin'), 'attested', 'the stamp in it is all that is left');
  await done();
});
