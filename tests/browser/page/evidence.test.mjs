// The evidence: the ladder, the path over time, signatures, results, filters, and searching.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { duration, scale } from '../../../www/view/timeline.js';
import { close, launch, openSaved, root } from '../harness.mjs';
import { judge, sample, unfold, violations } from './element.mjs';

after(close);

const lines = (...all) => `${all.join('\n')}\n`;

/** What an Outlook.com mailbox receives: results, seals, filters, a clock that is wrong and one that was never set. */
const OUTLOOK = lines(
  'Received: from AM0PR01MB1234.eurprd01.prod.exchangelabs.com (2603:10a6:10:28d::6) by DB9PR01MB9999.eurprd01.prod.outlook.com with HTTPS; Wed, 4 Mar 2026 17:15:25 +0000',
  'ARC-Seal: i=1; a=rsa-sha256; s=none; d=relay.example; cv=none; b=QUJDREVGQUJDREVGQUJDREVG',
  'ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=relay.example; s=none; h=From:Date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJDREVG',
  'ARC-Authentication-Results: i=1; mx.relay.example; dkim=pass header.d=sender.example',
  'Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=sender.example; dkim=none; dmarc=none action=none header.from=sender.example;compauth=pass reason=130',
  'Received-SPF: Pass (protection.outlook.com: domain of sender.example designates 192.0.2.1 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.1;',
  'Received: from mail.sender.example (192.0.2.1) by DB5EUR03FT045.mail.protection.outlook.com (10.152.20.99) with Microsoft SMTP Server; Wed, 4 Mar 2026 17:15:20 +0000',
  'Received: from inner.sender.example by mail.sender.example; Wed, 4 Mar 2026 17:15:40 +0000',
  'Received: from old.sender.example by inner.sender.example; Thu, 1 Jan 1970 00:00:10 +0000',
  'Received: from undated.sender.example by old.sender.example',
  'Authentication-Results: mx.elsewhere.example; dkim=pass header.d=sender.example',
  'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=none; h=From:Date:Date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJDREVG',
  'From: Jo <jo@sender.example>',
  'To: kim@mailbox.example',
  'Subject: A needle in the hay',
  'Date: Wed, 04 Mar 2026 09:15:00 -0800',
  'X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SFV:SPM;CAT:HPHISH;XYZ:1;',
  '',
  'A NEEDLE, a needle.',
);

const tab = (page, id) => page.locator(`#tab-${id}`).click();
const panel = (page, id) => page.locator(`#panel-${id}`);

test('a text of the page has no id of a sentence of the engine, which would take its place', () => {
  const page = Object.keys(JSON.parse(readFileSync(join(root, 'www', 'languages', 'en.json'), 'utf8')));
  const groups = [...readFileSync(join(root, 'src', 'data', 'wording.toml'), 'utf8').matchAll(/^\[(\w+)\]$/gm)].map(([, group]) => group);
  const taken = new Set([...groups, 'rule', 'step', 'never', 'advice', 'filter', 'event']);
  assert.ok(taken.size > 10);
  const mine = page.filter((id) => /^(evidence|ladder|signatures|path|stamps|text|source|filters|handover|search|print)\./.test(id));
  assert.ok(mine.length > 150);
  assert.deepEqual(mine.filter((id) => taken.has(id.split('.')[0])), []);
});

test('the scale of a path leaves out times that anyone could have made up', () => {
  const hop = (epoch, more) => ({ epoch, ...more });
  const range = scale([hop(1000 * 86_400 + 5), hop(1000 * 86_400, { boundary: true }), hop(10), hop(253_402_300_799), hop(undefined)]);
  assert.deepEqual([range.first, range.last], [1000 * 86_400, 1000 * 86_400 + 5]);
  assert.deepEqual([range.at(range.first), range.at(range.last)], [0, 100]);
  assert.equal(scale([hop(undefined), hop(null)]), null);
  assert.equal(scale([hop(7)]).at(7), 50);
  assert.equal(duration(-20, { tag: 'en' }), '20 sec');
  assert.equal(duration(90_000, { tag: 'en' }), '25 hr');
});

test('the ladder has five rungs, marks the reached one and names what would lift it', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const names = async () => page.locator('.ladder ol > li strong').allTextContents();
  assert.deepEqual(await names(), ['Proved', 'Sealed', 'Attested', 'Weakly attested', 'Claimed']);
  assert.equal(await page.locator('.ladder [aria-current="step"] strong').textContent(), 'Proved');
  assert.match(await page.locator('.ladder .lift').textContent(), /highest/);
  await sample(page, 'lookalike');
  assert.equal((await names()).at(-1), 'Contradicted');
  assert.equal(await page.locator('.ladder [aria-current="step"] em').textContent(), 'off the ladder');
  await judge(page, lines('From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>', 'DKIM-Signature: v=1; a=rsa-sha256; d=accountprotection.microsoft.com; s=unknown; h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJD', 'Subject: Your single-use code'));
  const lift = page.locator('.ladder [aria-current="step"] .lift');
  assert.match(await lift.textContent(), /key of accountprotection\.microsoft\.com/);
  assert.doesNotMatch(await lift.textContent(), /text of the message/);
  await done();
});

test('the tags of a fact stand on one line', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const rows = await page.locator('.row-head:has(.decided)').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('.tag')].map((one) => Math.round(one.getBoundingClientRect().top))));
  assert.ok(rows.length > 0);
  for (const tops of rows) assert.equal(new Set(tops).size, 1, tops.join());
  await done();
});

test('the path is drawn with its boundary, and a wrong clock and a missing time are named', async () => {
  const { page, errors, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await tab(page, 'path');
  const drawing = panel(page, 'path').locator('.timeline > [role="img"]');
  assert.match(await drawing.getAttribute('aria-label'), /5 steps, 20 sec/);
  const said = await drawing.textContent();
  assert.match(said, /your mail provider took it here/);
  assert.match(said, /−20 sec, clock skew/);
  assert.match(said, /no time/);
  assert.match(said, /off the scale/);
  assert.equal(await panel(page, 'path').locator('.hops > li').count(), 5);
  assert.deepEqual(errors, []);
  await done();
});

test('the boundary of the path is whole at 320 px, in every language and with wide spacing of the text', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 320, height: 800 } });
  await judge(page, OUTLOOK);
  await tab(page, 'path');
  // What WCAG 1.4.12 asks a page to bear.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
    const { shadowRoot } = document.querySelector('header-verdict');
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
  });
  for (const tag of await page.locator('#language option').evaluateAll((all) => all.map((one) => one.value))) {
    await page.locator('#language').selectOption(tag);
    await page.waitForFunction((wanted) => document.querySelector('header-verdict').words.tag === wanted, tag);
    const [text, course] = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('header-verdict');
      const edges = (node) => [node.getBoundingClientRect().left, node.getBoundingClientRect().right];
      const range = document.createRange();
      range.selectNodeContents(shadowRoot.querySelector('.timeline .border'));
      return [edges(range), edges(shadowRoot.querySelector('.timeline'))];
    });
    assert.ok(text[1] > text[0] && text[0] >= course[0] - 1 && text[1] <= course[1] + 1, `${tag}: ${text} in ${course}`);
  }
  await done();
});

test('a hundred hops with times of every kind stay inside the drawing', async () => {
  const { page, errors, close: done } = await openSaved({ viewport: { width: 320, height: 800 } });
  const times = ['Thu, 1 Jan 1970 00:00:00 +0000', 'Fri, 31 Dec 9999 23:59:59 +0000', 'Wed, 4 Mar 2026 17:15:20 +0000', 'no date', 'Wed, 4 Mar 2026 99:99:99 +0000'];
  const hops = Array.from({ length: 120 }, (_, at) => `Received: from ${'h'.repeat(60)}${at}.example by ${'b'.repeat(60)}${at}.example; ${times[at % times.length]}`);
  await judge(page, lines(...hops, 'From: Jo <jo@sender.example>'));
  await tab(page, 'path');
  const outside = await page.evaluate(() => {
    const svg = document.querySelector('header-verdict').shadowRoot.querySelector('.course > svg');
    const box = svg.getBoundingClientRect();
    const marks = [...svg.querySelectorAll('circle, rect')].map((node) => node.getBoundingClientRect());
    return { marks: marks.length, outside: marks.filter((one) => one.left < box.left - 1 || one.right > box.right + 1 || one.bottom > box.bottom).length };
  });
  assert.ok(outside.marks > 20);
  assert.equal(outside.outside, 0);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
  assert.deepEqual(errors, []);
  await done();
});

test('what a signature covers and what it leaves out stand in two groups, and both are marked in the source', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await tab(page, 'signatures');
  const first = panel(page, 'signatures').locator('.coverage').first();
  assert.deepEqual(await first.locator('.inside .fields li').allTextContents(), ['From', 'Date']);
  assert.match(await first.locator('.inside').textContent(), /may be added: Date/);
  assert.match(await first.locator('.outside').textContent(), /Subject/);
  await first.locator('.inside h5 button').click();
  const marked = async (selector) => (await page.locator(`.listing ${selector}`).allTextContents()).join('\n');
  assert.match(await marked('mark:not(.left-out)'), /jo@sender\.example/);
  assert.match(await marked('mark.left-out'), /needle in the hay/);
  assert.doesNotMatch(await marked('mark.left-out'), /jo@sender\.example/);
  assert.match(await page.locator('.source-found').textContent(), /from line 13: Covers 2 fields/);
  await first.locator('.outside h5 button').click();
  assert.match(await marked('mark.left-out'), /needle in the hay/);
  await done();
});

test('the seals are a chain with who sealed, what they said and how they are bound', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await tab(page, 'signatures');
  const links = panel(page, 'signatures').locator('.chain > li');
  assert.equal(await links.count(), 1);
  const said = await links.first().textContent();
  for (const part of ['i=1', 'Sealed by relay.example', 'cv=none', 'not bound to this message']) assert.ok(said.includes(part), part);
  await done();
});

test('results stand by who wrote them', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await tab(page, 'stamps');
  const said = await panel(page, 'stamps').textContent();
  const order = ['Results that count', 'compauth=pass', 'Results that were sealed on the way', 'Seal 1 of relay.example', 'Results that do not count', 'mx.elsewhere.example'];
  const places = order.map((part) => said.indexOf(part));
  assert.ok(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), JSON.stringify(places));
  await done();
});

test('fields of filters are put into words, and the page says who could have written them', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await tab(page, 'filters');
  const cards = panel(page, 'filters').locator('.cards > li');
  assert.match(await cards.nth(0).textContent(), /compauth: pass.*reason: 130.*ARC/s);
  assert.match(await cards.nth(0).locator('.row-head').textContent(), /written by your mail provider/);
  assert.match(await cards.nth(1).textContent(), /SCL: 5.*Taken for spam.*CAT: HPHISH.*Phishing, with high confidence/s);
  assert.match(await cards.nth(1).locator('.row-head').textContent(), /anyone could write this/);
  assert.match(await cards.nth(1).locator('details').textContent(), /XYZ: 1/);
  assert.equal(await page.locator('[data-label]').getAttribute('data-label'), 'not_confirmed');
  await done();
});

test('a search finds every place whatever the case, goes to and fro, and ends with Escape', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  const field = page.locator('#search');
  const count = page.locator('output[for=search]');
  await field.fill('nEEdle');
  const all = Number((await count.textContent()).match(/\d+/)[0]);
  // Subject and text of the source, and the text of its tab.
  assert.ok(all >= 5, `${all}`);
  await field.press('Enter');
  assert.equal(await count.textContent(), `1 of ${all}`);
  assert.equal(await page.locator('.found-here').count(), 1);
  await field.press('Shift+Enter');
  assert.equal(await count.textContent(), `${all} of ${all}`);
  assert.match(await page.locator('.listing .found-here').textContent(), /needle/i);
  assert.match(await page.evaluate(() => [...CSS.highlights.get('header-verdict-here')][0].toString()), /needle/i);
  await page.locator('.search button').last().click();
  assert.equal(await count.textContent(), `1 of ${all}`);
  await field.fill('.*');
  assert.equal(await count.textContent(), 'Not found');
  await field.press('Escape');
  assert.equal(await field.inputValue(), '');
  assert.equal(await count.textContent(), '');
  await done();
});

test('a search that finds very much stays quick and says that there is more', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, lines('From: Jo <jo@sender.example>', ...Array.from({ length: 1_500 }, (_, at) => `X-Filler-${at}: aaaa aaaa aaaa aaaa aaaa aaaa`)));
  const took = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('header-verdict');
    const field = shadowRoot.querySelector('#search');
    field.value = 'a';
    const started = performance.now();
    field.dispatchEvent(new InputEvent('input'));
    return performance.now() - started;
  });
  assert.ok(took < 1_000, `${Math.round(took)} ms`);
  assert.match(await page.locator('output[for=search]').textContent(), /more than 1,000/);
  await done();
});

test('each row can be copied, with the pointer, with the focus, and on a screen to touch', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, OUTLOOK);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { globalThis.copied = text; } } }));
  const row = panel(page, 'facts').locator('.rows > li').first();
  const button = row.locator('.copy-row-button');
  const opacity = () => button.evaluate((node) => getComputedStyle(node).opacity);
  await page.mouse.move(0, 0);
  assert.equal(await opacity(), '0');
  await row.hover();
  assert.equal(await opacity(), '1');
  await page.mouse.move(0, 0);
  await button.focus();
  assert.equal(await opacity(), '1');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.copied);
  assert.ok((await page.evaluate(() => globalThis.copied)).includes(await row.locator('.fact').textContent()));
  await done();

  const context = await (await launch()).newContext({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 800 } });
  const phone = await context.newPage();
  await phone.goto(page.url());
  await sample(phone, 'lookalike');
  assert.equal(await phone.locator('.copy-row-button').first().evaluate((node) => getComputedStyle(node).opacity), '1');
  await context.close();
});

test('a hundred signatures over three hundred fields are drawn at once and stay inside', async () => {
  const { page, errors, close: done } = await openSaved({ viewport: { width: 320, height: 800 } });
  const names = Array.from({ length: 250 }, (_, at) => `X-Long-Name-Of-A-Field-${at}`);
  const signature = (at) => `DKIM-Signature: v=1; a=rsa-sha256; d=${'sub.'.repeat(30)}s${at}.example; s=${'x'.repeat(60)}; h=From:${names.join(':')}; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJD`;
  const started = Date.now();
  await judge(page, lines(...Array.from({ length: 100 }, (_, at) => signature(at)), 'From: Jo <jo@sender.example>', ...names.map((name) => `${name}: x`)));
  assert.ok(Date.now() - started < 5_000);
  await tab(page, 'signatures');
  assert.equal(await panel(page, 'signatures').locator('.cards > li').count(), 100);
  const last = panel(page, 'signatures').locator('.cards > li').last();
  await last.locator('summary').click();
  await last.locator('.coverage').waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
  assert.deepEqual(errors, []);
  await done();
});

test('fifty seals over three hundred fields are drawn as fifty links of the chain', async () => {
  const { page, errors, close: done } = await openSaved({ viewport: { width: 320, height: 800 } });
  const names = Array.from({ length: 250 }, (_, at) => `X-Name-${at}`);
  const set = (i) => [
    `ARC-Seal: i=${i}; a=rsa-sha256; s=${'x'.repeat(60)}; d=${'sub.'.repeat(30)}s${i}.example; cv=${'p'.repeat(200)}; b=QUJD`,
    `ARC-Message-Signature: i=${i}; a=rsa-sha256; c=relaxed/relaxed; d=s${i}.example; s=x; h=From:${names.join(':')}; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=QUJD`,
    `ARC-Authentication-Results: i=${i}; mx${i}.example; ${'dkim=pass header.d=a.example; '.repeat(60)}`,
  ];
  const started = Date.now();
  await judge(page, lines(...Array.from({ length: 50 }, (_, at) => set(50 - at)).flat(), 'From: Jo <jo@sender.example>', ...names.map((name) => `${name}: x`)));
  assert.ok(Date.now() - started < 5_000);
  for (const id of ['signatures', 'stamps']) {
    await tab(page, id);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
  }
  await tab(page, 'signatures');
  assert.equal(await panel(page, 'signatures').locator('.chain > li').count(), 50);
  await panel(page, 'signatures').locator('.chain > li').last().locator('summary').click();
  await panel(page, 'signatures').locator('.chain > li').last().locator('.coverage').waitFor();
  assert.deepEqual(errors, []);
  await done();
});

test('with nothing to show, every tab says so in words', async () => {
  const { page, errors, close: done } = await openSaved();
  await judge(page, 'From: Jo <jo@sender.example>\n');
  for (const id of ['signatures', 'path', 'stamps', 'filters', 'text']) {
    await tab(page, id);
    assert.ok((await panel(page, id).locator('.none').count()) > 0, id);
  }
  await judge(page, 'Please send me the code that you just received.');
  await page.locator('#panel-text .rows', { hasText: 'asks for a code' }).waitFor({ state: 'attached' });
  await tab(page, 'text');
  assert.match(await panel(page, 'text').locator('.body-text').textContent(), /that you just received/);
  assert.deepEqual(errors, []);
  await done();
});

for (const dark of [false, true]) {
  test(`axe finds nothing in any tab, ${dark ? 'dark' : 'light'}`, async () => {
    const { page, close: done } = await openSaved({ dark });
    await judge(page, OUTLOOK);
    await unfold(page);
    await page.locator('#search').fill('needle');
    await page.locator('#search').press('Enter');
    for (const one of await page.getByRole('tab').all()) {
      await one.click();
      assert.deepEqual(await violations(page), [], await one.textContent());
    }
    await done();
  });
}

test('nothing runs over the side at 320 px, and forced colours leave the drawing to be seen', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 320, height: 800 } });
  await page.emulateMedia({ forcedColors: 'active' });
  await judge(page, OUTLOOK);
  await unfold(page);
  for (const one of await page.getByRole('tab').all()) {
    await one.click();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0, await one.textContent());
  }
  await tab(page, 'path');
  const fills = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('header-verdict');
    const fill = (selector) => getComputedStyle(shadowRoot.querySelector(selector)).fill;
    return [fill('.course .dot-at.trusted'), fill('.course .dot-at.untrusted')];
  });
  assert.notEqual(fills[0], fills[1]);
  await done();
});
