import { crcText } from '../log/fields.ts';
import { findFlippedBit } from '../log/flipped-bit.ts';
import { crcLength, endOf, headerLength, isErased, type RecordHeader, valueOffset } from './record.ts';
import type { Found, RecordReader } from './record-reader.ts';

/** What stands where a record should, to `end`, where reading goes on or the file ends. */
export interface Damage {
  kind: 'torn-tail' | 'corrupt';
  end: number;
  /** The record's header when its extent is certain or its key is there; null when nothing of it can be told. */
  header: RecordHeader | null;
  reason: string;
}

export type NotWhole = Exclude<Found, { fault: null }>;

/** Records up to this size are tried at every byte; longer ones only where another record follows them. Bytes. */
const maxTriedBytes = 4096;
/** What the search for the next record may cost in all, in bytes whose checksum is computed. */
const maxSearchBytes = 256 * 1024 * 1024;
/** A size that grew before its data leaves zeros; fewer than so many may be anyone's. */
const minZeroTail = 8;

/** Judges the place where a record should stand: torn (the write never ended) or corrupt, and where it goes on. */
export async function judgeDamage(reader: RecordReader, offset: number, found: NotWhole): Promise<Damage> {
  const { size } = reader;
  const zerosFrom = await endOfContent(reader, offset);
  if (zerosFrom === offset) return torn(size, null, 'zeros: the file grew, but the data never arrived');
  if (found.header === null) {
    return torn(size, null, `only ${size - offset} of a header's ${headerLength} bytes are there`);
  }
  const { header } = found;
  const tail = zerosFrom <= endOf(header) ? size - zerosFrom : 0;
  if (tail >= minZeroTail && !isFlipped(found)) {
    return torn(size, header, `its last ${tail} bytes are zeros: the data never arrived`);
  }
  if (found.fault === 'checksum' && (await beginsRecord(reader, endOf(header)))) {
    return corrupt(endOf(header), header, checksumReason(header, found.crcFound));
  }
  const next = await findRecord(reader, offset + 1);
  const end = next ?? size;
  const proven = await proveFlippedSize(reader, header, end);
  if (proven) return corrupt(end, proven, sizeReason(header, proven));
  if (next !== null) return corrupt(next, null, lostReason(found));
  if (found.fault === 'past-the-end') return torn(size, header, missingReason(header, size));
  return corrupt(size, endOf(header) === size ? header : null, checksumReason(header, found.crcFound));
}

/** One flipped bit explains the checksum: a value that ends in zeros is then no write that never ended. */
function isFlipped(found: NotWhole): boolean {
  if (found.fault !== 'checksum') return false;
  const { header, crcFound } = found;
  return findFlippedBit(header.crc, crcFound, endOf(header) - header.offset - crcLength) !== null;
}

/** Whether a whole record, or the end of the file, is at `offset`. */
async function beginsRecord(reader: RecordReader, offset: number): Promise<boolean> {
  return offset === reader.size || (await reader.at(offset)).fault === null;
}

/** The first whole record from `from` on; null when there is none. */
async function findRecord(reader: RecordReader, from: number): Promise<number | null> {
  let spent = 0;
  for (let at = from; at + headerLength <= reader.size; at++) {
    const header = await reader.headerAt(at);
    if (header === null) return null;
    const end = endOf(header);
    if (end > reader.size) continue;
    if (end - at > maxTriedBytes && !(await mayBegin(reader, end))) continue;
    spent += end - at;
    if (spent > maxSearchBytes) return null;
    if ((await reader.at(at)).fault === null) return at;
  }
  return null;
}

async function mayBegin(reader: RecordReader, offset: number): Promise<boolean> {
  if (offset === reader.size) return true;
  const header = await reader.headerAt(offset);
  return header !== null && header.timestamp > 0 && endOf(header) <= reader.size;
}

/** The header with the one bit of its sizes turned that makes the record end at `end` and its checksum hold. */
async function proveFlippedSize(
  reader: RecordReader,
  header: RecordHeader,
  end: number,
): Promise<RecordHeader | null> {
  for (let bit = 0; bit < 48; bit++) {
    const flipped =
      bit < 16
        ? { ...header, keyLength: header.keyLength ^ (1 << bit) }
        : { ...header, valueLength: (header.valueLength ^ (1 << (bit - 16))) >>> 0 };
    if (endOf(flipped) === end && (await reader.holdsWith(flipped))) return flipped;
  }
  return null;
}

/** The offset behind the last byte from `from` on that is not zero. */
async function endOfContent(reader: RecordReader, from: number): Promise<number> {
  const { window } = reader;
  let end = from;
  for (let at = from; at < reader.size; ) {
    if (!window.holds(at, 1)) await window.load(at);
    const bytes = window.view(at, Math.min(reader.size - at, window.available(at)));
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
  return { kind: 'torn-tail', end, header: header && valueOffset(header) <= end ? header : null, reason };
}

function corrupt(end: number, header: RecordHeader | null, reason: string): Damage {
  return { kind: 'corrupt', end, header, reason };
}

function checksumReason(header: RecordHeader, crcFound: number): string {
  if (isErased(header))
    return 'eight bytes of ones with zeros behind them: no record, though its checksum holds';
  return `the checksum does not hold (stored ${crcText(header.crc)}, found ${crcText(crcFound)})`;
}

function lostReason(found: NotWhole): string {
  return found.fault === 'checksum'
    ? 'the checksum does not hold, and the sizes lead to no record'
    : 'the sizes point past the end of the file, but whole records follow';
}

function sizeReason(stored: RecordHeader, proven: RecordHeader): string {
  const name = stored.keyLength === proven.keyLength ? 'value' : 'key';
  const sizes =
    name === 'key' ? [stored.keyLength, proven.keyLength] : [stored.valueLength, proven.valueLength];
  return `the ${name} size is damaged: it says ${sizes[0]}, the checksum holds with ${sizes[1]}`;
}

function missingReason(header: RecordHeader, size: number): string {
  const there = size - header.offset;
  return `the record does not end: ${there} of its ${endOf(header) - header.offset} bytes are there`;
}
