import { equalBytes } from '../../shared/bytes.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { changedShapes } from '../formats/log/changed-shapes.ts';
import type { Format } from '../formats/log/format.ts';
import type { Log, LogRecord } from '../formats/log/log.ts';

/** How often the files are looked at, in ms; following costs no more than a third of a processor. */
const pace = { lookEveryMs: 100, restPerRead: 2 };

/** An engine that swaps its files may be met half way so many times in a row before that is an error. */
const maxFailures = 50;

/** Records that came to a log since the step before. */
export interface FollowStep {
  log: Log;
  /** Indices into the log's table, oldest first. */
  records: number[];
  /** The records told last are gone: the engine has rewritten its files. */
  rewritten: boolean;
}

export interface FollowOptions {
  fileSystem: FileSystem;
  /** Ends the following, without an error. */
  signal: AbortSignal;
  /** The log as it was read first: what is in it is not told again. */
  log: Log;
  /** When that was begun, in ms since 1970. */
  readSinceMs: number;
}

/**
 * What is written to a directory by any engine, as it is written. Works on any format, changes nothing, takes no
 * lock. A record that does not end yet is told once it does. Throws when the directory is gone for good.
 */
export async function* followLog(
  format: Format,
  { fileSystem, signal, log: first, readSinceMs }: FollowOptions,
): AsyncGenerator<FollowStep> {
  let log = first;
  let told = lastWhole(log);
  let failures = 0;
  const watched = {
    ...pace,
    reader: format,
    fileSystem,
    readSinceMs,
    keepsProcess: true,
    signal,
    log: () => log,
  };
  for await (const change of changedShapes(watched)) {
    try {
      log =
        (await format.readOn?.(log, { fileSystem, signal })) ??
        (await format.read(log.directory, { fileSystem, signal }));
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (++failures >= maxFailures) throw gone(log.directory, error);
      continue;
    }
    change.taken();
    const step = stepFrom(log, told);
    told = lastWhole(log) ?? told;
    if (step.rewritten || step.records.length > 0) yield step;
  }
}

function gone(directory: string, error: unknown): WalscopeError {
  const { message } = toPlainError(error);
  return new WalscopeError('NOT_FOUND', `${directory} can no longer be read: ${message}`);
}

/** What tells a record from every other one, though the log is read anew. */
interface Place {
  file: string;
  offset: number;
  length: number;
  seq: number | null;
  key: Uint8Array;
}

function placeOf(log: Log, index: number): Place {
  const { file, offset, length, seq, key } = log.table.record(index);
  return { file: log.files[file]?.name ?? '', offset, length, seq, key: key.slice() };
}

const isWhole = ({ status }: LogRecord): boolean => status !== 'torn';

/** The last record that ends; null where there is none. */
function lastWhole(log: Log): Place | null {
  for (let index = log.table.count - 1; index >= 0; index--) {
    if (isWhole(log.table.record(index))) return placeOf(log, index);
  }
  return null;
}

function stepFrom(log: Log, told: Place | null): FollowStep {
  const from = told === null ? 0 : behind(log, told);
  const records: number[] = [];
  for (let index = from ?? firstOfLogs(log); index < log.table.count; index++) {
    if (isWhole(log.table.record(index))) records.push(index);
  }
  return { log, records, rewritten: from === null };
}

/** The index behind the record told last; null when that record is gone. */
function behind(log: Log, told: Place): number | null {
  // Walscope's sequence numbers outlive every compaction; other formats count theirs anew at each reading.
  const numbered = log.format === 'walscope' && told.seq !== null;
  for (let index = log.table.count - 1; index >= 0; index--) {
    const record = log.table.record(index);
    const isTold = numbered ? (record.seq ?? Infinity) <= told.seq! : isSame(log, record, told);
    if (isTold) return index + 1;
  }
  return numbered ? 0 : null;
}

function isSame(log: Log, record: LogRecord, told: Place): boolean {
  return (
    record.offset === told.offset &&
    record.length === told.length &&
    log.files[record.file]?.name === told.file &&
    equalBytes(record.key, told.key)
  );
}

/** After a rewrite what is old stands in snapshots; what has been written since stands in the logs behind them. */
function firstOfLogs(log: Log): number {
  for (let index = log.table.count - 1; index >= 0; index--) {
    const { file, offset } = log.table.record(index);
    const { kind, preambleLength = 0 } = log.files[file] ?? {};
    if (kind === 'snapshot' || offset < preambleLength) return index + 1;
  }
  return 0;
}
