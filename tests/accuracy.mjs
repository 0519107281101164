// How often the built engine is right on a folder of real mail that stays outside of the project.
//
//     node tests/accuracy.mjs TABLE FOLDER
//
// TABLE has a line for each message, with tabs between: its path in FOLDER, the provider that it claims, its class. A
// first line that begins with `file` is a heading. Prints, for each class, how often each label was given, and the
// messages whose label the class does not allow.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const genuine = (label) => label.startsWith('genuine_sender');

/** What a class allows. */
const ALLOWED = {
  impersonation: (label) => label === 'forged',
  'own-domain-notpass': (label) => !genuine(label),
  'own-domain-pass': (label) => label !== 'genuine_sender',
  freemail: (label) => !genuine(label),
  'freemail-pass': (label) => !genuine(label),
  genuine: (label) => label !== 'forged',
  ham: (label) => label !== 'forged' && !genuine(label),
};

const [table, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/accuracy.mjs TABLE FOLDER');
  process.exit(2);
}
const { analyze, initSync } = await import(join(dist, 'header_verdict.js'));
initSync({ module: readFileSync(join(dist, 'header_verdict_bg.wasm')) });

const classes = new Map();
const absent = [];
let bytes = 0;
let milliseconds = 0;
for (const line of readFileSync(table, 'utf8').split('\n')) {
  const [file, , kind] = line.split('\t');
  if (!file || file === 'file') continue;
  if (!(kind in ALLOWED)) throw new Error(`${file}: there is no class ${kind}`);
  const path = join(folder, file);
  if (!existsSync(path)) {
    absent.push(file);
    continue;
  }
  const message = readFileSync(path);
  const begun = performance.now();
  const { label } = analyze(message).verdict;
  milliseconds += performance.now() - begun;
  bytes += message.length;
  const seen = classes.get(kind) ?? { labels: {}, wrong: [] };
  seen.labels[label] = (seen.labels[label] ?? 0) + 1;
  if (!ALLOWED[kind](label)) seen.wrong.push(`${file}: ${label}`);
  classes.set(kind, seen);
}
for (const [kind, { labels, wrong }] of [...classes].sort()) {
  const total = Object.values(labels).reduce((sum, count) => sum + count, 0);
  const right = (100 * (total - wrong.length)) / total;
  console.log(`${kind}: ${total - wrong.length} of ${total} (${right.toFixed(1)} %)`, labels);
  for (const line of wrong) console.log(`  ${line}`);
}
console.log(`${(bytes / 1e6).toFixed(1)} MB at ${(bytes / 1e3 / milliseconds).toFixed(1)} MB/s; ${absent.length} files are not there`);
if (absent.length > 0) process.exitCode = 1;
