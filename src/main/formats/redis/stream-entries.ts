import { bisect } from '../log/places.ts';
import { compareIds, type Stream, type StreamEntry, type StreamId } from './value.ts';

/** The index of the first entry whose id is not below this one. */
export function indexFrom({ entries }: Stream, id: StreamId): number {
  return bisect(entries.length, (at) => compareIds((entries[at] as StreamEntry).id, id) >= 0);
}
