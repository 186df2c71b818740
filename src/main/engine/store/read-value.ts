import { typeOf } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry } from '../api.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { isWholeRecord } from '../format/record.ts';
import { never } from '../index/entry-chunk.ts';
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
    return checkedValue(record.subarray(0, read), place);
  } catch (error) {
    throw asReadError(error, place);
  } finally {
    unpin();
  }
}

export function readValueSync(columns: IndexColumns, segments: SegmentSet, id: number): Uint8Array {
  const place = placeOf(columns, segments, id);
  return checkedValue(readRecordSync(place, fromFile), place);
}

/** Where records are read from: the file itself unless a scan has kept it. Returns how many bytes were there. */
export interface RecordSource {
  read(segment: Segment, target: Uint8Array, offset: number): number;
}

const fromFile: RecordSource = {
  read: (segment, target, offset) => segment.handle.readSync(target, offset),
};

/** Key, value and all that is said of an id; the key is that of the record, which is read anyway. */
export function readEntrySync(
  columns: IndexColumns,
  segments: SegmentSet,
  id: number,
  source: RecordSource = fromFile,
): Entry {
  const place = placeOf(columns, segments, id);
  const record = readRecordSync(place, source);
  const value = checkedValue(record, place);
  const expireAt = columns.expireAt(id);
  const type = columns.type(id);
  return {
    key: record.subarray(columns.headLength(id), place.valueAt),
    value,
    expireAt: expireAt === never ? null : expireAt,
    seq: place.seq,
    ...(type === 0 ? {} : { type: typeOf(type) }),
  };
}

/** What is there of the record, which may be less than there should be. */
function readRecordSync(place: Place, source: RecordSource): Uint8Array {
  const record = takeBytes(place.length);
  try {
    const read = source.read(place.segment, record, place.offset);
    return read === record.length ? record : record.subarray(0, read);
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

function checkedValue(record: Uint8Array, place: Place): Uint8Array {
  if (record.length === place.length && isWholeRecord(record, 0, place.length, place.seq)) {
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
