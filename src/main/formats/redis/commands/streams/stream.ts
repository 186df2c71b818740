import { indexFrom } from '../../stream-entries.ts';
import {
  type Binary,
  compareIds,
  type Group,
  idText,
  type Stream,
  type StreamEntry,
  type StreamId,
  zeroId,
} from '../../value.ts';
import type { Database } from '../database.ts';
import { fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import type { ValueOf } from '../value.ts';

export type StreamValue = ValueOf<'stream'>;

export const emptyStream = (): StreamValue => ({
  type: 'stream',
  stream: { entries: [], lastId: zeroId, maxDeletedId: zeroId, entriesAdded: 0n, groups: new Map() },
});

export const entryReply = ({ id, fields }: StreamEntry): Reply => [idText(id), fields];

/** The entry with this id; null when it has been deleted, or was never there. */
export function entryAt(stream: Stream, id: StreamId): StreamEntry | null {
  const entry = stream.entries[indexFrom(stream, id)];
  return entry && compareIds(entry.id, id) === 0 ? entry : null;
}

/** From one id to another, both included. */
export function entriesBetween(stream: Stream, from: StreamId, to: StreamId): StreamEntry[] {
  const start = indexFrom(stream, from);
  let end = indexFrom(stream, to);
  const last = stream.entries[end];
  if (last && compareIds(last.id, to) === 0) end++;
  return stream.entries.slice(start, Math.max(start, end));
}

/** Both have to be there: commands on groups say so in the same words. */
export function groupOf(db: Database, key: Binary, name: Binary): { value: StreamValue; group: Group } {
  const value = db.typed(key, 'stream');
  const group = value?.stream.groups.get(name);
  if (!value || !group) fail(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  return { value, group };
}
