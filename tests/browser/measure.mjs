// Prints the figures of the README: sizes, time to ready, and the time of one `analyze` in the browser.

import { arch, cpus, platform } from 'node:os';
import { sizes } from '../../www/assemble.mjs';
import { READY, WAYS, close, dist, launch, origin } from './harness.mjs';

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const milliseconds = (value) => `${value.toFixed(2)} ms`;
const OPENINGS = 11;
const BATCHES = 41;

for (const { name, raw, gzip, brotli } of sizes(dist)) {
  console.log(`${name}: ${raw} bytes, gzip ${gzip}, brotli ${brotli}`);
}

for (const [way, open] of WAYS) {
  const times = [];
  for (let at = 0; at < OPENINGS; at += 1) {
    const { page, close: done } = await open();
    times.push(await page.evaluate((mark) => performance.getEntriesByName(mark)[0].startTime, READY));
    await done();
  }
  console.log(`from the start of the load to ready, ${way}: ${milliseconds(median(times))} (median of ${OPENINGS})`);
}

/** 20 KB of headers in the shape of a real mail: hops, stamps, a signature whose key is carried, another, and opaque fields. */
const headers = (() => {
  const wrap = (text) => text.match(/.{1,70}/g).join('\r\n ');
  const letters = (length) => Array.from({ length }, (_, at) => 'abcdefghijklmnopqrstuvwxyz0123456789'[(at * 7) % 36]).join('');
  const hops = Array.from(
    { length: 8 },
    (_, at) =>
      `Received: from out${at}.mailbox.example (out${at}.mailbox.example [192.0.2.${at + 1}])\r\n by in${at}.mailbox.example ` +
      `with ESMTPS id ${letters(12)}\r\n for <jo@mailbox.example>; Mon, 16 Nov 2026 10:00:${String(59 - at)} +0000\r\n`,
  ).join('');
  const signature = (domain) =>
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=selector1;\r\n h=From:Date:Subject:Message-ID:To;\r\n` +
    ` bh=${wrap(`${letters(43)}=`)};\r\n b=${wrap(letters(342))}==\r\n`;
  const rest =
    'Authentication-Results: mx.mailbox.example; dkim=pass header.d=mailbox.example; spf=pass; dmarc=pass\r\n' +
    'From: Jo <jo@mailbox.example>\r\nTo: al@mailbox.example\r\nSubject: Your code\r\n' +
    'Date: Mon, 16 Nov 2026 09:59:00 +0000\r\nMessage-ID: <1@mailbox.example>\r\nMIME-Version: 1.0\r\n';
  const known = hops + signature('notification.microsoft.com') + signature('mailbox.example') + rest;
  let filled = known;
  for (let at = 0; filled.length < 20_480; at += 1) filled += `X-Diagnostics-${at}: ${wrap(letters(700))}\r\n`;
  return `${filled.slice(0, 20_478)}\r\n`;
})();

// The page itself has no network; a blank page of the same origin imports the module as an intranet page does.
const context = await (await launch()).newContext();
const page = await context.newPage();
await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>blank</title>' }));
await page.goto(`${await origin()}/blank`);
const times = await page.evaluate(
  async ([text, batches]) => {
    const { default: init, analyze } = await import('/header_verdict.js');
    await init();
    const bytes = new TextEncoder().encode(text);
    const spent = [];
    // The browser's clock is coarse, so ten calls are timed at once.
    for (let at = 0; at < batches; at += 1) {
      const before = performance.now();
      for (let call = 0; call < 10; call += 1) analyze(bytes);
      spent.push((performance.now() - before) / 10);
    }
    return spent;
  },
  [headers, BATCHES],
);
console.log(`analyze of ${headers.length} bytes of headers: ${milliseconds(median(times))} (median of ${BATCHES} batches of 10)`);
console.log(`${(await launch()).version()} on ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim()}`);
await context.close();
await close();
