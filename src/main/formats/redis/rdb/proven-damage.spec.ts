import { describe, expect, it } from 'vitest';
import { openValues } from '../../log/read-values.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { rdbOf } from '../testing.ts';
import { encodeString } from '../write/encode.ts';
import { encodeListpack } from '../write/listpack.ts';
import { rdbTypes } from './types.ts';

/** Longer than what is looked into anyway. */
const elements = Array.from({ length: 40 }, (_, index) => Buffer.from(`element ${index}`));

/** A hash whose packing was damaged in memory, and then written with a checksum that holds. */
function rdbWithDamagedHash(): Buffer {
  const pack = encodeListpack(elements);
  pack[6] = 0xfe;
  return rdbOf([
    Buffer.of(rdbTypes.string),
    encodeString('before'),
    encodeString('1'),
    Buffer.of(rdbTypes.hashListpack),
    encodeString('hash'),
    encodeString(pack),
    Buffer.of(rdbTypes.string),
    encodeString('behind'),
    encodeString('2'),
  ]);
}

async function directory() {
  return memoryDirectory('/d', { 'dump.rdb': rdbWithDamagedHash() });
}

describe('a value that was damaged before it was written', () => {
  it('is found by whoever has every value decoded, and all others can be salvaged', async () => {
    const fileSystem = await directory();
    const log = await readRedis('/d', { fileSystem, decodeValues: true });
    expect(log.damage).toBe('corrupt');
    expect(log.verdict.damaged).toMatchObject([
      { file: 'dump.rdb', reason: 'a packed structure is damaged' },
    ]);
    const salvaged = await stateOf(log, fileSystem, { salvage: true, nowMs: 0 });
    expect(Object.keys(salvaged.db0 ?? {})).toEqual(
      ['before', 'behind'].map((key) => Buffer.from(key).toString('base64')),
    );
  });

  it('is passed over by others, and said to be damaged when it is asked for', async () => {
    const fileSystem = await directory();
    const log = await readRedis('/d', { fileSystem });
    expect(log.damage).toBe('none');
    const values = openValues(log, fileSystem);
    await expect(values.read(1)).rejects.toMatchObject({ code: 'CORRUPT' });
    await values.close();
  });

  it('is no reason to say that the file has changed, unless it has', async () => {
    const fileSystem = await directory();
    const log = await readRedis('/d', { fileSystem });
    const file = await fileSystem.open('/d/dump.rdb', 'write');
    await file.write(Buffer.alloc(64, 1), 9);
    await file.close();
    const values = openValues(log, fileSystem);
    await expect(values.read(1)).rejects.toMatchObject({ code: 'CONFLICT' });
    await values.close();
  });

  it.each<[string, number, Buffer]>([
    [
      'a set with a member twice',
      rdbTypes.set,
      Buffer.concat([Buffer.of(2), encodeString('a'), encodeString('a')]),
    ],
    [
      'a set of numbers out of order',
      rdbTypes.setIntset,
      encodeString(Buffer.of(2, 0, 0, 0, 2, 0, 0, 0, 9, 0, 3, 0)),
    ],
    [
      'a hash',
      rdbTypes.hashListpack,
      encodeString(encodeListpack(['f', '1', 'f', '2'].map((each) => Buffer.from(each)))),
    ],
    [
      'a sorted set with a member twice',
      rdbTypes.zset,
      Buffer.concat([
        Buffer.of(2),
        ...[0, 1].flatMap((score) => [encodeString('m'), encodeString(String(score))]),
      ]),
    ],
  ])('%s that Redis would refuse is such a value', async (_what, type, content) => {
    const rdb = rdbOf([Buffer.of(type), encodeString('key'), content]);
    const fileSystem = await memoryDirectory('/d', { 'dump.rdb': rdb });
    expect((await readRedis('/d', { fileSystem, decodeValues: true })).damage).toBe('corrupt');
  });
});
