import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { long } from '../../engine/specs/tried.ts';
import { fixture } from '../testing/fixtures.ts';
import { memoryDirectory, stateOf } from '../testing/state.ts';
import { readRedis } from './read-redis.ts';
import { redisReadings } from './readings.ts';
import type { RedisLog } from './redis-log.ts';
import { aofOf, expectedOf } from './testing.ts';

const nowMs = 0;
const step = long ? 1 : 97;

async function read(
  files: Record<string, Uint8Array | string>,
): Promise<{ log: RedisLog; fileSystem: FileSystem }> {
  const fileSystem = await memoryDirectory('/d', files);
  return { log: await readRedis('/d', { fileSystem }), fileSystem };
}

const stateIn = ({ log, fileSystem }: Awaited<ReturnType<typeof read>>, salvage = false) =>
  stateOf(log, fileSystem, { salvage, nowMs });
const fileOf = (name: string, file: string) => readFileSync(join(fixture(name), file));

describe('an RDB', () => {
  const name = 'redis-7.4.1_rdb-small';
  const whole = fileOf(name, 'dump.rdb');

  it('cut anywhere is torn, yields nothing as sound, and can be salvaged up to there', async () => {
    const full = await stateIn(await read({ 'dump.rdb': whole }));
    for (let cut = 0; cut < whole.length; cut += step) {
      const reading = await read({ 'dump.rdb': whole.subarray(0, cut) });
      expect(reading.log.damage, `cut at ${cut}`).not.toBe('none');
      expect(await stateIn(reading)).toEqual({});
      for (const [db, keys] of Object.entries(await stateIn(reading, true))) {
        for (const [key, value] of Object.entries(keys)) expect(value).toEqual(full[db]?.[key]);
      }
    }
  });

  it('with any bit flipped is corrupt and names it, and everything else can be salvaged', async () => {
    const full = await stateIn(await read({ 'dump.rdb': whole }));
    const all = Object.values(full).flatMap((keys) => Object.keys(keys)).length;
    for (let bit = 3; bit < whole.length * 8; bit += step * 7) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const reading = await read({ 'dump.rdb': flipped });
      expect(reading.log.damage, `bit ${bit}`).toBe('corrupt');
      expect(await stateIn(reading)).toEqual({});
      expect(reading.log.verdict.damaged.map(({ offset }) => offset)).toEqual([bit >> 3]);
      expect(reading.log.rdbs.get(0)?.checksum).not.toBe('holds');
      let right = 0;
      for (const [db, keys] of Object.entries(await stateIn(reading, true))) {
        for (const [key, value] of Object.entries(keys)) {
          if (JSON.stringify(value) === JSON.stringify(full[db]?.[key])) right++;
        }
      }
      expect(right, `bit ${bit}`).toBeGreaterThanOrEqual(all - 1);
    }
  });

  it('without a checksum cannot be proven, and says so', async () => {
    const unproven = Buffer.from(whole);
    unproven.fill(0, whole.length - 8);
    const { log } = await read({ 'dump.rdb': unproven });
    expect(log.verdict).toMatchObject({
      damage: 'none',
      sentence: expect.stringContaining('That dump.rdb is sound cannot be proven'),
    });
    expect(
      (await read({ 'dump.rdb': fileOf('redis-2.4.18_rdb-small', 'dump.rdb') })).log.verdict.sentence,
    ).toContain('cannot be proven');
  });

  it('that goes on in zeros is no endless row of empty keys', async () => {
    const { log } = await read({ 'dump.rdb': Buffer.concat([whole.subarray(0, 5000), Buffer.alloc(8192)]) });
    expect(log.damage).not.toBe('none');
    expect(log.table.newest(new Uint8Array(0), true)).toBeLessThan(200);
  });

  it('with lengths out of all bounds is refused without being believed', async () => {
    const header = Buffer.from('REDIS0011');
    for (const value of [
      '00816161ffffffffffffffff',
      '0e016180ffffffff',
      '0001618180000000ffffffff',
      '000161c301ffffffff00',
      '1801610000000000000000bfff',
    ]) {
      const { log } = await read({
        'dump.rdb': Buffer.concat([header, Buffer.from(value, 'hex'), Buffer.alloc(9, 0xff)]),
      });
      expect(log.damage).not.toBe('none');
    }
  });
});

describe('an append-only file', () => {
  const commands = [
    ['SELECT', '0'],
    ['SET', 'a', '1'],
    ['RPUSH', 'l', 'x', 'y'],
    ['MULTI'],
    ['INCR', 'a'],
    ['DEL', 'l'],
    ['EXEC'],
    ['SET', 'z', 'end'],
  ];
  const whole = aofOf(...commands);
  const ends = commands.map((_, index) => aofOf(...commands.slice(0, index + 1)).length);

  it('cut anywhere is torn from its last whole command or transaction on', async () => {
    const states = await Promise.all(
      [...commands.keys(), commands.length].map(async (count) =>
        stateIn(await read({ 'appendonly.aof': aofOf(...commands.slice(0, count)) })),
      ),
    );
    for (let cut = 0; cut <= whole.length; cut++) {
      const reading = await read({ 'appendonly.aof': whole.subarray(0, cut) });
      const count = ends.filter((end) => end <= cut).length;
      const inside = count >= 4 && count < 7;
      const clean = (cut === 0 || ends.includes(cut)) && !inside;
      expect(reading.log.damage, `cut at ${cut}`).toBe(clean ? 'none' : 'torn-tail');
      expect(await stateIn(reading)).toEqual(states[inside ? 3 : count]);
      if (inside)
        expect(reading.log.verdict.damaged).toMatchObject([
          { offset: ends[2], length: cut - (ends[2] as number) },
        ]);
    }
  });

  it('with a command in its middle that is none is corrupt, and goes on behind it', async () => {
    const broken = Buffer.from(whole);
    broken[(ends[0] as number) + 1] = 0x78;
    const reading = await read({ 'appendonly.aof': broken });
    expect(reading.log.verdict).toMatchObject({ damage: 'corrupt', damaged: [{ offset: ends[0] }] });
    expect(Object.keys((await stateIn(reading)).db0 ?? {})).toEqual([]);
    expect(Object.keys((await stateIn(reading, true)).db0 ?? {}).map(atob)).toEqual(['a', 'z']);
  });

  it('with a length that points past its end is corrupt when whole commands follow', async () => {
    const broken = Buffer.from(whole.toString('latin1').replace('$3\r\nSET', '$9\r\nSET'), 'latin1');
    expect((await read({ 'appendonly.aof': broken })).log.damage).toBe('corrupt');
  });

  it('whose last command goes on in zeros is torn from that command on', async () => {
    for (let cut = ends[6] as number; cut < whole.length; cut++) {
      for (const zeros of [1, 2, 9, 4096]) {
        // Zeros in place of exactly what is missing of an argument are a command to Redis.
        if (cut + zeros === whole.length) continue;
        const reading = await read({
          'appendonly.aof': Buffer.concat([whole.subarray(0, cut), Buffer.alloc(zeros)]),
        });
        expect(reading.log.damage, `${zeros} zeros at ${cut}`).toBe('torn-tail');
        expect(reading.log.verdict.damaged).toMatchObject([{ offset: ends[6] }]);
      }
    }
  });

  it('that ends in zeros is torn', async () => {
    const { log } = await read({ 'appendonly.aof': Buffer.concat([whole, Buffer.alloc(4096)]) });
    expect(log.verdict).toMatchObject({
      damage: 'torn-tail',
      damaged: [{ offset: whole.length, length: 4096 }],
    });
  });

  it('with a command that nobody knows names it', async () => {
    const { log } = await read({
      'appendonly.aof': aofOf(['SET', 'a', '1'], ['SETT', 'a', '2'], ['FCALL', 'f', '0']),
    });
    expect(log.damage).toBe('corrupt');
    expect(log.verdict.damaged.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('SETT'),
      expect.stringContaining('Lua'),
    ]);
  });

  it('keeps to what was there before a record when it is asked for an older one', async () => {
    const reading = await read({
      'appendonly.aof': aofOf(['RPUSH', 'l', 'x'], ['RPUSH', 'l', 'y'], ['LPOP', 'l'], ['SET', 's', '1']),
    });
    const values = reading.log.openValues(reading.fileSystem);
    const texts = await Promise.all(
      [0, 1, 2].map(async (index) => Buffer.from(await values.read(index)).toString()),
    );
    await values.close();
    expect(texts).toEqual(['{"value":["eA=="]}', '{"value":["eA==","eQ=="]}', '{"value":["eQ=="]}']);
  });
});

describe('parts with a manifest', () => {
  const base = fileOf('redis-aof', 'appendonlydir/appendonly.aof.2.base.rdb');
  const incr = fileOf('redis-aof', 'appendonlydir/appendonly.aof.2.incr.aof');
  const manifest =
    'file "appendonly.aof.2.base.rdb" seq 2 type b\n# a comment\nfile old.aof seq 1 type h\nfile appendonly.aof.7.incr.aof seq 7 type i\n';
  const parts = (change: Record<string, Uint8Array | string> = {}) => ({
    'appendonlydir/appendonly.aof.2.base.rdb': base,
    'appendonlydir/appendonly.aof.7.incr.aof': incr,
    'appendonlydir/appendonly.aof.manifest': manifest,
    ...change,
  });

  it('are read in its order, whatever its words look like', async () => {
    const reading = await read(parts());
    expect(reading.log.damage).toBe('none');
    expect(Object.keys((await stateIn(reading)).db0 ?? {}).sort()).toEqual(
      Object.keys(expectedOf('redis-aof').sound.db0 ?? {}).sort(),
    );
  });

  it('are not sound when the manifest is gone, names what is not there, or a path', async () => {
    const { 'appendonlydir/appendonly.aof.manifest': _, ...without } = parts();
    expect((await read(without)).log.verdict).toMatchObject({ damage: 'corrupt', recordsRead: 0 });
    const missing = manifest.replace('7.incr', '8.incr');
    expect(
      (await read(parts({ 'appendonlydir/appendonly.aof.manifest': missing }))).log.verdict.sentence,
    ).toContain('not there');
    const { log, fileSystem } = await read(parts({ 'appendonlydir/appendonly.aof.manifest': missing }));
    for (const range of log.verdict.damaged)
      expect(await redisReadings(log, range, fileSystem), 'of a file that is not there').toEqual([]);
    const path = manifest.replace('old.aof seq 1 type h', '../x.aof seq 9 type i');
    expect((await read(parts({ 'appendonlydir/appendonly.aof.manifest': path }))).log.damage).toBe('corrupt');
  });

  it('are corrupt when one that others follow is torn, or the base is damaged', async () => {
    const two = `${manifest}file appendonly.aof.8.incr.aof seq 8 type i\n`;
    const torn = parts({
      'appendonlydir/appendonly.aof.manifest': two,
      'appendonlydir/appendonly.aof.7.incr.aof': incr.subarray(0, -3),
      'appendonlydir/appendonly.aof.8.incr.aof': aofOf(['SET', 'a', '1']),
    });
    expect((await read(torn)).log.damage).toBe('corrupt');
    const flipped = Buffer.from(base);
    flipped[3000] = (flipped[3000] as number) ^ 4;
    const reading = await read(parts({ 'appendonlydir/appendonly.aof.2.base.rdb': flipped }));
    expect(reading.log.verdict).toMatchObject({
      damage: 'corrupt',
      recordsRead: 0,
      damaged: [{ offset: 3000 }],
    });
  });
});
