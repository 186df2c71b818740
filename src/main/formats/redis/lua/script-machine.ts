import { createHash } from 'node:crypto';
import { type Binary, bytesOf } from '../value.ts';
import bytes from './environment/bytes.lua?raw';
import cjson from './environment/cjson.lua?raw';
import cmsgpack from './environment/cmsgpack.lua?raw';
import guards from './environment/limits.lua?raw';
import protect from './environment/protect.lua?raw';
import redis from './environment/redis.lua?raw';
import struct from './environment/struct.lua?raw';
import {
  type HostFunction,
  type LuaArgument,
  type LuaLimits,
  LuaMachine,
  type LuaValue,
  Stopped,
} from './lua-machine.ts';
import { bitOperation, floatBytes, floatOf, formatInteger, parseUnsigned } from './numbers.ts';
import { ScriptRandom } from './random.ts';

/** What `redis.call` and `redis.pcall` reach. */
export interface ScriptCommands {
  call(args: readonly LuaArgument[]): LuaValue;
  readonly hasWritten: boolean;
}

export interface Script {
  text: Binary;
  sha: string;
  keys: readonly Binary[];
  args: readonly Binary[];
}

export const shaOf = (text: Binary): string => createHash('sha1').update(bytesOf(text)).digest('hex');

/** So many scripts stay compiled. */
const maxKnown = 1000;

/** Lua with what scripts find in Redis up to version 6: those are the ones whose logs hold scripts. */
export class ScriptMachine {
  readonly #lua: LuaMachine;
  readonly #random = new ScriptRandom();
  readonly #known = new Set<string>();
  #commands: ScriptCommands | null = null;
  #replicates = false;
  /** Why what the script does from here on is not what it did. */
  #unknowable: string | null = null;

  static async start(limits: LuaLimits): Promise<ScriptMachine> {
    return new ScriptMachine(await LuaMachine.start(limits));
  }

  private constructor(lua: LuaMachine) {
    this.#lua = lua;
    lua.define('host', (args) => this.#host(args));
    lua.setNullPointer('null');
    const failed = lua.run(
      [guards, redis, bytes, cjson, cmsgpack, struct, protect].join('\n'),
      '@environment',
    );
    if (failed !== null) throw new Error(failed);
  }

  get isBroken(): boolean {
    return this.#lua.isBroken;
  }

  /** Of the last script. */
  get instructions(): number {
    return this.#lua.instructions;
  }

  /**
   * The message of the script's error, or null; what it has written before stands. Throws Stopped where it cannot be
   * run as it was; the machine is then broken only if it was ended from outside.
   */
  run({ text, sha, keys, args }: Script, commands: ScriptCommands): Binary | null {
    const name = `f_${sha}`;
    this.#commands = commands;
    this.#replicates = false;
    this.#unknowable = null;
    if (this.#known.size >= maxKnown) this.#forget();
    if (!this.#known.has(sha)) {
      const failed = this.#lua.run(`function ${name}() ${text}\nend`, '@user_script');
      if (failed !== null) return failed;
      this.#known.add(sha);
    }
    this.#random.seed(0);
    const failed = this.#lua.call(name, { KEYS: keys, ARGV: args });
    if (this.#unknowable !== null) throw new Stopped(this.#unknowable);
    return failed;
  }

  #forget(): void {
    this.#lua.unset([...this.#known].map((sha) => `f_${sha}`));
    this.#known.clear();
  }

  #host([name, ...args]: LuaArgument[]): LuaValue {
    const run = this.#functions[name as string];
    if (run === undefined) throw new Stopped('it calls what is not there');
    return run(args);
  }

  readonly #functions: Readonly<Record<string, HostFunction>> = {
    call: (args) => {
      if (this.#commands === null) throw new Stopped('it calls a command before it runs');
      return this.#commands.call(args);
    },
    stop: ([why]) => {
      this.#unknowable ??= String(why);
      return null;
    },
    sha1: ([text]) => shaOf(text as Binary),
    random: () => this.#random.next(),
    seed: ([seed]) => {
      this.#random.seed(Math.trunc(seed as number));
      return null;
    },
    replicate: () => {
      this.#replicates ||= !(this.#commands?.hasWritten ?? false);
      return this.#replicates;
    },
    replicates: () => this.#replicates,
    bit: ([operation, ...values]) => bitOperation(operation as string, values as number[]),
    integer: ([flags, kind, value]) => formatInteger(flags as string, kind as string, value as number),
    float: ([kind, value]) => floatBytes(kind as string, value as number),
    unfloat: ([bytes]) => floatOf(bytes as Binary),
    tonumber: ([text, radix]) => parseUnsigned(text as Binary, radix as number),
  };
}
