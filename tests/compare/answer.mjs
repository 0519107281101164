// A measured program in Node: reads what to measure from its standard input.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { measure, messages } from './measure.mjs';

/** Reads lines `SET MILLISECONDS` and answers each with a line of JSON. `judge(keys)` gives what judges one message, or
 *  with `whole` the whole file of the set. */
export async function answer(judge, { prepare = (message) => message, whole = false } = {}) {
  const folder = process.argv[2];
  const sets = new Map();
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, milliseconds] = line.split(' ');
    if (!sets.has(name)) {
      const keys = JSON.parse(readFileSync(join(folder, `${name}.keys.json`), 'utf8'));
      const read = (ending) => readFileSync(join(folder, `${name}.${ending}`));
      sets.set(name, [whole ? [read('mbox')] : messages(read('set')).map((message) => prepare(message)), judge(keys)]);
    }
    console.log(JSON.stringify(await measure(...sets.get(name), Number(milliseconds))));
  }
}
