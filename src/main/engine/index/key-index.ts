import { randomInt } from 'node:crypto';
import { f64Column, u8Column, u32Column } from './columns.ts';
import { hashBytes } from './hash.ts';
import { HashTable } from './hash-table.ts';
import { KeyArena } from './key-arena.ts';

const dead = 0;
const live = 1;

/**
 * Where the newest record of each key lies, in typed arrays: no object per key. An id is a position in the columns;
 * it is given to another key only after its own is gone and no one holds a view (`pin`).
 * Offsets and lengths in bytes, deadlines in ms since 1970 with 0 for none.
 */
export class KeyIndex {
  readonly #seed = randomInt(2 ** 32);
  readonly #table = new HashTable();
  readonly #arena: KeyArena;
  readonly #state = u8Column();
  readonly #hash = u32Column();
  readonly #address = u32Column();
  readonly #segment = u32Column();
  readonly #offset = f64Column();
  readonly #headLength = u8Column();
  readonly #valueLength = u32Column();
  readonly #seq = f64Column();
  readonly #expireAt = f64Column();
  readonly #type = u8Column();
  readonly #free: number[] = [];
  /** Removed while a view was held: given back when the last one is released. */
  #removedWhilePinned: number[] = [];
  #pins = 0;
  #idLimit = 0;
  #size = 0;
  #withDeadline = 0;
  /** Called before an entry is overwritten, moved or removed, while it still says where the old record lies. */
  beforeChange: ((id: number) => void) | null = null;

  constructor() {
    this.#arena = new KeyArena((id, address) => this.#address.set(id, address));
  }

  /** Keys, expired ones that have not been removed yet among them. */
  get size(): number {
    return this.#size;
  }

  /** Ids are 0 to this, exclusive; not all of them are live. */
  get idLimit(): number {
    return this.#idLimit;
  }

  /** Keys with a deadline: 0 means that there is nothing to expire. */
  get withDeadline(): number {
    return this.#withDeadline;
  }

  /** The id of the key bytes[start, end), -1 when it is not there. */
  find(bytes: Uint8Array, start = 0, end = bytes.length): number {
    return this.#lookUp(hashBytes(bytes, start, end, this.#seed), bytes, start, end);
  }

  /** Inserts the key or overwrites where its newest record lies; returns its id. */
  put(
    bytes: Uint8Array,
    start: number,
    end: number,
    segment: number,
    offset: number,
    recordLength: number,
    valueLength: number,
    seq: number,
    expireAt: number,
    type: number,
  ): number {
    const hash = hashBytes(bytes, start, end, this.#seed);
    let id = this.#lookUp(hash, bytes, start, end);
    if (id < 0) id = this.#insert(hash, bytes, start, end);
    else this.beforeChange?.(id);
    if (this.#expireAt.get(id) !== 0) this.#withDeadline--;
    if (expireAt !== 0) this.#withDeadline++;
    this.#segment.set(id, segment);
    this.#offset.set(id, offset);
    this.#headLength.set(id, recordLength - valueLength - (end - start));
    this.#valueLength.set(id, valueLength);
    this.#seq.set(id, seq);
    this.#expireAt.set(id, expireAt);
    this.#type.set(id, type);
    return id;
  }

  remove(id: number): void {
    this.beforeChange?.(id);
    this.#table.remove(this.#hash.get(id), id);
    this.#state.set(id, dead);
    this.#size--;
    if (this.#expireAt.get(id) !== 0) this.#withDeadline--;
    if (this.#pins > 0) this.#removedWhilePinned.push(id);
    else this.#giveBack(id);
  }

  /** The record was copied to another place, as compaction does; nothing else about the key changes. */
  relocate(id: number, segment: number, offset: number, recordLength: number): void {
    this.beforeChange?.(id);
    this.#segment.set(id, segment);
    this.#offset.set(id, offset);
    this.#headLength.set(id, recordLength - this.valueLength(id) - this.keyLength(id));
  }

  isLive(id: number): boolean {
    return this.#state.get(id) === live;
  }

  /** The key's bytes, not copied: do not write to them. */
  key(id: number): Uint8Array {
    return this.#arena.key(this.#address.get(id));
  }

  keyLength(id: number): number {
    return this.#arena.length(this.#address.get(id));
  }

  /** The byte at `depth` of the key, -1 behind its end. */
  keyByte(id: number, depth: number): number {
    return this.#arena.byteAt(this.#address.get(id), depth);
  }

  segment(id: number): number {
    return this.#segment.get(id);
  }

  offset(id: number): number {
    return this.#offset.get(id);
  }

  recordLength(id: number): number {
    return this.#headLength.get(id) + this.keyLength(id) + this.#valueLength.get(id);
  }

  valueLength(id: number): number {
    return this.#valueLength.get(id);
  }

  seq(id: number): number {
    return this.#seq.get(id);
  }

  expireAt(id: number): number {
    return this.#expireAt.get(id);
  }

  type(id: number): number {
    return this.#type.get(id);
  }

  /** Ids and their keys stay what they are until the returned function is called. */
  pin(): () => void {
    this.#pins++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#pins > 0) return;
      const removed = this.#removedWhilePinned;
      this.#removedWhilePinned = [];
      for (const id of removed) this.#giveBack(id);
    };
  }

  /** The live ids, in the order of ids. */
  ids(): Uint32Array {
    const ids = new Uint32Array(this.#size);
    let count = 0;
    for (let id = 0; id < this.#idLimit; id++) if (this.isLive(id)) ids[count++] = id;
    return ids;
  }

  /** Memory of the index, in bytes: all of it, keys included. */
  get bytes(): number {
    const columns = [
      this.#state,
      this.#hash,
      this.#address,
      this.#segment,
      this.#offset,
      this.#headLength,
      this.#valueLength,
      this.#seq,
      this.#expireAt,
      this.#type,
    ];
    return columns.reduce((sum, column) => sum + column.bytes, this.#table.bytes + this.#arena.bytes);
  }

  #lookUp(hash: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#table.find(hash, (id) => this.#arena.equals(this.#address.get(id), bytes, start, end));
  }

  #insert(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const id = this.#free.pop() ?? this.#idLimit++;
    this.#address.set(id, this.#arena.add(id, bytes, start, end));
    this.#hash.set(id, hash);
    this.#state.set(id, live);
    this.#expireAt.set(id, 0);
    this.#table.add(hash, id);
    this.#size++;
    return id;
  }

  #giveBack(id: number): void {
    this.#arena.drop(this.#address.get(id));
    this.#free.push(id);
  }
}
