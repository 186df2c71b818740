import { WalscopeError } from '../../../shared/errors.ts';
import type { KeyPage } from '../api.ts';
import type { EntryFacts } from '../index/entry-facts.ts';
import { keyHash } from '../index/key-hash.ts';
import { shardCount } from '../index/probing.ts';
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
import { type CountedRecord, SeqLedger } from './seq-ledger.ts';
import { maxIndexedSeq } from './seq-table.ts';
import type { HeldKeys, IndexView, MergedSegments, MergeStart, StoreIndex } from './store-index.ts';
import type { MappedSegment } from './stretch-walk.ts';

/**
 * An index that keeps no keys: of each key 8 bytes, a part of its hash and the sequence number of its newest record,
 * which serves as its id. Where a sequence number lies the segments' maps say. What has the right hash is a candidate:
 * only the key in its record says whether it is the one.
 */
export class LogIndex implements StoreIndex {
  readonly inMemory = null;
  readonly #seed: number;
  readonly #ledger = new SeqLedger();
  readonly #mapped = new MappedSegments();
  readonly #due: DueKeys;
  #columns = new LogColumns(this.#mapped, new BlockCache(0));
  #segments: SegmentSet | null = null;
  #blocks = new BlockCache(0);
  /** The segment that records are put into. */
  #noting: MappedSegment | null = null;

  constructor(seed: number) {
    this.#seed = seed;
    this.#due = new DueKeys(this.#mapped, isLiveIn(this.#ledger.table, this));
  }

  get columns(): LogColumns {
    return this.#columns;
  }

  get count(): number {
    return this.#ledger.count;
  }

  get mayExpire(): boolean {
    return this.#mapped.ordered.some(({ map }) => map.hasDeadlines);
  }

  /** Then `settle` before the next one. */
  get isFull(): boolean {
    return this.#ledger.isFull;
  }

  /** Of all that grows with the number of keys or of bytes. */
  get memoryBytes(): number {
    return this.#mapped.ordered.reduce(
      (sum, { map }) => sum + map.memoryBytes,
      this.#ledger.table.memoryBytes,
    );
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
    return this.#ledger.table.find(hash, (seq) => this.#columns.keyEquals(seq, bytes, start, length));
  }

  findLikely(hash: number): number {
    return this.#ledger.table.find(hash, () => true);
  }

  fetch(): void {
    // What a look-up waits for is a read, not memory.
  }

  put(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    const { seq, segment, headLength, valueLength } = facts;
    const after = { seq, segment, bytes: headLength + length + valueLength };
    this.#note(facts, after.bytes);
    this.#ledger.change(hash, this.#newest(bytes, start, length, hash), after);
  }

  delete(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    this.#note(facts, facts.headLength + length);
    const before = this.#newest(bytes, start, length, hash);
    if (before !== null) this.#ledger.change(hash, before, null);
  }

  /** The next record of this segment is not to be found by those before it. */
  apart(segment: number): void {
    this.#mapOf(segment).apart();
  }

  settle(succeeded: boolean): void {
    this.#ledger.settle(succeeded);
  }

  liveBytes(segment: number): number {
    return this.#ledger.liveBytes.of(segment);
  }

  view(): IndexView {
    const { shards, release } = this.#ledger.table.freeze();
    const mapped = new MappedSegments(this.#mapped.ordered);
    return new LogView({ shards, mapped, blocks: this.#blocks, count: this.count, hasher: this, release });
  }

  async held(sorted: boolean, nowMs: number, slicer: Slicer): Promise<HeldKeys> {
    const { shards, release } = this.#ledger.table.freeze();
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
    return someKeys(this.#ledger.table, this.#columns, position, limit, nowMs);
  }

  expired(nowMs: number, limit: number): Uint8Array[] {
    return this.#due.some(nowMs, limit);
  }

  expiredCount(nowMs: number): number {
    return this.#due.count(nowMs);
  }

  beginMerge(): MergeStart {
    const { shards, release } = this.#ledger.table.freeze();
    const mapped = new MappedSegments(this.#mapped.ordered);
    return { live: (segments, slicer) => liveSeqs(shards, mapped, segments, slicer), release };
  }

  async moveTo({ replaced, merged, result, onDropped }: MergedSegments, slicer: Slicer): Promise<void> {
    const ledger = this.#ledger;
    const count = new MergedCount(result.moved ?? [], merged.header, ledger.liveBytes);
    for (let shard = 0; shard < shardCount; shard++) {
      for (const { hash, seq } of count.dropped(ledger.table, shard)) {
        const key = this.#readableKey(seq);
        ledger.drop(hash, seq);
        if (key !== null) onDropped(key);
      }
      if (slicer.dueNow()) await slicer.yield();
    }
    this.#mapped.replace(replaced, { segment: merged, map: new RecordMap(result.places) });
    this.#columns.forget();
    for (const segment of replaced) ledger.forget(segment);
    ledger.merged = count;
    for (let shard = 0; shard < shardCount; shard++) {
      count.add(ledger.table, this.#columns);
      if (slicer.dueNow()) await slicer.yield();
    }
    ledger.merged = null;
  }

  #readableKey(seq: number): Uint8Array | null {
    try {
      return this.#columns.key(seq);
    } catch {
      // It is gone either way.
      return null;
    }
  }

  /** Where a record lies that is about to count. */
  #note({ segment, offset, seq, expireAt }: EntryFacts, bytes: number): void {
    if (seq > maxIndexedSeq) {
      const reason = `Sequence numbers above ${maxIndexedSeq} need an index with its keys in memory.`;
      throw new WalscopeError('TOO_LARGE', `${reason} Open the store without keysInMemory: false.`);
    }
    this.#mapOf(segment).note(offset, bytes, seq, expireAt);
  }

  /** The newest record of a key; null when it is not there. */
  #newest(bytes: Uint8Array, start: number, length: number, hash: number): CountedRecord | null {
    const seq = this.find(bytes, start, length, hash);
    if (seq < 0) return null;
    return { seq, segment: this.#columns.segment(seq), bytes: this.#columns.recordLength(seq) };
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
}
