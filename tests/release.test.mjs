// The archive of a release: what tar makes of it, and that nothing but its files and its time are in it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../www/assemble.mjs';
import { archive } from '../www/release.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'header-verdict-'));
after(() => rmSync(scratch, { recursive: true }));

test('tar unpacks the release into the files of dist, all of the time of the commit', () => {
  const path = join(scratch, 'release.tar');
  writeFileSync(path, archive(dist, 'header-verdict-1.2.3', 1_700_000_000));
  const run = spawnSync('tar', ['-xf', path, '-C', scratch], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const unpacked = join(scratch, 'header-verdict-1.2.3');
  assert.deepEqual(filesOf(unpacked), filesOf(dist));
  for (const name of filesOf(dist)) {
    assert.ok(readFileSync(join(unpacked, name)).equals(readFileSync(join(dist, name))), name);
    assert.equal(statSync(join(unpacked, name)).mtimeMs, 1_700_000_000_000, name);
  }
});

test('when and in which order files were written makes no difference to the release', () => {
  const folders = [['b', 'a'], ['a', 'b']].map((names, at) => {
    const folder = join(scratch, `files-${at}`);
    mkdirSync(folder);
    for (const name of names) writeFileSync(join(folder, name), name.repeat(700));
    return folder;
  });
  const [one, two] = folders.map((folder) => archive(folder, 'x', 5));
  assert.ok(one.equals(two));
  assert.equal(one.length % 512, 0);
});

test('a name that the archive cannot hold is refused', () => {
  assert.throws(() => archive(dist, 'x'.repeat(100), 5), /too long/);
});
