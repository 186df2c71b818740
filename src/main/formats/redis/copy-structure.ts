import { Deque } from './deque.ts';
import { PendingEntries } from './pending-entries.ts';
import { RankedScores } from './ranked-scores.ts';
import type { Binary, Group, Stream, Structure } from './value.ts';

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

/** Entries are never changed, nor are those that are pending. */
function copyOfStream(stream: Stream): Stream {
  const groups = [...stream.groups].map(([name, group]): [Binary, Group] => [name, copyOfGroup(group)]);
  return { ...stream, entries: new Deque(stream.entries), groups: new Map(groups) };
}

function copyOfGroup(group: Group): Group {
  return {
    ...group,
    pending: new PendingEntries(group.pending),
    consumers: new Map([...group.consumers].map(([name, consumer]) => [name, { ...consumer }])),
  };
}
