// The engine of dist/ in Node: `node wasm.mjs FOLDER` answers on its standard input as compare.mjs asks.

import { analyze } from '../wasm/engine.mjs';
import { answer } from './answer.mjs';
import { passed } from './measure.mjs';

await answer((keys) => (message) => passed(analyze(message, { keys })));
