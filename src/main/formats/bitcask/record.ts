import { startsWith, utf8 } from '../../../shared/bytes.ts';

/**
 * One record of a data file, big-endian:
 *
 *     [crc u32][timestamp u32][key size u16][value size u32][key][value]
 *
 * crc is the CRC-32 of everything after itself. A value that begins with the tombstone's text is a deletion.
 */
export const headerLength = 14;
export const crcLength = 4;
const tombstone = utf8('bitcask_tombstone');
export const tombstoneLength = tombstone.length;

/** A header as it stands there: nothing in it has been checked. */
export interface RecordHeader {
  offset: number;
  crc: number;
  /** Seconds since 1970. */
  timestamp: number;
  keyLength: number;
  valueLength: number;
}

export function decodeHeader(bytes: Buffer, offset: number): RecordHeader {
  return {
    offset,
    crc: bytes.readUInt32BE(0),
    timestamp: bytes.readUInt32BE(4),
    keyLength: bytes.readUInt16BE(8),
    valueLength: bytes.readUInt32BE(10),
  };
}

export function keyOffset(header: RecordHeader): number {
  return header.offset + headerLength;
}

export function valueOffset(header: RecordHeader): number {
  return keyOffset(header) + header.keyLength;
}

export function endOf(header: RecordHeader): number {
  return valueOffset(header) + header.valueLength;
}

/**
 * Eight bytes of ones and six of zeros, as erased and zeroed blocks meet: CRC-32 takes them for a record of no key and
 * no value, of the year 2106, though nobody wrote one.
 */
export function isErased({ crc, timestamp, keyLength, valueLength }: RecordHeader): boolean {
  return crc === 0xffffffff && timestamp === 0xffffffff && keyLength === 0 && valueLength === 0;
}

/** `value`: at least its first `tombstoneLength` bytes. */
export function isTombstone(value: Uint8Array): boolean {
  return startsWith(value, tombstone);
}

/** Timestamp and sizes as the checksum covers them. */
export function encodeCovered({ timestamp, keyLength, valueLength }: RecordHeader): Buffer {
  const bytes = Buffer.allocUnsafe(headerLength - crcLength);
  bytes.writeUInt32BE(timestamp, 0);
  bytes.writeUInt16BE(keyLength, 4);
  bytes.writeUInt32BE(valueLength, 6);
  return bytes;
}
