// Serves a folder on this machine, with the headers of its `_headers` file. Other folders can stand below it, without
// their headers: node www/serve.mjs dist [port [PATH=FOLDER ...]]

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.eml': 'message/rfc822',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Reads rules of the form: a path at the line's start, then indented `Name: value` lines. */
function readRules(folder) {
  const rules = [];
  let text;
  try {
    text = readFileSync(join(folder, '_headers'), 'utf8');
  } catch {
    return rules;
  }
  for (const line of text.split('\n')) {
    if (!line.trim()) continue;
    if (!/^\s/.test(line)) rules.push({ path: line.trim(), headers: [] });
    else rules.at(-1)?.headers.push(/^\s+([^:]+):\s*(.*)$/.exec(line).slice(1));
  }
  return rules;
}

const applies = (path, asked) => (path.endsWith('*') ? asked.startsWith(path.slice(0, -1)) : asked === path);

/** The file that a path stands for; nothing when it would leave its folder. */
function fileFor(folders, path) {
  const [prefix, folder] = folders.find(([start]) => path.startsWith(start));
  const root = resolve(folder);
  const rest = path.slice(prefix.length);
  const file = resolve(join(root, rest === '' || rest.endsWith('/') ? `${rest}index.html` : rest));
  return file.startsWith(root + sep) && !file.includes('\0') ? file : undefined;
}

/**
 * Serves `folder` on the loopback address. Port 0 takes any free one.
 * @param {Record<string, string>} [below]  Other folders by the path that they stand at, such as `/header-verdict/`.
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(folder, port = 0, below = {}) {
  const folders = [...Object.entries(below), ['/', folder]];
  const rules = readRules(resolve(folder));
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return response.writeHead(400).end();
    }
    const file = fileFor(folders, path);
    let bytes;
    try {
      bytes = await readFile(file);
    } catch {
      return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'text/plain; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    for (const rule of rules) {
      if (applies(rule.path, path)) for (const [name, value] of rule.headers) response.setHeader(name, value);
    }
    response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  await new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = 'dist', port = '8080', ...below] = process.argv.slice(2);
  const others = Object.fromEntries(below.map((pair) => pair.split('=')));
  const started = await serve(folder, Number(port), others).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return serve(folder, 0, others);
  });
  console.log(`serving:    ${started.origin}/  (stop with Ctrl-C)`);
}
