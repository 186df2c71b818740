import type { Binary } from '../value.ts';
import { collect, countMask, globalsIndex, type LuaModule, loadLua, luaTypes } from './lua-module.ts';

/** The script was ended from outside, which nothing in it can catch; the message says why, as in "it …". */
export class Stopped extends Error {}

export interface LuaLimits {
  /** Of one call. */
  instructions: number;
  /** Of one call: what one instruction does can take long, too. ms. */
  ms: number;
  /** Of all that the machine holds. */
  bytes: number;
}

/** What a function of the host is given; undefined = a table, a function or the like. */
export type LuaArgument = null | boolean | number | Binary | undefined;
/** What it gives back. A list becomes a table from 1 on. */
export type LuaValue =
  | null
  | boolean
  | number
  | Binary
  | { readonly ok: Binary }
  | { readonly err: Binary }
  | readonly LuaValue[];
export type HostFunction = (args: LuaArgument[]) => LuaValue;

/** The hook is asked every so many instructions, and the clock every so many hooks. */
const instructionsPerHook = 100;
const hooksPerLook = 10;
/** Strings up to here are handed over in memory that is kept for it. Bytes. */
const keptBytes = 64 * 1024;

/**
 * Lua 5.1 with nothing of the machine around it: base, string, table and math. Strings are bytes on both sides. Once a
 * script was stopped the machine is broken, and another one has to take its place.
 */
export class LuaMachine {
  readonly #lua: LuaModule;
  readonly #limits: LuaLimits;
  readonly #state: number;
  /** Four bytes for a length, and room for strings. */
  readonly #lengthAt: number;
  readonly #room: number;
  #bytes = 0;
  #hooks = 0;
  #hooksLeft = 0;
  #endMs = 0;
  isBroken = false;

  static async start(limits: LuaLimits): Promise<LuaMachine> {
    return new LuaMachine(await loadLua(), limits);
  }

  private constructor(lua: LuaModule, limits: LuaLimits) {
    this.#lua = lua;
    this.#limits = limits;
    this.#lengthAt = lua._malloc(4);
    this.#room = lua._malloc(keptBytes);
    this.#endMs = Number.POSITIVE_INFINITY;
    const allocator = lua.addFunction((_, pointer, before, after) => {
      return this.#allocate(pointer as number, before as number, after as number);
    }, 'iiiii');
    this.#state = lua._lua_newstate(allocator, 0);
    const libraries = ['base', 'string', 'table', 'math', 'debug'] as const;
    for (const library of libraries) {
      lua[`_luaopen_${library}`](this.#state);
      lua._lua_settop(this.#state, 0);
    }
    const hook = lua.addFunction(() => this.#onHook(), 'vii');
    lua._lua_sethook(this.#state, hook, countMask, instructionsPerHook);
  }

  /** Of the last call, or of the one on its way, to within a hundred. */
  get instructions(): number {
    return this.#hooks * instructionsPerHook;
  }

  /** A global function that the host runs. What it throws ends the script. */
  define(name: string, run: HostFunction): void {
    const lua = this.#lua;
    const pointer = lua.addFunction((state) => {
      const from = state as number;
      const count = lua._lua_gettop(from);
      const value = run(Array.from({ length: count }, (_, at) => this.#argument(from, at + 1)));
      this.#push(from, value);
      return 1;
    }, 'ii');
    lua._lua_pushcclosure(this.#state, pointer, 0);
    this.#popGlobal(name);
  }

  /** The null pointer, which stands for null where nil cannot. */
  setNullPointer(name: string): void {
    this.#lua._lua_pushlightuserdata(this.#state, 0);
    this.#popGlobal(name);
  }

  /** Compiles and runs a text; the message of its error, or null. Throws Stopped. */
  run(text: Binary, chunkName: string): Binary | null {
    return this.#guarded(() => {
      const lua = this.#lua;
      const [source, name] = [this.#copied(text), this.#copied(`${chunkName}\0`)];
      const failed = lua._luaL_loadbuffer(this.#state, source, text.length, name);
      lua._free(source);
      lua._free(name);
      return failed !== 0 || lua._lua_pcall(this.#state, 0, 0, 0) !== 0;
    });
  }

  /** Calls a global function once globals have been set; the message of its error, or null. Throws Stopped. */
  call(name: string, globals: Readonly<Record<string, LuaValue>> = {}): Binary | null {
    return this.#guarded(() => {
      for (const [global, value] of Object.entries(globals)) this.#setGlobal(global, value);
      this.#withName(name, (at) => this.#lua._lua_getfield(this.#state, globalsIndex, at));
      return this.#lua._lua_pcall(this.#state, 0, 0, 0) !== 0;
    });
  }

  /** Takes global functions away. */
  unset(names: readonly string[]): void {
    for (const name of names) this.#setGlobal(name, null);
  }

  #guarded(run: () => boolean): Binary | null {
    if (this.isBroken) throw new Stopped('it comes after a script that was stopped');
    this.#hooks = 0;
    this.#hooksLeft = Math.ceil(this.#limits.instructions / instructionsPerHook);
    this.#endMs = performance.now() + this.#limits.ms;
    try {
      // What scripts before this one have left behind is not this one's.
      if (this.#bytes > this.#limits.bytes / 2) this.#lua._lua_gc(this.#state, collect, 0);
      const failed = run();
      const message = failed ? String(this.#argument(this.#state, -1) ?? '') : null;
      this.#lua._lua_settop(this.#state, 0);
      return message;
    } catch (error) {
      this.isBroken = true;
      if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError)
        throw new Stopped(`it cannot be run to its end: ${error.message}`);
      throw error;
    }
  }

  #onHook(): undefined {
    this.#hooks++;
    if (this.#hooks > this.#hooksLeft)
      throw new Stopped(`it takes more than ${this.#limits.instructions} instructions`);
    if (this.#hooks % hooksPerLook === 0 && performance.now() > this.#endMs)
      throw new Stopped(`it takes longer than ${this.#limits.ms} ms`);
  }

  #allocate(pointer: number, before: number, after: number): number {
    if (after === 0) {
      if (pointer !== 0) {
        this.#bytes -= before;
        this.#lua._free(pointer);
      }
      return 0;
    }
    const more = pointer === 0 ? after : after - before;
    // A script could catch what Lua makes of no memory, and go on otherwise than it did.
    if (more > 0 && this.#bytes + more > this.#limits.bytes)
      throw new Stopped(`it takes more than ${this.#limits.bytes} bytes of memory`);
    const moved = this.#lua._realloc(pointer, after);
    if (moved === 0) throw new Stopped('there is no memory for it');
    this.#bytes += more;
    return moved;
  }

  #argument(state: number, index: number): LuaArgument {
    const lua = this.#lua;
    switch (lua._lua_type(state, index)) {
      case luaTypes.nil:
        return null;
      case luaTypes.boolean:
        return lua._lua_toboolean(state, index) !== 0;
      case luaTypes.number:
        return lua._lua_tonumber(state, index);
      case luaTypes.string: {
        const at = lua._lua_tolstring(state, index, this.#lengthAt);
        const length = lua.HEAPU32[this.#lengthAt >>> 2] as number;
        return Buffer.from(lua.HEAPU8.buffer, at, length).toString('latin1');
      }
      default:
        return undefined;
    }
  }

  #push(state: number, value: LuaValue): void {
    const lua = this.#lua;
    if (lua._lua_checkstack(state, 4) === 0) throw new Stopped('it nests too deep');
    if (value === null) lua._lua_pushnil(state);
    else if (typeof value === 'boolean') lua._lua_pushboolean(state, value ? 1 : 0);
    else if (typeof value === 'number') lua._lua_pushnumber(state, value);
    else if (typeof value === 'string') this.#pushString(state, value);
    else if (Array.isArray(value)) {
      lua._lua_createtable(state, 0, 0);
      value.forEach((item, at) => {
        this.#push(state, item);
        lua._lua_rawseti(state, -2, at + 1);
      });
    } else {
      const [[name, text] = ['', '']] = Object.entries(value) as [string, Binary][];
      lua._lua_createtable(state, 0, 0);
      this.#pushString(state, name);
      this.#pushString(state, text);
      lua._lua_rawset(state, -3);
    }
  }

  #pushString(state: number, text: Binary): void {
    const isShort = text.length <= keptBytes;
    const at = isShort ? this.#room : this.#copied(text);
    if (isShort) this.#write(at, text);
    this.#lua._lua_pushlstring(state, at, text.length);
    if (!isShort) this.#lua._free(at);
  }

  #setGlobal(name: string, value: LuaValue): void {
    this.#push(this.#state, value);
    this.#popGlobal(name);
  }

  #popGlobal(name: string): void {
    this.#withName(name, (at) => this.#lua._lua_setfield(this.#state, globalsIndex, at));
  }

  #withName(name: string, use: (at: number) => void): void {
    const at = this.#copied(`${name}\0`);
    use(at);
    this.#lua._free(at);
  }

  #copied(text: Binary): number {
    if (text.length > this.#limits.bytes) throw new Stopped('it is too long');
    const at = this.#lua._malloc(Math.max(1, text.length));
    if (at === 0) throw new Stopped('there is no memory for it');
    this.#write(at, text);
    return at;
  }

  #write(at: number, text: Binary): void {
    Buffer.from(this.#lua.HEAPU8.buffer, at, text.length).write(text, 'latin1');
  }
}
