import { CommandError, fail } from '../commands/errors.ts';
import { hashOf } from './element-hash.ts';
import { countDistinct } from './estimate.ts';
import {
  cacheCount,
  cachedCount,
  dense,
  denseLength,
  denseRank,
  encodingAt,
  headerLength,
  isDense,
  isHll,
  markStale,
  readDense,
  registerCount,
  sparse,
  writeDense,
} from './registers.ts';
import { maxSparseRank, noRegisters, raiseSparse, runsIn } from './sparse.ts';

/** Redis's default for hll-sparse-max-bytes: what is longer becomes dense. */
export const defaultMaxSparseBytes = 3000;

const notHll = 'WRONGTYPE Key is not a valid HyperLogLog string value.';
const corrupted = 'INVALIDOBJ Corrupted HLL object detected';

export function emptySketch(): Buffer {
  const header = Buffer.alloc(headerLength);
  header.write('HYLL');
  header[encodingAt] = sparse;
  return Buffer.concat([header, noRegisters()]);
}

/** The string, which must be a HyperLogLog. Its runs are looked at by whoever needs them. */
export function sketchOf(bytes: Buffer): Buffer {
  return isHll(bytes) ? bytes : fail(notHll);
}

/** One rank for each register; throws when the runs do not make up all of them. */
export function readRegisters(sketch: Uint8Array): Uint8Array {
  const ranks = new Uint8Array(registerCount);
  if (isDense(sketch)) {
    readDense(sketch, ranks);
    return ranks;
  }
  let end = 0;
  for (const { rank, first, count } of runsIn(sketch)) {
    if (rank > 0) ranks.fill(rank, first, first + count);
    end = first + count;
    if (end > registerCount) break;
  }
  if (end !== registerCount) throw new CommandError(corrupted);
  return ranks;
}

export function toDense(sketch: Buffer): Buffer {
  if (isDense(sketch)) return sketch;
  const wide = Buffer.alloc(denseLength);
  wide.set(sketch.subarray(0, headerLength));
  wide[encodingAt] = dense;
  readRegisters(sketch).forEach((rank, register) => {
    if (rank > 0) writeDense(wide, register, rank);
  });
  return wide;
}

/** Raises a register; null when it is as high already. The sketch may be another one afterwards. */
function raise(sketch: Buffer, register: number, rank: number, maxSparseBytes: number): Buffer | null {
  if (isDense(sketch)) {
    if (denseRank(sketch, register) >= rank) return null;
    writeDense(sketch, register, rank);
    return sketch;
  }
  const raised = rank > maxSparseRank ? 'long' : raiseSparse(sketch, register, rank, maxSparseBytes);
  if (raised === 'same') return null;
  if (raised === 'none') throw new CommandError(corrupted);
  return raised === 'long' ? raise(toDense(sketch), register, rank, maxSparseBytes) : raised;
}

/** What becomes of a sketch, which is not used any more, with these elements; null when nothing does. */
export function withElements(
  before: Buffer | null,
  elements: Iterable<Uint8Array>,
  maxSparseBytes: number,
): Buffer | null {
  let sketch = before ?? emptySketch();
  let hasChanged = before === null;
  for (const element of elements) {
    const { register, rank } = hashOf(element);
    const raised = raise(sketch, register, rank, maxSparseBytes);
    if (raised === null) continue;
    sketch = raised;
    hasChanged = true;
  }
  if (!hasChanged) return null;
  markStale(sketch);
  return sketch;
}

/** Raises ranks to those of a sketch. */
function raiseTo(ranks: Uint8Array, sketch: Uint8Array): void {
  const others = readRegisters(sketch);
  for (let at = 0; at < registerCount; at++)
    if ((others[at] as number) > (ranks[at] as number)) ranks[at] = others[at] as number;
}

/** What becomes of `target`, which is not used any more, with others merged into it; null = there is none yet. */
export function merged(target: Buffer | null, others: Iterable<Buffer>, maxSparseBytes: number): Buffer {
  let sketch = target ?? emptySketch();
  const highest = readRegisters(sketch);
  let hasDense = isDense(sketch);
  for (const other of others) {
    raiseTo(highest, other);
    hasDense ||= isDense(other);
  }
  if (hasDense) sketch = toDense(sketch);
  highest.forEach((rank, register) => {
    if (rank > 0) sketch = raise(sketch, register, rank, maxSparseBytes) ?? sketch;
  });
  markStale(sketch);
  return sketch;
}

export function countUnion(sketches: Iterable<Uint8Array>): bigint {
  const highest = new Uint8Array(registerCount);
  for (const sketch of sketches) raiseTo(highest, sketch);
  return countDistinct(highest);
}

/** The count, and whether the sketch is another one now, as it keeps what has been counted. */
export function countOnce(sketch: Buffer): { count: bigint; hasChanged: boolean } {
  const cached = cachedCount(sketch);
  if (cached !== null) return { count: cached, hasChanged: false };
  const count = countDistinct(readRegisters(sketch));
  cacheCount(sketch, count);
  return { count, hasChanged: true };
}
