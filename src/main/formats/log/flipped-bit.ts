/** CRC-32 (IEEE), reflected. */
const polynomial = 0xedb88320;

/** Longer records are not searched: a chance hit becomes likely enough to mislead. */
const maxBytes = 256 * 1024;

export interface FlippedBit {
  /** `checksum`: in the stored CRC itself; otherwise in the bytes that it covers. */
  in: 'checksum' | 'content';
  /** Of the byte within those. */
  byte: number;
  /** 0 = the lowest. */
  bit: number;
}

/**
 * The one bit that, flipped back, would make stored and found CRC agree; null when it takes more than one.
 *
 * CRC-32 is linear: a flip changes it by a value that depends only on how many bits follow. Those values are
 * walked through from the last bit to the first. Of 2^32 differences at most 8 × 256 Ki are such values, so that
 * other damage is taken for a flipped bit once in 2,000 times at most, and for short records hardly ever.
 */
export function findFlippedBit(stored: number, found: number, contentLength: number): FlippedBit | null {
  const difference = (stored ^ found) >>> 0;
  if (difference === 0 || contentLength > maxBytes) return null;
  if ((difference & (difference - 1)) === 0) {
    const place = 31 - Math.clz32(difference);
    return { in: 'checksum', byte: place >>> 3, bit: place & 7 };
  }
  const last = contentLength * 8 - 1;
  let effect = polynomial;
  for (let following = 0; following <= last; following++) {
    if (effect === difference) {
      return { in: 'content', byte: (last - following) >>> 3, bit: (last - following) & 7 };
    }
    effect = (effect & 1 ? (effect >>> 1) ^ polynomial : effect >>> 1) >>> 0;
  }
  return null;
}
