// A file, a slice at a time.

/** Bytes that are read at once. */
const SLICE = 1 << 20;

/** @param {Blob} blob */
export async function* slices(blob) {
  for (let at = 0; at < blob.size; at += SLICE) yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
}

/** The bytes from one place to another of what comes in pieces; what comes before is passed by. */
export async function between(pieces, from, to) {
  const out = new Uint8Array(to - from);
  let at = 0;
  for await (const piece of pieces) {
    const start = Math.max(from, at);
    const end = Math.min(to, at + piece.length);
    if (start < end) out.set(piece.subarray(start - at, end - at), start - from);
    at += piece.length;
    if (at >= to) break;
  }
  if (at < to) throw new Error('the file is shorter than it was');
  return out;
}
