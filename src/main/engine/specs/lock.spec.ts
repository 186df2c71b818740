import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { open } from '../open.ts';
import { ChildWriter } from './child-writer.ts';

let parent: string;
let directory: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'walscope-lock-'));
  directory = join(parent, 'store');
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

describe('a store that this process has open', () => {
  it('is refused to a second opener, which is told the process', async () => {
    const store = await open(directory);
    await expect(open(directory)).rejects.toMatchObject({
      code: 'LOCKED',
      details: { pid: process.pid },
      message: expect.stringContaining(String(process.pid)),
    });
    await store.close();
    await (await open(directory)).close();
  });

  it('can be read by others without a lock, and read-only instead of an error', async () => {
    const store = await open(directory);
    await store.set('a', '1');
    const reader = await open(directory, { readOnly: true });
    expect(Buffer.from((await reader.get('a'))!).toString()).toBe('1');
    await expect(reader.set('b', '2')).rejects.toMatchObject({ code: 'READ_ONLY' });
    const second = await open(directory, { readOnlyWhenLocked: true });
    expect(second).toMatchObject({ readOnly: true, holderPid: process.pid });
    await Promise.all([reader.close(), second.close()]);
    await store.set('still', 'writable');
    await store.close();
  });
});

describe('a store that another process writes', () => {
  it('is locked until that process is killed, however it ends', async () => {
    const writer = new ChildWriter({ directory, fsync: 'no', valueBytes: 10 });
    try {
      await writer.acknowledged(3);
      await expect(open(directory)).rejects.toMatchObject({ code: 'LOCKED', details: { pid: writer.pid } });
    } finally {
      await writer.kill();
    }
    const store = await open(directory);
    expect(JSON.parse(await readFile(join(directory, 'LOCK'), 'utf8'))).toMatchObject({ pid: process.pid });
    await store.close();
  });
});
