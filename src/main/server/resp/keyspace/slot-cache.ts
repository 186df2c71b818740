import { copyBetween } from '../../../../shared/bytes.ts';
import { memoryOf, type Value } from '../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { nowhere, type Slot } from './slot.ts';
import { SlotTable } from './slot-table.ts';
import { maxPlacedBytes, ValueMemory } from './value-memory.ts';
import { writeText } from './write-text.ts';

/** What a slot takes beside its key and value. Bytes. */
const slotBytes = 160;

/**
 * Values in memory, up to a bound. What the store has not yet taken over stays; of the rest those go first that have
 * not been used for longest, with a second chance for what was used since it was last looked at.
 */
export class SlotCache {
  readonly #table = new SlotTable();
  #memory = new ValueMemory();
  readonly #maxBytes: number;
  #bytes = 0;
  /** Where the next look for what can go begins. */
  #hand = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes + this.#memory.bytes;
  }

  get(db: number, key: Binary): Slot | undefined {
    return this.#table.find(db, key);
  }

  /** The slot of the key that a view has at [start, start + length), of which `hashIn` gave the hash. */
  getHashed(hash: number, db: number, view: DataView, start: number, length: number): Slot | undefined {
    return this.#table.findHashed(hash, db, view, start, length, this.#memory);
  }

  /** By which `fetch` and `getHashed` look for the key at [start, start + length). */
  hashIn(db: number, view: DataView, start: number, length: number): number {
    return this.#table.hashIn(db, view, start, length);
  }

  /** Has the processor bring what the first `count` of these hashes, at most `maxFetched`, are going to need. */
  fetch(hashes: Int32Array, count: number): void {
    this.#table.fetch(hashes, count, this.#memory);
  }

  get size(): number {
    return this.#table.size;
  }

  *slotsOf(db: number): Generator<Slot> {
    for (const slot of this.#table) if (slot.db === db) yield slot;
  }

  /** The sum of what is counted for each slot of a database. */
  countOf(db: number, count: (slot: Slot) => number): number {
    let sum = 0;
    for (const slot of this.slotsOf(db)) sum += count(slot);
    return sum;
  }

  add(slot: Slot): void {
    this.#table.add(slot);
    this.measure(slot);
  }

  remove(slot: Slot): void {
    if (!this.#table.remove(slot)) return;
    this.#giveBack(slot);
    this.#bytes -= slot.bytes;
  }

  /** The value, decoded; null when the key is not there. */
  valueOf(slot: Slot): Value | null {
    if (slot.place === nowhere) return slot.value;
    const start = this.startOf(slot);
    const text = this.bytesOf(slot).toString('latin1', start, start + slot.length);
    return slot.form === null ? { type: 'string', text } : { type: 'string', text, form: slot.form };
  }

  /** null = the key is not there. */
  setValue(slot: Slot, value: Value | null): void {
    if (value?.type === 'string' && hasPlace(slot.keyLength, value.text.length)) {
      this.#takePlace(slot, value.text.length);
      writeText(value.text, this.bytesOf(slot), this.startOf(slot));
      slot.form = value.form ?? null;
    } else {
      this.#giveBack(slot);
      slot.value = value;
    }
  }

  /** The value becomes the string that a view has at [start, start + length), for which and its key `hasPlace`. */
  setBytes(slot: Slot, view: DataView, start: number, length: number): void {
    this.#takePlace(slot, length);
    slot.form = null;
    copyBetween(view, start, this.viewOf(slot), this.startOf(slot), length);
  }

  /** The memory that holds the bytes of a slot whose place is not `nowhere`. */
  bytesOf(slot: Slot): Buffer {
    return this.#memory.bytesOf(slot.place);
  }

  /** A view of it. */
  viewOf(slot: Slot): DataView {
    return this.#memory.viewOf(slot.place);
  }

  /** Where its string begins in it; the key stands right before. */
  startOf(slot: Slot): number {
    return this.#memory.startOf(slot.place) + slot.keyLength;
  }

  /** Counts anew what the slot takes, beside what is held as bytes. */
  measure(slot: Slot): void {
    const bytes = slotBytes + slot.keyLength + (slot.value === null ? 0 : memoryOf(slot.value));
    this.#bytes += bytes - slot.bytes;
    slot.bytes = bytes;
  }

  /** Forgets values until the bound is kept, or nothing more can be forgotten. */
  shrink(): void {
    for (let left = 2 * this.#table.end; left > 0 && this.bytes > this.#maxBytes; left--) {
      if (++this.#hand >= this.#table.end) this.#hand = 0;
      const slot = this.#table.at(this.#hand);
      if (!slot || slot.isDirty || slot.unsettled > 0) continue;
      if (slot.isUsed) slot.isUsed = false;
      else this.remove(slot);
    }
  }

  /** Forgets all that the store knows as well. */
  forgetSettled(): void {
    for (const slot of this.#table) if (!slot.isDirty && slot.unsettled === 0) this.remove(slot);
  }

  clear(): void {
    this.#table.clear();
    this.#memory = new ValueMemory();
    this.#bytes = 0;
  }

  /** A place for the key and a string of this length. */
  #takePlace(slot: Slot, length: number): void {
    const { keyLength } = slot;
    if (slot.place === nowhere || !this.#memory.fits(keyLength + length, keyLength + slot.length)) {
      this.#giveBack(slot);
      slot.place = this.#memory.take(keyLength + length);
      slot.value = null;
      writeText(slot.key, this.bytesOf(slot), this.#memory.startOf(slot.place));
    }
    slot.length = length;
  }

  #giveBack(slot: Slot): void {
    if (slot.place === nowhere) return;
    this.#memory.giveBack(slot.place);
    slot.place = nowhere;
  }
}

/** Whether a key and a string of these lengths are held as bytes. */
export const hasPlace = (keyLength: number, length: number): boolean => keyLength + length <= maxPlacedBytes;
