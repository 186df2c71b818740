import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { long } from '../../../../engine/specs/tried.ts';
import { scratchDirectories } from '../../../testing/scratch.ts';
import { command, pairs, some } from '../../arbitrary-command.ts';
import { hasRedis7 } from '../../real-redis.ts';
import { isKnownCommand } from '../apply.ts';
import { bothStates, repliesIn } from './both-states.ts';

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

describe.runIf(hasRedis7)('scripts of a log, as a real server runs them while it loads', () => {
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
    const { here, there } = await bothStates(log, await scratch());
    const asked = scripts.flat();
    const [mine, theirs] = [repliesIn(here), repliesIn(there)];
    theirs.forEach((line, at) => {
      expect({ seed, asked: asked[at], reply: mine[at] }).toEqual({ seed, asked: asked[at], reply: line });
    });
    expect({ seed, here }).toEqual({ seed, here: there });
  }, 120_000);
});
