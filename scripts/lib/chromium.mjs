// @ts-check
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findOnPath } from './display.mjs';
import { run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const installLimitMs = 3 * 60_000;

/**
 * A Chromium that is on this machine: CHROME_PATH, one on the PATH, or Playwright's own. Null when there is none.
 * @returns {string | null}
 */
export function findChromium() {
  const given = process.env.CHROME_PATH;
  if (given && existsSync(given)) return given;
  for (const name of names) {
    const found = findOnPath(name);
    if (found) return found;
  }
  const own = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  return own && existsSync(own) ? own : null;
}

/**
 * Finds a Chromium, or gets one: Playwright's own, else Debian's where we may install it.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<string | null>}
 */
export async function ensureChromium(root, say) {
  const found = findChromium();
  if (found) return found;
  say('Getting a Chromium for the tests …');
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const options = { cwd: root, limitMs: installLimitMs };
  await run(process.execPath, [playwright, 'install', 'chromium'], options);
  const downloaded = findChromium();
  if (downloaded || process.getuid?.() !== 0 || !findOnPath('apt-get')) return downloaded;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { ...options, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { ...options, env });
  return findChromium();
}
