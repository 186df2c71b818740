import { hashOf } from '../../hyperloglog/element-hash.ts';
import { countDistinct } from '../../hyperloglog/estimate.ts';
import { denseRank, isDense, maxRank, registerCount, writeDense } from '../../hyperloglog/registers.ts';
import { emptySketch, readRegisters, toDense, withElements } from '../../hyperloglog/sketch.ts';
import type { Call } from '../command.ts';
import { fail } from '../errors.ts';
import { ok, type Reply } from '../reply.ts';

const registerCycles = 10;
/** Redis counts up to ten million, which takes it seconds; nobody else is served meanwhile. */
const mostElements = 10_000;
/** Of the standard error, 1.04 / √registers, and how many times it Redis tolerates. */
const toleratedError = (6 * 1.04) / Math.sqrt(registerCount);

/** Whether registers keep what is written, and elements are counted about right, sparse and dense alike. */
export function selfTest({ server }: Call): Reply {
  for (let cycle = 0; cycle < registerCycles; cycle++) testRegisters();
  testCounts(server.config.number('hll-sparse-max-bytes'));
  return ok;
}

function testRegisters(): void {
  const sketch = toDense(emptySketch());
  const ranks = Uint8Array.from({ length: registerCount }, () => Math.floor(Math.random() * (maxRank + 1)));
  ranks.forEach((rank, register) => {
    writeDense(sketch, register, rank);
  });
  ranks.forEach((rank, register) => {
    const found = denseRank(sketch, register);
    if (found !== rank) fail(`TESTFAILED Register ${register} should be ${rank} but is ${found}`);
  });
}

function testCounts(maxSparseBytes: number): void {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const ranks = new Uint8Array(registerCount);
  let sketch = emptySketch();
  const element = Buffer.alloc(8);
  for (let count = 1, checkpoint = 1; count <= mostElements; count++) {
    element.writeUInt32LE((count ^ seed) >>> 0);
    element.writeUInt32LE(seed, 4);
    const { register, rank } = hashOf(element);
    ranks[register] = Math.max(rank, ranks[register] as number);
    sketch = withElements(sketch, [element], maxSparseBytes) ?? sketch;
    if (count !== checkpoint) continue;
    checkpoint *= 10;
    if (count < maxSparseBytes / 2 && isDense(sketch)) fail('TESTFAILED sparse encoding not used');
    const counted = countDistinct(ranks);
    if (counted !== countDistinct(readRegisters(sketch))) fail('TESTFAILED dense/sparse disagree');
    const error = Math.abs(count - Number(counted));
    // Of so few elements one may be counted as another.
    const tolerated = count === 10 ? 1 : Math.ceil(toleratedError * count);
    if (error > tolerated) fail(`TESTFAILED Too big error. card:${count} abserr:${error}`);
  }
}
