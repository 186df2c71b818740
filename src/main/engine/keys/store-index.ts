import type { KeyPage } from '../api.ts';
import type { LiveRecords } from '../compaction/live-records.ts';
import type { MergeResult } from '../compaction/merge-segments.ts';
import type { EntryFacts } from '../index/entry-facts.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { RecordColumns } from '../index/record-columns.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import type { BlockCache } from '../store/block-cache.ts';
import type { KeyBound } from './key-bounds.ts';

/**
 * What is known of each id. Of keys that stay in the log it is read from there: then any of these may throw CORRUPT
 * or IO, and costs a read unless the same id was asked about last.
 */
export interface EntryColumns {
  seq(id: number): number;
  segment(id: number): number;
  /** Of the record in its segment. */
  offset(id: number): number;
  headLength(id: number): number;
  keyLength(id: number): number;
  valueLength(id: number): number;
  recordLength(id: number): number;
  /** typeCode of the value, or of one that a patch makes: see `patch.ts`. */
  type(id: number): number;
  /** ms since 1970, or `never`. */
  expireAt(id: number): number;
  /** A copy of the key. */
  key(id: number): Uint8Array;
}

/** Keys in order, or in none, by ids of their own. */
export interface HeldKeys {
  ids: Uint32Array;
  columns: IndexColumns;
  /** The id that the key has in the index now; -1 when it is gone. */
  now(id: number): number;
  release(): void;
}

/** An index as it was at one moment, for readers. The segments that it names must be kept by whoever reads. */
export interface IndexView {
  readonly columns: EntryColumns;
  /** Keys there were, expired ones among them. */
  readonly count: number;
  /** The id of a key that was there; -1 when it was not. */
  find(key: Uint8Array): number;
  /** At least all keys of the range in key order, expired ones among them. Not to be changed. */
  ordered(range: readonly KeyBound[]): Promise<{ ids: Uint32Array; columns: IndexColumns }>;
  release(): void;
}

/** What a merge begins with: the index as it was when the last segment was closed. */
export interface MergeStart {
  /** Of each of these segments the records that are the newest of their keys. */
  live(segments: readonly number[], slicer: Slicer): Promise<LiveRecords[]>;
  release(): void;
}

/** Segments that one has been merged from, and what came of it. */
export interface MergedSegments {
  replaced: ReadonlySet<number>;
  merged: Segment;
  result: MergeResult;
  /** Of the merged segment; null where the result says it all. */
  hint: IndexImage | null;
  /** Hears of keys that have no record in it, as they are removed. */
  onDropped: (key: Uint8Array) => void;
}

/** Which record is the newest of each key, for all of an open store: its keys in memory, or in the log only. */
export interface StoreIndex {
  readonly columns: EntryColumns;
  /** Keys, expired ones among them. */
  readonly count: number;
  /** Whether any key may have a deadline. */
  readonly mayExpire: boolean;
  /** Whose arrays checkpoints and hints hold; null where there is nothing to be held. */
  readonly inMemory: KeyIndex | null;

  /** What ids are read by from now on. */
  attach(segments: SegmentSet, blocks: BlockCache): void;
  /** Signed, of 32 bits. */
  hash(bytes: Uint8Array, start: number, length: number): number;
  /** The id of the key bytes[start, start + length); -1 when it is not there. */
  find(bytes: Uint8Array, start: number, length: number, hash: number): number;
  /** The id that is most likely the key's, for those who will see the key in its record; -1: surely not there. */
  findLikely(hash: number): number;
  /** Look-ups of these hashes are about to come. */
  fetch(hashes: ArrayLike<number>, from: number, to: number): void;
  /** The newest record of a key. */
  put(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void;
  /** The newest record of a key says that it is gone; `facts` say where that record lies. */
  delete(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void;
  /** What was put and deleted since the last call stands; or, after a failure, none of it does. */
  settle(succeeded: boolean): void;
  /** Bytes of the records in a segment that are the newest of their keys. */
  liveBytes(segment: number): number;

  view(): IndexView;
  /** All keys that had not expired by `nowMs`, held until they are released. */
  held(sorted: boolean, nowMs: number, slicer: Slicer): Promise<HeldKeys>;
  /** See `Store.keysFrom`. */
  keysFrom(position: number, limit: number, nowMs: number): KeyPage;
  /** Some keys that have expired by `nowMs`, at most `limit`; a part of the index is looked at each time. */
  expired(nowMs: number, limit: number): Uint8Array[];
  /** How many keys have expired by `nowMs`. */
  expiredCount(nowMs: number): number;

  beginMerge(): MergeStart;
  /**
   * Points the index at a merged segment; keys that have no record in it had expired. Reads between two slices may
   * find a key in the old segments or in the new one: all must stay until this is done.
   */
  moveTo(merge: MergedSegments, slicer: Slicer): Promise<void>;
}

/** Takes in the records of a log in their order. The index may be looked at only after `flush`. */
export interface IndexLoad {
  /** Then `flush` before the next one. */
  readonly isFull: boolean;
  put(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void;
  /** `facts` say where the delete lies. */
  remove(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void;
  /** Records of which the keys lie in `bytes`. */
  putAll(bytes: Uint8Array, records: RecordColumns): void;
  /** The next record of this segment lies in or behind a frame that is not whole. */
  apart?(segment: number): void;
  flush(slicer: Slicer): Promise<void>;
}
