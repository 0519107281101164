// The module without the element's own doings, in a page with a policy, and the engine alone. The element in such a page is
// in intranet.test.mjs.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, launch, origin } from './harness.mjs';

after(close);

/** The policy of the README, and leave for the icon of this page. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

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

test('a worker of the host that imports the module answers for itself alone', async () => {
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  await page.route('**/own.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: "import { analyze, init } from '/header-verdict.js';\nonmessage = async ({ data }) => { await init(); postMessage(analyze(data.bytes).verdict.label); };" }),
  );
  await page.goto(`${await origin()}/SHA256SUMS`);
  const said = await page.evaluate(async () => {
    const worker = new Worker('/own.js', { type: 'module' });
    const all = [];
    worker.onmessage = ({ data }) => all.push(data);
    worker.postMessage({ id: 1, method: 'facets', args: [], bytes: new TextEncoder().encode('From: Microsoft account team <a@rnicrosoft.example>\nSubject: Your code\n') });
    for (let times = 0; times < 50 && !all.includes('forged'); times += 1) await new Promise((wait) => setTimeout(wait, 100));
    return all;
  });
  assert.deepEqual(said, ['forged']);
  await context.close();
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

test('init and analyze can be called without the element', async () => {
  const { page, faults, close: done } = await openHost('');
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
  assert.deepEqual(faults, []);
  await done();
});

test('the engine can be given as bytes, as a response and as a module', async () => {
  for (const source of ['bytes', 'response', 'module']) {
    const { page, faults, close: done } = await openHost('');
    const label = await page.evaluate(async (kind) => {
      const { analyze, init } = await import('/header-verdict.js');
      const response = await fetch('/header_verdict_bg.wasm');
      const given = kind === 'response' ? response : await response.arrayBuffer();
      await init(kind === 'module' ? await WebAssembly.compile(given) : given);
      return analyze(new TextEncoder().encode('From: Jo <jo@mailbox.example>\n')).verdict.label;
    }, source);
    assert.match(label, /^[a-z_]+$/, source);
    assert.deepEqual(faults, []);
    await done();
  }
});
