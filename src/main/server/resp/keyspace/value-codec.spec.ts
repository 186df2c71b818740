import { describe, expect, it } from 'vitest';
import { Fields } from '../../../formats/redis/commands/fields.ts';
import { Members } from '../../../formats/redis/commands/members.ts';
import type { Value } from '../../../formats/redis/commands/value.ts';
import { Deque } from '../../../formats/redis/deque.ts';
import { PendingEntries } from '../../../formats/redis/pending-entries.ts';
import { RankedScores } from '../../../formats/redis/ranked-scores.ts';
import { decodeValue, encodeValue } from './value-codec.ts';

const id = (ms: number, seq: number) => ({ ms: BigInt(ms), seq: BigInt(seq) });

const values: readonly Value[] = [
  { type: 'string', text: 'a\0\xff' },
  { type: 'list', items: new Deque(['b', '', 'a', '\xff']) },
  { type: 'set', members: new Members(['a', '']) },
  {
    type: 'hash',
    fields: new Fields([
      ['f', { value: 'v', expireAt: null }],
      ['', { value: '', expireAt: 9e12 }],
    ]),
  },
  {
    type: 'zset',
    scores: new RankedScores([
      ['m', 0.1],
      ['n', Number.NEGATIVE_INFINITY],
      ['o', 1e300],
    ]),
  },
  {
    type: 'stream',
    stream: {
      entries: new Deque([{ id: id(1, 1), fields: ['f', 'v', 'f', ''] }]),
      lastId: id(2, 0),
      maxDeletedId: id(1, 5),
      entriesAdded: 7n,
      groups: new Map([
        [
          'g',
          {
            lastDelivered: id(1, 1),
            entriesRead: null,
            pending: new PendingEntries([
              ['1-1', { id: id(1, 1), consumer: 'c', deliveredAt: 5, deliveries: 2 }],
            ]),
            consumers: new Map([['c', { seenAt: 5 }]]),
          },
        ],
      ]),
    },
  },
];

describe('values on their way into the store and back', () => {
  it.each(values)('$type', (value) => {
    expect(decodeValue(value.type, encodeValue(value, 0))).toEqual(value);
  });

  it('that another program has written wrongly are corrupt', () => {
    for (const text of ['', '{', '{"value":1}', 'null']) {
      expect(() => decodeValue('list', Buffer.from(text))).toThrow(
        expect.objectContaining({ code: 'CORRUPT' }),
      );
    }
  });
});
