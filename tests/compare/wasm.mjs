// The engine of dist/ in Node: `node wasm.mjs FOLDER [rows]` answers on its standard input as compare.mjs asks, with
// reports, or with the rows of a mailbox.

import { Mailbox, analyze } from '../wasm/engine.mjs';
import { answer } from './answer.mjs';
import { passed, rows } from './measure.mjs';

if (process.argv[3] === 'rows') await answer((keys) => (file) => rows(Mailbox, keys, file), { whole: true });
else await answer((keys) => (message) => passed(analyze(message, { keys })));
