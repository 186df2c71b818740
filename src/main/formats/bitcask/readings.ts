import { join } from 'node:path';
import type { DamagedRange } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { type BitPlace, bitReadings } from '../log/bit-reading.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { findFlippedBit } from '../log/flipped-bit.ts';
import type { Log } from '../log/log.ts';
import type { Reading } from '../log/reading.ts';
import { judgeDamage } from './damage.ts';
import { crcLength, encodeCovered, endOf, type RecordHeader } from './record.ts';
import { type Found, RecordReader } from './record-reader.ts';

/** A damaged record with the one bit turned back with which its checksum holds. */
export async function bitcaskReadings(
  log: Log,
  { file, offset }: DamagedRange,
  fileSystem: FileSystem,
): Promise<Reading[]> {
  const handle = await fileSystem.open(join(log.directory, file), 'read');
  try {
    const reader = new RecordReader(new ByteWindow(handle, await handle.size()));
    const found = await reader.at(offset);
    if (found.fault === null || found.header === null) return [];
    const { header } = await judgeDamage(reader, offset, found);
    if (header && !hasSameSizes(header, found.header)) return [sizeReading(file, header)];
    return await bitReadings(handle, file, flippedBit(found));
  } finally {
    await handle.close();
  }
}

function hasSameSizes(a: RecordHeader, b: RecordHeader): boolean {
  return a.keyLength === b.keyLength && a.valueLength === b.valueLength;
}

function sizeReading(file: string, proven: RecordHeader): Reading {
  const insert = encodeCovered(proven);
  const { offset, keyLength, valueLength } = proven;
  return {
    words: `a key of ${keyLength} and a value of ${valueLength} bytes`,
    proof: 'checksum',
    splice: { file, offset: offset + crcLength, remove: insert.length, insert },
  };
}

function flippedBit(found: Found): BitPlace | null {
  if (found.fault !== 'checksum') return null;
  const { header, crcFound } = found;
  const flipped = findFlippedBit(header.crc, crcFound, endOf(header) - header.offset - crcLength);
  if (flipped === null) return null;
  // The checksum is stored with its highest byte first.
  const within = flipped.in === 'content' ? crcLength + flipped.byte : crcLength - 1 - flipped.byte;
  return { offset: header.offset + within, bit: flipped.bit };
}
