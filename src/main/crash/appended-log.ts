import { WalscopeError } from '../../shared/errors.ts';
import type { Log } from '../formats/log/log.ts';

/** Where another engine goes on writing once it has started. */
export interface AppendedLog {
  format: 'guide' | 'redis';
  file: string;
  /** It cuts off what its replay did not yield. In bytes. */
  end: number;
  /** Records that its replay yielded. */
  records: number;
}

/**
 * What the directory's own engine would append to; null for a store, whose engine numbers its records itself. Throws
 * INVALID_ARGUMENT where the engine would write to no log, CORRUPT where it would not start.
 */
export function appendedLog(log: Log): AppendedLog | null {
  const { format, files, damage, directory, verdict } = log;
  if (format !== 'guide' && format !== 'redis') return null;
  const file = files.at(-1);
  if (file === undefined || (file.kind !== 'log' && !file.name.endsWith('.aof'))) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `${directory} holds a snapshot and no log: what is written between two snapshots is lost with the process.`,
    );
  }
  if (format === 'redis' && damage === 'corrupt')
    throw new WalscopeError('CORRUPT', `Redis does not start with ${directory}: repair it first.`);
  const torn = verdict.damaged[0];
  return { format, file: file.name, end: torn?.offset ?? file.size, records: verdict.recordsRead };
}
