// The foot of the page says how old its knowledge is, and what that means.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, openSaved } from './harness.mjs';

after(close);

const day = (date) => new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

/** The foot of the page as it reads so many days after the oldest of its dates. */
async function foot(days) {
  const { page, close: done } = await openSaved();
  const knowledge = await page.evaluate(async () => (await document.querySelector('header-verdict').analyze('From: Jo <jo@mailbox.example>\n')).knowledge);
  const oldest = Math.min(...Object.values(knowledge).map(Date.parse));
  await page.clock.setFixedTime(new Date(oldest + days * 864e5));
  await page.reload();
  await page.locator('#age:not(:empty)').waitFor();
  const said = await page.locator('#age').textContent();
  await done();
  return { said, knowledge };
}

test('the page gives the date of its keys, of its senders and of its suffixes', async () => {
  const { said, knowledge } = await foot(1);
  for (const kind of ['keys', 'senders', 'suffixes']) {
    assert.match(knowledge[kind], /^20\d\d-\d\d-\d\d$/);
    assert.ok(said.includes(day(knowledge[kind])), `${kind}: ${said}`);
  }
});

test('the page says that age confirms nothing and makes nothing forged', async () => {
  const { said } = await foot(1);
  assert.match(said, /cannot be checked here and confirms nothing\. No message is called forged because this page is old\./);
});

test('after 180 days, counted from the oldest of its dates, the page asks for a newer copy', async () => {
  assert.match((await foot(180)).said, /A newer copy of the page knows more\./);
  assert.match((await foot(182)).said, /That is long ago: look for a newer copy of the page\./);
});
