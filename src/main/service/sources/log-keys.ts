import { Slicer } from '../../engine/scan/slicer.ts';
import type { Log, RecordTable } from '../../formats/log/log.ts';
import { storedKeyAt, storedOrder } from '../../formats/log/stored-key.ts';
import { sortInSlices } from '../../order/sort-in-slices.ts';
import type { KeyFacts, KeySet } from './source.ts';

/** The keys that a replay of a log yields, by the index of the record that holds each one's value. */
export interface LogCensus {
  /** Live and expired keys, in order of first appearance. */
  readonly ids: Uint32Array;
  /** Bytes of their records. */
  readonly liveBytes: number;
}

/** `salvage`: what lies behind damage counts too. */
export async function takeCensus(
  table: RecordTable,
  options: { salvage?: boolean; signal?: AbortSignal } = {},
): Promise<LogCensus> {
  const slicer = new Slicer(options.signal);
  const newest = table.newestOfEachKey(options.salvage);
  const ids = new Uint32Array(newest.length);
  let count = 0;
  let liveBytes = 0;
  for (let i = 0; i < newest.length; i++) {
    const id = newest[i] as number;
    const record = table.record(id);
    if (record.op === 'set') {
      ids[count++] = id;
      liveBytes += record.length;
    }
    if (slicer.due()) await slicer.yield();
  }
  return { ids: ids.subarray(0, count), liveBytes };
}

/** Puts a census into byte order of the keys. */
export async function orderCensus(
  table: RecordTable,
  census: LogCensus,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<Uint32Array> {
  const { length } = census.ids;
  const slicer = new Slicer(options.signal);
  const compare = await storedOrder(table, census.ids, slicer);
  const sorted = await sortInSlices(census.ids.slice(), compare, slicer, options.onProgress);
  options.onProgress?.(length, length);
  return sorted;
}

/**
 * How many records of each record's key stand in the log up to it: of a newest record, its versions. `before`: those
 * of the table's first records, counted when it was shorter.
 */
export async function countVersions(
  table: RecordTable,
  before: Uint32Array = new Uint32Array(0),
): Promise<Uint32Array> {
  const slicer = new Slicer();
  const versions = new Uint32Array(table.count);
  versions.set(before);
  for (let i = before.length; i < versions.length; i++) {
    const previous = table.previous(i);
    versions[i] = previous < 0 ? 1 : (versions[previous] as number) + 1;
    if (slicer.due()) await slicer.yield();
  }
  return versions;
}

export function logKeySet(log: Log, ids: Uint32Array, versions: Uint32Array): KeySet {
  const { table } = log;
  return {
    ids,
    key: (id) => storedKeyAt(table, id),
    facts: (id) => recordFacts(log, id, versions[id] ?? 0),
    release: () => undefined,
  };
}

export function recordFacts(log: Log, index: number, versions: number): KeyFacts {
  const record = log.table.record(index);
  return {
    type: record.type,
    expired: record.expireAt !== null && record.expireAt <= Date.now(),
    valueLength: record.valueLength,
    recordLength: record.length,
    expireAt: record.expireAt,
    versions,
    seq: record.seq ?? index + 1,
    file: log.files[record.file]?.name ?? '',
    offset: record.offset,
  };
}
