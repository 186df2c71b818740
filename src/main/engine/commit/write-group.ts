import { copyBytes, emptyBytes, looseText } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { ChangeList } from '../api.ts';
import { type BuiltFrame, FrameBuilder } from '../format/frame-builder.ts';
import type { RecordFields } from '../format/record.ts';
import { blankParts, type PatchableValue, type RecordParts } from '../format/record-parts.ts';
import type { Salt } from '../format/segment-header.ts';
import { never } from '../index/entry-chunk.ts';
import { checkParts } from './check-parts.ts';
import { asWalscopeError } from './failures.ts';
import { GroupRecords } from './group-records.ts';
import { type FramePosition, LateRecords } from './late-records.ts';
import type {
  PendingChange,
  PendingWrite,
  PlacedRecord,
  Reject,
  Resolve,
  WriteTarget,
} from './pending-write.ts';

/** A group takes no more writes once it has reached either. */
const maxGroupBytes = 4 * 1024 * 1024;
const maxGroupRecords = 16_384;
/** Records that the index is told of before they are applied: what it fetches for them fits into the nearest cache. */
const expectedAtOnce = 128;

const nobody = (): void => undefined;

/** Writes of many callers on their way into one frame. Its buffers are used again for a later group. */
export class WriteGroup {
  readonly #builder = new FrameBuilder();
  readonly #records = new GroupRecords();
  readonly #late = new LateRecords();
  readonly #target: WriteTarget;
  readonly #now: () => number;
  /** Of each caller: its answer, and the index of its first record. Their places are used again: see GroupRecords. */
  readonly #resolves: Resolve[] = [];
  readonly #rejects: Reject[] = [];
  readonly #firsts: number[] = [];
  #callers = 0;
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
    // Nobody who has been answered is kept alive.
    for (let i = 0; i < this.#callers; i++) {
      this.#resolves[i] = nobody;
      this.#rejects[i] = nobody;
    }
    this.#callers = 0;
    this.#firstSeq = firstSeq;
  }

  get records(): number {
    return this.#records.count;
  }

  get callers(): number {
    return this.#callers;
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
    this.#member(resolve, reject, this.records);
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
    this.#member(resolve, reject, records);
    return true;
  }

  /** Takes a write in; false when it has to wait for the next group. One that is refused has its answer and is done. */
  add(write: PendingWrite): boolean {
    if (this.#isFull(write.bytes, write.changes.length)) return false;
    // What it asks about may be decided by a change that this group makes: it has to wait for that.
    const depends = this.records > 0 && isConditional(write);
    if (depends && write.changes.some(({ hash }) => this.#records.touches(hash))) return false;
    const made = this.#toBeMade(write);
    if (made === null) return true;
    this.#member(made.resolve, write.reject, this.records);
    const late = this.#late.count;
    for (const { op, key, hash, value, patchable, expireAt, type } of made.changes) {
      if (patchable === undefined) this.#encode(op, key, hash, value, expireAt, type);
      else this.#leaveOut(key, hash, patchable, expireAt, type);
    }
    if (this.#late.count > late) this.#lateBytes += write.bytes;
    return true;
  }

  /** What is made of a write, and how it is answered; null when it is refused, or what it asks about cannot be read. */
  #toBeMade(write: PendingWrite): Pick<PendingWrite, 'changes' | 'resolve'> | null {
    try {
      const refusal = this.#refusal(write);
      if (refusal === null) return write.rule === 'all' ? write : this.#deletesOf(write);
      write.reject(refusal);
    } catch (error) {
      write.reject(asWalscopeError(error, 'Looking up what is to be changed'));
    }
    return null;
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
      this.#applyAll();
      succeeded = true;
    } finally {
      this.#target.settle(succeeded);
    }
  }

  #applyAll(): void {
    const placed: PlacedRecord = {
      bytes: this.#frame,
      segment: this.#segment,
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
    for (let i = 0; i < this.#records.count; i++) {
      if (i % expectedAtOnce === 0) this.#expect(i);
      this.#records.read(i, placed, this.#offset, this.#firstSeq);
      this.#target.apply(placed);
    }
    for (const { index, key, valueLength, wholeLength } of this.#late.filled) {
      this.#target.wroteVersion(key, this.#firstSeq + index, wholeLength, valueLength);
    }
  }

  #expect(from: number): void {
    const to = Math.min(from + expectedAtOnce, this.#records.count);
    this.#target.expect(this.#records.hashes, from, to);
  }

  answer(durable: boolean): void {
    for (let i = 0; i < this.#callers; i++) {
      const resolve = this.#resolves[i] as Resolve;
      const first = this.#firsts[i] as number;
      const end = i + 1 < this.#callers ? (this.#firsts[i + 1] as number) : this.#records.count;
      if (end === first) resolve(null);
      else resolve({ firstSeq: this.#firstSeq + first, lastSeq: this.#firstSeq + end - 1, durable });
    }
  }

  reject(error: Error): void {
    this.#late.fail();
    for (let i = 0; i < this.#callers; i++) (this.#rejects[i] as Reject)(error);
  }

  #isFull(bytes: number, records: number): boolean {
    if (this.records === 0) return false;
    const length = this.#builder.length + this.#lateBytes;
    return length + bytes > maxGroupBytes || this.records + records > maxGroupRecords;
  }

  /** `first`: the index of its first record. */
  #member(resolve: Resolve, reject: Reject, first: number): void {
    const at = this.#callers++;
    this.#resolves[at] = resolve;
    this.#rejects[at] = reject;
    this.#firsts[at] = first;
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
    this.#records.add(
      offset,
      length,
      hash,
      key.length,
      op === 'set' ? value.length : null,
      expireAt ?? never,
      type,
    );
  }

  #refusal(write: PendingWrite): WalscopeError | null {
    const changed = write.changes.find((change) => this.#conflicts(change));
    if (changed === undefined) return null;
    const key = looseText(changed.key);
    return new WalscopeError(
      'CONFLICT',
      `${key} has changed since: read it again, then make the change anew.`,
      {
        details: { key },
      },
    );
  }

  #conflicts(change: PendingChange): boolean {
    if (change.ifSeq === undefined) return false;
    const newest = this.#alive(change);
    return change.ifSeq !== (newest?.seq ?? null);
  }

  /** To delete what has expired by the clock of now makes a record too, as the clock may go back; and found nothing. */
  #deletesOf({ changes, rule, resolve }: PendingWrite): Pick<PendingWrite, 'changes' | 'resolve'> {
    const now = this.#now();
    let isFound = rule === 'expired';
    const made = changes.filter((change) => {
      const newest = this.#target.newest(change);
      if (newest === null) return false;
      const hasExpired = newest.expireAt <= now;
      if (!hasExpired) isFound = true;
      return rule === 'present' || hasExpired;
    });
    return { changes: made, resolve: isFound ? resolve : () => resolve(null) };
  }

  #alive(change: PendingChange): { seq: number } | null {
    const newest = this.#target.newest(change);
    return newest !== null && newest.expireAt > this.#now() ? newest : null;
  }
}

const isConditional = (write: PendingWrite): boolean =>
  write.rule !== 'all' || write.changes.some(({ ifSeq }) => ifSeq !== undefined);
