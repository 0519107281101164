// Packs dist/ into one archive whose bytes depend on nothing but its files and a time:
//
//     node www/release.mjs DIST FOLDER SECONDS
//
// SECONDS since 1970 is the time that every entry gets; build.sh gives that of the commit.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, squeeze } from './assemble.mjs';

const BLOCK = 512;

/** The header of a file (POSIX.1-1988, ustar): owned by nobody, readable by all. */
function header(name, size, seconds) {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name}: the name is too long for the archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (number, digits) => `${number.toString(8).padStart(digits, '0')}\0`;
  const fields = [[0, name], [100, octal(0o644, 7)], [108, octal(0, 7)], [116, octal(0, 7)], [124, octal(size, 11)], [136, octal(seconds, 11)]];
  for (const [at, text] of [...fields, [148, ' '.repeat(8)], [156, '0'], [257, 'ustar\x0000']]) block.write(text, at);
  block.write(`${block.reduce((sum, byte) => sum + byte).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** The files as a tar archive below one folder, in the order of their names. */
export function archive(folder, prefix, seconds) {
  const parts = filesOf(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return [header(`${prefix}/${name}`, bytes.length, seconds), bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist, folder, seconds] = process.argv.slice(2);
  const { name, version } = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'));
  const stem = `${name}-${version}`;
  const packed = await squeeze(archive(dist, stem, Number(seconds)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stem}.tar.gz`), packed);
  const line = `${createHash('sha256').update(packed).digest('hex')}  ${stem}.tar.gz\n`;
  writeFileSync(join(folder, `${stem}.tar.gz.sha256`), line);
  process.stdout.write(line);
}
