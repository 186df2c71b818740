import { WalscopeError } from '../../../shared/errors.ts';
import { decodeFrameHeader, frameHeaderLength, frameMarker } from '../format/frame.ts';
import { decodeRecordHead, RecordHead, readU32 } from '../format/record.ts';
import type { Segment } from '../segments/segment.ts';
import type { RecordMap } from './record-map.ts';
import { type ReadSegment, RecordWindow } from './record-window.ts';

/** More than what stands before a record's key, and a frame header: what is read of a record that may be the last. */
const headBytes = 64;

/** A segment and where its records lie. */
export interface MappedSegment {
  segment: Segment;
  map: RecordMap;
}

/** Goes from record to record of a stretch by their lengths, over the headers of frames. Looks at no checksum. */
export class StretchWalk {
  /** Of the record that was stepped to. Its offsets are of no use: see `offset`. */
  readonly head = new RecordHead();
  /** Of the record: its sequence number and where it lies in the segment. */
  seq = 0;
  offset = 0;
  readonly window = new RecordWindow();
  #segment: Segment | null = null;
  #marker = 0;
  #next = 0;
  #limit = 0;
  /** What sequence numbers of their own are counted from; null when the stretch begins within a frame. */
  #frameSeq: number | null = null;
  #nextSeq = 0;

  open(segment: Segment, read: ReadSegment): void {
    this.#segment = segment;
    this.#marker = frameMarker(segment.header.salt);
    this.window.open(segment, read);
  }

  begin(map: RecordMap, stretch: number): void {
    this.#next = map.offsetAt(stretch);
    this.#limit = map.limitAt(stretch);
    this.#nextSeq = map.seqAt(stretch);
    this.#frameSeq = null;
  }

  /** False at the end of the stretch. */
  step(): boolean {
    if (this.#next >= this.#limit) return false;
    const { head, window } = this;
    let at = window.at(this.#next, headBytes);
    if (this.#frameSeq !== null && this.#isFrameAt(at)) {
      // The next stretch may begin with the first record of this frame.
      if (this.#next >= this.#limit) return false;
      at = window.at(this.#next, headBytes);
    }
    if (!decodeRecordHead(window.bytes, at, window.length, head)) throw this.#broken();
    this.#frameSeq ??= this.#nextSeq - (head.seqDelta ?? 0);
    this.seq = head.seqDelta === null ? this.#nextSeq : this.#frameSeq + head.seqDelta;
    this.offset = this.#next;
    this.#nextSeq = this.seq + 1;
    this.#next += head.length;
    return true;
  }

  /** The key in the window's bytes: where it begins. Good until the next step. */
  keyAt(): number {
    const { headLength, keyLength } = this.head;
    return this.window.at(this.offset + headLength, keyLength);
  }

  /** A frame that begins here is entered. No record looks like its header: that has a checksum of its own. */
  #isFrameAt(at: number): boolean {
    const { bytes, length } = this.window;
    if (at + frameHeaderLength > length || readU32(bytes, at) !== this.#marker) return false;
    const frame = this.#segment === null ? null : decodeFrameHeader(bytes, at, this.#segment.header.salt);
    if (frame === null) return false;
    this.#frameSeq = frame.firstSeq;
    this.#nextSeq = frame.firstSeq;
    this.#next += frameHeaderLength;
    return true;
  }

  #broken(): WalscopeError {
    const file = this.#segment?.name ?? '';
    return new WalscopeError(
      'CORRUPT',
      `There is no record at byte ${this.#next} of ${file}, where one was written: verify the directory and salvage it into a new one.`,
      { details: { file, offset: this.#next } },
    );
  }
}
