// Judges one mbox file with the wasm of dist/ and writes its rows as CSV: node worker.mjs KEYS.json PART.mbox ROWS.csv
//
// The same engine as in the page, and the same class: a file goes in piece by piece, so its size does not matter.

import { createReadStream, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Mailbox, initSync } from '../../dist/header_verdict.js';

const [keys, part, rows] = process.argv.slice(2);
initSync({ module: readFileSync(new URL('../../dist/header_verdict_bg.wasm', import.meta.url)) });

const mailbox = new Mailbox({ keys: JSON.parse(readFileSync(keys, 'utf8')) });
mailbox.open(basename(part));
for await (const piece of createReadStream(part, { highWaterMark: 1 << 20 })) mailbox.push(piece);
mailbox.close();

const STEP = 5_000;
const count = mailbox.select({});
const out = await open(rows, 'w');
for (let from = 0; from < count; from += STEP) await out.write(mailbox.export('csv', false, from, from + STEP));
await out.close();
