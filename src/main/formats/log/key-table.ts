import { fnv1a } from '../../../shared/fnv1a.ts';
import { Column } from './column.ts';

const chunkBytes = 1 << 20;
/** A short log's first chunk. */
const firstChunkBytes = 1 << 12;
const firstSlots = 1 << 8;
/** The table of slots is at most this full. */
const maxLoad = 0.75;
const slotGrowth = 1.5;
const empty = -1;

/** FNV-1a with a last mix, so that keys that differ in their last digit do not fall into neighbouring slots. */
function hashOf(bytes: Uint8Array, from: number, to: number, db: number): number {
  let hash = fnv1a(bytes, from, to, db);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Every distinct key of each database once: its length and bytes in shared chunks, found by hash. A key's id is its
 * place of first appearance.
 */
export class KeyTable {
  readonly #chunks: Uint8Array[] = [];
  #chunkUsed = 0;
  /** Number of the chunk × `chunkBytes` + offset in it. */
  readonly #address = new Column();
  /** A byte of the hash, which spares looking at the bytes of most other keys. */
  readonly #tag = new Column();
  readonly #db = new Column();
  /** Open addressing, by the hash's share of the slots. */
  #slots = new Int32Array(firstSlots).fill(empty);

  get count(): number {
    return this.#address.length;
  }

  /** A view of the key's bytes: not to be changed. */
  key(id: number): Uint8Array {
    const address = this.#address.get(id);
    const chunk = this.#chunkAt(address);
    const [from, to] = rangeAt(chunk, address % chunkBytes);
    return chunk.subarray(from, to);
  }

  db(id: number): number {
    return this.#db.get(id);
  }

  /** Byte order of two keys, whatever their databases. */
  compare(a: number, b: number): number {
    const [leftAddress, rightAddress] = [this.#address.get(a), this.#address.get(b)];
    const [left, right] = [this.#chunkAt(leftAddress), this.#chunkAt(rightAddress)];
    let [leftAt, leftEnd] = rangeAt(left, leftAddress % chunkBytes);
    let [rightAt, rightEnd] = rangeAt(right, rightAddress % chunkBytes);
    while (leftAt < leftEnd && rightAt < rightEnd) {
      const difference = (left[leftAt++] as number) - (right[rightAt++] as number);
      if (difference !== 0) return difference;
    }
    return leftEnd - leftAt - (rightEnd - rightAt);
  }

  /** Makes room for so many more keys at once: no more than that is needed is looked at again. */
  reserve(more: number): void {
    const needed = Math.ceil((this.count + more) / maxLoad) + 1;
    if (needed > this.#slots.length) this.#spread(needed);
  }

  /** −1 when the key has not been seen. */
  find(key: Uint8Array, db = 0): number {
    return this.#slots[this.#slotOf(key, db, hashOf(key, 0, key.length, db))] as number;
  }

  /** The key's id; a new one when it has not been seen. The bytes are copied. */
  intern(key: Uint8Array, db = 0): number {
    const hash = hashOf(key, 0, key.length, db);
    const slot = this.#slotOf(key, db, hash);
    const found = this.#slots[slot] as number;
    if (found !== empty) return found;
    const id = this.count;
    this.#store(key);
    this.#tag.push(hash & 0xff);
    this.#db.push(db);
    this.#slots[slot] = id;
    if (this.count > this.#slots.length * maxLoad) this.#spread(Math.ceil(this.#slots.length * slotGrowth));
    return id;
  }

  #slotOf(key: Uint8Array, db: number, hash: number): number {
    const slots = this.#slots;
    const tag = hash & 0xff;
    for (let slot = slotFor(hash, slots.length); ; slot = slot + 1 < slots.length ? slot + 1 : 0) {
      const id = slots[slot] as number;
      if (id === empty || (this.#tag.get(id) === tag && this.#db.get(id) === db && this.#holds(id, key)))
        return slot;
    }
  }

  #holds(id: number, key: Uint8Array): boolean {
    const address = this.#address.get(id);
    const chunk = this.#chunkAt(address);
    const [from, to] = rangeAt(chunk, address % chunkBytes);
    if (to - from !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (chunk[from + i] !== key[i]) return false;
    return true;
  }

  #chunkAt(address: number): Uint8Array {
    return this.#chunks[Math.floor(address / chunkBytes)] as Uint8Array;
  }

  #store(key: Uint8Array): void {
    const needed = lengthBytes(key.length) + key.length;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#chunkUsed + needed > chunk.length) chunk = this.#makeRoom(needed);
    this.#address.push((this.#chunks.length - 1) * chunkBytes + this.#chunkUsed);
    this.#chunkUsed = writeLength(chunk, this.#chunkUsed, key.length);
    chunk.set(key, this.#chunkUsed);
    this.#chunkUsed += key.length;
  }

  /** The first chunk grows; behind it come whole ones. A key that is longer than a chunk has one of its own. */
  #makeRoom(needed: number): Uint8Array {
    const first = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    if (first !== undefined && this.#chunkUsed + needed <= chunkBytes) {
      const grown = new Uint8Array(
        Math.min(chunkBytes, Math.max(first.length * 4, this.#chunkUsed + needed)),
      );
      grown.set(first);
      this.#chunks[0] = grown;
      return grown;
    }
    const length = this.#chunks.length === 0 ? firstChunkBytes : chunkBytes;
    const chunk = new Uint8Array(Math.max(length, needed));
    this.#chunks.push(chunk);
    this.#chunkUsed = 0;
    return chunk;
  }

  /** Over so many slots. */
  #spread(length: number): void {
    const slots = new Int32Array(length).fill(empty);
    for (let id = 0; id < this.count; id++) {
      const address = this.#address.get(id);
      const chunk = this.#chunkAt(address);
      const [from, to] = rangeAt(chunk, address % chunkBytes);
      let slot = slotFor(hashOf(chunk, from, to, this.#db.get(id)), slots.length);
      while (slots[slot] !== empty) slot = slot + 1 < slots.length ? slot + 1 : 0;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

const slotFor = (hash: number, slots: number): number => Math.floor((hash / 2 ** 32) * slots);

/** A length is written 7 bits a byte, the lowest first; all but its last byte have the top bit set. */
function lengthBytes(length: number): number {
  let bytes = 1;
  for (let rest = length; rest > 0x7f; rest = rest >>> 7) bytes++;
  return bytes;
}

function writeLength(chunk: Uint8Array, at: number, length: number): number {
  let rest = length;
  let to = at;
  for (; rest > 0x7f; rest = rest >>> 7) chunk[to++] = (rest & 0x7f) | 0x80;
  chunk[to++] = rest;
  return to;
}

/** Where the bytes of the key at `at` begin and end. */
function rangeAt(chunk: Uint8Array, at: number): [number, number] {
  let length = 0;
  let from = at;
  for (let shift = 0; ; shift += 7) {
    const byte = chunk[from++] as number;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [from, from + length];
  }
}
