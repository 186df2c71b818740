import { setImmediate } from 'node:timers/promises';
import { WalscopeError } from '../../../../shared/errors.ts';
import type { FileHandle } from '../../../engine/fs/file-system.ts';
import type { ReadOptions } from '../../log/format.ts';
import { ByteInput, RdbFault } from '../rdb/byte-input.ts';
import type { RedisLog } from '../redis-log.ts';
import { isKnownCommand } from './apply.ts';
import { CommandInFile } from './command-in-file.ts';
import { CommandReader } from './command-reader.ts';
import { type Read, readAsRedis } from './loose-command.ts';
import type { Replay } from './replay.ts';
import { findCommand } from './resp.ts';

const sliceMs = 12;
/** A file that grew before its data came ends in zeros. */
const zeroProbeBytes = 64 * 1024;

export interface AofPart {
  log: RedisLog;
  replay: Replay;
  file: number;
  handle: FileHandle;
  /** Where the commands begin: behind the RDB, if there is one. */
  from: number;
  size: number;
  /** No other file follows: only then may its end be torn. */
  last: boolean;
  doneBytes: number;
  totalBytes: number;
  /** Stop when the log has so many records. */
  until: number;
}

/** Reads and applies the commands of one file, past damage too. */
export async function readAof(part: AofPart, options: ReadOptions): Promise<void> {
  const { log, replay, file, size } = part;
  const input = ByteInput.overFile(part.handle, part.from, size);
  const reader = new CommandReader(input);
  const zerosAt = zerosFrom(part.handle, part.from, size);
  let timeMs: number | null = null;
  let sliceEnd = performance.now() + sliceMs;
  while (input.left > 0 && log.table.count < part.until) {
    const at = input.offset;
    const parsed = read(input, reader.command);
    if (parsed.kind === 'command' || parsed.kind === 'flawed') {
      if (parsed.kind === 'flawed') for (const flaw of parsed.flaws) log.takeFlaw(file, flaw);
      const ready = replay.take(file, reader, timeMs);
      if (ready !== undefined) await ready;
    } else if (parsed.kind === 'annotation') timeMs = parsed.timeMs ?? timeMs;
    else {
      const next = takeDamage(part, input, at, parsed, zerosAt);
      if (next === null) return;
      input.seek(next);
    }
    if (performance.now() < sliceEnd) continue;
    if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
    options.onProgress?.(part.doneBytes + input.offset, part.totalBytes);
    options.onSlice?.(log);
    await setImmediate();
    sliceEnd = performance.now() + sliceMs;
  }
  if (input.left === 0) endInTransaction(part, size, 'the transaction that begins here does not end');
}

function read(input: ByteInput, command: CommandInFile): Read {
  try {
    return readAsRedis(input, command);
  } catch (fault) {
    if (!(fault instanceof RdbFault)) throw fault;
    return { kind: 'cut', reason: `the command does not end: ${fault.message}` };
  }
}

/**
 * Names the damage at `at`; returns where the next whole command begins, null when there is none. `zerosAt`: where the
 * zeros begin that the file ends in.
 */
function takeDamage(
  part: AofPart,
  input: ByteInput,
  at: number,
  parsed: Extract<Read, { kind: 'cut' | 'malformed' }>,
  zerosAt: number,
): number | null {
  const { size, last } = part;
  if (isZero(input, at)) {
    tear(part, at, 'zeros: the file grew, but the data never arrived');
    return null;
  }
  if (parsed.kind === 'malformed' && last && isCutByZeros(part, at, zerosAt)) {
    tear(
      part,
      at,
      `the command does not end: from ${zerosAt} on there are zeros, where its rest never arrived`,
    );
    return null;
  }
  const next = findCommand(input, at + 1, isKnownCommand);
  const follows = next !== null && (parsed.kind === 'malformed' || reachesEnd(input, next));
  if (!follows && parsed.kind === 'cut' && last) {
    tear(part, at, parsed.reason);
    return null;
  }
  const end = next ?? size;
  part.replay.dropTransaction();
  damage(part, at, end - at, parsed.reason);
  return next;
}

/** Whether nothing but whole commands stands from here to the end: then they are the log's, and not a value's. */
function reachesEnd(input: ByteInput, from: number): boolean {
  const command = new CommandInFile(input);
  input.seek(from);
  while (input.left > 0) if (!['command', 'annotation'].includes(read(input, command).kind)) return false;
  return true;
}

/** Whether the command at `at` would be cut off if the file ended where its zeros begin: it grew before its data came. */
function isCutByZeros({ handle, size }: AofPart, at: number, zerosAt: number): boolean {
  if (zerosAt === size) return false;
  const before = ByteInput.overFile(handle, at, zerosAt);
  return read(before, new CommandInFile(before)).kind === 'cut';
}

/** Where the zeros begin that the file ends in; its end when it ends in anything else. */
function zerosFrom(handle: FileHandle, from: number, size: number): number {
  const buffer = Buffer.alloc(zeroProbeBytes);
  // Few files do, and of the others the last byte is enough.
  let probeBytes = 1;
  for (let end = size; end > from; probeBytes = zeroProbeBytes) {
    const start = Math.max(from, end - probeBytes);
    const bytes = buffer.subarray(0, handle.readSync(buffer.subarray(0, end - start), start));
    for (let at = bytes.length - 1; at >= 0; at--) if (bytes[at] !== 0) return start + at + 1;
    end = start;
  }
  return from;
}

function isZero(input: ByteInput, from: number): boolean {
  input.seek(from);
  while (input.left > 0) {
    const bytes = input.view(Math.min(zeroProbeBytes, input.left));
    if (bytes.some((byte) => byte !== 0)) return false;
  }
  return true;
}

/** The file ends within a command. Inside a transaction nothing of it counts: it is torn from its beginning. */
function tear(part: AofPart, at: number, reason: string): void {
  if (!endInTransaction(part, part.size, `the transaction that begins here does not end: ${reason}`)) {
    cut(part, at, part.size - at, reason);
  }
}

/** What other files follow had been whole. */
function cut(part: AofPart, offset: number, length: number, reason: string): void {
  if (part.last) append(part, 'torn-tail', offset, length, reason);
  else append(part, 'corrupt', offset, length, `${reason}, and another file follows`);
}

function endInTransaction(part: AofPart, end: number, reason: string): boolean {
  const at = part.replay.openTransactionAt;
  if (at === null) return false;
  part.replay.dropTransaction();
  cut(part, at, end - at, reason);
  return true;
}

function damage(part: AofPart, offset: number, length: number, reason: string): void {
  append(part, 'corrupt', offset, length, reason);
}

function append(
  part: AofPart,
  kind: 'torn-tail' | 'corrupt',
  offset: number,
  length: number,
  reason: string,
): void {
  const { log, file } = part;
  log.take(kind, { file: log.files[file]?.name ?? '', offset, length, reason });
  log.beginFrame({ file, offset, length });
  log.append({
    file,
    offset,
    length,
    headerLength: 0,
    op: 'unknown',
    type: 'string',
    key: Buffer.alloc(0),
    valueOffset: offset,
    valueLength: length,
    expireAt: null,
    status: kind === 'corrupt' ? 'damaged' : 'torn',
  });
}
