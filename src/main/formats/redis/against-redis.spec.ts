import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { long } from '../../engine/specs/tried.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { stateOf } from '../testing/state.ts';
import { command, pairs, some } from './arbitrary-command.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis, RealRedis, savedByServer } from './real-redis.ts';
import { withoutTimes } from './testing.ts';

const scratch = scratchDirectories();
const rounds = long ? 40 : 2;

const key = (type: string) => fc.constantFrom(`${type}1`, `${type}2`, `${type}3`, 'any');
const text = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'c', '1', '-7', '12345678901', '3.5', 'member with spaces', '\r\n', 'é'),
  fc.string({ maxLength: 80, unit: 'binary' }),
  fc.integer().map(String),
);
const small = fc.integer({ min: -6, max: 6 }).map(String);
const count = fc.integer({ min: 1, max: 4 }).map(String);
const score = fc.oneof(small, fc.constantFrom('inf', '-inf', '1.5', '-0.1', '1e300', '3e-5', '(2'));
const id = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 3 }))
  .map(([ms, seq]) => `${ms}-${seq}`);
// None that runs out before all has been compared.
const later = fc.constantFrom('100000', '9999999999');

const [s, l, t, h, z, x] = [key('s'), key('l'), key('t'), key('h'), key('z'), key('x')] as const;
const any = fc.oneof(s, l, t, h, z, x);
const field = fc.constantFrom('n', 'f', 'a', 'b');
const condition = fc.constantFrom<string[]>([], ['NX'], ['XX'], ['GT'], ['LT']);
const fieldCondition = fc.constantFrom<string[]>([], ['FNX'], ['FXX']);
const fieldDeadline = fc.constantFrom<string[]>([], ['EX', '99999'], ['PXAT', '4102444800123'], ['KEEPTTL']);
const side = fc.constantFrom('LEFT', 'RIGHT');
// Other sorted sets hold scores that are no places: what a search makes of those is not known.
const g = fc.constantFrom('g1', 'g2', 'g3');
// Not on the edge of the map, and nothing that C calls out of range: a server refuses to sort numbers after that.
const millionths = (max: number) =>
  fc.integer({ min: -max * 1e6, max: max * 1e6 - 1 }).map((n) => String(n / 1e6));
const place = fc.tuple(millionths(180), millionths(85)).map((both) => [...both]);
const unit = fc.constantFrom('m', 'km', 'FT', 'mi');
const length = fc.double({ min: 0.5, max: 20_000, noNaN: true }).map(String);
const member = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const around = fc.oneof(command('FROMMEMBER', member), command('FROMLONLAT', place));
const shape = fc.oneof(command('BYRADIUS', length, unit), command('BYBOX', length, length, unit));

const commands: fc.Arbitrary<string[]>[] = [
  command('SET', s, text),
  command('SET', s, text, fc.constantFrom('EX', 'PX'), later),
  command('SET', s, text, 'KEEPTTL'),
  command('SETEX', s, later, text),
  command('GETSET', s, text),
  command('GETEX', s, 'EX', later),
  command('GETDEL', s),
  command('MSET', pairs(s, text)),
  command('APPEND', s, text),
  command('SETRANGE', s, count, text),
  command('SETBIT', s, fc.integer({ min: 0, max: 90 }).map(String), fc.constantFrom('0', '1')),
  command('BITOP', fc.constantFrom('AND', 'OR', 'XOR'), s, some(s, 3)),
  command('BITOP', 'NOT', s, s),
  command(
    'BITFIELD',
    s,
    'SET',
    'u8',
    '3',
    fc.constantFrom('200', '-1', '7'),
    'OVERFLOW',
    fc.constantFrom('SAT', 'WRAP', 'FAIL'),
    'INCRBY',
    'i5',
    '#1',
    small,
  ),
  command(fc.constantFrom('INCR', 'DECR'), s),
  command(fc.constantFrom('INCRBY', 'DECRBY'), s, small),
  command('INCRBYFLOAT', s, fc.constantFrom('0.1', '1.5', '-3')),
  command('PFADD', key('p'), some(text)),
  command('PFADD', key('p'), fc.array(fc.integer().map(String), { minLength: 100, maxLength: 400 })),
  command('PFMERGE', key('p'), some(key('p'), 2)),
  command('PFCOUNT', key('p')),
  command(fc.constantFrom('LPUSH', 'RPUSH', 'LPUSHX'), l, some(text)),
  command(fc.constantFrom('LPOP', 'RPOP'), l),
  command(fc.constantFrom('LPOP', 'RPOP'), l, count),
  command('LMOVE', l, l, side, side),
  command('RPOPLPUSH', l, l),
  command('LINSERT', l, fc.constantFrom('BEFORE', 'AFTER'), text, text),
  command('LSET', l, small, text),
  command('LREM', l, small, text),
  command('LTRIM', l, fc.constantFrom('0', '1', '-5'), small),
  command('LMPOP', '2', l, l, side, 'COUNT', count),
  command('BLMOVE', l, l, side, side, '0.01'),
  command('SORT', fc.oneof(l, t), 'ALPHA', 'STORE', l),
  command('SORT', fc.oneof(l, t, z), 'DESC', 'LIMIT', '0', '3', 'STORE', l),
  command('SORT', t, 'BY', 'nosort', 'GET', '#', 'GET', 's*', 'STORE', 'l3'),
  command('SADD', t, some(text)),
  command('SADD', t, some(small, 12)),
  command('SREM', t, some(text)),
  command('SMOVE', t, t, text),
  command('SPOP', t),
  command('SPOP', t, count),
  command(fc.constantFrom('SUNIONSTORE', 'SINTERSTORE', 'SDIFFSTORE'), t, some(t, 3)),
  command(fc.constantFrom('HSET', 'HMSET'), h, pairs(text, text)),
  command('HSETNX', h, text, text),
  command('HDEL', h, some(text)),
  command('HINCRBY', h, fc.constantFrom('n', 'm'), small),
  // Fields with deadlines since Redis 7.4 and Valkey 9: older ones answer with an error, and log nothing.
  command(fc.constantFrom('HEXPIRE', 'HPEXPIRE'), h, later, condition, 'FIELDS', '2', text, text),
  command('HPEXPIREAT', h, fc.constantFrom('4102444800000', '1'), condition, 'FIELDS', '1', field),
  command('HPERSIST', h, 'FIELDS', '2', field, text),
  command('HGETEX', h, fc.constantFrom<string[]>(['PERSIST'], ['EX', '9999']), 'FIELDS', '1', field),
  command('HGETDEL', h, 'FIELDS', '2', field, text),
  command('HSETEX', h, fieldCondition, fieldDeadline, 'FIELDS', '2', field, text, text, text),
  // Since Valkey 8.1 and 9.
  command('SET', s, text, 'IFEQ', text, fc.constantFrom<string[]>([], ['EX', '100000'], ['KEEPTTL'])),
  command('DELIFEQ', s, text),
  command(
    'MSETEX',
    '2',
    s,
    text,
    s,
    text,
    fc.constantFrom<string[]>([], ['NX'], ['XX', 'KEEPTTL'], ['PX', '999999']),
  ),
  // Since Redis 8.2, 8.4 and 8.8.
  command('BITOP', fc.constantFrom('DIFF', 'DIFF1', 'ANDOR', 'ONE'), s, some(s, 3)),
  command('SET', s, text, 'IFNE', text),
  command('SET', s, text, 'IFDNE', '0123456789abcdef', fc.constantFrom<string[]>([], ['GET'], ['KEEPTTL'])),
  command('DELEX', s, fc.constantFrom('IFEQ', 'IFNE'), text),
  command('INCREX', s, 'BYINT', small, fc.constantFrom<string[]>([], ['EX', '99999'], ['PERSIST'])),
  command('INCREX', s, 'BYFLOAT', '0.5', 'UBOUND', '9', 'SATURATE'),
  command('ZUNIONSTORE', z, '2', z, t, 'WEIGHTS', small, '2', 'AGGREGATE', 'COUNT'),
  command('ZINTERSTORE', z, '2', z, z, 'AGGREGATE', 'COUNT'),
  command('HINCRBYFLOAT', h, fc.constantFrom('n', 'f'), fc.constantFrom('0.1', '2.5')),
  command('ZADD', z, pairs(score, text)),
  command('ZADD', z, fc.constantFrom('NX', 'XX', 'GT', 'LT'), pairs(small, text)),
  command('ZADD', z, 'INCR', small, text),
  command('ZINCRBY', z, score, text),
  command('ZREM', z, some(text)),
  command('ZREMRANGEBYRANK', z, small, small),
  command('ZREMRANGEBYSCORE', z, score, score),
  command('ZREMRANGEBYLEX', z, fc.constantFrom('-', '[a', '(b'), fc.constantFrom('+', '[c', '(x')),
  command(fc.constantFrom('ZPOPMIN', 'ZPOPMAX'), z, count),
  command('ZMPOP', '2', z, z, fc.constantFrom('MIN', 'MAX'), 'COUNT', count),
  command(
    fc.constantFrom('ZUNIONSTORE', 'ZINTERSTORE'),
    z,
    '2',
    fc.oneof(z, t),
    z,
    'WEIGHTS',
    small,
    '1',
    'AGGREGATE',
    fc.constantFrom('SUM', 'MIN', 'MAX'),
  ),
  command('ZDIFFSTORE', z, '2', z, z),
  command('ZRANGESTORE', z, z, '0', '2', fc.constantFrom<string[]>([], ['REV'])),
  command('ZRANGESTORE', z, z, '-inf', score, 'BYSCORE', 'LIMIT', '1', count),
  command('GEOADD', g, place, member),
  command('GEOADD', g, place, member),
  command('GEOSEARCHSTORE', g, g, around, shape),
  command('GEOSEARCHSTORE', g, g, shape, around),
  command('GEORADIUS', g, place, length, unit, 'STORE', g),
  command('GEORADIUSBYMEMBER', g, member, length, unit, 'ASC', 'STORE', g),
  command('XADD', x, id, pairs(text, text)),
  command('XADD', x, '*', pairs(text, text)),
  command('XADD', x, 'MAXLEN', '~', count, '*', 'f', text),
  command('XADD', x, 'NOMKSTREAM', 'MINID', '=', id, '*', 'f', text),
  command('XTRIM', x, 'MAXLEN', count),
  command('XDEL', x, some(id)),
  command('XSETID', x, fc.constantFrom('9999999999999-1', '1-1')),
  command('XGROUP', 'CREATE', x, fc.constantFrom('g', 'k'), fc.constantFrom('0', '$', '100-0'), 'MKSTREAM'),
  command('XGROUP', 'SETID', x, 'g', fc.constantFrom('0', '$', '50-1')),
  command('XGROUP', fc.constantFrom('CREATECONSUMER', 'DELCONSUMER'), x, 'g', fc.constantFrom('c', 'd')),
  command('XGROUP', 'DESTROY', x, 'k'),
  command('XREADGROUP', 'GROUP', 'g', fc.constantFrom('c', 'd'), 'COUNT', count, 'STREAMS', x, '>'),
  command('XREADGROUP', 'GROUP', 'k', 'c', 'NOACK', 'STREAMS', x, '>'),
  command('XACK', x, 'g', some(id)),
  command('XCLAIM', x, 'g', 'd', '0', some(id)),
  command('XAUTOCLAIM', x, 'g', 'd', '0', '0'),
  // Since Redis 8.2, 8.4, 8.6 and 8.8.
  command('XDELEX', x, fc.constantFrom('KEEPREF', 'DELREF', 'ACKED'), 'IDS', '2', id, id),
  command('XACKDEL', x, 'g', fc.constantFrom('KEEPREF', 'DELREF', 'ACKED'), 'IDS', '2', id, id),
  command('XTRIM', x, 'MAXLEN', '~', count, 'DELREF'),
  command('XADD', x, 'DELREF', 'MAXLEN', '=', count, '*', 'f', text),
  command('XREADGROUP', 'GROUP', 'g', 'd', 'CLAIM', '0', 'COUNT', count, 'STREAMS', x, '>'),
  command('XADD', x, 'IDMP', 'producer', fc.constantFrom('one', 'two'), '*', 'f', text),
  command('XADD', x, 'IDMPAUTO', 'producer', 'MAXLEN', '~', count, '*', 'f', fc.constantFrom('a', 'b')),
  command('XCFGSET', x, 'IDMP-DURATION', count),
  command('XNACK', x, 'g', fc.constantFrom('SILENT', 'FAIL', 'FATAL'), 'IDS', '3', id, id, id),
  command('XNACK', x, 'g', 'FAIL', 'IDS', '2', id, id, 'RETRYCOUNT', count, 'FORCE'),
  command(fc.constantFrom('DEL', 'UNLINK'), some(any, 2)),
  command('EXPIRE', any, later),
  command('PEXPIREAT', any, fc.constantFrom('4102444800000', '4102444900123')),
  command('PERSIST', any),
  command(fc.constantFrom('RENAME', 'RENAMENX'), any, any),
  command('COPY', any, any, fc.constantFrom<string[]>([], ['REPLACE'], ['DB', '1'])),
  command('MOVE', any, '1'),
  command('SWAPDB', '0', '1'),
  command('SELECT', fc.constantFrom('0', '0', '1')),
  command('MULTI'),
  command('EXEC'),
  command('EXEC'),
  command(
    'EVAL',
    "redis.call('SET', KEYS[1], ARGV[1]); return redis.call('RPUSH', KEYS[2], ARGV[1])",
    '2',
    s,
    l,
    text,
  ),
];

describe.runIf(hasRedis)('a log of a real redis-server', () => {
  it('adds up to what the server makes of it', async () => {
    for (let round = 0; round < rounds; round++) {
      const directory = await scratch();
      const seed = Date.now() % 2 ** 31;
      const settings = ['--appendonly', 'yes', '--appendfsync', 'no', '--auto-aof-rewrite-percentage', '0'];
      const redis = await RealRedis.start(directory, ...settings);
      try {
        const sent = fc.sample(fc.oneof(...commands), { numRuns: 1500, seed });
        await redis.send(sent.slice(0, 500));
        if (round % 2 === 1) redis.ask('BGREWRITEAOF');
        await redis.send([...sent.slice(500), ['EXEC']]);
      } finally {
        await redis.stop();
      }
      // What a replay cannot know, the server does not know either once it has read its own log.
      const saved = await savedByServer(directory, ...settings);
      const [replayed, snapshot] = await Promise.all([stateAt(directory), stateAt(saved)]);
      for (const [db, keys] of Object.entries(snapshot)) {
        for (const [name, value] of Object.entries(keys)) {
          expect({ seed, [`${db} ${atob(name)}`]: replayed[db]?.[name] }).toEqual({
            seed,
            [`${db} ${atob(name)}`]: value,
          });
        }
      }
      expect(Object.keys(replayed)).toEqual(Object.keys(snapshot));
      for (const [db, keys] of Object.entries(replayed))
        expect(Object.keys(keys)).toEqual(Object.keys(snapshot[db] ?? {}));
    }
  }, 600_000);
});

async function stateAt(directory: string) {
  const log = await readRedis(directory, { fileSystem: nodeFileSystem });
  expect(log.verdict.damaged).toEqual([]);
  return withoutTimes(await stateOf(log, nodeFileSystem));
}
