// Keyboard alone, axe, and pictures to look at.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { close, openSaved, root } from '../harness.mjs';
import { answer, box, focused, given, judge, sample, unfold, violations, without } from './element.mjs';

after(close);

const pictures = join(root, 'tests', 'browser', 'screenshots');
mkdirSync(pictures, { recursive: true });

/** One input for each label that can be had without a key. */
const STATES = {
  empty: async () => {},
  'a code mail': (page) => sample(page, 'code'),
  'a look-alike': (page) => sample(page, 'lookalike'),
  'a damaged paste': (page) => sample(page, 'damaged'),
  'no message yet': (page) => without(page),
  'a prompt': (page) => without(page, 'prompt', 'microsoft'),
  'an incident': async (page) => {
    await sample(page, 'code');
    for (const id of ['shared_code', 'gave_password', 'installed', 'paid']) await given(page, id).check();
    await page.locator('[name="contacted"][value="yes"]').check();
    await page.locator('[data-step] input').first().check();
    await page.locator('textarea[name="said"]').fill('Please read me the code that you just received.');
    await page.locator('[data-said]').waitFor();
  },
  'a mail program chosen and a word explained': async (page) => {
    await page.locator('#program').selectOption('thunderbird');
    await page.locator('.box-term .term').click();
  },
  'plain text': (page) => judge(page, 'Hello, this is Microsoft support. Please send me the code that you just received.'),
};

for (const [name, reach] of Object.entries(STATES)) {
  for (const dark of [false, true]) {
    test(`axe finds nothing: ${name}, ${dark ? 'dark' : 'light'}`, async () => {
      const { page, close: done } = await openSaved({ dark });
      await reach(page);
      assert.deepEqual(await violations(page), []);
      await unfold(page);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        assert.deepEqual(await violations(page), [], await tab.textContent());
      }
      await done();
    });
  }
}

test('the whole way works with the keyboard alone', async () => {
  const { page, close: done } = await openSaved();
  const tabTo = async (wanted, most = 60) => {
    for (let i = 0; i < most; i += 1) {
      if (wanted.test(await focused(page))) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${wanted} was not reached; the focus is on ${await focused(page)}`);
  };
  await tabTo(/^textarea source/);
  await page.keyboard.insertText('From: Microsoft account team <security@rnicrosoft-account.example>\nSubject: Your security code is 204518\nTo: jo@mailbox.example\n');
  await answer(page).waitFor();
  await tabTo(/^button tab/);
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.getByRole('tab', { selected: true }).textContent(), 'Signatures');
  await page.keyboard.press('Home');
  assert.equal(await page.getByRole('tab', { selected: true }).textContent(), 'Facts');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok((await page.locator('.listing mark').count()) > 0, 'Enter on a fact marks its bytes');
  await tabTo(/^div option/);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.listing [role="option"][aria-selected="true"]').count(), 1);
  await done();
});

test('the focus can be seen on every control', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      let node = document.activeElement;
      while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      return node === document.body ? 'body' : getComputedStyle(node).outlineStyle;
    });
    assert.notEqual(outline, 'none', await focused(page));
  }
  await done();
});

// 640 px is what a window of 1280 px has at twice the size.
for (const width of [320, 360, 640, 768, 1280]) {
  test(`nothing runs over the side at ${width} px`, async () => {
    const { page, close: done } = await openSaved({ viewport: { width, height: 800 } });
    for (const reach of Object.values(STATES)) {
      await reach(page);
      await unfold(page);
      for (const tab of [null, ...(await page.getByRole('tab').all())]) {
        await tab?.click();
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${over} px`);
      }
      await page.evaluate(() => document.querySelector('header-verdict').clear());
    }
    await done();
  });
}

test('targets are at least 24 px high', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 360, height: 800 } });
  await STATES['an incident'](page);
  await unfold(page);
  const small = await page.evaluate(() =>
    [...document.querySelector('header-verdict').shadowRoot.querySelectorAll('button, select, summary, input[type="checkbox"], input[type="radio"], [role="option"]')]
      .filter((node) => node.checkVisibility())
      // A mark in a label: the whole label is the target. A word in a sentence is as high as its line.
      .map((node) => (node.type === 'radio' || node.name === 'given' ? node.closest('label') : node))
      .filter((node) => !node.matches('p .term, li .term'))
      .map((node) => ({ name: node.textContent.trim().slice(0, 40), height: node.getBoundingClientRect().height }))
      .filter(({ height }) => height < 24),
  );
  assert.deepEqual(small, []);
  await done();
});

for (const [name, options] of Object.entries({
  light: {},
  dark: { dark: true },
  phone: { viewport: { width: 360, height: 780 } },
})) {
  test(`pictures: ${name}`, async () => {
    const { page, close: done } = await openSaved(options);
    const shoot = async (state) => (await page.screenshot({ path: join(pictures, `${name}-${state}.png`), fullPage: true })).length;
    assert.ok((await shoot('empty')) > 10_000);
    for (const [state, reach] of Object.entries({ code: STATES['a code mail'], lookalike: STATES['a look-alike'], prompt: STATES['a prompt'], incident: STATES['an incident'] })) {
      await page.evaluate(() => document.querySelector('header-verdict').clear());
      assert.equal(await box(page).inputValue(), '');
      await reach(page);
      assert.ok((await shoot(state)) > 20_000);
    }
    await done();
  });
}
