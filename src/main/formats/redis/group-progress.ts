import { compareIds, type Group, type Stream, type StreamEntry, type StreamId, zeroId } from './value.ts';

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
  const first = (entries.at(0) as StreamEntry).id;
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
