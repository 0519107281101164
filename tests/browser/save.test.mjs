// The page that is saved through its own link: the bytes that were published, and complete.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { WAYS, close, dist, open, openHosted, openSaved, origin } from './harness.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
after(async () => {
  await close();
  rmSync(scratch, { recursive: true });
});

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const published = Object.fromEntries(
  readFileSync(join(dist, 'SHA256SUMS'), 'utf8').trimEnd().split('\n').map((line) => line.split('  ').reverse()),
);

test('the link saves the very bytes that were published, and the saved copy judges', async () => {
  const { page, violations, errors, close: done } = await openHosted();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').click()]);
  assert.equal(download.suggestedFilename(), 'header-verdict.html');
  const path = await download.path();
  const bytes = readFileSync(path);
  assert.ok(bytes.equals(readFileSync(join(dist, 'header-verdict.html'))));
  assert.equal(sha256(bytes), published['header-verdict.html']);
  assert.deepEqual([violations, errors], [[], []]);

  const copy = join(scratch, 'copy.html');
  await download.saveAs(copy);
  const saved = await open(pathToFileURL(copy).href);
  await saved.page.locator('textarea[name="source"]').fill('From: Jo <jo@mailbox.example>\n');
  await saved.page.locator('[data-label]').first().waitFor();
  assert.deepEqual(saved.violations, []);
  await saved.close();
  await done();
});

for (const [way, openPage] of WAYS) {
  test(`${way}: the page shows the hash of the engine that it carries, which is the published one`, async () => {
    const { page, close: done } = await openPage();
    await page.locator('#engine-hash:not(:empty)').waitFor();
    assert.equal(await page.locator('#engine-hash').textContent(), published['header_verdict_bg.wasm']);
    await done();
  });
}

test('the hosted page leads to the check sums; the saved one, which has none beside it, does not', async () => {
  const hosted = await openHosted();
  await hosted.page.locator('a[href="SHA256SUMS"]').click();
  assert.equal(hosted.page.url(), `${await origin()}/SHA256SUMS`);
  assert.match(await hosted.page.locator('body').textContent(), new RegExp(published['header-verdict.html']));
  await hosted.close();
  const saved = await openSaved();
  assert.equal(await saved.page.locator('a[href="SHA256SUMS"]').isVisible(), false);
  assert.equal(await saved.page.locator('a[download]').isVisible(), false);
  await saved.close();
});
