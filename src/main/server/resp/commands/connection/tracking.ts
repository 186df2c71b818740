import { whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { mapReply, ok, type Reply, setReply } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { ClientTracking } from '../../clients/client-state.ts';
import type { Call } from '../command.ts';

interface Options extends Omit<ClientTracking, 'prefixes' | 'choice'> {
  prefixes: Binary[];
  isBroadcast: boolean;
  choices: Set<'in' | 'out'>;
}

function optionsOf({ args, server }: Call): Options {
  const options: Options = {
    redirect: 0,
    isRedirectBroken: false,
    isDeafToItself: false,
    isCachingSaid: false,
    isBroadcast: false,
    prefixes: [],
    choices: new Set(),
  };
  for (let at = 3; at < args.length; at++) {
    const option = word(args[at]);
    const hasMore = at + 1 < args.length;
    if (option === 'REDIRECT' && hasMore) {
      if (options.redirect !== 0) fail('ERR A client can only redirect to a single other client');
      options.redirect = whole(args[++at] as Binary);
      if (!server.clients.has(options.redirect))
        fail('ERR The client ID you want redirect to does not exist');
    } else if (option === 'BCAST') options.isBroadcast = true;
    else if (option === 'OPTIN') options.choices.add('in');
    else if (option === 'OPTOUT') options.choices.add('out');
    else if (option === 'NOLOOP') options.isDeafToItself = true;
    else if (option === 'PREFIX' && hasMore) options.prefixes.push(args[++at] as Binary);
    else fail(errors.syntax);
  }
  return options;
}

const switched = (what: string): string =>
  `ERR You can't switch ${what} before disabling tracking for this client, and then re-enabling it with a different mode.`;

/** Whether the options go together, and with what the client has asked for before. */
function checkOptions(call: Call, { isBroadcast, prefixes, choices }: Options): void {
  const before = call.client.tracking;
  if (!isBroadcast && prefixes.length > 0) fail('ERR PREFIX option requires BCAST mode to be enabled');
  if (before && (before.prefixes !== null) !== isBroadcast) fail(switched('BCAST mode on/off'));
  if (isBroadcast && choices.size > 0) fail('ERR OPTIN and OPTOUT are not compatible with BCAST');
  if (choices.size > 1) fail("ERR You can't specify both OPTIN mode and OPTOUT mode");
  if ((choices.has('in') && before?.choice === 'out') || (choices.has('out') && before?.choice === 'in'))
    fail(switched('OPTIN/OPTOUT mode'));
  for (const [index, prefix] of prefixes.entries()) checkOverlaps(prefix, prefixes.slice(index + 1), before);
}

function checkOverlaps(prefix: Binary, others: readonly Binary[], before: ClientTracking | null): void {
  const overlaps = (other: Binary): boolean => other.startsWith(prefix) || prefix.startsWith(other);
  const clash = 'Prefixes for a single client must not overlap.';
  const there = [...(before?.prefixes ?? [])].sort().find(overlaps);
  if (there !== undefined)
    fail(`ERR Prefix '${prefix}' overlaps with an existing prefix '${there}'. ${clash}`);
  const other = others.find(overlaps);
  if (other !== undefined)
    fail(`ERR Prefix '${prefix}' overlaps with another provided prefix '${other}'. ${clash}`);
}

export function track(call: Call): Reply {
  const { args, client, server } = call;
  const mode = word(args[2]);
  const options = optionsOf(call);
  if (mode === 'OFF') server.tracking.end(client);
  else if (mode !== 'ON') fail(errors.syntax);
  else {
    checkOptions(call, options);
    const { isBroadcast, prefixes, choices, ...rest } = options;
    const [choice = 'none'] = choices;
    const named = isBroadcast ? new Set(prefixes.length === 0 ? [''] : prefixes) : null;
    server.tracking.begin(client, { ...rest, choice, prefixes: named });
  }
  return ok;
}

export function sayCaching({ args, client: { tracking } }: Call): Reply {
  if (!tracking)
    fail(
      'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    );
  const answer = word(args[2]);
  if (answer !== 'YES' && answer !== 'NO') fail(errors.syntax);
  if (answer === 'YES' && tracking.choice !== 'in')
    fail('ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.');
  if (answer === 'NO' && tracking.choice !== 'out')
    fail('ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.');
  tracking.isCachingSaid = true;
  return ok;
}

export function trackingInfo({ client: { tracking } }: Call): Reply {
  const flags = [tracking ? 'on' : 'off'];
  if (tracking?.prefixes) flags.push('bcast');
  if (tracking?.choice === 'in') flags.push('optin', ...(tracking.isCachingSaid ? ['caching-yes'] : []));
  if (tracking?.choice === 'out') flags.push('optout', ...(tracking.isCachingSaid ? ['caching-no'] : []));
  if (tracking?.isDeafToItself) flags.push('noloop');
  if (tracking?.isRedirectBroken) flags.push('broken_redirect');
  return mapReply([
    ['flags', setReply(flags)],
    ['redirect', tracking?.redirect ?? -1],
    ['prefixes', [...(tracking?.prefixes ?? [])].sort()],
  ]);
}
