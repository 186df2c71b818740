import { type Binary, type Group, idText, type PendingEntry, type StreamId } from '../../value.ts';
import type { Database } from '../database.ts';
import { keyEvents } from '../key-events.ts';

/** The first so many of what comes. */
export function firstOf<T>(all: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  if (count <= 0) return first;
  for (const each of all) {
    first.push(each);
    if (first.length === count) break;
  }
  return first;
}

/** Returns what is pending by it. */
export function deliver(group: Group, id: StreamId, consumer: string, nowMs: number): PendingEntry {
  const entry = { id, consumer, deliveredAt: nowMs, deliveries: 1 };
  group.pending.set(idText(id), entry);
  return entry;
}

/**
 * The consumer has asked for something: from now on the group knows it, which those who listen to keys hear. Returns
 * whether it is a new one.
 */
export function seeConsumer(
  db: Database,
  key: Binary,
  group: Group,
  consumer: Binary,
  nowMs: number,
): boolean {
  const isNew = !group.consumers.has(consumer);
  group.consumers.set(consumer, { seenAt: nowMs });
  if (isNew) db.notify(keyEvents.stream, 'xgroup-createconsumer', key);
  return isNew;
}
