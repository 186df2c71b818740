// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A download that brings nothing new for so long is given up. */
const stallMs = 8_000;
const lookEveryMs = 250;
const maxDownloadMs = 10 * 60_000;

/**
 * The Electron binary that is there, or null: that of ELECTRON_OVERRIDE_DIST_PATH, else the package's own. Asking
 * the package itself would start its download.
 * @param {string} root
 * @param {Record<string, string | undefined>} [env]
 * @returns {string | null}
 */
export function findElectron(root, env = process.env) {
  const directory = env.ELECTRON_OVERRIDE_DIST_PATH || join(root, 'node_modules', 'electron', 'dist');
  const binary = join(directory, binaryName());
  return existsSync(binary) ? binary : null;
}

/**
 * What to call it with. `-r` runs the start synchronously: an app's main file may be loaded as an ES module, and
 * Electron can be ready before that has run.
 * @param {string} root
 * @param {readonly string[]} directories absolute
 */
export function electronArguments(root, directories) {
  return ['-r', join(root, 'out', 'preload', 'start.cjs'), root, ...directories];
}

/**
 * Lets the electron package download its binary for as long as bytes arrive.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<{ ok: boolean, reason: string }>}
 */
export async function downloadElectron(root, say) {
  const electron = join(root, 'node_modules', 'electron');
  const installer = join(electron, 'install.js');
  if (!existsSync(installer)) return { ok: false, reason: 'the electron package is not installed' };
  // A temporary directory of its own, so that what arrives can be seen arriving.
  const temporary = mkdtempSync(join(tmpdir(), 'walscope-electron-'));
  try {
    return await watchDownload(installer, temporary, [temporary, join(electron, 'dist')], say);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {string} installer
 * @param {string} temporary
 * @param {readonly string[]} watched
 * @param {(line: string) => void} say
 * @returns {Promise<{ ok: boolean, reason: string }>}
 */
function watchDownload(installer, temporary, watched, say) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], {
      env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
      stdio: 'ignore',
    });
    const started = Date.now();
    let bytes = 0;
    let grownAt = started;
    let stalled = false;
    let told = false;
    const watch = setInterval(() => {
      const now = Date.now();
      const seen = watched.reduce((sum, directory) => sum + bytesBelow(directory), 0);
      if (seen !== bytes) grownAt = now;
      bytes = seen;
      if (!told && now - started > 2_000 && bytes > 0) {
        say('Downloading Electron (once; about 120 MB) …');
        told = true;
      }
      if (now - grownAt > stallMs || now - started > maxDownloadMs) {
        stalled = true;
        child.kill('SIGKILL');
      }
    }, lookEveryMs);
    const end = (/** @type {number | null} */ code) => {
      clearInterval(watch);
      if (code === 0) resolve({ ok: true, reason: '' });
      else
        resolve({ ok: false, reason: stalled ? 'its download does not answer' : 'it cannot be downloaded' });
    };
    child.on('error', () => end(1));
    child.on('close', end);
  });
}

/** @param {string} directory */
function bytesBelow(directory) {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
  } catch {
    // Not there yet, or a file that was just moved away.
    return 0;
  }
}

function binaryName() {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * The version of a binary, as the file beside it says.
 * @param {string} binary
 */
export function electronVersion(binary) {
  try {
    return readFileSync(join(binary, '..', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
  } catch {
    return 'of unknown version';
  }
}
