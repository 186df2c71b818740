import type { Binary } from '../../../formats/redis/value.ts';
import { bitmapCommands } from './bitmaps/bitmaps.ts';
import { type Command, type CommandSpec, commandOf } from './command.ts';
import { connectionCommands } from './connection/connection.ts';
import { genericCommands } from './generic/generic.ts';
import { hashCommands } from './hashes/hashes.ts';
import { listCommands } from './lists/lists.ts';
import { pubSubCommands } from './pub-sub/pub-sub.ts';
import { replicationCommands } from './replication/replication.ts';
import { serverCommands } from './server/server.ts';
import { setCommands } from './sets/sets.ts';
import { sortedSetCommands } from './sorted-sets/sorted-sets.ts';
import { streamCommands } from './streams/streams.ts';
import { stringCommands } from './strings/strings.ts';
import { transactionCommands } from './transactions/transactions.ts';

/** Every command there is, by the group that Redis puts it into. */
const groups: Readonly<Record<string, readonly CommandSpec[]>> = {
  string: stringCommands,
  generic: genericCommands,
  hash: hashCommands,
  list: listCommands,
  set: setCommands,
  'sorted-set': sortedSetCommands,
  stream: streamCommands,
  bitmap: bitmapCommands,
  pubsub: pubSubCommands,
  connection: connectionCommands,
  transactions: transactionCommands,
  server: [...serverCommands, ...replicationCommands],
};

export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries(groups).flatMap(([group, specs]) =>
    specs.map((spec): [string, Command] => [spec.name, commandOf(spec, group)]),
  ),
);

/** The usual spellings, so that most requests need no change of case. */
const spellings = new Map(
  [...commands.values()].flatMap((command): [string, Command][] => [
    [command.name, command],
    [command.name.toUpperCase(), command],
  ]),
);

/** The command that a request means, down to its subcommand; null when there is none. */
export function findCommand(args: readonly Binary[]): Command | null {
  const name = args[0] as Binary;
  const command = spellings.get(name) ?? commands.get(name.toLowerCase());
  if (command === undefined) return null;
  if (command.subcommands.size === 0 || args.length < 2) return command;
  return command.subcommands.get((args[1] as Binary).toLowerCase()) ?? null;
}
