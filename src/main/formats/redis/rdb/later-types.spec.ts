import { describe, expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { rdbOf } from '../testing.ts';
import { encodeLength, encodeMilliseconds, encodeString } from '../write/encode.ts';
import { encodeStream, type StreamJson } from '../write/encode-stream.ts';
import { encodeListpack } from '../write/listpack.ts';
import { opcodes, rdbTypes } from './types.ts';

const text = (each: string) => encodeString(Buffer.from(each));
const base64 = (each: string) => Buffer.from(each).toString('base64');
const packed = (...items: (string | number)[]) =>
  encodeString(encodeListpack(items.map((item) => (typeof item === 'string' ? Buffer.from(item) : item))));

/** An entry of an RDB: a string that says by its presence that all before it was passed over rightly. */
const last = Buffer.concat([Buffer.of(rdbTypes.string), text('last'), text('there')]);

async function read(...entries: (Uint8Array | number)[]) {
  const parts = entries.map((entry) => (typeof entry === 'number' ? Buffer.of(entry) : entry));
  const fileSystem = await memoryDirectory('/d', { 'dump.rdb': rdbOf([...parts, last]) });
  const log = await readRedis('/d', { fileSystem, decodeValues: true });
  const { db0 = {} } = await stateOf(log, fileSystem, { nowMs: 0 });
  expect(log.verdict.damaged).toEqual([]);
  expect(db0[base64('last')]?.value).toBe(base64('there'));
  return Object.fromEntries(Object.entries(db0).map(([key, value]) => [atob(key), value]));
}

const stream: StreamJson = {
  value: [
    ['1-0', [base64('f'), base64('v')]],
    ['2-0', [base64('f'), base64('w')]],
  ],
  stream: {
    lastId: '2-0',
    maxDeletedId: '0-0',
    entriesAdded: 2,
    groups: [
      {
        name: base64('g'),
        lastDeliveredId: '2-0',
        entriesRead: 2,
        consumers: [{ name: base64('c'), seenTime: 9 }],
        pending: [
          ['1-0', base64('c'), 9, 1],
          ['2-0', '', 0, 3],
        ],
      },
    ],
  },
};

/** What a stream of Redis 8.6 remembers of producers behind all else. */
const producers = Buffer.concat([
  ...[60, 10, 2].map(encodeLength),
  text('one'),
  ...[
    encodeLength(2),
    text('a'),
    encodeLength(1),
    encodeLength(0),
    text('b'),
    encodeLength(2),
    encodeLength(0),
  ],
  text('two'),
  encodeLength(0),
  ...[7, 1].map(encodeLength),
]);
/** Twice 100, in two bytes each, and three zeros: what stands there when there are no producers. */
const noProducersBytes = 7;

describe('an RDB of a newer Redis', () => {
  it('has streams that remember their producers', async () => {
    const plain = encodeStream(stream, '8.8').subarray(0, -noProducersBytes);
    const { x } = await read(rdbTypes.stream5, text('x'), plain, producers);
    expect(x).toMatchObject({ type: 'stream', value: stream.value, stream: { entriesAdded: 2 } });
  });

  it('has such streams before any entry could be held by nobody', async () => {
    const [group] = stream.stream.groups;
    const held = { ...group, pending: group?.pending.slice(0, 1) } as (typeof stream.stream.groups)[number];
    const content = encodeStream({ ...stream, stream: { ...stream.stream, groups: [held] } }, '8.8');
    // Of entries that nobody holds there is not even the count.
    const plain = content.subarray(0, -noProducersBytes - 1);
    const { x } = await read(rdbTypes.stream4, text('x'), plain, producers);
    expect((x as unknown as StreamJson).stream.groups[0]).toMatchObject({ pending: held.pending });
  });

  it('has pending entries that nobody holds', async () => {
    const { x } = await read(rdbTypes.stream5, text('x'), encodeStream(stream, '8.8'));
    expect((x as unknown as StreamJson).stream.groups[0]).toMatchObject({
      pending: stream.stream.groups[0]?.pending,
      consumers: [{ name: base64('c'), pending: 1 }],
    });
  });

  it('has what modules keep beside a key, which is passed over', async () => {
    const metadata = Buffer.concat([
      ...[
        encodeLength(2),
        Buffer.from('aaaa'),
        Buffer.of(2),
        encodeLength(70_000),
        Buffer.of(5),
        text('x'),
        Buffer.of(0),
      ],
      ...[Buffer.from('bbbb'), Buffer.of(0)],
    ]);
    const expiring = Buffer.concat([Buffer.of(opcodes.expireMs), encodeMilliseconds(4_102_444_800_123)]);
    const { k } = await read(expiring, opcodes.keyMetadata, metadata, rdbTypes.string, text('k'), text('v'));
    expect(k).toMatchObject({ type: 'string', value: base64('v'), expireAt: 4_102_444_800_123 });
  });

  it('has arrays, which are kept as they stand, with their type in front', async () => {
    const array = Buffer.concat([
      ...[4, 1, 9].map(encodeLength),
      ...[encodeLength(0), encodeLength(0), text('a long string that stands there')],
      ...[encodeLength(1), encodeLength(1), Buffer.alloc(8, 7)],
      ...[encodeLength(300), encodeLength(2), Buffer.alloc(8, 3)],
      ...[encodeLength(2 ** 40), encodeLength(3), text('short')],
    ]);
    const { a } = await read(rdbTypes.array, text('a'), array);
    expect(a).toEqual({
      type: 'module',
      value: Buffer.concat([Buffer.of(28), array]).toString('base64'),
      expireAt: null,
    });
  });

  it('has hashes whose names of fields stand once for all of them', async () => {
    const template = Buffer.concat([
      Buffer.of(opcodes.hashTemplate),
      ...[3, 2].map(encodeLength),
      ...['age', 'name'].map(text),
    ]);
    const hashes = await read(
      template,
      ...[rdbTypes.hashTemplateListpackRef, text('a'), packed(3, '41', 'Bob')],
      ...[rdbTypes.hashTemplateArrayRef, text('b'), encodeLength(3), text('7'), text('Eve')],
      ...[rdbTypes.hashTemplateListpack, text('c'), encodeLength(0), packed('x', 'y'), packed(0, '1', '2')],
      ...[rdbTypes.hashTemplateArray, text('d'), encodeLength(1), encodeLength(1), text('z'), text('3')],
    );
    const hash = (fields: Record<string, string>) => ({
      type: 'hash',
      value: Object.fromEntries(Object.entries(fields).map(([name, value]) => [base64(name), base64(value)])),
      expireAt: null,
    });
    expect(hashes).toMatchObject({
      a: hash({ age: '41', name: 'Bob' }),
      b: hash({ age: '7', name: 'Eve' }),
      c: hash({ x: '1', y: '2' }),
      d: hash({ z: '3' }),
    });
  });

  it('refers to no template that it does not have', async () => {
    const entry = [Buffer.of(rdbTypes.hashTemplateListpackRef), text('a'), packed(3, '41', 'Bob')];
    const fileSystem = await memoryDirectory('/d', { 'dump.rdb': rdbOf(entry) });
    const log = await readRedis('/d', { fileSystem, decodeValues: true });
    expect(log.verdict.damaged.map(({ reason }) => reason)).toEqual([
      'a hash refers to names of fields that the file does not have',
    ]);
  });
});
