import type { RecordDetail } from '../../../shared/contract/timeline.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';

const maxDetailBytes = 64 * 1024;

/** One record with its bytes and fields, and the frame it stands in. Throws NOT_FOUND when there is none. */
export async function recordDetail(
  log: Log,
  reader: Format,
  fileSystem: FileSystem,
  index: number,
): Promise<RecordDetail> {
  const { table } = log;
  if (index >= table.count) {
    throw new WalscopeError('NOT_FOUND', `There is no record ${index}: the log has ${table.count}.`);
  }
  const record = table.record(index);
  const explained = await reader.explain(log, index, fileSystem);
  return {
    index,
    seq: record.seq,
    state: table.state(index, Date.now()),
    file: log.files[record.file]?.name ?? '',
    offset: record.offset,
    length: record.length,
    bytes: explained.bytes.subarray(0, maxDetailBytes),
    fields: explained.fields,
    crcStored: explained.crcStored,
    crcFound: explained.crcFound,
    inWords: explained.inWords,
    frame: await frameDetail(log, reader, fileSystem, record.frame),
  };
}

async function frameDetail(
  log: Log,
  reader: Format,
  fileSystem: FileSystem,
  index: number,
): Promise<RecordDetail['frame']> {
  if (index < 0 || index >= log.table.frames) return null;
  const explained = await reader.explainFrame(log, index, fileSystem);
  if (!explained) return null;
  const frame = log.table.frame(index);
  return {
    index,
    offset: frame.offset,
    length: frame.length,
    firstSeq: frame.firstSeq,
    records: frame.records,
    timeMs: frame.timeMs,
    durableSeq: frame.durableSeq,
    headerBytes: explained.bytes,
    fields: explained.fields,
  };
}
