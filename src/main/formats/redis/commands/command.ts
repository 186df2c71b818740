import type { Binary } from '../value.ts';
import type { Database } from './database.ts';
import type { Reply } from './reply.ts';
import type { Value } from './value.ts';

/** What commands know of whoever runs them, beside the keys. */
export interface CommandHost {
  readonly keyspace: {
    readonly databases: readonly Database[];
    /** ms since 1970. */
    readonly nowMs: number;
    /** Nobody is told what the work does to keys. */
    readonly events: { silently(work: () => void): void };
  };
  readonly config: {
    number(name: 'proto-max-bulk-len' | 'stream-node-max-entries' | 'hll-sparse-max-bytes'): number;
  };
  readonly stats: { hits: number; misses: number };
}

/**
 * How those are told of a command who follow the server command by command, as a replica does: in its own words if it
 * has changed something, unless it says otherwise. What is told has to give the same keys whenever it is run.
 */
export interface Told {
  /** In these words instead; each call adds a command. */
  as(...words: readonly Binary[]): void;
  /** In other words, if any: in those that `as` is given. */
  otherwise(): void;
  /** Even if nothing has changed. */
  always(): void;
}

/** Where nobody follows. */
export const untold: Told = {
  as: () => undefined,
  otherwise: () => undefined,
  always: () => undefined,
};

/** One command on its way: its words, the database it means, and who asks. */
export interface Call {
  /** The name first. */
  readonly args: readonly Binary[];
  readonly db: Database;
  readonly client: { readonly version: 2 | 3 };
  readonly server: CommandHost;
  /** ms since 1970, the same for all that the command does. */
  readonly nowMs: number;
  readonly told: Told;
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

export type Handler = (call: Call) => Reply | Blocked;

/** First and last key among the arguments, and from one to the next; a negative last counts from the end. */
export type KeyRange = readonly [first: number, last: number, step: number];

export interface CommandSpec<Run = Handler> {
  name: string;
  /** With the name; negative = at least so many. */
  arity: number;
  /** Redis's own, by spaces. */
  flags: string;
  keys?: KeyRange;
  /** Which arguments are keys, where a range cannot say it. Throws when the arguments are none. */
  findKeys?: (args: readonly Binary[]) => number[];
  since: string;
  summary: string;
  /** Of Redis's access control, where flags and group do not say it. */
  categories?: readonly string[];
  tips?: readonly string[];
  subcommands?: readonly CommandSpec<Run>[];
  run: Run;
}

/** A command in one line, for whatever kind of call it takes. */
export function commandFor<Run>(
  name: string,
  arity: number,
  flags: string,
  keys: KeyRange | null,
  since: string,
  summary: string,
  run: Run,
  more: Pick<CommandSpec, 'findKeys' | 'categories' | 'tips'> = {},
): CommandSpec<Run> {
  return { name, arity, flags, ...(keys ? { keys } : {}), since, summary, run, ...more };
}

export const command = commandFor<Handler>;
