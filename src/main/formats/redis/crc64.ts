/**
 * CRC-64 as Redis uses it (Jones: reflected, polynomial 0xad93d23594c935a9, no inversion), in two halves of 32 bits,
 * eight bytes a step.
 */
export interface Crc64 {
  high: number;
  low: number;
}

const polynomial = { high: 0x95ac9329, low: 0xac4bc9b5 };
const { highs, lows } = buildTables();

function buildTables() {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let h = 0;
    let l = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        h ^= polynomial.high;
        l ^= polynomial.low;
      }
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let entry = 256; entry < high.length; entry++) {
    const h = high[entry - 256] as number;
    const l = low[entry - 256] as number;
    low[entry] = ((l >>> 8) | (h << 24)) ^ (low[l & 255] as number);
    high[entry] = (h >>> 8) ^ (high[l & 255] as number);
  }
  return { highs: high, lows: low };
}

/** The checksum of a whole is that of its second part seeded with that of its first. */
export function crc64(data: Uint8Array, seed: Crc64 = { high: 0, low: 0 }): Crc64 {
  let h = seed.high | 0;
  let l = seed.low | 0;
  let at = 0;
  for (const end = data.length - 7; at < end; at += 8) {
    const a =
      l ^
      ((data[at] as number) |
        ((data[at + 1] as number) << 8) |
        ((data[at + 2] as number) << 16) |
        ((data[at + 3] as number) << 24));
    const b =
      h ^
      ((data[at + 4] as number) |
        ((data[at + 5] as number) << 8) |
        ((data[at + 6] as number) << 16) |
        ((data[at + 7] as number) << 24));
    const i0 = 1792 + (a & 255),
      i1 = 1536 + ((a >>> 8) & 255),
      i2 = 1280 + ((a >>> 16) & 255),
      i3 = 1024 + (a >>> 24);
    const i4 = 768 + (b & 255),
      i5 = 512 + ((b >>> 8) & 255),
      i6 = 256 + ((b >>> 16) & 255),
      i7 = b >>> 24;
    h =
      (highs[i0] as number) ^
      (highs[i1] as number) ^
      (highs[i2] as number) ^
      (highs[i3] as number) ^
      (highs[i4] as number) ^
      (highs[i5] as number) ^
      (highs[i6] as number) ^
      (highs[i7] as number);
    l =
      (lows[i0] as number) ^
      (lows[i1] as number) ^
      (lows[i2] as number) ^
      (lows[i3] as number) ^
      (lows[i4] as number) ^
      (lows[i5] as number) ^
      (lows[i6] as number) ^
      (lows[i7] as number);
  }
  for (; at < data.length; at++) {
    const index = (l ^ (data[at] as number)) & 255;
    l = ((l >>> 8) | (h << 24)) ^ (lows[index] as number);
    h = (h >>> 8) ^ (highs[index] as number);
  }
  return { high: h >>> 0, low: l >>> 0 };
}

export function crc64Text({ high, low }: Crc64): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

export function equalCrc64(a: Crc64, b: Crc64): boolean {
  return a.high >>> 0 === b.high >>> 0 && a.low >>> 0 === b.low >>> 0;
}

/**
 * The bit that, flipped back, would make both checksums agree: counted in bytes from the end of what they cover, and
 * from 0 down where it is one of the stored checksum, which follows; null
 * when it takes more than one, or lies further back than `maxBytes`. Checksums are linear: a flip changes them by a
 * value that depends only on how many bytes follow, and these values are walked through from the last byte on.
 */
export function findFlippedBit64(
  stored: Crc64,
  found: Crc64,
  maxBytes: number,
): { fromEnd: number; bit: number } | null {
  const wantedHigh = (stored.high ^ found.high) | 0;
  const wantedLow = (stored.low ^ found.low) | 0;
  const own = onlyBit(wantedLow, wantedHigh);
  if (own !== null) return { fromEnd: -(own >> 3), bit: own & 7 };
  const high = Int32Array.from({ length: 8 }, (_, bit) => highs[1 << bit] as number);
  const low = Int32Array.from({ length: 8 }, (_, bit) => lows[1 << bit] as number);
  for (let fromEnd = 1; fromEnd <= maxBytes; fromEnd++) {
    for (let bit = 0; bit < 8; bit++) {
      const h = high[bit] as number;
      const l = low[bit] as number;
      if (h === wantedHigh && l === wantedLow) return { fromEnd, bit };
      low[bit] = ((l >>> 8) | (h << 24)) ^ (lows[l & 255] as number);
      high[bit] = (h >>> 8) ^ (highs[l & 255] as number);
    }
  }
  return null;
}

/** The number of the only bit that is set, from the lowest of `low` on; null when none or several are. */
function onlyBit(low: number, high: number): number | null {
  const [word, first] = low === 0 ? [high, 32] : [low, 0];
  if ((low !== 0 && high !== 0) || word === 0 || (word & (word - 1)) !== 0) return null;
  return first + 31 - Math.clz32(word);
}
