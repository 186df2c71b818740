import fc from 'fast-check';

/** Commands by chance whose words alone do not say what they do: to time, to chance, to other databases. */

const key = fc.constantFrom('k1', 'k2', 'k3', 'k4');
const member = fc.constantFrom('a', 'b', 'c', 'd', '1', '2');
const place = fc.constantFrom('0', '1', '-1', '37.5');
const end = fc.constantFrom('LEFT', 'RIGHT');
const count = fc.constantFrom('0', '1', '2', '9');
const db = fc.constantFrom('0', '1', '9');
const stream = fc.constantFrom('s1', 's2');
const id = fc.constantFrom('*', '1-*', '3-3', '5-*');
/** Soon, or long after the test. */
const ms = fc.constantFrom('1', '3', '10', '9000000');
const seconds = fc.constantFrom('-1', '9000');

type Part = fc.Arbitrary<string> | string;
const words = (...parts: Part[]): fc.Arbitrary<string[]> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)));

/** Something to take from. */
const whole = fc.oneof(
  words('RPUSH', key, 'a', 'b', 'c', 'd'),
  words('SADD', key, 'a', 'b', 'c', 'd', '1', '2'),
  words('ZADD', key, '1', 'a', '2', 'b', '2', 'c', '3', 'd'),
  words('HSET', key, 'a', '1', 'b', '2'),
  words('XADD', stream, '*', 'f', 'v'),
  words('XGROUP', 'CREATE', stream, 'g1', '0', 'MKSTREAM'),
);

const often = fc.oneof(
  words('SET', key, member, 'PX', ms),
  words('SET', key, member, 'GET'),
  words('SETEX', key, '9000', member),
  words('PSETEX', key, ms, member),
  words('PEXPIRE', key, ms),
  words('EXPIRE', key, seconds, fc.constantFrom('NX', 'XX', 'GT', 'LT')),
  words('GETEX', key, fc.constantFrom('EX', 'PX'), '9000000'),
  words('GETEX', key, 'PXAT', fc.constantFrom('1', '9999999999999')),
  words('GETEX', key, 'PERSIST'),
  words('GETSET', key, member),
  words('INCR', key),
  words('SETNX', key, member),
  words('MSETNX', key, member, key, member),
  words('BITFIELD', key, 'INCRBY', 'u3', '#2', '3'),
  words('PFADD', key, member, member),
  words('PFCOUNT', key),
  words('PFMERGE', key, key),
  words('GEOADD', key, place, place, member, place, place, member),
  words(
    'GEOSEARCHSTORE',
    key,
    key,
    'FROMLONLAT',
    '1',
    '1',
    'BYRADIUS',
    '200',
    'km',
    fc.constantFrom('ASC', 'STOREDIST'),
  ),
  words('GEORADIUSBYMEMBER', key, member, '1e5', 'km', 'COUNT', '2', 'ANY', 'STORE', key),
  words('SPOP', key),
  words('SPOP', key, count),
  words('LMPOP', '2', key, key, end, 'COUNT', fc.constantFrom('1', '3')),
  words('ZMPOP', '2', key, key, fc.constantFrom('MIN', 'MAX'), 'COUNT', fc.constantFrom('1', '3')),
  words('BLPOP', key, key, '0.001'),
  words('BRPOP', key, '0.001'),
  words('BLMOVE', key, key, end, end, '0.001'),
  words('BRPOPLPUSH', key, key, '0.001'),
  words('BLMPOP', '0.001', '2', key, key, end, 'COUNT', '2'),
  words('BZPOPMIN', key, '0.001'),
  words('BZMPOP', '0.001', '2', key, key, 'MAX', 'COUNT', '2'),
  words('SORT', key, 'ALPHA', 'STORE', key),
  words('SORT', key, 'BY', 'k*', 'ALPHA', 'DESC', 'GET', '#', 'STORE', key),
  words('MOVE', key, db),
  words('COPY', key, key, 'DB', db, 'REPLACE'),
  words('XADD', stream, id, 'f', member),
  words('XADD', stream, 'MAXLEN', '~', count, 'LIMIT', count, id, 'f', member),
  words('XADD', stream, 'NOMKSTREAM', 'MINID', '~', '3', '*', 'f', member),
  words('XTRIM', stream, 'MAXLEN', '~', count),
  words('XREADGROUP', 'GROUP', 'g1', member, 'BLOCK', '1', 'STREAMS', stream, '>'),
  words('XCLAIM', stream, 'g1', member, '0', '3-3', '1-0', 'LASTID', '5-0'),
  words('XAUTOCLAIM', stream, 'g1', member, '0', '0'),
);

const rare = fc.oneof(
  words('SWAPDB', db, db),
  words('SELECT', db),
  words('FLUSHDB'),
  words('PUBLISH', 'channel', member),
);

export const randomWrite: fc.Arbitrary<string[]> = fc.oneof(
  { arbitrary: often, weight: 12 },
  { arbitrary: whole, weight: 6 },
  { arbitrary: rare, weight: 1 },
);
