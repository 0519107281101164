// What every test of the list does with it.

/** Gives files to the page as if they had been chosen. */
export const give = (page, files) => page.locator('input[type="file"]').setInputFiles(files);

/** Waits until everything is read, one way or the other. */
export const read = (page, phase = 'done', timeout = 60_000) => page.locator(`.many-top[data-phase="${phase}"]`).waitFor({ timeout });

/** What the rows say that are drawn: their number, label, name or Subject. */
export const rows = (page) =>
  page.locator('.grid-window [role="row"]').evaluateAll((all) =>
    all.map((one) => ({ index: Number(one.dataset.index), label: one.dataset.label, main: one.querySelector('.grid-main')?.textContent, less: one.querySelector('.grid-less')?.textContent.trim() })),
  );

export const row = (page, index) => page.locator(`.grid-window [role="row"][data-index="${index}"]`);

/** How many rows the list says to have. */
export const listed = async (page) => Number(await page.locator('[role="grid"]').getAttribute('aria-rowcount')) - 1;

/** Waits until so many rows are listed. */
export const waitListed = (page, count) => page.locator(`[role="grid"][aria-rowcount="${count + 1}"]`).waitFor();

/** The number of the row that has the focus. */
export const focusedRow = (page) => page.evaluate(() => Number(document.querySelector('header-verdict').shadowRoot.activeElement?.dataset.index ?? NaN));
