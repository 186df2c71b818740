import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../testing/state.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis, RealRedis } from './real-redis.ts';
import { aofOf } from './testing.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** What a log adds up to here, by key of database 0, past what cannot be known. */
async function replayed(commands: string[][]) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/d', { fileSystem });
  return { log, keys: (await stateOf(log, fileSystem, { salvage: true })).db0 ?? {} };
}

/** What a real server makes of the same log. */
async function loaded(commands: string[][]) {
  const directory = await scratch();
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...commands));
  const redis = await RealRedis.start(directory, '--appendonly', 'yes');
  try {
    redis.ask('SAVE');
  } finally {
    await redis.stop();
  }
  const saved = join(directory, 'saved');
  await mkdir(saved);
  await rename(join(directory, 'dump.rdb'), join(saved, 'dump.rdb'));
  return (await stateOf(await readRedis(saved, { fileSystem: nodeFileSystem }), nodeFileSystem)).db0 ?? {};
}

const decimal = fc.oneof(
  fc.integer({ min: -99_999, max: 99_999 }).map((n) => String(n / 100)),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String),
  fc.constantFrom('0', '-0.1', '3.0e3', '5e-1', '.5', '7.', '1e20', '-1e-17', '12345678901234567890.5'),
);
const place = fc.tuple(
  fc.oneof(fc.double({ noNaN: true, min: -180, max: 180 }), fc.constantFrom(180, -180, 0, 13.361389, 181)),
  fc.oneof(
    fc.double({ noNaN: true, min: -85, max: 85 }),
    fc.constantFrom(85.05112878, -85.05112878, 38.115556),
  ),
);

describe('commands whose outcome does not stand in the log', () => {
  const commands = [
    ['SADD', 'set', 'a', 'b', 'c'],
    ['SADD', 'one', 'a'],
    ['EVAL', "return redis.call('set', KEYS[1], 'x')", '1', 'scripted'],
    ['SPOP', 'one'],
    ['EVALSHA', '0'.repeat(40), '0'],
    ['SPOP', 'set', '2'],
    ['FCALL', 'f', '0'],
    ['GEORADIUS', 'places', '1', '2', '3', 'km', 'STORE', 'near'],
    ['INCRBYFLOAT', 'float', '12345678901234567890.5'],
    ['SPOP', 'set', '3'],
    ['SET', 'last', '1'],
  ];
  const known = new Set([0, 1, 3, 9, 10]);

  it('are each named with file, offset and reason; all else is replayed, and none of what follows is sound', async () => {
    const { log, keys } = await replayed(commands);
    const unknown = commands.flatMap((command, index) =>
      known.has(index)
        ? []
        : [
            {
              file: 'appendonly.aof',
              offset: aofOf(...commands.slice(0, index)).length,
              length: aofOf(command).length,
              reason: expect.stringMatching(`^${command[0]} cannot be replayed: it`),
            },
          ],
    );
    expect(log.verdict).toMatchObject({ damage: 'corrupt', recordsRead: 2, damaged: unknown });
    expect(log.verdict.sentence).toContain('the first of 6 places');
    expect(Object.keys(keys)).toEqual([base64('last')]);
    const ops = Array.from({ length: log.table.count }, (_, index) => log.table.record(index).op);
    expect(ops.filter((op) => op === 'unknown').length).toBe(unknown.length);
  });
});

describe.runIf(hasRedis)(
  'commands that servers rewrite before they log them, as a real server loads them',
  () => {
    it('floats come out the same digit by digit, or are said to be unknowable', async () => {
      const pairs = fc.sample(fc.tuple(decimal, decimal), { numRuns: 2000, seed: 11 });
      const commands = pairs.flatMap(([a, b], index) => [
        ['SET', `s${index}`, a],
        ['INCRBYFLOAT', `s${index}`, b],
        ['HSET', `h${index}`, 'f', a],
        ['HINCRBYFLOAT', `h${index}`, 'f', b],
      ]);
      const { log, keys } = await replayed(commands);
      const server = await loaded(commands);
      const unknown = new Set(log.verdict.damaged.map(({ offset }) => offset));
      let known = 0;
      let offset = 0;
      for (const command of commands) {
        const [name = '', key = ''] = command;
        if (name.endsWith('FLOAT') && !unknown.has(offset)) {
          expect({ command, value: keys[base64(key)] }).toEqual({ command, value: server[base64(key)] });
          known++;
        }
        offset += aofOf(command).length;
      }
      expect(known).toBeGreaterThan(pairs.length);
    });

    it('places have the same score', async () => {
      const places = fc.sample(place, { numRuns: 3000, seed: 12 });
      const commands = places.map(([x, y], index) => [
        'GEOADD',
        'g',
        'CH',
        String(x),
        String(y),
        `m${index}`,
      ]);
      commands.push(
        ['GEOADD', 'g', 'NX', '1', '1', 'm0'],
        ['GEOADD', 'g', 'XX', '2', '2', 'm1', '3', '3', 'new'],
      );
      const { log, keys } = await replayed(commands);
      expect(log.damage).toBe('none');
      expect(keys).toEqual(await loaded(commands));
    });
  },
);
