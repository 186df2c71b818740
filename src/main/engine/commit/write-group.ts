import { looseText } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxBatchBytes } from '../../../shared/limits.ts';
import { FrameBuilder } from '../format/frame-builder.ts';
import { recordHeadLength } from '../format/record.ts';
import type { PendingChange, PendingWrite, WriteTarget } from './pending-write.ts';

/** A group takes no more writes once it has reached either. */
const maxGroupBytes = 4 * 1024 * 1024;
const maxGroupRecords = 16_384;

interface Member {
  write: PendingWrite;
  /** Index of its first record in the frame, and how many it has. */
  first: number;
  records: number;
}

/** Writes of many callers on their way into one frame. The buffer is used again for the next group. */
export class WriteGroup {
  readonly builder = new FrameBuilder();
  readonly #target: WriteTarget;
  readonly #now: () => number;
  #members: Member[] = [];
  #changes: PendingChange[] = [];
  #offsets: number[] = [];
  #headLengths: number[] = [];
  #touched = new Set<number>();
  #firstSeq = 0;

  constructor(target: WriteTarget, now: () => number) {
    this.#target = target;
    this.#now = now;
  }

  begin(firstSeq: number): void {
    this.builder.begin(firstSeq);
    this.#firstSeq = firstSeq;
    this.#members = [];
    this.#changes = [];
    this.#offsets = [];
    this.#headLengths = [];
    this.#touched = new Set();
  }

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  get hasRecords(): boolean {
    return this.#changes.length > 0;
  }

  /** Takes a write in; false when it has to wait for the next group. One that is refused has its answer and is done. */
  add(write: PendingWrite): boolean {
    const records = this.#changes.length;
    const full =
      records > 0 &&
      (this.builder.length + write.bytes > maxGroupBytes || records + write.changes.length > maxGroupRecords);
    // What it asks about may be decided by a change that this group makes: it has to wait for that.
    const depends =
      records > 0 && isConditional(write) && write.changes.some(({ hash }) => this.#touched.has(hash));
    if (full || depends) return false;
    const refusal = this.#refusal(write);
    if (refusal !== null) {
      write.reject(refusal);
      return true;
    }
    for (const change of write.changes) if (this.#isToBeMade(change, write)) this.#encode(change);
    this.#members.push({ write, first: records, records: this.#changes.length - records });
    return true;
  }

  /** Tells the state of every record, where the frame has gone. */
  apply(segment: number, frameOffset: number): void {
    this.#changes.forEach((change, i) => {
      this.#target.apply({
        change,
        seq: this.#firstSeq + i,
        segment,
        offset: frameOffset + (this.#offsets[i] as number),
        headLength: this.#headLengths[i] as number,
      });
    });
  }

  answer(durable: boolean): void {
    for (const { write, first, records } of this.#members) {
      const firstSeq = this.#firstSeq + first;
      write.resolve(records === 0 ? null : { firstSeq, lastSeq: firstSeq + records - 1, durable });
    }
  }

  reject(error: Error): void {
    for (const { write } of this.#members) write.reject(error);
  }

  #refusal(write: PendingWrite): WalscopeError | null {
    if (write.bytes > maxBatchBytes) {
      return new WalscopeError('TOO_LARGE', `A batch has at most ${maxBatchBytes} bytes: make it smaller.`);
    }
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

  #isToBeMade(change: PendingChange, write: PendingWrite): boolean {
    if (write.rule === 'all') return true;
    if (write.rule === 'present') return this.#alive(change) !== null;
    const newest = this.#target.newest(change);
    return newest !== null && newest.expireAt <= this.#now();
  }

  #alive(change: PendingChange): { seq: number } | null {
    const newest = this.#target.newest(change);
    return newest !== null && newest.expireAt > this.#now() ? newest : null;
  }

  #encode(change: PendingChange): void {
    const record = {
      op: change.op,
      key: change.key,
      value: change.value,
      expireAt: change.expireAt,
      type: 0,
      seqDelta: null,
    };
    this.#offsets.push(this.builder.add(record));
    this.#headLengths.push(recordHeadLength(record));
    this.#changes.push(change);
    this.#touched.add(change.hash);
  }
}

const isConditional = (write: PendingWrite): boolean =>
  write.rule !== 'all' || write.changes.some(({ ifSeq }) => ifSeq !== undefined);
