import { WalscopeError } from '../../../../shared/errors.ts';
import { orNone, orNull } from '../../../../shared/rows.ts';
import { Column } from '../../log/column.ts';
import type { KeyTable } from '../../log/key-table.ts';
import type { LogFileReader } from '../../log/read-values.ts';
import { type Binary, binaryOf, bytesOf, isEmpty, type RedisValue } from '../value.ts';
import { compact } from './compact-value.ts';
import { HeldValues } from './held-values.ts';
import { KeyList } from './key-list.ts';
import { Touched } from './touched.ts';

/** A value that is still where it was read, and loaded when a command needs it. */
export type StoredValue =
  /** A string in the command that is being applied. */
  | { type: 'stored'; offset: number; length: number }
  /** By the number of the record that it stands in. */
  | { type: 'record'; index: number };

export interface Slot {
  value: RedisValue | StoredValue;
  expireAt: number | null;
}

export type Loader = (index: number) => RedisValue;
export type AsyncLoader = (index: number, files: LogFileReader) => Promise<RedisValue>;

/** Where a key's value is: the number of its record, or one of these; from the last one down, a string of `Touched`. */
const absent = -1;
const inMemory = -2;
const firstString = -3;

const scratchBytes = 4096;

/**
 * What the keys hold while commands are applied one by one. A key is known by its number in the log's own table, and
 * a string stays where it stands in its file: a key takes a few bytes here, unless it holds what no file does.
 */
export class Keyspace {
  /** The database that commands mean. */
  db = 0;
  readonly #table: KeyTable;
  readonly #load: Loader;
  readonly #loadLater: AsyncLoader;
  readonly #place = new Column();
  readonly #expireAt = new Column();
  readonly #values = new HeldValues();
  readonly #dbs = new Map<number, KeyList>();
  readonly #scratch = Buffer.alloc(scratchBytes);
  /** Keys that the present command has changed, with whether they were there before. */
  readonly #touched = new Touched();

  constructor(table: KeyTable, load: Loader, loadLater: AsyncLoader) {
    this.#table = table;
    this.#load = load;
    this.#loadLater = loadLater;
  }

  /** What has been changed since the last `settle`. */
  get touched(): Touched {
    return this.#touched;
  }

  /** The change of a key has become a record: a string that the command brought is read from there. */
  settle(id: number, index: number): void {
    if (this.#placeOf(id) <= firstString) this.#place.set(id, index);
  }

  /** The command is done with. */
  endCommand(): void {
    this.#touched.clear();
    this.#values.packUnused();
  }

  databases(): number[] {
    return [...this.#dbs.keys()];
  }

  /** The keys of a database that are there. */
  *keysIn(db: number): Generator<Binary> {
    yield* this.#contents(db).keys();
  }

  has(key: Binary, db = this.db): boolean {
    return this.#find(key, db) !== absent;
  }

  /** ms since 1970; null = never, or no such key. */
  expireAt(key: Binary): number | null {
    const id = this.#find(key, this.db);
    return id === absent ? null : orNull(this.#expireAt.get(id));
  }

  slot(key: Binary, db = this.db): Slot | undefined {
    const id = this.#find(key, db);
    return id === absent ? undefined : this.slotOf(id);
  }

  /** By the key's number in the table of keys; undefined when there is no such key now. */
  slotOf(id: number): Slot | undefined {
    const place = this.#placeOf(id);
    if (place === absent) return undefined;
    const expireAt = orNull(this.#expireAt.get(id));
    if (place >= 0) return { value: { type: 'record', index: place }, expireAt };
    if (place === inMemory) return { value: this.#values.get(id), expireAt };
    return { value: this.#touched.string(firstString - place), expireAt };
  }

  /** The value in memory; what changes it in place says so by `changed`. */
  value(key: Binary, db = this.db): RedisValue | undefined {
    const id = this.#find(key, db);
    if (id === absent) return undefined;
    const used = this.#values.inUse(id);
    if (used !== undefined) return used;
    const place = this.#placeOf(id);
    if (place <= firstString) throw new WalscopeError('INTERNAL', 'A command reads what it has set itself.');
    const value = place === inMemory ? this.#values.get(id) : compact(this.#load(place));
    this.#values.use(id, value);
    return value;
  }

  set(key: Binary, value: Slot['value'], expireAt: number | null, db = this.db): void {
    const id = this.#table.intern(this.#bytesOf(key), db);
    this.touch(id);
    this.#put(id, value, expireAt);
  }

  /** What a record holds that no command has brought. */
  take(id: number, index: number, expireAt: number | null): void {
    this.#put(id, { type: 'record', index }, expireAt);
  }

  delete(key: Binary, db = this.db): boolean {
    const id = this.#find(key, db);
    if (id === absent) return false;
    this.#forget(id);
    this.#keysOf(db).noteDeleted((each) => this.#placeOf(each) !== absent);
    return true;
  }

  /** False when there is no such key. */
  expire(key: Binary, expireAt: number | null): boolean {
    const id = this.#find(key, this.db);
    if (id === absent) return false;
    this.touch(id);
    this.#expireAt.set(id, orNone(expireAt));
    return true;
  }

  /** A structure has been changed in place; an empty one is no longer there. */
  changed(key: Binary, value: RedisValue): void {
    if (isEmpty(value)) this.delete(key);
    else this.set(key, value, this.expireAt(key));
  }

  clear(db: number): void {
    const keys = this.#dbs.get(db);
    this.#dbs.set(db, new KeyList());
    for (const id of keys ?? []) if (this.#placeOf(id) !== absent) this.#forget(id);
  }

  swap(a: number, b: number): void {
    const [fromA, fromB] = [this.#contents(a), this.#contents(b)];
    for (const key of [...fromA.keys(), ...fromB.keys()])
      for (const db of [a, b]) this.touch(this.#table.intern(bytesOf(key), db));
    this.clear(a);
    this.clear(b);
    for (const [key, { value, expireAt }] of fromA) this.set(key, value, expireAt, b);
    for (const [key, { value, expireAt }] of fromB) this.set(key, value, expireAt, a);
  }

  touch(id: number): void {
    this.#touched.add(id, this.#placeOf(id) !== absent);
  }

  /** For readers after the replay. */
  async valueOf(db: number, key: Uint8Array, files: LogFileReader): Promise<RedisValue | undefined> {
    const id = this.#table.find(key, db);
    const place = id < 0 ? absent : this.#placeOf(id);
    if (place === inMemory) return this.#values.get(id);
    return place < 0 ? undefined : this.#loadLater(place, files);
  }

  #find(key: Binary, db: number): number {
    const id = this.#table.find(this.#bytesOf(key), db);
    return id < 0 || this.#placeOf(id) === absent ? absent : id;
  }

  /** Good until the next call. */
  #bytesOf(key: Binary): Uint8Array {
    if (key.length > scratchBytes) return bytesOf(key);
    return this.#scratch.subarray(0, this.#scratch.write(key, 'latin1'));
  }

  #placeOf(id: number): number {
    return id < this.#place.length ? this.#place.get(id) : absent;
  }

  #put(id: number, value: Slot['value'], expireAt: number | null): void {
    const isNew = this.#placeOf(id) === absent;
    if (!isNew) this.#values.drop(id);
    while (this.#place.length <= id) {
      this.#place.push(absent);
      this.#expireAt.push(Number.NaN);
    }
    this.#expireAt.set(id, orNone(expireAt));
    if (value.type === 'record') this.#place.set(id, value.index);
    else if (value.type === 'stored') this.#place.set(id, firstString - this.#touched.addString(value));
    else {
      this.#place.set(id, inMemory);
      this.#values.hold(id, compact(value));
    }
    if (isNew) this.#keysOf(this.#table.db(id)).add(id);
  }

  #forget(id: number): void {
    this.touch(id);
    this.#values.drop(id);
    this.#place.set(id, absent);
  }

  #keysOf(db: number): KeyList {
    const keys = this.#dbs.get(db) ?? new KeyList();
    this.#dbs.set(db, keys);
    return keys;
  }

  #contents(db: number): Map<Binary, Slot> {
    const contents = new Map<Binary, Slot>();
    for (const id of this.#keysOf(db)) {
      const slot = this.slotOf(id);
      if (slot) contents.set(binaryOf(this.#table.key(id)), slot);
    }
    return contents;
  }
}
