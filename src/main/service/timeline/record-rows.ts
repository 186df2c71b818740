import { opCode, typeCode } from '../../../shared/model.ts';
import {
  maxKeyBytesInRow,
  maxValuePreview,
  orNone,
  type RecordRow,
  recordRows,
} from '../../../shared/rows.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import type { Log } from '../../formats/log/log.ts';
import { storedKeyAt } from '../../formats/log/stored-key.ts';

/** A page cannot hold more rows than this whatever their keys: a row takes at least this share of it. */
const maxRows = 1024;

/** The rows of some records, with the beginnings of their values. `indexes` are positions in the log. */
export async function recordPage(
  log: Log,
  fileSystem: FileSystem,
  indexes: Iterable<number>,
  stateCodeOf: (index: number) => number,
): Promise<Uint8Array> {
  const files = new DirectoryReader(fileSystem, log.directory);
  const rows: RecordRow[] = [];
  try {
    for (const index of indexes) {
      if (rows.length >= maxRows) break;
      rows.push(await recordRow(log, files, index, stateCodeOf(index)));
    }
  } finally {
    await files.close();
  }
  return recordRows.encode(rows);
}

async function recordRow(log: Log, files: DirectoryReader, index: number, state: number): Promise<RecordRow> {
  const { table, durableRecords } = log;
  const record = table.record(index);
  const file = log.files[record.file];
  const key = storedKeyAt(table, index);
  const previewLength = Math.min(maxValuePreview, record.valueLength, endOf(record) - record.valueOffset);
  const readable = record.op === 'set' && previewLength > 0 && file !== undefined && file.kind !== 'missing';
  return {
    index,
    seq: orNone(record.seq),
    state,
    op: opCode(record.op),
    type: typeCode(record.type),
    key: key.subarray(0, maxKeyBytesInRow),
    keyLength: key.length,
    valueLength: record.valueLength,
    expireAt: orNone(record.expireAt),
    file: file?.name ?? '',
    offset: record.offset,
    length: record.length,
    frame: record.frame,
    timeMs: orNone(table.frames > 0 ? table.frame(record.frame).timeMs : null),
    durable: durableRecords !== null && index < durableRecords ? 1 : 0,
    value: readable ? await preview(files, file.name, record.valueOffset, previewLength) : new Uint8Array(0),
  };
}

const endOf = (record: { offset: number; length: number }) => record.offset + record.length;

/** Rows are shown as far as they can be read: a file that is gone meanwhile costs the preview only. */
async function preview(
  files: DirectoryReader,
  file: string,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  try {
    return await files.read(file, offset, length);
  } catch {
    return new Uint8Array(0);
  }
}
