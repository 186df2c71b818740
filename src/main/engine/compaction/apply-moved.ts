import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import { removeLeft } from './apply-merge.ts';
import type { MovedRecords } from './merged-records.ts';

/**
 * Points the index at a merged segment. Keys that still point into one of `replaced` afterwards had expired and were
 * not merged: they are removed. Reads between two slices find each key in the old or in the new segment, so both must
 * stay until this is done.
 */
export async function applyMoved(
  index: KeyIndex,
  replaced: ReadonlySet<number>,
  segment: number,
  moved: MovedRecords,
  slicer: Slicer,
): Promise<void> {
  const { columns } = index;
  for (let i = 0; i < moved.ids.length; i++) {
    const id = moved.ids[i] as number;
    // Overwritten or deleted since the merge began: the newer record counts, or the id is another key's by now.
    if (columns.holdsKey(id) && columns.seq(id) === moved.seqs[i]) {
      index.relocate(id, segment, moved.offsets[i] as number, moved.headLengths[i] as number);
    }
    if (slicer.due()) await slicer.yield();
  }
  await removeLeft(index, replaced, slicer);
}
