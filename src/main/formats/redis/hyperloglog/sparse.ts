import { headerLength, registerCount } from './registers.ts';

/**
 * Registers as runs, as long as few are set:
 *
 *     00xxxxxx            x + 1 registers of 0
 *     01xxxxxx yyyyyyyy   xy + 1 registers of 0
 *     1vvvvvxx            x + 1 registers of v + 1
 */
export const maxSparseRank = 32;
const maxRunOfRank = 4;
const maxShortZeros = 64;
/** Runs around a change that are looked at for being merged. */
const mergedRuns = 5;

export interface Run {
  /** Of its first byte in the sketch. */
  offset: number;
  /** Bytes. */
  length: number;
  /** The first register of it. */
  first: number;
  count: number;
  rank: number;
}

function runAt(bytes: Uint8Array, offset: number, first: number): Run {
  const byte = bytes[offset] as number;
  if (byte >= 0x80) return { offset, length: 1, first, count: (byte & 3) + 1, rank: ((byte >> 2) & 31) + 1 };
  if (byte < 0x40) return { offset, length: 1, first, count: byte + 1, rank: 0 };
  const count = (((byte & 0x3f) << 8) | (bytes[offset + 1] ?? 0)) + 1;
  return { offset, length: 2, first, count, rank: 0 };
}

/** Whatever there is, whether or not it makes up all registers. */
export function* runsIn(bytes: Uint8Array): Generator<Run, void, void> {
  let first = 0;
  for (let at = headerLength; at < bytes.length; ) {
    const run = runAt(bytes, at, first);
    yield run;
    first += run.count;
    at += run.length;
  }
}

/**
 * A new sketch with the register raised: the run that holds it is split, and what then stands beside its like is
 * merged, exactly as Redis does. `same` when it is as high already, `none` when no run holds it, `long` when the sketch
 * would have more than `maxBytes`.
 */
export function raiseSparse(
  sketch: Buffer,
  register: number,
  rank: number,
  maxBytes: number,
): Buffer | 'same' | 'none' | 'long' {
  let before: Run | null = null;
  let found: Run | null = null;
  for (const run of runsIn(sketch)) {
    if (register < run.first + run.count) {
      found = run;
      break;
    }
    before = run;
  }
  if (found === null) return 'none';
  const { rank: lower, first, count, offset, length } = found;
  if (lower >= rank) return 'same';
  const like = (many: number) =>
    many === 0 ? Buffer.alloc(0) : lower === 0 ? zeroRun(many) : rankRun(lower, many);
  const split = Buffer.concat([like(register - first), rankRun(rank, 1), like(first + count - 1 - register)]);
  const growth = split.length - length;
  if (growth > 0 && sketch.length + growth > maxBytes) return 'long';
  const changed = Buffer.concat([sketch.subarray(0, offset), split, sketch.subarray(offset + length)]);
  return mergeFrom(changed, before?.offset ?? headerLength);
}

function mergeFrom(sketch: Buffer, from: number): Buffer {
  let bytes = sketch;
  let at = from;
  for (let left = mergedRuns; left > 0 && at < bytes.length; left--) {
    const run = runAt(bytes, at, 0);
    const next = at + 1 < bytes.length ? runAt(bytes, at + 1, 0) : null;
    if (run.rank === 0) at += run.length;
    else if (next?.rank === run.rank && run.count + next.count <= maxRunOfRank) {
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        rankRun(run.rank, run.count + next.count),
        bytes.subarray(at + 2),
      ]);
    } else at++;
  }
  return bytes;
}

export const noRegisters = (): Buffer => zeroRun(registerCount);

function zeroRun(count: number): Buffer {
  return count <= maxShortZeros
    ? Buffer.of(count - 1)
    : Buffer.of(0x40 | ((count - 1) >> 8), (count - 1) & 255);
}

function rankRun(rank: number, count: number): Buffer {
  return Buffer.of(0x80 | ((rank - 1) << 2) | (count - 1));
}
