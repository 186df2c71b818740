import { Database, type TakenKey } from '../../commands/database.ts';
import { memoryOf, type Value } from '../../commands/value.ts';
import { type Binary, binaryOf, bytesOf, type RedisValue } from '../../value.ts';
import { Unknowable } from '../command.ts';
import { compact, copyOf } from '../compact-value.ts';
import type { Keyspace } from '../keyspace.ts';

/** Redis has so many databases unless told otherwise. */
const usualDatabases = 16;

/** What the keys that a script changes may take, by estimate. */
const maxBytes = 256 * 1024 * 1024;

/** A key that the script has used for writing. */
interface Entry {
  /** What it holds now; null = it is not there. */
  value: Value | null;
  expireAt: number | null;
  changed: 'nothing' | 'deadline' | 'all';
  /** About what the value takes. */
  bytes: number;
}

/**
 * The keys as one script finds and changes them. Which keys it has changed reaches the replay by `commit` only; what is
 * in a structure is changed where it is, unless the script is to work on copies.
 */
export class ScriptKeys {
  readonly base: Keyspace;
  readonly databases: ScriptDatabase[];
  readonly onCopies: boolean;
  /** The command on its way changes keys. */
  isWriting = false;
  /** A structure of the replay may have been changed where it is: without `commit` the replay is no longer right. */
  mustCommit = false;
  /** Deadlines that it gives count from now on, and nobody knows when that was. */
  isRelative = false;
  unknownDeadlines = 0;
  #bytes = 0;

  constructor(base: Keyspace, onCopies: boolean) {
    this.base = base;
    this.onCopies = onCopies;
    const length = Math.max(usualDatabases, base.db + 1);
    this.databases = Array.from({ length }, (_, db) => new ScriptDatabase(this, db));
  }

  get hasChanged(): boolean {
    return this.databases.some(({ hasChanged }) => hasChanged);
  }

  /** What a key takes has changed by so many bytes. */
  count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > maxBytes) throw new Unknowable(`its script changes more than ${maxBytes} bytes`);
  }

  commit(): void {
    const { db } = this.base;
    for (const database of this.databases) database.commit();
    this.base.db = db;
  }
}

export class ScriptDatabase extends Database {
  override readonly index: number;
  /** No deadline passes while a log is replayed; what counts from now on lies behind it. */
  override readonly nowMs = 0;
  readonly #keys: ScriptKeys;
  readonly #entries = new Map<Binary, Entry>();

  constructor(keys: ScriptKeys, index: number) {
    super();
    this.#keys = keys;
    this.index = index;
  }

  get hasChanged(): boolean {
    for (const { changed } of this.#entries.values()) if (changed !== 'nothing') return true;
    return false;
  }

  override get(key: Binary): Value | null {
    const entry = this.#entries.get(key);
    if (entry) return entry.value;
    const value = this.#keys.base.value(key, this.index);
    if (value === undefined) return null;
    if (value.type === 'string') return { type: 'string', text: binaryOf(value.bytes) };
    if (!this.#keys.isWriting) return value;
    this.#keys.mustCommit ||= !this.#keys.onCopies;
    return this.#own(key, value).value;
  }

  override peek(key: Binary): Value | null {
    return this.get(key);
  }

  override has(key: Binary): boolean {
    const entry = this.#entries.get(key);
    return entry ? entry.value !== null : this.#keys.base.has(key, this.index);
  }

  override put(key: Binary, value: Value, expireAt: number | null = null): void {
    this.#set(key, value, this.#known(expireAt), 'all');
  }

  override replace(key: Binary, value: Value): void {
    this.#set(key, value, this.expireAt(key), 'all');
  }

  override delete(key: Binary): boolean {
    if (!this.has(key)) return false;
    this.#set(key, null, null, 'all');
    return true;
  }

  override expireAt(key: Binary): number | null {
    const entry = this.#entries.get(key);
    return entry ? entry.expireAt : (this.#keys.base.slot(key, this.index)?.expireAt ?? null);
  }

  /** A deadline that has passed deletes nothing: Redis keeps such keys while it loads. */
  override setExpireAt(key: Binary, expireAt: number | null): boolean {
    if (!this.has(key)) return false;
    const entry = this.#entries.get(key) ?? this.#own(key, this.#keys.base.value(key, this.index));
    entry.expireAt = this.#known(expireAt);
    if (entry.changed === 'nothing') entry.changed = 'deadline';
    return true;
  }

  override *keys(): Generator<Binary> {
    for (const key of this.#keys.base.keysIn(this.index)) if (!this.#entries.has(key)) yield key;
    for (const [key, { value }] of this.#entries) if (value !== null) yield key;
  }

  /** None has: see `nowMs`. */
  override takeExpired(): [] {
    return [];
  }

  override putExpired({ key, value, expireAt }: TakenKey): void {
    this.put(key, value, expireAt);
  }

  override get size(): number {
    return [...this.keys()].length;
  }

  override get positions(): number {
    return this.size;
  }

  override page(): never {
    throw new Unknowable('it walks the keys in an order that is different each time');
  }

  override notify(): void {
    // Nobody listens to a replay.
  }

  commit(): void {
    const { base } = this.#keys;
    base.db = this.index;
    for (const [key, { value, expireAt, changed }] of this.#entries) {
      if (changed === 'deadline') base.expire(key, expireAt);
      if (changed !== 'all') continue;
      if (value === null) base.delete(key);
      else base.set(key, storedOf(value), expireAt);
    }
  }

  #own(key: Binary, value: RedisValue | undefined): Entry {
    let own: Value | null = null;
    if (value?.type === 'string') own = { type: 'string', text: binaryOf(value.bytes) };
    else if (value !== undefined) own = (this.#keys.onCopies ? copyOf(value) : value) as typeof value;
    // Only what it grows by is the script's.
    this.#keys.count(own === null || this.#keys.onCopies ? 0 : -bytesOfEntry(key, own));
    return this.#set(key, own, this.expireAt(key), 'nothing');
  }

  #set(key: Binary, given: Value | null, expireAt: number | null, changed: Entry['changed']): Entry {
    const value = given?.type === 'hash' ? (compact(given) as typeof given) : given;
    const bytes = bytesOfEntry(key, value);
    this.#keys.count(bytes - (this.#entries.get(key)?.bytes ?? 0));
    const entry: Entry = { value, expireAt, changed, bytes };
    this.#entries.set(key, entry);
    return entry;
  }

  #known(expireAt: number | null): number | null {
    if (expireAt === null || !this.#keys.isRelative) return expireAt;
    // A time that is not after now has passed by any clock.
    if (expireAt <= this.nowMs) return 0;
    this.#keys.unknownDeadlines++;
    return null;
  }
}

const bytesOfEntry = (key: Binary, value: Value | null): number =>
  key.length + (value === null ? 0 : memoryOf(value));

function storedOf(value: Value): RedisValue {
  return value.type === 'string' ? { type: 'string', bytes: bytesOf(value.text) } : value;
}
