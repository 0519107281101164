// Opens the built page in Chromium, hosted or from file://, and records all that it must not do.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../www/serve.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dist = join(root, 'dist');

/** The mark that the page sets when the engine answers. */
export const READY = 'header-verdict-ready';

let browser;
let server;

/** The one browser of this test file. `./build.sh test` names it in CHROMIUM. */
export async function launch() {
  if (!existsSync(join(dist, 'header-verdict.html'))) throw new Error('dist/ is not built: run ./build.sh');
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
  return browser;
}

/** The origin that serves dist/ on this machine. */
export async function origin() {
  server ??= await serve(dist);
  return server.origin;
}

/** To be called once in `after`: closes the browser and the server. */
export async function close() {
  await browser?.close();
  await server?.close();
  browser = server = undefined;
}

/**
 * @typedef {object} Opened
 * @property {import('playwright-core').Page} page
 * @property {string[]} requests  What was requested once the page was loaded and ready.
 * @property {string[]} loading   What was requested until then, the document itself included.
 * @property {string[]} violations  Violations of the policy, from events and from the console.
 * @property {string[]} errors    Uncaught errors and other errors of the console.
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} url
 * @param {{ viewport?: { width: number, height: number }, dark?: boolean, reducedMotion?: boolean, locale?: string,
 *   offline?: boolean, ready?: boolean,
 *   before?: (page: import('playwright-core').Page) => Promise<unknown> }} [options]  `ready: false` does not wait for the
 *   engine; `before` gets the page before it goes anywhere.
 * @returns {Promise<Opened>}
 */
export async function open(url, options = {}) {
  const { viewport = { width: 1280, height: 900 }, dark = false, reducedMotion = true, locale = 'en-GB' } = options;
  const context = await (await launch()).newContext({
    viewport,
    locale,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const loading = [];
  const requests = [];
  const violations = [];
  const errors = [];
  let loaded = false;
  context.on('request', (request) => (loaded ? requests : loading).push(request.url()));
  page.on('websocket', (socket) => (loaded ? requests : loading).push(socket.url()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = message.text();
    if (/content security policy|trusted type|TrustedHTML|TrustedScript/i.test(text)) violations.push(text);
    else if (message.type() === 'error') errors.push(text);
  });
  // Injected through the browser's own protocol, so the page's policy does not stand in its way.
  await page.exposeFunction('reportViolation', (text) => violations.push(text));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      globalThis.reportViolation(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`),
    );
  });
  await options.before?.(page);
  await page.goto(url, { waitUntil: 'load' });
  if (options.ready !== false) {
    await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, READY, { timeout: 15_000 });
  }
  loaded = true;
  if (options.offline) await context.setOffline(true);
  return { page, loading, requests, violations, errors, close: () => context.close() };
}

/** The page as a host serves it. @returns {Promise<Opened>} */
export const openHosted = async (options) => open(`${await origin()}/`, options);

/** The page as a person saved it. @returns {Promise<Opened>} */
export const openSaved = (options) => open(pathToFileURL(join(dist, 'header-verdict.html')).href, options);

/** Both ways to open the page, for tests that must hold for each. */
export const WAYS = [
  ['hosted', openHosted],
  ['saved', openSaved],
];
