import type { ClientState } from '../../clients/client-state.ts';

/** The class of a client, as filters and limits go by it. */
function kindOf(client: ClientState): 'normal' | 'pubsub' | 'replica' {
  if (client.isReplica) return 'replica';
  return client.subscriptions + client.shardChannels.size > 0 ? 'pubsub' : 'normal';
}

/** Classes as filters name them, the older word for a replica included. */
export const kindNames = ['normal', 'master', 'replica', 'slave', 'pubsub'];

export function isOfKind(client: ClientState, name: string): boolean {
  return kindOf(client) === (name === 'slave' ? 'replica' : name);
}

function flagsOf(client: ClientState): string {
  const flags =
    (client.isReplica ? 'S' : '') +
    (client.isMonitor ? 'O' : '') +
    (kindOf(client) === 'pubsub' ? 'P' : '') +
    (client.queue ? 'x' : '') +
    (client.isBlocked || client.held !== null ? 'b' : '') +
    (client.isWatchBroken ? 'd' : '') +
    (client.tracking ? 't' : '') +
    (client.tracking?.isRedirectBroken ? 'R' : '') +
    (client.tracking?.prefixes ? 'B' : '') +
    (client.isNeverEvicted ? 'e' : '');
  return flags === '' ? 'N' : flags;
}

/** What a request takes in the buffer of the client that asks, where Redis keeps it until it is answered. Bytes. */
export function requestBytes(args: readonly string[]): number {
  const head = (count: number): number => 3 + String(count).length;
  return args.reduce((sum, arg) => sum + head(arg.length) + arg.length + 2, head(args.length));
}

/** One client as CLIENT LIST shows it; `asking` are the bytes of its own request for that. */
export function clientLine(client: ClientState, nowMs: number, asking = 0): string {
  const seconds = (sinceMs: number) => Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  const { pendingBytes, waitingBytes } = client.link;
  const fields: readonly (readonly [string, string | number])[] = [
    ['id', client.id],
    ['addr', client.address],
    ['laddr', client.localAddress],
    ['fd', client.id],
    ['name', client.name],
    ['age', seconds(client.createdAtMs)],
    ['idle', seconds(client.usedAtMs)],
    ['flags', flagsOf(client)],
    ['db', client.db],
    ['sub', client.channels.size],
    ['psub', client.patterns.size],
    ['ssub', client.shardChannels.size],
    ['multi', client.queue?.length ?? -1],
    ['qbuf', waitingBytes + asking],
    ['qbuf-free', 0],
    ['argv-mem', 0],
    ['multi-mem', 0],
    ['rbs', 0],
    ['rbp', 0],
    ['obl', pendingBytes],
    ['oll', 0],
    ['omem', pendingBytes],
    ['tot-mem', pendingBytes + waitingBytes],
    ['events', 'r'],
    ['cmd', client.lastCommand],
    ['user', 'default'],
    ['redir', client.tracking?.redirect ?? -1],
    ['resp', client.version],
    ...(client.libName === '' ? [] : ([['lib-name', client.libName]] as const)),
    ...(client.libVersion === '' ? [] : ([['lib-ver', client.libVersion]] as const)),
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}
