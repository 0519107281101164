// QR codes in the pictures of a message. The browser decodes the pictures, the engine reads the codes; nothing is
// fetched: a picture goes from the bytes of the message to an ImageBitmap and never becomes an element or an address.

import { image, readQr } from './engine.js';

/** Pixels of a side to which a larger picture is scaled down: modules of a code stay several pixels wide. */
const SIDE = 1_400;
/** Milliseconds after which the rest of the pictures is left. */
const PATIENCE = 3_000;

/**
 * What the codes in the pictures say. A picture that cannot be decoded has none; this never throws.
 * @param {Uint8Array} bytes  the input that was judged
 * @param {{ content: { images: { media_type: string }[] } }} report
 * @returns {Promise<{ image: number, text: string }[]>}
 */
export async function codesIn(bytes, report) {
  const found = [];
  const start = performance.now();
  for (const [index, { media_type: type }] of report.content.images.entries()) {
    if (performance.now() - start > PATIENCE) break;
    try {
      const file = image(bytes, index);
      const grey = file && (await pixels(new Blob([file], { type })));
      for (const text of grey ? readQr(grey.pixels, grey.width) : []) found.push({ image: index, text });
    } catch {
      // A broken picture shows nobody a code.
    }
  }
  return found;
}

/** The grey of a picture's pixels, on white paper. */
async function pixels(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = globalThis.OffscreenCanvas ? new OffscreenCanvas(width, height) : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at++) grey[at] = (data[4 * at] * 77 + data[4 * at + 1] * 150 + data[4 * at + 2] * 29) >> 8;
  return { pixels: grey, width };
}
