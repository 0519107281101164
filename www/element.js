// <header-verdict>: the box, the answer and the evidence. It renders the engine's report and judges nothing.

import element from './element.css';
import below from './evidence.css';
import { append, h, icon, size, visible } from './dom.js';
import { language } from './language.js';
import { analyze } from './engine.js';
import { intake } from './view/intake.js';
import { verdict } from './view/verdict.js';
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

let engine = () => Promise.reject(new Error('no engine was given'));

/** Tells the element how to start the engine: a promise, or a function that gives one. */
export function setEngine(source) {
  engine = typeof source === 'function' ? source : () => source;
}

let sheets;
function stylesheets() {
  sheets ??= [element, below].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return sheets;
}

export class HeaderVerdict extends HTMLElement {
  /** Fulfilled when the engine can be called. */
  ready;

  #parts;
  /** What is judged: the bytes of a file as they are, or the text of the box in UTF-8. */
  #bytes = new Uint8Array();
  #file = '';
  #receiver = '';
  /** Pasted TXT records by DNS name. */
  #keys = new Map();
  /** Whether the text in the box is a sample, or was one before somebody typed in it. */
  #sample = false;
  #ticked = new Set();
  /** Whether a part that can be folded is open, by its name, where the person chose. */
  #opened = new Map();
  #tab = 'facts';
  /** What the person chose for handing the answer on. */
  #handing = { masked: true, fields: false };
  #report = null;
  #timer = 0;
  #announceTimer = 0;
  #frame = null;
  #words = language('en');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = stylesheets();
    this.#parts = intake({
      onText: (event) => this.#textChanged(event),
      onBeforeInput: (event) => this.#beforeInput(event),
      onFile: (file) => this.#readFile(file),
      onClear: () => this.clear(),
      onSample: (sample) => {
        this.source = '';
        this.#keys = new Map((sample.keys ?? []).map(({ name, record }) => [name, record]));
        this.#sample = true;
        this.#show(sample.text);
      },
      onReceiver: (id) => {
        this.#receiver = id;
        this.#run();
      },
    }, this.#words);
    const { panel, notes } = this.#parts;
    this.#frame = h('div', { class: 'frame', 'data-state': 'empty' }, panel);
    this.#parts.answer = h('div', { class: 'answer', hidden: true });
    this.#parts.evidence = h('div', { class: 'slot', hidden: true });
    this.#parts.status = h('div', { class: 'unseen', role: 'status' });
    this.#frame.append(this.#parts.answer);
    root.append(this.#frame, this.#parts.evidence, this.#parts.status);
    notes.hidden = true;
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) this.addEventListener(type, this.#drag);
  }

  connectedCallback() {
    this.ready ??= engine();
    this.ready.then(
      () => this.#run(),
      () => this.#fail('The engine could not be started in this browser. It needs WebAssembly; a current Firefox, Chrome, Edge or Safari has it.'),
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

  #show(text) {
    this.#file = '';
    this.#fillBox(text);
    this.#bytes = new TextEncoder().encode(text);
    this.#run();
  }

  /** Another message comes: the test keys of a sample must not vouch for it, since anybody can sign with them. */
  #leaveSample() {
    if (this.#sample) this.#keys.clear();
    this.#sample = false;
  }

  /** The last report, or null. */
  get report() {
    return this.#report;
  }

  /** Empties the box and forgets pasted keys and ticks. */
  clear() {
    this.#keys.clear();
    this.#ticked.clear();
    this.source = '';
    this.#parts.box.focus();
  }

  #fillBox(text) {
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
      clear.focus({ preventScroll: true });
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
      h('p', {}, `${size(text.length)} of text are in the box. Too much to draw, so this is only its beginning.`),
      h('pre', {}, visible(text.slice(0, PREVIEW_CHARS))),
    );
  }

  #textChanged(event) {
    const text = this.#parts.box.value;
    const typed = (event?.inputType === 'insertText' && event.data?.length < 20) || event?.inputType?.startsWith('delete');
    if (!typed || !text) this.#leaveSample();
    this.#file = '';
    this.#drawn(text.length <= DRAWN_CHARS);
    this.#preview(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#bytes = new TextEncoder().encode(text);
      this.#run();
    }, 80);
  }

  /** A long paste is put in by hand: the browser would draw it. */
  #beforeInput(event) {
    const text = event.data ?? '';
    if (text.length <= DRAWN_CHARS) return;
    event.preventDefault();
    const { box } = this.#parts;
    this.source = box.value.slice(0, box.selectionStart) + text + box.value.slice(box.selectionEnd);
  }

  #drag = (event) => {
    if (![...(event.dataTransfer?.types ?? [])].some((type) => type === 'Files' || type === 'text/plain')) return;
    // Text that is dropped into the box itself is the browser's business.
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    this.#parts.panel.classList.toggle('over', event.type === 'dragenter' || event.type === 'dragover');
    const file = event.type === 'drop' && event.dataTransfer.files[0];
    if (file) this.#readFile(file);
  };

  async #readFile(file) {
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      this.#fail('This file could not be read. Your text is still in the box.');
      return;
    }
    this.#leaveSample();
    this.#file = file.name;
    this.#bytes = bytes;
    this.#fillBox(new TextDecoder().decode(bytes));
    this.#run();
  }

  #options() {
    return {
      now: Math.floor(Date.now() / 1000),
      ...(this.#receiver && { receiver: this.#receiver }),
      ...(this.#keys.size > 0 && { keys: [...this.#keys].map(([name, record]) => ({ name, record })) }),
    };
  }

  #run() {
    clearTimeout(this.#timer);
    this.ready?.then(
      () => {
        let report;
        try {
          report = analyze(this.#bytes, this.#options());
        } catch {
          this.#fail('The engine stopped on this input. Your text is still in the box; nothing was judged.');
          return;
        }
        this.#report = report;
        this.#render(report);
      },
      () => {},
    );
  }

  #fail(message) {
    const { answer, evidence: slot, notes } = this.#parts;
    this.#report = null;
    notes.hidden = true;
    slot.hidden = true;
    slot.replaceChildren();
    answer.hidden = false;
    answer.replaceChildren(
      h('section', { class: 'card stopped' }, icon('note', 'icon large'), h('p', {}, message)),
    );
    this.#frame.dataset.state = 'answered';
    this.#announce(message);
  }

  #render(report) {
    const { answer, evidence: slot, notes, describe } = this.#parts;
    const empty = report.input.kind === 'empty';
    this.#frame.dataset.state = empty ? 'empty' : 'answered';
    answer.hidden = empty;
    slot.hidden = empty;
    describe(report, this.#file, this.#sample);
    notes.hidden = empty;
    if (empty) {
      this.toggleAttribute('answered', false);
      answer.replaceChildren();
      slot.replaceChildren();
      this.#announce('');
      return;
    }

    const focus = this.#rememberFocus();
    const context = {
      words: this.#words,
      bytes: this.#bytes,
      keys: this.#keys,
      ticked: this.#ticked,
      opened: this.#opened,
      tab: this.#tab,
      handing: this.#handing,
      onTab: (id) => {
        this.#tab = id;
      },
      onKey: (name, record) => {
        if (record.trim()) this.#keys.set(name, record);
        else this.#keys.delete(name);
        this.#run();
      },
    };
    // The evidence comes first: it gives the others the way to mark bytes.
    const panel = evidence(report, context);
    this.toggleAttribute('answered', true);
    const before = answer.querySelector('[data-label]')?.dataset.label;
    // Where the answer waits for something, that comes before the advice.
    const rest = report.verdict.label === 'not_confirmed' ? [missing, guidance] : [guidance, missing];
    answer.replaceChildren(
      ...[verdict, proof, ladder, ...rest, handover].map((view) => view(report, context)).filter(Boolean),
    );
    answer.querySelector('[data-label]').classList.toggle('fresh', before !== report.verdict.label);
    slot.replaceChildren(panel);
    this.#restoreFocus(focus);
    this.#announce(`${answer.querySelector('.label').textContent}. ${this.#words.say(report.verdict.headline)}`);
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
