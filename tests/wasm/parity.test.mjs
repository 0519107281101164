// The wasm says in Node what the native engine says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, fixtures, native, odd, plain } from './engine.mjs';

const inputs = [...Object.entries(odd), ...fixtures()];

for (const options of [{}, { now: 1_790_000_000, receiver: 'outlook', locale: 'en' }]) {
  test(`the wasm reports what the native engine reports, with ${JSON.stringify(options)}`, () => {
    const expected = native(options, inputs.map(([, bytes]) => bytes));
    assert.equal(expected.length, inputs.length);
    inputs.forEach(([name, bytes], at) => assert.deepEqual(plain(analyze(bytes, options)), plain(expected[at]), name));
  });
}

test('the same input gives the same report again', () => {
  for (const [name, bytes] of inputs) assert.equal(JSON.stringify(analyze(bytes)), JSON.stringify(analyze(bytes)), name);
});

test('a report is plain data that survives JSON and a structured clone', () => {
  for (const [name, bytes] of inputs) {
    const report = analyze(bytes);
    assert.deepEqual(structuredClone(report), report, name);
    const visit = (value) => {
      if (value === undefined || ['string', 'boolean'].includes(typeof value)) return;
      if (typeof value === 'number') return assert.ok(Number.isSafeInteger(value), `${name}: ${value}`);
      if (Array.isArray(value)) return value.forEach(visit);
      assert.equal(Object.getPrototypeOf(value), Object.prototype, name);
      Object.values(value).forEach(visit);
    };
    visit(report);
  }
});

test('every span lies inside the input', () => {
  for (const [name, bytes] of inputs) {
    const visit = (value) => {
      if (typeof value !== 'object' || value === null) return;
      if (typeof value.start === 'number' && typeof value.end === 'number') {
        assert.ok(value.start <= value.end && value.end <= bytes.length, `${name}: ${JSON.stringify(value)}`);
      }
      Object.values(value).forEach(visit);
    };
    visit(analyze(bytes));
  }
});
