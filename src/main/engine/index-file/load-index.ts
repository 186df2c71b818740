import { crc32 } from '../format/crc32.ts';
import { type IndexBlock, type IndexHead, indexHeadLength } from '../format/index-head.ts';
import type { FileHandle } from '../fs/file-system.ts';
import type { EntryChunk } from '../index/entry-chunk.ts';
import type { Shard } from '../index/hash-table.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { Slicer } from '../scan/slicer.ts';
import { entryChunksOf, idsInChunk, shardsPerBlock, unpackEntries, unpackShards, wordsOf } from './blocks.ts';

/** Small blocks are read together, as many as have so many bytes. */
const runBytes = 1024 * 1024;
/** So many reads are under way at a time, while those that have come are put in their place. */
const readers = 3;
/** A larger block is none that was written: chunks have 1 MiB, and shards are many. */
const maxBlockBytes = 256 * 1024 * 1024;

/** Bytes that are read to where they belong, or made something of: false when they are not what they should be. */
interface Content {
  target?: Uint8Array;
  place?: (bytes: Uint8Array) => boolean;
}

interface Block extends Content, IndexBlock {
  offset: number;
}

/** The index whose parts lie behind this head; null when any of them is damaged. */
export async function loadIndex(
  handle: FileHandle,
  head: IndexHead,
  slicer: Slicer,
): Promise<IndexImage | null> {
  const image = emptyImage(head);
  const blocks = blocksOf(head, image);
  if (blocks === null) return null;
  const runs = runsOf(blocks);
  let next = 0;
  let sound = true;
  const read = async (): Promise<void> => {
    for (let run = runs[next++]; run !== undefined && sound; run = runs[next++]) {
      if (!(await readRun(handle, run))) sound = false;
      if (slicer.dueNow()) await slicer.yield();
    }
  };
  // All end before the handle is closed, even if one fails.
  const ended = await Promise.allSettled(Array.from({ length: readers }, read));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return sound ? image : null;
}

/** Blocks that are read at once: each alone if it has a place of its own, others together. */
function runsOf(blocks: readonly Block[]): Block[][] {
  const runs: Block[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    if (block.target || bytes + block.length > runBytes) {
      runs.push([]);
      bytes = 0;
    }
    runs.at(-1)?.push(block);
    bytes = block.target ? Number.POSITIVE_INFINITY : bytes + block.length;
  }
  return runs;
}

/** False when any of them is damaged. */
async function readRun(handle: FileHandle, run: readonly Block[]): Promise<boolean> {
  const { offset, target } = run[0] as Block;
  const bytes = target ?? new Uint8Array(run.reduce((sum, { length }) => sum + length, 0));
  if ((await handle.read(bytes, offset)) !== bytes.length) return false;
  return run.every((block) => {
    const own = bytes.subarray(block.offset - offset, block.offset - offset + block.length);
    return crc32(own) === block.crc && (block.place?.(own) ?? true);
  });
}

/** An image to be filled. */
function emptyImage(head: IndexHead): IndexImage {
  return {
    seed: head.seed,
    ids: head.ids,
    keys: head.keys,
    withDeadline: head.withDeadline,
    freeIds: [],
    chunks: new Array<EntryChunk>(entryChunksOf(head.ids)),
    arena: {
      chunks: head.keyChunks.map(({ length }) => new Uint8Array(length)),
      used: head.keyChunks.map(({ used }) => used),
      current: head.current,
      fill: head.fill,
    },
    shards: new Array<Shard>(head.shards.length),
    liveBytes: new Map(head.segments.map(({ number, liveBytes }) => [number, liveBytes])),
  };
}

/** What each block of the file is to the image, in the order in which they lie there. */
function* contentsOf(head: IndexHead, image: IndexImage): Generator<Content> {
  for (let i = 0; i < image.chunks.length; i++) {
    yield {
      place: (bytes) => {
        const chunk = unpackEntries(bytes, idsInChunk(head.ids, i), i === 0);
        if (chunk !== null) image.chunks[i] = chunk;
        return chunk !== null;
      },
    };
  }
  for (let i = 0; i < head.shards.length; i += shardsPerBlock) {
    yield {
      place: (bytes) => {
        const shards = unpackShards(bytes, head.shards.slice(i, i + shardsPerBlock));
        if (shards !== null) image.shards.splice(i, shards.length, ...shards);
        return shards !== null;
      },
    };
  }
  for (const [i, chunk] of image.arena.chunks.entries()) {
    if (chunk.length > 0) yield { target: i === head.current ? chunk.subarray(0, head.fill) : chunk };
  }
  if (head.freeIds > 0) {
    yield {
      place: (bytes) => {
        for (const id of wordsOf(bytes)) image.freeIds.push(id);
        return image.freeIds.length === head.freeIds;
      },
    };
  }
}

/** The same with where each lies; null when the file has other blocks than it should. */
function blocksOf(head: IndexHead, image: IndexImage): Block[] | null {
  const contents = [...contentsOf(head, image)];
  if (contents.length !== head.blocks.length) return null;
  let offset = indexHeadLength({
    segments: head.segments.length,
    keyChunks: head.keyChunks.length,
    shards: head.shards.length,
    blocks: head.blocks.length,
  });
  const blocks = contents.map((content, i) => {
    const { length, crc } = head.blocks[i] as IndexBlock;
    offset += length;
    return { ...content, length, crc, offset: offset - length };
  });
  const fits = ({ target, length }: Block): boolean =>
    length <= maxBlockBytes && length === (target?.length ?? length);
  return blocks.every(fits) ? blocks : null;
}
