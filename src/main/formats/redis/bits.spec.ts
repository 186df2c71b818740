import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { stateOf } from '../testing/state.ts';
import { type BitField, fittedWhenSet, type Overflow } from './bits.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis, savedByServer } from './real-redis.ts';
import { aofOf } from './testing.ts';

const scratch = scratchDirectories();
const lowest = -(2n ** 63n);
const field = (type: string): BitField => ({
  signed: type.startsWith('i'),
  bits: Number(type.slice(1)),
  offset: 0,
});

it('a field keeps the highest number that it holds in place of one below zero, or far below', () => {
  expect(fittedWhenSet(-1n, field('u8'), 'SAT')).toBe(255n);
  expect(fittedWhenSet(lowest, field('i8'), 'SAT')).toBe(127n);
  expect(fittedWhenSet(-(2n ** 62n), field('i8'), 'SAT')).toBe(-128n);
  expect(fittedWhenSet(lowest, field('i64'), 'SAT')).toBe(lowest);
  expect(fittedWhenSet(-1n, field('u8'), 'FAIL')).toBeNull();
  expect(fittedWhenSet(-1n, field('u8'), 'WRAP')).toBe(255n);
});

it.runIf(hasRedis)('fields are set as redis-server sets them', async () => {
  const types = ['u1', 'u8', 'u62', 'u63', 'i1', 'i8', 'i62', 'i63', 'i64'];
  const values = [-1n, 1n, 200n, lowest, lowest + 1n, lowest + 127n, lowest + 128n, -(2n ** 62n), 2n ** 62n];
  const overflows: Overflow[] = ['WRAP', 'SAT', 'FAIL'];
  const commands = types.flatMap((type) =>
    values.flatMap((value) =>
      overflows.map((overflow) => {
        const key = `${type} ${value} ${overflow}`;
        return [
          'BITFIELD',
          key,
          'SET',
          type,
          '0',
          '1',
          'OVERFLOW',
          overflow,
          'SET',
          type,
          '0',
          String(value),
        ];
      }),
    ),
  );
  const directory = await scratch();
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...commands));
  const replayed = await stateOf(await readRedis(directory, { fileSystem: nodeFileSystem }), nodeFileSystem);
  const saved = await readRedis(await savedByServer(directory), { fileSystem: nodeFileSystem });
  expect(replayed).toEqual(await stateOf(saved, nodeFileSystem));
});
