import { bitmapCommands } from '../../../formats/redis/commands/bitmaps/bitmaps.ts';
import { genericCommands } from '../../../formats/redis/commands/generic/generic.ts';
import { geoCommands } from '../../../formats/redis/commands/geo/geo.ts';
import { hashCommands } from '../../../formats/redis/commands/hashes/hashes.ts';
import { hyperLogLogCommands } from '../../../formats/redis/commands/hyperloglog/hyperloglog.ts';
import { listCommands } from '../../../formats/redis/commands/lists/lists.ts';
import { setCommands } from '../../../formats/redis/commands/sets/sets.ts';
import { sortedSetCommands } from '../../../formats/redis/commands/sorted-sets/sorted-sets.ts';
import { streamCommands } from '../../../formats/redis/commands/streams/streams.ts';
import { stringCommands } from '../../../formats/redis/commands/strings/strings.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { type Command, type CommandSpec, commandOf } from './command.ts';
import { connectionCommands } from './connection/connection.ts';
import { dumpCommands } from './generic/dump.ts';
import { objectCommand } from './generic/object.ts';
import { pubSubCommands } from './pub-sub/pub-sub.ts';
import { replicationCommands } from './replication/replication.ts';
import { serverCommands } from './server/server.ts';
import { transactionCommands } from './transactions/transactions.ts';

/** Every command there is, by the group that Redis puts it into. */
const groups: Readonly<Record<string, readonly CommandSpec[]>> = {
  string: stringCommands,
  generic: [...genericCommands, objectCommand, ...dumpCommands],
  hash: hashCommands,
  list: listCommands,
  set: setCommands,
  'sorted-set': sortedSetCommands,
  stream: streamCommands,
  bitmap: bitmapCommands,
  hyperloglog: hyperLogLogCommands,
  geo: geoCommands,
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
