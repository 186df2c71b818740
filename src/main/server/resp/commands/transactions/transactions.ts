import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { nullArray, ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

function multi({ client }: Call): Reply {
  if (client.queue) fail('ERR MULTI calls can not be nested');
  client.queue = [];
  client.isQueueBroken = false;
  return ok;
}

/** The changes of all of its commands go into one batch of the store: after a crash they are there or none is. */
function exec({ client, server }: Call): Reply {
  if (!client.queue) fail(errors.noMulti);
  const isBroken = client.isQueueBroken;
  const { keyspace, watches } = server;
  const hasChanged = client.isWatchBroken || watches.hasExpired(client, (db, key) => keyspace.has(db, key));
  server.watches.unwatch(client);
  if (isBroken || hasChanged) {
    leave(client);
    return isBroken ? fail('EXECABORT Transaction discarded because of previous errors.') : nullArray;
  }
  const queue = client.queue;
  leave(client);
  return server.runQueue(client, queue);
}

function leave(client: Call['client']): void {
  client.queue = null;
  client.isQueueBroken = false;
}

function discard({ client, server }: Call): Reply {
  if (!client.queue) fail('ERR DISCARD without MULTI');
  leave(client);
  server.watches.unwatch(client);
  return ok;
}

function watch({ args, client, db, server }: Call): Reply {
  if (client.queue) fail('ERR WATCH inside MULTI is not allowed');
  for (const key of args.slice(1)) {
    // One whose deadline has passed counts as gone from here on.
    const wasThere = db.peek(key) !== null;
    server.watches.watch(client, { db: db.index, key, wasThere });
  }
  return ok;
}

const always = 'noscript loading stale fast allow_busy';

export const transactionCommands: readonly CommandSpec[] = [
  { name: 'multi', arity: 1, flags: always, since: '1.2.0', summary: 'Begins a transaction', run: multi },
  command('exec', 1, 'noscript loading stale skip_slowlog', null, '1.2.0', 'Runs a transaction', exec),
  {
    name: 'discard',
    arity: 1,
    flags: always,
    since: '2.0.0',
    summary: 'Forgets a transaction',
    run: discard,
  },
  {
    name: 'watch',
    arity: -2,
    flags: always,
    keys: [1, -1, 1],
    since: '2.2.0',
    summary: 'Lets a transaction depend on keys',
    run: watch,
  },
  {
    name: 'unwatch',
    arity: 1,
    flags: always,
    since: '2.2.0',
    summary: 'Forgets all watched keys',
    run: ({ client, server }) => {
      server.watches.unwatch(client);
      return ok;
    },
  },
];
