// QR codes in the pictures of a message, from the file of the message to the answer.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { WAYS, close, openSaved } from '../harness.mjs';
import { answer, box, judge } from './element.mjs';

after(close);

/** The modules of a code that says https://evil.example/scan, a bit each, row by row. */
const CODE = [
  '01fd187f', '0105cd41', '0175aa5d', '0174cb5d', '01751d5d', '01048441', '01fd557f', '00000c00', '013f5797',
  '00a0a6be', '0037a279', '0011b5af', '01bd1461', '01734712', '01fe761f', '015120ed', '01055bf6', '0001b516',
  '01fdb551', '01056b13', '017577f0', '0175e4c3', '01742d9f', '0104f437', '01fdf3c9',
];
const SIZE = CODE.length;

/** The check of a chunk (PNG annex D). */
function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A PNG of the code, or of nothing. Its modules are `scale` pixels wide. */
function png({ scale = 5, code = CODE, alpha = false } = {}) {
  const side = (SIZE + 8) * scale;
  const channels = alpha ? 4 : 1;
  const rows = Buffer.alloc(side * (side * channels + 1), alpha ? 0 : 255);
  for (let y = 0; y < side; y++) {
    rows[y * (side * channels + 1)] = 0;
    for (let x = 0; x < side; x++) {
      const [column, row] = [Math.floor(x / scale) - 4, Math.floor(y / scale) - 4];
      const dark = row >= 0 && row < SIZE && column >= 0 && column < SIZE && (parseInt(code[row], 16) / 2 ** (SIZE - 1 - column)) & 1;
      const at = y * (side * channels + 1) + 1 + x * channels;
      // a transparent ground is drawn on white paper
      if (dark) rows[at + (alpha ? 3 : 0)] = alpha ? 255 : 0;
    }
  }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, alpha ? 6 : 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A mail that claims to be from a provider, with a picture as an attachment or inside its HTML. */
const mail = (picture, inside = false) =>
  [
    'From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>',
    'To: jo@mailbox.example',
    'Subject: Microsoft account security alert',
    'MIME-Version: 1.0',
    ...(inside
      ? ['Content-Type: text/html', '', `<p>Scan this.</p><img src="data:image/png;base64,${picture.toString('base64')}">`]
      : [
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
          'Scan this.',
          '--b',
          'Content-Type: image/png; name=scan.png',
          'Content-Transfer-Encoding: base64',
          '',
          ...picture.toString('base64').match(/.{1,76}/g),
          '--b--',
        ]),
    '',
  ].join('\r\n');

const rows = (page) => page.evaluate(() => document.querySelector('header-verdict').report.ledger.map((row) => row.id));

for (const [way, open] of WAYS) {
  for (const [name, text] of [
    ['attached', mail(png())],
    ['inside the HTML', mail(png(), true)],
    ['large, on a transparent ground', mail(png({ scale: 60, alpha: true }))],
  ]) {
    test(`${way}: a code in a picture (${name}) is judged as a link of the mail`, async () => {
      const { page, requests, violations, errors, close: done } = await open({ offline: true });
      await box(page).fill(text);
      await answer(page).and(page.locator('[data-label="hostile_request"]')).waitFor({ timeout: 5_000 });
      const link = await page.evaluate(() => document.querySelector('header-verdict').report.content.links.at(-1));
      assert.deepEqual([link.host, link.found_in], ['evil.example', 'qr_code']);
      assert.ok((await rows(page)).includes('content.qr_code'));
      assert.deepEqual([requests, violations, errors], [[], [], []]);
      await done();
    });
  }
}

test('a picture without a code, or one that is broken, changes nothing and is no error', async () => {
  const { page, requests, violations, errors, close: done } = await openSaved();
  const whole = png();
  for (const picture of [png({ code: CODE.map(() => '0') }), whole.subarray(0, 60), Buffer.concat([whole.subarray(0, 50), Buffer.alloc(300, 7)])]) {
    await judge(page, mail(picture));
    await page.waitForTimeout(300);
    assert.equal(await answer(page).getAttribute('data-label'), 'not_confirmed');
    assert.ok(!(await rows(page)).includes('content.qr_code'));
  }
  assert.deepEqual([requests, violations, errors], [[], [], []]);
  await done();
});

test('what a code says does not stay with the next message', async () => {
  const { page, close: done } = await openSaved();
  await box(page).fill(mail(png()));
  await answer(page).and(page.locator('[data-label="hostile_request"]')).waitFor({ timeout: 5_000 });
  await box(page).fill(mail(png({ code: CODE.map(() => '0') })));
  await answer(page).and(page.locator('[data-label="not_confirmed"]')).waitFor({ timeout: 5_000 });
  await page.waitForTimeout(300);
  assert.ok(!(await rows(page)).includes('content.qr_code'));
  await done();
});
