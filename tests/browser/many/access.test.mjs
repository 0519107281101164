// The list and what stands above it: axe, small screens, print, and how it moves.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { close, openSaved, root } from '../harness.mjs';
import { violations } from '../page/element.mjs';
import { give, listed, read, row, waitListed } from './list.mjs';
import { flood } from './flood.mjs';
import { file, letter, mbox, message, zip } from './messages.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
after(async () => {
  await close();
  rmSync(scratch, { recursive: true });
});

const mixed = [file('flood.mbox', flood()), file('letters.mbox', mbox([letter(1), message(2)])), file('photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]))];

for (const dark of [false, true]) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing, and nothing runs over the side: ${width} px, ${dark ? 'dark' : 'light'}`, async () => {
      const { page, close: done } = await openSaved({ dark, viewport: { width, height: 800 } });
      await give(page, mixed);
      await read(page);
      for (const fold of await page.locator('.many details').all()) await fold.evaluate((node) => (node.open = true));
      const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.deepEqual(await violations(page), []);
      assert.ok((await over()) <= 0, `${await over()} px`);
      await row(page, 0).click();
      await page.locator('.verdict').waitFor();
      assert.deepEqual(await violations(page), []);
      assert.ok((await over()) <= 0, `${await over()} px, with a message open`);
      await done();
    });
  }
}

test('every target is at least 24 px high and shows its focus', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 360, height: 800 } });
  await give(page, mixed);
  await read(page);
  const small = await page.evaluate(() =>
    [...document.querySelector('header-verdict').shadowRoot.querySelectorAll('.many :is(button, select, summary, input, .chip, [role="row"][tabindex])')]
      .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('label') && node.getBoundingClientRect().height < 24)
      .map((node) => node.outerHTML.slice(0, 90)),
  );
  assert.deepEqual(small, []);
  await row(page, 0).focus();
  await page.keyboard.press('ArrowDown');
  const outline = await page.evaluate(() => getComputedStyle(document.querySelector('header-verdict').shadowRoot.activeElement).outlineStyle);
  assert.equal(outline, 'solid');
  await done();
});

/** WCAG 1.4.12, as a person sets it. */
const SPACED = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }';
const LANGUAGES = readdirSync(join(root, 'www', 'languages')).map((name) => name.replace('.json', ''));

/** What is cut of the rows in sight, save what the message says of itself. */
const cut = (page) =>
  page.evaluate(() =>
    [...document.querySelector('header-verdict').shadowRoot.querySelectorAll('.grid-window [role="row"]:not(.away) *')]
      .filter((node) => {
        const hidden = getComputedStyle(node).overflow === 'hidden';
        const own = node.matches('.grid-main, .grid-less') && getComputedStyle(node).whiteSpace === 'nowrap';
        const below = node.getBoundingClientRect().bottom - node.closest('[role="row"]').getBoundingClientRect().bottom;
        return (hidden && node.scrollHeight > node.clientHeight + 1) || (hidden && !own && node.scrollWidth > node.clientWidth + 1) || below > 1;
      })
      .map((node) => `${node.className}: ${node.textContent}`),
  );

for (const width of [320, 360, 1280]) {
  test(`no row is cut in any language, and the note on a date of the sender's is seen, with wide letters and lines as well: ${width} px`, async () => {
    const { page, close: done } = await openSaved({ viewport: { width, height: 800 } });
    await give(page, [...mixed, file('z.zip', zip({ 'inner.zip': zip({ 'one.eml': message(3) }) }))]);
    await read(page);
    await page.evaluate((css) => {
      globalThis.spaced = new CSSStyleSheet();
      globalThis.spaced.replaceSync(css);
      globalThis.spaced.disabled = true;
      const { shadowRoot } = document.querySelector('header-verdict');
      shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, globalThis.spaced];
    }, SPACED);
    for (const tag of LANGUAGES) {
      await page.selectOption('#language', tag);
      await page.locator(`.many[lang="${tag}"]`).waitFor();
      for (const spaced of [false, true]) {
        await page.evaluate((yes) => (globalThis.spaced.disabled = !yes), spaced);
        for (const end of [0, 1e6]) {
          await page.locator('.grid-scroll').evaluate(async (node, top) => {
            const frame = () => new Promise(requestAnimationFrame);
            for (let frames = 0; frames < 4; frames += 1) await frame();
            node.scrollTop = top;
            for (let frames = 0; frames < 4; frames += 1) await frame();
          }, end);
          await row(page, end ? 34 : 0).waitFor();
          assert.deepEqual(await cut(page), [], `${tag}${spaced ? ', spaced' : ''}`);
        }
        assert.equal(await row(page, 31).locator('.grid-dated').isVisible(), true);
      }
    }
    await done();
  });
}

test('what a message says of itself stands beside its names and does not run into them', async () => {
  for (const width of [320, 360]) {
    const { page, close: done } = await openSaved({ viewport: { width, height: 800 } });
    await page.selectOption('#language', 'de');
    await give(page, mixed);
    await read(page);
    await row(page, 0).click();
    await page.locator('.seen').waitFor();
    const gaps = await page.locator('.seen > div').evaluateAll((all) =>
      all.map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one.querySelector('dt'));
        return one.querySelector('dd').getBoundingClientRect().left - range.getBoundingClientRect().right;
      }),
    );
    assert.ok(Math.min(...gaps) >= 8, gaps.join());
    await done();
  }
});

test('what is printed is one page of what they show together, without the list', async () => {
  const { page, close: done } = await openSaved();
  await give(page, mixed);
  await read(page);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const seen = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('header-verdict');
    const visible = (selector) => shadowRoot.querySelector(selector)?.checkVisibility() ?? false;
    return { sheet: visible('.many-sheet'), grid: visible('.grid'), frame: visible('.frame'), text: shadowRoot.querySelector('.many-sheet').innerText };
  });
  assert.deepEqual([seen.sheet, seen.grid, seen.frame], [true, false, false]);
  assert.match(seen.text, /33 messages\s+Further copies: 0\. Not read: 1\./);
  assert.doesNotMatch(seen.text, /jo@mailbox\.example/, 'recipients are masked');
  const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages <= 2, `${pages} pages`);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.many-sheet').count(), 0);
  await done();
});

test('where not all of the odd ones are shown it says how many more there are, on paper too, and lists them', async () => {
  const { page, close: done } = await openSaved();
  await give(page, [file('flood.mbox', flood(15))]);
  await read(page);
  assert.equal(await page.locator('.odd-ones [data-odd]').count(), 6);
  assert.match(await page.locator('.odd-ones').innerText(), /^9 more\.$/m);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.ok((await page.locator('.many-sheet .sheet-small').allTextContents()).includes('9 more.'));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.locator('#many-search').fill('nobody wrote this');
  await waitListed(page, 0);
  await page.locator('.odd-ones').getByRole('button', { name: 'List these 15 messages' }).click();
  await waitListed(page, 15);
  assert.equal(await page.locator('[data-chip="odd"]').isChecked(), true);
  await done();
});

for (const format of ['csv', 'json']) {
  test(`the rows that are listed are saved as ${format.toUpperCase()}, masked unless somebody says otherwise`, async () => {
    const { page, close: done } = await openSaved();
    await give(page, mixed);
    await read(page);
    const saved = async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-many="${format}"]`).click()]);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
    };
    const count = await listed(page);
    const masked = await saved();
    assert.equal(masked.name, `header-verdict-messages-masked.${format}`);
    assert.doesNotMatch(masked.text, /jo@mailbox\.example/);
    await page.locator('#many-mask').uncheck();
    const whole = await saved();
    assert.equal(whole.name, `header-verdict-messages.${format}`);
    assert.match(whole.text, /jo@mailbox\.example/);
    for (const { text } of [masked, whole]) {
      const lines = format === 'json' ? JSON.parse(text).length : text.trimEnd().split('\r\n').length - 1;
      assert.equal(lines, count);
    }
    await page.locator('[data-chip="failed"]').check();
    await page.locator('[role="grid"][aria-rowcount="2"]').waitFor();
    const one = await saved();
    assert.match(one.text, /photo\.jpg/);
    assert.doesNotMatch(one.text, /flood\.mbox/);
    await done();
  });
}

/** A task that holds the page longer than this is felt, in milliseconds. The machine may be busy with other things. */
const LONG = 250;

test('a hundred thousand rows scroll without a long task, and few of them are in the page', { timeout: 600_000 }, async (context) => {
  const path = join(scratch, 'large.mbox');
  const parts = [];
  for (let number = 0; number < 100_000; number += 1) parts.push(`From a@b.example Wed Mar  4 09:00:00 2026\nFrom: Ada <ada@friend.example>\nTo: jo@mailbox.example\nSubject: Lunch ${number}\n\nSee you.\n\n`);
  writeFileSync(path, parts.join(''));
  const { page, errors, close: done } = await openSaved();
  await give(page, path);
  await read(page, 'done', 500_000);
  assert.equal(await listed(page), 100_000);
  const found = await page.evaluate(async () => {
    const root = document.querySelector('header-verdict').shadowRoot;
    const scroller = root.querySelector('.grid-scroll');
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const frame = () => new Promise(requestAnimationFrame);
    const frames = [];
    let most = 0;
    let before = performance.now();
    for (let step = 0; step < 240; step += 1) {
      // A wheel first, and then the bar, dragged from end to end.
      scroller.scrollTop += step < 120 ? 90 : (scroller.scrollHeight / 120) * (step % 2 ? 1 : 1.02);
      await frame();
      const now = performance.now();
      frames.push(now - before);
      before = now;
      most = Math.max(most, root.querySelectorAll('[role="row"]').length);
    }
    await new Promise((wait) => setTimeout(wait, 400));
    observer.disconnect();
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((wait) => setTimeout(wait, 600));
    frames.sort((one, other) => one - other);
    const rows = [...root.querySelectorAll('.grid-window [role="row"]:not(.away)')];
    return { longest: Math.max(0, ...tasks), middle: frames[120], most, last: rows.at(-1).dataset.index, waiting: rows.filter((one) => one.dataset.index === '').length };
  });
  context.diagnostic(`the longest task ${Math.round(found.longest)} ms, the middle frame ${found.middle.toFixed(1)} ms, ${found.most} rows in the page`);
  assert.ok(found.longest < LONG, `a task of ${found.longest} ms`);
  assert.ok(found.middle < 50, `the middle frame took ${found.middle} ms`);
  assert.ok(found.most < 60, `${found.most} rows in the page`);
  assert.deepEqual([found.last, found.waiting], ['99999', 0]);
  // Sorting, searching and going to the end are done by the engine, in its own time.
  await row(page, 99999).focus();
  await page.keyboard.press('Home');
  await row(page, 0).waitFor();
  await page.locator('#many-search').fill('lunch 54321');
  await page.locator('[role="grid"][aria-rowcount="2"]').waitFor();
  assert.deepEqual(errors, []);
  await done();
});
