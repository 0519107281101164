// What every test of the page does with it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The whole of axe-core as one expression; evaluated through the browser's protocol, past the page's policy. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const box = (page) => page.locator('textarea[name="source"]');

/** The element that carries the answer. */
export const answer = (page) => page.locator('[data-label]');

export const labelOf = (page) => answer(page).getAttribute('data-label');

/** Puts text into the box and waits for the answer to it. */
export async function judge(page, text) {
  await box(page).fill(text);
  // Another answer may still stand there: this one is as long as the text.
  await page.waitForFunction(() => {
    const { report, source } = document.querySelector('header-verdict');
    return report?.input.bytes === new TextEncoder().encode(source).length;
  });
  await answer(page).waitFor();
}

export async function sample(page, id) {
  const unfold = page.locator('.unfold[aria-expanded="false"]');
  if (await unfold.isVisible()) await unfold.click();
  await page.locator(`[data-sample="${id}"]`).click();
  await answer(page).waitFor();
}

/** Goes the way without a message. */
export async function without(page, occasion, provider = '') {
  await page.locator('[name="mode"][value="occasion"]').check();
  if (!occasion) return;
  await page.locator(`[name="occasion"][value="${occasion}"]`).check();
  await page.locator('[data-occasion]').waitFor();
  await page.locator('#account').selectOption(provider);
}

/** The ids of the steps that are advised, in their order. */
export const steps = (page) => page.locator('[data-step]').evaluateAll((all) => all.map((one) => one.dataset.step));

/** Says that something was given away, or not. */
export const given = (page, id) => page.locator(`[name="given"][value="${id}"]`);

/** Opens everything that is folded, and all tabs one after the other. */
export async function unfold(page) {
  for (const handle of await page.locator('details').elementHandles()) {
    await handle.evaluate((node) => {
      node.open = true;
    });
  }
}

/** Violations of WCAG 2.2 A and AA and of axe's best practices, one line each. */
export async function violations(page) {
  await page.evaluate(`${AXE};0`);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(' ')} ${node.failureSummary}`),
  );
}

/** The deepest focused element, through shadow roots, in a few words. */
export const focused = (page) =>
  page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return `${node.localName} ${node.getAttribute('name') ?? node.getAttribute('role') ?? node.textContent.trim().slice(0, 40)}`.trim();
  });
