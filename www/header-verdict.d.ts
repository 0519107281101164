// The module header-verdict.js: <header-verdict>, and the engine without it.

import type { Options, Report } from './header_verdict.js';

export type * from './header_verdict.js';

/**
 * Starts the engine; a second call waits for the first. Without an argument the wasm is read from beside the module.
 * The element starts it by itself.
 */
export function init(
  source?: BufferSource | WebAssembly.Module | Response | URL | string | Promise<BufferSource | WebAssembly.Module | Response>,
): Promise<void>;

/** Judges one input. It throws before {@link init} is done. */
export function analyze(bytes: Uint8Array, options?: Options): Report;

/** How the element looks: `auto` is as the system has it. */
export type Theme = 'light' | 'dark' | 'auto';

/** Events of the element. */
export interface HeaderVerdictEventMap extends HTMLElementEventMap {
  /**
   * An input was judged and is shown; `detail` is the report. It bubbles and leaves shadow roots. It comes when
   * the box is emptied as well: `detail.input.kind` is `empty` then. A change of the language judges nothing and sends none.
   */
  report: CustomEvent<Report>;
}

/**
 * `<header-verdict>`: the box, the answer and the evidence.
 *
 * Its look follows the custom properties `--hv-ground`, `--hv-surface`, `--hv-sunken`, `--hv-ink`, `--hv-soft`,
 * `--hv-line`, `--hv-rail`, `--hv-edge`, `--hv-accent`, `--hv-accent-wash` (colours), `--hv-font`, `--hv-mono` (families)
 * and `--hv-radius` (a length). Its parts are `frame`, `panel`, `box`, `answer`, `verdict` and `evidence`; the verdict is
 * also the part of its label, such as `forged`.
 */
export class HeaderVerdictElement extends HTMLElement {
  /** Fulfilled when the engine can be called; undefined until the element is in a document. */
  readonly ready: Promise<void> | undefined;
  /**
   * Attribute `language`: a BCP 47 tag. Reads as the language in use; without the attribute that of the nearest `lang`
   * around the element, and English where there is no such language.
   */
  get language(): string;
  set language(tag: string | null);
  /** Attribute `theme`. */
  get theme(): Theme;
  set theme(theme: Theme | null);
  /** Attribute `receiver`: id of the mailbox provider whose results alone count; empty when it is found out. */
  get receiver(): string;
  set receiver(id: string | null);
  /** The text in the box. Setting it judges it. */
  source: string;
  /** The last report. */
  readonly report: Report | null;
  /**
   * Judges a text, or the bytes of a message, as if somebody had pasted or dropped them. It rejects when the engine could
   * not be started or stopped on the input.
   */
  analyze(source: string | BufferSource | Blob): Promise<Report>;
  /** Empties the box and forgets pasted keys and ticks. */
  clear(): void;
  addEventListener<K extends keyof HeaderVerdictEventMap>(
    type: K,
    listener: (this: HeaderVerdictElement, event: HeaderVerdictEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof HeaderVerdictEventMap>(
    type: K,
    listener: (this: HeaderVerdictElement, event: HeaderVerdictEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'header-verdict': HeaderVerdictElement;
  }
}
