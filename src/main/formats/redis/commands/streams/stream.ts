import { Deque } from '../../deque.ts';
import { indexOfEntry } from '../../stream-entries.ts';
import {
  type Binary,
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
  stream: { entries: new Deque(), lastId: zeroId, maxDeletedId: zeroId, entriesAdded: 0n, groups: new Map() },
});

export const entryReply = ({ id, fields }: StreamEntry): Reply => [idText(id), fields];

/** The entry with this id; null when it has been deleted, or was never there. */
export function entryAt(stream: Stream, id: StreamId): StreamEntry | null {
  const at = indexOfEntry(stream, id);
  return at < 0 ? null : (stream.entries.at(at) as StreamEntry);
}

/** Both have to be there: commands on groups say so in the same words. */
export function groupOf(db: Database, key: Binary, name: Binary): { value: StreamValue; group: Group } {
  const value = db.typed(key, 'stream');
  const group = value?.stream.groups.get(name);
  if (!value || !group) fail(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  return { value, group };
}
