// The languages: each says everything that English says, with the same values in it, and nothing else.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import ts from 'typescript';
import { languageModule } from '../www/assemble.mjs';
import { pack, unpack } from '../www/packs.js';
import { bracketed, categories, engine, english, others, page } from './support/languages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Ids whose text may be that of English: for all languages under `*`, for one under its tag. */
const SAME = JSON.parse(readFileSync(join(root, 'tests', 'languages.same.json'), 'utf8'));

const forms = (text) => (typeof text === 'string' ? { other: text } : text);
const places = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
/** The ids for which a check says something, one line each. */
const complaints = (texts, check) => Object.entries(texts).flatMap(([id, text]) => check(id, text).map((line) => `${id}: ${line}`));

/** Empty texts, and plural forms that are not those of the language. */
const shape = (tag) => (id, text) => {
  const found = Object.entries(forms(text)).filter(([, form]) => typeof form !== 'string' || !form.trim() || form.trim() !== form);
  const wrong = found.map(([form]) => `the form ${form} is empty, no text, or has white space around it`);
  if (typeof text === 'object' && String(Object.keys(text).sort()) !== String(categories(tag))) {
    wrong.push(`has the forms ${Object.keys(text)}, ${tag} has ${categories(tag)}`);
  }
  return wrong;
};

test('the page and the engine share no id', () => {
  assert.deepEqual(Object.keys(page).filter((id) => Object.hasOwn(engine, id)), []);
});

test('English has no empty text and the plural forms of English', () => {
  assert.deepEqual(complaints(english, shape('en')), []);
});

for (const [tag, texts] of Object.entries(others)) {
  const known = Object.fromEntries(Object.entries(texts).filter(([id]) => Object.hasOwn(english, id)));

  test(`${tag}: every text of English is there, and none that English does not have`, () => {
    assert.deepEqual(Object.keys(english).filter((id) => !Object.hasOwn(texts, id)), [], 'missing');
    assert.deepEqual(Object.keys(texts).filter((id) => !Object.hasOwn(english, id)), [], 'unknown');
  });

  test(`${tag}: no text is empty, and plurals have the forms of the language`, () => {
    assert.deepEqual(complaints(known, shape(tag)), []);
    const plural = (id, text) => {
      const counted = places(forms(english[id]).other).includes('count');
      if (typeof english[id] === 'object' && typeof text === 'string') return ['English has plural forms, this has none'];
      return typeof text === 'object' && !counted ? ['has plural forms, but no {count}'] : [];
    };
    assert.deepEqual(complaints(known, plural), []);
  });

  test(`${tag}: every text has the values of the English one`, () => {
    const wrong = complaints(known, (id, text) => {
      const wanted = places(forms(english[id]).other);
      return Object.entries(forms(text)).flatMap(([form, said]) => {
        // One or two things can be said without a figure.
        const given = places(said).concat(form === 'other' || form === 'many' ? [] : ['count']).sort();
        const missing = wanted.filter((name) => !given.includes(name));
        const foreign = places(said).filter((name) => !wanted.includes(name));
        return [...missing.map((name) => `{${name}} is missing`), ...foreign.map((name) => `{${name}} is not in English`)];
      });
    });
    assert.deepEqual(wrong, []);
  });

  test(`${tag}: nothing was left in English`, () => {
    const same = [...SAME['*'], ...(SAME[tag] ?? [])];
    const wordless = (text) => !/\p{L}{2}/u.test(text.replace(/\{\w+\}/g, ''));
    const left = Object.keys(known).filter((id) => {
      const [own, other] = [forms(known[id]).other, forms(english[id]).other];
      return own === other && !wordless(own) && !same.includes(id);
    });
    assert.deepEqual(left, [], 'to be translated, or to be listed in tests/languages.same.json');
    const needless = (SAME[tag] ?? []).filter((id) => forms(known[id]).other !== forms(english[id]).other);
    assert.deepEqual(needless, [], 'listed in tests/languages.same.json, but not the same');
  });

  test(`${tag}: what is a sentence in English is one here, and words for a list are words`, () => {
    // The page puts sentences of the engine one after the other and makes a list of words.
    const ends = (text) => /[.!?:。！？：…]["”»」』）)]*$/.test(text);
    const wrong = complaints(known, (id, text) => {
      if (!Object.hasOwn(engine, id) || ends(forms(text).other) === ends(engine[id])) return [];
      return [ends(engine[id]) ? 'has no full stop, the English has one' : 'has a full stop, the English has none'];
    });
    assert.deepEqual(wrong, []);
  });
}

// --- What the page's code asks for

/** Every string and template in the page's code; `asked` when it is the first argument of `t`. */
function literals() {
  const names = readdirSync(join(root, 'www'), { recursive: true }).map(String);
  const found = [];
  for (const name of names.filter((one) => one.endsWith('.js') && one !== 'packs.js')) {
    const source = ts.createSourceFile(name, readFileSync(join(root, 'www', name), 'utf8'), ts.ScriptTarget.Latest, true);
    const called = (node) => node.expression?.name?.text ?? node.expression?.text;
    const visit = (node, asked) => {
      if (ts.isStringLiteralLike(node)) found.push({ name, asked, text: node.text });
      if (ts.isTemplateExpression(node)) {
        const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        const pieces = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].map(escape);
        // A family of ids starts with a word and a dot: `label.${id}`. Or its first part is given by name, and the names
        // stand in the same file: `${group}.${id}`.
        if (pieces[0] === '' && pieces[1]?.startsWith('\\.')) found.push({ name, rest: pieces.slice(1).join('[\\w.-]+') });
        if (/^\w+\\\./.test(pieces[0])) found.push({ name, asked, pattern: new RegExp(`^${pieces.join('[\\w.-]+')}$`) });
      }
      const first = ts.isCallExpression(node) && called(node) === 't' ? node.arguments[0] : undefined;
      const chosen = (child) => asked && ts.isConditionalExpression(node) && child !== node.condition;
      ts.forEachChild(node, (child) => visit(child, child === first || chosen(child)));
    };
    visit(source, false);
  }
  const isGroup = (text) => /^\w+(?:\.[\w-]+)+$/.test(text ?? '');
  const groups = found.filter(({ rest }) => rest).flatMap(({ name, rest }) =>
    found
      .filter((one) => one.name === name && isGroup(one.text))
      .map(({ text }) => ({ name, pattern: new RegExp(`^${text.replaceAll('.', '\\.')}${rest}[\\w-]+$`) })),
  );
  return [...found.filter(({ rest }) => !rest), ...groups];
}

/** The attributes of the frame that could name a text. */
const named = [...readFileSync(join(root, 'www', 'index.html'), 'utf8').matchAll(/="([\w.-]+)"/g)].map(([, value]) => value);

test('every text that the code asks for exists', () => {
  const asked = literals().filter((one) => one.asked);
  assert.ok(asked.length > 0);
  const missing = asked.filter(({ text, pattern }) =>
    pattern ? !Object.keys(page).some((id) => pattern.test(id)) : !Object.hasOwn(page, text),
  );
  assert.deepEqual(missing.map(({ name, text, pattern }) => `${name}: ${text ?? pattern}`), []);
});

test('every text of the page is asked for somewhere', () => {
  const all = literals();
  const exact = new Set([...all.map(({ text }) => text), ...named, 'language.name']);
  const patterns = all.flatMap(({ pattern }) => pattern ?? []);
  assert.deepEqual(Object.keys(page).filter((id) => !exact.has(id) && !patterns.some((one) => one.test(id))), []);
});

// --- How they travel

test('packing and unpacking gives the same texts, plural forms and gaps included', () => {
  const packs = { de: { a: 'A', b: { one: '1', other: 'n' } }, fr: { b: 'B', c: '' } };
  const carried = JSON.parse(JSON.stringify(pack(packs)));
  for (const tag of Object.keys(packs)) assert.deepEqual(unpack(carried, tag), packs[tag]);
});

test('the page carries the very languages that are beside it', () => {
  const html = readFileSync(join(root, 'dist', 'index.html'), 'utf8');
  const block = /<script type="application\/octet-stream" id="languages">([A-Za-z0-9+/=]+)<\/script>/.exec(html)[1];
  const carried = JSON.parse(gunzipSync(Buffer.from(block, 'base64')));
  assert.deepEqual(Object.keys(carried.texts), Object.keys(others));
  for (const [tag, texts] of Object.entries(others)) {
    assert.deepEqual(unpack(carried, tag), texts);
    assert.deepEqual(JSON.parse(readFileSync(join(root, 'dist', 'languages', `${tag}.json`), 'utf8')), texts);
  }
});

/** www/language.js with the languages of a test. */
const load = async (languages) =>
  import(`data:text/javascript,${encodeURIComponent(await languageModule(languages))}#${Object.keys(languages)}`);

test('a language is loaded once, when it is wanted, and again after a failure', async () => {
  const { LANGUAGES, loadLanguage, setLanguages } = await load({ en: page, de: bracketed() });
  assert.deepEqual(LANGUAGES, { en: 'English', de: 'Klammern' });
  let calls = 0;
  setLanguages(async (tag) => {
    calls += 1;
    if (calls === 1) throw new Error('no network');
    return { [tag]: 'texts' };
  });
  assert.deepEqual(await loadLanguage('en'), page);
  assert.equal(calls, 0);
  await assert.rejects(loadLanguage('de'), /no network/);
  const [first, second] = await Promise.all([loadLanguage('de'), loadLanguage('de')]);
  assert.deepEqual([first, calls], [{ de: 'texts' }, 2]);
  assert.equal(first, second);
});

test('the nearest language that there is gets chosen, and no name of the prototype is one', async () => {
  const { preferred } = await load({ en: page, de: bracketed() });
  assert.equal(preferred(['fr-CA', 'DE-at', 'en']), 'de');
  assert.equal(preferred(['constructor', 'toString', '']), 'en');
  assert.equal(preferred([]), 'en');
});

test('a sentence is said in the language of the pack, with its values, and in English without one', async () => {
  const { language } = await load({ en: page, de: bracketed() });
  const text = { id: 'proves.genuine', text: "Jo's systems sent this message.", params: { provider: 'Jo' } };
  assert.equal(language('de', bracketed()).say(text), "⟦Jo's systems sent this message.⟧");
  assert.equal(language('en').say(text), text.text);
  assert.equal(language('de', bracketed()).t('bytes', { count: 1 }), '⟦1 byte⟧');
});
