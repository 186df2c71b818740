import { WalscopeError } from '../../../shared/errors.ts';
import type { BuiltFrame, FrameBuilder } from '../format/frame-builder.ts';
import { maxManifestSegments } from '../format/manifest.ts';
import { encodeSeal } from '../format/seal.ts';
import { segmentHeaderLength } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { beginSegment, type WritePosition } from './begin-segment.ts';
import type { Durability, SyncPoint } from './durability.ts';
import type { DurableMarkFile } from './durable-mark-file.ts';
import { prove, proveSync } from './failures.ts';
import type { FramePosition } from './late-records.ts';
import type { ManifestFile } from './manifest-file.ts';
import { ZeroAhead } from './zero-ahead.ts';

/** Up to this length a write into the page cache is quicker than handing it to another thread. */
const inlineWriteBytes = 1024 * 1024;

/** Offsets in a segment have 32 bits; what comes at last may be a frame of the longest kind. */
const maxPatchedSegmentBytes = 2 * 1024 ** 3;

/** What is appended: a frame that is finished once it is known where it goes. */
export type FrameSource = Pick<FrameBuilder, 'finish' | 'records'>;

export interface AppendedFrame {
  segment: Segment;
  offset: number;
}

export interface LogWriterParts {
  fileSystem: FileSystem;
  directory: string;
  storeId: Uint8Array;
  segments: SegmentSet;
  manifest: ManifestFile;
  mark: DurableMarkFile;
  durability: Durability;
  /** A segment is sealed and the next begun when it would grow beyond this. */
  segmentBytes: number;
  /** ms since 1970. */
  now: () => number;
  /** The mark could not be written. What it should have said is true all the same. */
  onMarkFailed: (error: unknown) => void;
}

/** Appends frames to the log, rolls from segment to segment, and proves with fsync what has been written. */
export class LogWriter {
  readonly #parts: LogWriterParts;
  #position: WritePosition;
  #zeroAhead: ZeroAhead;
  #nextSeq: number;
  /** A write failed half-way: what stands behind the end of the segment is not part of it. */
  #leftover = false;
  #syncing: Promise<void> | null = null;
  /** Segments that are begun from here on take patches. */
  #patches = false;
  /** The segment that is written to is sealed when it would grow beyond this. */
  #limit: number;

  constructor(parts: LogWriterParts, position: WritePosition, nextSeq: number) {
    this.#parts = parts;
    this.#position = position;
    this.#zeroAhead = this.#zeroAheadOf(position);
    this.#nextSeq = nextSeq;
    this.#limit = parts.segmentBytes;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  get segment(): Segment {
    return this.#position.segment;
  }

  get chain(): number {
    return this.#position.chain;
  }

  /** Where the next frame goes if it has room there. */
  get position(): FramePosition {
    const { number, end, header } = this.#position.segment;
    return { segment: number, offset: end, takesPatches: header.patches };
  }

  /** Whether a frame of so many bytes can be appended as things stand. */
  hasRoom(bytes: number): boolean {
    const { segment } = this.#position;
    const full = segment.end + bytes > this.#limit && segment.end > segmentHeaderLength;
    return !this.#leftover && segment.closed === null && !full;
  }

  /** So many bytes more may come into the segment than it has, even if it would be full: patches of what stands in it. */
  leaveRoom(bytes: number): void {
    const { end } = this.#position.segment;
    this.#limit = Math.max(this.#limit, Math.min(end + bytes, maxPatchedSegmentBytes));
  }

  /** Makes room for a frame of so many bytes: begins another segment when this one is full. */
  async prepare(bytes: number): Promise<void> {
    await this.#clearLeftover();
    if (this.hasRoom(bytes)) return;
    if (this.#position.segment.closed === null) await this.#seal();
    if (this.#position.segment.closed !== null) await this.#begin();
  }

  /** From the next segment on patches may stand in the log: one is begun, unless this one is empty. */
  async beginPatches(): Promise<void> {
    this.#patches = true;
    await this.roll();
  }

  /** Closes the segment, unless it is empty, and begins the next: afterwards all that was written is closed. */
  async roll(): Promise<void> {
    await this.#clearLeftover();
    const { segment } = this.#position;
    if (segment.closed === null && segment.end > segmentHeaderLength) await this.#seal();
    if (this.#position.segment.closed !== null) await this.#begin();
  }

  /**
   * Writes the frame. `prepare` must have made room. `syncs`: an fsync follows at once, and after the next frames too,
   * so that space which is zeroed ahead pays.
   */
  append(source: FrameSource, syncs: boolean): AppendedFrame | Promise<AppendedFrame> {
    const { segment, chain } = this.#position;
    const { durability, now } = this.#parts;
    const nowMs = now();
    const times = { durableSeq: durability.durableSeq, timeMs: Math.max(nowMs, 0) };
    const frame = source.finish(times, chain, segment.header.salt);
    this.#leftover = true;
    if (frame.bytes.length > inlineWriteBytes) {
      return segment.handle.write(frame.bytes, segment.end).then(() => this.#appended(source, frame, nowMs));
    }
    segment.handle.writeSync(frame.bytes, segment.end);
    const appended = this.#appended(source, frame, nowMs);
    if (syncs) this.#zeroAhead.follow(segment.end);
    return appended;
  }

  #appended(source: FrameSource, { bytes, chain }: BuiltFrame, nowMs: number): AppendedFrame {
    const { segment, digest } = this.#position;
    const offset = segment.end;
    this.#leftover = false;
    digest.update(bytes, offset);
    segment.appended(bytes.length, source.records, this.#position.chain);
    this.#position.chain = chain;
    this.#nextSeq += source.records;
    this.#parts.durability.written(this.#nextSeq - 1, bytes.length, nowMs);
    return { segment, offset };
  }

  /** Returns when an fsync has proven all that was written before the call. Its failure is final. */
  async sync(): Promise<void> {
    const { durability } = this.#parts;
    const target = durability.writtenSeq;
    while (durability.durableSeq < target) {
      this.#syncing ??= this.#syncOnce().finally(() => {
        this.#syncing = null;
      });
      await this.#syncing;
    }
  }

  get isSyncing(): boolean {
    return this.#syncing !== null;
  }

  /** The same for a disk that is quick, holding up the thread; none may be under way, whose failure it could miss. */
  syncInline(): void {
    const { segment } = this.#position;
    const point = this.#parts.durability.beginSync();
    proveSync(segment.name, () => segment.handle.syncSync());
    this.#proven(segment, segment.end, point);
  }

  async #syncOnce(): Promise<void> {
    const { segment } = this.#position;
    const offset = segment.end;
    const point = this.#parts.durability.beginSync();
    await prove(segment.name, () => segment.handle.sync());
    this.#proven(segment, offset, point);
  }

  #proven(segment: Segment, offset: number, point: SyncPoint): void {
    const { durability, mark, now } = this.#parts;
    const nowMs = now();
    durability.proven(point, nowMs);
    try {
      mark.write(durability.durableSeq, segment.number, offset, Math.max(nowMs, 0));
    } catch (error) {
      this.#parts.onMarkFailed(error);
    }
  }

  async #write(segment: Segment, bytes: Uint8Array, offset: number): Promise<void> {
    this.#leftover = true;
    if (bytes.length <= inlineWriteBytes) segment.handle.writeSync(bytes, offset);
    else await segment.handle.write(bytes, offset);
    this.#leftover = false;
  }

  /** The bytes of a failed write were promised to no one, and no frame comes after them: they can go. */
  async #clearLeftover(): Promise<void> {
    if (!this.#leftover) return;
    const { segment } = this.#position;
    await segment.handle.truncate(segment.end);
    this.#zeroAhead.cut(segment.end);
    this.#leftover = false;
  }

  /** Gives back the zeroed space that nothing has been written to. Failing that, it stays: it is no damage. */
  async trim(): Promise<void> {
    const { segment } = this.#position;
    if (segment.closed !== null || this.#leftover) return;
    await this.#zeroAhead.trim(segment.end).catch(() => undefined);
  }

  #zeroAheadOf({ segment, fileBytes }: WritePosition): ZeroAhead {
    return new ZeroAhead(segment.handle, fileBytes, this.#parts.segmentBytes);
  }

  async #seal(): Promise<void> {
    const { segment, chain, digest } = this.#position;
    const { durability, now } = this.#parts;
    const offset = segment.end;
    const lastSeq = this.#nextSeq - 1;
    const seal = encodeSeal(
      {
        offset,
        frames: segment.frames,
        records: segment.records,
        lastSeq,
        timeMs: Math.max(now(), 0),
        chain,
        sha256: await digest.of(segment.handle, offset),
      },
      segment.header.salt,
    );
    await this.#write(segment, seal, offset);
    // Zeros behind a seal cost space and nothing else: they are not worth a failure.
    await this.#zeroAhead.trim(offset + seal.length).catch(() => undefined);
    const point = durability.beginSync();
    await prove(segment.name, () => segment.handle.sync());
    durability.proven(point, now());
    segment.closed = { lastSeq, offset, chain, records: segment.records, sealed: true };
  }

  async #begin(): Promise<void> {
    const { segments, manifest } = this.#parts;
    if (manifest.current.segments.length >= maxManifestSegments) {
      const reason = `The store has ${maxManifestSegments} segments, and no more are possible: open it again and compact it.`;
      throw new WalscopeError('TOO_LARGE', reason);
    }
    const before = this.#position.segment;
    const previous = { number: before.number, offset: before.end, chain: this.#position.chain };
    const position = await beginSegment(this.#parts, {
      number: manifest.takeNumber(),
      previous,
      firstSeq: this.#nextSeq,
      damageAccepted: false,
      patches: this.#patches || before.header.patches,
    });
    segments.append(position.segment);
    this.#position = position;
    this.#limit = this.#parts.segmentBytes;
    this.#zeroAhead = this.#zeroAheadOf(position);
  }
}
