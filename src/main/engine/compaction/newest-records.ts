import type { RecordHead } from '../format/record.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { never, tombstone } from '../index/entry-chunk.ts';
import { blankFacts, type EntryFacts } from '../index/entry-facts.ts';
import { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import { type ClosedSegmentRef, readSegmentRecords } from './segment-records.ts';

/**
 * The newest record of each key of some segments, given in the order of replay; deletes are entries like others, of the
 * type `tombstone`. The seed is that of its hashes.
 */
export async function newestRecords(
  fileSystem: FileSystem,
  directory: string,
  segments: readonly ClosedSegmentRef[],
  seed: number,
  slicer: Slicer,
): Promise<KeyIndex> {
  const newest = new KeyIndex(seed);
  for (const segment of segments) {
    await readSegmentRecords(fileSystem, directory, segment, slicer, (bytes, head, seq, offset) => {
      putEntry(newest, bytes, head.keyOffset, head.keyLength, factsOf(head, seq, segment.number, offset));
    });
  }
  return newest;
}

/** One for all records: an index copies what it is given. */
const facts = blankFacts();

export function factsOf(head: RecordHead, seq: number, segment: number, offset: number): EntryFacts {
  facts.segment = segment;
  facts.offset = offset;
  facts.headLength = head.headLength;
  facts.valueLength = head.valueLength;
  facts.type = head.isDelete ? tombstone : head.type;
  facts.seq = seq;
  facts.expireAt = head.expireAt ?? never;
  return facts;
}

/** Adds a key, or overwrites what the index knows of it. */
export function putEntry(
  index: KeyIndex,
  bytes: Uint8Array,
  keyStart: number,
  keyLength: number,
  entry: EntryFacts,
): void {
  index.put(bytes, keyStart, keyLength, index.hash(bytes, keyStart, keyLength), entry);
}

export function findEntry(
  index: Pick<KeyIndex, 'find' | 'hash'>,
  bytes: Uint8Array,
  keyStart: number,
  keyLength: number,
): number {
  return index.find(bytes, keyStart, keyLength, index.hash(bytes, keyStart, keyLength));
}
