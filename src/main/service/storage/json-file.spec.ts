import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { JsonFile } from './json-file.ts';

const schema = z.object({ n: z.number() });
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'walscope-json-'));
  path = join(directory, 'deep', 'file.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('changes are saved one after the other, and nothing temporary stays', async () => {
  const file = new JsonFile(path, schema, { n: 0 });
  await Promise.all(Array.from({ length: 20 }, () => file.update(({ n }) => ({ n: n + 1 }))));
  expect(await file.read()).toEqual({ n: 20 });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ n: 20 });
  expect(readdirSync(join(directory, 'deep'))).toEqual(['file.json']);
  expect(await new JsonFile(path, schema, { n: 0 }).read()).toEqual({ n: 20 });
});

test.each([
  ['missing', null],
  ['not JSON', '{'],
  ['of another shape', '{"n": "one"}'],
  ['far too long', JSON.stringify({ n: 1, more: 'x'.repeat(2 * 1024 * 1024) })],
])('a file that is %s reads as the default', async (_, content) => {
  const place = join(directory, 'file.json');
  if (content !== null) writeFileSync(place, content);
  expect(await new JsonFile(place, schema, { n: 7 }).read()).toEqual({ n: 7 });
});

test('a save that fails is told of and does not stop the next', async () => {
  writeFileSync(join(directory, 'deep'), 'a file where the directory should be');
  const file = new JsonFile(path, schema, { n: 0 });
  await expect(file.update(() => ({ n: 1 }))).rejects.toThrow();
  rmSync(join(directory, 'deep'));
  await file.update(() => ({ n: 2 }));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ n: 2 });
});
