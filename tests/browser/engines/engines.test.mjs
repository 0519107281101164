// The page and the element in Firefox and WebKit: the engine starts, judges, and is as shut in as in Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serve } from '../../../www/serve.mjs';
import { samples } from '../../../www/samples.js';
import { AGAINST, attempts, elsewhere, unstopped } from '../attempts.mjs';
import { READY, dist, root } from '../harness.mjs';
import { Browser, ENGINES, KEYS } from './webdriver.mjs';

const saved = pathToFileURL(join(dist, 'header-verdict.html')).href;
let hosted;
let desk;
let out;

before(async () => {
  hosted = await serve(dist);
  desk = await serve(join(root, 'examples', 'intranet'), 0, { '/header-verdict/': dist });
  out = await elsewhere();
});

after(async () => {
  await hosted.close();
  await desk.close();
  out.close();
});

/** Whether the page says that its engine answers. */
const isReady = (mark) => performance.getEntriesByName(mark).length > 0;
/** The label that is shown, or nothing. */
const shownLabel = () => document.querySelector('header-verdict').shadowRoot.querySelector('[data-label]')?.dataset.label;
const box = () => document.querySelector('header-verdict').shadowRoot.querySelector('textarea');
/** The deepest node that has the focus, in a few words. */
const focused = () => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node.getAttribute('name') ?? node.dataset.sample ?? node.localName;
};

for (const name of Object.keys(ENGINES)) {
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await Browser.start(name);
    });
    after(() => browser?.quit());

    for (const way of ['hosted', 'saved']) {
      const open = async () => {
        await browser.open(way === 'saved' ? saved : `${hosted.origin}/`);
        await browser.until(isReady, READY);
      };

      test(`${name}, ${way}: the samples get their labels`, async () => {
        await open();
        for (const [id, label] of [['code', 'genuine_sender'], ['lookalike', 'forged'], ['tenant', 'genuine_sender_hostile_content']]) {
          const button = await browser.evaluate((sample) => document.querySelector('header-verdict').shadowRoot.querySelector(`[data-sample="${sample}"]`), id);
          await browser.evaluate((node) => node.click(), button);
          await browser.until((wanted) => document.querySelector('header-verdict').report?.verdict.label === wanted, label);
          assert.equal(await browser.evaluate(shownLabel), label);
        }
      });

      test(`${name}, ${way}: what is typed is judged, and so is what is cut out and pasted again`, async () => {
        await open();
        const area = await browser.evaluate(box);
        await browser.type(area, 'From: Microsoft account team <a@rnicrosoft.example>\nSubject: Your code\n');
        await browser.until(() => document.querySelector('header-verdict').report?.verdict.label === 'forged');
        await browser.press([KEYS.control, 'a'], [KEYS.control, 'x']);
        await browser.until(() => document.querySelector('header-verdict').report?.input.kind === 'empty');
        await browser.evaluate((node) => node.focus(), area);
        await browser.press([KEYS.control, 'v']);
        await browser.until(() => document.querySelector('header-verdict').report?.verdict.label === 'forged');
        assert.equal(await browser.evaluate(shownLabel), 'forged');
      });

      test(`${name}, ${way}: a sample can be reached, chosen and read with the keyboard alone`, async () => {
        await open();
        await browser.evaluate(() => document.activeElement.blur());
        const order = [];
        for (let steps = 0; steps < 12 && order.at(-1) !== 'lookalike'; steps += 1) {
          await browser.press(KEYS.tab);
          order.push(await browser.evaluate(focused));
        }
        assert.ok(order.includes('source') && order.at(-1) === 'lookalike', order.join(', '));
        const outline = await browser.evaluate(() => getComputedStyle(document.querySelector('header-verdict').shadowRoot.activeElement).outlineStyle);
        assert.equal(outline, 'solid', 'the focus is seen');
        await browser.press(KEYS.enter);
        await browser.until(() => document.querySelector('header-verdict').report?.verdict.label === 'forged');
      });

      test(`${name}, ${way}: the policy stops every attempt, and nothing reaches another host`, async () => {
        await open();
        const where = await browser.url();
        out.reached.length = 0;
        const found = await browser.evaluate(attempts, out.url);
        assert.deepEqual(Object.keys(AGAINST).flatMap((directive) => unstopped(found, directive, name)), []);
        assert.deepEqual(out.reached, []);
        assert.equal(await browser.url(), where);
        assert.equal(await browser.evaluate(async () => (await document.querySelector('header-verdict').analyze('From: Jo <jo@mailbox.example>\n')).verdict.label), 'not_confirmed');
      });

      test(`${name}, ${way}: the answer can be seen`, async () => {
        await open();
        await browser.resize(1100, 900);
        await browser.evaluate((text) => document.querySelector('header-verdict').analyze(text), samples.find(({ id }) => id === 'lookalike').text);
        const picture = await browser.screenshot();
        assert.equal(picture.subarray(1, 4).toString(), 'PNG');
        assert.ok(picture.readUInt32BE(16) >= 800, `${picture.readUInt32BE(16)} pixels wide`);
        const plate = await browser.evaluate(() => {
          const node = document.querySelector('header-verdict').shadowRoot.querySelector('[data-label]');
          const { width, height } = node.getBoundingClientRect();
          return { wide: width > 300, high: height > 80, ground: getComputedStyle(node).backgroundColor !== 'rgba(0, 0, 0, 0)' };
        });
        assert.deepEqual(plate, { wide: true, high: true, ground: true });
      });
    }

    test(`${name}: what the page relies on is there`, async () => {
      await browser.open(saved);
      const there = await browser.evaluate(() => ({
        inflate: typeof DecompressionStream,
        sheets: 'adoptedStyleSheets' in document,
        scheme: CSS.supports('color', 'light-dark(#000, #fff)'),
        trustedTypes: typeof trustedTypes,
      }));
      assert.deepEqual(there, { inflate: 'function', sheets: true, scheme: true, trustedTypes: 'object' });
    });

    test(`${name}: the element works in the intranet page, under its policy and in its look`, async () => {
      await browser.open(`${desk.origin}/`);
      await browser.evaluate(() => customElements.whenDefined('header-verdict').then(() => document.querySelector('header-verdict').ready));
      await browser.evaluate(() => document.querySelectorAll('[data-ticket]')[1].click());
      await browser.until(() => document.querySelector('#judged li')?.dataset.label === 'forged');
      const style = await browser.evaluate(() => {
        const element = document.querySelector('header-verdict');
        const verdict = getComputedStyle(element.shadowRoot.querySelector('[part~="verdict"]'));
        element.theme = 'dark';
        return [getComputedStyle(element).fontFamily, verdict.borderInlineStartColor, getComputedStyle(element).colorScheme, element.getAttribute('theme')];
      });
      assert.deepEqual(style, ['Georgia, serif', 'rgb(163, 42, 34)', 'dark', 'dark']);
    });
  });
}
