import { WalscopeError } from '../../../shared/errors.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { isWholeRecord } from '../format/record.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { takeBytes } from './byte-pool.ts';

/** Where the record of an id lies, as far as a read needs it. */
interface Place {
  segment: Segment;
  offset: number;
  length: number;
  /** Of the value within the record. */
  valueAt: number;
  seq: number;
}

function placeOf(columns: IndexColumns, segments: SegmentSet, id: number): Place {
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
export async function readValue(
  columns: IndexColumns,
  segments: SegmentSet,
  id: number,
): Promise<Uint8Array> {
  const place = placeOf(columns, segments, id);
  const unpin = place.segment.pin();
  try {
    const record = takeBytes(place.length);
    const read = await place.segment.handle.read(record, place.offset);
    return checkedValue(record, read, place);
  } catch (error) {
    throw asReadError(error, place);
  } finally {
    unpin();
  }
}

export function readValueSync(columns: IndexColumns, segments: SegmentSet, id: number): Uint8Array {
  const place = placeOf(columns, segments, id);
  try {
    const record = takeBytes(place.length);
    return checkedValue(record, place.segment.handle.readSync(record, place.offset), place);
  } catch (error) {
    throw asReadError(error, place);
  }
}

/**
 * The value of an id if its record is whole and of this key; null when it is not, which is for others to explain.
 * The key is not looked up in the index's memory: it stands in the record that is read anyway.
 */
export function readValueOfKeySync(
  columns: IndexColumns,
  segments: SegmentSet,
  id: number,
  key: Uint8Array,
): Uint8Array | null {
  if (columns.keyLength(id) !== key.length) return null;
  const { segment, offset, length, valueAt, seq } = placeOf(columns, segments, id);
  const record = takeBytes(length);
  if (segment.handle.readSync(record, offset) !== length) return null;
  if (!isWholeRecord(record, 0, length, seq)) return null;
  const keyAt = valueAt - key.length;
  for (let i = 0; i < key.length; i++) if (record[keyAt + i] !== key[i]) return null;
  return record.subarray(valueAt);
}

function checkedValue(record: Uint8Array, read: number, place: Place): Uint8Array {
  if (read === place.length && isWholeRecord(record, 0, place.length, place.seq)) {
    return record.subarray(place.valueAt);
  }
  const { segment, offset } = place;
  throw new WalscopeError(
    'CORRUPT',
    `The record at byte ${offset} of ${segment.name} does not match its checksum: verify the directory and salvage it into a new one.`,
    { details: { file: segment.name, offset, seq: place.seq } },
  );
}

const asReadError = (error: unknown, place: Place): WalscopeError =>
  asWalscopeError(error, `Reading ${place.segment.name} at byte ${place.offset}`);
