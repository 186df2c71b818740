import { join } from 'node:path';
import type { DamagedRange } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { type BitPlace, bitReadings } from '../log/bit-reading.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { findFlippedBit } from '../log/flipped-bit.ts';
import type { Log } from '../log/log.ts';
import type { Reading } from '../log/reading.ts';
import { judgeDamage, type NotWhole } from './damage.ts';
import { encodeLengths, endOf, type RecordHeader } from './record.ts';
import { RecordReader } from './record-reader.ts';

/** Bytes of a record before its lengths: the checksum. */
const crcLength = 4;

/** A damaged record with the one bit turned back, or the length corrected, with which its checksum holds. */
export async function guideReadings(
  log: Log,
  { file, offset }: DamagedRange,
  fileSystem: FileSystem,
): Promise<Reading[]> {
  const handle = await fileSystem.open(join(log.directory, file), 'read');
  try {
    const reader = new RecordReader(new ByteWindow(handle, await handle.size()));
    const found = await reader.at(offset);
    if (found.whole || found.header === null) return [];
    const { header } = await judgeDamage(reader, offset, found);
    if (header && !hasSameLengths(header, found.header)) return [lengthReading(file, found.header, header)];
    return await bitReadings(handle, file, flippedBit(found));
  } finally {
    await handle.close();
  }
}

function hasSameLengths(a: RecordHeader, b: RecordHeader): boolean {
  return a.keyLength === b.keyLength && a.valueLength === b.valueLength;
}

function lengthReading(file: string, stored: RecordHeader, proven: RecordHeader): Reading {
  const isKey = stored.keyLength !== proven.keyLength;
  const [name, from, to] = isKey
    ? ['key_len', stored.keyLength, proven.keyLength]
    : ['val_len', stored.valueLength, proven.valueLength];
  const insert = encodeLengths(proven.keyLength, proven.valueLength);
  return {
    words: `${name} ${from} read as ${to}`,
    proof: 'checksum',
    splice: { file, offset: stored.offset + crcLength, remove: insert.length, insert },
  };
}

function flippedBit(found: NotWhole): BitPlace | null {
  if (found.fault !== 'checksum') return null;
  const { header, crcFound } = found;
  const flipped = findFlippedBit(header.crc, crcFound, endOf(header) - header.offset - crcLength);
  if (flipped === null) return null;
  const within = flipped.in === 'content' ? crcLength + flipped.byte : flipped.byte;
  return { offset: header.offset + within, bit: flipped.bit };
}
