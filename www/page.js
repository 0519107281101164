// Entry of the page, hosted or saved: everything it needs is inside the document.

import { analyze, start } from './engine.js';
import { HeaderVerdict, setEngine } from './element.js';
import { LANGUAGES, preferred } from './language.js';

/** Undoes base64 and gzip of the data block that carries the engine. */
async function embeddedEngine() {
  const text = document.getElementById('engine').textContent.trim();
  const packed = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(text)
    : Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

setEngine(embeddedEngine().then(start));
customElements.define('header-verdict', HeaderVerdict);

const element = document.querySelector('header-verdict');
const hosted = location.protocol.startsWith('http');
for (const node of document.querySelectorAll('[data-when]')) {
  node.hidden = (node.dataset.when === 'hosted') !== hosted;
}

/** Knowledge older than this may lack keys and senders that are in use. */
const OLD_DAYS = 180;

const chosen = document.getElementById('language');
for (const [tag, name] of Object.entries(LANGUAGES)) chosen.append(new Option(name, tag));
for (const option of chosen.options) option.lang = option.value;
chosen.addEventListener('change', () => {
  element.language = chosen.value;
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
  const days = Math.floor((Date.now() - Date.parse(engine.data_date)) / 864e5);
  document.getElementById('version').textContent = t('page.version', { version: engine.version });
  document.getElementById('age').textContent = `${t('page.knowledge', { date: day(engine.data_date) })} ${t(days > OLD_DAYS ? 'page.old' : 'page.fresh')}`;
}

element.addEventListener('languagechange', speak);
speak();
const wanted = preferred(navigator.languages);
if (wanted !== element.language) element.language = wanted;

element.ready.then(
  () => {
    engine = analyze(new Uint8Array());
    speak();
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
  if (text) element.paste(text);
});
