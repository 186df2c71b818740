import { expect, it } from 'vitest';
import { copyOfStructure } from './copy-structure.ts';
import { Deque } from './deque.ts';
import { PendingEntries } from './pending-entries.ts';
import { RankedScores } from './ranked-scores.ts';
import type { Stream, Structure } from './value.ts';

const id = { ms: 1n, seq: 1n };
const group = (): Stream['groups'] => {
  const pending = new PendingEntries([['1-1', { id, consumer: 'c', deliveredAt: null, deliveries: 1 }]]);
  return new Map([['g', { lastDelivered: id, entriesRead: 1n, pending, consumers: new Map() }]]);
};
const stream = (): Stream => ({
  entries: new Deque([{ id, fields: ['f', 'v'] }]),
  lastId: id,
  maxDeletedId: id,
  entriesAdded: 2n,
  groups: group(),
});

/** How each is made, and changed in place as commands do. */
const structures: [string, () => Structure, (value: Structure) => void][] = [
  [
    'list',
    () => ({ type: 'list', items: new Deque(['a']) }),
    (value) => value.type === 'list' && value.items.push('b'),
  ],
  [
    'set',
    () => ({ type: 'set', members: new Set(['a']) }),
    (value) => value.type === 'set' && value.members.add('b'),
  ],
  [
    'hash',
    () => ({ type: 'hash', fields: new Map([['f', { value: 'v', expireAt: 7 }]]) }),
    (value) => Object.assign((value.type === 'hash' && value.fields.get('f')) || {}, { value: 'w' }),
  ],
  [
    'zset',
    () => ({ type: 'zset', scores: new RankedScores([['a', 1]]) }),
    (value) => value.type === 'zset' && value.scores.set('a', 2),
  ],
  [
    'stream',
    () => ({ type: 'stream', stream: stream() }),
    (value) => value.type === 'stream' && value.stream.groups.get('g')?.pending.delete('1-1'),
  ],
];

it.each(structures)('copies a %s whole, and neither changes with the other', (_, make, change) => {
  const value = make();
  const copy = copyOfStructure(value);
  expect(copy).toEqual(value);
  change(value);
  expect(value).not.toEqual(make());
  expect(copy).toEqual(make());
});
