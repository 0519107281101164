// The bill of materials: what is inside the engine that dist/ ships, in CycloneDX 1.6.
//
//     cargo tree (its options stand in build.sh) | node www/sbom.mjs RUSTC > FILE
//
// RUSTC is what `rustc --version` prints. The same sources and tools give the same bytes: no date, and the serial number
// is made of the contents.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const byName = (one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The SHA-256 of every crate in a Cargo.lock, by `name@version`; null for what comes from no registry. */
export function locked(text) {
  const entry = /\[\[package\]\]\nname = "(.+)"\nversion = "(.+)"\n(?:source = ".+"\n)?(?:checksum = "(.+)"\n)?/g;
  return new Map([...text.matchAll(entry)].map(([, name, version, sum]) => [`${name}@${version}`, sum ?? null]));
}

/**
 * The crates that are linked into the wasm, our own first, as `cargo tree` prints them: depth, name, version, licence and
 * repository. `cargo metadata` will not do: it counts what the tests ask of a crate as if the page had asked for it.
 */
export function linked(tree) {
  const found = new Map();
  const above = [];
  for (const line of tree.trimEnd().split('\n')) {
    const [, depth, name, version, license, repository] = /^(\d+)(\S+) v(\S+)[^\t]*\t([^\t]*)\t(\S*)/.exec(line);
    const id = `${name}@${version}`;
    if (!found.has(id)) found.set(id, { name, version, license, repository, needs: new Set() });
    above.length = Number(depth);
    if (above.length) found.get(above.at(-1)).needs.add(id);
    above.push(id);
  }
  return found;
}

const reference = ({ name, version }) => `pkg:cargo/${name}@${version}`;

/** Old manifests write a slash for OR, which SPDX does not know. */
const licences = (expression) => [{ expression: expression.replaceAll('/', ' OR ') }];

const crate = (found, sums) => ({
  type: 'library',
  'bom-ref': reference(found),
  name: found.name,
  version: found.version,
  scope: 'required',
  hashes: [{ alg: 'SHA-256', content: sums.get(`${found.name}@${found.version}`) }],
  licenses: licences(found.license),
  purl: reference(found),
  ...(found.repository && { externalReferences: [{ type: 'vcs', url: found.repository }] }),
});

/** The standard library, which the compiler links in. */
const standard = (version) => ({
  type: 'library',
  'bom-ref': `pkg:generic/rust-std@${version}`,
  name: 'rust-std',
  version,
  scope: 'required',
  licenses: licences('MIT OR Apache-2.0'),
  purl: `pkg:generic/rust-std@${version}`,
  externalReferences: [{ type: 'vcs', url: 'https://github.com/rust-lang/rust' }],
});

/** Data of others that is compiled in. */
function suffixes() {
  const list = readFileSync(join(root, 'src', 'data', 'public_suffix_list.dat'));
  const version = /^\/\/ VERSION: (.+)$/m.exec(list.toString())[1];
  return {
    type: 'data',
    'bom-ref': `pkg:generic/public_suffix_list@${version}`,
    name: 'public_suffix_list',
    version,
    scope: 'required',
    hashes: [{ alg: 'SHA-256', content: sha256(list) }],
    licenses: [{ license: { id: 'MPL-2.0' } }],
    purl: `pkg:generic/public_suffix_list@${version}`,
    externalReferences: [{ type: 'distribution', url: 'https://publicsuffix.org/list/public_suffix_list.dat' }],
  };
}

/** The tools that make dist/ out of the sources and put no code of their own into it. */
function tools(rust, sums) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const ofNpm = ['@gfx/zopfli', 'binaryen', 'esbuild'].map((name) => [name, packages[`node_modules/${name}`].version]);
  const bindgen = [...sums.keys()].find((key) => key.startsWith('wasm-bindgen@')).split('@')[1];
  const all = [['rustc', rust], ['wasm-bindgen-cli', bindgen], ...ofNpm];
  return { components: all.map(([name, version]) => ({ type: 'application', name, version })) };
}

/** A UUID of version 8 (RFC 9562): made by us, of a hash. */
function uuid(text) {
  const hex = sha256(text);
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-');
}

/** The bill, as the text of `sbom.cdx.json`. */
export function bill(tree, lock, rustc, { description }) {
  const rust = /^rustc (\S+)/.exec(rustc)[1];
  const sums = locked(lock);
  const crates = linked(tree);
  const [own, ...others] = crates.values();
  const also = [standard(rust), suffixes()];
  const components = [...others.map((found) => crate(found, sums)), ...also].sort(byName);
  const dependencies = [...crates.values()]
    .map((found) => ({
      ref: reference(found),
      dependsOn: [
        ...[...found.needs].map((id) => reference(crates.get(id))),
        ...(found === own ? also.map((component) => component['bom-ref']) : []),
      ].sort(),
    }))
    .sort((one, other) => (one.ref < other.ref ? -1 : 1));
  const contents = {
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: tools(rust, sums),
      component: {
        type: 'application',
        'bom-ref': reference(own),
        name: own.name,
        version: own.version,
        description,
        licenses: licences(own.license),
        purl: reference(own),
      },
    },
    components,
    dependencies,
  };
  const head = { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6' };
  return `${JSON.stringify({ ...head, serialNumber: `urn:uuid:${uuid(JSON.stringify(contents))}`, ...contents }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => readFileSync(join(root, name), 'utf8');
  const [, description] = /^description = "(.+)"$/m.exec(read('Cargo.toml'));
  process.stdout.write(bill(readFileSync(0, 'utf8'), read('Cargo.lock'), process.argv[2], { description }));
}
