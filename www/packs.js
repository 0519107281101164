// The form in which the page carries its languages: the ids once, and for each language its texts in the order of the
// ids. Half the size of objects before compression, and a quarter smaller after it.

/**
 * @typedef {Record<string, string | Record<string, string>>} Pack  Texts by id; plural forms are an object.
 * @param {Record<string, Pack>} packs  By language.
 */
export function pack(packs) {
  const ids = [...new Set(Object.values(packs).flatMap(Object.keys))].sort();
  const texts = Object.entries(packs).map(([tag, texts]) => [tag, ids.map((id) => texts[id] ?? 0)]);
  return { ids, texts: Object.fromEntries(texts) };
}

/** The texts of one language by id. @returns {Pack} */
export function unpack({ ids, texts }, tag) {
  return Object.fromEntries(ids.map((id, at) => [id, texts[tag][at]]).filter(([, text]) => text !== 0));
}
