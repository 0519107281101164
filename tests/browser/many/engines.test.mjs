// Many messages in Firefox and WebKit, with a worker where they give one, and in a page that allows none.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serve } from '../../../www/serve.mjs';
import { Browser, ENGINES } from '../engines/webdriver.mjs';
import { READY, close, dist, open, root } from '../harness.mjs';

let hosted;
let desk;
before(async () => {
  hosted = await serve(dist);
  desk = await serve(join(root, 'examples', 'intranet'), 0, { '/header-verdict/': dist });
});
after(async () => {
  await close();
  await hosted.close();
  await desk.close();
});

/** Drops an mbox of so many letters with so long a text. It runs in the page. */
const drop = ([count, length]) => {
  const letters = Array.from({ length: count }, (_, at) => `From a@b.example Wed Mar  4 09:00:00 2026\nFrom: Ada <ada@friend.example>\nSubject: Lunch ${at}\nTo: jo@mailbox.example\n\n${'See you at noon.\n'.repeat(length)}\n`);
  const file = new File(letters, 'letters.mbox');
  const transfer = { types: ['Files'], items: [{ kind: 'file', getAsFile: () => file }] };
  const event = new Event('drop', { bubbles: true, composed: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: transfer });
  document.querySelector('header-verdict').dispatchEvent(event);
};
/** What is listed once everything is read, and how it was read. */
const outcome = () => {
  const { shadowRoot } = document.querySelector('header-verdict');
  if (!shadowRoot.querySelector('.many-top[data-phase="done"]')) return null;
  const all = [...shadowRoot.querySelectorAll('.grid-window [role="row"]')];
  if (!all.length || all.some((row) => !row.dataset.index)) return null;
  return { count: shadowRoot.querySelector('[role="grid"]').ariaRowCount, first: all[0].querySelector('.grid-main').textContent, how: shadowRoot.querySelector('.many-details').textContent };
};

for (const name of Object.keys(ENGINES)) {
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await Browser.start(name);
    });
    after(() => browser?.quit());

    for (const way of ['hosted', 'saved']) {
      test(`${name}, ${way}: a large mailbox is read and listed, with a worker or without`, async (context) => {
        await browser.open(way === 'saved' ? pathToFileURL(join(dist, 'header-verdict.html')).href : `${hosted.origin}/`);
        await browser.until((mark) => performance.getEntriesByName(mark).length > 0, READY);
        await browser.evaluate(drop, [260, 1100]);
        await browser.until(() => document.querySelector('header-verdict').shadowRoot.querySelector('.many-top[data-phase="done"]') !== null);
        await browser.until(() => document.querySelector('header-verdict').shadowRoot.querySelector('.grid-window [role="row"][data-index="0"]') !== null);
        const found = await browser.evaluate(outcome);
        assert.deepEqual([found.count, found.first], ['261', 'Lunch 0']);
        assert.match(found.how, /in a worker|in the page itself/);
        context.diagnostic(/in a worker/.test(found.how) ? 'with a worker' : 'without a worker');
      });
    }
  });
}

/** Opens the page of somebody else, whose policy allows neither a worker of Trusted Types nor a policy of them. */
async function openDesk() {
  const opened = await open(`${desk.origin}/`, { ready: false });
  await opened.page.evaluate(() => document.querySelector('header-verdict').ready);
  return opened;
}

test('under the policy of an intranet a small mailbox is read without a word in the console', async () => {
  const { page, errors, violations, close: done } = await openDesk();
  await page.evaluate(drop, [40, 3]);
  await page.locator('.many-top[data-phase="done"]').waitFor();
  assert.equal((await page.evaluate(outcome)).count, '41');
  assert.deepEqual([errors, violations], [[], []]);
  await done();
});

test('under the policy of an intranet a large mailbox is read in the page, and only the refusal is noted', async () => {
  const { page, errors, violations, close: done } = await openDesk();
  await page.evaluate(drop, [260, 1100]);
  await page.locator('.many-top[data-phase="done"]').waitFor({ timeout: 120_000 });
  const found = await page.evaluate(outcome);
  assert.equal(found.count, '261');
  assert.match(found.how, /in the page itself/);
  assert.deepEqual(errors.filter((text) => !/trusted-types/i.test(text)), []);
  assert.ok(violations.every((text) => /trusted-types|TrustedTypePolicy/i.test(text)), violations.join('\n'));
  await done();
});
