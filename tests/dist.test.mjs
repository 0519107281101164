// What dist/ holds and what it weighs.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { AIM, LIMIT, assemble, filesOf, fill, over, readLanguages, sizes } from '../www/assemble.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const read = (name) => readFileSync(join(dist, name));
const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
after(() => rmSync(scratch, { recursive: true }));

test('the wasm and the saved page are below their limits', () => {
  assert.deepEqual(over(sizes(dist), LIMIT), []);
});

test('the limits leave little room above what is reached', () => {
  const spare = Object.fromEntries(Object.entries(LIMIT).map(([name, limit]) => [name, limit * 0.95]));
  assert.equal(over(sizes(dist), spare).length, 3, 'lower the limits in www/assemble.mjs to what is reached');
});

test('a size at its bound is named with its figure', () => {
  const measured = [
    { name: 'header_verdict_bg.wasm', raw: AIM.wasmRaw + 7, brotli: 1 },
    { name: 'header-verdict.html', raw: 1 },
  ];
  assert.deepEqual(over(measured, AIM), ['wasm: 450007 bytes, 7 over 450000']);
});

test('dist holds what a host serves and nothing else', () => {
  const { en, ...others } = readLanguages();
  assert.deepEqual(filesOf(dist), [
    'LICENSE',
    'SHA256SUMS',
    'THIRD-PARTY.txt',
    '_headers',
    'header-verdict.d.ts',
    'header-verdict.html',
    'header-verdict.js',
    'header_verdict.d.ts',
    'header_verdict.js',
    'header_verdict_bg.wasm',
    'index.html',
    ...Object.keys(others).map((tag) => `languages/${tag}.json`),
    'package.json',
    'sbom.cdx.json',
  ]);
});

test('the page that is hosted is the page that is saved', () => {
  assert.ok(read('index.html').equals(read('header-verdict.html')));
});

test('every sum of SHA256SUMS holds, and every other file has one', () => {
  const lines = read('SHA256SUMS').toString().trimEnd().split('\n');
  const named = lines.map((line) => {
    const [sum, name] = line.split('  ');
    assert.equal(createHash('sha256').update(read(name)).digest('hex'), sum, name);
    return name;
  });
  assert.deepEqual([...named, 'SHA256SUMS'].sort(), filesOf(dist));
});

test('the page carries the very wasm that is beside it', () => {
  const block = /<script type="application\/wasm\+gzip;base64" id="engine">([A-Za-z0-9+/=]+)<\/script>/.exec(read('index.html'));
  assert.ok(gunzipSync(Buffer.from(block[1], 'base64')).equals(read('header_verdict_bg.wasm')));
});

test('the page carries our licence and those of what is inside', () => {
  const shown = /<pre lang="en">([\s\S]*?)<\/pre>/.exec(read('index.html').toString())[1];
  const text = shown.replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const plain = (text) => text.toString().replace(/\s+/g, ' ').trim();
  assert.equal(plain(text), plain(`${read('LICENSE')} ${read('THIRD-PARTY.txt')}`));
  assert.ok(!shown.includes('<'));
});

test('the page refers to nothing outside itself', () => {
  const page = read('index.html').toString();
  const references = [...page.matchAll(/<(?:script|img|iframe|source|link|object|embed)\b[^>]*\b(?:src|href|data)=["']?([^"'\s>]+)/gi)];
  for (const [, target] of references) assert.match(target, /^(data:|#)/);
  assert.doesNotMatch(page, /<script type="module"|@import|url\(["']?(?:https?:|\/)/i);
});

test('the page holds no code that could ask for anything', () => {
  const script = /<script>([\s\S]*?)<\/script>/.exec(read('index.html').toString())[1];
  assert.doesNotMatch(script, /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|import\.meta|\bimport\(/);
});

/** What could reach somebody, keep something or turn text into code or markup, whether or not the policy would refuse it. */
const PRIMITIVES = {
  'going to another address': /\blocation(?:\.href)?\s*=[^=]|\blocation\.(?:assign|replace|reload)|\bnavigation\.navigate|\bhistory\.|http-equiv/,
  'a new window': /(?<![.\w$#])open\([^()]*\)(?!\{)|\b(?:window|globalThis|self|top|parent)\.open\b|\bopener\b|_blank/,
  'WebRTC and WebTransport': /RTC[A-Z]|WebTransport/,
  'names and connections ahead of time': /preconnect|dns-prefetch|prefetch|prerender|speculationrules|modulepreload/,
  'requests': /\bfetch\b\(|fetchLater|XMLHttpRequest|sendBeacon|WebSocket|EventSource|\bping\b|new Image\b|new Audio\b|FontFace|import\.meta|\bimport\(|importScripts|@import|addModule|reportTo|ReportingObserver/,
  'code out of text': /\beval\(|\bFunction\(|setTimeout\(["'`]|setInterval\(["'`]|javascript:/,
  'markup out of text': /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML|parseHTML|srcdoc|XSLT/,
  'elements that load or send': /createElement\(\s*["'`](?:a|img|image|script|style|link|iframe|frame|object|embed|form|video|audio|source|base|meta|portal|fencedframe)["'`]/,
  'storage': /localStorage|sessionStorage|indexedDB|\bcaches\b|cookieStore|\.cookie\b|navigator\.storage|window\.name/,
  'other windows and workers': /BroadcastChannel|SharedWorker|serviceWorker|\bframes\b|\bparent\.postMessage/,
  'what a person must be asked for': /clipboard\.read|readText|Notification|geolocation|getUserMedia|navigator\.(?:share|credentials|usb|hid|serial|bluetooth)|requestFullscreen|showSaveFilePicker/,
};

for (const [what, pattern] of Object.entries(PRIMITIVES)) {
  test(`the page holds no code for ${what}`, () => {
    const script = /<script>([\s\S]*?)<\/script>/.exec(read('index.html').toString())[1];
    const found = pattern.exec(script);
    assert.equal(found && script.slice(Math.max(0, found.index - 40), found.index + 60), null);
  });
}

test('the page makes one worker, out of one address, through one policy', () => {
  const script = /<script>([\s\S]*?)<\/script>/.exec(read('index.html').toString())[1];
  assert.equal([...script.matchAll(/\bnew Worker\(/g)].length, 1);
  assert.equal([...script.matchAll(/\bcreatePolicy\(/g)].length, 1);
});

test('the page holds no code for what no policy refuses', () => {
  const page = read('index.html').toString();
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)[1];
  assert.doesNotMatch(page, /rel=["']?(?:preconnect|dns-prefetch|prefetch|preload)/);
  const markup = page.replace(script, '');
  const links = [...markup.matchAll(/<a\b[^>]*>/g)].map(([tag]) => tag);
  // One saves the page, one shows the check sums beside it, the others lead to a place in the page itself.
  assert.deepEqual(links.filter((tag) => !/ href="(?:#[\w-]+"|header-verdict\.html" download="header-verdict\.html"|SHA256SUMS")/.test(tag)), []);
  // The module is the same code with its names kept. Its one link lets a person download what is handed on.
  const made = read('header-verdict.js').toString().matchAll(/\bh\(\s*['"]a['"][^)]{0,30}|createElement\(\s*['"]a['"]/g);
  assert.deepEqual([...made].map(([call]) => call.startsWith('h("a", { href: file, download:')), [true]);
});

test('the policy allows one script and one style, by hash', () => {
  const page = read('index.html').toString();
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)[1];
  const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  assert.equal(directives.get('script-src'), `${hash(/<script>([\s\S]*?)<\/script>/.exec(page)[1])} 'wasm-unsafe-eval'`);
  assert.equal(directives.get('style-src'), hash(/<style>([\s\S]*?)<\/style>/.exec(page)[1]));
  for (const closed of ['default-src', 'connect-src', 'base-uri', 'form-action']) {
    assert.equal(directives.get(closed), "'none'", closed);
  }
  assert.equal(directives.get('require-trusted-types-for'), "'script'");
  assert.deepEqual([directives.get('worker-src'), directives.get('trusted-types')], ['blob:', 'header-verdict']);
});

test('the policy stands before everything that it governs', () => {
  const page = read('index.html').toString();
  const policy = page.indexOf('http-equiv="Content-Security-Policy"');
  assert.ok(policy > 0 && policy < page.search(/<(?:script|style|link|img)\b/));
});

test('the same bindings assemble to the same bytes', async () => {
  const bindings = join(scratch, 'bindings');
  cpSync(dist, bindings, { recursive: true });
  await assemble(bindings, join(scratch, 'again'));
  for (const name of filesOf(dist)) {
    assert.ok(readFileSync(join(scratch, 'again', name)).equals(read(name)), name);
  }
});

test('a placeholder that is missing or doubled stops the build', () => {
  assert.equal(fill('a <!--ONE--> b', { ONE: '$& $1' }), 'a $& $1 b');
  assert.throws(() => fill('a b', { ONE: 'x' }), /<!--ONE-->/);
  assert.throws(() => fill('<!--ONE--><!--ONE-->', { ONE: 'x' }), /<!--ONE-->/);
});

test('nothing in dist names a folder of the machine that built it', () => {
  for (const name of filesOf(dist)) {
    for (const folder of [root, process.env.CARGO_HOME, process.env.HOME && join(process.env.HOME, '.cargo')]) {
      if (folder) assert.ok(!read(name).includes(folder), `${name} names ${folder}`);
    }
  }
});

test('an unknown command of build.sh gets one clear line', () => {
  const run = spawnSync('bash', [join(root, 'build.sh'), 'launch'], { encoding: 'utf8' });
  assert.equal(run.status, 1);
  assert.match(run.stderr, /^build\.sh: there is no command 'launch': use one of (?:[a-z]+ )+\n$/);
  // Whoever adds a command names it at the top of the file, which is where the list comes from.
  const commands = [...readFileSync(join(root, 'build.sh'), 'utf8').matchAll(/^([a-z]+)\)/gm)].map(([, name]) => name);
  for (const name of commands) if (name !== 'build') assert.match(run.stderr, new RegExp(` ${name} `));
});
