/** Counts as they cross the bridge: 32 bits each, little-endian. */
export function countBytes(counts: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(counts.length * 4);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < counts.length; index++) view.setUint32(index * 4, counts[index]!, true);
  return bytes;
}
