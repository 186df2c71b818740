import { describe, expect, it } from 'vitest';
import type { LuaArgument, LuaValue } from './lua-machine.ts';
import { ScriptMachine, shaOf } from './script-machine.ts';

const limits = { instructions: 5_000_000, ms: 20_000, bytes: 16 * 1024 * 1024 };

/** What a script calls `give` with. */
async function given(text: string, keys: string[] = [], args: string[] = []) {
  const machine = await ScriptMachine.start(limits);
  const calls: LuaArgument[][] = [];
  const commands = {
    hasWritten: false,
    call: ([name, ...rest]: readonly LuaArgument[]): LuaValue => {
      if (name === 'fail') return { err: 'ERR failed' };
      if (name === 'list') return ['a', 1, false, { ok: 'OK' }];
      calls.push(rest);
      return { ok: 'OK' };
    },
  };
  const error = machine.run({ text, sha: shaOf(text), keys, args }, commands);
  return { calls, error, machine, commands };
}

const values = async (expressions: string[]) => {
  const { calls, error } = await given(expressions.map((each) => `redis.call('give', ${each})`).join('\n'));
  expect(error).toBeNull();
  return calls.map((each) => (each.length === 1 ? each[0] : each));
};

describe('what scripts find in Redis', () => {
  it('keys, arguments, replies and errors', async () => {
    const { calls, error } = await given(
      `local list = redis.call('list')
       redis.call('give', KEYS[1], ARGV[2], list[1], list[2], tostring(list[3]), list[4].ok, #list)
       redis.call('give', redis.pcall('fail').err, select(2, pcall(redis.call, 'fail')))
       redis.call('give', redis.error_reply('x').err, redis.status_reply('y').ok, redis.sha1hex(''))
       redis.call('fail')
       redis.call('give', 'never')`,
      ['key'],
      ['a', 'b'],
    );
    expect(calls).toEqual([
      ['key', 'b', 'a', 1, 'false', 'OK', 4],
      ['ERR failed', 'ERR failed'],
      ['x', 'y', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ]);
    expect(error).toBe('ERR failed');
  });

  it('no globals of their own, and nothing of the machine', async () => {
    expect((await given('x = 1')).error).toContain("attempted to create global variable 'x'");
    for (const name of ['x', 'os', 'io', 'require', 'debug', 'dofile', 'loadfile', 'host', 'null', 'package'])
      expect((await given(`return ${name}`)).error).toContain(`nonexistent global variable '${name}'`);
  });

  it('the same random numbers in every script', async () => {
    const numbers = ['math.random(1000)', 'math.random(5, 8)', 'string.format("%.14g", math.random())'];
    const first = await values(numbers);
    expect(first).toEqual([171, 7, '0.09637165539729']);
    expect(await values(numbers)).toEqual(first);
  });

  it('numbers of 64 bits', async () => {
    expect(
      await values([
        'string.format("%d", 1700000000000)',
        'string.format("%s|%8d|%-5d|%05d", "x", 2^40, 7, 12)',
        'string.format("%x %X %o", 2^40, 2^40 + 10, 2^33)',
        'string.format("%+d %20.15d", 2^33, -(2^33))',
        'tonumber("ffffffffff", 16)',
        'string.format("%5.1f", 3.14159)',
      ]),
    ).toEqual([
      '1700000000000',
      'x|1099511627776|7    |00012',
      '10000000000 1000000000A 100000000000',
      '+8589934592     -000008589934592',
      1099511627775,
      '  3.1',
    ]);
  });

  it('the library of bits', async () => {
    expect(
      await values([
        'bit.band(0xff0f, 0x0ff0)',
        'bit.tohex(255, 4)',
        'bit.tohex(-1, -4)',
        'bit.lshift(1, 31)',
        'bit.rshift(-1, 28)',
        'bit.arshift(-256, 4)',
        'bit.bswap(0x12345678)',
        'bit.rol(0x12345678, 8)',
        'bit.bnot(0)',
        'bit.tobit(2^32 + 5)',
      ]),
    ).toEqual([0x0f00, '00ff', 'FFFF', -(2 ** 31), 15, -16, 0x78563412, 0x34567812, -1, 5]);
  });

  it('JSON', async () => {
    expect(
      await values([
        'cjson.encode({1, "a/\\n\\1", true, cjson.null})',
        'cjson.encode({})',
        'cjson.encode({a = {1, 2}})',
        'cjson.decode(\'{"a": [1, 2, {"b": "\\\\u00e9\\\\ud83d\\\\ude00"}]}\').a[3].b',
        'cjson.encode(cjson.decode("[null,-1.5e3,0.1]"))',
        'tostring(pcall(cjson.encode, {[1] = 1, [100] = 1}))',
        'tostring(pcall(cjson.decode, "[1,]"))',
      ]),
    ).toEqual([
      '[1,"a\\/\\n\\u0001",true,null]',
      '{}',
      '{"a":[1,2]}',
      Buffer.from('é😀').toString('latin1'),
      '[null,-1500,0.1]',
      'false',
      'false',
    ]);
  });

  it.each([
    ['cmsgpack.unpack_one("x")', 'it calls cmsgpack.unpack_one'],
    ['cjson.encode_max_depth(5)', 'it calls cjson.encode_max_depth'],
    ['tostring({})', 'the address of a table'],
    ['collectgarbage("count")', 'how much memory'],
    ['("x"):sub(1, 2^40)', '32 bits'],
    ['loadstring("\\27Lua")', 'compiled code'],
    ['("a"):rep(100000):find(".-.-b")', 'too long'],
  ])('says that it does not know %s, even where the script catches the error', async (expression, reason) => {
    await expect(given(`return pcall(function() return ${expression} end)`)).rejects.toThrow(reason);
  });

  it('goes on after a script that could not be known', async () => {
    const { machine, commands, calls } = await given('redis.call("give", 1)');
    const run = (text: string) => machine.run({ text, sha: shaOf(text), keys: [], args: [] }, commands);
    expect(() => run('struct.unknown()')).toThrow();
    expect(machine.isBroken).toBe(false);
    for (let round = 0; round < 3000; round++) run(`return ${round}`);
    run('redis.call("give", 2)');
    expect(calls).toEqual([[1], [2]]);
  });
});
