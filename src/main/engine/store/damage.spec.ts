import { beforeEach, describe, expect, it } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { OpenOptions, Store } from '../api.ts';
import { manifestFile, segmentFile } from '../format/file-names.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { indexKinds } from '../specs/index-kinds.ts';

const directory = '/store';
const path = (name: string): string => `${directory}/${name}`;
let disk: MemoryFileSystem;
let given: OpenOptions = {};

const openStore = (options: OpenOptions = {}): Promise<Store> =>
  open(directory, {
    fileSystem: disk,
    garbageShare: null,
    segmentBytes: 1000,
    now: () => 1000,
    ...given,
    ...options,
  });

async function contents(store: Store): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { key, value } of store.scan()) found[looseText(key)] = looseText(value);
  return found;
}

async function flip(name: string, offset: number): Promise<void> {
  const handle = await disk.open(path(name), 'write');
  const byte = new Uint8Array(1);
  await handle.read(byte, offset);
  byte[0]! ^= 1;
  await handle.write(byte, offset);
  await handle.close();
}

/** Ten keys over three segments, each written alone. Returns where the record of a key lies. */
async function fill(): Promise<(key: string) => { file: string; offset: number }> {
  const store = await openStore();
  for (let i = 0; i < 30; i++) await store.set(`k${i % 10}`, `value ${i}`);
  const places = new Map(Array.from({ length: 10 }, (_, i) => [`k${i}`, store.locate(`k${i}`)]));
  await store.close();
  return (key) => {
    const place = places.get(key);
    if (!place) throw new Error(key);
    return place;
  };
}

beforeEach(() => {
  disk = new MemoryFileSystem();
});

describe.each(indexKinds)('$index', ({ indexOptions }) => {
  beforeEach(() => {
    given = indexOptions;
  });

  describe('a damaged record with others behind it', () => {
    it('opens read-only, until someone chooses; the choice is remembered, and a snapshot ends the damage', async () => {
      const place = await fill();
      const { file, offset } = place('k3');
      await flip(file, offset + 8);
      const found = await openStore();
      expect(found).toMatchObject({
        readOnly: true,
        recovery: { verdict: { code: 'unreadable', recordsLost: 1 } },
      });
      await expect(found.set('x', 'y')).rejects.toMatchObject({ code: 'READ_ONLY' });
      await found.close();

      const chosen = await openStore({ acceptDamage: true });
      expect(chosen.readOnly).toBe(false);
      const salvaged = await contents(chosen);
      expect(salvaged).toMatchObject({ k3: 'value 13', k4: 'value 24', k9: 'value 29' });
      await chosen.set('after', 'the choice');
      await chosen.close();

      const again = await openStore();
      expect(again.readOnly).toBe(false);
      expect(again.recovery.verdict.damage).toBe('corrupt');
      expect(await contents(again)).toEqual({ ...salvaged, after: 'the choice' });
      await again.snapshot();
      expect(await again.verify()).toMatchObject({ code: 'clean', damage: 'none' });
      await again.close();

      const healed = await openStore();
      expect(healed.recovery.verdict.code).toBe('clean');
      expect(await contents(healed)).toEqual({ ...salvaged, after: 'the choice' });
      await healed.compact();
      await healed.close();
    });

    it('is reported by whoever reads it when it was damaged while open', async () => {
      const place = await fill();
      const store = await openStore();
      const { file, offset } = place('k5');
      await flip(file, offset + 9);
      await expect(store.get('k5')).rejects.toMatchObject({ code: 'CORRUPT', details: { file, offset } });
      expect(() => store.getSync('k5')).toThrow(/checksum/);
      expect(await store.verify()).toMatchObject({ damage: 'corrupt' });
      await store.close();
    });
  });

  describe('a missing file', () => {
    it.each([segmentFile(1), segmentFile(2)])(
      '(%s) can be gone without, and is forgotten with the next snapshot',
      async (name) => {
        await fill();
        await disk.unlink(path(name));
        const found = await openStore();
        expect(found).toMatchObject({ readOnly: true, recovery: { verdict: { code: 'file-missing' } } });
        await found.close();
        const chosen = await openStore({ acceptDamage: true });
        const salvaged = await contents(chosen);
        expect(salvaged.k9).toBe('value 29');
        await chosen.close();
        const again = await openStore();
        expect(again.readOnly).toBe(false);
        expect(await contents(again)).toEqual(salvaged);
        await again.snapshot();
        expect(await again.verify()).toMatchObject({ code: 'clean' });
        await again.close();
        const healed = await openStore();
        expect(healed.recovery.verdict.code).toBe('clean');
        expect(await contents(healed)).toEqual(salvaged);
        await healed.close();
      },
    );

    it('is replaced when it is the manifest: the segments say what it said', async () => {
      await fill();
      const before = await openStore();
      await before.snapshot();
      for (let i = 0; i < 12; i++) await before.set(`new${i}`, 'x');
      const all = await contents(before);
      await before.close();
      await disk.unlink(path(manifestFile));
      const found = await openStore();
      expect(found).toMatchObject({ readOnly: true, recovery: { verdict: { code: 'file-missing' } } });
      expect(await contents(found)).toEqual(all);
      await found.close();
      const chosen = await openStore({ acceptDamage: true });
      expect(await contents(chosen)).toEqual(all);
      await chosen.set('and', 'on');
      await chosen.close();
      const again = await openStore();
      expect(again.recovery.verdict.code).toBe('clean');
      expect(await contents(again)).toEqual({ ...all, and: 'on' });
      await again.close();
    });
  });

  describe('a file of another store', () => {
    it('is named, and nothing of it is shown', async () => {
      await fill();
      const own = disk;
      disk = new MemoryFileSystem();
      await fill();
      const foreign = await disk.readFile(path(segmentFile(2)));
      disk = own;
      const handle = await disk.open(path(segmentFile(2)), 'write');
      await handle.truncate(0);
      await handle.write(foreign, 0);
      await handle.close();
      const found = await openStore();
      expect(found).toMatchObject({ readOnly: true, recovery: { verdict: { code: 'wrong-store' } } });
      expect(found.recovery.verdict.sentence).toContain(segmentFile(2));
      await found.close();
    });
  });
});
