import { emptyBytes } from '../../../shared/bytes.ts';
import { maxValuePreview } from '../../../shared/rows.ts';
import type { DirectoryReader } from './directory-reader.ts';
import type { Format, ReadAround, Said } from './format.ts';
import type { Log, LogRecord } from './log.ts';

/** What a list shows of a record beside its key. */
export interface RecordLine {
  /** The first bytes of its value, or of what cannot be told apart. */
  value: Uint8Array;
  /** What its engine would say; null where the value says it. */
  said: Said | null;
}

/** Records are shown as far as they can be read: a file that is gone meanwhile costs what they say only. */
export async function recordLine(
  log: Log,
  reader: Format,
  index: number,
  files: DirectoryReader,
): Promise<RecordLine> {
  const record = log.table.record(index);
  const file = log.files[record.file];
  const read = readAround(files, file?.kind === 'missing' ? undefined : file?.name);
  const isWhole = record.status === 'ok' || record.status === 'behind';
  return {
    value: await beginning(record, read),
    said: isWhole ? ((await reader.says?.(log, index, read)) ?? null) : null,
  };
}

async function beginning({ op, offset, length, valueOffset, valueLength }: LogRecord, read: ReadAround) {
  const there = Math.min(maxValuePreview, valueLength, offset + length - valueOffset);
  return (op === 'set' || op === 'unknown') && there > 0 ? await read(valueOffset, there) : emptyBytes;
}

function readAround(files: DirectoryReader, file: string | undefined): ReadAround {
  return async (offset, length) => {
    if (file === undefined) return emptyBytes;
    try {
      return await files.read(file, offset, length);
    } catch {
      return emptyBytes;
    }
  };
}
