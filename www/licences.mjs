// The licence texts of what is inside the engine, for dist/ and for the page, which goes from hand to hand without dist/:
//
//     cargo metadata --format-version 1 | node www/licences.mjs BILL > FILE
//
// BILL is the bill of materials. Terms that are the same but for their line breaks stand there once, below the names
// and the copyright notices of all who use them.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The licences that we take, in the order in which we choose: the files that hold them, and words that must be there. */
const LICENCES = {
  MIT: [['LICENSE-MIT', 'LICENSE_MIT', 'LICENSES/MIT.txt', 'LICENSE'], 'Permission is hereby granted, free of charge'],
  'BSD-3-Clause': [['LICENSE'], 'Redistribution and use in source and binary forms'],
  'Unicode-3.0': [['LICENSE-UNICODE'], 'UNICODE LICENSE V3'],
};

/** The licences of an SPDX expression under which we use it: one of every choice. */
export function chosen(expression) {
  return expression.split(' AND ').map((term) => {
    const choices = term.replace(/[()]/g, '').split(' OR ');
    const id = Object.keys(LICENCES).find((id) => choices.includes(id));
    if (!id) throw new Error(`www/licences.mjs knows no licence of “${expression}”`);
    return id;
  });
}

/** The text of a licence in the folder of a crate. */
function text(folder, id) {
  const [names, words] = LICENCES[id];
  const paths = names.map((name) => join(folder, name)).filter(existsSync);
  const found = paths.map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).find((text) => text.includes(words));
  if (!found) throw new Error(`${folder} holds no file with the text of ${id}`);
  return found;
}

/** A text whose paragraphs are a line each, which every width can show. */
export const joined = (text) => text.replace(/(?<=\S)\n(?=\S)/g, ' ');

/** Copyright notices and terms of a text. A title above them says what the terms say. */
export function parts(text) {
  const lines = text.trim().split('\n');
  const body = lines.slice(lines.findIndex((line) => /^(?:Copyright|Permission|Redistribution|UNICODE)\b/.test(line)));
  const isNotice = (line) => /^Copyright\b/.test(line);
  const terms = body.filter((line) => !isNotice(line)).join('\n').replace(/\n{3,}/g, '\n\n').trim();
  return { notices: body.filter(isNotice).map((line) => line.trim()), terms: joined(terms) };
}

/** What is not a crate: the standard library, whose copyright is its contributors', and data, which says itself what it is under. */
const NOTICES = {
  'rust-std': ['Copyright (c) The Rust Project Contributors'],
};
const DATA =
  'This data is subject to the terms of the Mozilla Public License, v. 2.0, which can be had at https://mozilla.org/MPL/2.0/. ' +
  'Its source form is https://publicsuffix.org/list/public_suffix_list.dat.';

/** The file, from the bill of materials and the folder of every crate by `name@version`. */
export function thirdParty({ metadata, components }, folders) {
  const groups = new Map();
  const add = (name, notices, terms) => {
    if (!groups.has(terms)) groups.set(terms, []);
    groups.get(terms).push([name, ...notices.map((line) => `    ${line}`)].join('\n'));
  };
  const crates = components.filter(({ type, name }) => type === 'library' && !NOTICES[name]);
  for (const { name, version, licenses } of crates) {
    const folder = folders.get(`${name}@${version}`);
    if (!folder) throw new Error(`cargo metadata does not say where ${name} ${version} is`);
    for (const id of chosen(licenses[0].expression)) {
      const { notices, terms } = parts(text(folder, id));
      add(`${name} ${version}`, notices, terms);
    }
  }
  const mit = [...groups.keys()].find((terms) => terms.startsWith(LICENCES.MIT[1]));
  for (const { type, name, version } of components) {
    if (NOTICES[name]) add(`${name} ${version}`, NOTICES[name], mit);
    if (type === 'data') add(`${name} ${version}`, [], DATA);
  }
  const { name, version } = metadata.component;
  const head = `What is inside the engine of ${name} ${version} without being its own, and the licence under which it is used.\n`;
  return [head, ...[...groups].map(([terms, users]) => `${users.join('\n')}\n\n${terms}\n`)].join(`\n${'-'.repeat(80)}\n\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages } = JSON.parse(readFileSync(0, 'utf8'));
  const folders = new Map(packages.map(({ name, version, manifest_path: path }) => [`${name}@${version}`, dirname(path)]));
  process.stdout.write(thirdParty(JSON.parse(readFileSync(process.argv[2], 'utf8')), folders));
}
