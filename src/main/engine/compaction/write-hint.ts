import { hintFile } from '../format/file-names.ts';
import { hintKind, type IndexHead } from '../format/index-head.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { KeyIndex } from '../index/key-index.ts';
import { markedImage } from '../index/marked-image.ts';
import { imageHead } from '../index-file/image-head.ts';
import { putIndexFile } from '../index-file/put-index-file.ts';
import type { Slicer } from '../scan/slicer.ts';

/** Which bytes of which segment a hint speaks of. */
export interface HintBinding {
  storeId: Uint8Array;
  segment: number;
  endOffset: number;
  endChain: number;
}

/**
 * Writes the hint of a segment beside it and gives it its name at once: it is bound to the segment by length and
 * chain, so it counts for nothing until that segment does. Not synced: a damaged hint is not used. `newest` holds the
 * newest record of each of the segment's keys, deletes among them.
 */
export async function writeHint(
  fileSystem: FileSystem,
  directory: string,
  newest: KeyIndex,
  binding: HintBinding,
  slicer: Slicer,
): Promise<void> {
  const image = markedImage(newest);
  const path = `${directory}/${hintFile(binding.segment)}`;
  await putIndexFile(fileSystem, path, hintKind, headOf(image, binding), image, slicer);
}

function headOf(image: IndexImage, binding: HintBinding): Omit<IndexHead, 'blocks'> {
  const { storeId, segment, endOffset: offset, endChain: chain } = binding;
  const liveBytes = image.liveBytes.get(segment) ?? 0;
  return {
    ...imageHead(image),
    storeId,
    position: { offset, chain, nextSeq: 0 },
    knownSeq: 0,
    segments: [{ number: segment, frames: 0, records: 0, offset, chain, liveBytes }],
  };
}
