import type { Store } from '../../../engine/api.ts';
import { type Binary, binaryOf, bytesOf } from '../../../formats/redis/value.ts';
import { databaseKey, storedKey } from './database-key.ts';
import { isThere, type Slot } from './slot.ts';
import type { SlotCache } from './slot-cache.ts';

/** Keys of the store that are looked at in one go. */
const walkedAtOnce = 4096;

/** Goes through the keys of numbered databases, which lie together in one store, and counts them. */
export class KeyWalk {
  readonly #store: Store;
  readonly #cache: SlotCache;
  readonly #has: (db: number, key: Binary) => boolean;
  readonly #meetsExpired: () => boolean;
  /** Of another database than 0; null = nobody has asked yet. */
  #hasOthers: boolean | null = null;
  /** What was counted, and by which it can be told whether anything has changed since. */
  #sizes: { stamp: string; of: Map<number, number> } | null = null;
  readonly #changes: () => number;

  /**
   * `meetsExpired`: `has` is to be asked of keys that have expired as well, which it deletes. `changes`
   * counts those in memory.
   */
  constructor(
    store: Store,
    cache: SlotCache,
    has: (db: number, key: Binary) => boolean,
    meetsExpired: () => boolean,
    changes: () => number,
  ) {
    this.#changes = changes;
    this.#meetsExpired = meetsExpired;
    this.#store = store;
    this.#cache = cache;
    this.#has = has;
  }

  /** There is a key of another database than 0. */
  sawOthers(): void {
    this.#hasOthers = true;
  }

  /** Someone else has written to the store. */
  forget(): void {
    this.#hasOthers = null;
    this.#sizes = null;
  }

  /** Keys that have expired count until they are deleted, as far as nobody has looked. */
  size(db: number): number {
    const { keys } = this.#store.stats();
    const stamp = `${this.#changes()} ${this.#store.durability().acknowledgedSeq} ${keys} ${this.#meetsExpired()}`;
    if (this.#sizes?.stamp !== stamp) this.#sizes = { stamp, of: new Map() };
    const { of } = this.#sizes;
    const size = of.get(db) ?? this.#count(db);
    of.set(db, size);
    return size;
  }

  #count(db: number): number {
    if (!this.#mayHaveOthers()) {
      if (db !== 0) return 0;
      return this.#store.stats().keys + this.#cache.countOf(0, (slot) => this.#notInStore(slot));
    }
    let count = 0;
    const isCounted = (key: Binary): boolean => {
      const slot = this.#cache.get(db, key);
      return slot === undefined || isThere(slot);
    };
    for (const { keys } of pages((position) => this.#page(db, position, walkedAtOnce, this.#meetsExpired())))
      for (const key of keys) if (isCounted(key)) count++;
    return count;
  }

  /** Whether there can be keys of another database than 0: then none can be counted without being looked at. */
  #mayHaveOthers(): boolean {
    if (this.#hasOthers === null) {
      this.#hasOthers = false;
      for (const { keys } of pages((position) => this.#store.keysFrom(position, walkedAtOnce))) {
        this.#hasOthers = keys.some((key) => databaseKey(binaryOf(key)).db !== 0);
        if (this.#hasOthers) break;
      }
    }
    return this.#hasOthers;
  }

  /** By how much the store counts too few for this slot: 1, 0 or -1. */
  #notInStore(slot: Slot): number {
    if (!slot.isDirty && slot.unsettled === 0) return 0;
    return (isThere(slot) ? 1 : 0) - (this.#isStored(slot, true) ? 1 : 0);
  }

  /** `expired`: as the store counts, for which what has expired is there until it is deleted. */
  #isStored({ db, key }: Slot, expired: boolean): boolean {
    const stored = bytesOf(storedKey(db, key));
    return this.#store.locate(stored) !== null || (expired && this.#store.hasExpired(stored));
  }

  /**
   * Keys of a database in no order, from a position on; `next` is null at the end. A key that is there all the while
   * comes at least once. `looked` keys of the store are looked at.
   */
  page(db: number, position: number, looked: number): { keys: Binary[]; next: number | null } {
    const { keys, next } = this.#page(db, position, looked, this.#meetsExpired());
    return { keys: keys.filter((key) => this.#has(db, key)), next };
  }

  /** Deleted or not: who asks looks at each. */
  #page(
    db: number,
    position: number,
    looked: number,
    expired: boolean,
  ): { keys: Binary[]; next: number | null } {
    const keys: Binary[] = [];
    // What the store does not have yet comes first, as it may get a position that has been passed by then.
    if (position === 0)
      for (const slot of this.#cache.slotsOf(db)) if (this.#isOnlyHere(slot, expired)) keys.push(slot.key);
    const page = this.#store.keysFrom(position, looked, { expired });
    for (const bytes of page.keys) {
      const stored = databaseKey(binaryOf(bytes));
      if (stored.db === db) keys.push(stored.key);
    }
    return { keys, next: page.next };
  }

  *keys(db: number): Generator<Binary> {
    for (const { keys } of pages((position) => this.page(db, position, walkedAtOnce))) yield* keys;
  }

  /** The keys of a database and those that have been ones: what has expired or is deleted comes as well. */
  *everyKey(db: number): Generator<Binary> {
    for (const { keys } of pages((position) => this.#page(db, position, walkedAtOnce, true))) yield* keys;
  }

  #isOnlyHere(slot: Slot, expired: boolean): boolean {
    return isThere(slot) && (slot.isDirty || slot.unsettled > 0) && !this.#isStored(slot, expired);
  }
}

/** Page after page, from the first on to the one behind which there is none. */
function* pages<Page extends { next: number | null }>(read: (position: number) => Page): Generator<Page> {
  for (let position: number | null = 0; position !== null; ) {
    const page = read(position);
    yield page;
    position = page.next;
  }
}
