import { Database, type TakenKey } from '../../../formats/redis/commands/database.ts';
import { keyEvents } from '../../../formats/redis/commands/key-events.ts';
import type { Value } from '../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { widen } from './encoding.ts';
import type { EventTeller } from './event-teller.ts';
import type { KeyCount } from './key-counts.ts';
import type { Keyspace } from './keyspace.ts';
import { isThere, type Slot } from './slot.ts';

/** One numbered database of a store. */
export class StoredDatabase extends Database {
  override readonly index: number;
  readonly #keyspace: Keyspace;
  readonly #events: EventTeller;

  constructor(keyspace: Keyspace, index: number) {
    super();
    this.#keyspace = keyspace;
    this.#events = keyspace.events;
    this.index = index;
  }

  override get isReadOnly(): boolean {
    return this.#keyspace.store.readOnly;
  }

  /** The value of a key; null when it is not there, or no longer. */
  override get(key: Binary): Value | null {
    const slot = this.#alive(key);
    if (slot === null && this.#events.misses !== 'none') this.#tellMiss(key);
    return slot ? this.#keyspace.cache.valueOf(slot) : null;
  }

  /** The value of a key without counting as a use of it. */
  override peek(key: Binary): Value | null {
    const slot = this.#living(key);
    if (slot === null && this.#events.misses === 'all') this.#tellMiss(key);
    return slot ? this.#keyspace.cache.valueOf(slot) : null;
  }

  override has(key: Binary): boolean {
    if (this.#events.told !== 0) return this.peek(key) !== null;
    return this.#keyspace.has(this.index, key);
  }

  /** Gives the key a value, and a deadline or none. */
  override put(key: Binary, value: Value, expireAt: number | null = null): void {
    if (this.#events.told !== 0) this.#tellBefore(key);
    else if (this.#keyspace.record.isOn) this.#keyspace.expiry.expireBefore(this.index, key);
    widen(value, this.#keyspace.limits);
    const slot = this.#keyspace.slotToWrite(this.index, key);
    this.#keyspace.cache.setValue(slot, value);
    slot.expireAt = expireAt;
    this.#keyspace.used(slot);
    this.#keyspace.changed(slot);
  }

  /**
   * Tells those who listen what has happened to a key: the name of the event, and a kind out of `keyEvents`. Where
   * nobody wants to hear of it that is one look at a number.
   */
  override notify(kind: number, event: string, key: Binary): void {
    this.#events.tell(kind, this.index, event, key);
  }

  /** False when there was no such key. */
  override delete(key: Binary): boolean {
    const slot = this.#living(key);
    if (!slot) return false;
    this.#remove(slot);
    return true;
  }

  /** ms since 1970; null = never, or no such key. */
  override expireAt(key: Binary): number | null {
    return this.#living(key)?.expireAt ?? null;
  }

  /** False when there is no such key. A deadline that has passed deletes it. */
  override setExpireAt(key: Binary, expireAt: number | null): boolean {
    const slot = this.#living(key);
    if (!slot) return false;
    if (expireAt !== null && expireAt <= this.#keyspace.nowMs) this.#remove(slot);
    else {
      slot.expireAt = expireAt;
      this.#keyspace.changed(slot);
    }
    return true;
  }

  /** Since the last read or write; null = no such key. */
  idleSeconds(key: Binary): number | null {
    const slot = this.#living(key);
    return slot ? this.#keyspace.nowSeconds - slot.usedAtSeconds : null;
  }

  /** As if it had last been used so long ago. */
  setIdle(key: Binary, seconds: number): void {
    const slot = this.#living(key);
    if (slot) slot.usedAtSeconds = this.#keyspace.nowSeconds - seconds;
  }

  override keys(): Generator<Binary> {
    return this.#keyspace.walk.keys(this.index);
  }

  override takeExpired(): TakenKey[] {
    const { walk, expiry } = this.#keyspace;
    return [...walk.everyKey(this.index)].flatMap((key) => expiry.take(this.index, key) ?? []);
  }

  override putExpired({ key, value, expireAt }: TakenKey): void {
    const slot = this.#keyspace.slotToWrite(this.index, key);
    this.#keyspace.cache.setValue(slot, value);
    slot.expireAt = expireAt;
    this.#keyspace.changed(slot, true);
  }

  override page(position: number, looked: number): { keys: Binary[]; next: number | null } {
    return this.#keyspace.walk.page(this.index, position, looked);
  }

  override get nowMs(): number {
    return this.#keyspace.nowMs;
  }

  override get size(): number {
    return this.#keyspace.walk.size(this.index);
  }

  /** How many keys there are, and how many of them expire, looking at each. */
  counts(): KeyCount {
    const keys = this.size;
    if (keys === 0) return { keys, expires: 0 };
    let expires = 0;
    for (const key of this.keys()) if (this.#keyspace.deadline(this.index, key) !== null) expires++;
    return { keys, expires };
  }

  /** About how many positions there are to walk. */
  override get positions(): number {
    return this.#keyspace.store.stats().keys;
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
    if (this.#keyspace.expiry.isHeld) return null;
    this.#keyspace.expiry.expire(slot);
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
