import {
  type Binary,
  compareIds,
  type Group,
  idText,
  type PendingEntry,
  type Stream,
  type StreamEntry,
  type StreamId,
  zeroId,
} from '../../../../formats/redis/value.ts';
import type { Database } from '../../keyspace/database.ts';
import { keyEvents } from '../../keyspace/key-events.ts';

/** How far groups have got, in numbers of entries, as Redis counts them. */

/** Whether something was deleted at this id or behind it, so that counting on is a guess. */
export function hasTombstonesFrom(stream: Stream, id: StreamId): boolean {
  if (stream.entries.length === 0 || compareIds(stream.maxDeletedId, zeroId) === 0) return false;
  return compareIds(id, stream.maxDeletedId) <= 0;
}

/** How many entries had ever been added up to this one; null when that cannot be told. */
export function entriesUpTo(stream: Stream, id: StreamId): bigint | null {
  const { entries, lastId, maxDeletedId, entriesAdded } = stream;
  if (entriesAdded === 0n) return 0n;
  const toLast = compareIds(id, lastId);
  if (entries.length === 0 && toLast < 1) return entriesAdded;
  if (toLast === 0) return entriesAdded;
  if (toLast > 0) return null;
  const first = (entries[0] as StreamEntry).id;
  if (compareIds(maxDeletedId, zeroId) !== 0 && compareIds(maxDeletedId, first) >= 0) return null;
  const toFirst = compareIds(id, first);
  const before = entriesAdded - BigInt(entries.length);
  if (toFirst < 0) return before;
  return toFirst === 0 ? before + 1n : null;
}

/** How many entries the group has still to read; null when that cannot be told. */
export function lagOf(stream: Stream, group: Group): bigint | null {
  if (stream.entriesAdded === 0n) return 0n;
  if (group.entriesRead !== null && !hasTombstonesFrom(stream, group.lastDelivered)) {
    return stream.entriesAdded - group.entriesRead;
  }
  const read = entriesUpTo(stream, group.lastDelivered);
  return read === null ? null : stream.entriesAdded - read;
}

/** The group has got to this entry. */
export function advance(stream: Stream, group: Group, id: StreamId): void {
  if (compareIds(id, group.lastDelivered) <= 0) return;
  if (group.entriesRead !== null && !hasTombstonesFrom(stream, id)) group.entriesRead++;
  else if (stream.entriesAdded !== 0n) group.entriesRead = entriesUpTo(stream, id);
  group.lastDelivered = id;
}

/** What waits for being acknowledged, by id. */
export function pendingInOrder({ pending }: Group): PendingEntry[] {
  return [...pending.values()].sort((a, b) => compareIds(a.id, b.id));
}

export function deliver(group: Group, id: StreamId, consumer: string, nowMs: number): void {
  group.pending.set(idText(id), { id, consumer, deliveredAt: nowMs, deliveries: 1 });
}

/** The consumer has asked for something: from now on the group knows it, which those who listen to keys hear. */
export function seeConsumer(db: Database, key: Binary, group: Group, consumer: Binary, nowMs: number): void {
  const isNew = !group.consumers.has(consumer);
  group.consumers.set(consumer, { seenAt: nowMs });
  if (isNew) db.notify(keyEvents.stream, 'xgroup-createconsumer', key);
}
