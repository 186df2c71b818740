const slabBytes = 16 * 1024;
/** Longer arrays get memory of their own: one that is kept would keep too much of a slab. */
const pooledBytes = 2 * 1024;

/** Room for some bytes: `bytes` from `start` on, and the buffer in which it lies there, too. */
export interface Room {
  bytes: Uint8Array;
  buffer: ArrayBuffer;
  start: number;
}

let slab = new ArrayBuffer(slabBytes);
let slabAsBytes = new Uint8Array(slab);
let used = 0;

/**
 * An array of so many bytes, whatever they hold. Short ones share their memory with others, which makes them ten
 * times cheaper than `new Uint8Array`; so their `buffer` must not be transferred or detached.
 */
export function takeBytes(length: number): Uint8Array {
  if (length > pooledBytes) return new Uint8Array(length);
  const { buffer, start } = takePooled(length);
  return new Uint8Array(buffer, start, length);
}

/** The same room for whoever makes arrays of parts of it. */
export function takeRoom(length: number): Room {
  if (length <= pooledBytes) return takePooled(length);
  const buffer = new ArrayBuffer(length);
  return { bytes: new Uint8Array(buffer), buffer, start: 0 };
}

function takePooled(length: number): Room {
  if (used + length > slabBytes) {
    slab = new ArrayBuffer(slabBytes);
    slabAsBytes = new Uint8Array(slab);
    used = 0;
  }
  const start = used;
  used += length;
  return { bytes: slabAsBytes, buffer: slab, start };
}
