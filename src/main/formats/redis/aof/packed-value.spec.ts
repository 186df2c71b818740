import { expect, it } from 'vitest';
import { Deque } from '../deque.ts';
import { PendingEntries } from '../pending-entries.ts';
import { RankedScores } from '../ranked-scores.ts';
import type { RedisValue } from '../value.ts';
import { packed, unpacked } from './packed-value.ts';

const bytes = '\0\x7f\x80\xff,';
const id = { ms: 2n ** 63n, seq: 7n };
const zero = { ms: 0n, seq: 0n };

const small: [string, RedisValue][] = [
  ['a string', { type: 'string', bytes: Buffer.from(bytes, 'latin1') }],
  ['an empty string', { type: 'string', bytes: Buffer.alloc(0) }],
  ['a module', { type: 'module', bytes: Buffer.of(1, 2, 255) }],
  ['a list', { type: 'list', items: new Deque(['', bytes, 'x'.repeat(127), bytes]) }],
  ['a set', { type: 'set', members: new Set(['', bytes]) }],
  ['a hash', { type: 'hash', fields: new Map([[bytes, { value: '', expireAt: null }]]) }],
  [
    'a sorted set',
    {
      type: 'zset',
      scores: new RankedScores([
        ['a', Number.NEGATIVE_INFINITY],
        [bytes, 0.1 + 0.2],
        ['', 5e-324],
      ]),
    },
  ],
  [
    'a stream',
    {
      type: 'stream',
      stream: {
        entries: new Deque([
          { id, fields: ['f', bytes, 'f', ''] },
          { id: { ms: id.ms, seq: 8n }, fields: ['g', 'h'] },
        ]),
        lastId: { ms: id.ms, seq: 9n },
        maxDeletedId: zero,
        entriesAdded: 11n,
        groups: new Map([
          [
            'g',
            { lastDelivered: id, entriesRead: null, pending: new PendingEntries(), consumers: new Map() },
          ],
          [
            bytes,
            { lastDelivered: zero, entriesRead: 3n, pending: new PendingEntries(), consumers: new Map() },
          ],
        ]),
      },
    },
  ],
];

it.each(small)('%s is a string while nobody uses it', (_, value) => {
  const kept = packed(value);
  if (typeof kept !== 'string') throw new Error('it was not packed');
  expect(unpacked(kept)).toEqual(value);
});

const consumers = new Map([['c', { seenAt: null }]]);
const held: [string, RedisValue][] = [
  ['a long string', { type: 'string', bytes: Buffer.alloc(2000) }],
  ['a list with a long item', { type: 'list', items: new Deque(['x'.repeat(128)]) }],
  ['a list of many items', { type: 'list', items: new Deque(Array.from({ length: 200 }, () => 'x')) }],
  ['a hash with a deadline', { type: 'hash', fields: new Map([['f', { value: 'v', expireAt: 1 }]]) }],
  [
    'a stream that is being read',
    {
      type: 'stream',
      stream: {
        entries: new Deque(),
        lastId: zero,
        maxDeletedId: zero,
        entriesAdded: 0n,
        groups: new Map([
          ['g', { lastDelivered: zero, entriesRead: null, pending: new PendingEntries(), consumers }],
        ]),
      },
    },
  ],
];

it.each(held)('%s stays as it is', (_, value) => {
  expect(packed(value)).toBe(value);
});
