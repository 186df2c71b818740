import { crc32 } from '../../engine/format/crc32.ts';
import type { ByteWindow } from '../log/byte-window.ts';
import {
  decodeHeader,
  encodeLengths,
  endOf,
  hasValidLengths,
  headerLength,
  type RecordHeader,
} from './record.ts';

/** Why no whole record stands at an offset. */
export type Fault =
  | 'short-header' // fewer bytes are left than a header has
  | 'invalid-length' // a length that no writer writes
  | 'past-the-end' // the record would end behind the end of the file
  | 'checksum';

export type Found =
  | { whole: true; header: RecordHeader }
  | { whole: false; fault: 'short-header'; header: null; crcFound: null }
  | { whole: false; fault: 'invalid-length' | 'past-the-end'; header: RecordHeader; crcFound: null }
  | { whole: false; fault: 'checksum'; header: RecordHeader; crcFound: number };

/** Reads and checks the record at an offset, from a window over the file. */
export class RecordReader {
  readonly window: ByteWindow;
  /** Bytes that have been put through a checksum, so that a search can be given a limit. */
  checkedBytes = 0;

  constructor(window: ByteWindow) {
    this.window = window;
  }

  get size(): number {
    return this.window.size;
  }

  /** At once when the record lies in the window, which saves a promise for each small record. */
  at(offset: number): Found | Promise<Found> {
    if (this.size - offset < headerLength) {
      return { whole: false, fault: 'short-header', header: null, crcFound: null };
    }
    if (!this.window.holds(offset, headerLength)) return this.#loadThenRead(offset);
    const header = decodeHeader(this.window.view(offset, headerLength), offset);
    if (!hasValidLengths(header)) return { whole: false, fault: 'invalid-length', header, crcFound: null };
    const end = endOf(header);
    if (end > this.size) return { whole: false, fault: 'past-the-end', header, crcFound: null };
    if (this.window.holds(offset, end - offset)) {
      const covered = this.window.view(offset + 4, end - offset - 4);
      this.checkedBytes += covered.length;
      return judge(header, crc32(covered));
    }
    return end - offset <= this.window.capacity ? this.#loadThenRead(offset) : this.#readLong(header, end);
  }

  /** CRC-32 of any range, continued from `seed`. The window moves. */
  async checksum(from: number, to: number, seed = 0): Promise<number> {
    let crc = seed;
    for (let at = from; at < to; ) {
      if (!this.window.holds(at, 1)) await this.window.load(at);
      const length = Math.min(to - at, this.window.available(at));
      crc = crc32(this.window.view(at, length), 0, length, crc);
      this.checkedBytes += length;
      at += length;
    }
    return crc;
  }

  /** What the checksum of a record would be if its lengths were these and it ended at `end`. */
  async checksumWith(offset: number, keyLength: number, valueLength: number, end: number): Promise<number> {
    return this.checksum(offset + headerLength, end, crc32(encodeLengths(keyLength, valueLength)));
  }

  /** The window is at least as long as a header, so that the second attempt finds what it needs. */
  async #loadThenRead(offset: number): Promise<Found> {
    await this.window.load(offset);
    return this.at(offset);
  }

  async #readLong(header: RecordHeader, end: number): Promise<Found> {
    return judge(header, await this.checksum(header.offset + 4, end));
  }
}

function judge(header: RecordHeader, crcFound: number): Found {
  return crcFound === header.crc
    ? { whole: true, header }
    : { whole: false, fault: 'checksum', header, crcFound };
}
