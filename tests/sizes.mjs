// What each crate takes of the wasm, in bytes: `./build.sh sizes`.
//
//     node tests/sizes.mjs DIST NAMED
//
// NAMED is the wasm of DIST with the names of its functions. A function counts for the crate whose path its name begins with, so
// what was inlined counts for the crate that it was inlined into, and a generic one for the crate that wrote it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const DATA = 11;

/** Reads a wasm file, whose numbers are LEB128. */
function reader(bytes, at = 0) {
  return {
    get at() {
      return at;
    },
    set at(value) {
      at = value;
    },
    number() {
      for (let value = 0, weight = 1; ; weight *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * weight;
        if (byte < 128) return value;
      }
    },
    text() {
      const length = this.number();
      at += length;
      return bytes.subarray(at - length, at).toString();
    },
  };
}

function* sections(bytes) {
  const read = reader(bytes, 8);
  while (read.at < bytes.length) {
    const id = bytes[read.at];
    read.at += 1;
    const length = read.number();
    yield { id, start: read.at, end: read.at + length };
    read.at += length;
  }
}

/** How many functions are imported; they come first in the numbering. */
function importedFunctions(bytes, { start }) {
  const read = reader(bytes, start);
  let functions = 0;
  for (let left = read.number(); left > 0; left--) {
    read.text();
    read.text();
    const kind = bytes[read.at];
    read.at += 1;
    if (kind !== 0) throw new Error('only functions are imported here');
    read.number();
    functions += 1;
  }
  return functions;
}

/** The names of the functions by their number: the subsection 1 of the section "name". */
function names(bytes, { start, end }) {
  const read = reader(bytes, start);
  const found = new Map();
  if (read.text() !== 'name') return found;
  while (read.at < end) {
    const kind = bytes[read.at];
    read.at += 1;
    const next = read.number() + read.at;
    if (kind === 1) for (let left = read.number(); left > 0; left--) found.set(read.number(), read.text());
    read.at = next;
  }
  return found;
}

/** The crate in the name of a function: the first path in it. */
export const crateOf = (name) => /(?:^|[<& ])(?:dyn |mut |impl )*([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::/.exec(name)?.[1] ?? null;

/** Bytes of functions by the crate in their names, bytes of data, and bytes of custom sections such as the names. */
export function measure(bytes) {
  const all = [...sections(bytes)];
  const section = (id) => all.find((found) => found.id === id);
  const customs = all.filter(({ id }) => id === CUSTOM);
  const named = new Map(customs.flatMap((found) => [...names(bytes, found)]));
  const crates = new Map();
  const read = reader(bytes, section(CODE).start);
  let number = importedFunctions(bytes, section(IMPORT));
  for (let left = read.number(); left > 0; left--, number++) {
    const start = read.at;
    const length = read.number();
    read.at += length;
    const crate = crateOf(named.get(number) ?? '') ?? '';
    crates.set(crate, (crates.get(crate) ?? 0) + read.at - start);
  }
  const length = ({ start, end }) => end - start;
  return { crates, data: length(section(DATA)), custom: customs.map(length).reduce((sum, more) => sum + more, 0) };
}

/** Crates of the standard library and what it is built with. */
const STANDARD = ['std', 'core', 'alloc', 'dlmalloc', 'hashbrown', 'compiler_builtins', 'rustc_demangle'];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist, named] = process.argv.slice(2);
  const shipped = readFileSync(join(dist, 'header_verdict_bg.wasm'));
  const { metadata, components } = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8'));
  const bytes = readFileSync(named);
  const { crates, data, custom } = measure(bytes);
  const take = (name) => {
    const taken = crates.get(name) ?? 0;
    crates.delete(name);
    return taken;
  };
  const rows = [metadata.component, ...components.filter(({ purl }) => purl.startsWith('pkg:cargo/'))].map(({ name, version }) => [
    name,
    version,
    take(name.replaceAll('-', '_')),
  ]);
  rows.push(['rust-std', '', STANDARD.map(take).reduce((sum, more) => sum + more)]);
  rows.push(['data: texts and tables of all', '', data]);
  rows.push(['functions without a crate in their names', '', [...crates.values()].reduce((sum, more) => sum + more, 0)]);
  rows.push(['types, imports, exports, table', '', bytes.length - custom - rows.reduce((sum, [, , more]) => sum + more, 0)]);
  for (const [name, version, size] of rows.sort((one, other) => other[2] - one[2])) {
    console.log(`| ${name} | ${version} | ${size.toLocaleString('en')} |`);
  }
  console.log(`${(bytes.length - custom).toLocaleString('en')} bytes without names; shipped are ${shipped.length.toLocaleString('en')}`);
}
