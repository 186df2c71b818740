import { after, distance, home, leastSlots, shardCount, shardShift, withinShard } from '../index/probing.ts';

/** What stands for each shard until it holds a key: one free slot. */
const noSlots = new Uint32Array(2);
/** The rest of a slot's first word: the high bits of its sequence number. */
const highBits = 32 - shardShift;
const highMask = (1 << highBits) - 1;
/** Sequence numbers have 40 bits here. */
export const maxIndexedSeq = 2 ** (32 + highBits) - 1;

/** Memory is what this table is about: fuller than one that is made for speed, and grown by less. */
const maxLoad = 0.9;
const growth = 1.15;

/** How far a walk has come. */
export interface HashRange {
  /** Where it goes on; null at its end. */
  next: number | null;
  /** Slots that were looked at. */
  looked: number;
}

/** The shards of a table at one moment: for each hash the sequence numbers that it may stand for. */
export class SeqShards {
  protected readonly shards: Uint32Array[];

  constructor(shards: Uint32Array[]) {
    this.shards = shards;
  }

  /** Whether this sequence number is there with this hash. */
  has(hash: number, seq: number): boolean {
    return slotOf(this.#slots(hash), hash, seq) >= 0;
  }

  /** The first sequence number with this hash that passes `test`; -1 when none does. */
  find(hash: number, test: (seq: number) => boolean): number {
    const slots = this.#slots(hash);
    for (let at = home(slots, hash); isTaken(slots, at); at = after(slots, at)) {
      if (!hasHash(slots, at, hash)) continue;
      const seq = seqAt(slots, at);
      if (test(seq)) return seq;
    }
    return -1;
  }

  /** The sequence numbers of one shard, with their hashes, in no order. */
  eachOf(shard: number, visit: (seq: number, hash: number) => void): void {
    const slots = this.shards[shard] as Uint32Array;
    for (let at = 0; at < slots.length; at += 2) {
      if (isTaken(slots, at)) visit(seqAt(slots, at), hashAt(slots, at, shard));
    }
  }

  /**
   * Visits all whose hashes, unsigned, lie in a range that begins at `from`: about `limit` slots of one shard, or fewer.
   * Whatever grows meanwhile, each hash lies in one range of a walk.
   */
  eachFrom(from: number, limit: number, visit: (seq: number) => void): HashRange {
    const shard = Math.floor(from / withinShard);
    const slots = this.shards[shard] as Uint32Array;
    const width = Math.max(1, Math.ceil((limit / (slots.length / 2)) * withinShard));
    const to = Math.min(from + width, (shard + 1) * withinShard);
    const last = home(slots, (to - 1) | 0);
    let looked = 0;
    // What was pushed aside lies behind the last home, at most all around.
    for (let at = home(slots, from | 0), isBehind = false; looked < slots.length / 2; at = after(slots, at)) {
      looked++;
      if (isTaken(slots, at)) {
        const hash = hashAt(slots, at, shard) >>> 0;
        if (hash >= from && hash < to) visit(seqAt(slots, at));
      } else if (isBehind) break;
      isBehind ||= at === last;
    }
    return { next: to < 2 ** 32 ? to : null, looked };
  }

  #slots(hash: number): Uint32Array {
    return this.shards[hash >>> shardShift] as Uint32Array;
  }
}

/**
 * From a key's hash to the sequence number of its newest record, in 8 bytes a slot: 24 bits of the hash, the rest of
 * which chooses one of 256 shards, and 40 of the sequence number, 0 when the slot is free. Keys are not there: several
 * sequence numbers may have the same hash, and only their records tell them apart. Open addressing with linear probing.
 */
export class SeqTable extends SeqShards {
  readonly #counts = new Uint32Array(shardCount);
  /** After which freeze a shard was made: an older one is copied before it is changed. */
  readonly #epochs = new Uint32Array(shardCount);
  #epoch = 0;
  #freezes = 0;

  constructor() {
    super(new Array(shardCount).fill(noSlots));
  }

  get memoryBytes(): number {
    return this.shards.reduce((sum, slots) => sum + slots.byteLength, 0);
  }

  /** The table as it is now, at the cost of a copy of each shard that is changed until it is released. */
  freeze(): { shards: SeqShards; release: () => void } {
    this.#freezes++;
    this.#epoch++;
    let held = true;
    const release = (): void => {
      if (held) this.#freezes--;
      held = false;
    };
    return { shards: new SeqShards([...this.shards]), release };
  }

  add(hash: number, seq: number): void {
    const shard = hash >>> shardShift;
    place(this.#roomForOne(shard), hash, seq);
    this.#counts[shard]!++;
  }

  /** `seq`, which must be there, gives its place to `by`. */
  replace(hash: number, seq: number, by: number): void {
    const slots = this.#writable(hash >>> shardShift);
    write(slots, slotOf(slots, hash, seq), hash, by);
  }

  /** It must be there. What was pushed aside by it moves back, so that no marker is left behind. */
  remove(hash: number, seq: number): void {
    const shard = hash >>> shardShift;
    const slots = this.#writable(shard);
    let gap = slotOf(slots, hash, seq);
    for (let at = after(slots, gap); isTaken(slots, at); at = after(slots, at)) {
      const from = home(slots, hashAt(slots, at, shard));
      if (distance(slots, from, at) < distance(slots, gap, at)) continue;
      slots[gap] = slots[at] as number;
      slots[gap + 1] = slots[at + 1] as number;
      gap = at;
    }
    slots[gap] = 0;
    slots[gap + 1] = 0;
    this.#counts[shard]!--;
  }

  #roomForOne(shard: number): Uint32Array {
    const count = (this.#counts[shard] as number) + 1;
    const slots = this.shards[shard] as Uint32Array;
    if (2 * count <= slots.length * maxLoad) return this.#writable(shard);
    const least = leastSlots(shard);
    const larger = new Uint32Array(2 * Math.max(least, Math.ceil((slots.length / 2) * growth)));
    this.eachOf(shard, (seq, hash) => place(larger, hash, seq));
    this.#own(shard, larger);
    return larger;
  }

  #writable(shard: number): Uint32Array {
    const slots = this.shards[shard] as Uint32Array;
    if (this.#freezes === 0 || this.#epochs[shard] === this.#epoch) return slots;
    const copy = slots.slice();
    this.#own(shard, copy);
    return copy;
  }

  #own(shard: number, slots: Uint32Array): void {
    this.shards[shard] = slots;
    this.#epochs[shard] = this.#epoch;
  }
}

/** Sequence numbers begin with 1. */
const isTaken = (slots: Uint32Array, at: number): boolean =>
  slots[at + 1] !== 0 || ((slots[at] as number) & highMask) !== 0;

const hasHash = (slots: Uint32Array, at: number, hash: number): boolean =>
  (slots[at] as number) >>> highBits === (hash & (withinShard - 1));

const hashAt = (slots: Uint32Array, at: number, shard: number): number =>
  (shard << shardShift) | ((slots[at] as number) >>> highBits);

const seqAt = (slots: Uint32Array, at: number): number =>
  ((slots[at] as number) & highMask) * 2 ** 32 + (slots[at + 1] as number);

/** -1 when it is not there. */
function slotOf(slots: Uint32Array, hash: number, seq: number): number {
  for (let at = home(slots, hash); isTaken(slots, at); at = after(slots, at)) {
    if (slots[at + 1] === seq % 2 ** 32 && seqAt(slots, at) === seq && hasHash(slots, at, hash)) return at;
  }
  return -1;
}

function place(slots: Uint32Array, hash: number, seq: number): void {
  let at = home(slots, hash);
  while (isTaken(slots, at)) at = after(slots, at);
  write(slots, at, hash, seq);
}

function write(slots: Uint32Array, at: number, hash: number, seq: number): void {
  slots[at] = ((hash & (withinShard - 1)) << highBits) | Math.floor(seq / 2 ** 32);
  slots[at + 1] = seq;
}
