import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState, WatchedKey } from '../clients/client-state.ts';

const nameOf = (db: number, key: Binary): string => `${db}:${key}`;

/** Which clients wait to hear, before their EXEC, whether a key has changed. */
export class Watches {
  readonly #clients = new Map<string, Set<ClientState>>();

  watch(client: ClientState, watched: WatchedKey): void {
    const name = nameOf(watched.db, watched.key);
    if (!client.watched.has(name)) client.watched.set(name, watched);
    const clients = this.#clients.get(name);
    if (clients) clients.add(client);
    else this.#clients.set(name, new Set([client]));
  }

  unwatch(client: ClientState): void {
    for (const name of client.watched.keys()) {
      const clients = this.#clients.get(name);
      clients?.delete(client);
      if (clients?.size === 0) this.#clients.delete(name);
    }
    client.watched.clear();
    client.isWatchBroken = false;
  }

  changed(db: number, key: Binary): void {
    if (this.#clients.size === 0) return;
    for (const client of this.#clients.get(nameOf(db, key)) ?? []) client.isWatchBroken = true;
  }

  /** Whether a key that a client watches has expired meanwhile, which nobody had to ask for. */
  hasExpired(client: ClientState, isThere: (db: number, key: Binary) => boolean): boolean {
    for (const { db, key, wasThere } of client.watched.values())
      if (wasThere && !isThere(db, key)) return true;
    return false;
  }

  /** Of a database, which has been emptied or exchanged. */
  keysOf(db: number): Binary[] {
    const prefix = nameOf(db, '');
    return [...this.#clients.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }
}
