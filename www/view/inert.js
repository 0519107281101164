// Text that leaves the page by the clipboard. Where it is put, it may be read as HTML, Markdown, the markup of a ticket
// system or a row of a table; what somebody wrote into a message must be dead text there, and hide none of ours.

import { written } from '../dom.js';

/** A value is one line: it begins no heading, no quotation and no line that looks like one of ours. */
const BREAKS = /[\t\n\v\f\r\x85\u2028\u2029]+/g;

/** What is written otherwise, and how. Everything stays readable as what it was. */
const DEAD = [
  // No tag, no comment that swallows what follows, no <https://...> of Markdown or Slack.
  [/</g, '‹'],
  [/>/g, '›'],
  // No link that programs make of an address, in the way that reports of incidents write them.
  [/:\/\//g, '[:]//'],
  [/\bwww\./gi, (found) => `${found.slice(0, -1)}[.]`],
  // No link, picture or definition of Markdown.
  [/\](?=[[(:])/g, '] '],
  // No code, no struck out or covered stretch that goes on over a sentence of ours, no macro of a ticket system.
  [/`/g, 'ˋ'],
  [/~(?=~)/g, '~ '],
  [/\|(?=\|)/g, '| '],
  [/\{(?=\S)/g, '{ '],
];

/** @param {string} text  One line. */
export function inert(text) {
  return DEAD.reduce((said, [found, by]) => said.replace(found, by), written(text.replace(BREAKS, ' ')));
}
