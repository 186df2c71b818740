// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { npm } from './run.mjs';

const configuration = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.library.json',
];
const results = [
  'main/index.js',
  'main/web.js',
  'main/cli.js',
  'preload/index.cjs',
  'preload/start.cjs',
  'renderer/index.html',
];

/**
 * Builds out/ unless it was built from just these sources.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function ensureBuilt(root, say) {
  const hash = hashSources(root);
  if (isBuilt(root, hash)) return false;
  say('Building …');
  const { code, output } = await npm(['run', '--silent', 'build'], { cwd: root });
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  writeFileSync(stampFile(root), hash);
  return true;
}

/**
 * @param {string} root
 * @param {string} hash of the sources
 */
export function isBuilt(root, hash) {
  if (!results.every((file) => existsSync(join(root, 'out', file)))) return false;
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === hash;
}

/**
 * SHA-256 over the names and contents of all that a build is made of. Times of change say nothing after a checkout.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
  for (const file of [...sources.sort(), ...configuration]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'out', '.stamp');
}
