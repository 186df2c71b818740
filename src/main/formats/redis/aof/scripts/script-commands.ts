import { whole } from '../../commands/arguments.ts';
import { bitmapCommands } from '../../commands/bitmaps/bitmaps.ts';
import { type Call, type CommandHost, type CommandSpec, untold } from '../../commands/command.ts';
import { CommandError } from '../../commands/errors.ts';
import { genericCommands } from '../../commands/generic/generic.ts';
import { hashCommands } from '../../commands/hashes/hashes.ts';
import { listCommands } from '../../commands/lists/lists.ts';
import { ok, type Reply, status } from '../../commands/reply.ts';
import { setCommands } from '../../commands/sets/sets.ts';
import { sortedSetCommands } from '../../commands/sorted-sets/sorted-sets.ts';
import { stringCommands } from '../../commands/strings/strings.ts';
import { defaultMaxSparseBytes } from '../../hyperloglog/sketch.ts';
import type { LuaArgument, LuaValue } from '../../lua/lua-machine.ts';
import type { ScriptCommands } from '../../lua/script-machine.ts';
import { scoreText } from '../../score-text.ts';
import type { Binary } from '../../value.ts';
import { addFloats, Refused, Unknowable } from '../command.ts';
import { keepsOrder } from '../compact-value.ts';
import type { Keyspace } from '../keyspace.ts';
import { luaValueOf, sortedReply } from './lua-reply.ts';
import { type ScriptDatabase, ScriptKeys } from './script-keys.ts';

/** Redis's own limits, unless told otherwise. */
const settings = {
  'proto-max-bulk-len': 512 * 1024 * 1024,
  'stream-node-max-entries': 100,
  'hll-sparse-max-bytes': defaultMaxSparseBytes,
};

const commands: ReadonlyMap<string, CommandSpec> = new Map(
  [
    stringCommands,
    genericCommands,
    hashCommands,
    listCommands,
    setCommands,
    sortedSetCommands,
    bitmapCommands,
  ].flatMap((specs) => specs.map((spec): [string, CommandSpec] => [spec.name, spec])),
);

/** Their replies are different each time, and Redis lets no script write behind them that is logged as it stands. */
const random = new Set(
  'hrandfield hscan lastsave randomkey scan spop srandmember sscan time zrandmember zscan'.split(' '),
);
/** Redis sorts what they answer a script, so that it is the same each time. */
const sorted = new Set('hkeys hvals keys sdiff sinter smembers sunion'.split(' '));
const notAllowed = new Set(
  `auth bgrewriteaof bgsave client config debug discard eval evalsha exec monitor multi psubscribe psync punsubscribe
  replconf save script shutdown slaveof subscribe sync unsubscribe unwatch watch`.split(/\s+/),
);
const relative = new Set(['expire', 'pexpire', 'psetex', 'setex']);
const ownArity: Readonly<Record<string, number>> = { dbsize: 1, echo: 2, publish: 3, select: 2, spublish: 3 };

export interface ReplayedOptions {
  /** Other keys may have deadlines that the log does not tell. */
  hasUnknownDeadlines: boolean;
  onCopies: boolean;
}

/** What one script calls, over keys that are its own until it has ended. */
export class ReplayedCommands implements ScriptCommands {
  readonly keys: ScriptKeys;
  /** Why the script cannot be replayed, once it has called what has no exact answer here. */
  unknowable: string | null = null;
  readonly #hasUnknownDeadlines: boolean;
  readonly #host: CommandHost;
  #db: number;

  constructor(base: Keyspace, { hasUnknownDeadlines, onCopies }: ReplayedOptions) {
    this.keys = new ScriptKeys(base, onCopies);
    this.#db = base.db;
    this.#hasUnknownDeadlines = hasUnknownDeadlines;
    this.#host = {
      keyspace: {
        databases: this.keys.databases,
        nowMs: 0,
        events: { silently: (work) => work() },
      },
      config: { number: (name) => settings[name] },
      stats: { hits: 0, misses: 0 },
    };
  }

  get hasWritten(): boolean {
    return this.keys.hasChanged;
  }

  call(given: readonly LuaArgument[]): LuaValue {
    if (given.length === 0) return { err: 'Please specify at least one argument for redis.call()' };
    const args: Binary[] = [];
    for (const each of given) {
      if (Number.isNaN(each))
        return this.#doom('its script writes what is not a number, with a sign that depends on the machine');
      if (typeof each === 'number') args.push(textOf(each));
      else if (typeof each === 'string') args.push(each);
      else return { err: 'Lua redis() command arguments must be strings or integers' };
    }
    try {
      return luaValueOf(this.#run(args));
    } catch (error) {
      if (error instanceof CommandError) return { err: error.message };
      if (error instanceof Unknowable) return this.#doom(error.message);
      if (isTooLong(error)) return this.#doom('its script makes a string of more than 512 MiB');
      throw error;
    }
  }

  #doom(why: string): LuaValue {
    this.unknowable ??= why;
    return { err: why };
  }

  #run(args: readonly Binary[]): Reply {
    const name = (args[0] as Binary).toLowerCase();
    const spec = commands.get(name);
    if (notAllowed.has(name) || spec?.flags.split(' ').includes('noscript'))
      throw new CommandError('This Redis command is not allowed from scripts');
    if (random.has(name))
      throw new Unknowable(`its script calls ${name.toUpperCase()}, which answers differently each time`);
    const arity = spec?.arity ?? ownArity[name];
    if (arity !== undefined && (arity >= 0 ? args.length !== arity : args.length < -arity))
      throw new CommandError('Wrong number of args calling Redis command From Lua script');
    const own = this.#ownReply(name, args);
    if (own !== undefined) return own;
    if (spec === undefined)
      throw new Unknowable(`its script calls ${printable(name)}, whose answer a replay cannot give`);
    this.#check(name, args);
    const reply = this.#runSpec(spec, args);
    return sorted.has(name) ? sortedReply(reply) : reply;
  }

  #runSpec(spec: CommandSpec, args: readonly Binary[]): Reply {
    this.keys.isWriting = spec.flags.split(' ').includes('write');
    this.keys.isRelative = relative.has(spec.name) || hasRelativeOption(spec.name, args);
    const call: Call = {
      args,
      db: this.#database,
      client: { version: 2 },
      server: this.#host,
      nowMs: 0,
      told: untold,
      mayBlock: false,
    };
    return spec.run(call) as Reply;
  }

  get #database(): ScriptDatabase {
    return this.keys.databases[this.#db] as ScriptDatabase;
  }

  /** Commands that the server has among its own. */
  #ownReply(name: string, args: readonly Binary[]): Reply | undefined {
    switch (name) {
      case 'select': {
        const db = whole(args[1] as Binary);
        if (this.keys.databases[db] === undefined) throw new CommandError('ERR DB index is out of range');
        this.#db = db;
        return ok;
      }
      case 'ping':
        return args.length > 1 ? (args[1] as Binary) : status('PONG');
      case 'echo':
        return args[1] as Binary;
      case 'publish':
      case 'spublish':
        return 0;
      case 'dbsize':
        return this.#database.size;
      case 'flushdb':
      case 'flushall':
        for (const db of name === 'flushdb' ? [this.#database] : this.keys.databases) db.clear();
        return ok;
      default:
        return undefined;
    }
  }

  #isInOrder(key: Binary): boolean {
    this.keys.isWriting = false;
    const value = this.#database.get(key);
    return value?.type !== 'hash' || value.fields.size < 2 || keepsOrder(value.fields);
  }

  /** Throws where the answer, or what the command does, hangs on what a replay does not know. */
  #check(name: string, args: readonly Binary[]): void {
    const db = this.#database;
    const key = args[1] ?? '';
    if (name === 'ttl' || name === 'pttl') {
      const isKnown =
        db.expireAt(key) === null && !this.#hasUnknownDeadlines && this.keys.unknownDeadlines === 0;
      if (db.has(key) && !isKnown) throw new Unknowable('its script asks how long a key has left');
    }
    if (relative.has(name) && args.length > 3 && args.slice(3).some((option) => /^[gl]t$/i.test(option)))
      throw new Unknowable('its script compares deadlines that are not known');
    if ((name === 'hgetall' || name === 'copy') && !this.#isInOrder(key))
      throw new Unknowable(`its script calls ${name.toUpperCase()} of a hash whose order is not known`);
    if (name === 'sort' && isUnordered(args)) throw new Unknowable('its script calls SORT without an order');
    if (name === 'incrbyfloat')
      checkSum(db.get(key), (value) => (value.type === 'string' ? value.text : null), args[2]);
    if (name === 'hincrbyfloat')
      checkSum(
        db.get(key),
        (value) => (value.type === 'hash' ? (value.fields.get(args[2] ?? '')?.value ?? null) : null),
        args[3],
      );
  }
}

/** Throws Unknowable where machines add up floats with different digits. */
function checkSum<T>(value: T | null, textOf: (value: T) => Binary | null, by = ''): void {
  try {
    addFloats((value === null ? null : textOf(value)) ?? '0', by);
  } catch (error) {
    // The command itself says what is wrong.
    if (!(error instanceof Refused)) throw error;
  }
}

function hasRelativeOption(name: string, args: readonly Binary[]): boolean {
  const from = name === 'set' ? 3 : name === 'getex' ? 2 : args.length;
  return args.slice(from).some((option) => /^[ep]x$/i.test(option));
}

/** BY a pattern without `*` asks for no order. */
function isUnordered(args: readonly Binary[]): boolean {
  return args.some((option, at) => /^by$/i.test(option) && args[at + 1]?.includes('*') === false);
}

const textOf = (number: number): Binary => scoreText(number, 'digits-17');

/** What JavaScript throws where a string has no room for as many characters as Redis lets it have bytes. */
const isTooLong = (error: unknown): boolean =>
  error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG';

const printable = (name: string): string =>
  /^[a-z0-9._|-]{1,40}$/.test(name) ? name.toUpperCase() : JSON.stringify(name.slice(0, 40));
