import { Deque } from './deque.ts';
import { RankedScores } from './ranked-scores.ts';
import type { Stream, Structure } from './value.ts';

/** A copy that changes of the structure do not reach. */
export function copyOfStructure(value: Structure): Structure {
  switch (value.type) {
    case 'list':
      return { type: 'list', items: new Deque(value.items) };
    case 'set':
      return { type: 'set', members: new Set(value.members) };
    case 'zset':
      return { type: 'zset', scores: new RankedScores(value.scores) };
    case 'hash':
      return {
        type: 'hash',
        fields: new Map([...value.fields].map(([name, field]) => [name, { ...field }])),
      };
    case 'stream':
      return { type: 'stream', stream: copyOfStream(value.stream) };
  }
}

/** Entries are never changed. */
function copyOfStream({ entries, ...rest }: Stream): Stream {
  return { ...structuredClone(rest), entries: new Deque(entries) };
}
