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
    'ping': async () => {
      const before = location.href;
      make('a', { href: '#check', ping: to }).click();
      await later(200);
      history.replaceState(null, '', before);
      must(false);
    },
    'WebTransport': () => new WebTransport(to.replace('http:', 'https:')).ready,
    // Where there is such a thing, it is sent when the page goes; only the server elsewhere can tell.
    'fetchLater': async () => {
      fetchLater(to, { activateAfter: 0 });
      await later(200);
      must(false);
    },
    'image': () => loads('img', { src: to }),
    'image button': () => loads('input', { type: 'image', src: to }),
    'picture of a video': async () => {
      make('video', { poster: to });
      await later(200);
      must(false);
    },
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
    'drawing of another host': async () => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
      use.setAttribute('href', `${to}#part`);
      svg.append(use);
      document.body.append(svg);
      await later(200);
      must(false);
    },
    'icon': () => loads('link', { rel: 'icon', href: to }, document.head),
    'audio': () => loads('audio', { src: to, preload: 'auto' }),
    'video': () => loads('video', { src: to, preload: 'auto' }),
    'font': () => new FontFace('intruder', `url("${to}")`).load(),
    'font of a style sheet': async () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`@font-face { font-family: intruder; src: url("${to}") } body { font-family: intruder }`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      document.body.getBoundingClientRect();
      await later(200);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      must(false);
    },
    'import of a style sheet': async () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`@import "${to}";`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      await later(200);
      must(false);
    },
    'track': async () => {
      const video = make('video', {});
      make('track', { src: to, default: '', kind: 'captions' }, video);
      video.textTracks[0].mode = 'showing';
      await later(200);
      must(false);
    },
    'manifest link': async () => {
      make('link', { rel: 'manifest', href: to }, document.head);
      await later(200);
      must(false);
    },
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
    'javascript: address of the page': () => ran(() => void (location.href = 'javascript:globalThis.intruder = 1')),
    'audio worklet': () => new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(to),
    'speculation rules': async () => {
      make('script', { type: 'speculationrules' }).append(JSON.stringify({ prefetch: [{ source: 'list', urls: [to], eagerness: 'immediate' }] }));
      await later(300);
      must(false);
    },
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
    'prerender link': async () => {
      make('link', { rel: 'prerender', href: to }, document.head);
      await later(200);
      must(false);
    },
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
    // A policy in the document names nobody who gets reports. It comes last: what it forbids stays forbidden.
    'report to another host': async () => {
      make('meta', { 'http-equiv': 'Content-Security-Policy', content: `object-src 'none'; report-uri ${to}; report-to ${to}` }, document.head);
      make('object', { data: to });
      await later(300);
      must(false);
    },
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
  'connect-src': ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'sendBeacon', 'ping', 'WebTransport', 'fetchLater'],
  'img-src': ['image', 'image of SVG', 'image of a style sheet', 'icon', 'image button', 'picture of a video'],
  'style-src': ['style sheet', 'style element', 'style attribute', 'import of a style sheet'],
  'script-src': [
    'module of another host', 'modulepreload link', 'javascript: address', 'inline handler', 'script element',
    'script of another host', 'eval', 'Function', 'setTimeout of a text', 'javascript: address of the page', 'audio worklet',
    'speculation rules',
  ],
  'worker-src': ['worker of a blob', 'worker of another host', 'shared worker', 'service worker'],
  'default-src': [
    'audio', 'video', 'font', 'frame', 'object', 'embed', 'prefetch link', 'preload link', 'prerender link', 'drawing of another host',
    'font of a style sheet', 'track', 'manifest link', 'report to another host',
  ],
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
  'default-src': ['media-src', 'font-src', 'frame-src', 'object-src', 'default-src', 'img-src', 'manifest-src', 'prefetch-src'],
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

/**
 * What no policy refuses, each tried by itself, since some leave the page. The page has no code for any of it. `reached` is
 * what the server elsewhere sees: a request, a connection or, of WebRTC, a datagram.
 * @type {Record<string, (url: string, stun: string) => unknown>}
 */
export const UNREFUSED = {
  'going to another address': (url) => void (location.href = `${url}address`),
  'a refresh': (url) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${url}refresh`;
    document.head.append(meta);
  },
  'a new window': (url) => void open(`${url}window`),
  'a link that a script clicks': (url) => Object.assign(document.createElement('a'), { href: `${url}link` }).click(),
  'a download that a script clicks': (url) => {
    const link = Object.assign(document.createElement('a'), { href: `${url}download`, download: 'file' });
    document.body.append(link);
    link.click();
  },
  'a connection ahead of time': (url) => void document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: url })),
  'WebRTC': async (_url, stun) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: stun }] });
    connection.createDataChannel('text');
    await connection.setLocalDescription(await connection.createOffer());
    globalThis.kept = connection;
  },
};

/** A preconnect is a hint, which an engine follows or not, from one load to the next. */
export const HINTS = ['a connection ahead of time'];

/**
 * What of that an engine does not do here, whatever the policy: WebKit opens no window that nobody clicked for, and
 * WebKitGTK is built without WebRTC.
 */
export const UNDONE = { chromium: [], firefox: [], webkit: ['a new window', 'WebRTC'] };

/** A server for WebRTC's first question, which counts who asks. */
export async function stunServer() {
  const { createSocket } = await import('node:dgram');
  const { networkInterfaces } = await import('node:os');
  // Browsers gather no address of the loopback interface, so it listens where they can ask from.
  const address = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
  const reached = [];
  const socket = createSocket('udp4', (message) => reached.push(`a datagram of ${message.length} bytes`));
  await new Promise((done) => socket.bind(0, address, done));
  return { reached, url: `stun:${address}:${socket.address().port}`, close: () => socket.close() };
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
