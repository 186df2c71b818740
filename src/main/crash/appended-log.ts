import { WalscopeError } from '../../shared/errors.ts';
import type { FormatId } from '../../shared/model.ts';
import type { Log, LogFile } from '../formats/log/log.ts';

/** Where another engine goes on writing once it has started. */
export interface AppendedLog {
  format: 'guide' | 'redis';
  file: string;
  /** It cuts off what its replay did not yield. In bytes. */
  end: number;
  /** Records that its replay yielded. */
  records: number;
}

/** Why nothing can be appended to what another engine wrote: it would write to no log, or would not start. */
export function appendRefusal(log: Log): WalscopeError | null {
  const { format, damage, directory } = log;
  if (!isAppended(format)) return null;
  if (appendedFile(log) === null) {
    return new WalscopeError(
      'INVALID_ARGUMENT',
      `${directory} holds a snapshot and no log: what is written between two snapshots is lost with the process.`,
    );
  }
  if (format !== 'redis' || damage !== 'corrupt') return null;
  return new WalscopeError('CORRUPT', `Redis does not start with ${directory}: repair it first.`);
}

/**
 * What the directory's own engine would append to; null for a store, whose engine numbers its records itself. Throws
 * what `appendRefusal` says.
 */
export function appendedLog(log: Log): AppendedLog | null {
  const { format, verdict } = log;
  if (!isAppended(format)) return null;
  const refusal = appendRefusal(log);
  if (refusal) throw refusal;
  const file = appendedFile(log);
  if (file === null) return null;
  const torn = verdict.damaged[0];
  return { format, file: file.name, end: torn?.offset ?? file.size, records: verdict.recordsRead };
}

function isAppended(format: FormatId): format is AppendedLog['format'] {
  return format === 'guide' || format === 'redis';
}

function appendedFile({ files }: Log): LogFile | null {
  const last = files.at(-1);
  return last && (last.kind === 'log' || last.name.endsWith('.aof')) ? last : null;
}
