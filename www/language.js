// What the page says, in one language. The engine's sentences come with an id, its English wording and the values in
// it; the page's own are in languages/en.json. A pack holds both by id, in another language.

import english from './languages/en.json';
import LANGUAGES from '#languages';

/** The languages that can be chosen, each by its own name: those that have a file in languages/. */
export { LANGUAGES };

let source = () => Promise.reject(new Error('no languages were given'));

/**
 * Tells where the packs of the languages are.
 * @param {(tag: string) => Promise<Pack>} load
 */
export function setLanguages(load) {
  source = load;
}

const packs = new Map();

/**
 * The pack of a language, loaded when it is wanted for the first time; after a failure it is tried again.
 * @typedef {Record<string, string | Record<string, string>>} Pack
 * @param {string} tag  One of LANGUAGES.
 * @returns {Promise<Pack>}
 */
export function loadLanguage(tag) {
  if (tag === 'en') return Promise.resolve(english);
  if (!packs.has(tag)) {
    const loading = source(tag);
    packs.set(tag, loading);
    loading.catch(() => packs.delete(tag));
  }
  return packs.get(tag);
}

/** The first of the wanted languages that there is: `de-AT` is served by `de`. */
export function preferred(wanted) {
  for (const tag of wanted) {
    const primary = String(tag).toLowerCase().split('-')[0];
    if (Object.hasOwn(LANGUAGES, primary)) return primary;
  }
  return 'en';
}

/** Sentences of these languages follow each other without a space. */
const UNSPACED = new Set(['ja', 'zh']);

/**
 * @param {string} tag  One of LANGUAGES.
 * @param {Pack} [pack]  Its texts; English needs none.
 */
export function language(tag, pack = english) {
  const plural = new Intl.PluralRules(tag);
  const numbers = new Intl.NumberFormat(tag);
  const listing = new Intl.ListFormat(tag, { type: 'conjunction' });
  const moments = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });

  const number = (value) => numbers.format(value);

  function fill(template, values) {
    const pattern =
      typeof template === 'string' ? template : (template[plural.select(Number(values.count))] ?? template.other);
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
      if (!Object.hasOwn(values, name)) return whole;
      return typeof values[name] === 'number' ? number(values[name]) : String(values[name]);
    });
  }

  /** A text of the page. A value that is a number is written in the way of the language and chooses the plural. */
  function t(id, values = {}) {
    const template = pack[id] ?? english[id];
    if (template === undefined) throw new Error(`there is no text ${id}`);
    return fill(template, values);
  }

  /** Sentences one after the other; words as a list. */
  function join(texts) {
    const said = texts.map(say);
    if (texts.every((text) => /[.:!?]$/.test(text.text))) return said.join(UNSPACED.has(tag) ? '' : ' ');
    return listing.format(said);
  }

  /** A sentence of the engine, or several of them. */
  function say(text) {
    if (Array.isArray(text)) return join(text);
    const template = pack[text.id];
    if (template === undefined) return text.text;
    const values = Object.entries(text.params).map(([name, value]) => [name, Array.isArray(value) ? join(value) : value]);
    return fill(template, Object.fromEntries(values));
  }

  /** A length in bytes, in units that people use. */
  function size(bytes) {
    if (bytes < 1000) return t('bytes', { count: bytes });
    const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6];
    return new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  /** Seconds since 1970 as a date and a time, in UTC; empty when there is none or it is out of range. */
  function moment(epoch) {
    if (typeof epoch !== 'number' || Math.abs(epoch) > 8.64e12) return '';
    return t('time.utc', { time: moments.format(epoch * 1000) });
  }

  /** A date such as `2026-03-04`; what is none stays as it is. */
  function day(date) {
    const time = Date.parse(date);
    return Number.isNaN(time) ? date : days.format(time);
  }

  return { tag, spaced: !UNSPACED.has(tag), t, say, number, size, moment, day, list: (items) => listing.format(items) };
}
