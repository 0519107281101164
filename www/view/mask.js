// A report without the person who received the message: recipient, names, codes and tokens are masked before it is
// handed on. What the evidence needs stays: the sender's addresses, hosts, selectors and results.
//
// Two rules make it safe. Header fields are masked unless they are known to be needed, and every address is masked
// unless it is the sender's. And what the message chose, such as the name of a recipient, is masked in what came out of
// the message only: a sender cannot blot out a sentence of the answer.

export const MASK = '[masked]';

/** Fields that name recipients. */
const PEOPLE = /^(?:(?:resent-|apparently-|x-)?(?:to|cc|bcc)|(?:x-)?delivered-to|(?:x-)?(?:original|envelope|forwarded|failed|rcpt|simplelogin-envelope|gm-original)-to|x-forwarded-for|x-rcpt|original-recipient|final-recipient|duck-original-to|for)$/i;

/** Fields whose values the evidence needs; the values of all others are left out. */
const NEEDED = /^(?:from|sender|reply-to|return-path|subject|date|message-id|received|received-spf|authentication-results|arc-.{1,40}|dkim-signature|mime-version|content-type)$/i;

/** Keys whose values are ids and enumerations, or names of hosts and keys that the evidence needs. */
const FIXED = new Set([
  'id', 'label', 'origin', 'content', 'delivery', 'status', 'axis', 'writer', 'because', 'host', 'unicode_host', 'registrable', 'provider', 'provider_name', 'service',
  'password_known', 'urgency', 'kind', 'header', 'body', 'expiry', 'seal', 'binding', 'recognised_by', 'repairs', 'system', 'line', 'version', 'data_date',
  'source', 'domain', 'selector', 'algorithm', 'canonicalisation', 'dns_name', 'chain_validation', 'method', 'result', 'by', 'from', 'with', 'from_address',
  'authserv_id', 'first_seen', 'last_seen', 'deciding', 'date', 'keys', 'senders', 'suffixes',
]);

const LOCAL = /[^\s<>()"',;:=@[\]]/u;
const HOST = /[^\s<>()"',;:=@[\]/?#&]/u;
/** Characters of a local part, quoted or not, and of a host. */
const LOCAL_CHARS = 128;
const HOST_CHARS = 253;
const URL_LIKE = /\b(?:https?|ftp|hxxps?):\/\/[^\s<>"]+/giu;
/** A host, which stays, or a run of letters and digits, which is masked when it is long and no word. */
const HOST_OR_TOKEN = /(?:[a-z0-9_-]{1,63}\.)+[a-z]{2,24}(?![a-z0-9_-])|[a-z0-9_+/=~-]{16,}/giu;
/** A number as codes are written: four digits at least, with a space or a hyphen in between. */
const NUMBER = /(?<![\p{L}\p{N}])\p{Nd}(?:[ -]?\p{Nd}){3,11}(?![\p{L}\p{N}])/gu;
/** A number to call, as people write it: ten digits to fifteen. */
const PHONE = /(?<![\p{L}\p{N}])[+(]{0,2}\p{Nd}(?:[ ().\/-]{0,3}\p{Nd}){9,14}(?![\p{L}\p{N}])/gu;
const GREETING =
  /^(\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|cher|chère|hola|estimad[oa]|querid[oa]|buenos días|ciao|gentile|salve|car[oa]|buongiorno|olá|prezad[oa]|beste|geachte|cześć|witaj|drogi|droga|szanown[ya]|尊敬的|您好|你好|亲爱的)(?![\p{L}])[ ,，、]*)[^\n,，、:!！.。]{1,80}/gimu;
const JAPANESE_NAME = /[^\s、。,]{1,20}(?= ?(?:様|さん)(?:[\s、。,]|$))/gu;

/** Recipients and names that are looked for beyond these numbers are masked only as addresses. */
const RECIPIENTS = 50;
const NAMES = 60;
/** Values of this length are not words of a sentence. */
const LONG = 24;
/** Characters of one value that are handed on. */
const VALUE = 2_000;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const text = (value) => (typeof value === 'string' ? value : '');
/** A pattern that finds one of the texts, or null. */
const anyOf = (sources, before = '', after = '') =>
  sources.length > 0 ? new RegExp(`${before}(?:${[...sources].sort((a, b) => b.length - a.length).join('|')})${after}`, 'giu') : null;

/**
 * The addresses of a text, as offsets. Each @ is looked at once and only so far to both sides, so that no text is slow.
 * @returns {Generator<{ start: number, end: number }>}
 */
function* addressesOf(value) {
  let passed = 0;
  for (let at = value.indexOf('@'); at >= 0; at = value.indexOf('@', at + 1)) {
    let start = at;
    if (value[at - 1] === '"') {
      const open = value.lastIndexOf('"', at - 2);
      if (open >= passed && at - open <= LOCAL_CHARS) start = open;
    } else {
      while (start > passed && at - start < LOCAL_CHARS && LOCAL.test(value[start - 1])) start -= 1;
    }
    let end = at + 1;
    while (end < value.length && end - at <= HOST_CHARS && HOST.test(value[end])) end += 1;
    if (start === at || end === at + 1) continue;
    yield { start, end };
    passed = end;
  }
}

/** An address in angle brackets or bare. */
const bare = (value) => text(value).replace(/[<>]/g, '').trim().toLowerCase();

/** What must not leave, and what must stay. */
function collect(report) {
  const recipients = new Set();
  const names = new Set();
  const add = (value) => {
    const whole = text(value).slice(0, 20_000);
    // A full stop behind the host is the root of DNS, or the end of a sentence.
    for (const { start, end } of addressesOf(whole)) recipients.add(whole.slice(start, end).toLowerCase().replace(/\.+$/, ''));
  };
  for (const one of report.summary.to) {
    add(one.address);
    names.add(text(one.name));
  }
  for (const hop of report.hops) add(hop.for_address);
  for (const field of report.fields) {
    if (!PEOPLE.test(field.name)) continue;
    add(field.value);
    for (const [, quoted, plain] of field.value.slice(0, 20_000).matchAll(/(?:"([^"\n]{1,120})"|([^<>",;:]{1,120}))\s{0,10}</gu)) names.add(quoted ?? plain);
  }
  const { from, sender, reply_to: replies, return_path: path } = report.summary;
  const kept = new Set([from, sender, ...replies].flatMap((one) => (one ? [text(one.address).toLowerCase()] : [])));
  kept.add(bare(path));
  for (const one of recipients) kept.delete(one);

  // The local part stands alone in greetings and in the tags of bulk senders.
  for (const address of recipients) names.add(address.slice(0, address.lastIndexOf('@')).replaceAll('"', ''));
  const held = new Set(`${report.claim.provider_name ?? ''} ${report.claim.provider ?? ''}`.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const words = new Set();
  for (const name of names) {
    const whole = name.trim().toLowerCase();
    if (whole.length >= 2 && !held.has(whole)) words.add(whole);
    for (const word of whole.split(/[^\p{L}\p{N}]+/u)) if (word.length >= 3 && !held.has(word)) words.add(word);
  }
  return { recipients: [...recipients].slice(0, RECIPIENTS), all: recipients, names: [...words].slice(0, NAMES), kept, needed: needed(report) };
}

/** Long names that look like tokens and are evidence: selectors and the domains of keys. */
function needed(report) {
  const out = new Set();
  for (const one of [...report.signatures, ...report.arc.flatMap((set) => [set, set.message_signature ?? {}])]) {
    for (const value of [one.selector, one.domain]) if (value) out.add(value.toLowerCase());
  }
  return out;
}

/**
 * Makes the function that masks what came out of this report: the report itself, or a part of it.
 * @returns {<T>(value: T) => T}
 */
export function masker(report) {
  const { recipients, all, names, kept, needed: evidence } = collect(report);
  const recipient = anyOf(
    recipients.map((address) => {
      const at = address.lastIndexOf('@');
      // Bulk senders and relays write the address of the recipient into their own.
      return `${escaped(address.slice(0, at))}(?:@|=40|=|%40|&#64;|\\(at\\)|_at_)${escaped(address.slice(at + 1)).replaceAll('\\.', '[._]')}`;
    }),
  );
  const name = anyOf(names.map(escaped), '(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])');
  const codes = report.content.codes.map((code) => code.trim()).filter((code) => code.length >= 3);
  const code = anyOf(codes.slice(0, NAMES).map(escaped), '(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])');
  // Whom the message asks to call is evidence and no secret of the recipient. The facts about its content quote it.
  const called = report.ledger.filter(({ id }) => id.startsWith('content.')).flatMap(({ title }) => title.text.match(PHONE) ?? []);
  const calls = anyOf(called.filter((number) => !codes.some((one) => number.includes(one))).slice(0, NAMES).map(escaped), '(?<![\\p{L}\\p{N}])(', ')(?![\\p{L}\\p{N}])');
  const swap = (value, pattern) => (pattern ? value.replace(pattern, MASK) : value);

  /** Addresses: the sender's own stay, of others the host, of recipients nothing. */
  const addresses = (value) => {
    if (recipients.length === 0 && !value.includes('@')) return value;
    const swapped = swap(value, recipient);
    let out = '';
    let from = 0;
    for (const { start, end } of addressesOf(swapped)) {
      const found = swapped.slice(start, end);
      const host = found.slice(found.lastIndexOf('@'));
      out += swapped.slice(from, start) + (kept.has(found.toLowerCase()) ? found : all.has(found.toLowerCase()) ? MASK : MASK + host);
      from = end;
    }
    return out + swapped.slice(from);
  };

  const tokens = (value) =>
    value.replace(HOST_OR_TOKEN, (found, at) => {
      const host = found.includes('.') && !found.startsWith('eyJ');
      const plain = !/\p{Nd}/u.test(found) && !/[A-Z].*[a-z].*[A-Z]/u.test(found);
      if (host || plain || evidence.has(found.toLowerCase())) return found;
      // A tag of a signature: `b=` and its value are one run.
      const tag = /^([a-z]{1,3}=)(.+)$/i.exec(found);
      if (tag) return evidence.has(tag[2].toLowerCase()) ? found : `${tag[1]}${MASK}`;
      return MASK;
    });

  /** The host and the short words of the path stay. */
  const url = (value) => {
    const [, start, rest = ''] = /^([a-z]+:\/\/[^/?#]*)(.*)$/isu.exec(value) ?? [null, value];
    const cut = rest.search(/[?#]/);
    const path = cut < 0 ? rest : rest.slice(0, cut);
    const parts = path.split('/').map((part) => (part.length > 24 || /\p{Nd}.*\p{Nd}|[=@%~]/u.test(part) ? MASK : part));
    return start + parts.join('/') + (cut < 0 ? '' : `${rest[cut]}${MASK}`);
  };

  /** What stands in header fields. */
  const soft = (value) => {
    let out = '';
    let from = 0;
    for (const found of value.matchAll(URL_LIKE)) {
      out += tokens(swap(addresses(value.slice(from, found.index)), code)) + addresses(url(found[0]));
      from = found.index + found[0].length;
    }
    return out + tokens(swap(addresses(value.slice(from)), code));
  };

  const named = (value) => swap(soft(value), name);

  /** What people write and read. */
  const prose = (value) => {
    const said = (part) => swap(soft(part), name).replace(GREETING, `$1${MASK}`).replace(JAPANESE_NAME, MASK).replace(NUMBER, MASK);
    // Every other part is a number to call.
    return calls ? value.split(calls).map((part, at) => (at % 2 ? part : said(part))).join('') : said(value);
  };

  const field = (one) => {
    const value = one.value.slice(0, VALUE);
    if (PEOPLE.test(one.name) || !NEEDED.test(one.name)) return { ...one, name: addresses(one.name), value: MASK };
    if (/^subject$/i.test(one.name)) return { ...one, value: prose(value) };
    return { ...one, value: /^(?:from|sender|reply-to)$/i.test(one.name) ? named(value) : soft(value) };
  };

  /**
   * A sentence of the engine: only what filled it is masked. A short value that stands in it twice is one of our own
   * words as well, which a sender could have chosen for a name, so it stays.
   */
  const sentence = (one) => {
    let said = one.text;
    const replace = (value, by) => {
      if (value !== by && (value.length >= LONG || said.split(value).length === 2)) said = said.replaceAll(value, () => by);
    };
    const params = Object.fromEntries(
      (one.params instanceof Map ? [...one.params] : Object.entries(one.params)).map(([key, value]) => {
        const filled = typeof value === 'string' ? named(value) : value.map(sentence);
        if (typeof value === 'string') replace(value, filled);
        else value.forEach((inner, index) => replace(inner.text, filled[index].text));
        return [key, filled];
      }),
    );
    return { id: one.id, text: swap(addresses(said), code), params };
  };

  const mailbox = (one) => ({ ...one, name: named(text(one.name)), address: addresses(text(one.address)) });

  const content = (one) => ({
    ...one,
    text: prose(one.text),
    codes: one.codes.map(() => MASK),
    attachments: one.attachments.map(prose),
    requests: one.requests.map((request) => ({ ...request, quote: prose(request.quote) })),
    links: one.links.map((link) => ({ ...walk({ ...link, url: '', text: '' }), url: addresses(/^[a-z]+:\/\//i.test(link.url) ? url(link.url) : prose(link.url)), text: prose(link.text) })),
  });

  function walk(value, key = '') {
    // An address to type comes out of our own tables.
    if (key === 'path') return value;
    if (typeof value === 'string') return FIXED.has(key) ? addresses(value) : key === 'subject' ? prose(value) : soft(value);
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (value === null || typeof value !== 'object') return value;
    if (typeof value.text === 'string' && typeof value.id === 'string' && value.params) return sentence(value);
    const entries = value instanceof Map ? [...value] : Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, inner]) => {
        if (inner === null || inner === undefined) return [name, inner];
        if (name === 'fields') return [name, inner.map(field)];
        if (name === 'to') return [name, inner.map((one) => ({ ...one, name: '', address: MASK, host: '', unicode_host: undefined, registrable: undefined }))];
        if (name === 'for_address') return [name, MASK];
        if (name === 'content' && typeof inner === 'object') return [name, content(inner)];
        if ((name === 'from' || name === 'sender') && typeof inner === 'object') return [name, mailbox(inner)];
        if (name === 'reply_to') return [name, inner.map(mailbox)];
        if (name === 'filters') return [name, inner.map((one) => ({ ...one, entries: one.entries.map((entry) => ({ ...entry, value: soft(entry.value) })) }))];
        return [name, walk(inner, name)];
      }),
    );
  }

  return (value) => walk(value);
}
