import type { Viewed } from '../format/integers.ts';

const slabBytes = 16 * 1024;
/** Longer arrays get memory of their own: one that is kept would keep too much of a slab. */
const pooledBytes = 2 * 1024;

/** Memory, and the buffer that it is: to ask an array for its buffer takes time. */
export interface Slab extends Viewed {
  readonly buffer: ArrayBuffer;
}

/** Room for some bytes: those of the slab from `start` on. */
export interface Room {
  slab: Slab;
  start: number;
}

export function newSlab(length: number): Slab {
  const buffer = new ArrayBuffer(length);
  // Written out: what a spread makes is of another kind to the compiler each time, and slow to look at.
  return { bytes: new Uint8Array(buffer), view: new DataView(buffer), buffer };
}

let slab = newSlab(slabBytes);
let used = 0;

/**
 * Room for so many bytes, whatever stands there. Short ones share their memory with others, which makes them ten
 * times cheaper than `new Uint8Array`; so the buffer of what lies in it must not be transferred or detached.
 */
export function takeRoom(length: number): Room {
  if (length > pooledBytes) return { slab: newSlab(length), start: 0 };
  if (used + length > slabBytes) {
    slab = newSlab(slabBytes);
    used = 0;
  }
  const start = used;
  used += length;
  return { slab, start };
}

/** Some of the bytes in a room, not copied. */
export function bytesIn({ slab: { buffer }, start }: Room, from: number, length: number): Uint8Array {
  return new Uint8Array(buffer, start + from, length);
}
