import { Deque } from '../../deque.ts';
import { type Binary, type Group, type Stream, zeroId } from '../../value.ts';
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

/** The stream of the key that is the first argument. */
export function streamOf(call: Call): StreamValue {
  const value = call.value(call.binary(1), 'stream');
  if (!value) throw new Refused('no such stream');
  return value;
}

export function groupOf(stream: Stream, name: Binary): Group {
  const group = stream.groups.get(name);
  if (!group) throw new Refused('no such group');
  return group;
}
