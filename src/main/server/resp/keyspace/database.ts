import type { Binary } from '../../../formats/redis/value.ts';
import { CommandError, errors } from '../protocol/errors.ts';
import type { EventTeller } from './event-teller.ts';
import { keyEvents } from './key-events.ts';
import type { Keyspace } from './keyspace.ts';
import { isThere, type Slot } from './slot.ts';
import { isEmptyValue, type Value, type ValueOf } from './value.ts';

/** One numbered database, as the commands see it. */
export class Database {
  readonly index: number;
  readonly #keyspace: Keyspace;
  readonly #events: EventTeller;

  constructor(keyspace: Keyspace, index: number) {
    this.#keyspace = keyspace;
    this.#events = keyspace.events;
    this.index = index;
  }

  /** The value of a key; null when it is not there, or no longer. */
  get(key: Binary): Value | null {
    const slot = this.#alive(key);
    if (slot === null && this.#events.misses !== 'none') this.#tellMiss(key);
    return slot ? this.#keyspace.cache.valueOf(slot) : null;
  }

  /** The value of a key without counting as a use of it. */
  peek(key: Binary): Value | null {
    const slot = this.#living(key);
    if (slot === null && this.#events.misses === 'all') this.#tellMiss(key);
    return slot ? this.#keyspace.cache.valueOf(slot) : null;
  }

  /** The value of a key that has to be of this type if it is there. */
  typed<T extends Value['type']>(key: Binary, type: T): ValueOf<T> | null {
    const value = this.get(key);
    if (value === null) return null;
    if (value.type !== type) throw new CommandError(errors.wrongType);
    return value as ValueOf<T>;
  }

  text(key: Binary): Binary | null {
    return this.typed(key, 'string')?.text ?? null;
  }

  has(key: Binary): boolean {
    if (this.#events.told !== 0) return this.peek(key) !== null;
    return this.#keyspace.has(this.index, key);
  }

  /** Gives the key a value, and a deadline or none. */
  put(key: Binary, value: Value, expireAt: number | null = null): void {
    if (this.#events.told !== 0) this.#tellBefore(key);
    const slot = this.#keyspace.slotToWrite(this.index, key);
    this.#keyspace.cache.setValue(slot, value);
    slot.expireAt = expireAt;
    this.#keyspace.used(slot);
    this.#keyspace.changed(slot);
  }

  /** Gives the key a value; its deadline stays. */
  replace(key: Binary, value: Value): void {
    this.put(key, value, this.expireAt(key));
  }

  /** A structure has been changed in place, or is a new one; an empty one is no longer there. */
  changed(key: Binary, value: Value, event?: string): void {
    const isEmpty = isEmptyValue(value);
    if (isEmpty) this.delete(key);
    else this.replace(key, value);
    if (event === undefined || this.#events.told === 0) return;
    this.notify(keyEvents[value.type], event, key);
    if (isEmpty) this.notify(keyEvents.generic, 'del', key);
  }

  /** What a command has made takes the place of what the key held, for all to hear; an empty one is not there. */
  store(key: Binary, value: Value, event: string): void {
    if (isEmptyValue(value)) this.remove(key);
    else {
      this.put(key, value);
      this.notify(keyEvents[value.type], event, key);
    }
  }

  /**
   * Tells those who listen what has happened to a key: the name of the event, and a kind out of `keyEvents`. Where
   * nobody wants to hear of it that is one look at a number.
   */
  notify(kind: number, event: string, key: Binary): void {
    this.#events.tell(kind, this.index, event, key);
  }

  /** False when there was no such key. */
  delete(key: Binary): boolean {
    const slot = this.#living(key);
    if (!slot) return false;
    this.#remove(slot);
    return true;
  }

  /** The same for all to hear. */
  remove(key: Binary): boolean {
    const isThere = this.delete(key);
    if (isThere) this.notify(keyEvents.generic, 'del', key);
    return isThere;
  }

  /** ms since 1970; null = never, or no such key. */
  expireAt(key: Binary): number | null {
    return this.#living(key)?.expireAt ?? null;
  }

  /** False when there is no such key. A deadline that has passed deletes it. */
  setExpireAt(key: Binary, expireAt: number | null): boolean {
    const slot = this.#living(key);
    if (!slot) return false;
    if (expireAt !== null && expireAt <= this.#keyspace.nowMs) this.#remove(slot);
    else {
      slot.expireAt = expireAt;
      this.#keyspace.changed(slot);
    }
    return true;
  }

  /** The same for all to hear. */
  expire(key: Binary, expireAt: number): void {
    if (!this.setExpireAt(key, expireAt)) return;
    const event = expireAt <= this.#keyspace.nowMs ? 'del' : 'expire';
    this.notify(keyEvents.generic, event, key);
  }

  /** Takes the deadline away, for all to hear. */
  persist(key: Binary): void {
    if (this.setExpireAt(key, null)) this.notify(keyEvents.generic, 'persist', key);
  }

  /** Since the last read or write; null = no such key. */
  idleSeconds(key: Binary): number | null {
    const slot = this.#living(key);
    return slot ? this.#keyspace.nowSeconds - slot.usedAtSeconds : null;
  }

  keys(): Generator<Binary> {
    return this.#keyspace.walk.keys(this.index);
  }

  page(position: number, looked: number): { keys: Binary[]; next: number | null } {
    return this.#keyspace.walk.page(this.index, position, looked);
  }

  get size(): number {
    return this.#keyspace.walk.size(this.index);
  }

  /** How many keys there are, and how many of them expire. */
  counts(): { keys: number; expires: number } {
    const keys = this.size;
    if (keys === 0) return { keys, expires: 0 };
    let expires = 0;
    for (const key of this.keys()) if (this.#keyspace.deadline(this.index, key) !== null) expires++;
    return { keys, expires };
  }

  /** About how many positions there are to walk. */
  get positions(): number {
    return this.#keyspace.store.stats().keys;
  }

  clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  #alive(key: Binary): Slot | null {
    const slot = this.#living(key);
    if (slot) this.#keyspace.used(slot);
    return slot;
  }

  /** The slot of a key that is there; one whose deadline has passed is deleted by the way. */
  #living(key: Binary): Slot | null {
    const slot = this.#keyspace.slot(this.index, key);
    if (slot === undefined || !isThere(slot)) return null;
    if (slot.expireAt === null || slot.expireAt > this.#keyspace.nowMs) return slot;
    if (this.#keyspace.isExpiryHeld) return null;
    this.#keyspace.expired++;
    this.notify(keyEvents.expired, 'expired', key);
    // Where nothing can be written it is only not there: the store says the same of it.
    if (this.#keyspace.store.readOnly) this.#keyspace.cache.remove(slot);
    else this.#remove(slot);
    return null;
  }

  #tellMiss(key: Binary): void {
    this.notify(keyEvents.keymiss, 'keymiss', key);
  }

  /** What a write over a key means beside the write: what was there has expired, or nothing was there. */
  #tellBefore(key: Binary): void {
    if (this.#living(key) === null) this.notify(keyEvents.new, 'new', key);
  }

  #remove(slot: Slot): void {
    this.#keyspace.cache.setValue(slot, null);
    slot.expireAt = null;
    this.#keyspace.changed(slot);
  }
}
