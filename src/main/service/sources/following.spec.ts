import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { aofOf } from '../../formats/redis/testing.ts';
import { scratchDirectories } from '../../formats/testing/scratch.ts';
import { openSource } from './open-source.ts';
import type { Source } from './source.ts';

const scratch = scratchDirectories();
let source: Source;
afterEach(() => source.close());

async function opened(path: string): Promise<Source> {
  const fileSystem = nodeFileSystem;
  return openSource({ id: 's', path, readOnly: false, create: false, engine: {}, fileSystem });
}

async function keysOf(from: Source): Promise<string[]> {
  const keys = await from.keys();
  const names = Array.from(keys.ids, (id) => looseText(keys.key(id)));
  keys.release();
  return names;
}

const soon = { timeout: 20_000 };

it('takes in what an engine writes while its directory is looked at, and says so', async () => {
  const path = await scratch();
  const file = join(path, 'appendonly.aof');
  await writeFile(file, aofOf(['SET', 'a', '1']));
  source = await opened(path);
  const [keys, info] = [vi.fn(), vi.fn()];
  source.onKeys(keys);
  source.onInfo(info);
  await appendFile(file, aofOf(['RPUSH', 'b', '2']));
  await vi.waitFor(async () => expect(await keysOf(source)).toEqual(['a', 'b']), soon);
  expect(keys).toHaveBeenCalled();
  expect(info).toHaveBeenCalled();
  expect(source.status().records).toBe(2);

  const half = aofOf(['SET', 'c', '3']);
  await appendFile(file, half.subarray(0, 9));
  await vi.waitFor(() => expect(source.info().verdict.damage).toBe('torn-tail'), soon);
  await appendFile(file, half.subarray(9));
  await vi.waitFor(async () => expect(await keysOf(source)).toEqual(['a', 'b', 'c']), soon);
  expect(source.info().verdict.damage).toBe('none');
});

it('follows files that are put in place of others, and keeps what it has while they are gone', async () => {
  const path = await scratch();
  const folder = join(path, 'appendonlydir');
  await mkdir(folder);
  const put = async (number: number, ...commands: string[][]) => {
    const name = `appendonly.aof.${number}.incr.aof`;
    await writeFile(join(folder, name), aofOf(...commands));
    await writeFile(join(folder, 'temp.manifest'), `file ${name} seq ${number} type i\n`);
    await rename(join(folder, 'temp.manifest'), join(folder, 'appendonly.aof.manifest'));
  };
  await put(1, ['SET', 'old', '1']);
  source = await opened(path);
  await put(2, ['SET', 'new', '2']);
  await vi.waitFor(async () => expect(await keysOf(source)).toEqual(['new']), soon);
  await rename(folder, join(path, 'elsewhere'));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await keysOf(source)).toEqual(['new']);
  await rename(join(path, 'elsewhere'), folder);
  await put(3, ['SET', 'newer', '3']);
  await vi.waitFor(async () => expect(await keysOf(source)).toEqual(['newer']), soon);
});

it.each([
  ['directory', (path: string) => path],
  ['file by itself', (path: string) => join(path, 'appendonly.aof')],
])('says that a %s has gone, keeps what was read, and goes on once it is back', async (_what, openedAt) => {
  const path = await scratch();
  const file = join(path, 'appendonly.aof');
  await writeFile(file, aofOf(['SET', 'a', '1']));
  source = await opened(openedAt(path));
  const told = vi.fn();
  source.onStatus(told);
  await rename(openedAt(path), `${path}-elsewhere`);
  await vi.waitFor(() => expect(source.status().missing).toBe(true), soon);
  expect(told).toHaveBeenCalled();
  // Long enough for it to be looked at once more.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await keysOf(source)).toEqual(['a']);
  expect(source.info().verdict.damage).toBe('none');
  expect(source.log().current?.table.count).toBe(1);
  await rename(`${path}-elsewhere`, openedAt(path));
  await vi.waitFor(() => expect(source.status().missing).toBe(false), soon);
  expect(looseText((await source.value(utf8('a'), 0, 10))!.bytes)).toBe('1');
  await appendFile(file, aofOf(['SET', 'b', '2']));
  await vi.waitFor(async () => expect(await keysOf(source)).toEqual(['a', 'b']), soon);
});
