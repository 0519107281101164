// One large mailbox in the saved page: how fast it is read, how soon rows are there, and how much memory that takes.
// `./build.sh large [MEGABYTES]` makes what it needs. The counts are held against what the generator knows of its messages.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { close, openSaved } from './harness.mjs';
import { give, listed, read } from './many/list.mjs';

const [path] = process.argv.slice(2);
const truth = readFileSync(`${path}.truth.tsv`, 'utf8').trimEnd().split('\n').slice(1);

/** Bytes of memory that the page's process holds beside what it shares with the browser's others; Linux only. */
function resident(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
}

const opened = await openSaved();
const { page, errors } = opened;
const browser = await page.context().browser().newBrowserCDPSession();
const renderers = async () => (await browser.send('SystemInfo.getProcessInfo')).processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
/** The page's own: the other renderers are spares of the browser. */
const held = async () => Math.max(...(await renderers()).map(resident));
const before = await held();

const start = performance.now();
await give(page, path);
let most = before;
const watch = setInterval(async () => {
  most = Math.max(most, await held().catch(() => 0));
}, 250);
await page.locator('.grid-window [role="row"]').first().waitFor({ timeout: 120_000 });
const first = performance.now() - start;
await read(page, 'done', 3_600_000);
const took = performance.now() - start;
clearInterval(watch);
const rows = await listed(page);
assert.deepEqual(errors, []);
// What others carry has rows of its own.
assert.ok(rows >= truth.length, `${rows} rows for ${truth.length} messages`);
const bytes = statSync(path).size;
console.log('| MB | messages | rows | first rows after | all read after | MB a second | messages a second | memory before | most, while it was read |');
console.log('|---|---|---|---|---|---|---|---|---|');
const mega = (value) => `${Math.round(value / 1e6)} MB`;
console.log(`| ${(bytes / 1e6).toFixed(0)} | ${truth.length.toLocaleString('en')} | ${rows.toLocaleString('en')} | ${(first / 1000).toFixed(1)} s | ${(took / 1000).toFixed(1)} s | ${(bytes / 1000 / took).toFixed(0)} | ${Math.round((truth.length / took) * 1000).toLocaleString('en')} | ${mega(before)} | ${mega(most)} |`);
await opened.close();
await close();
