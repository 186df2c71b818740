import type { Entry } from '../api.ts';
import { isPatch } from '../format/patch.ts';
import { isWholeRecord } from '../format/record.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { type BlockSlots, blockBits, noSlot, type RecordPlaces, startInBlock } from './block-slots.ts';
import { bytesIn } from './byte-pool.ts';
import { entryOf } from './entry-of.ts';

/** Looked at together: some KiB of entries and records, well within the processor's nearest caches. */
const mostEntries = 64;

/**
 * The next keys of a scan. In key order every entry of the index and every record lies in a cold place of memory. One
 * look waits for the one before it only where it depends on it: those at many entries, then those at many records, do
 * not, and wait together.
 */
export class ScanGroup {
  readonly #columns: IndexColumns;
  readonly #slots: BlockSlots;
  readonly #ids: Uint32Array;
  readonly #places: RecordPlaces;
  #count = 0;
  /** Of no meaning; there so that no compiler finds that a look has no effect. */
  seen = 0;

  /** Of at most so many keys, if not of fewer. */
  constructor(columns: IndexColumns, slots: BlockSlots, keys: number) {
    const room = Math.min(keys, mostEntries);
    this.#columns = columns;
    this.#slots = slots;
    this.#ids = new Uint32Array(room);
    this.#places = {
      slots: new Int32Array(room),
      starts: new Int32Array(room),
      lengths: new Int32Array(room),
    };
  }

  get count(): number {
    return this.#count;
  }

  id(i: number): number {
    return this.#ids[i] as number;
  }

  /** Goes on with ids[at], ids[at + step] and so on, at most `most` of them. */
  take(ids: Uint32Array, at: number, step: number, most: number): void {
    this.#count = Math.min(this.#ids.length, most);
    for (let i = 0; i < this.#count; i++) this.#ids[i] = ids[at + i * step] as number;
    this.seen ^= this.#columns.touch(this.#ids, this.#count);
  }

  /** Finds out which records lie in memory. */
  locate(): void {
    const columns = this.#columns;
    const { slots, starts, lengths } = this.#places;
    for (let i = 0; i < this.#count; i++) {
      const id = this.#ids[i] as number;
      const offset = columns.offset(id);
      const length = columns.recordLength(id);
      slots[i] = this.#slots.findWhole(columns.segment(id), offset, length);
      starts[i] = startInBlock(offset);
      lengths[i] = length;
    }
    this.seen ^= this.#slots.touch(this.#places, this.#count);
  }

  /**
   * An entry whose record lies in memory as it should be and is no patch; null when it does not. Whether it still lies
   * there is asked anew: those before it may have been read from the disk, and taken its place.
   */
  entry(i: number): Entry | null {
    const columns = this.#columns;
    const id = this.#ids[i] as number;
    const slot = this.#places.slots[i] as number;
    if (slot === noSlot || isPatch(columns.type(id))) return null;
    if (!this.#slots.holds(slot, columns.segment(id), columns.offset(id) >>> blockBits)) return null;
    const start = this.#places.starts[i] as number;
    const length = this.#places.lengths[i] as number;
    const at = this.#slots.startOf(slot) + start;
    if (!isWholeRecord(this.#slots.slabOf(slot).view, at, at + length, columns.seq(id))) return null;
    const headLength = columns.headLength(id);
    const keyLength = columns.keyLength(id);
    const bodyLength = length - headLength;
    const body = this.#slots.copyOf(slot, start + headLength, bodyLength);
    const value = bytesIn(body, keyLength, bodyLength - keyLength);
    return entryOf(columns, id, bytesIn(body, 0, keyLength), value);
  }
}
