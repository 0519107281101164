// The module in somebody else's page, under a policy of theirs, and the engine alone.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, launch, origin } from './harness.mjs';

after(close);

/** What the README tells the owner of a page with a policy. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** Opens a page of the same origin as dist/, with the given markup. */
async function openHost(markup) {
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.route('**/intranet', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'Content-Security-Policy': POLICY },
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Intranet</title>${markup}`,
    }),
  );
  await page.goto(`${await origin()}/intranet`);
  return { page, faults, close: () => context.close() };
}

const ELEMENT = '<script type="module" src="/header-verdict.js"></script><header-verdict></header-verdict>';

test('the element works in a page whose policy is the one in the README', async () => {
  const { page, faults, close: done } = await openHost(ELEMENT);
  await page.locator('textarea[name="source"]').fill('From: Jo <jo@mailbox.example>\nSubject: Hello\n');
  await page.locator('[data-label]').first().waitFor();
  assert.match(await page.locator('[data-label]').first().getAttribute('data-label'), /^[a-z_]+$/);
  // The icon of this page, a data: address, is the only thing that its own policy may refuse.
  assert.deepEqual(faults.filter((text) => !text.includes("'data:,'")), []);
  await done();
});

test('the module and the bindings share one engine', async () => {
  const { page, close: done } = await openHost(ELEMENT);
  const agree = await page.evaluate(async () => {
    const module = await import('/header-verdict.js');
    await module.init();
    const bindings = await import('/header_verdict.js');
    // The bindings were not started by themselves, so they answer only when the module started them.
    const bytes = new TextEncoder().encode('Subject: Hello\n');
    return JSON.stringify(bindings.analyze(bytes)) === JSON.stringify(module.analyze(bytes));
  });
  assert.equal(agree, true);
  await done();
});

test('the wasm is fetched once, whoever asks for it', async () => {
  const { page, close: done } = await openHost('<p>Nothing yet</p>');
  const fetched = [];
  page.on('request', (request) => request.url().endsWith('.wasm') && fetched.push(request.url()));
  await page.evaluate(async () => {
    const { init } = await import('/header-verdict.js');
    await Promise.all([init(), init()]);
    await init();
  });
  assert.equal(fetched.length, 1);
  await done();
});
