import { type Binary, type Group, idText, type PendingEntry } from '../../value.ts';
import type { Told } from '../command.ts';

/** What reads and claims do to a group, in words that say who holds which entry since when. */

/** The group of this name, of the stream at this key. */
export interface NamedGroup {
  key: Binary;
  name: Binary;
  group: Group;
}

/** Somebody holds the entry; of one that has been deleted, that nobody does any more. */
export function tellPending(
  told: Told,
  { key, name, group }: NamedGroup,
  { id, consumer, deliveredAt, deliveries }: PendingEntry,
): void {
  const time = String(deliveredAt ?? 0);
  told.as(
    ...['XCLAIM', key, name, consumer, '0', idText(id), 'TIME', time, 'RETRYCOUNT', String(deliveries)],
    ...['FORCE', 'JUSTID', 'LASTID', idText(group.lastDelivered)],
  );
}

/** How far the group has got. */
export function tellProgress(told: Told, { key, name, group }: NamedGroup): void {
  const read = String(group.entriesRead ?? -1);
  told.as('XGROUP', 'SETID', key, name, idText(group.lastDelivered), 'ENTRIESREAD', read);
}

export function tellConsumer(told: Told, { key, name }: NamedGroup, consumer: Binary): void {
  told.as('XGROUP', 'CREATECONSUMER', key, name, consumer);
}
