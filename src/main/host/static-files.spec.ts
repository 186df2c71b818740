import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStaticFiles } from './static-files.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'walscope-static-'));
  mkdirSync(join(directory, 'page'));
  writeFileSync(join(directory, 'secret.json'), 'secret');
  writeFileSync(join(directory, 'page', 'index.html'), '<head></head>');
});
afterEach(() => rmSync(directory, { recursive: true }));

test('only what was there when it was opened is served', async () => {
  const files = await openStaticFiles(join(directory, 'page'));
  writeFileSync(join(directory, 'page', 'late.js'), 'late');
  expect((await files.answer('/')).status).toBe(200);
  expect((await files.answer('/index.html')).status).toBe(200);
  expect((await files.answer('/late.js')).status).toBe(404);
});

test('a link out of the page is not followed', async () => {
  symlinkSync(join(directory, 'secret.json'), join(directory, 'page', 'link.json'));
  symlinkSync(directory, join(directory, 'page', 'up'));
  const files = await openStaticFiles(join(directory, 'page'));
  for (const path of ['/link.json', '/up/secret.json', '/../secret.json', '/constructor', '']) {
    expect((await files.answer(path)).status).toBe(404);
  }
});

test('a file of a type that the page does not have is not served', async () => {
  writeFileSync(join(directory, 'page', 'index.js.map'), '{}');
  const files = await openStaticFiles(join(directory, 'page'));
  expect((await files.answer('/index.js.map')).status).toBe(404);
});
