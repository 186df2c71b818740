import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry } from '../api.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { isWholeRecord } from '../format/record.ts';
import type { EntryColumns } from '../keys/store-index.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import type { BlockCache } from './block-cache.ts';
import { takeBytes } from './byte-pool.ts';
import { entryOf } from './entry-of.ts';

/** What records are read by: a store as it is, or a moment of it. */
export interface Readable {
  columns: EntryColumns;
  segments: SegmentSet;
  blocks: BlockCache;
}

/** Where the record of an id lies, as far as a read needs it. */
interface Place {
  segment: Segment;
  offset: number;
  length: number;
  /** Of the value within the record. */
  valueAt: number;
  seq: number;
}

function placeOf({ columns, segments }: Readable, id: number): Place {
  const segment = segments.get(columns.segment(id));
  if (segment === undefined) {
    throw new WalscopeError(
      'INTERNAL',
      `The index names segment ${columns.segment(id)}, which is not there.`,
    );
  }
  const valueAt = columns.headLength(id) + columns.keyLength(id);
  const length = valueAt + columns.valueLength(id);
  return { segment, offset: columns.offset(id), length, valueAt, seq: columns.seq(id) };
}

/** The value of an id, whose record is checked by its CRC. */
export async function readValue(from: Readable, id: number): Promise<Uint8Array> {
  const place = placeOf(from, id);
  const unpin = place.segment.pin();
  try {
    const record = takeBytes(place.length);
    const read = await from.blocks.read(place.segment, record, place.offset);
    if (isRead(record, read, place)) return record.subarray(place.valueAt);
    // What is kept in memory may be what has gone wrong: the file has the last word.
    const again = await place.segment.handle.read(record, place.offset);
    return checkedValue(record, again, place);
  } catch (error) {
    throw asReadError(error, place);
  } finally {
    unpin();
  }
}

export function readValueSync(from: Readable, id: number): Uint8Array {
  const place = placeOf(from, id);
  return readRecordSync(place, from.blocks).subarray(place.valueAt);
}

/** Key, value and all that is said of an id; the key is that of the record, which is read anyway. */
export function readEntrySync(from: Readable, id: number, blocks: BlockCache): Entry {
  const { columns } = from;
  const place = placeOf(from, id);
  const record = readRecordSync(place, blocks);
  const key = record.subarray(columns.headLength(id), place.valueAt);
  return entryOf(columns, id, key, record.subarray(place.valueAt));
}

/** The whole record, checked by its CRC. */
function readRecordSync(place: Place, blocks: BlockCache): Uint8Array {
  const { segment, offset, length } = place;
  const record = takeBytes(length);
  try {
    if (isRead(record, blocks.readSync(segment, record, offset), place)) return record;
    // What is kept in memory may be what has gone wrong: the file has the last word.
    checkedValue(record, segment.handle.readSync(record, offset), place);
    return record;
  } catch (error) {
    throw asReadError(error, place);
  }
}

/**
 * The value of an id if its record is whole and of this key; null when it is not, which is for others to explain.
 * The key is not looked up in the index's memory: it stands in the record that is read anyway.
 */
export function readValueOfKeySync(from: Readable, id: number, key: Uint8Array): Uint8Array | null {
  if (from.columns.keyLength(id) !== key.length) return null;
  const place = placeOf(from, id);
  const record = takeBytes(place.length);
  if (!isRead(record, from.blocks.readSync(place.segment, record, place.offset), place)) return null;
  const keyAt = place.valueAt - key.length;
  for (let i = 0; i < key.length; i++) if (record[keyAt + i] !== key[i]) return null;
  return record.subarray(place.valueAt);
}

const isRead = (record: Uint8Array, read: number, { length, seq }: Place): boolean =>
  read === length && isWholeRecord(record, 0, length, seq);

function checkedValue(record: Uint8Array, read: number, place: Place): Uint8Array {
  if (isRead(record, read, place)) return record.subarray(place.valueAt);
  const { segment, offset } = place;
  throw new WalscopeError(
    'CORRUPT',
    `The record at byte ${offset} of ${segment.name} does not match its checksum: verify the directory and salvage it into a new one.`,
    { details: { file: segment.name, offset, seq: place.seq } },
  );
}

const asReadError = (error: unknown, place: Place): WalscopeError =>
  asWalscopeError(error, `Reading ${place.segment.name} at byte ${place.offset}`);
