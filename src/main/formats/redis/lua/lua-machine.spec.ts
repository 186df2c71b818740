import { describe, expect, it } from 'vitest';
import { type LuaArgument, LuaMachine, Stopped } from './lua-machine.ts';

const limits = { instructions: 1_000_000, ms: 20_000, bytes: 8 * 1024 * 1024 };

async function machine(changed: Partial<typeof limits> = {}) {
  const lua = await LuaMachine.start({ ...limits, ...changed });
  const given: LuaArgument[][] = [];
  lua.define('give', (args) => {
    given.push(args);
    return null;
  });
  return { lua, given };
}

describe('Lua 5.1 in a machine of its own', () => {
  it('takes and gives strings byte by byte, numbers, booleans, nil and tables', async () => {
    const { lua, given } = await machine();
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    lua.define('take', ([what]) =>
      what === 'list' ? [bytes, 2, [true, null], { ok: 'OK' }] : bytes.repeat(1000),
    );
    expect(lua.run('give(1.5, "a\\0\\255", true, nil, {}) give(take("list")[1])', '@a')).toBeNull();
    expect(given).toEqual([[1.5, 'a\0\xff', true, null, undefined], [bytes]]);
    lua.run('local t = take("list") give(t[2], t[3][1], t[3][2], t[4].ok) give(take("long"))', '@a');
    expect(given.slice(2)).toEqual([[2, true, null, 'OK'], [bytes.repeat(1000)]]);
  });

  it('says what went wrong in a script, and goes on', async () => {
    const { lua, given } = await machine();
    expect(lua.run('give(', '@user_script')).toContain('user_script:1: unexpected symbol');
    expect(lua.run('\nerror("no")', '@user_script')).toBe('user_script:2: no');
    lua.run('function f() give("called") end', '@user_script');
    expect(lua.call('f')).toBeNull();
    expect(given).toEqual([['called']]);
  });

  it.each([
    ['loops', 'while true do end', 'instructions'],
    [
      'loops that catch every error',
      'while true do pcall(function() while true do end end) end',
      'instructions',
    ],
    [
      'loops within coroutines',
      'while true do coroutine.wrap(function() while true do end end)() end',
      'instr',
    ],
    ['one string that doubles', 'local s = "x" while true do pcall(function() s = s .. s end) end', 'bytes'],
    ['one that is repeated', 'pcall(string.rep, "x", 1e9)', 'bytes'],
  ])('stops what would not end: %s', async (_, script, reason) => {
    const { lua } = await machine();
    expect(() => lua.run(script, '@a')).toThrow(
      expect.objectContaining({ message: expect.stringContaining(reason) }),
    );
    expect(lua.isBroken).toBe(true);
    expect(() => lua.run('return 1', '@a')).toThrow(Stopped);
  });

  it('stops what takes its time within few instructions', async () => {
    const { lua } = await machine({ ms: 50 });
    const script = 'local s = ("x"):rep(100000) while true do s = s:reverse() end';
    expect(() => lua.run(script, '@a')).toThrow('longer than 50 ms');
  });

  it('lets a script nest as deep as Lua lets it', async () => {
    const { lua } = await machine();
    const recursion = 'local function f(n) return (("x"):gsub("x", function() return f(n + 1) end)) end f(0)';
    expect(lua.run(recursion, '@a')).toContain('C stack overflow');
    expect(lua.run('local function f(n) return 1 + f(n) end f(0)', '@a')).toContain('stack overflow');
    expect(lua.run(`local x = ${'('.repeat(300)}1${')'.repeat(300)}`, '@a')).toContain('too many');
    expect(lua.run('give(1)', '@a')).toBeNull();
  });
});
