// Drives Firefox and WebKit through W3C WebDriver, which is HTTP and JSON: https://www.w3.org/TR/webdriver2/

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys that WebDriver names by code points of the private use area. */
export const KEYS = { tab: '\uE004', enter: '\uE007', control: '\uE009', shift: '\uE008', end: '\uE010', home: '\uE011' };

/** The engines beside Chromium. `./build.sh test` names the programs. */
export const ENGINES = {
  firefox: {
    driver: process.env.GECKODRIVER,
    options: (port) => ['--port', String(port), '--websocket-port', '0', '--log', 'error'],
    capabilities: () => ({
      browserName: 'firefox',
      'moz:firefoxOptions': {
        binary: process.env.FIREFOX,
        args: ['-headless'],
        // Its own calls home would stand among the page's requests.
        prefs: { 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false },
      },
    }),
  },
  webkit: {
    driver: process.env.WEBKIT_DRIVER,
    options: (port) => (process.platform === 'darwin' ? ['--port', String(port)] : [`--port=${port}`]),
    capabilities: () =>
      process.platform === 'darwin'
        ? { browserName: 'safari' }
        : { 'webkitgtk:browserOptions': { binary: process.env.WEBKIT_BROWSER, args: ['--automation'] } },
    // MiniBrowser has no mode without a display.
    display: process.platform !== 'darwin',
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts Xvfb, which writes the number of its display to a pipe when it is ready. */
async function startDisplay() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3].once('data', (data) => done(String(data).trim()));
  });
  return { child, name: `:${number}` };
}

const ended = (child) => (child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((done) => child.once('exit', done)));

/** One browser with one window. */
export class Browser {
  #base;
  #session;
  #children = [];
  #home;

  /** @param {keyof typeof ENGINES} name */
  static async start(name) {
    const engine = ENGINES[name];
    if (!engine.driver || !existsSync(engine.driver)) {
      throw new Error(`the driver of ${name} is missing (${engine.driver}): ./build.sh test installs it`);
    }
    const browser = new Browser();
    try {
      await browser.#open(engine);
    } catch (error) {
      await browser.quit();
      throw error;
    }
    return browser;
  }

  async #open(engine) {
    this.#home = mkdtempSync(join(tmpdir(), 'header-verdict-browser-'));
    const environment = { ...process.env, HOME: this.#home, XDG_CACHE_HOME: this.#home, XDG_CONFIG_HOME: this.#home, NO_AT_BRIDGE: '1' };
    if (engine.display) {
      const display = await startDisplay();
      this.#children.push(display.child);
      environment.DISPLAY = display.name;
    }
    const port = await freePort();
    const child = spawn(engine.driver, engine.options(port), { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#children.unshift(child);
    let said = '';
    child.stderr.on('data', (data) => (said = (said + data).slice(-4000)));
    this.#base = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries += 1) {
      const status = await fetch(`${this.#base}/status`).catch(() => undefined);
      if (status?.ok) break;
      if (tries > 100 || child.exitCode !== null) throw new Error(`${engine.driver} did not start: ${said}`);
      await wait(100);
    }
    try {
      const { sessionId, capabilities } = await this.#send('POST', '/session', { capabilities: { alwaysMatch: engine.capabilities() } });
      this.#session = `/session/${sessionId}`;
      this.version = `${capabilities.browserName} ${capabilities.browserVersion}`;
    } catch (error) {
      throw new Error(`${error.message} ${said}`);
    }
    await this.#command('POST', '/timeouts', { script: 30_000, pageLoad: 60_000 });
  }

  async #send(method, path, body) {
    const response = await fetch(this.#base + path, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  #command(method, path, body) {
    return this.#send(method, this.#session + path, body);
  }

  open(url) {
    return this.#command('POST', '/url', { url });
  }

  /** Goes back in the window's history. */
  back() {
    return this.#command('POST', '/back', {});
  }

  url() {
    return this.#command('GET', '/url');
  }

  /** Calls a function in the page and waits for what it gives; it may be asynchronous. Elements come as references. */
  async evaluate(act, ...values) {
    // The page's policy forbids eval in it, so the function travels as the text of the command itself.
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve((${act})(...Array.prototype.slice.call(arguments, 0, -1)))
        .then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) }));`;
    const answer = await this.#command('POST', '/execute/async', { script, args: values });
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  }

  /** Waits until a function in the page gives something true. */
  async until(act, ...values) {
    for (const end = Date.now() + 20_000; ; ) {
      const value = await this.evaluate(act, ...values);
      if (value) return value;
      if (Date.now() > end) throw new Error(`never true: ${act}`);
      await wait(50);
    }
  }

  click(element) {
    return this.#command('POST', `/element/${element[ELEMENT]}/click`, {});
  }

  /** Types into an element, as a keyboard would. */
  type(element, text) {
    return this.#command('POST', `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Presses keys one after the other, whatever has the focus; an array is a chord. */
  press(...keys) {
    const actions = keys.flatMap((key) => {
      const chord = [key].flat();
      return [...chord.map((value) => ({ type: 'keyDown', value })), ...chord.reverse().map((value) => ({ type: 'keyUp', value }))];
    });
    return this.#command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** The window as a PNG. */
  async screenshot() {
    return Buffer.from(await this.#command('GET', '/screenshot'), 'base64');
  }

  resize(width, height) {
    return this.#command('POST', '/window/rect', { width, height });
  }

  async quit() {
    if (this.#session) await this.#command('DELETE', '').catch(() => {});
    for (const child of this.#children) {
      child.kill();
      await Promise.race([ended(child), wait(3000).then(() => child.kill('SIGKILL'))]);
    }
    if (this.#home) rmSync(this.#home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
