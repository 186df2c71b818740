import { randomInt } from 'node:crypto';
import { keyHashIn } from '../../../engine/index/key-hash.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { hashOfText } from './key-hash.ts';
import { nowhere, type Slot } from './slot.ts';
import type { ValueMemory } from './value-memory.ts';

/** Hashes that are looked for at once. */
export const maxFetched = 64;
const firstPlaces = 1024;
/** It grows when it is fuller than this. */
const maxLoad = 0.6;

/**
 * Slots by database and key. A map would do for keys that are text; this one is asked by the bytes of a request as well,
 * so that no text has to be made to find what is there. Open addressing over pairs of a hash and the number of a slot
 * plus one, 0 for none.
 */
export class SlotTable {
  readonly #seed = randomInt(2 ** 32);
  #pairs = new Int32Array(2 * firstPlaces);
  readonly #slots: (Slot | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  #count = 0;
  readonly #fetchedNumbers = new Int32Array(maxFetched);
  readonly #fetchedSlots: Slot[] = [];
  /** Of no meaning; there so that no compiler finds that `fetch` has no effect. */
  fetched = 0;

  get size(): number {
    return this.#count;
  }

  /** Numbers of slots are below it. */
  get end(): number {
    return this.#slots.length;
  }

  /** The slot with this number, if there is one. */
  at(number: number): Slot | undefined {
    return this.#slots[number];
  }

  *[Symbol.iterator](): Generator<Slot> {
    for (const slot of this.#slots) if (slot) yield slot;
  }

  find(db: number, key: Binary): Slot | undefined {
    const hash = this.#hashOf(db, key);
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    for (let at = (hash << 1) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
      if (pairs[at] !== hash) continue;
      const slot = this.#slots[(pairs[at + 1] as number) - 1] as Slot;
      if (slot.key === key && slot.db === db) return slot;
    }
    return undefined;
  }

  /** By which `fetch` and `findHashed` look for the key that a view has at [start, start + length). */
  hashIn(db: number, view: DataView, start: number, length: number): number {
    return keyHashIn(view, start, length, this.#seed + db);
  }

  /**
   * Looks where look-ups of the first `count` hashes are going to look, step by step. A look-up waits for memory before
   * it knows how to go on; the same step of many, which do not depend on each other, wait together.
   */
  fetch(hashes: Int32Array, count: number, memory: ValueMemory): void {
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    const numbers = this.#fetchedNumbers;
    const slots = this.#fetchedSlots;
    for (let i = 0; i < count; i++) numbers[i] = pairs[(((hashes[i] as number) << 1) & mask) + 1] as number;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const number = numbers[i] as number;
      if (number !== 0) slots[found++] = this.#slots[number - 1] as Slot;
    }
    let placed = 0;
    for (let i = 0; i < found; i++) {
      const { place } = slots[i] as Slot;
      if (place !== nowhere) numbers[placed++] = place;
    }
    let seen = 0;
    for (let i = 0; i < placed; i++) {
      const place = numbers[i] as number;
      seen ^= memory.viewOf(place).getUint8(memory.startOf(place));
    }
    this.fetched = seen;
  }

  /** The slot of the key at [start, start + length), whose hash is known. `memory`: where those are that have a place. */
  findHashed(
    hash: number,
    db: number,
    view: DataView,
    start: number,
    length: number,
    memory: ValueMemory,
  ): Slot | undefined {
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    for (let at = (hash << 1) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
      if (pairs[at] !== hash) continue;
      const slot = this.#slots[(pairs[at + 1] as number) - 1] as Slot;
      if (slot.db === db && slot.keyLength === length && isKeyOf(slot, view, start, memory)) return slot;
    }
    return undefined;
  }

  /** Its key must not be there. */
  add(slot: Slot): void {
    if (2 * (this.#count + 1) > this.#pairs.length * maxLoad) this.#grow();
    const number = this.#freeNumbers.pop() ?? this.#slots.length;
    this.#slots[number] = slot;
    this.#count++;
    place(this.#pairs, this.#hashOf(slot.db, slot.key), number + 1);
  }

  /** False when it was not there. What was pushed aside by it moves back, so that no marker is left behind. */
  remove(slot: Slot): boolean {
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    let gap = (this.#hashOf(slot.db, slot.key) << 1) & mask;
    while (pairs[gap + 1] !== 0 && this.#slots[(pairs[gap + 1] as number) - 1] !== slot)
      gap = (gap + 2) & mask;
    const held = pairs[gap + 1] as number;
    if (held === 0) return false;
    for (let at = (gap + 2) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
      const home = ((pairs[at] as number) << 1) & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      pairs[gap] = pairs[at] as number;
      pairs[gap + 1] = pairs[at + 1] as number;
      gap = at;
    }
    pairs[gap + 1] = 0;
    this.#slots[held - 1] = undefined;
    this.#freeNumbers.push(held - 1);
    this.#count--;
    return true;
  }

  clear(): void {
    this.#pairs = new Int32Array(2 * firstPlaces);
    this.#slots.length = 0;
    this.#freeNumbers.length = 0;
    this.#count = 0;
  }

  #hashOf(db: number, key: Binary): number {
    return hashOfText(key, this.#seed + db);
  }

  #grow(): void {
    const before = this.#pairs;
    this.#pairs = new Int32Array(2 * before.length);
    for (let at = 0; at < before.length; at += 2)
      if (before[at + 1] !== 0) place(this.#pairs, before[at] as number, before[at + 1] as number);
  }
}

function place(pairs: Int32Array, hash: number, held: number): void {
  const mask = pairs.length - 1;
  let at = (hash << 1) & mask;
  while (pairs[at + 1] !== 0) at = (at + 2) & mask;
  pairs[at] = hash;
  pairs[at + 1] = held;
}

/** Whether the slot's key, which has the same length, is what a view has from `start` on. */
function isKeyOf(slot: Slot, view: DataView, start: number, memory: ValueMemory): boolean {
  const { key, keyLength, place } = slot;
  if (place === nowhere) {
    for (let i = 0; i < keyLength; i++) if (key.charCodeAt(i) !== view.getUint8(start + i)) return false;
    return true;
  }
  // The value beside it is wanted next, and the text of the key is somewhere else.
  const held = memory.viewOf(place);
  const from = memory.startOf(place);
  let i = 0;
  for (; i + 4 <= keyLength; i += 4) if (held.getInt32(from + i) !== view.getInt32(start + i)) return false;
  for (; i < keyLength; i++) if (held.getUint8(from + i) !== view.getUint8(start + i)) return false;
  return true;
}
