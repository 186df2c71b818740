import { equalBytes } from '../../../shared/bytes.ts';
import { hintFile } from '../format/file-names.ts';
import { hintKind, type IndexHead } from '../format/index-head.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { BulkLoad } from '../index/bulk-load.ts';
import { tombstone } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/entry-facts.ts';
import { IndexColumns } from '../index/index-columns.ts';
import type { IndexImage } from '../index/index-image.ts';
import { loadIndex } from '../index-file/load-index.ts';
import { withIndexFile } from '../index-file/read-head.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { HintBinding } from './write-hint.ts';

/**
 * The newest record of each key of a segment, deletes among them, as an index whose hash table has `removal` at their
 * ids; null when there is no hint, or none that speaks of exactly these bytes, or one that is damaged or of another
 * version: then the segment itself is read.
 */
export async function readHint(
  fileSystem: FileSystem,
  directory: string,
  binding: HintBinding,
  slicer: Slicer,
): Promise<IndexImage | null> {
  return withIndexFile(fileSystem, hintPath(directory, binding.segment), hintKind, async (handle, head) =>
    speaksOf(head, binding) ? loadIndex(handle, head, slicer) : null,
  );
}

/** Whether the segment has a hint that this version reads; that it is whole is not looked at. */
export async function hasHint(fileSystem: FileSystem, directory: string, segment: number): Promise<boolean> {
  return (await withIndexFile(fileSystem, hintPath(directory, segment), hintKind, async () => true)) ?? false;
}

const hintPath = (directory: string, segment: number): string => `${directory}/${hintFile(segment)}`;

function speaksOf({ storeId, segments }: IndexHead, binding: HintBinding): boolean {
  const [segment, ...others] = segments;
  return (
    others.length === 0 &&
    segment?.number === binding.segment &&
    segment.offset === binding.endOffset &&
    segment.chain === binding.endChain &&
    equalBytes(storeId, binding.storeId)
  );
}

/** Hands over what a hint says, as a replay of its segment would have. The image is not to be used again. */
export async function replayHint(load: BulkLoad, image: IndexImage, slicer: Slicer): Promise<void> {
  if (await load.take(image, slicer)) return;
  const columns = new IndexColumns(image.chunks, image.arena.chunks);
  const facts = blankFacts();
  for (let id = 0; id < image.ids; id++) {
    if (!columns.holdsKey(id)) continue;
    if (load.isFull) await load.flush(slicer);
    const keyAt = columns.keyStart(id);
    const keyLength = columns.keyLength(id);
    facts.type = columns.type(id);
    if (facts.type === tombstone) load.remove(columns.keyBytes(id), keyAt, keyLength);
    else {
      facts.segment = columns.segment(id);
      facts.offset = columns.offset(id);
      facts.headLength = columns.headLength(id);
      facts.valueLength = columns.valueLength(id);
      facts.seq = columns.seq(id);
      facts.expireAt = columns.expireAt(id);
      load.put(columns.keyBytes(id), keyAt, keyLength, facts);
    }
    if (slicer.due()) await slicer.yield();
  }
}
