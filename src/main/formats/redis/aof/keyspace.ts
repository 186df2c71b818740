import type { LogFileReader } from '../../log/read-values.ts';
import { type Binary, binaryOf, isEmpty, type RedisValue } from '../value.ts';

/** A value that is still where it was read, and loaded when a command needs it. */
export type StoredValue =
  | { type: 'stored'; file: number; offset: number; length: number }
  /** Of an RDB, by the number of its record. */
  | { type: 'rdb'; index: number };

export interface Slot {
  value: RedisValue | StoredValue;
  expireAt: number | null;
}

export type Loader = (stored: StoredValue) => RedisValue;
export type AsyncLoader = (stored: StoredValue, files: LogFileReader) => Promise<RedisValue>;

export interface Touched {
  db: number;
  key: Binary;
  existed: boolean;
}

/** What the keys hold while commands are applied one by one. */
export class Keyspace {
  /** The database that commands mean. */
  db = 0;
  readonly #dbs = new Map<number, Map<Binary, Slot>>();
  readonly #load: Loader;
  readonly #loadLater: AsyncLoader;
  /** Keys that the present command has changed, with whether they were there before. */
  #touched = new Map<string, Touched>();

  constructor(load: Loader, loadLater: AsyncLoader) {
    this.#load = load;
    this.#loadLater = loadLater;
  }

  /** What has been changed since the last call. */
  takeTouched(): Touched[] {
    if (this.#touched.size === 0) return [];
    const touched = [...this.#touched.values()];
    this.#touched = new Map();
    return touched;
  }

  database(db: number): Map<Binary, Slot> {
    let keys = this.#dbs.get(db);
    if (!keys) {
      keys = new Map();
      this.#dbs.set(db, keys);
    }
    return keys;
  }

  databases(): number[] {
    return [...this.#dbs.keys()];
  }

  slot(key: Binary, db = this.db): Slot | undefined {
    return this.#dbs.get(db)?.get(key);
  }

  /** The value in memory; what changes it in place says so by `touch`. */
  value(key: Binary, db = this.db): RedisValue | undefined {
    const slot = this.slot(key, db);
    if (!slot) return undefined;
    if (slot.value.type === 'stored' || slot.value.type === 'rdb') slot.value = this.#load(slot.value);
    return slot.value;
  }

  set(key: Binary, value: Slot['value'], expireAt: number | null, db = this.db): void {
    this.touch(key, db);
    this.database(db).set(key, { value, expireAt });
  }

  delete(key: Binary, db = this.db): boolean {
    if (!this.slot(key, db)) return false;
    this.touch(key, db);
    this.database(db).delete(key);
    return true;
  }

  /** False when there is no such key. */
  expire(key: Binary, expireAt: number | null): boolean {
    const slot = this.slot(key);
    if (!slot) return false;
    this.touch(key);
    slot.expireAt = expireAt;
    return true;
  }

  /** A structure has been changed in place; an empty one is no longer there. */
  changed(key: Binary, value: RedisValue): void {
    if (isEmpty(value)) this.delete(key);
    else if (this.slot(key)?.value === value) this.touch(key);
    else this.set(key, value, this.slot(key)?.expireAt ?? null);
  }

  clear(db: number): void {
    for (const key of this.database(db).keys()) this.touch(key, db);
    this.#dbs.set(db, new Map());
  }

  swap(a: number, b: number): void {
    const [first, second] = [this.database(a), this.database(b)];
    for (const key of new Set([...first.keys(), ...second.keys()])) {
      this.touch(key, a);
      this.touch(key, b);
    }
    this.#dbs.set(a, second);
    this.#dbs.set(b, first);
  }

  touch(key: Binary, db = this.db): void {
    const id = `${db}:${key}`;
    if (!this.#touched.has(id)) this.#touched.set(id, { db, key, existed: this.slot(key, db) !== undefined });
  }

  /** For readers after the replay. */
  async valueOf(db: number, key: Uint8Array, files: LogFileReader): Promise<RedisValue | undefined> {
    const value = this.slot(binaryOf(key), db)?.value;
    if (value === undefined) return undefined;
    return value.type === 'stored' || value.type === 'rdb' ? this.#loadLater(value, files) : value;
  }
}
