import { expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { rdbOf } from '../testing.ts';

const key = (name: string) => Buffer.from(`\0${String.fromCharCode(name.length)}${name}\x01v`, 'latin1');
const resizeDb = (count: number) => {
  const bytes = Buffer.from([0xfb, 0x80, 0, 0, 0, 0, 0]);
  bytes.writeUInt32BE(count, 2);
  return bytes;
};

// A checksum that holds proves that this was written, and not that it is so.
it.each([0, 1, 2 ** 32 - 1])(
  'a database that is said to have %d keys has those that follow',
  async (count) => {
    const rdb = rdbOf([resizeDb(count), key('a'), key('b'), key('c')]);
    const fileSystem = await memoryDirectory('/r', { 'dump.rdb': rdb });
    const log = await readRedis('/r', { fileSystem });
    expect(log.damage).toBe('none');
    const { db0 = {} } = await stateOf(log, fileSystem);
    expect(Object.keys(db0).map(atob)).toEqual(['a', 'b', 'c']);
  },
);
