import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The same keys and values for every contender, on disk so that contenders of other languages read them too:
 * keys.bin holds the keys one after another in random order, pool.bin random bytes that values are cut from,
 * order.bin a permutation in which they are read back.
 */

/**
 * Values start at 4,096 places of the pool, 1 MiB: as a caller's, they are in the processor's cache when they are
 * handed over. A prime step keeps neighbours from lining up with any block size.
 */
const places = 4_096;
const placeStep = 251;

/** Mersenne-free and small: xorshift128, seeded, so that every round of every run reads the same data. */
function generator(seed) {
  let x = seed >>> 0 || 1;
  let y = 362_436_069;
  let z = 521_288_629;
  let w = 88_675_123;
  return () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = (w ^ (w >>> 19) ^ (t ^ (t >>> 8))) >>> 0;
    return w;
  };
}

/**
 * @param {number} count
 * @param {() => number} random
 */
function permutation(count, random) {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (let i = count - 1; i > 0; i--) {
    const j = random() % (i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** 16 hexadecimal digits of a bijection of i: no two keys are equal, and their order is random. */
function writeKey(buffer, i) {
  const high = Math.imul(i, 2_654_435_761) >>> 0;
  const low = Math.imul(high ^ (high >>> 15), 2_246_822_519) >>> 0;
  buffer.write(high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0'), i * 16, 'latin1');
}

/**
 * @param {string} directory
 * @param {import('./shapes.mjs').Shape} shape
 */
export function makeDataset(directory, shape) {
  const random = generator(20_240_601);
  writeKeys(join(directory, 'keys.bin'), shape.keys, shape.keyBytes);
  writeKeys(join(directory, growthKeys), Math.max(0, ...shape.growth), shape.keyBytes);
  const pool = Buffer.allocUnsafe(places * placeStep + shape.valueBytes);
  for (let at = 0; at + 4 <= pool.length; at += 4) pool.writeUInt32LE(random(), at);
  writeFileSync(join(directory, 'pool.bin'), pool);
  writeFileSync(join(directory, 'order.bin'), Buffer.from(permutation(shape.keys, random).buffer));
}

function writeKeys(file, count, keyBytes) {
  const keys = Buffer.allocUnsafe(count * keyBytes);
  for (let i = 0; i < count; i++) writeKey(keys, i);
  writeFileSync(file, keys);
}

/** As many keys as the growth of a store is measured with, the shape's first: all others would only be in the way. */
export const growthKeys = 'growth-keys.bin';

/** Key objects in use at once. More than any workload has calls on their way: a store may keep a key until it is written. */
const ringSize = 8_192;

/**
 * Keys as callers have them: an object whose bytes were just made. A million of them in memory would be what everyone's
 * figures measure: cold memory in the reads, the garbage collector's marking in the stalls.
 *
 * @param {Buffer} packed the keys one after another
 * @param {number} length of each, in bytes
 * @returns {(index: number) => Buffer}
 */
function keyRing(packed, length) {
  const memory = Buffer.alloc(ringSize * length);
  const ring = Array.from({ length: ringSize }, (_, i) => memory.subarray(i * length, (i + 1) * length));
  let next = 0;
  return (index) => {
    const key = ring[next];
    next = (next + 1) % ringSize;
    const from = index * length;
    for (let i = 0; i < length; i++) key[i] = packed[from + i];
    return key;
  };
}

/**
 * @typedef {object} Dataset
 * @property {number} count of keys
 * @property {(index: number) => Buffer} key good until some thousand others have been asked for
 * @property {(place: number) => Buffer} keyInOrder the key at order[place]
 * @property {Uint32Array} order
 * @property {(index: number, version: number) => Buffer} value
 */

/**
 * @param {string} directory
 * @param {import('./shapes.mjs').Shape} shape
 * @param {string} [keysFile] whose keys to take; those of the shape unless said
 * @returns {Dataset}
 */
export function loadDataset(directory, shape, keysFile = 'keys.bin') {
  const packed = readFileSync(join(directory, keysFile));
  const pool = readFileSync(join(directory, 'pool.bin'));
  const values = new Array(places);
  for (let place = 0; place < places; place++) {
    values[place] = pool.subarray(place * placeStep, place * placeStep + shape.valueBytes);
  }
  const orderBytes = readFileSync(join(directory, 'order.bin'));
  const order = new Uint32Array(orderBytes.buffer, orderBytes.byteOffset, orderBytes.length / 4);
  const ordered = Buffer.alloc(order.length * shape.keyBytes);
  for (const [place, at] of order.entries()) {
    packed.copy(ordered, place * shape.keyBytes, at * shape.keyBytes, (at + 1) * shape.keyBytes);
  }
  return {
    count: packed.length / shape.keyBytes,
    key: keyRing(packed, shape.keyBytes),
    keyInOrder: keyRing(ordered, shape.keyBytes),
    order,
    // Another version of the same key is another value: some stores skip a write that changes nothing.
    value: (index, version) => values[(index * 7_919 + version * 104_729) % places],
  };
}

/** The first key alone: what an open is proven with, without the rest of the data set in memory. */
export function firstKey(directory, shape) {
  return readFileSync(join(directory, 'keys.bin')).subarray(0, shape.keyBytes);
}
