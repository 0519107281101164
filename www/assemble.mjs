// Puts dist/ together: the page with everything inside, the module, the bindings and what goes with them.
//
//     node www/assemble.mjs BINDINGS DIST
//
// The languages are those that have a file in www/languages. BINDINGS holds the output of
// wasm-bindgen's web target, the bill of materials and the licences of what is on it. The same input gives the same bytes: no date, no path and no
// random value goes in.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { build, transform } from 'esbuild';
import { joined } from './licences.mjs';
import { pack } from './packs.js';

const www = dirname(fileURLToPath(import.meta.url));

/** Sizes in bytes that a release should stay under. Size is a feature: people save the page and carry it. */
export const AIM = { wasmRaw: 450_000, wasmBrotli: 170_000, pageRaw: 420_000 };

/** Sizes that fail the build: what is reached today, with room for small changes. A test wants them that close. */
export const LIMIT = { wasmRaw: 1_175_000, wasmBrotli: 410_000, pageRaw: 1_205_000 };

/** The source of a script or a style in the form that the policy names it by. */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

const gzip = (bytes) => gzipSync(bytes, { level: 9 });

/**
 * gzip for the page and the release, 6 % smaller than zlib's best and slower to make. The header says nothing of when or on which
 * system it was made.
 */
export async function squeeze(bytes) {
  const packed = Buffer.from(await zopfli.gzipAsync(bytes, { numiterations: 5 }));
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

/** Lets `#engine-bindings` stand for the generated bindings. Where they lie on this machine is not written down. */
const bindings = (found, contents) => ({
  name: 'engine-bindings',
  setup(building) {
    building.onResolve({ filter: /^#engine-bindings$/ }, () => found);
    building.onLoad({ filter: /./, namespace: 'engine' }, () => ({ contents }));
  },
});

/** Lets `#languages` stand for the languages that there are, each by its own name. */
const languageNames = (packs) => ({
  name: 'languages',
  setup(building) {
    const names = Object.entries(packs).map(([tag, texts]) => [tag, texts['language.name']]);
    building.onResolve({ filter: /^#languages$/ }, ({ path }) => ({ path, namespace: 'languages' }));
    building.onLoad({ filter: /./, namespace: 'languages' }, () => ({
      contents: JSON.stringify(Object.fromEntries(names)),
      loader: 'json',
    }));
  },
});

/** The texts of every language by its tag, English first. */
export function readLanguages(folder = join(www, 'languages')) {
  const tags = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const order = tags.sort((a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1));
  return Object.fromEntries(order.map((tag) => [tag, JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'))]));
}

/** A style without its white space and comments. */
const lean = async (css) => (await transform(css, { loader: 'css', minify: true, charset: 'utf8', target: 'es2022' })).code.trim();

/** The styles of the page's script, which are texts in it. */
const leanStyles = {
  name: 'lean-styles',
  setup(building) {
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: await lean(readFileSync(path, 'utf8')),
      loader: 'text',
    }));
  },
};

const bundle = async (entry, options) => {
  const result = await build({
    entryPoints: [join(www, entry)],
    bundle: true,
    write: false,
    minify: false,
    charset: 'utf8',
    target: 'es2022',
    legalComments: 'none',
    loader: { '.css': 'text' },
    absWorkingDir: dirname(www),
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text;
};

/** One classic script: a module would be refused at file://. Ends of elements are written so that they end none. */
export async function pageScript(folder, languages) {
  const found = { path: 'bindings', namespace: 'engine', sideEffects: false };
  const text = await bundle('page.js', {
    format: 'iife',
    // The page is carried about; header-verdict.js is the same code for reading.
    minify: true,
    // Only the default export reads it, which fetches; the page starts the engine from its own bytes.
    define: { 'import.meta.url': '""' },
    plugins: [leanStyles, bindings(found, readFileSync(join(folder, 'header_verdict.js'), 'utf8')), languageNames(languages)],
  });
  return text.replace(/<(?=\/script|!--|script)/gi, () => '\\x3C');
}

/** The module leaves the bindings outside, so that both files of a host share one instance of the engine. */
export const moduleScript = (languages) =>
  bundle('embed.js', {
    format: 'esm',
    plugins: [bindings({ path: './header_verdict.js', external: true }), languageNames(languages)],
  });

/** www/language.js alone, for the tests. */
export const languageModule = (languages) =>
  bundle('language.js', { format: 'esm', plugins: [languageNames(languages)] });

/**
 * What the page may do: run its own script, style and engine, and show the icons inside it. It cannot reach the
 * network, submit a form, or turn a string into markup.
 */
export const policy = (script, style) =>
  [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    // A mailbox is read in a worker, which is the page's own script again and has the page's policy.
    'worker-src blob:',
    "require-trusted-types-for 'script'",
    // Lets through the address of that worker and nothing else; the name can be taken once, which the page does first.
    'trusted-types header-verdict',
  ].join('; ');

/** Fills the placeholders of the frame. Each must stand there exactly once. */
export function fill(frame, parts) {
  let page = frame;
  for (const [name, text] of Object.entries(parts)) {
    const pieces = page.split(`<!--${name}-->`);
    if (pieces.length !== 2) throw new Error(`www/index.html: <!--${name}--> must stand there once`);
    page = pieces.join(text);
  }
  return page;
}

/**
 * Headers for the hosts that read a `_headers` file. A policy in a header can also forbid framing; what it cannot forbid,
 * names that are looked up ahead of time, has a header of its own. Some hosts serve the page without its `.html`.
 */
const headers = (rules) => {
  const page = `  Content-Security-Policy: ${rules}; frame-ancestors 'none'\n  Cache-Control: no-cache\n`;
  return `/
${page}/index.html
${page}/header-verdict.html
${page}/header-verdict
${page}/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  X-DNS-Prefetch-Control: off
  X-Frame-Options: DENY
`;
};

const manifest = (version) => ({
  name: 'header-verdict',
  version,
  description: 'Judges offline, from its raw headers, whether a code or alert mail really comes from its provider',
  license: 'MIT',
  type: 'module',
  sideEffects: ['./header-verdict.js'],
  exports: {
    '.': { types: './header-verdict.d.ts', default: './header-verdict.js' },
    './engine': { types: './header_verdict.d.ts', default: './header_verdict.js' },
    './header_verdict_bg.wasm': './header_verdict_bg.wasm',
    './header-verdict.html': './header-verdict.html',
    './languages/*.json': './languages/*.json',
    './package.json': './package.json',
  },
});

/** The version of the crate. */
const version = () => /^version = "(.+)"$/m.exec(readFileSync(join(www, '..', 'Cargo.toml'), 'utf8'))[1];

/** The files below a folder, sorted, with `/` between folders on every system. */
export const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();

/** A text as markup that shows it. */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A data block, which a browser neither runs nor shows. */
const block = async (id, type, bytes) =>
  `<script type="${type}" id="${id}">${(await squeeze(bytes)).toString('base64')}</script>`;

/**
 * @param {string} folder  The bindings.
 * @param {string} dist  What is written; what was there is removed.
 * @param {Record<string, import('./packs.js').Pack>} [languages]
 */
export async function assemble(folder, dist, languages = readLanguages()) {
  const wasm = readFileSync(join(folder, 'header_verdict_bg.wasm'));
  const frame = readFileSync(join(www, 'index.html'), 'utf8');
  const style = (await lean(readFileSync(join(www, 'style.css'), 'utf8'))).replace(/<(?=\/style)/gi, () => '\\3C ');
  const script = await pageScript(folder, languages);
  const licence = readFileSync(join(www, '..', 'LICENSE'), 'utf8');
  const thirdParty = readFileSync(join(folder, 'THIRD-PARTY.txt'), 'utf8');
  // English is in the script, which also falls back on it.
  const { en, ...others } = languages;
  const rules = policy(script, style);
  const page = fill(frame, {
    POLICY: `<meta http-equiv="Content-Security-Policy" content="${rules}">`,
    STYLE: `<style>${style}</style>`,
    // A saved page goes from hand to hand without the files beside it.
    LICENCES: escaped(`${joined(licence)}\n${thirdParty}`),
    WASM: await block('engine', 'application/wasm+gzip;base64', wasm),
    LANGUAGES: await block('languages', 'application/octet-stream', Buffer.from(JSON.stringify(pack(others)))),
    SCRIPT: `<script>${script}</script>`,
  });
  const module = await moduleScript(languages);

  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const write = (name, text) => writeFileSync(join(dist, name), text);
  write('index.html', page);
  write('header-verdict.html', page);
  write('header-verdict.js', module);
  copyFileSync(join(www, 'header-verdict.d.ts'), join(dist, 'header-verdict.d.ts'));
  write('LICENSE', licence);
  write('THIRD-PARTY.txt', thirdParty);
  for (const name of ['header_verdict.js', 'header_verdict_bg.wasm', 'header_verdict.d.ts', 'sbom.cdx.json']) {
    copyFileSync(join(folder, name), join(dist, name));
  }
  // A caller need not have the library in which TypeScript declares disposal; `free()` is declared beside it.
  const types = join(dist, 'header_verdict.d.ts');
  writeFileSync(types, readFileSync(types, 'utf8').replace(/^ *\[Symbol\.dispose\]\(\): void;\n/gm, ''));
  write('package.json', `${JSON.stringify(manifest(version()), null, 2)}\n`);
  write('_headers', headers(rules));
  if (Object.keys(others).length) mkdirSync(join(dist, 'languages'));
  for (const [tag, texts] of Object.entries(others)) write(`languages/${tag}.json`, `${JSON.stringify(texts)}\n`);
  const sums = filesOf(dist)
    .map((name) => `${createHash('sha256').update(readFileSync(join(dist, name))).digest('hex')}  ${name}\n`);
  write('SHA256SUMS', sums.join(''));
}

/** Sizes in bytes of what people download or save. */
export function sizes(dist) {
  return ['header_verdict_bg.wasm', 'header-verdict.js', 'header_verdict.js', 'header-verdict.html'].map((name) => {
    const bytes = readFileSync(join(dist, name));
    return { name, raw: bytes.length, gzip: gzip(bytes).length, brotli: brotli(bytes).length };
  });
}

/** What is not below its bound, one line each. */
export function over(measured, bound) {
  const of = (name) => measured.find((size) => size.name === name);
  return [
    ['wasm', of('header_verdict_bg.wasm').raw, bound.wasmRaw],
    ['wasm with brotli', of('header_verdict_bg.wasm').brotli, bound.wasmBrotli],
    ['saved page', of('header-verdict.html').raw, bound.pageRaw],
  ]
    .filter(([, bytes, limit]) => bytes >= limit)
    .map(([what, bytes, limit]) => `${what}: ${bytes} bytes, ${bytes - limit} over ${limit}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, dist] = process.argv.slice(2);
  await assemble(folder, dist);
  const measured = sizes(dist);
  const columns = (cells) => cells.map((cell, at) => (at ? String(cell).padStart(10) : cell.padEnd(26))).join('');
  console.log(columns(['bytes', 'raw', 'gzip', 'brotli']));
  for (const { name, raw, gzip: zipped, brotli: packed } of measured) console.log(columns([name, raw, zipped, packed]));
  console.log(`saved page: ${resolve(dist, 'header-verdict.html')}`);
  for (const line of over(measured, AIM)) console.log(`aim missed: ${line}`);
  const failing = over(measured, LIMIT);
  for (const line of failing) console.error(`too large: ${line}`);
  if (failing.length) process.exitCode = 1;
}
