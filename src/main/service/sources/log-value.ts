import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import type { Format } from '../../formats/log/format.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import { liveKeys } from '../../formats/log/live-keys.ts';
import type { Log, LogRecord } from '../../formats/log/log.ts';
import { openValues } from '../../formats/log/read-values.ts';
import { newestOfStored } from '../../formats/log/stored-key.ts';
import { recordFacts } from './log-keys.ts';
import type { ValueFacts } from './source.ts';

/** Records are counted back this far for one key's versions; beyond it the number stands for "at least". */
const maxVersionsCounted = 100_000;
/** Above this the checksum is not computed for the inspector: verify does it. Bytes. */
const maxCheckedBytes = 16 * 1024 * 1024;

/** One key's value out of a log; null when a replay does not yield it. */
export async function valueInLog(
  log: Log,
  reader: Format,
  fileSystem: FileSystem,
  key: Uint8Array,
  part: { offset: number; length: number },
): Promise<ValueFacts | null> {
  const { table } = log;
  const index = newestOfStored(table, key);
  if (index < 0) return null;
  const record = table.record(index);
  if (record.op !== 'set') return null;
  const facts = recordFacts(log, index, countVersionsOf(log, index));
  const { valueLength, offset, bytes } = log.openValues
    ? await decodedPart(log, index, fileSystem, part)
    : await storedPart(log, record, fileSystem, part);
  const rest = record.length - record.key.length - valueLength;
  const checked = record.length <= maxCheckedBytes ? await reader.explain(log, index, fileSystem) : null;
  return {
    ...facts,
    valueLength,
    key,
    headerLength: rest >= 0 && !log.openValues ? rest : null,
    timeMs: table.frames > 0 ? table.frame(record.frame).timeMs : null,
    crcStored: checked?.crcStored ?? null,
    crcFound: checked?.crcFound ?? null,
    durable: log.durableRecords === null ? null : index < log.durableRecords,
    recordIndex: index,
    bytes,
    valueOffset: offset,
  };
}

export function countVersionsOf(log: Log, index: number): number {
  let versions = 1;
  let at = log.table.previous(index);
  while (at >= 0 && versions < maxVersionsCounted) {
    versions++;
    at = log.table.previous(at);
  }
  return versions;
}

interface ValuePart {
  /** Of the whole value. */
  valueLength: number;
  offset: number;
  bytes: Uint8Array;
}

/** Values that stand in their file as they are: nothing but the part is read. */
async function storedPart(
  log: Log,
  record: LogRecord,
  fileSystem: FileSystem,
  part: { offset: number; length: number },
): Promise<ValuePart> {
  const offset = Math.min(part.offset, record.valueLength);
  const length = Math.min(part.length, record.valueLength - offset);
  const files = new DirectoryReader(fileSystem, log.directory);
  const name = log.files[record.file]?.name ?? '';
  const bytes = await files.read(name, record.valueOffset + offset, length).finally(() => files.close());
  return { valueLength: record.valueLength, offset, bytes };
}

/** Values that have to be decoded are read whole. */
async function decodedPart(
  log: Log,
  index: number,
  fileSystem: FileSystem,
  part: { offset: number; length: number },
): Promise<ValuePart> {
  const values = openValues(log, fileSystem);
  const value = await values.read(index).finally(() => values.close());
  const offset = Math.min(part.offset, value.length);
  return { valueLength: value.length, offset, bytes: value.subarray(offset, offset + part.length) };
}

/** Live keys of a log with whole values, in byte order. */
export function liveInLog(
  log: Log,
  fileSystem: FileSystem,
  options: { salvage?: boolean; signal?: AbortSignal } = {},
): AsyncIterable<LiveKey> {
  return liveKeys(log, fileSystem, options);
}
