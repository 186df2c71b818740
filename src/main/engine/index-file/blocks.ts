import { encodeColumn, holdsColumns, maxCodedWords } from '../format/column-coding.ts';
import { EntryChunk, entriesPerChunk, entryWords } from '../index/entry-chunk.ts';
import { packedPairs, type Shard } from '../index/hash-table.ts';

/** The parts of an index as the blocks of a checkpoint hold them. */

const wordBytes = 4;
/** Shards of the hash table in one block. */
export const shardsPerBlock = 16;
/** So many words the block of a chunk of entries has at most. */
export const maxEntryBlockWords = entryWords * maxCodedWords(entriesPerChunk);

/** How many ids a chunk holds, of so many that there are. */
export const idsInChunk = (ids: number, chunk: number): number =>
  Math.min(entriesPerChunk, ids - chunk * entriesPerChunk);

export const entryChunksOf = (ids: number): number => Math.ceil(ids / entriesPerChunk);

/** The entries of a chunk, word by word, into `target`. Returns the part of it that they take. */
export function packEntries(chunk: EntryChunk, ids: number, target: Uint32Array): Uint32Array {
  const coded = chunk.codedAs(ids);
  if (coded !== null) return coded;
  let at = 0;
  for (let word = 0; word < entryWords; word++) {
    at = encodeColumn({ values: chunk.words, start: word, stride: entryWords, count: ids }, target, at);
  }
  return target.subarray(0, at);
}

/** null when these are no entries. */
export function unpackEntries(block: Uint8Array, ids: number, isFirst: boolean): EntryChunk | null {
  const columns = wordsOf(block);
  return holdsColumns(columns, entryWords, ids) ? EntryChunk.ofCoded({ columns, ids }, isFirst) : null;
}

export const slotBlockBytes = (shards: readonly { held: number }[]): number =>
  shards.reduce((sum, { held }) => sum + 2 * held * wordBytes, 0);

/** What the slots of these shards hold, shard by shard. */
export function packShards(shards: readonly Shard[]): Uint8Array {
  const pairs = new Int32Array(slotBlockBytes(shards) / wordBytes);
  let at = 0;
  for (const shard of shards) {
    const packed = packedPairs(shard);
    pairs.set(packed, at);
    at += packed.length;
  }
  return bytesOf(pairs);
}

/** The shards of these sizes whose slots hold what the block says; null when it does not fit them. */
export function unpackShards(
  block: Uint8Array,
  sizes: readonly { slots: number; held: number }[],
): Shard[] | null {
  // A probe ends at a free slot.
  if (block.length !== slotBlockBytes(sizes) || sizes.some(({ slots, held }) => held >= slots)) return null;
  const pairs = new Int32Array(block.buffer, block.byteOffset, block.byteLength / wordBytes);
  let at = 0;
  return sizes.map(({ slots, held }) => {
    at += 2 * held;
    return { size: slots, held, slots: null, pairs: pairs.subarray(at - 2 * held, at) };
  });
}

export const bytesOf = (words: Uint32Array | Int32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** `block` begins at a multiple of 4 of its buffer. */
export const wordsOf = (block: Uint8Array): Uint32Array =>
  new Uint32Array(block.buffer, block.byteOffset, block.byteLength / wordBytes);
