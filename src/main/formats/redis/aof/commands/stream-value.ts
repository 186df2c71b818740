import { Deque } from '../../deque.ts';
import { type Stream, zeroId } from '../../value.ts';
import { type Call, Refused } from '../command.ts';

export type StreamValue = { type: 'stream'; stream: Stream };

export function newStream(): StreamValue {
  return {
    type: 'stream',
    stream: {
      entries: new Deque(),
      lastId: zeroId,
      maxDeletedId: zeroId,
      entriesAdded: 0n,
      groups: new Map(),
    },
  };
}

/** Of the key that comes first. */
export function streamOf(call: Call): StreamValue {
  const value = call.value(call.binary(1), 'stream');
  if (!value) throw new Refused('no such stream');
  return value;
}
