import type { RecordOp } from '../../../shared/model.ts';
import type { ManifestSegment } from '../format/manifest.ts';
import type { ReadSync } from '../format/patch-chain.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { Payload } from './frame-records.ts';

/** What a scan of a store reports, in the order in which it lies in the files. Offsets and lengths in bytes. */

/** Where a frame begins, the chain value before it, and how many records it has. */
export interface LastFrame {
  offset: number;
  chainBefore: number;
  records: number;
}

export interface ScannedFile {
  /** Position in the order of replay. */
  index: number;
  name: string;
  number: number;
  kind: 'log' | 'snapshot' | 'missing';
  /** Once it has been read, without the zeros at its end that nothing has been written to. */
  size: number;
  headerLength: number;
  /** null when the file is not there, is another store's, or its header cannot be read. */
  header: SegmentHeader | null;
  /** What the manifest says of it; null when the manifest does not know it. */
  entry: ManifestSegment | null;
  createdMs: number | null;
  /** Set when the end of the file has been reached. */
  sealed: boolean;
  /** Where it logically ends and the chain value there, once that is known. */
  end: number;
  chain: number;
  /** Frames and records that are whole, once it has been read. */
  frames: number;
  records: number;
  /** Of the frames that were read the last whole one; null when there was none. */
  lastFrame: LastFrame | null;
}

/**
 * `ok`: a replay yields it. `behind`: whole, but behind damage that a replay cannot pass. `damaged`: its bytes are
 * not what was written. `torn`: it does not end.
 */
export type ScanStatus = 'ok' | 'behind' | 'damaged' | 'torn';

export interface ScannedFrame {
  /** Index of its file. */
  file: number;
  /** Position among all frames; ranges that cannot be read count as frames. */
  index: number;
  offset: number;
  /** Up to the end of the file when it is torn. */
  length: number;
  /** 0 when its header cannot be read. */
  headerLength: number;
  /** 0 when not known. */
  firstSeq: number;
  /** As its header has it; 1 for a range that cannot be read. */
  records: number;
  timeMs: number | null;
  durableSeq: number | null;
  status: ScanStatus;
}

/** One record, or a range in which no record can be told. Reused: copy what you keep. */
export class ScannedRecord {
  file = 0;
  frame = 0;
  offset = 0;
  length = 0;
  headerLength = 0;
  seq: number | null = null;
  op: RecordOp = 'unknown';
  /** As the record has it: see `patch.ts`. */
  type = 0;
  keyLength = 0;
  /** In the file. */
  valueOffset = 0;
  valueLength = 0;
  expireAt: number | null = null;
  status: ScanStatus = 'ok';
  /** The key lies in `bytes` from `keyStart` on, until the visitor returns. */
  bytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  /** Of its segment, until the visitor returns: for what a patch builds on. */
  read: ReadSync = () => 0;

  /** A view of the key that is good until the visitor returns. */
  key(): Uint8Array {
    return this.bytes.subarray(this.keyStart, this.keyStart + this.keyLength);
  }

  /** The same of the value as it stands there. Only of a record that is whole. */
  value(): Uint8Array {
    const start = this.keyStart + this.keyLength;
    return this.bytes.subarray(start, start + this.valueLength);
  }
}

export interface ScanVisitor {
  file?(file: ScannedFile): void;
  frame?(frame: ScannedFrame): void;
  record?(record: ScannedRecord): void;
  /** Instead of `record`, for all records of a frame that a replay yields: the scan waits for it. */
  replay?(payload: Payload): Promise<void> | undefined;
  /** After the records of a frame: the scan waits for it. */
  frameEnd?(): Promise<void>;
  /** Between slices of at most some 10 ms. */
  slice?(doneBytes: number, totalBytes: number): void;
}
