import { crc32 } from './crc32.ts';
import { encodeFrameHeader, frameHeaderLength } from './frame.ts';
import { type Viewed, viewed } from './integers.ts';
import { encodeParts, encodeRecord, partsLength, type RecordFields, recordLength } from './record.ts';
import type { RecordParts } from './record-parts.ts';
import type { Salt } from './segment-header.ts';

const initialBytes = 4 * 1024;
/** A buffer that has grown beyond this is given back after use. */
const keptBytes = 4 * 1024 * 1024;

export interface BuiltFrame {
  /** The whole frame. Good until the builder is used again. */
  bytes: Uint8Array;
  chain: number;
}

/** Puts records together into one frame, in one buffer that is used again for the next. */
export class FrameBuilder {
  #buffer: Viewed = viewed(new Uint8Array(initialBytes));
  #length = frameHeaderLength;
  #firstSeq = 0;
  #records = 0;

  /** Begins a frame whose first record has this sequence number. */
  begin(firstSeq: number): void {
    if (this.#buffer.bytes.length > keptBytes) this.#buffer = viewed(new Uint8Array(initialBytes));
    this.#length = frameHeaderLength;
    this.#firstSeq = firstSeq;
    this.#records = 0;
  }

  /** Adds a record and returns its offset within the frame. */
  add(record: RecordFields): number {
    const offset = this.#length;
    this.#reserve(recordLength(record));
    const seq = this.#firstSeq + (record.seqDelta ?? this.#records);
    this.#length = encodeRecord(this.#buffer, offset, record, seq);
    this.#records++;
    return offset;
  }

  /** Adds a record whose key and value lie anywhere, as `add` does. */
  addParts(record: RecordParts): number {
    const offset = this.#length;
    this.#reserve(partsLength(record));
    this.#length = encodeParts(this.#buffer, offset, record, this.#firstSeq + this.#records);
    this.#records++;
    return offset;
  }

  /** Counts a record that is not there yet, and returns where it is to be put in. */
  leaveOut(): number {
    this.#records++;
    return this.#length;
  }

  /** Adds so many records as they stand in another frame, at [start, end), with the same sequence numbers. */
  addFrom(other: FrameBuilder, start: number, end: number, records: number): void {
    this.#reserve(end - start);
    this.#buffer.bytes.set(other.#buffer.bytes.subarray(start, end), this.#length);
    this.#length += end - start;
    this.#records += records;
  }

  /** Takes the last records out again: so many stay, which end at `length`. */
  cut(records: number, length: number): void {
    this.#records = records;
    this.#length = length;
  }

  get records(): number {
    return this.#records;
  }

  /** Length of the frame so far, header included. */
  get length(): number {
    return this.#length;
  }

  finish(times: { durableSeq: number; timeMs: number }, previousChain: number, salt: Salt): BuiltFrame {
    const { bytes } = this.#buffer;
    const header = {
      payloadLength: this.#length - frameHeaderLength,
      records: this.#records,
      firstSeq: this.#firstSeq,
      durableSeq: times.durableSeq,
      timeMs: times.timeMs,
      payloadCrc: crc32(bytes, frameHeaderLength, this.#length),
    };
    const chain = encodeFrameHeader(bytes, 0, header, previousChain, salt);
    return { bytes: bytes.subarray(0, this.#length), chain };
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    const held = this.#buffer.bytes;
    if (needed <= held.length) return;
    const grown = new Uint8Array(Math.max(needed, held.length * 2));
    grown.set(held.subarray(0, this.#length));
    this.#buffer = viewed(grown);
  }
}
