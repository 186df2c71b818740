import { crc32 } from '../format/crc32.ts';
import { checkpointFile, hintFile, temporarySuffix } from '../format/file-names.ts';
import {
  type CheckpointBlock,
  type CheckpointHead,
  checkpointHeadLength,
  encodeCheckpointHead,
} from '../format/index-checkpoint.ts';
import { segmentHeaderLength } from '../format/segment-header.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { KeyIndex } from '../index/key-index.ts';
import { Slicer } from '../scan/slicer.ts';
import type { Segment } from '../segments/segment.ts';
import {
  bytesOf,
  entryChunksOf,
  idsInChunk,
  maxEntryBlockWords,
  packEntries,
  packShards,
  shardsPerBlock,
} from './checkpoint-blocks.ts';
import { checkpointReaches } from './read-checkpoint.ts';

/** A log that is shorter than this, or that has grown by less since the last checkpoint, is read again in no time. */
export const checkpointFromBytes = 1024 * 1024;

/** A store that nobody writes to any more: its index, and the log that it stands for, all of which is durable. */
export interface CheckpointSource {
  directory: string;
  storeId: Uint8Array;
  index: KeyIndex;
  /** In the order of replay; the last one is still open. */
  segments: readonly Segment[];
  /** Chain value at the end of the log, and sequence number of the next record. */
  chain: number;
  nextSeq: number;
}

/**
 * Writes the index beside the log, for the next opening to read instead of all that it was made from. Nothing hangs on
 * it: it is not synced, a damaged one is not used, and one that cannot be written is left out.
 */
export async function writeCheckpoint(fileSystem: FileSystem, source: CheckpointSource): Promise<void> {
  const path = `${source.directory}/${checkpointFile}`;
  const temporary = `${path}${temporarySuffix}`;
  try {
    if (!(await isWorthwhile(fileSystem, source))) return;
    if ((await fileSystem.stat(temporary)) !== null) await fileSystem.unlink(temporary);
    const handle = await fileSystem.open(temporary, 'create');
    try {
      await writeFile(handle, source);
    } finally {
      await handle.close();
    }
    await fileSystem.rename(temporary, path);
    await removeHints(fileSystem, source);
  } catch {
    await fileSystem.unlink(temporary).catch(() => undefined);
  }
}

/** What the hints of closed segments say stands in the checkpoint now. */
async function removeHints(fileSystem: FileSystem, { directory, segments }: CheckpointSource): Promise<void> {
  const names = new Set(
    segments.filter(({ closed }) => closed !== null).map(({ number }) => hintFile(number)),
  );
  for (const name of await fileSystem.list(directory)) {
    if (names.has(name)) await fileSystem.unlink(`${directory}/${name}`);
  }
}

async function isWorthwhile(fileSystem: FileSystem, { directory, storeId, segments }: CheckpointSource) {
  const last = segments.at(-1);
  if (last === undefined || last.closed !== null || (last.frames > 0 && last.lastFrame === null))
    return false;
  if (segments.some(({ header }) => header.damageAccepted)) return false;
  if (segments.reduce((sum, { end }) => sum + end, 0) < checkpointFromBytes) return false;
  const ends = segments.map(({ number, end, closed }) => ({ number, end, closed }));
  const reached = await checkpointReaches(fileSystem, directory, storeId, ends);
  return reached === null || ends.reduce((sum, { end }) => sum + end, -reached) >= checkpointFromBytes;
}

async function writeFile(handle: FileHandle, source: CheckpointSource): Promise<void> {
  const image = source.index.image();
  const head = headOf(source, image);
  const sizes = {
    segments: head.segments.length,
    keyChunks: head.keyChunks.length,
    shards: head.shards.length,
    blocks: blockCount(image),
  };
  let at = checkpointHeadLength(sizes);
  const blocks: CheckpointBlock[] = [];
  const slicer = new Slicer();
  for (const block of blocksOf(image)) {
    handle.writeSync(block, at);
    at += block.length;
    blocks.push({ length: block.length, crc: crc32(block) });
    if (slicer.dueNow()) await slicer.yield();
  }
  handle.writeSync(encodeCheckpointHead({ ...head, blocks }), 0);
}

function headOf(source: CheckpointSource, image: IndexImage): Omit<CheckpointHead, 'blocks'> {
  const last = source.segments.at(-1) as Segment;
  const { offset, chainBefore, records } = last.lastFrame ?? {
    offset: segmentHeaderLength,
    chainBefore: source.chain,
    records: 0,
  };
  const { seed, ids, keys, withDeadline, freeIds, arena, shards } = image;
  return {
    storeId: source.storeId,
    seed,
    ids,
    keys,
    withDeadline,
    freeIds: freeIds.length,
    position: { offset, chain: chainBefore, nextSeq: source.nextSeq - records },
    knownSeq: source.nextSeq - 1,
    segments: source.segments.map((segment) => ({
      number: segment.number,
      frames: segment === last ? Math.max(segment.frames - 1, 0) : segment.frames,
      records: segment === last ? segment.records - records : segment.records,
      offset: segment.closed?.offset ?? offset,
      chain: segment.closed?.chain ?? chainBefore,
      liveBytes: image.liveBytes.get(segment.number) ?? 0,
    })),
    keyChunks: arena.chunks.map(({ length }, i) => ({ length, used: arena.used[i] as number })),
    current: arena.current,
    fill: arena.fill,
    shards: shards.map(({ size, held }) => ({ slots: size, held })),
  };
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
