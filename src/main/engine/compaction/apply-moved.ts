import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { MovedIds } from './live-walk.ts';

/**
 * Points the index at a merged segment. Reads between two slices find each key in the old or in the new segment, so
 * both must stay until this is done.
 */
export async function applyMoved(
  index: KeyIndex,
  segment: number,
  moved: readonly MovedIds[],
  slicer: Slicer,
): Promise<void> {
  for (const records of moved) await applyOne(index, segment, records, slicer);
}

async function applyOne(
  index: KeyIndex,
  segment: number,
  { segment: oldSegment, ids, offsets, newOffsets, headLengths, wholeLengths }: MovedIds,
  slicer: Slicer,
): Promise<void> {
  const { columns } = index;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    const newOffset = newOffsets[i] as number;
    // Overwritten or deleted since the merge began: the newer record counts, or the id is another key's by now.
    const isSame =
      columns.holdsKey(id) && columns.segment(id) === oldSegment && columns.offset(id) === offsets[i];
    if (isSame && newOffset !== 0) {
      const whole = wholeLengths.size === 0 ? undefined : wholeLengths.get(i);
      const valueLength = whole ?? columns.valueLength(id);
      index.relocate(id, segment, newOffset, headLengths[i] as number, valueLength);
    }
    if (slicer.due()) await slicer.yield();
  }
}
