import { describe, expect, it } from 'vitest';
import { DiskAt } from './disk-at.ts';
import { sectorBytes, sectorsOf, writeAs } from './fates.ts';
import { ImageFile } from './image-file.ts';
import type { JournalEntry } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const write = (file: number, position: number, text: string): JournalEntry => ({
  kind: 'write',
  file,
  position,
  data: bytes(text),
});
const link = (name: string, node: number): JournalEntry => ({
  kind: 'link',
  directory: 0,
  name,
  node,
  isDirectory: false,
});

function shown(disk: DiskAt, fates: Parameters<DiskAt['image']>[0]): Record<string, string> {
  const image = [...disk.image(fates)];
  return Object.fromEntries(image.map(([path, content]) => [path, Buffer.from(content).toString()]));
}

describe('a disk at a point of a journal', () => {
  it('holds after a power loss what a sync of the file and one of its directory proved', () => {
    const journal = [link('a', 1), write(1, 0, 'one'), { kind: 'sync', node: 1 } as const];
    const nameless = DiskAt.after(journal, 3);
    expect(shown(nameless, [])).toEqual({});
    expect(shown(nameless, ['kept'])).toEqual({ a: 'one' });
    const named = DiskAt.after([...journal, { kind: 'sync', node: 0 }], 4);
    expect(shown(named, [])).toEqual({ a: 'one' });
    expect(named.pending).toEqual([]);
  });

  it('gives each pending operation the fate that was chosen, and stays as it was', () => {
    const disk = DiskAt.after([link('a', 1), write(1, 0, 'abc'), write(1, 3, 'def')], 3);
    expect(shown(disk, ['kept', 'lost', 'kept'])).toEqual({ a: '\0\0\0def' });
    expect(shown(disk, ['kept', 'kept', 'size-only'])).toEqual({ a: 'abc\0\0\0' });
    expect(shown(disk, ['kept', 'kept', { firstBytes: 1 }])).toEqual({ a: 'abcd' });
    expect(shown(disk, ['lost', 'kept', 'kept'])).toEqual({});
    expect(disk.pending).toHaveLength(3);
  });

  it('shows zeros, garbage or old bytes where a file grew and its data never came', () => {
    const disk = DiskAt.after([link('a', 1), write(1, 0, 'old'), write(1, 3, 'newer')], 3);
    expect(shown(disk, ['kept', 'kept', 'size-only'])).toEqual({ a: 'old\0\0\0\0\0' });
    expect(shown(disk, ['kept', 'kept', 'stale'])).toEqual({ a: 'oldoldol' });
    const garbage = disk.image(['kept', 'kept', 'garbage']).get('a')!;
    expect(garbage).toHaveLength(8);
    expect(new Set(garbage.subarray(3)).size).toBeGreaterThan(2);
    expect(disk.image(['kept', 'kept', 'garbage']).get('a')).toEqual(garbage);
  });

  it('goes on from an image, whose files have the numbers that a recording of it gives', () => {
    const image = new Map([
      ['d/', new Uint8Array(0)],
      ['d/a', bytes('abc')],
    ]);
    const disk = DiskAt.from(image);
    expect([...disk.image([])]).toEqual([...image]);
    disk.advance(write(2, 1, 'X'));
    expect(shown(disk, ['kept'])).toEqual({ 'd/': '', 'd/a': 'aXc' });
    expect(shown(disk, [])).toEqual({ 'd/': '', 'd/a': 'abc' });
  });

  it('proves with a sync what the file system’s sync reaches', () => {
    const journal = [link('a', 1), link('b', 2), write(1, 0, 'one'), { kind: 'sync', node: 1 } as const];
    const left = (reach: SyncReach): string[] =>
      DiskAt.after(journal, 4, reach).pending.map(({ kind }) => kind);
    expect(left('own')).toEqual(['link', 'link']);
    expect(left('own-and-names')).toEqual(['link']);
    expect(left('own-and-all-names')).toEqual([]);
    expect(left('nothing')).toEqual(['link', 'link', 'write']);
  });

  it('keeps the old name when a rename is lost, and the file outlives it', () => {
    const rename = { kind: 'rename', from: 0, fromName: 'new', to: 0, toName: 'a', node: 2 } as const;
    const journal: JournalEntry[] = [link('a', 1), write(1, 0, 'old'), link('new', 2), write(2, 0, 'new')];
    const proven: JournalEntry[] = [0, 1, 2].map((node) => ({ kind: 'sync', node }));
    const disk = DiskAt.after([...journal, ...proven, rename], 8);
    expect(shown(disk, ['lost'])).toEqual({ a: 'old', new: 'new' });
    expect(shown(disk, ['kept'])).toEqual({ a: 'new' });
  });

  it('does not prove with a later sync what an earlier one failed to', () => {
    const journal: JournalEntry[] = [
      link('a', 1),
      { kind: 'sync', node: 0 },
      write(1, 0, 'lost'),
      { kind: 'failed-sync', node: 1 },
      write(1, 4, 'more'),
      { kind: 'sync', node: 1 },
    ];
    const disk = DiskAt.after(journal, journal.length);
    expect(shown(disk, [])).toEqual({ a: '\0\0\0\0more' });
    expect(shown(disk, ['kept'])).toEqual({ a: 'lostmore' });
  });
});

describe('what an fsync failed to bring to the disk', () => {
  const failed: JournalEntry = { kind: 'failed-sync', node: 0 };
  const rename = (node: number): JournalEntry => ({
    kind: 'rename',
    from: 0,
    fromName: 'new',
    to: 0,
    toName: 'a',
    node,
  });

  it('does not come any more once the same name has been synced with another file', () => {
    const journal = [
      link('new', 1),
      write(1, 0, 'first'),
      { kind: 'sync', node: 1 } as const,
      rename(1),
      failed,
      link('new', 2),
      write(2, 0, 'second'),
      { kind: 'sync', node: 2 } as const,
      rename(2),
      { kind: 'sync', node: 0 } as const,
    ];
    const disk = DiskAt.after(journal, journal.length);
    expect(disk.pending).toEqual([]);
    expect(shown(disk, [])).toEqual({ a: 'second' });
  });
});

describe('a write over several sectors', () => {
  it('can lack any one of them', () => {
    const position = sectorBytes - 2;
    const data = new Uint8Array(sectorBytes + 4).fill(7);
    expect(sectorsOf(position, data.length)).toBe(3);
    const before = new Uint8Array(3 * sectorBytes).fill(1);
    const missing = (sector: number): number[] => {
      const file = new ImageFile(before);
      writeAs(file, position, data, { withoutSector: sector }, data);
      const after = file.view();
      return [after.indexOf(7), after.lastIndexOf(7), after.filter((byte) => byte === 7).length];
    };
    expect(missing(0)).toEqual([sectorBytes, 2 * sectorBytes + 1, sectorBytes + 2]);
    expect(missing(1)).toEqual([position, 2 * sectorBytes + 1, 4]);
    expect(missing(2)).toEqual([position, 2 * sectorBytes - 1, sectorBytes + 2]);
  });
});
