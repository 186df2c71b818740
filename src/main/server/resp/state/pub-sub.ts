import { matchesGlob } from '../../../formats/redis/commands/glob.ts';
import { keyEvents } from '../../../formats/redis/commands/key-events.ts';
import { push } from '../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';

type Subscribers = Map<Binary, Set<ClientState>>;

/** Who hears which channel. Channels belong to no database and are not stored. */
export class PubSub {
  readonly channels: Subscribers = new Map();
  readonly patterns: Subscribers = new Map();
  readonly shardChannels: Subscribers = new Map();

  subscribe(subscribers: Subscribers, own: Set<Binary>, client: ClientState, name: Binary): void {
    own.add(name);
    const clients = subscribers.get(name);
    if (clients) clients.add(client);
    else subscribers.set(name, new Set([client]));
  }

  unsubscribe(subscribers: Subscribers, own: Set<Binary>, client: ClientState, name: Binary): void {
    own.delete(name);
    const clients = subscribers.get(name);
    clients?.delete(client);
    if (clients?.size === 0) subscribers.delete(name);
  }

  /** Returns how many have been told; who hears a channel in two ways counts twice. */
  publish(channel: Binary, message: Binary): number {
    let told = 0;
    for (const client of this.channels.get(channel) ?? []) {
      client.link.send(push('message', channel, message));
      told++;
    }
    for (const [pattern, clients] of this.patterns) {
      if (!matchesGlob(pattern, channel)) continue;
      for (const client of clients) client.link.send(push('pmessage', pattern, channel, message));
      told += clients.size;
    }
    return told;
  }

  /** What has happened to a key, on the channels that `notify-keyspace-events` names: bits of `keyEvents`. */
  publishKeyEvent(told: number, db: number, event: string, key: Binary): void {
    if ((told & keyEvents.keyspace) !== 0) this.publish(`__keyspace@${db}__:${key}`, event);
    if ((told & keyEvents.keyevent) !== 0) this.publish(`__keyevent@${db}__:${event}`, key);
  }

  publishToShard(channel: Binary, message: Binary): number {
    const clients = this.shardChannels.get(channel) ?? new Set();
    for (const client of clients) client.link.send(push('smessage', channel, message));
    return clients.size;
  }

  /** The client has gone, or begins anew. */
  forget(client: ClientState): void {
    for (const name of client.channels) this.unsubscribe(this.channels, client.channels, client, name);
    for (const name of client.patterns) this.unsubscribe(this.patterns, client.patterns, client, name);
    for (const name of client.shardChannels)
      this.unsubscribe(this.shardChannels, client.shardChannels, client, name);
  }
}
