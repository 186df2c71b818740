import * as zlib from 'node:zlib';

/**
 * CRC-32 as zlib, PNG and Ethernet use it (reflected, polynomial 0xEDB88320). Seedable: the checksum of a whole is
 * the checksum of its second part seeded with that of its first.
 */

/** A call into native code costs about as much as this many bytes take in JavaScript. */
const nativeFromBytes = 384;

const native: ((data: Uint8Array, seed?: number) => number) | undefined = zlib.crc32;

const sliceTables = buildTables();

function buildTables(): Uint32Array {
  const tables = new Uint32Array(16 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let entry = 256; entry < tables.length; entry++) {
    const shorter = tables[entry - 256] as number;
    tables[entry] = (shorter >>> 8) ^ (tables[shorter & 0xff] as number);
  }
  return tables;
}

/** CRC-32 of data[start, end) after a part whose CRC-32 was `seed`. */
export function crc32(data: Uint8Array, start = 0, end = data.length, seed = 0): number {
  if (native !== undefined && end - start >= nativeFromBytes) {
    return native(data.subarray(start, end), seed);
  }
  return crc32Portable(data, start, end, seed);
}

/** The same in JavaScript alone, 16 bytes a step. */
export function crc32Portable(data: Uint8Array, start: number, end: number, seed: number): number {
  const t = sliceTables;
  let crc = ~seed;
  let at = start;
  for (const lastStep = end - 16; at <= lastStep; at += 16) {
    crc =
      t[0xf00 | ((data[at]! ^ crc) & 0xff)]! ^
      t[0xe00 | ((data[at + 1]! ^ (crc >>> 8)) & 0xff)]! ^
      t[0xd00 | ((data[at + 2]! ^ (crc >>> 16)) & 0xff)]! ^
      t[0xc00 | ((data[at + 3]! ^ (crc >>> 24)) & 0xff)]! ^
      t[0xb00 | data[at + 4]!]! ^
      t[0xa00 | data[at + 5]!]! ^
      t[0x900 | data[at + 6]!]! ^
      t[0x800 | data[at + 7]!]! ^
      t[0x700 | data[at + 8]!]! ^
      t[0x600 | data[at + 9]!]! ^
      t[0x500 | data[at + 10]!]! ^
      t[0x400 | data[at + 11]!]! ^
      t[0x300 | data[at + 12]!]! ^
      t[0x200 | data[at + 13]!]! ^
      t[0x100 | data[at + 14]!]! ^
      t[data[at + 15]!]!;
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ t[(crc ^ data[at]!) & 0xff]!;
  return ~crc >>> 0;
}
