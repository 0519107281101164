// The built wasm in Node, and the same engine built for this machine.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dist = join(root, 'dist');

const bindings = await import(pathToFileURL(join(dist, 'header_verdict.js')).href);
bindings.initSync({ module: readFileSync(join(dist, 'header_verdict_bg.wasm')) });

/** The engine of dist/, as any host of it would call it. */
export const { Mailbox, analyze, image, providers, readQr } = bindings;

const bytes = (text) => new TextEncoder().encode(text);

/** Input that no mail program wrote, by name. Each is small; the large ones are in their own test. */
export const odd = {
  empty: bytes(''),
  blank: bytes(' \r\n\t\n'),
  'a text': bytes('Your code is 123456. Reply with it now.'),
  'one field': bytes('Subject: Hello\n'),
  'two From fields': bytes('From: Jo <jo@mailbox.example>\r\nFrom: Al <al@mailbox.example>\r\nSubject: Hi\r\n\r\nHello\r\n'),
  NULs: bytes('From: \0Jo <jo@mailbox.example>\0\nSubject: a\0b\n\n\0\0\0'),
  'invalid UTF-8': Uint8Array.from([...bytes('Subject: '), 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 10]),
  'every byte': Uint8Array.from({ length: 256 }, (_, at) => at),
  'carriage returns alone': bytes('From: Jo <jo@mailbox.example>\rSubject: Hi\r\rHello'),
  'a signature with huge numbers': bytes(
    `From: Jo <jo@mailbox.example>\r\nDKIM-Signature: v=1; a=rsa-sha256; d=mailbox.example; s=s; t=${'9'.repeat(18)};` +
      ` x=${'9'.repeat(19)}; l=${'9'.repeat(30)}; h=from; bh=AA==; b=AA==\r\nDate: Thu, 31 Dec 999999999 23:59:59 +0000\r\n\r\n`,
  ),
  // Charsets that the native engine has tables for and the wasm asks the host's TextDecoder for.
  'encoded words in East Asian charsets': bytes(
    'From: =?shift_jis?B?g1KBW4No?= <jo@mailbox.example>\r\nSubject: =?gb18030?B?0enWpMLr?= =?euc-kr?B?xNq15Q==?= =?big5?B?xefD0g==?=\r\n',
  ),
  'a body in an East Asian charset': Uint8Array.from([
    ...bytes('From: Jo <jo@mailbox.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=shift_jis\r\n\r\n'),
    ...[0x83, 0x52, 0x81, 0x5b, 0x83, 0x68, 0x0d, 0x0a],
  ]),
  'emoji and controls': bytes('Subject: \u{1F600}\u202Egnp.exe\u200B\u0007\n'),
};

/** The fixtures of all tests, by path. */
export function fixtures() {
  return readdirSync(join(root, 'tests'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => [name, readFileSync(join(root, 'tests', name))]);
}

/** A report as JSON data: what is absent is absent, whichever way the report came. */
export const plain = (report) =>
  JSON.parse(JSON.stringify(report), (_, value) => (value === null ? undefined : value));

/** The native engine's reports on the given inputs. `./build.sh test` names its program in NATIVE_REPORT. */
export function native(options, inputs) {
  const folder = mkdtempSync(join(tmpdir(), 'header-verdict-'));
  try {
    const paths = inputs.map((input, at) => {
      const path = join(folder, `${at}.eml`);
      writeFileSync(path, input);
      return path;
    });
    const program = process.env.NATIVE_REPORT;
    const [command, first] = program
      ? [program, []]
      : ['cargo', ['run', '--quiet', '--locked', '--manifest-path', join(root, 'Cargo.toml'), '--example', 'report', '--']];
    const run = spawnSync(command, [...first, JSON.stringify(options), ...paths], { encoding: 'utf8', maxBuffer: 1 << 30 });
    if (run.status !== 0) throw new Error(`${command}: ${run.error ?? run.stderr}`);
    return run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
