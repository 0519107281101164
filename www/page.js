// Entry of the page, hosted or saved: everything it needs is inside the document. A worker of the page runs the same script,
// which finds no document there.

import { takesText } from './dom.js';
import { NotStarted, analyze, start } from './engine.js';
import { setEngine } from './element.js';
import { HeaderVerdictElement } from './host.js';
import { LANGUAGES, preferred, setLanguages } from './language.js';
import { WORKER, serve, setWorker } from './many/worker.js';
import { workerOf } from './many/trusted.js';
import { unpack } from './packs.js';

/** Knowledge older than this may lack keys and senders that are in use. */
const OLD_DAYS = 180;

if (globalThis.document) page(document.currentScript.textContent);
else if (globalThis.name === WORKER) serve(globalThis);

/** @param {string} script  The text of this very script. */
function page(script) {
  // Before anything else: the policy's name can be taken only once.
  setWorker(workerOf(() => URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { name: WORKER }));

  /** Fulfilled when the whole document is there: the languages stand behind this script, which does not wait for them. */
  const parsed = new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', resolve, { once: true });
  });

  /** Undoes base64 and gzip of a data block. */
  async function embedded(id) {
    // The page may fetch nothing, so what it carries cannot be had in another form.
    if (typeof DecompressionStream !== 'function') throw new NotStarted('inflate');
    try {
      const text = document.getElementById(id).textContent.trim();
      const packed = Uint8Array.fromBase64
        ? Uint8Array.fromBase64(text)
        : Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
      return await new Response(stream).arrayBuffer();
    } catch (error) {
      throw new NotStarted(error instanceof RangeError ? 'memory' : 'damaged', error);
    }
  }

  let languages;
  setLanguages(async (tag) => {
    languages ??= parsed.then(() => embedded('languages')).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    try {
      return unpack(await languages, tag);
    } catch (error) {
      languages = undefined;
      throw error;
    }
  });
  let wasm;
  setEngine(() => {
    wasm = embedded('engine');
    const starting = wasm.then(start);
    // What the element does when it can call the engine comes first.
    Promise.resolve().then(() => element.ready.then(begun, () => {}));
    return starting;
  });
  customElements.define('header-verdict', HeaderVerdictElement);

  const element = document.querySelector('header-verdict');
  if (element.matches(':defined')) element.querySelector('.not-started').remove();
  const hosted = location.protocol.startsWith('http');
  for (const node of document.querySelectorAll('[data-when]')) {
    node.hidden = (node.dataset.when === 'hosted') !== hosted;
  }

  const chosen = document.getElementById('language');
  for (const [tag, name] of Object.entries(LANGUAGES)) chosen.append(new Option(name, tag));
  for (const option of chosen.options) option.lang = option.value;
  const refused = document.getElementById('language-failed');
  chosen.addEventListener('change', () => {
    refused.textContent = '';
    element.language = chosen.value;
  });
  element.addEventListener('languageerror', () => {
    refused.textContent = element.words.t('page.language.failed');
    // What is chosen is what it speaks, and the other language can be chosen again.
    element.language = element.words.tag;
  });

  let engine;

  /** Says the frame in the language of the element. */
  function speak() {
    const { t, day, tag } = element.words;
    document.documentElement.lang = tag;
    document.title = t('page.head');
    chosen.value = tag;
    for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    if (!engine) return;
    const { keys, senders, suffixes } = engine.knowledge;
    const days = Math.floor((Date.now() - Math.min(...[keys, senders, suffixes].map(Date.parse))) / 864e5);
    document.getElementById('version').textContent = t('page.version', { version: engine.version });
    document.getElementById('age').textContent = [
      t('page.dates', { keys: day(keys), senders: day(senders), suffixes: day(suffixes) }),
      t(days > OLD_DAYS ? 'page.old' : 'page.fresh'),
      t('page.aged'),
    ].join(' ');
  }

  /**
   * Shows the hash of the engine that runs, for comparing copies; of itself a page cannot hold one. On plain http a browser
   * computes none.
   */
  async function showHash() {
    if (!globalThis.crypto?.subtle) return;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await wasm));
    document.getElementById('engine-hash').textContent = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    document.getElementById('engine-sum').hidden = false;
  }

  element.addEventListener('languagechange', speak);
  speak();
  element.language = preferred(navigator.languages);

  /** Called when the engine answers. */
  function begun() {
    engine = analyze(new Uint8Array());
    speak();
    document.documentElement.dataset.ready = '';
    performance.mark('header-verdict-ready');
    return showHash();
  }

  // A paste anywhere on the page goes into the box.
  document.addEventListener('paste', (event) => {
    if (takesText(event.composedPath()[0])) return;
    const text = event.clipboardData?.getData('text/plain');
    if (text) element.paste(text);
  });

  // What is dropped beside the panel would take the place of the page, and of all that was pasted.
  for (const type of ['dragover', 'drop']) {
    document.addEventListener(type, (event) => {
      const files = event.dataTransfer?.types.includes('Files');
      if (event.defaultPrevented || (!files && takesText(event.composedPath()[0]))) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    });
  }
}
