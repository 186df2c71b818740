import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';
import type { RespContext } from '../context.ts';
import type { Database } from '../keyspace/database.ts';
import type { Value } from '../keyspace/value.ts';
import type { Reply } from '../protocol/reply.ts';

/** One command on its way: its words, the database it means, and who asks. */
export interface Call {
  /** The name first. */
  readonly args: readonly Binary[];
  readonly db: Database;
  readonly client: ClientState;
  readonly server: RespContext;
  /** ms since 1970, the same for all that the command does. */
  readonly nowMs: number;
  /** Not within a transaction, where nobody waits. */
  readonly mayBlock: boolean;
}

/** The command waits until one of these keys changes. */
export interface Blocked {
  readonly kind: 'blocked';
  readonly keys: readonly Binary[];
  /** null = for ever. */
  readonly timeoutMs: number | null;
  readonly onTimeout: Reply;
  /** What has to be at one of the keys; whatever else is put there leaves the command waiting. */
  readonly waitsFor: Value['type'];
  /** Tried again as well when what was at the key is gone, or something else is there. */
  readonly hearsOfEnd?: boolean;
  /** Tried again when one of the keys has changed and holds this. */
  readonly retry: () => Reply | Blocked;
}

export type HandlerResult = Reply | Blocked | Promise<Reply>;
export type Handler = (call: Call) => HandlerResult;

export const flagNames = [
  'write',
  'readonly',
  'denyoom',
  'admin',
  'pubsub',
  'noscript',
  'blocking',
  'loading',
  'stale',
  'skip_monitor',
  'skip_slowlog',
  'asking',
  'fast',
  'no_auth',
  'may_replicate',
  'no_mandatory_keys',
  'no_async_loading',
  'no_multi',
  'movablekeys',
  'allow_busy',
] as const;
export type Flag = (typeof flagNames)[number];

/** First and last key among the arguments, and from one to the next; a negative last counts from the end. */
export type KeyRange = readonly [first: number, last: number, step: number];

export interface CommandSpec {
  name: string;
  /** With the name; negative = at least so many. */
  arity: number;
  /** Names of `Flag`, by spaces. */
  flags: string;
  keys?: KeyRange;
  /** Which arguments are keys, where a range cannot say it. Throws when the arguments are none. */
  findKeys?: (args: readonly Binary[]) => number[];
  since: string;
  summary: string;
  /** Of Redis's access control, where flags and group do not say it. */
  categories?: readonly string[];
  tips?: readonly string[];
  subcommands?: readonly CommandSpec[];
  run: Handler;
}

/** A command in one line. */
export function command(
  name: string,
  arity: number,
  flags: string,
  keys: KeyRange | null,
  since: string,
  summary: string,
  run: Handler,
  more: Pick<CommandSpec, 'findKeys' | 'categories' | 'tips'> = {},
): CommandSpec {
  return { name, arity, flags, ...(keys ? { keys } : {}), since, summary, run, ...more };
}

export interface Command extends Omit<CommandSpec, 'flags' | 'subcommands'> {
  readonly group: string;
  /** No other command has it: 0 and up. */
  readonly index: number;
  /** `client|list` for a subcommand. */
  readonly fullName: string;
  readonly flags: ReadonlySet<Flag>;
  readonly isWrite: boolean;
  /** Takes the same time whatever there is. */
  readonly isFast: boolean;
  readonly isAllowedUnauthenticated: boolean;
  readonly subcommands: ReadonlyMap<string, Command>;
  /** What COMMAND and the slow log count. */
  readonly isHiddenFromMonitors: boolean;
}

let nextIndex = 0;

/** A subcommand is looked up by its second word; the container itself has nothing to run. */
export function commandOf(spec: CommandSpec, group: string, parent?: string): Command {
  const flags = new Set(spec.flags.split(' ').filter((flag) => flag !== '') as Flag[]);
  const fullName = parent === undefined ? spec.name : `${parent}|${spec.name}`;
  return {
    ...spec,
    group,
    index: nextIndex++,
    fullName,
    flags,
    isWrite: flags.has('write'),
    isFast: flags.has('fast'),
    isAllowedUnauthenticated: flags.has('no_auth'),
    isHiddenFromMonitors: flags.has('skip_monitor') || flags.has('admin'),
    subcommands: new Map(
      (spec.subcommands ?? []).map((each) => [each.name, commandOf(each, group, spec.name)]),
    ),
  };
}
