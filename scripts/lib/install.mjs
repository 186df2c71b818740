// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './run.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, peer?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 */

/**
 * Whether node_modules holds what package-lock.json asks for. npm keeps its own lock file of what it installed.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const there = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(
    ([path, locked]) =>
      // The project itself, and what only other platforms get.
      path === '' || locked.optional || locked.devOptional || there[path]?.version === locked.version,
  );
}

/**
 * Installs what package-lock.json asks for unless it is there.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function ensureInstalled(root, say) {
  if (isInstalled(root)) return false;
  say('Installing the packages that package-lock.json names (npm ci) …');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const exact = await npm(['ci', ...quiet], { cwd: root });
  if (exact.code === 0) return true;
  // A registry that lacks a package for another platform is enough for npm ci to refuse the whole.
  say('npm ci refuses; trying npm install …');
  const { code } = await npm(['install', '--no-save', ...quiet], { cwd: root });
  if (code !== 0) throw new Error(`The packages could not be installed:\n${exact.output.trim()}`);
  return true;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
