import * as zlib from 'node:zlib';
import { viewOf } from './integers.ts';

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
  return crc32Portable(viewOf(data, start, end - start), 0, end - start, seed);
}

/** The same for whoever has a view already, which for a short part takes half as long to make as the checksum. */
export function crc32OfView(data: DataView, start: number, end: number, seed: number): number {
  if (native !== undefined && end - start >= nativeFromBytes) {
    return native(new Uint8Array(data.buffer, data.byteOffset + start, end - start), seed);
  }
  return crc32Portable(data, start, end, seed);
}

/** The same in JavaScript alone, 16 bytes a step. Words of four bytes are a quarter of the loads that bytes would be. */
export function crc32Portable(data: DataView, start: number, end: number, seed: number): number {
  const t = sliceTables;
  let crc = ~seed;
  let at = start;
  for (const lastStep = end - 16; at <= lastStep; at += 16) {
    const a = data.getInt32(at, true) ^ crc;
    const b = data.getInt32(at + 4, true);
    const c = data.getInt32(at + 8, true);
    const d = data.getInt32(at + 12, true);
    crc =
      t[0xf00 | (a & 0xff)]! ^
      t[0xe00 | ((a >>> 8) & 0xff)]! ^
      t[0xd00 | ((a >>> 16) & 0xff)]! ^
      t[0xc00 | (a >>> 24)]! ^
      t[0xb00 | (b & 0xff)]! ^
      t[0xa00 | ((b >>> 8) & 0xff)]! ^
      t[0x900 | ((b >>> 16) & 0xff)]! ^
      t[0x800 | (b >>> 24)]! ^
      t[0x700 | (c & 0xff)]! ^
      t[0x600 | ((c >>> 8) & 0xff)]! ^
      t[0x500 | ((c >>> 16) & 0xff)]! ^
      t[0x400 | (c >>> 24)]! ^
      t[0x300 | (d & 0xff)]! ^
      t[0x200 | ((d >>> 8) & 0xff)]! ^
      t[0x100 | ((d >>> 16) & 0xff)]! ^
      t[d >>> 24]!;
  }
  for (const lastStep = end - 4; at <= lastStep; at += 4) {
    const a = data.getInt32(at, true) ^ crc;
    crc =
      t[0x300 | (a & 0xff)]! ^
      t[0x200 | ((a >>> 8) & 0xff)]! ^
      t[0x100 | ((a >>> 16) & 0xff)]! ^
      t[a >>> 24]!;
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ t[(crc ^ data.getUint8(at)) & 0xff]!;
  return ~crc >>> 0;
}
