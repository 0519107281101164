// What somebody's script would try from inside the page, had it got in. The table of the README is made of these.

/**
 * Tries everything once. It runs in the page, so it stands for itself; Chromium, Firefox and WebKit are given its text.
 * @param {string} out  A server elsewhere, which counts who comes.
 * @returns {Promise<Record<string, { outcome: string, directives: string[] }>>}  `refused`, `allowed` or `nothing`, by
 *   name, and the directives that the browser said were violated.
 */
export async function attempts(out) {
  // The browser's protocol allows its own call to eval; a later turn of the event loop is the page's.
  await new Promise((done) => setTimeout(done));
  const later = (time) => new Promise((done) => setTimeout(done, time));
  const make = (tag, properties, parent = document.body) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) node.setAttribute(name, value);
    parent.append(node);
    return node;
  };
  /** Whether an element loads or fails; some do neither. */
  const loads = (tag, properties, parent) =>
    new Promise((done, refuse) => {
      const node = document.createElement(tag);
      node.onload = node.onloadeddata = done;
      node.onerror = refuse;
      for (const [name, value] of Object.entries(properties)) node.setAttribute(name, value);
      (parent ?? document.body).append(node);
    });
  /** Whether an object that connects gets through. */
  const connects = (socket) => new Promise((done, refuse) => Object.assign(socket, { onopen: done, onmessage: done, onerror: refuse }));
  const must = (held, name = 'refused') => {
    if (!held) throw new Error(name);
  };
  const ran = async (act) => {
    delete globalThis.intruder;
    await act();
    await later(50);
    must('intruder' in globalThis);
  };

  /** The address of the attempt that is being made. */
  let to;

  const all = {
    'fetch': () => fetch(to),
    'XMLHttpRequest': () =>
      new Promise((done, refuse) => {
        const request = new XMLHttpRequest();
        request.onload = done;
        request.onerror = refuse;
        request.open('GET', to);
        request.send();
      }),
    'WebSocket': () => connects(new WebSocket(to.replace('http', 'ws'))),
    'EventSource': () => connects(new EventSource(to)),
    // Says true whatever becomes of it: only the server elsewhere can tell.
    'sendBeacon': () => must(navigator.sendBeacon(to, 'text') && false),
    'image': () => loads('img', { src: to }),
    'image of SVG': () => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttribute('href', to);
      svg.append(image);
      document.body.append(svg);
      return new Promise((done, refuse) => Object.assign(image, { onload: done, onerror: refuse }));
    },
    'image of a style sheet': async () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`body { background-image: url("${to}") }`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      document.body.getBoundingClientRect();
      await later(200);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
    'icon': () => loads('link', { rel: 'icon', href: to }, document.head),
    'audio': () => loads('audio', { src: to, preload: 'auto' }),
    'video': () => loads('video', { src: to, preload: 'auto' }),
    'font': () => new FontFace('intruder', `url("${to}")`).load(),
    'style sheet': () => loads('link', { rel: 'stylesheet', href: to }, document.head),
    'style element': async () => {
      const probe = make('p', { id: 'probe' });
      const style = document.createElement('style');
      style.textContent = '#probe { position: fixed }';
      document.head.append(style);
      must(getComputedStyle(probe).position === 'fixed');
    },
    'style attribute': async () => must(getComputedStyle(make('p', { style: 'position: fixed' })).position === 'fixed'),
    'script element': () => ran(() => make('script', {}).append('globalThis.intruder = 1')),
    'script of another host': () => loads('script', { src: to }),
    'module of another host': () => import(to),
    'inline handler': () => ran(() => make('button', { onclick: 'globalThis.intruder = 1' }).click()),
    'javascript: address': () => ran(() => make('a', { href: 'javascript:globalThis.intruder = 1' }).click()),
    // The window's own: the driver of Firefox runs this text in a scope that has another.
    'eval': () => window.eval('1'),
    'Function': () => new window.Function('return 1')(),
    'setTimeout of a text': () => ran(() => setTimeout('globalThis.intruder = 1')),
    'worker of a blob': () => connects(new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))),
    'worker of another host': () => connects(new Worker(to)),
    'shared worker': () => {
      const worker = new SharedWorker(URL.createObjectURL(new Blob(['onconnect = (e) => e.ports[0].postMessage(1)'])));
      return new Promise((done, refuse) => {
        worker.onerror = refuse;
        worker.port.onmessage = done;
      });
    },
    'service worker': () => navigator.serviceWorker.register('header-verdict.js'),
    'frame': async () => {
      const frame = make('iframe', { src: to });
      await later(300);
      // A frame that was refused, or one of another origin, cannot be looked into: the server elsewhere tells.
      frame.remove();
      must(false);
    },
    'frame of a text': async () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p>text</p>';
      document.body.append(frame);
    },
    'object': () => loads('object', { data: to }),
    'embed': () => loads('embed', { src: to }),
    'prefetch link': () => loads('link', { rel: 'prefetch', href: to }, document.head),
    'preload link': () => loads('link', { rel: 'preload', as: 'image', href: to }, document.head),
    'modulepreload link': () => loads('link', { rel: 'modulepreload', href: to }, document.head),
    'form': async () => {
      const before = location.href;
      make('form', { action: to, method: 'post' }).requestSubmit();
      await later(200);
      must(location.href !== before);
    },
    'base': async () => {
      const base = make('base', { href: to }, document.head);
      const moved = document.baseURI.startsWith(to);
      base.remove();
      must(moved);
    },
    'innerHTML': async () => void (document.createElement('div').innerHTML = '<b>bold</b>'),
    'outerHTML': async () => void (make('div', {}).outerHTML = '<b>bold</b>'),
    'insertAdjacentHTML': async () => document.body.insertAdjacentHTML('beforeend', '<b>bold</b>'),
    'document.write': async () => document.implementation.createHTMLDocument('').write('<b>bold</b>'),
    'DOMParser': async () => new DOMParser().parseFromString('<b>bold</b>', 'text/html'),
    'createContextualFragment': async () => document.createRange().createContextualFragment('<b>bold</b>'),
    'Trusted Types policy': async () => trustedTypes.createPolicy('intruder', { createHTML: (text) => text }),
    'second policy of the page’s name': async () => trustedTypes.createPolicy('header-verdict', { createScriptURL: (url) => url }),
  };

  const found = {};
  for (const [name, act] of Object.entries(all)) {
    const directives = new Set();
    const note = (event) => directives.add(event.effectiveDirective);
    addEventListener('securitypolicyviolation', note);
    to = out + name.replace(/\W+/g, '-');
    let outcome;
    try {
      outcome = await Promise.race([(async () => act())().then(() => 'allowed'), later(600).then(() => 'nothing')]);
    } catch {
      outcome = 'refused';
    }
    await later(20);
    removeEventListener('securitypolicyviolation', note);
    found[name] = { outcome, directives: [...directives].sort() };
  }
  return found;
}

/**
 * The directive that stands against each attempt; a browser may name the more special one that falls back on it.
 * `require-trusted-types-for` and `trusted-types` come before the others where a text would become markup or code.
 */
export const AGAINST = {
  'connect-src': ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'sendBeacon'],
  'img-src': ['image', 'image of SVG', 'image of a style sheet', 'icon'],
  'style-src': ['style sheet', 'style element', 'style attribute'],
  'script-src': [
    'module of another host', 'modulepreload link', 'javascript: address', 'inline handler', 'script element',
    'script of another host', 'eval', 'Function', 'setTimeout of a text',
  ],
  'worker-src': ['worker of a blob', 'worker of another host', 'shared worker', 'service worker'],
  'default-src': ['audio', 'video', 'font', 'frame', 'object', 'embed', 'prefetch link', 'preload link'],
  'form-action': ['form'],
  'base-uri': ['base'],
  'require-trusted-types-for': [
    'frame of a text', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'DOMParser', 'createContextualFragment',
  ],
  'trusted-types': ['Trusted Types policy', 'second policy of the page’s name'],
};

/** What each directive is called where a browser says which one was violated. */
const SAID = {
  'style-src': ['style-src-elem', 'style-src-attr'],
  'script-src': ['script-src-elem'],
  'default-src': ['media-src', 'font-src', 'frame-src', 'object-src', 'default-src', 'img-src'],
};

/** What an engine does not ask for at all, so that it has nothing to refuse. The server elsewhere tells. */
export const UNASKED = { chromium: [], firefox: ['prefetch link'], webkit: ['prefetch link', 'icon'] };

/**
 * The attempts of one directive that were not stopped, one line each.
 * @param {'chromium' | 'firefox' | 'webkit'} engine
 */
export function unstopped(found, directive, engine) {
  const names = [directive, 'require-trusted-types-for', ...(SAID[directive] ?? [])];
  return AGAINST[directive].flatMap((name) => {
    const { outcome, directives } = found[name];
    const stopped = outcome === 'refused' || directives.length > 0 || UNASKED[engine].includes(name);
    const other = directives.length > 0 && !directives.some((one) => names.includes(one));
    return stopped && !other ? [] : [`${name}: ${outcome}, ${directives.join(' ') || 'no violation'}`];
  });
}

/** A server elsewhere: says who came and answers none. A connection without a request counts as well. */
export async function elsewhere() {
  const { createServer } = await import('node:net');
  const reached = [];
  const server = createServer((socket) => {
    const at = reached.push('a connection') - 1;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      reached[at] = String(data).split('\r\n')[0];
      socket.destroy();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { reached, url, close: () => server.close(() => {}) };
}
