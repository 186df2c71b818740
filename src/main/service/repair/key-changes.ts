import { compareBytes, equalBytes } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import { liveRecords } from '../../formats/log/live-keys.ts';
import type { Log, ValueSession } from '../../formats/log/log.ts';
import { openValues } from '../../formats/log/read-values.ts';
import { type RepairedLog, repairedRecords } from '../../formats/repair/repaired-log.ts';

/** So many changed keys are named one by one; the counts are of all. */
export const maxNamedChanges = 1000;

/** `regained`: hidden by the damage; `dropped`: a repair applies the delete that stands behind it. */
export type ChangeKind = 'regained' | 'changed' | 'dropped';

export interface KeyChange {
  kind: ChangeKind;
  db: number;
  key: Uint8Array;
  type: ValueType;
}

export interface KeyChanges {
  kept: number;
  regained: number;
  changed: number;
  dropped: number;
  /** The first `maxNamedChanges`, by database and key. */
  named: KeyChange[];
}

/** One of two lists of live records, walked side by side. */
class Side {
  readonly log: Log;
  readonly values: ValueSession;
  readonly #records: Uint32Array;
  #at = 0;

  constructor(log: Log, records: Uint32Array, fileSystem: FileSystem) {
    this.log = log;
    this.#records = records;
    this.values = openValues(log, fileSystem);
  }

  get index(): number | null {
    return this.#at < this.#records.length ? this.#records[this.#at]! : null;
  }

  next(): void {
    this.#at++;
  }
}

/** What a repair makes of the keys that a replay of the damaged log yields. */
export async function keyChanges(
  damaged: Log,
  fileSystem: FileSystem,
  repaired: RepairedLog,
  signal?: AbortSignal,
): Promise<KeyChanges> {
  const before = new Side(damaged, await liveRecords(damaged.table, signal ? { signal } : {}), fileSystem);
  const after = new Side(repaired.log, await repairedRecords(repaired, signal), repaired.fileSystem);
  try {
    return await compare(before, after, new Slicer(signal));
  } finally {
    await before.values.close();
    await after.values.close();
  }
}

async function compare(before: Side, after: Side, slicer: Slicer): Promise<KeyChanges> {
  const changes: KeyChanges = { kept: 0, regained: 0, changed: 0, dropped: 0, named: [] };
  const add = (kind: ChangeKind, side: Side) => {
    changes[kind]++;
    if (changes.named.length >= maxNamedChanges) return;
    const { db, key, type } = side.log.table.record(side.index!);
    changes.named.push({ kind, db, key: key.slice(), type });
  };
  while (before.index !== null || after.index !== null) {
    const order = orderOf(before, after);
    if (order < 0) add('dropped', before);
    else if (order > 0) add('regained', after);
    else if (await isSame(before, after)) changes.kept++;
    else add('changed', after);
    if (order <= 0) before.next();
    if (order >= 0) after.next();
    if (slicer.due()) await slicer.yield();
  }
  return changes;
}

function orderOf(before: Side, after: Side): number {
  if (before.index === null) return 1;
  if (after.index === null) return -1;
  const one = before.log.table;
  const other = after.log.table;
  return (
    one.db(before.index) - other.db(after.index) ||
    compareBytes(one.key(before.index), other.key(after.index))
  );
}

async function isSame(before: Side, after: Side): Promise<boolean> {
  const one = before.log.table.record(before.index!);
  const other = after.log.table.record(after.index!);
  if (before.log === after.log && before.index === after.index) return true;
  if (one.type !== other.type || one.expireAt !== other.expireAt) return false;
  return equalBytes(await before.values.read(before.index!), await after.values.read(after.index!));
}
