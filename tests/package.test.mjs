// dist/ as a package: packed, installed elsewhere without a network, and used there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../www/serve.mjs';
import { filesOf } from '../www/assemble.mjs';
import { close, dist, open } from './browser/harness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const home = realpathSync(mkdtempSync(join(tmpdir(), 'header-verdict-')));
const installed = join(home, 'node_modules', 'header-verdict');

function run(command, ...options) {
  const done = spawnSync(command, options, { cwd: home, encoding: 'utf8' });
  assert.equal(done.status, 0, `${command} ${options.join(' ')}: ${done.error ?? ''}${done.stdout}${done.stderr}`);
  return done.stdout;
}

before(() => {
  const [{ filename }] = JSON.parse(run('npm', 'pack', '--json', '--ignore-scripts', '--offline', dist));
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', 'install', `./${filename}`, '--offline', '--ignore-scripts', '--no-audit', '--no-fund');
});

after(async () => {
  await close();
  rmSync(home, { recursive: true });
});

test('the package holds every file of dist, unchanged, and depends on nothing', () => {
  assert.deepEqual(filesOf(installed), filesOf(dist));
  for (const name of filesOf(dist)) assert.ok(readFileSync(join(installed, name)).equals(readFileSync(join(dist, name))), name);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual([dependencies, scripts], [undefined, undefined]);
});

test('every file that the manifest exports is there', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const names = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)));
  const there = filesOf(installed).map((name) => `./${name}`);
  for (const name of names.filter((one) => !one.includes('*'))) assert.ok(there.includes(name), name);
});

test('Node judges a message with the installed engine', () => {
  writeFileSync(
    join(home, 'judge.mjs'),
    `import { readFileSync } from 'node:fs';
     import { fileURLToPath } from 'node:url';
     import { analyze, initSync } from 'header-verdict/engine';
     initSync({ module: readFileSync(fileURLToPath(import.meta.resolve('header-verdict/header_verdict_bg.wasm'))) });
     console.log(analyze(readFileSync(process.argv[2]), { receiver: 'gmail' }).verdict.label);`,
  );
  const ticket = (name) => join(root, 'examples', 'intranet', 'tickets', name);
  assert.equal(run(process.execPath, 'judge.mjs', ticket('4711.eml')).trim(), 'genuine_sender');
  assert.equal(run(process.execPath, 'judge.mjs', ticket('4712.eml')).trim(), 'forged');
});

test('Node imports the module of the element and judges with it', () => {
  writeFileSync(
    join(home, 'module.mjs'),
    `import { readFileSync } from 'node:fs';
     import { fileURLToPath } from 'node:url';
     import { analyze, init } from 'header-verdict';
     await init(readFileSync(fileURLToPath(import.meta.resolve('header-verdict/header_verdict_bg.wasm'))));
     console.log(analyze(readFileSync(process.argv[2])).verdict.label);`,
  );
  assert.equal(run(process.execPath, 'module.mjs', join(root, 'examples', 'intranet', 'tickets', '4712.eml')).trim(), 'forged');
});

test('a browser loads the installed element and judges', async () => {
  mkdirSync(join(home, 'site'));
  cpSync(join(root, 'examples', 'intranet'), join(home, 'site'), { recursive: true });
  const server = await serve(join(home, 'site'), 0, { '/header-verdict/': installed });
  try {
    const { page, errors, violations, close: done } = await open(`${server.origin}/`, { ready: false });
    await page.locator('[data-ticket]').last().click();
    await page.locator('#judged li').waitFor();
    assert.equal(await page.locator('#judged li').getAttribute('data-label'), 'forged');
    assert.deepEqual([errors, violations], [[], []]);
    await done();
  } finally {
    await server.close();
  }
});

/** What the compiler says about a caller beside the installed package. */
function compile(source, ...flags) {
  writeFileSync(join(home, 'caller.ts'), source);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const common = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
  return spawnSync(process.execPath, [tsc, ...common, ...flags, 'caller.ts'], { cwd: home, encoding: 'utf8' }).stdout;
}

const CALLER = `
  import { HeaderVerdictElement, analyze, init, type Label, type Report, type Theme } from 'header-verdict';
  import { analyze as run, initSync, type Options } from 'header-verdict/engine';
  const element = document.querySelector('header-verdict')!;
  const same: HeaderVerdictElement = element;
  const made: HeaderVerdictElement = document.createElement('header-verdict');
  element.addEventListener('report', function (event) {
    const label: Label = event.detail.verdict.label;
    const self: HeaderVerdictElement = this;
    console.log(label, self.report?.verdict.headline.text);
  });
  element.addEventListener('click', (event) => console.log(event.clientX));
  element.addEventListener('anything', (event) => console.log(event.type));
  element.language = 'de';
  element.language = null;
  const theme: Theme = element.theme;
  element.receiver = 'outlook';
  element.source = '';
  const reports: Promise<Report>[] = [element.analyze('text'), element.analyze(new Uint8Array()), element.analyze(new Blob())];
  element.clear();
  const started: Promise<void> = init(new URL('https://intranet.example/header_verdict_bg.wasm'));
  const options: Options = { receiver: 'gmail' };
  const report: Report = analyze(new Uint8Array(), options);
  initSync({ module: new Uint8Array() });
  console.log(same, made, theme, reports, started, report, run(new Uint8Array()).version);
`;

test('a typed caller of the element and the engine compiles, in a bundler’s way and in Node’s', () => {
  assert.equal(compile(CALLER, '--module', 'nodenext'), '');
  assert.equal(compile(CALLER, '--module', 'esnext', '--moduleResolution', 'bundler'), '');
});

test('the declarations of the element refuse what it does not take', () => {
  for (const wrong of [
    "element.theme = 'sepia';",
    'element.analyze(42);',
    'element.report = null;',
    "element.addEventListener('report', (event) => event.detail.verdict.score);",
    "element.ready = Promise.resolve();",
  ]) {
    const said = compile(`import 'header-verdict';\nconst element = document.createElement('header-verdict');\n${wrong}`, '--module', 'nodenext');
    assert.match(said, /^caller\.ts\(3,/, wrong);
  }
});

test('what the declarations name is what the module and the element have', async () => {
  const declarations = readFileSync(join(installed, 'header-verdict.d.ts'), 'utf8');
  const functions = [...declarations.matchAll(/^export (?:function|class) (\w+)/gm)].map(([, name]) => name);
  const body = /export class HeaderVerdictElement extends HTMLElement \{([\s\S]*?)\n\}/.exec(declarations)[1];
  const members = [...new Set([...body.matchAll(/^  (?:readonly |get |set )?(\w+)[(:<]/gm)].map(([, name]) => name))];
  const server = await serve(dist);
  try {
    const { page, close: done } = await open(`${server.origin}/SHA256SUMS`, { ready: false });
    const found = await page.evaluate(async (names) => {
      const module = await import('/header-verdict.js');
      const element = document.createElement('header-verdict');
      return [Object.keys(module).sort(), names.filter((name) => !(name in element))];
    }, members);
    assert.deepEqual(found, [functions.sort(), []]);
    assert.ok(members.length >= 10, members.join());
    await done();
  } finally {
    await server.close();
  }
});
