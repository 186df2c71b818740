import { push, type Reply } from '../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState, ClientTracking } from '../clients/client-state.ts';

const channel = '__redis__:invalidate';
const nobody: ReadonlySet<number> = new Set();

interface Broadcast {
  clients: Set<ClientState>;
  /** Keys that have changed in this turn, and who changed them last. */
  keys: Map<Binary, ClientState | null>;
}

/** Tells clients that keep what they have read when it is no longer so, as CLIENT TRACKING asks for. */
export class Tracking {
  /** How many clients want to hear; while there are none, nothing else costs anything. */
  count = 0;
  readonly #clientOf: (id: number) => ClientState | undefined;
  /** Who those are: all of them hear that everything has changed, as with Redis, whatever they have read. */
  readonly #listeners = new Set<number>();
  readonly #readers = new Map<Binary, Set<number>>();
  #items = 0;
  #maxKeys = Number.POSITIVE_INFINITY;
  readonly #broadcasts = new Map<Binary, Broadcast>();
  #isBroadcastDue = false;
  /** Whose command is being run, and what it has changed that it has read itself: told behind its answer. */
  #current: ClientState | null = null;
  #own: (Binary | null)[] = [];

  constructor(clientOf: (id: number) => ClientState | undefined) {
    this.#clientOf = clientOf;
  }

  get totals(): { keys: number; items: number; prefixes: number } {
    return { keys: this.#readers.size, items: this.#items, prefixes: this.#broadcasts.size };
  }

  /** Keys that are remembered at most: those that were read longest ago are given up, as if they had changed. */
  limit(maxKeys: number): void {
    this.#maxKeys = maxKeys === 0 ? Number.POSITIVE_INFINITY : maxKeys;
    this.#shrink();
  }

  #shrink(): void {
    for (const key of this.#readers.keys()) {
      if (this.#readers.size <= this.#maxKeys) break;
      this.#invalidate(key);
    }
  }

  /** The client wants to hear from now on; prefixes are added to those that it has named before. */
  begin(client: ClientState, wanted: ClientTracking): void {
    if (client.tracking === null) this.count++;
    this.#listeners.add(client.id);
    const before = client.tracking?.prefixes;
    client.tracking = wanted;
    for (const prefix of before ?? []) wanted.prefixes?.add(prefix);
    for (const prefix of wanted.prefixes ?? []) {
      const broadcast = this.#broadcasts.get(prefix);
      if (broadcast) broadcast.clients.add(client);
      else this.#broadcasts.set(prefix, { clients: new Set([client]), keys: new Map() });
    }
  }

  end(client: ClientState): void {
    if (client.tracking === null) return;
    this.count--;
    this.#listeners.delete(client.id);
    for (const prefix of client.tracking.prefixes ?? []) {
      const broadcast = this.#broadcasts.get(prefix);
      broadcast?.clients.delete(client);
      if (broadcast?.clients.size === 0) this.#broadcasts.delete(prefix);
    }
    client.tracking = null;
    if (this.count > 0) return;
    this.#readers.clear();
    this.#items = 0;
  }

  /** A command is being run for the client. */
  runs(client: ClientState): void {
    this.#current = client;
  }

  /** It has been answered. */
  answered(client: ClientState, saidCaching: boolean): void {
    this.#current = null;
    const own = this.#own.splice(0);
    for (const key of own) this.#send(client, key === null ? null : [key]);
    if (client.tracking !== null && client.queue === null && !saidCaching)
      client.tracking.isCachingSaid = false;
  }

  /** The client has read these keys. */
  read(client: ClientState, keys: readonly Binary[]): void {
    const { tracking } = client;
    if (tracking === null || tracking.prefixes !== null) return;
    if (tracking.choice !== 'none' && tracking.isCachingSaid !== (tracking.choice === 'in')) return;
    for (const key of keys) this.#remember(client, key);
  }

  changed(key: Binary, by: ClientState | null = this.#current): void {
    if (this.count === 0) return;
    for (const [prefix, { keys }] of this.#broadcasts) {
      if (!key.startsWith(prefix)) continue;
      keys.set(key, by);
      this.#broadcastSoon();
    }
    this.#invalidate(key);
  }

  /** The deadline of a key has passed: for those who hear of all keys nobody did that, whoever has met it. */
  expired(key: Binary): void {
    this.changed(key, null);
  }

  /** All keys have changed, or are gone: the work that does it tells nobody of single ones. */
  changedAll(work: () => void): void {
    const { count } = this;
    this.count = 0;
    try {
      work();
    } finally {
      this.count = count;
    }
    if (count === 0) return;
    for (const id of this.#listeners) this.#tell(id, null);
    this.#readers.clear();
    this.#items = 0;
  }

  #remember(client: ClientState, key: Binary): void {
    const readers = this.#readers.get(key) ?? new Set();
    if (!readers.has(client.id)) this.#items++;
    readers.add(client.id);
    this.#readers.set(key, readers);
    this.#shrink();
  }

  #invalidate(key: Binary): void {
    const readers = this.#readers.get(key) ?? nobody;
    if (readers.size === 0) return;
    this.#readers.delete(key);
    this.#items -= readers.size;
    for (const id of readers) this.#tell(id, key);
  }

  #tell(id: number, key: Binary | null): void {
    const client = this.#clientOf(id);
    if (!client?.tracking || (key !== null && client.tracking.prefixes !== null)) return;
    if (client !== this.#current) this.#send(client, key === null ? null : [key]);
    else if (key === null || !client.tracking.isDeafToItself) this.#own.push(key);
  }

  #broadcastSoon(): void {
    if (this.#isBroadcastDue) return;
    this.#isBroadcastDue = true;
    setImmediate(() => this.#broadcast());
  }

  /** All that has changed in a turn, in one message for each prefix. */
  #broadcast(): void {
    this.#isBroadcastDue = false;
    const ordered = [...this.#broadcasts].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { clients, keys }] of ordered) {
      const changed = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
      keys.clear();
      if (changed.length === 0) continue;
      for (const client of clients) {
        const heard = changed.filter(([, by]) => by !== client || !client.tracking?.isDeafToItself);
        if (heard.length > 0)
          this.#send(
            client,
            heard.map(([key]) => key),
          );
      }
    }
  }

  /** null: nothing that was read holds any more. Clients of RESP2 hear through another one that listens. */
  #send(client: ClientState, keys: Reply): void {
    const { tracking } = client;
    if (tracking === null) return;
    if (tracking.redirect === 0) {
      if (client.version === 3) client.link.send(push('invalidate', keys));
      return;
    }
    const target = this.#clientOf(tracking.redirect);
    if (!target || target.isLeaving) {
      tracking.isRedirectBroken = true;
      if (client.version === 3) client.link.send(push('tracking-redir-broken', tracking.redirect));
    } else if (target.version === 3) target.link.send(push('invalidate', keys));
    else if (target.isInPubSubMode) target.link.send(push('message', channel, keys));
  }
}
