import { segmentFile } from '../format/file-names.ts';
import { frameHeaderLength } from '../format/frame.ts';
import type { ClosedSegment, ManifestSegment } from '../format/manifest.ts';
import { type SegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import type { FileHandle } from '../fs/file-system.ts';
import type { LastFrame } from '../scan/visitor.ts';

/** A segment of an open store: its file, and how far it has been written. Offsets and lengths in bytes. */
export class Segment {
  readonly number: number;
  readonly name: string;
  readonly header: SegmentHeader;
  readonly handle: FileHandle;
  /** Where the next frame goes, or where the last one ended. */
  end: number;
  frames: number;
  records: number;
  /** null while it is written to. */
  closed: ClosedSegment | null;
  /** null when it has none, and of segments that are not written to. */
  lastFrame: LastFrame | null;
  #pins = 0;
  #retired = false;

  constructor(
    header: SegmentHeader,
    handle: FileHandle,
    written: {
      end: number;
      frames: number;
      records: number;
      closed: ClosedSegment | null;
      lastFrame?: LastFrame | null;
    },
  ) {
    this.number = header.number;
    this.name = segmentFile(header.number);
    this.header = header;
    this.handle = handle;
    this.end = written.end;
    this.frames = written.frames;
    this.records = written.records;
    this.closed = written.closed;
    this.lastFrame = written.lastFrame ?? null;
  }

  /** Bytes of all its records, without the headers of segment and frames. */
  get recordBytes(): number {
    return this.end - segmentHeaderLength - this.frames * frameHeaderLength;
  }

  get manifestEntry(): ManifestSegment {
    const { compacted, firstSeq } = this.header;
    return { number: this.number, compacted, firstSeq, closed: this.closed };
  }

  /** A frame of so many bytes and records has been written behind what was there. */
  appended(bytes: number, records: number, chainBefore: number): void {
    this.lastFrame = { offset: this.end, chainBefore, records };
    this.end += bytes;
    this.frames++;
    this.records += records;
  }

  /** Keeps the file open until the returned function is called, even if the segment is replaced meanwhile. */
  pin(): () => void {
    this.#pins++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#pins--;
      if (this.#retired && this.#pins === 0) void this.#closeQuietly();
    };
  }

  get isRetired(): boolean {
    return this.#retired;
  }

  /** No longer part of the store: its file is closed as soon as no one reads it. */
  async retire(): Promise<void> {
    if (this.#retired) return;
    this.#retired = true;
    if (this.#pins === 0) await this.#closeQuietly();
  }

  /** A file that is not needed any more may fail to close: nothing hangs on it. */
  async #closeQuietly(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }
}
