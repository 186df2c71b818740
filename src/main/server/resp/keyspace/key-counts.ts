import { binaryOf } from '../../../formats/redis/value.ts';
import { databaseKey, databases } from './database-key.ts';
import type { Keyspace } from './keyspace.ts';

export interface KeyCount {
  keys: number;
  /** How many of them have a deadline. */
  expires: number;
}

/** Up to as many keys are counted one by one whenever somebody asks. */
const countedAtOnce = 4096;
/** Keys that a walk looks at in one go, about a millisecond's worth, and what it leaves to the clients then. */
const stepKeys = 512;
const restMs = 4;
/** A walk rests for this many times what it has cost before another one begins. */
const restsPerWork = 20;

interface Walk {
  readonly counts: readonly KeyCount[];
  /** Null at its end. */
  next: number | null;
  workMs: number;
  /** By which it can be told whether anything has changed since. */
  readonly changes: number;
  readonly seq: number;
}

/**
 * How many keys each database has, and how many of them expire. Clients ask INFO for it when they connect, and
 * monitors every few seconds: of many keys they are told what a walk has counted that goes on beside the clients. What
 * it has counted is scaled to how many keys the store has now, so that it is exact when nothing has changed since, and
 * a fair guess while the first walk is on its way.
 */
export class KeyCounts {
  readonly #keyspace: Keyspace;
  #whole: Walk | null = null;
  #walk: Walk | null = null;
  #timer: NodeJS.Timeout | null = null;
  #restsUntilMs = 0;

  constructor(keyspace: Keyspace) {
    this.#keyspace = keyspace;
  }

  /** By the number of the database. */
  all(): readonly KeyCount[] {
    const { store, databases: all } = this.#keyspace;
    const { keys } = store.stats();
    if (keys <= countedAtOnce) return all.map((db) => db.counts());
    if (this.#walk === null && !this.#isCurrent() && Date.now() >= this.#restsUntilMs) this.#begin();
    return scaled((this.#whole ?? this.#walk)?.counts ?? [], keys);
  }

  /** Looks at no more keys. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#walk = null;
  }

  #isCurrent(): boolean {
    const { store, changes } = this.#keyspace;
    const { acknowledgedSeq } = store.durability();
    return this.#whole?.changes === changes && this.#whole.seq === acknowledgedSeq;
  }

  #begin(): void {
    const { store, changes } = this.#keyspace;
    this.#walk = {
      counts: Array.from({ length: databases }, () => ({ keys: 0, expires: 0 })),
      next: 0,
      workMs: 0,
      changes,
      seq: store.durability().acknowledgedSeq,
    };
    // Who asks first is told of something.
    this.#step(this.#walk, countedAtOnce);
  }

  #step(walk: Walk, limit: number): void {
    const { store } = this.#keyspace;
    const beganAtMs = performance.now();
    const page = store.keysFrom(walk.next ?? 0, limit, { expired: true });
    for (const stored of page.keys) {
      const count = walk.counts[databaseKey(binaryOf(stored)).db];
      if (count === undefined) continue;
      count.keys++;
      // What has expired is not found, and counts until it is deleted.
      const location = store.locate(stored);
      if (location === null || location.expireAt !== null) count.expires++;
    }
    walk.next = page.next;
    walk.workMs += performance.now() - beganAtMs;
    if (walk.next === null) this.#end(walk);
    else this.#timer = setTimeout(() => this.#step(walk, stepKeys), restMs).unref();
  }

  #end(walk: Walk): void {
    this.#timer = null;
    this.#walk = null;
    this.#whole = walk;
    this.#restsUntilMs = Date.now() + walk.workMs * restsPerWork;
  }
}

/** As if there were so many keys, of which these are some. A database that has any keeps one. */
function scaled(counts: readonly KeyCount[], keys: number): readonly KeyCount[] {
  const counted = counts.reduce((sum, count) => sum + count.keys, 0);
  if (counted === 0 || counted === keys) return counts;
  const scale = (count: number): number =>
    count === 0 ? 0 : Math.max(1, Math.round((count * keys) / counted));
  return counts.map((count) => ({ keys: scale(count.keys), expires: scale(count.expires) }));
}
