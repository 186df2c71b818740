import * as data from '../../../formats/redis/commands/command.ts';
import type { Reply } from '../../../formats/redis/commands/reply.ts';
import type { ClientState } from '../clients/client-state.ts';
import type { RespContext } from '../context.ts';
import type { StoredDatabase } from '../keyspace/stored-database.ts';

/** One command on its way, as the server runs it. */
export interface Call extends data.Call {
  readonly db: StoredDatabase;
  readonly client: ClientState;
  readonly server: RespContext;
}

export type HandlerResult = Reply | data.Blocked | Promise<Reply>;
export type Handler = (call: Call) => HandlerResult;
export type CommandSpec = data.CommandSpec<Handler>;

export const command = data.commandFor<Handler>;

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
