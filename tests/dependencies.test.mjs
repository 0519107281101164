// What is not our own: the tables of DEPENDENCIES.md and the bill of materials against the lock files.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chosen, parts, thirdParty } from '../www/licences.mjs';
import { bill, linked, locked } from '../www/sbom.mjs';
import { crateOf } from './sizes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => readFileSync(join(root, name), 'utf8');
const sbom = JSON.parse(read('dist/sbom.cdx.json'));
const lock = locked(read('Cargo.lock'));

/** The rows of the table below a heading, without its head. */
function table(heading) {
  const [, text] = read('DEPENDENCIES.md').split(`## ${heading}\n`);
  const rows = text.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.slice(2, -2).split(' | '));
}

const tree = (...options) => {
  const all = ['tree', '--quiet', '--locked', '--target', 'wasm32-unknown-unknown', '--no-dedupe', '--prefix', 'depth', '--format', '{p}\t{l}\t{r}', ...options];
  const run = spawnSync('cargo', all, { cwd: root, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
};
const compiled = linked(tree('--edges', 'normal,build'));
const inside = linked(tree('--edges', 'normal,no-proc-macro'));
const [own] = inside.keys();
const named = (rows) => rows.map(([name, version]) => `${name}@${version}`).sort();

test('the first table names the crates inside the wasm and no other', () => {
  assert.deepEqual(named(table('What is inside the page')), [...inside.keys()].filter((id) => id !== own).sort());
});

test('the second table names the crates that run while the page is compiled and no other', () => {
  assert.deepEqual(named(table('What runs while the page is compiled')), [...compiled.keys()].filter((id) => !inside.has(id)).sort());
});

test('the third table names every other package that Cargo.toml and package.json ask for', () => {
  const [, text] = read('Cargo.toml').split('[dev-dependencies]\n');
  const crates = [...text.split('\n\n')[0].matchAll(/^([\w-]+) = (?:"=|\{ version = "=)([^"]+)"/gm)].map(([, name, version]) => `${name}@${version}`);
  const { packages } = JSON.parse(read('package-lock.json'));
  const npm = Object.keys(packages[''].devDependencies).map((name) => `${name}@${packages[`node_modules/${name}`].version}`);
  // A requirement leaves out what a version says behind its plus.
  const above = new Set([...compiled.keys()].map((id) => id.split('+')[0]));
  const others = [...crates, ...npm].filter((id) => !above.has(id));
  assert.ok(crates.length && npm.length);
  assert.deepEqual(named(table('Tools of the build and of the tests')), others.sort());
});

test('every row has a reason, and every crate inside the page its bytes', () => {
  for (const [name, , why, bytes] of table('What is inside the page')) {
    assert.ok(why.length > 4, name);
    assert.match(bytes, /^\d{1,3}(?:,\d{3})*$/, name);
  }
  for (const heading of ['What runs while the page is compiled', 'Tools of the build and of the tests']) {
    for (const [name, , why] of table(heading)) assert.ok(why.length > 4, name);
  }
});

test('every crate comes from the registry with a sum, but our own', () => {
  assert.deepEqual([...lock].filter(([, sum]) => !sum).map(([id]) => id), [own]);
});

test('every package of npm comes from the registry with a sum, and none is needed to run', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const { '': root, ...others } = packages;
  assert.equal(root.dependencies, undefined);
  for (const [path, { resolved, integrity, dev }] of Object.entries(others)) {
    // Where nothing is said it is the registry that npm is set to.
    assert.match(resolved ?? 'https://registry.npmjs.org/', /^https:\/\/registry\.npmjs\.org\//, path);
    assert.match(integrity, /^sha512-/, path);
    assert.equal(dev, true, path);
  }
});

test('the bill of materials names the crates inside the wasm, each with the sum of the lock file', () => {
  const crates = sbom.components.filter(({ purl }) => purl.startsWith('pkg:cargo/'));
  assert.deepEqual(crates.map(({ name, version }) => `${name}@${version}`).sort(), [...inside.keys()].filter((id) => id !== own).sort());
  for (const { name, version, hashes, licenses, purl } of crates) {
    assert.deepEqual(hashes, [{ alg: 'SHA-256', content: lock.get(`${name}@${version}`) }], name);
    assert.match(licenses[0].expression, /^[\w.() -]+$/, name);
    assert.equal(purl, `pkg:cargo/${name}@${version}`);
  }
});

test('the bill of materials names the data of others with its licence and its sum', () => {
  const [list] = sbom.components.filter(({ type }) => type === 'data');
  assert.equal(list.name, 'public_suffix_list');
  assert.deepEqual(list.licenses, [{ license: { id: 'MPL-2.0' } }]);
  const sum = createHash('sha256').update(readFileSync(join(root, 'src', 'data', 'public_suffix_list.dat'))).digest('hex');
  assert.equal(list.hashes[0].content, sum);
});

test('the bill of materials is whole: every reference leads to a component and every component is reached', () => {
  const known = new Set([sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']));
  const reached = new Set([sbom.metadata.component['bom-ref'], ...sbom.dependencies.flatMap(({ dependsOn }) => dependsOn)]);
  assert.deepEqual([...reached].sort(), [...known].sort());
  assert.equal(known.size, sbom.components.length + 1);
});

test('the bill of materials says nothing of when or where it was made, and its number is that of its contents', () => {
  const lockText = read('Cargo.lock');
  const again = () => JSON.parse(bill(tree('--edges', 'normal,no-proc-macro'), lockText, 'rustc 1.91.0', { description: 'x' }));
  const [one, two] = [again(), again()];
  assert.deepEqual(one, two);
  assert.match(one.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(one.serialNumber, sbom.serialNumber);
  assert.equal(one.metadata.timestamp, undefined);
});

test('every component has its licence in THIRD-PARTY.txt, above whose terms it stands', () => {
  const terms = {
    MIT: 'Permission is hereby granted, free of charge, to any person obtaining a copy of this software',
    'BSD-3-Clause': 'Redistribution and use in source and binary forms',
    'Unicode-3.0': 'UNICODE LICENSE V3',
    'MPL-2.0': 'Mozilla Public License, v. 2.0',
  };
  const groups = read('dist/THIRD-PARTY.txt').split(/\n-{80}\n/).slice(1).map((group) => group.replace(/\s+/g, ' '));
  for (const { name, version, licenses: [{ expression, license }] } of sbom.components) {
    for (const id of license ? [license.id] : chosen(expression)) {
      const found = groups.filter((group) => group.includes(terms[id]) && group.split(terms[id])[0].includes(` ${name} ${version} `));
      assert.equal(found.length, 1, `${name}: ${id}`);
    }
  }
  assert.match(groups.join(), /curve25519-dalek 5\.0\.0 Copyright \(c\) 2016-2021 isis agora lovecruft/);
});

test('of a choice of licences one is taken, and of licences that all count each', () => {
  assert.deepEqual(chosen('Apache-2.0 OR MIT'), ['MIT']);
  assert.deepEqual(chosen('(MIT OR Apache-2.0) AND Unicode-3.0'), ['MIT', 'Unicode-3.0']);
  assert.throws(() => chosen('MIT AND GPL-3.0'), /no licence of “MIT AND GPL-3.0”/);
});

test('a copyright notice is told from the terms below it, whatever stands above', () => {
  const text = 'The MIT License (MIT)\n\nCopyright (c) 2015 A\nCopyright (c) 2016 B\n\nPermission is hereby granted\n';
  assert.deepEqual(parts(text), { notices: ['Copyright (c) 2015 A', 'Copyright (c) 2016 B'], terms: 'Permission is hereby granted' });
});

test('a crate without the text of its licence stops the build', () => {
  const found = { type: 'library', name: 'x', version: '1.0.0', licenses: [{ expression: 'MIT' }] };
  const made = (folders) => () => thirdParty({ metadata: { component: {} }, components: [found] }, new Map(folders));
  assert.throws(made([]), /does not say where x 1\.0\.0 is/);
  assert.throws(made([['x@1.0.0', join(root, 'tests')]]), /holds no file with the text of MIT/);
});

test('the crate of a function is read from its name', () => {
  for (const [name, crate] of [
    ['core::fmt::Formatter::pad', 'core'],
    ['<header_verdict::report::Label as serde_core::ser::Serialize>::serialize', 'header_verdict'],
    ['<&T as core::fmt::Debug>::fmt', 'core'],
    ['<alloc::vec::Vec<T> as core::clone::Clone>::clone', 'alloc'],
    ['core::ptr::drop_in_place<header_verdict::Report>', 'core'],
    ['__wbindgen_malloc', null],
    ['', null],
  ]) {
    assert.equal(crateOf(name), crate, name);
  }
});

test('our own crate forbids unsafe code', () => {
  assert.match(read('Cargo.toml'), /^\[lints\.rust\]\nunsafe_code = "forbid"$/m);
});
