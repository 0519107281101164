// The same sources, built once more in another folder, give the same bytes of every file in dist/.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../../www/assemble.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'header-verdict-')));
after(() => rmSync(scratch, { recursive: true }));

/** What a build makes; the second one makes its own. */
const made = (name) => name === '.git' || name === 'node_modules' || name.startsWith('target') || name.startsWith('dist');

test('a second build in another folder, with other paths, zone and language, gives the same bytes', () => {
  const copy = join(scratch, 'the same sources elsewhere');
  mkdirSync(copy);
  for (const name of readdirSync(root).filter((name) => !made(name))) cpSync(join(root, name), join(copy, name), { recursive: true });
  // Cargo's downloads are the same ones, under another path.
  const cargo = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const home = join(scratch, 'another home of cargo');
  mkdirSync(home);
  for (const name of ['bin', 'registry', 'git']) if (existsSync(join(cargo, name))) symlinkSync(join(cargo, name), join(home, name));
  for (const name of ['config', 'config.toml']) if (existsSync(join(cargo, name))) copyFileSync(join(cargo, name), join(home, name));

  const { CARGO_TARGET_DIR, ...inherited } = process.env;
  const run = spawnSync('bash', ['build.sh'], {
    cwd: copy,
    env: { ...inherited, CARGO_HOME: home, TZ: 'Pacific/Chatham', LC_ALL: 'C', SOURCE_DATE_EPOCH: '1' },
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  const [one, two] = [join(root, 'dist'), join(copy, 'dist')];
  assert.deepEqual(filesOf(two), filesOf(one));
  const different = filesOf(one).filter((name) => !readFileSync(join(one, name)).equals(readFileSync(join(two, name))));
  assert.deepEqual(different, []);
});
