import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import { sortInSlices } from '../../order/sort-in-slices.ts';
import type { LiveKey } from './live-key.ts';
import type { Log, RecordTable } from './log.ts';
import { liveKey, openValues } from './read-values.ts';

export interface LiveKeyOptions {
  /** The newest whole record of each key, those behind damage too, instead of what a replay yields. */
  salvage?: boolean;
  /** Records from this index on do not count. Default all count. */
  before?: number;
  /** ms since 1970: keys whose deadline has passed by then are left out. Default now. */
  nowMs?: number;
  /** Only the keys of this database; null = all. Default all. */
  db?: number | null;
  signal?: AbortSignal;
}

/** Indexes of the records that hold the live keys, by database and then by key; found and sorted in slices. */
export async function liveRecords(table: RecordTable, options: LiveKeyOptions = {}): Promise<Uint32Array> {
  const nowMs = options.nowMs ?? Date.now();
  const slicer = new Slicer(options.signal);
  const live = table.newestOfEachKey(options.salvage);
  let count = 0;
  for (let at = 0; at < live.length; at++) {
    const last = live[at] as number;
    const index = options.before === undefined ? last : lastBefore(table, last, options.before);
    const isWanted = options.db === undefined || options.db === null || options.db === table.db(last);
    if (isWanted && isLive(table, index, nowMs, options.before)) live[count++] = index;
    if (slicer.due()) await slicer.yield();
  }
  const byDatabase =
    table.databases.length > 1 ? (a: number, b: number) => table.db(a) - table.db(b) : () => 0;
  return sortInSlices(live.subarray(0, count), (a, b) => byDatabase(a, b) || table.compareKeys(a, b), slicer);
}

/** The newest record of a key before `before`; -1 when there is none. */
function lastBefore(table: RecordTable, last: number, before: number): number {
  let index = last;
  while (index >= before) index = table.previous(index);
  return index;
}

/** A record that is the newest only of those before a bound is superseded in the table. */
function isLive(table: RecordTable, index: number, nowMs: number, before: number | undefined): boolean {
  if (before === undefined) return table.state(index, nowMs) === 'live';
  if (index < 0) return false;
  const { op, expireAt } = table.record(index);
  return op === 'set' && (expireAt === null || expireAt > nowMs);
}

/** Live keys with their values, by database and then in byte order of the keys, read from the files one by one. */
export async function* liveKeys(
  log: Log,
  fileSystem: FileSystem,
  options: LiveKeyOptions = {},
): AsyncGenerator<LiveKey, void, void> {
  const values = openValues(log, fileSystem);
  try {
    for (const index of await liveRecords(log.table, options)) {
      if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
      yield await liveKey(log.table.record(index), index, values);
    }
  } finally {
    await values.close();
  }
}
