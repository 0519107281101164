// The languages for tests: what English says, page and engine, and a language in brackets.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLanguages } from '../../www/assemble.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The page's own texts, and those of the other languages by their tags. */
export const { en: page, ...others } = readLanguages();

/** What the engine says in English, by id. `./build.sh test` names the program in NATIVE_SENTENCES. */
const [program, ...options] = process.env.NATIVE_SENTENCES
  ? [process.env.NATIVE_SENTENCES]
  : ['cargo', 'run', '--quiet', '--locked', '--manifest-path', join(root, 'Cargo.toml'), '--example', 'sentences'];
const run = spawnSync(program, options, { encoding: 'utf8' });
if (run.status !== 0) throw new Error(`${program}: ${run.error ?? run.stderr}`);
export const engine = JSON.parse(run.stdout);
export const english = { ...engine, ...page };

export const categories = (tag) => [...new Intl.PluralRules(tag).resolvedOptions().pluralCategories].sort();

/** A language for tests: German by its rules, and every text of it in brackets. */
export const bracketed = () => {
  const wrap = (text) => `⟦${text}⟧`;
  const texts = Object.entries(english).map(([id, text]) => [
    id,
    typeof text === 'string' ? wrap(text) : Object.fromEntries(categories('de').map((form) => [form, wrap(text[form] ?? text.other)])),
  ]);
  return { ...Object.fromEntries(texts), 'language.name': 'Klammern' };
};
