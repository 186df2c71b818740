/**
 * Behind each element of a listpack stands how many bytes it takes, in groups of seven bits, the lowest last; all but
 * the first are marked. Redis takes a group more than needed for the greatest length that each number of groups could
 * hold, which its `lpEncodeBacklen` is written for, and skips elements by. Valkey since 9.1 does not.
 */

const mostOfGroups = [127, 16_382, 2_097_150, 268_435_454];

/** How many bytes the length of an element takes. */
export function backLengthBytes(length: number): number {
  const groups = mostOfGroups.findIndex((most) => length <= most);
  return groups < 0 ? mostOfGroups.length + 1 : groups + 1;
}

/** How many bytes the length of an element takes that begins with this byte. Only one that is full has a group less. */
export function backLengthBytesFrom(first: number | undefined, length: number): number {
  const bytes = backLengthBytes(length);
  return bytes > 1 && first === 0x7f && length === 128 ** (bytes - 1) - 1 ? bytes - 1 : bytes;
}

/** `groups`: how many bytes it takes, as Redis has it if nothing else is said. */
export function encodeBackLength(length: number, groups = backLengthBytes(length)): Buffer {
  const bytes = Buffer.alloc(groups);
  let rest = length;
  for (let at = bytes.length - 1; at >= 0; at--) {
    bytes[at] = (rest % 128) | (at === 0 ? 0 : 0x80);
    rest = Math.floor(rest / 128);
  }
  return bytes;
}
