// What was dropped as a list of files: folders, what is gone or shut, and what nobody put there. It needs no browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, dropped } from '../../../www/many/files.js';

const file = (path, content = 'x') => ({
  isFile: true,
  fullPath: path,
  file: (done, refuse) => (content === null ? refuse(new DOMException('gone', 'NotFoundError')) : done(new File([content], path.split('/').at(-1)))),
});
/** A folder, whose entries are given a hundred at a time, as browsers do. */
const folder = (path, entries) => ({
  isFile: false,
  fullPath: path,
  createReader() {
    let at = 0;
    return {
      readEntries(done, refuse) {
        if (entries === null) refuse(new DOMException('shut', 'NotReadableError'));
        else done(entries.slice(at, (at += 100)));
      },
    };
  },
});
const transfer = (...entries) => ({ items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })) });
const names = (sources) => sources.map(({ name, failure }) => (failure ? [name, failure] : name));

test('a folder of more entries than a browser gives at once is listed whole, in the order of its paths', async () => {
  const inside = Array.from({ length: 250 }, (_, at) => file(`/mail/${String(249 - at).padStart(3, '0')}.eml`));
  const found = await dropped(transfer(folder('/mail', [...inside, folder('/mail/more', [file('/mail/more/a.eml')])])));
  assert.equal(found.length, 251);
  assert.deepEqual([found[0].name, found[249].name, found[250].name], ['mail/000.eml', 'mail/249.eml', 'mail/more/a.eml']);
});

test('what is gone and what is shut have their reasons, and the rest is there', async () => {
  const found = await dropped(transfer(folder('/mail', [file('/mail/a.eml'), file('/mail/b.eml', null), folder('/mail/c', null)]), file('/d.eml')));
  assert.deepEqual(names(found), ['d.eml', 'mail/a.eml', ['mail/b.eml', 'unreadable'], ['mail/c/', 'unreadable']]);
});

test('a folder that leads back into itself comes to an end, however often it does', async () => {
  const round = folder('/mail', []);
  let asked = 0;
  round.createReader = () => {
    let given = false;
    asked += 1;
    return { readEntries: (done) => done(given ? [] : ((given = true), [round, round])) };
  };
  const found = await dropped(transfer(round));
  assert.ok(asked < 50_000, String(asked));
  assert.ok(found.some(({ failure }) => failure === 'unreadable'));
});

test('what a system leaves in a folder is no mail', () => {
  const paths = ['Mail/.DS_Store', 'Mail/Thumbs.db', 'Mail/one.eml', 'Mail/__MACOSX/one.eml', 'Mail/._one.eml', 'Mail/desktop.ini.eml'];
  const found = chosen(paths.map((path) => Object.defineProperty(new File(['x'], path.split('/').at(-1)), 'webkitRelativePath', { value: path })));
  assert.deepEqual(names(found), ['Mail/desktop.ini.eml', 'Mail/one.eml']);
});

test('what is dropped without an entry, as out of another page, is a file all the same', async () => {
  const found = await dropped({ items: [{ kind: 'string' }, { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'one.eml') }] });
  assert.deepEqual(names(found), ['one.eml']);
});
