import { expect, it } from 'vitest';
import { memoryDirectory } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { rdbOf } from '../testing.ts';

/** A string `a` with the value `1`, or what has a type that no version has had. */
const known = Buffer.of(0, 1, 0x61, 1, 0x31);
const unknown = Buffer.of(200, 1, 0x61, 1, 0x31);

it.each([
  ['a type that is not known', unknown, 'no value has type 200'],
  ['a checksum that does not hold', known, 'the checksum does not hold'],
])('a file of a later version says so beside %s', async (_what, entry, reason) => {
  const bytes = rdbOf([entry]);
  bytes.write('REDIS0099', 'latin1');
  const log = await readRedis('/d', { fileSystem: await memoryDirectory('/d', { 'dump.rdb': bytes }) });
  const [damaged] = log.verdict.damaged;
  expect(damaged?.reason).toContain(reason);
  expect(damaged?.reason).toContain('the file says version 99, which is later than those that are known');
});

it('version 0 has never been, and no checksum is missing from it', async () => {
  const bytes = rdbOf([known]);
  bytes.write('REDIS0000', 'latin1');
  const log = await readRedis('/d', { fileSystem: await memoryDirectory('/d', { 'dump.rdb': bytes }) });
  expect(log.damage).toBe('corrupt');
});
