import type { Segment } from '../segments/segment.ts';

const blockBits = 18;
const blockBytes = 1 << blockBits;
const inBlock = blockBytes - 1;

/**
 * What a long scan has read of the segments: key order is not the order on the disk, so that a scan of most of a store
 * would otherwise make a system call for each record. Blocks are read when they are first asked for and kept until
 * the scan ends; whoever makes one sees to it that all of them are not too many.
 */
export class SegmentBlocks {
  readonly #blocks = new Map<Segment, (Uint8Array | undefined)[]>();
  #last: Segment | null = null;
  #lastBlocks: (Uint8Array | undefined)[] = [];

  /** Fills `target` from `offset` of the segment on; returns how many bytes were there. */
  read(segment: Segment, target: Uint8Array, offset: number): number {
    let done = 0;
    while (done < target.length) {
      const at = offset + done;
      const block = this.#block(segment, Math.floor(at / blockBytes));
      const from = at & inBlock;
      const length = Math.min(target.length - done, block.length - from);
      if (length <= 0) break;
      target.set(block.subarray(from, from + length), done);
      done += length;
    }
    return done;
  }

  #block(segment: Segment, index: number): Uint8Array {
    const blocks = segment === this.#last ? this.#lastBlocks : this.#of(segment);
    const known = blocks[index];
    if (known !== undefined) return known;
    const bytes = new Uint8Array(blockBytes);
    const block = bytes.subarray(0, segment.handle.readSync(bytes, index * blockBytes));
    blocks[index] = block;
    return block;
  }

  #of(segment: Segment): (Uint8Array | undefined)[] {
    const blocks = this.#blocks.get(segment) ?? [];
    this.#blocks.set(segment, blocks);
    this.#last = segment;
    this.#lastBlocks = blocks;
    return blocks;
  }
}
