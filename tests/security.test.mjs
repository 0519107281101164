// SECURITY.md names tests: each of them exists.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, inner]) => inner);
const scripts = readdirSync(join(root, 'tests'), { recursive: true }).filter((name) => name.endsWith('.test.mjs'));

test('every test in Rust that SECURITY.md names exists', () => {
  const named = quoted.map((inner) => /^(\w+)::(\w+)$/.exec(inner)).filter((found) => found && found[1] !== 'file');
  assert.ok(named.length > 20);
  for (const [name, file, title] of named) {
    const source = readFileSync(join(root, 'tests', `${file}.rs`), 'utf8');
    assert.match(source, new RegExp(`#\\[test\\]\\s+fn ${title}\\(\\)`), name);
  }
});

test('every test in JavaScript that SECURITY.md names exists', () => {
  const named = quoted.map((inner) => /^([\w.]+\.test\.mjs): (.+)$/.exec(inner)).filter(Boolean);
  assert.ok(named.length > 10);
  for (const [name, file, title] of named) {
    const source = scripts.filter((script) => script.split(/[\\/]/).at(-1) === file).map((script) => readFileSync(join(root, 'tests', script), 'utf8'));
    const titles = [...source.join('').matchAll(/\btest\(\s*['`](.+?)['`], /g)].map(([, inner]) => inner);
    assert.ok(titles.some((inner) => inner.endsWith(title)), name);
  }
});

test('every file that SECURITY.md names exists, and every row of the threats but one has a test', () => {
  for (const path of quoted.filter((inner) => /^(?:src|tests)\/[\w/.]+$/.test(inner) && inner !== 'tests/file.rs')) {
    assert.ok(readFileSync(join(root, path)).length > 0, path);
  }
  const rows = text.split('\n').filter((line) => line.startsWith('| ')).slice(1);
  const bare = rows.filter((row) => !/`[\w.]+(?:::|\.test\.mjs: )/.test(row.split(' | ').at(-1)));
  assert.deepEqual(bare.map((row) => row.split(' | ')[0]), ['| a browser extension, or a program on the machine']);
});

test('the limits that SECURITY.md gives are those of the engine', () => {
  const limits = readFileSync(join(root, 'src', 'limits.rs'), 'utf8');
  const value = (name) => {
    const [, number, shift] = new RegExp(`pub const ${name}: \\w+ = ([\\d_]+)(?: << (\\d+))?;`).exec(limits);
    return [Number(number.replaceAll('_', '')), shift ?? ''].join('<<');
  };
  for (const [name, said, is] of [
    ['INPUT_BYTES', '64 MB of input', '64<<20'],
    ['HEADER_BYTES', '4 MB\nof header', '4<<20'],
    ['HEADER_FIELDS', 'in 2,000 fields', '2000<<'],
    ['SIGNATURES', '25 signatures', '25<<'],
    ['ARC_SETS', '50 ARC sets', '50<<'],
    ['KEY_OPERATIONS', '200 operations with a key', '200<<'],
    ['SIGNED_BYTES', '64 MB hashed', '64<<20'],
    ['PARTS', '1,000 parts', '1000<<'],
    ['TEXT_CHARS', '200,000\ncharacters of text', '200000<<'],
    ['LINKS', '300 links', '300<<'],
  ]) {
    assert.ok(text.includes(said), said);
    assert.equal(value(name), is, name);
  }
});
