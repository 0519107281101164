// What stands before the page's own script in the tests of its faults.

/**
 * Lets the engine fail on demand: `globalThis.fault` is what it meets in its next judgement. The faults are the browser's
 * own, met in a module of a few bytes. Nothing of this is in the page.
 */
export function faulty() {
  const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10];
  const body = { trap: [5, 1, 3, 0, 0, 11], stack: [6, 1, 4, 0, 16, 0, 11] };
  const Real = WebAssembly.Instance;
  const meet = (name) => new Real(new WebAssembly.Module(Uint8Array.of(...head, ...body[name]))).exports.f();
  globalThis.instances = 0;
  WebAssembly.Instance = function (module, imports) {
    if (globalThis.full) throw new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance');
    globalThis.instances += 1;
    const { exports } = new Real(module, imports);
    const analyze = (...values) => {
      const name = globalThis.fault;
      globalThis.fault = '';
      if (name) meet(name);
      return exports.analyze(...values);
    };
    return { exports: { ...exports, analyze } };
  };
}
