import { describe, expect, it } from 'vitest';
import type { OpenOptions, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { scanLog } from '../scan/scan-log.ts';
import { bytesOf, contentsOf, textOf } from './contents.ts';
import { edit } from './edited-text.ts';
import { indexKinds } from './index-kinds.ts';

const directory = '/store';
const text = (length: number, mark = ''): string => '0123456789'.repeat(length / 10) + mark;

describe.each(indexKinds)('values that change a little at a time ($index)', ({ indexOptions }) => {
  const disk = new MemoryFileSystem();
  const openStore = (options: OpenOptions = {}): Promise<Store> =>
    open(directory, { fileSystem: disk, garbageShare: null, fsync: 'no', ...indexOptions, ...options });

  /** One edit after the other; what each record took of the log. */
  async function editTo(store: Store, key: string, values: readonly string[]): Promise<number[]> {
    const lengths: number[] = [];
    for (const value of values) {
      await edit(store, [{ key, value }]);
      lengths.push(store.locate(key)?.recordLength ?? 0);
    }
    return lengths;
  }

  async function expectValue(store: Store, key: string, value: string): Promise<void> {
    expect(textOf((await store.get(key)) ?? new Uint8Array(0))).toBe(value);
    expect(textOf(store.getSync(key) ?? new Uint8Array(0))).toBe(value);
    expect(store.locate(key)?.valueLength).toBe(value.length);
    expect((await contentsOf(store)).get(key)).toBe(value);
  }

  it('take of the log what has changed, and are read as a whole', async () => {
    const store = await openStore();
    const values = Array.from({ length: 12 }, (_, i) => text(20_000, `${i},`));
    const lengths = await editTo(store, 'grows', values);
    // The first is whole, and the segment that it stands in takes no patches yet: so is the second.
    expect(lengths.filter((length) => length > 20_000)).toHaveLength(2);
    expect(Math.max(...lengths.slice(2))).toBeLessThan(40);
    expect(store.locate('grows')).toMatchObject({ isPatch: true });
    await expectValue(store, 'grows', text(20_000, '11,'));
    await store.close();
    const again = await openStore();
    await expectValue(again, 'grows', text(20_000, '11,'));
    // Who has them is not known any more: the first is whole again.
    expect((await editTo(again, 'grows', values.slice(0, 3))).map((length) => length > 20_000)).toEqual([
      true,
      false,
      false,
    ]);
    await expectValue(again, 'grows', text(20_000, '2,'));
    await again.close();
  });

  it('become whole by a compaction', async () => {
    const store = await openStore();
    const value = text(20_000, '4,');
    await editTo(store, 'grows', [text(20_000), text(20_000, '1,'), text(20_000, '2,'), value]);
    expect(store.locate('grows')?.isPatch).toBe(true);
    const view = store.view();
    await store.snapshot();
    expect(store.locate('grows')?.isPatch).toBeUndefined();
    expect(store.stats().sizeBytes).toBeLessThan(21_000);
    await expectValue(store, 'grows', value);
    expect(textOf((await view.get('grows')) ?? new Uint8Array(0))).toBe(value);
    view.release();
    await store.close();
    const again = await openStore();
    await expectValue(again, 'grows', value);
    await again.close();
  });

  it('are whole in each new segment, and after so many patches', async () => {
    const store = await openStore({ segmentBytes: 100_000 });
    const values = Array.from({ length: 400 }, (_, i) => text(20_000, 'x'.repeat(i)));
    const lengths = await editTo(store, 'grows', values);
    const wholes = lengths.filter((length) => length > 10_000).length;
    expect(wholes).toBeGreaterThan(10);
    expect(wholes).toBeLessThan(30);
    await expectValue(store, 'grows', values.at(-1) as string);
    await store.close();
  });

  it('may be longer than a segment is to be', async () => {
    const store = await openStore({ segmentBytes: 5000 });
    const before = store.stats().segments;
    const values = Array.from({ length: 30 }, (_, i) => text(20_000, `${i},`));
    const lengths = await editTo(store, 'long', values);
    expect(lengths.filter((length) => length > 10_000)).toHaveLength(2);
    expect(store.stats().segments - before).toBeLessThan(4);
    await store.set('other', text(5000));
    await expectValue(store, 'long', values.at(-1) as string);
    await store.close();
  });

  it('are told to whoever watches, as they are in the end', async () => {
    const store = await openStore();
    const seen: string[] = [];
    const from = store.durability().acknowledgedSeq + 1;
    const values = Array.from({ length: 5 }, (_, i) => text(1000, `${i}`));
    await editTo(store, 'watched', values);
    for await (const event of store.watch({ from })) {
      if (event.op === 'set') seen.push(textOf(event.value));
      if (seen.length === values.length) break;
    }
    expect(seen).toEqual(values);
    await store.close();
  });

  it('several times in one frame, and beside other changes of the same key', async () => {
    const store = await openStore({ fsync: 'always' });
    await editTo(store, 'a', [text(1000), text(1000, '1'), text(1000, '2')]);
    const written = [
      edit(store, [{ key: 'a', value: text(1000, '3') }]),
      store.set('b', 'between'),
      edit(store, [{ key: 'a', value: text(1000, '4') }]),
      store.delete('a'),
      edit(store, [
        { key: 'a', value: text(1000, '5') },
        { key: 'c', value: text(1000, '6') },
      ]),
      store.set('d', 'behind'),
    ];
    await Promise.all(written);
    await expectValue(store, 'a', text(1000, '5'));
    await expectValue(store, 'c', text(1000, '6'));
    await expectValue(store, 'b', 'between');
    await expectValue(store, 'd', 'behind');
    await store.close();
  });
});

describe('a log with patches', () => {
  /** A store with a list of which one record, the nth of its key from the end, is damaged. */
  async function damaged(nthFromEnd: number): Promise<{ disk: MemoryFileSystem; values: string[] }> {
    const disk = new MemoryFileSystem();
    const store = await open(directory, { fileSystem: disk, garbageShare: null });
    const values = Array.from({ length: 7 }, (_, i) => text(1000, `${i}`));
    for (const value of values) {
      await edit(store, [{ key: 'list', value }]);
      await store.set('other', value);
    }
    await store.close();
    const places: { name: string; offset: number }[] = [];
    await scanLog(disk, directory, {
      record: ({ offset, file, bytes, keyStart, keyLength }) => {
        if (textOf(bytes.subarray(keyStart, keyStart + keyLength)) !== 'list') return;
        places.push({ name: file === 0 ? '00000001.wlog' : '00000002.wlog', offset });
      },
    });
    const { name, offset } = places.at(-nthFromEnd) as (typeof places)[number];
    const handle = await disk.open(`${directory}/${name}`, 'write');
    const byte = new Uint8Array(1);
    await handle.read(byte, offset + 14);
    byte[0]! ^= 1;
    await handle.write(byte, offset + 14);
    await handle.close();
    return { disk, values };
  }

  it('says of patches that have lost what they build on that they are lost', async () => {
    for (let nth = 1; nth <= 6; nth++) {
      const { disk, values } = await damaged(nth);
      const states: string[] = [];
      const { verdict } = await scanLog(disk, directory, { record: ({ status }) => states.push(status) });
      expect(verdict.code).toBe('unreadable');
      // The one that is damaged, and all that build on it.
      expect(states.filter((status) => status === 'damaged')).toHaveLength(nth);
      expect(verdict.recordsLost).toBe(nth);
      for (const { indexOptions } of indexKinds) {
        const store = await open(directory, {
          fileSystem: disk,
          acceptDamage: true,
          readOnly: true,
          ...indexOptions,
        });
        expect(textOf((await store.get('list')) ?? bytesOf('none'))).toBe(values.at(-1 - nth));
        expect(textOf((await store.get('other')) ?? bytesOf('none'))).toBe(values.at(-1));
        await store.close();
      }
      const store = await open(directory, { fileSystem: disk, acceptDamage: true, garbageShare: null });
      await store.snapshot();
      expect(textOf((await store.get('list')) ?? bytesOf('none'))).toBe(values.at(-1 - nth));
      await store.close();
    }
  });
});
