import { crc32 } from '../format/crc32.ts';
import {
  encodeIndexHead,
  type IndexBlock,
  type IndexFileKind,
  type IndexHead,
  indexHeadLength,
} from '../format/index-head.ts';
import type { FileHandle } from '../fs/file-system.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { Slicer } from '../scan/slicer.ts';
import {
  bytesOf,
  entryChunksOf,
  idsInChunk,
  maxEntryBlockWords,
  packEntries,
  packShards,
  shardsPerBlock,
} from './blocks.ts';

/** Writes an index into an empty file. Not synced. */
export async function writeIndex(
  handle: FileHandle,
  kind: IndexFileKind,
  head: Omit<IndexHead, 'blocks'>,
  image: IndexImage,
  slicer: Slicer,
): Promise<void> {
  const sizes = {
    segments: head.segments.length,
    keyChunks: head.keyChunks.length,
    shards: head.shards.length,
    blocks: blockCount(image),
  };
  let at = indexHeadLength(sizes);
  const blocks: IndexBlock[] = [];
  for (const block of blocksOf(image)) {
    handle.writeSync(block, at);
    at += block.length;
    blocks.push({ length: block.length, crc: crc32(block) });
    if (slicer.dueNow()) await slicer.yield();
  }
  handle.writeSync(encodeIndexHead(kind, { ...head, blocks }), 0);
}

function blockCount({ ids, shards, arena, freeIds }: IndexImage): number {
  const keyBlocks = arena.chunks.filter(({ length }) => length > 0).length;
  return entryChunksOf(ids) + shards.length / shardsPerBlock + keyBlocks + (freeIds.length > 0 ? 1 : 0);
}

/** One after the other in the same memory: each is good until the next. */
function* blocksOf({ ids, chunks, shards, arena, freeIds }: IndexImage): Generator<Uint8Array> {
  const words = new Uint32Array(maxEntryBlockWords);
  for (const [i, chunk] of chunks.entries()) {
    if (i < entryChunksOf(ids)) yield bytesOf(packEntries(chunk, idsInChunk(ids, i), words));
  }
  for (let i = 0; i < shards.length; i += shardsPerBlock)
    yield packShards(shards.slice(i, i + shardsPerBlock));
  for (const [i, chunk] of arena.chunks.entries()) {
    if (chunk.length > 0) yield i === arena.current ? chunk.subarray(0, arena.fill) : chunk;
  }
  if (freeIds.length > 0) yield bytesOf(Uint32Array.from(freeIds));
}
