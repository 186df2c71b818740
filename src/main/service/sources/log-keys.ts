import { Slicer } from '../../engine/scan/slicer.ts';
import type { Log, RecordTable } from '../../formats/log/log.ts';
import { storedKeyAt } from '../../formats/log/stored-key.ts';
import { KeyArena } from '../../order/key-arena.ts';
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
  const slicer = new Slicer(options.signal);
  const { ids } = census;
  const keys = new KeyArena(ids.length);
  for (let i = 0; i < ids.length; i++) {
    keys.add(storedKeyAt(table, ids[i] as number));
    if (slicer.due()) {
      options.onProgress?.(i, ids.length);
      await slicer.yield();
    }
  }
  const places = new Uint32Array(ids.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  const sorted = await sortInSlices(places, (a, b) => keys.compare(a, b), slicer);
  for (let i = 0; i < sorted.length; i++) sorted[i] = ids[sorted[i] as number] as number;
  options.onProgress?.(ids.length, ids.length);
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
