// What a browser can refuse and what can go wrong: each is said in words, loses nothing that was pasted, and is over
// without a reload where it can be.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from '../../www/serve.mjs';
import { faulty } from './faults.mjs';
import { READY, close, dist, launch, open, openHosted, openSaved, origin, root } from './harness.mjs';
import { answer, box, focused, judge, labelOf, violations } from './page/element.mjs';

const english = JSON.parse(readFileSync(join(root, 'www', 'languages', 'en.json'), 'utf8'));
const built = readFileSync(join(dist, 'header-verdict.html'), 'utf8');
const MAIL = 'From: Microsoft account team <a@rnicrosoft.example>\nSubject: Your code\n';
const OTHER = 'From: Jo <jo@mailbox.example>\nSubject: Lunch\n';
const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-faults-'));
let desk;

before(async () => {
  desk = await serve(join(root, 'examples', 'intranet'), 0, { '/header-verdict/': dist });
});
after(async () => {
  await close();
  await desk.close();
  rmSync(scratch, { recursive: true });
});

/** What is shown in the place of an answer. */
const failure = (page) => page.locator('.stopped');
const status = (page) => page.locator('header-verdict .unseen[role="status"]');
const ready = (page) => page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, READY);

/**
 * A text of the page is there, is announced, and takes neither what was pasted nor the focus; where the focus was in an
 * answer that is gone, the text has it.
 */
async function told(page, id, { pasted = MAIL, focus = 'textarea source' } = {}) {
  await page.locator(`[data-failure="${id}"]`).waitFor();
  assert.equal(await failure(page).locator('p').textContent(), english[id]);
  assert.equal(await page.locator('[data-label][part]').count(), 0, 'no answer stands beside it');
  assert.equal(await box(page).inputValue(), pasted);
  if (focus) assert.equal(await focused(page), focus === 'said' ? `p ${english[id].slice(0, 40).trim()}` : focus);
  await page.waitForFunction((text) => document.querySelector('header-verdict').shadowRoot.querySelector('.unseen[role="status"]').textContent === text, english[id]);
}

/** The hosted page, changed on its way. */
const changed = (change, options) =>
  openHosted({
    ...options,
    before: async (page) => {
      await page.route('**/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: change(built) }));
      await options?.before?.(page);
    },
  });

/** The page after a script that ran before its own. */
const prepared = (script, options) => openSaved({ ...options, before: (page) => page.addInitScript(script) });

// The engine does not start.

test('WebAssembly refused by a policy: it says so, and the text stays', async () => {
  const { page, close: done } = await changed((text) => text.replace(" 'wasm-unsafe-eval'", ''), { ready: false });
  await box(page).fill(MAIL);
  await told(page, 'error.refused');
  assert.deepEqual(await violations(page), []);
  await done();
});

test('a browser without WebAssembly: it names those that have it', async () => {
  const { page, close: done } = await prepared(() => delete globalThis.WebAssembly, { ready: false });
  await box(page).fill(MAIL);
  await told(page, 'error.engine');
  assert.equal(await failure(page).getByRole('button').count(), 0, 'trying again would not help');
  await done();
});

test('a browser without DecompressionStream: it names the versions that have it', async () => {
  const { page, close: done } = await prepared(() => delete globalThis.DecompressionStream, { ready: false });
  await box(page).fill(MAIL);
  await told(page, 'error.inflate');
  await done();
});

test('an engine that was damaged on its way: the page says to get it again', async () => {
  for (const change of [
    (text) => text.replace(/(id="engine">[^<]{5000})[^<]{40}/, '$1'),
    (text) => text.replace(/(id="engine">)[^<]{10}/, '$1%%%%%%%%%%'),
  ]) {
    const { page, close: done } = await changed(change, { ready: false });
    await box(page).fill(MAIL);
    await told(page, 'error.damaged');
    await done();
  }
});

test('no memory for the engine: trying again starts it, and what was pasted meanwhile is judged', async () => {
  const { page, close: done } = await prepared(`(${faulty})(); globalThis.full = true`, { ready: false });
  await box(page).fill(MAIL);
  await told(page, 'error.memory');
  await page.evaluate(() => (globalThis.full = false));
  await failure(page).getByRole('button', { name: 'Try again' }).click();
  await ready(page);
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  assert.equal(await focused(page), `h2 ${(await page.locator('#headline').textContent()).slice(0, 40)}`);
  await done();
});

test('in a page of one’s own, an engine that cannot be fetched: trying again fetches it', async () => {
  let refused = true;
  const { page, close: done } = await open(`${desk.origin}/`, {
    ready: false,
    before: (given) => given.route('**/*.wasm', (route) => (refused ? route.abort() : route.continue())),
  });
  await box(page).fill(MAIL);
  await told(page, 'error.load');
  refused = false;
  await failure(page).getByRole('button').click();
  await page.locator('[data-label][part]').waitFor();
  assert.equal(await page.locator('[data-label][part]').getAttribute('data-label'), 'forged');
  await done();
});

test('an engine that is slow to start: what was pasted meanwhile stays and is judged', async () => {
  const { page, close: done } = await prepared(
    () => {
      const compile = WebAssembly.compile;
      const gate = new Promise((open) => (globalThis.release = open));
      WebAssembly.compile = async (...values) => gate.then(() => compile.call(WebAssembly, ...values));
    },
    { ready: false },
  );
  await box(page).fill(MAIL);
  await page.waitForTimeout(300);
  assert.equal(await answer(page).count(), 0);
  assert.equal(await focused(page), 'textarea source');
  await box(page).press('Control+End');
  await page.keyboard.type('X-Typed: later');
  await page.evaluate(() => globalThis.release());
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  assert.equal(await box(page).inputValue(), `${MAIL}X-Typed: later`);
  await done();
});

test('asked for an answer right after typing, the page judges what stands in the box', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OTHER);
  const label = await box(page).evaluate(async (area, text) => {
    area.value = text;
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: 'x' }));
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    await new Promise((wait) => setTimeout(wait, 400));
    return area.getRootNode().host.report.verdict.label;
  }, MAIL);
  assert.equal(label, 'forged');
  await done();
});

test('a page whose script does not start says so in the place of the box', async (t) => {
  await t.test('a browser that is too old', async () => {
    const { page, close: done } = await prepared(() => (globalThis.CSSStyleSheet = undefined), { ready: false });
    await page.locator('.not-started').waitFor({ state: 'visible' });
    await done();
  });
  await t.test('a script that was changed on its way, which the policy refuses', async () => {
    const { page, violations: against, close: done } = await changed((text) => text.replace('<script>', '<script>"changed";'), { ready: false });
    assert.equal(await page.locator('.not-started').isVisible(), false, 'not at once');
    await page.locator('.not-started').waitFor({ state: 'visible' });
    assert.ok(against.length > 0);
    await done();
  });
  await t.test('a script that starts shows nothing of it', async () => {
    const { page, close: done } = await openSaved();
    assert.equal(await page.locator('.not-started').isVisible(), false);
    await done();
  });
});

// The engine stops.

for (const [fault, instances] of [['trap', 2], ['stack', 2]]) {
  test(`the engine stops (${fault}): the text stays, and the next judgement has a fresh instance`, async () => {
    const { page, errors, close: done } = await prepared(faulty);
    await judge(page, OTHER);
    await page.evaluate((name) => (globalThis.fault = name), fault);
    await box(page).fill(MAIL);
    await told(page, 'error.stopped');
    assert.equal(await page.evaluate(() => globalThis.instances), instances);
    assert.equal(await page.evaluate(() => document.querySelector('header-verdict').report), null);
    await failure(page).getByRole('button').click();
    await answer(page).waitFor();
    assert.equal(await labelOf(page), 'forged');
    await judge(page, OTHER);
    assert.equal(await labelOf(page), 'not_confirmed');
    assert.deepEqual(errors, []);
    await done();
  });
}

test('the engine stops twice: the same failure is announced again', async () => {
  const { page, close: done } = await prepared(faulty);
  for (let times = 0; times < 2; times += 1) {
    await page.evaluate(() => (globalThis.fault = 'trap'));
    await box(page).fill(`${MAIL}X: ${times}\n`);
    await page.waitForFunction(() => globalThis.fault === '');
    assert.equal(await status(page).textContent(), '');
    await told(page, 'error.stopped', { pasted: `${MAIL}X: ${times}\n` });
  }
  await done();
});

test('no room for a fresh instance: it is asked for again with the next judgement', async () => {
  const { page, close: done } = await prepared(faulty);
  await page.evaluate(() => Object.assign(globalThis, { fault: 'trap', full: true }));
  await box(page).fill(MAIL);
  await told(page, 'error.stopped');
  await failure(page).getByRole('button').click();
  await told(page, 'error.memory');
  await page.evaluate(() => (globalThis.full = false));
  await failure(page).getByRole('button').click();
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  await done();
});

test('an input for which memory runs out: it says so, the text stays, and a smaller one is judged', async () => {
  // The memory of the engine gets an end, as on a small device: what happens then is the browser's and the engine's own.
  const bounded = (pages) => {
    const compile = WebAssembly.compile;
    WebAssembly.compile = (source) => {
      const bytes = new Uint8Array(source);
      let at = 8;
      const number = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
          value |= (bytes[at] & 127) << shift;
          if (bytes[at++] < 128) return value;
        }
      };
      const written = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...written(value >> 7)]);
      for (;;) {
        const start = at;
        const [id, size] = [bytes[at++], number()];
        if (id !== 5) {
          at += size;
          continue;
        }
        const end = at + size;
        at += 2;
        const memory = [1, 1, ...written(number()), ...written(pages)];
        return new Blob([bytes.subarray(0, start), Uint8Array.of(5, ...written(memory.length), ...memory), bytes.subarray(end)])
          .arrayBuffer()
          .then((changed) => compile.call(WebAssembly, changed));
      }
    };
  };
  const { page, errors, close: done } = await prepared(`(${bounded})(400)`);
  const long = `${MAIL}\n${'A line of the text.\n'.repeat(2_000_000)}`;
  await page.evaluate((text) => void (document.querySelector('header-verdict').source = text), long);
  await told(page, 'error.memory', { pasted: long, focus: '' });
  assert.match(await page.locator('.preview pre').textContent(), /^From: Microsoft/);
  await page.getByRole('button', { name: 'Clear' }).click();
  await judge(page, MAIL);
  assert.equal(await labelOf(page), 'forged');
  assert.deepEqual(errors, []);
  await done();
});

test('an answer that cannot be drawn: the answer to something else does not stay in its place', async () => {
  const { page, close: done } = await openSaved();
  await page.locator('[data-sample="code"]').click();
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'genuine_sender');
  await page.evaluate(() => {
    const real = Element.prototype.replaceChildren;
    Element.prototype.replaceChildren = function (...nodes) {
      if (!nodes.some((node) => node?.dataset?.label)) return real.apply(this, nodes);
      Element.prototype.replaceChildren = real;
      throw new Error('cannot be drawn');
    };
  });
  await box(page).fill(MAIL);
  await told(page, 'error.stopped');
  await failure(page).getByRole('button').click();
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  await done();
});

// Files.

const fileOf = (name, text = MAIL) => {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
};

const folderOf = (name, ...empty) => {
  const path = join(scratch, name);
  mkdirSync(path);
  for (const one of empty) writeFileSync(join(path, one), '');
  return path;
};

/** Chooses a file and lets something happen to it before the page reads it. */
async function choose(page, path, meanwhile) {
  await page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    const gate = new Promise((open) => (globalThis.release = open));
    Blob.prototype.arrayBuffer = async function () {
      if (!(this instanceof File)) return read.call(this);
      globalThis.asked = true;
      await gate;
      return read.call(this);
    };
  });
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.waitForFunction(() => globalThis.asked);
  await meanwhile();
  await page.evaluate(() => globalThis.release());
}

test('a file that vanishes while it is read: the text stays, and the file is read when it is there again', async () => {
  const { page, errors, close: done } = await openSaved();
  await judge(page, OTHER);
  const path = fileOf('vanishes.eml');
  // A file that was changed is another one; by its time this is the same.
  const then = new Date(1_772_000_000_000);
  utimesSync(path, then, then);
  await choose(page, path, () => rmSync(path));
  await told(page, 'error.file', { pasted: OTHER, focus: 'said' });
  fileOf('vanishes.eml');
  utimesSync(path, then, then);
  await failure(page).getByRole('button').click();
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  assert.equal(await box(page).inputValue(), MAIL);
  assert.deepEqual(errors, []);
  await done();
});

test('a file that is changed between choosing and reading is not judged in a mixture of both', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OTHER);
  const path = fileOf('changes.eml');
  await choose(page, path, () => {
    writeFileSync(path, `X-Longer: than before\n${OTHER}`);
    utimesSync(path, new Date(), new Date(Date.now() + 60_000));
  });
  await told(page, 'error.file', { pasted: OTHER, focus: 'said' });
  await judge(page, MAIL);
  assert.equal(await labelOf(page), 'forged');
  await done();
});

test('a paste while a file is still read: the paste stays', async () => {
  const { page, close: done } = await openSaved();
  const path = fileOf('slow.eml', OTHER);
  await choose(page, path, () => judge(page, MAIL));
  await page.waitForTimeout(300);
  assert.equal(await box(page).inputValue(), MAIL);
  assert.equal(await labelOf(page), 'forged');
  await done();
});

test('64 megabytes are pasted: they are all there, and judged', async () => {
  const { page, errors, close: done } = await openHosted();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await box(page).focus();
  const length = await page.evaluate(async (mail) => {
    const text = `${mail}\n${'A line of the text of a mail, sixty-four characters with its end\n'.repeat(1 << 20)}`;
    await navigator.clipboard.writeText(text);
    return text.length;
  }, MAIL);
  assert.ok(length > 64 << 20);
  await page.keyboard.press('Control+v');
  // So much may be a mailbox; the one message in it is opened, and is there in full.
  await page.waitForFunction(
    (wanted) => {
      const { report, shadowRoot } = document.querySelector('header-verdict');
      return report?.verdict.label === 'forged' && shadowRoot.querySelector('textarea[name="source"]').value.length >= wanted - 1;
    },
    length,
    { timeout: 60_000 },
  );
  assert.deepEqual(errors, []);
  await done();
});

// Dragging. The browser's own drag, so that what the page does not take has its consequence.

/** Drops something on the middle of an element, or beside everything. */
async function drop(page, where, data) {
  const session = await page.context().newCDPSession(page);
  const { x, y, width, height } = await where.boundingBox();
  const at = { x: x + Math.min(width / 2, 400), y: y + Math.min(height / 2, 40), data: { items: [], dragOperationsMask: 19, ...data } };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, ...at });
  await page.waitForTimeout(300);
}

const link = { items: [{ mimeType: 'text/uri-list', data: 'https://login.example/' }, { mimeType: 'text/plain', data: 'https://login.example/' }] };

for (const [what, data] of [
  ['a link', () => link],
  ['selected text', () => ({ items: [{ mimeType: 'text/plain', data: OTHER }] })],
  ['a file', () => ({ files: [fileOf('dropped.html', '<p>another page</p>')] })],
]) {
  test(`${what} dropped beside the panel takes the place of nothing`, async () => {
    const { page, requests, close: done } = await openHosted();
    const at = page.url();
    await judge(page, MAIL);
    await drop(page, page.locator('header.top'), data());
    assert.equal(page.url(), at);
    assert.equal(await box(page).inputValue(), MAIL);
    assert.equal(await labelOf(page), 'forged');
    if (what !== 'a file') {
      await drop(page, page.locator('.box-head'), data());
      assert.equal(page.url(), at);
      assert.equal(await box(page).inputValue(), MAIL);
    }
    assert.deepEqual(requests, []);
    assert.equal(page.context().pages().length, 1);
    await done();
  });
}

test('a link dropped on a choice takes the place of nothing', async () => {
  const { page, requests, close: done } = await openHosted();
  const at = page.url();
  await judge(page, MAIL);
  await drop(page, page.locator('[name="mode"][value="message"]'), link);
  await page.locator('[name="given"][value="nothing"]').scrollIntoViewIfNeeded();
  await drop(page, page.locator('[name="given"][value="nothing"]'), link);
  assert.equal(page.url(), at);
  assert.equal(await labelOf(page), 'forged');
  assert.deepEqual([requests, page.context().pages().length], [[], 1]);
  await done();
});

test('a link dropped into the box is text in it', async () => {
  const { page, requests, close: done } = await openHosted();
  const at = page.url();
  await drop(page, box(page), link);
  assert.equal(page.url(), at);
  assert.match(await box(page).inputValue(), /^https:\/\/login\.example\/\s*$/);
  assert.deepEqual(requests, []);
  await done();
});

/** What is said beside what stayed. */
const nothing = (page) => page.locator('.nothing');

for (const [what, make, id] of [
  ['an empty file', () => [fileOf('empty.eml', '')], 'intake.file_empty'],
  ['a file of blank lines', () => [fileOf('blank.eml', '\r\n \r\n')], 'intake.file_empty'],
  ['two empty files', () => [fileOf('first.eml', ''), fileOf('second.eml', '')], 'intake.nothing_found'],
  ['an empty folder', () => [folderOf('folder')], 'intake.nothing_found'],
  ['a folder of empty files', () => [folderOf('empties', 'first.eml', 'second.eml')], 'intake.nothing_found'],
]) {
  test(`${what} dropped on the panel takes the place of nothing, and that there is nothing is said`, async () => {
    const { page, errors, close: done } = await openHosted();
    await judge(page, MAIL);
    await drop(page, page.locator('.box-head'), { files: make() });
    await nothing(page).waitFor();
    assert.equal(await nothing(page).textContent(), english[id]);
    assert.equal(await box(page).inputValue(), MAIL);
    assert.equal(await labelOf(page), 'forged');
    await page.waitForFunction((text) => document.querySelector('header-verdict').shadowRoot.querySelector('.unseen[role="status"]').textContent === text, english[id]);
    await judge(page, OTHER);
    assert.equal(await nothing(page).isVisible(), false, 'until something else is given');
    assert.deepEqual(errors, []);
    await done();
  });
}

test('a picture dropped on the panel is called what it is, and not judged as a mail', async () => {
  const { page, errors, close: done } = await openHosted();
  await drop(page, page.locator('.box-head'), { files: [join(root, 'www', 'screenshot.png')] });
  await page.locator('.notes .kind').waitFor();
  assert.ok((await page.locator('.notes .kind').textContent()).startsWith(english['intake.kind.binary']));
  assert.notEqual(await labelOf(page), 'forged');
  assert.deepEqual(errors, []);
  await done();
});

// What else a browser refuses.

test('storage refused: nothing is missing, since nothing is stored', async () => {
  const { page, errors, close: done } = await prepared(() => {
    for (const [owner, names] of [[globalThis, ['localStorage', 'sessionStorage', 'indexedDB', 'caches']], [Document.prototype, ['cookie']], [navigator, ['storage', 'serviceWorker']]]) {
      for (const name of names) {
        Object.defineProperty(owner, name, {
          configurable: true,
          get: () => {
            throw new DOMException('refused', 'SecurityError');
          },
        });
      }
    }
  });
  await judge(page, MAIL);
  await page.locator('#language').selectOption('de');
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  assert.equal(await labelOf(page), 'forged');
  assert.deepEqual(errors, []);
  await done();
});

test('nothing is stored, whatever was pasted, answered or chosen', async () => {
  const { page, close: done } = await openHosted();
  await judge(page, MAIL);
  await page.locator('#language').selectOption('fr');
  await page.waitForFunction(() => document.documentElement.lang === 'fr');
  const kept = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    document.cookie,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    history.state,
    location.hash + location.search,
    window.name,
  ]);
  assert.deepEqual(kept, [0, 0, '', 0, 0, 0, null, '', '']);
  await done();
});

test('the clipboard refused: what would be copied is selected, and that is said', async () => {
  const { page, errors, close: done } = await openHosted();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
  });
  await judge(page, MAIL);
  await page.locator('[data-hand="ticket_copy"]').click();
  await page.locator('.handover-text').waitFor({ state: 'visible' });
  assert.equal(await page.locator('.handover-status').textContent(), english['handover.select']);
  const [text, selected] = await page.locator('.handover-text').evaluate((area) => [area.value, area.value.slice(area.selectionStart, area.selectionEnd)]);
  assert.match(text, /^Header Verdict: /);
  assert.equal(selected, text);
  const row = page.locator('.copy').first();
  await row.scrollIntoViewIfNeeded();
  await row.click();
  assert.match(await row.textContent(), new RegExp(english.selected));
  assert.deepEqual(errors, []);
  await done();
});

for (const [name, script] of [['that does nothing', () => (globalThis.print = () => {})], ['that is missing', () => (globalThis.print = undefined)]]) {
  test(`printing ${name}: another way is named`, async () => {
    const { page, errors, close: done } = await prepared(script);
    await judge(page, MAIL);
    await page.locator('[data-hand="print"]').click();
    await page.waitForFunction((text) => document.querySelector('header-verdict').shadowRoot.querySelector('.handover-status').textContent === text, english['handover.print_failed']);
    assert.deepEqual(errors, []);
    await done();
  });
}

test('printing that works is not called refused', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, MAIL);
  await page.locator('[data-hand="print"]').click();
  await page.waitForTimeout(1300);
  assert.equal(await page.locator('.handover-status').textContent(), '');
  await done();
});

test('a language that cannot be unpacked: it is said, the page stays as it speaks, and the next choice asks again', async () => {
  const { page, errors, close: done } = await openSaved({
    before: (given) =>
      given.addInitScript(() => {
        const Real = DecompressionStream;
        globalThis.opened = 0;
        globalThis.DecompressionStream = function (format) {
          globalThis.opened += 1;
          if (globalThis.opened === 2) throw new TypeError('cannot be unpacked');
          return new Real(format);
        };
      }),
  });
  await judge(page, MAIL);
  await page.locator('#language').selectOption('de');
  const said = page.locator('#language-failed');
  await page.waitForFunction((text) => document.getElementById('language-failed').textContent === text, english['page.language.failed']);
  assert.equal(await said.getAttribute('role'), 'status');
  await page.waitForFunction(() => document.getElementById('language').value === 'en');
  assert.deepEqual([await page.locator('html').getAttribute('lang'), await labelOf(page), await box(page).inputValue()], ['en', 'forged', MAIL]);
  assert.deepEqual(await violations(page), []);
  await page.locator('#language').selectOption('de');
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  assert.equal(await said.textContent(), '');
  assert.deepEqual(errors, []);
  await done();
});

test('a page of which the end is missing judges in English and says why it speaks nothing else', async () => {
  const { page, close: done } = await changed((text) => text.slice(0, text.indexOf('id="languages"') + 4000));
  await judge(page, MAIL);
  await page.locator('#language').selectOption('ja');
  await page.waitForFunction((text) => document.getElementById('language-failed').textContent === text, english['page.language.failed']);
  assert.equal(await labelOf(page), 'forged');
  await done();
});

// The page is not looked at, or left and come back to.

test('a tab in the background: what was pasted is judged there or when the tab is looked at again', async () => {
  const { page, close: done } = await prepared(() => {
    // What a browser does to a page that nobody sees: no frame is drawn, and a timer waits for a second.
    const real = setTimeout;
    globalThis.setTimeout = (act, time, ...values) => real(act, Math.max(1000, time ?? 0), ...values);
    globalThis.requestAnimationFrame = () => 0;
    Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
    Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
  });
  await box(page).fill(MAIL);
  await answer(page).waitFor();
  assert.equal(await labelOf(page), 'forged');
  const session = await page.context().newCDPSession(page);
  await box(page).fill(OTHER);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((wait) => setTimeout(wait, 1500));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page.waitForFunction(() => document.querySelector('header-verdict').report?.verdict.label === 'not_confirmed', undefined, { polling: 100 });
  assert.equal(await box(page).inputValue(), OTHER);
  await done();
});

test('left and come back to: from the browser’s own memory of the page, text and answer are as they were', async () => {
  const options = { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', chromiumSandbox: process.getuid?.() !== 0, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
  const browser = await chromium.launch({ ...options, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage();
  await page.addInitScript(() => addEventListener('pageshow', ({ persisted }) => (globalThis.persisted = persisted)));
  await page.goto(`${await origin()}/`);
  await ready(page);
  await judge(page, MAIL);
  await page.locator('a[href="SHA256SUMS"]').click();
  await page.waitForURL('**/SHA256SUMS');
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.persisted === true);
  assert.equal(await box(page).inputValue(), MAIL);
  assert.equal(await labelOf(page), 'forged');
  await judge(page, OTHER);
  assert.equal(await labelOf(page), 'not_confirmed');
  await browser.close();
});

test('left and come back to without that: the page begins anew, and its choices say what it does', async () => {
  const { page, close: done } = await openHosted();
  await judge(page, MAIL);
  await page.locator('#language').selectOption('de');
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  await page.locator('a[href="SHA256SUMS"]').click();
  await page.goBack();
  await ready(page);
  await page.waitForTimeout(200);
  const state = await page.evaluate(() => {
    const element = document.querySelector('header-verdict');
    const text = element.source;
    return { said: document.getElementById('language').value === document.documentElement.lang, kept: text !== '' && !element.report, answered: Boolean(element.shadowRoot.querySelector('[data-label]')) === (text !== '') };
  });
  assert.deepEqual(state, { said: true, kept: false, answered: true });
  await done();
});
