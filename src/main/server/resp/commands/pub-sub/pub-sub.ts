import { subcommandSyntax } from '../../../../formats/redis/commands/errors.ts';
import { matchesGlob } from '../../../../formats/redis/commands/glob.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { noReply, push, type Reply, several } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { ClientState } from '../../clients/client-state.ts';
import type { RespContext } from '../../context.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

/** Channels, patterns and channels of shards are listened to in the same way. */
interface Kind {
  /** What the answer calls them: `subscribe`, `psubscribe`, `ssubscribe`. */
  name: string;
  all: (server: RespContext) => Map<Binary, Set<ClientState>>;
  own: (client: ClientState) => Set<Binary>;
  count: (client: ClientState) => number;
}

const channels: Kind = {
  name: 'subscribe',
  all: ({ pubSub }) => pubSub.channels,
  own: (client) => client.channels,
  count: (client) => client.subscriptions,
};
const patterns: Kind = {
  name: 'psubscribe',
  all: ({ pubSub }) => pubSub.patterns,
  own: (client) => client.patterns,
  count: (client) => client.subscriptions,
};
const shards: Kind = {
  name: 'ssubscribe',
  all: ({ pubSub }) => pubSub.shardChannels,
  own: (client) => client.shardChannels,
  count: (client) => client.shardChannels.size,
};

const unsubscribed: Readonly<Record<string, string>> = {
  subscribe: 'unsubscribe',
  psubscribe: 'punsubscribe',
  ssubscribe: 'sunsubscribe',
};

/** One answer for each channel. */
function subscribe({ args, client, server }: Call, kind: Kind): Reply {
  return several(
    args.slice(1).map((name) => {
      server.pubSub.subscribe(kind.all(server), kind.own(client), client, name);
      return push(kind.name, name, kind.count(client));
    }),
  );
}

function unsubscribe({ args, client, server }: Call, kind: Kind): Reply {
  const named = args.length > 1 ? args.slice(1) : [...kind.own(client)];
  const what = unsubscribed[kind.name] as string;
  if (named.length === 0) return push(what, null, kind.count(client));
  return several(
    named.map((name) => {
      server.pubSub.unsubscribe(kind.all(server), kind.own(client), client, name);
      return push(what, name, kind.count(client));
    }),
  );
}

function publish({ args, server, told }: Call): Reply {
  told.always();
  return server.pubSub.publish(args[1] as Binary, args[2] as Binary);
}

function publishToShard({ args, server, told }: Call): Reply {
  told.always();
  return server.pubSub.publishToShard(args[1] as Binary, args[2] as Binary);
}

const listed =
  (kind: Kind) =>
  ({ args, server }: Call): Reply => {
    if (args.length > 3) throw subcommandSyntax('PUBSUB', args[1] as Binary);
    const pattern = args[2];
    return [...kind.all(server).keys()].filter((name) => pattern === undefined || matchesGlob(pattern, name));
  };

const counted =
  (kind: Kind) =>
  ({ args, server }: Call): Reply =>
    args.slice(2).flatMap((name) => [name, kind.all(server).get(name)?.size ?? 0]);

const listens = 'pubsub noscript loading stale';
const asks = 'pubsub loading stale';

const pubSubCommand: CommandSpec = {
  ...command('pubsub', -2, '', null, '2.8.0', 'Who listens to what', () => noReply),
  subcommands: [
    command('channels', -2, asks, null, '2.8.0', 'The channels that have listeners', listed(channels)),
    command('numsub', -2, asks, null, '2.8.0', 'How many listen to channels', counted(channels)),
    command(
      'numpat',
      2,
      asks,
      null,
      '2.8.0',
      'How many patterns there are',
      ({ server }) => server.pubSub.patterns.size,
    ),
    command(
      'shardchannels',
      -2,
      asks,
      null,
      '7.0.0',
      'The channels of shards that have listeners',
      listed(shards),
    ),
    command('shardnumsub', -2, asks, null, '7.0.0', 'How many listen to channels of shards', counted(shards)),
    helpOf('PUBSUB', [
      'CHANNELS [<pattern>]',
      "    Return the currently active channels matching a <pattern> (default: '*').",
      'NUMPAT',
      '    Return number of subscriptions to patterns.',
      'NUMSUB [<channel> ...]',
      '    Return the number of subscribers for the specified channels, excluding',
      '    pattern subscriptions(default: no channels).',
      'SHARDCHANNELS [<pattern>]',
      "    Return the currently active shard level channels matching a <pattern> (default: '*').",
      'SHARDNUMSUB [<shardchannel> ...]',
      '    Return the number of subscribers for the specified shard level channel(s)',
    ]),
  ],
};

export const pubSubCommands: readonly CommandSpec[] = [
  command('subscribe', -2, listens, null, '2.0.0', 'Listens to channels', (call) =>
    subscribe(call, channels),
  ),
  command('psubscribe', -2, listens, null, '2.0.0', 'Listens to channels by patterns', (call) =>
    subscribe(call, patterns),
  ),
  command('ssubscribe', -2, listens, [1, -1, 1], '7.0.0', 'Listens to channels of a shard', (call) =>
    subscribe(call, shards),
  ),
  command('unsubscribe', -1, listens, null, '2.0.0', 'No longer listens', (call) =>
    unsubscribe(call, channels),
  ),
  command('punsubscribe', -1, listens, null, '2.0.0', 'No longer listens', (call) =>
    unsubscribe(call, patterns),
  ),
  command('sunsubscribe', -1, listens, [1, -1, 1], '7.0.0', 'No longer listens', (call) =>
    unsubscribe(call, shards),
  ),
  command(
    'publish',
    3,
    'pubsub loading stale fast may_replicate',
    null,
    '2.0.0',
    'Tells all who listen',
    publish,
  ),
  command(
    'spublish',
    3,
    'pubsub loading stale fast may_replicate',
    [1, 1, 1],
    '7.0.0',
    'Tells all who listen to a shard',
    publishToShard,
  ),
  pubSubCommand,
];
