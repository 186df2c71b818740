import { lineText } from '../../../shared/bytes.ts';
import { opCode, typeCode } from '../../../shared/model.ts';
import { maxKeyBytesInRow, orNone, type RecordRow, recordRows } from '../../../shared/rows.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import { recordLine } from '../../formats/log/record-line.ts';
import { storedKeyAt } from '../../formats/log/stored-key.ts';

/** A page cannot hold more rows than this whatever their keys: a row takes at least this share of it. */
const maxRows = 1024;

/** The rows of some records, with what they say on one line. `indexes` are positions in the log. */
export async function recordPage(
  { log, reader, fileSystem }: { log: Log; reader: Format; fileSystem: FileSystem },
  indexes: Iterable<number>,
  stateCodeOf: (index: number) => number,
): Promise<Uint8Array> {
  const files = new DirectoryReader(fileSystem, log.directory);
  const rows: RecordRow[] = [];
  try {
    for (const index of indexes) {
      if (rows.length >= maxRows) break;
      rows.push(await recordRow(log, reader, files, index, stateCodeOf(index)));
    }
  } finally {
    await files.close();
  }
  return recordRows.encode(rows);
}

async function recordRow(
  log: Log,
  reader: Format,
  files: DirectoryReader,
  index: number,
  state: number,
): Promise<RecordRow> {
  const { table, durableRecords } = log;
  const record = table.record(index);
  const file = log.files[record.file];
  const key = storedKeyAt(table, index);
  const { value, said } = await recordLine(log, reader, index, files);
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
    value,
    verb: said?.verb ?? '',
    words:
      said?.words ?? lineText(value) + (value.length > 0 && value.length < record.valueLength ? '…' : ''),
  };
}
