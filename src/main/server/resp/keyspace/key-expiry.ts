import type { TakenKey } from '../../../formats/redis/commands/database.ts';
import { keyEvents } from '../../../formats/redis/commands/key-events.ts';
import { type Binary, binaryOf, bytesOf } from '../../../formats/redis/value.ts';
import { databaseKey, databases, storedKey } from './database-key.ts';
import type { Keyspace } from './keyspace.ts';
import { isThere, type Slot } from './slot.ts';

/** Keys that have expired during a pause and are told of at its end; of more than these it is told at once. */
const maxExpiredMeanwhile = 100_000;

/** Keys whose deadline has passed, whether a command meets them or the store gives back their space. */
export class KeyExpiry {
  /** How many were found. */
  found = 0;
  isHeld = false;
  #isByItself = true;
  /** Hears of keys that the store has deleted by itself: nobody could read them before either. */
  onExpired: (db: number, key: Binary) => void = () => undefined;
  readonly #keyspace: Keyspace;
  #inStore = 0;
  readonly #meanwhile: Uint8Array[] = [];

  constructor(keyspace: Keyspace) {
    this.#keyspace = keyspace;
  }

  /** Whether keys whose deadline has passed are deleted even if nobody asks for them. */
  get isByItself(): boolean {
    return this.#isByItself;
  }

  set isByItself(isOn: boolean) {
    if (isOn === this.#isByItself) return;
    this.#keyspace.store.configure({ deletesExpired: isOn });
    this.#isByItself = isOn;
  }

  /** The deadline of a slot has passed: it is nothing any more. */
  expire(slot: Slot): void {
    const { cache, store, record } = this.#keyspace;
    this.#tell(slot.db, slot.key);
    // Where nothing can be written it is only not there: the store says the same of it.
    if (store.readOnly) {
      cache.remove(slot);
      return;
    }
    cache.setValue(slot, null);
    slot.expireAt = null;
    record.expired(slot.db, slot.key);
    this.#keyspace.changed(slot, true);
  }

  /** What is about to be written over may have expired, which is then said first. */
  expireBefore(db: number, key: Binary): void {
    const { cache, nowMs } = this.#keyspace;
    const slot = cache.get(db, key);
    if (slot === undefined) this.expireStored(db, key);
    else if (isThere(slot) && slot.expireAt !== null && slot.expireAt <= nowMs) this.expire(slot);
  }

  /** A key that is not in memory: the store would delete it by itself, a little later. */
  expireStored(db: number, key: Binary): void {
    const { store } = this.#keyspace;
    if (store.readOnly || this.isHeld || !store.hasExpired(bytesOf(storedKey(db, key)))) return;
    this.expire(this.#keyspace.slotToWrite(db, key));
  }

  /** Takes a key away whose deadline has passed, of which nobody is told; null when it has not. */
  take(db: number, key: Binary): TakenKey | null {
    const keyspace = this.#keyspace;
    const { cache, nowMs, store } = keyspace;
    // Of these nobody can read any more what they held.
    const isLost = cache.get(db, key) === undefined && store.hasExpired(bytesOf(storedKey(db, key)));
    const slot = isLost ? keyspace.slotToWrite(db, key) : keyspace.slot(db, key);
    if (slot === undefined) return null;
    const expireAt = isLost ? nowMs : slot.expireAt;
    if (expireAt === null || expireAt > nowMs || !(isLost || isThere(slot))) return null;
    const value = cache.valueOf(slot) ?? { type: 'string', text: '' };
    cache.setValue(slot, null);
    slot.expireAt = null;
    keyspace.changed(slot, true);
    return { key, value, expireAt };
  }

  /** While clients are held nothing counts as changed, though a key whose deadline has passed is not found any more. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (!isHeld) this.#toldOf(this.#meanwhile.splice(0));
  }

  /** The store deletes keys whose deadline has passed and that nobody has asked for. */
  expiredInStore(keys: readonly Uint8Array[]): void {
    this.#inStore += keys.length;
    this.#keyspace.record.expiring(keys);
    this.#toldOf(keys);
  }

  /** How many those were since this was last asked: as many changes of the store are no surprise. */
  takeInStore(): number {
    const count = this.#inStore;
    this.#inStore = 0;
    return count;
  }

  /** The same of a key of which no record says that it is gone: those who follow the log have to be told. */
  droppedInStore(stored: Uint8Array): void {
    const { cache, record, store } = this.#keyspace;
    if (!record.isOn || store.readOnly) {
      this.#toldOf([stored]);
      return;
    }
    const { db, key } = databaseKey(binaryOf(stored));
    if (db >= databases) return;
    const slot = cache.get(db, key);
    // Something else may be there by now.
    if (!slot || (!slot.isDirty && slot.unsettled === 0))
      this.expire(slot ?? this.#keyspace.slotToWrite(db, key));
  }

  #toldOf(keys: readonly Uint8Array[]): void {
    if (this.isHeld && this.#meanwhile.length + keys.length <= maxExpiredMeanwhile) {
      this.#meanwhile.push(...keys);
      return;
    }
    const { cache } = this.#keyspace;
    for (const bytes of keys) {
      const { db, key } = databaseKey(binaryOf(bytes));
      if (db >= databases) continue;
      const slot = cache.get(db, key);
      // Whoever has met it meanwhile has said so, or has put something else there.
      if (slot && (slot.isDirty || slot.unsettled > 0)) continue;
      if (slot) cache.remove(slot);
      this.onExpired(db, key);
      this.#tell(db, key);
    }
  }

  #tell(db: number, key: Binary): void {
    this.found++;
    this.#keyspace.events.tell(keyEvents.expired, db, 'expired', key);
  }
}
