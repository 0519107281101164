// What somebody could write into a message so that it does something where it is shown, and every place of a message
// that somebody can write into. Both are tables; a message is made of each payload in all places that go together.

/** One word for each place, so that it can be told what of a place is shown, and where. */
const mark = (at) => `zq${at}k`;

/** A payload for a place: `m` is the place's word, `out` a server elsewhere that counts who comes. */
export const PAYLOADS = {
  'script': (m) => `<script>globalThis.injected='${m}'</script>`,
  'picture': (m) => `<img src=x onerror=globalThis.injected='${m}'>`,
  'picture elsewhere': (m, out) => `<img src=${out}${m}>`,
  'drawing': (m) => `<svg/onload=globalThis.injected='${m}'>`,
  'end of an attribute': (m) => `" autofocus onfocus="globalThis.injected='${m}'" x="`,
  'end of an attribute in single quotes': (m, out) => `' onmouseover='globalThis.injected=1' style='background:url(${out}${m})`,
  'end of an element': (m) => `</textarea></title></style></script></bdi><script>globalThis.injected='${m}'</script>`,
  'end of a comment': (m) => `--!><img src=x onerror=globalThis.injected='${m}'><!--`,
  'frame': (m) => `<iframe srcdoc="<script>parent.injected='${m}'</script>"></iframe>`,
  'object': (m, out) => `<object data="${out}${m}"></object><embed src="${out}${m}">`,
  'refresh': (m, out) => `<meta http-equiv=refresh content="0;url=${out}${m}">`,
  'base': (m, out) => `<base href="${out}${m}/">`,
  'links ahead of time': (m, out) => ['prefetch', 'prerender', 'preconnect', 'dns-prefetch', 'stylesheet'].map((rel) => `<link rel=${rel} href=${out}${m}>`).join(''),
  'style': (m, out) => `<style>@import "${out}${m}";*{background:url(${out}${m})}</style>`,
  'value of a style': (m, out) => `red;background:url(${out}${m});x:expression(globalThis.injected=1)}*{color:red`,
  'form': (m, out) => `<form action="${out}${m}"><input autofocus onfocus=globalThis.injected='${m}'></form>`,
  'link': (m, out) => `<a href="javascript:globalThis.injected='${m}'" ping="${out}${m}">${m}</a>`,
  'javascript: address': (m) => `javascript:globalThis.injected='${m}'//`,
  'data: address': (m) => `data:text/html,<script>parent.injected='${m}'</script>`,
  'address': (m, out) => `${out}${m}`,
  'entities': (m) => `&lt;img src=x onerror=globalThis.injected='${m}'&gt;&#60;script&#62;globalThis.injected=1&#60;/script&#62;`,
  'percent signs': (m) => `%3Cimg%20src%3Dx%20onerror%3DglobalThis.injected%3D'${m}'%3E`,
  'templates': (m) => `\${globalThis.injected='${m}'}{{constructor.constructor("globalThis.injected=1")()}}{count}{headline}{address}`,
  'patterns of a replacement': (m) => `$&$1$\`$'$<${m}>\\1`,
  'names of objects': (m) => `__proto__ constructor ${m} toString hasOwnProperty`,
  'Markdown': (m, out) => `[${m}](${out}${m}) ![${m}](${out}${m}) \`~~||<${out}${m}|${m}> {color:white} [${m}]: ${out}`,
  'formula': (m, out) => `=HYPERLINK("${out}${m}";"${m}")+cmd|' /C calc'!A0`,
  'elements of the page': (m) => `<header-verdict receiver="${m}"></header-verdict><slot name=private></slot>`,
  'markup that changes when it is read twice': (m) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=globalThis.injected='${m}'&gt;">`,
};

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const percent = (text) => encodeURIComponent(text).replace(/['()*]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);
const quotedPrintable = (text) => [...new TextEncoder().encode(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The fields that a message of any kind has, with a claim that the engine answers to. */
const FRAME = (p) => [
  `Delivered-To: ${p()}@mailbox.example`,
  `X-Original-To: ${p()}`,
  `Return-Path: <${p()}@mailbox.example>`,
  `Received: from ${p()} (${p()} [203.0.113.7]) by ${p()} with ${p()} id ${p()} for <${p()}@mailbox.example>; ${p()}`,
  `Received: from a.example (a.example [203.0.113.7]) by mx.google.com with ESMTPS id 1 (${p()}) for <jo@mailbox.example>; Wed, 4 Mar 2026 09:15:02 +0000`,
  `Authentication-Results: mx.google.com; dkim=pass (${p()}) header.d="${p()}" header.s=${p()}; ${p()}=fail reason="${p()}"; spf=${p()} smtp.mailfrom=${p()}`,
  `Authentication-Results: ${p()}; spf=pass`,
  `Received-SPF: pass (${p()}: domain of ${p()}) client-ip=${p()}; envelope-from="${p()}"; helo=${p()};`,
  `ARC-Seal: i=1; a=${p()}; d=${p()}; s=${p()}; cv=${p()}; t=${p()}; b=${p()}`,
  `ARC-Message-Signature: i=1; a=rsa-sha256; c=${p()}; d=${p()}; s=${p()}; h=from:${p()}; bh=${p()}; b=AAAA`,
  `ARC-Authentication-Results: i=1; ${p()}; dmarc=pass (${p()}) header.from=${p()}`,
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${p()}; s=${p()}; i=${p()}; h=from:subject:${p()}; bh=AAAA; b=AAAA`,
  `DKIM-Signature: v=${p()}; a=${p()}; c=${p()}; d=mailbox.example; s=none; q=${p()}; t=${p()}; x=${p()}; l=${p()}; z=${p()}; h=from; bh=${p()}; b=${p()}`,
  `${p().replace(/[^!-9;-~]/g, '') || 'X'}: ${p()}`,
  `Sender: ${p()} <x@mailbox.example>`,
  `Reply-To: ${p()} <${p()}@mailbox.example>`,
  `To: ${p()} <jo@mailbox.example>, undisclosed ${p()}:;`,
  `Cc: ${p()}`,
  `Date: ${p()}`,
  `Message-ID: <${p()}>`,
  `In-Reply-To: <${p()}>`,
  `References: <${p()}> ${p()}`,
  `List-Id: ${p()} <${p()}.mailbox.example>`,
  `List-Unsubscribe: <${p()}>, <mailto:${p()}>`,
  `Feedback-ID: ${p()}:${p()}`,
  `X-Mailer: ${p()}`,
  `X-Originating-IP: [${p()}]`,
  `X-Forefront-Antispam-Report: CIP:${p()};CTRY:;LANG:${p()};SCL:1;SRV:;IPV:NLI;SFV:${p()};H:${p()};PTR:${p()};CAT:NONE`,
  `X-MS-Exchange-Organization-AuthAs: ${p()}`,
  `Authentication-Results-Original: ${p()}; dmarc=${p()}`,
];

const part = (head, ...body) => ['--b', ...head, '', ...body];

/** Ways to fill the places: a message takes one of each kind that there can be only one of. */
export const FORMS = {
  'in every field as it is': (p) => [...FRAME(p), `From: Microsoft account team ${p()} <x@rnicrosoft.example>`, `Subject: ${p()} Your security code is 123456`, `Content-Type: text/html; charset=${p()}`, '', `<p>Reply with the code. ${p()} <a href="${p()}">${p()}</a></p>`],
  'in quoted names and encoded words': (p) => [
    `From: ${quoted(`Microsoft account team ${p()}`)} <${quoted(p())}@rnicrosoft.example>`,
    `To: =?utf-8?Q?${quotedPrintable(p())}?= <jo@mailbox.example>`,
    `Subject: =?utf-8?B?${base64(`${p('decoded')} Your security code is 123456`)}?=`,
    `X-Note: =?${p()}?B?${p()}?=`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Reply with the code 123456. ${p()}`,
  ],
  'in domains and selectors': (p) => [
    `Received: from ${p()}.example (${p()}.example [203.0.113.7]) by mx.google.com with ESMTPS id 1; Wed, 4 Mar 2026 09:15:02 +0000`,
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=${p()}; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA`,
    `From: Microsoft <x@${p()}.microsoft.com.example>`,
    `Reply-To: x@${p()}.example`,
    `Subject: Microsoft account security code`,
  ],
  'in the parts of a message and their names': (p) => [
    `From: Microsoft account team <x@rnicrosoft.example>`,
    `Subject: Microsoft account security code`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary=b; x=${quoted(p())}`,
    '',
    ...part([`Content-Type: text/plain; charset=${quoted(p())}; name=${quoted(p())}`, `Content-Description: ${p()}`], `Please reply with the code. ${p()}`, `Call ${p()} or go to https://x.example/${p()}`),
    ...part(['Content-Type: text/html; charset=utf-8', `Content-Base: ${p()}`], `<p title="${p()}">${p()} <a href="https://x.example/?${p()}" title='${p()}'>https://microsoft.com/${p()}</a> ${p()}</p>${p()}`),
    ...part([`Content-Type: image/png; name=${quoted(p())}`, `Content-Disposition: attachment; filename=${quoted(p())}`, `Content-ID: <${p()}>`, 'Content-Transfer-Encoding: base64'], 'iVBORw0KGgo='),
    ...part([`Content-Type: application/pdf; name*=utf-8''${percent(p())}`, `Content-Disposition: attachment; filename*=utf-8''${percent(p())}`], '%PDF-1.4'),
    ...part([`Content-Type: text/html; name=${quoted(`${p()}.html`)}`, `Content-Disposition: attachment; filename="=?utf-8?B?${base64(p())}?="`], p()),
    ...part(['Content-Type: message/rfc822'], `From: ${p()} <x@mailbox.example>`, `Subject: ${p()}`, '', p()),
    ...part([`Content-Type: ${p()}`, `Content-Transfer-Encoding: ${p()}`], p()),
    '--b--',
  ],
  'in a text without a header': (p) => [`Hello, this is Microsoft support ${p()}.`, `Please send me the code that you received ${p()}.`, `https://login.example/${p()} ${p()}`],
  'in a signature of Microsoft’s whose key is missing': (p) => [
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=accountprotection.microsoft.com; s=none${p().replace(/[^\w.-]/g, '')}; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA`,
    'From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>',
    `Subject: Microsoft account security code ${p()}`,
    '',
  ],
};

/**
 * Messages with a payload in every place.
 * @param {string} out
 * @param {(payload: number, form: number) => boolean} [wanted]
 * @returns {{ name: string, payload: string, text: string, raw: string[], decoded: string[], own: string }[]}  `raw` must be
 *   seen in the source, `decoded` anywhere; `own` is the payload for what is no part of the message.
 */
export function cases(out, wanted = () => true) {
  return Object.entries(PAYLOADS).flatMap(([payload, make], at) =>
    Object.entries(FORMS).flatMap(([form, write], other) => {
      if (!wanted(at, other)) return [];
      const decoded = [];
      let places = 0;
      const lines = write((way) => {
        const text = make(mark((places += 1)), out);
        if (way === 'decoded') decoded.push(text);
        return text;
      });
      return [{ name: `${payload}, ${form}`, payload, text: `${lines.join('\n')}\n`, raw: lines.filter((line) => line.includes('zq') && line.length < 3_000).slice(0, 60), decoded, own: make(mark(0), out) }];
    }),
  );
}

/**
 * Judges each message in the page, opens all there is to open, hands the answer on in every way, and looks for whatever a
 * payload became beyond text. It runs in the page and stands for itself.
 * @param {boolean} parse  Whether what was copied is read as HTML as well, which Trusted Types would refuse.
 * @returns {Promise<string[]>}  What was wrong, one line each.
 */
export async function inject(given, parse) {
  const wrong = [];
  const element = document.querySelector('header-verdict');
  const root = element.shadowRoot;
  const later = (time) => new Promise((done) => setTimeout(done, time));
  const until = async (held) => {
    for (let tries = 0; tries < 400 && !held(); tries += 1) await later(5);
  };
  const TAGS = new Set(
    'div section article header p span bdi b strong em q code pre h2 h3 h4 h5 ul ol li dl dt dd table thead tbody tr th td textarea input label select option fieldset legend button details summary output slot mark svg path circle line rect g text title br hr time small kbd abbr cite polyline polygon progress figure figcaption nav'.split(' '),
  );
  /** Attributes that hold text of a message and nothing that acts on it. */
  const TEXT = new Set(['aria-label', 'title', 'data-keep', 'value', 'data-label']);
  const outside = document.querySelectorAll('*').length;
  const title = document.title;
  const at = location.href;

  const copied = [];
  const saved = [];
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => void copied.push(text) } });
  const real = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    saved.push(blob);
    return real.call(URL, blob);
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    saved.push(this.download);
  };

  const look = (name) => {
    if ('injected' in globalThis) wrong.push(`${name}: script ran for ${globalThis.injected}`);
    delete globalThis.injected;
    if (location.href !== at) wrong.push(`${name}: went to ${location.href}`);
    if (document.title !== title || document.querySelectorAll('*').length !== outside) wrong.push(`${name}: the page around changed`);
    for (const node of root.querySelectorAll('*')) {
      if (!TAGS.has(node.localName)) wrong.push(`${name}: there is <${node.localName}>`);
      for (const { name: attribute, value } of node.attributes) {
        if (/^on|^style$|href$|^src|^data$|^action$|^formaction$|^ping$|^background$|^poster$|^target$|^is$|^nonce$|^slot$|^http-equiv$|^content$/.test(attribute)) wrong.push(`${name}: <${node.localName}> has ${attribute}`);
        if (/zq\d+k/.test(value) && !TEXT.has(attribute)) wrong.push(`${name}: ${attribute} of <${node.localName}> holds ${value.slice(0, 60)}`);
      }
      if (node.shadowRoot) wrong.push(`${name}: <${node.localName}> has a tree of its own`);
    }
  };

  for (const { name, text, raw, decoded, own } of given) {
    // Every other one comes as a file whose name is a payload as well.
    const file = copied.length % 4 === 0;
    await element.analyze(file ? new File([text], `${own}.eml`) : text);
    if (file && !root.querySelector('.notes').textContent.includes(own)) wrong.push(`${name}: the name of the file is not shown as it is`);
    for (const details of root.querySelectorAll('.answer details, .slot details')) details.open = true;
    for (const tab of root.querySelectorAll('[role="tab"]')) tab.click();
    const record = root.querySelector('textarea[id^="record-"]');
    if (record) {
      record.value = own;
      record.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await later(0);
    }
    for (const id of ['said', 'search']) {
      const field = root.getElementById(id);
      if (!field) continue;
      field.value = own;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    }
    for (const pick of [...root.querySelectorAll('.pick')].slice(0, 8)) pick.click();
    for (const details of root.querySelectorAll('.answer details, .slot details')) details.open = true;
    look(name);

    const listing = [...root.querySelectorAll('.listing .code')].map((line) => line.textContent);
    for (const line of raw) if (!listing.includes(line)) wrong.push(`${name}: not shown as it is: ${line.slice(0, 80)}`);
    const shown = [...root.querySelectorAll('.answer, .slot')].map((node) => node.textContent).join('\n');
    for (const value of decoded) if (!shown.includes(value)) wrong.push(`${name}: not shown decoded: ${value.slice(0, 80)}`);

    dispatchEvent(new Event('beforeprint'));
    if (!root.querySelector('.sheet')) wrong.push(`${name}: no sheet to print`);
    look(`${name}, printed`);
    dispatchEvent(new Event('afterprint'));

    for (const [id, wanted] of [['hand-mask', false], ['hand-with_fields', true]]) {
      const choice = root.getElementById(id);
      if (choice.checked !== wanted) choice.click();
    }
    const before = copied.length;
    for (const id of ['copy', 'ticket_copy', 'download']) root.querySelector(`[data-hand="${id}"]`).click();
    await until(() => copied.length === before + 2 && saved.length >= 2);
    for (const [kind, handed] of [['the copy', copied[before]], ['the ticket', copied[before + 1]]]) {
      const live = /[<>`\u202a-\u202e\u2066-\u2069]|:\/\/|\bwww\.|\][[(:]|~~|\|\||\{\S|^[=+@]/im.exec(handed ?? '<nothing>');
      if (live) wrong.push(`${name}: ${kind} holds “${live[0]}”: ${handed?.slice(Math.max(0, live.index - 30), live.index + 50)}`);
      if (kind === 'the ticket' && handed?.includes('\n')) wrong.push(`${name}: the ticket has more than one line`);
      if (parse && new DOMParser().parseFromString(handed, 'text/html').body.children.length > 0) wrong.push(`${name}: ${kind} has an element as HTML`);
    }
    if (raw.length > 3 && !/zq\d+k/.test(copied[before] ?? '')) wrong.push(`${name}: the copy lost what the message says`);
    const [blob, as] = saved.splice(0);
    if (blob?.type !== 'application/json' || !/^header-verdict-[a-z_]+\.json$/.test(as)) wrong.push(`${name}: saved as ${as}, ${blob?.type}`);
    else if (JSON.parse(await blob.text()).report.input.bytes !== new TextEncoder().encode(text).length) wrong.push(`${name}: the saved report is not of this message`);
  }

  // What is no part of a message: the attributes and properties of the element, and the address of the page.
  for (const { name, own } of given.filter(({ own: value }, index, all) => all.findIndex((one) => one.own === value) === index)) {
    for (const attribute of ['receiver', 'language', 'theme', 'title', 'lang']) {
      const had = element.getAttribute(attribute);
      element.setAttribute(attribute, own);
      if (attribute in element) element[attribute] = own;
      await later(0);
      look(`${name}, in the attribute ${attribute}`);
      if (had === null) element.removeAttribute(attribute);
      else element.setAttribute(attribute, had);
    }
    await later(0);
    element.source = own;
    await later(0);
    look(`${name}, as the text`);
    element.clear();
    history.replaceState(null, '', `#${own}`);
    dispatchEvent(new HashChangeEvent('hashchange'));
    if (document.title !== title || 'injected' in globalThis) wrong.push(`${name}: the address of the page did something`);
    history.replaceState(null, '', at);
  }
  HTMLAnchorElement.prototype.click = click;
  URL.createObjectURL = real;
  return wrong;
}
