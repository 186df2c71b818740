import {
  type Binary,
  compareIds,
  type Group,
  idText,
  type PendingEntry,
  type StreamId,
} from '../../value.ts';
import type { Database } from '../database.ts';
import { keyEvents } from '../key-events.ts';

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
