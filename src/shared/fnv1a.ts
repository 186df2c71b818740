const basis = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a of bytes from `from` to `to`, as 32 bits with a sign. `seed` tells apart what is hashed for different ends. */
export function fnv1a(bytes: Uint8Array, from = 0, to = bytes.length, seed = 0): number {
  let hash = basis ^ seed;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), prime);
  return hash;
}
