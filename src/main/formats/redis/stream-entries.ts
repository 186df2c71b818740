import { bisect } from '../log/places.ts';
import { compareIds, type Stream, type StreamEntry, type StreamId } from './value.ts';

/** The index of the first entry whose id is not below this one. */
export function indexFrom({ entries }: Stream, id: StreamId): number {
  return bisect(entries.length, (at) => compareIds((entries.at(at) as StreamEntry).id, id) >= 0);
}

/** The index of the first entry whose id is above this one. */
export function indexBehind({ entries }: Stream, id: StreamId): number {
  return bisect(entries.length, (at) => compareIds((entries.at(at) as StreamEntry).id, id) > 0);
}

/** Where the entry with this id stands; -1 when it has been deleted, or was never there. */
export function indexOfEntry(stream: Stream, id: StreamId): number {
  const at = indexFrom(stream, id);
  const entry = stream.entries.at(at);
  return entry && compareIds(entry.id, id) === 0 ? at : -1;
}
