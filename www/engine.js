// The wasm module behind the generated bindings.

import * as bindings from '#engine-bindings';

/** The engine stopped in the middle of a call. The next call gets a fresh instance. */
export class EngineStopped extends Error {
  /** @param {'trap' | 'memory' | 'stack'} why  What it met; `memory` and `stack` depend on the input and the machine. */
  constructor(why, cause) {
    super('the engine stopped', { cause });
    this.name = 'EngineStopped';
    this.why = why;
  }
}

/** The engine cannot be called yet. */
export class NotStarted extends Error {
  /** @param {string} obstacle  The text `error.*` that says what stands in its way. */
  constructor(obstacle, cause) {
    super(cause?.message ?? obstacle, { cause });
    this.name = 'NotStarted';
    this.obstacle = obstacle;
  }
}

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65_536;

let started = false;
/** Whether the instance can be called: a trap leaves it unusable until it is replaced. */
let sound = true;
let module;

/**
 * Compiles and starts the engine. Compiling is done once; a second call does nothing.
 * @param {BufferSource | WebAssembly.Module} source
 * @throws {NotStarted}
 */
export async function start(source) {
  if (started) return;
  // Without it there is nothing to ask: a browser in its lockdown mode does not even have the name.
  if (typeof WebAssembly !== 'object') throw new NotStarted('engine');
  try {
    const made = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
    if (started) return;
    module = made;
    bindings.initSync({ module });
  } catch (error) {
    throw new NotStarted(obstacle(error), error);
  }
  started = true;
}

/** What a browser means that does not start the engine. Only its wording tells a policy from a module that it cannot read. */
function obstacle(error) {
  if (outOfMemory(error)) return 'memory';
  if (/unsafe-eval|content security policy|blocked by csp|disallowed by|disabled/i.test(error?.message)) return 'refused';
  return error instanceof WebAssembly.CompileError ? 'damaged' : 'engine';
}

/** The compiled engine, which a worker starts without compiling it again. */
export const compiled = () => module;

/** Whether [`start`] is done. */
export function ready() {
  return started;
}

/**
 * Judges one input. After a trap the instance is replaced from the module that was kept, since a trap leaves
 * its stack pointer where it was.
 * @param {Uint8Array} bytes
 * @param {object} [options]
 * @throws {EngineStopped} when the engine trapped
 * @throws {Error} when the options are not of their shape
 */
export const analyze = (bytes, options) => guarded(() => bindings.analyze(bytes, options), bytes);

/**
 * The file of a picture that a message carries, by its place in the report's `content.images`.
 * @param {Uint8Array} bytes
 * @param {number} index
 * @returns {Uint8Array | undefined}
 * @throws {EngineStopped} when the engine trapped
 */
export const image = (bytes, index) => guarded(() => bindings.image(bytes, index), bytes);

/**
 * The texts of the QR codes in a picture, one byte of grey a pixel.
 * @param {Uint8Array} grey
 * @param {number} width
 * @returns {string[]}
 * @throws {EngineStopped} when the engine trapped
 */
export const readQr = (grey, width) => guarded(() => bindings.readQr(grey, width), grey);

/**
 * Calls the engine. A trap takes all that the instance held with it, every `Mailbox` as well.
 * @param {Uint8Array} [bytes]  What the call is given: room for it is asked for when the engine stopped.
 * @throws {EngineStopped} when the engine stopped
 */
export function guarded(call, bytes) {
  if (!sound) renew();
  try {
    return call();
  } catch (error) {
    const why = stopped(error, bytes?.length ?? 0);
    if (!why) throw error;
    sound = false;
    try {
      renew();
    } catch {
      // There is no room for a fresh instance now. The next call asks again.
    }
    throw new EngineStopped(why, error);
  }
}

function renew() {
  try {
    bindings['__wbg_reset_state']?.();
  } catch (error) {
    throw new EngineStopped('memory', error);
  }
  sound = true;
}

/** Why the engine stopped, when the error says that it did; an error of the engine's own, about an option, is none of these. */
function stopped(error, length) {
  if (error instanceof WebAssembly.RuntimeError) return exhausted(length) ? 'memory' : 'trap';
  if (outOfMemory(error)) return 'memory';
  // Running out of stack is a RangeError or an InternalError, by browser.
  const bounds = error instanceof RangeError || error?.name === 'InternalError';
  return bounds && /stack|recursion/i.test(error.message) ? 'stack' : '';
}

/**
 * The engine itself traps when it gets no more memory, so what is asked is whether it could have had as much again, or
 * room for its input.
 */
function exhausted(length) {
  const { memory } = bindings.initSync();
  try {
    memory.grow(Math.ceil(Math.max(memory.buffer.byteLength, 2 * length) / PAGE));
    return false;
  } catch {
    return true;
  }
}

/** Whether a browser says that memory is short; Firefox throws a text. */
function outOfMemory(error) {
  const bounds = error instanceof RangeError || error?.name === 'InternalError' || typeof error === 'string';
  return bounds && /memory|allocat/i.test(error.message ?? error);
}

/** The providers that the engine knows, `{ id, name }`, in the order of their ids. */
export const providers = () => bindings.providers();

/** Many messages; the engine's own class. By name: whatever takes the bindings as a whole carries what fetches, too. */
export { Mailbox, messageAt } from '#engine-bindings';

/** What tells the parts of a file apart. */
export const tools = {
  fileKind: (first) => guarded(() => bindings.fileKind(first)),
  zipTail: (tail, size) => guarded(() => bindings.zipTail(tail, size)),
  zipEntries: (directory) => guarded(() => bindings.zipEntries(directory)),
  zipData: (header) => guarded(() => bindings.zipData(header)),
};
