import { randomInt } from 'node:crypto';
import { WalscopeError } from '../../../shared/errors.ts';
import type { KeyPage } from '../api.ts';
import { keyHash } from '../index/key-hash.ts';
import type { EntryFacts } from '../index/key-index.ts';
import { LiveBytes } from '../index/live-bytes.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { BlockCache } from '../store/block-cache.ts';
import { DueKeys } from './due-keys.ts';
import { keysInLog, keysInOrder, someKeys } from './keys-in-log.ts';
import { liveSeqs } from './live-seqs.ts';
import { LogColumns } from './log-columns.ts';
import { isLiveIn, LogView } from './log-view.ts';
import { MappedSegments } from './mapped-segments.ts';
import { MergedCount } from './merged-count.ts';
import { RecordMap } from './record-map.ts';
import { maxIndexedSeq, SeqTable, shardCount } from './seq-table.ts';
import type { HeldKeys, IndexView, MergedSegments, MergeStart, StoreIndex } from './store-index.ts';
import type { MappedSegment } from './stretch-walk.ts';

/** A load settles after so many changes: more of them would outlive the collector's first look at them. */
const settledAtOnce = 1024;

/** A change of the table, to be taken back if what it belongs to fails. */
interface Change {
  hash: number;
  /** -1: the key was not there. */
  before: number;
  /** -1: the key is gone. */
  after: number;
  segmentBefore: number;
  bytesBefore: number;
  segmentAfter: number;
  bytesAfter: number;
}

/**
 * An index that keeps no keys: of each key 8 bytes, a part of its hash and the sequence number of its newest record,
 * which serves as its id. Where a sequence number lies the segments' maps say. What has the right hash is a candidate:
 * only the key in its record says whether it is the one.
 */
export class LogIndex implements StoreIndex {
  readonly inMemory = null;
  readonly #seed = randomInt(2 ** 32);
  readonly #table = new SeqTable();
  readonly #mapped = new MappedSegments();
  readonly #liveBytes = new LiveBytes();
  readonly #due: DueKeys;
  #columns = new LogColumns(this.#mapped, new BlockCache(0));
  #segments: SegmentSet | null = null;
  #blocks = new BlockCache(0);
  #count = 0;
  /** The segment that records are put into. */
  #noting: MappedSegment | null = null;
  #changes: Change[] = [];
  /** While the live bytes of a merged segment are counted. */
  #merged: MergedCount | null = null;

  constructor() {
    this.#due = new DueKeys(this.#mapped, isLiveIn(this.#table, this));
  }

  get columns(): LogColumns {
    return this.#columns;
  }

  get count(): number {
    return this.#count;
  }

  get mayExpire(): boolean {
    return this.#mapped.ordered.some(({ map }) => map.hasDeadlines);
  }

  /** Then `settle` before the next one. */
  get isFull(): boolean {
    return this.#changes.length >= settledAtOnce;
  }

  /** Of all that grows with the number of keys or of bytes. */
  get memoryBytes(): number {
    return this.#mapped.ordered.reduce((sum, { map }) => sum + map.memoryBytes, this.#table.memoryBytes);
  }

  attach(segments: SegmentSet, blocks: BlockCache): void {
    const maps = new Map(this.#mapped.ordered.map(({ segment, map }) => [segment.number, map]));
    this.#segments = segments;
    this.#noting = null;
    this.#blocks = blocks;
    this.#mapped.reset(
      segments.ordered.map((segment) => ({ segment, map: maps.get(segment.number) ?? new RecordMap() })),
    );
    this.#columns = new LogColumns(this.#mapped, blocks);
  }

  hash(bytes: Uint8Array, start: number, length: number): number {
    return keyHash(bytes, start, length, this.#seed);
  }

  find(bytes: Uint8Array, start: number, length: number, hash: number): number {
    return this.#table.find(hash, (seq) => this.#columns.keyEquals(seq, bytes, start, length));
  }

  findLikely(hash: number): number {
    return this.#table.find(hash, () => true);
  }

  fetch(): void {
    // What a look-up waits for is a read, not memory.
  }

  put(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    const recordLength = facts.headLength + length + facts.valueLength;
    const before = this.#find(bytes, start, length, hash, facts, recordLength);
    const change = this.#change(hash, before, facts.seq);
    change.segmentAfter = facts.segment;
    change.bytesAfter = recordLength;
    if (before < 0) {
      this.#table.add(hash, facts.seq);
      this.#count++;
    } else this.#table.replace(hash, before, facts.seq);
    this.#countBytes(change);
  }

  delete(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    const before = this.#find(bytes, start, length, hash, facts, facts.headLength + length);
    if (before < 0) return;
    const change = this.#change(hash, before, -1);
    this.#table.remove(hash, before);
    this.#count--;
    this.#countBytes(change);
  }

  /** The next record of this segment is not to be found by those before it. */
  apart(segment: number): void {
    this.#mapOf(segment).apart();
  }

  settle(succeeded: boolean): void {
    if (!succeeded) for (const change of this.#changes.reverse()) this.#takeBack(change);
    this.#changes.length = 0;
  }

  liveBytes(segment: number): number {
    return this.#liveBytes.of(segment);
  }

  view(): IndexView {
    const { shards, release } = this.#table.freeze();
    const mapped = new MappedSegments(this.#mapped.ordered);
    return new LogView({ shards, mapped, blocks: this.#blocks, count: this.#count, hasher: this, release });
  }

  async held(sorted: boolean, nowMs: number, slicer: Slicer): Promise<HeldKeys> {
    const { shards, release } = this.#table.freeze();
    const mapped = new MappedSegments(this.#mapped.ordered);
    const unpin = mapped.ordered.map(({ segment }) => segment.pin());
    try {
      const isLive = isLiveIn(shards, this);
      const { ids, columns } = await (sorted ? keysInOrder : keysInLog)(mapped, isLive, [], slicer);
      const now = (id: number): number => {
        const key = columns.key(id);
        return this.find(key, 0, key.length, this.hash(key, 0, key.length));
      };
      return {
        ids: ids.filter((id) => columns.expireAt(id) > nowMs),
        columns,
        now,
        release: () => undefined,
      };
    } finally {
      release();
      for (const free of unpin) free();
    }
  }

  keysFrom(position: number, limit: number, nowMs: number): KeyPage {
    return someKeys(this.#table, this.#columns, position, limit, nowMs);
  }

  expired(nowMs: number, limit: number): Uint8Array[] {
    return this.#due.some(nowMs, limit);
  }

  expiredCount(nowMs: number): number {
    return this.#due.count(nowMs);
  }

  beginMerge(): MergeStart {
    const { shards, release } = this.#table.freeze();
    const mapped = new MappedSegments(this.#mapped.ordered);
    return { live: (segments, slicer) => liveSeqs(shards, mapped, segments, slicer), release };
  }

  async moveTo({ replaced, merged, result }: MergedSegments, slicer: Slicer): Promise<void> {
    const count = new MergedCount(result.moved ?? [], merged.header, this.#liveBytes);
    for (let shard = 0; shard < shardCount; shard++) {
      for (const { hash, seq } of count.dropped(this.#table, shard)) {
        this.#table.remove(hash, seq);
        this.#count--;
      }
      if (slicer.dueNow()) await slicer.yield();
    }
    this.#mapped.replace(replaced, { segment: merged, map: new RecordMap(result.places) });
    this.#columns.forget();
    for (const segment of replaced) this.#liveBytes.add(segment, -this.#liveBytes.of(segment));
    this.#merged = count;
    for (let shard = 0; shard < shardCount; shard++) {
      count.add(this.#table, this.#columns);
      if (slicer.dueNow()) await slicer.yield();
    }
    this.#merged = null;
  }

  /** What the key's newest record was; nothing has been changed when this throws. */
  #find(
    bytes: Uint8Array,
    start: number,
    length: number,
    hash: number,
    facts: EntryFacts,
    recordLength: number,
  ): number {
    if (facts.seq > maxIndexedSeq) {
      const reason = `Sequence numbers above ${maxIndexedSeq} need an index with its keys in memory.`;
      throw new WalscopeError('TOO_LARGE', `${reason} Open the store without keysInMemory: false.`);
    }
    this.#mapOf(facts.segment).note(facts.offset, recordLength, facts.seq, facts.expireAt);
    return this.find(bytes, start, length, hash);
  }

  /** The map of the segment that is written to, or loaded. */
  #mapOf(number: number): RecordMap {
    if (this.#noting?.segment.number === number) return this.#noting.map;
    this.#noting =
      this.#mapped.ordered.find(({ segment }) => segment.number === number) ?? this.#begin(number);
    return this.#noting.map;
  }

  #begin(number: number): MappedSegment {
    const segment = this.#segments?.get(number);
    if (segment === undefined) throw new WalscopeError('INTERNAL', `Segment ${number} is not there.`);
    const mapped = { segment, map: new RecordMap() };
    this.#mapped.append(mapped);
    return mapped;
  }

  #change(hash: number, before: number, after: number): Change {
    const isThere = before >= 0;
    const change = {
      hash,
      before,
      after,
      segmentBefore: isThere ? this.#columns.segment(before) : 0,
      bytesBefore: isThere ? this.#columns.recordLength(before) : 0,
      segmentAfter: 0,
      bytesAfter: 0,
    };
    this.#changes.push(change);
    return change;
  }

  #countBytes({ hash, before, segmentBefore, bytesBefore, segmentAfter, bytesAfter }: Change): void {
    if (bytesAfter > 0) this.#liveBytes.add(segmentAfter, bytesAfter);
    // What has not been counted yet is not there any more when it is.
    if (bytesBefore > 0 && !this.#merged?.isUncounted(hash, before))
      this.#liveBytes.add(segmentBefore, -bytesBefore);
  }

  #takeBack(change: Change): void {
    const { hash, before, after } = change;
    if (before < 0) {
      this.#table.remove(hash, after);
      this.#count--;
    } else if (after < 0) {
      this.#table.add(hash, before);
      this.#count++;
    } else this.#table.replace(hash, after, before);
    if (change.bytesAfter > 0) this.#liveBytes.add(change.segmentAfter, -change.bytesAfter);
    if (change.bytesBefore > 0) this.#liveBytes.add(change.segmentBefore, change.bytesBefore);
  }
}
