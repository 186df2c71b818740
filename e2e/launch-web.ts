import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/lib/chromium.mjs';
import type { Launched, LaunchOptions } from './app.ts';
import { root } from './root.ts';

const viewport = { width: 1440, height: 900 };

/** The web host on a free port, and a browser at the address that it prints. */
export async function launchWeb(options: LaunchOptions): Promise<Launched> {
  const { child, url } = await startWebHost(options);
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium: name one in CHROME_PATH.');
  const browser = await chromium.launch({ executablePath });
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    electron: null,
    url,
    async close() {
      await browser.close();
      await endWebHost(child);
    },
  };
}

/** The host alone; `url` holds the token. */
export async function startWebHost(options: LaunchOptions): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [join(root, 'out', 'main', 'web.js'), ...options.directories, '--no-open'],
    { env: { ...process.env, WALSCOPE_DATA: options.dataDir }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url) return { child, url };
  }
  throw new Error('The web host ended without printing its address.');
}

/** Asks it to end and waits until it has; gives its exit code. */
export async function endWebHost(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return child.exitCode;
}
