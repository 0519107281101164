// Many messages, read and judged: the same in a worker and without one. The engine keeps what it found; here is only where
// each file stands, so that a message can be read again.

import { EngineStopped, Mailbox, guarded, messageAt, tools } from '../engine.js';
import { contents, entriesOf } from './archive.js';
import { isLitter } from './files.js';
import { between, slices } from './slices.js';

/** Bytes that are given to the engine at once: about ten messages. */
const PIECE = 64 << 10;
/** Milliseconds between two reports on the progress. */
const REPORT_EVERY = 200;
/** Milliseconds that the rate looks back. */
const LOOK_BACK = 4_000;
/** Files that stop the engine are left out, and the others read again without them; beyond this number nothing would come of it. */
const STOPS = 5;

class Cancelled extends Error {}

/** Lets whatever waits in this thread have its turn. A timer would wait 4 ms each time. */
const turn = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(0);
  });

export class Session {
  #mailbox = null;
  /** What the engine was given, by its ordinal: a file, or an entry of one. */
  #opened = [];
  /** Milliseconds of work after which others have their turn. */
  #budget;
  #cancelled = false;
  #since = 0;
  #progress = null;

  constructor(budget) {
    this.#budget = budget;
  }

  /**
   * Reads everything. What was judged so far can be asked for all the while.
   * @param {import('./files.js').Source[]} sources
   * @param {object} options  For the engine.
   * @param {(progress: object) => void} report
   * @returns {Promise<{ cancelled: boolean }>}
   */
  async run(sources, options, report) {
    this.#cancelled = false;
    const stops = new Map();
    const total = sources.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
    for (;;) {
      this.#mailbox = guarded(() => new Mailbox(options));
      this.#opened = [];
      this.#progress = progress(total, report, () => this.#mailbox.len());
      const reading = { name: '' };
      try {
        await this.#readAll(sources, stops, reading);
        this.#progress.say(true);
        return { cancelled: false };
      } catch (error) {
        if (error instanceof Cancelled) {
          this.#progress.say(true);
          return { cancelled: true };
        }
        // A trap takes the engine's memory with it, and what it had found: all is read again, without what trapped it.
        if (!(error instanceof EngineStopped) || stops.size === STOPS || stops.has(reading.name)) throw error;
        stops.set(reading.name, 'stopped');
      }
    }
  }

  cancel() {
    this.#cancelled = true;
  }

  /** Whether files can be read here: WebKit lets no worker of a saved page read what was given to the page. */
  reads(file) {
    return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
  }

  async #readAll(sources, stops, reading) {
    for (const { name, file, failure } of sources) {
      reading.name = name;
      const why = failure ?? stops.get(name);
      if (why) this.#failed(name, why, file);
      else await this.#readFile(name, file, stops, reading);
      await this.#breathe();
    }
  }

  async #readFile(name, file, stops, reading) {
    let first;
    try {
      first = new Uint8Array(await file.slice(0, 512).arrayBuffer());
    } catch {
      this.#failed(name, 'unreadable', file);
      return;
    }
    if (tools.fileKind(first) !== 'zip') {
      await this.#feed(name, { file }, slices(file), 1);
      return;
    }
    const before = this.#progress.bytes;
    let entries = null;
    try {
      entries = await entriesOf(file);
    } catch (error) {
      if (error instanceof EngineStopped) throw error;
    }
    if (!entries) this.#failed(name, 'damaged', null);
    else await this.#unpack(name, file, entries, stops, reading);
    this.#progress.bytes = before + file.size;
  }

  async #unpack(name, file, entries, stops, reading) {
    for (const entry of entries) {
      if (isLitter(entry.name)) continue;
      const path = `${name}/${entry.name}`;
      reading.name = path;
      const why = stops.get(path) ?? entry.failure;
      if (why) this.#failed(path, why, null);
      // The progress is that of the archive: a byte that comes out is a part of one that went in.
      else await this.#feed(path, { file, entry }, contents(file, entry), entry.size > 0 ? entry.compressed / entry.size : 0);
      await this.#breathe();
    }
  }

  /** Gives a file to the engine, piece by piece. */
  async #feed(name, origin, pieces, weight) {
    const mailbox = this.#mailbox;
    let read = 0;
    let why = '';
    let open = false;
    // Not before there is something in it: what cannot be read at all is one row and not two.
    const opening = () => {
      if (!open) this.#open(name, origin);
      open = true;
    };
    try {
      for await (const slice of pieces) {
        if (!open && origin.entry && tools.fileKind(slice) === 'zip') throw new Error('nested');
        opening();
        for (let at = 0; at < slice.length; at += PIECE) {
          const piece = slice.subarray(at, at + PIECE);
          guarded(() => mailbox.push(piece));
          read += piece.length;
          this.#progress.bytes += piece.length * weight;
          await this.#breathe();
        }
      }
    } catch (error) {
      if (error instanceof EngineStopped || error instanceof Cancelled) throw error;
      why = error.message;
    }
    if (!why) opening();
    guarded(() => mailbox.close());
    if (why) this.#failed(name, ['nested', 'too_large', 'damaged'].includes(why) ? why : origin.entry ? 'damaged' : 'unreadable', null);
    if (!origin.entry) this.#progress.bytes += Math.max(0, origin.file.size - read);
  }

  #open(name, origin) {
    guarded(() => this.#mailbox.open(name));
    this.#opened.push(origin);
  }

  #failed(name, why, file) {
    guarded(() => this.#mailbox.failed(name, why));
    this.#opened.push({});
    if (file) this.#progress.bytes += file.size;
  }

  async #breathe() {
    this.#progress.say();
    if (performance.now() - this.#since >= this.#budget) {
      await turn();
      this.#since = performance.now();
    }
    if (this.#cancelled) throw new Cancelled();
  }

  /** How many messages the query is about; `selected` gives them. */
  select(query) {
    return guarded(() => this.#mailbox.select(query));
  }

  selected(from, to) {
    return guarded(() => this.#mailbox.selected(from, to));
  }

  row(index) {
    return guarded(() => this.#mailbox.row(index));
  }

  facets() {
    return guarded(() => this.#mailbox.facets());
  }

  campaign() {
    return guarded(() => this.#mailbox.campaign());
  }

  /** A part of the table as a file: one part after the other, so that no text is as long as the whole. */
  export(format, masked, from, to) {
    return guarded(() => this.#mailbox.export(format, masked, from, to));
  }

  /** A message as it was judged, read again from its file. @returns {Promise<Uint8Array>} */
  async message(index) {
    const { place } = this.row(index);
    const { file, entry } = this.#opened[place.file];
    const end = place.offset + place.length;
    const raw = entry
      ? await between(contents(file, entry), place.offset, end)
      : new Uint8Array(await file.slice(place.offset, end).arrayBuffer());
    return guarded(() => messageAt(raw, place));
  }

  close() {
    this.#cancelled = true;
    try {
      this.#mailbox?.free();
    } catch {
      // It went with an engine that stopped.
    }
    this.#mailbox = null;
  }
}

/** Counts what is read, and says so now and then: with the rate of the last seconds and the time that is left at it. */
function progress(total, report, messages) {
  const marks = [];
  let said = 0;
  return {
    bytes: 0,
    say(last = false) {
      const now = performance.now();
      if (!last && now - said < REPORT_EVERY) return;
      said = now;
      const count = messages();
      marks.push({ now, count, bytes: this.bytes });
      while (marks.length > 2 && now - marks[0].now > LOOK_BACK) marks.shift();
      const [first] = marks;
      const seconds = (now - first.now) / 1000;
      const speed = seconds > 0.5 ? (this.bytes - first.bytes) / seconds : 0;
      report({
        bytes: Math.min(total, Math.round(this.bytes)),
        total,
        messages: count,
        rate: seconds > 0.5 ? Math.round((count - first.count) / seconds) : undefined,
        remaining: speed > 0 ? Math.max(0, total - this.bytes) / speed : undefined,
      });
    },
  };
}

/** Up to as many bytes one message is judged to see whether it carries others. */
const OPENED = 4 << 20;
/** Bytes of a file, and of what was pasted, in which the end of the first message is looked for. */
const PROBED = { file: 32 << 20, paste: OPENED };

/**
 * Whether something is one message and nothing else, so that it is shown as such.
 * @param {Blob} blob
 * @param {'file' | 'paste'} [kind]
 */
export async function isOne(blob, kind = 'file') {
  let mailbox = null;
  try {
    const first = new Uint8Array(await blob.slice(0, 512).arrayBuffer());
    if (tools.fileKind(first) !== 'mail') return kind === 'paste';
    mailbox = guarded(() => new Mailbox());
    guarded(() => mailbox.open(''));
    for await (const slice of slices(blob.slice(0, PROBED[kind]))) {
      for (let at = 0; at < slice.length; at += PIECE) {
        guarded(() => mailbox.push(slice.subarray(at, at + PIECE)));
        if (mailbox.len() > 1) return false;
      }
      if (blob.size > slice.length) await turn();
    }
    if (blob.size > OPENED) return mailbox.len() === 0;
    guarded(() => mailbox.close());
    return mailbox.len() <= 1;
  } catch {
    // Whoever shows it as one message says what is wrong with it.
    return true;
  } finally {
    try {
      mailbox?.free();
    } catch {
      // It went with an engine that stopped.
    }
  }
}
