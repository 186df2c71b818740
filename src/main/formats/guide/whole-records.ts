import type { ByteWindow } from '../log/byte-window.ts';
import { decodeHeader, endOf, hasValidLengths, headerLength, type RecordHeader } from './record.ts';
import type { RecordReader } from './record-reader.ts';

/** A candidate no longer than this is put to its checksum at once; a longer one must lead to another header first. */
const shortRecordBytes = 64 * 1024;

/** A search ends when its candidates' checksums have covered this much: then bytes were made to keep it busy. */
const maxCheckedBytes = 4 * 1024 ** 3;

/**
 * Whole records in [from, to), wherever they begin: each offset is tried until a checksum holds, then the run of
 * records that it begins is followed. That a checksum holds by chance is a matter of 2^−32 for each offset whose
 * lengths are possible at all.
 */
export async function* wholeRecords(
  reader: RecordReader,
  from: number,
  to: number,
): AsyncGenerator<RecordHeader, void, void> {
  const limit = reader.checkedBytes + maxCheckedBytes;
  const last = Math.min(to, reader.size - headerLength + 1);
  for (let offset = from; offset < last && reader.checkedBytes < limit; ) {
    if (!reader.window.holds(offset, headerLength)) await reader.window.load(offset);
    offset = nextCandidate(reader.window, offset, last, reader.size);
    if (offset >= last || !reader.window.holds(offset, headerLength)) continue;
    const header = await wholeAt(reader, offset);
    if (header) yield header;
    offset = header ? endOf(header) : offset + 1;
  }
}

async function wholeAt(reader: RecordReader, offset: number): Promise<RecordHeader | null> {
  const header = decodeHeader(reader.window.view(offset, headerLength), offset);
  if (endOf(header) - offset > shortRecordBytes && !(await leadsToHeader(reader, endOf(header)))) return null;
  const found = await reader.at(offset);
  return found.whole ? found.header : null;
}

/** The first offset from `offset` on whose lengths are possible; as far as the window goes. */
function nextCandidate(window: ByteWindow, offset: number, last: number, size: number): number {
  const count = Math.min(last - offset, window.available(offset) - headerLength + 1);
  const bytes = window.view(offset, count + headerLength - 1);
  for (let at = 0; at < count; at++) {
    const keyLength = bytes.readInt32LE(at + 4);
    if (keyLength < 0) continue;
    const valueLength = bytes.readInt32LE(at + 8);
    if (valueLength < -1) continue;
    if (offset + at + headerLength + keyLength + Math.max(0, valueLength) > size) continue;
    // Zeros are not a record: the checksum of two lengths of zero is not zero.
    if (keyLength === 0 && valueLength === 0 && bytes.readUInt32LE(at) === 0) continue;
    return offset + at;
  }
  return offset + count;
}

/** Whether `offset` is the end of the file or holds a header that does not point past it. */
async function leadsToHeader(reader: RecordReader, offset: number): Promise<boolean> {
  if (offset === reader.size) return true;
  if (reader.size - offset < headerLength) return false;
  const header = decodeHeader(Buffer.from(await reader.window.copy(offset, headerLength)), offset);
  return hasValidLengths(header) && endOf(header) <= reader.size;
}
