// How languages reach the page and the element: out of the page's block, or from beside the module; when they are wanted.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assemble } from '../../www/assemble.mjs';
import { serve } from '../../www/serve.mjs';
import { samples } from '../../www/samples.js';
import { bracketed, page as english } from '../support/languages.mjs';
import { close, dist, launch, open, root } from './harness.mjs';
import { without } from './page/element.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
/** dist/ with two languages: English, and German that is English in brackets. */
const other = join(scratch, 'dist');
const saved = pathToFileURL(join(other, 'header-verdict.html')).href;
let desk;

before(async () => {
  await assemble(dist, other, { en: english, de: bracketed() });
  desk = await serve(join(root, 'examples', 'intranet'), 0, { '/header-verdict/': other });
});
after(async () => {
  await close();
  await desk.close();
  rmSync(scratch, { recursive: true });
});

const spoken = (page) => page.locator('header-verdict').evaluate((element) => [element.language, element.words.tag]);
/** Waits until the element speaks a language. */
const speaks = (page, tag) => page.waitForFunction((wanted) => document.querySelector('header-verdict').words.tag === wanted, tag);
const headline = (page) => page.locator('[data-label] h2').first().textContent();
const judge = (page, text) => page.locator('header-verdict').evaluate((element, source) => element.analyze(source), text);
const forged = samples.find(({ id }) => id === 'lookalike').text;

/** Opens the saved page and counts what it inflates. */
async function openCounting(locale) {
  const context = await (await launch()).newContext({ locale });
  await context.addInitScript(() => {
    const Real = DecompressionStream;
    globalThis.inflated = 0;
    globalThis.DecompressionStream = class extends Real {
      constructor(format) {
        super(format);
        globalThis.inflated += 1;
      }
    };
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(saved);
  await page.waitForFunction(() => document.querySelector('header-verdict').report);
  return { page, errors, inflated: () => page.evaluate(() => globalThis.inflated), close: () => context.close() };
}

test('an English page does not open its languages, and opens them once when one is chosen', async () => {
  const { page, errors, inflated, close: done } = await openCounting('en-GB');
  await judge(page, forged);
  assert.deepEqual(await spoken(page), ['en', 'en']);
  const engineOnly = await inflated();
  await page.selectOption('#language', 'de');
  await speaks(page, 'de');
  assert.match(await headline(page), /^⟦Forged: .*⟧$/);
  await page.selectOption('#language', 'en');
  await speaks(page, 'en');
  assert.match(await headline(page), /^Forged: /);
  await page.selectOption('#language', 'de');
  await speaks(page, 'de');
  assert.deepEqual([engineOnly, await inflated(), errors], [1, 2, []]);
  await done();
});

test('a page for German eyes speaks German, its frame and its list of languages included', async () => {
  const { page, errors, close: done } = await openCounting('de-AT');
  await speaks(page, 'de');
  assert.deepEqual(await page.locator('#language option').allTextContents(), ['English', 'Klammern']);
  assert.match(await page.title(), /^⟦/);
  await judge(page, forged);
  assert.match(await headline(page), /^⟦Forged: /);
  assert.deepEqual(errors, []);
  await done();
});

test('a change of the language says the answer again, judges nothing and keeps the report', async () => {
  const { page, close: done } = await openCounting('en-GB');
  await judge(page, forged);
  const same = await page.locator('header-verdict').evaluate(async (element) => {
    const { report } = element;
    let events = 0;
    element.addEventListener('report', () => (events += 1));
    element.language = 'de';
    await new Promise((changed) => element.addEventListener('languagechange', changed, { once: true }));
    return [element.report === report, events];
  });
  assert.deepEqual(same, [true, 0]);
  await done();
});

/** Opens the desk; what it fetches is in `loading` and `requests`. */
async function openDesk() {
  const opened = await open(`${desk.origin}/`, { ready: false });
  await opened.page.evaluate(() => document.querySelector('header-verdict').ready);
  return opened;
}
const fetched = ({ loading, requests }) => [...loading, ...requests].filter((url) => url.includes('/languages/')).map((url) => url.slice(desk.origin.length));

test('the module fetches a language from beside itself, when it is wanted and once', async () => {
  const opened = await openDesk();
  assert.deepEqual(fetched(opened), []);
  for (const tag of ['de-CH', 'en', 'DE']) {
    await opened.page.locator('header-verdict').evaluate((element, value) => element.setAttribute('language', value), tag);
    await speaks(opened.page, tag.slice(0, 2).toLowerCase());
  }
  assert.deepEqual(fetched(opened), ['/header-verdict/languages/de.json']);
  assert.deepEqual([opened.errors, opened.violations], [[], []]);
  await opened.close();
});

test('without an attribute the element speaks the language around it, and English for one that there is not', async () => {
  const { page, close: done } = await openDesk();
  const languages = await page.evaluate(async () => {
    const found = [];
    for (const tag of ['de', 'fr', '']) {
      const around = document.createElement('div');
      around.lang = tag;
      const element = document.createElement('header-verdict');
      around.append(element);
      document.body.append(around);
      found.push(element.language);
    }
    return found;
  });
  assert.deepEqual(languages, ['de', 'en', 'en']);
  await done();
});

test('a language that cannot be loaded leaves the element as it speaks, and is asked for again', async () => {
  const { page, close: done } = await openDesk();
  let tries = 0;
  await page.route('**/languages/de.json', (route) => (++tries === 1 ? route.fulfill({ status: 503 }) : route.continue()));
  const warned = page.waitForEvent('console', (message) => message.text().includes('de could not be loaded'));
  await page.locator('header-verdict').evaluate((element) => (element.language = 'de'));
  await warned;
  assert.deepEqual(await spoken(page), ['de', 'en']);
  await page.locator('header-verdict').evaluate((element) => {
    element.language = 'en';
    element.language = 'de';
  });
  await speaks(page, 'de');
  assert.equal(tries, 2);
  await done();
});

test('the language that was wanted last is the one that is spoken, however late the others come', async () => {
  const { page, close: done } = await openDesk();
  let release;
  const held = new Promise((go) => (release = go));
  await page.route('**/languages/de.json', async (route) => {
    await held;
    await route.continue();
  });
  await page.locator('header-verdict').evaluate((element) => {
    element.language = 'de';
    element.language = 'en';
  });
  const came = page.waitForResponse('**/languages/de.json');
  release();
  await came;
  await page.evaluate(() => new Promise((wait) => setTimeout(wait, 100)));
  assert.deepEqual(await spoken(page), ['en', 'en']);
  await done();
});

/** What stands outside of all brackets, and so was said in no language: names, and what was forgotten. */
const unsaid = (page, selector) =>
  page.evaluate((wanted) => {
    // Names of the page, of languages, of mailboxes and providers; names of fields; the hash, licences.
    const names = '.brand, #language, #receiver, #account, code, .licences pre, textarea, script, style, noscript';
    const found = [];
    let depth = 0;
    const read = (text) => {
      let outside = '';
      for (const character of text) {
        if (character === '⟦') depth += 1;
        else if (character === '⟧') depth -= 1;
        else if (depth === 0) outside += character;
      }
      if (/\p{L}{2}/u.test(outside)) found.push(outside.trim());
    };
    const walk = (node, within) => {
      if (node.nodeType === Node.TEXT_NODE && within) read(node.data);
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches(names)) return;
        const inside = within || node.matches(wanted);
        for (const name of ['aria-label', 'title', 'alt']) if (inside && node.hasAttribute(name)) read(node.getAttribute(name));
        for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child, inside);
      } else if (node.nodeType === Node.DOCUMENT_FRAGMENT_NODE) {
        for (const child of node.childNodes) walk(child, within);
      }
    };
    walk(document.body, false);
    return found;
  }, selector);

test('in another language nothing of the page is left in English', async () => {
  const { page, close: done } = await openCounting('de-DE');
  await speaks(page, 'de');
  assert.deepEqual(await unsaid(page, 'body'), [], 'with an empty box');
  await page.selectOption('#language', 'en');
  await speaks(page, 'en');
  assert.ok((await unsaid(page, 'body')).length > 10, 'English would have been found');
  await page.selectOption('#language', 'de');
  await speaks(page, 'de');
  for (const occasion of ['prompt', 'text', 'call']) {
    await without(page, occasion);
    assert.deepEqual(await unsaid(page, 'body'), [], `after a ${occasion}`);
  }
  await done();
});

test('in another language no heading, question, button, tab or name of a value is left in English', async () => {
  const { page, close: done } = await openCounting('de-DE');
  await speaks(page, 'de');
  for (const { id, text } of samples) {
    await judge(page, text);
    // A heading or a name can hold a word of the message or of the protocol; these do not.
    assert.deepEqual(await unsaid(page, 'h1, h2, legend, button.plain, button.quiet, [role="tab"], .axes dt, .guidance p, .proof li'), [], id);
  }
  await done();
});
