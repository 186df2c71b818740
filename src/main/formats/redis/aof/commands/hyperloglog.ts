import {
  countOnce,
  defaultMaxSparseBytes,
  merged,
  sketchOf,
  toDense,
  withElements,
} from '../../hyperloglog/sketch.ts';
import { type Call, type CommandTable, type Handler, refusing } from '../command.ts';

function sketchAt(call: Call, key: string): Buffer | null {
  const bytes = call.string(key);
  // What the log holds is not to be changed.
  return bytes === undefined ? null : sketchOf(Buffer.from(bytes));
}

function add(call: Call): void {
  const key = call.binary(1);
  const after = withElements(sketchAt(call, key), elementsOf(call), defaultMaxSparseBytes);
  if (after !== null) call.keepString(key, after);
}

function* elementsOf(call: Call): Generator<Buffer, void, void> {
  for (let at = 2; at < call.count; at++) yield call.bytes(at);
}

function merge(call: Call): void {
  const key = call.binary(1);
  call.keepString(key, merged(sketchAt(call, key), sourcesOf(call), defaultMaxSparseBytes));
}

function* sourcesOf(call: Call): Generator<Buffer, void, void> {
  for (const source of call.binaries(2)) {
    const sketch = sketchAt(call, source);
    if (sketch !== null) yield sketch;
  }
}

/** Counting is logged, as it stores what it found. */
function count(call: Call): void {
  if (call.count !== 2) return;
  const key = call.binary(1);
  const sketch = sketchAt(call, key);
  if (sketch !== null && countOnce(sketch).hasChanged) call.keepString(key, sketch);
}

/** Whoever looks at registers makes them dense first. */
function debug(call: Call): void {
  const key = call.binary(2);
  const sketch = sketchAt(call, key);
  if (sketch !== null && ['GETREG', 'TODENSE'].includes(call.word(1))) call.keepString(key, toDense(sketch));
}

const checked =
  (handler: Handler): Handler =>
  (call) =>
    refusing(() => handler(call));

export const hyperLogLogCommands: CommandTable = {
  PFADD: checked(add),
  PFMERGE: checked(merge),
  PFCOUNT: checked(count),
  PFDEBUG: checked(debug),
};
