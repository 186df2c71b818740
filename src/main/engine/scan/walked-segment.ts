import { type FrameHeader, frameHeaderLength } from '../format/frame.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { Payload } from './frame-records.ts';
import type { ReadWindow } from './read-window.ts';
import type { ScanState } from './scan-state.ts';
import type { SoundBases } from './sound-bases.ts';
import type { ScannedFile, ScanStatus } from './visitor.ts';

export interface WalkOptions {
  /** Where the segment logically ends, when anything but the segment itself says so. */
  expected: { offset: number; chain: number; sealed: boolean } | null;
  /** Nothing comes after it: what does not end may be the last write. */
  last: boolean;
  /** Someone has chosen to go on behind damage in it. */
  accepted: boolean;
  /** Take the SHA-256 of all bytes before the logical end. */
  hash: boolean;
  /** Go on from here instead of from the header. */
  from: { offset: number; chain: number } | null;
}

/** A segment that is being read: what is read and how, how its frames are reported, and what has been counted in it. */
export class WalkedSegment {
  readonly state: ScanState;
  readonly file: ScannedFile;
  readonly header: SegmentHeader;
  readonly window: ReadWindow;
  readonly options: WalkOptions;
  /** Nothing is read from here on. */
  readonly limit: number;
  /** null as long as nothing of it is damaged, or no patches stand in it. */
  bases: SoundBases | null = null;
  /** Records that are whole, each on its own checksum. */
  soundRecords = 0;
  /** Records that are known to be missing by the numbers before and after them. */
  missingRecords = 0;

  constructor(
    state: ScanState,
    file: ScannedFile,
    header: SegmentHeader,
    window: ReadWindow,
    options: WalkOptions,
  ) {
    this.state = state;
    this.file = file;
    this.header = header;
    this.window = window;
    this.options = options;
    this.limit = Math.min(options.expected?.offset ?? window.size, window.size);
  }

  /** Of the frame at `at`, which has to be in the window up to `end`. */
  payload(header: FrameHeader, at: number, end: number): Payload {
    const { base, bytes } = this.window;
    const start = at + frameHeaderLength;
    return {
      bytes,
      start: start - base,
      end: end - base,
      fileOffset: start,
      file: this.file.index,
      frame: 0,
      firstSeq: header.firstSeq,
      records: header.records,
      compacted: this.header.compacted,
      read: this.window.readSync,
      bases: this.bases,
    };
  }

  /** Reports the frame at `at`; returns its place among all frames. */
  emitFrame(header: FrameHeader, at: number, length: number, status: ScanStatus): number {
    // A replay looks at records only: for it no frame is described, only counted.
    if (this.state.visitor.frame === undefined) return this.state.frames++;
    return this.state.beginFrame({
      file: this.file.index,
      offset: at,
      length,
      headerLength: frameHeaderLength,
      firstSeq: header.firstSeq,
      records: header.records,
      timeMs: Number.isSafeInteger(header.timeMs) ? header.timeMs : null,
      durableSeq: Number.isSafeInteger(header.durableSeq) ? header.durableSeq : null,
      status,
    });
  }
}
