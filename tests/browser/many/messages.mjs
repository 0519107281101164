// What is given to the page: messages of our own making, and the containers that they come in.

import { crc32, deflateRawSync } from 'node:zlib';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** A date as RFC 5322 writes it. */
export const dated = (epoch) => {
  const at = new Date(epoch * 1000);
  const two = (number) => String(number).padStart(2, '0');
  return `${DAYS[at.getUTCDay()]}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
};

export const START = Date.UTC(2026, 2, 4, 9) / 1000;

/** One message; `number` is in its Subject and sets its time. */
export const message = (number, { from = 'Microsoft account team <security@rnicrosoft-account.example>', subject = 'Your security code', to = 'jo@mailbox.example', text = 'Your code is 204518.' } = {}) =>
  `Received: from mail.sender.example (mail.sender.example [192.0.2.7]) by mx.mailbox.example; ${dated(START + number * 600 + 5)}
From: ${from}
To: ${to}
Subject: ${subject} ${number}
Date: ${dated(START + number * 600)}
Message-ID: <${number}@sender.example>
Content-Type: text/plain

${text}
`;

/** A friend's letter, which claims no provider. */
export const letter = (number) => message(number, { from: 'Ada <ada@friend.example>', subject: 'Lunch', text: 'See you at noon.' });

export const mbox = (messages) => messages.map((text) => `From a@b.example Wed Mar  4 09:00:00 2026\n${text}\n`).join('');

/** A message that carries others as they are. */
export const carrying = (number, inner) => {
  const edge = 'edge-of-parts';
  const parts = inner.map((text) => `--${edge}\nContent-Type: message/rfc822\n\n${text}\n`).join('');
  return `From: Help desk <desk@mailbox.example>\nTo: team@mailbox.example\nSubject: Reported ${number}\nDate: ${dated(START)}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${edge}"\n\n--${edge}\nContent-Type: text/plain\n\nPlease look at this.\n${parts}--${edge}--\n`;
};

/**
 * A zip archive.
 * @param {Record<string, string | Buffer>} files
 * @param {{ stored?: boolean, encrypted?: boolean, damaged?: boolean }} [how]
 */
export function zip(files, { stored = false, encrypted = false, damaged = false } = {}) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const plain = Buffer.from(content);
    const packed = stored ? plain : deflateRawSync(plain);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    if (damaged) packed.fill(0xff, 0, Math.min(16, packed.length));
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, name]));
    local.push(head, packed);
    offset += head.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** Files as the tests of the browser take them. */
export const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
