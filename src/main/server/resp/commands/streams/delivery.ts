import {
  compareIds,
  type Group,
  idText,
  type PendingEntry,
  type StreamId,
} from '../../../../formats/redis/value.ts';

/** What waits for being acknowledged, by id. */
export function pendingInOrder({ pending }: Group): PendingEntry[] {
  return [...pending.values()].sort((a, b) => compareIds(a.id, b.id));
}

export function deliver(group: Group, id: StreamId, consumer: string, nowMs: number): void {
  group.pending.set(idText(id), { id, consumer, deliveredAt: nowMs, deliveries: 1 });
}
