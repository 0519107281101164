// A flood of code mails as a mail provider notes them: the samples of the page, at other times.

import { samples } from '../../../www/samples.js';
import { mbox } from './messages.mjs';

/** Without its signature: the same signature again is the same message again. The provider's note on it stands. */
const code = samples
  .find(({ id }) => id === 'code')
  .text.replaceAll('\r\n', '\n')
  .replace(/^(?:DKIM-Signature|ARC-[\w-]+):.*\n(?:[ \t].*\n)*/gm, '');
const lookalike = samples.find(({ id }) => id === 'lookalike').text.replaceAll('\r\n', '\n');

/** The same message some seconds later: every time of its day is moved. */
const later = (text, seconds) =>
  text.replace(/\b(\d{2}):(\d{2}):(\d{2})\b/g, (_, hours, minutes, rest) => {
    const moved = (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest) + seconds) % 86_400;
    return [moved / 3600, (moved / 60) % 60, moved % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  });

/** Thirty codes within a quarter of an hour, and one that only looks like them, or more. */
export const flood = (odd = 1) => mbox([...Array.from({ length: 30 }, (_, at) => later(code.replace(/^Message-ID: </im, `$&${at}.`), at * 30)), ...Array.from({ length: odd }, (_, at) => later(lookalike, 60 + at))]);
