// Measures this engine, native, in Node and in Chromium, and mail-auth, mailauth and dkimpy, side by side on the same
// messages with the same keys, and prints two tables. `./build.sh compare` makes what it needs.
//
// This engine gives its whole judgement; the others check signatures and the ARC chain. All messages are in memory before
// the clock starts, every program walks over the set once to warm up, and the programs take turns, so that a disturbance
// of the machine meets all of them. A set counts only when all find the same number of good signatures.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serve } from '../../www/serve.mjs';
import { close, dist, launch } from '../browser/harness.mjs';
import { messages } from './measure.mjs';

const [program, python, folder, ...rest] = process.argv.slice(2);
if (!folder) throw new Error('compare.mjs PROGRAM PYTHON FOLDER [ROUNDS [MILLISECONDS]]');
const [rounds, milliseconds] = [Number(rest[0] ?? 7), Number(rest[1] ?? 400)];
const here = dirname(fileURLToPath(import.meta.url));

const SETS = [
  ['code-rsa1024-twice', 'code mail, two RSA-1024'],
  ['code-rsa2048', 'code mail, one RSA-2048'],
  ['code-ed25519', 'code mail, one Ed25519'],
  ['header-20k', '20 KB of headers, one RSA-2048'],
  ['header-20k-arc', 'the same and three ARC sets'],
  ['mailbox', 'generated mailbox'],
];

/** A program that answers a line with a line. */
function child(command, ...args) {
  const process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    async measure(set) {
      process.stdin.write(`${set} ${milliseconds}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ${args.join(' ')} ended`);
      return JSON.parse(value);
    },
    async close() {
      process.stdin.end();
      if (process.exitCode === null) await once(process, 'exit');
    },
  };
}

/** The engine in a page of its own. */
async function inChromium() {
  const server = await serve(dist, 0, { '/sets/': folder, '/compare/': here });
  const browser = await launch();
  const page = await browser.newPage();
  await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>blank</title>' }));
  await page.goto(`${server.origin}/blank`);
  await page.evaluate(async () => {
    const { default: init, analyze, Mailbox } = await import('/header_verdict.js');
    await init();
    Object.assign(globalThis, { analyze, Mailbox, sets: {} });
  });
  const measure = (set, whole) =>
    page.evaluate(
      async ([name, whole, time]) => {
        const { measure, messages, passed, rows } = await import('/compare/measure.mjs');
        const read = async () => {
          const keys = await (await fetch(`/sets/${name}.keys.json`)).json();
          const bytes = new Uint8Array(await (await fetch(`/sets/${name}.${whole ? 'mbox' : 'set'}`)).arrayBuffer());
          if (whole) return [[bytes], (file) => rows(globalThis.Mailbox, keys, file)];
          return [messages(bytes), (message) => passed(globalThis.analyze(message, { keys }))];
        };
        return measure(...(globalThis.sets[`${name} ${whole}`] ??= await read()), time);
      },
      [set, whole, milliseconds],
    );
  return {
    version: browser.version(),
    reports: { measure: (set) => measure(set, false) },
    rows: { measure: (set) => measure(set, true) },
    async close() {
      await close();
      await server.close();
    },
  };
}

const chromium = await inChromium();
const node = (...args) => child(process.execPath, ...args);
const TOOLS = [
  ['engine, native', child(program, 'engine', folder)],
  ['engine, Node', node(join(here, 'wasm.mjs'), folder)],
  ['engine, Chromium', chromium.reports],
  ['mail-auth, native', child(program, 'mail-auth', folder)],
  ['mailauth, Node', node(join(here, 'mailauth.mjs'), folder)],
  ['dkimpy, Python', child(python, join(here, 'verify.py'), folder)],
];
/** A mailbox is judged as the page judges it: an mbox file in, a row for each message out. */
const ROWS = [
  ['engine, native: rows', child(program, 'rows', folder)],
  ['engine, Node: rows', node(join(here, 'wasm.mjs'), folder, 'rows')],
  ['engine, Chromium: rows', chromium.rows],
];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const figure = (value) => value.toPrecision(value >= 100 ? 3 : 2);
const OWN = 3; // of the programs, the first ones are the engine
const times = [`| set | ${TOOLS.map(([name]) => name).join(' | ')} |`, `|---${'|---'.repeat(TOOLS.length)}|`];
const ratios = ['| set | native and mail-auth | Node and mailauth | Chromium and mailauth | Chromium and dkimpy |', '|---|---|---|---|---|'];
let differs = false;
try {
  for (const [set, title] of SETS) {
    const path = join(folder, `${set}.set`);
    const count = messages(readFileSync(path)).length;
    const bytes = statSync(path).size - 4 * count;
    const tools = set === 'mailbox' ? [...ROWS, ...TOOLS] : TOOLS;
    const spent = tools.map(() => []);
    const found = tools.map(() => 0);
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, [, tool]] of tools.entries()) {
        const measured = await tool.measure(set);
        spent[at].push(measured.seconds / measured.walks);
        found[at] = measured.passed;
      }
    }
    const seconds = spent.map(median);
    const size = `${count} of ${Math.round(bytes / count).toLocaleString('en')} bytes`;
    const others = seconds.slice(-TOOLS.length).slice(OWN);
    const [mailAuth, mailauth, dkimpy] = others;
    for (let from = 0; from + OWN + others.length <= seconds.length; from += OWN) {
      const own = seconds.slice(from, from + OWN);
      const [native, inNode, inChromium] = own;
      const name = tools.length === TOOLS.length ? title : `${title}, ${from === 0 ? 'rows' : 'reports'}`;
      const cells = [...own, ...others].map((spent) => `${figure((spent * 1000) / count)} ms, ${figure(bytes / spent / 1e6)} MB/s`);
      times.push(`| ${name}: ${size} | ${cells.join(' | ')} |`);
      const pairs = [mailAuth / native, mailauth / inNode, mailauth / inChromium, dkimpy / inChromium];
      ratios.push(`| ${name} | ${pairs.map((ratio) => `${figure(ratio)} ×`).join(' | ')} |`);
    }
    const passed = found.slice(-TOOLS.length);
    if (new Set(passed).size > 1) {
      differs = true;
      console.error(`${set}: the programs do not agree: ${TOOLS.map(([name], at) => `${name} passes ${passed[at]}`).join(', ')}`);
    }
  }
} finally {
  for (const [, tool] of [...TOOLS, ...ROWS]) await tool.close?.();
  await chromium.close();
}
console.log(`The time of a message, and the bytes of messages in a second.\n\n${times.join('\n')}\n`);
console.log(`How many times as fast as the other the engine is, with its whole judgement against their check of signatures.\n\n${ratios.join('\n')}`);
console.log(`\nMedians of ${rounds} rounds of ${milliseconds} ms, in turns. Node ${process.versions.node}, Chromium ${chromium.version}, ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim()}`);
process.exitCode = differs ? 1 : 0;
