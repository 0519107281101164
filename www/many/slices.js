// A file, a slice at a time.

/** Bytes that are read at once. */
const SLICE = 1 << 20;
/** The readers at work. A browser's collector may take one that nothing else holds, and then its last read never ends. */
const atWork = new Set();

/**
 * Each slice is to be used before the next one is asked for: where the browser allows, all are read into the same memory. New
 * memory for each would stay until its collector comes by, a hundred megabytes later. One slice is read ahead while the one
 * before it is used.
 * @param {Blob} blob
 */
export async function* slices(blob) {
  const reader = rereading(blob);
  if (!reader) {
    for (let at = 0; at < blob.size; at += SLICE) yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
    return;
  }
  atWork.add(reader);
  const read = (buffer) => {
    const slice = reader.read(new Uint8Array(buffer));
    // whoever asks for no more does not hear that it failed
    slice.catch(() => {});
    return slice;
  };
  try {
    let spare = new ArrayBuffer(SLICE);
    for (let slice = read(new ArrayBuffer(SLICE)); ; ) {
      const { value, done } = await slice;
      if (done) return;
      slice = read(spare);
      yield value;
      spare = value.buffer;
    }
  } finally {
    atWork.delete(reader);
    reader.cancel().catch(() => {});
  }
}

/** A reader that fills memory it is given; nothing where the browser has none for files. */
function rereading(blob) {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
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
