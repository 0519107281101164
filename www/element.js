// <header-verdict>: the box, the answer and the evidence. It renders the engine's report and judges nothing.

import element from './element.css';
import below from './evidence.css';
import listed from './many/many.css';
import { append, h, icon, takesText, visible } from './dom.js';
import { language } from './language.js';
import { EngineStopped, NotStarted, analyze, providers, ready } from './engine.js';
import { codesIn } from './images.js';
import { chosen, dropped } from './many/files.js';
import { many } from './many/many.js';
import { isOne } from './many/session.js';
import { RECEIVERS, intake } from './view/intake.js';
import { labelled, verdict } from './view/verdict.js';
import { followUp, meaning } from './view/occasion.js';
import { answered, unanswered } from './view/situation.js';
import { closeOnEscape } from './view/term.js';
import { ladder } from './view/ladder.js';
import { proof } from './view/proof.js';
import { missing } from './view/missing-key.js';
import { guidance } from './view/guidance.js';
import { evidence } from './view/evidence.js';
import { handover } from './view/handover.js';

/** Text longer than this is kept in the box but not drawn there: drawing it would freeze the page. */
const DRAWN_CHARS = 300_000;
/** How much of such a text is shown in its place. */
const PREVIEW_CHARS = 3_000;
/** As many characters at once are not typed. */
const PASTED_CHARS = 20;
/** Failures after which the same can be tried again, with another end. */
const PASSING = ['error.file', 'error.load', 'error.memory', 'error.stopped'];

let engine = () => Promise.reject(new Error('no engine was given'));

/** Tells the element how to start the engine: a promise, or a function that gives one. */
export function setEngine(source) {
  engine = typeof source === 'function' ? source : () => source;
}

let sheets;
function stylesheets() {
  sheets ??= [element, below, listed].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return sheets;
}

/** What somebody said, judged as plain text and as a contact. */
function judgeText(text) {
  try {
    return analyze(new TextEncoder().encode(text), { situation: { contacted: true } });
  } catch {
    return null;
  }
}

/** The bytes of a file, or of a buffer, copied: its owner may go on writing into it. */
async function bytesOf(source) {
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  if (source instanceof ArrayBuffer) return new Uint8Array(source).slice();
  throw new TypeError('a message is a string, a buffer or a Blob');
}

/** A worker that runs the same script has no elements, and makes none. */
const Element = globalThis.HTMLElement ?? Object;

export class HeaderVerdict extends Element {
  /** Fulfilled when the engine can be called. */
  ready;

  #parts;
  /** What is judged: the bytes of a file as they are, or the text of the box in UTF-8. */
  #bytes = new Uint8Array();
  /** Length of the text in the box before it changed. */
  #length = 0;
  /** Whether anything of what is about to be judged was pasted. */
  #pasted = false;
  #file = '';
  #receiver = '';
  /** The receiver that the page around the element gave, where the person chose another. */
  #hosted = '';
  /** Pasted TXT records by DNS name. */
  #keys = new Map();
  /** Whether the text in the box is a sample, or was one before somebody typed in it. */
  #sample = false;
  /** What the QR codes in the pictures of the message say, and of which bytes. */
  #codes = { of: null, found: [] };
  /** Whether it was taken out of another message. */
  #carried = false;
  #ticked = new Set();
  /** Whether a part that can be folded is open, by its name, where the person chose. */
  #opened = new Map();
  #tab = 'facts';
  /** Whether there is a message, or something that came instead of one. */
  #mode = 'message';
  /** What came instead, and whose account it is about. */
  #occasion = '';
  #provider = '';
  /** The mail program whose way to the headers is shown. */
  #program = '';
  #answers = unanswered();
  /** What somebody said about it. */
  #said = '';
  /** What the person chose for handing the answer on. */
  #handing = { masked: true, fields: false };
  #report = null;
  /** The id of the text that says why there is no report. */
  #failure = '';
  /** The id of the text that says why what is there stayed. */
  #kept = '';
  /** The file that could not be read. */
  #unread = null;
  #advice = null;
  /** What the parts of the answer share. */
  #context = null;
  /** The timer of what was typed and is not judged yet; 0 when there is none. */
  #timer = 0;
  /** Counts what was given, so that what is slow to read does not come after what was given later. */
  #turn = 0;
  #announceTimer = 0;
  #frame = null;
  /** The list of many messages, in the place of the box or behind the message that was opened from it. */
  #many = null;
  #words = language('en');

  constructor() {
    super();
    // Where a browser has none of these, what stands inside the element in the page is still shown.
    const styles = stylesheets();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = styles;
    this.#parts = intake({
      onText: (event) => this.#textChanged(event),
      onBeforeInput: (event) => this.#beforeInput(event),
      onFiles: (files) => this.#readFiles(chosen(files)),
      onClear: () => this.clear(),
      onGo: () => this.#run(true),
      onSample: (sample) => {
        this.source = '';
        this.#keys = new Map((sample.keys ?? []).map(({ name, record }) => [name, record]));
        this.#sample = true;
        this.#show(sample.text, true);
      },
      onReceiver: (id) => {
        const hosted = this.#hosted;
        this.receiver = id;
        this.#hosted = hosted;
      },
      onMode: (mode) => {
        this.#mode = mode;
        this.#write();
        this.#run();
      },
      onOccasion: (id) => {
        this.#occasion = id;
        this.#run();
      },
      onProvider: (id) => {
        this.#provider = id;
        this.#run();
      },
      onProgram: (id) => {
        this.#program = id;
      },
    });
    const { panel, box } = this.#parts;
    panel.part = 'panel';
    box.part = 'box';
    this.#parts.answer = h('div', { class: 'answer', part: 'answer', hidden: true });
    this.#parts.evidence = h('div', { class: 'slot', part: 'evidence', hidden: true });
    this.#parts.status = h('div', { class: 'unseen', role: 'status' });
    this.#frame = h('div', { class: 'frame', part: 'frame', 'data-state': 'empty' }, panel, this.#parts.answer);
    this.#many = many({
      onShow: (place) => this.#showMany(place),
      onMessage: (bytes, row) => {
        this.#leaveSample();
        this.#carried = typeof row.carrier === 'number';
        this.#file = row.name;
        this.#bytes = bytes;
        this.#fillBox(new TextDecoder().decode(bytes));
        return this.#run(true);
      },
      onClear: () => this.clear(),
      judging: () => {
        this.#leaveSample();
        return this.#judging();
      },
      announce: (text) => this.#announce(text),
    });
    this.#parts.nothing = h('p', { class: 'card nothing', hidden: true });
    root.append(this.#parts.nothing, this.#many.node, this.#frame, this.#parts.evidence, this.#parts.status);
    this.#parts.notes.hidden = true;
    this.#write();
    closeOnEscape(root);
    root.addEventListener('keydown', (event) => this.#many.escape(event));
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) this.addEventListener(type, this.#drag);
  }

  connectedCallback() {
    this.#begin();
  }

  #begin(follow = false) {
    this.ready ??= engine();
    this.ready.then(
      () => {
        this.#write();
        // What was typed a moment ago is judged in a moment.
        if (!this.#timer) this.#run(follow);
      },
      (error) => this.#fail(`error.${error instanceof NotStarted ? error.obstacle : 'engine'}`),
    );
  }

  /** Does again what failed: reads the file, judges what is there, or starts the engine. */
  #again() {
    if (this.#failure === 'error.file') {
      this.#readFile(this.#unread);
      return;
    }
    // Its button goes, and the answer gets the focus, if there is one.
    this.#parts.box.focus({ preventScroll: true });
    this.ready.then(
      () => this.#run(true),
      () => {
        this.ready = undefined;
        this.#begin(true);
      },
    );
  }

  /** The text in the box. Setting it judges it. */
  get source() {
    return this.#parts.box.value;
  }

  set source(text) {
    this.#leaveSample();
    this.#show(text);
  }

  /** Takes a text as if it had been pasted into the box: the answer to it gets the focus. */
  async paste(text) {
    this.#leaveSample();
    // Until the engine can say what it is, it waits in the box.
    if (!ready()) this.#fillBox(text);
    const turn = this.#turn + 1;
    if (!(await this.#listed(text)) && turn === this.#turn) this.#show(text, true);
  }

  /** A message was given, so there is one. */
  #toMessage() {
    if (this.#mode === 'message') return;
    this.#mode = 'message';
    this.#write();
  }

  #show(text, follow = false) {
    this.#turn += 1;
    if (text) {
      this.#toMessage();
      this.#many.stepAside();
    }
    this.#file = '';
    this.#fillBox(text);
    this.#bytes = new TextEncoder().encode(text);
    this.#run(follow);
  }

  /** Words the panel again from what is known. */
  #write() {
    const { answer, evidence: slot, nothing, status } = this.#parts;
    for (const part of [nothing, this.#many.node, this.#frame, answer, slot, status]) part.lang = this.#words.tag;
    this.#many.write(this.#words);
    let known = [];
    try {
      known = providers();
    } catch {
      // The engine has not started yet; the list is written again when it has.
    }
    this.#frame.dataset.mode = this.#mode;
    const focus = this.#rememberFocus();
    this.#parts.write({
      words: this.#words,
      mode: this.#mode,
      receiver: this.#receiver,
      program: this.#program,
      occasion: this.#occasion,
      provider: this.#provider,
      providers: known,
    });
    this.#restoreFocus(focus);
  }

  /**
   * Judges a text, or a message as it is, as if somebody had pasted or dropped it.
   * @param {string | BufferSource | Blob} source
   * @returns {Promise<object>} the report
   */
  async analyze(source) {
    const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : await bytesOf(source);
    this.ready ??= engine();
    await this.ready;
    this.#turn += 1;
    this.#toMessage();
    this.#many.stepAside();
    this.#leaveSample();
    this.#file = source instanceof File ? source.name : '';
    this.#bytes = bytes;
    this.#fillBox(typeof source === 'string' ? source : new TextDecoder().decode(bytes));
    await this.#run();
    if (!this.#report) throw new Error('the engine stopped on this input');
    return this.#report;
  }

  /** Id of the mailbox provider whose results alone count; empty when it is found out. Setting it judges again. */
  get receiver() {
    return this.#receiver;
  }

  set receiver(wanted) {
    const known = RECEIVERS.map(([one]) => one);
    const id = known.includes(wanted) ? wanted : '';
    // Taken as it is, a slip of the pen would leave no provider's notes to count.
    if (wanted && !id) console.warn(`header-verdict: there is no receiver ${wanted}, so it is ignored; known are ${known.join(', ')}`);
    this.#receiver = id;
    this.#hosted = id;
    this.#parts.receive(id);
    if (this.#many.listing) this.#many.again();
    else if (this.isConnected) this.#run();
  }

  /** What the element speaks. Setting it says everything again and judges nothing; the event `languagechange` follows. */
  get words() {
    return this.#words;
  }

  set words(words) {
    this.#words = words;
    const focus = this.#rememberFocus();
    this.#write();
    this.#sayNothing(this.#kept);
    this.#preview(this.#parts.box.value);
    if (this.#failure) this.#fail(this.#failure);
    else if (this.#report) this.#render();
    this.#restoreFocus(focus);
    if (this.#parts.status.textContent && !this.#failure) this.#announceAnswer();
    this.dispatchEvent(new Event('languagechange'));
  }

  /** Another message comes: the test keys of a sample must not vouch for it, since anybody can sign with them. */
  #leaveSample() {
    if (this.#sample) this.#keys.clear();
    this.#sample = false;
    this.#carried = false;
  }

  /** The last report, or null. */
  get report() {
    return this.#report;
  }

  /** Empties the box and forgets pasted keys, ticks and answers, the chosen receiver, and what came without a message. */
  clear() {
    this.#many.close();
    this.#toMessage();
    this.#occasion = '';
    this.#provider = '';
    this.#keys.clear();
    this.#ticked.clear();
    this.#answers = unanswered();
    this.#said = '';
    this.source = '';
    if (this.receiver !== this.#hosted) this.receiver = this.#hosted;
    this.#parts.box.focus();
  }

  /** What was typed counts no more, or was taken. */
  #settle() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sayNothing();
  }

  #fillBox(text) {
    this.#settle();
    this.#length = text.length;
    this.#drawn(text.length <= DRAWN_CHARS, () => {
      this.#parts.box.value = text;
    });
    this.#preview(text);
  }

  /**
   * Lets the box draw its text, or not. A box that was drawn once, or that holds the caret, draws every new
   * text, which takes minutes for a very long one; so it is taken out of the layout before it changes.
   */
  #drawn(drawn, change) {
    const { box, clear } = this.#parts;
    const now = !box.classList.contains('undrawn');
    if (drawn && now) {
      change?.();
      return;
    }
    const focused = this.shadowRoot.activeElement === box;
    box.hidden = true;
    if (focused) {
      // The focus goes on to what can be done next, while the box is out of the layout: the caret draws too.
      this.#frame.dataset.state = 'answered';
      if (clear.hidden) this.#many.toBack();
      else clear.focus({ preventScroll: true });
      getSelection()?.removeAllRanges();
    }
    change?.();
    box.classList.toggle('undrawn', !drawn);
    box.tabIndex = drawn ? 0 : -1;
    // Its layout has to be gone before it comes back.
    this.#frame.getBoundingClientRect();
    box.hidden = false;
  }

  /** Shows the beginning of a text that is too long to draw in the box. */
  #preview(text) {
    const { preview } = this.#parts;
    const long = text.length > DRAWN_CHARS;
    preview.hidden = !long;
    preview.replaceChildren();
    if (!long) return;
    append(
      preview,
      h('p', {}, this.#words.t('intake.too_long', { size: this.#words.size(text.length) })),
      h('pre', {}, visible(text.slice(0, PREVIEW_CHARS))),
    );
  }

  #textChanged(event) {
    const text = this.#parts.box.value;
    const typed = (event?.inputType === 'insertText' && event.data?.length < PASTED_CHARS) || event?.inputType?.startsWith('delete');
    if (!typed || !text) this.#leaveSample();
    // By its length: not every way to put text in says that it is one.
    this.#pasted ||= /^insertFrom/.test(event?.inputType) || text.length - this.#length >= PASTED_CHARS;
    this.#length = text.length;
    this.#turn += 1;
    this.#file = '';
    this.#drawn(text.length <= DRAWN_CHARS);
    this.#preview(text);
    clearTimeout(this.#timer);
    const timer = setTimeout(async () => {
      const pasted = this.#pasted;
      this.#pasted = false;
      const listed = pasted && (await this.#listed(text));
      if (!listed && this.#timer === timer) this.#run(pasted);
    }, 80);
    this.#timer = timer;
  }

  /** A long paste is put in by hand: the browser would draw it. */
  #beforeInput(event) {
    const text = event.data ?? '';
    if (text.length <= DRAWN_CHARS) return;
    event.preventDefault();
    const { box } = this.#parts;
    this.paste(box.value.slice(0, box.selectionStart) + text + box.value.slice(box.selectionEnd));
  }

  #drag = (event) => {
    const files = event.dataTransfer?.types.includes('Files');
    // Text that is dropped into a field is the browser's business. Beside one, a link would take the place of the page.
    if (!files && takesText(event.composedPath()[0])) return;
    event.preventDefault();
    if (!files) {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
      return;
    }
    for (const part of [this.#parts.panel, this.#many.node]) part.classList.toggle('over', event.type === 'dragenter' || event.type === 'dragover');
    if (event.type === 'drop') this.#readFiles(dropped(event.dataTransfer));
  };

  /** There was nothing in what was given: that is said, and what was there stays, also what was typed a moment ago. */
  #keep(id) {
    if (this.#timer) this.#run();
    this.#sayNothing(id);
    this.#parts.nothing.scrollIntoView({ block: 'nearest' });
    // The same, met again, is said again.
    this.#parts.status.textContent = '';
    this.#announce(this.#words.t(id));
  }

  /** Says beside what is there why it stays; without a text, nothing. */
  #sayNothing(id = '') {
    this.#kept = id;
    this.#parts.nothing.hidden = !id;
    this.#parts.nothing.textContent = id && this.#words.t(id);
  }

  /** Shows one message as such, and anything more as a list. */
  async #readFiles(gathering) {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    const sources = await gathering;
    await this.ready?.catch(() => {});
    if (turn !== this.#turn) return;
    if (sources.length !== 1 && sources.every(({ file }) => file?.size === 0)) {
      this.#keep('intake.nothing_found');
      return;
    }
    const [{ file }] = sources;
    const one = sources.length === 1 && file && (await isOne(file));
    if (turn !== this.#turn) return;
    if (one) this.#readFile(file);
    else this.#list(sources);
  }

  #list(sources) {
    this.#toMessage();
    this.#many.start(sources);
  }

  /** Lists what was pasted where that is more than one message. */
  async #listed(text) {
    const turn = (this.#turn += 1);
    const file = new Blob([text]);
    await this.ready?.catch(() => {});
    if (await isOne(file, 'paste')) return false;
    if (turn === this.#turn) this.#list([{ name: this.#words.t('many.pasted'), file }]);
    return true;
  }

  /** The list takes the place of the box and of the answer, or stands behind a message. */
  #showMany(place) {
    const list = place === 'list';
    this.#frame.hidden = list;
    // What was taken out of a list is left by the way back to it.
    this.#parts.clear.hidden = place === 'message';
    if (list) {
      this.#settle();
      this.#report = null;
      this.#failure = '';
      this.#parts.answer.replaceChildren();
      this.#parts.evidence.replaceChildren();
      this.#parts.evidence.hidden = true;
    }
    this.toggleAttribute('answered', place !== 'none');
  }

  async #readFile(file) {
    const turn = (this.#turn += 1);
    let bytes;
    let text;
    let failure = '';
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
      text = new TextDecoder().decode(bytes);
    } catch (error) {
      // What has no room is a RangeError; what is gone, was changed or may not be read is named otherwise.
      failure = error instanceof RangeError ? 'error.memory' : 'error.file';
    }
    if (turn !== this.#turn) return;
    if (failure) {
      this.#unread = file;
      this.#fail(failure);
      return;
    }
    if (!text.trim()) {
      this.#keep('intake.file_empty');
      return;
    }
    this.#toMessage();
    this.#many.stepAside();
    this.#leaveSample();
    this.#file = file.name;
    this.#bytes = bytes;
    this.#fillBox(text);
    this.#run(true);
  }

  /** What counts for every message. */
  #judging() {
    return {
      now: Math.floor(Date.now() / 1000),
      ...(this.#receiver && { receiver: this.#receiver }),
      ...(this.#keys.size > 0 && { keys: [...this.#keys].map(([name, record]) => ({ name, record })) }),
    };
  }

  #options() {
    const situation = answered(this.#answers);
    if (this.#mode === 'occasion') Object.assign(situation, { occasion: this.#occasion }, this.#provider && { provider: this.#provider });
    return {
      ...this.#judging(),
      ...(this.#carried && { carried: true }),
      ...(this.#codes.of === this.#bytes && this.#codes.found.length > 0 && { codes_in_images: this.#codes.found }),
      ...(Object.keys(situation).length > 0 && { situation }),
    };
  }

  /** Whether there is anything to answer. */
  get #empty() {
    return this.#mode === 'occasion' ? !this.#occasion : this.#report?.input.kind === 'empty';
  }

  /** The report on what there is, or null when the engine stopped on it. */
  #judge() {
    if (this.#mode === 'occasion' && !this.#occasion) return analyze(new Uint8Array());
    try {
      return analyze(this.#mode === 'occasion' ? new Uint8Array() : this.#bytes, this.#options());
    } catch (error) {
      this.#fail(error instanceof EngineStopped && error.why === 'memory' ? 'error.memory' : 'error.stopped');
      return null;
    }
  }

  /**
   * Judges what is there; fulfilled when the answer is shown.
   * @param {boolean} [follow]  Whether the person asked for the answer and should be led to it.
   */
  #run(follow = false) {
    // Whoever asks first, what is judged is what stands in the box.
    if (this.#timer) this.#bytes = new TextEncoder().encode(this.#parts.box.value);
    this.#settle();
    return this.ready?.then(
      () => {
        if (this.#many.listing) return;
        const report = this.#judge();
        if (!report) return;
        // An empty box that was empty before is no news, and what came without a message is none.
        const news = this.#mode === 'message' && (report.input.kind !== 'empty' || (this.#report?.input.kind ?? 'empty') !== 'empty');
        this.#report = report;
        try {
          this.#render();
        } catch (error) {
          // The answer to something else must not stay there.
          this.#fail('error.stopped');
          reportError(error);
          return;
        }
        if (news) this.dispatchEvent(new CustomEvent('report', { detail: report, bubbles: true, composed: true }));
        if (follow && !this.#empty) this.#lead();
        else this.#announceAnswer();
        this.#lookForCodes(report);
      },
      () => {},
    );
  }

  /** Pictures are decoded while the first answer stands; codes in them are judged with the rest. */
  async #lookForCodes(report) {
    const bytes = this.#bytes;
    if (this.#codes.of === bytes || report.content.images.length === 0) return;
    this.#codes = { of: bytes, found: [] };
    const found = await codesIn(bytes, report);
    if (found.length === 0 || this.#codes.of !== bytes) return;
    this.#codes.found = found;
    if (this.#bytes === bytes) this.#run();
  }

  /** The advice follows an answer; everything else stays as it is. */
  #adviseAgain() {
    const report = this.#judge();
    if (!report) return;
    this.#report = report;
    this.#advice.update(report);
    const { answer } = this.#parts;
    // What is handed on has the advice in it.
    answer.querySelector('.handover')?.replaceWith(handover(report, this.#context));
    const fold = answer.querySelector('.follow-up');
    if (report.guidance.contact && fold) fold.open = true;
    this.#announce(`${this.#words.say(report.guidance.summary)} ${this.#advice.progress()}`);
  }

  /** @param {string} id  The text that says why. */
  #fail(id) {
    const { answer, evidence: slot, notes } = this.#parts;
    const { activeElement } = this.shadowRoot;
    const inside = answer.contains(activeElement) || slot.contains(activeElement);
    this.#report = null;
    this.#failure = id;
    notes.hidden = true;
    slot.hidden = true;
    slot.replaceChildren();
    answer.hidden = false;
    const { t } = this.#words;
    const said = h('p', { tabindex: '-1' }, t(id));
    answer.replaceChildren(
      h(
        'section',
        { class: 'card stopped', 'data-failure': id },
        icon('note', 'icon large'),
        said,
        PASSING.includes(id) && h('button', { type: 'button', class: 'plain', onclick: () => this.#again() }, t('error.again')),
      ),
    );
    this.#frame.dataset.state = 'answered';
    // The focus says it when it was in what is gone. Else it stays, and the same failure, met again, is said again.
    if (inside) said.focus({ preventScroll: true });
    this.#parts.status.textContent = '';
    this.#announce(t(id));
  }

  #render() {
    const report = this.#report;
    const { answer, evidence: slot, describe } = this.#parts;
    const occasion = this.#mode === 'occasion';
    const empty = this.#empty;
    this.#failure = '';
    this.#frame.dataset.state = empty ? 'empty' : 'answered';
    answer.hidden = empty;
    slot.hidden = empty || occasion;
    this.toggleAttribute('answered', !empty);
    if (!occasion) describe(report, { words: this.#words, file: this.#file, sample: this.#sample });
    if (empty) {
      this.#advice = null;
      answer.replaceChildren();
      slot.replaceChildren();
      return;
    }

    const focus = this.#rememberFocus();
    this.#context = {
      words: this.#words,
      bytes: this.#bytes,
      keys: this.#keys,
      ticked: this.#ticked,
      opened: this.#opened,
      answers: this.#answers,
      said: this.#said,
      tab: this.#tab,
      announce: (text) => this.#announce(text),
      handing: this.#handing,
      onTab: (id) => {
        this.#tab = id;
      },
      onKey: (name, record) => {
        if (record.trim()) this.#keys.set(name, record);
        else this.#keys.delete(name);
        this.#run();
      },
      onAnswer: () => this.#adviseAgain(),
      onSaid: (text) => {
        this.#said = text;
      },
      judge: judgeText,
    };
    const context = this.#context;
    const before = answer.querySelector('[data-label]')?.dataset.label;
    this.#advice = guidance(report, context);
    const advice = this.#advice.section;
    const said = followUp(context, report.guidance.contact !== undefined || this.#occasion === 'text');
    if (occasion) {
      answer.replaceChildren(meaning(this.#occasion, context), advice, said);
      slot.replaceChildren();
    } else {
      // Where the answer waits for something, that comes before what it rests on.
      const waits = report.verdict.label === 'not_confirmed';
      const lacking = missing(report, context);
      const parts = [verdict(report, context), advice, waits && lacking, said, proof(report, context), ladder(report, context), !waits && lacking, handover(report, context)];
      const panel = evidence(report, context);
      answer.replaceChildren(...parts.filter(Boolean));
      answer.querySelector('[data-label]').classList.toggle('fresh', before !== report.verdict.label);
      slot.replaceChildren(panel);
    }
    this.#restoreFocus(focus);
  }

  /** Leads to the answer. The focus says it, so it is not announced as well. */
  #lead() {
    this.#announce('');
    const heading = this.shadowRoot.getElementById('headline');
    heading.focus({ preventScroll: true });
    const { top } = heading.closest('.card').getBoundingClientRect();
    // The answer stands under the box on a narrow screen.
    if (top < 0 || top > innerHeight / 3) heading.closest('.card').scrollIntoView({ block: 'start' });
  }

  #announceAnswer() {
    const { say, t } = this.#words;
    if (this.#empty || !this.#report) this.#announce('');
    else if (this.#mode === 'occasion') this.#announce(`${t(`occasion.${this.#occasion}.headline`)} ${say(this.#report.guidance.summary)}`);
    else this.#announce(`${labelled(this.#report, this.#words)}. ${say(this.#report.verdict.headline)}`);
  }

  /** Rendering replaces the nodes; a person who was typing a key or on a tab stays there. */
  #rememberFocus() {
    const node = this.shadowRoot.activeElement;
    if (!node?.dataset.keep) return null;
    return { keep: node.dataset.keep, start: node.selectionStart, end: node.selectionEnd };
  }

  #restoreFocus(focus) {
    if (!focus) return;
    const node = [...this.shadowRoot.querySelectorAll('[data-keep]')].find((one) => one.dataset.keep === focus.keep);
    node?.focus({ preventScroll: true });
    if (typeof focus.start === 'number') node?.setSelectionRange?.(focus.start, focus.end);
  }

  /** Says the answer once, when it has been still for a moment, and not again while it stays the same. */
  #announce(text) {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => {
      if (this.#parts.status.textContent !== text) this.#parts.status.textContent = text;
    }, 600);
  }
}
