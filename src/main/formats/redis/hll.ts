/**
 * HyperLogLog strings as Redis lays them out: 16 bytes of header, then 16,384 registers of 6 bits each, or, as long
 * as few are set, runs of them:
 *
 *     00xxxxxx            x + 1 registers of 0
 *     01xxxxxx yyyyyyyy   xy + 1 registers of 0
 *     1vvvvvxx            x + 1 registers of v + 1
 */
const registers = 16384;
const headerLength = 16;
const denseLength = headerLength + (registers * 6) / 8;
/** Redis's default for hll-sparse-max-bytes. */
const maxSparseLength = 3000;
const maxSparseRank = 32;
const maxRunOfRank = 4;
const maxShortZeros = 64;
/** Runs around a change that are looked at for being merged. */
const mergedRuns = 5;

export function emptyHll(): Buffer {
  return Buffer.concat([Buffer.from('HYLL\x01'), Buffer.alloc(11), zeroRun(registers)]);
}

export function isHll(bytes: Uint8Array): boolean {
  if (bytes.length < headerLength || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'HYLL')
    return false;
  if (bytes[4] === 0) return bytes.length === denseLength;
  return bytes[4] === 1 && runsIn(bytes) !== null;
}

export function isDense(sketch: Uint8Array): boolean {
  return sketch[4] === 0;
}

interface Run {
  offset: number;
  length: number;
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

/** null when they do not make up all registers. */
function runsIn(bytes: Uint8Array): Run[] | null {
  const runs: Run[] = [];
  let first = 0;
  for (let at = headerLength; at < bytes.length; ) {
    const run = runAt(bytes, at, first);
    runs.push(run);
    first += run.count;
    at += run.length;
  }
  return first === registers ? runs : null;
}

export function readRegisters(sketch: Uint8Array): Uint8Array {
  const ranks = new Uint8Array(registers);
  if (isDense(sketch)) for (let at = 0; at < registers; at++) ranks[at] = denseRank(sketch, at);
  else for (const run of runsIn(sketch) ?? []) ranks.fill(run.rank, run.first, run.first + run.count);
  return ranks;
}

export function toDense(sketch: Buffer): Buffer {
  if (isDense(sketch)) return sketch;
  const dense = Buffer.alloc(denseLength);
  dense.set(sketch.subarray(0, headerLength));
  dense[4] = 0;
  readRegisters(sketch).forEach((rank, register) => {
    if (rank > 0) writeDense(dense, register, rank);
  });
  return dense;
}

/** Raises a register; null when it is as high already. The sketch may be another one afterwards. */
export function setRegister(sketch: Buffer, register: number, rank: number): Buffer | null {
  if (!isDense(sketch)) return setSparse(sketch, register, rank);
  if (denseRank(sketch, register) >= rank) return null;
  writeDense(sketch, register, rank);
  return sketch;
}

function denseRank(sketch: Uint8Array, register: number): number {
  const bit = register * 6;
  const at = headerLength + (bit >> 3);
  return ((((sketch[at + 1] ?? 0) << 8) | (sketch[at] as number)) >> (bit & 7)) & 63;
}

function writeDense(sketch: Buffer, register: number, rank: number): void {
  const bit = register * 6;
  const at = headerLength + (bit >> 3);
  const shift = bit & 7;
  const pair = ((((sketch[at + 1] ?? 0) << 8) | (sketch[at] as number)) & ~(63 << shift)) | (rank << shift);
  sketch[at] = pair & 255;
  if (at + 1 < sketch.length) sketch[at + 1] = (pair >> 8) & 255;
}

/** Splits the run that holds the register, and merges what then stands beside its like, exactly as Redis does. */
function setSparse(sketch: Buffer, register: number, rank: number): Buffer | null {
  let before: Run | null = null;
  let run = runAt(sketch, headerLength, 0);
  while (register >= run.first + run.count) {
    before = run;
    run = runAt(sketch, run.offset + run.length, run.first + run.count);
  }
  if (run.rank >= rank) return null;
  const promoted = () => setRegister(toDense(sketch), register, rank);
  if (rank > maxSparseRank) return promoted();
  const after = run.first + run.count - 1 - register;
  const like = (count: number) =>
    count === 0 ? Buffer.alloc(0) : run.rank === 0 ? zeroRun(count) : rankRun(run.rank, count);
  const split = Buffer.concat([like(register - run.first), rankRun(rank, 1), like(after)]);
  if (split.length > run.length && sketch.length + split.length - run.length > maxSparseLength)
    return promoted();
  const changed = Buffer.concat([
    sketch.subarray(0, run.offset),
    split,
    sketch.subarray(run.offset + run.length),
  ]);
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

function zeroRun(count: number): Buffer {
  return count <= maxShortZeros
    ? Buffer.of(count - 1)
    : Buffer.of(0x40 | ((count - 1) >> 8), (count - 1) & 255);
}

function rankRun(rank: number, count: number): Buffer {
  return Buffer.of(0x80 | ((rank - 1) << 2) | (count - 1));
}

/** How many distinct elements the registers speak for, by the estimator that Redis uses since 4.0. */
export function countDistinct(ranks: Uint8Array): bigint {
  const histogram = new Array<number>(64).fill(0);
  for (const rank of ranks) histogram[rank] = (histogram[rank] as number) + 1;
  const highest = 50;
  let z = registers * tau((registers - (histogram[highest + 1] as number)) / registers);
  for (let rank = highest; rank >= 1; rank--) z = (z + (histogram[rank] as number)) * 0.5;
  z += registers * sigma((histogram[0] as number) / registers);
  return BigInt(Math.round((0.7213475204444817 * registers * registers) / z));
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [x, y, z, last] = [share, 1, share, Number.NaN];
  while (z !== last) {
    x *= x;
    last = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z, last] = [share, 1, 1 - share, Number.NaN];
  while (z !== last) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
