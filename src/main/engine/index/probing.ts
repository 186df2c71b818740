/**
 * What tables of hashes share: open addressing with linear probing in shards that grow one at a time. A slot is a pair
 * of u32, of which the table says what they hold.
 */

const shardBits = 8;
export const shardCount = 1 << shardBits;
export const shardShift = 32 - shardBits;
/** The bits of a hash that do not choose the shard, as a number of values. */
export const withinShard = 2 ** shardShift;
const firstSlots = 8;
/** Shards begin with up to so many slots more: else all would grow at the same number of keys, one after the other. */
const firstSpread = 8;

type Slots = Uint32Array | Int32Array;

/** How many slots a shard begins with. */
export const leastSlots = (shard: number): number => firstSlots + (shard % firstSpread);

export const shardOf = (hash: number): number => hash >>> shardShift;

/** Where a probe for the hash begins. The number of slots need not be a power of two: the hash is scaled, not masked. */
export function home(slots: Slots, hash: number): number {
  return (((hash & (withinShard - 1)) * (slots.length / 2 / withinShard)) | 0) << 1;
}

export const after = (slots: Slots, at: number): number => (at + 2 === slots.length ? 0 : at + 2);

/** How far a probe that began at `from` has come when it meets `at`. */
export const distance = (slots: Slots, from: number, at: number): number =>
  at >= from ? at - from : at - from + slots.length;
