// Many messages: what is given, how it is read, and the list of it.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assemble } from '../../../www/assemble.mjs';
import { samples } from '../../../www/samples.js';
import { WAYS, close, dist, open, openHosted, openSaved } from '../harness.mjs';
import { box, labelOf } from '../page/element.mjs';
import { flood } from './flood.mjs';
import { focusedRow, give, listed, read, row, rows, waitListed } from './list.mjs';
import { carrying, file, letter, mbox, message, zip } from './messages.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
after(async () => {
  await close();
  rmSync(scratch, { recursive: true });
});

const heading = (page) => page.locator('#many-title').textContent();
/** The place in the page that has the focus. */
const focusOn = (page) => page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement?.id);
const numbers = (from, to) => Array.from({ length: to - from }, (_, at) => from + at);
/** What a run must not do, whatever was given. */
const quiet = ({ errors, violations, requests }) => assert.deepEqual([errors, violations, requests.filter((url) => !url.startsWith('blob:'))], [[], [], []]);

for (const [way, open] of WAYS) {
  test(`${way}: a mail, a mailbox and an archive of both are one list, in the order of their names`, async () => {
    const opened = await open({ offline: true });
    const { page } = opened;
    await give(page, [
      file('a.eml', message(0)),
      file('b.mbox', mbox([message(1), letter(2)])),
      file('c.zip', zip({ 'inbox.mbox': mbox([letter(3), message(4)]), 'one.eml': letter(5), '__MACOSX/._one.eml': 'no mail' })),
    ]);
    await read(page);
    assert.equal(await heading(page), '6 messages');
    assert.equal(await focusOn(page), 'many-title', 'the focus is where it says how many there are');
    assert.deepEqual((await rows(page)).map(({ label, main }) => [label, main]), [
      ['forged', 'Your security code 0'],
      ['forged', 'Your security code 1'],
      ['not_confirmed', 'Lunch 2'],
      ['not_confirmed', 'Lunch 3'],
      ['forged', 'Your security code 4'],
      ['not_confirmed', 'Lunch 5'],
    ]);
    quiet(opened);
    await opened.close();
  });
}

test('one file with one message is shown as before, whether it lies open or packed', async () => {
  for (const given of [file('one.eml', message(0)), file('one.mbox', mbox([message(0)])), file('one.zip', zip({ 'folder/one.eml': message(0) }))]) {
    const opened = await openSaved();
    const { page } = opened;
    await give(page, [given]);
    await page.locator('[data-label].verdict').waitFor();
    assert.equal(await labelOf(page.locator('.frame')), 'forged', given.name);
    assert.match(await box(page).inputValue(), /^(?:From .*\n)?Received: from mail\.sender\.example/, given.name);
    assert.equal(await page.locator('.many').isVisible(), false, given.name);
    quiet(opened);
    await opened.close();
  }
});

test('a folder is read with all that is below it', async () => {
  const folder = join(scratch, 'Mail');
  mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
  writeFileSync(join(folder, 'one.eml'), letter(1));
  writeFileSync(join(folder, '.DS_Store'), 'litter of a system');
  writeFileSync(join(folder, 'deep', 'deeper', 'two.mbox'), mbox([letter(2), message(3)]));
  const { page, close: done } = await openSaved();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a folder' }).click()]);
  await chooser.setFiles(folder);
  await read(page);
  assert.deepEqual((await rows(page)).map(({ main }) => main), ['Lunch 2', 'Your security code 3', 'Lunch 1']);
  await row(page, 0).click();
  await page.locator('[data-label].verdict').waitFor();
  assert.match(await page.locator('.many-bar').textContent(), /Mail\/deep\/deeper\/two\.mbox/);
  await done();
});

test('thousands of small files are read to the end', async () => {
  // A browser's collector can take a reader away under its read; one file in some thousands was enough to stop the run.
  const opened = await openHosted();
  const { page } = opened;
  await page.evaluate((text) => {
    const given = new DataTransfer();
    for (let at = 0; at < 4_000; at += 1) given.items.add(new File([text.replace('NUMBER', at)], `${String(at).padStart(4, '0')}.eml`));
    const input = document.querySelector('header-verdict').shadowRoot.querySelector('input[type="file"]');
    input.files = given.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, `From: Jo <jo@mailbox.example>\nSubject: Lunch NUMBER\n\n${'Some text of a mail.\n'.repeat(100)}`);
  await read(page);
  assert.equal(await listed(page), 4_000);
  quiet(opened);
  await opened.close();
});

test('files that are dropped are listed, and one that is gone by then is a row with its reason', async () => {
  const { page, close: done } = await openSaved();
  await page.evaluate((texts) => {
    const element = document.querySelector('header-verdict');
    const transfer = new DataTransfer();
    for (const [name, text] of texts) transfer.items.add(new File([text], name));
    const gone = { kind: 'file', webkitGetAsEntry: () => ({ isFile: true, fullPath: '/c.eml', file: (_, refuse) => refuse(new DOMException('gone', 'NotFoundError')) }) };
    const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items: [...transfer.items, gone] } });
    element.dispatchEvent(event);
  }, [['b.eml', letter(1)], ['a.eml', message(0)]]);
  await read(page);
  assert.deepEqual((await rows(page)).map(({ label, main }) => [label, main]), [['forged', 'Your security code 0'], ['not_confirmed', 'Lunch 1'], ['broken', 'c.eml']]);
  await done();
});

test('several messages that are pasted at once are a list', async () => {
  const { page, close: done } = await openSaved();
  await box(page).focus();
  await page.keyboard.insertText(mbox([message(0), letter(1), letter(2)]));
  await read(page);
  assert.equal(await listed(page), 3);
  await page.getByRole('button', { name: 'Start again' }).click();
  assert.equal(await box(page).inputValue(), '');
  assert.equal(await page.locator('.many').isVisible(), false);
  assert.equal(await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement?.id), 'source');
  await done();
});

test('what cannot be read is a row with its reason, and everything else is read', async () => {
  const opened = await openSaved();
  const { page } = opened;
  await give(page, [
    file('a-closed.zip', zip({ 'secret.eml': message(0) }, { encrypted: true })),
    file('b-broken.zip', zip({ 'one.eml': message(1) }, { damaged: true })),
    file('c-cut.zip', zip({ 'one.eml': message(2) }).subarray(0, 60)),
    file('d-nested.zip', zip({ 'inner.zip': zip({ 'one.eml': message(3) }) })),
    file('e-photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1])),
    file('f-good.eml', letter(4)),
  ]);
  await read(page);
  const found = await rows(page);
  assert.deepEqual(found.map(({ label, main }) => [label, main]), [
    ['broken', 'a-closed.zip/secret.eml'],
    ['broken', 'b-broken.zip/one.eml'],
    ['broken', 'c-cut.zip'],
    ['broken', 'd-nested.zip/inner.zip'],
    ['broken', 'e-photo.jpg'],
    ['not_confirmed', 'Lunch 4'],
  ]);
  for (const { main, less } of found) assert.ok(less.length > 8, `${main}: ${less}`);
  assert.equal(await heading(page), '1 message', 'what could not be read is no message');
  assert.equal(await page.locator('.many-figures').textContent(), '1 message was read. 5 files could not be read.');
  assert.equal(await page.locator('.search-count').first().textContent(), '1 message');
  assert.equal(new Set(found.slice(0, 5).map(({ less }) => less)).size >= 4, true, 'each says what is wrong with it');
  await page.locator('[data-chip="failed"]').check();
  await waitListed(page, 5);
  quiet(opened);
  await opened.close();
});

test('a file that stops the engine is a row with its reason, and all the others are read again without it', async () => {
  // The bindings, in which a letter to nobody at all is as good as a trap.
  const bindings = join(scratch, 'bindings');
  cpSync(dist, bindings, { recursive: true });
  const path = join(bindings, 'header_verdict.js');
  const text = readFileSync(path, 'utf8');
  const trapping = text.replace(/(\n {4}push\((\w+)\) \{\n)/, `$1        if (new TextDecoder().decode($2).includes('To: trap@')) throw new WebAssembly.RuntimeError('unreachable');\n`);
  assert.notEqual(trapping, text);
  writeFileSync(path, trapping);
  await assemble(bindings, join(scratch, 'trapping'));
  const { page, errors, close: done } = await open(pathToFileURL(join(scratch, 'trapping', 'header-verdict.html')).href);
  const trap = message(1, { to: 'trap@mailbox.example' });
  await give(page, [file('a.mbox', mbox([letter(0), message(2)])), file('b.zip', zip({ 'one.eml': letter(3), 'trap.eml': trap })), file('c.eml', trap), file('d.eml', letter(4))]);
  await read(page);
  assert.deepEqual((await rows(page)).map(({ label, main }) => [label, main]), [
    ['not_confirmed', 'Lunch 0'],
    ['forged', 'Your security code 2'],
    ['not_confirmed', 'Lunch 3'],
    ['broken', 'b.zip/trap.eml'],
    ['broken', 'c.eml'],
    ['not_confirmed', 'Lunch 4'],
  ]);
  await row(page, 5).click();
  await page.locator('.seen', { hasText: 'Lunch 4' }).waitFor();
  assert.deepEqual(errors, []);
  await done();
});

test('a message that another one carries has a row of its own, names its carrier and leads to it', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('reported.eml', carrying(1, [message(7), letter(8)])), file('z.eml', letter(9))]);
  await read(page);
  const found = await rows(page);
  assert.deepEqual(found.map(({ main }) => main), ['Reported 1', 'Your security code 7', 'Lunch 8', 'Lunch 9']);
  assert.match(found[1].less, /^Attached to another message\./);
  await row(page, found[1].index).click();
  await page.locator('[data-label].verdict').waitFor();
  assert.equal(await labelOf(page.locator('.frame')), 'forged');
  assert.match(await box(page).inputValue(), /^Received: from mail\.sender\.example[\s\S]*Subject: Your security code 7/);
  assert.match(await page.locator('.carrier').textContent(), /Reported 1/);
  await page.locator('[data-many="carrier"]').click();
  await page.locator('.seen', { hasText: 'Reported 1' }).waitFor();
  assert.match(await box(page).inputValue(), /^From: Help desk/);
  assert.equal(await page.locator('.carrier').count(), 0);
  await done();
});

test('a row opens the full report, and Escape and the button lead back to it', async () => {
  const opened = await openSaved();
  const { page } = opened;
  await give(page, [file('all.zip', zip({ 'a.mbox': mbox(numbers(0, 40).map(letter)), 'b.mbox': mbox(numbers(40, 80).map((number) => (number % 2 ? letter : message)(number))) }))]);
  await read(page);
  await row(page, 0).focus();
  await page.keyboard.press('End');
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('ArrowUp');
  assert.equal(await focusedRow(page), 76);
  const scrolled = () => page.locator('.grid-scroll').evaluate((node) => node.scrollTop);
  const before = await scrolled();
  await page.keyboard.press('Enter');
  await page.locator('.seen', { hasText: 'Your security code 76' }).waitFor();
  assert.equal(await focusOn(page), 'headline');
  const report = await page.evaluate(() => document.querySelector('header-verdict').report);
  assert.equal(report.verdict.label, 'forged');
  assert.match(await box(page).inputValue(), /^Received:[\s\S]*Subject: Your security code 76[\s\S]*Your code is 204518\.\n+$/);
  assert.equal(await page.locator('[data-many="back"]').isVisible(), true);
  await page.keyboard.press('Escape');
  assert.equal(await focusedRow(page), 76, 'the focus is on the row again');
  assert.equal(await scrolled(), before, 'which stands where it stood');
  assert.equal(await page.locator('.frame').isVisible(), false);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.locator('.seen', { hasText: 'Lunch 77' }).waitFor();
  await page.locator('[data-many="back"]').click();
  assert.equal(await focusedRow(page), 77);
  quiet(opened);
  await opened.close();
});

test('Escape leads back from a button or a choice, but not out of a field for text or a list of choices that is open', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox([letter(1), letter(2)]))]);
  await read(page);
  const bar = page.locator('.many-bar');
  const shown = async () => {
    await row(page, 0).click();
    await page.locator('[data-label].verdict').waitFor();
  };
  for (const selector of ['input[name="mode"]:checked', '[data-step] input[type="checkbox"]', '#receiver']) {
    await shown();
    const place = page.locator(selector).first();
    await place.evaluate((node) => {
      node.closest('#more')?.classList.add('shown');
      if (node.closest('details')) node.closest('details').open = true;
      node.focus();
    });
    if (selector === '#receiver') {
      await page.keyboard.press('Alt+ArrowDown');
      assert.equal(await place.evaluate((node) => node.matches(':open')), true);
      await page.keyboard.press('Escape');
      assert.equal(await bar.isVisible(), true, 'the list of choices was open');
    }
    await page.keyboard.press('Escape');
    assert.equal(await bar.isVisible(), false, selector);
  }
  await shown();
  for (const selector of ['textarea[name="source"]', '#search']) {
    await page.locator(selector).focus();
    await page.keyboard.press('Escape');
    assert.equal(await bar.isVisible(), true, selector);
  }
  await done();
});

test('another message can be looked at in between, and the list is still there', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox(numbers(0, 5).map(letter)))]);
  await read(page);
  const label = await page.evaluate(async (text) => (await document.querySelector('header-verdict').analyze(text)).verdict.label, message(9));
  assert.equal(label, 'forged');
  assert.equal(await page.locator('.many-bar').isVisible(), true);
  await page.getByRole('button', { name: 'Back to the 5 messages' }).click();
  assert.equal(await listed(page), 5);
  await page.evaluate(() => document.querySelector('header-verdict').clear());
  assert.equal(await page.locator('.many').isVisible(), false);
  await done();
});

test('a message that is opened over a list is left by the way back, and nothing there says to clear it', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox([letter(1), letter(2)]))]);
  await read(page);
  await row(page, 0).click();
  await page.locator('[data-label].verdict').waitFor();
  assert.equal(await page.locator('.clear').isVisible(), false);
  // A text that is not drawn takes the box out of the page, and the focus goes on.
  await page.evaluate((text) => document.querySelector('header-verdict').analyze(text), letter(3).padEnd(299_995, '.'));
  await box(page).focus();
  await page.keyboard.insertText('0123456789');
  await page.locator('.preview').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement?.dataset.many), 'back');
  await page.locator('[data-many="back"]').click();
  await page.locator('[data-many="again"]').click();
  await box(page).fill(letter(4));
  await page.locator('[data-label].verdict').waitFor();
  assert.equal(await page.locator('.clear').isVisible(), true);
  await done();
});

test('the rows are judged again on the way back where another receiver counts by then, and the list is narrowed as it was', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('flood.mbox', flood()), file('letters.mbox', mbox([letter(1), letter(2)]))]);
  await read(page);
  assert.equal((await rows(page))[0].label, 'genuine_sender');
  await page.locator('[data-chip="genuine_sender"]').check();
  await page.locator('#many-search').fill('code');
  await waitListed(page, 30);
  await row(page, 0).click();
  await page.locator('[data-label].verdict').waitFor();
  await page.locator('.unfold').click();
  await page.locator('.received summary').click();
  await page.locator('#receiver').selectOption('yahoo');
  await page.locator('.verdict[data-label="not_confirmed"]').waitFor();
  await page.locator('[data-many="back"]').click();
  await page.locator('[data-chip="not_confirmed"]').waitFor();
  await waitListed(page, 0);
  assert.equal(await page.locator('#many-search').inputValue(), 'code');
  await page.locator('[data-chip="genuine_sender"]').click();
  await waitListed(page, 31);
  assert.equal((await rows(page))[0].label, 'not_confirmed');
  await row(page, 0).click();
  assert.equal(await labelOf(page.locator('.frame')), 'not_confirmed', 'as its report says');
  await done();
});

test('a key that is pasted for an opened message counts for the rows as well, and that of a sample for none', async () => {
  const { page, close: done } = await openSaved();
  const { text, keys } = samples.find((sample) => sample.keys && sample.text.includes('DKIM-Signature'));
  await give(page, [file('a.mbox', mbox([text.replaceAll('\r\n', '\n'), letter(1)]))]);
  await read(page);
  const proof = () => row(page, 0).locator('.grid-proof').textContent();
  const before = await proof();
  await page.evaluate((source) => document.querySelector('header-verdict').analyze(source), text);
  await page.locator('[data-many="back"]').click();
  assert.equal(await page.locator('.many-top').getAttribute('data-phase'), 'done', 'nothing has changed');
  await row(page, 0).click();
  await page.locator('[data-label].verdict').waitFor();
  const origin = () => page.locator('[data-label].verdict').getAttribute('data-origin');
  const unproved = await origin();
  for (const fold of await page.locator('.missing details').all()) await fold.evaluate((node) => (node.open = true));
  for (const { name, record } of keys) {
    const box = page.locator(`[data-keep="key ${name}"]`);
    if (await box.count()) await box.fill(record);
  }
  assert.notEqual(await origin(), unproved);
  await page.locator('[data-many="back"]').click();
  await read(page);
  await waitListed(page, 2);
  assert.notEqual(await proof(), before);
  await row(page, 0).click();
  await page.locator('[data-label].verdict').waitFor();
  assert.notEqual(await origin(), unproved, 'as its report says');
  await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.querySelector('[data-sample]').click());
  await page.locator('[data-many="back"]').click();
  await read(page);
  await waitListed(page, 2);
  assert.equal(await proof(), before);
  await done();
});

test('the rows can be sorted up and down, and are then as they were read', async () => {
  const { page, close: done } = await openSaved();
  const given = [letter(5), message(2), letter(9), message(1)];
  await give(page, [file('a.mbox', mbox(given))]);
  await read(page);
  const order = async () => (await rows(page)).map(({ index }) => index);
  const sort = (name) => page.getByRole('columnheader', { name }).getByRole('button').click();
  const sorted = (name) => page.getByRole('columnheader', { name }).getAttribute('aria-sort');
  const becomes = async (wanted) => {
    await page.waitForFunction((text) => [...document.querySelector('header-verdict').shadowRoot.querySelectorAll('.grid-window [role="row"]')].map((one) => one.dataset.index).join() === text, wanted.join());
    assert.deepEqual(await order(), wanted);
  };
  await becomes([0, 1, 2, 3]);
  await sort('Date');
  await becomes([3, 1, 0, 2]);
  assert.equal(await sorted('Date'), 'ascending');
  await sort('Date');
  await becomes([2, 0, 1, 3]);
  assert.equal(await sorted('Date'), 'descending');
  await sort('Date');
  await becomes([0, 1, 2, 3]);
  assert.equal(await sorted('Date'), 'none');
  await sort('Answer');
  await becomes([1, 3, 0, 2]);
  await done();
});

test('search, label, provider and event narrow the list, together and one by one', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox(numbers(0, 30).map((number) => (number % 3 ? letter : message)(number))))]);
  await read(page);
  assert.equal(await page.locator('.search-count').first().textContent(), '30 messages');
  await page.locator('#many-search').fill('LUNCH ada');
  await waitListed(page, 20);
  assert.equal(await page.locator('.search-count').first().textContent(), '20 of 30');
  await page.locator('#many-search').fill('');
  await page.locator('[data-chip="forged"]').check();
  await waitListed(page, 10);
  assert.equal(await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement?.dataset.chip), 'forged', 'the focus stays');
  await page.locator('[data-chip="not_confirmed"]').check();
  await waitListed(page, 30);
  await page.locator('#many-provider').selectOption('microsoft');
  await waitListed(page, 10);
  await page.locator('#many-search').fill('code 27');
  await waitListed(page, 1);
  await page.locator('#many-search').fill('nobody wrote this');
  await waitListed(page, 0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await waitListed(page, 30);
  assert.equal(await focusOn(page), 'many-search');
  assert.equal(await page.locator('[data-chip="forged"]').isChecked(), false);
  await done();
});

test('what is composed in the search stays whole and is searched for when it is there', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox([letter(1), letter(2), message(3, { subject: '日本の旅' })]))]);
  await read(page);
  const search = page.locator('#many-search');
  await search.focus();
  const keyboard = await page.context().newCDPSession(page);
  for (const text of ['に', 'にほ', 'にほん']) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(400);
    assert.deepEqual([await search.inputValue(), await focusOn(page), await listed(page)], [text, 'many-search', 3]);
  }
  await keyboard.send('Input.insertText', { text: '日本' });
  await waitListed(page, 1);
  assert.deepEqual([await search.inputValue(), await focusOn(page)], ['日本', 'many-search']);
  await done();
});

test('while the messages are read, nobody is torn out of the search or out of a choice', async () => {
  const { page, close: done } = await openSaved();
  const path = join(scratch, 'many.mbox');
  writeFileSync(path, mbox(numbers(0, 100_000).map(message)));
  await give(page, [path]);
  const choice = page.locator('#many-provider');
  await choice.waitFor();
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('header-verdict');
    globalThis.torn = [];
    for (const id of ['many-search', 'many-provider']) shadowRoot.getElementById(id).addEventListener('blur', () => globalThis.torn.push(id));
    const select = shadowRoot.getElementById('many-provider');
    new MutationObserver(() => shadowRoot.activeElement === select && globalThis.torn.push('options')).observe(select, { childList: true, subtree: true, characterData: true });
  });
  const offered = () => choice.locator('option').last().textContent();
  await choice.focus();
  const before = await offered();
  const counted = await page.locator('.chip-count').first().textContent();
  await page.waitForFunction((text) => document.querySelector('header-verdict').shadowRoot.querySelector('.chip-count').textContent !== text, counted);
  assert.equal(await offered(), before);
  assert.deepEqual(await page.evaluate(() => globalThis.torn), []);
  await page.locator('#many-search').focus();
  assert.notEqual(await offered(), before, 'it says how many there are once nobody is there');
  await page.keyboard.type('code');
  await page.waitForTimeout(400);
  assert.deepEqual(await page.evaluate(() => globalThis.torn), ['many-provider']);
  await done();
});

test('the keyboard alone goes through the list, a page at a time and from end to end', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox(numbers(0, 300).map(letter)))]);
  await read(page);
  for (let steps = 0; steps < 40 && Number.isNaN(await focusedRow(page)); steps += 1) await page.keyboard.press('Tab');
  assert.equal(await focusedRow(page), 0, 'the list is one stop of the Tab key');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focusedRow(page), 2);
  await page.keyboard.press('PageDown');
  const after = await focusedRow(page);
  assert.ok(after > 5 && after < 40, String(after));
  await page.keyboard.press('PageUp');
  assert.equal(await focusedRow(page), 2);
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.querySelector('header-verdict').shadowRoot.activeElement?.dataset.index === '299');
  const there = await page.evaluate(() => {
    const { activeElement: node } = document.querySelector('header-verdict').shadowRoot;
    const inner = node.getBoundingClientRect();
    const outer = node.closest('.grid-scroll').getBoundingClientRect();
    return [inner.top >= outer.top, inner.bottom <= outer.bottom + 1, node.getAttribute('aria-rowindex')];
  });
  assert.deepEqual(there, [true, true, '301']);
  // What the wheel scrolls out of sight keeps the focus, and the keys go on from there.
  await page.locator('.grid-scroll').evaluate((node) => (node.scrollTop = 0));
  await row(page, 0).waitFor();
  assert.equal(await focusedRow(page), 299);
  await page.keyboard.press('ArrowUp');
  assert.equal(await focusedRow(page), 298);
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('header-verdict').shadowRoot.activeElement?.dataset.index === '0');
  await done();
});

test('reading can be stopped at once, and what was read stays', async () => {
  const opened = await openSaved();
  const { page } = opened;
  const path = join(scratch, 'long.mbox');
  writeFileSync(path, mbox(numbers(0, 200_000).map(letter)));
  await give(page, [path]);
  await page.locator('.grid-window [role="row"]').first().waitFor();
  assert.match(await page.locator('.many-figures').textContent(), / of .* messages were read/);
  const before = Date.now();
  await page.getByRole('button', { name: 'Stop reading' }).click();
  await read(page, 'cancelled');
  assert.ok(Date.now() - before < 1_000, `${Date.now() - before} ms`);
  const count = await page.waitForFunction(() => {
    const rowcount = Number(document.querySelector('header-verdict').shadowRoot.querySelector('[role="grid"]').getAttribute('aria-rowcount')) - 1;
    return rowcount > 0 && rowcount;
  });
  assert.ok((await count.jsonValue()) < 200_000);
  await row(page, 0).click();
  await page.locator('.seen', { hasText: 'Lunch 0' }).waitFor();
  quiet(opened);
  await opened.close();
});

test('the focus stays on a button above the list when reading ends, and is on the heading where that button is gone', async () => {
  const path = join(scratch, 'ends.mbox');
  writeFileSync(path, mbox(numbers(0, 30_000).map(letter)));
  for (const [id, then] of [['list', 'many list'], ['cancel', undefined]]) {
    const { page, close: done } = await openSaved();
    await give(page, [path]);
    await page.locator(`[data-many="${id}"]`).focus();
    assert.equal(await page.locator('.many-top').getAttribute('data-phase'), 'reading');
    await read(page);
    const { keep, at } = await page.evaluate(() => {
      const { activeElement } = document.querySelector('header-verdict').shadowRoot;
      return { keep: activeElement?.dataset.keep, at: activeElement?.id };
    });
    assert.deepEqual([keep, at], [then, then ? '' : 'many-title']);
    await done();
  }
});

test('what is stopped before the worker has begun stays stopped, with nothing to save', async () => {
  const opened = await openHosted();
  const { page } = opened;
  await page.evaluate(() => {
    globalThis.Worker = class extends Worker {
      postMessage(...given) {
        setTimeout(() => super.postMessage(...given), 250);
      }
    };
  });
  const path = join(scratch, 'late.mbox');
  writeFileSync(path, mbox(numbers(0, 12_000).map(letter)));
  await give(page, path);
  await page.getByRole('button', { name: 'Stop reading' }).click();
  await read(page, 'cancelled');
  await page.waitForTimeout(2_000);
  assert.deepEqual([await page.locator('.many-top').getAttribute('data-phase'), await heading(page), await listed(page)], ['cancelled', '0 messages', 0]);
  assert.match(await page.locator('.many-figures').textContent(), /^Stopped\. 0 messages/);
  for (const id of ['csv', 'json', 'print']) assert.equal(await page.locator(`[data-many="${id}"]`).isDisabled(), true, id);
  quiet(opened);
  await opened.close();
});

test('with a worker and without one the rows are the same, and the page says which it was', async () => {
  const path = join(scratch, 'both.mbox');
  writeFileSync(path, mbox(numbers(0, 12_000).map((number) => (number % 50 ? letter : message)(number))));
  const found = [];
  for (const refused of [false, true]) {
    const opened = await openHosted();
    const { page } = opened;
    if (refused) await page.evaluate(() => void (globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } }));
    await give(page, [path]);
    await read(page, 'done', 120_000);
    await page.locator('.many-details summary').click();
    assert.match(await page.locator('.many-details').textContent(), refused ? /in the page itself/ : /in a worker/);
    await page.locator('[data-chip="forged"]').check();
    await waitListed(page, 240);
    found.push([await heading(page), await rows(page)]);
    quiet(opened);
    await opened.close();
  }
  assert.deepEqual(found[0], found[1]);
});

test('the rows, what stands above them and an opened message are said in another language at once', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('a.mbox', mbox([message(0), letter(1)]))]);
  await read(page);
  await page.selectOption('#language', 'de');
  await page.locator('.many[lang="de"]').waitFor();
  await page.locator('.grid-window [role="row"]').first().waitFor();
  assert.equal(await page.locator('.grid-window [role="row"]').first().locator('.grid-event').textContent() !== '', true);
  await row(page, 0).click();
  await page.locator('[data-label].verdict .label', { hasText: 'Gefälscht' }).waitFor();
  await page.selectOption('#language', 'en');
  await page.getByRole('button', { name: 'Back to the 2 messages' }).click();
  assert.equal(await heading(page), '2 messages');
  await done();
});
