import { describe, expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { aofOf } from '../testing.ts';

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

async function replayed(...lines: string[]) {
  const commands = lines.map((line) => line.split(' '));
  const fileSystem = await memoryDirectory('/r', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/r', { fileSystem });
  const { db0 = {} } = await stateOf(log, fileSystem, { nowMs: 0, salvage: true });
  const keys = Object.entries(db0).map(([key, { value, expireAt }]) => [
    atob(key),
    expireAt === null ? value : [value, expireAt],
  ]);
  return { reasons: log.verdict.damaged.map(({ reason }) => reason), keys: Object.fromEntries(keys) };
}

const one = base64('1');
const two = base64('2');

describe('a log of a newer server', () => {
  it('has SET that compares, as Valkey 8.1 and Redis 8.4 log it', async () => {
    const lines = ['SET a 1', 'SET a 2 IFEQ 1', 'SET none 2 IFEQ 1', 'SET b 1 IFNE 9', 'SET b 2 IFNE 1'];
    expect(await replayed(...lines)).toEqual({ reasons: [], keys: { a: two, b: one } });
    expect(await replayed('RPUSH l x', 'SET l 2 IFNE 1')).toMatchObject({ keys: { l: [base64('x')] } });
    expect(await replayed('SET a 1 PXAT 99', 'SET a 2 KEEPTTL IFEQ 1')).toMatchObject({
      keys: { a: [two, 99] },
    });
  });

  it('has SET that gives what was there, which must be a string', async () => {
    const { reasons, keys } = await replayed('SADD set a', 'SET set v GET', 'SET s v GET', 'SET s w GET');
    expect({ reasons, keys }).toEqual({ reasons: [], keys: { set: [base64('a')], s: base64('w') } });
  });

  it('has MSETEX, all or nothing', async () => {
    const { reasons, keys } = await replayed(
      'MSETEX 2 a 1 b 1 PXAT 99',
      'MSETEX 2 a 2 c 2 NX',
      'MSETEX 2 a 2 c 2 XX',
      'MSETEX 1 b 2 XX KEEPTTL',
      'MSETEX 1 c 1 NX EXAT 5',
      'MSETEX 3 d 1',
    );
    expect({ reasons, keys }).toEqual({ reasons: [], keys: { a: [one, 99], b: [two, 99], c: [one, 5000] } });
  });

  it('has deletes that compare', async () => {
    const before = ['SET a 1', 'SET b 1', 'SET c 1', 'SET d 1'];
    const lines = ['DELIFEQ a 1', 'DELIFEQ b 2', 'DELEX c IFEQ 1', 'DELEX d IFNE 1', 'DELEX none'];
    expect(await replayed(...before, ...lines)).toEqual({ reasons: [], keys: { b: one, d: one } });
  });

  it('has HSETEX that asks whether the key is there, and names what it has for a deadline only then', async () => {
    const { reasons, keys } = await replayed(
      'HSETEX h NX FIELDS 1 f 1',
      'HSETEX h NX FIELDS 1 f 2',
      'HSETEX i XX FIELDS 1 f 2',
    );
    expect({ reasons, keys }).toEqual({ reasons: [], keys: { h: { [base64('f')]: one } } });
  });

  // A server logs no command that it refused: an option that is not known is one of a later version.
  it.each([
    'SET a 2 IFDEQ b6acb9d84a38ff74',
    'SET a 2 LATER',
    'MSETEX 1 a 2 LATER',
    'DELEX a IFDEQ b6acb9d84a38ff74',
    'HSETEX h LATER FIELDS 1 f v',
    'HPEXPIREAT h 99 LATER FIELDS 1 f',
    'PEXPIREAT a 99 LATER',
    'BITOP LATER b a',
    'BITFIELD a LATER u8 0 1',
    'COPY a b LATER',
    'RESTORE b 0 x LATER',
    'XADD x LATER 1-1 f v',
    'XTRIM x MAXLEN 1 LATER',
    'XSETID x 5-5 LATER 3',
    'XGROUP LATER x g 0',
    'XGROUP CREATE x k 0 LATER',
    'XREADGROUP GROUP g c LATER STREAMS x >',
    'XCLAIM x g c 0 1-1 LATER',
    'XDELEX x LATER IDS 1 1-1',
    'ZADD z LATER 1 a',
    'ZUNIONSTORE to 1 z LATER',
    'ZUNIONSTORE to 1 z AGGREGATE LATER',
    'ZRANGESTORE to z 0 -1 LATER',
    'GEOADD g LATER 1 1 a',
    'GEOSEARCHSTORE to g FROMLONLAT 1 1 BYPOLYGON 3 1 1 2 2 3 3',
    'GEORADIUS g 1 1 5 km LATER STORE to',
    'SORT l LATER STORE to',
    'LMPOP 1 l LATER',
    'LMOVE l l LATER LEFT',
    'LINSERT l LATER x y',
    'ZMPOP 1 z LATER',
  ])('is not guessed: %s', async (command) => {
    const before = [
      'SET a 1',
      'HSET h f 1',
      'RPUSH l x',
      'ZADD z 1 a',
      'GEOADD g 1 1 a',
      'XADD x 1-1 f v',
      'XGROUP CREATE x g 0',
    ];
    const [name] = command.split(' ');
    const { reasons } = await replayed(...before, command);
    expect(reasons).toEqual([
      expect.stringMatching(
        `^${name} cannot be replayed: its option "[A-Z]+" is not known: a later version may have it$`,
      ),
    ]);
  });
});
