// Payloads, faults and what no policy refuses, in the engines beside Chromium, which words its refusals in another way.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serve } from '../../../www/serve.mjs';
import { HINTS, UNDONE, UNREFUSED, elsewhere, stunServer } from '../attempts.mjs';
import { faulty } from '../faults.mjs';
import { READY, dist, root } from '../harness.mjs';
import { FORMS, cases, inject } from '../page/payloads.mjs';
import { Browser, ENGINES } from './webdriver.mjs';

const built = readFileSync(join(dist, 'header-verdict.html'), 'utf8');
const english = JSON.parse(readFileSync(join(root, 'www', 'languages', 'en.json'), 'utf8'));
const MAIL = 'From: Microsoft account team <a@rnicrosoft.example>\nSubject: Your code\n';
const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-engines-'));

/** The page after a script of the test, which the policy would refuse. */
const behind = (script) => built.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, `<script>${script}</script>`);
const PAGES = {
  'refused': built.replace(" 'wasm-unsafe-eval'", ''),
  'engine': behind('delete globalThis.WebAssembly'),
  'inflate': behind('delete globalThis.DecompressionStream'),
  'damaged': built.replace(/(id="engine">[^<]{5000})[^<]{40}/, '$1'),
  'faulty': behind(`(${faulty})()`),
  'page': built,
};

let served;
let out;
let stun;
before(async () => {
  for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(scratch, `${name}.html`), text);
  writeFileSync(join(scratch, 'SHA256SUMS'), 'sums\n');
  served = await serve(scratch);
  out = await elsewhere();
  stun = await stunServer();
});
after(async () => {
  await served.close();
  out.close();
  stun.close();
  rmSync(scratch, { recursive: true });
});

const isReady = (mark) => performance.getEntriesByName(mark).length > 0;
const put = (text) => {
  const area = document.querySelector('header-verdict').shadowRoot.querySelector('textarea');
  area.value = text;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
};
const failed = (id) => document.querySelector('header-verdict').shadowRoot.querySelector('.stopped')?.dataset.failure === id && document.querySelector('header-verdict').shadowRoot.querySelector('.stopped p').textContent;

for (const name of Object.keys(ENGINES)) {
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await Browser.start(name);
    });
    after(() => browser?.quit());

    for (const fault of ['refused', 'engine', 'inflate', 'damaged']) {
      test(`${name}: an engine that cannot start (${fault}) says why, and the text stays`, async () => {
        await browser.open(`${served.origin}/${fault}.html`);
        await browser.evaluate(put, MAIL);
        assert.equal(await browser.until(failed, `error.${fault}`), english[`error.${fault}`]);
        assert.equal(await browser.evaluate(() => document.querySelector('header-verdict').source), MAIL);
      });
    }

    for (const fault of ['trap', 'stack']) {
      test(`${name}: the engine stops (${fault}), and the next judgement has a fresh instance`, async () => {
        await browser.open(`${served.origin}/faulty.html`);
        await browser.until(isReady, READY);
        await browser.evaluate((one) => void (window.fault = one), fault);
        await browser.evaluate(put, MAIL);
        assert.equal(await browser.until(failed, 'error.stopped'), english['error.stopped']);
        assert.equal(await browser.evaluate(() => globalThis.instances), 2);
        await browser.evaluate(() => document.querySelector('header-verdict').shadowRoot.querySelector('.stopped button').click());
        await browser.until(() => document.querySelector('header-verdict').report?.verdict.label === 'forged');
      });
    }

    test(`${name}: left and come back to, the page has its text and its answer, or neither`, async () => {
      await browser.open(`${served.origin}/page.html`);
      await browser.until(isReady, READY);
      await browser.evaluate(put, MAIL);
      await browser.until(() => document.querySelector('header-verdict').report?.verdict.label === 'forged');
      await browser.open(`${served.origin}/SHA256SUMS`);
      await browser.back();
      await browser.until(isReady, READY);
      const state = await browser.evaluate(async () => {
        await new Promise((wait) => setTimeout(wait, 500));
        const { source, report, shadowRoot } = document.querySelector('header-verdict');
        return [source !== '', report?.verdict.label === 'forged', shadowRoot.querySelector('[data-label]') !== null, document.getElementById('language').value === document.documentElement.lang];
      });
      assert.ok(state[0] === state[1] && state[1] === state[2], String(state));
      assert.ok(state[3]);
    });

    for (const half of [0, 1]) {
      test(`${name}: payloads in every place stay text (${half + 1} of 2)`, async () => {
        await browser.open(`${served.origin}/page.html`);
        await browser.until(isReady, READY);
        const forms = Object.keys(FORMS).length;
        const given = cases(out.url, (payload, form) => form === payload % forms && payload % 2 === half);
        assert.ok(given.length >= 14);
        out.reached.length = 0;
        assert.deepEqual(await browser.evaluate(inject, given, false), []);
        assert.deepEqual(out.reached, []);
        assert.equal(await browser.url(), `${served.origin}/page.html`);
      });
    }

    test(`${name}: what the policy does not refuse is what the README says`, async () => {
      const reached = [];
      for (const [what, act] of Object.entries(UNREFUSED).filter(([one]) => !HINTS.includes(one))) {
        await browser.open(`${served.origin}/page.html`);
        out.reached.length = stun.reached.length = 0;
        await browser.evaluate(act, out.url, stun.url).catch(() => {});
        for (let tries = 0; tries < 30 && out.reached.length + stun.reached.length === 0; tries += 1) await new Promise((wait) => setTimeout(wait, 100));
        if (out.reached.length + stun.reached.length > 0) reached.push(what);
      }
      assert.deepEqual(Object.keys(UNREFUSED).filter((what) => ![...HINTS, ...reached].includes(what)), UNDONE[name]);
    });
  });
}
