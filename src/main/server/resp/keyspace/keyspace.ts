import { databaseMark } from '../../../../shared/database-key.ts';
import { maxKeyBytes } from '../../../../shared/limits.ts';
import type { Store } from '../../../engine/api.ts';
import { fail } from '../../../formats/redis/commands/errors.ts';
import { keyEvents } from '../../../formats/redis/commands/key-events.ts';
import { type Binary, binaryOf, bytesOf } from '../../../formats/redis/value.ts';
import { CommandRecord } from '../replication/command-record.ts';
import { databaseKey, databases, storedKey } from './database-key.ts';
import { EventTeller } from './event-teller.ts';
import { KeyWalk } from './key-walk.ts';
import { emptySlot, isThere, type Slot } from './slot.ts';
import { hasPlace, SlotCache } from './slot-cache.ts';
import { SlotChanges } from './slot-changes.ts';
import { StoredDatabase } from './stored-database.ts';
import { decodeValue } from './value-codec.ts';

/** Decoded values that are kept in memory, unless said otherwise. Bytes. */
const defaultCacheBytes = 256 * 1024 * 1024;
/** The longest that the store can hold beside the mark and the number of a database. */
export const maxUsableKeyBytes = maxKeyBytes - databaseMark.length - 1;
/** Keys that have expired during a pause and are told of at its end; of more than these it is told at once. */
const maxExpiredMeanwhile = 100_000;

export interface KeyspaceOptions {
  cacheBytes?: number;
  /** ms since 1970; for specs. */
  now?: () => number;
}

/** Hears of every key that a command has changed. */
export type OnChanged = (db: number, key: Binary) => void;

/**
 * The numbered databases of a store. Commands work on decoded values in memory, one command at a time; what they have
 * changed goes into the store as one batch, which is whole or absent after a crash.
 */
export class Keyspace {
  readonly databases: readonly StoredDatabase[];
  readonly store: Store;
  /** The time that commands go by, ms since 1970: it stands still while they run. */
  nowMs: number;
  /** The same in seconds since the server began. */
  nowSeconds = 0;
  readonly #now: () => number;
  readonly #beganAtMs: number;
  onChanged: OnChanged = () => undefined;
  readonly events = new EventTeller();
  /** What replicas are told. */
  readonly record = new CommandRecord();
  /** Hears of keys that the store has deleted by itself: nobody could read them before either. */
  onExpired: OnChanged = () => undefined;
  /** Hears that someone else has written to the store, beside the server. */
  onOthers: () => void = () => undefined;
  /** Changes since the server began, and since the last snapshot: what INFO and the save points go by. */
  changes = 0;
  /** Keys whose deadline was found to have passed. */
  expired = 0;
  isExpiryHeld = false;
  /** Keys that the store has deleted by itself since `#knownSeq`: those are no surprise. */
  #expiredInStore = 0;
  readonly #expiredMeanwhile: Uint8Array[] = [];
  /** What is in memory; nothing in it is changed without `changed`. */
  readonly cache: SlotCache;
  readonly walk: KeyWalk;
  #dirty: Slot[] = [];
  /** Why changes of this turn are gone already: a commit before it has failed. */
  #lost: { why: unknown } | null = null;
  #unsettledCommits = 0;
  /** The last sequence number that is this keyspace's own work. */
  #knownSeq: number;
  /** Up to here nothing is in memory that others have replaced in the store. */
  #noticedSeq: number;

  constructor(store: Store, options: KeyspaceOptions = {}) {
    this.store = store;
    this.#now = options.now ?? Date.now;
    this.nowMs = this.#now();
    this.#beganAtMs = this.nowMs;
    this.cache = new SlotCache(options.cacheBytes ?? defaultCacheBytes);
    this.walk = new KeyWalk(store, this.cache, (db, key) => this.has(db, key));
    this.#knownSeq = store.durability().acknowledgedSeq;
    this.#noticedSeq = this.#knownSeq;
    this.databases = Array.from({ length: databases }, (_, db) => new StoredDatabase(this, db));
  }

  /** Lets the time go on. */
  tick(): number {
    this.nowMs = this.#now();
    this.nowSeconds = Math.floor((this.nowMs - this.#beganAtMs) / 1000);
    return this.nowMs;
  }

  get cachedBytes(): number {
    return this.cache.bytes;
  }

  /** The slot of a key that is there, or was until the store is told; undefined when it is nowhere. */
  slot(db: number, key: Binary): Slot | undefined {
    return this.cache.get(db, key) ?? this.#load(db, key);
  }

  /** Whether the key is there, without reading its value. */
  has(db: number, key: Binary): boolean {
    const slot = this.cache.get(db, key);
    if (slot) return isThere(slot) && (slot.expireAt === null || slot.expireAt > this.nowMs);
    return key.length <= maxUsableKeyBytes && this.store.locate(bytesOf(storedKey(db, key))) !== null;
  }

  /** When the key expires, without reading its value; ms since 1970, null = never, or not there. */
  deadline(db: number, key: Binary): number | null {
    const slot = this.cache.get(db, key);
    return slot ? slot.expireAt : (this.store.locate(bytesOf(storedKey(db, key)))?.expireAt ?? null);
  }

  /** A slot for a key whose value is about to be replaced, whatever it was. */
  slotToWrite(db: number, key: Binary): Slot {
    const there = this.cache.get(db, key);
    if (there) return there;
    if (key.length > maxUsableKeyBytes) fail(`ERR key is longer than ${maxUsableKeyBytes} bytes`);
    const slot = emptySlot(db, key);
    this.cache.add(slot);
    return slot;
  }

  /** Gives a key the string bytes[start, start + length), for which and its key `hasPlace`, and no deadline. */
  setBytes(slot: Slot, bytes: Uint8Array, start: number, length: number): void {
    this.cache.setBytes(slot, bytes, start, length);
    slot.expireAt = null;
    this.used(slot);
    this.changed(slot);
  }

  used(slot: Slot): void {
    slot.isUsed = true;
    slot.usedAtSeconds = this.nowSeconds;
  }

  /** A slot has a new value, a changed one, a new deadline, or none at all. */
  changed(slot: Slot): void {
    this.record.changed(slot);
    this.#changed(slot);
  }

  /** The deadline of a slot has passed: it is nothing any more. */
  expire(slot: Slot): void {
    this.#tellExpired(slot.db, slot.key);
    // Where nothing can be written it is only not there: the store says the same of it.
    if (this.store.readOnly) {
      this.cache.remove(slot);
      return;
    }
    this.cache.setValue(slot, null);
    slot.expireAt = null;
    this.record.expired(slot.db, slot.key);
    this.#changed(slot);
  }

  /** What is about to be written over may have expired, which is then said first. */
  expireBefore(db: number, key: Binary): void {
    const slot = this.cache.get(db, key);
    if (slot === undefined) {
      const stored = bytesOf(storedKey(db, key));
      if (this.store.hasExpired(stored)) this.#expireStored(db, key);
    } else if (isThere(slot) && slot.expireAt !== null && slot.expireAt <= this.nowMs) this.expire(slot);
  }

  #changed(slot: Slot): void {
    this.changes++;
    if (slot.db !== 0) this.walk.sawOthers();
    if (!slot.isDirty) {
      slot.isDirty = true;
      this.#dirty.push(slot);
    }
    this.onChanged(slot.db, slot.key);
  }

  get hasChanges(): boolean {
    return this.#dirty.length > 0 || this.#lost !== null || this.record.hasCommands;
  }

  /** Hands all changes to the store; resolves when the policy's promise holds. */
  async commit(): Promise<void> {
    if (this.#lost !== null) this.#failLost(this.#lost);
    const slots = this.#dirty;
    const told = this.record.take(this.#noticedSeq);
    if (slots.length === 0) {
      told.written(null);
      return;
    }
    this.#dirty = [];
    this.#unsettledCommits++;
    try {
      const { firstSeq, lastSeq } = await this.store.batchOf(this.#changesOf(slots));
      told.written({ first: firstSeq, last: lastSeq });
      if (firstSeq === this.#knownSeq + 1) this.#knownSeq = lastSeq;
      for (const slot of slots) this.#settled(slot);
    } catch (error) {
      told.failed();
      // Whoever has changed something meanwhile hears of it at the end of the turn.
      if (this.#dirty.length > 0) this.#lost = { why: error };
      this.#forgetAll();
      throw error;
    } finally {
      this.#unsettledCommits--;
    }
    this.cache.shrink();
  }

  /** Forgets what others may have changed in the store meanwhile, as the app does beside a server. */
  noticeOthers(): void {
    if (this.#unsettledCommits > 0 || this.hasChanges) return;
    const { acknowledgedSeq } = this.store.durability();
    this.#noticedSeq = acknowledgedSeq;
    if (acknowledgedSeq === this.#knownSeq) return;
    if (acknowledgedSeq - this.#knownSeq !== this.#expiredInStore) this.onOthers();
    this.#expiredInStore = 0;
    this.#knownSeq = acknowledgedSeq;
    this.walk.forget();
    this.cache.forgetSettled();
  }

  /** While clients are held nothing counts as changed, though a key whose deadline has passed is not found any more. */
  holdExpiry(isHeld: boolean): void {
    this.isExpiryHeld = isHeld;
    if (!isHeld) this.#toldOfExpired(this.#expiredMeanwhile.splice(0));
  }

  /** The store deletes keys whose deadline has passed and that nobody has asked for. */
  expiredInStore(keys: readonly Uint8Array[]): void {
    this.#expiredInStore += keys.length;
    this.record.expiring(keys);
    this.#toldOfExpired(keys);
  }

  /** The same of a key of which no record says that it is gone: those who follow the log have to be told. */
  droppedInStore(stored: Uint8Array): void {
    if (!this.record.isOn || this.store.readOnly) {
      this.#toldOfExpired([stored]);
      return;
    }
    const { db, key } = databaseKey(binaryOf(stored));
    if (db >= databases) return;
    const slot = this.cache.get(db, key);
    // Something else may be there by now.
    if (!slot || (!slot.isDirty && slot.unsettled === 0)) this.expire(slot ?? this.slotToWrite(db, key));
  }

  #toldOfExpired(keys: readonly Uint8Array[]): void {
    if (this.isExpiryHeld && this.#expiredMeanwhile.length + keys.length <= maxExpiredMeanwhile) {
      this.#expiredMeanwhile.push(...keys);
      return;
    }
    for (const bytes of keys) {
      const { db, key } = databaseKey(binaryOf(bytes));
      if (db >= databases) continue;
      const slot = this.cache.get(db, key);
      // Whoever has met it meanwhile has said so, or has put something else there.
      if (slot && (slot.isDirty || slot.unsettled > 0)) continue;
      if (slot) this.cache.remove(slot);
      this.onExpired(db, key);
      this.#tellExpired(db, key);
    }
  }

  /** Forgets all that is in memory: the next reads come from the store. */
  reload(): void {
    this.cache.forgetSettled();
  }

  #failLost({ why }: { why: unknown }): never {
    this.#lost = null;
    this.record.forget();
    this.#forgetAll();
    throw why;
  }

  /** Memory and disk no longer agree: what counts is what the store has. */
  #forgetAll(): void {
    this.#dirty = [];
    this.cache.clear();
  }

  #load(db: number, key: Binary): Slot | undefined {
    if (key.length > maxUsableKeyBytes) return undefined;
    const stored = bytesOf(storedKey(db, key));
    const location = this.store.locate(stored);
    if (location === null) {
      const isHeard = this.events.told !== 0 || this.record.isOn;
      if (isHeard && this.store.hasExpired(stored)) this.#expireStored(db, key);
      return undefined;
    }
    const bytes = this.store.getSync(stored);
    if (bytes === null) return undefined;
    const slot = emptySlot(db, key);
    this.cache.add(slot);
    const isShort = location.type === undefined && hasPlace(key.length, bytes.length);
    if (isShort) this.cache.setBytes(slot, bytes, 0, bytes.length);
    else slot.value = decodeValue(location.type ?? 'string', bytes);
    slot.expireAt = location.expireAt;
    this.cache.measure(slot);
    return slot;
  }

  /** The store would delete it by itself, a little later. */
  #expireStored(db: number, key: Binary): void {
    if (this.store.readOnly || this.isExpiryHeld) return;
    this.expire(this.slotToWrite(db, key));
  }

  #tellExpired(db: number, key: Binary): void {
    this.expired++;
    this.events.tell(keyEvents.expired, db, 'expired', key);
  }

  /** What the store is told of the slots, which count as told from here on. */
  #changesOf(slots: readonly Slot[]): SlotChanges {
    for (const slot of slots) {
      slot.isDirty = false;
      slot.unsettled++;
      this.cache.measure(slot);
    }
    return new SlotChanges(slots, this.cache, this.nowMs);
  }

  #settled(slot: Slot): void {
    slot.unsettled--;
    if (slot.unsettled === 0 && !slot.isDirty && !isThere(slot)) this.cache.remove(slot);
  }
}
