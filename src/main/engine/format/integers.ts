/** Little-endian integers of 64 bits that are safe integers of JavaScript: sequence numbers, offsets, times. */

const twoTo32 = 2 ** 32;

export function writeU64(view: DataView, offset: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not an unsigned integer`);
  view.setUint32(offset, value % twoTo32, true);
  view.setUint32(offset + 4, Math.floor(value / twoTo32), true);
}

/** NaN when the number is over 2^53 − 1: no field of a sound file is. */
export function readU64(view: DataView, offset: number): number {
  const value = view.getUint32(offset + 4, true) * twoTo32 + view.getUint32(offset, true);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

export function viewOf(bytes: Uint8Array, offset = 0, length = bytes.length - offset): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, length);
}

/** Bytes and a view of all of them, for whoever needs both again and again: to make a view takes time. */
export interface Viewed<Bytes extends Uint8Array = Uint8Array> {
  readonly bytes: Bytes;
  readonly view: DataView;
}

export const viewed = <Bytes extends Uint8Array>(bytes: Bytes): Viewed<Bytes> => ({
  bytes,
  view: viewOf(bytes),
});
