// The module in a page of somebody else.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, launch, origin } from '../harness.mjs';
import { answer, judge } from './element.mjs';

after(close);

/** A page of one's own on the host that serves the module, under a policy that an intranet could have. */
async function intranet(body) {
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const address = `${await origin()}/intranet.html`;
  await context.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'" },
      body: `<!doctype html><html lang="en"><title>Help desk</title><link rel="icon" href="data:,">${body}</html>`,
    }),
  );
  await page.goto(address);
  return { page, errors, close: () => context.close() };
}

test('the element works in a page of one’s own with one script', async () => {
  const { page, errors, close: done } = await intranet('<script type="module" src="header-verdict.js"></script><header-verdict></header-verdict>');
  await judge(page, 'From: Jo <jo@mailbox.example>\nSubject: Lunch\n');
  assert.match(await answer(page).getAttribute('data-label'), /^[a-z_]+$/);
  assert.deepEqual(errors, []);
  await done();
});

test('init and analyze can be called without the element', async () => {
  const { page, errors, close: done } = await intranet('');
  const outcome = await page.evaluate(async () => {
    const { analyze, init } = await import('/header-verdict.js');
    const bytes = new TextEncoder().encode('From: Jo <jo@mailbox.example>\n');
    let early;
    try {
      analyze(bytes);
    } catch (error) {
      early = error.message;
    }
    await init();
    await init();
    return { early, label: analyze(bytes, { now: 1_772_644_503 }).verdict.label };
  });
  assert.match(outcome.early, /init/);
  assert.match(outcome.label, /^[a-z_]+$/);
  assert.deepEqual(errors, []);
  await done();
});

test('the engine can be given as bytes, as a response and as a module', async () => {
  for (const source of ['bytes', 'response', 'module']) {
    const { page, errors, close: done } = await intranet('');
    const label = await page.evaluate(async (kind) => {
      const { analyze, init } = await import('/header-verdict.js');
      const response = await fetch('/header_verdict_bg.wasm');
      const given = kind === 'response' ? response : await response.arrayBuffer();
      await init(kind === 'module' ? await WebAssembly.compile(given) : given);
      return analyze(new TextEncoder().encode('From: Jo <jo@mailbox.example>\n')).verdict.label;
    }, source);
    assert.match(label, /^[a-z_]+$/, source);
    assert.deepEqual(errors, []);
    await done();
  }
});
