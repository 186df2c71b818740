import type { Bytes } from '../../engine/api.ts';
import { type Binary, binaryOf, bytesOf } from '../../formats/redis/value.ts';
import type { StoredDatabase } from './keyspace/stored-database.ts';
import type { RespServer } from './resp-server.ts';

/** StoredDatabase 0 of a server as a plain store, for those who know strings only. */
export class KeyspaceStore {
  readonly #server: RespServer;
  readonly #db: StoredDatabase;

  constructor(server: RespServer) {
    this.#server = server;
    this.#db = server.keyspace.databases[0] as StoredDatabase;
  }

  /** null when there is no such key, or no string. */
  async get(key: Bytes): Promise<Uint8Array | null> {
    this.#server.keyspace.tick();
    const value = this.#db.get(textOf(key));
    await this.#server.committed();
    return value?.type === 'string' ? bytesOf(value.text) : null;
  }

  async set(key: Bytes, value: Bytes): Promise<void> {
    this.#server.keyspace.tick();
    this.#db.put(textOf(key), { type: 'string', text: textOf(value) });
    await this.#server.committed();
  }

  async delete(key: Bytes): Promise<boolean> {
    this.#server.keyspace.tick();
    const isThere = this.#db.delete(textOf(key));
    await this.#server.committed();
    return isThere;
  }
}

function textOf(bytes: Bytes): Binary {
  return typeof bytes === 'string' ? binaryOf(Buffer.from(bytes)) : binaryOf(bytes);
}
