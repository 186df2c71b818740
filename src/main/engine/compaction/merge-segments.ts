import { segmentFile, temporarySuffix } from '../format/file-names.ts';
import type { ClosedSegment } from '../format/manifest.ts';
import { isPatch, plainType } from '../format/patch.ts';
import { patchedValueSync, type ReadSync } from '../format/patch-chain.ts';
import type { RecordHead } from '../format/record.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { RecordPlaces } from '../keys/record-map.ts';
import { Slicer } from '../scan/slicer.ts';
import { CompactedSegmentWriter } from './compacted-segment-writer.ts';
import type { LiveRecords } from './live-records.ts';
import { type LiveWalk, liveWalk, type MovedRecords } from './live-walk.ts';
import { MergedHint } from './merged-hint.ts';
import { type ClosedSegmentRef, readSegmentRecords, unsound } from './segment-records.ts';

/** Segments that follow each other, and the one that will stand for them. */
export interface MergeJob {
  directory: string;
  /** In the order of replay. */
  segments: readonly ClosedSegmentRef[];
  /** Of each of them, as the index had it when the last of them was closed. */
  live: readonly LiveRecords[];
  /** Of the new segment; its range of sequence numbers is that of the old ones. */
  header: SegmentHeader;
  /** No older segment is left that could hold a deleted or expired key: its tombstone need not be kept. */
  oldest: boolean;
  /** ms since 1970: what has expired by then is not kept when `oldest`. */
  nowMs: number;
  /** Of the hashes in its hint, for which all keys are kept in memory; null when there is to be none. */
  hintSeed: number | null;
}

export interface MergeResult {
  closed: ClosedSegment;
  sizeBytes: number;
  /** Records that are not tombstones. */
  keys: number;
  /** Of each merged segment; null when the index can only go by the hint. */
  moved: MovedRecords[] | null;
  /** Where all records lie in the new one. */
  places: RecordPlaces;
}

export interface MergeControl {
  signal?: AbortSignal | undefined;
  /** Bytes read. */
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Merges segments into `<number>.wlog.tmp`, synced and sealed but without its name: that is for the writer to give,
 * with the manifest. Its hint is written beside it, if there is to be one. A merge that fails or is cancelled leaves nothing that counts.
 */
export async function mergeSegments(
  fileSystem: FileSystem,
  job: MergeJob,
  control: MergeControl = {},
): Promise<MergeResult> {
  const path = `${job.directory}/${segmentFile(job.header.number)}${temporarySuffix}`;
  if ((await fileSystem.stat(path)) !== null) await fileSystem.unlink(path);
  try {
    return await new Merge(fileSystem, job, control).run(path);
  } catch (error) {
    await removeQuietly(fileSystem, path);
    throw error;
  }
}

/** A record that is a patch, as a visitor of its segment meets it. */
interface MetPatch {
  bytes: Uint8Array;
  head: RecordHead;
  seq: number;
  /** In the segment, of which this is the number. */
  offset: number;
  segment: number;
  read: ReadSync;
}

class Merge {
  readonly #fileSystem: FileSystem;
  readonly #job: MergeJob;
  readonly #control: MergeControl;
  readonly #slicer: Slicer;
  readonly #totalBytes: number;
  readonly #hint: MergedHint | null;
  #keys = 0;
  #doneBytes = 0;

  constructor(fileSystem: FileSystem, job: MergeJob, control: MergeControl) {
    this.#fileSystem = fileSystem;
    this.#job = job;
    this.#control = control;
    this.#hint = job.hintSeed === null ? null : new MergedHint(job.header.number, job.hintSeed);
    this.#slicer = new Slicer(control.signal);
    this.#totalBytes = job.segments.reduce((sum, segment) => sum + segment.offset, 0);
  }

  async run(path: string): Promise<MergeResult> {
    const { directory, segments, header, live } = this.#job;
    const handle = await this.#fileSystem.open(path, 'create');
    const writer = new CompactedSegmentWriter(handle, header);
    const moved: MovedRecords[] = [];
    try {
      await writer.begin();
      for (const [i, segment] of segments.entries()) {
        const walk = liveWalk(live[i] as LiveRecords);
        await this.#copy(segment, walk, writer);
        moved.push(walk.moved);
      }
      const { closed, sizeBytes } = await writer.finish();
      const { storeId, number } = header;
      const binding = { storeId, segment: number, endOffset: closed.offset, endChain: closed.chain };
      await this.#hint?.write(this.#fileSystem, directory, binding, this.#slicer);
      return { closed, sizeBytes, keys: this.#keys, moved, places: writer.map.places };
    } finally {
      await writer.settle();
      await handle.close();
    }
  }

  async #copy(segment: ClosedSegmentRef, live: LiveWalk, writer: CompactedSegmentWriter): Promise<void> {
    await readSegmentRecords(
      this.#fileSystem,
      this.#job.directory,
      segment,
      this.#slicer,
      (bytes, head, seq, offset, read) => {
        const place = live.take(offset, seq);
        if (!this.#isKept(head, place)) return;
        if (!head.isDelete) this.#keys++;
        if (isPatch(head.type)) {
          this.#addPatched(writer, live, place, { bytes, head, seq, offset, read, segment: segment.number });
          return;
        }
        const { offset: newOffset, length } = writer.addAgain(bytes, head, seq);
        const headLength = length - head.keyLength - head.valueLength;
        this.#hint?.add(bytes, head, seq, newOffset, headLength, head.valueLength);
        if (place >= 0) live.move(place, newOffset, headLength, length);
      },
      async (frameBytes) => {
        if (writer.frameIsFull) await writer.endFrame();
        await this.#hint?.endFrame(this.#slicer);
        this.#progress(frameBytes);
      },
    );
    if (live.missed !== null)
      throw unsound(segmentFile(segment.number), live.missed, 'a live record is missing');
  }

  /** Adds what a patch stands for: what it builds on does not come along. */
  #addPatched(
    writer: CompactedSegmentWriter,
    live: LiveWalk,
    place: number,
    { bytes, head, seq, offset, read, segment }: MetPatch,
  ): void {
    const key = bytes.slice(head.keyOffset, head.valueOffset);
    const patch = bytes.subarray(head.valueOffset, head.end);
    const { expireAt, type } = head;
    const value = patchedValueSync({ key, value: patch, type, seq, offset }, read);
    if (value === null) throw unsound(segmentFile(segment), offset, 'stands a patch of what is not there');
    const added = writer.add({ op: 'set', key, value, expireAt, type: plainType(type) }, seq);
    const headLength = added.length - key.length - value.length;
    this.#hint?.add(bytes, head, seq, added.offset, headLength, value.length);
    if (place < 0) return;
    live.move(place, added.offset, headLength, added.length);
    live.becameWhole(place, value.length);
  }

  /** Deletes hide what older segments hold; where there are none, neither they nor expired records are needed. */
  #isKept(head: RecordHead, place: number): boolean {
    const { oldest, nowMs } = this.#job;
    if (head.isDelete) return !oldest;
    return place >= 0 && !(oldest && head.expireAt !== null && head.expireAt <= nowMs);
  }

  #progress(bytes: number): void {
    this.#doneBytes += bytes;
    this.#control.onProgress?.(Math.min(this.#doneBytes, this.#totalBytes), this.#totalBytes);
  }
}

/** What could not be written is often not to be removed either; the next writer of the directory clears it. */
async function removeQuietly(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.unlink(path);
  } catch {
    // The failure that brought us here is the one to tell.
  }
}
