// Input made to exhaust: each gives a report or a clear error within two seconds, and the engine goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from './engine.mjs';

const MEGABYTE = 1 << 20;
const LIMIT = 2000;
const text = (string) => new TextEncoder().encode(string);

const hostile = {
  '50 MB of one letter': () => new Uint8Array(50 * MEGABYTE).fill(0x41),
  '50 MB of NULs': () => new Uint8Array(50 * MEGABYTE),
  '50 MB of line feeds': () => new Uint8Array(50 * MEGABYTE).fill(0x0a),
  '50 MB of body': () => text(`From: Jo <jo@mailbox.example>\r\n\r\n${'Hello there, this is a line.\r\n'.repeat(1_700_000)}`),
  '100,000 fields': () => text('X-Field: value\r\n'.repeat(100_000)),
  '100,000 signatures': () =>
    text('DKIM-Signature: v=1; a=rsa-sha256; d=mailbox.example; s=s; h=from; bh=AA==; b=AA==\r\n'.repeat(100_000)),
  'one line of 10 MB': () => text(`Subject: ${'a'.repeat(10 * MEGABYTE)}\r\n`),
  'one folded field of 10 MB': () => text(`Received: from\r\n${' a\r\n'.repeat(2_500_000)}`),
  '10 MB of open brackets': () => text(`From: ${'('.repeat(10 * MEGABYTE)}\r\n`),
  '10 MB of results': () => text(`Authentication-Results: mx.mailbox.example${'; dkim=pass'.repeat(900_000)}\r\n`),
  '10 MB of addresses': () => text(`From: ${'a@mailbox.example, '.repeat(500_000)}\r\n`),
  '10 MB of invalid UTF-8': () => new Uint8Array(10 * MEGABYTE).fill(0xff),
};

for (const [name, make] of Object.entries(hostile)) {
  test(`${name}: a report within two seconds`, () => {
    const bytes = make();
    const before = performance.now();
    const report = analyze(bytes);
    const spent = performance.now() - before;
    assert.match(report.verdict.label, /^(not_confirmed|forged|hostile_request)$/);
    assert.ok(spent < LIMIT, `${Math.round(spent)} ms`);
    assert.equal(analyze(text('From: Jo <jo@mailbox.example>\n')).input.kind, 'headers');
  });
}
