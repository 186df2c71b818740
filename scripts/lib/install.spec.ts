import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'walscope-install-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3' },
  'node_modules/b-win32': { version: '4.0.0', optional: true },
};

function write(lock: unknown, installed?: unknown) {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
  if (installed === undefined) return;
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
}

test('what package-lock.json names is there, but for what other platforms get', () => {
  write(wanted, { 'node_modules/a': { version: '1.2.3' } });
  expect(isInstalled(root)).toBe(true);
});

test('nothing installed, a package missing, or another version', () => {
  write(wanted);
  expect(isInstalled(root)).toBe(false);
  write(wanted, {});
  expect(isInstalled(root)).toBe(false);
  write(wanted, { 'node_modules/a': { version: '1.2.4' } });
  expect(isInstalled(root)).toBe(false);
});
