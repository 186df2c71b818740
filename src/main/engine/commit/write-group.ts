import { copyBytes, emptyBytes } from '../../../shared/bytes.ts';
import type { ChangeList } from '../api.ts';
import { type BuiltFrame, FrameBuilder } from '../format/frame-builder.ts';
import type { RecordFields } from '../format/record.ts';
import { blankParts, type PatchableValue, type RecordParts } from '../format/record-parts.ts';
import type { Salt } from '../format/segment-header.ts';
import { never } from '../index/entry-chunk.ts';
import { checkParts } from './check-parts.ts';
import { decideWrite, isConditional } from './decide-write.ts';
import { GroupCallers } from './group-callers.ts';
import { GroupRecords } from './group-records.ts';
import { type FramePosition, LateRecords } from './late-records.ts';
import type { PendingWrite, Reject, Resolve, WriteTarget } from './pending-write.ts';

/** A group takes no more writes once it has reached either. */
const maxGroupBytes = 4 * 1024 * 1024;
const maxGroupRecords = 16_384;

/** Writes of many callers on their way into one frame. Its buffers are used again for a later group. */
export class WriteGroup {
  readonly #builder = new FrameBuilder();
  readonly #records = new GroupRecords();
  readonly #late = new LateRecords();
  readonly #callers = new GroupCallers();
  readonly #target: WriteTarget;
  readonly #now: () => number;
  readonly #record: RecordFields = {
    op: 'set',
    key: emptyBytes,
    value: emptyBytes,
    expireAt: null,
    type: 0,
    seqDelta: null,
  };
  readonly #parts = blankParts();
  #firstSeq = 0;
  /** Of the late records, about. */
  #lateBytes = 0;
  #frame: Uint8Array = emptyBytes;
  #segment = 0;
  #offset = 0;

  constructor(target: WriteTarget, now: () => number) {
    this.#target = target;
    this.#now = now;
  }

  /** Begins anew. Records are sealed with their sequence numbers, so the first has to be known by now. */
  begin(firstSeq: number): void {
    this.#builder.begin(firstSeq);
    this.#records.clear();
    this.#late.clear();
    this.#lateBytes = 0;
    this.#callers.clear();
    this.#firstSeq = firstSeq;
  }

  get records(): number {
    return this.#records.count;
  }

  get callers(): number {
    return this.#callers.count;
  }

  /** Of the frame, in bytes. Late records count once they are filled in. */
  get length(): number {
    return this.#late.count === 0 ? this.#builder.length : this.#late.frame.length;
  }

  /** Whether it can only be finished after `fillIn`. */
  get hasLate(): boolean {
    return this.#late.count > 0;
  }

  /** Whether a segment with this number should take patches. */
  couldPatchIn(segment: number): boolean {
    return this.#late.couldPatchIn(segment);
  }

  /** Bytes of the longest late value that its frame holds as a whole. */
  get longestWhole(): number {
    return this.#late.longestWhole;
  }

  /** Puts in what had to wait for where the frame goes. If it goes elsewhere in the end, this has to be done anew. */
  fillIn(position: FramePosition): void {
    this.#late.fillIn(this.#builder, this.#firstSeq, position);
  }

  /** Sequence number of the first record after it. */
  get nextSeq(): number {
    return this.#firstSeq + this.#records.count;
  }

  /** Takes in a set that asks about nothing; false when it has to wait for the next group. Keeps none of the bytes. */
  addSet(
    key: Uint8Array,
    hash: number,
    value: Uint8Array,
    expireAt: number | null,
    resolve: Resolve,
    reject: Reject,
  ): boolean {
    if (this.#isFull(key.length + value.length, 1)) return false;
    this.#callers.add(resolve, reject, this.records);
    this.#encode('set', key, hash, value, expireAt, 0);
    return true;
  }

  /**
   * Takes in changes that ask about nothing; false when they have to wait for the next group. Keeps none of the bytes.
   * When one of them cannot be read none is taken, and what it threw is thrown.
   */
  addList(list: ChangeList, resolve: Resolve, reject: Reject): boolean {
    const newBytes = list.newBytes ?? list.bytes;
    if (this.#isFull(newBytes, list.count)) return false;
    const { records, length } = this.#builder;
    const late = this.#late.count;
    const parts = this.#parts;
    try {
      for (let i = 0; i < list.count; i++) {
        parts.patchable = null;
        list.read(i, parts);
        checkParts(parts);
        this.#encodeParts(parts);
      }
    } catch (error) {
      this.#builder.cut(records, length);
      this.#records.cut(records);
      this.#late.cut(late);
      throw error;
    }
    if (this.#late.count > late) this.#lateBytes += newBytes;
    this.#callers.add(resolve, reject, records);
    return true;
  }

  /** Takes a write in; false when it has to wait for the next group. One that is refused has its answer and is done. */
  add(write: PendingWrite): boolean {
    if (this.#isFull(write.bytes, write.changes.length)) return false;
    // What it asks about may be decided by a change that this group makes: it has to wait for that.
    const depends = this.records > 0 && isConditional(write);
    if (depends && write.changes.some(({ hash }) => this.#records.touches(hash))) return false;
    const made = decideWrite(write, this.#target, this.#now);
    if (made === null) return true;
    this.#callers.add(made.resolve, write.reject, this.records);
    const late = this.#late.count;
    for (const { op, key, hash, value, patchable, expireAt, type } of made.changes) {
      if (patchable === undefined) this.#encode(op, key, hash, value, expireAt, type);
      else this.#leaveOut(key, hash, patchable, expireAt, type);
    }
    if (this.#late.count > late) this.#lateBytes += write.bytes;
    return true;
  }

  finish(times: { durableSeq: number; timeMs: number }, chain: number, salt: Salt): BuiltFrame {
    const builder = this.hasLate ? this.#late.frame : this.#builder;
    const frame = builder.finish(times, chain, salt);
    this.#frame = frame.bytes;
    return frame;
  }

  /** Where the frame has gone. */
  placed(segment: number, offset: number): void {
    this.#segment = segment;
    this.#offset = offset;
    if (this.hasLate) this.#records.fillIn(this.#late.filled);
  }

  /** Tells the state of every record; of none when it fails. */
  apply(): void {
    let succeeded = false;
    try {
      this.#records.applyTo(this.#target, this.#frame, this.#segment, this.#offset, this.#firstSeq);
      this.#late.applyTo(this.#target, this.#firstSeq);
      succeeded = true;
    } finally {
      this.#target.settle(succeeded);
    }
  }

  answer(durable: boolean): void {
    this.#callers.answer(this.#firstSeq, this.#records.count, durable);
  }

  reject(error: Error): void {
    this.#late.fail();
    this.#callers.reject(error);
  }

  #isFull(bytes: number, records: number): boolean {
    if (this.records === 0) return false;
    const length = this.#builder.length + this.#lateBytes;
    return length + bytes > maxGroupBytes || this.records + records > maxGroupRecords;
  }

  #encodeParts(parts: RecordParts): void {
    const { op, keyBytes, keyStart, keyLength, valueLength, expireAt, type } = parts;
    const hash = this.#target.hash(keyBytes, keyStart, keyLength);
    if (parts.patchable !== null) {
      const key = new Uint8Array(keyLength);
      copyBytes(keyBytes, keyStart, key, 0, keyLength);
      this.#leaveOut(key, hash, parts.patchable, expireAt, type);
      return;
    }
    const offset = this.#builder.addParts(parts);
    const length = this.#builder.length - offset;
    const known = op === 'set' ? valueLength : null;
    this.#records.add(offset, length, hash, keyLength, known, expireAt ?? never, type);
  }

  /** The key is kept. */
  #leaveOut(
    key: Uint8Array,
    hash: number,
    value: PatchableValue,
    expireAt: number | null,
    type: number,
  ): void {
    const index = this.#builder.records;
    const offset = this.#builder.leaveOut();
    this.#late.add({ index, offset, key, value, type, expireAt });
    this.#records.add(offset, 0, hash, key.length, 0, expireAt ?? never, type);
  }

  #encode(
    op: 'set' | 'delete',
    key: Uint8Array,
    hash: number,
    value: Uint8Array,
    expireAt: number | null,
    type: number,
  ): void {
    const record = this.#record;
    record.op = op;
    record.key = key;
    record.value = value;
    record.expireAt = expireAt;
    record.type = type;
    const offset = this.#builder.add(record);
    const length = this.#builder.length - offset;
    // What was the caller's is not kept alive until the next record.
    record.key = emptyBytes;
    record.value = emptyBytes;
    const known = op === 'set' ? value.length : null;
    this.#records.add(offset, length, hash, key.length, known, expireAt ?? never, type);
  }
}
