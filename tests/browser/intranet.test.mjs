// The element in examples/intranet: a page of somebody else, with a strict policy in its header and a look of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { serve } from '../../www/serve.mjs';
import { close, dist, open, root } from './harness.mjs';

const folder = join(root, 'examples', 'intranet');
let server;
after(async () => {
  await close();
  await server?.close();
});

/** Opens the desk and waits for the engine. */
async function openDesk(options) {
  server ??= await serve(folder, 0, { '/header-verdict/': dist });
  const opened = await open(`${server.origin}/`, { ...options, ready: false });
  await opened.page.evaluate(() => document.querySelector('header-verdict').ready);
  return opened;
}

/** Runs in the page with the element. */
const inElement = (page, act, value) => page.locator('header-verdict').evaluate(act, value);
const label = (page) => page.locator('[data-label]:not(li)').getAttribute('data-label');

test('the desk is served with the policy of the README, and nothing in it is against that', async () => {
  const { page, violations, errors, loading, close: done } = await openDesk();
  const policy = (await fetch(server.origin)).headers.get('content-security-policy');
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    assert.ok(policy.split('; ').includes(rule), rule);
  }
  await page.locator('[data-ticket]').first().click();
  await page.locator('#judged li').waitFor();
  for (const details of await page.locator('details').all()) await details.evaluate((node) => (node.open = true));
  assert.deepEqual([violations, errors], [[], []]);
  assert.deepEqual(loading.filter((url) => !url.startsWith(server.origin)), []);
  await done();
});

test('no markup of the desk, and nothing that the element makes, has an inline style or handler', async () => {
  const { page, close: done } = await openDesk();
  await page.locator('[data-ticket]').first().click();
  await page.locator('#judged li').waitFor();
  const inline = await page.evaluate(() => {
    const all = (tree) => [...tree.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
    return all(document)
      .filter((node) => node.localName === 'style' || [...node.attributes].some(({ name }) => name === 'style' || name.startsWith('on')))
      .map((node) => node.outerHTML.slice(0, 80));
  });
  assert.deepEqual(inline, []);
  await done();
});

test('a ticket is judged from its bytes, and the desk learns the answer from the event', async () => {
  const { page, close: done } = await openDesk();
  await page.locator('[data-ticket]').nth(0).click();
  await page.locator('#judged li').waitFor();
  await page.locator('[data-ticket]').nth(1).click();
  await page.locator('#judged li').nth(1).waitFor();
  const lines = await page.locator('#judged li').evaluateAll((nodes) => nodes.map((node) => [node.dataset.label, node.textContent]));
  assert.equal(lines[0][0], 'forged');
  assert.equal(lines[1][0], 'genuine_sender');
  assert.match(lines[1][1], /^Your single-use code: Sent by Microsoft/);
  assert.equal(await label(page), 'forged');
  await done();
});

test('analyze takes a text, bytes, a buffer, a part of one and a file, shows it and gives the report', async () => {
  const { page, close: done } = await openDesk();
  const text = readFileSync(join(folder, 'tickets', '4712.eml'), 'utf8');
  const labels = await inElement(
    page,
    async (element, source) => {
      const bytes = new TextEncoder().encode(source);
      const padded = new Uint8Array([...bytes, 1, 2, 3]);
      const given = [source, bytes, bytes.buffer, new DataView(padded.buffer, 0, bytes.length), new File([bytes], 'a.eml')];
      const found = [];
      for (const one of given) {
        element.clear();
        const report = await element.analyze(one);
        found.push([report.verdict.label, report.input.bytes, element.report === report, element.source === source]);
      }
      return found;
    },
    text,
  );
  const length = Buffer.byteLength(text);
  assert.deepEqual(labels, Array(5).fill(['forged', length, true, true]));
  assert.equal(await label(page), 'forged');
  await done();
});

test('analyze works before the element is in a document, and refuses what is no message', async () => {
  const { page, close: done } = await openDesk();
  const outcome = await page.evaluate(async () => {
    const element = document.createElement('header-verdict');
    const report = await element.analyze('From: Jo <jo@mailbox.example>\n');
    const refused = await element.analyze(42).then(() => 'taken', (error) => error.name);
    return [report.verdict.label, refused];
  });
  assert.deepEqual(outcome, ['not_confirmed', 'TypeError']);
  await done();
});

test('the event comes once after each judgement, bubbles, and leaves a shadow root', async () => {
  const { page, close: done } = await openDesk();
  const heard = await page.evaluate(async () => {
    const host = document.createElement('div');
    const inner = document.createElement('header-verdict');
    host.attachShadow({ mode: 'closed' }).append(inner);
    document.body.append(host);
    await inner.ready;
    const found = [];
    document.addEventListener('report', (event) => found.push([event.target === host, event.detail.input.kind, event.cancelable]));
    await inner.analyze('From: Jo <jo@mailbox.example>\n');
    inner.clear();
    await new Promise((wait) => setTimeout(wait, 200));
    return found;
  });
  assert.deepEqual(heard, [[true, 'headers', false], [true, 'empty', false]]);
  await done();
});

test('what is typed in the box raises the event as well', async () => {
  const { page, close: done } = await openDesk();
  await page.locator('textarea[name="source"]').fill('From: Jo <jo@mailbox.example>\nSubject: Lunch\n');
  await page.locator('#judged li').waitFor();
  assert.match(await page.locator('#judged li').textContent(), /^Lunch: /);
  await done();
});

test('the theme is that of the attribute, of the system without one, and the property reflects it', async () => {
  const { page, close: done } = await openDesk({ dark: true });
  const ground = () => inElement(page, (element) => getComputedStyle(element.shadowRoot.querySelector('.frame')).colorScheme);
  const state = () => inElement(page, (element) => [element.theme, element.getAttribute('theme')]);
  const ink = () => inElement(page, (element) => getComputedStyle(element).color);
  assert.deepEqual(await state(), ['auto', null]);
  const dark = await ink();
  await page.selectOption('select[name="theme"]', 'light');
  assert.deepEqual(await state(), ['light', 'light']);
  assert.equal(await ground(), 'light');
  assert.notEqual(await ink(), dark);
  await inElement(page, (element) => element.setAttribute('theme', 'Dark'));
  assert.deepEqual(await state(), ['dark', 'Dark']);
  assert.equal(await ink(), dark);
  await inElement(page, (element) => (element.theme = null));
  assert.deepEqual(await state(), ['auto', null]);
  await inElement(page, (element) => (element.theme = 'sepia'));
  assert.deepEqual(await state(), ['auto', 'sepia']);
  await done();
});

test('the receiver is that of the attribute, the property reflects it, and the person can still change it', async () => {
  const { page, close: done } = await openDesk();
  await page.locator('[data-ticket]').first().click();
  await page.locator('#judged li').waitFor();
  await page.selectOption('select[name="receiver"]', 'outlook');
  await page.locator('#judged li').nth(1).waitFor();
  const state = () => inElement(page, (element) => [element.receiver, element.getAttribute('receiver'), element.shadowRoot.getElementById('receiver').value]);
  assert.deepEqual(await state(), ['outlook', 'outlook', 'outlook']);
  assert.equal(await label(page), 'not_confirmed', 'a stamp of Gmail is none of Outlook');
  await inElement(page, (element) => {
    const select = element.shadowRoot.getElementById('receiver');
    select.value = 'gmail';
    select.dispatchEvent(new Event('change'));
  });
  assert.deepEqual(await state(), ['gmail', 'gmail', 'gmail']);
  assert.equal(await label(page), 'genuine_sender');
  await done();
});

test('a receiver that is not known is ignored, and one warning names it and the known ones', async () => {
  const warned = [];
  const { page, close: done } = await openDesk();
  page.on('console', (message) => message.type() === 'warning' && warned.push(message.text()));
  await page.locator('[data-ticket]').first().click();
  await page.locator('#judged li').waitFor();
  const before = await label(page);
  const state = () => inElement(page, (element) => [element.receiver, element.shadowRoot.getElementById('receiver').value]);
  await inElement(page, (element) => element.setAttribute('receiver', 'outlok'));
  assert.deepEqual(await state(), ['', '']);
  assert.equal(await label(page), before);
  assert.equal(warned.length, 1, warned.join('\n'));
  assert.match(warned[0], /outlok\b.*\boutlook\b.*\bgmail\b/);
  await inElement(page, (element) => (element.receiver = 'outlook'));
  assert.deepEqual(await state(), ['outlook', 'outlook']);
  assert.equal(warned.length, 1);
  await done();
});

test('attributes count when they are in the markup, and properties that were set before the definition', async () => {
  const { page, close: done } = await openDesk();
  const outcome = await page.evaluate(async () => {
    const source = await (await fetch('header-verdict/header-verdict.js')).text();
    const frame = document.createElement('header-verdict');
    frame.setAttribute('receiver', 'gmail');
    document.body.append(frame);
    // An element of a document without the definition, which is then adopted by this one.
    const other = document.implementation.createHTMLDocument('').createElement('header-verdict');
    other.receiver = 'outlook';
    other.theme = 'dark';
    document.body.append(other);
    return [source.length > 0, frame.receiver, other.receiver, other.getAttribute('theme'), Object.hasOwn(other, 'theme')];
  });
  assert.deepEqual(outcome, [true, 'gmail', 'outlook', 'dark', false]);
  await done();
});

test('the house’s colours, family and corners reach the element, and its rules reach the parts', async () => {
  const { page, close: done } = await openDesk();
  await page.locator('[data-ticket]').nth(1).click();
  await page.locator('#judged li').waitFor();
  const style = await inElement(page, (element) => {
    const of = (part) => getComputedStyle(element.shadowRoot.querySelector(`[part~="${part}"]`));
    return {
      family: getComputedStyle(element).fontFamily,
      accent: getComputedStyle(element).getPropertyValue('--accent'),
      radius: getComputedStyle(element).getPropertyValue('--radius'),
      verdict: of('verdict').borderInlineStartColor,
      width: of('verdict').borderInlineStartWidth,
    };
  });
  assert.equal(style.family, 'Georgia, serif');
  assert.match(style.accent, /#5b2a4f/);
  assert.equal(style.radius, '0px');
  assert.deepEqual([style.verdict, style.width], ['rgb(163, 42, 34)', '6px']);
  await done();
});

test('every part that the declarations name is there once an input is judged', async () => {
  const declared = /Its parts are ([^;]+);/.exec(readFileSync(join(dist, 'header-verdict.d.ts'), 'utf8').replace(/\n \*/g, ''))[1];
  const parts = [...declared.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const { page, close: done } = await openDesk();
  await page.locator('[data-ticket]').nth(1).click();
  await page.locator('#judged li').waitFor();
  const counts = await inElement(page, (element, names) => names.map((name) => element.shadowRoot.querySelectorAll(`[part~="${name}"]`).length), parts);
  assert.deepEqual([parts.length, counts], [6, parts.map(() => 1)]);
  await done();
});

test('the custom properties that the style reads are the ones that the declarations name', () => {
  const declared = new Set(readFileSync(join(dist, 'header-verdict.d.ts'), 'utf8').match(/--hv-[\w-]+/g));
  const read = new Set(readFileSync(join(dist, 'header-verdict.js'), 'utf8').match(/--hv-\w[\w-]*/g));
  assert.deepEqual([...read].sort(), [...declared].sort());
});
