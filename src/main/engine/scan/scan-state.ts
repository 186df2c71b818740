import type { DamagedRange } from '../../../shared/model.ts';
import type { Check } from './checks.ts';
import type { Payload } from './frame-records.ts';
import type { Slicer } from './slicer.ts';
import {
  type ScannedFile,
  type ScannedFrame,
  ScannedRecord,
  type ScanStatus,
  type ScanVisitor,
} from './visitor.ts';

/** What the last segment ends with, if not with a whole frame. */
export interface Tail {
  file: ScannedFile;
  offset: number;
  length: number;
  /** `torn`: it never ended. `unprovable`: it may have been acknowledged. `lost`: an fsync had proven it. */
  kind: 'torn' | 'unprovable' | 'lost';
  reason: string;
}

/** More damaged ranges than this are counted, not listed. */
const maxDamagedRanges = 10_000;

/** All that a scan knows so far; one for all segments. */
export class ScanState {
  readonly visitor: ScanVisitor;
  readonly slicer: Slicer;
  readonly #leaveOut: ReadonlySet<Check>;
  readonly files: ScannedFile[] = [];
  readonly damaged: DamagedRange[] = [];
  /** Damage that a replay cannot pass has been met. */
  broken = false;
  frames = 0;
  recordsRead = 0;
  recordsSalvageable = 0;
  recordsLost = 0;
  /** What the next record's sequence number must be. */
  nextSeq = 1;
  /** Highest sequence number of what a replay yields; compacted segments stand for all in their range. */
  lastSeq = 0;
  /** Lowest sequence number that no record, whole or not, can have had. */
  freshSeq = 1;
  /** Highest sequence number that anything says was durable. */
  durableSeq = 0;
  tail: Tail | null = null;
  doneBytes = 0;
  totalBytes = 0;
  readonly record = new ScannedRecord();

  constructor(visitor: ScanVisitor, slicer: Slicer, leaveOut: ReadonlySet<Check>) {
    this.visitor = visitor;
    this.slicer = slicer;
    this.#leaveOut = leaveOut;
  }

  makes(check: Check): boolean {
    return !this.#leaveOut.has(check);
  }

  /** Status of what is whole here. */
  get wholeStatus(): ScanStatus {
    return this.broken ? 'behind' : 'ok';
  }

  addDamage(file: string, offset: number, length: number, reason: string, accepted: boolean): void {
    if (this.damaged.length < maxDamagedRanges) this.damaged.push({ file, offset, length, reason });
    if (!accepted) this.broken = true;
  }

  usedSeq(lastSeq: number): void {
    if (lastSeq >= this.freshSeq) this.freshSeq = lastSeq + 1;
  }

  beginFrame(frame: Omit<ScannedFrame, 'index'>): number {
    const index = this.frames++;
    this.visitor.frame?.({ ...frame, index });
    return index;
  }

  /** Counts `record` and hands it to the visitor. */
  emitRecord(): void {
    const { status } = this.record;
    if (status === 'ok') {
      this.recordsRead++;
      this.lastSeq = Math.max(this.lastSeq, this.record.seq ?? 0);
    }
    if (status === 'behind') this.recordsSalvageable++;
    this.visitor.record?.(this.record);
  }

  /** Counts all records of a frame and hands them to the visitor at once. */
  replay(payload: Payload, lastSeq: number): Promise<void> | undefined {
    this.recordsRead += payload.records;
    this.lastSeq = Math.max(this.lastSeq, lastSeq);
    return this.visitor.replay?.(payload);
  }

  /** A range in which no record can be told, as a frame and a record of its own. */
  emitUnknown(file: number, offset: number, length: number, status: 'damaged' | 'torn'): void {
    const frame = this.beginFrame({
      file,
      offset,
      length,
      headerLength: 0,
      firstSeq: 0,
      records: 1,
      timeMs: null,
      durableSeq: null,
      status,
    });
    this.emitUnknownRecord(file, frame, offset, length, null, status);
  }

  emitUnknownRecord(
    file: number,
    frame: number,
    offset: number,
    length: number,
    seq: number | null,
    status: 'damaged' | 'torn',
  ): void {
    const { record } = this;
    record.file = file;
    record.frame = frame;
    record.offset = offset;
    record.length = length;
    record.headerLength = 0;
    record.seq = seq;
    record.op = 'unknown';
    record.type = 0;
    record.keyLength = 0;
    record.keyStart = 0;
    record.valueOffset = offset + length;
    record.valueLength = 0;
    record.expireAt = null;
    record.status = status;
    this.emitRecord();
  }

  async pause(): Promise<void> {
    this.visitor.slice?.(this.doneBytes, this.totalBytes);
    await this.slicer.yield();
  }
}
