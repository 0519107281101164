// What mailauth says of each message, in the words of run.rs: `node mailauth.mjs FOLDER`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolver, verify } from '../compare/mailauth.mjs';
import { messages } from '../compare/measure.mjs';

const folder = process.argv[2];
const resolve = resolver(JSON.parse(readFileSync(join(folder, 'differential.keys.json'), 'utf8')));

function word({ result, comment }) {
  if (result === 'pass' || result === 'fail') return result;
  if (comment === 'body hash did not verify') return 'fail';
  // A weak key is a policy; an expiry is judged once the signature holds.
  if (result === 'policy' || comment === 'expired' || comment === 'invalid expiration') return 'neutral';
  return 'permerror';
}

const said = [];
for (const message of messages(readFileSync(join(folder, 'differential.set')))) {
  const { signatures, chain } = await verify(Buffer.from(message), resolve);
  const signed = signatures.filter(({ status }) => status.result !== 'none');
  const status = chain?.status?.result ?? 'none';
  said.push({
    signatures: signed.map(({ selector, status }) => [selector ?? '', word(status)]),
    chain: ['none', 'pass'].includes(status) ? status : 'fail',
  });
}
writeFileSync(join(folder, 'mailauth.json'), JSON.stringify(said));
