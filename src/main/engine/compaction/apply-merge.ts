import type { Hint } from '../format/hint.ts';
import { tombstone } from '../index/entry-chunk.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import { findEntry } from './newest-records.ts';

/**
 * Points the index at a merged segment: every key whose newest record was in one of `replaced` now has it there, as
 * the hint says. Keys that still point into them afterwards had expired and were not merged: they are removed.
 * Reads between two slices find each key in the old or in the new segment, so both must stay until this is done.
 */
export async function applyMerge(
  index: KeyIndex,
  replaced: ReadonlySet<number>,
  segment: number,
  hint: Hint,
  slicer: Slicer,
): Promise<void> {
  const { columns } = index;
  let keyAt = 0;
  for (let i = 0; i < hint.count; i++) {
    const keyLength = hint.keyLengths[i] as number;
    if (hint.types[i] !== tombstone) {
      const id = findEntry(index, hint.keys, keyAt, keyLength);
      // Overwritten or deleted since the merge began: the newer record counts.
      if (id >= 0 && columns.seq(id) === hint.seqs[i] && replaced.has(columns.segment(id))) {
        index.relocate(id, segment, hint.offsets[i] as number, hint.headLengths[i] as number);
      }
    }
    keyAt += keyLength;
    if (slicer.due()) await slicer.yield();
  }
  await removeLeft(index, replaced, slicer);
}

/** Removes the keys that no merged record was written for. */
export async function removeLeft(
  index: KeyIndex,
  replaced: ReadonlySet<number>,
  slicer: Slicer,
): Promise<void> {
  const { columns } = index;
  for (let id = 0; id < index.capacity; id++) {
    if (columns.holdsKey(id) && replaced.has(columns.segment(id))) index.remove(id);
    if (slicer.due()) await slicer.yield();
  }
}
