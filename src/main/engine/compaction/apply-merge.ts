import { tombstone } from '../index/entry-chunk.ts';
import { IndexColumns } from '../index/index-columns.ts';
import type { IndexImage } from '../index/index-image.ts';
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
  hint: IndexImage,
  slicer: Slicer,
): Promise<void> {
  const { columns } = index;
  const merged = new IndexColumns(hint.chunks, hint.arena.chunks);
  for (let from = 0; from < hint.ids; from++) {
    if (merged.holdsKey(from) && merged.type(from) !== tombstone) {
      const id = findEntry(index, merged.keyBytes(from), merged.keyStart(from), merged.keyLength(from));
      // Overwritten or deleted since the merge began: the newer record counts.
      if (id >= 0 && columns.seq(id) === merged.seq(from) && replaced.has(columns.segment(id))) {
        index.relocate(id, segment, merged.offset(from), merged.headLength(from));
      }
    }
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
