import { newSlab, type Room, type Slab, takeRoom } from './byte-pool.ts';

export const blockBits = 14;
export const blockBytes = 1 << blockBits;
/** Slots lie in pieces of memory of 1 MiB, taken one at a time as they are needed. */
const slotsPerSlabBits = 6;
const slotsPerSlab = 1 << slotsPerSlabBits;
const slabBytes = slotsPerSlab * blockBytes;
/** Up to this length a loop is quicker than the view that a native copy needs. */
const copiedByLoop = 32;
const firstTableLength = 64;
/** What the processor fetches at once. The rest of a longer record it fetches by itself, while the first is read. */
const lineBytes = 64;
const maxTouchedBytes = 512;

/** Where in its block a byte of a file lies. */
export const startInBlock = (offset: number): number => offset & (blockBytes - 1);

export const noSlot = -1;
/** Whose number no segment has. */
const noFile = -1;

/** Where records lie: the slot of the block, or `noSlot`; from where on in the block; and their lengths. */
export interface RecordPlaces {
  slots: Int32Array;
  starts: Int32Array;
  lengths: Int32Array;
}

/**
 * Room for a limited number of blocks of files, which are known by number. When all of it is taken, the clock's hand
 * goes round and takes the first slot that has not been read since it last came by.
 */
export class BlockSlots {
  readonly #limit: number;
  readonly #slabs: Slab[] = [];
  /** By file: of each of its blocks the slot plus one, 0 for none. */
  readonly #tables = new Map<number, Int32Array>();
  /** By slot: whose block it holds, and which. */
  readonly #files: number[] = [];
  readonly #blocks: number[] = [];
  /** By slot: it was read since the hand came by. Made with the first slot, for most stores never keep a block. */
  #isRecent: Uint8Array = new Uint8Array(0);
  readonly #free: number[] = [];
  #hand = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#files.length === this.#limit && this.#free.length === 0;
  }

  get sizeBytes(): number {
    return this.#slabs.length * slabBytes;
  }

  find(file: number, block: number): number {
    const held = this.#tables.get(file)?.[block];
    return held === undefined ? noSlot : held - 1;
  }

  /** The slot in which all of these bytes of a file lie; `noSlot` when none does. */
  findWhole(file: number, offset: number, length: number): number {
    return startInBlock(offset) + length > blockBytes ? noSlot : this.find(file, offset >>> blockBits);
  }

  /** Copies the slot's bytes from `from` on into target[at, …), until either ends; returns how many that were. */
  copy(slot: number, from: number, target: Uint8Array, at: number): number {
    this.#isRecent[slot] = 1;
    const { bytes, buffer } = this.slabOf(slot);
    const start = this.startOf(slot) + from;
    const length = Math.min(target.length - at, blockBytes - from);
    if (length > copiedByLoop) target.set(new Uint8Array(buffer, start, length), at);
    else for (let i = 0; i < length; i++) target[at + i] = bytes[start + i] as number;
    return length;
  }

  /** A copy of so many bytes of the slot. */
  copyOf(slot: number, from: number, length: number): Room {
    this.#isRecent[slot] = 1;
    const room = takeRoom(length);
    const source = new Uint8Array(this.slabOf(slot).buffer, this.startOf(slot) + from, length);
    room.slab.bytes.set(source, room.start);
    return room;
  }

  /** Whether it is this block's. */
  holds(slot: number, file: number, block: number): boolean {
    return this.#files[slot] === file && this.#blocks[slot] === block;
  }

  /** The memory in which the slot lies, from `startOf` on. */
  slabOf(slot: number): Slab {
    return this.#slabs[slot >>> slotsPerSlabBits] as Slab;
  }

  startOf(slot: number): number {
    return (slot & (slotsPerSlab - 1)) << blockBits;
  }

  /**
   * Looks at each line of memory of many records, of which none crosses the end of its block. Nothing stands between
   * two looks but what is needed to make them: the processor waits for as many of them together as it can keep in mind.
   * What it returns is of no meaning but that it depends on what was seen.
   */
  touch({ slots, starts, lengths }: RecordPlaces, count: number): number {
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      if (slot === noSlot) continue;
      const { bytes } = this.slabOf(slot);
      let at = this.startOf(slot) + (starts[i] as number);
      const last = at + Math.min(lengths[i] as number, maxTouchedBytes) - 1;
      seen ^= bytes[last] as number;
      for (; at < last; at += lineBytes) seen ^= bytes[at] as number;
    }
    return seen;
  }

  /** Keeps a block that is not there yet if `fill` can fill the memory it is given. Returns its slot or `noSlot`. */
  keep(file: number, block: number, fill: (memory: Uint8Array) => boolean): number {
    const slot = this.#take();
    if (slot === noSlot) return noSlot;
    // Whoever has remembered the slot must not take for its old block what it is being filled with.
    this.#files[slot] = noFile;
    if (!fill(new Uint8Array(this.slabOf(slot).buffer, this.startOf(slot), blockBytes))) {
      this.#free.push(slot);
      return noSlot;
    }
    this.#files[slot] = file;
    this.#blocks[slot] = block;
    this.#tableFor(file, block)[block] = slot + 1;
    return slot;
  }

  /** Gives back all slots of a file. */
  forget(file: number): void {
    for (const held of this.#tables.get(file) ?? []) if (held !== 0) this.#free.push(held - 1);
    this.#tables.delete(file);
  }

  #take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#files.length === 0) this.#isRecent = new Uint8Array(this.#limit);
    if (this.#files.length < this.#limit) {
      const slot = this.#files.push(noFile) - 1;
      this.#blocks.push(0);
      if (slot % slotsPerSlab === 0) this.#slabs.push(newSlab(slabBytes));
      return slot;
    }
    return this.#limit === 0 ? noSlot : this.#evict();
  }

  /** Ends: a round of the hand leaves no slot recent. */
  #evict(): number {
    for (;;) {
      const slot = this.#hand;
      this.#hand = (slot + 1) % this.#limit;
      if (this.#isRecent[slot] === 1) {
        this.#isRecent[slot] = 0;
        continue;
      }
      const table = this.#tables.get(this.#files[slot] as number);
      if (table !== undefined) table[this.#blocks[slot] as number] = 0;
      return slot;
    }
  }

  #tableFor(file: number, block: number): Int32Array {
    const table = this.#tables.get(file);
    if (table !== undefined && block < table.length) return table;
    const larger = new Int32Array(Math.max(firstTableLength, 2 * (table?.length ?? 0), block + 1));
    if (table !== undefined) larger.set(table);
    this.#tables.set(file, larger);
    return larger;
  }
}
