import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry } from '../api.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { decodePatchHead, isPatch } from '../format/patch.ts';
import { type PatchRecord, patchedValue, patchedValueSync } from '../format/patch-chain.ts';
import { isWholeRecord } from '../format/record.ts';
import type { EntryColumns } from '../keys/store-index.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import type { BlockCache } from './block-cache.ts';
import { type BlockSlots, noSlot, startInBlock } from './block-slots.ts';
import { bytesIn, type Room, takeRoom } from './byte-pool.ts';
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
  /** Of the key within the record. */
  keyAt: number;
  /** Of the value within the record. */
  valueAt: number;
  /** As the record has it: that of a patch says so. */
  type: number;
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
  const keyAt = columns.headLength(id);
  const valueAt = keyAt + columns.keyLength(id);
  const length = valueAt + columns.valueLength(id);
  const type = columns.type(id);
  return { segment, offset: columns.offset(id), length, keyAt, valueAt, type, seq: columns.seq(id) };
}

/** The value of an id, whose record is checked by its CRC. */
export async function readValue(from: Readable, id: number): Promise<Uint8Array> {
  const place = placeOf(from, id);
  const { segment, offset, length } = place;
  const unpin = segment.pin();
  try {
    const room = takeRoom(length);
    const record = bytesIn(room, 0, length);
    if (!isRead(room, await from.blocks.read(segment, record, offset), place)) {
      // What is kept in memory may be what has gone wrong: the file has the last word.
      assertRead(room, await segment.handle.read(record, offset), place);
    }
    if (!isPatch(place.type)) return valueIn(room, place);
    const read = (target: Uint8Array, at: number) => segment.handle.read(target, at);
    return assertWhole(await patchedValue(patchIn(room, place), read), place);
  } catch (error) {
    throw asReadError(error, place);
  } finally {
    unpin();
  }
}

export function readValueSync(from: Readable, id: number): Uint8Array {
  const place = placeOf(from, id);
  return wholeValueSync(readRecordSync(place, from.blocks), place);
}

/** Key, value and all that is said of an id; the key is that of the record, which is read anyway. */
export function readEntrySync(from: Readable, id: number, blocks: BlockCache): Entry {
  const { columns } = from;
  const place = placeOf(from, id);
  const record = readRecordSync(place, blocks);
  const key = bytesIn(record, place.keyAt, place.valueAt - place.keyAt);
  return entryOf(columns, id, key, wholeValueSync(record, place));
}

/** How long the value of a patch becomes, in bytes; of one that cannot be read, which reading it says, how long it is. */
export function patchedLength(from: Readable, id: number): number {
  const stored = from.columns.valueLength(id);
  try {
    const place = placeOf(from, id);
    const bytes = valueIn(readRecordSync(place, from.blocks), place);
    return decodePatchHead(bytes, place.seq)?.valueLength ?? stored;
  } catch {
    return stored;
  }
}

/** The value that a record stands for: what it holds, or what it makes of an earlier one. */
function wholeValueSync(record: Room, place: Place): Uint8Array {
  if (!isPatch(place.type)) return valueIn(record, place);
  const { handle } = place.segment;
  try {
    const read = (target: Uint8Array, at: number) => handle.readSync(target, at);
    return assertWhole(patchedValueSync(patchIn(record, place), read), place);
  } catch (error) {
    throw asReadError(error, place);
  }
}

function patchIn(record: Room, place: Place): PatchRecord {
  const { offset, keyAt, valueAt, type, seq } = place;
  const key = bytesIn(record, keyAt, valueAt - keyAt);
  return { key, value: valueIn(record, place), type, seq, offset };
}

/** The whole record, checked by its CRC. */
function readRecordSync(place: Place, blocks: BlockCache): Room {
  const { segment, offset, length } = place;
  const room = takeRoom(length);
  const record = bytesIn(room, 0, length);
  try {
    if (isRead(room, blocks.readSync(segment, record, offset), place)) return room;
    // What is kept in memory may be what has gone wrong: the file has the last word.
    assertRead(room, segment.handle.readSync(record, offset), place);
    return room;
  } catch (error) {
    throw asReadError(error, place);
  }
}

/**
 * The value of an id if its record is whole and of this key; null when it is not, which is for others to explain.
 * The key is not looked up in the index's memory: it stands in the record that is read anyway. Patches are for others
 * too.
 */
export function readValueOfKeySync(from: Readable, id: number, key: Uint8Array): Uint8Array | null {
  if (from.columns.keyLength(id) !== key.length || isPatch(from.columns.type(id))) return null;
  const place = placeOf(from, id);
  const { slots } = from.blocks;
  const slot = slots.findWhole(place.segment.number, place.offset, place.length);
  if (slot !== noSlot) return valueInSlot(slots, slot, place, key);
  const room = takeRoom(place.length);
  const read = from.blocks.readSync(place.segment, bytesIn(room, 0, place.length), place.offset);
  if (!isRead(room, read, place)) return null;
  const keyAt = room.start + place.valueAt - key.length;
  return hasKey(room.slab.bytes, keyAt, key) ? valueIn(room, place) : null;
}

/** The same where the record lies in memory: nothing of it is copied but the value. */
function valueInSlot(slots: BlockSlots, slot: number, place: Place, key: Uint8Array): Uint8Array | null {
  const { length, valueAt, seq } = place;
  const start = startInBlock(place.offset);
  const { bytes, view } = slots.slabOf(slot);
  const at = slots.startOf(slot) + start;
  if (!isWholeRecord(view, at, at + length, seq) || !hasKey(bytes, at + valueAt - key.length, key))
    return null;
  return bytesIn(slots.copyOf(slot, start + valueAt, length - valueAt), 0, length - valueAt);
}

function hasKey(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
}

const valueIn = (record: Room, { valueAt, length }: Place): Uint8Array =>
  bytesIn(record, valueAt, length - valueAt);

const isRead = ({ slab, start }: Room, read: number, { length, seq }: Place): boolean =>
  read === length && isWholeRecord(slab.view, start, start + length, seq);

function assertWhole(value: Uint8Array | null, { segment, offset, seq }: Place): Uint8Array {
  if (value !== null) return value;
  throw new WalscopeError(
    'CORRUPT',
    `What the record at byte ${offset} of ${segment.name} builds on does not match its checksum: verify the directory and salvage it into a new one.`,
    { details: { file: segment.name, offset, seq } },
  );
}

function assertRead(room: Room, read: number, place: Place): void {
  if (isRead(room, read, place)) return;
  const { segment, offset } = place;
  throw new WalscopeError(
    'CORRUPT',
    `The record at byte ${offset} of ${segment.name} does not match its checksum: verify the directory and salvage it into a new one.`,
    { details: { file: segment.name, offset, seq: place.seq } },
  );
}

const asReadError = (error: unknown, place: Place): WalscopeError =>
  asWalscopeError(error, `Reading ${place.segment.name} at byte ${place.offset}`);
