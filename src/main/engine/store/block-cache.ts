import type { Segment } from '../segments/segment.ts';
import { BlockSlots, blockBits, blockBytes, noSlot, startInBlock } from './block-slots.ts';

/** A longer record is read by itself: what a system call costs is little beside it. */
const maxRecordBytes = blockBytes / 2;
/** Once the cache is full one miss in so many brings its block in: to read a block costs more than to read a record. */
const admitEvery = 16;

/**
 * Blocks of segments as they were read, so that a read of a record in them needs no system call. Only bytes below the
 * end of a segment are kept, which never change. Never more than `limitBytes`: when that is reached, blocks that have
 * not been asked for lately make way.
 */
export class BlockCache {
  readonly limitBytes: number;
  /** For those who read records where they lie: see `ScanGroup`. */
  readonly slots: BlockSlots;
  #misses = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
    this.slots = new BlockSlots(Math.floor(limitBytes / blockBytes));
  }

  /** Memory taken so far, in bytes. */
  get sizeBytes(): number {
    return this.slots.sizeBytes;
  }

  /** Fills `target` from `offset` of the segment on; returns how many bytes were there. */
  readSync(segment: Segment, target: Uint8Array, offset: number): number {
    if (target.length > maxRecordBytes) return segment.handle.readSync(target, offset);
    for (let done = 0; done < target.length; ) {
      const at = offset + done;
      const block = at >>> blockBits;
      const known = this.slots.find(segment.number, block);
      const slot = known === noSlot ? this.#bringSync(segment, block) : known;
      if (slot === noSlot) return segment.handle.readSync(target, offset);
      done += this.slots.copy(slot, startInBlock(at), target, done);
    }
    return target.length;
  }

  /** `readSync`, but what is not in memory is waited for on another thread. */
  async read(segment: Segment, target: Uint8Array, offset: number): Promise<number> {
    if (target.length > maxRecordBytes) return segment.handle.read(target, offset);
    for (let done = 0; done < target.length; ) {
      const at = offset + done;
      const block = at >>> blockBits;
      if (this.slots.find(segment.number, block) === noSlot) await this.#bring(segment, block);
      const slot = this.slots.find(segment.number, block);
      if (slot === noSlot) return segment.handle.read(target, offset);
      done += this.slots.copy(slot, startInBlock(at), target, done);
    }
    return target.length;
  }

  /** The segment is no longer part of the store. */
  forget(segment: Segment): void {
    this.slots.forget(segment.number);
  }

  #bringSync(segment: Segment, block: number): number {
    if (!this.#admits(segment, block)) return noSlot;
    return this.slots.keep(segment.number, block, (memory) => {
      try {
        return segment.handle.readSync(memory, block * blockBytes) === blockBytes;
      } catch {
        // What cannot be read may be another record than the one asked for, which is then read by itself.
        return false;
      }
    });
  }

  async #bring(segment: Segment, block: number): Promise<void> {
    if (!this.#admits(segment, block)) return;
    const bytes = new Uint8Array(blockBytes);
    const read = await segment.handle.read(bytes, block * blockBytes).catch(() => 0);
    if (read !== blockBytes || segment.isRetired) return;
    if (this.slots.find(segment.number, block) !== noSlot) return;
    this.slots.keep(segment.number, block, (memory) => {
      memory.set(bytes);
      return true;
    });
  }

  #admits(segment: Segment, block: number): boolean {
    if ((block + 1) * blockBytes > segment.end || segment.isRetired) return false;
    return !this.slots.isFull || ++this.#misses % admitEvery === 0;
  }
}
