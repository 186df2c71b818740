import { copyBytes, emptyBytes, utf8 } from '../../../shared/bytes.ts';
import { typeCode, type ValueType, valueTypes } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxBatchBytes, maxExpireAt, maxKeyBytes, maxValueBytes } from '../../../shared/limits.ts';
import { tooLarge } from '../../../shared/too-large.ts';
import type { Bytes, Change, ChangeList, SetOptions } from '../api.ts';
import { checkParts } from '../commit/check-parts.ts';
import type { PendingChange } from '../commit/pending-write.ts';
import { blankParts } from '../format/record-parts.ts';
import type { StoreIndex } from '../keys/store-index.ts';

/** What callers pass in, checked and turned into what the engine works with. */

/** The bytes of a key to look up. The caller's own array is read, not kept. */
export function keyBytes(key: Bytes): Uint8Array {
  const bytes = toBytes(key, 'a key');
  if (bytes.length > maxKeyBytes) tooLarge('key', maxKeyBytes, bytes.length);
  return bytes;
}

/** The bytes of a value to store. The caller's own array is read, not kept. */
export function valueBytes(value: Bytes): Uint8Array {
  const bytes = toBytes(value, 'a value');
  if (bytes.length > maxValueBytes) tooLarge('value', maxValueBytes, bytes.length);
  return bytes;
}

function toBytes(given: Bytes, what: string): Uint8Array {
  if (typeof given === 'string') return utf8(given);
  if (given instanceof Uint8Array) return given;
  refuse(`${what} is a string or a Uint8Array, not ${named(given)}.`);
}

function refuse(reason: string): never {
  throw new WalscopeError('INVALID_ARGUMENT', reason);
}

/** What was given instead, in a word: programs without types pass anything. */
function named(given: unknown): string {
  if (given === null || given === undefined || typeof given === 'number') return String(given);
  return typeof given === 'object' ? (given.constructor?.name ?? 'an object') : `a ${typeof given}`;
}

/** Bytes of all keys and values of a write, measured before any of them is copied. */
export function batchBytes(changes: readonly Change[]): number {
  let bytes = 0;
  if (!Array.isArray(changes)) refuse(`A batch is an array of changes, not ${named(changes)}.`);
  for (const change of changes as readonly Change[]) {
    requireChange(change);
    bytes += lengthOf(change.key);
    if (change.op === 'set') bytes += lengthOf(change.value);
  }
  return checkBatchBytes(bytes);
}

export function checkBatchBytes(bytes: number): number {
  if (bytes <= maxBatchBytes) return bytes;
  throw new WalscopeError(
    'TOO_LARGE',
    `A batch has at most ${maxBatchBytes} bytes of keys and values; this one has ${bytes}: split it.`,
  );
}

function lengthOf(given: Bytes): number {
  if (typeof given === 'string') return Buffer.byteLength(given, 'utf8');
  // What is neither is refused when it is looked at one by one.
  return given instanceof Uint8Array ? given.length : 0;
}

/** Anything else would be written as something that nobody has asked for. */
function requireChange(change: Change): void {
  const { op, type } = (change ?? {}) as { op?: unknown; type?: ValueType };
  if (op !== 'set' && op !== 'delete') refuse(`The op of a change is 'set' or 'delete', not ${shown(op)}.`);
  if (type === undefined || valueTypes.includes(type)) return;
  refuse(`The type of a value is one of ${valueTypes.join(', ')}, not ${shown(type)}.`);
}

const shown = (given: unknown): string => (typeof given === 'string' ? `'${given}'` : named(given));

/** A change as it waits for its group: key and value are copies that nobody else can change. */
export function pendingChange(change: Change, index: Pick<StoreIndex, 'hash'>, nowMs: number): PendingChange {
  requireChange(change);
  const key = own(change.key, keyBytes(change.key));
  const hash = index.hash(key, 0, key.length);
  const condition = change.ifSeq === undefined ? {} : { ifSeq: change.ifSeq };
  if (change.op === 'delete') {
    return { op: 'delete', key, hash, value: emptyBytes, type: 0, expireAt: null, ...condition };
  }
  const value = valueBytes(change.value);
  const expireAt = deadline(change, nowMs);
  const type = change.type === undefined ? 0 : typeCode(change.type);
  return { op: 'set', key, hash, value: own(change.value, value), type, expireAt, ...condition };
}

/** The changes of a list as they wait for their group. */
export function pendingList(list: ChangeList, index: Pick<StoreIndex, 'hash'>): PendingChange[] {
  const parts = blankParts();
  return Array.from({ length: list.count }, (_, i) => {
    parts.patchable = null;
    list.read(i, parts);
    checkParts(parts);
    const { op, keyBytes, keyStart, keyLength, valueBytes, valueStart, valueLength, type, expireAt } = parts;
    const key = copied(keyBytes, keyStart, keyLength);
    const { patchable } = parts;
    if (patchable !== null)
      return { op, key, hash: index.hash(key, 0, keyLength), value: emptyBytes, patchable, type, expireAt };
    const value = copied(valueBytes, valueStart, valueLength);
    return { op, key, hash: index.hash(key, 0, keyLength), value, type, expireAt };
  });
}

/** Not by `slice`, which for a `Buffer` is a view. */
function copied(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copyBytes(bytes, start, copy, 0, length);
  return copy;
}

const own = (given: Bytes, bytes: Uint8Array): Uint8Array =>
  typeof given === 'string' ? bytes : copied(bytes, 0, bytes.length);

/** The absolute deadline of a ttl from now or of a deadline given as such; null for neither. ms. */
export function deadline({ ttl, expireAt }: SetOptions, nowMs: number): number | null {
  if (ttl === undefined) return expireAt === undefined || expireAt === null ? null : deadlineAt(expireAt);
  if (expireAt !== undefined && expireAt !== null) refuse('Give either ttl or expireAt, not both.');
  if (typeof ttl !== 'number' || !(ttl > 0)) {
    refuse(`ttl is a number of milliseconds above 0, not ${shown(ttl)}.`);
  }
  return deadlineAt(nowMs + ttl);
}

function deadlineAt(ms: number): number {
  const at = typeof ms === 'number' ? Math.round(ms) : Number.NaN;
  if (at >= 0 && at <= maxExpireAt) return at;
  refuse(`A deadline is a time in milliseconds since 1970, up to ${maxExpireAt}, not ${shown(ms)}.`);
}
