import fc from 'fast-check';
import { randomPlaces } from './random-places.ts';

/** Commands by chance over few keys and values, so that they meet; some of them make no sense. */

const key = fc.constantFrom('k1', 'k2', 'k3', 'k4');
const member = fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', '2', '-3', '', 'long'.repeat(20));
const value = fc.oneof(member, fc.constantFrom('10', '9223372036854775807', '1.5', 'x\r\n\xff'));
const index = fc.integer({ min: -4, max: 5 }).map(String);
const score = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(String),
  fc.constantFrom('1.5', 'inf', '-inf', '0.1', 'x'),
);
const bound = fc.oneof(
  score,
  score.map((text) => `(${text}`),
);
const lex = fc.oneof(
  fc.constantFrom('-', '+', 'b'),
  member.map((text) => `[${text}`),
  member.map((text) => `(${text}`),
);
const end = fc.constantFrom('LEFT', 'RIGHT');

type Part = fc.Arbitrary<string> | string;
const words = (...parts: Part[]): fc.Arbitrary<string[]> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)));
const withMore = (
  head: fc.Arbitrary<string[]>,
  more: fc.Arbitrary<string>,
  max = 4,
): fc.Arbitrary<string[]> =>
  fc
    .tuple(head, fc.array(more, { minLength: 1, maxLength: max }))
    .map(([first, rest]) => [...first, ...rest]);
const pairs = (head: fc.Arbitrary<string[]>, first: fc.Arbitrary<string>, second: fc.Arbitrary<string>) =>
  fc
    .tuple(head, fc.array(fc.tuple(first, second), { minLength: 1, maxLength: 3 }))
    .map(([words, rest]) => [...words, ...rest.flat()]);

const strings = fc.oneof(
  words('SET', key, value),
  words('SET', key, value, fc.constantFrom('NX', 'XX', 'GET', 'KEEPTTL')),
  words('GET', key),
  words('APPEND', key, value),
  words('INCR', key),
  words('INCRBYFLOAT', key, value),
  words('GETRANGE', key, index, index),
  words('SETRANGE', key, fc.integer({ min: 0, max: 8 }).map(String), value),
  words('SETBIT', key, fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('0', '1')),
  words('BITCOUNT', key, index, index, fc.constantFrom('BIT', 'BYTE')),
  words('BITPOS', key, fc.constantFrom('0', '1'), index, index, fc.constantFrom('BIT', 'BYTE')),
  words('BITOP', fc.constantFrom('AND', 'OR', 'XOR'), key, key, key),
  words('GETDEL', key),
);

const hyperLogLogs = fc.oneof(
  withMore(words('PFADD', key), value),
  words('PFADD', key),
  words('PFCOUNT', key),
  words('PFCOUNT', key, key),
  words('PFMERGE', key, key, key),
  words('PFDEBUG', fc.constantFrom('DECODE', 'ENCODING', 'TODENSE'), key),
);

const keys = fc.oneof(
  words('DEL', key),
  words('EXISTS', key, key),
  words('TYPE', key),
  words('RENAME', key, key),
  words('RENAMENX', key, key),
  words('COPY', key, key),
  words('EXPIRE', key, '1000'),
  words('TTL', key),
  words('PERSIST', key),
  words('KEYS', '*'),
  words('DBSIZE'),
);

const lists = fc.oneof(
  withMore(words('RPUSH', key), value),
  withMore(words('LPUSH', key), value),
  words('LPOP', key),
  words('RPOP', key, fc.integer({ min: 0, max: 3 }).map(String)),
  words('LRANGE', key, index, index),
  words('LINDEX', key, index),
  words('LSET', key, index, value),
  words('LINSERT', key, fc.constantFrom('BEFORE', 'AFTER'), member, value),
  words('LREM', key, index, member),
  words('LTRIM', key, index, index),
  words('LMOVE', key, key, end, end),
  words('LPOS', key, member, 'RANK', index, 'COUNT', fc.constantFrom('0', '1', '2')),
  words('LMPOP', '2', key, key, end),
  words('SORT', key, 'ALPHA', fc.constantFrom('ASC', 'DESC')),
);

const sets = fc.oneof(
  withMore(words('SADD', key), member),
  withMore(words('SREM', key), member),
  words('SISMEMBER', key, member),
  words('SMEMBERS', key),
  words('SMOVE', key, key, member),
  words('SUNION', key, key),
  words('SINTER', key, key),
  words('SDIFF', key, key),
  words('SUNIONSTORE', key, key, key),
  words('SINTERSTORE', key, key, key),
  words('SDIFFSTORE', key, key, key),
  words('SINTERCARD', '2', key, key),
);

const hashes = fc.oneof(
  pairs(words('HSET', key), member, value),
  words('HGET', key, member),
  words('HDEL', key, member),
  words('HGETALL', key),
  words('HINCRBY', key, member, fc.constantFrom('1', '-5', '9223372036854775807')),
  words('HINCRBYFLOAT', key, member, fc.constantFrom('0.1', '-5', 'x')),
  words('HSTRLEN', key, member),
  words('HSETNX', key, member, value),
);

const sortedSets = fc.oneof(
  pairs(words('ZADD', key), score, member),
  words('ZADD', key, fc.constantFrom('NX', 'XX', 'GT', 'LT', 'CH', 'INCR'), score, member),
  words('ZINCRBY', key, score, member),
  words('ZREM', key, member),
  words('ZRANGE', key, index, index, 'WITHSCORES'),
  words('ZRANGE', key, bound, bound, 'BYSCORE', 'LIMIT', index, index),
  words('ZRANGE', key, bound, bound, 'BYSCORE', 'REV', 'WITHSCORES'),
  words('ZCOUNT', key, bound, bound),
  words('ZRANK', key, member),
  words('ZREVRANK', key, member),
  words('ZPOPMIN', key, fc.constantFrom('1', '2')),
  words('ZPOPMAX', key),
  words('ZREMRANGEBYRANK', key, index, index),
  words('ZREMRANGEBYSCORE', key, bound, bound),
  words('ZUNIONSTORE', key, '2', key, key, 'AGGREGATE', fc.constantFrom('SUM', 'MIN', 'MAX')),
  words('ZINTERSTORE', key, '2', key, key, 'WEIGHTS', score, score),
  words('ZDIFFSTORE', key, '2', key, key),
  words('ZRANGESTORE', key, key, index, index),
);

const places = fc.oneof(randomPlaces(key, member), randomPlaces(fc.constant('places'), member));

/** Members of one score, as ranges by members want them. */
const lexical = fc.oneof(
  words('ZADD', 'lex', '0', member),
  words('ZRANGEBYLEX', 'lex', lex, lex),
  words('ZREVRANGEBYLEX', 'lex', lex, lex),
  words('ZLEXCOUNT', 'lex', lex, lex),
  words('ZREMRANGEBYLEX', 'lex', lex, lex),
);

const id = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }))
  .map(([ms, seq]) => `${ms}-${seq}`);
const stream = fc.constantFrom('s1', 's2');
const group = fc.constantFrom('g1', 'g2');
const consumer = fc.constantFrom('c1', 'c2');

const streams = fc.oneof(
  words('XADD', stream, id, member, value),
  words('XADD', stream, 'MAXLEN', fc.constantFrom('0', '2', '3'), id, member, value),
  words('XDEL', stream, id),
  words('XTRIM', stream, 'MINID', id),
  words('XRANGE', stream, fc.constantFrom('-', '1', '(1-1'), fc.constantFrom('+', '3', '(3-0')),
  words('XREVRANGE', stream, '+', id, 'COUNT', '2'),
  words('XLEN', stream),
  words('XREAD', 'COUNT', '2', 'STREAMS', stream, id),
  words('XGROUP', 'CREATE', stream, group, fc.constantFrom('0', '$', '2-0'), 'MKSTREAM'),
  words('XGROUP', 'SETID', stream, group, id),
  words('XGROUP', 'DESTROY', stream, group),
  words('XGROUP', 'DELCONSUMER', stream, group, consumer),
  words(
    'XREADGROUP',
    'GROUP',
    group,
    consumer,
    'COUNT',
    '2',
    'STREAMS',
    stream,
    fc.constantFrom('>', '0', '1-1'),
  ),
  words('XREADGROUP', 'GROUP', group, consumer, 'NOACK', 'STREAMS', stream, '>'),
  words('XACK', stream, group, id),
  words('XPENDING', stream, group),
  words('XCLAIM', stream, group, consumer, '0', id, 'JUSTID'),
  words('XAUTOCLAIM', stream, group, consumer, '0', id, 'COUNT', '2'),
  words('XINFO', 'GROUPS', stream),
  words('XSETID', stream, id),
);

const transactions = fc.oneof(
  words('MULTI'),
  words('EXEC'),
  words('DISCARD'),
  words('WATCH', key),
  words('UNWATCH'),
);

export const randomRequests: fc.Arbitrary<string[][]> = fc.array(
  fc.oneof(
    strings,
    hyperLogLogs,
    keys,
    lists,
    sets,
    hashes,
    sortedSets,
    places,
    lexical,
    streams,
    streams,
    transactions,
  ),
  { minLength: 5, maxLength: 60 },
);
