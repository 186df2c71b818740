import { WalscopeError } from '../../../shared/errors.ts';
import { CompactedSegmentWriter } from '../compaction/compacted-segment-writer.ts';
import type { MergeControl, MergeResult } from '../compaction/merge-segments.ts';
import { findEntry, putEntry } from '../compaction/newest-records.ts';
import { writeHint } from '../compaction/write-hint.ts';
import { segmentFile, temporarySuffix } from '../format/file-names.ts';
import { isPatch, plainType } from '../format/patch.ts';
import { patchedValueSync } from '../format/patch-chain.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { never } from '../index/entry-chunk.ts';
import { KeyIndex } from '../index/key-index.ts';
import type { StoreIndex } from '../keys/store-index.ts';
import { recover } from '../recovery/recover.ts';
import { scanLog } from '../scan/scan-log.ts';
import type { SegmentList } from '../scan/segment-list.ts';
import { Slicer } from '../scan/slicer.ts';
import type { ScannedRecord } from '../scan/visitor.ts';

export interface RewriteJob {
  directory: string;
  /** All closed segments, and the empty one behind them, as they were listed when it was begun. */
  list: SegmentList;
  header: SegmentHeader;
  /** Of the hashes in its hint. */
  seed: number;
}

/**
 * A merge for a store in which damage has been accepted: of all segments, sound or not, the newest readable record
 * of each key, into `<number>.wlog.tmp`. It is the same that recovery reads, so afterwards the damage can go.
 */
export async function rewriteReadable(
  fileSystem: FileSystem,
  job: RewriteJob,
  control: MergeControl,
): Promise<MergeResult> {
  const { directory, list, header, seed } = job;
  const path = `${directory}/${segmentFile(header.number)}${temporarySuffix}`;
  const { signal, onProgress } = control;
  const { index } = await recover(fileSystem, directory, { acceptDamage: true, signal, list });
  if ((await fileSystem.stat(path)) !== null) await fileSystem.unlink(path);
  const handle = await fileSystem.open(path, 'create');
  const writer = new CompactedSegmentWriter(handle, header);
  try {
    await writer.begin();
    const copy = new Copy(index, header.number, writer, seed);
    await scanLog(
      fileSystem,
      directory,
      {
        record: (record) => copy.record(record),
        frameEnd: () => copy.frameEnd(),
        ...(onProgress ? { slice: onProgress } : {}),
      },
      { acceptDamage: true, list, ...(signal ? { signal } : {}) },
    );
    const { closed, sizeBytes } = await writer.finish();
    const binding = {
      storeId: header.storeId,
      segment: header.number,
      endOffset: closed.offset,
      endChain: closed.chain,
    };
    await writeHint(fileSystem, directory, copy.written, binding, new Slicer(signal));
    return { closed, sizeBytes, keys: closed.records, moved: null, places: writer.map.places };
  } catch (error) {
    await fileSystem.unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await writer.settle();
    await handle.close();
  }
}

/** Recovery has taken the record for one that can be read. */
function readableValue(record: ScannedRecord, seq: number): Uint8Array {
  const { type, offset } = record;
  if (!isPatch(type)) return record.value();
  const patch = { key: record.key(), value: record.value(), type, seq, offset };
  const value = patchedValueSync(patch, record.read);
  if (value !== null) return value;
  throw new WalscopeError(
    'CORRUPT',
    `What record ${seq} builds on cannot be read: salvage the directory into a new one.`,
  );
}

class Copy {
  readonly written: KeyIndex;
  readonly #newest: StoreIndex;
  readonly #number: number;
  readonly #writer: CompactedSegmentWriter;

  constructor(newest: StoreIndex, number: number, writer: CompactedSegmentWriter, seed: number) {
    this.written = new KeyIndex(seed);
    this.#newest = newest;
    this.#number = number;
    this.#writer = writer;
  }

  record(record: ScannedRecord): void {
    const { bytes, keyStart, keyLength, seq } = record;
    if (record.status !== 'ok' || record.op !== 'set' || seq === null) return;
    const id = findEntry(this.#newest, bytes, keyStart, keyLength);
    if (id < 0 || this.#newest.columns.seq(id) !== seq) return;
    const key = record.key();
    const value = readableValue(record, seq);
    const { expireAt } = record;
    const type = plainType(record.type);
    const valueLength = value.length;
    const place = this.#writer.add({ op: 'set', key, value, expireAt, type }, seq);
    putEntry(this.written, bytes, keyStart, keyLength, {
      segment: this.#number,
      offset: place.offset,
      headLength: place.length - keyLength - valueLength,
      valueLength,
      type,
      seq,
      expireAt: expireAt ?? never,
    });
  }

  async frameEnd(): Promise<void> {
    if (this.#writer.frameIsFull) await this.#writer.endFrame();
  }
}
