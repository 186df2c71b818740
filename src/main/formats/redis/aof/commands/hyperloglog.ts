import { countDistinct, emptyHll, isDense, isHll, readRegisters, setRegister, toDense } from '../../hll.ts';
import { murmur64 } from '../../murmur64.ts';
import { type Call, type CommandTable, Refused } from '../command.ts';

const seed = 0xadc83b19n;
const registerBits = 14n;
const maxRank = 51;

/** Which register an element falls into, and the rank that it gives it. */
function placeOf(element: Uint8Array): { register: number; rank: number } {
  const hash = murmur64(element, seed);
  const register = Number(hash & 0x3fffn);
  let rest = hash >> registerBits;
  let rank = 1;
  while ((rest & 1n) === 0n && rank < maxRank) {
    rest >>= 1n;
    rank++;
  }
  return { register, rank };
}

function sketchOf(call: Call, key: string): Buffer | null {
  const bytes = call.string(key);
  if (bytes === undefined) return null;
  if (!isHll(bytes)) throw new Refused('not a HyperLogLog');
  return Buffer.from(bytes);
}

function add(call: Call): void {
  const key = call.binary(1);
  const before = sketchOf(call, key);
  let sketch = before ?? emptyHll();
  let changed = before === null;
  for (let at = 2; at < call.count; at++) {
    const { register, rank } = placeOf(call.bytes(at));
    const after = setRegister(sketch, register, rank);
    if (after === null) continue;
    sketch = after;
    changed = true;
  }
  if (changed) call.keepString(key, invalidated(sketch));
}

function merge(call: Call): void {
  const key = call.binary(1);
  const inputs = [...call.binaries(1)].map((input) => sketchOf(call, input));
  const highest = new Uint8Array(16384);
  for (const input of inputs) {
    if (input)
      readRegisters(input).forEach((rank, at) => {
        highest[at] = Math.max(highest[at] as number, rank);
      });
  }
  let sketch = inputs[0] ?? emptyHll();
  if (inputs.some((input) => input && isDense(input))) sketch = toDense(sketch);
  highest.forEach((rank, register) => {
    if (rank > 0) sketch = setRegister(sketch, register, rank) ?? sketch;
  });
  call.keepString(key, invalidated(sketch));
}

/** Counting is logged, as it stores what it found. */
function count(call: Call): void {
  if (call.count !== 2) return;
  const sketch = sketchOf(call, call.binary(1));
  if (!sketch || ((sketch[15] as number) & 0x80) === 0) return;
  sketch.writeBigUInt64LE(countDistinct(readRegisters(sketch)), 8);
  call.keepString(call.binary(1), sketch);
}

/** The stored count is no longer right: the highest bit of the header says so. */
function invalidated(sketch: Buffer): Buffer {
  sketch[15] = (sketch[15] as number) | 0x80;
  return sketch;
}

export const hyperLogLogCommands: CommandTable = { PFADD: add, PFMERGE: merge, PFCOUNT: count };
