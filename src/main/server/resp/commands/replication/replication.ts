import type { Binary } from '../../../../formats/redis/value.ts';
import { errors, fail } from '../../protocol/errors.ts';
import { noReply, ok, type Reply } from '../../protocol/reply.ts';
import { whole, wholeInRange, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

function sync({ args, client, server }: Call): Reply {
  return server.replication.attach(client, args[1] as Binary, whole(args[2] as Binary));
}

/** What a replica says of itself: only how far it is matters here. */
function configure({ args, client, server }: Call): Reply {
  if (args.length % 2 === 0) fail(errors.syntax);
  for (let at = 1; at < args.length; at += 2) {
    const option = word(args[at]);
    if (option === 'ACK') {
      server.replication.acknowledge(client, whole(args[at + 1] as Binary));
      return noReply;
    }
    if (!['LISTENING-PORT', 'IP-ADDRESS', 'CAPA', 'VERSION', 'RDB-ONLY'].includes(option)) {
      fail(`ERR Unrecognized REPLCONF option: ${args[at]}`);
    }
  }
  return ok;
}

function wait({ args, server, mayBlock }: Call): Reply | Promise<Reply> {
  const replicas = whole(args[1] as Binary);
  const invalid = 'ERR timeout is not an integer or out of range';
  const timeout = wholeInRange(args[2] as Binary, -(2 ** 53), 2 ** 53, invalid);
  if (timeout < 0) fail('ERR timeout is negative');
  if (!mayBlock) return server.replication.wait(0, 0);
  // What was asked before this has to be on its way before anyone can have it.
  return server.committed().then(() => server.replication.wait(replicas, timeout === 0 ? null : timeout));
}

function role({ server }: Call): Reply {
  const { offset, replicas } = server.replication;
  const shown = replicas.map(({ address, acknowledged }) => {
    const at = address.lastIndexOf(':');
    return [address.slice(0, at), address.slice(at + 1), String(acknowledged)];
  });
  return ['master', offset, shown];
}

const admin = 'admin noscript no_async_loading no_multi';

export const replicationCommands: readonly CommandSpec[] = [
  command('psync', -3, admin, null, '2.8.0', 'Makes the client a replica', sync),
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
