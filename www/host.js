// <header-verdict> as the page around it sees it: attributes and their properties, and names for its style. What it does
// is in element.js.

import { HeaderVerdict } from './element.js';
import { language, loadLanguage, preferred } from './language.js';

const THEMES = ['light', 'dark'];
/** Properties that a page may have set before the element was defined. */
const EARLY = ['language', 'theme', 'receiver', 'source'];

export class HeaderVerdictElement extends HeaderVerdict {
  static observedAttributes = ['language', 'receiver'];

  /** The language that was asked for last: a pack that comes late for another one is not used. */
  #wanted = 'en';

  connectedCallback() {
    for (const name of EARLY) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#speak();
    super.connectedCallback();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'receiver') super.receiver = now ?? '';
    else if (this.isConnected) this.#speak();
  }

  /** The language: that of the attribute, else the nearest `lang` around the element; English where there is none of it. */
  get language() {
    return preferred([this.getAttribute('language') ?? (this.closest('[lang]') ?? document.documentElement).lang]);
  }

  set language(tag) {
    reflect(this, 'language', tag);
  }

  /** `light`, `dark`, or `auto`: as the system has it. */
  get theme() {
    const value = this.getAttribute('theme')?.toLowerCase();
    return THEMES.includes(value) ? value : 'auto';
  }

  set theme(value) {
    reflect(this, 'theme', value);
  }

  /** Id of the mailbox provider whose results alone count; empty when it is found out from the header. */
  get receiver() {
    return super.receiver;
  }

  set receiver(id) {
    reflect(this, 'receiver', id);
  }

  async #speak() {
    const tag = this.language;
    if (tag === this.#wanted) return;
    this.#wanted = tag;
    let pack;
    try {
      pack = await loadLanguage(tag);
    } catch (error) {
      // It stays in the language that it speaks. The next change asks again.
      if (this.#wanted === tag) this.#wanted = '';
      console.warn(`header-verdict: the language ${tag} could not be loaded`, error);
      this.dispatchEvent(new Event('languageerror'));
      return;
    }
    if (this.#wanted === tag) this.words = language(tag, pack);
  }
}

function reflect(element, name, value) {
  if (value === null || value === undefined || value === '') element.removeAttribute(name);
  else element.setAttribute(name, value);
}
