// The messages of a set, and the loop that measures: the same in Node and in a browser.

/** Messages behind their lengths, which are 32 bits, little-endian. @returns {Uint8Array[]} */
export function messages(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    found.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

/** Judges the whole set again and again for about this time. `one` gives the number of signatures that passed. */
export async function measure(set, one, milliseconds) {
  const walk = async () => {
    let passed = 0;
    for (const message of set) {
      const found = one(message);
      passed += typeof found === 'number' ? found : await found;
    }
    return passed;
  };
  const passed = await walk();
  const start = performance.now();
  let walks = 0;
  do {
    await walk();
    walks += 1;
  } while (performance.now() - start < milliseconds);
  return { walks, seconds: (performance.now() - start) / 1000, passed };
}

/**
 * How many signatures of a report the others would call a pass. They judge an expiry by today's date; this engine reports
 * it and judges it at receipt.
 */
export const passed = ({ signatures }) =>
  signatures.filter(
    ({ header, body, expires_at: expires }) =>
      header === 'verified' && (body === 'verified' || body === 'partial') && (expires === undefined || expires * 1000 > Date.now()),
  ).length;

/** Reads an mbox file as the page does, and gives how many rows there are. */
export function rows(Mailbox, keys, file) {
  const mailbox = new Mailbox({ keys });
  mailbox.open('all.mbox');
  for (let at = 0; at < file.length; at += 1 << 20) mailbox.push(file.subarray(at, at + (1 << 20)));
  mailbox.close();
  const count = mailbox.len();
  mailbox.free();
  return count;
}
