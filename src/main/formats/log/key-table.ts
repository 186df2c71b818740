import { Uint32Column } from './column.ts';

const chunkBytes = 1 << 20;
const firstSlots = 1 << 10;
const empty = -1;

/** FNV-1a with a last mix, so that keys that differ in their last digit do not fall into neighbouring slots. */
function hashOf(key: Uint8Array, db: number): number {
  let hash = 0x811c9dc5 ^ db;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ (key[i] as number), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Every distinct key of each database once: its bytes in shared chunks, found by hash. A key's id is its place of first appearance. */
export class KeyTable {
  readonly #chunks: Uint8Array[] = [];
  #chunkUsed = chunkBytes;
  readonly #chunkOf = new Uint32Column();
  readonly #offset = new Uint32Column();
  readonly #length = new Uint32Column();
  readonly #hash = new Uint32Column();
  readonly #db = new Uint32Column();
  /** Open addressing; at most half full. */
  #slots = new Int32Array(firstSlots).fill(empty);

  get count(): number {
    return this.#hash.length;
  }

  /** A view of the key's bytes: not to be changed. */
  key(id: number): Uint8Array {
    const offset = this.#offset.get(id);
    return (this.#chunks[this.#chunkOf.get(id)] as Uint8Array).subarray(
      offset,
      offset + this.#length.get(id),
    );
  }

  db(id: number): number {
    return this.#db.get(id);
  }

  /** −1 when the key has not been seen. */
  find(key: Uint8Array, db = 0): number {
    return this.#slots[this.#slotOf(key, db, hashOf(key, db))] as number;
  }

  /** The key's id; a new one when it has not been seen. The bytes are copied. */
  intern(key: Uint8Array, db = 0): number {
    const hash = hashOf(key, db);
    const slot = this.#slotOf(key, db, hash);
    const found = this.#slots[slot] as number;
    if (found !== empty) return found;
    const id = this.count;
    this.#store(key);
    this.#hash.push(hash);
    this.#db.push(db);
    this.#slots[slot] = id;
    if (this.count * 2 > this.#slots.length) this.#grow();
    return id;
  }

  #slotOf(key: Uint8Array, db: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id === empty || (this.#hash.get(id) === hash && this.#db.get(id) === db && this.#holds(id, key)))
        return slot;
    }
  }

  #holds(id: number, key: Uint8Array): boolean {
    if (this.#length.get(id) !== key.length) return false;
    const chunk = this.#chunks[this.#chunkOf.get(id)] as Uint8Array;
    const offset = this.#offset.get(id);
    for (let i = 0; i < key.length; i++) if (chunk[offset + i] !== key[i]) return false;
    return true;
  }

  #store(key: Uint8Array): void {
    if (this.#chunkUsed + key.length > (this.#chunks.at(-1)?.length ?? 0)) {
      this.#chunks.push(new Uint8Array(Math.max(chunkBytes, key.length)));
      this.#chunkUsed = 0;
    }
    (this.#chunks.at(-1) as Uint8Array).set(key, this.#chunkUsed);
    this.#chunkOf.push(this.#chunks.length - 1);
    this.#offset.push(this.#chunkUsed);
    this.#length.push(key.length);
    this.#chunkUsed += key.length;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(empty);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = this.#hash.get(id) & mask;
      while (slots[slot] !== empty) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}
