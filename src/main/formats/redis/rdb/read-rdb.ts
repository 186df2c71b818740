import { setImmediate } from 'node:timers/promises';
import { WalscopeError } from '../../../../shared/errors.ts';
import type { FileHandle } from '../../../engine/fs/file-system.ts';
import type { ReadOptions } from '../../log/format.ts';
import { crc64Text, equalCrc64, findFlippedBit64 } from '../crc64.ts';
import type { RedisLog } from '../redis-log.ts';
import { ByteInput, RdbFault } from './byte-input.ts';
import { checksumOf, storedChecksum } from './checksum.ts';
import { flippedHandle, type ReadHandle } from './flipped-handle.ts';
import type { RdbInfo } from './rdb-info.ts';
import { type RdbRecord, RdbWalk } from './walk-rdb.ts';

/** A longer slice would keep the event loop from turning. ms */
const sliceMs = 12;
/** Further back than this no flipped bit is looked for. Bytes. */
const maxFlipSearchBytes = 64 * 1024 * 1024;
const endLength = 9;
/** What a key and its value take at least, as a rule: no more keys are made room for than could follow. */
const usualKeyBytes = 16;
/** The latest versions whose contents are known. */
const knownVersions = { redis: 15, valkey: 80 };

export interface RdbPart {
  log: RedisLog;
  file: number;
  handle: FileHandle;
  size: number;
  /** It is the whole file; otherwise commands may follow it. */
  alone: boolean;
  /** Files follow this one, which Redis would not load then either. */
  last: boolean;
  /** What a first reading has found to be necessary. */
  with: Reread | null;
  /** Bytes of the files before this one, and of all, for progress. */
  doneBytes: number;
  totalBytes: number;
}

/** The one bit of a file that its checksum says has flipped, and what reading stumbles over because of it. */
export interface Flip {
  offset: number;
  bit: number;
  reason: string;
}

/**
 * With a bit turned back that keeps the file from being read; or into every value, as any of them may be damaged: by
 * what has happened to the file (`deep`), or before it was written, since its checksum holds (`proven`).
 */
export type Reread = Flip | 'deep' | 'proven';

/** `end`: the offset behind it, null when damage keeps it from being found; or the file is to be read again. */
export type RdbEnd = { end: number | null } | { again: Reread };

/**
 * Reads an RDB at the beginning of a file. Its values stay in the file. Nothing of an RDB is sound before its
 * checksum has been seen to hold: Redis loads all of it or nothing.
 */
export async function readRdb(part: RdbPart, options: ReadOptions): Promise<RdbEnd> {
  const { log, file } = part;
  const flip = typeof part.with === 'string' ? null : part.with;
  if (flip) {
    log.take('corrupt', { file: nameOf(part), offset: flip.offset, length: 1, reason: flip.reason });
    log.flipped = { file, offset: flip.offset, bit: flip.bit };
  }
  const first = log.table.count;
  const end = await walkRecords(part, flip ? flippedHandle(part.handle, flip) : part.handle, options);
  const isEarly = typeof end === 'number' && end + 8 < part.size;
  const stoppedBy =
    typeof end === 'number' ? `the end of the RDB at ${end} is followed by more` : end.message;
  const found =
    part.alone && part.with === null && (isEarly || typeof end !== 'number')
      ? await findFlip(part, options)
      : null;
  if (found) return { again: { ...found, reason: `${stoppedBy}: ${flipReason(found)}, by the checksum` } };
  if (typeof end === 'number') {
    if (flip || part.with === 'proven') infoOf(part).end = end + 8;
    else {
      const mismatch = await checkEnd(part, end, options);
      if (mismatch !== null) log.demote(first);
      if (part.with === null && mismatch === 'unexplained') return { again: 'deep' };
      if (part.with === null && mismatch !== null && typeof mismatch === 'object' && mismatch.offset < end) {
        return { again: mismatch };
      }
      const isProven = infoOf(part).checksum === 'holds';
      if (part.with === null && isProven && options.decodeValues) return { again: 'proven' };
    }
    return { end: infoOf(part).end };
  }
  // The way to the fault may have led through what only looks like records.
  if (part.with === null) return { again: 'deep' };
  log.demote(first);
  takeFault(part, end);
  return { end: null };
}

/** The offset behind the mark of the end; the fault where it is not reached. */
async function walkRecords(
  part: RdbPart,
  handle: ReadHandle,
  options: ReadOptions,
): Promise<number | RdbFault> {
  const { log, file, size } = part;
  const input = ByteInput.overFile(handle, 0, size);
  let walk: RdbWalk | null = null;
  try {
    walk = new RdbWalk(input, {
      deep: typeof part.with === 'string' || (await isUnproven(part)),
      checksum: part.with === 'proven' ? 'holds' : 'unread',
      onKeyCount: (count) => log.table.keys.reserve(Math.min(count, Math.floor(input.left / usualKeyBytes))),
    });
    log.rdbs.set(file, walk.info);
    let sliceEnd = performance.now() + sliceMs;
    for (let record = walk.next(); record !== null; record = walk.next()) {
      append(part, record);
      if (performance.now() < sliceEnd) continue;
      if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
      options.onProgress?.(part.doneBytes + input.offset, part.totalBytes);
      options.onSlice?.(log);
      await setImmediate();
      sliceEnd = performance.now() + sliceMs;
    }
    walk.info.end = input.offset;
    log.libraries.push(...walk.info.libraries);
    return input.offset;
  } catch (fault) {
    if (!(fault instanceof RdbFault)) throw fault;
    return new RdbFault(walk?.at ?? 0, fault.message, fault.torn);
  }
}

/** A file whose last eight bytes are zeros has no checksum that could prove it. */
async function isUnproven({ handle, size, alone }: RdbPart): Promise<boolean> {
  if (!alone || size < endLength) return false;
  const { high, low } = await storedChecksum(handle, size - 8);
  return high === 0 && low === 0;
}

/** Field by field: spreading the record took longer than all else that is done for a key. */
function append(part: RdbPart, record: RdbRecord): void {
  const { log, file } = part;
  const { offset, length, headerLength, db, key, type, valueOffset, valueLength, expireAt, damage } = record;
  const op = record.kind === 'key' ? 'set' : 'other';
  const status = damage === null ? undefined : 'damaged';
  if (damage !== null) log.take('corrupt', { file: nameOf(part), offset, length, reason: damage });
  log.append({
    file,
    op,
    offset,
    length,
    headerLength,
    db,
    key,
    type,
    valueOffset,
    valueLength,
    expireAt,
    status,
  });
}

/** null = the checksum behind the mark of the end holds, or there is none; otherwise what it finds. */
async function checkEnd(
  part: RdbPart,
  end: number,
  options: ReadOptions,
): Promise<null | 'torn' | 'unexplained' | Flip> {
  const { log, handle, size } = part;
  const info = infoOf(part);
  info.end = end;
  if (info.version < 5) {
    info.checksum = 'none';
    return null;
  }
  const file = nameOf(part);
  if (size - end < 8) {
    log.take('torn-tail', { file, offset: end, length: size - end, reason: 'its checksum is cut off' });
    return 'torn';
  }
  info.end = end + 8;
  const stored = await storedChecksum(handle, end);
  if (stored.high === 0 && stored.low === 0) {
    info.checksum = 'off';
    return null;
  }
  const onProgress = (at: number) => options.onProgress?.(part.doneBytes + at, part.totalBytes);
  const found = await checksumOf(handle, 0, end, { signal: options.signal, onProgress });
  info.checksum = equalCrc64(stored, found) ? 'holds' : 'fails';
  if (info.checksum === 'holds') return null;
  const crcs = `the checksum does not hold (stored ${crc64Text(stored)}, found ${crc64Text(found)})`;
  const flip = findFlippedBit64(stored, found, Math.min(end, maxFlipSearchBytes));
  if (flip === null) {
    log.take('corrupt', { file, offset: 0, length: end, reason: crcs + laterVersion(info) });
    return 'unexplained';
  }
  const place = { offset: end - flip.fromEnd, bit: flip.bit };
  const reason = `${crcs}: ${flipReason(place)}`;
  log.take('corrupt', { file, offset: place.offset, length: 1, reason });
  return { ...place, reason };
}

/** The walk has stopped in front of damage, and what follows cannot be told apart. */
function takeFault(part: RdbPart, fault: RdbFault): void {
  const { log, file, size } = part;
  const length = size - fault.offset;
  const kind = fault.torn && part.alone && part.last ? 'torn-tail' : 'corrupt';
  const reason = fault.message + laterVersion(log.rdbs.get(file));
  log.take(kind, { file: nameOf(part), offset: fault.offset, length, reason });
  log.append({
    file,
    offset: fault.offset,
    length,
    headerLength: 0,
    op: 'unknown',
    type: 'string',
    key: Buffer.alloc(0),
    valueOffset: fault.offset,
    valueLength: length,
    expireAt: null,
    status: kind === 'corrupt' ? 'damaged' : 'torn',
  });
}

/** A file of a later version may hold what is not damage, but not known here either. */
function laterVersion(info: RdbInfo | undefined): string {
  if (!info || info.version <= (info.valkey ? knownVersions.valkey : knownVersions.redis)) return '';
  return ` (the file says version ${info.version}, which is later than those that are known)`;
}

function flipReason({ offset, bit }: { offset: number; bit: number }): string {
  return `bit ${bit} of byte ${offset} is flipped`;
}

async function findFlip(
  part: RdbPart,
  options: ReadOptions,
): Promise<{ offset: number; bit: number } | null> {
  const { handle, size } = part;
  if (size < endLength) return null;
  const end = size - 8;
  const found = await checksumOf(handle, 0, end, { signal: options.signal });
  const flip = findFlippedBit64(await storedChecksum(handle, end), found, Math.min(end, maxFlipSearchBytes));
  return flip && { offset: end - flip.fromEnd, bit: flip.bit };
}

function infoOf({ log, file }: RdbPart) {
  const info = log.rdbs.get(file);
  if (!info) throw new WalscopeError('INTERNAL', 'An RDB has no header.');
  return info;
}

function nameOf({ log, file }: RdbPart): string {
  return log.files[file]?.name ?? '';
}
