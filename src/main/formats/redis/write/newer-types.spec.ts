import { expect, it } from 'vitest';
import { liveKeys } from '../../log/live-keys.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { aofOf, rdbOf } from '../testing.ts';
import { encodeLength, encodeString } from './encode.ts';
import { writeRedis } from './write-redis.ts';

/** Read, written and read again; and the head of what was written. */
async function rewritten(name: string, bytes: Uint8Array) {
  const fileSystem = await memoryDirectory('/d', { [name]: bytes });
  const log = await readRedis('/d', { fileSystem });
  await writeRedis('/new', liveKeys(log, fileSystem, { nowMs: 0 }), { fileSystem });
  const copy = await readRedis('/new', { fileSystem, decodeValues: true });
  expect(copy.verdict.damaged).toEqual([]);
  const base = await fileSystem.readFile('/new/appendonlydir/appendonly.aof.1.base.rdb');
  return {
    before: await stateOf(log, fileSystem, { nowMs: 0 }),
    after: await stateOf(copy, fileSystem, { nowMs: 0 }),
    head: Buffer.from(base.subarray(0, 9)).toString(),
  };
}

it('entries that nobody holds are written in the layout of Redis 8.8', async () => {
  const commands = [
    ...['XADD x 1-1 f v', 'XADD x 2-1 f v', 'XGROUP CREATE x g 0', 'XGROUP CREATECONSUMER x g c'],
    ...[1, 2].map((id) => `XCLAIM x g c 0 ${id}-1 TIME 9 RETRYCOUNT 2 FORCE JUSTID LASTID 2-1`),
    'XNACK x g FATAL IDS 1 1-1',
  ];
  const { before, after, head } = await rewritten(
    'appendonly.aof',
    aofOf(...commands.map((line) => line.split(' '))),
  );
  expect(JSON.stringify(after)).toBe(JSON.stringify(before).replace('"seenTime":null', '"seenTime":0'));
  expect(head).toBe('REDIS0014');
});

it('arrays are written as they stood', async () => {
  const array = Buffer.concat([
    encodeLength(1),
    encodeLength(0),
    encodeLength(5),
    encodeLength(0),
    encodeString('five'),
  ]);
  const { before, after, head } = await rewritten(
    'dump.rdb',
    rdbOf([Buffer.concat([Buffer.of(28), encodeString('a'), array])]),
  );
  expect(after).toEqual(before);
  expect(Object.keys(after.db0 ?? {})).toHaveLength(1);
  expect(head).toBe('REDIS0014');
});
