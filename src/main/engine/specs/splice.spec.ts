import { beforeAll, describe, expect, it } from 'vitest';
import { type Contents, contentsOf } from './contents.ts';
import { type DiskImage, diskOf, imageOf, withFile } from './disk-image.ts';
import { openOn } from './opened.ts';
import { referenceStore } from './reference-store.ts';

/** One continuation of a store: where each frame of it ends, and what the store held then. */
interface Fork {
  image: DiskImage;
  file: string;
  ends: readonly number[];
  states: readonly Contents[];
}

/** Goes on from the same disk with writes of the same lengths, so that both forks have frames at the same places. */
async function fork(image: DiskImage, name: string): Promise<Fork> {
  const disk = await diskOf(image);
  const store = await openOn(disk, { fsync: 'no', segmentBytes: 1_000_000 });
  await store.set('begin', 'same in both');
  const ends: number[] = [];
  const states: Contents[] = [];
  let file = '';
  for (let number = 0; number < 4; number++) {
    await store.set(`${name} ${number}`, 'value');
    const next = store.previewBatch([{ op: 'delete', key: 'x' }]);
    file = next.file;
    ends.push(next.offset);
    states.push(await contentsOf(store));
  }
  const left = await imageOf(disk.crash({ keepUnsynced: 'all' }));
  await store.close();
  return { image: left, file, ends, states };
}

let first: Fork;
let second: Fork;

beforeAll(async () => {
  const { image } = await referenceStore({ fsync: 'no', ending: 'closed' });
  const disk = await diskOf(image);
  const store = await openOn(disk, { fsync: 'no', segmentBytes: 1_000_000 });
  // A segment with room, so that both forks write on in the same one.
  await store.set('shared', 'segment');
  await store.close();
  const shared = await imageOf(disk);
  first = await fork(shared, 'left');
  second = await fork(shared, 'twin');
});

describe('frames of another history of the same segment, whole and in the right place', () => {
  it('have the same places and numbers in both', () => {
    expect(second.file).toBe(first.file);
    expect(second.ends).toEqual(first.ends);
    expect(first.image.has(first.file)).toBe(true);
  });

  it.each([0, 1, 2])('are not taken for what followed frame %i', async (frame) => {
    const end = first.ends[frame]!;
    const spliced = second.image.get(second.file)!.slice();
    spliced.set(first.image.get(first.file)!.subarray(0, end), 0);
    const store = await openOn(await diskOf(withFile(first.image, first.file, spliced)), { readOnly: true });
    expect(store.recovery.verdict.code).not.toBe('clean');
    const contents = await contentsOf(store);
    await store.close();
    expect(contents).toEqual(first.states[frame]);
  });
});
