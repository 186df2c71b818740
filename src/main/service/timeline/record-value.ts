import { WalscopeError } from '../../../shared/errors.ts';
import { maxStagedBytes } from '../../../shared/limits.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Log } from '../../formats/log/log.ts';
import { openValues } from '../../formats/log/read-values.ts';

/**
 * The value that a key had as of one record, for taking it again. Throws CONFLICT when another record than that of
 * `seq` stands there by now, NOT_FOUND when it holds no value, CORRUPT when it cannot be believed, TOO_LARGE when no
 * change could carry it.
 */
export async function recordValue(
  log: Log,
  fileSystem: FileSystem,
  { index, seq }: { index: number; seq: number | null },
): Promise<Uint8Array> {
  const record = index < log.table.count ? log.table.record(index) : null;
  if (record && record.seq !== seq) {
    throw new WalscopeError('CONFLICT', 'The log was compacted meanwhile: choose the value again.');
  }
  if (record?.op !== 'set')
    throw new WalscopeError('NOT_FOUND', `Record ${index} of the log holds no value.`);
  if (record.status === 'damaged' || record.status === 'torn') {
    throw new WalscopeError('CORRUPT', `Record ${index} of the log is damaged: its value cannot be taken.`);
  }
  if (record.valueLength > maxStagedBytes) {
    throw new WalscopeError(
      'TOO_LARGE',
      `The value has ${record.valueLength} bytes: one change carries at most ${maxStagedBytes}.`,
    );
  }
  const values = openValues(log, fileSystem);
  return values.read(index).finally(() => values.close());
}
