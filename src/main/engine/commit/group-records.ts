import { never } from '../index/entry-chunk.ts';
import type { FilledRecord } from './late-records.ts';
import type { PlacedRecord, WriteTarget } from './pending-write.ts';

const firstCapacity = 64;
/** Columns that a large batch has made longer than this are given back after it. */
const keptCapacity = 32_768;
/** In the column of value lengths: the record is a delete. */
const deleted = 0xffff_ffff;
/** Records that the state is told of before they are applied: what it fetches for them fits into the nearest cache. */
const expectedAtOnce = 128;

/**
 * The records of a group as they stand in its frame: what the index is told once the frame is where it should be.
 * Columns that are kept from group to group: an array that is emptied and filled anew would grow anew each time.
 */
export class GroupRecords {
  #count = 0;
  #offsets = new Uint32Array(firstCapacity);
  /** Signed, as the index gives them. */
  #hashes = new Int32Array(firstCapacity);
  #keyLengths = new Uint32Array(firstCapacity);
  #valueLengths = new Uint32Array(firstCapacity);
  #lengths = new Uint32Array(firstCapacity);
  #deadlines = new Float64Array(firstCapacity);
  #types = new Uint8Array(firstCapacity);
  /** Made when it is first asked for: most groups never are. */
  #touched: Set<number> | null = null;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#touched = null;
    if (this.#offsets.length > keptCapacity) this.#resize(firstCapacity);
  }

  /** Tells of records that have been put in, in order; those behind each have moved on by its length. */
  fillIn(filled: readonly FilledRecord[]): void {
    let moved = 0;
    for (const [nth, { index, offset, length, valueLength, type }] of filled.entries()) {
      this.#offsets[index] = offset;
      this.#lengths[index] = length;
      this.#valueLengths[index] = valueLength;
      this.#types[index] = type;
      moved += length;
      const next = filled[nth + 1]?.index ?? this.#count;
      for (let i = index + 1; i < next; i++) this.#offsets[i]! += moved;
    }
  }

  /** Takes the last ones out again: so many stay. */
  cut(count: number): void {
    this.#count = count;
    this.#touched = null;
  }

  /** Offset within the frame and lengths in bytes; `valueLength` is null for a delete, `expireAt` may be `never`. */
  add(
    offset: number,
    length: number,
    hash: number,
    keyLength: number,
    valueLength: number | null,
    expireAt: number,
    type: number,
  ): void {
    const at = this.#count++;
    if (at === this.#offsets.length) this.#resize(2 * at);
    this.#offsets[at] = offset;
    this.#lengths[at] = length;
    this.#hashes[at] = hash;
    this.#keyLengths[at] = keyLength;
    this.#valueLengths[at] = valueLength ?? deleted;
    this.#deadlines[at] = expireAt;
    this.#types[at] = type;
    this.#touched?.add(hash);
  }

  /** Whether any record is of a key with this hash. */
  touches(hash: number): boolean {
    this.#touched ??= new Set(this.#hashes.subarray(0, this.#count));
    return this.#touched.has(hash);
  }

  /** Tells of every record, now that their frame lies at `offset` of a segment. */
  applyTo(target: WriteTarget, frame: Uint8Array, segment: number, offset: number, firstSeq: number): void {
    const placed: PlacedRecord = {
      bytes: frame,
      segment,
      keyStart: 0,
      keyLength: 0,
      hash: 0,
      isDelete: false,
      valueLength: 0,
      type: 0,
      expireAt: never,
      seq: 0,
      offset: 0,
      headLength: 0,
    };
    for (let i = 0; i < this.#count; i++) {
      if (i % expectedAtOnce === 0) target.expect(this.#hashes, i, Math.min(i + expectedAtOnce, this.#count));
      this.#read(i, placed, offset, firstSeq);
      target.apply(placed);
    }
  }

  /** Fills in what is known of a record; `into` holds the frame, where it went, and its first sequence number. */
  #read(i: number, into: PlacedRecord, frameOffset: number, firstSeq: number): void {
    const offset = this.#offsets[i] as number;
    const keyLength = this.#keyLengths[i] as number;
    const isDelete = this.#valueLengths[i] === deleted;
    const valueLength = isDelete ? 0 : (this.#valueLengths[i] as number);
    into.hash = this.#hashes[i] as number;
    into.keyLength = keyLength;
    into.isDelete = isDelete;
    into.valueLength = valueLength;
    into.headLength = (this.#lengths[i] as number) - keyLength - valueLength;
    into.keyStart = offset + into.headLength;
    into.expireAt = this.#deadlines[i] as number;
    into.type = this.#types[i] as number;
    into.offset = frameOffset + offset;
    into.seq = firstSeq + i;
  }

  #resize(capacity: number): void {
    const kept = Math.min(this.#count, capacity);
    this.#offsets = copied(this.#offsets, kept, new Uint32Array(capacity));
    this.#hashes = copied(this.#hashes, kept, new Int32Array(capacity));
    this.#keyLengths = copied(this.#keyLengths, kept, new Uint32Array(capacity));
    this.#valueLengths = copied(this.#valueLengths, kept, new Uint32Array(capacity));
    this.#lengths = copied(this.#lengths, kept, new Uint32Array(capacity));
    this.#deadlines = copied(this.#deadlines, kept, new Float64Array(capacity));
    this.#types = copied(this.#types, kept, new Uint8Array(capacity));
  }
}

function copied<Column extends Uint32Array | Int32Array | Float64Array | Uint8Array>(
  from: Column,
  count: number,
  to: Column,
): Column {
  to.set(from.subarray(0, count));
  return to;
}
