// Serves a folder on this machine, with the headers of its `_headers` file: node www/serve.mjs dist [port]

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
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

/**
 * Serves `folder` on the loopback address. Port 0 takes any free one.
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(folder, port = 0) {
  const root = resolve(folder);
  const rules = readRules(root);
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return response.writeHead(400).end();
    }
    const file = resolve(join(root, path.endsWith('/') ? `${path}index.html` : path));
    if (!file.startsWith(root + sep) || file.includes('\0')) return response.writeHead(404).end();
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
  const [folder = 'dist', port = '8080'] = process.argv.slice(2);
  const started = await serve(folder, Number(port)).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return serve(folder, 0);
  });
  console.log(`serving:    ${started.origin}/  (stop with Ctrl-C)`);
}
