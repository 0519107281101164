// How cost grows with the number of messages: judges generated mailboxes of several sizes with the example of
// examples/duckdb, natively and with the wasm in Node, checks every count against the generator's truth, and prints one table.
// `./build.sh scale [MESSAGES...]` makes what it needs.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { CAMPAIGN, ask, collect, judge } from '../examples/duckdb/run.mjs';

const [generator, rows, folder, ...sizes] = process.argv.slice(2);
/** Messages of one partition at most; there are at least as many partitions as workers. */
const PARTITION = 10_000;
const workers = availableParallelism();

const seconds = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const number = (value) => value.toLocaleString('en');
const figure = (value) => (value < 10 ? value.toPrecision(2) : number(Math.round(value)));

console.log('| messages | MB | files | native | messages a second | wasm in Node | messages a second | DuckDB |');
console.log('|---|---|---|---|---|---|---|---|');
for (const messages of sizes.map(Number)) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const parts = Math.max(workers, Math.ceil(messages / PARTITION));
  let bytes = 0;
  for (let part = 0; part < parts; part += 1) {
    const name = join(folder, String(part).padStart(5, '0'));
    const options = ['--messages', String(messages), '--small', '--part', `${part}/${parts}`, '--truth', `${name}.tsv`];
    execFileSync(generator, [...options, '--keys', join(folder, 'keys.json'), `${name}.mbox`], { stdio: 'pipe' });
    bytes += statSync(`${name}.mbox`).size;
  }
  let asked;
  const check = async () => {
    const database = await collect(folder);
    asked = await seconds(() => ask(database, CAMPAIGN));
    const labels = (from) => `SELECT label, origin, provider, event, count(*)::INTEGER AS messages FROM ${from} GROUP BY ALL ORDER BY ALL`;
    const truth = `read_csv('${join(folder, '*.tsv')}', delim = '\t', header = true, all_varchar = true)`;
    assert.deepEqual(await ask(database, labels('mail WHERE carrier IS NULL')), await ask(database, labels(truth)));
  };
  const native = await seconds(() => judge(folder, workers, rows));
  await check();
  const wasm = await seconds(() => judge(folder, workers));
  await check();
  const cells = [number(messages), figure(bytes / 1e6), parts, `${figure(native)} s`, figure(messages / native), `${figure(wasm)} s`, figure(messages / wasm), `${figure(asked)} s`];
  console.log(`| ${cells.join(' | ')} |`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${workers} workers, Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim()}`);
