import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, chromium } from '@playwright/test';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { electronArguments, electronVersion, findElectron } from '../../scripts/lib/electron.mjs';

/**
 * The built app on either host, with a question to its main process: the longest stall since it was last asked.
 *
 * @typedef {object} Host
 * @property {string} title
 * @property {import('@playwright/test').Page} page
 * @property {() => Promise<{stallMs: number, rssBytes: number}>} mainProcess
 * @property {() => Promise<void>} close
 */

const root = join(import.meta.dirname, '..', '..');
const viewport = { width: 1440, height: 900 };

/**
 * @param {string} data where the app keeps its settings
 * @returns {Promise<Host | string>} or why it cannot be had here
 */
export async function webHost(data) {
  const executablePath = findChromium();
  if (!executablePath) return 'there is no Chromium: name one in CHROME_PATH';
  const monitor = join(import.meta.dirname, 'loop-monitor.mjs');
  const child = spawn(
    process.execPath,
    ['--import', monitor, join(root, 'out', 'main', 'web.js'), '--no-open'],
    {
      env: { ...process.env, WALSCOPE_DATA: data },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const url = await printedAddress(child);
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage({ viewport });
  await page.goto(url);
  return {
    title: `web host, Node ${process.version}, Chromium ${browser.version()}`,
    page,
    async mainProcess() {
      child.send('stall');
      const [answer] = await once(child, 'message');
      return answer;
    },
    async close() {
      await browser.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function printedAddress(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url) return url;
  }
  throw new Error('the web host ended without printing its address');
}

/**
 * @param {string} data where the app keeps its settings
 * @returns {Promise<Host | string>} or why it cannot be had here
 */
export async function electronHost(data) {
  const executablePath = findElectron(root);
  if (!executablePath) return "Electron's binary is not here";
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'there is no display: run it under xvfb-run';
  }
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const electron = await _electron.launch({
    executablePath,
    args: [...(asRoot ? ['--no-sandbox'] : []), ...electronArguments(root, [])],
    env: { ...process.env, WALSCOPE_DATA: data },
  });
  const page = await electron.firstWindow();
  await electron.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    globalThis.loopDelay = monitorEventLoopDelay({ resolution: 1 });
    globalThis.loopDelay.enable();
  });
  return {
    title: `Electron ${electronVersion(executablePath)}`,
    page,
    mainProcess: () =>
      electron.evaluate(() => {
        const stallMs = globalThis.loopDelay.max / 1e6;
        globalThis.loopDelay.reset();
        return { stallMs, rssBytes: process.memoryUsage().rss };
      }),
    close: () => electron.close(),
  };
}
