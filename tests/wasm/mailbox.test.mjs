// Many messages through the boundary: what JavaScript gets, and what it is told when it asks for something else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mailbox, fileKind, messageAt, zipData, zipEntries, zipTail } from '../../dist/header_verdict.js';
import './engine.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const message = (subject) => `From: Netflix <info@netflix.com>\nTo: jo@mailbox.example\nDate: Wed, 4 Mar 2026 10:00:00 +0000\nSubject: ${subject}\n\nHello\n>From here\n`;
const mbox = bytes(`From a Wed Mar  4 10:00:00 2026\n${message('Your Netflix verification code')}\nFrom b Wed Mar  4 10:01:00 2026\n${message('Hello')}`);

function filled() {
  const mailbox = new Mailbox();
  mailbox.open('in.mbox');
  for (let at = 0; at < mbox.length; at += 11) mailbox.push(mbox.subarray(at, at + 11));
  mailbox.close();
  mailbox.failed('locked.eml', 'encrypted');
  return mailbox;
}

test('a mailbox gives its rows, chosen and ordered, as plain data', () => {
  const mailbox = filled();
  assert.equal(mailbox.len(), 3);
  assert.equal(mailbox.select(), 3);
  assert.deepEqual(mailbox.selected(0, 9).map((row) => row.name), ['in.mbox', 'in.mbox', 'locked.eml']);
  assert.equal(mailbox.select({ sort: 'subject', descending: true, providers: ['netflix'], search: 'JO@', odd_only: false }), 2);
  const [first, second] = mailbox.selected(0, 2);
  assert.deepEqual([first.subject, second.subject], ['Your Netflix verification code', 'Hello']);
  assert.equal(first.epoch, Date.UTC(2026, 2, 4, 10) / 1000);
  assert.deepEqual([first.class, first.account, first.label, first.received], ['sign_in_code', 'existing', 'not_confirmed', false]);
  assert.equal(mailbox.row(2).failure.id, 'failure.encrypted');
  assert.equal(mailbox.row(7), undefined);
  assert.deepEqual(mailbox.facets().providers, [{ id: 'netflix', name: 'Netflix', count: 2 }]);
  const campaign = mailbox.campaign();
  assert.deepEqual([campaign.messages, campaign.failed], [2, 1]);
  assert.ok(campaign.statements.every((one) => one.id.startsWith('campaign.') && Array.isArray(one.rows)));
  mailbox.select();
  assert.equal(JSON.parse(mailbox.export('json', true, 0, 1) + mailbox.export('json', true, 1, 3)).length, 3);
  assert.match(mailbox.export('csv', false, 0, 3), /^index,label,.*\r\n0,not_confirmed,/);
  mailbox.free();
});

test('a message is given back as it was judged', () => {
  const mailbox = filled();
  const { place } = mailbox.row(0);
  const raw = mbox.subarray(place.offset, place.offset + place.length);
  const text = new TextDecoder().decode(messageAt(raw, place));
  assert.ok(text.startsWith('From: Netflix') && text.includes('\nFrom here'));
  assert.equal(messageAt(raw, { ...place, inside: [0] }), undefined);
  mailbox.free();
});

test('a query, a failure, a format or a place that does not exist is an Error that names it', () => {
  const mailbox = filled();
  for (const [query, named] of [
    [{ sort: 'colour' }, 'sort'],
    [{ label: ['forged'] }, 'label'],
    [{ labels: ['forgd'] }, 'labels'],
    [{ rows: [-1] }, 'rows'],
    [{ odd_only: 1 }, 'odd_only'],
    ['all', 'query'],
  ]) {
    assert.throws(() => mailbox.select(query), (error) => error instanceof Error && error.message.includes(named), named);
  }
  assert.throws(() => mailbox.failed('a', 'tired'), /tired/);
  assert.throws(() => mailbox.export('xls', true, 0, 1), /xls/);
  assert.throws(() => messageAt(mbox, { inside: ['a'] }), /inside/);
  assert.throws(() => new Mailbox({ reciever: 'outlook' }), /reciever/);
  assert.equal(mailbox.len(), 3);
  mailbox.free();
});

test('files are told apart, and an empty archive has no entries', () => {
  assert.deepEqual([bytes('PK\x03\x04'), bytes('From: a'), Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])].map((first) => fileKind(first)), ['zip', 'mail', 'outlook']);
  const empty = Uint8Array.from([...bytes('PK\x05\x06'), ...new Array(18).fill(0)]);
  assert.deepEqual(zipTail(empty, empty.length), { offset: 0, length: 0 });
  assert.deepEqual(zipEntries(new Uint8Array()), []);
  assert.equal(zipData(bytes('nothing of a local header at all, it is text')), undefined);
  assert.equal(zipTail(bytes('no archive'), 10), undefined);
});
