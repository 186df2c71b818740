const slabBytes = 16 * 1024;
/** Longer arrays get memory of their own: one that is kept would keep too much of a slab. */
const pooledBytes = 2 * 1024;

let slab = new ArrayBuffer(slabBytes);
let used = 0;

/**
 * An array of so many bytes, whatever they hold. Short ones share their memory with others, which makes them ten
 * times cheaper than `new Uint8Array`; so their `buffer` must not be transferred or detached.
 */
export function takeBytes(length: number): Uint8Array {
  if (length > pooledBytes) return new Uint8Array(length);
  if (used + length > slabBytes) {
    slab = new ArrayBuffer(slabBytes);
    used = 0;
  }
  const bytes = new Uint8Array(slab, used, length);
  used += length;
  return bytes;
}
