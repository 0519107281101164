// Entry of the page, hosted or saved: everything it needs is inside the document.

import { analyze, start } from './engine.js';
import { setEngine } from './element.js';
import { HeaderVerdictElement } from './host.js';
import { setLanguages } from './language.js';
import { unpack } from './packs.js';

/** Undoes base64 and gzip of a data block. */
async function embedded(id) {
  const text = document.getElementById(id).textContent.trim();
  const packed = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(text)
    : Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

let languages;
setLanguages(async (tag) => {
  languages ??= embedded('languages').then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  return unpack(await languages, tag);
});
setEngine(embedded('engine').then(start));
customElements.define('header-verdict', HeaderVerdictElement);

const element = document.querySelector('header-verdict');
const hosted = location.protocol.startsWith('http');
for (const node of document.querySelectorAll('[data-when]')) {
  node.hidden = (node.dataset.when === 'hosted') !== hosted;
}

element.ready.then(
  () => {
    const { version, data_date: date } = analyze(new Uint8Array());
    document.getElementById('version').textContent = `Version ${version}, knowledge of ${date}`;
    document.documentElement.dataset.ready = '';
    performance.mark('header-verdict-ready');
  },
  () => {},
);

// A paste anywhere on the page goes into the box.
document.addEventListener('paste', (event) => {
  const target = event.composedPath()[0];
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return;
  const text = event.clipboardData?.getData('text/plain');
  if (text) element.source = text;
});
