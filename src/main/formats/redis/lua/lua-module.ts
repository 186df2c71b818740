/** What is used of the Lua 5.1 that `wasmoon-lua5.1` compiles to WebAssembly, by its own C names. Pointers are numbers. */
export interface LuaModule {
  /** The memory of all that runs there; another array once it has grown. */
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  addFunction(run: (...pointers: number[]) => number | undefined, signature: string): number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _realloc(pointer: number, bytes: number): number;
  _lua_newstate(allocator: number, data: number): number;
  _lua_sethook(state: number, hook: number, mask: number, count: number): void;
  _lua_gettop(state: number): number;
  _lua_settop(state: number, top: number): void;
  _lua_checkstack(state: number, slots: number): number;
  _lua_type(state: number, index: number): number;
  _lua_toboolean(state: number, index: number): number;
  _lua_tonumber(state: number, index: number): number;
  _lua_tolstring(state: number, index: number, lengthAt: number): number;
  _lua_pushnil(state: number): void;
  _lua_pushboolean(state: number, value: number): void;
  _lua_pushnumber(state: number, value: number): void;
  _lua_pushlstring(state: number, bytes: number, length: number): void;
  _lua_pushlightuserdata(state: number, pointer: number): void;
  _lua_pushcclosure(state: number, run: number, upvalues: number): void;
  _lua_createtable(state: number, items: number, fields: number): void;
  _lua_rawseti(state: number, table: number, index: number): void;
  _lua_rawset(state: number, table: number): void;
  _lua_getfield(state: number, table: number, name: number): void;
  _lua_setfield(state: number, table: number, name: number): void;
  _lua_pcall(state: number, args: number, results: number, onError: number): number;
  _lua_gc(state: number, what: number, data: number): number;
  _luaL_loadbuffer(state: number, text: number, length: number, name: number): number;
  _luaopen_base(state: number): number;
  _luaopen_string(state: number): number;
  _luaopen_table(state: number): number;
  _luaopen_math(state: number): number;
  _luaopen_debug(state: number): number;
}

/** Where the globals are to be found. */
export const globalsIndex = -10002;
export const countMask = 8;
export const collect = 2;
export const luaTypes = { nil: 0, boolean: 1, lightUserdata: 2, number: 3, string: 4 } as const;

/** An instance of its own, with a memory of its own. It is loaded when the first script is met, and not before. */
export async function loadLua(): Promise<LuaModule> {
  const { LuaApi } = await import('wasmoon-lua5.1');
  const { module } = await LuaApi.initialize();
  return module as unknown as LuaModule;
}
