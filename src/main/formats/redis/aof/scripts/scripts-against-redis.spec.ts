import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../../engine/fs/node-file-system.ts';
import { long } from '../../../../engine/specs/tried.ts';
import { scratchDirectories } from '../../../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../../../testing/state.ts';
import { readRedis } from '../../read-redis.ts';
import { hasRedis, savedByServer } from '../../real-redis.ts';
import { aofOf, withoutTimes } from '../../testing.ts';
import { isKnownCommand } from '../apply.ts';

const scratch = scratchDirectories();
const rounds = long ? 3000 : 300;

/** Keeps every reply in a list, by its type and text: what a script saw is part of what it leaves behind. */
const runner = `
local function show(value)
  if type(value) ~= 'table' then return type(value) .. ':' .. tostring(value) end
  if value.ok then return 'ok:' .. value.ok end
  -- What is refused because a script asks is worded differently from version to version.
  if value.err and value.err:lower():find('script', 1, true) then return 'refused' end
  if value.err then return 'err:' .. value.err end
  local parts = {}
  for at = 1, #value do parts[at] = show(value[at]) end
  return '[' .. table.concat(parts, ',') .. ']'
end
local at = 1
while ARGV[at] do
  local words = {}
  for word = 1, tonumber(ARGV[at]) do words[word] = ARGV[at + word] end
  at = at + #words + 1
  redis.call('RPUSH', 'replies', show(redis.pcall(unpack(words))))
end`;

const key = (type: string) => fc.constantFrom(`${type}1`, `${type}2`, 'any');
const text = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'c', '1', '-7', '12345678901', '3.5', 'with spaces', '\r\n', 'é'),
  fc.string({ maxLength: 30, unit: 'binary' }),
);
const small = fc.integer({ min: -6, max: 6 }).map(String);
const score = fc.oneof(small, fc.constantFrom('inf', '-inf', '1.5', '-0.1', '1e300', '3e-5', '(2'));
const [s, l, t, h, z] = [key('s'), key('l'), key('t'), key('h'), key('z')] as const;
const any = fc.oneof(s, l, t, h, z);
const side = fc.constantFrom('LEFT', 'RIGHT');

type Part = string | fc.Arbitrary<string> | fc.Arbitrary<string[]>;
const command = (...parts: Part[]) =>
  fc
    .tuple(
      ...parts.map((part) =>
        typeof part === 'string' ? fc.constant(part) : (part as fc.Arbitrary<string | string[]>),
      ),
    )
    .map((words) => words.flat());
const some = (arbitrary: fc.Arbitrary<string>, most = 4) =>
  fc.array(arbitrary, { minLength: 1, maxLength: most });
const pairs = (a: fc.Arbitrary<string>, b: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(a, b), { minLength: 1, maxLength: 4 }).map((all) => all.flat());
const optionally = (...words: string[]) => fc.constantFrom<string[]>([], words);

const commands = [
  command('SET', s, text),
  command('SET', s, text, fc.constantFrom('NX', 'XX', 'GET', 'KEEPTTL')),
  command(fc.constantFrom('GET', 'STRLEN', 'INCR', 'DECR', 'GETDEL'), any),
  command(fc.constantFrom('INCRBY', 'DECRBY'), s, small),
  command(fc.constantFrom('APPEND', 'GETSET', 'SETNX'), s, text),
  command('SETRANGE', s, fc.constantFrom('0', '3', '-1'), text),
  command('GETRANGE', any, small, small),
  command('MSET', pairs(s, text)),
  command('MGET', some(any)),
  command('INCRBYFLOAT', s, fc.constantFrom('0.5', '3', 'x', '1e3')),
  command('SETBIT', s, fc.constantFrom('1', '70'), fc.constantFrom('0', '1')),
  command('BITCOUNT', any),
  command('BITPOS', any, fc.constantFrom('0', '1')),
  command(fc.constantFrom('LPUSH', 'RPUSH', 'RPUSHX'), l, some(text)),
  command(fc.constantFrom('LPOP', 'RPOP', 'LLEN'), l),
  command('LRANGE', any, small, small),
  command('LINDEX', l, small),
  command('LSET', l, small, text),
  command('LREM', l, small, text),
  command('LTRIM', l, small, small),
  command('LINSERT', l, fc.constantFrom('BEFORE', 'AFTER'), text, text),
  command('RPOPLPUSH', l, l),
  command('LMOVE', l, l, side, side),
  command('LPOS', l, text),
  command('BLPOP', l, '0'),
  command(fc.constantFrom('SADD', 'SREM'), t, some(text)),
  command('SISMEMBER', any, text),
  command('SMISMEMBER', t, some(text)),
  command('SCARD', any),
  command('SMOVE', t, t, text),
  command(fc.constantFrom('SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE'), t, t, t),
  command(fc.constantFrom('HSET', 'HMSET'), h, pairs(text, text)),
  command('HSETNX', h, text, text),
  command(fc.constantFrom('HGET', 'HEXISTS', 'HSTRLEN'), any, text),
  command(fc.constantFrom('HMGET', 'HDEL'), h, some(text)),
  command(fc.constantFrom('HLEN', 'HGETALL'), h),
  command('HINCRBY', h, text, small),
  command('ZADD', z, optionally('CH'), optionally('NX'), pairs(score, text)),
  command('ZADD', z, fc.constantFrom('XX', 'GT', 'LT', 'INCR'), score, text),
  command('ZINCRBY', z, score, text),
  command(fc.constantFrom('ZSCORE', 'ZRANK', 'ZREVRANK'), any, text),
  command('ZREM', z, some(text)),
  command(fc.constantFrom('ZCARD', 'ZPOPMIN', 'ZPOPMAX'), z),
  command(fc.constantFrom('ZRANGE', 'ZREVRANGE'), any, small, small, optionally('WITHSCORES')),
  command(
    'ZRANGEBYSCORE',
    z,
    fc.constantFrom('-inf', '(1', '0'),
    fc.constantFrom('+inf', '3'),
    optionally('WITHSCORES', 'LIMIT', '1', '2'),
  ),
  command('ZREVRANGEBYSCORE', z, '+inf', score),
  command('ZCOUNT', z, score, score),
  command('ZREMRANGEBYSCORE', z, score, score),
  command('ZREMRANGEBYRANK', z, small, small),
  command(
    fc.constantFrom('ZUNIONSTORE', 'ZINTERSTORE'),
    z,
    '2',
    fc.oneof(z, t),
    z,
    optionally('WEIGHTS', '2', '3'),
  ),
  command('SORT', fc.oneof(l, z), 'ALPHA', optionally('DESC'), optionally('LIMIT', '0', '2')),
  command('SORT', l, 'STORE', l),
  command(fc.constantFrom('DEL', 'EXISTS', 'UNLINK'), some(any)),
  command(fc.constantFrom('TYPE', 'PERSIST'), any),
  command('SET', 'undying', text),
  command(fc.constantFrom('TTL', 'PTTL'), fc.constantFrom('undying', 'none')),
  command('PEXPIREAT', any, '4102444800000'),
  command('PEXPIRETIME', any),
  command(fc.constantFrom('RENAME', 'RENAMENX', 'COPY'), any, any),
  command('SELECT', fc.constantFrom('0', '0', '1', 'x')),
  command(fc.constantFrom<string[]>(['PING'], ['ECHO', 'x'], ['DBSIZE'], ['FLUSHDB'], ['PUBLISH', 'c', 'm'])),
];

/** What must be the same digit by digit: Lua's own, and the libraries beside it. */
const expressions = [
  ...['1e15', '2^53', '1/3', '-0.1', '1e100', '123456789012', '0x1F', '1e300 * 1e10'],
  ...['math.floor(-2.5)', 'math.pow(2, 0.5)', '7 % -3'],
  ...[
    'math.sin(1)',
    'math.log(10)',
    'math.exp(1)',
    'math.fmod(-7, 3)',
    'tonumber("1e3")',
    'tonumber("zz", 36)',
  ],
  ...[
    'string.format("%d %5.2f %x %q %s %c", 2^40, 1.005, 255, "a\\n\\0", "s", 65)',
    'string.format("%i", -2^35)',
  ],
  ...[
    '("hello world"):gsub("o", "0")',
    '("k=v,a=b"):match("(%w+)=(%w+)$")',
    '("x"):rep(3)',
    '("abc"):byte(1, -1)',
  ],
  ...[
    'table.concat({3, 1, 2}, "-")',
    '#{1, nil, 3}',
    'unpack({1, 2, 3}, 2)',
    'select("#", nil, nil)',
    '("\\0a"):len()',
  ],
  ...[
    'bit.band(2^31, -1)',
    'bit.tohex(-17, -6)',
    'bit.rol(1.5, 33)',
    'bit.lshift(-1, 40)',
    'bit.bxor(1, 2, 4)',
  ],
  ...[
    'cjson.encode({a = 1, b = {1, 2, "x"}, c = "é/\\\\"})',
    'cjson.encode({[1] = 1, [3] = 3})',
    'cjson.encode(0.1)',
  ],
  ...[
    'cjson.encode(cjson.decode(\'{"k": [1, 2.5, null, {"z": true}], "u": "\\\\u00e9"}\'))',
    'cjson.encode("\\127\\1")',
  ],
  ...[
    'cjson.encode({one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, [10] = 8, [0.5] = 9})',
  ],
  ...[
    '1, -1, 127, 128, -32, -33, 255, 256, -128, -129, 65535, 65536, 2^32, -2^31, -2^31 - 1, 2^53, -2^62, 2^63',
    '0.5, 0.1, 1e300, -1e-300, 1/0',
    '"", "x", ("y"):rep(31), ("y"):rep(32), ("y"):rep(255), ("y"):rep(256), ("y"):rep(70000)',
    'nil, true, false, {}, {1, 2, {3}}, {a = 1}, {[1] = 1, [3] = 2}, {1, nil, 3}, cjson.null, tostring',
    '{one = 1, two = 2, three = 3, four = 4, five = 5, six = 6}',
    '(function() local t = {} for at = 1, 20 do t = {t} end return t end)()',
  ].flatMap((values) => [
    `cmsgpack.pack(${values})`,
    `cjson.encode({cmsgpack.unpack(cmsgpack.pack(${values}))})`,
  ]),
  ...[
    '\\\\217\\\\2ab',
    '\\\\202\\\\1',
    '\\\\193',
    '\\\\211\\\\255\\\\255\\\\255\\\\255\\\\255\\\\255\\\\255\\\\1',
    '\\\\203\\\\63',
    '',
  ].map((text) => `pcall(cmsgpack.unpack, "${text}")`),
  ...[
    ['bBhHiIlLT', '-1, 255, -2, 65535, -3, 4294967295, -4, 5, 2^40'],
    ['>bBhHiIlLT', '-1, 255, -2, 65535, -3, 4294967295, -4, 5, 2^40'],
    ['<i3>I5i1', '-70000, 2^33, 300'],
    ['fd>fd', '1.5, 0.1, -2.25, 1e300'],
    ['!4bihxd', '1, 2, 3, 4.5'],
    ['!bl!2bl', '1, 2, 3, 4'],
    ['sc3c0Bx b', '"text", "abcdef", "all", 7, 8'],
  ].flatMap(([format, values]) => [
    `struct.pack("${format}", ${values})`,
    `struct.unpack("${format?.replace('c0', 'c3')}", struct.pack("${format}", ${values}))`,
    `(pcall(struct.size, "${format?.replace('s', '')}"))`,
  ]),
  ...['struct.unpack("Bc0", "\\3abcd")', 'struct.unpack("<I2", "abcd", 3)', 'struct.size("!8bd")'],
  ...[
    '(pcall(struct.unpack, "I4", "abc"))',
    '(pcall(struct.pack, "q", 1))',
    'struct.pack("i", -1.7)',
    'struct.pack("s", 5)',
  ],
  'redis.sha1hex(cmsgpack.pack((function() local t = {} for at = 1, 70000 do t[at] = at end return t end)()))',
  // Redis 7 goes on with the random numbers of the script before; earlier ones begin each script anew.
  ...['', '10', '-5, 5', '100, 1000'].map(
    (range) => `(function() math.randomseed(7) return math.random(${range}) end)()`,
  ),
  ...['[1,', '{"a"', '{1}', '[1 2]', '[tru]', '"x', '"\\\\z"', '[] 1', '', '{"a":}', '"\\\\ud800x"'].map(
    (text) => `pcall(cjson.decode, '${text}')`,
  ),
  ...[
    'redis.sha1hex("a")',
    'redis.sha1hex(1.5)',
    'tostring(nil)',
    'tostring(1e14)',
    'tostring(1e15)',
    '2^63',
    '-2^31',
  ],
  ...['redis.status_reply("x").ok', 'pcall(error)', 'type(cjson.null)', 'tostring(cjson.null)', 'next({})'],
  ...[
    'string.format("%+08d|%-8d|% d", 2^33, 2^33, 2^33)',
    'string.format("%#x %#o", 2^33, 2^33)',
    'tonumber("-1", 16)',
  ],
  ...[
    'pcall(cjson.decode, "[1,")',
    'pcall(cjson.encode, {[1] = 1, [50] = 1})',
    'cjson.decode("[1e2, -0]")[2]',
  ],
];

/** The state that a log adds up to here, and in a real server that loads it. */
async function both(log: string[][]) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...log) });
  const read = await readRedis('/d', { fileSystem });
  expect(read.verdict.damaged).toEqual([]);
  const directory = await scratch();
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...log));
  const saved = await readRedis(await savedByServer(directory), { fileSystem: nodeFileSystem });
  return {
    here: withoutTimes(await stateOf(read, fileSystem)),
    there: withoutTimes(await stateOf(saved, nodeFileSystem)),
  };
}

const lines = (state: Awaited<ReturnType<typeof both>>['here']) =>
  ((state.db0?.[btoa('replies')]?.value ?? []) as string[]).map((line) => atob(line));

describe.runIf(hasRedis)('scripts of a log, as a real server runs them while it loads', () => {
  it('are answered the same, and leave the same', async () => {
    const seed = Date.now() % 2 ** 31;
    const scripts = fc.sample(fc.array(fc.oneof(...commands), { minLength: 1, maxLength: 12 }), {
      numRuns: rounds,
      seed,
    });
    // Between the scripts stand commands as a log holds them.
    const plain = (words: string[]) =>
      isKnownCommand(words[0] ?? '') && !['SELECT', 'FLUSHDB'].includes(words[0] ?? '');
    const log = scripts.flatMap((words) => [
      ...words.filter(plain).slice(0, 2),
      ['EVAL', runner, '0', ...words.flatMap((each) => [String(each.length), ...each])],
    ]);
    const { here, there } = await both(log);
    const asked = scripts.flat();
    const [mine, theirs] = [lines(here), lines(there)];
    theirs.forEach((line, at) => {
      expect({ seed, asked: asked[at], reply: mine[at] }).toEqual({ seed, asked: asked[at], reply: line });
    });
    expect({ seed, here }).toEqual({ seed, here: there });
  }, 120_000);

  it('calculate and write numbers, texts and JSON the same', async () => {
    const log = expressions.map((expression) => [
      'EVAL',
      `local parts = {${expression}} for at = 1, select('#', ${expression}) do redis.call('RPUSH', 'replies', type(parts[at]) .. tostring(parts[at])) end`,
      '0',
    ]);
    const { here, there } = await both(log);
    expect(lines(here)).toEqual(lines(there));
    expect(lines(here).length).toBeGreaterThan(expressions.length);
  });

  it('take numbers as arguments, and read what they wrote as text', async () => {
    const numbers = fc.sample(fc.double({ noNaN: true }), { numRuns: 500, seed: 5 });
    const log = numbers.flatMap((number) => {
      const literal = `tonumber("${Number.isFinite(number) ? number : number > 0 ? '1e999' : '-1e999'}")`;
      return [
        ['EVAL', `redis.call('RPUSH', 'replies', ${literal}, tostring(${literal}), ${literal} .. '')`, '0'],
      ];
    });
    const { here, there } = await both(log);
    expect(lines(here)).toEqual(lines(there));
    expect(lines(here).length).toBe(3 * numbers.length);
  });
});
