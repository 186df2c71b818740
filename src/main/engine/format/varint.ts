/** Unsigned LEB128: seven bits a byte, lowest first, the high bit says that more follow. At most 8 bytes (2^53 − 1). */

export const maxVarintBytes = 8;

export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** Returns the offset after it. */
export function writeVarint(target: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest >= 128) {
    target[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}

/** Where reading a varint ended up; one is reused for many reads. */
export interface VarintRead {
  value: number;
  /** Offset after it. */
  end: number;
}

/** False when it does not end before `limit`, is over 2^53 − 1, or is longer than it needs to be. */
export function readVarint(source: Uint8Array, offset: number, limit: number, into: VarintRead): boolean {
  let value = 0;
  let factor = 1;
  const stop = Math.min(limit, offset + maxVarintBytes);
  for (let at = offset; at < stop; at++) {
    const byte = source[at] as number;
    value += (byte & 127) * factor;
    if (byte < 128) {
      if ((byte === 0 && at > offset) || value > Number.MAX_SAFE_INTEGER) return false;
      into.value = value;
      into.end = at + 1;
      return true;
    }
    factor *= 128;
  }
  return false;
}
