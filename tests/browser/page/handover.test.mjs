// Handing the answer on: what is printed, copied and saved, and what is masked in it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { samples } from '../../../www/samples.js';
import { MASK, masker } from '../../../www/view/mask.js';
import { analyze } from '../../wasm/engine.mjs';
import { close, openHosted, openSaved, WAYS } from '../harness.mjs';
import { given, judge, sample, violations } from './element.mjs';

after(close);

const lines = (...all) => `${all.join('\n')}\n`;

/** A message that names its recipient in every way that we know. */
const PERSON = lines(
  'Delivered-To: jo.winter@mailbox.example',
  'X-Original-To: jo.winter@mailbox.example',
  'Received: by 2002:a05:7022:6b8c:b0:7d:3c1f:88aa with SMTP id br12csp1180321dlb;',
  '        Wed, 4 Mar 2026 09:15:19 -0800 (PST)',
  'Return-Path: <bounce+7f3a-jo.winter=mailbox.example@sender.example>',
  'Received: from mail.sender.example (mail.sender.example. [192.0.2.7])',
  '        by mx.google.com with ESMTPS id ffacd0b85a97d-39c8a1b2c3dsi1234567f8f.210',
  '        for <jo.winter@mailbox.example>; Wed, 4 Mar 2026 09:15:18 -0800 (PST)',
  'Received-SPF: pass (google.com: domain of bounce+7f3a-jo.winter=mailbox.example@sender.example designates 192.0.2.7 as permitted sender)',
  'Authentication-Results: mx.google.com; dkim=pass header.i=@sender.example header.s=ug7nbtf4gccmlpwj322ax3p6ow6yfsug;',
  '        spf=pass smtp.mailfrom="bounce+7f3a-jo.winter=mailbox.example@sender.example"; dmarc=pass header.from=sender.example',
  'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=ug7nbtf4gccmlpwj322ax3p6ow6yfsug;',
  '        h=From:To:Subject; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJDREVGQUJDREVGQUJDREVGQUJDREVG',
  'X-Mail-Tag: jo.winter@mailbox.example',
  'List-Unsubscribe: <https://sender.example/u?who=jo.winter%40mailbox.example>',
  'From: Microsoft account team <alerts@sender.example>',
  'To: "Winter, Jo Maria" <JO.Winter@mailbox.example>, "jo winter"@mailbox.example',
  'Cc: Ada Frost <ada@mailbox.example>',
  'Subject: Jo, 204 518 is your Microsoft code',
  'Date: Wed, 04 Mar 2026 09:15:00 -0800',
  'Message-ID: <0100018f5c1b2d3e-jo@sender.example>',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Dear Jo Maria,',
  '',
  'your code is 204518, or 204-518. Please send me the code K7PQ-X2MD.',
  'https://login.sender.example/verify/9f8e7d6c5b4a39281706f5e4d3c2b1a0/go?user=jo.winter@mailbox.example#ZXlKaGJHY2lPaUpJVXpJMU5pSjk',
  'Session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJlc2lnbmF0dXJl belongs to Winter (jo.winter=40mailbox.example).',
);

/** What must not leave: parts of the recipient's addresses, names, codes and tokens. */
const SECRETS = [/jo\.?winter/i, /winter/i, /@mailbox\.example/i, /=mailbox\.example/i, /\bada\b/i, /frost/i, /204.?518/, /K7PQ/, /9f8e7d6c/, /eyJ/, /ZXlK/, /0100018f/];

const judgeBytes = (text) => analyze(new TextEncoder().encode(text));
const masked = (text) => {
  const report = judgeBytes(text);
  return masker(report)(report);
};

test('a masked report names neither recipient nor code, name or token', () => {
  const said = JSON.stringify(masked(PERSON));
  for (const secret of SECRETS) assert.doesNotMatch(said, secret);
});

test('a masked report keeps what the evidence needs', () => {
  const report = masked(PERSON);
  assert.equal(report.summary.from.address, 'alerts@sender.example');
  assert.equal(report.signatures[0].selector, 'ug7nbtf4gccmlpwj322ax3p6ow6yfsug');
  assert.equal(report.signatures[0].key.dns_name, 'ug7nbtf4gccmlpwj322ax3p6ow6yfsug._domainkey.sender.example');
  assert.equal(report.receiver.id, 'gmail');
  assert.equal(report.receiver.stamps[0].results[0].properties['header.s'], 'ug7nbtf4gccmlpwj322ax3p6ow6yfsug');
  assert.equal(report.hops[1].from, 'mail.sender.example');
  assert.equal(report.hops[1].from_address, '192.0.2.7');
  const original = judgeBytes(PERSON);
  assert.deepEqual(report.verdict.label, original.verdict.label);
  assert.deepEqual(report.ledger.map((row) => [row.id, row.status, row.spans]), original.ledger.map((row) => [row.id, row.status, row.spans]));
  assert.deepEqual(report.fields.map((field) => field.span), original.fields.map((field) => field.span));
  assert.match(report.content.links[0].url, /^https:\/\/login\.sender\.example\/verify\/\[masked\]\/go\?\[masked\]$/);
});

for (const { id, text, keys } of samples) {
  test(`no recipient and no code of the sample “${id}” is left in its masked report`, () => {
    const report = analyze(new TextEncoder().encode(text), { keys });
    const said = JSON.stringify(masker(report)(report));
    assert.doesNotMatch(said, /jo@|@mailbox\.example|jo=mailbox/i);
    for (const one of report.summary.to) assert.ok(!said.toLowerCase().includes(one.address.toLowerCase()));
    for (const code of report.content.codes) assert.ok(!said.includes(code), code);
  });
}

test('the name of a recipient cannot blot out a sentence of the answer or the name of the provider', () => {
  const hostile = lines('From: Microsoft account team <x@rnicrosoft-account.example>', 'To: "Forged not from Microsoft proved signature" <forged@mailbox.example>', 'Subject: Your security code');
  const original = judgeBytes(hostile);
  const report = masked(hostile);
  assert.equal(report.verdict.headline.text, original.verdict.headline.text);
  assert.equal(report.verdict.label, 'forged');
  assert.equal(report.verdict.origin, original.verdict.origin);
  assert.equal(report.ledger.length, original.ledger.length);
  // The same words as the name of the sender, which the sentences quote.
  const twice = lines('From: "is not" <x@rnicrosoft-account.example>', 'To: "is not" <is@mailbox.example>', 'Subject: Your Microsoft security code');
  assert.equal(masked(twice).verdict.headline.text, judgeBytes(twice).verdict.headline.text);
  assert.equal(masked(twice).verdict.reason.text, judgeBytes(twice).verdict.reason.text);
});

test('the number that a message asks to call is whole in its masked Subject, text and facts, and codes are masked', () => {
  const number = '+1 (888) 555-0100';
  const { text, keys } = samples.find(({ id }) => id === 'tenant');
  const [header] = text.split('\n\n');
  for (const given of [text, `${header}\n\n`]) {
    const report = analyze(new TextEncoder().encode(given), { keys });
    const { summary, verdict, fields, content } = masker(report)(report);
    assert.ok(verdict.reason.text.includes(number), verdict.reason.text);
    assert.ok(summary.subject.includes(number), summary.subject);
    assert.ok(fields.find(({ name }) => name === 'Subject').value.includes(number));
    assert.doesNotMatch(content.text, /771204/);
    if (content.text) assert.ok(content.text.includes(number), content.text);
  }
  // A number that nobody asks to call is the recipient's own business, and so is a code beside the other.
  const both = masked(lines('From: A <a@sender.example>', 'To: jo@mailbox.example', 'Subject: Call 0800 555 0199', '', 'Please call 0800 555 0199 at once.', 'Your code is 482193.', 'Your own number is 0800 555 0123.'));
  assert.match(both.summary.subject, /0800 555 0199/);
  assert.doesNotMatch(JSON.stringify(both.content.text), /482193|0123/);
});

test('letters that mean something to a pattern are taken literally', () => {
  const odd = masked(lines('From: A <a@sender.example>', 'To: "$& (.*)+ [x" <a+b.*(c)|$1@mailbox.example>', 'Subject: $1 $& Hello', '', 'For a+b.*(c)|$1@mailbox.example: $& stays.'));
  assert.equal(odd.summary.to[0].address, MASK);
  assert.doesNotMatch(JSON.stringify(odd), /@mailbox\.example/);
});

for (const [name, text] of Object.entries({
  'a recipient who is the sender': lines('From: Jo <jo@mailbox.example>', 'To: jo@mailbox.example', 'Subject: Hi', '', 'Hi'),
  'an address in capitals with a trailing dot': lines('From: A <a@sender.example>', 'To: <JO@MAILBOX.EXAMPLE.>', 'Subject: For JO@mailbox.example', '', 'to Jo@Mailbox.Example'),
  'an address in a group': lines('From: A <a@sender.example>', 'To: friends: jo@mailbox.example, <kim@mailbox.example>;', 'Subject: Hi', '', 'kim@mailbox.example and jo=mailbox.example'),
  'a folded address': lines('From: A <a@sender.example>', 'To: "Jo', ' Winter" <jo@', ' mailbox.example>', 'Received: from a.example by b.example for', ' <jo@mailbox.example>; Wed, 4 Mar 2026 17:15:20 +0000', 'Subject: jo@mailbox.example'),
  'a field of recipients in any case': lines('From: A <a@sender.example>', 'dELIVERED-tO: jo@mailbox.example', 'X-RCPT-TO: jo@mailbox.example', 'Subject: jo@mailbox.example'),
})) {
  test(`masked: ${name}`, () => assert.doesNotMatch(JSON.stringify(masked(text)), /(?:jo|kim)@ ?mailbox\.example|jo=mailbox/i));
}

test('masking a message made to be slow takes less than a second', () => {
  const many = Array.from({ length: 200 }, (_, at) => `"Name${at} Other${at}" <user${at}.x@mailbox.example>`).join(', ');
  const text = lines('From: A <a@sender.example>', `To: ${many}`, `Subject: ${'a@'.repeat(5_000)}`, ...Array.from({ length: 500 }, () => `Received: ${'a1-'.repeat(1_200)}`), '', `Hello ${'x1'.repeat(50_000)} ${'1 '.repeat(40_000)} ${'https://a/'.repeat(5_000)}`);
  const report = judgeBytes(text);
  const started = performance.now();
  const said = JSON.stringify(masker(report)(report));
  const took = performance.now() - started;
  assert.doesNotMatch(said, /user\d+\.x/);
  assert.ok(took < 1_000, `${Math.round(took)} ms`);
});

/** Lets the page write to a clipboard that the test can read. */
const watchClipboard = (page) =>
  page.evaluate(() => {
    globalThis.copied = [];
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => globalThis.copied.push(text) } });
  });
const hand = (page, id) => page.locator(`[data-hand="${id}"]`).click();
const lastCopy = async (page) => {
  await page.waitForFunction(() => globalThis.copied.length > 0);
  return page.evaluate(() => globalThis.copied.pop());
};

for (const [way, open] of WAYS) {
  test(`${way}: the report is saved as JSON, masked unless asked otherwise, and nothing is requested`, async () => {
    const { page, requests, violations: broken, errors, close: done } = await open();
    await judge(page, PERSON);
    const save = async () => {
      const [file] = await Promise.all([page.waitForEvent('download'), hand(page, 'download')]);
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
    };
    const first = await save();
    assert.match(first.name, /^header-verdict-[a-z_]+-masked\.json$/);
    const saved = JSON.parse(first.text);
    assert.equal(saved.masked, true);
    assert.equal(saved.input_sha256, createHash('sha256').update(PERSON).digest('hex'));
    assert.equal(saved.report.summary.from.address, 'alerts@sender.example');
    for (const secret of SECRETS) assert.doesNotMatch(first.text, secret);
    await page.locator('#hand-mask').uncheck();
    const second = JSON.parse((await save()).text);
    assert.equal(second.masked, false);
    assert.deepEqual(second.report.summary.to[0].address.toLowerCase(), 'jo.winter@mailbox.example');
    assert.deepEqual([requests.filter((url) => !url.startsWith('blob:')), broken, errors], [[], [], []]);
    await done();
  });
}

test('the text and the summary are masked, and say the answer, the sender, the reason and the fingerprint', async () => {
  const { page, close: done } = await openSaved();
  await watchClipboard(page);
  await judge(page, PERSON);
  const headline = await page.locator('#headline').textContent();
  await hand(page, 'ticket_copy');
  const ticket = await lastCopy(page);
  assert.equal(ticket.includes('\n'), false, 'one paragraph');
  for (const part of [headline, 'alerts@sender.example', createHash('sha256').update(PERSON).digest('hex')]) assert.ok(ticket.includes(part), part);
  await page.locator('#hand-with_fields').check();
  await hand(page, 'copy');
  const text = await lastCopy(page);
  assert.ok(text.includes(headline) && text.includes('Received-SPF: pass'));
  for (const secret of SECRETS) {
    assert.doesNotMatch(ticket, secret);
    assert.doesNotMatch(text, secret);
  }
  await page.locator('#hand-mask').uncheck();
  await hand(page, 'copy');
  assert.match(await lastCopy(page), /jo\.winter@mailbox\.example/);
  await done();
});

test('an address to send to, one to type and a way through menus are told apart on the screen, in text and in print', async () => {
  const { page, close: done } = await openSaved();
  await watchClipboard(page);
  await judge(page, lines('From: Apple <security@apple-id.example>', 'To: jo@mailbox.example', 'Subject: Your security code is 204518'));
  await given(page, 'gave_password').check();
  await hand(page, 'copy');
  const text = await lastCopy(page);
  const sheet = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    return document.querySelector('header-verdict').shadowRoot.querySelector('.sheet-steps').textContent;
  });
  const screen = await page.locator('.plan').evaluate((plan) => [...plan.querySelectorAll('dt')].map((one) => `${one.textContent} ${one.nextSibling.firstChild.textContent}`));
  for (const way of ['Send it to: reportphishing@apple.com', 'Type this address: account.apple.com', 'Open: Settings › your name › Devices']) {
    assert.ok(screen.includes(way), `${way}: ${screen}`);
    assert.ok(text.includes(`\n   ${way}\n`), `${way} in the text`);
    assert.ok(sheet.includes(` ${way}`), `${way} in print`);
  }
  await done();
});

test('where copying is refused, the text is shown and selected', async () => {
  const { page, close: done } = await openSaved();
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined }));
  await sample(page, 'lookalike');
  await hand(page, 'ticket_copy');
  const box = page.locator('.handover-text');
  await box.waitFor();
  assert.match(await box.inputValue(), /rnicrosoft-account\.example/);
  assert.equal(await box.evaluate((node) => node.selectionEnd - node.selectionStart), (await box.inputValue()).length);
  await done();
});

test('the printed sheet holds the answer, the facts, the path and the steps, masked and without the source', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, PERSON);
  const sheet = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const node = document.querySelector('header-verdict').shadowRoot.querySelector('.sheet');
    return node.innerText || node.textContent;
  });
  const headline = await page.locator('#headline').textContent();
  assert.ok(sheet.includes(headline));
  for (const part of ['alerts@sender.example', 'What this proves', 'Facts', 'Path', 'mx.google.com', 'What to do now']) assert.ok(sheet.includes(part), part);
  for (const secret of SECRETS) assert.doesNotMatch(sheet, secret);
  assert.ok(!sheet.includes('Received-SPF'));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.sheet').count(), 0);
  await done();
});

test('the print of each sample fits on two pages, and nothing of the page around it is on them', async () => {
  const { page, close: done } = await openSaved();
  for (const { id } of samples) {
    await sample(page, id);
    const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page(?!s)/g).length;
    assert.ok(pages <= 2, `${id}: ${pages} pages`);
    assert.equal(await page.locator('.sheet').count(), 0, 'the sheet is gone after printing');
    await page.evaluate(() => document.querySelector('header-verdict').clear());
  }
  await done();
});

test('a host without a secure context gets a summary without a fingerprint', async () => {
  const { page, close: done } = await openHosted();
  await watchClipboard(page);
  await page.evaluate(() => Object.defineProperty(crypto, 'subtle', { configurable: true, value: undefined }));
  await sample(page, 'code');
  await hand(page, 'ticket_copy');
  assert.doesNotMatch(await lastCopy(page), /SHA-256/);
  await done();
});

for (const dark of [false, true]) {
  test(`axe finds nothing in the bar and in the sheet, ${dark ? 'dark' : 'light'}`, async () => {
    const { page, close: done } = await openSaved({ dark, viewport: { width: 360, height: 800 } });
    await sample(page, 'lookalike');
    await hand(page, 'ticket_copy');
    assert.deepEqual(await violations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
    await done();
  });
}
