import { emptyBytes } from '../../../shared/bytes.ts';
import { typeOf } from '../../../shared/codes.ts';
import { databaseKey } from '../../../shared/database-key.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { decodePatchHead, firstInsertAt, isPatch, plainType } from '../../engine/format/patch.ts';
import { whileManifestStays } from '../../engine/recovery/while-manifest-stays.ts';
import { scanLog } from '../../engine/scan/scan-log.ts';
import type { ScannedFrame, ScannedRecord, ScanVisitor } from '../../engine/scan/visitor.ts';
import type { ReadOptions } from '../log/format.ts';
import type { RecordTableBuilder } from '../log/record-table.ts';
import { WalscopeLog } from './walscope-log.ts';

/**
 * Reads a Walscope directory by the scan that recovery uses, from the beginning again if it is compacted meanwhile. Takes
 * no lock and changes nothing.
 */
export function readWalscopeLog(directory: string, options: ReadOptions): Promise<WalscopeLog> {
  return whileManifestStays(options.fileSystem, directory, {
    read: () => readOnce(directory, options),
    lacksFile: ({ verdict }) => verdict.code === 'file-missing',
  });
}

async function readOnce(directory: string, options: ReadOptions): Promise<WalscopeLog> {
  const log = new WalscopeLog(directory);
  const result = await scanLog(options.fileSystem, directory, visitorOf(log, options), {
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.thorough ? { hash: 'all' } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
    throw error;
  });
  log.verdict = result.verdict;
  log.end = result.verdict.code === 'clean' ? result.end : null;
  log.durableRecords = countDurable(log.table, result.durableSeq);
  options.onProgress?.(log.sizeBytes, log.sizeBytes);
  options.onSlice?.(log);
  return log;
}

export function visitorOf(log: WalscopeLog, options: ReadOptions): ScanVisitor {
  const { table } = log;
  return {
    file: (file) => log.addFile(file),
    frame: (frame) => appendFrame(table, frame),
    record: (record) => {
      if (isPatch(record.type)) log.hasPatches = true;
      appendRecord(table, record);
    },
    slice: (doneBytes, totalBytes) => {
      options.onProgress?.(doneBytes, totalBytes);
      options.onSlice?.(log);
    },
  };
}

function appendFrame(table: RecordTableBuilder, frame: ScannedFrame): void {
  table.beginFrame({
    file: frame.file,
    offset: frame.offset,
    length: frame.length,
    headerLength: frame.headerLength,
    firstSeq: frame.firstSeq,
    timeMs: frame.timeMs,
    durableSeq: frame.durableSeq,
  });
}

function appendRecord(table: RecordTableBuilder, record: ScannedRecord): void {
  const end = record.offset + record.length;
  const { db, key } = databaseKey(record.keyLength === 0 ? emptyBytes : record.key());
  const patch = record.status === 'ok' || record.status === 'behind' ? patchIn(record) : null;
  table.append({
    file: record.file,
    offset: record.offset,
    length: record.length,
    headerLength: record.headerLength,
    seq: record.seq,
    op: record.op,
    type: typeOf(plainType(record.type)),
    db,
    key,
    valueOffset: record.valueOffset + (patch?.firstInsertAt ?? 0),
    // What is there of it: a torn record's length promises more.
    valueLength: patch?.valueLength ?? Math.max(0, Math.min(record.valueLength, end - record.valueOffset)),
    expireAt: record.expireAt,
    status: record.status,
  });
}

/** Of a record that is a patch: how long the value becomes, and where in it what comes to it first begins. */
function patchIn(record: ScannedRecord): { valueLength: number; firstInsertAt: number } | null {
  if (!isPatch(record.type)) return null;
  const bytes = record.value();
  const head = decodePatchHead(bytes, record.seq ?? 0);
  return head && { valueLength: head.valueLength, firstInsertAt: firstInsertAt(bytes, head) };
}

/** Records up to the last one whose sequence number is known to be durable. */
export function countDurable(table: RecordTableBuilder, durableSeq: number): number {
  let count = table.count;
  // Records come in order of their numbers: from the end back, the first durable one has only such before it.
  while (count > 0) {
    const seq = table.seq(count - 1);
    if (!Number.isNaN(seq) && seq <= durableSeq) break;
    count--;
  }
  return count;
}
