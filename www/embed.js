// Entry of header-verdict.js: the element and the engine as a module for a page of one's own.

import { NotStarted, analyze as run, ready, start } from './engine.js';
import { setEngine } from './element.js';
import { HeaderVerdictElement } from './host.js';
import { setLanguages } from './language.js';
import { WORKER, serve, setWorker } from './many/worker.js';
import { workerOf } from './many/trusted.js';

let starting;

/**
 * Starts the engine. Without an argument the wasm is read from beside this module.
 * @param {BufferSource | WebAssembly.Module | Response | URL | string} [source]
 * @returns {Promise<void>}
 */
export function init(source) {
  starting ??= load(source).catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function load(source = new URL('header_verdict_bg.wasm', import.meta.url)) {
  const given = await source;
  if (given instanceof WebAssembly.Module || given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return start(given);
  return start(await download(given));
}

async function download(given) {
  try {
    const response = given instanceof Response ? given : await fetch(given);
    if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new NotStarted('load', error);
  }
}

/**
 * Judges one input. `init` must be done.
 * @param {Uint8Array} bytes
 * @param {{ now?: number, receiver?: string, keys?: { name: string, record: string }[], situation?: object,
 *   codes_in_images?: { image: number, text: string }[], locale?: string }} [options]
 */
export function analyze(bytes, options) {
  if (!ready()) throw new Error('call init() first and wait for it');
  return run(bytes, options);
}

/** The texts of a language, from beside this module. */
async function fetchLanguage(tag) {
  const response = await fetch(new URL(`languages/${tag}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response.json();
}

setLanguages(fetchLanguage);
setEngine(() => init());
if (globalThis.document) {
  // The page around the element may allow neither the policy nor a worker; both are tried only where a worker is worth it.
  let make;
  setWorker(() => (make ??= workerOf(() => import.meta.url, { type: 'module', name: WORKER }))());
  if (!customElements.get('header-verdict')) customElements.define('header-verdict', HeaderVerdictElement);
} else if (globalThis.name === WORKER) {
  // A worker of the host's that imports this module keeps its messages to itself, and Node has none.
  serve(globalThis);
}

export { HeaderVerdictElement };
