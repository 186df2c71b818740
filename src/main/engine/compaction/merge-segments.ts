import { segmentFile, temporarySuffix } from '../format/file-names.ts';
import type { ClosedSegment } from '../format/manifest.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { tombstone } from '../index/entry-chunk.ts';
import type { KeyIndex } from '../index/key-index.ts';
import { Slicer } from '../scan/slicer.ts';
import { CompactedSegmentWriter } from './compacted-segment-writer.ts';
import { factsOf, findEntry, newestRecords, putEntry, segmentIndex } from './newest-records.ts';
import { type ClosedSegmentRef, readSegmentRecords } from './segment-records.ts';
import { writeHint } from './write-hint.ts';

/** Segments that follow each other, and the one that will stand for them. */
export interface MergeJob {
  directory: string;
  /** In the order of replay. */
  segments: readonly ClosedSegmentRef[];
  /** Of the new segment; its range of sequence numbers is that of the old ones. */
  header: SegmentHeader;
  /** No older segment is left that could hold a deleted or expired key: its tombstone need not be kept. */
  oldest: boolean;
  /** ms since 1970: what has expired by then is not kept when `oldest`. */
  nowMs: number;
}

export interface MergeResult {
  closed: ClosedSegment;
  sizeBytes: number;
  /** Records that are not tombstones. */
  keys: number;
}

export interface MergeControl {
  signal?: AbortSignal | undefined;
  /** Bytes read of both passes together. */
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Merges segments into `<number>.wlog.tmp`, synced and sealed but without its name: that is for the writer to give,
 * with the manifest. Its hint is written beside it. A merge that fails or is cancelled leaves nothing that counts.
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

class Merge {
  readonly #fileSystem: FileSystem;
  readonly #job: MergeJob;
  readonly #control: MergeControl;
  readonly #slicer: Slicer;
  readonly #totalBytes: number;
  readonly #written = segmentIndex();
  #doneBytes = 0;
  #keys = 0;

  constructor(fileSystem: FileSystem, job: MergeJob, control: MergeControl) {
    this.#fileSystem = fileSystem;
    this.#job = job;
    this.#control = control;
    this.#slicer = new Slicer(control.signal);
    this.#totalBytes = 2 * job.segments.reduce((sum, segment) => sum + segment.offset, 0);
  }

  async run(path: string): Promise<MergeResult> {
    const { directory, segments, header } = this.#job;
    const onBytes = (bytes: number) => this.#progress(bytes);
    const newest = await newestRecords(this.#fileSystem, directory, segments, this.#slicer, onBytes);
    const handle = await this.#fileSystem.open(path, 'create');
    try {
      const writer = new CompactedSegmentWriter(handle, header);
      await writer.begin();
      for (const segment of segments) await this.#copy(segment, newest, writer);
      const { closed, sizeBytes } = await writer.finish();
      await writeHint(
        this.#fileSystem,
        directory,
        this.#written,
        { storeId: header.storeId, segment: header.number, endOffset: closed.offset, endChain: closed.chain },
        this.#slicer,
      );
      return { closed, sizeBytes, keys: this.#keys };
    } finally {
      await handle.close();
    }
  }

  async #copy(segment: ClosedSegmentRef, newest: KeyIndex, writer: CompactedSegmentWriter): Promise<void> {
    const { directory, header } = this.#job;
    await readSegmentRecords(
      this.#fileSystem,
      directory,
      segment,
      this.#slicer,
      (bytes, head, seq, offset) => {
        const id = findEntry(newest, bytes, head.keyOffset, head.keyLength);
        const { columns } = newest;
        const isNewest = columns.segment(id) === segment.number && columns.offset(id) === offset;
        if (!isNewest || this.#isGone(newest, id)) return;
        const key = bytes.subarray(head.keyOffset, head.valueOffset);
        const value = bytes.subarray(head.valueOffset, head.end);
        const { expireAt, type } = head;
        const op = head.isDelete ? 'delete' : 'set';
        const place = writer.add({ op, key, value, expireAt, type }, seq);
        if (!head.isDelete) this.#keys++;
        const facts = factsOf(head, seq, header.number, place.offset);
        facts.headLength = place.length - key.length - value.length;
        putEntry(this.#written, bytes, head.keyOffset, head.keyLength, facts);
      },
      async (frameBytes) => {
        if (writer.frameIsFull) await writer.endFrame();
        this.#progress(frameBytes);
      },
    );
  }

  /** Deleted or expired, and nothing older is left that it would have to hide. */
  #isGone(newest: KeyIndex, id: number): boolean {
    if (!this.#job.oldest) return false;
    const { columns } = newest;
    return columns.type(id) === tombstone || columns.expireAt(id) <= this.#job.nowMs;
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
