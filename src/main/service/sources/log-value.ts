import { equalBytes } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import type { Format, LiveKey, Log } from '../../formats/log/log.ts';
import { orderCensus, recordFacts, takeCensus } from './log-keys.ts';
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
  const index = table.newest(key);
  if (index < 0) return null;
  const record = table.record(index);
  if (record.op !== 'set' || !equalBytes(record.key, key)) return null;
  const offset = Math.min(part.offset, record.valueLength);
  const length = Math.min(part.length, record.valueLength - offset);
  const facts = recordFacts(log, index, countVersionsOf(log, index));
  const files = new DirectoryReader(fileSystem, log.directory);
  const bytes = await files
    .read(facts.file, record.valueOffset + offset, length)
    .finally(() => files.close());
  const checked = record.length <= maxCheckedBytes ? await reader.explain(log, index, fileSystem) : null;
  return {
    ...facts,
    key: record.key,
    headerLength: record.headerLength,
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

/** Live keys of a log with whole values, in byte order. */
export async function* liveInLog(
  log: Log,
  fileSystem: FileSystem,
  options: { salvage?: boolean; signal?: AbortSignal } = {},
): AsyncGenerator<LiveKey> {
  const census = await takeCensus(log.table, options);
  const ids = await orderCensus(log.table, census, options);
  const files = new DirectoryReader(fileSystem, log.directory);
  try {
    for (const id of ids) {
      options.signal?.throwIfAborted();
      const record = log.table.record(id);
      if (record.expireAt !== null && record.expireAt <= Date.now()) continue;
      const file = log.files[record.file]?.name ?? '';
      const value = await files.read(file, record.valueOffset, record.valueLength);
      yield { db: 0, key: record.key, type: record.type, value, expireAt: record.expireAt };
    }
  } finally {
    await files.close();
  }
}
