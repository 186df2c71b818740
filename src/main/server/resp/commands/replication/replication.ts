import { whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { noReply, ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

/** The longest that a timer of Node can wait. */
const maxTimerMs = 2 ** 31 - 1;
const maxAddressChars = 255;

function partialSync({ args, client, server }: Call): Reply {
  // The first byte that it wants is the one behind what it has.
  server.replication.attach(client, args[1] as Binary, whole(args[2] as Binary) - 1);
  return noReply;
}

/** As replicas of old ask, and tools that only want a snapshot. */
function sync({ client, server }: Call): Reply {
  server.replication.attach(client, '', 0, false);
  return noReply;
}

function configure({ args, client, server }: Call): Reply {
  const { replication } = server;
  if (args.length % 2 === 0) fail(errors.syntax);
  for (let at = 1; at < args.length; at += 2) {
    const [option, value] = [word(args[at]), args[at + 1] as Binary];
    if (option === 'ACK') {
      replication.acknowledge(client, whole(value));
      return noReply;
    }
    if (option === 'GETACK') return noReply;
    if (option === 'LISTENING-PORT') replication.announce(client, { port: whole(value) });
    else if (option === 'IP-ADDRESS')
      replication.announce(client, { address: value.slice(0, maxAddressChars) });
    else if (option === 'RDB-ONLY') replication.announce(client, { wantsSnapshotOnly: value !== '0' });
    else if (option !== 'CAPA') fail(`ERR Unrecognized REPLCONF option: ${args[at]}`);
  }
  return ok;
}

function wait({ args, client, server, mayBlock }: Call): Reply | Promise<Reply> {
  const replicas = whole(args[1] as Binary);
  const timeout = whole(args[2] as Binary, 'ERR timeout is not an integer or out of range');
  if (timeout < 0) fail('ERR timeout is negative');
  if (!mayBlock) return server.replication.upToDate;
  const timeoutMs = timeout === 0 ? null : Math.min(timeout, maxTimerMs);
  // What was asked before this has to be on its way before anyone can have it.
  return server.committed().then(() => server.replication.wait(client, replicas, timeoutMs));
}

function role({ server }: Call): Reply {
  const { offset, replicas } = server.replication;
  const online = replicas.filter(({ isOnline }) => isOnline);
  return [
    'master',
    offset,
    online.map(({ address, facts, acknowledged }) => [address, String(facts.port), String(acknowledged)]),
  ];
}

const admin = 'admin noscript no_async_loading no_multi';

export const replicationCommands: readonly CommandSpec[] = [
  command('psync', -3, admin, null, '2.8.0', 'Makes the client a replica', partialSync),
  command('sync', 1, admin, null, '1.0.0', 'Sends a snapshot, and everything behind it', sync),
  command(
    'replconf',
    -1,
    'admin noscript loading stale allow_busy',
    null,
    '3.0.0',
    'What a replica says of itself',
    configure,
  ),
  command('wait', 3, 'noscript', null, '3.0.0', 'Waits until replicas have what was written', wait, {
    categories: ['connection'],
  }),
  command('role', 1, 'noscript loading stale fast', null, '2.8.12', 'The part that the server plays', role, {
    categories: ['admin', 'dangerous'],
  }),
];
