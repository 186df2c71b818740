import { crc32 } from '../../engine/format/crc32.ts';

/**
 * One record of the guide's data.log, little-endian:
 *
 *     [crc u32][key_len i32][val_len i32][key][value]
 *
 * crc is the CRC-32 of everything after itself; val_len −1 marks a delete, which has no value.
 */
export const headerLength = 12;
export const deleteMark = -1;
/** Lengths are signed 32-bit. */
export const maxLength = 2 ** 31 - 1;

/** A header as it stands there: nothing in it has been checked but that it is there. */
export interface RecordHeader {
  /** Of the record in the file. */
  offset: number;
  crc: number;
  keyLength: number;
  valueLength: number;
}

export function decodeHeader(bytes: Buffer, offset: number): RecordHeader {
  return {
    offset,
    crc: bytes.readUInt32LE(0),
    keyLength: bytes.readInt32LE(4),
    valueLength: bytes.readInt32LE(8),
  };
}

export function hasValidLengths(header: RecordHeader): boolean {
  return header.keyLength >= 0 && header.valueLength >= deleteMark;
}

export function isDelete(header: RecordHeader): boolean {
  return header.valueLength === deleteMark;
}

/** Bytes of the value; 0 for a delete. */
export function valueBytes(header: RecordHeader): number {
  return Math.max(0, header.valueLength);
}

export function valueOffset(header: RecordHeader): number {
  return header.offset + headerLength + header.keyLength;
}

/** Where the record ends by its own lengths, which must be valid. */
export function endOf(header: RecordHeader): number {
  return valueOffset(header) + valueBytes(header);
}

/** The two lengths as the checksum covers them. */
export function encodeLengths(keyLength: number, valueLength: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeInt32LE(keyLength, 0);
  bytes.writeInt32LE(valueLength, 4);
  return bytes;
}

/** `value` null = a delete. */
export function encodeRecord(key: Uint8Array, value: Uint8Array | null): Uint8Array {
  const record = Buffer.allocUnsafe(headerLength + key.length + (value?.length ?? 0));
  record.writeInt32LE(key.length, 4);
  record.writeInt32LE(value?.length ?? deleteMark, 8);
  record.set(key, headerLength);
  if (value) record.set(value, headerLength + key.length);
  record.writeUInt32LE(crc32(record.subarray(4)), 0);
  return record;
}
