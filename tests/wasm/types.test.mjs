// The generated declarations: a typed caller compiles, and a wrong one does not.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, dist, odd, root } from './engine.mjs';

const declarations = readFileSync(join(dist, 'header_verdict.d.ts'), 'utf8');

/** What the TypeScript compiler says about a module that stands beside dist/. */
function compile(source) {
  const folder = mkdtempSync(join(root, 'node_modules', '.typed-'));
  try {
    const path = join(folder, 'caller.ts');
    writeFileSync(path, source.replaceAll('@engine', '../../dist/header_verdict.js'));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom'];
    return spawnSync(process.execPath, [tsc, ...flags, path], { encoding: 'utf8', cwd: folder }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('analyze has the documented signature', () => {
  assert.ok(declarations.includes('export function analyze(bytes: Uint8Array, options?: Options): Report;'));
  assert.ok(declarations.includes('export function initSync('));
  assert.match(declarations, /export default function \w+ ?\(/);
});

test('a typed caller compiles against the declarations', () => {
  const said = compile(`
    import init, { analyze, initSync, type Label, type Options, type Report, type Span } from '@engine';
    const options: Options = { now: 1_790_000_000, receiver: 'outlook', locale: 'en' };
    export const report: Report = analyze(new Uint8Array(), options);
    export const again: Report = analyze(new Uint8Array());
    const words: Record<Label, string> = {
      forged: '', genuine_sender_hostile_content: '', hostile_request: '', genuine_sender: '', not_confirmed: '',
    };
    export const word: string = words[report.verdict.label];
    export const origin: 'proved' | 'sealed' | 'attested' | 'attested_weak' | 'not_confirmed' | 'contradicted' =
      report.verdict.origin;
    export const values: Record<string, string>[] = report.receiver.stamps.flatMap((stamp) => stamp.results.map((one) => one.properties));
    export const title: string = report.ledger.map((row) => row.title.text).join();
    export const values_of_title: (string | { id: string }[])[] = Object.values(report.verdict.headline.params);
    export const spans: Span[] = report.ledger.flatMap((row) => row.spans);
    export const date: number | undefined = report.summary.date_epoch;
    export const properties: Record<string, string> | undefined = report.receiver.stamps[0]?.results[0]?.properties;
    export const ready: Promise<unknown> = init({ module_or_path: 'header_verdict_bg.wasm' });
    export const module: unknown = initSync({ module: new Uint8Array() });
  `);
  assert.equal(said, '');
});

test('the declarations refuse what the engine refuses', () => {
  for (const call of [
    'analyze("text")',
    'analyze(new Uint8Array(), { now: "today" })',
    'analyze(new Uint8Array(), { reciever: "outlook" })',
    'analyze(new Uint8Array()).verdict.label === "safe"',
  ]) {
    assert.match(compile(`import { analyze } from '@engine';\nexport const value = ${call};\n`), /error TS2\d+/, call);
  }
});

/** The members of an interface of the declarations, with their types. */
function members(name) {
  const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(declarations);
  assert.ok(body, `${name} is declared`);
  return [...body[1].matchAll(/^ {4}(\w+)(\?)?: (.+);$/gm)].map(([, member, optional, type]) => ({ member, optional, type }));
}

/** Checks a value against the declared type, all the way down. */
function conforms(value, type, path) {
  const options = type.split(' | ');
  if (value === undefined) return assert.ok(options.includes('undefined'), `${path} is absent and declared ${type}`);
  const one = options.filter((option) => option !== 'undefined');
  if (one.length === 1 && one[0].endsWith('[]')) {
    assert.ok(Array.isArray(value), path);
    return value.forEach((item, at) => conforms(item, one[0].slice(0, -2), `${path}[${at}]`));
  }
  const record = /^Record<string, (\w+)>$/.exec(one[0]);
  if (record) return Object.entries(value).forEach(([name, item]) => conforms(item, record[1], `${path}.${name}`));
  if (['string', 'number', 'boolean'].includes(one[0])) return assert.equal(typeof value, one[0], path);
  const alias = new RegExp(`export type ${one[0]} = (.+);`).exec(declarations);
  if (alias && !alias[1].includes('"')) {
    // A union of types: a value is of the first that is made like it.
    return conforms(value, alias[1].split(' | ').find((type) => type.endsWith('[]') === Array.isArray(value)), path);
  }
  if (alias) return assert.ok(alias[1].split(' | ').includes(JSON.stringify(value)), `${path}: ${value} is not in ${alias[1]}`);
  const declared = members(one[0]);
  assert.deepEqual(Object.keys(value).sort(), declared.map(({ member }) => member).sort(), path);
  for (const { member, type: inner } of declared) conforms(value[member], inner, `${path}.${member}`);
}

test('every value of a report has its declared type', () => {
  for (const [name, bytes] of Object.entries(odd)) conforms(analyze(bytes), 'Report', name);
});
