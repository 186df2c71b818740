import { databaseMark } from '../../../../shared/database-key.ts';
import { maxKeyBytes } from '../../../../shared/limits.ts';
import type { Store } from '../../../engine/api.ts';
import { viewOf } from '../../../engine/format/integers.ts';
import { fail } from '../../../formats/redis/commands/errors.ts';
import { type Binary, bytesOf } from '../../../formats/redis/value.ts';
import { CommandRecord } from '../replication/command-record.ts';
import { databases, storedKey } from './database-key.ts';
import { type CompactLimits, noLimits, widen } from './encoding.ts';
import { EventTeller } from './event-teller.ts';
import { KeyCounts } from './key-counts.ts';
import { KeyExpiry } from './key-expiry.ts';
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

export interface KeyspaceOptions {
  cacheBytes?: number;
  /** Up to where structures are held in a compact encoding. Default: any size. */
  limits?: CompactLimits;
  /** ms since 1970; for specs. */
  now?: () => number;
}

/** Hears of every key that a command has changed; or met, when its deadline had passed: then nobody has changed it. */
export type OnChanged = (db: number, key: Binary, hasExpired: boolean) => void;

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
  /** Hears that someone else has written to the store, beside the server. */
  onOthers: () => void = () => undefined;
  /** Changes since the server began, and since the last snapshot: what INFO and the save points go by. */
  changes = 0;
  readonly expiry = new KeyExpiry(this);
  /** What is in memory; nothing in it is changed without `changed`. */
  readonly cache: SlotCache;
  readonly walk: KeyWalk;
  /** What INFO tells of the databases. */
  readonly counts = new KeyCounts(this);
  readonly limits: CompactLimits;
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
    this.limits = options.limits ?? noLimits;
    this.walk = new KeyWalk(
      store,
      this.cache,
      (db, key) => this.has(db, key),
      () => !this.expiry.isByItself,
      () => this.changes,
    );
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
    if (slot && (!isThere(slot) || slot.expireAt === null || slot.expireAt > this.nowMs))
      return isThere(slot);
    // What has expired is deleted by whoever meets it, where nobody else does it.
    if (!this.expiry.isByItself) return this.databases[db]?.peek(key) !== null;
    return (
      !slot && key.length <= maxUsableKeyBytes && this.store.locate(bytesOf(storedKey(db, key))) !== null
    );
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

  /** Gives a key the string that a view has at [start, start + length), for both of which `hasPlace`, and no deadline. */
  setBytes(slot: Slot, view: DataView, start: number, length: number): void {
    this.cache.setBytes(slot, view, start, length);
    slot.expireAt = null;
    this.used(slot);
    this.changed(slot);
  }

  used(slot: Slot): void {
    slot.isUsed = true;
    slot.usedAtSeconds = this.nowSeconds;
  }

  /** A slot has a new value, a changed one, a new deadline, or none at all; by a command, or since it has expired. */
  changed(slot: Slot, hasExpired = false): void {
    if (!hasExpired) this.record.changed(slot);
    this.changes++;
    if (slot.db !== 0) this.walk.sawOthers();
    if (!slot.isDirty) {
      slot.isDirty = true;
      this.#dirty.push(slot);
    }
    this.onChanged(slot.db, slot.key, hasExpired);
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

  /** Up to which change others have written what has not been noticed here; 0 when there is none. */
  get unnoticedSeq(): number {
    const { acknowledgedSeq } = this.store.durability();
    return acknowledgedSeq === this.#knownSeq ? 0 : acknowledgedSeq;
  }

  /** Forgets what others may have changed in the store meanwhile, as the app does beside a server. */
  noticeOthers(): void {
    if (this.#unsettledCommits > 0 || this.hasChanges) return;
    const { acknowledgedSeq } = this.store.durability();
    this.#noticedSeq = acknowledgedSeq;
    if (acknowledgedSeq === this.#knownSeq) return;
    if (acknowledgedSeq - this.#knownSeq !== this.expiry.takeInStore()) this.onOthers();
    this.#knownSeq = acknowledgedSeq;
    this.walk.forget();
    this.cache.forgetSettled();
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
    this.walk.forget();
  }

  #load(db: number, key: Binary): Slot | undefined {
    if (key.length > maxUsableKeyBytes) return undefined;
    const stored = bytesOf(storedKey(db, key));
    const location = this.store.locate(stored);
    if (location === null) {
      const isOurs = this.events.told !== 0 || this.record.isOn || !this.expiry.isByItself;
      if (isOurs) this.expiry.expireStored(db, key);
      return undefined;
    }
    const bytes = this.store.getSync(stored);
    if (bytes === null) return undefined;
    const slot = emptySlot(db, key);
    this.cache.add(slot);
    const isShort = location.type === undefined && hasPlace(key.length, bytes.length);
    if (isShort) this.cache.setBytes(slot, viewOf(bytes), 0, bytes.length);
    else {
      slot.value = decodeValue(location.type ?? 'string', bytes);
      widen(slot.value, this.limits);
    }
    slot.expireAt = location.expireAt;
    this.cache.measure(slot);
    return slot;
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
