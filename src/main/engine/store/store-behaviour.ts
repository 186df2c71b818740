import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { OpenOptions, ScanOptions, Store } from '../api.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { open } from '../open.ts';

/** Where stores are made. */
export interface Disk {
  fileSystem: FileSystem;
  /** An empty directory of this file system. */
  directory: string;
  cleanUp: () => Promise<void>;
}

let disk: Disk;
let directory: string;
let nowMs = 1_700_000_000_000;
let usual: OpenOptions = {};
const opened: Store[] = [];

async function openStore(options: OpenOptions = {}, at: string = directory): Promise<Store> {
  const { fileSystem } = disk;
  const store = await open(at, {
    fileSystem,
    now: () => nowMs,
    garbageShare: null,
    ...usual,
    ...options,
  });
  opened.push(store);
  return store;
}

async function text(store: Store, key: string): Promise<string | null> {
  const value = await store.get(key);
  return value === null ? null : looseText(value);
}

async function keysOf(store: Store, options?: ScanOptions): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.scan(options)) keys.push(looseText(key));
  return keys;
}

/** What a store does, on whatever disk, when it is opened with these options unless a test says otherwise. */
export function itBehavesAsAStore(name: string, make: () => Promise<Disk>, options: OpenOptions = {}): void {
  describe(`a store ${name}`, () => {
    beforeEach(async () => {
      disk = await make();
      usual = options;
      directory = `${disk.directory}/store`;
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      await disk.cleanUp();
    });

    it('gives back what was set, after a restart too', async () => {
      const store = await openStore();
      expect(store.recovery.verdict.code).toBe('clean');
      expect(await store.set('a', '1')).toEqual({ firstSeq: 1, lastSeq: 1, durable: true });
      await store.set('b', Uint8Array.of(0, 255));
      await store.set('a', '2');
      expect(await text(store, 'a')).toBe('2');
      expect(store.getSync('b')).toEqual(Uint8Array.of(0, 255));
      expect(await store.get('c')).toBeNull();
      await store.close();
      const again = await openStore();
      expect(again.recovery).toMatchObject({ keys: 2, records: 3, lastSeq: 3, verdict: { code: 'clean' } });
      expect(await text(again, 'a')).toBe('2');
      expect(await again.set('c', '3')).toMatchObject({ firstSeq: 4 });
    });

    it('deletes, and says whether the key was there', async () => {
      const store = await openStore();
      await store.set('a', '1');
      expect(await Promise.all([store.delete('a'), store.delete('a'), store.delete('b')])).toEqual([
        true,
        false,
        false,
      ]);
      expect(await store.get('a')).toBeNull();
    });

    it('puts all writes of a moment into one frame, a batch never into two', async () => {
      const store = await openStore();
      const written = await Promise.all([
        store.set('a', '1'),
        store.batch([
          { op: 'set', key: 'b', value: '2' },
          { op: 'delete', key: 'a' },
        ]),
        store.set('c', '3'),
      ]);
      expect(written.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
        [1, 1],
        [2, 3],
        [4, 4],
      ]);
      expect(await keysOf(store)).toEqual(['b', 'c']);
    });

    it('keeps none of the bytes that it is given: they may change before they are written', async () => {
      const store = await openStore();
      const [key, value] = [Buffer.from('key'), Buffer.from('value')];
      const written = [store.batch([{ op: 'set', key, value }]), store.set('other', value)];
      key.fill('x');
      value.fill('x');
      await Promise.all(written);
      expect(await text(store, 'key')).toBe('value');
      expect(await text(store, 'other')).toBe('value');
      expect(await keysOf(store)).toEqual(['key', 'other']);
    });

    it('refuses a batch whose conditions do not hold, as a whole', async () => {
      const store = await openStore();
      const { lastSeq } = await store.set('a', '1');
      await store.set('a', '2');
      const stale = store.batch([
        { op: 'set', key: 'b', value: 'x', ifSeq: null },
        { op: 'set', key: 'a', value: 'y', ifSeq: lastSeq },
      ]);
      await expect(stale).rejects.toMatchObject({ code: 'CONFLICT', details: { key: 'a' } });
      expect(await keysOf(store)).toEqual(['a']);
      await store.batch([{ op: 'set', key: 'a', value: 'z', ifSeq: lastSeq + 1 }]);
      expect(await text(store, 'a')).toBe('z');
    });

    it('previews the very bytes that a batch then appends', async () => {
      const store = await openStore();
      const changes = [
        { op: 'set', key: 'a', value: '1', expireAt: nowMs + 5000 },
        { op: 'delete', key: 'b' },
      ] as const;
      const preview = store.previewBatch(changes);
      const written = await store.batch(changes);
      expect(preview.firstSeq).toBe(written.firstSeq);
      const file = await disk.fileSystem.readFile(`${directory}/${preview.file}`);
      expect(file.slice(preview.offset, preview.offset + preview.bytes.length)).toEqual(
        preview.bytes.slice(),
      );
      expect(store.locate('a')?.offset).toBe(preview.offset + (preview.records[0]?.offset ?? 0));
    });

    it('lets keys expire at once, keeps them gone, and deletes them in time', async () => {
      const store = await openStore();
      await store.set('short', '1', { ttl: 1000 });
      await store.set('long', '2', { expireAt: nowMs + 10_000 });
      nowMs += 1000;
      expect(await store.get('short')).toBeNull();
      expect(await keysOf(store)).toEqual(['long']);
      await expect.poll(() => store.stats().keys).toBe(1);
      nowMs -= 1000;
      expect(await store.get('short')).toBeNull();
      await store.close();
      const again = await openStore();
      expect(await again.entry('long')).toMatchObject({ expireAt: nowMs + 10_000 });
    });

    it('keeps a key gone that was deleted when it had expired, though the clock goes back', async () => {
      const store = await openStore();
      await store.set('k', '1', { expireAt: nowMs + 5000 });
      nowMs += 86_400_000;
      expect(await store.delete('k')).toBe(false);
      nowMs -= 86_400_000;
      expect(await text(store, 'k')).toBeNull();
      await store.close();
      expect(await text(await openStore(), 'k')).toBeNull();
    });

    it('keeps expired keys where they are until it is to delete them, though nobody can read them', async () => {
      const [keeping, deleting] = [await openStore(), await openStore({}, `${disk.directory}/other`)];
      keeping.configure({ deletesExpired: false });
      for (const store of [keeping, deleting]) await store.set('short', '1', { ttl: 1000 });
      nowMs += 1000;
      await expect.poll(() => deleting.stats().keys).toBe(0);
      expect(keeping.stats().keys).toBe(1);
      expect(await keeping.get('short')).toBeNull();
      keeping.configure({ deletesExpired: true });
      await expect.poll(() => keeping.stats().keys).toBe(0);
    });

    it('scans ranges and prefixes in both directions', async () => {
      const store = await openStore();
      for (const key of ['a', 'b:1', 'b:2', 'b:3', 'c']) await store.set(key, key);
      expect(await keysOf(store, { prefix: 'b:' })).toEqual(['b:1', 'b:2', 'b:3']);
      expect(await keysOf(store, { prefix: 'b:', reverse: true, limit: 2 })).toEqual(['b:3', 'b:2']);
      expect(await keysOf(store, { gt: 'a', lte: 'b:2' })).toEqual(['b:1', 'b:2']);
      expect(await keysOf(store, { gte: 'b:2', lt: 'c', reverse: true })).toEqual(['b:3', 'b:2']);
      expect(await keysOf(store, { gt: 'c' })).toEqual([]);
    });

    it('scans the moment of the call, whatever is written, deleted or compacted meanwhile', async () => {
      const store = await openStore({ segmentBytes: 4096 });
      for (let i = 0; i < 100; i++) await store.set(`k${i}`, `old ${i}`);
      const scan = store.scan();
      await store.set('k0', 'new');
      await store.delete('k50');
      await store.set('later', '1');
      await store.snapshot();
      const seen = new Map<string, string>();
      for await (const { key, value } of scan) seen.set(looseText(key), looseText(value));
      expect(seen.size).toBe(100);
      expect(seen.get('k0')).toBe('old 0');
      expect(seen.get('k50')).toBe('old 50');
    });

    it('takes a snapshot while writes go on', async () => {
      const store = await openStore({ segmentBytes: 8192 });
      for (let round = 0; round < 5; round++) {
        await Promise.all(Array.from({ length: 50 }, (_, i) => store.set(`k${i}`, `${round}`.repeat(50))));
      }
      const segments = store.stats().segments;
      expect(segments).toBeGreaterThan(2);
      const [result] = await Promise.all([
        store.snapshot(),
        ...Array.from({ length: 20 }, (_, i) => store.set(`during${i}`, 'x')),
      ]);
      expect(result.bytesAfter).toBeLessThan(result.bytesBefore);
      expect(store.stats().segments).toBeLessThan(segments);
      expect(await text(store, 'k7')).toBe('4'.repeat(50));
      expect(await store.verify()).toMatchObject({ code: 'clean', damage: 'none' });
      await store.close();
      const again = await openStore();
      expect(again.recovery.verdict.code).toBe('clean');
      expect(again.stats().keys).toBe(70);
      expect(await text(again, 'k7')).toBe('4'.repeat(50));
      expect(await text(again, 'during3')).toBe('x');
    });

    it.each(['everysec', 'no'] as const)('says what is not proven yet under %s', async (fsync) => {
      const store = await openStore({ fsync });
      const written = await store.set('a', '1');
      expect(written.durable).toBe(false);
      expect(store.durability()).toMatchObject({ policy: fsync, acknowledgedSeq: 1, durableSeq: 0 });
      expect(store.durability().gapBytes).toBeGreaterThan(0);
      expect(await store.sync()).toMatchObject({ durableSeq: 1, gapBytes: 0, gapSinceMs: null });
      await store.set('b', '1');
      expect(await store.setPolicy('always')).toMatchObject({ durableSeq: 2, policy: 'always' });
      expect((await store.set('c', '1')).durable).toBe(true);
    });

    it('refuses to be made in a directory of something else', async () => {
      const { fileSystem } = disk;
      await fileSystem.mkdir(directory);
      await (await fileSystem.open(`${directory}/data.log`, 'create')).close();
      await expect(openStore()).rejects.toMatchObject({ code: 'NOT_EMPTY' });
      const orphan = open(`${disk.directory}/no/parent`, { fileSystem });
      await expect(orphan).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const nothing = open(`${disk.directory}/nothing`, { fileSystem, create: false });
      await expect(nothing).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('refuses what is over a limit or makes no sense', async () => {
      const store = await openStore();
      await expect(store.set('k'.repeat(70_000), '')).rejects.toMatchObject({ code: 'TOO_LARGE' });
      await expect(store.set('k', '', { ttl: -1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(store.set('k', '', { ttl: 1, expireAt: 1 })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
      await store.close();
      await expect(store.set('k', '')).rejects.toMatchObject({ code: 'CLOSED' });
      await expect(store.get('k')).rejects.toMatchObject({ code: 'CLOSED' });
    });
  });
}
