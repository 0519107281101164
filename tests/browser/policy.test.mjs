// The page reaches nothing: not by its own doing, and not when somebody's script would have it so.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { READY, WAYS, close, openHosted, origin } from './harness.mjs';

/** A server elsewhere, which counts who comes. */
const elsewhere = createServer((socket) => {
  reached += 1;
  socket.destroy();
});
let reached = 0;

before(() => new Promise((done) => elsewhere.listen(0, '127.0.0.1', done)));
after(async () => {
  elsewhere.close();
  await close();
});

const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 300)));

for (const [way, open] of WAYS) {
  test(`${way}: the page is one document and requests nothing after it`, async () => {
    const { page, loading, requests, violations, errors, close: done } = await open();
    await settle(page);
    assert.equal(loading.length, 1, loading.join('\n'));
    assert.deepEqual(requests, []);
    assert.deepEqual(violations, []);
    assert.deepEqual(errors, []);
    await done();
  });

  test(`${way}: an input is judged without a request, without a network and without a violation`, async () => {
    const { page, requests, violations, errors, close: done } = await open({ offline: true });
    await page.locator('textarea[name="source"]').fill('From: Jo <jo@mailbox.example>\nSubject: Hello\n');
    await page.locator('[data-label]').first().waitFor();
    await settle(page);
    assert.match(await page.locator('[data-label]').first().getAttribute('data-label'), /^[a-z_]+$/);
    assert.deepEqual([requests, violations, errors], [[], [], []]);
    await done();
  });

  test(`${way}: the policy refuses every way out`, async () => {
    const { page, violations, close: done } = await open();
    const out = `http://127.0.0.1:${elsewhere.address().port}/`;
    reached = 0;
    const outcome = await page.evaluate(async (url) => {
      const settled = (promise) => promise.then(() => 'allowed', () => 'refused');
      const loads = (node) =>
        new Promise((answer, refuse) => {
          node.onload = answer;
          node.onerror = refuse;
          document.body.append(node);
        });
      const xhr = () =>
        new Promise((answer, refuse) => {
          const request = new XMLHttpRequest();
          request.onload = answer;
          request.onerror = refuse;
          request.open('GET', url);
          request.send();
        });
      // Says true whatever becomes of it: only the server elsewhere can tell.
      navigator.sendBeacon(url, 'text');
      return {
        fetch: await settled(fetch(url)),
        xhr: await settled(xhr()),
        image: await settled(loads(Object.assign(new Image(), { src: url }))),
        style: await settled(loads(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }))),
        socket: await settled(
          (async () => {
            const socket = new WebSocket(url.replace('http', 'ws'));
            await new Promise((answer, refuse) => Object.assign(socket, { onopen: answer, onerror: refuse }));
          })(),
        ),
      };
    }, out);
    assert.deepEqual(outcome, {
      fetch: 'refused',
      xhr: 'refused',
      image: 'refused',
      style: 'refused',
      socket: 'refused',
    });
    await settle(page);
    assert.equal(reached, 0, 'nothing reached the server');
    await fetch(out).catch(() => {});
    assert.equal(reached, 1, 'and it would have been counted');
    assert.ok(violations.some((text) => text.startsWith('connect-src')), violations.join('\n'));
    await done();
  });

  test(`${way}: a form cannot carry anything away`, async () => {
    const { page, violations, close: done } = await open();
    const before = page.url();
    await page.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), { action, method: 'post' });
      document.body.append(form);
      form.requestSubmit();
    }, `${await origin()}/index.html`);
    await settle(page);
    assert.equal(page.url(), before);
    assert.ok(violations.some((text) => text.startsWith('form-action')), violations.join('\n'));
    await done();
  });

  test(`${way}: a script that is not the page's own does not run`, async () => {
    const { page, violations, close: done } = await open();
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      try {
        script.append('globalThis.injected = true');
        document.body.append(script);
      } catch {
        // Trusted Types may refuse the text before the policy refuses the script.
      }
      const button = document.createElement('button');
      try {
        button.setAttribute('onclick', 'globalThis.injected = true');
        document.body.append(button);
        button.click();
      } catch {
        // Likewise.
      }
      await new Promise((done) => setTimeout(done, 100));
      return 'injected' in globalThis;
    });
    assert.equal(ran, false);
    assert.ok(violations.length > 0);
    await done();
  });

  test(`${way}: a string becomes neither markup nor code`, async () => {
    const { page, close: done } = await open();
    const refused = await page.evaluate(async () => {
      // The browser's protocol allows eval to its own call; a later turn of the event loop is the page's.
      await new Promise((done) => setTimeout(done));
      const name = (act) => {
        try {
          act();
          return 'allowed';
        } catch (error) {
          return error.name;
        }
      };
      return [
        name(() => (document.createElement('div').innerHTML = '<b>bold</b>')),
        name(() => document.body.insertAdjacentHTML('beforeend', '<b>bold</b>')),
        name(() => new DOMParser().parseFromString('<b>bold</b>', 'text/html')),
        name(() => trustedTypes.createPolicy('any', { createHTML: (text) => text })),
        name(() => (0, eval)('1')),
        name(() => new Function('return 1')()),
      ];
    });
    assert.deepEqual(refused, ['TypeError', 'TypeError', 'TypeError', 'TypeError', 'EvalError', 'EvalError']);
    await done();
  });

  test(`${way}: the engine is ready soon after the page is loaded`, async () => {
    const { page, close: done } = await open();
    const ready = await page.evaluate((mark) => performance.getEntriesByName(mark)[0].startTime, READY);
    // The measured figure is in the README; this bound only catches a page that became slow, on a busy machine too.
    assert.ok(ready > 0 && ready < 3000, `ready after ${ready} ms`);
    await done();
  });
}

test('hosted: the headers repeat the policy and forbid framing', async () => {
  const opened = await openHosted();
  const response = await fetch(`${await origin()}/`);
  const header = response.headers.get('content-security-policy');
  const meta = await opened.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.equal(header, `${meta}; frame-ancestors 'none'`);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  await opened.close();
});
