import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import { KeyArena } from '../../order/key-arena.ts';
import { sortInSlices } from '../../order/sort-in-slices.ts';
import type { LiveKey, Log, RecordTable } from './log.ts';
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
  const newest = table.newestOfEachKey(options.salvage);
  const keys = new KeyArena(newest.length);
  const live = new Uint32Array(newest.length);
  const dbs = new Uint32Array(newest.length);
  let count = 0;
  for (const last of newest) {
    const index = options.before === undefined ? last : lastBefore(table, last, options.before);
    if (isLive(table, index, nowMs, options.before)) {
      const db = table.db(index);
      if (options.db === undefined || options.db === null || options.db === db) {
        keys.add(table.key(index));
        dbs[count] = db;
        live[count++] = index;
      }
    }
    if (slicer.due()) await slicer.yield();
  }
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  const sorted = await sortInSlices(
    places,
    (a, b) => (dbs[a] as number) - (dbs[b] as number) || keys.compare(a, b),
    slicer,
  );
  return sorted.map((place) => live[place] as number);
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
