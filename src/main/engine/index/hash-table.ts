/** What stands in a slot that holds no id. */
const empty = 0;
const shardBits = 8;
const shardShift = 32 - shardBits;
const firstSlots = 16;

/**
 * From a key's hash to its id: open addressing with linear probing, in 256 shards chosen by the hash's top bits, so
 * that growing moves one small shard and never the whole table. A slot is two u32: the hash, and the id plus one.
 */
export class HashTable {
  readonly #shards: Uint32Array[] = Array.from(
    { length: 1 << shardBits },
    () => new Uint32Array(firstSlots * 2),
  );
  readonly #used = new Uint32Array(1 << shardBits);

  /** The first id with this hash for which `matches` holds; -1 when there is none. */
  find(hash: number, matches: (id: number) => boolean): number {
    const slots = this.#shards[hash >>> shardShift] as Uint32Array;
    const mask = slots.length / 2 - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot * 2 + 1] as number;
      if (held === empty) return -1;
      if (slots[slot * 2] === hash && matches(held - 1)) return held - 1;
    }
  }

  /** Adds an id that is not in the table. */
  add(hash: number, id: number): void {
    const shard = hash >>> shardShift;
    let slots = this.#shards[shard] as Uint32Array;
    const used = (this.#used[shard] as number) + 1;
    // Probing stays short while at most two thirds are taken.
    if (used * 3 > slots.length) {
      slots = grown(slots);
      this.#shards[shard] = slots;
    }
    this.#used[shard] = used;
    place(slots, hash, id + 1);
  }

  /** Takes out an id that is in the table. */
  remove(hash: number, id: number): void {
    const shard = hash >>> shardShift;
    const slots = this.#shards[shard] as Uint32Array;
    const mask = slots.length / 2 - 1;
    let gap = hash & mask;
    while (slots[gap * 2 + 1] !== id + 1) {
      if (slots[gap * 2 + 1] === empty) throw new Error(`id ${id} is not in the index`);
      gap = (gap + 1) & mask;
    }
    this.#used[shard] = (this.#used[shard] as number) - 1;
    closeGap(slots, mask, gap);
  }

  get bytes(): number {
    return this.#shards.reduce((sum, slots) => sum + slots.byteLength, 0);
  }
}

function place(slots: Uint32Array, hash: number, held: number): void {
  const mask = slots.length / 2 - 1;
  let slot = hash & mask;
  while (slots[slot * 2 + 1] !== empty) slot = (slot + 1) & mask;
  slots[slot * 2] = hash;
  slots[slot * 2 + 1] = held;
}

function grown(slots: Uint32Array): Uint32Array {
  const larger = new Uint32Array(slots.length * 2);
  for (let at = 0; at < slots.length; at += 2) {
    const held = slots[at + 1] as number;
    if (held !== empty) place(larger, slots[at] as number, held);
  }
  return larger;
}

/** Moves back every later slot that a probe would no longer reach across the gap: no tombstones are left behind. */
function closeGap(slots: Uint32Array, mask: number, first: number): void {
  let gap = first;
  for (let slot = (gap + 1) & mask; slots[slot * 2 + 1] !== empty; slot = (slot + 1) & mask) {
    const home = (slots[slot * 2] as number) & mask;
    const reachesGap = ((slot - home) & mask) >= ((slot - gap) & mask);
    if (!reachesGap) continue;
    slots[gap * 2] = slots[slot * 2] as number;
    slots[gap * 2 + 1] = slots[slot * 2 + 1] as number;
    gap = slot;
  }
  slots[gap * 2 + 1] = empty;
}
