import { copyBytes, emptyBytes } from '../../../shared/bytes.ts';
import { maxKeyBytes, maxValueBytes } from '../../../shared/limits.ts';
import { crc32, crc32OfView } from './crc32.ts';
import type { Viewed } from './integers.ts';
import { blankParts, type RecordParts } from './record-parts.ts';
import { readVarint, type VarintRead, varintLength, writeVarint } from './varint.ts';

/**
 * One change of one key. See docs/format.md: CRC, tag, key length, value length (set only), expiry (u48), value type,
 * sequence delta — those that the tag names — then the key and the value. The CRC covers all after itself.
 */
export interface RecordFields {
  op: 'set' | 'delete';
  key: Uint8Array;
  /** Empty for a delete. */
  value: Uint8Array;
  /** ms since 1970; null = never. */
  expireAt: number | null;
  /** typeCode of the value; 0 = string. */
  type: number;
  /** How far its own sequence number lies after its frame's first; null where records simply count up. */
  seqDelta: number | null;
}

const tagPattern = 0x50;
const tagPatternMask = 0xf0;
const tagDelete = 1;
const tagExpiry = 2;
const tagType = 4;
const tagDelta = 8;
const expiryBytes = 6;
const crcBytes = 4;
/** CRC, tag, key length: no record is shorter than a delete of the empty key. */
export const minRecordLength = 6;

const parts = blankParts();

function partsHeadLength(record: RecordParts): number {
  return (
    1 +
    varintLength(record.keyLength) +
    (record.op === 'set' ? varintLength(record.valueLength) : 0) +
    (record.expireAt === null ? 0 : expiryBytes) +
    (record.type === 0 ? 0 : 1) +
    (record.seqDelta === null ? 0 : varintLength(record.seqDelta)) +
    crcBytes
  );
}

export function partsLength(record: RecordParts): number {
  return partsHeadLength(record) + record.keyLength + record.valueLength;
}

export function recordLength(record: RecordFields): number {
  return partsLength(partsOf(record));
}

/** Writes the record at `offset`, where there must be room for it, and returns the offset after it. */
export function encodeRecord(target: Viewed, offset: number, record: RecordFields, seq: number): number {
  const end = encodeParts(target, offset, partsOf(record), seq);
  // What is the caller's is not kept alive.
  parts.keyBytes = emptyBytes;
  parts.valueBytes = emptyBytes;
  return end;
}

/** In an object that is used again. */
function partsOf(record: RecordFields): RecordParts {
  parts.op = record.op;
  parts.keyBytes = record.key;
  parts.keyLength = record.key.length;
  parts.valueBytes = record.value;
  parts.valueLength = record.value.length;
  parts.expireAt = record.expireAt;
  parts.type = record.type;
  parts.seqDelta = record.seqDelta;
  return parts;
}

/** As `encodeRecord`. */
export function encodeParts(
  { bytes: target, view }: Viewed,
  offset: number,
  record: RecordParts,
  seq: number,
): number {
  let at = offset + crcBytes;
  target[at++] =
    tagPattern |
    (record.op === 'delete' ? tagDelete : 0) |
    (record.expireAt === null ? 0 : tagExpiry) |
    (record.type === 0 ? 0 : tagType) |
    (record.seqDelta === null ? 0 : tagDelta);
  at = writeVarint(target, at, record.keyLength);
  if (record.op === 'set') at = writeVarint(target, at, record.valueLength);
  if (record.expireAt !== null) at = writeU48(target, at, record.expireAt);
  if (record.type !== 0) target[at++] = record.type;
  if (record.seqDelta !== null) at = writeVarint(target, at, record.seqDelta);
  const end = at + record.keyLength + record.valueLength;
  const { keyBytes, keyStart, keyLength, valueBytes, valueStart, valueLength } = record;
  if (keyBytes === valueBytes && keyStart + keyLength === valueStart) {
    copyBytes(keyBytes, keyStart, target, at, keyLength + valueLength);
  } else {
    copyBytes(keyBytes, keyStart, target, at, keyLength);
    copyBytes(valueBytes, valueStart, target, at + keyLength, valueLength);
  }
  view.setUint32(offset, crc32OfView(view, offset + crcBytes, end, seedOf(seq)), true);
  return end;
}

/** Length of a record when it is written by `encodeAgain`. */
export function lengthWithDelta(head: RecordHead, seqDelta: number): number {
  return head.length - deltaLength(head) + varintLength(seqDelta);
}

/**
 * Writes a record that stands in `source` once more, as it is but for the sequence number, which is that of `seq`
 * and given as a delta. There must be room for it at `offset`; returns the offset after it.
 */
export function encodeAgain(
  source: Uint8Array,
  head: RecordHead,
  { bytes: target, view }: Viewed,
  offset: number,
  seqDelta: number,
  seq: number,
): number {
  const tagAt = offset + crcBytes;
  const deltaAt = head.keyOffset - deltaLength(head);
  let at = tagAt;
  for (let from = head.offset + crcBytes; from < deltaAt; from++) target[at++] = source[from] as number;
  target[tagAt]! |= tagDelta;
  at = writeVarint(target, at, seqDelta);
  target.set(source.subarray(head.keyOffset, head.end), at);
  const end = at + head.end - head.keyOffset;
  view.setUint32(offset, crc32OfView(view, tagAt, end, seedOf(seq)), true);
  return end;
}

const deltaLength = ({ seqDelta }: RecordHead): number => (seqDelta === null ? 0 : varintLength(seqDelta));

/** A record's fields and where they lie; one is reused for all records of a scan. Offsets are within the bytes read. */
export class RecordHead {
  offset = 0;
  isDelete = false;
  keyOffset = 0;
  keyLength = 0;
  valueOffset = 0;
  valueLength = 0;
  /** ms since 1970; null = never. */
  expireAt: number | null = null;
  type = 0;
  /** null where records count up. */
  seqDelta: number | null = null;
  crcStored = 0;
  /** Offset after the record. */
  end = 0;

  get headLength(): number {
    return this.keyOffset - this.offset;
  }

  get length(): number {
    return this.end - this.offset;
  }
}

const lengthRead: VarintRead = { value: 0, end: 0 };

/**
 * Reads what stands before the key. False when it is no record or its head does not end before `limit`. The
 * record itself may end after `limit`: the caller looks at `end`.
 */
export function decodeRecordHead(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  into: RecordHead,
): boolean {
  const tagAt = offset + crcBytes;
  if (tagAt >= limit) return false;
  const tag = bytes[tagAt] as number;
  if ((tag & tagPatternMask) !== tagPattern) return false;
  into.offset = offset;
  into.isDelete = (tag & tagDelete) !== 0;
  if (!readVarint(bytes, tagAt + 1, limit, lengthRead) || lengthRead.value > maxKeyBytes) return false;
  into.keyLength = lengthRead.value;
  into.valueLength = 0;
  let at = lengthRead.end;
  if (!into.isDelete) {
    if (!readVarint(bytes, at, limit, lengthRead) || lengthRead.value > maxValueBytes) return false;
    into.valueLength = lengthRead.value;
    at = lengthRead.end;
  }
  into.expireAt = null;
  if ((tag & tagExpiry) !== 0) {
    if (at + expiryBytes > limit) return false;
    into.expireAt = readU48(bytes, at);
    at += expiryBytes;
  }
  into.type = (tag & tagType) === 0 ? 0 : (bytes[at++] ?? 0);
  into.seqDelta = null;
  if ((tag & tagDelta) !== 0) {
    if (!readVarint(bytes, at, limit, lengthRead)) return false;
    into.seqDelta = lengthRead.value;
    at = lengthRead.end;
  }
  if (at > limit) return false;
  into.crcStored = readU32(bytes, offset);
  into.keyOffset = at;
  into.valueOffset = into.keyOffset + into.keyLength;
  into.end = into.valueOffset + into.valueLength;
  return true;
}

/** What the CRC of a record must be; all of it must lie in `bytes`. */
export function recordChecksum(bytes: Uint8Array, head: RecordHead, seq: number): number {
  return crc32(bytes, head.offset + crcBytes, head.end, seedOf(seq));
}

/** Whether data[offset, end) is exactly the record with this sequence number, by its CRC. */
export function isWholeRecord(data: DataView, offset: number, end: number, seq: number): boolean {
  return data.getUint32(offset, true) === crc32OfView(data, offset + crcBytes, end, seedOf(seq));
}

/** A record is bound to its place in the log: its CRC begins with its sequence number instead of 0. */
function seedOf(seq: number): number {
  return ((seq % 2 ** 32) ^ Math.floor(seq / 2 ** 32)) >>> 0;
}

function writeU32(target: Uint8Array, at: number, value: number): void {
  target[at] = value;
  target[at + 1] = value >>> 8;
  target[at + 2] = value >>> 16;
  target[at + 3] = value >>> 24;
}

export function readU32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

function writeU48(target: Uint8Array, at: number, value: number): number {
  writeU32(target, at, value % 2 ** 32);
  const high = Math.floor(value / 2 ** 32);
  target[at + 4] = high;
  target[at + 5] = high >>> 8;
  return at + expiryBytes;
}

function readU48(bytes: Uint8Array, at: number): number {
  return readU32(bytes, at) + ((bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8)) * 2 ** 32;
}
