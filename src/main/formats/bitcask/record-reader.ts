import { crc32 } from '../../engine/format/crc32.ts';
import type { ByteWindow } from '../log/byte-window.ts';
import {
  crcLength,
  decodeHeader,
  encodeCovered,
  endOf,
  headerLength,
  isErased,
  keyOffset,
  type RecordHeader,
} from './record.ts';

export type Found =
  | { fault: null; header: RecordHeader }
  | { fault: 'short-header'; header: null }
  | { fault: 'past-the-end'; header: RecordHeader }
  | { fault: 'checksum'; header: RecordHeader; crcFound: number };

/** Reads what stands at an offset of a data file, by its header and checksum. */
export class RecordReader {
  readonly window: ByteWindow;

  constructor(window: ByteWindow) {
    this.window = window;
  }

  get size(): number {
    return this.window.size;
  }

  async at(offset: number): Promise<Found> {
    const header = await this.headerAt(offset);
    if (header === null) return { fault: 'short-header', header };
    if (endOf(header) > this.size) return { fault: 'past-the-end', header };
    const crcFound = await this.checksum(offset + crcLength, endOf(header));
    if (crcFound === header.crc && !isErased(header)) return { fault: null, header };
    return { fault: 'checksum', header, crcFound };
  }

  /** null when the file ends before it. */
  async headerAt(offset: number): Promise<RecordHeader | null> {
    if (this.size - offset < headerLength) return null;
    return decodeHeader(await this.view(offset, headerLength), offset);
  }

  /** Whether the checksum holds when the sizes are these instead of those that stand there. */
  async holdsWith(header: RecordHeader): Promise<boolean> {
    return (
      (await this.checksum(keyOffset(header), endOf(header), crc32(encodeCovered(header)))) === header.crc
    );
  }

  /** Good until the next read; no longer than the window. */
  async view(offset: number, length: number): Promise<Buffer> {
    if (!this.window.holds(offset, length)) await this.window.load(offset);
    return this.window.view(offset, length);
  }

  async checksum(from: number, to: number, seed = 0): Promise<number> {
    let crc = seed;
    for (let at = from; at < to; ) {
      if (!this.window.holds(at, 1)) await this.window.load(at);
      const length = Math.min(to - at, this.window.available(at));
      crc = crc32(this.window.view(at, length), 0, length, crc);
      at += length;
    }
    return crc;
  }
}
