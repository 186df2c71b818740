import { createHash } from 'node:crypto';
import { WalscopeError } from '../../../shared/errors.ts';
import { prove } from '../commit/failures.ts';
import { crc32 } from '../format/crc32.ts';
import { segmentFile } from '../format/file-names.ts';
import { encodeFrameHeader, frameHeaderLength } from '../format/frame.ts';
import { type Viewed, viewed } from '../format/integers.ts';
import type { ClosedSegment } from '../format/manifest.ts';
import {
  encodeAgain,
  encodeRecord,
  lengthWithDelta,
  type RecordFields,
  type RecordHead,
  recordLength,
} from '../format/record.ts';
import { encodeSeal } from '../format/seal.ts';
import { encodeSegmentHeader, firstChain, type SegmentHeader } from '../format/segment-header.ts';
import type { FileHandle } from '../fs/file-system.ts';
import { never } from '../index/entry-chunk.ts';
import { RecordMap } from '../keys/record-map.ts';

/** A frame is written when its records have reached about this many bytes. */
const frameBytes = 128 * 1024;
/** One long record makes the buffer grow; more than this is not kept for the next frame. */
const maxKeptBuffer = 32 * frameBytes;
/** Offsets in a segment have 32 bits in the index and in hints. */
const maxSegmentLength = 2 ** 32 - 1;
/** So much is written between two fsyncs: a burst of dirty pages would hold up the log's own fsyncs. */
const syncEveryBytes = 4 * 1024 * 1024;

const newBuffer = (length: number): Viewed => viewed(new Uint8Array(length));

/** Writes a segment of records that keep their own sequence numbers, frame by frame, and seals it. */
export class CompactedSegmentWriter {
  readonly #handle: FileHandle;
  readonly #header: SegmentHeader;
  readonly #hash = createHash('sha256');
  /** Where the records lie that have been added. */
  readonly map = new RecordMap();
  #buffer = newBuffer(2 * frameBytes);
  /** Holds the frame that is being written while the next is put together. */
  #spare = newBuffer(2 * frameBytes);
  #used = frameHeaderLength;
  #records = 0;
  #firstSeq = 0;
  #lastSeq = 0;
  #frames = 0;
  #total = 0;
  #position = 0;
  #chain = 0;
  #unsynced = 0;
  /** What goes on meanwhile: the last frame's write, and an fsync of what was written before. */
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();

  constructor(handle: FileHandle, header: SegmentHeader) {
    this.#handle = handle;
    this.#header = header;
  }

  async begin(): Promise<void> {
    const bytes = encodeSegmentHeader(this.#header);
    this.#chain = firstChain(bytes);
    await this.#write(bytes);
  }

  /** Adds a record, whose sequence number must be higher than that of the one before. Returns where it will lie. */
  add(record: Omit<RecordFields, 'seqDelta'>, seq: number): { offset: number; length: number } {
    const seqDelta = this.#deltaOf(seq);
    // Written out: a spread of a million records takes longer than writing them.
    const fields: RecordFields = {
      op: record.op,
      key: record.key,
      value: record.value,
      expireAt: record.expireAt,
      type: record.type,
      seqDelta,
    };
    const length = recordLength(fields);
    this.#makeRoom(length);
    const at = this.#used;
    return this.#added(at, encodeRecord(this.#buffer, at, fields, seq), seq, record.expireAt);
  }

  /** The same for a record that stands in `source`: key and value are copied in one piece. */
  addAgain(source: Uint8Array, head: RecordHead, seq: number): { offset: number; length: number } {
    const seqDelta = this.#deltaOf(seq);
    this.#makeRoom(lengthWithDelta(head, seqDelta));
    const at = this.#used;
    return this.#added(at, encodeAgain(source, head, this.#buffer, at, seqDelta, seq), seq, head.expireAt);
  }

  #deltaOf(seq: number): number {
    if (this.#records === 0) this.#firstSeq = seq;
    return seq - this.#firstSeq;
  }

  #added(at: number, end: number, seq: number, expireAt: number | null): { offset: number; length: number } {
    this.#used = end;
    this.#records++;
    this.#lastSeq = seq;
    this.map.note(this.#position + at, end - at, seq, expireAt ?? never);
    return { offset: this.#position + at, length: end - at };
  }

  get frameIsFull(): boolean {
    return this.#used >= frameBytes;
  }

  /** Writes the records added so far as one frame; returns the bytes written. */
  async endFrame(): Promise<number> {
    if (this.#records === 0) return 0;
    const frame = this.#buffer.bytes.subarray(0, this.#used);
    this.#chain = encodeFrameHeader(
      frame,
      0,
      {
        payloadLength: frame.length - frameHeaderLength,
        records: this.#records,
        firstSeq: this.#firstSeq,
        durableSeq: this.#header.lastSeq,
        timeMs: this.#header.createdMs,
        payloadCrc: crc32(frame, frameHeaderLength),
      },
      this.#chain,
      this.#header.salt,
    );
    await this.#write(frame);
    this.#frames++;
    this.#total += this.#records;
    this.#records = 0;
    this.#used = frameHeaderLength;
    const next = this.#spare;
    this.#spare = this.#buffer;
    this.#buffer = next.bytes.length > maxKeptBuffer ? newBuffer(2 * frameBytes) : next;
    if (this.#unsynced >= syncEveryBytes) await this.#beginSync();
    return frame.length;
  }

  /** The last frame, the seal, an fsync: all that the segment holds is on the disk. */
  async finish(): Promise<{ closed: ClosedSegment; sizeBytes: number }> {
    await this.endFrame();
    const offset = this.#position;
    const closed: ClosedSegment = {
      lastSeq: this.#header.lastSeq,
      offset,
      chain: this.#chain,
      records: this.#total,
      sealed: true,
    };
    const seal = {
      offset,
      frames: this.#frames,
      records: this.#total,
      lastSeq: this.#total === 0 ? this.#header.firstSeq - 1 : this.#lastSeq,
      timeMs: this.#header.createdMs,
      chain: this.#chain,
      sha256: this.#hash.digest(),
    };
    await this.#writing;
    await this.#handle.write(encodeSeal(seal, this.#header.salt), offset);
    await this.#syncing;
    await this.#sync();
    return { closed, sizeBytes: await this.#handle.size() };
  }

  #makeRoom(length: number): void {
    this.#assertRoom(length);
    const { bytes } = this.#buffer;
    if (this.#used + length <= bytes.length) return;
    // Frames of many long records fill it far beyond its usual size: doubled, or each of them would copy it.
    const larger = newBuffer(Math.max(this.#used + length, 2 * bytes.length));
    larger.bytes.set(bytes.subarray(0, this.#used));
    this.#buffer = larger;
  }

  #assertRoom(length: number): void {
    if (this.#position + this.#used + length <= maxSegmentLength) return;
    const name = segmentFile(this.#header.number);
    const reason = `${name} would have more than ${maxSegmentLength} bytes: nothing has been merged.`;
    throw new WalscopeError('TOO_LARGE', reason);
  }

  /** One at a time; the next frames are written meanwhile. */
  async #beginSync(): Promise<void> {
    await this.#writing;
    await this.#syncing;
    this.#unsynced = 0;
    this.#syncing = toldLater(this.#sync());
  }

  /** Waits for what is under way, however it ends: afterwards the file can be closed. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
  }

  async #sync(): Promise<void> {
    await prove(segmentFile(this.#header.number), () => this.#handle.sync());
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#writing;
    this.#writing = toldLater(this.#handle.write(bytes, this.#position));
    this.#hash.update(bytes);
    this.#position += bytes.length;
    this.#unsynced += bytes.length;
  }
}

/** Its failure is told to whoever waits for it, and nobody may be waiting yet. */
function toldLater(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}
