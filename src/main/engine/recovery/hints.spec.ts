import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions, Store } from '../api.ts';
import { hintFile, segmentFile } from '../format/file-names.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { hintFromBytes } from './recover.ts';

const directory = '/store';
const value = new Uint8Array(20_000).fill(1);
const keys = 120;
let disk: MemoryFileSystem;

const openStore = (options: OpenOptions = {}): Promise<Store> =>
  open(directory, { fileSystem: disk, garbageShare: null, segmentBytes: hintFromBytes * 1.2, ...options });

const hintPath = `${directory}/${hintFile(1)}`;

/** A first segment that is large enough for a hint, with overwrites and deletes in it and after it. */
async function fill(): Promise<void> {
  const store = await openStore();
  for (let i = 0; i < keys; i++) await store.set(`k${i % 50}`, value);
  await store.delete('k7');
  await expect.poll(async () => disk.stat(hintPath)).not.toBeNull();
  // A store that is closed keeps its whole index instead.
  const killed = disk.crash({ keepUnsynced: 'all' });
  await store.close();
  disk = killed;
}

async function summary(store: Store): Promise<unknown> {
  const { recovery } = store;
  const found: string[] = [];
  for await (const { key, seq, value: bytes } of store.scan())
    found.push(`${Buffer.from(key)} ${seq} ${bytes.length}`);
  const { garbageShare, records } = store.stats();
  const { keys: alive, lastSeq, verdict } = recovery;
  return { found, garbageShare, records, alive, lastSeq, code: verdict.code, read: verdict.recordsRead };
}

async function opened(): Promise<unknown> {
  const store = await openStore({ readOnly: true });
  try {
    return await summary(store);
  } finally {
    await store.close();
  }
}

beforeEach(() => {
  disk = new MemoryFileSystem();
});

describe('opening with a hint', () => {
  it('finds what opening without it finds', async () => {
    await fill();
    const withHint = await opened();
    await disk.unlink(hintPath);
    expect(await opened()).toEqual(withHint);
    await (await openStore()).close();
  });

  it('reads the segment itself when the hint is damaged, cut, or of another segment', async () => {
    await fill();
    const whole = await opened();
    const bytes = await disk.readFile(hintPath);
    const damaged = bytes.slice();
    damaged[bytes.length >> 1]! ^= 1;
    for (const wrong of [damaged, bytes.slice(0, 100), new Uint8Array(0)]) {
      const handle = await disk.open(hintPath, 'write');
      await handle.truncate(0);
      await handle.write(wrong, 0);
      await handle.close();
      expect(await opened()).toEqual(whole);
    }
  });

  it('does not hide that the segment has lost its end', async () => {
    await fill();
    const path = `${directory}/${segmentFile(1)}`;
    const handle = await disk.open(path, 'write');
    await handle.truncate((await handle.size()) - 100);
    await handle.close();
    expect(await opened()).toMatchObject({ code: 'unreadable' });
  });

  it('writes the hint again when it was deleted', async () => {
    await fill();
    await disk.unlink(hintPath);
    const store = await openStore();
    await expect.poll(async () => disk.stat(hintPath)).not.toBeNull();
    await store.close();
  });

  it('keeps none of segments that the checkpoint of the index stands for', async () => {
    await fill();
    await (await openStore()).close();
    expect(await disk.stat(hintPath)).toBeNull();
    const store = await openStore();
    for (let i = 0; i < keys; i++) await store.set(`k${i % 50}`, value);
    await expect.poll(async () => disk.stat(`${directory}/${hintFile(2)}`)).not.toBeNull();
    expect(await disk.stat(hintPath)).toBeNull();
    await store.close();
    expect(await disk.stat(`${directory}/${hintFile(2)}`)).toBeNull();
  });
});
