import { tombstone } from '../index/entry-chunk.ts';
import { IndexColumns } from '../index/index-columns.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import { findEntry } from './newest-records.ts';

/**
 * Points the index at a merged segment: every key whose newest record was in one of `replaced` now has it there, as
 * the hint says. Reads between two slices find each key in the old or in the new segment, so both must stay until this
 * is done.
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
        const [offset, headLength] = [merged.offset(from), merged.headLength(from)];
        index.relocate(id, segment, offset, headLength, merged.valueLength(from));
      }
    }
    if (slicer.due()) await slicer.yield();
  }
}

/** Removes the keys that still point into one of `replaced`: they had expired and were not merged. */
export async function removeLeft(
  index: KeyIndex,
  replaced: ReadonlySet<number>,
  slicer: Slicer,
  onDropped: (key: Uint8Array) => void,
): Promise<void> {
  const { columns } = index;
  for (let id = 0; id < index.capacity; id++) {
    if (columns.holdsKey(id) && replaced.has(columns.segment(id))) {
      const key = columns.key(id);
      index.remove(id);
      onDropped(key);
    }
    if (slicer.due()) await slicer.yield();
  }
}
