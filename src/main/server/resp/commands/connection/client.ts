import { whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail, subcommandSyntax } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { noReply, ok, type Reply, verbatim } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { ClientState } from '../../clients/client-state.ts';
import type { Call, CommandSpec, Handler } from '../command.ts';
import { clientLine, isOfKind, kindNames, requestBytes } from './client-line.ts';
import { checkedName } from './client-name.ts';
import { sayCaching, track, trackingInfo } from './tracking.ts';

function list(call: Call): Reply {
  const { args, server } = call;
  const [option, value] = [word(args[2]), args[3]];
  const all = [...server.clients.values()];
  if (args.length === 2) return lines(all, call);
  if (option === 'TYPE' && args.length === 4) {
    const type = (value as Binary).toLowerCase();
    if (!kindNames.includes(type)) fail(`ERR Unknown client type '${value}'`);
    return lines(
      all.filter((client) => isOfKind(client, type)),
      call,
    );
  }
  if (option === 'ID' && args.length > 3) {
    const ids = args.slice(3).map((id) => whole(id, 'ERR Invalid client ID'));
    return lines(
      ids.flatMap((id) => server.clients.get(id) ?? []),
      call,
    );
  }
  return fail(errors.syntax);
}

function lines(clients: readonly ClientState[], { args, client, nowMs }: Call): Reply {
  const asking = requestBytes(args);
  return verbatim(
    clients.map((each) => `${clientLine(each, nowMs, each === client ? asking : 0)}\n`).join(''),
  );
}

function setName({ args, client }: Call): Reply {
  client.name = checkedName(args[2] as Binary);
  return ok;
}

function setInfo({ args, client }: Call): Reply {
  const [, , attribute, value] = args as [Binary, Binary, Binary, Binary];
  const name = attribute.toLowerCase();
  if (name !== 'lib-name' && name !== 'lib-ver') fail(`ERR Unrecognized option '${attribute}'`);
  if (/[^!-~]/.test(value)) fail(`ERR ${name} cannot contain spaces, newlines or special characters.`);
  if (name === 'lib-name') client.libName = value;
  else client.libVersion = value;
  return ok;
}

function setReplyMode({ args, client }: Call): Reply {
  const mode = word(args[2]);
  if (mode === 'ON') {
    client.replyMode = 'on';
    return ok;
  }
  if (mode !== 'OFF' && mode !== 'SKIP') fail(errors.syntax);
  if (mode === 'OFF') client.replyMode = 'off';
  else if (client.replyMode !== 'off') client.replyMode = 'skip-next';
  return noReply;
}

interface Filter {
  id?: number;
  address?: Binary;
  localAddress?: Binary;
  type?: string;
  skipsMe: boolean;
}

function kill(call: Call): Reply {
  const { args, server, client } = call;
  if (args.length === 3) {
    const target = [...server.clients.values()].find(({ address }) => address === args[2]);
    if (!target) fail('ERR No such client');
    end(call, target);
    return ok;
  }
  const filter = filterOf(args);
  const chosen = [...server.clients.values()].filter(
    (each) =>
      (filter.id === undefined || each.id === filter.id) &&
      (filter.address === undefined || each.address === filter.address) &&
      (filter.localAddress === undefined || each.localAddress === filter.localAddress) &&
      (filter.type === undefined || isOfKind(each, filter.type)) &&
      !(filter.skipsMe && each === client),
  );
  for (const each of chosen) end(call, each);
  return chosen.length;
}

function filterOf(args: readonly Binary[]): Filter {
  const filter: Filter = { skipsMe: true };
  for (let at = 2; at < args.length; at += 2) {
    const [option, value] = [word(args[at]), args[at + 1]];
    if (value === undefined) fail(errors.syntax);
    if (option === 'ID') {
      filter.id = whole(value, 'ERR client-id should be greater than 0');
      if (filter.id < 1) fail('ERR client-id should be greater than 0');
    } else if (option === 'ADDR') filter.address = value;
    else if (option === 'LADDR') filter.localAddress = value;
    else if (option === 'TYPE') {
      filter.type = value.toLowerCase();
      if (!kindNames.includes(filter.type)) fail(`ERR Unknown client type '${value}'`);
    } else if (option === 'USER') {
      if (value !== 'default') fail(`ERR No such user '${value}'`);
    } else if (option === 'SKIPME' && /^(?:yes|no)$/i.test(value))
      filter.skipsMe = value.toLowerCase() === 'yes';
    else fail(errors.syntax);
  }
  return filter;
}

/** Whoever ends its own connection still hears that it worked. */
function end({ client }: Call, target: ClientState): void {
  target.link.close(target === client ? 'after-answers' : 'at-once');
}

function unblock({ args, server }: Call): Reply {
  const id = whole(args[2] as Binary);
  const how = args.length > 3 ? word(args[3]) : 'TIMEOUT';
  if (args.length > 4) throw subcommandSyntax('CLIENT', args[1] as Binary);
  if (how !== 'TIMEOUT' && how !== 'ERROR') fail('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
  const target = server.clients.get(id);
  return target && server.blocking.unblock(target, how === 'TIMEOUT' ? 'timeout' : 'error') ? 1 : 0;
}

function pause({ args, server, nowMs }: Call): Reply {
  const mode = args.length > 3 ? word(args[3]) : 'ALL';
  if (args.length > 4) throw subcommandSyntax('CLIENT', args[1] as Binary);
  if (mode !== 'ALL' && mode !== 'WRITE') fail('ERR CLIENT PAUSE mode must be WRITE or ALL');
  const ms = whole(args[2] as Binary, 'ERR timeout is not an integer or out of range');
  if (ms < 0) fail('ERR timeout is negative');
  server.pause.begin('client', mode === 'WRITE' ? 'write' : 'all', nowMs + ms);
  return ok;
}

function noEvict({ args, client }: Call): Reply {
  const mode = word(args[2]);
  if (mode !== 'ON' && mode !== 'OFF') fail(errors.syntax);
  client.isNeverEvicted = mode === 'ON';
  return ok;
}

const sub = (name: string, arity: number, since: string, summary: string, run: Handler): CommandSpec => ({
  name,
  arity,
  flags:
    name === 'kill' ||
    name === 'list' ||
    name === 'no-evict' ||
    name === 'pause' ||
    name === 'unblock' ||
    name === 'unpause'
      ? 'admin noscript loading stale'
      : 'noscript loading stale',
  since,
  summary,
  categories: ['connection'],
  run,
});

export const clientCommand: CommandSpec = {
  name: 'client',
  arity: -2,
  flags: '',
  since: '2.4.0',
  summary: 'The clients of the server',
  run: () => ok,
  subcommands: [
    sub('list', -2, '2.4.0', 'All clients', list),
    sub('info', 2, '6.2.0', 'This client', (call) => lines([call.client], call)),
    sub('id', 2, '5.0.0', 'The number of this client', ({ client }) => client.id),
    sub('getname', 2, '2.6.9', 'The name of this client', ({ client }) =>
      client.name === '' ? null : client.name,
    ),
    sub('setname', 3, '2.6.9', 'Names this client', setName),
    sub('setinfo', 4, '7.2.0', "Names this client's library", setInfo),
    sub('reply', 3, '3.2.0', 'Whether this client is answered', setReplyMode),
    sub('kill', -3, '2.4.0', 'Ends connections', kill),
    sub('unblock', -3, '5.0.0', 'Ends the waiting of a client', unblock),
    sub('pause', -3, '3.0.0', 'Lets commands wait', pause),
    sub('unpause', 2, '6.2.0', 'Ends the pause', ({ server }) => {
      server.pause.end('client');
      return ok;
    }),
    sub('no-evict', 3, '7.0.0', 'Whether this client is never let go for its memory', noEvict),
    sub('tracking', -3, '6.0.0', 'Whether this client hears when what it has read changes', track),
    sub('caching', 3, '6.0.0', 'Whether what the next command reads counts as read', sayCaching),
    sub('trackinginfo', 2, '6.2.0', 'What this client hears of', trackingInfo),
    sub(
      'getredir',
      2,
      '6.0.0',
      'The client that hears instead of this one',
      ({ client }) => client.tracking?.redirect ?? -1,
    ),
    helpOf('CLIENT', [
      'GETNAME',
      '    Return the name of the current connection.',
      'ID',
      '    Return the ID of the current connection.',
      'LIST [options ...]',
      '    Return information about client connections.',
      'SETNAME <name>',
      '    Assign the name <name> to the current connection.',
    ]),
  ],
};
