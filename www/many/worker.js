// The worker, on both its sides. It runs the page's own script: where that finds no document, it waits here for work.

import { compiled, start } from '../engine.js';
import { Session } from './session.js';

/** Milliseconds of work in the worker after which a question has its turn. */
const WORKER_BUDGET = 40;
/** Milliseconds without a worker in which the page stays fluid. */
const PAGE_BUDGET = 10;
/** Milliseconds that a worker has to answer for the first time. Where it is refused, some browsers say nothing at all. */
const PATIENCE = 4_000;
/** A run of fewer bytes is over before a worker has begun. */
const WORTH_IT = 4 << 20;

/** The name of our own worker, by which the script knows that it runs in one. */
export const WORKER = 'header-verdict';

/** What the page may ask for. */
const ASKED = ['run', 'cancel', 'reads', 'select', 'selected', 'row', 'facets', 'campaign', 'export', 'message'];

/** Answers the page. In a worker only. */
export function serve(scope) {
  const session = new Session(WORKER_BUDGET);
  scope.addEventListener('message', async ({ data: { id, method, args } }) => {
    try {
      if (method === 'start') await start(args[0]);
      else if (!ASKED.includes(method)) throw new Error(method);
      const report = (progress) => scope.postMessage({ id, progress });
      const value = method === 'start' ? null : await session[method](...args, report);
      scope.postMessage({ id, value }, value instanceof Uint8Array ? [value.buffer] : []);
    } catch (error) {
      scope.postMessage({ id, error: String(error?.message ?? error) });
    }
  });
}

let make = () => {
  throw new Error('no worker was given');
};

/** Tells how to make a worker of this script. Whatever it throws, the work is done without one. */
export function setWorker(maker) {
  make = maker;
}

/**
 * A session in a worker, or nothing where none can be had.
 * @param {Blob} file  One of those that it has to read.
 */
async function distant(file) {
  let worker;
  try {
    worker = make();
  } catch {
    return null;
  }
  const waiting = new Map();
  let last = 0;
  const fail = () => {
    for (const { refuse } of waiting.values()) refuse(new Error('the worker stopped'));
    waiting.clear();
  };
  worker.addEventListener('message', ({ data: { id, value, error, progress } }) => {
    const { done, refuse, report } = waiting.get(id) ?? {};
    if (!done) return;
    if (progress) {
      report?.(progress);
      return;
    }
    waiting.delete(id);
    if (error === undefined) done(value);
    else refuse(new Error(error));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail();
  });
  const ask = (method, args, report) =>
    new Promise((done, refuse) => {
      waiting.set((last += 1), { done, refuse, report });
      worker.postMessage({ id: last, method, args });
    });
  let timer;
  try {
    const late = new Promise((_, refuse) => {
      timer = setTimeout(() => refuse(new Error('late')), PATIENCE);
    });
    await Promise.race([ask('start', [compiled()]), late]);
    if (!(await Promise.race([ask('reads', [file]), late]))) throw new Error('unreadable');
  } catch {
    worker.terminate();
    return null;
  } finally {
    clearTimeout(timer);
  }
  const session = Object.fromEntries(ASKED.map((method) => [method, (...args) => ask(method, args)]));
  session.run = (sources, options, report) => ask('run', [sources, options], report);
  session.close = () => {
    worker.terminate();
    fail();
  };
  return session;
}

/** A session in this thread, to be asked in the same way. */
function near() {
  const session = new Session(PAGE_BUDGET);
  const asked = Object.fromEntries(ASKED.map((method) => [method, async (...args) => session[method](...args)]));
  return { ...asked, close: () => session.close() };
}

/**
 * A session for these files, and whether it has a worker.
 * @param {import('./files.js').Source[]} sources
 */
export async function sessionFor(sources) {
  const bytes = sources.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
  const far = bytes >= WORTH_IT ? await distant(sources.find(({ file }) => file?.size > 0).file) : null;
  return { session: far ?? near(), worker: far !== null };
}
