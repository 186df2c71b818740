import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources, isBuilt } from './build.mjs';

let root: string;
function write(file: string, content: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'walscope-build-'));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.library.json'])
    write(file, '{}');
  write('electron.vite.config.ts', '');
  write('src/main/a.ts', 'a');
});
afterEach(() => rmSync(root, { recursive: true }));

test('the hash follows what a build is made of, and nothing else', () => {
  const before = hashSources(root);
  write('src/main/a.spec.ts', 'spec');
  write('docs/a.md', 'doc');
  expect(hashSources(root)).toBe(before);
  write('src/main/a.ts', 'b');
  const changed = hashSources(root);
  expect(changed).not.toBe(before);
  write('package.json', '{"version":"2"}');
  expect(hashSources(root)).not.toBe(changed);
});

test('a build counts when it is whole and its stamp is that of the sources', () => {
  const hash = hashSources(root);
  expect(isBuilt(root, hash)).toBe(false);
  for (const file of [
    'main/index.js',
    'main/web.js',
    'main/cli.js',
    'preload/index.cjs',
    'preload/start.cjs',
  ]) {
    write(`out/${file}`, '');
  }
  write('out/.stamp', hash);
  expect(isBuilt(root, hash)).toBe(false);
  write('out/renderer/index.html', '');
  expect(isBuilt(root, hash)).toBe(true);
  expect(isBuilt(root, 'other')).toBe(false);
});
