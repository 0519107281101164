// mailauth in Node, with DNS answered from the keys of the set: `node mailauth.mjs FOLDER` answers on its standard input as
// compare.mjs asks.

import { createRequire } from 'node:module';
import { answer } from './answer.mjs';

const require = createRequire(import.meta.url);
const { dkimVerify } = require('mailauth/lib/dkim/verify');
const { arc } = require('mailauth/lib/arc');

/** DNS as these records would have it. */
export function resolver(keys) {
  const records = new Map(keys.map(({ name, record }) => [name.toLowerCase(), record]));
  return async (name, type) => {
    const record = type === 'TXT' && records.get(name.toLowerCase());
    if (record) return [[record]];
    throw Object.assign(new Error(`no record ${name}`), { code: 'ENOTFOUND' });
  };
}

/** What mailauth says of a message: its signatures, and its chain. */
export async function verify(message, resolve) {
  const signatures = await dkimVerify(message, { resolver: resolve });
  return { signatures: signatures.results, chain: await arc(signatures.arc, { resolver: resolve }) };
}

if (import.meta.filename === process.argv[1]) {
  const one = (resolve) => async (message) =>
    (await verify(message, resolve)).signatures.filter(({ status }) => status.result === 'pass').length;
  await answer((keys) => one(resolver(keys)), { prepare: Buffer.from });
}
