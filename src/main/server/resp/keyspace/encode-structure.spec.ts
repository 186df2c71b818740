import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockLength } from '../../../formats/redis/block.ts';
import { Fields } from '../../../formats/redis/commands/fields.ts';
import { Members } from '../../../formats/redis/commands/members.ts';
import type { Structure } from '../../../formats/redis/commands/value.ts';
import { Deque } from '../../../formats/redis/deque.ts';
import { PendingEntries } from '../../../formats/redis/pending-entries.ts';
import { RankedScores } from '../../../formats/redis/ranked-scores.ts';
import { idText, type RedisValue, type Stream } from '../../../formats/redis/value.ts';
import { valueContent } from '../../../formats/redis/value-json.ts';
import { encodeValue } from './value-codec.ts';

const nowMs = 1000;
/** Of several blocks, and of one. */
const count = fc.constantFrom(1000, 200, blockLength, 3);
const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(1100)), { minLength: 1, maxLength: 12 });
const name = (i: number) => `element ${(i * 7919) % 2003}\xff`.slice(i % 3);

const emptyStream = (): Stream => ({
  entries: new Deque(),
  lastId: { ms: 0n, seq: 0n },
  maxDeletedId: { ms: 0n, seq: 0n },
  entriesAdded: 0n,
  groups: new Map(),
});

/** Has a group hold the first so many entries, or give them up. */
function changePending(stream: Stream, how: number, count: number): void {
  const group = stream.groups.get(name(count % 3)) ?? {
    lastDelivered: stream.lastId,
    entriesRead: null,
    pending: new PendingEntries(),
    consumers: new Map([['c', { seenAt: count }]]),
  };
  stream.groups.set(name(count % 3), group);
  for (const { id } of stream.entries.slice(0, count)) {
    if (how === 8) group.pending.set(idText(id), { id, consumer: 'c', deliveredAt: null, deliveries: count });
    else group.pending.delete(idText(id));
  }
}

/** How elements come and go: `how` says in which way, and `i` which. */
const structures: [Structure['type'], () => Structure, (value: Structure, how: number, i: number) => void][] =
  [
    [
      'list',
      () => ({ type: 'list', items: new Deque() }),
      (value, how, i) => {
        if (value.type !== 'list') return;
        if (how < 3) value.items.push(name(i));
        else if (how < 6) value.items.unshift(name(i));
        else if (how === 6 && i < value.items.length) value.items.set(i, 'set');
        else if (how === 7) value.items.take(i % 5, 'start');
        else if (how === 8) value.items.insert(Math.min(i, value.items.length), 'inserted');
        else value.items.deleteEach(name(i), 1, 'end');
      },
    ],
    [
      'set',
      () => ({ type: 'set', members: new Members() }),
      (value, how, i) => {
        if (value.type !== 'set') return;
        if (how < 6) value.members.add(name(i));
        else value.members.delete(name(i));
      },
    ],
    [
      'zset',
      () => ({ type: 'zset', scores: new RankedScores() }),
      (value, how, i) => {
        if (value.type !== 'zset') return;
        if (how < 6) value.scores.set(name(i), (i * (how + 1)) / 4);
        else if (how < 8) value.scores.delete(name(i));
        else value.scores.deleteRanks(i, i + 3);
      },
    ],
    [
      'hash',
      () => ({ type: 'hash', fields: new Fields() }),
      (value, how, i) => {
        if (value.type !== 'hash') return;
        if (how < 6) value.fields.set(name(i), { value: String(how), expireAt: null });
        else if (how < 9) value.fields.delete(name(i));
        else value.fields.set(name(i), { value: 'expires', expireAt: nowMs + (i % 3) - 1 });
      },
    ],
    [
      'stream',
      () => ({ type: 'stream', stream: emptyStream() }),
      (value, how, i) => {
        if (value.type !== 'stream') return;
        const { stream } = value;
        if (how < 6) {
          stream.lastId = { ms: stream.lastId.ms + 1n, seq: BigInt(i) };
          stream.entries.push({ id: stream.lastId, fields: ['f', name(i)] });
        } else if (how === 6 && i < stream.entries.length) stream.entries.delete(i);
        else if (how === 7) stream.entries.take(i % 5, 'start');
        else changePending(stream, how, i);
      },
    ],
  ];

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('latin1'));

it.each(structures)('encodes a %s after every change as one that was never encoded', (type, make, change) => {
  fc.assert(
    fc.property(count, steps, (elements, changes) => {
      const value = make();
      for (let i = 0; i < elements; i++) change(value, 0, i);
      for (const [how, i] of changes) {
        change(value, how, i);
        const encoded = encodeValue(value, nowMs);
        const expected = valueContent(value as RedisValue, { scores: 'shortest', nowMs });
        // The fields of a hash have no order.
        if (type === 'hash') expect(jsonOf(encoded)).toEqual(jsonOf(expected));
        else expect(Buffer.from(encoded).equals(Buffer.from(expected))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

it('gives up what it has encoded of a set or a hash that is emptied', () => {
  const members = new Members(Array.from({ length: 2000 }, (_, i) => name(i)));
  const fields = new Fields(Array.from(members, (each) => [each, { value: '1', expireAt: null }]));
  for (const value of [
    { type: 'set', members },
    { type: 'hash', fields },
  ] as Structure[])
    encodeValue(value, nowMs);
  members.clear();
  fields.clear();
  expect([members.ordered.length, fields.names.length, members.size, fields.size]).toEqual([0, 0, 0, 0]);
});
