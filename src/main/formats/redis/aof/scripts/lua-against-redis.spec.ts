import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scratchDirectories } from '../../../testing/scratch.ts';
import { hasRedis7 } from '../../real-redis.ts';
import { bothStates, repliesIn } from './both-states.ts';

const scratch = scratchDirectories();

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

describe.runIf(hasRedis7)('Lua in scripts of a log, as a real server runs it while it loads', () => {
  it('calculates and writes numbers, texts, JSON, MessagePack and structs the same', async () => {
    const log = expressions.map((expression) => [
      'EVAL',
      `local parts = {${expression}} for at = 1, select('#', ${expression}) do redis.call('RPUSH', 'replies', type(parts[at]) .. tostring(parts[at])) end`,
      '0',
    ]);
    const { here, there } = await bothStates(log, await scratch());
    expect(repliesIn(here)).toEqual(repliesIn(there));
    expect(repliesIn(here).length).toBeGreaterThan(expressions.length);
  });

  it('gives numbers as arguments, and makes texts of them, the same', async () => {
    const numbers = fc.sample(fc.double({ noNaN: true }), { numRuns: 500, seed: 5 });
    const log = numbers.flatMap((number) => {
      const literal = `tonumber("${Number.isFinite(number) ? number : number > 0 ? '1e999' : '-1e999'}")`;
      return [
        ['EVAL', `redis.call('RPUSH', 'replies', ${literal}, tostring(${literal}), ${literal} .. '')`, '0'],
      ];
    });
    const { here, there } = await bothStates(log, await scratch());
    expect(repliesIn(here)).toEqual(repliesIn(there));
    expect(repliesIn(here).length).toBe(3 * numbers.length);
  });
});
