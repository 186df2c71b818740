import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../testing/state.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis, hasRedis7, savedByServer } from './real-redis.ts';
import { aofOf, withoutTimes } from './testing.ts';

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
  const saved = await savedByServer(directory);
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
    ['EVAL', "redis.call('set', KEYS[1], redis.call('time')[1])", '1', 'scripted'],
    ['SPOP', 'one'],
    ['EVALSHA', '0'.repeat(40), '0'],
    ['SPOP', 'set', '2'],
    ['FCALL', 'f', '0'],
    ['XAUTOCLAIM', 'stream', 'g', 'c', '10', '0'],
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

describe('entries of a stream that groups refer to, since Redis 8.2', () => {
  const stream = [
    ['XADD', 'x', '1-1', 'f', 'v'],
    ['XADD', 'x', '2-1', 'f', 'v'],
    ['XADD', 'x', '3-1', 'f', 'v'],
    ['XGROUP', 'CREATE', 'x', 'g', '0'],
    ['XGROUP', 'CREATE', 'x', 'k', '1-1'],
    ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 'x', '>'],
    ['XACK', 'x', 'g', '1-1'],
  ];

  async function left(...command: string[]) {
    const { log, keys } = await replayed([...stream, command]);
    const { value, stream: rest } = keys[base64('x')] as unknown as {
      value: [string, string[]][];
      stream: { groups: { name: string; pending: [string][] }[] };
    };
    const groups = rest.groups.map(({ name, pending }) => [atob(name), pending.map(([id]) => id)]);
    return { damage: log.damage, ids: value.map(([id]) => id), pending: Object.fromEntries(groups) };
  }

  it('are kept, forgotten, or stay until nobody refers to them', async () => {
    const all = { g: ['2-1', '3-1'], k: [] };
    const sound = { damage: 'none' };
    const ids = ['IDS', '2', '1-1', '2-1'];
    expect(await left('XDELEX', 'x', ...ids)).toEqual({ ...sound, ids: ['3-1'], pending: all });
    expect(await left('XDELEX', 'x', 'DELREF', ...ids)).toEqual({
      ...sound,
      ids: ['3-1'],
      pending: { g: ['3-1'], k: [] },
    });
    expect(await left('XDELEX', 'x', ...ids, 'ACKED')).toEqual({
      ...sound,
      ids: ['2-1', '3-1'],
      pending: all,
    });
    expect(await left('XACKDEL', 'x', 'g', 'KEEPREF', 'IDS', '1', '2-1')).toEqual({
      ...sound,
      ids: ['1-1', '3-1'],
      pending: { g: ['3-1'], k: [] },
    });
    expect(await left('XTRIM', 'x', 'MAXLEN', '=', '1', 'DELREF')).toEqual({
      ...sound,
      ids: ['3-1'],
      pending: { g: ['3-1'], k: [] },
    });
    expect(await left('XADD', 'x', 'KEEPREF', 'MINID', '3-1', '4-1', 'f', 'v')).toEqual({
      ...sound,
      ids: ['3-1', '4-1'],
      pending: all,
    });
  });

  it('are not guessed where versions differ', async () => {
    expect(await left('XTRIM', 'x', 'MAXLEN', '=', '1', 'ACKED')).toMatchObject({ damage: 'corrupt' });
  });

  it('stay where the group does not hold them', async () => {
    expect(await left('XACKDEL', 'x', 'g', 'DELREF', 'IDS', '2', '1-1', '3-1')).toEqual({
      damage: 'none',
      ids: ['1-1', '2-1'],
      pending: { g: ['2-1'], k: [] },
    });
  });
});

describe.runIf(hasRedis)('commands that no server writes, as a real server loads them', () => {
  it('do at once what clients would wait for, and find what is near', async () => {
    const commands = [
      ['RPUSH', 'l', '1', '2', '3', '4', '5', '6'],
      ['BLPOP', 'none', 'l', '0'],
      ['BRPOP', 'l', '0'],
      ['BLMPOP', '0', '2', 'none', 'l', 'LEFT', 'COUNT', '2'],
      ['LMPOP', '1', 'l', 'RIGHT'],
      ['ZADD', 'z', '1', 'a', '2', 'b', '3', 'c', '4', 'd', '5', 'e', '6', 'f'],
      ['BZPOPMIN', 'none', 'z', '0'],
      ['BZPOPMAX', 'z', '0'],
      ['BZMPOP', '0', '1', 'z', 'MIN', 'COUNT', '2'],
      ['ZMPOP', '1', 'z', 'MAX'],
      ['GEOADD', 'g', '13.361389', '38.115556', 'a', '15.087269', '37.502669', 'b', '2.3522', '48.8566', 'c'],
      ['GEOSEARCHSTORE', 'near', 'g', 'FROMMEMBER', 'b', 'BYRADIUS', '9000', 'km', 'COUNT', '2'],
      ['GEOSEARCHSTORE', 'far', 'g', 'BYBOX', '9e3', '9e3', 'mi', 'FROMMEMBER', 'a', 'DESC', 'COUNT', '1'],
      ['GEOSEARCHSTORE', 'g', 'none', 'FROMLONLAT', '0', '0', 'BYRADIUS', '1', 'm', 'STOREDIST'],
      ['PFADD', 'p', 'a', 'b'],
      ['PFDEBUG', 'TODENSE', 'p'],
      ['XADD', 'x', '1-1', 'f', 'v'],
      ['XADD', 'x', '2-1', 'f', 'v'],
      ['XGROUP', 'CREATE', 'x', 'g', '0'],
      ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', 'x', '>'],
      ['XREADGROUP', 'GROUP', 'g', 'd', 'BLOCK', '0', 'NOACK', 'STREAMS', 'none', 'x', '>', '>'],
      ['XREADGROUP', 'GROUP', 'g', 'e', 'NOACK', 'STREAMS', 'x', '>'],
    ];
    const { log, keys } = await replayed(commands);
    expect(log.damage).toBe('none');
    expect(withoutTimes(keys)).toEqual(withoutTimes(await loaded(commands)));
  });

  it('sort nothing where the only weight is no number', async () => {
    const commands = [
      ['RPUSH', 'l', 'x'],
      ['RPUSH', 'k', 'y'],
      ['SORT', 'l', 'STORE', 'k'],
    ];
    const { keys } = await replayed(commands);
    expect(keys[base64('k')]).toMatchObject({ value: [base64('y')] });
    expect(keys).toEqual(await loaded(commands));
  });

  it.runIf(hasRedis7)('sort by weights as C reads them', async () => {
    const texts = ['', ' ', ' 7', '7 ', '7\0x', '\0', '+3', '.5', '5.', '.', '1e3', '1e', '0e-999', 'inf'];
    texts.push('-Infinity', 'nan', '0x1F', '0x.8p1', '0x', '1_0', 'e1');
    // One that is out of range comes last: the server goes on refusing others after it.
    texts.push('1e999');
    const commands = texts.flatMap((text, i) => [
      ['RPUSH', `l${i}`, '6', text, '0.25'],
      ['SORT', `l${i}`, 'STORE', `sorted${i}`],
    ]);
    const { log, keys } = await replayed(commands);
    expect(log.damage).toBe('none');
    expect(keys).toEqual(await loaded(commands));
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
