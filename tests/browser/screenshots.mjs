// Pictures of the page's main states: node tests/browser/screenshots.mjs FOLDER

import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { close, openSaved } from './harness.mjs';
import { judge, sample, without } from './page/element.mjs';

const folder = resolve(process.argv[2] ?? 'dist-screenshots');

/** Chooses a tab of the evidence. */
const tab = (id) => async (page) => {
  await sample(page, 'code');
  await page.locator(`#tab-${id}`).click();
};

const STATES = {
  empty: async () => {},
  genuine: (page) => sample(page, 'code'),
  forged: (page) => sample(page, 'lookalike'),
  hostile_part: (page) => sample(page, 'tenant'),
  hostile_text: (page) => judge(page, 'This is Microsoft support. We have sent you a code. Please reply with the code now to keep your account.'),
  not_confirmed: (page) => judge(page, 'From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>\nSubject: Your single-use code\n'),
  no_message_prompt: (page) => without(page, 'prompt', 'microsoft'),
  no_message_call: (page) => without(page, 'call', ''),
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// The tabs are those that there are.
const first = await openSaved();
await sample(first.page, 'code');
const tabs = await first.page.locator('[role="tab"]').evaluateAll((nodes) => nodes.map((node) => node.id.replace('tab-', '')));
await first.close();
const states = { ...STATES, ...Object.fromEntries(tabs.map((id) => [`evidence_${id}`, tab(id)])) };

let count = 0;
for (const width of [1280, 360]) {
  for (const dark of [false, true]) {
    for (const [name, reach] of Object.entries(states)) {
      const { page, close: done } = await openSaved({ viewport: { width, height: width > 600 ? 900 : 740 }, dark });
      await reach(page);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(folder, `${name}-${width}-${dark ? 'dark' : 'light'}.png`), fullPage: true });
      await done();
      count += 1;
    }
  }
}
await close();
console.log(`${count} pictures: ${folder}`);
