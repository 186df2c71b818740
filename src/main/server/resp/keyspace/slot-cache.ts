import type { Binary } from '../../../formats/redis/value.ts';
import type { Slot } from './slot.ts';
import { memoryOf } from './value.ts';

/** What a slot takes beside its key and value. Bytes. */
const slotBytes = 160;

/**
 * Decoded values in memory, up to a bound. What the store has not yet taken over stays; of the rest those go first that
 * have not been used for longest, with a second chance for what was used since it was last looked at.
 */
export class SlotCache {
  readonly #slots: Map<Binary, Slot>[];
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(databases: number, maxBytes: number) {
    this.#slots = Array.from({ length: databases }, () => new Map());
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(db: number, key: Binary): Slot | undefined {
    return (this.#slots[db] as Map<Binary, Slot>).get(key);
  }

  slotsOf(db: number): IterableIterator<Slot> {
    return (this.#slots[db] as Map<Binary, Slot>).values();
  }

  /** The sum of what is counted for each slot of a database. */
  countOf(db: number, count: (slot: Slot) => number): number {
    let sum = 0;
    for (const slot of this.slotsOf(db)) sum += count(slot);
    return sum;
  }

  add(slot: Slot): void {
    (this.#slots[slot.db] as Map<Binary, Slot>).set(slot.key, slot);
    this.measure(slot);
  }

  remove(slot: Slot): void {
    if ((this.#slots[slot.db] as Map<Binary, Slot>).delete(slot.key)) this.#bytes -= slot.bytes;
  }

  /** Counts anew what the slot takes. */
  measure(slot: Slot): void {
    const bytes = slotBytes + slot.key.length + (slot.value === null ? 0 : memoryOf(slot.value));
    this.#bytes += bytes - slot.bytes;
    slot.bytes = bytes;
  }

  /** Forgets values until the bound is kept, or nothing more can be forgotten. */
  shrink(): void {
    for (const slots of this.#slots) {
      let left = 2 * slots.size;
      for (const slot of slots.values()) {
        if (this.#bytes <= this.#maxBytes || left-- === 0) break;
        if (slot.isDirty || slot.unsettled > 0) continue;
        if (!slot.isUsed) this.remove(slot);
        else {
          // To the end of the order in which the map is walked.
          slot.isUsed = false;
          slots.delete(slot.key);
          slots.set(slot.key, slot);
        }
      }
    }
  }

  /** Forgets all that the store knows as well. */
  forgetSettled(): void {
    for (const slots of this.#slots) {
      for (const slot of slots.values()) if (!slot.isDirty && slot.unsettled === 0) this.remove(slot);
    }
  }

  clear(): void {
    for (const slots of this.#slots) slots.clear();
    this.#bytes = 0;
  }
}
