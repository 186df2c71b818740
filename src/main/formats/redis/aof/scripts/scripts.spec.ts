import { describe, expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../../testing/state.ts';
import { shaOf } from '../../lua/script-machine.ts';
import { readRedis } from '../../read-redis.ts';
import { aofOf } from '../../testing.ts';

/** What a log adds up to, with what is said of each place that cannot be replayed. */
async function replayed(...commands: string[][]) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/d', { fileSystem });
  const { db0 = {}, db3 = {} } = await stateOf(log, fileSystem, { salvage: true });
  const text = (key: string) => atob(key);
  const plain = Object.fromEntries(
    Object.entries(db0).map(([key, { type, value, expireAt }]) => [
      text(key),
      type === 'string'
        ? atob(value as string)
        : type === 'hash' || expireAt !== null
          ? { value, expireAt }
          : value,
    ]),
  );
  const records = Array.from({ length: log.table.count }, (_, index) => log.table.record(index));
  return {
    log,
    fileSystem,
    keys: plain,
    db3,
    records,
    reasons: log.verdict.damaged.map(({ reason }) => reason),
  };
}

const script = (text: string, ...args: string[]) => ['EVAL', text, '0', ...args];

describe('scripts of a log', () => {
  it('change what they changed, as one command on the timeline', async () => {
    const { log, keys, records, reasons } = await replayed(
      ['SET', 'n', '5'],
      [
        'EVAL',
        "redis.call('INCRBY', KEYS[1], ARGV[1]) redis.call('DEL', KEYS[2]) redis.call('SET', 'new', redis.call('GET', KEYS[1]))",
        '2',
        'n',
        'none',
        '7',
      ],
      ['DEL', 'n'],
    );
    expect(reasons).toEqual([]);
    expect(log.damage).toBe('none');
    expect(keys).toEqual({ new: '12' });
    const shown = records.map(({ op, key, offset }) => [op, Buffer.from(key).toString(), offset]);
    const at = aofOf(['SET', 'n', '5']).length;
    expect(shown.slice(0, 3)).toEqual([
      ['set', 'n', 0],
      ['set', 'n', at],
      ['set', 'new', at],
    ]);
    expect(records.map(({ op }) => op)).toEqual(['set', 'set', 'set', 'delete']);
  });

  it('are known by their SHA-1 from then on, until they are forgotten', async () => {
    const text = "return redis.call('RPUSH', 'l', ARGV[1])";
    const { keys, reasons } = await replayed(
      script(text, 'a'),
      ['EVALSHA', shaOf(text).toUpperCase(), '0', 'b'],
      ['SCRIPT', 'LOAD', "redis.call('RPUSH', 'l', 'loaded')"],
      ['EVALSHA', shaOf("redis.call('RPUSH', 'l', 'loaded')"), '0'],
      ['SCRIPT', 'FLUSH'],
      ['EVALSHA', shaOf(text), '0', 'c'],
    );
    expect(keys).toEqual({ l: ['a', 'b', 'loaded'].map((item) => btoa(item)) });
    expect(reasons).toEqual(['EVALSHA cannot be replayed: its script does not stand in the log before it']);
  });

  it('show at each of their records what the key held then', async () => {
    const push = "redis.call('RPUSH', KEYS[1], ARGV[1]) redis.call('SET', KEYS[2], ARGV[1])";
    const log = ['a', 'b', 'c'].map((each) => ['EVAL', push, '2', 'l', 'k', each]);
    const reading = await replayed(...log);
    const values = reading.log.openValues(reading.fileSystem);
    const texts = await Promise.all(
      reading.records.map(async (_, index) => Buffer.from(await values.read(index)).toString()),
    );
    await values.close();
    const list = (...items: string[]) => JSON.stringify({ value: items.map((item) => btoa(item)) });
    expect(texts).toEqual([list('a'), 'a', list('a', 'b'), 'b', list('a', 'b', 'c'), 'c']);
  });

  it('leave no trace in what was there when they cannot be known', async () => {
    const spoil = [
      "redis.call('RPUSH', 'l', 'x') redis.call('LSET', 'l', 0, 'x')",
      "redis.call('SADD', 's', 'x') redis.call('SREM', 's', 'a')",
      "redis.call('HSET', 'h', 'x', 'y') redis.call('HDEL', 'h', 'a')",
      "redis.call('ZADD', 'z', 5, 'a') redis.call('ZREMRANGEBYRANK', 'z', 0, 0)",
      "redis.call('SET', 'k', 'x') redis.call('EXPIRE', 'k', 9) redis.call('RENAME', 'k', 'o')",
      "redis.call('FLUSHALL')",
    ].join(' ');
    const before = [
      ['RPUSH', 'l', 'a', 'b'],
      ['SADD', 's', 'a', 'b'],
      ['HSET', 'h', 'a', '1', 'b', '2'],
      ['ZADD', 'z', '1', 'a', '2', 'b'],
      ['SET', 'k', 'v'],
    ];
    const after = script("redis.call('RPUSH', 'l', unpack(redis.call('ZRANGE', 'z', 0, -1, 'WITHSCORES')))");
    const sound = await replayed(...before, after);
    const spoilt = await replayed(
      ...before,
      script(`${spoil} redis.call('TIME')`),
      script(`${spoil} while true do end`),
      after,
    );
    expect(spoilt.keys).toEqual(sound.keys);
    expect(spoilt.keys.l).toEqual(['a', 'b', 'a', '1', 'b', '2'].map((item) => btoa(item)));
    expect(spoilt.log.soundness).not.toContain('deadline');
    expect(spoilt.reasons.length).toBe(2);
  });

  it('keep what they wrote before an error, and nothing of it when they cannot be known', async () => {
    const writes = "redis.call('SET', 'k', ARGV[1]) redis.call('RPUSH', 'l', ARGV[1])";
    const { keys, reasons } = await replayed(
      script(`${writes} redis.call('INCR', 'k') redis.call('SET', 'never', '')`, 'first'),
      script(`${writes} redis.call('TIME')`, 'second'),
      script(`${writes} pcall(redis.call, 'RANDOMKEY')`, 'third'),
      script(`${writes} while true do end`, 'fourth'),
      script(writes, 'last'),
    );
    expect(keys).toEqual({ k: 'last', l: [btoa('first'), btoa('last')] });
    expect(reasons).toEqual([
      'EVAL cannot be replayed: its script calls TIME, which answers differently each time',
      'EVAL cannot be replayed: its script calls RANDOMKEY, which answers differently each time',
      'EVAL cannot be replayed: it takes more than 20000000 instructions',
    ]);
  });

  it('run in their own order within a transaction, and none behind one that was stopped', async () => {
    const push = "redis.call('RPUSH', 'l', ARGV[1])";
    const { keys, reasons } = await replayed(
      ['MULTI'],
      script(push, 'a'),
      script(`${push} while true do end`, 'b'),
      script(push, 'c'),
      ['EXEC'],
      script(push, 'd'),
    );
    expect(keys).toEqual({ l: [btoa('a'), btoa('d')] });
    expect(reasons.length).toBe(2);
  });

  it('select a database for themselves', async () => {
    const { keys, db3 } = await replayed(
      script(
        "redis.call('SELECT', 3) redis.call('SET', 'there', 'x') redis.call('SELECT', 0) redis.call('SET', 'here', 'y') redis.call('SELECT', 3)",
      ),
      ['SET', 'after', 'z'],
    );
    expect(keys).toEqual({ here: 'y', after: 'z' });
    expect(Object.keys(db3)).toEqual([btoa('there')]);
  });

  it('give deadlines that are not known, or are', async () => {
    const { log, keys, reasons } = await replayed(
      script(
        "redis.call('SETEX', 'a', 10, 'x') redis.call('SET', 'b', 'x', 'PX', 5) redis.call('RPUSH', 'c', 'x') redis.call('EXPIRE', 'c', 9)",
      ),
      script("redis.call('RPUSH', 'd', 'x') redis.call('PEXPIREAT', 'd', 4102444800000)"),
      script("if redis.call('TTL', 'a') < 5 then redis.call('DEL', 'b') end"),
      script("if redis.call('TTL', 'none') == -2 then redis.call('SET', 'e', 'x') end"),
    );
    expect(log.soundness).toContain('3 deadlines cannot be known');
    expect(keys).toEqual({
      a: 'x',
      b: 'x',
      c: [btoa('x')],
      d: { value: [btoa('x')], expireAt: 4102444800000 },
      e: 'x',
    });
    expect(reasons).toEqual(['EVAL cannot be replayed: its script asks how long a key has left']);
  });

  it('find what commands before them have left, and the other way round', async () => {
    const members = Array.from({ length: 2000 }, (_, at) => `m${at}`);
    const { keys, reasons } = await replayed(
      ['SADD', 's', ...members],
      ['ZADD', 'z', '1', 'a', '2', 'b'],
      script(
        "redis.call('SET', 'first', redis.call('SMEMBERS', 's')[1] .. redis.call('ZRANGE', 'z', 0, 0)[1])",
      ),
      ['ZADD', 'z', '0', 'c'],
      ['ZREM', 'z', 'a'],
      script(
        "redis.call('SET', 'second', table.concat(redis.call('ZRANGE', 'z', 0, -1), ',')) redis.call('SREM', 's', 'm0')",
      ),
      ['SADD', 's', 'other'],
      script(
        "redis.call('SET', 'third', redis.call('SCARD', 's')) redis.call('DEL', 's') redis.call('COPY', 'z', 'y')",
      ),
      ['ZADD', 'z', '9', 'z'],
      script(
        "redis.call('SET', 'fourth', table.concat(redis.call('ZRANGE', 'y', 0, -1, 'WITHSCORES'), ','))",
      ),
    );
    expect(reasons).toEqual([]);
    expect(keys).toMatchObject({ first: 'm0a', second: 'c,b', third: '2000', fourth: 'c,0,b,2' });
    expect(keys.s).toBeUndefined();
  });

  it('see the fields of a hash in their order, as long as Redis keeps one', async () => {
    const all = "redis.call('RPUSH', 'seen', table.concat(redis.call('HGETALL', ARGV[1]), ','))";
    const fields = Array.from({ length: 140 }, (_, at) => `f${at}`);
    const others = Array.from({ length: 1200 }, (_, at) => ['HSET', `o${at}`, 'f', 'v']);
    const { keys, reasons } = await replayed(
      ['HSET', 'few', 'b', '1', 'a', '2', 'c', '3'],
      ['HDEL', 'few', 'b'],
      script("redis.call('HSET', 'few', 'b', '4', 'a', '5')"),
      script(all, 'few'),
      ['HSET', 'many', ...fields.flatMap((field) => [field, 'x'])],
      ['HDEL', 'many', ...fields.slice(2)],
      ['HSET', 'long', 'a', 'x'.repeat(65), 'b', ''],
      ['HSET', 'long', 'a', ''],
      // What is not used for long is kept in another form.
      ...others,
      script(all, 'many'),
      script(all, 'long'),
      ['RENAME', 'many', 'renamed'],
      script(all, 'renamed'),
      ['DEL', 'long'],
      ['HSET', 'long', 'b', '1', 'a', '2'],
      script(all, 'long'),
      script(`redis.call('HSET', 'own', 'b', 1, 'a', 2) ${all}`, 'own'),
    );
    expect((keys.seen as string[]).map((each) => atob(each))).toEqual(['a,5,c,3,b,4', 'b,1,a,2', 'b,1,a,2']);
    expect(new Set(reasons)).toEqual(
      new Set(['EVAL cannot be replayed: its script calls HGETALL of a hash whose order is not known']),
    );
    expect(reasons.length).toBe(3);
  });

  it('find members and fields sorted where Redis sorted them', async () => {
    const { keys } = await replayed(
      ['SADD', 's', 'b', '10', 'a', '9'],
      ['HSET', 'h', 'y', '2', 'x', '1'],
      script(
        "for _, name in ipairs({'SMEMBERS', 'HKEYS', 'HVALS', 'KEYS'}) do local key = name == 'SMEMBERS' and 's' or 'h' redis.call('RPUSH', 'l', table.concat(redis.call(name, name == 'KEYS' and '?' or key), ',')) end",
      ),
    );
    expect((keys.l as string[]).map((each) => atob(each))).toEqual(['10,9,a,b', 'x,y', '1,2', 'h,l,s']);
  });

  it.each([
    ["redis.call('SETBIT', 'k', 4294967295, 1)", 'its script makes a string of more than 512 MiB'],
    [
      "local s = ('x'):rep(1e7) for n = 1, 30 do redis.call('APPEND', n, s) end",
      'its script changes more than 268435456 bytes',
    ],
    ["redis.call('XADD', 'x', '1-1', 'f', 'v')", 'its script calls XADD, whose answer a replay cannot give'],
    ["redis.call('no\\0ne')", 'its script calls "no\\u0000ne", whose answer a replay cannot give'],
    [
      "redis.call('SET', 'k', 0 / 0)",
      'its script writes what is not a number, with a sign that depends on the machine',
    ],
  ])('%s is named', async (text, reason) => {
    const { keys, reasons } = await replayed(script(text), script("redis.call('SET', 'next', 'x')"));
    expect(reasons).toEqual([`EVAL cannot be replayed: ${reason}`]);
    expect(keys).toEqual({ next: 'x' });
  });

  it('are not run any more after many that would not end', async () => {
    const endless = Array.from({ length: 12 }, (_, at) => script(`while true do end -- ${at}`));
    const { keys, reasons } = await replayed(...endless, script("redis.call('SET', 'k', 'v')"));
    expect(keys).toEqual({});
    expect(reasons.length).toBe(13);
    expect(reasons.at(-1)).toBe(
      'EVAL cannot be replayed: it comes after 10 scripts that could not be run to their end',
    );
  });
});
