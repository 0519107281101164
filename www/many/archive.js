// A zip archive, entry by entry. The engine reads its directory, the browser inflates; nothing of it is held as a whole.

import { tools } from '../engine.js';
import { slices } from './slices.js';

/** Bytes at the end of an archive in which the engine looks for its directory. */
const TAIL = 66 << 10;
/** Bytes of an entry's own header that say where its data begins. */
const HEADER = 30;
/** The method of an entry that is not compressed. */
const STORED = 0;

/** How far an entry may grow: mail shrinks to a twentieth at best, and an archive that was made to choke somebody to a thousandth. */
const GROWTH = 250;
const GRANTED = 64 << 20;

const read = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

/**
 * The files of an archive, in the order of its directory.
 * @param {Blob} blob
 * @returns {Promise<object[] | null>}  What the engine says of each; nothing where the directory cannot be read.
 */
export async function entriesOf(blob) {
  const tail = await read(blob, Math.max(0, blob.size - TAIL), blob.size);
  const place = tools.zipTail(tail, blob.size);
  if (!place) return null;
  return tools.zipEntries(await read(blob, place.offset, place.offset + place.length)) ?? null;
}

/**
 * The bytes of an entry as they come out. It throws where they are damaged or beyond all measure.
 * @param {Blob} blob  The archive.
 * @param {object} entry
 */
export async function* contents(blob, entry) {
  const header = await read(blob, entry.offset, entry.offset + HEADER);
  const start = tools.zipData(header);
  if (start === undefined) throw new Error('damaged');
  const from = entry.offset + start;
  const packed = blob.slice(from, from + entry.compressed);
  if (packed.size < entry.compressed) throw new Error('damaged');
  if (entry.method === STORED) {
    yield* slices(packed);
    return;
  }
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let passed = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      passed += value.length;
      if (passed > GRANTED + entry.compressed * GROWTH) throw new Error('too_large');
      yield value;
    }
  } finally {
    // Whoever stops in the midst of it stops the inflating as well.
    reader.cancel().catch(() => {});
  }
  if (passed !== entry.size) throw new Error('damaged');
}
