import { Deque } from '../deque.ts';
import { exactNumber } from '../exact-number.ts';
import { PendingEntries } from '../pending-entries.ts';
import {
  type Binary,
  compareIds,
  type Group,
  idText,
  nobody,
  type Stream,
  type StreamEntry,
  type StreamId,
  zeroId,
} from '../value.ts';
import type { ByteInput } from './byte-input.ts';
import { decodeListpack } from './packed.ts';
import { readBinary, readElements, readMilliseconds, readString, readUint64 } from './primitives.ts';
import { skipProducers } from './skip-value.ts';
import { rdbTypes as t } from './types.ts';

/** What Redis stores for a number of entries read that it does not know: −1. */
const unknownRead = 2n ** 64n - 1n;
const maxDelta = 2n ** 64n - 1n;

/**
 * `isProven`: a checksum says that these bytes were written so. Then a wrong count of entries is no sign of damage:
 * servers have miscounted what they trimmed, and Redis loads such a stream without a look at its count.
 */
export function decodeStream(input: ByteInput, type: number, isProven: boolean): Stream {
  const entries = decodeEntries(input);
  const length = readUint64(input);
  if (!isProven && length !== BigInt(entries.length))
    throw input.fault(`a stream says ${length} entries, and has ${entries.length}`);
  const stream: Stream = {
    entries,
    lastId: readId(input),
    maxDeletedId: zeroId,
    entriesAdded: length,
    groups: new Map(),
  };
  if (type !== t.stream1) {
    readId(input); // the first entry's, which is there too
    stream.maxDeletedId = readId(input);
    stream.entriesAdded = readUint64(input);
  }
  const count = readElements(input);
  for (let i = 0; i < count; i++) decodeGroup(input, type, stream);
  if (type >= t.stream4) skipProducers(input);
  return stream;
}

function decodeEntries(input: ByteInput): Deque<StreamEntry> {
  const entries = new Deque<StreamEntry>();
  const packs = readElements(input, 2);
  for (let i = 0; i < packs; i++) {
    const at = input.offset;
    const key = readString(input);
    const items = decodeListpack(readString(input), input.strict);
    if (key.length !== 16 || items === null) throw input.fault('a block of stream entries is damaged', at);
    const first = { ms: key.readBigUInt64BE(0), seq: key.readBigUInt64BE(8) };
    if (!unpackEntries(items, first, entries)) throw input.fault('a stream entry is damaged', at);
  }
  return entries;
}

/**
 * A block begins with counts and the names of the fields that most entries share, then come the entries: flags, the
 * distance of their id from the block's, their own names unless shared, their values, and how many items they took.
 */
function unpackEntries(items: readonly Binary[], first: StreamId, into: Deque<StreamEntry>): boolean {
  const shared = Number(items[2]);
  if (!Number.isInteger(shared) || shared < 0 || items.length < 4 + shared) return false;
  const names = items.slice(3, 3 + shared);
  const total = Number(items[0]) + Number(items[1]);
  let at = 4 + shared;
  for (let i = 0; i < total; i++) {
    const flags = Number(items[at]);
    const id = idBehind(first, items[at + 1], items[at + 2]);
    if (id === null) return false;
    at += 3;
    const same = (flags & 2) !== 0;
    const count = same ? shared : Number(items[at++]);
    const width = same ? 1 : 2;
    if (!Number.isInteger(count) || count < 0 || at + count * width >= items.length) return false;
    const fields: Binary[] = [];
    for (let field = 0; field < count; field++) {
      if (same) fields.push(names[field] as Binary, items[at++] as Binary);
      else fields.push(items[at++] as Binary, items[at++] as Binary);
    }
    at++;
    if ((flags & 1) === 0) into.push({ id, fields });
  }
  return at === items.length;
}

function idBehind(first: StreamId, ms: Binary | undefined, seq: Binary | undefined): StreamId | null {
  if (!/^-?\d{1,20}$/.test(ms ?? '') || !/^-?\d{1,20}$/.test(seq ?? '')) return null;
  // Distances wrap around in 64 bits, as they are computed there.
  return {
    ms: (first.ms + BigInt(ms as string)) & maxDelta,
    seq: (first.seq + BigInt(seq as string)) & maxDelta,
  };
}

function decodeGroup(input: ByteInput, type: number, stream: Stream): void {
  const name = readBinary(input);
  const lastDelivered = readId(input);
  const stored = type === t.stream1 ? null : readUint64(input);
  const entriesRead =
    stored === null ? estimateRead(stream, lastDelivered) : stored === unknownRead ? null : stored;
  const group: Group = { lastDelivered, entriesRead, pending: new PendingEntries(), consumers: new Map() };
  const pending = readElements(input, 25);
  for (let i = 0; i < pending; i++) {
    const id = readRawId(input);
    const deliveredAt = readMilliseconds(input);
    const deliveries = exactNumber(readUint64(input));
    group.pending.set(idText(id), { id, consumer: nobody, deliveredAt, deliveries });
  }
  const consumers = readElements(input);
  for (let i = 0; i < consumers; i++) decodeConsumer(input, type, group);
  if (type >= t.stream5) checkReleased(input, group);
  stream.groups.set(name, group);
}

function decodeConsumer(input: ByteInput, type: number, group: Group): void {
  const name = readBinary(input);
  group.consumers.set(name, { seenAt: readMilliseconds(input) });
  // When it last got an entry: not part of what is told of a consumer.
  if (type >= t.stream3) readMilliseconds(input);
  const pending = readElements(input, 16);
  for (let i = 0; i < pending; i++) {
    const id = idText(readRawId(input));
    const entry = group.pending.get(id);
    if (!entry) throw input.fault('a consumer holds an entry that is not pending in its group');
    group.pending.set(id, { ...entry, consumer: name });
  }
}

/** The entries that nobody holds stand once more behind the consumers. */
function checkReleased(input: ByteInput, group: Group): void {
  for (let left = readElements(input, 16); left > 0; left--) {
    if (group.pending.get(idText(readRawId(input)))?.consumer !== nobody)
      throw input.fault('an entry that nobody should hold is held, or not pending in its group');
  }
}

/** How far a group has read, as Redis reckons it for streams that do not say: null when it cannot know either. */
export function estimateRead(stream: Stream, id: StreamId): bigint | null {
  const length = BigInt(stream.entries.length);
  if (stream.entriesAdded === 0n) return 0n;
  const toLast = compareIds(id, stream.lastId);
  if (length === 0n && toLast < 1) return stream.entriesAdded;
  if (toLast === 0) return stream.entriesAdded;
  if (toLast > 0) return null;
  const first = stream.entries.at(0)?.id ?? zeroId;
  const isWhole = compareIds(stream.maxDeletedId, zeroId) === 0 || compareIds(stream.maxDeletedId, first) < 0;
  const toFirst = compareIds(id, first);
  if (isWhole && toFirst < 0) return stream.entriesAdded - length;
  if (isWhole && toFirst === 0) return stream.entriesAdded - length + 1n;
  return null;
}

function readId(input: ByteInput): StreamId {
  const ms = readUint64(input);
  return { ms, seq: readUint64(input) };
}

function readRawId(input: ByteInput): StreamId {
  const bytes = input.view(16);
  return { ms: bytes.readBigUInt64BE(0), seq: bytes.readBigUInt64BE(8) };
}
