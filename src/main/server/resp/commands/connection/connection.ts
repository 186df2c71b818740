import { timingSafeEqual } from 'node:crypto';
import { databaseNumber, whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { mapReply, noReply, ok, type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { bytesOf } from '../../../../formats/redis/value.ts';
import { databases } from '../../keyspace/database-key.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import { clientCommand } from './client.ts';
import { checkedName } from './client-name.ts';

/** The version of Redis whose commands these are. */
export const redisVersion = '7.0.15';
const userName = 'default';
const wrongPassword = 'WRONGPASS invalid username-password pair or user is disabled.';

function authenticate({ client, server }: Call, user: Binary, password: Binary): void {
  const expected = bytesOf(server.config.text('requirepass'));
  const given = bytesOf(password);
  // As long for a wrong password as for the right one.
  const isRight = timingSafeEqual(padded(given), padded(expected)) && given.length === expected.length;
  if (user !== userName || (expected.length > 0 && !isRight)) fail(wrongPassword);
  client.isAuthenticated = true;
}

const comparedBytes = 1024;

function padded(bytes: Uint8Array): Uint8Array {
  const same = new Uint8Array(comparedBytes);
  same.set(bytes.subarray(0, comparedBytes));
  return same;
}

function auth(call: Call): Reply {
  const { args, server } = call;
  if (args.length > 3) fail(errors.syntax);
  if (args.length === 2 && server.config.text('requirepass') === '') {
    fail(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  const [user, password] =
    args.length === 3 ? [args[1] as Binary, args[2] as Binary] : [userName, args[1] as Binary];
  authenticate(call, user, password);
  return ok;
}

function hello(call: Call): Reply {
  const { args, client, server } = call;
  const version =
    args.length > 1
      ? whole(args[1] as Binary, 'ERR Protocol version is not an integer or out of range')
      : client.version;
  if (version !== 2 && version !== 3) fail('NOPROTO unsupported protocol version');
  let name: Binary | null = null;
  let login: [Binary, Binary] | null = null;
  for (let at = 2; at < args.length; at++) {
    const option = word(args[at]);
    const left = args.length - at - 1;
    if (option === 'AUTH' && left >= 2) login = [args[++at] as Binary, args[++at] as Binary];
    else if (option === 'SETNAME' && left >= 1) name = args[++at] as Binary;
    else fail(`ERR Syntax error in HELLO option '${args[at]}'`);
  }
  if (login) authenticate(call, ...login);
  if (!client.isAuthenticated) {
    fail(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  if (name !== null) client.name = checkedName(name);
  client.version = version;
  return mapReply([
    ['server', 'redis'],
    ['version', redisVersion],
    ['proto', version],
    ['id', client.id],
    ['mode', 'standalone'],
    ['role', server.store.readOnly ? 'slave' : 'master'],
    ['modules', []],
  ]);
}

function ping({ args, client }: Call): Reply {
  if (args.length > 2) fail("ERR wrong number of arguments for 'ping' command");
  const text = args[1];
  if (client.isInPubSubMode) return ['pong', text ?? ''];
  return text ?? status('PONG');
}

function select({ args, client }: Call): Reply {
  const index = databaseNumber(args[1] as Binary);
  if (index < 0 || index >= databases) fail('ERR DB index is out of range');
  client.db = index;
  return ok;
}

function quit({ client }: Call): Reply {
  client.link.send(ok);
  client.link.close('after-answers');
  return noReply;
}

/** Even before the password is known, and within a transaction. */
const always = 'noscript loading stale fast no_auth allow_busy';

export const connectionCommands: readonly CommandSpec[] = [
  command('auth', -2, always, null, '1.0.0', 'Gives the password', auth),
  command('hello', -1, always, null, '6.0.0', 'Chooses the version of the protocol', hello),
  { name: 'ping', arity: -1, flags: 'fast', since: '1.0.0', summary: 'Answers', run: ping },
  command(
    'echo',
    2,
    'loading stale fast',
    null,
    '1.0.0',
    'Answers with the text',
    ({ args }) => args[1] as Binary,
  ),
  command('select', 2, 'loading stale fast', null, '1.0.0', 'Chooses a database', select),
  command('quit', -1, always, null, '1.0.0', 'Ends the connection', quit),
  command('reset', 1, always, null, '6.2.0', 'Begins anew, as if just connected', ({ client, server }) => {
    server.reset(client);
    return status('RESET');
  }),
  clientCommand,
];
