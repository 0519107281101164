// The wasm module behind the generated bindings.

import * as bindings from '#engine-bindings';

/** The engine trapped. The next call gets a fresh instance. */
export class EngineStopped extends Error {
  constructor(cause) {
    super('the engine stopped', { cause });
    this.name = 'EngineStopped';
  }
}

let started = false;
let module;

/**
 * Compiles and starts the engine. Compiling is done once; a second call does nothing.
 * @param {BufferSource | WebAssembly.Module} source
 */
export async function start(source) {
  if (started) return;
  const made = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  if (started) return;
  module = made;
  bindings.initSync({ module });
  started = true;
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
export const analyze = (bytes, options) => guarded(() => bindings.analyze(bytes, options));

/**
 * The file of a picture that a message carries, by its place in the report's `content.images`.
 * @param {Uint8Array} bytes
 * @param {number} index
 * @returns {Uint8Array | undefined}
 * @throws {EngineStopped} when the engine trapped
 */
export const image = (bytes, index) => guarded(() => bindings.image(bytes, index));

/**
 * The texts of the QR codes in a picture, one byte of grey a pixel.
 * @param {Uint8Array} grey
 * @param {number} width
 * @returns {string[]}
 * @throws {EngineStopped} when the engine trapped
 */
export const readQr = (grey, width) => guarded(() => bindings.readQr(grey, width));

/**
 * Calls the engine. A trap takes all that the instance held with it, every `Mailbox` as well.
 * @throws {EngineStopped} when the engine trapped
 */
export function guarded(call) {
  try {
    return call();
  } catch (error) {
    // Running out of stack is a RangeError or an InternalError, by browser.
    if (!(error instanceof WebAssembly.RuntimeError) && !/stack|recursion/i.test(error?.message ?? '')) throw error;
    bindings['__wbg_reset_state']?.();
    throw new EngineStopped(error);
  }
}

/** The providers that the engine knows, `{ id, name }`, in the order of their ids. */
export const providers = () => bindings.providers();

// By name: whatever takes the bindings as a whole carries all of them, also what fetches.
export { Mailbox, messageAt } from '#engine-bindings';

/** What tells the parts of a file apart. */
export const tools = {
  fileKind: (first) => guarded(() => bindings.fileKind(first)),
  zipTail: (tail, size) => guarded(() => bindings.zipTail(tail, size)),
  zipEntries: (directory) => guarded(() => bindings.zipEntries(directory)),
  zipData: (header) => guarded(() => bindings.zipData(header)),
};
