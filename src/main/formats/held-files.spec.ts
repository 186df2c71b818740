import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../engine/fs/memory-file-system.ts';
import { open } from '../engine/open.ts';
import { HeldFiles, holdingFiles } from './held-files.ts';
import { liveKeys } from './log/live-keys.ts';
import { readRedis } from './redis/read-redis.ts';
import { aofOf } from './redis/testing.ts';
import { memoryDirectory } from './testing/state.ts';
import { readWalscopeLog } from './walscope/read-log.ts';

it('gives the values of a log that was read before its files were compacted away', async () => {
  const disk = new MemoryFileSystem();
  const store = await open('/store', { fileSystem: disk, segmentBytes: 4096, garbageShare: null });
  for (let at = 0; at < 40; at++) await store.set(`key ${at % 20}`, `${'v'.repeat(500)} ${at}`);
  const values = await holdingFiles(disk, async (fileSystem) => {
    const log = await readWalscopeLog('/store', { fileSystem });
    await store.compact();
    const found: string[] = [];
    for await (const { value } of liveKeys(log, fileSystem)) found.push(Buffer.from(value).toString());
    return found;
  });
  expect(values).toHaveLength(20);
  for (const value of values) expect(Number(value.split(' ')[1])).toBeGreaterThanOrEqual(20);
  await store.close();
});

it('gives the values of a log that another one has taken the place of', async () => {
  const disk = await memoryDirectory('/d', {
    'appendonly.aof': aofOf(['SET', 'a', 'old']),
    next: aofOf(['SET', 'b', 'longer than what was there']),
  });
  const found: string[] = [];
  await holdingFiles(disk, async (fileSystem) => {
    const log = await readRedis('/d', { fileSystem });
    await disk.rename('/d/next', '/d/appendonly.aof');
    for await (const { value } of liveKeys(log, fileSystem)) found.push(Buffer.from(value).toString());
  });
  expect(found).toEqual(['old']);
});

it('lets nothing be written, and closes all in the end', async () => {
  const disk = await memoryDirectory('/d', { file: 'one' });
  const files = new HeldFiles(disk);
  const handle = await files.open('/d/file', 'read');
  await handle.close();
  const again = await files.open('/d/file', 'read');
  await expect(again.write(new Uint8Array(1), 0)).rejects.toMatchObject({ code: 'EROFS' });
  await expect(files.open('/d/file', 'write')).rejects.toMatchObject({ code: 'EROFS' });
  await expect(files.open('/d/none', 'read')).rejects.toMatchObject({ code: 'ENOENT' });
  await files.release();
  await expect(again.size()).rejects.toMatchObject({ code: 'EBADF' });
});
