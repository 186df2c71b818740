import { WalscopeError } from '../../../shared/errors.ts';
import { maxStagedBytes } from '../../../shared/limits.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Log } from '../../formats/log/log.ts';
import { openValues } from '../../formats/log/read-values.ts';

/**
 * The value that a key had as of one record, for taking it again. Throws NOT_FOUND when the record holds none, CORRUPT
 * when it cannot be believed, TOO_LARGE when no change could carry it.
 */
export async function recordValue(log: Log, fileSystem: FileSystem, index: number): Promise<Uint8Array> {
  const record = index < log.table.count ? log.table.record(index) : null;
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
