// What a worried person does with the answer: says what happened, ticks steps, comes without a message, asks what a
// word means.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { close, openHosted, openSaved, root } from '../harness.mjs';
import { answer, box, focused, given, judge, sample, steps, without } from './element.mjs';

after(close);

const HEADER = 'From: Jo <jo@mailbox.example>\nTo: sam@mailbox.example\nSubject: Lunch\n';
const summary = (page) => page.locator('.guidance').getAttribute('data-summary');
const say = (page, question, value) => page.locator(`[name="${question}"][value="${value}"]`).check();
const status = (page) => page.locator('header-verdict .unseen[role="status"]');

test('what was given away turns the advice into a list for the incident, and taking it back restores it', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const calm = await steps(page);
  assert.equal(calm.includes('let_expire'), true);
  assert.equal(calm.includes('change_password'), false);

  await given(page, 'shared_code').check();
  const incident = await steps(page);
  assert.equal(await summary(page), 'advice.incident');
  for (const id of ['sign_out_everywhere', 'change_password', 'check_methods', 'check_forwarding']) assert.ok(incident.includes(id), id);
  assert.equal(incident.includes('let_expire'), false);

  await given(page, 'installed').check();
  assert.equal((await steps(page))[0], 'disconnect_device', 'whoever is in the device comes first');
  await given(page, 'paid').check();
  assert.ok((await steps(page)).includes('call_bank'));

  await given(page, 'nothing').check();
  assert.equal(await page.locator('[name="given"]:checked').count(), 1, 'nothing excludes the others');
  assert.deepEqual(await steps(page), calm);
  await given(page, 'approved_prompt').check();
  assert.equal(await given(page, 'nothing').isChecked(), false, 'and the others exclude nothing');
  await done();
});

test('every question changes the advice at once and leaves the answer and its evidence alone', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const before = await steps(page);
  await page.locator('#panel-facts .pick').first().click();
  await say(page, 'requested', 'yes');
  assert.equal((await steps(page))[0], 'use_where_asked');
  await say(page, 'requested', '');
  assert.deepEqual(await steps(page), before);
  await say(page, 'contacted', 'yes');
  assert.equal((await steps(page))[0], 'end_contact');
  await say(page, 'count', 'many');
  assert.ok((await steps(page)).includes('look_among_many'));
  assert.ok((await page.locator('.listing mark').count()) > 0, 'the chosen fact stays marked in the source');
  assert.match(await focused(page), /^input count/, 'and the focus stays on the answer that was given');
  assert.equal(await answer(page).getAttribute('data-label'), 'genuine_sender');
  await done();
});

test('answers outlive another message', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  await given(page, 'gave_password').check();
  await sample(page, 'lookalike');
  assert.equal(await given(page, 'gave_password').isChecked(), true);
  assert.equal(await summary(page), 'advice.incident');
  await done();
});

test('at most six steps are open, a ticked one folds away for the next, and the count is said', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  for (const id of ['installed', 'paid', 'gave_password']) await given(page, id).check();
  const all = await steps(page);
  assert.ok(all.length > 7);
  const shown = page.locator('.plan > .steps > li');
  assert.equal(await shown.count(), 6);
  assert.equal(await page.locator('.rest').evaluate((fold) => fold.open), false);

  await shown.first().locator('input').check();
  assert.equal(await page.locator('.plan > .steps > li:not(.ticked)').count(), 6);
  assert.equal(await shown.nth(6).getAttribute('data-step'), all[6]);
  assert.equal(await page.locator('.ticked .detail').count(), 0, 'what is done is one line');
  assert.deepEqual(await steps(page), all, 'and keeps its place');
  assert.equal(await page.locator('.progress').textContent(), `1 of ${all.length} done`);
  assert.match(await page.evaluate(() => document.querySelector('header-verdict').shadowRoot.activeElement.dataset.keep), new RegExp(`^step ${all[0]}$`));
  await page.waitForFunction((said) => document.querySelector('header-verdict').shadowRoot.querySelector('[role="status"]').textContent === said, `1 of ${all.length} done`);

  await shown.first().locator('input').uncheck();
  assert.equal(await shown.count(), 6);
  await done();
});

test('a step names the address to type as text that can be copied, never as a link', async () => {
  const { page, close: done } = await openHosted();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await sample(page, 'code');
  const path = page.locator('[data-step="check_activity"] .path');
  const address = await path.locator('code').textContent();
  assert.match(address, /^[a-z.]+\.com\S*$/);
  await path.getByRole('button').click();
  await path.getByRole('button').filter({ hasText: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  assert.equal(await page.locator('.guidance a').count(), 0);
  await done();
});

test('every button that copies says so in a live region', async () => {
  const { page, close: done } = await openHosted();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await sample(page, 'code');
  await page.getByRole('tab', { name: 'Signatures' }).click();
  for (const kind of ['.path .copy', '.copy-row-button']) {
    const button = page.locator(kind).filter({ visible: true }).first();
    const live = button.locator('[aria-live="polite"]');
    assert.equal(await live.count(), 1, kind);
    await button.click();
    await live.filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
  }
  await done();
});

test('without a message the same questions and steps are there, and going back loses nothing', async () => {
  const { page, errors, close: done } = await openSaved();
  await judge(page, HEADER);
  const label = await answer(page).getAttribute('data-label');

  await without(page);
  assert.equal(await page.locator('.guidance').count(), 0, 'nothing is advised before something came');
  assert.ok((await page.locator('#account option').count()) > 20);
  await without(page, 'prompt', 'microsoft');
  assert.equal((await steps(page))[0], 'refuse_prompt');
  assert.match(await page.locator('[data-step="check_activity"] code').textContent(), /live\.com|microsoft\.com/);
  assert.equal(await page.locator('.evidence').isVisible(), false, 'there is nothing to show evidence of');
  await given(page, 'approved_prompt').check();
  assert.equal(await summary(page), 'advice.incident');

  await page.locator('[name="mode"][value="message"]').check();
  assert.equal(await box(page).inputValue(), HEADER);
  assert.equal(await answer(page).getAttribute('data-label'), label);
  assert.equal(await given(page, 'approved_prompt').isChecked(), true, 'what happened has happened');

  await page.locator('[name="mode"][value="occasion"]').check();
  assert.equal(await page.locator('[name="occasion"]:checked').getAttribute('value'), 'prompt');
  assert.equal(await page.locator('#account').inputValue(), 'microsoft');
  assert.deepEqual(errors, []);
  await done();
});

test('each occasion has advice of its own', async () => {
  const { page, close: done } = await openSaved();
  const first = {};
  for (const id of ['prompt', 'text', 'call']) {
    await without(page, id);
    assert.equal(await page.locator('[data-occasion]').getAttribute('data-occasion'), id);
    assert.equal(await summary(page), `advice.${id}`);
    [first[id]] = await steps(page);
  }
  assert.deepEqual(first, { prompt: 'refuse_prompt', text: 'refuse_contact', call: 'hang_up' });
  await done();
});

test('a paste while a choice has the focus goes into the box as any other', async () => {
  const { page, close: done } = await openHosted();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), HEADER);
  for (const choice of ['[name="mode"][value="message"]', '[name="given"][value="nothing"]', '[data-step] input']) {
    await sample(page, 'code');
    await page.locator(choice).first().focus();
    await page.keyboard.press('Control+v');
    await page.waitForFunction((text) => document.querySelector('header-verdict').source === text, HEADER, { timeout: 5_000 });
    assert.equal(await answer(page).getAttribute('data-label'), 'not_confirmed', choice);
  }
  await done();
});

test('a message that is dropped or pasted leads back from the way without one', async () => {
  const { page, close: done } = await openSaved();
  await without(page, 'call');
  await page.evaluate((text) => document.querySelector('header-verdict').paste(text), HEADER);
  await answer(page).waitFor();
  assert.equal(await page.locator('[name="mode"]:checked').getAttribute('value'), 'message');
  assert.equal(await box(page).inputValue(), HEADER);
  await done();
});

test('what somebody said is judged apart, and a request for a code is hostile whatever name it carries', async () => {
  const { page, errors, close: done } = await openSaved();
  await sample(page, 'code');
  await say(page, 'contacted', 'yes');
  const said = page.locator('textarea[name="said"]');
  assert.equal(await said.isVisible(), true, 'it is there once somebody contacted the person');
  for (const brand of ['Microsoft', 'your bank', 'the police']) {
    await said.fill(`Hello, this is ${brand}. Please read me the code that you just received.`);
    await page.locator('.found .red').waitFor();
    assert.equal(await page.locator('.found').getAttribute('data-said'), 'hostile_request', brand);
    assert.match(await page.locator('.asks').textContent(), /asks for a code/);
  }
  assert.match(await page.locator('.structure').textContent(), /whoever makes it.*proves to a computer/s);
  await said.fill('See you at lunch.');
  await page.locator('.found .blue').waitFor();
  assert.match(await page.locator('.found').textContent(), /does not make it harmless/);
  assert.equal(await answer(page).getAttribute('data-label'), 'genuine_sender', 'the answer to the message stays');
  assert.match(await focused(page), /^textarea said/);
  await said.fill('');
  await page.locator('.found .finding').waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await done();
});

test('who pastes is led to the answer, who types is not', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 360, height: 700 } });
  await box(page).focus();
  await page.keyboard.insertText(HEADER);
  await answer(page).waitFor();
  assert.match(await focused(page), /^h2/);
  const top = await page.locator('.verdict').evaluate((card) => card.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 300, `the answer is at ${top} px`);
  await page.waitForTimeout(900);
  assert.equal(await status(page).textContent(), '', 'the focus says it, so nothing else does');

  await box(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('X');
  await page.waitForTimeout(900);
  assert.match(await focused(page), /^textarea source/);
  assert.notEqual(await status(page).textContent(), '', 'who types hears it');

  await page.keyboard.press('Control+Enter');
  assert.match(await focused(page), /^h2/);
  await done();
});

test('a word of the trade is explained where it stands, by keyboard, and Escape folds it', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'code');
  const word = page.locator('.reason .term').first();
  await word.focus();
  await page.keyboard.press('Enter');
  const meaning = page.locator('.reason .meaning').first();
  assert.equal(await meaning.isVisible(), true);
  assert.equal(await word.getAttribute('aria-controls'), await meaning.getAttribute('id'));
  await page.keyboard.press('Escape');
  assert.equal(await meaning.isVisible(), false);
  assert.match(await focused(page), /^button signature/);

  await page.locator('.follow-up summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.follow-up').evaluate((fold) => fold.open), true);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.follow-up').evaluate((fold) => fold.open), false);
  await done();
});

test('no host name is taken for a word of the trade', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, 'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=key.signature.example; s=dkim; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\n b=AAAA\nFrom: Jo <jo@key.signature.example>\nSubject: Lunch\n');
  const broken = await page.locator('.answer .term').evaluateAll((all) => all.filter((one) => /[\w.-]$/.test(one.previousSibling?.textContent ?? '') || /^\.\w/.test(one.nextElementSibling?.nextSibling?.textContent ?? '')).map((one) => one.parentNode.textContent));
  assert.deepEqual(broken, []);
  await done();
});

test('every mail program has two to four drawn steps', async () => {
  const { page, close: done } = await openSaved();
  const ids = await page.locator('#program option').evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  assert.ok(ids.length >= 13);
  for (const id of ids) {
    await page.locator('#program').selectOption(id);
    const count = await page.locator('.way li').count();
    assert.ok(count >= 2 && count <= 4, id);
    assert.equal(await page.locator('.way li svg[aria-hidden="true"]').count(), count, id);
  }
  await done();
});

test('a mailbox provider that the person chose is named on what folds the choice away, and “Clear” takes it back', async () => {
  const { page, close: done } = await openSaved({ viewport: { width: 360, height: 800 } });
  await judge(page, HEADER);
  const unfold = page.locator('.unfold');
  await unfold.click();
  await page.locator('.received > summary').click();
  await page.locator('#receiver').selectOption('gmail');
  assert.equal(await page.evaluate(() => document.querySelector('header-verdict').receiver), 'gmail');
  assert.match(await unfold.textContent(), /Gmail/);
  await page.locator('.received > summary').click();
  assert.equal(await page.locator('.received').evaluate((fold) => fold.open), false);
  assert.match(await page.locator('.received > summary').innerText(), /Gmail/);
  await page.getByRole('button', { name: 'Clear' }).click();
  await judge(page, HEADER);
  const state = () => page.evaluate(() => [document.querySelector('header-verdict').receiver, document.querySelector('header-verdict').shadowRoot.getElementById('receiver').value]);
  assert.deepEqual(await state(), ['', '']);
  assert.doesNotMatch(await unfold.textContent(), /Gmail/);
  await page.evaluate(() => (document.querySelector('header-verdict').receiver = 'yahoo'));
  await page.locator('#receiver').selectOption('gmail');
  await page.evaluate(() => document.querySelector('header-verdict').clear());
  assert.deepEqual(await state(), ['yahoo', 'yahoo'], 'what the page around it gave stays');
  await done();
});

test('before a mail program is chosen, the help says what to look for in any', async () => {
  const { page, close: done } = await openSaved();
  const said = () => page.locator('.way li').allTextContents();
  const first = await said();
  await page.locator('#program').selectOption('other');
  assert.deepEqual(first, await said());
  await done();
});

test('names that run from right to left are isolated wherever a sentence carries them', async () => {
  const { page, close: done } = await openSaved();
  await judge(page, 'From: "מיקרוסופט Microsoft" <a@rnicrosoft.example>\nReply-To: "دعم" <b@mailbox.example>\nSubject: קוד 123456 שלך\n\nשלח לי את הקוד. Send me the code.\n');
  const loose = await page.evaluate(() => {
    const walk = document.createTreeWalker(document.querySelector('header-verdict').shadowRoot.querySelector('.answer'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) if (/[\u0590-\u08ff]/.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest('bdi')) found.push(walk.currentNode.data);
    return found;
  });
  assert.deepEqual(loose, []);
  await done();
});

test('saying everything again in a language keeps the text, the answers and the ticks', async () => {
  const { page, errors, close: done } = await openSaved();
  await sample(page, 'code');
  const text = await box(page).inputValue();
  await given(page, 'shared_code').check();
  await page.locator('[data-step] input').first().check();
  await page.locator('#program').evaluate((choice) => {
    choice.value = 'gmail';
    choice.dispatchEvent(new Event('change'));
  });
  const ids = await steps(page);
  await page.evaluate(() => {
    const element = document.querySelector('header-verdict');
    element.words = element.words;
  });
  assert.equal(await box(page).inputValue(), text);
  assert.equal(await given(page, 'shared_code').isChecked(), true);
  assert.equal(await page.locator('[data-step] input').first().isChecked(), true);
  assert.equal(await page.locator('#program').inputValue(), 'gmail');
  assert.deepEqual(await steps(page), ids);
  assert.equal(await answer(page).getAttribute('data-origin'), 'proved', 'with the key of the sample');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.equal(await page.locator('#language').inputValue(), 'en');
  assert.deepEqual(errors, []);
  await done();
});

test('the frame says before its script what it says after it', () => {
  const english = JSON.parse(readFileSync(join(root, 'www', 'languages', 'en.json'), 'utf8'));
  const frame = readFileSync(join(root, 'www', 'index.html'), 'utf8');
  const said = [...frame.matchAll(/data-t="([\w.]+)">([^<]+)</g)];
  assert.ok(said.length > 8);
  for (const [, id, text] of said) assert.equal(text, english[id], id);
});

test('in print the questions are left out where nothing was answered, and hold what was', async () => {
  const { page, close: done } = await openSaved();
  await without(page, 'prompt', 'microsoft');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.situation').isVisible(), false);
  assert.equal(await page.locator('.steps').first().isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
  await given(page, 'approved_prompt').check();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.situation').isVisible(), true);
  assert.equal(await page.locator('.situation .reply').filter({ visible: true }).count(), 1);
  await done();
});

test('in print the answer and the steps remain, and what only works on a screen does not', async () => {
  const { page, close: done } = await openSaved();
  await sample(page, 'lookalike');
  await page.emulateMedia({ media: 'print' });
  for (const kept of ['.verdict', '.guidance .summary', '.steps', '.never']) assert.equal(await page.locator(kept).first().isVisible(), true, kept);
  for (const left of ['.intake', '.copy', '.reply', '#language']) assert.equal(await page.locator(left).first().isVisible(), false, left);
  await done();
});
