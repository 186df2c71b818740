import { describe, expect, it } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import type { Store } from '../api.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { never } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/entry-facts.ts';
import { open } from '../open.ts';
import { recover } from '../recovery/recover.ts';
import { LogIndex } from './log-index.ts';
import { maxIndexedSeq } from './seq-table.ts';

const directory = '/store';
const options = { keysInMemory: false, cacheBytes: 0, garbageShare: null, fsync: 'no' } as const;

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : looseText(bytes));

async function filled(keys: number, valueBytes: number): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  const store = await open(directory, { ...options, fileSystem });
  const value = new Uint8Array(valueBytes);
  await Promise.all(Array.from({ length: keys }, (_, i) => store.set(`key ${i}`, value)));
  await store.close();
  return fileSystem;
}

describe('an index that keeps no keys', () => {
  it.each([
    { keys: 60_000, valueBytes: 5 },
    { keys: 60_000, valueBytes: 100 },
    { keys: 30_000, valueBytes: 3000 },
  ])('takes no more than 14 bytes a key ($keys keys, values of $valueBytes bytes)', async (given) => {
    const fileSystem = await filled(given.keys, given.valueBytes);
    const { index } = await recover(fileSystem, directory, { acceptDamage: false, keysInMemory: false });
    expect(index.count).toBe(given.keys);
    expect((index as LogIndex).memoryBytes / given.keys).toBeLessThan(14);
  });

  it('writes neither hints nor a checkpoint, and goes by none that is there', async () => {
    const fileSystem = await filled(20_000, 100);
    expect((await fileSystem.list(directory)).filter((name) => /hint|INDEX/.test(name))).toEqual([]);
    const usual = await open(directory, { fileSystem });
    await usual.close();
    expect(await fileSystem.list(directory)).toContain('INDEX');
    const store = await open(directory, { ...options, fileSystem });
    expect(store.recovery).toMatchObject({ keys: 20_000, verdict: { code: 'clean' } });
    await store.close();
  });

  it('refuses sequence numbers that it has no room for', () => {
    const index = new LogIndex(7);
    const facts = { ...blankFacts(1), seq: maxIndexedSeq + 1, expireAt: never };
    const key = utf8('a');
    expect(() => index.put(key, 0, 1, index.hash(key, 0, 1), facts)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});

describe('a record that cannot be read while a key is looked for', () => {
  const begin = async (): Promise<{ store: Store; faulty: FaultyFileSystem; disk: MemoryFileSystem }> => {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    const store = await open(directory, { ...options, fileSystem: faulty });
    await store.batch(['a', 'b', 'c'].map((key) => ({ op: 'set', key, value: `${key} old` })));
    return { store, faulty, disk };
  };
  const failReads = (faulty: FaultyFileSystem): void =>
    faulty.arm({ kind: 'read', nth: faulty.count('read') + 1, errno: 'EIO', duration: 'stays' });

  it('is an error for whoever reads, and for a write that asks about it', async () => {
    const { store, faulty } = await begin();
    failReads(faulty);
    await expect(store.get('a')).rejects.toMatchObject({ code: 'IO' });
    expect(() => store.getSync('a')).toThrow(expect.objectContaining({ code: 'IO' }));
    await expect(store.delete('a')).rejects.toMatchObject({ code: 'IO' });
    await expect(store.batch([{ op: 'set', key: 'a', value: 'x', ifSeq: 1 }])).rejects.toMatchObject({
      code: 'IO',
    });
    expect(store.getSync('never there')).toBeNull();
    faulty.heal();
    expect(store.readOnly).toBe(false);
    expect(text(store.getSync('a'))).toBe('a old');
    await store.close();
  });

  it('ends all writing when it stands in the way of one, of which nothing is seen', async () => {
    const { store, faulty, disk } = await begin();
    failReads(faulty);
    const batch = store.batch([
      { op: 'set', key: 'new', value: 'x' },
      { op: 'set', key: 'b', value: 'b new' },
    ]);
    await expect(batch).rejects.toMatchObject({ code: 'IO' });
    faulty.heal();
    expect(store.readOnly).toBe(true);
    expect(store.getSync('new')).toBeNull();
    expect(text(store.getSync('b'))).toBe('b old');
    expect(store.stats().keys).toBe(3);
    await store.close();
    const again = await open(directory, { ...options, fileSystem: disk });
    expect(again.recovery.verdict.damage).toBe('none');
    await again.close();
  });

  it('is not taken for the record of another key when its key is not what it was', async () => {
    const { store, disk } = await begin();
    const { file, offset, recordLength, valueLength, keyLength } = store.locate('b') as NonNullable<
      ReturnType<Store['locate']>
    >;
    const handle = await disk.open(`${directory}/${file}`, 'write');
    await handle.write(utf8('z'), offset + recordLength - valueLength - keyLength);
    await handle.close();
    expect(() => store.getSync('b')).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    await expect(store.get('b')).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(text(store.getSync('c'))).toBe('c old');
    await store.close();
  });
});
