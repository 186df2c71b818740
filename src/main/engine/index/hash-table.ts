import { after, distance, home, leastSlots, shardCount, shardShift } from './probing.ts';

/** A shard grows when it is fuller than this. Eight slots share a cache line: a long probe costs little. */
const maxLoad = 0.85;
const growth = 1.5;
/** A shard that begins with many keys is so full: some more will come. */
const firstLoad = 0.8;

/** What stands for each shard until it holds a key: one free slot. */
const noSlots = new Int32Array(2);

/**
 * A shard of so many slots, of which `held` hold an id. A slot is a pair of a hash and an id plus one, 0 when it is
 * free: signed numbers, which need no memory of their own before the code that handles them is compiled. As long as nobody has looked for a key there, only the pairs of those that are not free are kept, as
 * `packedPairs` gives them.
 */
export interface Shard {
  size: number;
  held: number;
  slots: Int32Array | null;
  pairs: Int32Array | null;
}

/** The sign of the id in a pair that says its key is gone. */
export const removal = -(2 ** 31);

/** Pairs of keys that may be there already, by shard: those of a shard end at `ends` of it, as an index into `pairs`. */
export interface Arrivals {
  pairs: Int32Array;
  ends: Uint32Array;
}

/** What becomes of arrivals. */
export interface Meeting {
  /** Whether two ids have the same key. */
  sameKey(held: number, arrived: number): boolean;
  /** The key is there: `held` stays in the table. */
  replace(held: number, arrived: number): void;
  /** The arrival said that its key is gone; `held` had it, -1 if none did, and is in the table no more. */
  removed(held: number, arrived: number): void;
}

/** Whether the key of `id` is bytes[start, start + length). */
export type KeyMatch = (id: number, bytes: Uint8Array, start: number, length: number) => boolean;

/**
 * From a key's hash to its entry's id: open addressing with linear probing, in 256 shards that grow one at a time, so
 * that no growth takes longer than one shard's share of all keys. A slot is two u32: the hash, and the id plus one, 0
 * for none.
 */
export class HashTable {
  readonly #shards: (Int32Array | null)[] = new Array(shardCount).fill(noSlots);
  /** Those whose slots have not been laid out yet. */
  readonly #packed = new Map<number, Shard>();
  readonly #counts = new Uint32Array(shardCount);
  readonly #matches: KeyMatch;

  constructor(matches: KeyMatch, shards: readonly Shard[] = []) {
    this.#matches = matches;
    for (const [i, shard] of shards.entries()) {
      this.#shards[i] = shard.slots;
      this.#counts[i] = shard.held;
      if (shard.slots === null) this.#packed.set(i, shard);
    }
  }

  get shards(): Shard[] {
    return this.#shards.map((slots, i) => {
      const held = this.#counts[i] as number;
      return this.#packed.get(i) ?? { size: (slots?.length ?? 0) / 2, held, slots, pairs: null };
    });
  }

  #slots(shard: number): Int32Array {
    return this.#shards[shard] ?? this.#layOut(shard);
  }

  #layOut(shard: number): Int32Array {
    const { size, pairs } = this.#packed.get(shard) as Shard;
    const slots = unpackSlots(size, pairs ?? noSlots.subarray(0, 0));
    this.#shards[shard] = slots;
    this.#packed.delete(shard);
    return slots;
  }

  /** The id of the key bytes[start, start + length), whose hash this is; -1 when it is not there. */
  find(hash: number, bytes: Uint8Array, start: number, length: number): number {
    const slots = this.#slots(hash >>> shardShift);
    const wanted = hash | 0;
    for (let at = home(slots, hash); ; at = after(slots, at)) {
      const held = slots[at + 1] as number;
      if (held === 0) return -1;
      if (slots[at] === wanted && this.#matches(held - 1, bytes, start, length)) return held - 1;
    }
  }

  /** The first id with this hash, whatever its key; -1 when there is none. */
  findHash(hash: number): number {
    const slots = this.#slots(hash >>> shardShift);
    const wanted = hash | 0;
    for (let at = home(slots, hash); ; at = after(slots, at)) {
      const held = slots[at + 1] as number;
      if (held === 0 || slots[at] === wanted) return held - 1;
    }
  }

  /** Looks where a probe for the hash begins, and at nothing that depends on it: such looks wait for memory together. */
  touch(hash: number): number {
    const slots = this.#slots(hash >>> shardShift);
    return slots[home(slots, hash)] as number;
  }

  /** The id must not be in the table. */
  add(hash: number, id: number): void {
    const shard = hash >>> shardShift;
    const slots = this.#roomFor(shard, 1);
    this.#counts[shard]!++;
    place(slots, hash, id + 1);
  }

  /** Makes room for so many ids more. */
  reserve(shard: number, more: number): void {
    if (more > 0) this.#roomFor(shard, more);
  }

  /** Adds pairs[from, to), which belong to this shard, in their order. */
  addAll(shard: number, pairs: Int32Array, from: number, to: number, meeting: Meeting): void {
    if (from === to) return;
    const slots = this.#roomFor(shard, (to - from) / 2);
    for (let i = from; i < to; i += 2) {
      const hash = pairs[i] as number;
      const id = ((pairs[i + 1] as number) & ~removal) - 1;
      let at = home(slots, hash);
      let held = slots[at + 1] as number;
      while (held !== 0 && !(slots[at] === hash && meeting.sameKey(held - 1, id))) {
        at = after(slots, at);
        held = slots[at + 1] as number;
      }
      if ((pairs[i + 1] as number) < 0) {
        if (held !== 0) this.remove(hash, held - 1);
        meeting.removed(held - 1, id);
      } else if (held !== 0) meeting.replace(held - 1, id);
      else {
        slots[at] = hash;
        slots[at + 1] = id + 1;
        this.#counts[shard]!++;
      }
    }
  }

  /** The slots of a shard, grown if so many ids more need it. */
  #roomFor(shard: number, more: number): Int32Array {
    const slots = this.#slots(shard);
    const count = (this.#counts[shard] as number) + more;
    if (2 * count <= slots.length * maxLoad) return slots;
    const least = leastSlots(shard);
    const needed = Math.ceil(count / (slots === noSlots ? firstLoad : maxLoad));
    const larger = grown(slots, Math.max(least, needed, Math.ceil((slots.length / 2) * growth)));
    this.#shards[shard] = larger;
    return larger;
  }

  /** The id must be in the table. What was pushed aside by it moves back, so that no marker is left behind. */
  remove(hash: number, id: number): void {
    const shard = hash >>> shardShift;
    const slots = this.#slots(shard);
    let gap = home(slots, hash);
    while (slots[gap + 1] !== id + 1) gap = after(slots, gap);
    for (let at = after(slots, gap); slots[at + 1] !== 0; at = after(slots, at)) {
      const from = home(slots, slots[at] as number);
      if (distance(slots, from, at) < distance(slots, gap, at)) continue;
      slots[gap] = slots[at] as number;
      slots[gap + 1] = slots[at + 1] as number;
      gap = at;
    }
    slots[gap + 1] = 0;
    this.#counts[shard]!--;
  }
}

/**
 * The pairs of a shard's slots that hold an id, in the order of the slots, beginning behind a free one: so no probe that
 * led to one of them began after its turn. Not to be changed.
 */
export function packedPairs({ held, slots, pairs }: Shard): Int32Array {
  if (slots === null) return pairs ?? noSlots.subarray(0, 0);
  const packed = new Int32Array(2 * held);
  let free = 0;
  while (slots[free + 1] !== 0) free += 2;
  let to = 0;
  for (let from = after(slots, free); from !== free; from = after(slots, from)) {
    if (slots[from + 1] === 0) continue;
    packed[to] = slots[from] as number;
    packed[to + 1] = slots[from + 1] as number;
    to += 2;
  }
  return packed;
}

/** So many slots, of which those in `pairs` hold an id: pairs as `packedPairs` gave them, or in the order of their hashes. */
function unpackSlots(size: number, pairs: Int32Array): Int32Array {
  if (pairs.length === 0 && 2 * size === noSlots.length) return noSlots;
  const slots = new Int32Array(2 * size);
  const first = home(slots, pairs[0] ?? 0);
  const { length } = slots;
  // Each goes where its probe begins or behind the one before it: all in one turn around, with no look at any slot.
  let last = first - 2;
  for (let at = 0; at < pairs.length; at += 2) {
    const hash = pairs[at] as number;
    const begin = home(slots, hash);
    last = Math.max(last + 2, begin < first ? begin + length : begin);
    const slot = last < length ? last : last - length;
    if (last >= length + first) place(slots, hash, pairs[at + 1] as number);
    else {
      slots[slot] = hash;
      slots[slot + 1] = pairs[at + 1] as number;
    }
  }
  return slots;
}

function grown(slots: Int32Array, size: number): Int32Array {
  const larger = new Int32Array(2 * size);
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at + 1] !== 0) place(larger, slots[at] as number, slots[at + 1] as number);
  }
  return larger;
}

function place(slots: Int32Array, hash: number, held: number): void {
  let at = home(slots, hash);
  while (slots[at + 1] !== 0) at = after(slots, at);
  slots[at] = hash;
  slots[at + 1] = held;
}
