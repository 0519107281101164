// Every language, in the saved page: it is chosen by the browser, everything can be opened in it, and nothing breaks.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { close, openSaved, root } from '../harness.mjs';
import { sample, unfold, violations } from './element.mjs';

after(close);

const tags = readdirSync(join(root, 'www', 'languages')).map((name) => name.replace('.json', ''));

test('ten languages are there', () => {
  assert.deepEqual(tags.sort(), ['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'zh']);
});

for (const tag of tags) {
  test(`${tag}: a browser in this language gets the page in it, whole, accessible and in a narrow window`, async () => {
    const { page, errors, violations: refused, requests, close: done } = await openSaved({ locale: tag, viewport: { width: 320, height: 800 } });
    try {
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
      for (const id of ['code', 'lookalike']) {
        await sample(page, id);
        await unfold(page);
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${id}, ${await tab.textContent()}: ${wide} px too wide`);
        }
      }
      assert.deepEqual(await violations(page), []);
      assert.deepEqual([errors, refused, requests], [[], [], []]);
    } finally {
      await done();
    }
  });
}
