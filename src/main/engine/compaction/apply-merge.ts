import { type Hint, hintTombstone } from '../format/hint.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';

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
  let keyAt = 0;
  for (let i = 0; i < hint.count; i++) {
    const keyEnd = keyAt + (hint.keyLengths[i] as number);
    if (hint.types[i] !== hintTombstone) {
      const id = index.find(hint.keys, keyAt, keyEnd);
      // Overwritten or deleted since the merge began: the newer record counts.
      if (id >= 0 && index.seq(id) === hint.seqs[i] && replaced.has(index.segment(id))) {
        const length = (hint.headLengths[i] as number) + keyEnd - keyAt + (hint.valueLengths[i] as number);
        index.relocate(id, segment, hint.offsets[i] as number, length);
      }
    }
    keyAt = keyEnd;
    if (slicer.due()) await slicer.yield();
  }
  for (let id = 0; id < index.idLimit; id++) {
    if (index.isLive(id) && replaced.has(index.segment(id))) index.remove(id);
    if (slicer.due()) await slicer.yield();
  }
}
