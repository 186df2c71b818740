import { findFlippedBit } from '../log/flipped-bit.ts';
import { proveEnd, proveFlippedLength } from './damaged-length.ts';
import { endOf, hasValidLengths, headerLength, isDelete, type RecordHeader, valueOffset } from './record.ts';
import type { Found, RecordReader } from './record-reader.ts';
import { wholeRecords } from './whole-records.ts';

export type NotWhole = Extract<Found, { whole: false }>;

/** What stands where a record should: from its offset to `end`, where reading can go on or the file ends. */
export interface Damage {
  kind: 'torn' | 'corrupt';
  end: number;
  /** The record's header when its extent is certain, with its lengths corrected; null when it is not. */
  header: RecordHeader | null;
  reason: string;
}

/** As many records are tried as the end of a record whose length is damaged. */
const maxLengthProofs = 256;
/** As many damaged records in a row are passed on the strength of their lengths alone. */
const maxHops = 8;
/** A write whose size grew but whose data did not arrive leaves zeros: fewer than this may be anyone's. */
const minZeroTail = 8;

/**
 * Judges the place where a replay stops: torn (the last write never ended) or corrupt, and where it can go on.
 *
 * The header's own lengths are believed when they lead to a whole record or to the end of the file. If they do
 * not, a corrected length is believed when the checksum holds with it: that is proof, and it tells a damaged
 * length from a torn record even when whole records stand inside the torn one's value.
 */
export async function judgeDamage(reader: RecordReader, offset: number, found: NotWhole): Promise<Damage> {
  const { size } = reader;
  if (found.fault === 'short-header') {
    return torn(size, null, `only ${size - offset} of a header's ${headerLength} bytes are there`);
  }
  const { header } = found;
  if (isZero(header) && (await endOfContent(reader, offset)) === offset) {
    return torn(size, null, `${size - offset} bytes of zeros: the file grew, but the data never arrived`);
  }
  const believed = found.fault === 'checksum' && (await leadsToWhole(reader, endOf(header)));
  const behind = await lookBehind(reader, header, believed ? endOf(header) : size);
  const proven = behind.proven ?? (believed ? null : await proveFlippedLength(reader, header));
  if (proven) return corrupt(endOf(proven), proven, lengthReason(header, proven));
  if (believed) return checksumDamage(reader, header, found.crcFound);
  if (behind.first && !isTornAroundRecords(found, behind, size)) {
    return corrupt(behind.first.offset, null, faultReason(found, size));
  }
  if (found.fault === 'past-the-end') return torn(size, header, missingReason(header, size));
  if (found.fault === 'checksum') return checksumDamage(reader, header, found.crcFound);
  return corrupt(size, null, faultReason(found, size));
}

interface Behind {
  /** The damaged record's header with the length that makes its checksum hold. */
  proven: RecordHeader | null;
  first: RecordHeader | null;
  /** Where the last run of whole records ends. */
  lastEnd: number;
}

/** Whole records between a damaged header and `to`, until one of them, or the end, proves where it should end. */
async function lookBehind(reader: RecordReader, damaged: RecordHeader, to: number): Promise<Behind> {
  const behind: Behind = { proven: null, first: null, lastEnd: 0 };
  let proofs = 0;
  for await (const header of wholeRecords(reader, damaged.offset + 1, to)) {
    behind.first ??= header;
    behind.lastEnd = endOf(header);
    if (proofs++ < maxLengthProofs) behind.proven = await proveEnd(reader, damaged, header.offset);
    if (behind.proven) return behind;
  }
  if (to === reader.size) behind.proven = await proveEnd(reader, damaged, to);
  return behind;
}

/** Whether `end` is the end of the file or a whole record begins there, perhaps behind other damaged ones. */
async function leadsToWhole(reader: RecordReader, end: number): Promise<boolean> {
  for (let hop = 0, at = end; hop < maxHops; hop++) {
    if (at === reader.size) return true;
    const found = await reader.at(at);
    if (found.whole) return true;
    // Zeros lead anywhere in steps of a header: they are no evidence.
    if (found.fault !== 'checksum' || isZero(found.header)) return false;
    at = endOf(found.header);
  }
  return false;
}

/**
 * A record that is cut off in the middle of a value which itself holds whole records (somebody stores logs): its
 * key is there, none of them proves its end, and the last of them is cut off as well. Were they records of this
 * log, two things would have to be damaged at once.
 */
function isTornAroundRecords(found: NotWhole, behind: Behind, size: number): boolean {
  if (found.fault !== 'past-the-end' || isDelete(found.header)) return false;
  return valueOffset(found.header) <= size && behind.lastEnd < size;
}

/** The record has its length, but its checksum does not hold. */
async function checksumDamage(reader: RecordReader, header: RecordHeader, crcFound: number): Promise<Damage> {
  const end = endOf(header);
  const flipped = findFlippedBit(header.crc, crcFound, end - header.offset - 4);
  const crcs = `stored ${hex(header.crc)}, found ${hex(crcFound)}`;
  if (flipped) {
    const at = header.offset + flipped.byte + (flipped.in === 'content' ? 4 : 0);
    return corrupt(
      end,
      header,
      `the checksum does not hold (${crcs}): bit ${flipped.bit} of byte ${at} is flipped`,
    );
  }
  const zerosFrom = await endOfContent(reader, header.offset);
  if (zerosFrom <= end && reader.size - zerosFrom >= minZeroTail) {
    const missing = reader.size - zerosFrom;
    return torn(
      reader.size,
      header,
      `its last ${missing} bytes are zeros: the file grew, but the data never arrived`,
    );
  }
  const certain = end === reader.size || (await leadsToWhole(reader, end));
  return corrupt(
    certain ? end : reader.size,
    certain ? header : null,
    `the checksum does not hold (${crcs})`,
  );
}

function isZero(header: RecordHeader): boolean {
  return header.crc === 0 && header.keyLength === 0 && header.valueLength === 0;
}

/** The offset behind the last byte from `from` on that is not zero. */
async function endOfContent(reader: RecordReader, from: number): Promise<number> {
  let end = from;
  for (let at = from; at < reader.size; ) {
    if (!reader.window.holds(at, 1)) await reader.window.load(at);
    const bytes = reader.window.view(at, Math.min(reader.size - at, reader.window.available(at)));
    for (let i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] === 0) continue;
      end = at + i + 1;
      break;
    }
    at += bytes.length;
  }
  return end;
}

function torn(end: number, header: RecordHeader | null, reason: string): Damage {
  return { kind: 'torn', end, header, reason };
}

function corrupt(end: number, header: RecordHeader | null, reason: string): Damage {
  return { kind: 'corrupt', end, header, reason };
}

function faultReason(found: NotWhole, size: number): string {
  if (found.fault === 'short-header') return 'no header is there';
  const { header } = found;
  if (found.fault === 'checksum') {
    return `the checksum does not hold (stored ${hex(header.crc)}, found ${hex(found.crcFound)}), and the lengths lead to no record`;
  }
  if (!hasValidLengths(header)) {
    return `no writer writes these lengths: key_len ${header.keyLength}, val_len ${header.valueLength}`;
  }
  return `the lengths point ${endOf(header) - size} bytes past the end of the file, but whole records follow`;
}

function missingReason(header: RecordHeader, size: number): string {
  const length = endOf(header) - header.offset;
  return `the record does not end: ${size - header.offset} of its ${length} bytes are there`;
}

function lengthReason(stored: RecordHeader, proven: RecordHeader): string {
  const field = stored.keyLength === proven.keyLength ? 'valueLength' : 'keyLength';
  const name = field === 'keyLength' ? 'key_len' : 'val_len';
  return `${name} is damaged: it says ${stored[field]}, the checksum holds with ${proven[field]}`;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
