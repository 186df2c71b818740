import { describe, expect, it } from 'vitest';
import { xxh3 } from '../xxh3.ts';
import { base64, replayed } from './testing.ts';

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

  it('has SET that compares digests, as Redis 8.4 logs it', async () => {
    const lines = [
      'SET a v',
      'SET a 1 IFDEQ 76e9b3d5d4f8bf4d',
      'SET a 2 IFDNE 76e9b3d5d4f8bf4d',
      'SET none 2 IFDEQ 0',
    ];
    expect(await replayed(...lines)).toMatchObject({ reasons: [], keys: { a: two } });
    const digest = xxh3(Buffer.from('2')).toString(16).padStart(16, '0');
    const more = [...lines, `SET a 1 IFDNE ${digest}`, `SET a 1 IFDEQ ${digest.toUpperCase()}`];
    expect(await replayed(...more)).toMatchObject({ reasons: [], keys: { a: one } });
    expect(await replayed('SET a 1', 'SET a 2 IFDNE short', 'SET none 2 IFDNE short')).toMatchObject({
      keys: { a: one, none: two },
    });
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

  it('has unions and intersections that count the sets a member is in', async () => {
    const before = ['ZADD z 5 a 7 b', 'SADD s a c', 'ZADD y 1 a'];
    const lines = [
      'ZUNIONSTORE u 3 z s y AGGREGATE COUNT',
      'ZINTERSTORE i 2 z s WEIGHTS 2 3 AGGREGATE COUNT',
    ];
    const { reasons, keys } = await replayed(...before, ...lines);
    expect({ reasons, u: keys.u, i: keys.i }).toEqual({
      reasons: [],
      u: [
        [base64('b'), '1'],
        [base64('c'), '1'],
        [base64('a'), '3'],
      ],
      i: [[base64('a'), '5']],
    });
  });

  // Arrays and sets of vectors are not held.
  it.each(['ARSET a 0 x', 'ARRING a 3 x', 'VADD v VALUES 2 1 1 x'])('names %s', async (command) => {
    const [name] = command.split(' ');
    const { reasons } = await replayed(command);
    expect(reasons).toEqual([expect.stringMatching(`^${name} cannot be replayed: it takes `)]);
  });

  // A server logs no command that it refused: an option that is not known is one of a later version.
  it.each([
    'SET a 2 LATER',
    'MSETEX 1 a 2 LATER',
    'DELEX a LATER b6acb9d84a38ff74',
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
    'XNACK x g LATER IDS 1 1-1',
    'XNACK x g FAIL LATER IDS 1 1-1',
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
